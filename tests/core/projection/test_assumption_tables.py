"""Assumption tables spread to the arrays of a kernel, held to published figures and to arithmetic."""

from __future__ import annotations

import json

import numpy as np
import pytest
from pydantic import ValidationError

from ayni.adapters.studyfiles import load_study, load_table
from ayni.core.projection.assuming import (
    Before,
    LineLacks,
    TooShort,
    assumptions_of,
    costs_of,
    level_in,
    mean_of,
    standard_people,
    use_of,
)
from ayni.core.projection.assumption_tables import (
    AnyTable,
    Fertility,
    MissingTables,
    Mortality,
    Tables,
    load_table_text,
    tables_of,
)
from ayni.core.projection.figures import ages_of
from ayni.core.projection.inputs import AGES, FEMALE, MALE, Assumptions
from ayni.core.projection.life import births_by_age, life_expectancy, single_ages
from ayni.core.projection.population import by_rules
from ayni.core.projection.tables import survivors

FIRST = 24_324  # 2027-01
NOTHING = Before()
FEW = by_rules(families=50, persons=238, before=FIRST, seed=3)


def tables(**changed: AnyTable) -> Tables:
    return tables_of({**load_study("cafe-2027").tables, **changed})  # type: ignore[arg-type]


def changed(code: str, **fields: object) -> AnyTable:
    plain = load_table(code).model_dump(mode="json")
    return load_table_text(json.dumps(plain | fields))


def arrays(
    found: Tables | None = None, *, months: int = 24, before: Before = NOTHING
) -> Assumptions:
    return assumptions_of(
        found or tables(),
        families=FEW,
        first_month=FIRST,
        months=months,
        before=before,
        standard=standard_people(4.76),
    )


def mortality(code: str) -> Mortality:
    table = load_table(code)
    assert isinstance(table, Mortality)
    return table


@pytest.mark.parametrize(
    ("code", "women", "men"),
    [("pe-mortalidad-2015-2020", 78.16, 73.78), ("pe-mortalidad-2005-2010", 75.37, 71.30)],
)
def test_life_expectancy_is_the_published_one(code: str, women: float, men: float) -> None:
    found = life_expectancy(single_ages(mortality(code)))
    assert found[FEMALE] == pytest.approx(women, abs=0.15)
    assert found[MALE] == pytest.approx(men, abs=0.15)


def test_survivors_are_those_of_the_abridged_table() -> None:
    chances = single_ages(mortality("pe-mortalidad-2015-2020"))
    alive = survivors(mortality=chances, months=12 * AGES)[:, ::12]
    for age, women, men in ((1, 0.98948, 0.98733), (65, 0.86073, 0.79131), (95, 0.04374, 0.02184)):
        assert alive[FEMALE, age] == pytest.approx(women, abs=1.5e-5)
        assert alive[MALE, age] == pytest.approx(men, abs=1.5e-5)


def test_a_band_is_spread_so_that_its_probability_holds() -> None:
    found = single_ages(mortality("pe-mortalidad-2015-2020"))
    assert 1 - np.prod(1 - found[FEMALE, 80:85]) == pytest.approx(0.328865)
    assert len(set(found[FEMALE, 80:85])) == 1
    # the open band has a rate, not a probability
    assert found[MALE, 100:].tolist() == pytest.approx([1 - np.exp(-0.661071)] * 11)
    older = single_ages(mortality("pe-mortalidad-2005-2010"))
    assert older[MALE, 110] == older[MALE, 99]


@pytest.mark.parametrize(("period", "total"), [("2015-2020", 2.29), ("2005-2010", 2.65)])
def test_total_fertility_is_the_published_one(period: str, total: float) -> None:
    table = load_table(f"pe-fecundidad-{period}")
    assert isinstance(table, Fertility)
    births = births_by_age(table, scale=1)
    assert births.sum() == pytest.approx(total, abs=0.01)
    assert births_by_age(table, scale=1.2).sum() == pytest.approx(1.2 * births.sum())
    assert births[9] == births[50] == 0 < births[10]


@pytest.mark.parametrize(
    ("written", "ages"), [("7", (7, 7)), (0, (0, 0)), ("5-9", (5, 9)), ("75+", (75, 110))]
)
def test_ages(written: str | int, ages: tuple[int, int]) -> None:
    assert ages_of(written) == ages


