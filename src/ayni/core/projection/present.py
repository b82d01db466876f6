"""What a run is worth today: contributions of each payer, care, loadings; and the contribution that balances.

Worth at the scenario's own returns, or at the levers' discount rate where one is set. Flows stand at the end of
their month; contributions in the month in which they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ayni.core.projection.finance import (
    HorizonBeyond,
    Outcome,
    brought,
    evaluate,
    loading,
    per_family,
    rule_of,
    settlements,
)
from ayni.core.projection.folding import Folded
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import COLLECTED, Levers, Prices, WrongShape
from ayni.core.projection.money_kernels import balanced, valued
from ayni.core.scheme import Payer


class NothingPaid(ValueError):
    """Nothing is paid in some scenario, so no contribution can balance it."""


@dataclass(frozen=True, slots=True, eq=False)
class Present:
    """Present values by scenario, ``[s]``, in minor units; ``units`` counts units, discounted as money is.

    ``stop_loss`` is its price less what it pays, ``shared`` what the corridor gives the association less what
    it asks of it. ``agreement`` is what all parties bring less all it costs: the net present value.
    """

    units: Floats
    contributions: Mapping[Payer, Floats]
    penalty: Floats
    care: Floats
    administration: Floats
    allowance: Floats
    stop_loss: Floats
    shared: Floats

    @property
    def due(self) -> Floats:
        """Give the contributions of all payers."""
        return _added(self.contributions.values(), like=self.units)

    @property
    def agreement(self) -> Floats:
        """Give the net present value of the agreement."""
        return self.due + self.penalty - self.care - self.charges

    @property
    def charges(self) -> Floats:
        """Give all cost that is no care."""
        return self.administration + self.allowance + self.stop_loss + self.shared


@dataclass(frozen=True, slots=True, eq=False)
class BreakEven:
    """The level contribution that leaves nothing at the end, by scenario: ``per_unit`` minor units a unit.

    ``factor`` is that on today's prices. Stop-loss and corridor settle at it, and not at today's.
    """

    per_unit: Floats
    factor: Floats


def present(run: Folded, *, levers: Levers, outcome: Outcome | None = None) -> Present:
    """Value a run under some levers; their outcome may be handed in, if it was computed already."""
    found = outcome or evaluate(run, levers=levers)
    flows, due = weights(run, levers=levers)
    payers = tuple(dict.fromkeys((*levers.prices.by_payer, *levers.prices.by_dependant)))
    by_unit, by_dependant = _priced(levers, payers=payers, months=run.months)
    sums = np.zeros((len(payers) + 1, run.count))
    valued(run.units, due, np.vstack([by_unit, np.ones((1, run.months))]), sums)
    valued(run.dependants, due, by_dependant, sums[:-1])
    contributions = {payer: sums[place] for place, payer in enumerate(payers)}
    owed = _added(contributions.values(), like=sums[-1])
    stop_loss, shared = _settlements(found, levers=levers, weight=flows)
    price = levers.stop_loss.price if levers.stop_loss else 0.0
    collected = _added((contributions[one] for one in COLLECTED if one in contributions), like=owed)
    families = levers.administration_per_family
    return Present(
        units=sums[-1],
        contributions=contributions,
        penalty=_penalty(run, levers=levers, weight=due),
        care=np.einsum("ts,ts->s", found.care, flows),
        administration=levers.administration * owed
        + (_per_family(run, levers=levers, weight=flows) if families else 0.0),
        allowance=levers.allowance * collected,
        stop_loss=price * owed + stop_loss,
        shared=shared,
    )


def break_even(
    run: Folded, *, levers: Levers, outcome: Outcome | None = None, value: Present | None = None
) -> BreakEven:
    """Give the contribution a unit that leaves the reserve at nothing at the end, loadings included."""
    worth = value or present(run, levers=levers, outcome=outcome)
    cost, net = balance(worth, levers=levers)
    factor = cost / net
    if levers.stop_loss is not None or levers.corridor is not None:
        found = outcome or evaluate(run, levers=levers)
        factor = _settled_factor(run, levers=levers, outcome=found, cost=cost, net=net)
    return BreakEven(per_unit=factor * worth.due / worth.units, factor=factor)


def _settled_factor(
    run: Folded, *, levers: Levers, outcome: Outcome, cost: Floats, net: Floats
) -> Floats:
    """Find the factor at which contributions, and what is settled at it, bear the cost."""
    starts = np.arange(0, run.months, 12)
    ends = np.minimum(starts + 11, run.months - 1)
    flows, _ = weights(run, levers=levers)
    sums = (np.add.reduceat(one, starts, axis=0) for one in (outcome.care, outcome.due))
    care, due, worth = (np.ascontiguousarray(one.T) for one in (*sums, flows[ends]))
    factor = np.empty(run.count)
    balanced((care, due, worth), net, cost, rule_of(levers), factor)
    if not np.isfinite(factor).all():
        raise NothingPaid("no contribution bears the cost in some future: what is settled takes it")
    return factor


def balance(value: Present, *, levers: Levers) -> tuple[Floats, Floats]:
    """Give what contributions must bear after the opening reserve, and what they bring after their loading.

    What stop-loss and corridor settle is as it is at today's prices.
    """
    due = value.due
    net = due + value.penalty - value.allowance - loading(levers) * due
    if (net <= 0).any() or (value.units <= 0).any():
        raise NothingPaid("some future brings no contribution, or its loading takes all of it")
    return net - value.agreement - levers.opening_reserve, net


def general_average_premium(
    run: Folded, *, levers: Levers, income: Floats, value: Present | None = None
) -> Floats:
    """Give the level rate on insurable income that leaves nothing at the end, ``[s]``.

    ``income[t]`` is the insurable income of a family that pays, a month. Loaded as the break-even is.
    """
    earnings = insurable(run, levers=levers, income=income)
    worth = value or present(run, levers=levers)
    level = break_even(run, levers=levers, value=worth)
    rate: Floats = level.per_unit * worth.units / earnings
    return rate


def insurable(run: Folded, *, levers: Levers, income: Floats) -> Floats:
    """Give the present value of the insurable income of the families that pay, ``[s]``."""
    if np.shape(income) != (run.months,):
        raise WrongShape(f"income {np.shape(income)}; expected ({run.months},)")
    if not (np.asarray(income) > 0).all():
        raise NothingPaid("insurable income is above nothing in every month")
    out = np.zeros((1, run.count))
    valued(run.units, weights(run, levers=levers)[1], np.asarray(income, dtype=float)[None, :], out)
    if (out <= 0).any():
        raise NothingPaid("no family pays in some future")
    earnings: Floats = out[0]
    return earnings


def weights(run: Folded, *, levers: Levers) -> tuple[Floats, Floats]:
    """Give what one at the end of a month is worth, and what one due for a month is, ``[t, s]``."""
    if levers.discount is None:
        worth = run.worth
    else:
        rate = (1.0 + levers.discount) ** (-(np.arange(run.months) + 1) / 12)
        worth = np.ascontiguousarray(np.broadcast_to(rate[:, None], run.worth.shape))
    if levers.cash is None:
        return worth, worth
    return worth, brought(worth, cash=np.ascontiguousarray(levers.cash.T))


def shortened(run: Folded, *, levers: Levers, months: int) -> tuple[Folded, Levers]:
    """Cut a run and its levers after so many months; what comes in later is not counted."""
    if not 0 < months <= run.months:
        raise HorizonBeyond(f"{months} months; the run has {run.months}")
    if months == run.months:
        return run, levers
    names = ("units", "dependants", "late", "families", "growth", "worth")
    cut = {name: getattr(run, name)[:months] for name in names}
    shorter = replace(
        run,
        **cut,
        cost=np.ascontiguousarray(run.cost[:, :months]),
        mean_cost=run.mean_cost[:, :months],
        mean_persons=run.mean_persons[:months],
    )
    prices = Prices(
        {payer: price[:months] for payer, price in levers.prices.by_payer.items()},
        {payer: price[:months] for payer, price in levers.prices.by_dependant.items()},
    )
    cash = None if levers.cash is None else np.ascontiguousarray(levers.cash[:months, :months])
    return shorter, replace(levers, prices=prices, cash=cash)


def _priced(levers: Levers, *, payers: tuple[Payer, ...], months: int) -> tuple[Floats, Floats]:
    rows = np.zeros((2, len(payers), months))
    for place, payer in enumerate(payers):
        part = levers.state_pays if payer is Payer.STATE else 1.0
        for which, prices in enumerate((levers.prices.by_payer, levers.prices.by_dependant)):
            if payer in prices:
                rows[which, place] = part * np.asarray(prices[payer])
    return rows[0], rows[1]


def _penalty(run: Folded, *, levers: Levers, weight: Floats) -> Floats:
    out = np.zeros((1, run.count))
    if levers.penalty:
        late = weight * run.late
        by_unit, by_dependant = _priced(levers, payers=COLLECTED, months=run.months)
        valued(run.units, late, by_unit.sum(axis=0, keepdims=True), out)
        valued(run.dependants, late, by_dependant.sum(axis=0, keepdims=True), out)
    penalty: Floats = levers.penalty * out[0]
    return penalty


def _per_family(run: Folded, *, levers: Levers, weight: Floats) -> Floats:
    out = np.zeros((1, run.count))
    valued(run.families, weight, per_family(levers, months=run.months)[None, :], out)
    cost: Floats = out[0]
    return cost


def _settlements(found: Outcome, *, levers: Levers, weight: Floats) -> tuple[Floats, Floats]:
    """Give what the stop-loss and the corridor take (above nothing) or bring, each by itself."""
    taken = []
    for alone in (replace(levers, corridor=None), replace(levers, stop_loss=None)):
        if alone.stop_loss is None and alone.corridor is None:
            taken.append(np.zeros(found.reserve.shape[1]))
        else:
            income, cost = settlements(found.care, found.due, levers=alone)
            taken.append(np.einsum("ts,ts->s", cost - income, weight))
    return taken[0], taken[1]


def _added(values: Iterable[Floats], *, like: Floats) -> Floats:
    total = np.zeros_like(like)
    for one in values:
        total = total + one
    return total
