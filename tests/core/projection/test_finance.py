"""The levers on small cubes, worked by hand; rows 10 and 16 of actuarial.md 4.1; and the refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.projection.finance import (
    BadCube,
    BadLever,
    Corridor,
    HorizonBeyond,
    Levers,
    Prices,
    StopLoss,
    UnknownLine,
    WrongShape,
    evaluate,
    fold,
    scaled,
)
from ayni.core.scheme import Payer
from tests.core.projection.small_cubes import LINE, cube, cube_of, levers


def _random(*, scenarios: int = 50, months: int = 60, returns: bool = True) -> object:
    shape = (scenarios, months)
    rng = np.random.default_rng(20261126)
    units = rng.integers(80, 120, size=shape)
    return cube(
        scenarios=scenarios,
        months=months,
        units=units,
        late_units=units // 4,
        unit_dependants=units * 3,
        families=units + 10,
        cost=rng.gamma(2.0, 500.0, size=shape),
        returns=rng.normal(0.003, 0.002, size=shape) if returns else 0.0,
    )


def test_the_reserve_is_what_was_there_with_its_return_and_income_less_cost() -> None:
    run = cube(months=3, units=[5, 4, 6], cost=[30, 60, 10], returns=0.5)
    found = evaluate(run, levers=levers(months=3, opening_reserve=100))
    assert found.reserve[:, 0].tolist() == [170.0, 235.0, 402.5]
    assert found.due[:, 0].tolist() == found.income[:, 0].tolist() == [50.0, 40.0, 60.0]
    assert found.cost[:, 0].tolist() == found.care[:, 0].tolist() == [30.0, 60.0, 10.0]


def test_every_payer_pays_for_units_and_dependants_and_the_state_what_it_really_pays() -> None:
    run = cube(months=2, units=[2, 3], unit_dependants=[5, 6])
    prices = Prices(
        {Payer.INSURED_PERSON: np.array([10.0, 11]), Payer.STATE: np.array([4.0, 4])},
        {Payer.ASSOCIATION: np.array([1.0, 2]), Payer.STATE: np.array([2.0, 2])},
    )
    found = evaluate(run, levers=Levers(prices, state_pays=0.5))
    assert found.due[:, 0].tolist() == [2 * 12 + 5 * 2, 3 * 13 + 6 * 3]


def test_administration_and_allowance_are_parts_of_contributions_and_families_have_their_own() -> (
    None
):
    run = cube(months=13, units=10, families=12)
    held = levers(
        months=13,
        state=5,
        administration=0.1,
        allowance=0.02,
        administration_per_family=2,
        administration_growth=0.5,
    )
    found = evaluate(run, levers=held)
    assert found.cost[0, 0] == 0.1 * 150 + 0.02 * 100 + 2 * 12
    assert found.cost[12, 0] == 0.1 * 150 + 0.02 * 100 + 3 * 12
    assert found.care.tolist() == [[0.0]] * 13


def test_the_penalty_lies_on_what_the_association_collects_late() -> None:
    run = cube(months=1, units=8, late_units=2)
    found = evaluate(run, levers=levers(months=1, state=90, penalty=0.5))
    assert (found.due[0, 0], found.income[0, 0]) == (800.0, 800.0 + 0.5 * 2 * 10)


def test_the_cash_matrix_moves_money_and_loses_none_and_an_identity_changes_no_bit() -> None:
    run = _random(months=24)
    plain = levers(months=24, administration=0.07, allowance=0.01, penalty=0.2)
    harvest = np.zeros((24, 24))
    harvest[:12, 5], harvest[12:, 17], harvest[12:, 18] = 1.0, 0.25, 0.75
    moved = evaluate(run, levers=replace(plain, cash=harvest))
    still = evaluate(run, levers=plain)
    assert moved.income[:5].tolist() == np.zeros((5, 50)).tolist()
    assert np.allclose(moved.income[5], still.income[:12].sum(axis=0), rtol=1e-14)
    assert np.allclose(moved.income[18], 0.75 * still.income[12:].sum(axis=0), rtol=1e-14)
    assert np.array_equal(moved.due, still.due)
    same = evaluate(run, levers=replace(plain, cash=np.eye(24)))
    assert np.array_equal(same.reserve, still.reserve)


def test_the_stop_loss_pays_the_ceded_part_of_what_passes_its_ratio_at_each_years_end() -> None:
    run = cube(months=18, units=1, cost=[15] * 12 + [30] * 6)
    held = levers(months=18, stop_loss=StopLoss(1.25, 0.5, 0.1))
    found = evaluate(run, levers=held)
    assert found.income[10:12, 0].tolist() == [10.0, 10 + 0.5 * (180 - 150)]
    assert found.income[17, 0] == 10 + 0.5 * (180 - 75)
    assert found.cost[0, 0] == 15 + 1


def test_the_corridor_gives_back_what_care_did_not_take_and_asks_for_what_it_took_too_much() -> (
    None
):
    run = cube(months=24, units=1, cost=[5] * 12 + [20] * 12)
    held = levers(months=24, corridor=Corridor(below=0.75, returned=0.25, above=1.5, borne=0.5))
    found = evaluate(run, levers=held)
    assert found.cost[11, 0] == 5 + 0.25 * (90 - 60)
    assert found.income[11, 0] == 10
    assert found.income[23, 0] == 10 + 0.5 * (240 - 180)


def test_the_guarantee_fund_is_drawn_before_ruin_until_it_is_spent() -> None:
    run = cube(months=3, cost=[40, 40, 40])
    found = evaluate(run, levers=levers(months=3, opening_reserve=50, guarantee=60))
    assert found.reserve[:, 0].tolist() == [10.0, 0.0, -10.0]
    assert found.ruined.tolist() == [2]


def test_a_line_may_become_dearer_and_no_other_line_moves() -> None:
    run = cube_of({"cost:a": 10, "cost:b": 7}, shape=(1, 1), lines=("a", "b"))
    found = evaluate(run, levers=levers(months=1, line_factor={"b": 2.0}))
    assert found.care[0, 0] == 24


def test_ruin_is_counted_by_month_with_its_standard_error() -> None:
    run = cube(scenarios=4, months=3, cost=[[0, 0, 0], [9, 0, 0], [0, 0, 9], [9, 9, 9]])
    found = evaluate(run, levers=levers(months=3, opening_reserve=5), horizons=(1, 3))
    assert found.ruined.tolist() == [3, 0, 2, 0]
    assert found.ruin_by_month().tolist() == [0.5, 0.5, 0.75]
    assert [one.probability for one in found.ruins()] == [0.5, 0.75]
    assert found.ruins()[1].error == (0.75 * 0.25 / 4) ** 0.5
    assert found.lowest.tolist() == [5, -4, -4, -22]


def test_the_fan_is_the_quantiles_of_each_month() -> None:
    run = _random()
    found = evaluate(run, levers=levers(months=60))
    for measure in ("due", "income", "care", "cost", "reserve"):
        expected = np.quantile(getattr(found, measure), (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
        assert np.allclose(found.fan(measure), expected, rtol=1e-13), measure


def test_the_reserve_is_affine_in_the_contribution() -> None:
    run = fold(_random(months=360))
    one, two, three = (
        evaluate(
            run, levers=levers(months=360, insured=c, opening_reserve=1e4, administration=0.08)
        )
        for c in (10.0, 20.0, 47.0)
    )
    expected = one.reserve + 3.7 * (two.reserve - one.reserve)
    scale = np.abs(one.reserve) + np.abs(two.reserve)
    assert (np.abs(three.reserve - expected) / scale).max() < 1e-12


def test_constant_flows_grow_as_the_annuity_says() -> None:
    growth = 1 + float(np.float32(0.004))
    run = cube(months=240, units=7, cost=52, returns=0.004)
    found = evaluate(run, levers=levers(months=240, opening_reserve=1000))
    t = np.arange(1, 241)
    exact = 1000 * growth**t + (70 - 52) * (growth**t - 1) / (growth - 1)
    assert np.abs(found.reserve[:, 0] / exact - 1).max() < 1e-12


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 60), st.floats(0, 20), st.floats(-5e3, 5e4))
def test_a_higher_contribution_ruins_no_scenario_that_a_lower_one_does_not(
    price: float, more: float, opening: float
) -> None:
    low = levers(months=60, insured=price, opening_reserve=opening, administration=0.1)
    less = evaluate(_RUN, levers=low)
    raised = evaluate(_RUN, levers=scaled(low, by=1 + more / price))
    assert (raised.ruined >= less.ruined).all()
    assert (raised.reserve >= less.reserve - 1e-6).all()


_RUN = fold(_random())


@pytest.mark.parametrize(
    "wrong",
    [
        {"opening_reserve": float("nan")},
        {"administration": -0.01},
        {"administration_per_family": float("inf")},
        {"allowance": 1.1},
        {"penalty": -1},
        {"state_pays": 1.5},
        {"guarantee": -5},
        {"discount": -1.0},
        {"stop_loss": StopLoss(1.0, 1.5)},
        {"stop_loss": StopLoss(float("nan"), 0.5)},
        {"corridor": Corridor(below=1.2, above=1.0)},
        {"corridor": Corridor(borne=0.5)},
        {"line_factor": {LINE: -1.0}},
        {"cash": np.full((12, 12), 0.1)},
        {"cash": -np.eye(12)},
        {"insured": -1.0},
        {"insured": float("nan")},
    ],
)
def test_a_lever_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadLever):
        evaluate(cube(units=1), levers=levers(**wrong))  # type: ignore[arg-type]


def test_a_debt_taken_over_is_no_refusal() -> None:
    found = evaluate(cube(units=1), levers=levers(opening_reserve=-15.0))
    assert (found.lowest.tolist(), found.ruined.tolist()) == ([-15.0], [0])


def test_what_does_not_fit_the_run_is_refused() -> None:
    with pytest.raises(UnknownLine, match="dentist"):
        evaluate(cube(units=1), levers=levers(line_factor={"dentist": 1.0}))
    with pytest.raises(WrongShape, match=r"\(13,\); expected \(12,\)"):
        evaluate(cube(units=1), levers=levers(months=13))
    with pytest.raises(WrongShape, match="cash"):
        evaluate(cube(units=1), levers=levers(cash=np.eye(13)))
    with pytest.raises(HorizonBeyond, match="13 months"):
        evaluate(cube(units=1), levers=levers(), horizons=(13,))
    with pytest.raises(HorizonBeyond):
        evaluate(cube(units=1), levers=levers()).ruin(months=0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": np.nan},
        {"cost": np.inf},
        {"units": 1, "late_units": 2},
        {"returns": -1.0},
        {"scenarios": 0},
        {"months": 0},
    ],
)
def test_a_cube_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadCube):
        fold(cube(**wrong))  # type: ignore[arg-type]
