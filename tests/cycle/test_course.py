"""Sandboxes of a course: apart from each other, begun again without anything being taken away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from ayni.apps.access import courses
from ayni.apps.access import queries as accesses
from ayni.apps.access.actions import acting
from ayni.apps.access.courses import UnknownParticipant
from ayni.apps.sql.frames import execute, rows, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle import course
from ayni.cycle.course_season import NotASandbox, PassedMonth, pass_month
from ayni.cycle.verification import verify
from tests.cycle.small_world import SYSTEM
from tests.web.course_fixtures import ROOT, TODAY, Course, held, then

__all__ = ["held", "then"]
NOON = datetime(2026, 11, 26, 17, tzinfo=UTC)


def sandbox(participant: int) -> int:
    hall = course.hall_of(ROOT)
    with acting(hall):
        return courses.sandbox_of(actor=hall, participant=participant).institution


def roles_of(username: str) -> list[tuple[str, int]]:
    user = accesses.user_named(username)
    assert user is not None
    return [(one.role.value, one.institution) for one in accesses.mandates(user=user.id, at=NOON)]


def system(institution: int) -> Actor:
    return Actor(name="prueba", role=Role.SYSTEM, institution=institution, reason="prueba")


def test_every_participant_has_offices_in_a_sandbox_of_his_own(held: Course, db: None) -> None:
    one, two = sandbox(1), sandbox(2)
    assert one != two
    assert roles_of("p01-institucion") == [("negotiator", one), ("affiliation", one)]
    assert roles_of("p01-direccion") == [("head", one)]
    assert roles_of("p02-asociacion") == [("representative", two), ("secretary", two)]
    hall = course.hall_of(ROOT).institution
    assert roles_of("facilitador") == [("head", hall), ("auditor", one), ("auditor", two)]
    assert len(held.passwords) == len(set(held.passwords.values())) == 7


def test_sandboxes_hold_different_families_and_nobody_sees_the_others(
    held: Course, db: None
) -> None:
    names = []
    for participant in (1, 2):
        with acting(system(sandbox(participant))):
            names.append({name for (name,) in rows("SELECT number FROM registry_identifier")})
            assert value("SELECT count(DISTINCT institution) FROM affiliation_span") == 1
            assert rows("SELECT * FROM access_course_sandbox") == []
            assert value("SELECT participant FROM access_course_seat()") == participant
            assert value("SELECT count(DISTINCT month) FROM assessment_notice") == 3
            assert value("SELECT count(*) FROM alliance_adhesion") == 5
            assert value("SELECT count(DISTINCT family) FROM affiliation_span") == 60
    assert len(names[0]) > 200 and names[0] != names[1]


def test_a_reset_founds_anew_moves_the_offices_and_closes_the_old(held: Course, db: None) -> None:
    old, other = sandbox(1), sandbox(2)
    made = course.reset(actor=ROOT, participant=1, day=TODAY)
    assert made.number == 2 and made.institution not in (old, other)
    assert roles_of("p01-institucion") == [
        ("negotiator", made.institution),
        ("affiliation", made.institution),
    ]
    assert roles_of("p02-direccion") == [("head", other)]
    assert ("auditor", old) not in roles_of("facilitador")
    with acting(system(old)):
        assert value("SELECT count(DISTINCT family) FROM affiliation_span") == 60
        assert value("SELECT count(*) FROM access_course_seat()") == 0
    with pytest.raises(NotASandbox):
        pass_month(actor=system(old))


def test_nobody_unknown_begins_again(held: Course, db: None) -> None:
    with pytest.raises(UnknownParticipant):
        course.reset(actor=ROOT, participant=3, day=TODAY)


def test_a_second_start_adds_whoever_is_missing(held: Course, db: None) -> None:
    before = [sandbox(1), sandbox(2)]
    assert course.start(actor=ROOT, participants=2, families=60, day=TODAY) == []
    cards = course.start(actor=ROOT, participants=3, families=60, day=TODAY)
    assert [one.username for one in cards] == ["p03-institucion", "p03-direccion", "p03-asociacion"]
    assert [sandbox(1), sandbox(2)] == before


@pytest.mark.parametrize(("participants", "families"), [(0, 60), (41, 60), (1, 59), (1, 601)])
def test_a_course_has_a_size(held: Course, db: None, participants: int, families: int) -> None:
    with pytest.raises(course.CourseTooLarge):
        course.start(actor=ROOT, participants=participants, families=families, day=TODAY)


def test_the_same_month_is_the_same_for_the_same_seed(held: Course, db: None) -> None:
    actor = system(sandbox(1))
    assert pass_month(actor=actor) == PassedMonth(24318, 60, 271200, 235040)
    assert [one for one in verify(actor=actor) if not one.green] == []


def test_a_sandbox_is_closed_once_and_never_opened_again(held: Course, db: None) -> None:
    hall = course.hall_of(ROOT)
    course.reset(actor=ROOT, participant=1, day=TODAY)
    for wanted in ("NULL", "'2027-01-01'"):
        with pytest.raises(DatabaseError, match="closed once"), transaction.atomic(), acting(hall):
            execute(f"UPDATE access_course_sandbox SET closed_on = {wanted} WHERE number = 1"
                    " AND participant = 1")  # fmt: skip


def test_only_the_system_opens_or_closes(held: Course, db: None) -> None:
    head = Actor(name="p01-direccion", role=Role.HEAD, institution=sandbox(1), reason="probar")
    with acting(head):
        for call in (
            lambda: courses.close_sandbox(actor=head, sandbox=sandbox(2), day=TODAY),
            lambda: courses.end_mandates(actor=head, day=TODAY),
            lambda: courses.take_step(actor=head, exercise=1),
        ):
            with pytest.raises(NotAllowed):
                call()


def test_no_course_among_real_people(founded: Urls) -> None:
    with pytest.raises(course.RealInstallation):
        course.start(actor=SYSTEM, participants=1, families=60, day=TODAY)
    with pytest.raises(course.NoCourse):
        course.hall_of(SYSTEM)
    with pytest.raises(NotASandbox):
        pass_month(actor=SYSTEM)
