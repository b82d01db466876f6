"""Each indicator of people on a cube worked by hand, and the refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.cube import UnknownMeasure
from ayni.core.projection.people_indicators import (
    EntryCohort,
    NobodyThere,
    Stay,
    collection,
    coverage,
    dependency,
    participation,
    persistency,
    persons_per_family,
)
from tests.core.projection.small_cubes import cube


def test_collection_in_time_with_grace_and_density() -> None:
    run = cube(
        scenarios=2,
        months=2,
        families=[[10, 8], [30, 0]],
        units=[[6, 8], [14, 0]],
        late_units=[[1, 2], [3, 0]],
    )
    found = collection(run)
    assert found.in_time.tolist() == [16 / 40, 6 / 8]
    assert found.with_grace.tolist() == [20 / 40, 1.0]
    assert found.density.tolist() == [14 / 18, 14 / 30]


def test_a_month_in_which_nobody_owes_has_no_ratio() -> None:
    found = collection(cube(months=1))
    assert np.isnan(found.with_grace).all()
    assert np.isnan(found.density).all()


def test_participation_coverage_and_dependency() -> None:
    run = cube(months=2, families=[4, 5], persons=[18, 20], covered=[0, 15])
    assert participation(run, eligible=8).tolist() == [[0.5, 0.625]]
    assert coverage(run).tolist() == [[0.0, 0.75]]
    assert persons_per_family(run).tolist() == [[4.5, 4.0]]
    assert dependency(run).tolist() == [[3.5, 3.0]]
    assert np.isnan(coverage(cube(months=1))).all()
    for eligible in (0, -1):
        with pytest.raises(NobodyThere):
            participation(run, eligible=eligible)


def test_persistency_is_told_by_cohort_of_entry_with_its_fan() -> None:
    """Two futures of forty months; the roster of ten, twice two later in the first year, five in the second."""
    run = cube(
        scenarios=2,
        months=40,
        entries=at(40, {0: (10, 8), 3: (2, 0), 11: (2, 0), 14: (5, 5)}),
        stayed_12=at(40, {12: (9, 6), 15: (2, 0), 23: (1, 0), 26: (5, 4)}),
        stayed_24=at(40, {24: (8, 4), 27: (1, 0), 35: (0, 0), 38: (3, 3)}),
        stayed_36=at(40, {36: (8, 0), 39: (1, 0)}),
    )
    roster, first, second = persistency(run)
    assert (roster.roster, roster.first_month, roster.families) == (True, 24000, 9.0)
    assert [stay.mean for stay in roster.stays if stay] == [15 / 18, 12 / 18, 8 / 18]
    assert roster.stays[2] == Stay(8 / 18, pytest.approx(0.04), pytest.approx(0.4), 0.76)
    assert not first.roster and (first.first_month, first.families) == (24000, 2.0)
    # nobody came in the other future; the last of these came in month 11, and month 47 is not in the run
    assert first.stays == (Stay(0.75, 0.75, 0.75, 0.75), Stay(0.25, 0.25, 0.25, 0.25), None)
    assert (second.first_month, second.families, second.stays[2]) == (24012, 5.0, None)
    assert [stay.mean for stay in second.stays if stay] == [0.9, 0.6]


def at(months: int, figures: dict[int, tuple[float, ...]]) -> np.ndarray:
    found = np.zeros((len(next(iter(figures.values()))), months))
    for month, both in figures.items():
        found[:, month] = both
    return found


def test_what_the_run_does_not_reach_is_not_known_and_not_nothing() -> None:
    for months, known in ((12, 0), (13, 1), (24, 1), (25, 2), (37, 3)):
        there = [0] * 12 + [7] + [0] * (months - 13)
        run = cube(months=months, entries=at(months, {0: (10,)}), stayed_12=[there[:months]])
        (roster,) = persistency(run)
        assert sum(stay is not None for stay in roster.stays) == known
        assert roster.known == (known > 0)
        if known:
            assert roster.stays[0] == Stay(0.7, 0.7, 0.7, 0.7)
    assert roster.stays[2] == Stay(0.0, 0.0, 0.0, 0.0)  # all have left: that is known


def test_persistency_of_nobody_or_of_a_cube_of_before_is_refused() -> None:
    with pytest.raises(NobodyThere):
        persistency(cube(months=20))
    run = cube(months=20, entries=at(20, {0: (10,)}))
    assert isinstance(persistency(run)[0], EntryCohort)
    kept = [place for place, name in enumerate(run.measures) if not name.startswith("stayed")]
    names = tuple(run.measures[place] for place in kept)
    older = replace(run, measures=names, values=run.values[:, :, kept])
    with pytest.raises(UnknownMeasure, match="stayed_12"):
        persistency(older)
