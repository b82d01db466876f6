"""Families that go over with their association: the spans go on under another adhesion, without a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ayni.apps.alliance.queries import Adhesion
from ayni.apps.sql.frames import execute, rows, value
from ayni.core.actor import Actor


class RosterInTheWay(Exception):
    """A roster took effect for the month of the move or a later one."""


class MoveOverlaps(Exception):
    """The two adhesions are of different schemes."""


def last_roster(*, adhesion: int) -> int | None:
    """Give the last month for which a roster of an adhesion took effect."""
    found = value(
        "SELECT max(month) FROM affiliation_roster_applied WHERE adhesion = %s", (adhesion,)
    )
    return None if found is None else int(found)


def families_by_association(*, actor: Actor, day: date) -> dict[int, int]:
    """Count the families affiliated on a day by association."""
    found = rows(
        "SELECT association, count(*) FROM affiliation_span WHERE institution = %s"
        " AND relation = 'insured' AND starts <= %s AND (ends IS NULL OR %s < ends)"
        " GROUP BY association",
        (actor.institution, day, day),
    )
    return {int(association): int(count) for association, count in found}


@dataclass(frozen=True, slots=True)
class Holder:
    """A person known by an identity number, with the family in which he stands under an adhesion."""

    number: str
    family: int
    adhesion: int


def holders(*, actor: Actor, association: int, day: date, numbers: Sequence[str]) -> list[Holder]:
    """Find in which families of an association people of some numbers stand on a day and from then on."""
    found = rows(
        "SELECT DISTINCT i.number, s.family, s.adhesion FROM registry_identifier i"
        " JOIN registry_person p ON p.id = i.person JOIN affiliation_span s ON s.person = p.canonical"
        " WHERE i.institution = %s AND i.number = ANY(%s) AND s.institution = %s AND s.association = %s"
        " AND s.starts <= %s AND s.ends IS NULL ORDER BY 1, 2, 3",
        (actor.institution, list(numbers), actor.institution, association, day),
    )
    return [Holder(*row) for row in found]


def standing_families(
    *, actor: Actor, association: int, day: date
) -> dict[int, tuple[int, int, int]]:
    """Give an association's families that stand on a day and from then on: adhesion, persons, insured."""
    found = rows(
        "SELECT family, min(adhesion), count(*), min(insured) FROM affiliation_span WHERE institution = %s"
        " AND association = %s AND starts <= %s AND ends IS NULL GROUP BY family",
        (actor.institution, association, day),
    )
    return {family: (adhesion, persons, insured) for family, adhesion, persons, insured in found}


def newest_roster(*, adhesion: int) -> int | None:
    """Give the roster of an adhesion that took effect last."""
    found = rows(
        "SELECT roster FROM affiliation_roster_applied WHERE adhesion = %s"
        " ORDER BY month DESC, entry DESC LIMIT 1",
        (adhesion,),
    )
    return int(found[0][0]) if found else None


def move(
    *,
    actor: Actor,
    leaves: Adhesion,
    enters: Adhesion,
    day: date,
    change: int,
    families: Collection[int] | None = None,
) -> int:
    """Move everybody of an adhesion to another from a day on, in one transaction; gives how many persons.

    ``families`` moves those alone.

    The facts are an exclusion and an inclusion of the same day, which name the change of party instead of a
    roster. Refuses when a roster of the adhesion that is left took effect for that month or a later one.
    """
    if leaves.scheme != enters.scheme:
        raise MoveOverlaps(f"{leaves.code}, {enters.code}")
    # the lower number first: two moves never wait for each other; a roster takes the same lock
    for number in sorted((leaves.id, enters.id)):
        rows("SELECT pg_advisory_xact_lock(4146903, %s)", (number,))
    month = 12 * day.year + day.month - 1
    if (last_roster(adhesion=leaves.id) or 0) >= month or (
        last_roster(adhesion=enters.id) or 0
    ) > month:
        raise RosterInTheWay(leaves.code)
    only = None if families is None else sorted(families)
    for adhesion, kind in ((leaves, "exclusion"), (enters, "inclusion")):
        _write(
            actor=actor,
            leaves=leaves,
            adhesion=adhesion,
            kind=kind,
            day=day,
            change=change,
            only=only,
        )
    execute(
        "UPDATE affiliation_span SET ends = %s WHERE adhesion = %s AND ends IS NULL"
        " AND (%s::bigint[] IS NULL OR family = ANY(%s))",
        (day, leaves.id, only, only),
    )
    moved = execute(
        "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured,"
        " relation, starts, position, activity, declared_income) SELECT institution, association, adhesion,"
        " scheme, person, family, insured, relation, day, position, activity, declared_income"
        " FROM affiliation_movement WHERE party_change = %s AND adhesion = %s AND kind = 'inclusion'",
        (change, enters.id),
    )
    return moved


def _write(
    *,
    actor: Actor,
    leaves: Adhesion,
    adhesion: Adhesion,
    kind: str,
    day: date,
    change: int,
    only: list[int] | None,
) -> None:
    """Write the movements of one side; whoever comes stands behind those who are there."""
    behind = 0
    if adhesion.id != leaves.id:
        behind = int(
            value(
                "SELECT coalesce(max(position), 0) FROM affiliation_span WHERE adhesion = %s",
                (adhesion.id,),
            )
        )
    execute(
        "INSERT INTO affiliation_movement (institution, association, adhesion, party_change, scheme, person,"
        " family, insured, kind, relation, day, position, activity, declared_income)"
        " SELECT %s, %s, %s, %s, scheme, person, family, insured, %s, relation, %s, position + %s, activity,"
        " declared_income FROM affiliation_span WHERE adhesion = %s AND ends IS NULL"
        " AND (%s::bigint[] IS NULL OR family = ANY(%s)) ORDER BY position",
        (
            actor.institution,
            adhesion.association,
            adhesion.id,
            change,
            kind,
            day,
            behind,
            leaves.id,
            only,
            only,
        ),
    )
