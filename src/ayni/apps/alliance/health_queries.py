"""Reads of the alliance room for the health of an alliance, and the one figure that is declared for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayni.apps.alliance.queries import VERSION, Version, version_row
from ayni.apps.sql.frames import execute, one, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Members:
    """How many members an association said it has, on which day, read where."""

    members: int
    counted_on: date
    source: str


def members_of(*, actor: Actor, association: int, day: date) -> Members | None:
    """Give the newest count of an association's members up to a day; nothing while none was declared."""
    found = one(
        "SELECT members, counted_on, source FROM alliance_members WHERE institution = %s"
        " AND association = %s AND counted_on <= %s ORDER BY counted_on DESC, id DESC LIMIT 1",
        (actor.institution, association, day),
    )
    return None if found is None else Members(*found)


def declare_members(*, actor: Actor, association: int, declared: Members) -> None:
    """Write how many members an association has."""
    execute(
        "INSERT INTO alliance_members (institution, association, members, counted_on, source)"
        " VALUES (%s, %s, %s, %s, %s)",
        (
            actor.institution,
            association,
            declared.members,
            declared.counted_on,
            declared.source,
        ),
    )


def versions_holding(*, actor: Actor, agreements: Sequence[int], day: date) -> dict[int, Version]:
    """Give of each agreement the version in force on a day, or else the last one signed."""
    found = rows(
        f"SELECT DISTINCT ON (agreement) {VERSION} FROM alliance_agreement_version v"
        " WHERE institution = %s AND agreement = ANY(%s)"
        " ORDER BY agreement, (starts <= %s AND (ends IS NULL OR %s < ends)) DESC, number DESC",
        (actor.institution, list(agreements), day, day),
    )
    return {row[1]: version_row(row) for row in found}
