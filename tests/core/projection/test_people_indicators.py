"""Each indicator of people on a cube worked by hand, and the refusals."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.core.projection.people_indicators import (
    NobodyThere,
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


def test_persistency_multiplies_the_stay_of_each_month() -> None:
    run = cube(months=3, families=[10, 8, 8], lapses=[1, 0, 3], ended=[0, 1, 2], entries=[10, 0, 2])
    assert persistency(run)[0].tolist() == pytest.approx([1.0, 0.8, 0.8 * 0.75])
    with pytest.raises(NobodyThere):
        persistency(cube(months=2))
