"""Reads of the entitlement room: everything an answer needs, in one question to the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.access.actions import asking
from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person on a day, for the affiliation nearest to it.

    ``spans`` are that person's affiliations in the scheme; ``paid`` the insured person's months with the day
    from which each counts; ``assessed`` the months billed to the adhesion; ``conditions`` what stands on the
    day of the person's own (``student``, ``incapacitated``).
    """

    person: int
    name: str
    birth_date: date | None
    number: str
    relation: str
    insured: int
    family: int
    adhesion: int
    association: int
    association_name: str
    scheme: int
    facility: str | None
    version: int
    rules: bytes
    parameters: bytes
    terms: Any
    spans: list[tuple[date, date | None]]
    paid: list[tuple[int, date]]
    assessed: list[int]
    conditions: list[str]


_KNOWN = "SELECT * FROM entitlement_known(%s, %s)"


def known(*, actor: Actor, number: str, day: date) -> Known | None:
    """Give what is known of the person of a number, or nothing when nobody of that number was affiliated."""
    return _read(one(_KNOWN, (number, day)))


def asked(*, actor: Actor, number: str, day: date, route: str) -> Known | None:
    """Give the same and log the question, answered or not, in the same statement.

    Needs no ``acting`` around it.
    """
    function = "entitlement_asked"
    return _read(asking(actor=actor, function=function, text=number, params=(day, route)))


def _read(found: tuple[Any, ...] | None) -> Known | None:
    if found is None:
        return None
    starts, ends, months, days, assessed, conditions = found[16:]
    values: list[Any] = [
        *found[:13],
        bytes(found[13]),
        bytes(found[14]),
        found[15],
        list(zip(starts, ends, strict=True)),
        list(zip(months or [], days or [], strict=True)),
        list(assessed),
        list(conditions),
    ]
    return Known(*values)


def covered_counts(
    *, actor: Actor, schemes: list[int], days: list[date], association: int | None = None
) -> list[int]:
    """Count the persons (insured and dependants) covered on each of some days by paid months.

    Who is covered in two schemes is one person. Those covered after leaving are counted where they were: a
    dependant, if he or she left with the insured person.
    """
    one = "s.person" if len(schemes) == 1 else "DISTINCT s.person"
    found = rows(
        f"SELECT d.day, count({one}) FROM unnest(%s::date[]) d(day)"
        " LEFT JOIN entitlement_cover c ON c.scheme = ANY(%s) AND c.starts <= d.day AND c.ends > d.day"
        " LEFT JOIN affiliation_span s ON s.insured = c.person AND s.scheme = c.scheme"
        " AND s.starts <= d.day AND (s.ends IS NULL OR s.ends > d.day)"
        " AND (%s::int IS NULL OR s.association = %s) GROUP BY d.day ORDER BY d.day",
        (days, schemes, association, association),
    )
    left = dict(rows(_AFTER_LEAVING, (days, schemes, association, association)))
    return [count + left.get(day, 0) for day, count in found]


_AFTER_LEAVING = (
    "SELECT d.day, count(DISTINCT s.person) FROM unnest(%s::date[]) d(day)"
    " JOIN entitlement_latency l ON l.scheme = ANY(%s) AND l.starts <= d.day AND l.ends > d.day"
    " JOIN affiliation_span s ON s.insured = l.person AND s.scheme = l.scheme AND s.ends = l.ended"
    " AND (%s::int IS NULL OR s.association = %s)"
    " WHERE NOT EXISTS (SELECT 1 FROM affiliation_span t WHERE t.person = s.person"
    " AND t.scheme = s.scheme AND t.starts <= d.day AND (t.ends IS NULL OR t.ends > d.day))"
    " GROUP BY d.day"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many an agreement reaches on a day: those affiliated, and those covered by paid months."""

    families: int = 0
    persons: int = 0
    covered_families: int = 0
    covered_persons: int = 0


def reach_of_agreements(*, actor: Actor, agreements: Sequence[int], day: date) -> dict[int, Reach]:
    """Count families and persons affiliated and covered on a day under some agreements."""
    found = rows(
        "SELECT d.agreement, count(*) FILTER (WHERE s.person = s.insured), count(*),"
        " count(c.person) FILTER (WHERE s.person = s.insured), count(c.person)"
        " FROM alliance_adhesion d JOIN affiliation_span s ON s.adhesion = d.id"
        " AND s.starts <= %s AND (s.ends IS NULL OR s.ends > %s)"
        " LEFT JOIN entitlement_cover c ON c.person = s.insured AND c.scheme = s.scheme"
        " AND c.starts <= %s AND c.ends > %s"
        " WHERE d.institution = %s AND d.agreement = ANY (%s::int[]) GROUP BY d.agreement",
        (day, day, day, day, actor.institution, list(agreements)),
    )
    return {agreement: Reach(*counted) for agreement, *counted in found}


def covered_by_adhesion(*, actor: Actor, day: date) -> dict[int, int]:
    """Count the persons of each adhesion covered on a day by paid months of its scheme."""
    found = rows(
        "SELECT s.adhesion, count(*) FROM entitlement_cover c JOIN affiliation_span s"
        " ON s.insured = c.person AND s.scheme = c.scheme AND s.starts <= %s"
        " AND (s.ends IS NULL OR s.ends > %s) WHERE s.institution = %s AND c.starts <= %s AND c.ends > %s"
        " GROUP BY s.adhesion",
        (day, day, actor.institution, day, day),
    )
    return dict(found)
