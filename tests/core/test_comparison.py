"""Schemes side by side, a population under one, and what a change of law does to families."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import compile_contribution
from ayni.core.comparison import (
    Family,
    OtherCurrency,
    UnreadableFamily,
    changes,
    compare,
    effect,
    family_row,
    months_before_cover,
    population,
    read_family,
    totals,
)
from ayni.core.comparison.changes import ChangeKind
from ayni.core.entitlement.window import compile_window, qualifying_on
from ayni.core.example.programme import person_quota
from ayni.core.periods import first_day, parse_month
from ayni.core.scheme import Payer, Scheme, Standing, canonical, load_scheme_text

APRIL = parse_month("2026-04")
FAMILY = read_family(
    {
        "activities": ["cafe", "agricultura"],
        "income": {"PEN": "1130.00", "CRC": "373092"},
        "dependants": 4,
        "age": 38,
        "sex": "M",
        "harvest": [4, 5, 6],
    }
)
MODEL, CONVENIO = load_scheme("pe-modelo-colectivo"), load_scheme("cr-ccss-convenio")


def changed(scheme: Scheme, name: str, value: int, place: int = -1) -> Scheme:
    data = json.loads(canonical(scheme).text)
    found = next(one for one in data["parameters"] if one["name"] == name)
    found["values"][place]["value"] = value
    return load_scheme_text(json.dumps(data))


def test_one_family_under_two_schemes() -> None:
    model, convenio = compare([MODEL, CONVENIO], family=FAMILY, months=[APRIL])
    assert (model.due, model.currency, model.of_income) == (4_520, "PEN", 40_000)
    assert dict(model.shares) == {Payer.INSURED_PERSON: 4_520, Payer.STATE: 5_650}
    assert model.standing is Standing.PROPOSED
    assert (convenio.due, convenio.currency) == (1_615_500, "CRC")
    assert Fraction(convenio.due, 37_309_200) == pytest.approx(
        Fraction(convenio.of_income, 10**6), abs=1e-6
    )


def test_a_month_without_a_rule_and_a_fact_unsaid_are_told() -> None:
    old, unsaid = (
        compare([CONVENIO], family=FAMILY, months=[parse_month("2010-01")])[0],
        compare([CONVENIO], family=Family(income={}), months=[APRIL])[0],
    )
    assert (old.absent, old.due) == ("no_rule", None)
    assert (unsaid.absent, unsaid.due) == ("declared_income", None)
    nowhere = Family(income={}, activities=("pesca_de_altura",))
    assert compare([MODEL], family=nowhere, months=[APRIL])[0].absent == "activity"


def test_months_before_cover_is_the_shortest_run_that_qualifies() -> None:
    for scheme in (MODEL, CONVENIO):
        day = first_day(APRIL)
        rule = compile_window(qualifying_on(scheme, day=day))
        found = months_before_cover(scheme, day=day)
        assert found is not None
        paid = range(APRIL - found, APRIL)
        assert rule.covered(rule.bits(paid, event_month=APRIL))
        assert not rule.covered(rule.bits(paid[1:], event_month=APRIL))


def test_where_the_month_of_the_event_counts_no_month_is_waited_for() -> None:
    assert months_before_cover(load_scheme("rw-cbhi"), day=first_day(APRIL)) == 0
    family = Family(income={}, activities=("nivel_3",), harvest=(4,))
    (side,) = compare([load_scheme("rw-cbhi")], family=family, months=[APRIL])
    assert (side.before_cover, side.harvest_cover) == (0, None), "a year is paid as a whole"


def test_a_scheme_whose_months_of_cover_are_not_known_is_still_compared() -> None:
    shif = load_scheme("ke-shif")
    family = read_family({"income": {"KES": "35000"}, "harvest": [4]})
    (side,) = compare([shif], family=family, months=[APRIL])
    assert (side.due, side.before_cover, side.harvest_cover) == (96_250, None, None)


def test_harvest_cover_is_a_year_of_paying_at_harvest_only() -> None:
    """Many years of paying April to June, asked month by month as the clinic would."""
    for scheme in (MODEL, CONVENIO):
        rule = compile_window(qualifying_on(scheme, day=first_day(APRIL)))
        year = 12 * 2026
        paid = {m for m in range(year - 120, year + 12) if m % 12 + 1 in FAMILY.harvest}
        asked = [
            rule.covered(rule.bits({p for p in paid if p < m}, event_month=m))
            for m in range(year, year + 12)
        ]
        (side,) = compare([scheme], family=FAMILY, months=[APRIL])
        assert side.harvest_cover == sum(asked)


def test_a_population_has_the_example_s_persons_and_adds_up() -> None:
    frame = population(MODEL, families=500, like=FAMILY)
    assert int(frame["dependants"].sum()) + 500 == person_quota(500)
    found = totals(MODEL, frame=frame, month=APRIL)
    assert (found.families, found.refused, found.due) == (500, 0, 500 * 4_520)
    assert (found.lowest, found.median, found.highest) == (4_520,) * 3
    digests = canonical(MODEL).digests
    lines = compile_contribution(MODEL, month=APRIL, terms=None, digests=digests).lines(frame)
    assert dict(found.shares)[Payer.STATE] == lines["state_share"].sum()


def test_families_without_a_fact_are_counted_and_left_out() -> None:
    nobody = Family(income={}, activities=("cafe",))
    frame = population(CONVENIO, families=200, like=nobody)
    found = totals(CONVENIO, frame=frame, month=APRIL)
    assert (found.families, found.refused, found.due) == (0, 200, 0)


def test_a_change_of_law_in_words_and_in_money() -> None:
    new = changed(CONVENIO, "tasa_categoria_2", 45_000)
    (change,) = changes(CONVENIO, new)
    assert (change.kind, change.where) == (ChangeKind.CHANGED, "tasa_categoria_2")
    assert (change.before, change.after) == ("4.33 %", "4.5 %")
    frame = population(CONVENIO, families=300, like=FAMILY)
    done = effect(CONVENIO, new, frame=frame, month=APRIL)
    assert (done.families, done.more, done.less) == (300, 300, 0)
    assert done.after - done.before == 300 * (1_678_900 - 1_615_500)
    assert done.state_before > done.state_after
    assert done.most is not None
    assert done.most[1:] == (1_615_500, 1_678_900)


def test_values_and_rules_that_come_and_go() -> None:
    data = json.loads(canonical(CONVENIO).text)
    data["rules"]["contribution"]["rounding"]["step"] = 500
    name = next(one for one in data["parameters"] if one["name"] == "tasa_total")
    later = name["values"][-1] | {"start": "2027-01-01", "value": 130_000}
    name["values"].append(later)
    found = changes(CONVENIO, load_scheme_text(json.dumps(data)))
    assert [(one.kind, one.where) for one in found] == [
        (ChangeKind.ADDED, "tasa_total"),
        (ChangeKind.CHANGED, "contribution.rounding.step"),
    ]
    back = changes(load_scheme_text(json.dumps(data)), CONVENIO)
    assert [one.kind for one in back] == [ChangeKind.REMOVED, ChangeKind.CHANGED]


def test_nothing_changes_between_equal_texts() -> None:
    assert changes(MODEL, MODEL) == []
    frame = population(MODEL, families=100, like=FAMILY)
    done = effect(MODEL, MODEL, frame=frame, month=APRIL)
    assert (done.more, done.less, done.most) == (0, 0, None)


def test_two_moneys_cannot_become_each_other() -> None:
    frame = population(MODEL, families=100, like=FAMILY)
    with pytest.raises(OtherCurrency):
        effect(MODEL, CONVENIO, frame=frame, month=APRIL)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"income": {"PEN": 11.5}},
        {"income": {"PEN": "mil"}},
        {"income": {"XYZ": "10"}},
        {"income": {"months": "10"}},
        {"income": {}, "harvest": [13]},
        {"income": {}, "dependants": -1},
        {"income": {}, "sex": "X"},
        {"income": {}, "hijos": 3},
        "cafe",
    ],
)
def test_a_family_s_file_that_cannot_be_read(data: object) -> None:
    with pytest.raises(UnreadableFamily):
        read_family(data)


def test_the_income_is_that_of_the_scheme_s_money() -> None:
    assert family_row(MODEL, family=FAMILY)["declared_income"] == 113_000
    assert family_row(CONVENIO, family=FAMILY)["declared_income"] == 37_309_200
    assert family_row(CONVENIO, family=FAMILY)["activity"] == "agricultura"


def test_an_activity_that_a_scheme_does_not_know_gives_no_price() -> None:
    """Neither where exceptions price it nor where it only says who may be in."""
    family = read_family(
        {"income": {"RWF": "1", "CRC": "373092", "KES": "35000"}, "activities": ["mineria"]}
    )
    rwanda, shif = load_scheme("rw-cbhi"), load_scheme("ke-shif")
    asked = parse_month("2024-11")
    found = [one.absent for one in compare([rwanda, CONVENIO], family=family, months=[asked])]
    assert found == ["activity", "activity"]
    (named,) = compare([shif], family=family, months=[asked])
    assert (named.absent, named.due) == (None, 96_250)
    frame = population(CONVENIO, families=50, like=family)
    refused = totals(CONVENIO, frame=frame, month=asked)
    assert (refused.families, refused.refused, refused.due) == (0, 50, 0)
