"""The price of a stop-loss: grid, closed form against drawn years, and the refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.finance import StopLoss, evaluate, fold
from ayni.core.projection.inputs import Severity
from ayni.core.projection.levers import WrongShape
from ayni.core.projection.present import NothingPaid
from ayni.core.projection.quoting import grid, quote
from tests.core.projection.small_cubes import cube, levers

EXPONENTIAL = Severity("gamma", 500.0, 1.0)


def test_a_grid_keeps_the_mean_and_is_the_exact_one_of_an_exponential() -> None:
    parts = grid(EXPONENTIAL, step=50.0, steps=400)
    limited = 500 * (1 - np.exp(-np.arange(401) * 50 / 500))
    exact = np.concatenate([[1 - limited[1] / 50], -np.diff(np.diff(limited)) / 50])
    assert np.abs(parts - exact).max() < 5e-5
    for kind, variation in (("gamma", 2.0), ("gamma", 0.3), ("lognormal", 1.1), ("lognormal", 0.0)):
        parts = grid(Severity(kind, 500.0, variation), step=100.0, steps=4000)
        assert parts @ np.arange(4000) * 100 == pytest.approx(500, rel=3e-3)
        assert parts.sum() == pytest.approx(1.0)
    tail = Severity("lognormal", 500.0, 1.0, tail=0.1, tail_from=1000.0, tail_alpha=3.0)
    parts = grid(tail, step=100.0, steps=16000)
    assert parts @ np.arange(16000) * 100 == pytest.approx(0.9 * 500 + 0.1 * 1500, rel=3e-3)


def _drawn(*, scenarios: int, common: float) -> object:
    """Years of about 20 events a month of 500 each, with a factor common to a future."""
    rng = np.random.default_rng(5)
    level = (
        rng.gamma(1 / common, common, size=(scenarios, 1)) if common else np.ones((scenarios, 1))
    )
    events = rng.poisson(20 * level * np.ones((1, 24)))
    cost = rng.gamma(np.maximum(events, 1e-9), 500.0)
    return fold(cube(scenarios=scenarios, months=24, units=1000, cost=cost))


@pytest.mark.parametrize("common", [0.0, 0.05])
def test_the_closed_price_is_that_of_the_drawn_years(common: float) -> None:
    run, held = _drawn(scenarios=20_000, common=common), levers(months=24)
    for ratio in (1.0, 1.1):
        found = quote(
            run,  # type: ignore[arg-type]
            levers=held,
            stop_loss=StopLoss(ratio, 0.8),
            severities=(EXPONENTIAL,),
        )
        assert found.closed == pytest.approx(found.simulated, abs=4 * found.error)
        assert 0 < found.error < 0.05 * found.simulated


def test_at_its_fair_price_the_stop_loss_costs_what_it_pays() -> None:
    run, held = _drawn(scenarios=2_000, common=0.05), levers(months=24)
    stop = StopLoss(1.1, 0.8)
    found = quote(run, levers=held, stop_loss=stop, severities=(EXPONENTIAL,))  # type: ignore[arg-type]
    priced = replace(held, stop_loss=replace(stop, price=found.simulated))
    plain, with_it = (evaluate(run, levers=one) for one in (held, priced))  # type: ignore[arg-type]
    year = slice(12, 24)
    assert with_it.cost[year].sum() - plain.cost[year].sum() == pytest.approx(
        with_it.income[year].sum() - plain.income[year].sum(), rel=1e-9
    )


def test_a_severity_without_variance_has_no_closed_price() -> None:
    heavy = Severity("lognormal", 500.0, 1.0, tail=0.1, tail_from=1000.0, tail_alpha=1.5)
    run = _drawn(scenarios=50, common=0.0)
    found = quote(
        run,  # type: ignore[arg-type]
        levers=levers(months=24),
        stop_loss=StopLoss(1.0, 0.5),
        severities=(heavy,),
    )
    assert found.closed is None
    assert found.simulated > 0


def test_what_has_no_price_is_refused() -> None:
    run, stop = _drawn(scenarios=5, common=0.0), StopLoss(1.0, 0.5)
    with pytest.raises(NothingPaid):
        quote(run, levers=levers(months=24, insured=0.0), stop_loss=stop, severities=(EXPONENTIAL,))  # type: ignore[arg-type]
    with pytest.raises(WrongShape):
        quote(run, levers=levers(months=24), stop_loss=stop, severities=(EXPONENTIAL,) * 2)  # type: ignore[arg-type]
    with pytest.raises(NothingPaid):
        grid(EXPONENTIAL, step=0.0, steps=10)
