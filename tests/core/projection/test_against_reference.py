"""The event kernel against the plain simulation, person by person: means and variances of every measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.cube import COUNTS
from ayni.core.projection.events import project_events
from ayni.core.projection.inputs import Assumptions, LawInputs, Severity
from ayni.core.projection.paths import draw_paths
from tests.core.projection import made
from tests.core.projection.reference import simulate

MONTHS, PLAIN, DRAWN = 38, 400, 3000
GROUP = made.mixed(8, ("a", "b"))


def _beliefs() -> Assumptions:
    """Make a short and hard life: in 38 months of 8 families everything is to be seen."""
    base = made.assumptions_of(MONTHS, 2)
    return replace(
        base,
        mortality=np.clip(base.mortality * 8, 0, 1),
        formation=base.formation * 2,
        exit=0.15,
        default=np.array([0.02, 0.3]),
        duration_before=1,
        severity=(
            Severity("gamma", 4_000.0, 1.0),
            Severity("lognormal", 90_000.0, 0.6, 0.1, 200_000.0, 9.0),
            Severity("lognormal", 20_000.0, 0.5),
        ),
    )


def _monthly() -> tuple[LawInputs, Assumptions]:
    return made.law_of(MONTHS, child_limit=17 * 12 + 8), _beliefs()


def _harvest() -> tuple[LawInputs, Assumptions]:
    """Make a year paid at harvest, seen in its own month, with windows of entry and a season."""
    t = np.arange(MONTHS)
    law = replace(
        _monthly()[0],
        decides=made.yearly(MONTHS, 4),
        enters=(t % 4 < 2).astype(np.uint8),
        in_season=(t % 6 < 4).astype(np.uint8),
        lag=0,
        grace=2,
    )
    return law, replace(_beliefs(), lapse_after=4, return_=np.full(MONTHS, 0.4))


def _apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Give how far the means are apart, in standard errors.

    One law has one variance: that of all together, since the few may have seen nothing of what is rare.
    """
    count = len(one) + len(other)
    variance = (one.var(axis=0) * len(one) + other.var(axis=0) * len(other)) / count
    error = variance * (1 / len(one) + 1 / len(other))
    return (one.mean(axis=0) - other.mean(axis=0)) / np.sqrt(error + 1e-9)


def _squares(values: np.ndarray) -> np.ndarray:
    return (values - values.mean(axis=0)) ** 2


@pytest.mark.parametrize("calendar", [_monthly, _harvest])
def test_means_and_variances_are_those_of_the_plain_simulation(calendar) -> None:  # type: ignore[no-untyped-def]
    law, beliefs = calendar()
    plain = simulate(GROUP, law, beliefs, PLAIN, seed=11)
    paths = draw_paths(assumptions=beliefs, law=law, seed=12, scenarios=range(DRAWN))
    cube = project_events(families=GROUP, law=law, assumptions=beliefs, paths=paths, seed=12)
    drawn = cube.values.astype(np.float64)
    assert cube.measures[: len(COUNTS)] == COUNTS
    assert np.all(plain.sum(axis=(0, 1)) > 0)  # everything that is counted does happen
    means, spreads = _apart(drawn, plain), _apart(_squares(drawn), _squares(plain))
    totals = _apart(drawn.sum(axis=1), plain.sum(axis=1))
    assert np.abs(totals).max() < 3.3, dict(zip(cube.measures, totals.round(1), strict=True))
    assert np.abs(means).max() < 4.5
    assert np.abs(spreads).max() < 5.0
    assert (means**2).mean() < 2.0 and (spreads**2).mean() < 2.0


def test_the_comparison_sees_a_law_that_is_not_the_same() -> None:
    """A month seen sooner, no waiting, a month less before lapsing, nobody who leaves for good."""
    law, beliefs = _monthly()
    plain = simulate(GROUP, law, beliefs, 150, seed=11)
    paths = draw_paths(assumptions=beliefs, law=law, seed=12, scenarios=range(1500))
    for other, belief, measure in (
        (replace(law, lag=0), beliefs, "covered"),
        (replace(law, waiting=np.array([0, 0, 0], dtype=np.int32)), beliefs, "cost:hospital"),
        (law, replace(beliefs, lapse_after=2), "lapses"),
        (law, replace(beliefs, exit=0.0), "ended"),
    ):
        cube = project_events(families=GROUP, law=other, assumptions=belief, paths=paths, seed=12)
        place = cube.measures.index(measure)
        drawn, known = cube.values[:, :, place], plain[:, :, place]
        months, total = _apart(drawn, known), _apart(drawn.sum(axis=1), known.sum(axis=1))
        assert max(np.abs(months).max(), abs(total)) > 5, measure
