"""Who studies and who cannot work: proved, recorded, ended, taken back, and what the clinic then hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import DatabaseError

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance.actions import NewAgreement, NewAssociation
from ayni.apps.sql.frames import execute, rows, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.affiliation.conditions import (
    Claim,
    Condition,
    ConditionBackward,
    ConditionNotInScheme,
    ConditionOverlaps,
    ConditionRefused,
    ConditionUnknown,
    EvidenceMissing,
    NotADependant,
)
from ayni.core.entitlement import Event, Verdict
from ayni.core.periods import month_number
from ayni.core.scheme import Terms, canonical
from ayni.cycle.conditions import end_condition, record_condition, withdraw_condition
from ayni.cycle.eligibility import ask
from ayni.cycle.words import problem_words
from tests.core.lawmade import figure, scheme_of
from tests.cycle import made
from tests.cycle.small_world import APRIL, SYSTEM

CHILD = {
    "relation": "child",
    "below_age": "edad_limite_hijo",
    "incapacitated_at_any_age": True,
    "student_below_age": "edad_estudiante",
    "student_evidence": ["constancia_de_estudios"],
}
SPOUSE = {"relation": "spouse", "incapacitated_at_any_age": True}
FATHER = {"relation": "father", "incapacitated_at_any_age": True, "at_most": 1}
LAW = scheme_of(
    figure("edad_estudiante", "years", 25),
    insured_unit={"dependants": [CHILD, SPOUSE, FATHER]},
)
CODE = "EST-1"
SON = "70000001"
#: Twenty years old on the day that is asked about.
BORN = date(2006, 3, 1)
DAY = date(2026, 8, 10)
STUDY = Claim(
    Condition.STUDENT, date(2026, 3, 1), date(2027, 1, 1), "constancia_de_estudios", b"7" * 32
)
SICK = Claim(Condition.INCAPACITATED, date(2020, 1, 1), None, "certificado de discapacidad")
OFFICER = Actor(name="oficial", role=Role.AFFILIATION, institution=1, reason="prueba")
CLERK = Actor(name="admisión", role=Role.CLERK, institution=1, reason="prueba", facility=1)


def signed() -> int:
    """Sign an agreement whose law knows students, with one cooperative; gives the association."""
    text = canonical(LAW)
    with acting(SYSTEM):
        association = alliance.make_association(
            actor=SYSTEM,
            new=NewAssociation(
                code="EST", name="Los que estudian", kind="cooperative", region="Junín",
                activity="cafe",
            ),
        )  # fmt: skip
        scheme = alliance.make_scheme(actor=SYSTEM, code=LAW.code, regime=LAW.rules.regime)
        rules = alliance.pin_text(actor=SYSTEM, part="rules", text=text.rules.decode())
        parameters = alliance.pin_text(
            actor=SYSTEM, part="parameters", text=text.parameters.decode()
        )
        day = date(2026, 3, 20)
        agreement = alliance.sign(
            actor=SYSTEM,
            new=NewAgreement(
                "EST", association, scheme, rules, parameters,
                Terms(signed=day).model_dump(mode="json"), day, date(2026, 4, 1),
            ),
        )  # fmt: skip
        alliance.adhere(
            actor=SYSTEM, agreement=agreement, association=association, code=CODE,
            starts=date(2026, 4, 1),
        )  # fmt: skip
    return association


@pytest.fixture
def student(founded: object) -> int:
    """A son of twenty years in a family that paid May to July; gives his number in the registry."""
    signed()
    made.taken([made.head(1), made.child(1, birth=BORN)], month=APRIL, code=CODE)
    for month in range(APRIL, APRIL + 4):
        made.assessed(month, code=CODE)
        made.paid(
            made.notice_of(month, code=CODE).due, month=month, code=CODE,
            day=date(2026, month - APRIL + 5, 3), bank_reference=f"B{month}",
        )  # fmt: skip
    with acting(SYSTEM):
        return int(value("SELECT person FROM registry_identifier WHERE number = %s", (SON,)))


def heard(day: date = DAY, *, number: str = SON) -> tuple[bool, str]:
    """Ask as a clinic does; gives whether covered, and the first reason's code."""
    found = ask(actor=CLERK, number=number, day=day, event=Event.ILLNESS, route="prueba").answer
    assert found is not None
    return found.verdict is Verdict.COVERED, found.reasons[0].code


def test_a_student_of_twenty_is_answered_yes_once_it_is_proved(student: int) -> None:
    assert heard() == (False, "over_age_no_student")

    record_condition(actor=OFFICER, person=student, claim=STUDY, day=DAY)

    assert heard() == (True, "consecutive")
    with acting(SYSTEM):
        fact = affiliations.conditions_of(actor=SYSTEM, persons=[student])[student][0]
    assert (fact.starts, fact.ends, fact.evidence) == (STUDY.starts, STUDY.ends, STUDY.evidence)
    assert (fact.document, fact.recorded_by, fact.stands) == (b"7" * 32, "oficial", True)


