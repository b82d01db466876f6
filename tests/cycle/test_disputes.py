"""Disputes through the real cycle: opened, argued, decided; by whom, seen by whom, and never twice at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import association_number
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.alliance.negotiation_actions import Side as Party
from ayni.apps.sql.frames import execute, rows, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.complaint.disputes import (
    TRANSITIONS,
    About,
    Basis,
    DisputeClosed,
    DueRefused,
    NotTheirStep,
    Person,
    SamePerson,
    Side,
    Standing,
    State,
    Step,
)
from ayni.cycle import disputes
from ayni.cycle.alliance_health import health
from ayni.cycle.disputes import Opened, Taken, UnknownDispute, UnknownSubject, WordsNeeded
from tests.cycle import made
from tests.cycle.small_world import APRIL, SYSTEM

DAY, DUE = date(2026, 8, 1), date(2026, 8, 31)
HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="mirar")
OFFICER = replace(HEAD, name="recaudadora", role=Role.COLLECTION)


@pytest.fixture
def first(founded: Urls) -> int:
    """Two families, billed for April upon a roster; one obligation of the party."""
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL)
    with acting(SYSTEM):
        return association_number(actor=SYSTEM, code="EJ-01")


def speaker(association: int) -> Actor:
    return Actor("secretaria", Role.SECRETARY, 1, "mirar", associations=(association,))


def key(actor: Actor, association: int, kind: About) -> str:
    known = disputes.opening(actor=actor, association=association, today=DAY).subjects
    return next(one.key for one in known if one.kind is kind)


def opened(actor: Actor, association: int, kind: About = About.NOTICE, **changed: object) -> int:
    new = Opened(key(actor, association, kind), "Sobra una familia", "Que se corrija")
    return disputes.open_dispute(
        actor=actor,
        association=association,
        new=replace(new, **changed),  # type: ignore[arg-type]
        today=DAY,
    )


def taken(actor: Actor, dispute: int, what: Step, *, seen: int, day: date = DAY) -> None:
    new = Taken(what, f"{what.value}: porque sí", seen)
    disputes.take(actor=actor, dispute=dispute, new=new, today=day)


def test_a_notice_is_disputed_and_partly_accepted(first: int) -> None:
    number = opened(speaker(first), first, amount=4520)
    page = disputes.dispute_page(actor=HEAD, number=number)
    found = page.dispute
    assert (found.code, found.kind, found.month, found.agreement_code, found.adhesion_code) == (
        "EJ-01/1", About.NOTICE, APRIL, "JNC-2026", "JNC-2026-EJ-01",
    )  # fmt: skip
    assert found.about == value_of("SELECT number FROM assessment_notice")
    assert (found.amount, found.currency) == (4520, "PEN")
    assert (found.opener, found.opened_on) == (Person("secretaria", Side.ASSOCIATION), DAY)
    assert (found.due_on, found.basis) == (DUE, Basis.PROPOSED)
    assert page.may == (Step.SAY, Step.ACCEPT, Step.ACCEPT_PARTLY, Step.REJECT)
    taken(OFFICER, number, Step.SAY, seen=0)
    taken(speaker(first), number, Step.SAY, seen=1, day=date(2026, 8, 2))
    taken(HEAD, number, Step.ACCEPT_PARTLY, seen=2, day=date(2026, 8, 3))
    page = disputes.dispute_page(actor=speaker(first), number=number)
    assert (page.dispute.state, page.dispute.since, page.may) == (
        State.PARTLY_ACCEPTED, date(2026, 8, 3), (),
    )  # fmt: skip
    assert [(one.step, one.by.name, one.said) for one in page.events] == [
        (Step.SAY, "recaudadora", "say: porque sí"),
        (Step.SAY, "secretaria", "say: porque sí"),
        (Step.ACCEPT_PARTLY, "directora", "accept_partly: porque sí"),
    ]
    with pytest.raises(DisputeClosed):
        taken(speaker(first), number, Step.SAY, seen=3)


def value_of(question: str) -> object:
    with acting(SYSTEM):
        return value(question)


def test_everything_the_association_has_may_be_named(first: int) -> None:
    with acting(SYSTEM):
        agreement = alliances.agreements(actor=SYSTEM)[0].id
        tables.oblige(
            actor=SYSTEM, agreement=agreement, association=first, side=Party.INSTITUTION,
            what="Carné a cada familia", due_on=DAY,
        )  # fmt: skip
    known = disputes.opening(actor=speaker(first), association=first, today=DAY).subjects
    assert [(one.kind, one.month) for one in known if one.kind is not About.MONTH] == [
        (About.AGREEMENT, None),
        (About.NOTICE, APRIL),
        (About.ROSTER, APRIL),
        (About.OBLIGATION, None),
    ]
    assert [one.month for one in known if one.kind is About.MONTH] == [
        *range(APRIL + 4, APRIL - 1, -1)
    ]
    for place, kind in enumerate(About, start=1):
        number = opened(speaker(first), first, kind)
        found = disputes.dispute_page(actor=HEAD, number=number).dispute
        assert (found.kind, found.number) == (kind, place)
    words = {
        kind: about for kind, about in both_columns("SELECT kind, about FROM complaint_dispute")
    }
    assert (words["agreement"], words["month"]) == ("JNC-2026", "2026-08")
    assert words["obligation"] == "Carné a cada familia"


def both_columns(question: str) -> list[tuple[str, str]]:
    with acting(SYSTEM):
        return rows(question)  # type: ignore[return-value]


def test_what_is_not_theirs_not_there_or_not_said_is_not_opened(first: int) -> None:
    mine, other = speaker(first), speaker(first + 1)
    notice = key(mine, first, About.NOTICE)
    good = Opened(notice, "Sobra una familia", "Que se corrija")
    for who, of, new, refusal in (
        (other, first, good, UnknownDispute),
        (other, first + 1, good, UnknownSubject),
        (mine, first, replace(good, subject="notice-1-1-99999"), UnknownSubject),
        (mine, first, replace(good, disputed=" "), WordsNeeded),
        (mine, first, replace(good, asked=""), WordsNeeded),
        (mine, first, replace(good, due_on=DAY), DueRefused),
        (mine, 2**40, good, UnknownDispute),
        (replace(HEAD, role=Role.AUDITOR), first, good, NotAllowed),
        (replace(HEAD, role=Role.OBSERVER), first, good, NotAllowed),
        (replace(HEAD, role=Role.CLERK), first, good, NotAllowed),
    ):
        with pytest.raises(refusal):
            disputes.open_dispute(actor=who, association=of, new=new, today=DAY)
    assert value_of("SELECT count(*) FROM complaint_dispute") == 0


def test_said_twice_it_stands_once_and_another_day_asked_for_is_kept(first: int) -> None:
    one = opened(speaker(first), first)
    assert opened(speaker(first), first) == one
    two = opened(speaker(first), first, disputed="Otra cosa", due_on=date(2026, 8, 15))
    found = disputes.dispute_page(actor=HEAD, number=two).dispute
    assert (found.number, found.due_on, found.basis) == (2, date(2026, 8, 15), Basis.ASKED)


def test_the_institution_opens_another_person_decides_and_who_opened_withdraws(first: int) -> None:
    number = opened(OFFICER, first, About.ROSTER)
    assert disputes.dispute_page(actor=OFFICER, number=number).may == (Step.SAY, Step.WITHDRAW)
    with pytest.raises(SamePerson):
        taken(OFFICER, number, Step.ACCEPT, seen=0)
    for what in (Step.ACCEPT, Step.WITHDRAW):
        with pytest.raises(NotTheirStep):
            taken(speaker(first), number, what, seen=0)
    taken(OFFICER, number, Step.WITHDRAW, seen=0)
    assert disputes.dispute_page(actor=HEAD, number=number).dispute.state is State.WITHDRAWN
    with pytest.raises(WordsNeeded):
        disputes.take(actor=HEAD, dispute=number, new=Taken(Step.SAY, " ", 1), today=DAY)
    auditor = replace(HEAD, name="auditora", role=Role.AUDITOR)
    assert disputes.dispute_page(actor=auditor, number=number).may == ()
    with pytest.raises(NotAllowed):
        taken(auditor, number, Step.SAY, seen=1)


def test_nobody_else_sees_any(first: int) -> None:
    number = opened(speaker(first), first)
    taken(HEAD, number, Step.SAY, seen=0)
    assert [one.id for one in disputes.dispute_list(actor=HEAD)[1]] == [number]
    with acting(replace(SYSTEM, institution=2)):
        access.make_institution(
            number=2, code="otra", name="Otra", country="cr", time_zone="America/Costa_Rica",
            currency="CRC",
        )  # fmt: skip
    for stranger in (replace(HEAD, institution=2), speaker(first + 1)):
        assert disputes.dispute_list(actor=stranger) == (0, [])
        with pytest.raises(UnknownDispute):
            disputes.dispute_page(actor=stranger, number=number)
        with pytest.raises(UnknownDispute):
            taken(stranger, number, Step.SAY, seen=1)
        with acting(stranger):
            assert value("SELECT count(*) FROM complaint_event") == 0
    for role in (Role.CLERK, Role.OBSERVER):
        outside = replace(HEAD, role=role)
        with pytest.raises(NotAllowed):
            disputes.dispute_page(actor=outside, number=number)
        # nor does the database show them anything
        with acting(outside):
            assert value("SELECT count(*) FROM complaint_dispute") == 0
            assert value("SELECT count(*) FROM complaint_event") == 0
    with pytest.raises(UnknownDispute):
        disputes.dispute_page(actor=HEAD, number=2**40)


def test_open_ones_come_first_the_soonest_due_at_their_head(first: int) -> None:
    mine = speaker(first)
    late = opened(mine, first, disputed="c", due_on=date(2026, 9, 9))
    soon = opened(mine, first, disputed="a", due_on=date(2026, 8, 2))
    over = opened(mine, first, disputed="b")
    taken(HEAD, over, Step.REJECT, seen=0)
    count, found = disputes.dispute_list(actor=mine, association=first)
    assert (count, [one.id for one in found]) == (3, [soon, late, over])
    assert [one.overdue(date(2026, 8, 3)) for one in found] == [True, False, False]
    assert disputes.dispute_list(actor=HEAD, start=2, size=1)[1][0].id == over
    assert disputes.dispute_list(actor=HEAD, association=first + 1) == (0, [])


def test_alliance_health_counts_the_open_ones_at_one_question_for_any_number(first: int) -> None:
    mine = speaker(first)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            health(actor=HEAD, association=first, today=DAY)
        return sum("complaint_" in one["sql"] for one in asked)

    health(actor=HEAD, association=first, today=DAY)
    assert health(actor=HEAD, association=first, today=DAY).disputes == Standing(0, 0, None)
    assert questions() == 1
    opened(mine, first, disputed="a", due_on=date(2026, 8, 2))
    opened(mine, first, disputed="b")
    over = opened(mine, first, disputed="c")
    taken(HEAD, over, Step.REJECT, seen=0, day=date(2026, 8, 5))
    late = date(2026, 8, 6)
    assert health(actor=HEAD, association=first, today=late).disputes == Standing(2, 1, DAY)
    assert health(actor=mine, association=first, today=late).disputes == Standing(2, 1, DAY)
    # as it stood before the decision
    assert health(actor=HEAD, association=first, today=DAY).disputes == Standing(3, 0, DAY)
    assert questions() == 1
    other = health(actor=HEAD, association=first + 1, today=late)
    assert other.disputes == Standing(0, 0, None)


def test_the_databases_table_is_the_codes(founded: Urls) -> None:
    kept = {(a, b): c for a, b, c in rows("SELECT state, step, next FROM complaint_transition")}
    assert kept == {(s.value, w.value): t.value for (s, w), t in TRANSITIONS.items()}


class _Undone(Exception):
    """Roll a step back that the database took."""


_EVENT = (
    "INSERT INTO complaint_event (institution, association, dispute, number, step, state, side, author,"
    " said, on_day) VALUES (1, %s, %s, %s, %s, %s, %s, %s, 'x', %s)"
)


@pytest.mark.parametrize("state", list(State), ids=lambda one: one.value)
def test_the_database_takes_the_steps_of_the_table_and_no_other(first: int, state: State) -> None:
    """Written past the code: every pair of state and step, with every state it might claim to lead to."""
    number = opened(OFFICER, first)
    way = next((what for (_, what), then in TRANSITIONS.items() if then is state), Step.SAY)
    taken(OFFICER if way is Step.WITHDRAW else HEAD, number, way, seen=0)
    for what in Step:
        who = OFFICER if what is Step.WITHDRAW else HEAD
        for claimed in State:
            right = TRANSITIONS.get((state, what)) is claimed
            given = (first, number, 2, what.value, claimed.value, "institution", who.name, DAY)
            try:
                with acting(who):
                    execute(_EVENT, given)
                    raise _Undone
            except _Undone:
                assert right, (state, what, claimed)
            except DatabaseError as refused:
                assert "no step" in str(refused) and not right, (state, what, claimed)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"number": 2}, "not the next"),
        ({"side": "association"}, "on his own side"),
        ({"author": "otra"}, "its author's"),
        ({"day": date(2026, 7, 31)}, "before the last"),
        ({"step": "withdraw", "state": "withdrawn"}, "other side's step"),
        ({"dispute": 99_999}, "no such dispute"),
        ({}, None),
    ],
)
def test_the_database_takes_nothing_on_trust(
    first: int, changed: dict[str, object], told: str | None
) -> None:
    given = {
        "association": first, "dispute": opened(speaker(first), first), "number": 1, "step": "say",
        "state": "open", "side": "institution", "author": "directora", "day": DAY,
    } | changed  # fmt: skip
    if told is None:
        with acting(HEAD):
            assert execute(_EVENT, tuple(given.values())) == 1
    else:
        with pytest.raises(DatabaseError, match=told), acting(HEAD):
            execute(_EVENT, tuple(given.values()))


def test_the_database_lets_nobody_decide_what_he_opened(first: int) -> None:
    number = opened(OFFICER, first)
    given = (first, number, 1, "accept", "accepted", "institution", OFFICER.name, DAY)
    with pytest.raises(DatabaseError, match="two persons"), acting(OFFICER):
        execute(_EVENT, given)
    by_them = (first, number, 1, "accept", "accepted", "association", "secretaria", DAY)
    with pytest.raises(DatabaseError, match="other side's step"), acting(speaker(first)):
        execute(_EVENT, by_them)


def test_a_dispute_names_what_lies_under_its_own_agreement(first: int) -> None:
    """Another association's notice, an agreement without the association, a month before the adhesion."""
    with acting(SYSTEM):
        agreement, adhesion = rows(
            "SELECT agreement, id FROM alliance_adhesion WHERE association = %s", (first,)
        )[0]
        notice = value("SELECT id FROM assessment_notice")
        other, theirs = rows(
            "SELECT association, id FROM alliance_adhesion WHERE association <> %s LIMIT 1",
            (first,),
        )[0]
    good = (first, adhesion, "notice", notice, None)
    for association, under, kind, named, month in (
        (other, theirs, "notice", notice, None),
        (other, adhesion, "notice", notice, None),
        (first, None, "agreement", None, None),
        (first, adhesion, "notice", 99_999, None),
        (first, adhesion, "month", None, APRIL - 1),
        (first, adhesion, "month", None, APRIL + 5),
    ):
        with pytest.raises(DatabaseError, match=r"not there|does not stand"), acting(HEAD):
            _insert(agreement, association, under, kind, named, month)
    with acting(HEAD):
        _insert(agreement, *good)


