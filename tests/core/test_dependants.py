"""Dependants who study, and what a rule about dependants may not say."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.affiliation.relations import WORDS
from ayni.core.entitlement import (
    Answer,
    Event,
    PaidMonth,
    PersonFacts,
    PersonRole,
    Verdict,
    answer,
    tell,
)
from ayni.core.entitlement.cases import run_case
from ayni.core.periods import Span, last_day, parse_month
from ayni.core.scheme import Scheme
from ayni.core.scheme.calendar_checks import RELATIONS
from ayni.core.scheme.cases import load_case_text
from tests.core.lawmade import TEMPLATE, codes, figure, scheme_of

DAY = date(2026, 8, 10)

CHILD = {
    "relation": "child",
    "below_age": "edad_limite_hijo",
    "incapacitated_at_any_age": True,
    "student_below_age": "edad_estudiante",
}
STUDENTS = scheme_of(figure("edad_estudiante", "years", 25), insured_unit={"dependants": [CHILD]})


def child_of(**facts: object) -> PersonFacts:
    months = [parse_month(f"2026-0{month}") for month in (5, 6, 7)]
    return PersonFacts(
        **{"role": PersonRole.DEPENDANT, "relation": "child"} | facts,
        affiliation=(Span(date(2020, 1, 1)),),
        paid=tuple(PaidMonth(month, last_day(month)) for month in months),
    )


def asked(scheme: Scheme, facts: PersonFacts, day: date) -> Answer:
    return answer(facts=facts, scheme=scheme, event=Event.ILLNESS, day=day)


@pytest.mark.parametrize(
    ("birth", "facts", "reason"),
    [
        (date(2008, 8, 11), {}, None),
        (date(2008, 8, 10), {}, "over_age_no_student"),
        (date(2008, 8, 10), {"student": True}, None),
        (date(2001, 8, 11), {"student": True}, None),
        (date(2001, 8, 10), {"student": True}, "over_age"),
        (date(2001, 8, 10), {"incapacitated": True}, None),
        (None, {"student": True}, "birth_unknown"),
    ],
)
def test_who_studies_is_protected_longer(birth: date | None, facts: dict, reason: str) -> None:
    child = child_of(birth=birth, **facts)
    found = asked(STUDENTS, child, DAY)
    assert found.verdict is (Verdict.COVERED if reason is None else Verdict.NOT_COVERED)
    assert reason is None or found.reasons[0].code == reason


def test_a_student_is_nothing_where_the_rule_knows_none() -> None:
    model = load_scheme("pe-modelo-colectivo")
    found = asked(model, child_of(birth=date(2008, 8, 10), student=True), DAY)
    assert dict(found.reasons[0].details) == {"age": "18", "limit": "18"}


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_students_age_is_told(language: str) -> None:
    child = child_of(birth=date(2008, 8, 10))
    (said,) = tell(asked(STUDENTS, child, DAY), language=language).because
    assert "18" in said
    assert "25" in said


def dependants(*rules: dict) -> list[str]:
    years = figure("edad_estudiante", "years", 25)
    return codes(years, insured_unit={"dependants": list(rules)})


def test_a_relation_is_known_to_the_roster_and_named_once() -> None:
    spouse = TEMPLATE["rules"]["insured_unit"]["dependants"][0]
    assert dependants(spouse, spouse) == ["repeated"]
    assert dependants(spouse | {"relation": "neighbour"}) == ["unknown_relation"]
    assert dependants(spouse | {"relation": "insured"}) == ["unknown_relation"]
    assert set(WORDS) - {"insured"} <= set(RELATIONS)


def test_a_students_age_is_above_the_ordinary_one() -> None:
    assert dependants(CHILD | {"below_age": None}) == ["student_of_any_age"]
    young = figure("edad_estudiante", "years", 17)
    assert codes(young, insured_unit={"dependants": [CHILD]}) == ["crossed_bounds"]
    months = figure("edad_estudiante", "months", 300)
    assert codes(months, insured_unit={"dependants": [CHILD]}) == ["other_count"]


def test_a_case_knows_students() -> None:
    person = {
        "role": "dependant",
        "relation": "child",
        "birth": "2005-01-01",
        "affiliated_from": "2026-01-01",
    }
    for student, different in ((True, []), (False, ["verdict"])):
        case = {
            **{"id": "e1", "title": "caso", "source": "inventado", "evidence": "rule"},
            "kind": "entitlement",
            "event": "illness",
            "day": "2026-08-10",
            "person": person | {"student": student},
            "paid": ["2026-05", "2026-06", "2026-07"],
            "expect": {"verdict": "covered"},
        }
        outcome = run_case(STUDENTS, case=load_case_text(json.dumps(case)))
        assert [one.what for one in outcome.differences] == different
