"""Money after the run: the levers laid on the folded cube give income, cost, reserve, ruin, at once.

Reserve by the law: ``reserve(t) = reserve(t-1)(1 + i(t)) + income(t) - cost(t)``. Income is what comes in
of contributions, the penalty of late months and what a stop-loss or corridor pays; cost is care,
administration, allowance, the stop-loss's price and the result that is shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from ayni.core.projection.cube import Cube
from ayni.core.projection.folding import BadCube, Folded, fold
from ayni.core.projection.inputs import Floats, Small, Whole
from ayni.core.projection.levers import (
    COLLECTED,
    BadLever,
    Corridor,
    Levers,
    Prices,
    StopLoss,
    UnknownLine,
    WrongShape,
    checked,
    scaled,
)
from ayni.core.projection.money_kernels import accumulated, earned, moved, settled, spent
from ayni.core.scheme import Payer

#: The quantiles of a fan.
FAN = (0.05, 0.25, 0.50, 0.75, 0.95)
HORIZONS = (12, 60, 360)


class HorizonBeyond(ValueError):
    """A horizon past the last month of the run."""


@dataclass(frozen=True, slots=True)
class Ruin:
    """The part of scenarios ruined by the end of a horizon, with its standard error."""

    months: int
    probability: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the levers make of a run; every array is ``[t, s]``, month by scenario, in minor units.

    ``due`` is what was earned in its month, ``income`` what came in, ``care`` the cost of benefits before
    loadings, ``cost`` everything. ``ruined[s]`` is the first month that ends below nothing; ``months``: never.
    """

    first_month: int
    scenarios: Small
    horizons: tuple[int, ...]
    due: Floats
    income: Floats
    care: Floats
    cost: Floats
    reserve: Floats
    lowest: Floats  # [s] the lowest of the opening reserve and every month's
    ruined: Whole  # [s]

    @property
    def months(self) -> int:
        """Give the number of months."""
        return int(self.reserve.shape[0])

    def fan(self, measure: str = "reserve", *, quantiles: tuple[float, ...] = FAN) -> Floats:
        """Give quantiles by month of due, income, care, cost or reserve: ``[quantile, t]``."""
        values: Floats = getattr(self, measure)
        return quantiles_of(values, quantiles=quantiles)

    def ruin(self, *, months: int) -> Ruin:
        """Give the probability of ruin by the end of so many months."""
        if not 0 < months <= self.months:
            raise HorizonBeyond(f"{months} months; the run has {self.months}")
        part = float(np.mean(self.ruined < months))
        return Ruin(months, part, sqrt(part * (1 - part) / self.ruined.size))

    def ruins(self) -> tuple[Ruin, ...]:
        """Give ruin at the horizons that were asked for."""
        return tuple(self.ruin(months=months) for months in self.horizons)

    def ruin_by_month(self) -> Floats:
        """Give the part of scenarios ruined by the end of each month, ``[t]``."""
        fallen = np.bincount(self.ruined, minlength=self.months + 1)[: self.months]
        part: Floats = np.cumsum(fallen) / self.ruined.size
        return part


def evaluate(
    cube: Cube | Folded,
    *,
    levers: Levers,
    horizons: tuple[int, ...] | None = None,
    into: Floats | None = None,
) -> Outcome:
    """Lay the levers on a run. Horizons are months; by default those of 12, 60 and 360 it reaches.

    ``into`` is a ``room`` for the outcome, for who evaluates again and again and keeps none of them.
    """
    run = cube if isinstance(cube, Folded) else fold(cube)
    asked = _horizons(horizons, months=run.months)
    checked(levers, months=run.months, lines=run.lines)
    due, income, cost, care, reserve = room(run) if into is None else into
    rates = unit_rates(levers, months=run.months)
    parts = np.array([levers.penalty, loading(levers), levers.allowance])
    earned((run.units, run.dependants, run.late), rates, parts, (due, income, cost))
    if levers.cash is not None:
        income, cost = (brought(one, cash=levers.cash) for one in (income, cost))
    factor = np.array([levers.line_factor.get(line, 1.0) for line in run.lines], dtype=float)
    spent(run.families, run.cost, factor, per_family(levers, months=run.months), (care, cost))
    if levers.stop_loss is not None or levers.corridor is not None:
        settled(care, due, rule_of(levers), income, cost)
    lowest = np.full(run.count, levers.opening_reserve, dtype=float)
    ruined = np.full(run.count, run.months, dtype=np.int64)
    held = (reserve, lowest, ruined, np.empty(run.count))
    accumulated(
        (run.growth, income, cost), float(levers.opening_reserve), float(levers.guarantee), held
    )
    return Outcome(
        first_month=run.first_month,
        scenarios=run.scenarios,
        horizons=asked,
        due=due,
        income=income,
        care=care,
        cost=cost,
        reserve=reserve,
        lowest=lowest,
        ruined=ruined,
    )