def _insert(agreement: int, *given: object) -> None:
    execute(
        "INSERT INTO complaint_dispute (institution, number, agreement, association, adhesion, kind,"
        " notice, month, disputed, asked, side, author, opened_on, due_on, due_basis) VALUES (1, 7, %s,"
        " %s, %s, %s, %s, %s, 'x', 'y', 'institution', 'directora', %s, %s, 'asked')",
        (agreement, *given, DAY, DUE),
    )


def test_what_was_said_is_never_rewritten(first: int) -> None:
    number = opened(speaker(first), first)
    taken(HEAD, number, Step.SAY, seen=0)
    for statement in (
        "UPDATE complaint_dispute SET disputed = 'nada'",
        "DELETE FROM complaint_event",
        "UPDATE complaint_event SET said = 'nada'",
        "UPDATE complaint_transition SET next = 'rejected'",
    ):
        with pytest.raises(DatabaseError, match=r"denied|append-only"), acting(SYSTEM):
            execute(statement)


def test_every_step_is_in_the_journal_with_who_and_why(first: int) -> None:
    number = opened(speaker(first), first)
    taken(HEAD, number, Step.REJECT, seen=0)
    with acting(SYSTEM):
        told = rows(
            "SELECT c.about, e.actor, e.reason FROM audit_change c JOIN audit_entry e ON e.id = c.entry"
            " WHERE c.about LIKE 'complaint_%%' ORDER BY c.id"
        )
    assert told == [
        ("complaint_dispute", "secretaria", "abrir una controversia"),
        ("complaint_event", "directora", f"controversia {number}: rechazar"),
    ]


