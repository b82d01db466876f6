"""One law, two kernels: on the same futures, what is drawn lies around the mean that is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ayni.core.projection.cohort import mean_measures
from ayni.core.projection.cube import COUNTS, measures_of
from ayni.core.projection.events import project_events
from ayni.core.projection.inputs import Access
from ayni.core.projection.paths import draw_paths
from tests.core.projection import made

MONTHS, SCENARIOS, FAMILIES = 40, 400, 150
HARVEST = made.yearly(MONTHS)
WINDOWS_OF_ENTRY = (np.arange(MONTHS) % 6 == 1).astype(np.uint8)
SEASON = (np.arange(MONTHS) % 12 != 9).astype(np.uint8)

CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "monthly": ({}, {"default": np.array([0.3, 0.0, 0.1])}),
    "harvest": (
        {
            "decides": HARVEST,
            "enters": WINDOWS_OF_ENTRY,
            "in_season": SEASON,
            "lag": 0,
            "access": np.array([Access.AFFILIATED, Access.ENTITLED, Access.ENTITLED], np.uint8),
        },
        {"lapse_after": 14, "duration_before": 2, "entries": np.full(MONTHS, 5.0)},
    ),
    "wide window": (
        {"width": 12, "window": made.bits(12, 6), "child_limit": 17 * 12 + 5},
        {"lapse_after": 2, "return_": np.full(MONTHS, 0.4), "paid_before": 0b110111},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_drawn_lies_around_the_mean(case: str) -> None:
    of_law, of_beliefs = CASES[case]
    groups = ("a", "b", "c")
    families = made.mixed(FAMILIES, groups)
    law = made.law_of(MONTHS, **of_law)
    beliefs = made.assumptions_of(MONTHS, 3, **({"entries": np.full(MONTHS, 2.0)} | of_beliefs))
    beliefs = replace(beliefs, participation=0.8)
    paths = draw_paths(assumptions=beliefs, law=law, seed=5, scenarios=range(SCENARIOS))
    mean = mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
    drawn = project_events(families=families, law=law, assumptions=beliefs, paths=paths, seed=5)
    off = drawn.values.astype(np.float64) - mean
    error = off.std(axis=0, ddof=1) / np.sqrt(SCENARIOS)
    z = off.mean(axis=0) / np.where(error > 0, error, 1.0)
    names = list(measures_of(law.lines))
    assert (mean[:, :, : len(COUNTS)].max(axis=(0, 1)) > 0).all(), "all of it has to happen"
    headline = [names.index(name) for name in ("units", "families", "persons", "covered")]
    assert np.abs(z[:, headline]).max() < 3
    cost = off[:, :, len(COUNTS) :].sum(axis=2)
    assert np.abs(cost.mean(axis=0) / cost.std(axis=0, ddof=1) * np.sqrt(SCENARIOS)).max() < 3
    # seven hundred figures: one in 370 lies beyond three by chance alone, none beyond four and a half
    assert np.abs(z).max() < 4.5
    assert (np.abs(z) > 3).mean() < 0.02
    assert np.sqrt((z**2).mean(axis=0)).max() < 1.4
