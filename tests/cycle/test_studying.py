"""Studies are written, asked to run, put beside a proposal; who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import execute, value
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.actions import (
    AlreadyAttached,
    BlockDiffers,
    ForeignSubject,
    NewStudy,
    StudyCodeTaken,
)
from ayni.apps.study.queries import RunState, Score
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle import studying
from ayni.cycle.demo_table import lay_table
from ayni.cycle.founding import AGREEMENT
from ayni.cycle.negotiating import UnknownNegotiation
from ayni.cycle.studying import NotDone, Put, UnknownRun, UnknownStudy, Wanted
from tests.cycle.small_world import SYSTEM

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
WRITER = Actor(name="negociacion", role=Role.NEGOTIATOR, institution=1, reason="estudiar")
HEAD = replace(WRITER, name="direccion", role=Role.HEAD)
TEXT = "code: cafe\n"
NEW = NewStudy("cafe", "Café, 42 000 familias", TEXT, None, None)
WANTED = Wanted("cohort", 7, 100, 60, {})
FIGURES = {"ruin_60": 0.04, "break_even": None}


def add(new: NewStudy = NEW, actor: Actor = WRITER) -> int:
    return studying.add_study(actor=actor, new=new, at=AT, reason="estudio de ejemplo")


def done(study: int) -> int:
    """Write a run as if it had been done."""
    run = studying.start_run(actor=WRITER, study=study, wanted=WANTED, at=AT)
    with acting(SYSTEM):
        writes.keep_result(actor=SYSTEM, run=run, cube=b"c" * 32, manifest={}, at=AT)
        writes.tell_state(actor=SYSTEM, run=run, state=RunState.DONE, done=100, began=AT, ended=AT)
    return run


def test_a_study_is_kept_once_and_shown_with_its_runs(founded):
    number = add()
    assert add() == number
    shown = studying.study(actor=HEAD, number=number)
    assert (shown.study.code, shown.study.text, shown.study.written_by) == (
        "cafe",
        TEXT,
        "negociacion",
    )
    assert shown.runs == () and studying.study_coded(actor=HEAD, code="cafe") == shown
    (listed,) = studying.studies(actor=HEAD)
    assert (listed.study.id, listed.newest, listed.done, listed.figures) == (
        number,
        None,
        None,
        None,
    )
    assert studying.listed_runs(actor=HEAD) == []


def test_another_text_under_its_code_is_refused(founded):
    add()
    with pytest.raises(StudyCodeTaken):
        add(replace(NEW, text="code: cafe\nmonths: 3\n"))


def test_what_it_is_about_lies_in_the_institution(founded):
    with acting(SYSTEM):
        agreement = alliances.agreement_number(actor=SYSTEM, code=AGREEMENT)
    number = add(replace(NEW, agreement=agreement))
    assert studying.study(actor=HEAD, number=number).study.agreement_code == AGREEMENT
    assert studying.studies(actor=HEAD, agreement=agreement)[0].study.id == number
    assert studying.studies(actor=HEAD, agreement=agreement + 1) == []
    with pytest.raises(ForeignSubject):
        add(replace(NEW, code="otro", agreement=agreement + 100_000))


def test_a_run_waits_and_can_be_left(founded):
    run = studying.start_run(actor=WRITER, study=add(), wanted=WANTED, at=AT)
    found = studying.run_progress(actor=HEAD, run=run)
    assert (found.state, found.done, found.scenarios, found.ended) == (
        RunState.QUEUED,
        0,
        100,
        False,
    )
    assert studying.cancel(actor=WRITER, run=run, at=AT)
    assert studying.run_progress(actor=HEAD, run=run).state is RunState.CANCELLED
    assert not studying.cancel(actor=WRITER, run=run, at=AT)
    with acting(SYSTEM):  # a worker that comes late does not wake it up
        assert not writes.tell_state(actor=SYSTEM, run=run, state=RunState.RUNNING)
        assert writes.take_run(actor=SYSTEM) is None
    with pytest.raises(NotDone):
        studying.cube_of(actor=HEAD, run=run)


def test_the_oldest_run_is_taken_first_and_only_once_per_session(founded):
    study = add()
    first, second = (
        studying.start_run(actor=WRITER, study=study, wanted=WANTED, at=AT) for _ in range(2)
    )
    with acting(SYSTEM):
        assert writes.take_run(actor=SYSTEM) == first
        assert writes.take_run(actor=SYSTEM, run=second) == second
        for run in (first, second):
            writes.let_go(run=run)


def test_figures_of_the_newest_run_that_is_done_are_listed(founded):
    study = add()
    run = done(study)
    studying.keep_figures(actor=WRITER, run=run, levers={}, figures=FIGURES)
    studying.keep_figures(actor=WRITER, run=run, levers={"rate": 5}, figures={"ruin_60": 1.0})
    newer = studying.start_run(actor=WRITER, study=study, wanted=WANTED, at=AT)
    (listed,) = studying.studies(actor=HEAD)
    assert listed.newest is not None and listed.newest.id == newer
    assert listed.figures == FIGURES
    ((shown, last),) = studying.listed_runs(actor=HEAD)
    assert (shown.id, last.id) == (study, run)
    assert studying.study_of_run(actor=HEAD, run=newer) == study


def test_a_block_is_kept_once_and_another_one_is_no_block(founded):
    run = studying.start_run(actor=WRITER, study=add(), wanted=WANTED, at=AT)
    block = {"actor": SYSTEM, "run": run, "first": 0, "scenarios": 50, "content": b"x"}
    with acting(SYSTEM):
        for _ in range(2):
            writes.keep_block(digest=b"d" * 32, **block)
        assert queries.firsts(actor=SYSTEM, run=run) == {0: 50}
        with pytest.raises(BlockDiffers):
            writes.keep_block(digest=b"e" * 32, **block)


def test_scores_are_written_once(founded):
    run = done(add())
    score = Score(24315, "families", 90.0, 99.0, 100.0, 110.0, 95.0, 0.95, 0.2, False)
    unknown = Score(24315, "cost", 1.0, 2.0, 2.0, 3.0, None, None, None, False)
    with acting(SYSTEM):
        assert writes.keep_scores(actor=SYSTEM, run=run, scores=[score, unknown], at=AT) == 2
        changed = replace(score, actual=50.0, alert=True)
        assert writes.keep_scores(actor=SYSTEM, run=run, scores=[changed], at=AT) == 0
    assert studying.scores(actor=HEAD, run=run) == [unknown, score]


@pytest.mark.parametrize("role", [Role.AFFILIATION, Role.COLLECTION, Role.CLERK, Role.OBSERVER])
def test_who_does_not_study_sees_no_study(founded, role):
    number, other = add(), replace(WRITER, role=role)
    for asked in (
        lambda: studying.studies(actor=other),
        lambda: studying.study(actor=other, number=number),
        lambda: add(actor=other),
        lambda: studying.start_run(actor=other, study=number, wanted=WANTED, at=AT),
    ):
        with pytest.raises(NotAllowed):
            asked()


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_head_and_auditor_read_and_do_not_write(founded, role):
    number, reader = add(), replace(WRITER, role=role)
    assert studying.study(actor=reader, number=number).study.id == number
    run = done(number)
    for asked in (
        lambda: add(actor=reader),
        lambda: studying.start_run(actor=reader, study=number, wanted=WANTED, at=AT),
        lambda: studying.cancel(actor=reader, run=run, at=AT),
    ):
        with pytest.raises(NotAllowed):
            asked()


def test_another_institution_has_no_such_study(founded):
    number = add()
    run = done(number)
    other = replace(WRITER, institution=2)
    with pytest.raises(UnknownStudy):
        studying.study(actor=other, number=number)
    with pytest.raises(UnknownRun):
        studying.run_progress(actor=other, run=run)
    with pytest.raises(UnknownRun):
        studying.cube_of(actor=other, run=run)


@pytest.fixture
def at_table(founded):
    """A table with three rounds; gives negotiation, the last proposal's number, its party, a run."""
    table = lay_table(actor=SYSTEM, families=60)
    with acting(SYSTEM):
        last = negotiations.proposals(actor=SYSTEM, negotiation=table)[-1]
        party = negotiations.negotiation(actor=SYSTEM, number=table).association
    return table, last, party, done(add())