def test_a_line_has_its_frequency_and_its_part_of_the_cost_over_families_by_rule() -> None:
    found = tables()
    standard = standard_people(4.76)
    fertility = births_by_age(found.fertility, scale=found.fertility_scale.value)
    use = use_of(found, fertility=fertility, standard=standard)
    events = (use * standard).sum(axis=(1, 2))
    said = [one.frequency for one in found.benefit_lines.values]
    assert [e for e, s in zip(events, said, strict=True) if s] == pytest.approx(
        [2.5, 0.06, 0.35, 0.003]
    )
    cost = events * costs_of(found, use=use, standard=standard, month=FIRST)
    level = level_in(found, month=FIRST)
    assert cost / level == pytest.approx([one.part_of_cost for one in found.benefit_lines.values])
    # deliveries are births of women, and no man's
    assert use[2, MALE].sum() == 0
    assert use[2, FEMALE, 27] == pytest.approx(0.10701 * 1.2)
    # women of 19 to 44 cost 1.8236 times men of that age: Colombia 2024
    assert use[0, FEMALE, 30] / use[0, MALE, 30] == pytest.approx(1.8236)


def test_the_level_is_carried_from_mid_year_by_medical_inflation() -> None:
    found = tables()
    assert level_in(found, month=12 * 2020 + 6) == pytest.approx(101_700)
    assert level_in(found, month=12 * 2022 + 6) == pytest.approx(101_700 * 1.045**2)


def test_a_heavy_tail_keeps_the_mean() -> None:
    found = arrays()
    catastrophic = found.severity[4]
    body = catastrophic.mean
    assert catastrophic.tail_from == pytest.approx(4 * body)
    tail = 0.05 * 4 * 2.5 / 1.5
    assert mean_of(catastrophic) == pytest.approx(body * (0.95 + tail))
    cost = costs_of(tables(), use=found.use, standard=standard_people(4.76), month=FIRST)
    assert [mean_of(one) for one in found.severity] == pytest.approx(cost.tolist())


def test_months_of_the_calendar_and_of_the_study() -> None:
    found = arrays(months=24)
    chance = 1 / (1 + np.exp(-found.pay_logit))
    assert chance[[0, 5, 12]] == pytest.approx([0.58, 0.88, 0.58])
    assert found.return_[[0, 5, 17]] == pytest.approx([0.01, 0.10, 0.10])
    long = arrays(months=72)
    assert long.entries[[0, 59, 60]] == pytest.approx(
        [0.06 * 50 / 12, 0.06 * 50 / 12, 0.03 * 50 / 12]
    )


def test_use_by_duration_goes_on_with_its_last_factor() -> None:
    use = arrays().use_by_duration
    assert use.shape == (5, 37)
    assert use[0, [0, 5, 6, 12, 24, 36]].tolist() == [1.3, 1.3, 1.2, 1.1, 1.05, 1.0]
    assert use[3].tolist() == [1.0] * 37


def test_what_families_had_behind_them() -> None:
    found = arrays(before=Before(affiliated=60, paid=3))
    assert (found.duration_before, found.paid_before) == (60, 0b111)


def test_births_and_partners() -> None:
    found = arrays()
    assert found.male_births == pytest.approx(1.04 / 2.04)
    assert found.partner_gap.tolist() == [-36, 36]
    assert found.formation[MALE, [17, 18, 30, 110]].tolist() == [0.0, 0.10, 0.12, 0.01]


def test_a_table_that_ends_before_the_study_is_refused() -> None:
    arrays(months=360)
    with pytest.raises(TooShort) as refusal:
        arrays(months=361)
    assert (refusal.value.known, refusal.value.asked) == (360, 361)


def test_a_table_by_lines_names_them_all_and_no_other() -> None:
    values = [one.model_dump() for one in tables().epidemics.values]
    for wrong in (values[1:], [*values, {"line": "dental", "value": 1.0}]):
        with pytest.raises(LineLacks) as refusal:
            arrays(tables(epidemics=changed("pe-epidemias", values=wrong)))
        assert refusal.value.kind == "epidemics"


def test_every_kind_is_needed() -> None:
    found = dict(load_study("cafe-2027").tables)
    del found["payment"], found["mortality"]
    with pytest.raises(MissingTables) as refusal:
        tables_of(found)
    assert refusal.value.kinds == ("mortality", "payment")


def test_a_table_of_parts_that_are_not_whole_is_refused() -> None:
    values = [one.model_dump(mode="json") for one in tables().benefit_lines.values]
    values[0]["part_of_cost"] = 0.2
    with pytest.raises(ValidationError, match="values that do not fit"):
        changed("pe-prestaciones", values=values)
