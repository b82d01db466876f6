"""An answer that knows what waits, where there is no rule, and the days of latency for everybody at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.entitlement import (
    Advice,
    Answer,
    Event,
    GivenBy,
    PaidMonth,
    PersonFacts,
    PersonRole,
    UnknownBenefit,
    Verdict,
    answer,
    latency_spans,
    tell,
)
from ayni.core.entitlement.season import in_season
from ayni.core.periods import Span, last_day, parse_month
from ayni.core.scheme import ParameterMissing
from ayni.core.scheme.rules import Season
from tests.core.lawmade import parameter, scheme_of
from tests.core.leaving import (
    ENDED,
    LATENCY,
    PERU,
    SINCE,
    WAIT,
    WAITING,
    WAITS,
    asked,
    person,
    seasonal,
)

# --- waiting -------------------------------------------------------------------------------


def waits(day: date, *, benefit: str | None = None, event: Event = Event.ILLNESS) -> Answer:
    """Affiliated without a break since the end of August 2026, four months paid."""
    september = parse_month("2026-09")
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(SINCE, date(2026, 11, 1)), Span(date(2026, 11, 1))),
        paid=tuple(PaidMonth(september + n, date(2026, 9, 1)) for n in range(4)),
    )
    return answer(facts=facts, scheme=WAIT, event=event, day=day, benefit=benefit)


def test_a_covered_person_waits_for_a_benefit_that_is_not_open() -> None:
    day = date(2027, 2, 27)
    found = waits(day, benefit="cirugia")
    assert (found.verdict, found.attend, found.covered_until) == (Verdict.NOT_COVERED, False, None)
    assert [(one.code, dict(one.details)) for one in found.reasons] == [
        ("waiting", {"benefit": "cirugia", "opens_on": "2027-02-28"})
    ]
    assert found.advice is Advice.WAIT_FOR_BENEFIT
    assert [one.parameter for one in found.readings] == ["espera"]
    assert [one.benefit for one in found.closed] == ["cirugia"]
    then = waits(date(2027, 2, 28), benefit="cirugia")
    assert (then.verdict, then.given_by, then.closed) == (Verdict.COVERED, GivenBy.CONSECUTIVE, ())
    assert waits(day).verdict is waits(day, benefit="consulta").verdict is Verdict.COVERED


def test_a_waiting_never_stands_before_an_immediate_event_nor_before_an_emergency() -> None:
    day = date(2027, 2, 27)
    accident = waits(day, benefit="cirugia", event=Event.ACCIDENT)
    assert (accident.verdict, accident.given_by) == (Verdict.COVERED, GivenBy.IMMEDIATE)
    assert [one.benefit for one in accident.closed] == ["cirugia"]
    no_immediate = scheme_of(*WAITS, entitlement={"waiting": WAITING, "immediate": []})
    facts = person(4, end=None)
    asked_for = {"scheme": no_immediate, "event": Event.EMERGENCY, "benefit": "cirugia"}
    recent = replace(facts, affiliation=(Span(date(2026, 8, 1)),))
    found = answer(facts=recent, day=date(2026, 9, 10), **asked_for)
    assert (found.verdict, found.attend) == (Verdict.NOT_COVERED, True)
    assert found.advice is Advice.ATTEND_EMERGENCY


def test_a_break_in_the_affiliation_begins_the_waiting_anew() -> None:
    broken = PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(SINCE, date(2026, 11, 1)), Span(date(2026, 11, 2))),
        paid=(),
    )
    assert broken.affiliated_since(date(2027, 1, 1)) == date(2026, 11, 2)
    assert broken.affiliated_since(date(2026, 10, 1)) == SINCE
    assert broken.affiliated_since(date(2026, 8, 30)) is None
    whole = replace(broken, affiliation=(Span(date(2026, 11, 1)), Span(SINCE, date(2026, 11, 1))))
    assert whole.affiliated_since(date(2027, 1, 1)) == SINCE


def test_an_unknown_benefit_is_refused_whoever_asks_and_nobody_waits_without_affiliation() -> None:
    with pytest.raises(UnknownBenefit, match="cirugia, consulta"):
        waits(SINCE, benefit="dental", event=Event.EMERGENCY)
    before = waits(date(2026, 8, 30), benefit="cirugia")
    assert ([one.code for one in before.reasons], before.closed) == (["affiliation_not_begun"], ())


def test_a_waiting_that_had_no_value_that_day_closes_nothing_but_cannot_be_asked_about() -> None:
    later = parameter("espera", "months", ("2027-01-01", 6))
    scheme = scheme_of(later, WAITS[1], entitlement={"waiting": WAITING})
    facts = person(4, end=None)
    asked_for = {"facts": facts, "scheme": scheme, "event": Event.ILLNESS}
    assert answer(day=date(2026, 9, 10), **asked_for).closed == ()
    with pytest.raises(ParameterMissing):
        answer(day=date(2026, 9, 10), benefit="cirugia", **asked_for)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "cirugía: su espera todavía corre; se abre el 2027-02-28."),
        ("en", "surgery: its waiting still runs; it opens on 2027-02-28."),
        ("pt", "cirurgia: sua carência ainda corre; abre em 2027-02-28."),
    ],
)
def test_an_answer_that_waits_speaks(language: str, said: str) -> None:
    told = tell(waits(date(2027, 2, 27), benefit="cirugia"), language=language)
    assert told.because == (said,)
    assert len(told.closed) == 1 and "2027-02-28" in told.closed[0]


# --- no rule -------------------------------------------------------------------------------

SILENT = scheme_of(
    parameter("ventana_meses", "months", ("1990-01-01", None)), negotiation={"terms": []}
)


def test_an_emergency_is_attended_though_the_scheme_does_not_say() -> None:
    found = asked(SILENT, person(4, end=None), date(2026, 9, 10), Event.EMERGENCY)
    assert (found.verdict, found.attend, found.given_by) == (Verdict.NO_RULE, True, None)
    assert [one.code for one in found.reasons] == ["no_rule"]
    assert (found.strip, found.readings, found.covered_until) == ((), (), None)
    assert found.advice is Advice.ATTEND_EMERGENCY
    never = scheme_of(
        parameter("ventana_meses", "months", ("1990-01-01", None)),
        negotiation={"terms": []},
        arrears={
            "never_suspended": ["emergency", "pregnancy"],
            "cost_of_never_suspended": "charged_to_family",
        },
    )
    pregnant = asked(never, person(4, end=None), date(2026, 9, 10), Event.PREGNANCY)
    assert (pregnant.verdict, pregnant.attend, pregnant.advice) == (
        Verdict.NO_RULE,
        True,
        Advice.ATTEND,
    )
    urgent = asked(never, person(4, end=None), date(2026, 9, 10), Event.EMERGENCY)
    assert urgent.advice is Advice.ATTEND_AND_CHARGE


def test_any_other_event_without_a_rule_is_refused() -> None:
    for event in (Event.ILLNESS, Event.ACCIDENT, Event.PREGNANCY):
        with pytest.raises(ParameterMissing):
            asked(SILENT, person(4, end=None), date(2026, 9, 10), event)


@pytest.mark.parametrize(
    ("language", "headline", "said"),
    [
        ("es", "EL SEGURO NO LO DICE", "No es un «no cubierto»."),
        ("en", "NOT SAID", 'This is no "not covered".'),
        ("pt", "O SEGURO NÃO DIZ", "Não é um «não coberto»."),
    ],
)
def test_no_rule_speaks(language: str, headline: str, said: str) -> None:
    found = asked(SILENT, person(4, end=None), date(2026, 9, 10), Event.EMERGENCY)
    told = tell(found, language=language)
    assert told.headline == headline
    assert said in told.because[0] and "2026-09-10" in told.because[0]


# --- for everybody at once ------------------------------------------------------------------


def kept(*, back: date | None = None, late: date | None = None) -> tuple[Span, ...]:
    """Nine months until July paid in time; August paid late, if at all."""
    august = parse_month("2026-08")
    paid = [PaidMonth(month, last_day(month)) for month in range(august - 9, august)]
    paid += [] if late is None else [PaidMonth(august, late)]
    return latency_spans(PERU, ended=ENDED, back=back, paid=paid)


def test_days_of_latency_end_with_the_table_or_with_the_next_affiliation() -> None:
    assert kept() == (Span(ENDED, date(2026, 11, 1)),)
    assert kept(back=date(2026, 10, 15)) == (Span(ENDED, date(2026, 10, 15)),)
    assert kept(late=date(2026, 10, 20)) == (Span(ENDED, date(2027, 1, 1)),)
    late = date(2026, 11, 20)
    assert kept(late=late) == (Span(ENDED, date(2026, 11, 1)), Span(late, date(2027, 1, 1)))


def test_no_days_of_latency_without_months_or_without_the_law() -> None:
    assert latency_spans(PERU, ended=ENDED, back=None, paid=[]) == ()
    model = load_scheme("pe-modelo-colectivo")
    assert latency_spans(model, ended=ENDED, back=None, paid=person(9).paid) == ()
    assert latency_spans(PERU, ended=date(1989, 1, 1), back=None, paid=person(9).paid) == ()


def test_days_of_latency_stay_in_the_season() -> None:
    scheme = seasonal(6, 9, latency=LATENCY)
    found = latency_spans(scheme, ended=ENDED, back=None, paid=person(9).paid)
    assert found == (Span(ENDED, date(2026, 10, 1)),)


def test_the_parts_of_some_days_that_lie_in_a_season_over_the_new_year() -> None:
    days = Span(date(2026, 2, 10), date(2026, 12, 5))
    assert list(in_season(Season(first_month=11, last_month=3), days=days)) == [
        Span(date(2026, 2, 10), date(2026, 4, 1)),
        Span(date(2026, 11, 1), date(2026, 12, 5)),
    ]
    assert (
        list(in_season(Season(first_month=5, last_month=5), days=Span(ENDED, ENDED.replace(day=9))))
        == []
    )
