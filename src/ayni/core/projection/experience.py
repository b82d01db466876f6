"""A study held against what came: actual over expected, inside its fan or not, and alerts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from math import isfinite

import numpy as np

from ayni.core.projection.cube import Cube
from ayni.core.projection.finance import Outcome
from ayni.core.projection.inputs import Floats


class MonthBeyond(ValueError):
    """Something happened in a month the study does not reach."""


class NoFigure(ValueError):
    """What happened is no number, or nothing was expected of nobody."""


class Component(StrEnum):
    """What is held against what came. Money is minor units; the others are counts of a month."""

    FAMILIES = "families"
    PERSONS = "persons"
    UNITS = "units"
    INCOME = "income"
    COST = "cost"


#: A component of one benefit line's cost alone: this, and the line's code.
COST_OF = "cost:"


class Reason(StrEnum):
    """Why an alert: a month outside the fan, or too many months on one side of its middle."""

    OUTSIDE = "outside"
    ONE_SIDE = "one_side"


#: The fan a month must lie in, and the months on one side of the median after which chance is no excuse.
LOW, HIGH = 0.05, 0.95
ONE_SIDE_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Scored:
    """A month of a component. ``percentile`` is the part of the futures below the actual, equal ones by half.

    ``ratio`` is actual over expected (the mean of the futures); none where nothing was expected.
    """

    component: str
    month: int
    actual: float
    expected: float
    low: float
    middle: float
    high: float
    ratio: float | None
    percentile: float

    @property
    def inside(self) -> bool:
        """Say whether it lies in the fan."""
        return self.low <= self.actual <= self.high

    @property
    def side(self) -> int:
        """Give -1 below the median, 1 above, 0 on it."""
        return (self.actual > self.middle) - (self.actual < self.middle)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a component's scores say should be looked into. ``side`` -1: less came than was believed."""

    component: str
    reason: Reason
    first: int
    last: int
    side: int


def futures(component: Component, *, cube: Cube, outcome: Outcome) -> Floats:
    """Give a component of every future, ``[s, t]``; money as the levers of the study make it."""
    if component is Component.INCOME:
        return outcome.income.T
    if component is Component.COST:
        return outcome.cost.T
    return cube.of(component.value).astype(np.float64)


def score(
    component: str, *, actual: Mapping[int, float], futures: Floats, first_month: int
) -> tuple[Scored, ...]:
    """Hold what came, by month as ``core.periods`` numbers them, against the futures ``[s, t]``; by month."""
    if not futures.size or not np.isfinite(futures).all():
        raise NoFigure("there are no futures to hold it against")
    rows = []
    for month, came in sorted(actual.items()):
        if not isfinite(came):
            raise NoFigure(f"what came in month {month} is {came}")
        if not 0 <= month - first_month < futures.shape[1]:
            raise MonthBeyond(f"month {month}: the study has {futures.shape[1]} from {first_month}")
        believed = futures[:, month - first_month]
        rows.append(_scored(component, month=month, came=came, believed=believed))
    return tuple(rows)


def overall(scores: Sequence[Scored]) -> float:
    """Give actual over expected of all months together."""
    expected = sum(one.expected for one in scores)
    if not scores or expected == 0:
        raise NoFigure("nothing was expected")
    return sum(one.actual for one in scores) / expected


def alerts(scores: Sequence[Scored]) -> tuple[Alert, ...]:
    """List a component's alerts: runs of months outside the fan on one side, and of six beyond the median.

    Months must follow one another: one that is not known ends a run. A single month outside the fan is a run.
    """
    ordered = sorted(scores, key=lambda one: (one.component, one.month))
    outside = [one for one in ordered if not one.inside]
    return (
        *_runs(outside, reason=Reason.OUTSIDE, least=1),
        *_runs(ordered, reason=Reason.ONE_SIDE, least=ONE_SIDE_MONTHS),
    )


def _runs(ordered: Sequence[Scored], *, reason: Reason, least: int) -> Iterator[Alert]:
    """Give the runs of months on one side of the median that are long enough."""
    places = enumerate(ordered)
    runs = groupby(places, key=lambda one: (one[1].component, one[1].side, one[1].month - one[0]))
    for (component, side, _), run in runs:
        months = [one.month for _, one in run]
        if side and len(months) >= least:
            yield Alert(component, reason, months[0], months[-1], side)


def _scored(component: str, *, month: int, came: float, believed: Floats) -> Scored:
    low, middle, high = np.quantile(believed, (LOW, 0.5, HIGH))
    expected = float(believed.mean())
    below = float((believed < came).mean() + 0.5 * (believed == came).mean())
    ratio = came / expected if expected != 0 else None
    return Scored(
        component, month, came, expected, float(low), float(middle), float(high), ratio, below
    )
