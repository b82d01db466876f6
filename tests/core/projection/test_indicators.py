"""Each indicator of money on cubes worked by hand; row 11 of actuarial.md 4.1; and the refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.finance import (
    Corridor,
    HorizonBeyond,
    Levers,
    Prices,
    StopLoss,
    WrongShape,
    evaluate,
    fold,
    scaled,
)
from ayni.core.projection.indicators import (
    BadLevel,
    NoContribution,
    by_year,
    contribution_for_ruin,
    cost_by_line,
    loss_ratio,
    pay_as_you_go,
    reserve_ratio,
    scaled_premium,
    spread,
    tail,
    yearly_fan,
)
from ayni.core.projection.present import (
    NothingPaid,
    break_even,
    general_average_premium,
    present,
    shortened,
)
from ayni.core.scheme import Payer
from tests.core.projection.small_cubes import cube, cube_of, levers

SHAPE = (40, 120)


def random_run(*, returns: bool = True):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(7)
    units = rng.integers(80, 120, size=SHAPE)
    return fold(
        cube(
            scenarios=SHAPE[0],
            months=SHAPE[1],
            units=units,
            late_units=units // 5,
            unit_dependants=units * 3,
            families=units + 20,
            cost=rng.gamma(2.0, 450.0, size=SHAPE),
            returns=rng.normal(0.004, 0.002, size=SHAPE) if returns else 0.0,
        )
    )


def harvest(months: int) -> np.ndarray:
    cash = np.zeros((months, months))
    for t in range(months):
        cash[t, t // 12 * 12 + 6] = 0.6
        cash[t, t // 12 * 12 + 7] = 0.4
    return cash


def loaded(months: int) -> Levers:
    prices = Prices(
        {
            Payer.INSURED_PERSON: np.linspace(6, 9, months),
            Payer.STATE: np.linspace(3, 4, months),
        },
        {Payer.BUYER: np.full(months, 0.25)},
    )
    return Levers(
        prices,
        cash=harvest(months),
        opening_reserve=500.0,
        administration=0.06,
        administration_per_family=0.3,
        administration_growth=0.03,
        allowance=0.02,
        penalty=0.1,
        state_pays=0.9,
    )


def test_break_even_is_cost_less_reserve_over_units_when_nothing_is_discounted() -> None:
    run = fold(cube(months=2, units=[3, 5], cost=[40, 80]))
    found = break_even(run, levers=levers(months=2, opening_reserve=20, administration=0.2))
    assert found.per_unit.tolist() == pytest.approx([100 / (8 * 0.8)], rel=1e-15)
    assert found.factor.tolist() == pytest.approx([100 / (8 * 0.8) / 10], rel=1e-15)


def test_at_break_even_the_reserve_ends_at_nothing_in_every_future() -> None:
    run = random_run()
    held = loaded(120)
    level = break_even(run, levers=held)
    for place in range(run.count):
        found = evaluate(run, levers=scaled(held, by=float(level.factor[place])))
        assert abs(found.reserve[-1, place]) < 1e-6
        value = present(run, levers=scaled(held, by=float(level.factor[place])))
        assert value.agreement[place] == pytest.approx(-500.0, rel=1e-9)


def test_at_break_even_what_is_settled_is_settled_at_it() -> None:
    run = random_run()
    held = replace(
        loaded(120), stop_loss=StopLoss(1.1, 0.8, 0.03), corridor=Corridor(0.7, 0.3, 1.3, 0.1)
    )
    level = break_even(run, levers=held)
    today = break_even(run, levers=replace(held, stop_loss=None, corridor=None))
    assert np.abs(level.factor - today.factor).mean() > 1e-2
    for place in range(run.count):
        factor = float(level.factor[place])
        found = evaluate(run, levers=scaled(held, by=factor))
        assert abs(found.reserve[-1, place]) < 1e-4
        again = break_even(run, levers=scaled(held, by=factor))
        assert again.factor[place] == pytest.approx(1.0, rel=1e-9)


def test_where_the_reserve_bears_it_all_less_than_nothing_is_asked() -> None:
    run = fold(cube(months=12, units=1, cost=20))
    rich = levers(opening_reserve=150.0, stop_loss=StopLoss(1.0, 0.5))
    # half of 240 comes back, and 150 is there for 120
    assert break_even(run, levers=rich).factor.tolist() == pytest.approx([-30 / 120])


def test_where_what_is_settled_takes_every_contribution_nothing_breaks_even() -> None:
    run = fold(cube(months=12, units=1, cost=20))
    all_back = levers(corridor=Corridor(below=1000.0, returned=1.0, above=1000.0))
    with pytest.raises(NothingPaid, match="settled"):
        break_even(run, levers=all_back)


def test_a_period_in_which_nothing_is_paid_asks_for_what_is_not_to_be_had() -> None:
    run = fold(cube(months=24, units=[1] * 12 + [0] * 12, cost=10))
    found = scaled_premium(run, levers=levers(months=24), years=1, ratio=0.0)
    assert found[:, 0].tolist() == [10.0, float("inf")]


def test_present_values_of_the_parties_add_up_to_what_came_in_less_what_went_out() -> None:
    run = random_run()
    held = replace(
        loaded(120), stop_loss=StopLoss(0.9, 0.5, 0.03), corridor=Corridor(0.8, 0.3, 1.1, 0.2)
    )
    found = evaluate(run, levers=held)
    value = present(run, levers=held, outcome=found)
    whole = ((found.income - found.cost) * run.worth).sum(axis=0)
    assert np.allclose(value.agreement, whole, rtol=1e-10)
    assert set(value.contributions) == {Payer.INSURED_PERSON, Payer.STATE, Payer.BUYER}
    assert np.allclose(value.care, (found.care * run.worth).sum(axis=0), rtol=1e-12)


def test_each_party_by_hand() -> None:
    run = fold(cube(months=12, units=1, unit_dependants=2, late_units=1, families=1, cost=20))
    prices = Prices(
        {Payer.INSURED_PERSON: np.full(12, 8.0), Payer.STATE: np.full(12, 4.0)},
        {Payer.ASSOCIATION: np.full(12, 1.0)},
    )
    held = Levers(
        prices,
        administration=0.1,
        administration_per_family=1,
        allowance=0.05,
        penalty=0.5,
        stop_loss=StopLoss(1.0, 0.5, 0.1),
        corridor=Corridor(above=1.25, borne=0.5),
        state_pays=0.5,
    )
    value = present(run, levers=held)
    assert {one: float(held[0]) for one, held in value.contributions.items()} == {
        Payer.INSURED_PERSON: 96,
        Payer.STATE: 24,
        Payer.ASSOCIATION: 24,
    }
    expected = {
        "units": 12,
        "penalty": 60,
        "care": 240,
        "administration": 14.4 + 12,
        "allowance": 6,
        "stop_loss": 14.4 - 48,
        "shared": -30,
    }
    assert {one: float(getattr(value, one)[0]) for one in expected} == pytest.approx(expected)
    assert value.agreement[0] == pytest.approx(144 + 60 - 240 - 26.4 - 6 + 33.6 + 30)


def test_a_discount_rate_takes_the_place_of_the_returns() -> None:
    run = fold(cube(months=24, units=1, cost=10, returns=0.02))
    value = present(run, levers=levers(months=24, discount=0.1))
    exact = sum(10 * 1.1 ** (-(t + 1) / 12) for t in range(24))
    assert value.care[0] == pytest.approx(exact, rel=1e-14)
    assert value.contributions[Payer.INSURED_PERSON][0] == pytest.approx(exact, rel=1e-14)


def test_the_general_average_premium_is_the_break_even_on_income() -> None:
    run = fold(cube(months=2, units=[3, 5], cost=[40, 80]))
    held = levers(months=2, opening_reserve=20)
    found = general_average_premium(run, levers=held, income=np.array([100.0, 200]))
    assert found.tolist() == pytest.approx([100 / 1300], rel=1e-15)
    with pytest.raises(WrongShape):
        general_average_premium(run, levers=held, income=np.ones(3))
    with pytest.raises(NothingPaid):
        general_average_premium(run, levers=held, income=np.zeros(2))


def test_the_ratios_of_a_year() -> None:
    run = cube(months=30, units=2, cost=[5] * 12 + [15] * 12 + [99] * 6)
    held = levers(months=30, opening_reserve=60, administration=0.25)
    found = evaluate(run, levers=held)
    assert by_year(found.cost)[:, 0].tolist() == [120.0, 240.0]
    assert reserve_ratio(found)[:, 0].tolist() == [180 / 120, 180 / 240]
    assert loss_ratio(found)[:, 0].tolist() == [60 / 240, 180 / 240]
    rate = pay_as_you_go(fold(run), outcome=found, income=np.full(30, 50.0))
    assert rate[:, 0].tolist() == [0.1, 0.2]
    with pytest.raises(WrongShape):
        pay_as_you_go(fold(run), outcome=found, income=np.full(31, 50.0))


def test_the_fan_by_year_is_the_quantiles_of_the_years_sum() -> None:
    run = random_run()
    found = evaluate(run, levers=loaded(120))
    fan = yearly_fan(found, measure="cost")
    exact = np.quantile(by_year(found.cost), (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
    assert fan.shape == (5, 10)
    assert np.allclose(fan, exact, rtol=1e-12)
    with pytest.raises(HorizonBeyond):
        yearly_fan(evaluate(cube(months=11), levers=levers(months=11)), measure="cost")


def test_cash_and_earned_loss_ratio_part_when_money_comes_late() -> None:
    run = cube(months=24, units=1, cost=6)
    cash = np.zeros((24, 24))
    cash[:12, 0], cash[12:, 23], cash[11, 0], cash[11, 12] = 1, 1, 0, 1
    found = evaluate(run, levers=levers(months=24, cash=cash))
    assert loss_ratio(found)[:, 0].tolist() == [0.6, 0.6]
    assert loss_ratio(found, cash=True)[:, 0].tolist() == [72 / 110, 72 / 130]


def test_a_year_without_contributions_has_no_loss_ratio_and_a_short_run_no_year() -> None:
    found = evaluate(cube(months=12, cost=1), levers=levers(months=12))
    assert np.isnan(loss_ratio(found)).all()
    with pytest.raises(HorizonBeyond):
        reserve_ratio(evaluate(cube(months=11, cost=1), levers=levers(months=11)))


def test_cost_by_line_follows_the_price_of_its_line() -> None:
    run = fold(cube_of({"cost:a": 2, "cost:b": 3}, shape=(2, 24), lines=("a", "b")))
    found = cost_by_line(run, levers=levers(months=24, line_factor={"b": 2.0}))
    assert {line: cost.tolist() for line, cost in found.items()} == {"a": [24, 24], "b": [72, 72]}


def test_the_scaled_premium_keeps_the_ratio_and_no_more() -> None:
    run = fold(cube(months=48, units=1, cost=[10] * 12 + [20] * 12 + [30] * 12 + [10] * 12))
    found = scaled_premium(run, levers=levers(months=48), years=1, ratio=0.5)
    # 180 = 120 + half of it; then 240 + half, less the 60 left; 360 + 180 - 120; the last lives of the rest
    assert found[:, 0].tolist() == pytest.approx([15.0, 25.0, 35.0, 0.0])
    two = scaled_premium(run, levers=levers(months=48), years=2, ratio=0.0)
    assert two[:, 0].tolist() == pytest.approx([15.0, 30.0])


def test_the_scaled_premium_holds_in_every_future_with_loadings_and_returns() -> None:
    run, held = random_run(), replace(loaded(120), cash=None)
    found = scaled_premium(run, levers=held, years=10, ratio=0.25)[0]
    paid = evaluate(run, levers=held).due.sum(axis=0) / run.units.sum(axis=0, dtype=float)
    for place in range(run.count):
        outcome = evaluate(run, levers=scaled(held, by=float(found[place] / paid[place])))
        assert reserve_ratio(outcome)[:, place].min() == pytest.approx(0.25, rel=1e-9)


def test_no_premium_keeps_a_ratio_when_loadings_take_all() -> None:
    run = fold(cube(months=24, units=1, cost=10))
    found = scaled_premium(run, levers=levers(months=24, administration=1.0), years=1, ratio=0.1)
    assert found.tolist() == [[float("inf")], [float("inf")]]


def test_a_period_or_a_ratio_that_cannot_be_is_refused() -> None:
    run = fold(cube(months=24, units=1, cost=10))
    for years in (0, 3):
        with pytest.raises(HorizonBeyond):
            scaled_premium(run, levers=levers(months=24), years=years, ratio=0.1)
    for ratio in (-0.1, float("nan"), float("inf")):
        with pytest.raises(BadLevel):
            scaled_premium(run, levers=levers(months=24), years=1, ratio=ratio)
    with pytest.raises(NothingPaid):
        scaled_premium(run, levers=levers(months=24, insured=0.0), years=1, ratio=0.1)


def test_the_tail_of_the_deficit() -> None:
    run = cube(scenarios=10, months=2, cost=[[0, 10 * s] for s in range(10)])
    found = evaluate(run, levers=levers(months=2, opening_reserve=45))
    # deficits: 5, 15, 25, 35, 45 in the worst five
    half = tail(found, level=0.8)
    assert (half.value_at_risk, half.tail_value) == (25.0, pytest.approx(40.0))
    odd = tail(found, level=0.75)
    assert odd.tail_value == pytest.approx((45 + 35 + 25 / 2) / 2.5)
    assert (half.ruined, half.months_to_ruin) == (0.5, 2.0)
    none = tail(evaluate(run, levers=levers(months=2, opening_reserve=1e6)))
    assert (none.value_at_risk, none.tail_value, none.months_to_ruin) == (0.0, 0.0, None)
    for level in (0.0, 1.0, float("nan")):
        with pytest.raises(BadLevel):
            tail(found, level=level)


def test_the_contribution_for_a_ruin_is_the_least_one() -> None:
    cost = [[(s + 1) * 10.0] * 12 for s in range(20)]
    run = fold(cube(scenarios=20, months=12, units=4, cost=cost))
    found = contribution_for_ruin(run, levers=levers(), probability=0.05, by=12)
    # the one but dearest future costs 190 a month, borne by four units
    assert found.per_unit == pytest.approx(190 / 4, rel=1e-8)
    assert (found.factor, found.ruin) == (pytest.approx(4.75, rel=1e-8), 0.05)
    less = evaluate(run, levers=scaled(levers(), by=found.factor * (1 - 1e-6)))
    assert less.ruin(months=12).probability == pytest.approx(0.1)
    nobody = contribution_for_ruin(run, levers=levers(), probability=0.0, by=1)
    assert nobody.per_unit == pytest.approx(50, rel=1e-8)


def test_a_contribution_that_is_not_there_is_refused() -> None:
    run = fold(cube(months=12, units=[0] + [1] * 11, cost=10))
    with pytest.raises(NoContribution):
        contribution_for_ruin(run, levers=levers(), probability=0.5, by=12)
    with pytest.raises(BadLevel):
        contribution_for_ruin(run, levers=levers(), probability=1.0, by=12)
    with pytest.raises(HorizonBeyond):
        contribution_for_ruin(run, levers=levers(), probability=0.1, by=13)
    with pytest.raises(NothingPaid):
        contribution_for_ruin(fold(cube(cost=1)), levers=levers(), probability=0.1, by=12)
    with pytest.raises(NothingPaid):
        break_even(fold(cube(cost=1)), levers=levers())
    with pytest.raises(NothingPaid):
        break_even(fold(cube(units=1, cost=1)), levers=levers(administration=1.0))


def test_a_shortened_run_is_the_first_months_of_the_long_one() -> None:
    run, held = random_run(), replace(loaded(120), cash=None)
    short, cut = shortened(run, levers=held, months=30)
    assert np.array_equal(
        evaluate(short, levers=cut).reserve, evaluate(run, levers=held).reserve[:30]
    )
    with pytest.raises(HorizonBeyond):
        shortened(run, levers=held, months=121)


def test_a_spread_is_mean_error_deviation_and_quantiles() -> None:
    found = spread(np.array([1.0, 2, 3, 4, 5]))
    assert (found.mean, found.deviation, found.middle) == (3, pytest.approx(2.5**0.5), 3)
    assert found.error == pytest.approx((2.5 / 5) ** 0.5)
    assert (found.low, found.high) == (1.2, 4.8)
    assert spread(np.array([4.0])).deviation == 0
    for wrong in (np.array([]), np.array([1.0, np.nan]), np.array([np.inf])):
        with pytest.raises(BadLevel):
            spread(wrong)
