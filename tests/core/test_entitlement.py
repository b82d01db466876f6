"""Entitlement: the window's truth table, spans of cover, and the answer at the clinic."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.entitlement import (
    Advice,
    Event,
    GivenBy,
    ImpossibleCondition,
    IncompleteCredits,
    MonthState,
    PaidMonth,
    PersonFacts,
    PersonRole,
    QualifyingFigures,
    Verdict,
    answer,
    compile_window,
    cover_spans,
    qualifying_on,
    tell,
)
from ayni.core.periods import Span, first_day, last_day, month_of, parse_month
from ayni.core.scheme import AgreedValue, ParameterMissing, Standing, Terms, canonical
from tests.core.lawmade import scheme_of

MODEL = load_scheme("pe-modelo-colectivo")
AGRARIAN = load_scheme("pe-essalud-agrario-independiente")
CCSS = load_scheme("cr-ccss-convenio")
AGRARIAN_RULE = QualifyingFigures(window=12, consecutive=3, within=4)


# --- the window ----------------------------------------------------------------------------


def plainly(paid: list[bool], *, consecutive: int | None, within: int | None) -> bool:
    """Count by hand: the longest run and the sum."""
    longest = run = 0
    for month in paid:
        run = run + 1 if month else 0
        longest = max(longest, run)
    if consecutive is not None and longest >= consecutive:
        return True
    return within is not None and sum(paid) >= within


@pytest.mark.parametrize(
    ("window", "consecutive", "within"),
    [(12, 3, 4), (6, 3, 4), (1, 1, None), (2, None, 1), (5, 5, None), (9, None, 9), (13, 4, 6)],
)
def test_the_table_equals_counting_by_hand(
    window: int, consecutive: int | None, within: int | None
) -> None:
    rule = compile_window(QualifyingFigures(window, consecutive, within))
    assert len(rule.table) == max(1, 2**window // 8)
    bits = range(2**window)
    expected = [
        plainly([bool(b >> k & 1) for k in range(window)], consecutive=consecutive, within=within)
        for b in bits
    ]
    assert [rule.covered(b) for b in bits] == expected
    assert rule.evaluate(np.arange(2**window)).tolist() == expected
    # PostgreSQL's get_bit: bit n is bit n % 8, least significant first, of byte n // 8.
    assert [bool(rule.table[b // 8] >> (b % 8) & 1) for b in bits] == expected


def test_a_window_beyond_its_width_is_refused() -> None:
    rule = compile_window(QualifyingFigures(6, 3, 4))
    for bits in (-1, 64):
        with pytest.raises(ValueError, match="6 months"):
            rule.covered(bits)
        with pytest.raises(ValueError, match="6 months"):
            rule.evaluate(np.array([bits]))


@pytest.mark.parametrize(
    "figures",
    [
        QualifyingFigures(12, None, None),
        QualifyingFigures(12, 0, None),
        QualifyingFigures(6, None, 7),
        QualifyingFigures(0, 1, None),
        QualifyingFigures(21, 3, 4),
        QualifyingFigures(12, 3, 4, lag=2),
    ],
)
def test_impossible_conditions_are_refused(figures: QualifyingFigures) -> None:
    with pytest.raises(ImpossibleCondition):
        compile_window(figures)


def test_the_month_of_the_event_does_not_count() -> None:
    march = parse_month("2025-03")
    rule = compile_window(AGRARIAN_RULE)
    assert rule.bits([march], event_month=march) == 0
    assert rule.bits([march - 1], event_month=march) == 1
    assert rule.bits([march - 12], event_month=march) == 1 << 11
    assert rule.bits([march - 13], event_month=march) == 0
    assert rule.months(event_month=march) == range(march - 12, march)


def test_only_the_scheme_that_counts_the_month_of_the_event_says_so() -> None:
    assert b"counted_up_to" not in canonical(MODEL).rules
    assert b'"counted_up_to":"month_of_event"' in canonical(load_scheme("rw-cbhi")).rules
    assert qualifying_on(MODEL, day=date(2026, 4, 1)).lag == 1
    assert qualifying_on(load_scheme("rw-cbhi"), day=date(2026, 7, 1)).lag == 0
    with pytest.raises(ValidationError, match="counted_up_to"):
        scheme_of(entitlement={"qualifying": {"window": "ventana_meses", "counted_up_to": "week"}})


def test_where_the_law_counts_up_to_the_month_of_the_event_it_is_the_same_table_shifted() -> None:
    march = parse_month("2025-03")
    rule = compile_window(replace(AGRARIAN_RULE, lag=0))
    assert rule.table == compile_window(AGRARIAN_RULE).table
    assert rule.bits([march], event_month=march) == 1
    assert rule.bits([march - 11], event_month=march) == 1 << 11
    assert rule.bits([march + 1, march - 12], event_month=march) == 0
    assert rule.months(event_month=march) == range(march - 11, march + 1)


def test_figures_come_from_the_scheme_and_the_agreement() -> None:
    law = qualifying_on(MODEL, day=date(2026, 4, 1))
    assert (law.window, law.consecutive, law.within) == (12, 3, 4)
    terms = Terms(
        signed=date(2026, 1, 1), values=(AgreedValue(parameter="ventana_meses", value=6),)
    )
    assert qualifying_on(MODEL, day=date(2026, 4, 1), terms=terms).window == 6
    with pytest.raises(ParameterMissing):
        qualifying_on(MODEL, day=date(2007, 1, 1))


# --- spans ---------------------------------------------------------------------------------


def credits_of(rows: list[tuple[int, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person": [one[0] for one in rows],
            "month": [parse_month(one[1]) for one in rows],
            "counts_from": [date.fromisoformat(one[2]) for one in rows],
        },
        schema={"person": pl.Int64, "month": pl.Int32, "counts_from": pl.Date},
    )


def spans_of(rows: list[tuple[int, str, str]], until: str) -> list[tuple[int, str, str]]:
    rule = compile_window(AGRARIAN_RULE)
    found = cover_spans(credits_of(rows), rule=rule, until_month=parse_month(until))
    assert found.schema == {"person": pl.Int64, "start": pl.Date, "end": pl.Date}
    return [(p, s.isoformat(), e.isoformat()) for p, s, e in found.iter_rows()]


def test_harvest_months_cover_the_year_w13() -> None:
    rows = [(7, f"2024-0{month}", f"2024-0{month}-28") for month in (4, 5, 6)]
    assert spans_of(rows, "2026-12") == [(7, "2024-07-01", "2025-05-01")]


def test_a_late_payment_covers_from_its_day_only() -> None:
    rows = [(7, f"2026-0{month}", "2026-08-20") for month in (4, 5, 6)]
    assert spans_of(rows, "2026-12") == [(7, "2026-08-20", "2027-01-01")]


def test_the_earlier_of_two_credits_of_a_month_counts() -> None:
    rows = [(7, f"2026-0{month}", "2026-06-30") for month in (4, 5, 6)]
    again = [(7, "2026-05", "2026-09-30"), *rows]
    assert spans_of(again, "2026-12") == spans_of(rows, "2026-12")
    assert spans_of(rows, "2026-12") == [(7, "2026-07-01", "2027-01-01")]


def test_a_payment_on_the_first_of_the_month_leaves_no_seam() -> None:
    rows = [(7, f"2024-0{month}", f"2024-0{month}-28") for month in (1, 2, 3)]
    # February 2025 sees only two of those three; the three paid that very day carry on.
    rows += [(7, f"2024-0{month}", "2025-02-01") for month in (7, 8, 9)]
    assert spans_of(rows, "2025-06") == [(7, "2024-04-01", "2025-07-01")]


def test_two_months_cover_nothing_and_no_credits_give_an_empty_frame() -> None:
    assert spans_of([(7, "2026-04", "2026-04-30"), (7, "2026-05", "2026-05-31")], "2026-12") == []
    assert spans_of([], "2026-12") == []


def test_a_gap_makes_two_spans() -> None:
    first = [(7, f"2024-0{month}", f"2024-0{month}-28") for month in (1, 2, 3)]
    second = [(7, f"2026-0{month}", f"2026-0{month}-28") for month in (1, 2, 3)]
    assert spans_of(first + second, "2026-05") == [
        (7, "2024-04-01", "2025-02-01"),
        (7, "2026-04-01", "2026-06-01"),
    ]


def test_spans_need_whole_credits() -> None:
    broken = credits_of([(1, "2026-04", "2026-04-30")]).with_columns(
        pl.lit(None, dtype=pl.Date).alias("counts_from")
    )
    with pytest.raises(IncompleteCredits):
        cover_spans(broken, rule=compile_window(AGRARIAN_RULE), until_month=parse_month("2026-12"))


def by_day(
    rows: list[tuple[int, int, date]], figures: QualifyingFigures, *, until: int
) -> list[tuple[int, date, date]]:
    """The oracle: ask every person on every day."""
    rule = compile_window(figures)
    found = []
    for person in sorted({one[0] for one in rows}):
        mine = [(month, since) for who, month, since in rows if who == person]
        day = min(min(since for _, since in mine), first_day(min(month for month, _ in mine)))
        started = None
        while day <= last_day(until):
            paid = {month for month, since in mine if since <= day}
            newest = month_of(day) - figures.lag
            bits = sum(1 << back for back in range(rule.width) if newest - back in paid)
            if rule.covered(bits) and started is None:
                started = day
            if not rule.covered(bits) and started is not None:
                found.append((person, started, day))
                started = None
            day += timedelta(days=1)
        if started is not None:
            found.append((person, started, day))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_spans_equal_asking_every_day(seed: int) -> None:
    chance = random.Random(seed)
    figures = chance.choice(
        [
            AGRARIAN_RULE,
            QualifyingFigures(6, 3, 4),
            QualifyingFigures(2, None, 1),
            QualifyingFigures(1, None, 1, lag=0),
            QualifyingFigures(6, 2, 3, lag=0),
        ]
    )
    first = parse_month("2025-01")
    rows = []
    for person in range(1, 6):
        for _ in range(chance.randint(1, 14)):
            month = first + chance.randint(0, 17)
            since = first_day(month) + timedelta(days=chance.randint(-120, 200))
            rows.append((person * 1000, month, since))
    until = first + chance.randint(12, 24)
    frame = pl.DataFrame(
        rows,
        schema={"person": pl.Int64, "month": pl.Int32, "counts_from": pl.Date},
        orient="row",
    )
    expected = by_day(rows, figures, until=until)
    rule = compile_window(figures)
    for shuffled in (frame, frame.reverse(), frame.sample(fraction=1.0, shuffle=True, seed=seed)):
        assert list(cover_spans(shuffled, rule=rule, until_month=until).iter_rows()) == expected


# --- the answer ----------------------------------------------------------------------------


def insured(*months: str, start: date = date(2024, 1, 1), end: date | None = None) -> PersonFacts:
    numbers = [parse_month(month) for month in months]
    return PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(start, end),),
        paid=tuple(PaidMonth(month, last_day(month)) for month in numbers),
    )


def test_covered_by_months_in_a_row_with_until_and_strip() -> None:
    facts = insured("2024-04", "2024-05", "2024-06")
    found = answer(facts=facts, scheme=AGRARIAN, event=Event.ILLNESS, day=date(2025, 3, 10))
    assert (found.verdict, found.given_by) == (Verdict.COVERED, GivenBy.CONSECUTIVE)
    assert found.covered_until == date(2025, 4, 30)
    assert found.attend
    assert [one.state for one in found.strip] == [
        MonthState.NOT_DUE,
        *[MonthState.PAID] * 3,
        *[MonthState.NOT_DUE] * 8,
    ]
    assert found.strip[0].month == parse_month("2024-03")
    assert found.advice is Advice.ATTEND


def test_covered_until_agrees_with_the_spans() -> None:
    months = ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]
    facts = insured(*months)
    found = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2026, 11, 23))
    rows = [(1, month, last_day(parse_month(month)).isoformat()) for month in months]
    ((_, start, end),) = spans_of(rows, "2028-12")
    assert start == "2026-07-01"
    assert found.covered_until == date.fromisoformat(end) - timedelta(days=1) == date(2027, 7, 31)


def test_the_end_of_the_affiliation_ends_the_cover() -> None:
    facts = insured("2026-04", "2026-05", "2026-06", end=date(2026, 9, 1))
    found = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2026, 8, 1))
    assert found.covered_until == date(2026, 8, 31)
    after = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2026, 9, 1))
    assert after.verdict is Verdict.NOT_COVERED
    assert [(one.code, dict(one.details)) for one in after.reasons] == [
        ("affiliation_ended", {"day": "2026-08-31"})
    ]


def test_a_payment_after_the_event_never_covers_it() -> None:
    months = [parse_month(f"2026-0{month}") for month in (4, 5, 6)]
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(date(2026, 4, 1)),),
        paid=tuple(PaidMonth(month, date(2026, 8, 20)) for month in months),
        owed=tuple(range(months[0], months[0] + 4)),
    )
    before = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2026, 8, 19))
    assert before.verdict is Verdict.NOT_COVERED
    assert [one.code for one in before.reasons] == ["too_few_months", "paid_late"]
    assert [one.state.value for one in before.strip[-4:]] == ["late", "late", "late", "unpaid"]
    after = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2026, 8, 20))
    assert after.verdict is Verdict.COVERED
    assert after.paid_months == 3


@pytest.mark.parametrize("event", [Event.ACCIDENT, Event.EMERGENCY, Event.PREGNANCY])
def test_affiliation_alone_is_enough(event: Event) -> None:
    facts = insured(start=date(2026, 8, 7))
    found = answer(facts=facts, scheme=MODEL, event=event, day=date(2026, 8, 10))
    assert (found.verdict, found.given_by) == (Verdict.COVERED, GivenBy.IMMEDIATE)
    assert found.covered_until is None
    early = answer(facts=facts, scheme=MODEL, event=event, day=date(2026, 8, 6))
    assert early.verdict is Verdict.NOT_COVERED


def test_pregnancy_is_immediate_from_its_date() -> None:
    facts = insured(start=date(2022, 5, 1))
    verdicts = [
        answer(facts=facts, scheme=MODEL, event=Event.PREGNANCY, day=day).verdict
        for day in (date(2022, 5, 11), date(2022, 5, 12))
    ]
    assert verdicts == [Verdict.NOT_COVERED, Verdict.COVERED]


@pytest.mark.parametrize("scheme", [MODEL, AGRARIAN, CCSS])
@pytest.mark.parametrize("end", [None, date(2026, 2, 1)])
def test_an_emergency_is_never_refused(scheme, end: date | None) -> None:
    facts = insured(start=date(2026, 1, 1), end=end)
    found = answer(facts=facts, scheme=scheme, event=Event.EMERGENCY, day=date(2026, 8, 10))
    assert found.attend
    stranger = PersonFacts(role=PersonRole.INSURED_PERSON, affiliation=(), paid=())
    assert answer(
        facts=stranger, scheme=scheme, event=Event.EMERGENCY, day=date(2026, 8, 10)
    ).attend


def test_the_cost_of_an_emergency_in_arrears_may_be_charged() -> None:
    found = answer(facts=insured(), scheme=CCSS, event=Event.EMERGENCY, day=date(2026, 8, 10))
    assert (found.verdict, found.advice) == (Verdict.NOT_COVERED, Advice.ATTEND_AND_CHARGE)
    ill = answer(facts=insured(), scheme=CCSS, event=Event.ILLNESS, day=date(2026, 8, 10))
    assert (ill.attend, ill.advice) == (False, Advice.PAY_MONTHS)


def dependant(**facts) -> PersonFacts:
    months = [parse_month(month) for month in ("2026-05", "2026-06", "2026-07")]
    return PersonFacts(
        role=PersonRole.DEPENDANT,
        affiliation=(Span(date(2026, 1, 1)),),
        paid=tuple(PaidMonth(month, last_day(month)) for month in months),
        **facts,
    )


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"relation": "spouse"}, None),
        ({"relation": "child", "birth": date(2008, 8, 11)}, None),
        ({"relation": "child", "birth": date(2008, 8, 10)}, "over_age"),
        ({"relation": "child", "birth": date(2000, 1, 1), "incapacitated": True}, None),
        ({"relation": "child"}, "birth_unknown"),
        ({"relation": "other"}, "relation_not_protected"),
        ({}, "relation_not_protected"),
    ],
)
def test_dependants(facts: dict, reason: str | None) -> None:
    found = answer(
        facts=dependant(**facts), scheme=MODEL, event=Event.ILLNESS, day=date(2026, 8, 10)
    )
    assert found.verdict is (Verdict.COVERED if reason is None else Verdict.NOT_COVERED)
    assert reason is None or found.reasons[0].code == reason


def test_the_agreement_may_shorten_the_window() -> None:
    terms = Terms(
        signed=date(2024, 1, 1), values=(AgreedValue(parameter="ventana_meses", value=6),)
    )
    facts = insured("2024-04", "2024-05", "2024-06")
    found = answer(
        facts=facts, scheme=MODEL, event=Event.ILLNESS, day=date(2025, 3, 10), terms=terms
    )
    assert found.verdict is Verdict.NOT_COVERED
    assert len(found.strip) == 6


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_answer_can_be_told(language: str) -> None:
    people = [
        insured(),
        insured("2026-05", "2026-06", "2026-07"),
        insured("2026-01", "2026-03", "2026-05", "2026-07"),
        insured(end=date(2025, 1, 1)),
        insured(start=date(2027, 1, 1)),
        PersonFacts(role=PersonRole.INSURED_PERSON, affiliation=(), paid=()),
        dependant(relation="child"),
        dependant(relation="child", birth=date(2000, 1, 1)),
        dependant(relation="other"),
    ]
    for scheme in (MODEL, AGRARIAN, CCSS):
        for facts in people:
            for event in Event:
                found = answer(facts=facts, scheme=scheme, event=event, day=date(2026, 8, 10))
                told = tell(found, language=language)
                assert told.headline
                assert told.because
                assert told.advice
                assert not any("{" in text or " - " in text for text in told.because)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("within", "No hay 3 meses seguidos pagados en los 12 meses anteriores."),
        ("consecutive", "Hay 1 mes pagado en los 12 meses anteriores; se piden 4."),
    ],
)
def test_a_condition_that_the_scheme_has_not_is_not_spoken_of(missing: str, told: str) -> None:
    law = MODEL.rules.entitlement
    qualifying = law.qualifying.model_copy(update={missing: None})
    law = law.model_copy(update={"qualifying": qualifying})
    rules = MODEL.rules.model_copy(update={"entitlement": law})
    scheme = MODEL.model_copy(update={"rules": rules})
    found = answer(
        facts=insured("2026-07"), scheme=scheme, event=Event.ILLNESS, day=date(2026, 8, 10)
    )
    assert told in tell(found).because


def test_the_caution_says_what_the_scheme_rests_on() -> None:
    facts = insured("2026-05", "2026-06", "2026-07")
    day = date(2026, 8, 10)
    model = answer(facts=facts, scheme=MODEL, event=Event.ILLNESS, day=day)
    assert model.standing is Standing.PROPOSED
    assert "no una ley" in str(tell(model).caution)
    law = answer(facts=facts, scheme=AGRARIAN, event=Event.ILLNESS, day=day)
    assert tell(law).caution is None
    doubtful = answer(facts=facts, scheme=AGRARIAN, event=Event.PREGNANCY, day=day)
    assert "sin verificar" in str(tell(doubtful).caution)
