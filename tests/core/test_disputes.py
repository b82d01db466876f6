"""The law of disputes: every pair of state and step, who may take it, and when an answer is late."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.core.complaint.disputes import (
    DECISIONS,
    TRANSITIONS,
    DisputeClosed,
    DueRefused,
    NotTheirStep,
    Person,
    SamePerson,
    Side,
    Standing,
    State,
    Step,
    Waiting,
    check_due,
    is_overdue,
    proposed_due,
    standing,
    step,
    steps_open,
)

SECRETARY = Person("secretaria", Side.ASSOCIATION)
OFFICER = Person("oficial", Side.INSTITUTION)
HEAD = Person("directora", Side.INSTITUTION)
DAY = date(2026, 11, 26)
LEADS_TO = {
    Step.SAY: State.OPEN,
    Step.ACCEPT: State.ACCEPTED,
    Step.ACCEPT_PARTLY: State.PARTLY_ACCEPTED,
    Step.REJECT: State.REJECTED,
    Step.WITHDRAW: State.WITHDRAWN,
}


@pytest.mark.parametrize("what", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_every_pair_of_state_and_step(state: State, what: Step) -> None:
    # an officer opened it, another decides; who opened it withdraws it
    by = OFFICER if what is Step.WITHDRAW else HEAD
    if state is State.OPEN:
        assert step(state, what=what, by=by, opener=OFFICER) is LEADS_TO[what]
    else:
        with pytest.raises(DisputeClosed):
            step(state, what=what, by=by, opener=OFFICER)


def test_the_table_has_five_rows_and_every_state_but_open_ends_it() -> None:
    assert len(TRANSITIONS) == 5
    assert {state for state, _ in TRANSITIONS} == {State.OPEN}


@pytest.mark.parametrize("what", DECISIONS)
def test_a_decision_is_the_institutions_and_another_persons(what: Step) -> None:
    step(State.OPEN, what=what, by=HEAD, opener=SECRETARY)
    with pytest.raises(NotTheirStep):
        step(State.OPEN, what=what, by=SECRETARY, opener=OFFICER)
    with pytest.raises(SamePerson):
        step(State.OPEN, what=what, by=OFFICER, opener=OFFICER)
    # one person with a mandate on each side decides nothing he opened
    both = Person(SECRETARY.name, Side.INSTITUTION)
    with pytest.raises(SamePerson):
        step(State.OPEN, what=what, by=both, opener=SECRETARY)


def test_only_the_side_that_opened_withdraws() -> None:
    president = Person("presidente", Side.ASSOCIATION)
    assert step(State.OPEN, what=Step.WITHDRAW, by=president, opener=SECRETARY) is State.WITHDRAWN
    with pytest.raises(NotTheirStep):
        step(State.OPEN, what=Step.WITHDRAW, by=HEAD, opener=SECRETARY)


def test_what_each_may_do_is_listed() -> None:
    assert steps_open(State.OPEN, by=SECRETARY, opener=SECRETARY) == (Step.SAY, Step.WITHDRAW)
    assert steps_open(State.OPEN, by=HEAD, opener=SECRETARY) == (Step.SAY, *DECISIONS)
    assert steps_open(State.OPEN, by=OFFICER, opener=OFFICER) == (Step.SAY, Step.WITHDRAW)
    assert steps_open(State.REJECTED, by=HEAD, opener=SECRETARY) == ()


def test_an_answer_is_late_the_day_after() -> None:
    due = date(2026, 12, 26)
    assert proposed_due(DAY) == due
    assert not is_overdue(State.OPEN, due_on=due, today=due)
    assert is_overdue(State.OPEN, due_on=due, today=date(2026, 12, 27))
    assert not is_overdue(State.REJECTED, due_on=due, today=date(2026, 12, 27))


def test_the_day_of_the_answer_lies_ahead_and_within_a_year() -> None:
    check_due(opened_on=DAY, due_on=date(2026, 11, 27))
    check_due(opened_on=DAY, due_on=date(2027, 11, 27))
    for bad in (DAY, date(2026, 11, 25), date(2027, 11, 28)):
        with pytest.raises(DueRefused):
            check_due(opened_on=DAY, due_on=bad)


def test_open_disputes_are_counted() -> None:
    assert standing([], today=DAY) == Standing(0, 0, None)
    late, today, ahead = (
        Waiting(date(2026, 10, 1), date(2026, 11, 25)),
        Waiting(date(2026, 9, 1), DAY),
        Waiting(date(2026, 11, 1), date(2026, 12, 1)),
    )
    assert standing([late, today, ahead], today=DAY) == Standing(3, 1, date(2026, 9, 1))
