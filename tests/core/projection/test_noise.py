"""Noise in closed form has the variance that drawing has, and shows the ruin that the mean hides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.cohort import project_cohort
from ayni.core.projection.cube import COUNTS, Cube
from ayni.core.projection.events import project_events
from ayni.core.projection.inputs import Assumptions, Families, LawInputs, Paths, Severity
from ayni.core.projection.noise import (
    NoVariance,
    compound_variance,
    mean_severity,
    second_moment,
    with_noise,
)
from ayni.core.projection.paths import draw_paths
from tests.core.projection import made

SCENARIOS, MONTHS = 1_500, 12
LINES = slice(len(COUNTS), None)


def study() -> tuple[Families, LawInputs, Assumptions, Paths]:
    """Sixty families to whom nothing happens but illness, at prices that move."""
    law = made.law_of(MONTHS, waiting=np.zeros(3, np.int32))
    beliefs = made.calm(MONTHS, inflation=0.1, inflation_deviation=0.02)
    paths = draw_paths(assumptions=beliefs, law=law, seed=3, scenarios=range(SCENARIOS))
    return made.mixed(60), law, beliefs, paths


def runs() -> tuple[Cube, Cube, Cube, Assumptions, Paths]:
    families, law, beliefs, paths = study()
    bare = project_cohort(families=families, law=law, assumptions=beliefs, paths=paths)
    drawn = project_events(families=families, law=law, assumptions=beliefs, paths=paths, seed=3)
    noisy = with_noise(cube=bare, assumptions=beliefs, paths=paths, seed=3)
    return bare, drawn, noisy, beliefs, paths


def test_noise_has_the_mean_and_the_variance_that_drawing_has() -> None:
    bare, drawn, noisy, beliefs, paths = runs()
    wanted = compound_variance(cube=bare, assumptions=beliefs, paths=paths).mean(axis=(0, 1))
    mean = bare.values[:, :, LINES].astype(float)
    for cube in (drawn, noisy):
        off = cube.values[:, :, LINES] - mean
        error = np.sqrt(wanted / (SCENARIOS * MONTHS))
        assert (np.abs(off.mean(axis=(0, 1))) < 4 * error).all()
        ratio = (off**2).mean(axis=(0, 1)) / wanted
        np.testing.assert_allclose(ratio, 1.0, atol=0.08)
    assert (noisy.values[:, :, LINES] >= 0).all()
    assert np.array_equal(noisy.values[:, :, : len(COUNTS)], bare.values[:, :, : len(COUNTS)])


def test_a_small_group_is_ruined_as_often_as_when_it_is_drawn() -> None:
    bare, drawn, noisy, _, _ = runs()
    price = 1.02 * bare.cost().mean() / bare.of("units").mean()
    start = 2.0 * bare.cost()[:, 0].mean()

    def ruin(cube: Cube) -> float:
        reserve = start + np.cumsum(price * cube.of("units") - cube.cost(), axis=1)
        return float((reserve.min(axis=1) < 0).mean())

    assert ruin(bare) == 0.0
    assert ruin(drawn) > 0.02
    assert ruin(noisy) == pytest.approx(ruin(drawn), abs=0.03)


def test_noise_does_not_depend_on_who_else_is_drawn() -> None:
    families, law, beliefs, _ = study()
    for scenarios in (range(3, 9), range(5, 6)):
        paths = draw_paths(assumptions=beliefs, law=law, seed=3, scenarios=scenarios)
        bare = project_cohort(families=families, law=law, assumptions=beliefs, paths=paths)
        noisy = with_noise(cube=bare, assumptions=beliefs, paths=paths, seed=3)
        row = noisy.values[5 - scenarios.start]
        if scenarios.start == 3:
            kept = row
    assert np.array_equal(row, kept)
    other = with_noise(cube=bare, assumptions=beliefs, paths=paths, seed=4)
    assert not np.array_equal(other.values, noisy.values)


def test_moments_of_a_tail_are_those_of_its_parts() -> None:
    one = Severity("lognormal", 100.0, 0.5, 0.1, 1_000.0, 3.0)
    assert mean_severity(severity=one) == pytest.approx(0.9 * 100 + 0.1 * 1_500)
    assert second_moment(severity=one) == pytest.approx(0.9 * 12_500 + 0.1 * 3_000_000)


def test_a_tail_without_variance_is_refused() -> None:
    families, law, beliefs, _ = study()
    heavy = replace(beliefs.severity[1], tail_alpha=1.9)
    beliefs = replace(beliefs, severity=(beliefs.severity[0], heavy, beliefs.severity[2]))
    paths = draw_paths(assumptions=beliefs, law=law, seed=3, scenarios=range(1))
    bare = project_cohort(families=families, law=law, assumptions=beliefs, paths=paths)
    with pytest.raises(NoVariance, match=r"1\.9"):
        with_noise(cube=bare, assumptions=beliefs, paths=paths, seed=3)