def test_an_answer_to_what_has_moved_on_is_refused(first: int) -> None:
    number = opened(speaker(first), first)
    taken(HEAD, number, Step.SAY, seen=0)
    with pytest.raises(MovedOn):
        taken(HEAD, number, Step.REJECT, seen=0)
    taken(HEAD, number, Step.REJECT, seen=1)


def test_f11_of_two_who_decide_at_once_one_does(own_founded: Urls) -> None:
    with acting(SYSTEM):
        association = association_number(actor=SYSTEM, code="EJ-01")
    number = opened(speaker(association), association, About.AGREEMENT)
    gate = threading.Barrier(2)

    def decide(given: tuple[str, Step]) -> str:
        who, what = given
        gate.wait(timeout=60)
        try:
            taken(replace(HEAD, name=who), number, what, seen=0)
        except MovedOn:
            return "moved on"
        finally:
            connection.close()
        return who

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(decide, [("una", Step.ACCEPT), ("otra", Step.REJECT)]))
    assert told.count("moved on") == 1
    found = disputes.dispute_page(actor=HEAD, number=number)
    assert len(found.events) == 1
    assert [found.events[0].by.name] == [one for one in told if one != "moved on"]


def test_f11_two_who_open_at_once_get_two_numbers(own_founded: Urls) -> None:
    with acting(SYSTEM):
        association = association_number(actor=SYSTEM, code="EJ-01")
    gate = threading.Barrier(2)

    def open_one(words: str) -> int:
        gate.wait(timeout=60)
        try:
            return opened(speaker(association), association, About.AGREEMENT, disputed=words)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(open_one, ["una cosa", "otra cosa"]))) == 2
    numbers = [one.number for one in disputes.dispute_list(actor=HEAD)[1]]
    assert sorted(numbers) == [1, 2]
    assert not transaction.get_connection().in_atomic_block
