"""Writes of the journal: sealing, and the log of who read whom."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.apps.sql.frames import execute, value
from ayni.core.actor import Actor


def seal() -> int:
    """Give every committed entry its position in the chain; gives how many were sealed."""
    return int(value("SELECT audit_seal_committed()"))


def log_read(*, actor: Actor, person: int | None, route: str) -> None:
    """Log that the actor read a person's record (or looked for one in vain), and why."""
    execute(
        "INSERT INTO audit_read (institution, person, actor, purpose, route) VALUES (%s, %s, %s, %s, %s)",
        (actor.institution, person, actor.name, actor.reason, route),
    )


def log_reads(*, actor: Actor, persons: Sequence[int], route: str) -> None:
    """Log that a list showed these persons."""
    execute(
        "INSERT INTO audit_read (institution, person, actor, purpose, route)"
        " SELECT %s, unnest(%s::bigint[]), %s, %s, %s",
        (actor.institution, list(persons), actor.name, actor.reason, route),
    )