def room(run: Folded) -> Floats:
    """Give memory for an outcome: one block, mapped in few large pages and not in thousands of small ones."""
    return np.empty((5, run.months, run.count))


def unit_rates(levers: Levers, *, months: int) -> Floats:
    """Give ``[t, 4]``: what all payers bring for a unit and a dependant, and what the association collects."""
    by_unit, by_dependant = levers.prices.by_payer, levers.prices.by_dependant
    columns = (
        _summed(by_unit, payers=tuple(Payer), state=levers.state_pays, months=months),
        _summed(by_dependant, payers=tuple(Payer), state=levers.state_pays, months=months),
        _summed(by_unit, payers=COLLECTED, state=levers.state_pays, months=months),
        _summed(by_dependant, payers=COLLECTED, state=levers.state_pays, months=months),
    )
    return np.column_stack(columns)


def brought(values: Floats, *, cash: Floats) -> Floats:
    """Bring what is due for each month, ``[t, s]``, in in the months the cash matrix says."""
    months, rows = np.nonzero(cash.T)
    start = np.searchsorted(months, np.arange(cash.shape[0] + 1)).astype(np.int64)
    out = np.empty_like(values)
    moved(values, start, rows.astype(np.int32), cash[rows, months], out)
    return out


def settlements(care: Floats, due: Floats, *, levers: Levers) -> tuple[Floats, Floats]:
    """Give what stop-loss and corridor bring and what they take, ``[t, s]``, alone."""
    income, cost = np.zeros_like(care), np.zeros_like(care)
    settled(care, due, rule_of(levers), income, cost)
    return income, cost


def loading(levers: Levers) -> float:
    """Give the part of contributions that administration and the stop-loss's price take."""
    return levers.administration + (levers.stop_loss.price if levers.stop_loss else 0.0)


def per_family(levers: Levers, *, months: int) -> Floats:
    """Give what an affiliated family costs to administer, ``[t]``."""
    growth = (1.0 + levers.administration_growth) ** (np.arange(months) / 12)
    each: Floats = levers.administration_per_family * growth
    return each


def _summed(
    prices: Mapping[Payer, Floats], *, payers: tuple[Payer, ...], state: float, months: int
) -> Floats:
    total = np.zeros(months)
    for payer, price in prices.items():
        if payer in payers:
            total += np.asarray(price, dtype=float) * (state if payer is Payer.STATE else 1.0)
    return total


def rule_of(levers: Levers) -> Floats:
    """Give what stop-loss and corridor settle by, in the order of the kernels."""
    stop, corridor = levers.stop_loss or StopLoss(0.0, 0.0), levers.corridor or Corridor()
    shared = (corridor.below, corridor.returned, corridor.above, corridor.borne)
    return np.array([stop.from_ratio, stop.ceded, *shared])


def _horizons(horizons: tuple[int, ...] | None, *, months: int) -> tuple[int, ...]:
    if horizons is None:
        return tuple(one for one in HORIZONS if one <= months) or (months,)
    for one in horizons:
        if not 0 < one <= months:
            raise HorizonBeyond(f"{one} months; the run has {months}")
    return horizons


def quantiles_of(values: Floats, *, quantiles: tuple[float, ...] = FAN) -> Floats:
    """Give quantiles over scenarios, ``[quantile, t]``, between neighbours in a straight line."""
    ordered = np.sort(values, axis=1)
    place = np.array(quantiles) * (ordered.shape[1] - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    part = place - below
    found: Floats = (ordered[:, below] * (1 - part) + ordered[:, above] * part).T
    return found


__all__ = [
    "BadCube",
    "BadLever",
    "Corridor",
    "Folded",
    "HorizonBeyond",
    "Levers",
    "Outcome",
    "Prices",
    "Ruin",
    "StopLoss",
    "UnknownLine",
    "WrongShape",
    "brought",
    "evaluate",
    "fold",
    "scaled",
]