def test_the_day_decides_not_the_day_of_the_question(student: int) -> None:
    claim = replace(STUDY, starts=date(2026, 8, 1), ends=date(2026, 8, 11))
    record_condition(actor=OFFICER, person=student, claim=claim, day=DAY)

    assert heard(date(2026, 8, 1))[0] and heard(date(2026, 8, 10))[0]
    assert heard(date(2026, 7, 31)) == heard(date(2026, 8, 11)) == (False, "over_age_no_student")


def test_an_end_is_a_new_fact_and_the_first_stays(student: int) -> None:
    first = record_condition(actor=OFFICER, person=student, claim=STUDY, day=DAY)

    second = end_condition(actor=OFFICER, person=student, fact=first, ends=date(2026, 8, 10))

    assert heard(date(2026, 8, 9))[0] and not heard(DAY)[0]
    with acting(SYSTEM):
        facts = affiliations.conditions_of(actor=SYSTEM, persons=[student])[student]
    assert [(one.id, one.ends, one.stands) for one in facts] == [
        (second, date(2026, 8, 10), True),
        (first, date(2027, 1, 1), False),
    ]
    with pytest.raises(ConditionUnknown):
        end_condition(actor=OFFICER, person=student, fact=first, ends=date(2026, 5, 1))
    for day in (STUDY.starts, date(2026, 8, 10), date(2026, 9, 1)):
        with pytest.raises(ConditionBackward):
            end_condition(actor=OFFICER, person=student, fact=second, ends=day)


def test_what_was_recorded_by_mistake_never_stood(student: int) -> None:
    first = record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    assert heard()[0]

    withdraw_condition(actor=OFFICER, person=student, fact=first)

    assert heard() == (False, "over_age_no_student")
    with acting(SYSTEM):
        facts = affiliations.conditions_of(actor=SYSTEM, persons=[student])[student]
    assert [(one.stands, one.withdrawn) for one in facts] == [(False, True), (False, False)]
    with pytest.raises(ConditionUnknown):
        withdraw_condition(actor=OFFICER, person=student, fact=facts[0].id)
    record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    assert heard()[0]


@pytest.mark.parametrize(
    ("claim", "refusal"),
    [
        (replace(STUDY, evidence=" "), EvidenceMissing),
        (replace(STUDY, evidence="palabra de honor"), EvidenceMissing),
        (replace(SICK, evidence=""), EvidenceMissing),
        (replace(SICK, evidence="x" * 121), EvidenceMissing),
        (replace(STUDY, ends=STUDY.starts), ConditionBackward),
    ],
)
def test_a_claim_that_is_not_proved_is_refused(
    student: int, claim: Claim, refusal: type[ConditionRefused]
) -> None:
    before = made.effects()
    with pytest.raises(refusal):
        record_condition(actor=OFFICER, person=student, claim=claim, day=DAY)
    assert made.effects() == before
    assert not heard()[0]


def test_the_same_condition_stands_once_at_a_time(student: int) -> None:
    record_condition(actor=OFFICER, person=student, claim=STUDY, day=DAY)
    with pytest.raises(ConditionOverlaps):
        record_condition(actor=OFFICER, person=student, claim=replace(STUDY, ends=None), day=DAY)
    later = replace(STUDY, starts=date(2027, 1, 1), ends=None)
    record_condition(actor=OFFICER, person=student, claim=later, day=DAY)
    record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)


def test_a_rule_that_does_not_ask_and_an_insured_person_are_refused(student: int) -> None:
    made.taken([made.head(5), made.child(5, birth=BORN)], month=APRIL)
    with acting(SYSTEM):
        found = dict(rows("SELECT number, person FROM registry_identifier"))
    with pytest.raises(ConditionNotInScheme):  # the model knows no student
        record_condition(actor=OFFICER, person=found["70000005"], claim=STUDY, day=DAY)
    with pytest.raises(NotADependant):
        record_condition(actor=OFFICER, person=found["40000001"], claim=SICK, day=DAY)
    with pytest.raises(NotADependant):
        record_condition(actor=OFFICER, person=999_999, claim=SICK, day=DAY)


@pytest.mark.parametrize("role", [Role.COLLECTION, Role.AUDITOR, Role.CLERK])
def test_others_do_not_record(student: int, role: Role) -> None:
    other = replace(OFFICER, role=role)
    with pytest.raises(NotAllowed):
        record_condition(actor=other, person=student, claim=STUDY, day=DAY)
    first = record_condition(actor=OFFICER, person=student, claim=STUDY, day=DAY)
    with pytest.raises(NotAllowed):
        end_condition(actor=other, person=student, fact=first, ends=DAY)
    with pytest.raises(NotAllowed):
        withdraw_condition(actor=other, person=student, fact=first)


