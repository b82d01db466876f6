"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One transaction in the journal."""

    position: int | None
    actor: str
    role: str
    reason: str
    recorded_at: datetime
    changes: str


def journal(*, actor: Actor, limit: int = 100) -> list[JournalLine]:
    """List the newest entries of the journal of the actor's institution."""
    found = rows(
        "SELECT s.position, e.actor, e.role, e.reason, e.recorded_at,"
        " (SELECT string_agg(c.about || ' ' || c.verb || ' ' || c.rows, ', ' ORDER BY c.id)"
        "  FROM audit_change c WHERE c.entry = e.id)"
        " FROM audit_entry e LEFT JOIN audit_seal s ON s.entry = e.id"
        " WHERE e.institution = %s ORDER BY e.id DESC LIMIT %s",
        (actor.institution, limit),
    )
    return [JournalLine(*row) for row in found]


def last_change_by(*, actor: Actor, names: Sequence[str]) -> datetime | None:
    """Give the moment of the newest entry that any of these people made in the actor's institution."""
    found = one(
        "SELECT max(recorded_at) FROM audit_entry WHERE institution = %s AND actor = ANY (%s)",
        (actor.institution, list(names)),
    )
    return None if found is None else found[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a person's record."""

    actor: str
    purpose: str
    route: str
    read_at: datetime


def readings(*, actor: Actor, person: int, limit: int = 50) -> list[Reading]:
    """List who read a person's record, newest first."""
    found = rows(
        "SELECT actor, purpose, route, read_at FROM audit_read"
        " WHERE institution = %s AND person = %s ORDER BY id DESC LIMIT %s",
        (actor.institution, person, limit),
    )
    return [Reading(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: the sealed entry's text and the hash kept."""

    position: int
    text: str
    hash: bytes


def chain(*, actor: Actor) -> list[Link]:
    """Give the whole chain in order. One installation has one chain, over all institutions."""
    actor.require(Role.AUDITOR, Role.HEAD)
    found = rows("SELECT place, told, hash FROM audit_chain()")
    return [Link(position, text, bytes(kept)) for position, text, kept in found]


def last_position(*, actor: Actor) -> int:
    """Give the last sealed position of the actor's institution (0: nothing is sealed)."""
    found = rows(
        "SELECT coalesce(max(s.position), 0) FROM audit_seal s JOIN audit_entry e ON e.id = s.entry"
        " WHERE e.institution = %s",
        (actor.institution,),
    )
    return int(found[0][0])
