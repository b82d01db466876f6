"""What several associations gain by one reserve: each apart beside all together, on the same futures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ayni.core.projection.comparing import OtherFutures
from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import Folded
from ayni.core.projection.indicators import Spread, least_reserve, spread
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import Levers
from ayni.core.projection.present import NothingPaid, balance, present, shortened


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """An association's run and the levers it is under."""

    run: Folded
    levers: Levers


@dataclass(frozen=True, slots=True)
class Side:
    """A reserve by itself: families of the first month (a mean), ruin, and what being as safe as asked takes.

    ``reserve_per_family`` is the opening reserve a family with which ruin is at most what was asked.
    ``break_even`` is minor units a family-month.
    """

    families: float
    ruin: float
    reserve_per_family: float
    break_even: Spread


@dataclass(frozen=True, slots=True)
class Pooling:
    """The groups apart and together. ``saved_per_family``: opening reserve that pooling spares."""

    apart: Mapping[str, Side]
    together: Side
    saved_per_family: float


@dataclass(frozen=True, slots=True, eq=False)
class _Flows:
    """What a side is told from: its families, paths, and the parts of its break-even, which all add up."""

    families: float
    reserve: Floats
    opening: float
    cost: Floats
    net: Floats
    due: Floats
    units: Floats


def pool(groups: Mapping[str, Group], *, probability: float, by: int) -> Pooling:
    """Set the groups apart beside one common reserve, over the first ``by`` months.

    A family pays and receives the same in both. A guarantee fund stays its own group's.
    """
    if not groups:
        raise OtherFutures("there is no group")
    runs = {name: shortened(one.run, levers=one.levers, months=by) for name, one in groups.items()}
    worth = _common(run for run, _ in runs.values())
    flows = {name: _flows(run, levers=levers) for name, (run, levers) in runs.items()}
    apart = {name: _side(one, worth=worth, probability=probability) for name, one in flows.items()}
    together = _side(_sum(list(flows.values())), worth=worth, probability=probability)
    needed = sum(one.reserve_per_family * one.families for one in apart.values())
    return Pooling(apart, together, needed / together.families - together.reserve_per_family)


def _common(runs: Iterable[Folded]) -> Floats:
    first, *others = runs
    for one in others:
        same = np.array_equal(one.scenarios, first.scenarios)
        if not same or not np.array_equal(one.growth, first.growth):
            raise OtherFutures("the groups were not run on the same futures")
    return first.worth


def _flows(run: Folded, *, levers: Levers) -> _Flows:
    outcome = evaluate(run, levers=levers)
    value = present(run, levers=replace(levers, discount=None), outcome=outcome)
    cost, net = balance(value, levers=levers)
    families = float(run.families[0].mean(dtype=np.float64))
    if families <= 0:
        raise NothingPaid("a group has no family in the first month")
    return _Flows(
        families, outcome.reserve, levers.opening_reserve, cost, net, value.due, value.units
    )


def _sum(flows: list[_Flows]) -> _Flows:
    """Add the groups up; reserves too, for each grows by the same return."""
    names = ("families", "reserve", "opening", "cost", "net", "due", "units")
    return _Flows(*(sum(getattr(one, name) for one in flows) for name in names))


def _side(flows: _Flows, *, worth: Floats, probability: float) -> Side:
    least = least_reserve(
        flows.reserve, worth=worth, opening=flows.opening, probability=probability
    )
    level = flows.cost / flows.net * flows.due / flows.units
    return Side(
        families=flows.families,
        ruin=float((flows.reserve.min(axis=0) < 0).mean()),
        reserve_per_family=least / flows.families,
        break_even=spread(level),
    )