def test_a_proposal_shows_figures_to_both_sides_and_to_no_clinic(at_table):
    table, last, party, run = at_table
    put = Put(table, last.id, run, {"rate": 4.3}, FIGURES)
    studying.attach_to_proposal(actor=WRITER, put=put, at=AT)
    speaker = Actor("representante", Role.REPRESENTATIVE, 1, "mirar", (party,))
    observer = Actor("observacion", Role.OBSERVER, 1, "mirar")
    for who in (WRITER, HEAD, speaker, observer):
        shown = studying.figures_of_proposals(actor=who, negotiation=table)
        assert {number: one.figures for number, one in shown.items()} == {last.number: FIGURES}
    clerk = Actor("admision", Role.CLERK, 1, "mirar")
    another = replace(speaker, associations=(party + 1,))
    for who in (clerk, another, replace(WRITER, institution=2)):
        assert studying.figures_of_proposals(actor=who, negotiation=table) == {}
    with acting(speaker):  # what lies behind the figures is the institution's
        for name in ("study", "run", "block", "input", "result", "outcome", "score"):
            assert value(f"SELECT count(*) FROM study_{name}") == 0, name


def test_a_proposal_carries_one_study(at_table):
    table, last, _, run = at_table
    put = Put(table, last.id, run, {}, FIGURES)
    studying.attach_to_proposal(actor=WRITER, put=put, at=AT)
    with pytest.raises(AlreadyAttached):
        studying.attach_to_proposal(actor=WRITER, put=put, at=AT)


def test_what_cannot_be_attached_is_refused(at_table):
    table, last, _, run = at_table
    waiting = studying.start_run(actor=WRITER, study=add(), wanted=WANTED, at=AT)
    for put, refusal in (
        (Put(table + 1000, last.id, run, {}, FIGURES), UnknownNegotiation),
        (Put(table, last.id + 1000, run, {}, FIGURES), ForeignSubject),
        (Put(table, last.id, waiting, {}, FIGURES), NotDone),
        (Put(table, last.id, run + 1000, {}, FIGURES), UnknownRun),
    ):
        with pytest.raises(refusal):
            studying.attach_to_proposal(actor=WRITER, put=put, at=AT)
    speaker = Actor("representante", Role.REPRESENTATIVE, 1, "mirar", (1,))
    with pytest.raises(NotAllowed):
        studying.attach_to_proposal(actor=speaker, put=Put(table, last.id, run, {}, FIGURES), at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE study_study SET name = 'x'",
        "DELETE FROM study_run",
        "UPDATE study_result SET cube = sha256('x')",
        "DELETE FROM study_run_state",
    ],
)
def test_the_database_keeps_what_was_studied(founded, statement):
    done(add())
    with acting(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)
