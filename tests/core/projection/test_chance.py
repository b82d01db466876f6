"""Draws, common futures and compound sums against what is known of them in closed form."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from ayni.core.projection import compound, paths, philox
from ayni.core.projection.inputs import Severity
from ayni.core.projection.normal import normals
from tests.core.projection import made

WORD = 2**32 - 1


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((WORD,) * 4, (WORD,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_papers_known_answers(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    c0, c1, c2, c3 = (np.uint64(one) for one in counter)
    pair = (np.uint64(key[0]), np.uint64(key[1]))
    assert philox.uniforms(pair, (c0, c1), c2, c3) == words
    assert tuple(philox.drawn(seed=key[0], scenario=key[1], counters=counter)) == words


def test_months_filled_in_chunks_are_the_words_of_their_blocks() -> None:
    words = np.zeros(philox.room_for(months=130), dtype=np.uint32)
    key, entity = (np.uint64(9), np.uint64(4)), (np.uint64(77), np.uint64(1))
    philox.fill_months(words, 70, 130, key, entity)
    third = philox.third_word(purpose=philox.Purpose.PAYING, month=0)
    block = philox.drawn(seed=9, scenario=4, counters=(77, 1, third, np.arange(48)))
    for t in range(70, 130):
        chunk, inside = divmod(t, 64)
        word, lane = divmod(inside, 16)
        assert words[t] == block[16 * chunk + lane, word]
    assert not words[:64].any()


def test_parts_are_never_nought_or_one() -> None:
    top = np.uint64(WORD)
    assert 0 < philox.part(np.uint64(0)) < philox.part(top) < 1
    assert 0 < philox.fine_part(np.uint64(0), np.uint64(0)) < philox.fine_part(top, top) < 1


def test_the_normal_inverse_has_all_its_digits() -> None:
    given = np.array([2.0**-53, 1e-12, 1e-6, 0.02, 0.075, 0.3, 0.5, 0.925, 0.999, 1 - 2.0**-52])
    exact = [NormalDist().inv_cdf(one) for one in given]
    assert np.allclose(normals(parts=given), exact, rtol=1e-14, atol=1e-15)


def drawn(months: int = 240, scenarios: range = range(4000), **changes: object) -> paths.Paths:
    beliefs = made.assumptions_of(months, 2, **changes)
    law = made.law_of(months)
    return paths.draw_paths(assumptions=beliefs, law=law, seed=3, scenarios=scenarios)


def test_the_price_has_variance_one_and_its_autocorrelation() -> None:
    price = drawn(60, price_persistence=0.8).price
    for t in (0, 1, 30, 59):
        assert price[:, t].var() == pytest.approx(1.0, abs=4 * math.sqrt(2 / 4000))
        assert price[:, t].mean() == pytest.approx(0.0, abs=4 / math.sqrt(4000))
    for lag in (1, 2, 5):
        found = (price[:, 20] * price[:, 20 + lag]).mean()
        assert found == pytest.approx(0.8**lag, abs=4 * math.sqrt((1 + 0.8 ** (2 * lag)) / 4000))


def test_inflation_and_return_stand_around_their_means() -> None:
    found = drawn(
        24, inflation=0.06, inflation_deviation=0.02, investment=0.03, investment_deviation=0.01
    )
    yearly = (found.cost_index[:, 1:] / found.cost_index[:, :-1]) ** 12 - 1
    assert np.all(found.cost_index[:, 0] == 1.0)
    assert yearly.mean() == pytest.approx(0.06, abs=5e-4)
    assert yearly[:, 5].std() == pytest.approx(0.02, rel=0.05)
    assert ((1 + found.investment) ** 12 - 1).mean() == pytest.approx(0.03, abs=3e-4)


def test_grace_brings_a_part_of_the_rest_each_month() -> None:
    found = drawn(6, paid_in_grace=0.5)
    assert np.allclose(found.pay, 1 - (1 - found.pay_in_time) * 0.5)
    three = paths.with_grace(in_time=np.array([0.2]), part=0.5, grace=3)
    assert three == pytest.approx([0.9])


def test_an_epidemic_comes_and_goes_at_its_chances() -> None:
    on = drawn(120, epidemic_starts=0.05, epidemic_ends=0.25).epidemic
    assert on[:, 0].mean() == pytest.approx(0.05, abs=0.014)
    share = 0.05 / 0.3
    assert on[:, 80:].mean() == pytest.approx(share, abs=0.012)
    stays = on[:, 61:][on[:, 60:-1] == 1].mean()
    assert stays == pytest.approx(0.75, abs=0.02)


def test_defaults_come_at_their_rate_and_not_in_the_first_month() -> None:
    month = drawn(120, default=np.array([0.1, 0.0])).defaulted
    assert month.min() == 1
    assert np.all(month[:, 1] == 120)
    never = math.exp(-0.1 * 119 / 12)
    assert (month[:, 0] == 120).mean() == pytest.approx(never, abs=0.032)


def test_a_scenario_is_the_same_whatever_its_block() -> None:
    whole, tail = drawn(30, range(10)), drawn(30, range(7, 10))
    for name in ("price", "pay", "epidemic", "cost_index", "investment", "defaulted"):
        assert np.array_equal(getattr(whole, name)[7:], getattr(tail, name)), name
    assert not np.array_equal(whole.price[0], whole.price[1])


@pytest.mark.parametrize(("seed", "scenarios"), [(-1, range(2)), (2**32, range(2)), (1, range(0))])
def test_a_key_that_would_be_cut_off_is_refused(seed: int, scenarios: range) -> None:
    with pytest.raises(paths.ImpossibleSeed):
        paths.draw_paths(assumptions=made.calm(), law=made.law_of(), seed=seed, scenarios=scenarios)


def months_of(count: int) -> list[np.uint64]:
    """Give the third words of the counters of so many months' events."""
    return list(philox.third_word(purpose=philox.Purpose.EVENTS, month=np.arange(count)))