def seen(role: Role, *, association: int = 0) -> int:
    """Count the facts that somebody sees in the table itself."""
    actor = replace(OFFICER, role=role, associations=(association,) if association else ())
    with acting(actor):
        return int(value("SELECT count(*) FROM affiliation_condition"))


def test_an_association_sees_its_own_families_and_a_clinic_only_the_answer(student: int) -> None:
    record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    with acting(SYSTEM):
        own = int(value("SELECT id FROM alliance_association WHERE code = 'EST'"))
        other = int(value("SELECT id FROM alliance_association WHERE code = 'EJ-01'"))
    assert seen(Role.AFFILIATION) == seen(Role.SECRETARY, association=own) == 1
    assert seen(Role.SECRETARY, association=other) == seen(Role.CLERK) == 0
    assert heard()[0]


def test_an_association_cannot_write_it_even_past_the_use_case(student: int) -> None:
    with acting(SYSTEM):
        own = int(value("SELECT id FROM alliance_association WHERE code = 'EST'"))
    secretary = replace(OFFICER, role=Role.SECRETARY, associations=(own,))
    with pytest.raises(DatabaseError, match="row-level security"), acting(secretary):
        execute(
            "INSERT INTO affiliation_condition (institution, person, condition, starts, evidence)"
            " VALUES (1, %s, 'student', '2026-01-01', 'x')",
            (student,),
        )


def test_the_journal_tells_who_and_why_and_nothing_of_the_person(student: int) -> None:
    record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    with acting(SYSTEM):
        (told,) = rows(
            "SELECT e.actor, e.reason, c.rows FROM audit_change c JOIN audit_entry e ON e.id = c.entry"
            " WHERE c.about = 'affiliation_condition'"
        )
    assert told == ("oficial", "registrar una condición de un derechohabiente", 1)


def test_an_erasure_takes_the_condition_and_its_evidence(student: int) -> None:
    record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    with acting(SYSTEM):
        execute("SELECT registry_erase(%s)", (student,))
        found = rows("SELECT condition, evidence, document, starts FROM affiliation_condition")
        assert found == [(None, None, None, SICK.starts)]
        assert affiliations.conditions_of(actor=SYSTEM, persons=[student]) == {}


def test_a_fact_is_replaced_once(student: int) -> None:
    first = record_condition(actor=OFFICER, person=student, claim=SICK, day=DAY)
    end_condition(actor=OFFICER, person=student, fact=first, ends=DAY)
    with pytest.raises(DatabaseError) as refused, acting(SYSTEM):
        execute(
            "INSERT INTO affiliation_condition (institution, person, condition, starts, evidence,"
            " replaces) VALUES (1, %s, 'incapacitated', '2020-01-01', 'x', %s)",
            (student, first),
        )
    assert isinstance(refused.value.__cause__, psycopg.errors.UniqueViolation)


# --- how many of a relation -----------------------------------------------------------------


def father(family: int, place: int) -> made.Row:
    """Write the row of a father."""
    return (
        family, "padre", "DNI", f"2000000{place}", "QUISPE", "MAMANI", f"PEDRO {'XYZ'[place]}",
        date(1950, 1, 1 + place), "M", None, None,
    )  # fmt: skip


def test_more_of_a_relation_than_the_scheme_protects_are_doubtful(founded: object) -> None:
    signed()
    written = [made.head(1), father(1, 0), father(1, 1), made.head(2), father(2, 2)]
    found = made.checked(made.file(written), month=month_number(year=2026, month=5), code=CODE)

    assert (found.control.accepted, found.control.doubtful) == (3, 2)
    with acting(SYSTEM):
        kept = [
            one
            for one in affiliations.problems(actor=SYSTEM, roster=found.roster)
            if one.kind == "too_many_of_relation"
        ]
    assert [(one.row, one.value, one.severity) for one in kept] == [
        (kept[0].row, "20000000", "doubt"),
        (kept[0].row + 1, "20000001", "doubt"),
    ]
    for language, said in (("es", "como máximo 1"), ("en", "at most 1"), ("pt", "no máximo 1")):
        what, right = problem_words(kept[0], language=language)
        assert what and said in right


def test_as_many_as_the_scheme_protects_are_taken(founded: object) -> None:
    signed()
    written = [made.head(1), father(1, 0), made.head(2), father(2, 1)]
    found = made.checked(made.file(written), month=APRIL, code=CODE)
    assert (found.control.accepted, found.control.doubtful) == (4, 0)
