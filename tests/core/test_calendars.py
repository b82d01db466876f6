"""Calendars: periods and due days, what a part payment buys, harvest credits, months in advance."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import (
    Delivery,
    HarvestCredit,
    ImpossiblePayment,
    NoAdvance,
    NoDueDay,
    NoRetention,
    Period,
    falls_due,
    harvest_credits,
    lines_in_advance,
    months_withheld,
    part_payment,
    period_of,
    periods_of,
    pricing_month,
    withheld,
)
from ayni.core.entitlement.cases import run_case
from ayni.core.periods import month_text, parse_month
from ayni.core.scheme import ParameterMissing, Scheme, canonical, load_scheme_text
from ayni.core.scheme.cases import load_case_text
from tests.core.lawmade import TEMPLATE, codes, figure, parameter, scheme_of

#: What a calendar of another kind does not have.
BARE = dict.fromkeys(("part_payment", "months_in_order", "harvest", "due_day"))
YEARLY = BARE | {"kind": "yearly", "first_month": 7}
RWANDA = YEARLY | {
    "part_payment": "part_cover",
    "part_cover": {"share": "parte", "months": "primeros"},
    "due_day": "plazo",
}
FIGURES = (
    figure("parte", "/1", 750_000),
    figure("primeros", "months", 6),
    figure("plazo", "days", 31),
    figure("acreditados", "months", 12),
    figure("tope", "months", 6),
    figure("retencion", "PEN", 150),
)
HARVEST = BARE | {
    "kind": "harvest",
    "agent": "buyer",
    "first_month": 4,
    "credited_months": "acreditados",
    "credited_on": "retention",
}


def calendar(words: dict, *more: dict) -> Scheme:
    names = {one["name"] for one in more}
    kept = [one for one in FIGURES if one["name"] not in names]
    return scheme_of(*kept, *more, calendar=words)


def months(*texts: str) -> list[int]:
    return [parse_month(text) for text in texts]


# --- periods and due days ------------------------------------------------------------------


def test_a_monthly_scheme_has_twelve_periods_of_a_month() -> None:
    found = periods_of(load_scheme("pe-modelo-colectivo"), year=2026, terms=None)
    assert found == tuple(Period(month, 1) for month in range(12 * 2026, 12 * 2027))


def test_a_year_from_july() -> None:
    scheme = calendar(RWANDA)
    (july,) = periods_of(scheme, year=2026, terms=None)
    assert [month_text(one) for one in (july.months[0], july.months[-1])] == ["2026-07", "2027-06"]
    for text, first in (("2026-06", "2025-07"), ("2026-07", "2026-07"), ("2027-06", "2026-07")):
        assert month_text(period_of(scheme, month=parse_month(text), terms=None).first) == first


@pytest.mark.parametrize(
    ("first_month", "firsts"),
    [(1, [1, 4, 7, 10]), (7, [1, 4, 7, 10]), (2, [2, 5, 8, 11]), (12, [3, 6, 9, 12])],
)
def test_quarters(first_month: int, firsts: list[int]) -> None:
    words = YEARLY | {"kind": "quarterly", "first_month": first_month}
    scheme = calendar(words | {"part_payment": "all_or_nothing"})
    found = periods_of(scheme, year=2026, terms=None)
    assert [(one.first % 12 + 1, one.count) for one in found] == [(first, 3) for first in firsts]


def test_a_period_falls_due_on_a_day_of_its_own() -> None:
    scheme = calendar(RWANDA)
    for text in ("2026-07", "2026-12", "2027-06"):
        assert falls_due(scheme, month=parse_month(text), terms=None) == date(2026, 7, 31)
    long = calendar(RWANDA, figure("plazo", "days", 184))
    assert falls_due(long, month=parse_month("2026-07"), terms=None) == date(2026, 12, 31)


def test_a_months_due_day_stays_in_the_month_after() -> None:
    scheme = calendar({"due_day": "plazo"})
    found = [falls_due(scheme, month=one, terms=None) for one in months("2026-01", "2026-02")]
    assert found == [date(2026, 2, 28), date(2026, 3, 31)]


def test_a_due_day_is_read_on_the_periods_first_day() -> None:
    changed = parameter("plazo", "days", ("1990-01-01", 10), ("2026-08-01", 20))
    scheme = calendar(RWANDA, changed)
    assert falls_due(scheme, month=parse_month("2026-09"), terms=None) == date(2026, 7, 10)
    assert falls_due(scheme, month=parse_month("2027-07"), terms=None) == date(2027, 7, 20)


def test_a_harvests_year_begins_with_it() -> None:
    scheme = calendar(HARVEST, figure("acreditados", "months", 9))
    (found,) = periods_of(scheme, year=2026, terms=None)
    assert [month_text(one) for one in (found.months[0], found.months[-1])] == [
        "2026-04",
        "2026-12",
    ]


def test_calendars_without_a_due_day_are_not_billed_by_a_default() -> None:
    for words in (RWANDA | {"due_day": None}, HARVEST):
        with pytest.raises(NoDueDay):
            falls_due(calendar(words), month=parse_month("2026-04"), terms=None)


# --- part payment --------------------------------------------------------------------------


def bought(words: dict, paid: int, *, owed: int = 12_000, month: str = "2026-07") -> int:
    found = part_payment(calendar(words), month=parse_month(month), owed=owed, paid=paid)
    assert (
        found.months
        == period_of(calendar(words), month=parse_month(month), terms=None).months[
            : len(found.months)
        ]
    )
    return len(found.months)


@pytest.mark.parametrize(
    ("paid", "expected"),
    [(0, 0), (8_999, 0), (9_000, 6), (9_001, 6), (11_999, 6), (12_000, 12), (13_000, 12)],
)
def test_rwanda_three_quarters_open_the_first_half_year(paid: int, expected: int) -> None:
    scheme = calendar(RWANDA)
    found = part_payment(scheme, month=parse_month("2026-07"), owed=12_000, paid=paid)
    assert len(found.months) == expected
    assert found.months == tuple(range(parse_month("2026-07"), parse_month("2026-07") + expected))


def test_a_part_is_compared_unrounded() -> None:
    found = [bought(RWANDA, paid, owed=3_001) for paid in (2_250, 2_251)]
    assert found == [0, 6]  # three quarters of 3,001 are 2,250.75


@pytest.mark.parametrize(
    ("paid", "expected"), [(0, 0), (999, 0), (1_000, 1), (6_999, 6), (7_000, 7), (12_000, 12)]
)
def test_oldest_month_first(paid: int, expected: int) -> None:
    assert bought(YEARLY | {"part_payment": "oldest_month_first"}, paid) == expected


@pytest.mark.parametrize(("paid", "expected"), [(0, 0), (11_999, 0), (12_000, 12)])
def test_all_or_nothing(paid: int, expected: int) -> None:
    assert bought(YEARLY | {"part_payment": "all_or_nothing"}, paid) == expected


def test_a_month_of_a_monthly_scheme_is_bought_whole_or_not() -> None:
    model = load_scheme("pe-modelo-colectivo")
    april = parse_month("2026-04")
    found = [part_payment(model, month=april, owed=4_520, paid=paid) for paid in (4_519, 4_520)]
    assert [one.months for one in found] == [(), (april,)]


@pytest.mark.parametrize("words", [RWANDA, YEARLY | {"part_payment": "oldest_month_first"}])
def test_where_nothing_is_owed_every_month_is_bought(words: dict) -> None:
    july = parse_month("2026-07")
    assert len(part_payment(calendar(words), month=july, owed=0, paid=0).months) == 12


def test_whatever_was_withheld_credits_the_harvests_months() -> None:
    scheme = calendar(HARVEST, figure("acreditados", "months", 9))
    found = [
        part_payment(scheme, month=parse_month("2026-06"), owed=9_000, paid=paid).months
        for paid in (0, 1)
    ]
    assert found == [(), tuple(range(parse_month("2026-04"), parse_month("2027-01")))]


@pytest.mark.parametrize(("owed", "paid"), [(-1, 0), (0, -1)])
def test_money_that_cannot_be(owed: int, paid: int) -> None:
    with pytest.raises(ImpossiblePayment):
        part_payment(calendar(RWANDA), month=0, owed=owed, paid=paid)


def test_a_rule_not_yet_in_force_is_an_error() -> None:
    scheme = calendar(RWANDA, parameter("parte", "/1", ("2026-07-01", 750_000)))
    assert len(part_payment(scheme, month=parse_month("2026-07"), owed=4, paid=3).months) == 6
    with pytest.raises(ParameterMissing):
        part_payment(scheme, month=parse_month("2026-06"), owed=4, paid=3)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize(
    ("words", "used"), [(RWANDA, {"parte", "primeros"}), (HARVEST, {"acreditados"})]
)
def test_a_part_payment_explains_itself(words: dict, used: set[str], language: str) -> None:
    found = part_payment(calendar(words), month=parse_month("2026-07"), owed=1_000, paid=800)
    steps = found.steps(language)
    assert {one.parameter for one in steps if one.parameter} == used
    assert all(one.label and one.value and "{" not in one.label for one in steps)
    assert steps[-1].raw == len(found.months)


# --- harvest -------------------------------------------------------------------------------


def test_the_first_retention_credits_the_harvests_year() -> None:
    deliveries = [
        Delivery(date(2026, 6, 10), 500, date(2026, 7, 5)),
        Delivery(date(2026, 5, 20), 300, date(2026, 7, 6)),
        Delivery(date(2027, 3, 1), 100),
        Delivery(date(2027, 4, 2), 100),
    ]
    april = parse_month("2026-04")
    found = harvest_credits(calendar(HARVEST), deliveries=deliveries)
    assert found == (
        HarvestCredit(tuple(range(april, april + 12)), date(2026, 5, 20)),
        HarvestCredit(tuple(range(april + 12, april + 24)), date(2027, 4, 2)),
    )
    remitted = calendar(HARVEST | {"credited_on": "remittance"})
    assert harvest_credits(remitted, deliveries=deliveries) == (
        HarvestCredit(tuple(range(april, april + 12)), date(2026, 7, 5)),
    )
    assert harvest_credits(remitted, deliveries=deliveries[::-1]) == harvest_credits(
        remitted, deliveries=deliveries
    )


def test_a_late_remittance_counts_from_the_due_date_where_the_scheme_says_so() -> None:
    words = HARVEST | {"credited_on": "remittance", "counts_from": "due_date", "due_day": "plazo"}
    scheme = calendar(words, figure("plazo", "days", 15))
    for remitted, since in (
        (date(2026, 9, 9), date(2026, 7, 15)),
        (date(2026, 7, 1), date(2026, 7, 1)),
    ):
        (found,) = harvest_credits(scheme, deliveries=[Delivery(date(2026, 6, 10), 5, remitted)])
        assert found.counts_from == since


def test_nothing_withheld_credits_nothing() -> None:
    assert harvest_credits(calendar(HARVEST), deliveries=[Delivery(date(2026, 6, 1), 0)]) == ()
    assert harvest_credits(calendar(HARVEST), deliveries=[]) == ()


def test_deliveries_that_cannot_be_and_schemes_without_a_harvest() -> None:
    for wrong in (
        Delivery(date(2026, 6, 1), -1),
        Delivery(date(2026, 6, 1), 5, date(2026, 5, 31)),
    ):
        with pytest.raises(ImpossiblePayment):
            harvest_credits(calendar(HARVEST), deliveries=[wrong])
    with pytest.raises(NoRetention):
        harvest_credits(calendar(RWANDA), deliveries=[])


@pytest.mark.parametrize(
    ("retained", "count"), [(0, 0), (4_519, 0), (4_520, 1), (9_039, 1), (10**6, 12)]
)
def test_retentions_of_a_monthly_scheme_pay_whole_months(retained: int, count: int) -> None:
    model, april = load_scheme("pe-modelo-colectivo"), parse_month("2026-04")
    found = months_withheld(model, first=april, month_due=4_520, retained=retained)
    assert found == tuple(range(april, april + count))


def test_what_is_withheld_per_quintal() -> None:
    harvest = TEMPLATE["rules"]["calendar"]["harvest"] | {"retention": "retencion"}
    scheme = calendar({"harvest": harvest})
    day = date(2026, 6, 1)
    assert [withheld(scheme, thousandths=n, day=day) for n in (0, 1_000, 12_345, 10)] == [
        0,
        150,
        1_852,
        2,
    ]  # 1,851.75 and 1.5, half up
    with pytest.raises(ImpossiblePayment):
        withheld(scheme, thousandths=-1, day=day)
    with pytest.raises(NoRetention):
        withheld(load_scheme("pe-modelo-colectivo"), thousandths=1, day=day)


def test_months_withheld_refuses_what_cannot_be() -> None:
    model = load_scheme("pe-modelo-colectivo")
    with pytest.raises(ImpossiblePayment):
        months_withheld(model, first=0, month_due=-1, retained=1)
    with pytest.raises(NoRetention):
        months_withheld(calendar(RWANDA), first=0, month_due=1, retained=1)


# --- in advance ----------------------------------------------------------------------------


def advance(priced: str, **more: str) -> Scheme:
    return calendar({"advance": {"priced": priced} | more}, WAGE)


WAGE = parameter("ingreso_referencia", "PEN", ("1990-01-01", 100_000), ("2026-03-01", 200_000))


@pytest.mark.parametrize(
    ("priced", "expected"), [("by_month", [4_000, 8_000]), ("at_payment", [4_000, 4_000])]
)
def test_a_month_in_advance_has_its_own_price_or_that_of_the_payment(
    priced: str, expected: list[int]
) -> None:
    scheme = advance(priced)
    frame = pl.DataFrame([{"family": 1, "insured": 1, "activity": "cafe"}])
    found = [
        lines_in_advance(
            scheme,
            month=month,
            paid_on=date(2026, 1, 20),
            terms=None,
            digests=canonical(scheme).digests,
            frame=frame,
        )["due"][0]
        for month in months("2026-02", "2026-03")
    ]
    assert found == expected


def test_a_month_that_has_begun_has_its_own_price() -> None:
    scheme = advance("at_payment")
    day = date(2026, 3, 1)
    found = [pricing_month(scheme, month=one, paid_on=day) for one in months("2026-02", "2026-03")]
    assert found == months("2026-02", "2026-03")


def test_advance_has_a_limit() -> None:
    scheme = advance("by_month", longest="tope")
    day = date(2026, 1, 31)
    (july,) = months("2026-07")
    assert pricing_month(scheme, month=july, paid_on=day) == july
    with pytest.raises(NoAdvance):
        pricing_month(scheme, month=july + 1, paid_on=day)


def test_no_advance_where_the_scheme_has_none() -> None:
    for scheme in (load_scheme("pe-modelo-colectivo"), calendar(RWANDA), calendar(HARVEST)):
        with pytest.raises(NoAdvance):
            pricing_month(scheme, month=parse_month("2026-02"), paid_on=date(2026, 1, 31))


# --- refusals of a scheme ------------------------------------------------------------------


def calendar_codes(words: dict, *more: dict) -> list[str]:
    names = {one["name"] for one in more}
    kept = [one for one in FIGURES if one["name"] not in names]
    return codes(*kept, *more, calendar=words)


def test_part_cover_and_its_word_belong_together() -> None:
    assert calendar_codes(RWANDA | {"part_cover": None}) == ["no_part_cover"]
    assert calendar_codes(RWANDA | {"part_payment": "all_or_nothing"}) == ["idle_part_cover"]


@pytest.mark.parametrize(
    ("words", "wrong", "code"),
    [
        (RWANDA, figure("plazo", "days", 0), "out_of_range"),
        (RWANDA, figure("plazo", "days", 366), "out_of_range"),
        (RWANDA, figure("plazo", "months", 1), "other_count"),
        (RWANDA, figure("primeros", "months", 13), "out_of_range"),
        (RWANDA, figure("primeros", "months", 0), "out_of_range"),
        (RWANDA | {"kind": "quarterly"}, figure("primeros", "months", 4), "out_of_range"),
        (RWANDA | {"kind": "quarterly"}, figure("plazo", "days", 91), "out_of_range"),
        ({"due_day": "plazo"}, figure("plazo", "days", 32), "out_of_range"),
        (HARVEST | {"due_day": "plazo"}, figure("plazo", "days", 32), "out_of_range"),
        (HARVEST, figure("acreditados", "months", 13), "out_of_range"),
        ({"advance": {"priced": "by_month", "longest": "tope"}},
         figure("tope", "years", 1), "other_count"),
    ],
)  # fmt: skip
def test_counts_out_of_range(words: dict, wrong: dict, code: str) -> None:
    fitting = figure("primeros", "months", 3) if words.get("kind") == "quarterly" else wrong
    assert calendar_codes(words, *{one["name"]: one for one in (fitting, wrong)}.values()) == [code]


def test_a_count_out_of_range_on_one_day_only() -> None:
    later = parameter("plazo", "days", ("1990-01-01", 31), ("2030-01-01", 400))
    assert calendar_codes(RWANDA, later) == ["out_of_range"]


def test_an_agent_bears_a_share_or_withholds_the_insured_persons() -> None:
    state = [
        {"label": "estado", "payer": "state", "price": {"kind": "rate", "rate": "tasa_asegurado"}}
    ]
    assert codes(*FIGURES, calendar=HARVEST, contribution={"shares": state}) == ["idle_agent"]
    buyer = [state[0] | {"payer": "buyer"}]
    scheme_of(*FIGURES, calendar=HARVEST, contribution={"shares": buyer})
    for agent in ("state", "insured_person"):
        assert calendar_codes(HARVEST | {"agent": agent}) == ["no_agent"]


def test_shares_that_must_be_paid_are_named_once() -> None:
    twice = {"must_be_paid": ["insured_person", "insured_person"]}
    assert calendar_codes(twice) == ["repeated"]


@pytest.mark.parametrize(
    "words",
    [
        RWANDA | {"first_month": 13},
        RWANDA | {"kind": "weekly"},
        RWANDA | {"part_payment": "pro_rata"},
        HARVEST | {"credited_on": "harvest"},
        {"advance": {"priced": "as_agreed"}},
    ],
)
def test_words_that_a_calendar_does_not_have(words: dict) -> None:
    with pytest.raises(ValidationError):
        calendar(words)


def test_bounds_of_a_negotiable_term_that_cross_on_some_day() -> None:
    crossed = parameter(
        "tasa_asegurado_minima", "/1", ("2008-01-01", 40_000), ("2030-01-01", 95_000)
    )
    assert codes(crossed) == ["crossed_bounds"]
    alike = parameter("tasa_asegurado_minima", "/1", ("2008-01-01", 40_000), ("2030-01-01", 90_000))
    scheme_of(alike)


@pytest.mark.parametrize("words", [RWANDA, HARVEST, {"advance": {"priced": "by_month"}}])
def test_a_calendar_survives_its_canonical_text(words: dict) -> None:
    scheme = calendar(words)
    assert load_scheme_text(canonical(scheme).text) == scheme


# --- cases ---------------------------------------------------------------------------------

CASE = {
    "kind": "part_payment",
    "id": "r1",
    "title": "tres cuartos",
    "source": "inventado",
    "evidence": "rule",
    "month": "2026-07",
    "owed": "30.00",
    "paid": "22.50",
}


@pytest.mark.parametrize(
    ("expect", "different"),
    [
        ({"months": 6, "last": "2026-12"}, []),
        ({"months": 6}, []),
        ({"months": 12, "last": "2027-06"}, ["months", "last"]),
    ],
)
def test_a_case_of_part_payment(expect: dict, different: list[str]) -> None:
    case = load_case_text(json.dumps(CASE | {"expect": expect}))
    outcome = run_case(calendar(RWANDA), case=case)
    assert [one.what for one in outcome.differences] == different


def test_a_case_of_part_payment_that_buys_nothing_or_cannot_be() -> None:
    nothing = CASE | {"paid": "22.49", "expect": {"months": 0, "last": "2026-12"}}
    (difference,) = run_case(calendar(RWANDA), case=load_case_text(json.dumps(nothing))).differences
    assert (difference.what, difference.found) == ("last", "-")
    with pytest.raises(ValidationError, match="months"):
        load_case_text(json.dumps(CASE | {"expect": {}}))
