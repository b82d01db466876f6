"""The cohort kernel is the exact mean: against a full tree of chances, and what must hold whatever the figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.chain import WindowTooWide, machine
from ayni.core.projection.checking import WrongShape
from ayni.core.projection.cohort import mean_measures, project_cohort
from ayni.core.projection.cube import COUNTS, joined
from ayni.core.projection.inputs import Assumptions, Families, LawInputs, Paths
from ayni.core.projection.paths import draw_paths
from tests.core.projection import made
from tests.core.projection.tree import PLACE, Tree

F, M = made.F, made.M
INSURED, PARTNER, CHILD, OTHER = made.INSURED, made.PARTNER, made.CHILD, made.OTHER
MONTHS = 5


def paths_of(law: LawInputs, beliefs: Assumptions, scenarios: int = 2) -> Paths:
    return draw_paths(assumptions=beliefs, law=law, seed=11, scenarios=range(scenarios))


def deadly(months: int, groups: int = 1, **changes: object) -> Assumptions:
    """Rates so high that everything happens to a tiny family within a few months."""
    mortality = np.full((2, 111), 0.5)
    mortality[1, 2:] = 0.7
    mortality[:, 3] = 0.2
    fertility = np.zeros(111)
    fertility[20:50] = 3.0
    formation = np.zeros((2, 111))
    formation[:, 18:41] = 4.0
    formation[:, 41:] = 1.0
    return made.assumptions_of(
        months,
        groups,
        **{
            "mortality": mortality,
            "fertility": fertility,
            "formation": formation,
            "exit": 0.9,
            "entries": np.linspace(0.3, 0.9, months),
            "epidemic_starts": 0.5,
            **changes,
        },
    )


def tiny() -> Families:
    """A couple with a child (who leaves when three months old); a man and a woman who came alone, one with a relative."""
    return made.families_of(
        ((M, 41 * 12 - 2, INSURED), (F, 37 * 12 + 8, PARTNER), (F, 1, CHILD)),
        ((M, 40 * 12 + 9, INSURED),),
        ((F, 30 * 12 + 1, INSURED), (M, 70 * 12, OTHER)),
        group=[0, 1, 1],
        groups=("a", "b"),
    )


CASES = {
    "monthly": ({}, {}),
    "after the answer": ({"lag": 0}, {}),
    "yearly": ({"decides": np.array([0, 0, 1, 0, 1], np.uint8)}, {"lapse_after": 2}),
    "lapse beyond the window": ({"width": 2, "window": made.bits(2, 1)}, {"lapse_after": 4}),
    "wider than lapse": ({"width": 5, "window": made.bits(5, 2)}, {"lapse_after": 1, "paid_before": 5}),
    "closed months and seasons": (
        {
            "enters": np.array([1, 0, 1, 1, 0], np.uint8),
            "in_season": np.array([1, 1, 0, 1, 1], np.uint8),
        },
        {"duration_before": 2},
    ),
}


def small_law(**changes: object) -> LawInputs:
    return made.law_of(MONTHS, child_limit=3, waiting=np.array([0, 3, 1], np.int32), **changes)


@pytest.mark.parametrize("case", CASES)
def test_every_measure_is_the_tree_of_chances(case: str) -> None:
    of_law, of_beliefs = CASES[case]
    law, beliefs = small_law(**of_law), deadly(MONTHS, 2, **of_beliefs)
    families = tiny()
    paths = paths_of(law, beliefs)
    paths.defaulted[:] = [[MONTHS, 4], [3, MONTHS]]
    found = mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
    wanted = np.array([Tree(families, law, beliefs, paths, one).measures() for one in range(2)])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)
    happened = wanted.sum(axis=(0, 1)) > 0
    happened[PLACE["lapses"]] |= case == "lapse beyond the window"
    assert happened.all(), "a measure that never happens shows nothing"