def many(mean: float, severity: Severity, count: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Draw numbers of events and their costs, one for each month of a very long study."""
    rows = compound.severity_rows(severity=(severity,))
    key, nobody = (np.uint64(8), np.uint64(0)), (np.uint64(0), np.uint64(0))
    costs = np.zeros(count)
    compound.costs_of_line(np.full(count, mean), rows, key, 0, costs)
    third = months_of(count)
    numbers = np.array([compound.poisson(mean, key, nobody, one) for one in third])
    return numbers, costs


@pytest.mark.parametrize("mean", [0.02, 0.7, 9.9, 10.1, 60.0, 5e4])
def test_counts_have_the_mean_variance_and_skewness_of_poisson(mean: float) -> None:
    key, nobody = (np.uint64(8), np.uint64(1)), (np.uint64(0), np.uint64(0))
    third = months_of(20_000)
    found = np.array([compound.poisson(mean, key, nobody, one) for one in third], dtype=float)
    error = math.sqrt(mean / found.size)
    assert abs(found.mean() - mean) < 4 * error
    assert abs(found.var() - mean) < 4 * math.sqrt((2 * mean**2 + mean) / found.size)
    skewness = ((found - mean) ** 3).mean() / mean**1.5
    sixth = 15 * mean**3 + 25 * mean**2 + mean  # of a Poisson around its mean
    assert abs(skewness - mean**-0.5) < 4 * math.sqrt(sixth / mean**3 / found.size)


@pytest.mark.parametrize(
    ("mean", "severity", "second"),
    [
        (0.4, Severity("gamma", 50.0, 2.0), 50.0**2 * 5.0),
        (25.0, Severity("gamma", 50.0, 0.7), 50.0**2 * 1.49),
        (25.0, Severity("gamma", 50.0, 0.0), 50.0**2),
        (5.0, Severity("lognormal", 50.0, 0.8), 50.0**2 * 1.64),
        (
            5.0,
            Severity("lognormal", 50.0, 0.8, 0.1, 100.0, 12.0),
            0.9 * 50.0**2 * 1.64 + 0.1 * 100.0**2 * 12 / 10,
        ),
    ],
)
def test_compound_sums_have_their_mean_and_variance(
    mean: float, severity: Severity, second: float
) -> None:
    tail = severity.tail
    pareto = severity.tail_from * severity.tail_alpha / (severity.tail_alpha - 1)
    first = (1 - tail) * severity.mean + tail * pareto
    _numbers, costs = many(mean, severity)
    error = costs.std() / math.sqrt(costs.size)
    assert abs(costs.mean() - mean * first) < 4 * error
    fourth = ((costs - costs.mean()) ** 4).mean()
    spread = math.sqrt((fourth - costs.var() ** 2) / costs.size)
    assert abs(costs.var() - mean * second) < 4 * spread


def test_a_gamma_sum_has_the_law_of_its_single_costs() -> None:
    """One draw of shape ``N k`` stands for N draws of shape k: the cost given N has variance N k."""
    numbers, costs = many(3.0, Severity("gamma", 10.0, 0.5))
    for n in (1, 3, 6):
        given = costs[numbers == n]
        assert given.mean() == pytest.approx(10.0 * n, abs=4 * 5 * math.sqrt(n / given.size))
        assert given.var() == pytest.approx(25.0 * n, rel=6 / math.sqrt(given.size) * 1.5)
    assert np.all(costs[numbers == 0] == 0.0)


def test_gamma_events_mixed_over_a_gamma_frequency_are_negative_binomial() -> None:
    """``var = mu var(X) + (mu + mu^2 / k) m1^2`` when the mean itself is gamma of shape k."""
    k, mu, count = 4.0, 6.0, 40_000
    means = np.random.default_rng(5).gamma(k, mu / k, count)
    rows = compound.severity_rows(severity=(Severity("gamma", 2.0, 0.5),))
    costs = np.zeros(count)
    compound.costs_of_line(means, rows, (np.uint64(1), np.uint64(1)), 0, costs)
    exact = mu * 1.0 + (mu + mu**2 / k) * 4.0
    spread = math.sqrt((((costs - costs.mean()) ** 4).mean() - costs.var() ** 2) / count)
    assert abs(costs.var() - exact) < 4 * spread
    assert abs(costs.mean() - 12.0) < 4 * math.sqrt(exact / count)


def test_more_expected_events_are_never_fewer_where_they_are_few() -> None:
    key, nobody = (np.uint64(2), np.uint64(2)), (np.uint64(0), np.uint64(0))
    third = months_of(6)[5]
    found = [compound.poisson(mean, key, nobody, third) for mean in np.linspace(0, 9.9, 100)]
    assert found == sorted(found)
    assert found[0] == 0 < found[-1]


def test_a_line_that_costs_nothing_costs_nothing() -> None:
    free = replace(made.assumptions_of().severity[2], mean=0.0)
    _numbers, costs = many(3.0, free, 100)
    assert not costs.any()
