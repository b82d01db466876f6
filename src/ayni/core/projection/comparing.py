"""Two proposals on the same futures, which makes their difference far less noisy than each of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ayni.core.projection.finance import HorizonBeyond, Outcome
from ayni.core.projection.inputs import Floats


class OtherFutures(ValueError):
    """Two outcomes that do not stand on the same scenarios and months: their difference means nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less theirs, a mean over the common futures, with its standard error."""

    mean: float
    error: float

    @property
    def clear(self) -> bool:
        """Say whether it is more than two standard errors from nothing."""
        return abs(self.mean) > 2 * self.error


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two proposals after so many months. ``better``: part of the futures in which ours leaves more.

    ``equal`` is the part in which both leave the same. Income and cost are sums to the horizon.
    """

    months: int
    reserve: Difference
    income: Difference
    cost: Difference
    ruin: Difference
    better: float
    equal: float


def compare(*, ours: Outcome, theirs: Outcome, months: int | None = None) -> Comparison:
    """Compare two outcomes at a horizon, by default the last month."""
    check_common(ours, theirs)
    by = ours.months if months is None else months
    if not 0 < by <= ours.months:
        raise HorizonBeyond(f"{by} months; the run has {ours.months}")
    reserve = ours.reserve[by - 1] - theirs.reserve[by - 1]
    return Comparison(
        months=by,
        reserve=_difference(reserve),
        income=_difference((ours.income[:by] - theirs.income[:by]).sum(axis=0)),
        cost=_difference((ours.cost[:by] - theirs.cost[:by]).sum(axis=0)),
        ruin=_difference((ours.ruined < by).astype(float) - (theirs.ruined < by)),
        better=float((reserve > 0).mean()),
        equal=float((reserve == 0).mean()),
    )


def check_common(ours: Outcome, theirs: Outcome) -> None:
    """Refuse two outcomes of other scenarios or other months."""
    if not np.array_equal(ours.scenarios, theirs.scenarios):
        raise OtherFutures("the scenarios are not the same")
    if (ours.first_month, ours.months) != (theirs.first_month, theirs.months):
        raise OtherFutures("the months are not the same")


def _difference(values: Floats) -> Difference:
    deviation = float(values.std(ddof=1)) if values.size > 1 else 0.0
    return Difference(float(values.mean()), deviation / sqrt(values.size))
