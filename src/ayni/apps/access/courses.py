"""A course held with the software: whose sandbox an institution is, and what was done in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.sql.frames import execute, one, rows, value
from ayni.core.actor import Actor


class UnknownParticipant(LookupError):
    """Nobody of that number takes part in the course."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A participant's own institution; ``number`` counts those he has had."""

    participant: int
    number: int
    institution: int
    seed: int
    families: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits who acts in a sandbox: the course's institution and his number in it."""

    hall: int
    participant: int
    number: int
    seed: int
    families: int


def open_sandbox(*, actor: Actor, sandbox: Sandbox) -> None:
    """Write down whose sandbox an institution is; the actor acts for the course's institution."""
    actor.require()
    execute(
        "INSERT INTO access_course_sandbox"
        " (institution, participant, number, sandbox, seed, families, opened_on)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            actor.institution,
            sandbox.participant,
            sandbox.number,
            sandbox.institution,
            sandbox.seed,
            sandbox.families,
            sandbox.opened_on,
        ),
    )


def close_sandbox(*, actor: Actor, sandbox: int, day: date) -> None:
    """Close a sandbox: nobody works in it any more, and nothing of it is taken away."""
    actor.require()
    execute(
        "UPDATE access_course_sandbox SET closed_on = %s WHERE institution = %s AND sandbox = %s",
        (day, actor.institution, sandbox),
    )


def end_mandates(*, actor: Actor, day: date) -> int:
    """End every mandate in the actor's institution from a day on; gives how many held."""
    actor.require()
    ended = rows(
        "UPDATE access_mandate SET ends = greatest(starts, %s) WHERE institution = %s"
        " AND (ends IS NULL OR ends > %s) RETURNING id",
        (day, actor.institution, day),
    )
    return len(ended)


def sandboxes(*, actor: Actor) -> list[Sandbox]:
    """List the open sandboxes of the actor's course, by participant."""
    found = rows(
        "SELECT participant, number, sandbox, seed, families, opened_on FROM access_course_sandbox"
        " WHERE institution = %s AND closed_on IS NULL ORDER BY participant",
        (actor.institution,),
    )
    return [Sandbox(*row) for row in found]


def sandbox_of(*, actor: Actor, participant: int) -> Sandbox:
    """Give the open sandbox of a participant. Raises ``UnknownParticipant``."""
    for found in sandboxes(actor=actor):
        if found.participant == participant:
            return found
    raise UnknownParticipant(participant)


def seat(*, actor: Actor) -> Seat | None:
    """Tell whose open sandbox the institution is that the actor acts for, if it is one."""
    found = one("SELECT * FROM access_course_seat()")
    return None if found is None else Seat(*found)


def take_step(*, actor: Actor, exercise: int) -> None:
    """Note that an exercise was done here; a second time changes nothing."""
    actor.require()
    execute(
        "INSERT INTO access_course_step (institution, exercise) VALUES (%s, %s)"
        " ON CONFLICT DO NOTHING",
        (actor.institution, exercise),
    )


def steps(*, actor: Actor) -> frozenset[int]:
    """Give the exercises noted as done in the actor's institution."""
    found = rows(
        "SELECT exercise FROM access_course_step WHERE institution = %s", (actor.institution,)
    )
    return frozenset(exercise for (exercise,) in found)


def free_number(*, least: int) -> int:
    """Give a number that no institution of this installation has."""
    taken = value("SELECT coalesce(max(n), 0) FROM access_institution_numbers() n")
    return max(least, int(taken) + 1)
