"""The futures that a study's file forces on it, laid on those already drawn.

A stress changes the common futures of a run and nothing else, so that it stands on the same chance as the base.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ayni.core.projection.inputs import Assumptions, Families, Paths
from ayni.core.projection.paths import LEAST_RATE
from ayni.core.projection.stress import Epidemic, LargestDefault, PriceCollapse, largest, stressed
from ayni.core.projection.study_text import Stress


class StressBeyond(ValueError):
    """A stress that begins after the study's last month: it would change nothing."""


def begins_within(stress: Stress, *, months: int) -> bool:
    """Tell whether a stress begins in these months: a run may be shorter than its study."""
    return stress.from_month < months


def forced(paths: Paths, *, stress: Stress, families: Families, assumptions: Assumptions) -> Paths:
    """Force a study's stress on all futures; what is past the last month is cut. Raises ``StressBeyond``."""
    whole = paths.price.shape[1]
    first, months = stress.from_month, min(stress.months, whole - stress.from_month)
    if not begins_within(stress, months=whole):
        raise StressBeyond(f"{stress.code} from month {first}; the study has {whole}")
    match stress.kind:
        case "medical_inflation":
            return _inflation(paths, range(first, first + months), stress.value)
        case "investment":
            return _investment(paths, slice(first, first + months), stress.value)
        case "crop_price":
            found = PriceCollapse(-stress.value, first, months)
            return stressed(assumptions=assumptions, paths=paths, stress=found)
        case "epidemic":
            return stressed(assumptions=assumptions, paths=paths, stress=Epidemic(first, months))
        case "largest_default":
            ends = LargestDefault(largest(families), first)
            return stressed(assumptions=assumptions, paths=paths, stress=ends)


def _inflation(paths: Paths, months: range, value: float) -> Paths:
    """Raise medical prices by so much more a year; what they have gained stays."""
    passed = np.clip(np.arange(paths.cost_index.shape[1]) - months.start + 1, 0, len(months))
    passed[0] = 0  # the first month's index is 1
    return replace(paths, cost_index=paths.cost_index * (1.0 + value) ** (passed / 12.0))


def _investment(paths: Paths, span: slice, value: float) -> Paths:
    investment = paths.investment.copy()
    yearly = (1.0 + investment[:, span]) ** 12 - 1.0 + value
    investment[:, span] = np.maximum(1.0 + yearly, 1.0 + LEAST_RATE) ** (1.0 / 12.0) - 1.0
    return replace(paths, investment=investment)
