"""The database's own table of steps: the same as the code's, closed, also under concurrency (I12, F11)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import life_actions, life_queries
from ayni.apps.alliance.actions import association_number
from ayni.apps.alliance.life_actions import MovedOn, NewStep, StepTooEarly
from ayni.apps.alliance.negotiation_actions import draft
from ayni.apps.sql.frames import execute, rows, value
from ayni.cli.postgres import Urls
from ayni.core.alliance.life import TRANSITIONS, State, Step
from tests.cycle.fixtures import founded, own_founded  # noqa: F401
from tests.cycle.small_world import SYSTEM

DAY = date(2026, 11, 26)


def made() -> int:
    """Write down an agreement without any step."""
    with acting(SYSTEM):
        return draft(
            actor=SYSTEM,
            association=association_number(actor=SYSTEM, code="EJ-01"),
            code="PRUEBA",
            scheme=int(value("SELECT id FROM alliance_scheme LIMIT 1")),
        )


def way_to(state: State) -> list[Step]:
    """Find a shortest way from nothing to a state."""
    ways: dict[State, list[Step]] = {State.NONE: []}
    waiting = [State.NONE]
    while waiting:
        here = waiting.pop(0)
        for (start, what), then in TRANSITIONS.items():
            if start is here and then not in ways:
                ways[then] = [*ways[here], what]
                waiting.append(then)
    return ways[state]


def walk(agreement: int, *, steps: list[Step]) -> State:
    """Take steps one after the other."""
    found = State.NONE
    for seen, what in enumerate(steps):
        with acting(SYSTEM):
            found = life_actions.take(
                actor=SYSTEM, agreement=agreement, new=NewStep(what, DAY, seen=seen)
            )
    return found


def test_the_databases_table_is_the_codes(founded: Urls) -> None:  # noqa: F811
    kept = {(state, event): then for state, event, then in rows(_ALL)}
    assert kept == {(s.value, e.value): t.value for (s, e), t in TRANSITIONS.items()}


_ALL = "SELECT state, event, next FROM alliance_transition"


@pytest.mark.parametrize("state", list(State), ids=lambda one: one.value)
def test_the_database_refuses_every_step_that_is_not_in_it(
    founded: Urls,  # noqa: F811
    state: State,
) -> None:
    """Written past the code: every pair of state and step, with every state it might claim to lead to."""
    agreement = made()
    steps = way_to(state)
    assert walk(agreement, steps=steps) is state
    for what in Step:
        for claimed in State:
            right = TRANSITIONS.get((state, what)) is claimed
            try:
                with acting(SYSTEM):
                    _write(agreement, number=len(steps) + 1, what=what, claimed=claimed)
                    taken = True
                    raise _Undone
            except _Undone:
                pass
            except Exception as refused:
                assert "no step" in str(refused)
                taken = False
            assert taken is right, (state, what, claimed)


class _Undone(Exception):
    """Roll a step back that the database took."""


def _write(agreement: int, *, number: int, what: Step, claimed: State) -> None:
    execute(
        "INSERT INTO alliance_agreement_event (institution, agreement, number, event, state, effective)"
        " VALUES (1, %s, %s, %s, %s, %s)",
        (agreement, number, what.value, claimed.value, DAY),
    )


def test_a_step_before_the_last_ones_day_is_refused(founded: Urls) -> None:  # noqa: F811
    agreement = made()
    walk(agreement, steps=[Step.DRAFT])
    with pytest.raises(StepTooEarly), acting(SYSTEM):
        life_actions.take(
            actor=SYSTEM,
            agreement=agreement,
            new=NewStep(Step.OPEN, date(2026, 11, 25), seen=1),
        )


def test_what_happened_is_never_rewritten(founded: Urls) -> None:  # noqa: F811
    agreement = made()
    walk(agreement, steps=[Step.DRAFT])
    for statement in (
        "UPDATE alliance_agreement_event SET state = 'ended'",
        "DELETE FROM alliance_agreement_event",
        "UPDATE alliance_transition SET next = 'ended'",
    ):
        with pytest.raises(Exception, match=r"denied|append-only"), acting(SYSTEM):
            execute(statement)


def test_of_eight_who_take_the_same_step_one_does(own_founded: Urls) -> None:  # noqa: F811
    """F11: everybody saw the same agreement; one moves it, seven are told so."""
    agreement = made()
    walk(agreement, steps=[Step.DRAFT])
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: _step_apart(own_founded.app, agreement), range(8)))
    assert sorted(told) == ["AY011"] * 7 + ["taken"]
    with acting(SYSTEM):
        assert life_queries.state_of(actor=SYSTEM, agreement=agreement).number == 2
    with pytest.raises(MovedOn), acting(SYSTEM):
        life_actions.take(actor=SYSTEM, agreement=agreement, new=NewStep(Step.OPEN, DAY, seen=1))


def _step_apart(url: str, agreement: int) -> str:
    settings = {
        "institution": "1", "scope": "institution", "actor": "prueba", "role": "system",
        "reason": "prueba", "entry": "",
    }  # fmt: skip
    with psycopg.connect(url) as connection:
        for name, content in settings.items():
            connection.execute("SELECT set_config(%s, %s, true)", (f"ayni.{name}", content))
        try:
            connection.execute(
                "INSERT INTO alliance_agreement_event (institution, agreement, number, event, state,"
                " effective) VALUES (1, %s, 2, 'open', 'negotiating', %s)",
                (agreement, DAY),
            )
        except psycopg.Error as refused:
            connection.rollback()
            return str(refused.sqlstate)
    return "taken"
