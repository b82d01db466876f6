"""Writes of an agreement's life: the steps it takes, one fact each, in a closed table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction

from ayni.apps.alliance import life_queries as lives
from ayni.apps.sql.frames import execute
from ayni.core.actor import Actor
from ayni.core.alliance.life import NoSuchStep, State, Step, StepTooEarly, step

#: What the database says of a step, in its own codes (alliance/schema/0002.sql).
_MOVED_ON, _NO_STEP, _TOO_EARLY = "AY011", "AY010", "AY012"


class MovedOn(Exception):
    """Somebody else took a step, or answered, meanwhile: what the page showed is no longer so."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to take: what, from which day, seen after which number of steps."""

    step: Step
    effective: date
    seen: int
    why: str = ""
    falls_on: date | None = None
    version: int | None = None


def take(*, actor: Actor, agreement: int, new: NewStep) -> State:
    """Write down a step; gives the state it leads to.

    Raises ``NoSuchStep`` where the table has none, ``StepTooEarly`` for a day before the last step's, and
    ``MovedOn`` when ``seen`` is not the number of the newest step.
    """
    now = lives.state_of(actor=actor, agreement=agreement)
    if now.number != new.seen:
        raise MovedOn(f"agreement {agreement}: step {now.number}, seen {new.seen}")
    state = step(now.state, what=new.step)
    try:
        with transaction.atomic():
            _write(actor, agreement=agreement, new=new, state=state)
    except DatabaseError as error:
        _tell(error, now=now.state, what=new.step)
        raise
    return state


def _write(actor: Actor, *, agreement: int, new: NewStep, state: State) -> None:
    execute(
        "INSERT INTO alliance_agreement_event (institution, agreement, number, event, state, effective,"
        " falls_on, version, why) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            actor.institution,
            agreement,
            new.seen + 1,
            new.step.value,
            state.value,
            new.effective,
            new.falls_on,
            new.version,
            new.why,
        ),
    )


def _tell(error: DatabaseError, *, now: State, what: Step) -> None:
    """Say the database's refusal in the words of the domain."""
    code = refusal_code(error)
    if code == _NO_STEP:
        raise NoSuchStep(now, what) from error
    if code == _TOO_EARLY:
        raise StepTooEarly(str(error)) from error
    if code in (_MOVED_ON, "23505"):
        raise MovedOn(str(error)) from error


def refusal_code(error: DatabaseError) -> str:
    """Give the code of a refusal of the database's own functions (or of a unique key)."""
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def end_adhesions(*, actor: Actor, agreement: int, day: date) -> int:
    """Let every adhesion that still stands end on a day at the latest; gives how many were shortened."""
    return execute(
        "UPDATE alliance_adhesion SET ends = %s WHERE institution = %s AND agreement = %s"
        " AND starts < %s AND (ends IS NULL OR ends > %s)",
        (day, actor.institution, agreement, day, day),
    )


def end_version(*, actor: Actor, agreement: int, day: date) -> int:
    """Let the newest version end on a day at the latest."""
    return execute(
        "UPDATE alliance_agreement_version SET ends = %s WHERE institution = %s AND agreement = %s"
        " AND starts < %s AND (ends IS NULL OR ends > %s) AND number = (SELECT max(number)"
        " FROM alliance_agreement_version WHERE agreement = %s)",
        (day, actor.institution, agreement, day, day, agreement),
    )


class AdhesionOver(Exception):
    """An adhesion that has ended already, or whose end would come before it starts."""


def end_adhesion(*, actor: Actor, adhesion: int, day: date) -> None:
    """Let one adhesion end on a day, sooner than it would."""
    changed = execute(
        "UPDATE alliance_adhesion SET ends = %s WHERE institution = %s AND id = %s"
        " AND starts < %s AND (ends IS NULL OR ends > %s)",
        (day, actor.institution, adhesion, day, day),
    )
    if not changed:
        raise AdhesionOver(f"adhesion {adhesion}, {day}")
