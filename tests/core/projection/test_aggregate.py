"""A year's cost in closed form: rows 6, 7 and 8 of actuarial.md 4.1, and the refusals."""

from __future__ import annotations

from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.projection.aggregate import (
    BadDistribution,
    NegativeBinomial,
    Poisson,
    exponential_ruin,
    moments,
    panjer,
    spread_on_grid,
    stop_loss_mean,
    transformed,
)

ONE = np.array([0.0, 1.0])


def _exponential(*, mean: float, steps: int) -> np.ndarray:
    """The distribution function at ½, 1½, … of an exponential with this mean in steps."""
    return 1 - np.exp(-(np.arange(steps) + 0.5) / mean)


def test_events_of_one_step_give_the_count_itself() -> None:
    poisson = [exp(-7.5 + k * log(7.5) - lgamma(k + 1)) for k in range(40)]
    assert np.abs(panjer(Poisson(7.5), severity=ONE, steps=40) - poisson).max() < 1e-15
    mean, size = 6.0, 2.5
    chance = size / (size + mean)
    binomial = [
        exp(
            lgamma(k + size)
            - lgamma(size)
            - lgamma(k + 1)
            + size * log(chance)
            + k * log(1 - chance)
        )
        for k in range(60)
    ]
    assert (
        np.abs(panjer(NegativeBinomial(mean, size), severity=ONE, steps=60) - binomial).max()
        < 1e-14
    )


@settings(max_examples=20, deadline=None)
@given(
    st.floats(0.1, 80),
    st.floats(0.5, 50),
    st.lists(st.floats(0, 1), min_size=2, max_size=40).filter(lambda parts: sum(parts) > 0.01),
)
def test_the_recursion_and_the_transform_agree(
    mean: float, size: float, parts: list[float]
) -> None:
    severity = np.array(parts) / sum(parts)
    for count in (Poisson(mean), NegativeBinomial(mean, size)):
        one = panjer(count, severity=severity, steps=512)
        other = transformed(count, severity=severity, steps=512)
        assert np.abs(one - other).max() < 1e-12


def test_the_distribution_has_the_moments_of_the_closed_form() -> None:
    severity = spread_on_grid(_exponential(mean=5.0, steps=400))
    steps = np.arange(400)
    raw = [float((steps**power * severity).sum()) for power in (1, 2, 3)]
    for count in (Poisson(12.0), NegativeBinomial(12.0, 3.0)):
        exact = moments(count, first=raw[0], second=raw[1], third=raw[2])
        total = panjer(count, severity=severity, steps=2000)
        cost = np.arange(2000)
        mean = (cost * total).sum()
        variance = ((cost - mean) ** 2 * total).sum()
        skewness = ((cost - mean) ** 3 * total).sum() / variance**1.5
        assert mean == pytest.approx(exact.mean, rel=1e-9)
        assert variance == pytest.approx(exact.variance, rel=1e-7)
        assert skewness == pytest.approx(exact.skewness, rel=1e-6)


def test_drawn_sums_have_the_moments_of_the_closed_form() -> None:
    rng, draws = np.random.default_rng(6), 40_000
    exact = moments(Poisson(60.0), first=2.0, second=8.0, third=48.0)
    assert (exact.mean, exact.variance) == (120.0, 480.0)
    drawn = rng.gamma(rng.poisson(60.0, draws).clip(1e-9), 2.0)
    assert drawn.mean() == pytest.approx(exact.mean, abs=4 * (480 / draws) ** 0.5)
    assert drawn.var() == pytest.approx(exact.variance, rel=4 * (2 / draws) ** 0.5 * 1.1)
    mixed = moments(NegativeBinomial(60.0, 4.0), first=2.0, second=8.0, third=48.0)
    assert mixed.variance == 60 * 4 + (60 + 60**2 / 4) * 4
    counts = rng.poisson(60.0 * rng.gamma(4.0, 0.25, draws))
    drawn = rng.gamma(counts.clip(1e-9), 2.0)
    assert drawn.var() == pytest.approx(mixed.variance, rel=0.05)
    skewness = ((drawn - drawn.mean()) ** 3).mean() / drawn.std() ** 3
    assert skewness == pytest.approx(mixed.skewness, rel=0.1)


def test_the_stop_loss_is_the_mean_of_what_passes_the_limit() -> None:
    total = panjer(Poisson(2.0), severity=ONE, steps=60)
    assert stop_loss_mean(total, step=10.0, above=0.0) == pytest.approx(20.0, rel=1e-12)
    exact = 20 - 10 * (1 - exp(-2))
    assert stop_loss_mean(total, step=10.0, above=10.0) == pytest.approx(exact, rel=1e-12)
    assert stop_loss_mean(total, step=10.0, above=1e6) == 0.0


def test_ruin_of_exponential_costs_simulated_exact_and_bounded() -> None:
    exact, bound = exponential_ruin(reserve=10.0, loading=0.1, mean=1.0)
    assert (round(exact, 4), round(bound, 4)) == (0.3663, 0.4029)
    rng, paths = np.random.default_rng(8), 10_000
    held, ruined = np.full(paths, 10.0), np.zeros(paths, dtype=bool)
    for _ in range(1500):
        held += 1.1 * rng.exponential(1.0, paths) - rng.exponential(1.0, paths)
        ruined |= held < 0
    simulated = ruined.mean()
    assert abs(simulated - exact) < 4 * (exact * (1 - exact) / paths) ** 0.5
    assert simulated < bound


def test_what_is_no_distribution_is_refused() -> None:
    for severity in (
        np.array([0.5, 0.4]),
        np.array([1.5, -0.5]),
        np.array([np.nan, 1]),
        np.array([]),
    ):
        for way in (panjer, transformed):
            with pytest.raises(BadDistribution):
                way(Poisson(1.0), severity=severity, steps=10)
    for count in (
        Poisson(-1.0),
        Poisson(float("nan")),
        Poisson(1000.0),
        NegativeBinomial(1.0, 0.0),
        NegativeBinomial(1.0, float("inf")),
    ):
        with pytest.raises(BadDistribution):
            panjer(count, severity=ONE, steps=10)
    with pytest.raises(BadDistribution):
        panjer(Poisson(1.0), severity=ONE, steps=0)
    with pytest.raises(BadDistribution):
        moments(Poisson(1.0), first=-1.0, second=1.0, third=1.0)
    with pytest.raises(BadDistribution):
        spread_on_grid(np.array([0.5, 0.4]))


def test_a_grid_too_short_prices_no_stop_loss_and_no_loading_has_no_bound() -> None:
    short = panjer(Poisson(20.0), severity=ONE, steps=20)
    with pytest.raises(BadDistribution, match=r"the grid holds 0\.4"):
        stop_loss_mean(short, step=1.0, above=5.0)
    with pytest.raises(BadDistribution):
        stop_loss_mean(panjer(Poisson(1.0), severity=ONE, steps=40), step=0.0, above=5.0)
    for wrong in ({"reserve": -1.0}, {"loading": 0.0}, {"mean": float("nan")}):
        with pytest.raises(BadDistribution):
            exponential_ruin(**({"reserve": 1.0, "loading": 0.1, "mean": 1.0} | wrong))
