"""The life of an agreement (I12, F15): every pair of state and step, and what falls due by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ayni.core.alliance.life import (
    TRANSITIONS,
    Due,
    Life,
    NoSuchStep,
    State,
    Step,
    TermBeyondLaw,
    check_duration,
    due_steps,
    next_due,
    step,
    steps_from,
    termination_day,
)

PAIRS = [(state, what) for state in State for what in Step]


@pytest.mark.parametrize(("state", "what"), PAIRS, ids=lambda one: one.value)
def test_every_pair_is_open_or_refused(state: State, what: Step) -> None:
    wanted = TRANSITIONS.get((state, what))
    if wanted is None:
        with pytest.raises(NoSuchStep) as refused:
            step(state, what=what)
        assert refused.value.open == steps_from(state)
        assert what not in refused.value.open
    else:
        assert step(state, what=what) is wanted
        assert what in steps_from(state)


def test_every_state_is_reached_and_only_the_last_ones_have_no_way_out() -> None:
    reached, waiting = {State.NONE}, [State.NONE]
    while waiting:
        state = waiting.pop()
        for what in steps_from(state):
            then = step(state, what=what)
            if then not in reached:
                reached.add(then)
                waiting.append(then)
    assert reached == set(State)
    assert {one for one in State if not steps_from(one)} == {State.ABANDONED, State.ENDED}


def test_the_table_has_the_pairs_of_an_agreements_life_and_no_other() -> None:
    """Written out once more by hand: a pair added or lost by mistake turns this red."""
    standing = "amend renew suspend give_notice expire"
    wanted = {
        "none": "draft",
        "draft": "open abandon",
        "negotiating": "sign abandon",
        "signed": "abandon begin",
        "in_force": standing,
        "amended": standing,
        "renewed": standing,
        "suspended": "resume give_notice expire",
        "terminating": "withdraw_notice expire end",
        "abandoned": "",
        "ended": "",
    }
    found = {state.value: set(map(str, steps_from(state))) for state in State}
    assert found == {state: set(steps.split()) for state, steps in wanted.items()}


def test_an_agreement_begins_and_expires_on_its_own_days_however_late_somebody_looks() -> None:
    life = Life(State.SIGNED, date(2025, 2, 20), starts=date(2025, 3, 1), ends=date(2026, 3, 1))
    assert list(due_steps(life, today=date(2025, 2, 28))) == []
    assert list(due_steps(life, today=date(2025, 3, 1))) == [
        (Due(Step.BEGIN, date(2025, 3, 1)), State.IN_FORCE)
    ]
    assert list(due_steps(life, today=date(2031, 1, 1))) == [
        (Due(Step.BEGIN, date(2025, 3, 1)), State.IN_FORCE),
        (Due(Step.EXPIRE, date(2026, 3, 1)), State.ENDED),
    ]


def test_signed_after_its_first_day_it_begins_on_the_day_of_signature() -> None:
    life = Life(State.SIGNED, date(2025, 3, 10), starts=date(2025, 3, 1))
    assert next_due(life) == Due(Step.BEGIN, date(2025, 3, 10))


def test_a_notice_ends_it_on_the_day_announced_and_not_the_day_before() -> None:
    life = Life(State.TERMINATING, date(2026, 1, 31), falls_on=date(2026, 4, 30))
    assert list(due_steps(life, today=date(2026, 4, 29))) == []
    assert [due for due, _ in due_steps(life, today=date(2026, 4, 30))] == [
        Due(Step.END, date(2026, 4, 30))
    ]


def test_its_own_end_comes_before_a_later_notice() -> None:
    life = Life(
        State.TERMINATING, date(2026, 1, 31), ends=date(2026, 3, 1), falls_on=date(2026, 4, 30)
    )
    assert next_due(life) == Due(Step.EXPIRE, date(2026, 3, 1))


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.NEGOTIATING, State.ABANDONED, State.ENDED, State.NONE]
)
def test_nothing_comes_by_itself_before_signature_or_after_the_end(state: State) -> None:
    life = Life(state, date(2025, 1, 1), starts=date(2025, 1, 1), ends=date(2025, 2, 1))
    assert next_due(life) is None


def test_looking_every_day_or_once_gives_the_same_steps() -> None:
    """F15: month ends, leap days, days nobody looked."""
    for length in (1, 28, 29, 30, 31, 365, 366):
        starts = date(2024, 1, 31) + timedelta(days=length)
        life = Life(State.SIGNED, date(2024, 1, 31), starts, starts + timedelta(days=length))
        once = list(due_steps(life, today=date(2032, 12, 31)))
        daily, day = [], date(2024, 1, 31)
        while day <= date(2026, 12, 31):
            for due, state in due_steps(life, today=day):
                daily.append((due, state))
                life = Life(state, due.day, life.starts, life.ends)
            day += timedelta(days=1)
        assert daily == once
        assert [due.step for due, _ in once] == [Step.BEGIN, Step.EXPIRE]


def test_three_months_notice_counts_months_and_stops_at_the_end() -> None:
    given = date(2026, 11, 30)
    assert termination_day(given_on=given, months=3, ends=None) == date(2027, 2, 28)
    assert termination_day(given_on=given, months=3, ends=date(2027, 1, 1)) == date(2027, 1, 1)


def test_a_duration_of_twelve_months_stands_and_a_day_more_does_not() -> None:
    starts = date(2025, 3, 1)
    check_duration(starts=starts, ends=date(2026, 3, 1), longest=12)
    check_duration(starts=starts, ends=None, longest=None)
    for ends, longest in ((date(2026, 3, 2), 12), (None, 12), (starts, None)):
        with pytest.raises(TermBeyondLaw):
            check_duration(starts=starts, ends=ends, longest=longest)
