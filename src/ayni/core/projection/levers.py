"""What the parties may move without a new run: prices, loadings, reserve, stop-loss; frozen, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import isfinite

import numpy as np

from ayni.core.projection.inputs import Floats
from ayni.core.scheme import Payer

#: The payers whose money the association collects: its allowance is a part of it, and the penalty of late
#: months is laid on it.
COLLECTED = (Payer.INSURED_PERSON, Payer.ASSOCIATION)


class BadLever(ValueError):
    """A figure no lever can have; says which, and what it may be."""


class UnknownLine(LookupError):
    """A benefit line the run does not have."""


class WrongShape(ValueError):
    """Prices or a cash matrix for another number of months than the run's."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What each payer owes for a unit, and for each of its dependants, ``[t]`` in minor units."""

    by_payer: Mapping[Payer, Floats]
    by_dependant: Mapping[Payer, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StopLoss:
    """Cover of a year's cost of care: of what passes ``from_ratio`` of contributions ``ceded`` comes back.

    ``price`` is a part of contributions. It pays at the end of each twelve months, and of a shorter last year.
    """

    from_ratio: float
    ceded: float
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Corridor:
    """Sharing of a year's result with the association, by the ratio of cost of care to contributions.

    Below ``below`` a part ``returned`` of what is missing to it goes back; past ``above`` the association bears
    the part ``borne``. It is settled with the stop-loss.
    """

    below: float = 0.0
    returned: float = 0.0
    above: float = float("inf")
    borne: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """The figures on the table.

    ``cash[t, u]``: part of what is due for month ``t`` that comes in in month ``u``; none: all in its own.
    ``administration`` and ``allowance`` are parts of contributions (of those the association collects, the
    latter), ``administration_per_family`` minor units a month for an affiliated family, growing by
    ``administration_growth`` a year. ``penalty`` is a part of what the association collects late. ``guarantee``
    is the association's fund, drawn before the reserve falls below nothing, until it is spent. ``discount`` is
    a rate a year; none: each scenario's own returns. ``opening_reserve`` may be below nothing: a debt.
    """

    prices: Prices
    cash: Floats | None = None
    opening_reserve: float = 0.0
    administration: float = 0.0
    administration_per_family: float = 0.0
    administration_growth: float = 0.0
    allowance: float = 0.0
    penalty: float = 0.0
    stop_loss: StopLoss | None = None
    corridor: Corridor | None = None
    line_factor: Mapping[str, float] = field(default_factory=dict)
    discount: float | None = None
    state_pays: float = 1.0
    guarantee: float = 0.0


#: The lowest and the highest of each plain figure.
_BOUNDS = {
    "opening_reserve": (float("-inf"), float("inf")),
    "administration": (0.0, 1.0),
    "administration_per_family": (0.0, float("inf")),
    "administration_growth": (-0.99, 10.0),
    "allowance": (0.0, 1.0),
    "penalty": (0.0, 10.0),
    "state_pays": (0.0, 1.0),
    "guarantee": (0.0, float("inf")),
    "discount": (-0.99, 10.0),
}
_PARTS = {"stop_loss": ("ceded", "price"), "corridor": ("returned", "borne")}
_RATIOS = {"stop_loss": ("from_ratio",), "corridor": ("below", "above")}


def scaled(levers: Levers, *, by: float) -> Levers:
    """Multiply every price by the same figure."""
    prices = Prices(
        {payer: np.asarray(price) * by for payer, price in levers.prices.by_payer.items()},
        {payer: np.asarray(price) * by for payer, price in levers.prices.by_dependant.items()},
    )
    return replace(levers, prices=prices)


def checked(levers: Levers, *, months: int, lines: tuple[str, ...]) -> Levers:
    """Give the levers if they fit a run; else say what is wrong with the first that does not."""
    for name, (low, high) in _BOUNDS.items():
        value = getattr(levers, name)
        if value is not None:
            _within(name, value=value, low=low, high=high)
    _check_shared(levers)
    _check_prices(levers.prices, months=months)
    _check_cash(levers.cash, months=months)
    for line, factor in levers.line_factor.items():
        if line not in lines:
            raise UnknownLine(f"{line!r}; the run has {', '.join(lines)}")
        _within(f"line_factor of {line}", value=factor, low=0.0, high=float("inf"))
    return levers


def _within(name: str, *, value: float, low: float, high: float) -> None:
    if not isfinite(value) or not low <= value <= high:
        raise BadLever(f"{name} is {value}; it is from {low} to {high}")


def _check_shared(levers: Levers) -> None:
    for name in _PARTS:
        value = getattr(levers, name)
        if value is None:
            continue
        for part in _PARTS[name]:
            _within(f"{name} {part}", value=getattr(value, part), low=0.0, high=1.0)
        for ratio in _RATIOS[name]:
            if not getattr(value, ratio) >= 0:
                raise BadLever(f"{name} {ratio} is {getattr(value, ratio)}; it is from 0")
    corridor = levers.corridor
    if corridor is not None and corridor.below > corridor.above:
        raise BadLever("the corridor's lower ratio is above its upper one")
    if corridor is not None and corridor.borne and not isfinite(corridor.above):
        raise BadLever(
            "the association bears a part past no ratio: the corridor's upper one is missing"
        )


def _check_prices(prices: Prices, *, months: int) -> None:
    for one in fields(prices):
        for payer, price in getattr(prices, one.name).items():
            if np.shape(price) != (months,):
                raise WrongShape(f"prices of {payer}: {np.shape(price)}; expected ({months},)")
            if not np.isfinite(price).all() or (np.asarray(price) < 0).any():
                raise BadLever(f"a price of {payer} is below nothing or no number")


def _check_cash(cash: Floats | None, *, months: int) -> None:
    if cash is None:
        return
    if np.shape(cash) != (months, months):
        raise WrongShape(f"cash matrix {np.shape(cash)}; expected ({months}, {months})")
    if not np.isfinite(cash).all() or (cash < 0).any() or (cash.sum(axis=1) > 1 + 1e-9).any():
        raise BadLever(
            "a row of the cash matrix is below nothing, no number or brings more than all"
        )
