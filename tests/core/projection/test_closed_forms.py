"""The cohort kernel and the population against what actuaries have in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.chain import tree
from ayni.core.projection.cohort import mean_measures
from ayni.core.projection.cube import COUNTS
from ayni.core.projection.demography import expected
from ayni.core.projection.inputs import AGES, Assumptions, LawInputs
from ayni.core.projection.paths import draw_paths
from ayni.core.projection.population_growth import (
    MONTHS_OF_AGE,
    NoGrowthFound,
    annuity_due,
    life_expectancy,
    pay_as_you_go_rate,
    project_population,
    stable_population,
)
from tests.core.projection import made

F, M = made.F, made.M
PLACE = {name: place for place, name in enumerate(COUNTS)}


def gompertz() -> np.ndarray:
    age = np.arange(AGES)
    force = np.array([0.0003 + 3e-5 * 1.1**age, 0.0005 + 4e-5 * 1.1**age])
    table = -np.expm1(-force)
    table[:, 0] = 0.02
    table[:, -1] = 1.0
    return table


def fertile(children: float) -> np.ndarray:
    age = np.arange(AGES)
    shape = np.where((age >= 15) & (age < 50), np.exp(-(((age - 27) / 7) ** 2) / 2), 0.0)
    return shape / shape.sum() * children


def shares(law: LawInputs, beliefs: Assumptions) -> np.ndarray:
    """Give the measures of one family for ever."""
    paths = draw_paths(assumptions=beliefs, law=law, seed=1, scenarios=range(1))
    one = made.families_of(((F, 30 * 12, made.INSURED),))
    return mean_measures(families=one, law=law, assumptions=beliefs, paths=paths)[0]


def steady(pay: float, months: int, **changes: object) -> Assumptions:
    return made.calm(
        months,
        **{
            "pay_logit": np.full(months, np.log(pay / (1 - pay))),
            "paid_in_grace": 0.0,
            "paid_before": 0,
            **changes,
        },
    )


@pytest.mark.parametrize("lag", [0, 1])
def test_cover_with_three_in_a_row_or_four_of_eight_is_the_sum_over_windows(lag: int) -> None:
    pay, width = 0.63, 8
    windows = np.arange(2**width)
    ones = np.array([int(one).bit_count() for one in windows])
    row = windows & (windows >> 1) & (windows >> 2) & 1 == 1
    table = ((ones >= 4) | row).astype(np.uint8)
    law = made.law_of(20, width=width, window=table, lag=lag)
    found = shares(law, steady(pay, 20, lapse_after=99))
    wanted = (table * pay**ones * (1 - pay) ** (width - ones)).sum()
    assert found[-1, PLACE["covered"]] == pytest.approx(wanted, rel=1e-13)
    assert found[-1, PLACE["units"]] == pytest.approx(pay, rel=1e-13)
    grown = tree(law=law, assumptions=steady(pay, 20, lapse_after=99), start=1)
    assert grown.out.size < 60  # of 255 windows that begin with a paid month


def test_lapse_and_return_settle_where_the_chain_of_unpaid_months_does() -> None:
    pay, back, lapse = 0.7, 0.2, 3
    law = made.law_of(400, width=1, window=made.bits(1, 1))
    found = shares(law, steady(pay, 400, lapse_after=lapse, return_=np.full(400, back)))[-1]
    chain = np.zeros((lapse + 1, lapse + 1))  # unpaid months in a row before the answer
    for unpaid in range(lapse + 1):
        paid = back if unpaid == lapse else pay
        chain[unpaid, 0] += paid
        chain[unpaid, min(unpaid + 1, lapse)] += 1 - paid
    values, vectors = np.linalg.eig(chain.T)
    settled = vectors[:, np.argmax(values.real)].real
    settled /= settled.sum()
    inside, out = settled[:lapse].sum(), settled[lapse]
    by_hand = 1 / ((1 - (1 - pay) ** lapse) / pay + (1 - pay) ** lapse / back)
    assert settled[0] == pytest.approx(by_hand, rel=1e-12)
    wanted = {
        "families": inside + out * back,
        "units": inside * pay + out * back,
        "returns": out * back,
        "lapses": settled[lapse - 1] * (1 - pay),
        "covered": settled[0],
    }
    for name, share in wanted.items():
        assert found[PLACE[name]] == pytest.approx(share, rel=1e-12), name


def test_density_and_arrears_are_those_of_the_settled_chain() -> None:
    pay, brings, grace, back, lapse, months = 0.6, 0.3, 2, 0.2, 4, 600
    law = made.law_of(months, grace=grace)
    beliefs = steady(
        pay, months, paid_in_grace=brings, lapse_after=lapse, return_=np.full(months, back)
    )
    found = shares(law, beliefs)[-1]
    comes = 1 - (1 - pay) * (1 - brings) ** grace  # in time or in grace
    # A stay: the paid month of the return, then trials until so many in a row fail. By Wald each counts alike.
    trials = (1 - (1 - comes) ** lapse) / (comes * (1 - comes) ** lapse)
    round_trip = trials + 1 / back
    due, paid, late = (found[PLACE[name]] for name in ("families", "units", "late_units"))
    assert due == pytest.approx((1 + trials) / round_trip, rel=1e-12)
    assert paid / due == pytest.approx((1 + comes * trials) / (1 + trials), rel=1e-12)
    assert late / due == pytest.approx((comes - pay) * trials / (1 + trials), rel=1e-12)
    assert due - paid == pytest.approx((1 - comes) * trials / round_trip, rel=1e-12)


@pytest.mark.parametrize(("lapse", "back"), [(1, 0.0), (3, 0.2)])
def test_who_stays_without_death_is_a_power_of_the_payment_chain(lapse: int, back: float) -> None:
    pay, months = 0.9, 60
    law = made.law_of(months, width=1, window=made.bits(1, 1))
    beliefs = steady(pay, months, lapse_after=lapse, return_=np.full(months, back))
    beliefs = replace(beliefs, entries=np.full(months, 2.5), participation=0.6)
    found = shares(law, beliefs)
    chain = np.zeros((lapse + 1, lapse + 1))  # unpaid months in a row before the answer
    for unpaid in range(lapse + 1):
        paid = back if unpaid == lapse else pay
        chain[unpaid, 0] += paid
        chain[unpaid, min(unpaid + 1, lapse)] += 1 - paid
    for after in (12, 24, 36):
        power = np.linalg.matrix_power(chain, after)[0]
        wanted = power[:lapse].sum() + power[lapse] * back
        if lapse == 1:
            assert wanted == pytest.approx(pay**after, rel=1e-13)
        stayed = found[:, PLACE[f"stayed_{after}"]]
        assert stayed[after] == pytest.approx(0.6 * wanted, rel=1e-12)
        assert stayed[after + 1 :] == pytest.approx(
            np.full(months - after - 1, 2.5 * wanted), 1e-12
        )
        assert not stayed[:after].any()


def test_one_a_year_to_a_closed_group_is_the_annuity() -> None:
    mortality, months, years = gompertz(), 361, 30
    beliefs = made.calm(months, mortality=mortality)
    law = made.law_of(months)
    paths = draw_paths(assumptions=beliefs, law=law, seed=1, scenarios=range(1))
    group = made.families_of(*[((F, 30 * 12, made.INSURED),)] * 7)
    values = mean_measures(families=group, law=law, assumptions=beliefs, paths=paths)[0]
    units = values[: 12 * years : 12, PLACE["units"]]
    found = (units * 1.03 ** -np.arange(years)).sum() / 7
    wanted = annuity_due(mortality=mortality, sex=F, age=30, years=years, interest=0.03)
    assert found == pytest.approx(wanted, rel=1e-12)
    assert 15 < wanted < 20.19  # the certain annuity is 20.188
    whole = annuity_due(mortality=mortality, sex=F, age=30, years=200, interest=0.0)
    assert whole == pytest.approx(life_expectancy(mortality=mortality, sex=F, age=30), abs=0.51)


def test_years_lived_are_the_person_months_of_the_demography() -> None:
    mortality, months = gompertz(), 12 * 111
    beliefs = made.calm(months, mortality=mortality)
    one = made.families_of(((M, 0, made.INSURED),))
    found = expected(families=one, law=made.law_of(months), assumptions=beliefs).persons.sum() / 12
    assert found == pytest.approx(life_expectancy(mortality=mortality, sex=M), rel=1e-12)


def test_a_stationary_population_is_births_times_years_lived() -> None:
    mortality = gompertz()
    joining = np.zeros((2, MONTHS_OF_AGE))
    joining[:, 0] = 400.0, 430.0
    people = project_population(
        people=np.zeros((2, MONTHS_OF_AGE)),
        mortality=mortality,
        fertility=np.zeros(AGES),
        male_births=0.5,
        months=MONTHS_OF_AGE,
        joining=joining,
    )[-1]
    for sex, births in ((F, 400.0), (M, 430.0)):
        years = life_expectancy(mortality=mortality, sex=sex)
        assert people[sex].sum() == pytest.approx(births * 12 * years, rel=1e-13)


@pytest.mark.parametrize(("children", "grows"), [(3.4, True), (1.6, False)])
def test_a_stable_population_grows_as_lotka_says(children: float, grows: bool) -> None:
    mortality, fertility = gompertz(), fertile(children)
    kept = stable_population(mortality=mortality, fertility=fertility, male_births=0.512)
    alive = np.cumprod(np.repeat((1 - mortality[F]) ** (1 / 12), 12)[:-1])
    month = np.arange(1, MONTHS_OF_AGE)
    discounted = alive * (1 + kept.growth) ** (-month / 12) * np.repeat(fertility, 12)[1:] / 12
    assert discounted.sum() * (1 - 0.512) == pytest.approx(1.0, rel=1e-10)
    assert (kept.growth > 0) is grows
    later = project_population(
        people=kept.people,
        mortality=mortality,
        fertility=fertility,
        male_births=0.512,
        months=24,
    )[-1]
    np.testing.assert_allclose(later / (1 + kept.growth) ** 2, kept.people, rtol=1e-9, atol=1e-18)


def test_any_population_comes_to_the_stable_shape_and_its_rate() -> None:
    mortality, fertility = gompertz(), fertile(2.9)
    start = np.zeros((2, MONTHS_OF_AGE))
    start[:, 240:480] = 1.0
    rates = {"mortality": mortality, "fertility": fertility, "male_births": 0.51}
    end = start[None]
    for _ in range(6):
        end = project_population(people=end[-1], months=12 * 100, **rates)
    kept = stable_population(**rates)
    assert np.log(end[-1].sum() / end[-13].sum()) == pytest.approx(np.log1p(kept.growth), rel=1e-6)
    np.testing.assert_allclose(end[-1] / end[-1].sum(), kept.people, atol=1e-9)
    age = np.arange(AGES)
    cost = np.array([20.0 + age, 15.0 + 1.2 * age])
    income = np.where((age >= 20) & (age < 65), 500.0, 0.0)[None, :].repeat(2, axis=0)
    month = np.arange(MONTHS_OF_AGE)
    lives = np.ones((2, MONTHS_OF_AGE))
    lives[:, 1:] = np.cumprod(np.repeat((1 - mortality) ** (1 / 12), 12, axis=1)[:, :-1], axis=1)
    share = lives * (1 + kept.growth) ** (-month / 12) * np.array([[0.49], [0.51]])
    wanted = (share * np.repeat(cost, 12, axis=1)).sum() / (
        share * np.repeat(income, 12, axis=1)
    ).sum()
    for people in (end[-1], kept.people):
        found = pay_as_you_go_rate(people=people, cost=cost, income=income)
        assert found == pytest.approx(wanted, rel=1e-7)


def test_a_population_without_daughters_has_no_growth_to_find() -> None:
    with pytest.raises(NoGrowthFound, match="daughters"):
        stable_population(mortality=gompertz(), fertility=np.zeros(AGES), male_births=0.5)


def test_families_bear_and_lose_as_the_population_does() -> None:
    """Women alone whom no partner joins are a population of their own: births, deaths and ages agree."""
    months = 60
    beliefs = replace(
        made.calm(months, mortality=gompertz(), fertility=fertile(30.0)), male_births=0.4
    )
    law = made.law_of(months, child_limit=12 * 15)
    women = made.families_of(*[((F, 12 * age + age % 12, made.INSURED),) for age in range(16, 60)])
    found = expected(families=women, law=law, assumptions=beliefs)
    start = np.zeros((2, MONTHS_OF_AGE))
    np.add.at(start, (F, made.FIRST - women.birth), 1.0)
    people = project_population(
        people=start,
        mortality=beliefs.mortality,
        fertility=beliefs.fertility,
        male_births=0.4,
        months=months - 1,
    )
    adults = people.copy()
    adults[:, :, : 12 * 16] = 0.0
    born = people[1:, :, 0].sum(axis=1)
    np.testing.assert_allclose(found.births[1:, 0], born, rtol=1e-12)
    np.testing.assert_allclose(found.alive[:, 0], adults.sum(axis=(1, 2)), rtol=1e-12)
    by_age = people.reshape(months, 2, AGES, 12).sum(axis=3)
    np.testing.assert_allclose(found.people[:, 0, :, 16:], by_age[:, :, 16:], rtol=1e-12)
    assert (found.people[-1, 0, :, :5] < by_age[-1, :, :5]).all()  # children of mothers who died
    np.testing.assert_allclose(found.people[-1, 0, :, :5], by_age[-1, :, :5], rtol=0.05)
