"""Two proposals on common futures, pooling, the tornado; worked by hand; and the refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.comparing import OtherFutures, compare
from ayni.core.projection.finance import HorizonBeyond, evaluate, fold, scaled
from ayni.core.projection.indicators import BadLevel, least_reserve
from ayni.core.projection.levers import Levers
from ayni.core.projection.pooling import Group, pool
from ayni.core.projection.present import NothingPaid, break_even
from ayni.core.projection.sensitivity import By, Change, tornado
from tests.core.projection.small_cubes import cube, cube_of, levers


def test_the_difference_is_told_with_its_standard_error() -> None:
    run = fold(cube(scenarios=4, months=2, units=[[1, 1], [1, 1], [3, 3], [3, 3]], cost=15))
    ours = evaluate(run, levers=levers(months=2, insured=11))
    theirs = evaluate(run, levers=levers(months=2, insured=10))
    found = compare(ours=ours, theirs=theirs)
    assert (found.reserve.mean, found.months) == (4.0, 2)
    assert found.reserve.error == pytest.approx(np.std([2, 2, 6, 6], ddof=1) / 2)
    assert found.reserve.clear
    assert (found.income.mean, found.cost.mean) == (4.0, 0.0)
    assert (found.better, found.equal) == (1.0, 0.0)
    assert (found.ruin.mean, found.ruin.error, found.ruin.clear) == (0.0, 0.0, False)


def test_a_proposal_may_be_better_in_some_futures_and_ruin_less_in_others() -> None:
    run = fold(cube(scenarios=2, months=1, units=[[1], [9]], families=[[10], [10]], cost=20))
    flat = evaluate(run, levers=levers(months=1, insured=4.0, opening_reserve=16))
    dear = evaluate(run, levers=levers(months=1, insured=5.0, administration_per_family=0.5))
    found = compare(ours=flat, theirs=dear)
    assert (found.better, found.equal) == (1.0, 0.0)
    assert found.ruin.mean == -0.5
    same = compare(ours=flat, theirs=flat, months=1)
    assert (same.better, same.equal, same.reserve.error) == (0.0, 1.0, 0.0)


def test_outcomes_of_other_futures_are_not_compared() -> None:
    one = evaluate(cube(scenarios=2, units=1), levers=levers())
    other = evaluate(cube(scenarios=3, units=1), levers=levers())
    longer = evaluate(cube(scenarios=2, months=13, units=1), levers=levers(months=13))
    for wrong in (other, longer):
        with pytest.raises(OtherFutures):
            compare(ours=one, theirs=wrong)
    for months in (0, 13):
        with pytest.raises(HorizonBeyond):
            compare(ours=one, theirs=one, months=months)


def test_two_groups_whose_bad_years_do_not_meet_need_no_reserve_together() -> None:
    # each loses 60 in one of two futures, and the other one gains it
    first = fold(cube(scenarios=2, months=1, units=10, families=10, cost=[[160], [40]]))
    second = fold(cube(scenarios=2, months=1, units=10, families=20, cost=[[40], [160]]))
    held = levers(months=1)
    found = pool({"a": Group(first, held), "b": Group(second, held)}, probability=0.0, by=1)
    assert [one.ruin for one in found.apart.values()] == [0.5, 0.5]
    assert [one.reserve_per_family for one in found.apart.values()] == [6.0, 3.0]
    assert (found.together.ruin, found.together.reserve_per_family) == (0.0, 0.0)
    assert (found.together.families, found.saved_per_family) == (30.0, 4.0)
    assert found.apart["a"].break_even.deviation == pytest.approx(np.std([16, 4], ddof=1))
    assert found.together.break_even.deviation == 0.0


def test_the_pool_of_one_is_the_group_and_its_reserve_is_just_enough() -> None:
    shape, rng = (200, 60), np.random.default_rng(11)
    run = fold(
        cube(
            scenarios=200,
            months=60,
            units=100,
            families=110,
            cost=rng.gamma(1.0, 1000.0, size=shape),
            returns=rng.normal(0.003, 0.001, size=shape),
        )
    )
    held = levers(months=60, opening_reserve=300.0)
    found = pool({"a": Group(run, held)}, probability=0.1, by=60)
    assert found.together == found.apart["a"]
    assert found.saved_per_family == 0.0
    assert np.isclose(found.together.break_even.mean, break_even(run, levers=held).per_unit.mean())
    least = found.together.reserve_per_family * 110
    enough = evaluate(run, levers=replace(held, opening_reserve=least + 1e-6))
    short = evaluate(run, levers=replace(held, opening_reserve=least - 1e-6))
    assert enough.ruin(months=60).probability == 0.1
    assert short.ruin(months=60).probability == pytest.approx(0.105)


def test_groups_of_other_futures_or_without_families_are_not_pooled() -> None:
    one = Group(fold(cube(scenarios=2, units=1, families=1)), levers())
    other = Group(fold(cube(scenarios=2, units=1, families=1, returns=0.1)), levers())
    with pytest.raises(OtherFutures):
        pool({"a": one, "b": other}, probability=0.1, by=12)
    with pytest.raises(OtherFutures):
        pool({}, probability=0.1, by=12)
    with pytest.raises(NothingPaid):
        pool({"a": Group(fold(cube(units=1)), levers())}, probability=0.1, by=12)
    with pytest.raises(BadLevel):
        pool({"a": one}, probability=1.0, by=12)
    with pytest.raises(BadLevel):
        least_reserve(np.zeros((1, 1)), worth=np.ones((1, 1)), opening=0, probability=-0.1)


def _two_lines() -> tuple[object, Levers]:
    run = fold(
        cube_of(
            {"units": 8, "families": 10, "cost:a": 30, "cost:b": 50},
            shape=(2, 12),
            lines=("a", "b"),
        )
    )
    return run, levers(administration=0.2, opening_reserve=96.0, state=2.0, state_pays=0.5)


def test_the_tornado_moves_one_figure_at_a_time_and_orders_by_what_it_does() -> None:
    run, held = _two_lines()
    found = tornado(run, levers=held)  # type: ignore[arg-type]
    named = {one.code: one for one in found}
    # break-even: (960 - 96) / (96 * 0.8) = 11.25
    assert named["care"].base.break_even == pytest.approx(11.25)
    assert named["care"].low.break_even == pytest.approx((864 - 96) / 76.8)
    assert named["care"].high.break_even == pytest.approx((1056 - 96) / 76.8)
    assert named["line:b"].high.break_even == pytest.approx((960 + 60 - 96) / 76.8)
    assert named["collection"].high.break_even == pytest.approx(864 / (96 * 1.1 * 0.8))
    assert named["administration"].high.break_even == pytest.approx(864 / (96 * 0.79))
    assert named["administration"].change is Change.POINTS
    assert named["opening_reserve"].low.break_even == pytest.approx((960 - 86.4) / 76.8)
    assert named["contribution"].high.break_even == pytest.approx(11.25)
    assert named["contribution"].high.reserve == pytest.approx(96 + 96 * 11 * 1.1 * 0.8 - 960)
    assert "allowance" not in named
    assert "discount" not in named
    widths = [one.width(By.BREAK_EVEN) for one in found]
    assert widths == sorted(widths, reverse=True)
    assert found[0].code in {"care", "collection"}
    by_reserve = tornado(run, levers=held, by=By.RESERVE)  # type: ignore[arg-type]
    assert by_reserve[0].code == "care"


def test_a_figure_at_its_bound_moves_to_one_side_only() -> None:
    run = fold(cube(months=12, units=10, families=10, cost=50))
    found = {one.code: one for one in tornado(run, levers=levers(state=1.0))}
    assert found["state_pays"].high == found["state_pays"].base
    assert found["state_pays"].low.reserve < found["state_pays"].base.reserve
    # every month is paid already: more cannot be
    assert found["collection"].high == found["collection"].base


def test_the_return_moves_by_a_point_a_year() -> None:
    run = fold(cube(months=24, units=1, cost=[20] * 12 + [0] * 12, returns=0.01))
    found = {one.code: one for one in tornado(run, levers=levers(months=24))}
    moved = fold(
        cube(months=24, units=1, cost=[20] * 12 + [0] * 12, returns=0.01 + 1.01 ** (1 / 12) - 1)
    )
    expected = evaluate(moved, levers=levers(months=24)).reserve[-1].mean()
    assert found["investment"].high.reserve == pytest.approx(expected, rel=1e-4)


def test_a_tornado_past_the_run_or_of_nothing_is_refused() -> None:
    run = fold(cube(units=1, cost=1))
    with pytest.raises(HorizonBeyond):
        tornado(run, levers=levers(), months=13)
    with pytest.raises(NothingPaid):
        tornado(run, levers=scaled(levers(), by=0.0))
