"""Bad rosters: each refused in its own words, with no effect; each beside the roster that is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.adapters.spreadsheets import UnreadableFile, write_table
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.actions import RosterOutOfOrder
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.affiliation import NotARoster
from ayni.cycle.rosters import (
    AgreementNotInForce,
    Differences,
    NobodyToTake,
    RosterAlreadyAssessed,
    RosterFile,
    apply,
    check,
    differences,
    take,
)
from ayni.cycle.words import refused_text
from tests.cycle import made
from tests.cycle.small_world import APRIL, FIRST, MAY, SECOND, SYSTEM

APRIL_1, MAY_1 = date(2026, 4, 1), date(2026, 5, 1)


def test_a_roster_affiliates_its_families_from_the_first_of_the_month(founded: Urls) -> None:
    sent = made.file(made.families(1, 2))

    checked, applied = take(actor=SYSTEM, code=FIRST, month=APRIL, file=sent)

    assert (checked.control.rows, checked.control.accepted, checked.control.families) == (4, 4, 2)
    assert (applied.included, applied.excluded, applied.changed) == (4, 0, 0)
    assert made.spans() == [
        (number, APRIL_1, None) for number in ("40000001", "40000002", "70000001", "70000002")
    ]


def test_an_unknown_agreement_is_refused(founded: Urls) -> None:
    before = made.effects()

    with pytest.raises(UnknownAgreement) as refusal:
        made.checked(made.file(made.families(1)), month=APRIL, code="JNC-2026-EJ-99")

    assert "no tiene una adhesión con ese código" in refused_text(refusal.value, language="es")
    assert made.effects() == before


def test_a_month_before_the_agreement_is_refused(founded: Urls) -> None:
    before = made.effects()

    with pytest.raises(AgreementNotInForce, match="JNC-2026-EJ-01: 2026-03"):
        made.checked(made.file(made.families(1)), month=APRIL - 1)

    assert made.effects() == before


def test_the_same_file_twice_is_answered_and_changes_nothing(founded: Urls) -> None:
    sent = made.file(made.families(1, 2))
    first = made.checked(sent, month=APRIL)
    applied = apply(actor=SYSTEM, checked=first)
    before = made.effects()

    again = made.checked(RosterFile(name="otro nombre.xlsx", content=sent.content), month=APRIL)

    assert (again.roster, again.new, again.already_applied) == (first.roster, False, True)
    assert apply(actor=SYSTEM, checked=again) == applied
    assert made.effects() == before


def test_another_file_for_an_applied_month_shows_its_differences_then_replaces(
    founded: Urls,
) -> None:
    first = made.taken(made.families(1, 2), month=APRIL)
    before = made.spans()

    second = made.checked(
        made.file([*made.families(1), made.head(3), made.child(3, number="70000009")]), month=APRIL
    )

    assert (second.new, second.already_applied, second.replaces) == (True, False, first.roster)
    assert differences(actor=SYSTEM, checked=second) == Differences(2, 2, 0)
    assert made.spans() == before
    applied = apply(actor=SYSTEM, checked=second)
    assert (applied.included, applied.excluded, applied.unchanged) == (2, 2, 2)
    assert made.spans() == [
        (number, APRIL_1, None) for number in ("40000001", "40000003", "70000001", "70000009")
    ]


def test_a_file_for_an_assessed_month_is_refused(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=APRIL)
    waiting = made.checked(made.file(made.families(1)), month=APRIL)
    made.assessed(APRIL)
    before = made.effects()

    with pytest.raises(RosterAlreadyAssessed, match="2026-04"):
        made.checked(made.file(made.families(1, 3)), month=APRIL)
    with pytest.raises(RosterAlreadyAssessed, match="2026-04"):
        apply(actor=SYSTEM, checked=waiting)

    assert made.effects() == before
    made.taken(made.families(1), month=MAY)
    assert ("40000002", APRIL_1, MAY_1) in made.spans()


def test_a_file_for_a_month_before_an_applied_one_is_refused(founded: Urls) -> None:
    made.taken(made.families(1), month=MAY)
    late = made.checked(made.file(made.families(1, 2)), month=APRIL)
    before = made.effects()

    with pytest.raises(RosterOutOfOrder):
        apply(actor=SYSTEM, checked=late)

    assert made.effects() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("nomina.xlsx", b"%PDF-1.7 no soy una hoja"), ("nomina.xlsx", b"PK\x03\x04roto"), ("", b"")],
    ids=["a_pdf", "a_broken_archive", "nothing"],
)
def test_a_file_that_is_no_spreadsheet_is_refused(founded: Urls, name: str, content: bytes) -> None:
    before = made.effects()

    with pytest.raises((UnreadableFile, NotARoster)) as refusal:
        take(actor=SYSTEM, code=FIRST, month=APRIL, file=RosterFile(name, content))

    assert refused_text(refusal.value, language="es")
    assert made.effects() == before


def test_missing_columns_are_named_with_those_found(founded: Urls) -> None:
    content = write_table(
        title="Nómina",
        headers=("N° Familia", "Parentesco", "N° de documento", "Apellido paterno", "Nombres"),
        rows=[
            (1, "titular", "40000001", "QUISPE", "ROSA"),
            (1, "hijo", "70000001", "QUISPE", "LUZ"),
        ],
    )
    before = made.effects()

    with pytest.raises(NotARoster) as refusal:
        take(actor=SYSTEM, code=FIRST, month=APRIL, file=RosterFile("n.xlsx", content))

    told = refused_text(refusal.value, language="es")
    assert refusal.value.code == "missing_columns"
    assert "fecha de nacimiento" in told
    assert "Parentesco" in told and "N° de documento" in told
    assert made.effects() == before


def test_a_lost_leading_zero_is_read_and_shown_never_put_in_silently(founded: Urls) -> None:
    written = [*made.families(1), made.head(2, number=4123456), made.child(2)]

    found = made.taken(written, month=APRIL)

    assert _lost(found.roster) == [(4, "4123456", "04123456", "note")]
    assert (found.control.rows, found.control.accepted, found.control.doubtful) == (4, 4, 0)
    assert [n for n, _, _ in made.spans()] == ["04123456", "40000001", "70000001", "70000002"]


def test_a_text_of_seven_digits_waits_for_somebody(founded: Urls) -> None:
    written = [*made.families(1), made.head(2, number="4123456"), made.child(2)]

    found = made.taken(written, month=APRIL)

    assert _lost(found.roster) == [(4, "4123456", None, "doubt")]
    assert (found.control.rows, found.control.accepted, found.control.doubtful) == (4, 2, 2)
    assert [n for n, _, _ in made.spans()] == ["40000001", "70000001"]


def _lost(roster: int) -> list[tuple[int, str | None, str | None, str]]:
    with acting(SYSTEM):
        problems = affiliations.problems(actor=SYSTEM, roster=roster)
    return [
        (one.row, one.value, one.proposed, one.severity)
        for one in problems
        if "lost_leading_zero" in one.kind or "too_short" in one.kind
    ]


def test_somebody_affiliated_elsewhere_waits_with_the_family(founded: Urls) -> None:
    made.taken(made.families(1), month=APRIL, code=SECOND)

    found = made.taken(made.families(1, 2), month=APRIL)

    with acting(SYSTEM):
        problems = affiliations.problems(actor=SYSTEM, roster=found.roster)
    assert [(one.kind, one.row, one.value) for one in problems] == [
        ("affiliated_elsewhere", 2, "40000001"),
        ("affiliated_elsewhere", 3, "70000001"),
    ]
    assert (found.control.accepted, found.control.doubtful) == (2, 2)
    assert [number for number, _, _ in made.spans()] == ["40000002", "70000002"]
    assert [number for number, _, _ in made.spans(code=SECOND)] == ["40000001", "70000001"]


def test_somebody_who_left_the_other_association_is_taken(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=APRIL, code=SECOND)
    made.taken(made.families(2), month=MAY, code=SECOND)

    made.taken(made.families(1), month=MAY)

    assert made.spans() == [("40000001", MAY_1, None), ("70000001", MAY_1, None)]
    assert ("40000001", APRIL_1, MAY_1) in made.spans(code=SECOND)


def test_a_number_of_another_person_waits(founded: Urls) -> None:
    made.taken(made.families(1), month=APRIL, code=SECOND)
    stranger = (
        *made.head(2, surname="VARGAS")[:3],
        "40000001",
        *made.head(2, surname="VARGAS")[4:],
    )

    found = made.taken([stranger, *made.families(3)], month=APRIL)

    with acting(SYSTEM):
        problems = affiliations.problems(actor=SYSTEM, roster=found.roster)
    assert [(one.kind, one.severity) for one in problems] == [("number_of_another_person", "doubt")]
    assert [number for number, _, _ in made.spans()] == ["40000003", "70000003"]


def test_a_clerk_confirms_no_roster(founded: Urls) -> None:
    found = made.checked(made.file(made.families(1)), month=APRIL)
    clerk = Actor(name="c", role=Role.CLERK, institution=1, reason="x", facility=1)

    with pytest.raises(NotAllowed):
        apply(actor=clerk, checked=found)

    assert made.spans() == []


def test_a_secretary_finds_no_adhesion_of_another_association(founded: Urls) -> None:
    with acting(SYSTEM):
        from ayni.apps.alliance import queries as alliances

        own = alliances.adhesion_of(actor=SYSTEM, code=FIRST).association
    secretary = Actor(name="s", role=Role.SECRETARY, institution=1, reason="x", associations=(own,))
    sent = made.file(made.families(1))
    read = made.read(sent, month=APRIL)

    assert check(actor=secretary, code=FIRST, month=APRIL, file=sent, roster=read).new
    with pytest.raises(UnknownAgreement):
        check(actor=secretary, code=SECOND, month=APRIL, file=sent, roster=read)


def test_a_roster_of_which_nobody_can_be_taken_excludes_nobody(founded: Urls) -> None:
    take(actor=SYSTEM, code=FIRST, month=APRIL, file=made.file(made.families(1)))
    checked = made.checked(made.file(made.families(2)), month=MAY)
    before = made.spans()

    with pytest.raises(NobodyToTake) as refusal:
        apply(actor=SYSTEM, checked=replace(checked, people=checked.people.clear()))

    assert "Nadie de esta nómina" in refused_text(refusal.value, language="es")
    assert made.spans() == before
