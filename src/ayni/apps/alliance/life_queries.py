"""Reads of agreements' lives: where each stands, what happened, what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ayni.apps.sql.frames import one, rows, value
from ayni.core.actor import Actor
from ayni.core.alliance.life import Life, State, Step


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest step's number and the state it led to; number 0 before any."""

    number: int
    state: State
    life: Life


@dataclass(frozen=True, slots=True)
class Happened:
    """One step, as it was written down: who, when, why."""

    number: int
    step: Step
    state: State
    effective: date
    falls_on: date | None
    why: str
    author: str
    recorded_at: datetime


_STATE = (
    "SELECT e.number, e.state, e.effective, v.starts, v.ends, e.falls_on"
    " FROM alliance_agreement g LEFT JOIN LATERAL (SELECT number, state, effective, falls_on"
    " FROM alliance_agreement_event WHERE agreement = g.id ORDER BY number DESC LIMIT 1) e ON true"
    " LEFT JOIN LATERAL (SELECT min(starts) AS starts, CASE WHEN bool_or(ends IS NULL) THEN NULL"
    " ELSE max(ends) END AS ends FROM alliance_agreement_version WHERE agreement = g.id) v ON true"
)


def state_of(*, actor: Actor, agreement: int) -> Standing:
    """Give where an agreement stands."""
    found = one(_STATE + " WHERE g.institution = %s AND g.id = %s", (actor.institution, agreement))
    if found is None or found[0] is None:
        return Standing(0, State.NONE, Life(State.NONE, date.min))
    number, state, since, starts, ends, falls_on = found
    return Standing(number, State(state), Life(State(state), since, starts, ends, falls_on))


def states(*, actor: Actor) -> dict[int, Standing]:
    """Give where every agreement of the institution stands, in one question."""
    found = rows(
        "SELECT g.id, " + _STATE.removeprefix("SELECT ") + " WHERE g.institution = %s",
        (actor.institution,),
    )
    return {
        agreement: Standing(number, State(state), Life(State(state), since, starts, ends, falls_on))
        for agreement, number, state, since, starts, ends, falls_on in found
        if number is not None
    }


def happened(*, actor: Actor, agreement: int) -> list[Happened]:
    """List what happened to an agreement, in order (the author is known to the institution alone)."""
    found = rows(
        "SELECT e.number, e.event, e.state, e.effective, e.falls_on, e.why, coalesce(j.actor, ''),"
        " coalesce(j.recorded_at, 'epoch') FROM alliance_agreement_event e"
        " LEFT JOIN audit_entry j ON j.id = e.entry"
        " WHERE e.institution = %s AND e.agreement = %s ORDER BY e.number",
        (actor.institution, agreement),
    )
    return [Happened(n, Step(s), State(t), *rest) for n, s, t, *rest in found]


def newest_event(*, actor: Actor, agreement: int) -> int:
    """Give the number (of the table) of an agreement's newest step."""
    return int(
        value(
            "SELECT id FROM alliance_agreement_event WHERE institution = %s AND agreement = %s"
            " ORDER BY number DESC LIMIT 1",
            (actor.institution, agreement),
        )
    )
