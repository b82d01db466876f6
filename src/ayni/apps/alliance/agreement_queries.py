"""Reads of agreements as their pages show them: the list, versions, adhesions by page, tables, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.alliance.queries import VERSION, Adhesion, Version, version_row
from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor, Scope
from ayni.core.alliance.life import State


@dataclass(frozen=True, slots=True)
class Head:
    """An agreement in one line: whose, under which scheme, where it stands and until when."""

    id: int
    code: str
    association: int
    party: str
    scheme_code: str
    state: State
    since: date
    starts: date | None
    ends: date | None
    falls_on: date | None


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A negotiation that is open, with how many rounds it has."""

    agreement: int
    id: int
    purpose: str
    rounds: int


_HEAD = (
    "SELECT g.id, g.code, g.association, coalesce(a.name, ''), s.code, e.state, e.effective, v.starts,"
    " v.ends, e.falls_on FROM alliance_agreement g"
    " LEFT JOIN alliance_association a ON a.id = g.association"
    " JOIN alliance_scheme s ON s.id = g.scheme"
    " JOIN LATERAL (SELECT state, effective, falls_on FROM alliance_agreement_event"
    " WHERE agreement = g.id ORDER BY number DESC LIMIT 1) e ON true"
    " LEFT JOIN LATERAL (SELECT min(starts) AS starts, CASE WHEN bool_or(ends IS NULL) THEN NULL"
    " ELSE max(ends) END AS ends FROM alliance_agreement_version WHERE agreement = g.id) v ON true"
    " WHERE g.institution = %s"
)
#: The framework is a row of the institution's; an association reads those it signed or stands under, once
#: it was asked in.
_MINE = (
    " AND (g.association = ANY(%s) OR EXISTS (SELECT 1 FROM alliance_adhesion d"
    " WHERE d.agreement = g.id AND d.association = ANY(%s)))"
    " AND EXISTS (SELECT 1 FROM alliance_agreement_event o WHERE o.agreement = g.id AND o.event = 'open')"
)


def heads(*, actor: Actor, number: int | None = None) -> list[Head]:
    """List the agreements the actor may see, by code; ``number`` keeps one of them."""
    statement, values = _HEAD, [actor.institution]
    params: list[object] = list(values)
    if actor.scope is not Scope.INSTITUTION:
        statement += _MINE
        params += [list(actor.associations), list(actor.associations)]
    if number is not None:
        statement += " AND g.id = %s"
        params.append(number)
    found = rows(statement + " ORDER BY g.code", params)
    return [_head(row) for row in found]


def _head(row: Sequence[Any]) -> Head:
    values: list[Any] = [*row[:5], State(row[5]), *row[6:]]
    return Head(*values)


def open_tables(*, actor: Actor, agreements: Sequence[int]) -> dict[int, OpenTable]:
    """Give the open negotiation of each of some agreements, where the actor sees one."""
    found = rows(
        "SELECT n.agreement, n.id, n.purpose, (SELECT count(*) FROM alliance_proposal p"
        " WHERE p.negotiation = n.id) FROM alliance_negotiation n WHERE n.institution = %s"
        " AND n.agreement = ANY(%s) AND NOT EXISTS (SELECT 1 FROM alliance_negotiation_close c"
        " WHERE c.negotiation = n.id)",
        (actor.institution, list(agreements)),
    )
    return {row[0]: OpenTable(*row) for row in found}


@dataclass(frozen=True, slots=True)
class TableHead:
    """A negotiation in one line."""

    id: int
    agreement: int
    code: str
    party: str
    state: State
    purpose: str
    rounds: int
    last_side: str
    opened_on: date
    outcome: str


def table_heads(*, actor: Actor, limit: int = 200) -> list[TableHead]:
    """List the negotiations the actor may see: open ones first, then newest; a draft is the institution's."""
    hidden = "" if actor.scope is Scope.INSTITUTION else " AND e.state <> 'draft' AND o.asked"
    found = rows(
        "SELECT n.id, n.agreement, g.code, coalesce(a.name, ''), e.state, n.purpose,"
        " coalesce(p.number, 0), coalesce(p.side, ''), n.opened_on, coalesce(c.outcome, '')"
        " FROM alliance_negotiation n JOIN alliance_agreement g ON g.id = n.agreement"
        " LEFT JOIN alliance_association a ON a.id = n.association"
        " LEFT JOIN alliance_negotiation_close c ON c.negotiation = n.id"
        " JOIN LATERAL (SELECT state FROM alliance_agreement_event WHERE agreement = g.id"
        " ORDER BY number DESC LIMIT 1) e ON true"
        " JOIN LATERAL (SELECT bool_or(event = 'open') AS asked FROM alliance_agreement_event"
        " WHERE agreement = g.id) o ON true"
        " LEFT JOIN LATERAL (SELECT number, side FROM alliance_proposal WHERE negotiation = n.id"
        " ORDER BY number DESC LIMIT 1) p ON true"
        f" WHERE n.institution = %s{hidden} ORDER BY c.outcome IS NOT NULL, n.id DESC LIMIT %s",
        (actor.institution, limit),
    )
    return [_table_head(row) for row in found]


def _table_head(row: Sequence[Any]) -> TableHead:
    values: list[Any] = [*row[:4], State(row[4]), *row[5:]]
    return TableHead(*values)


def versions(*, actor: Actor, agreement: int) -> list[Version]:
    """List the signed versions of an agreement, oldest first."""
    found = rows(
        f"SELECT {VERSION}"
        " FROM alliance_agreement_version v WHERE institution = %s AND agreement = %s ORDER BY number",
        (actor.institution, agreement),
    )
    return [version_row(row) for row in found]


def adhesions_page(
    *, actor: Actor, agreement: int, start: int, size: int
) -> tuple[int, list[Adhesion]]:
    """Count the adhesions of an agreement the actor may see, and give some of them by code."""
    where = "d.institution = %s AND d.agreement = %s"
    counted = one(
        f"SELECT count(*) FROM alliance_adhesion d WHERE {where}", (actor.institution, agreement)
    )
    found = rows(
        "SELECT d.id, d.code, d.association, a.code, a.name, d.payer, d.agreement, g.code, g.scheme,"
        " d.facility, d.starts, d.ends FROM alliance_adhesion d"
        " JOIN alliance_agreement g ON g.id = d.agreement"
        f" JOIN alliance_association a ON a.id = d.association WHERE {where}"
        " ORDER BY d.code OFFSET %s LIMIT %s",
        (actor.institution, agreement, start, size),
    )
    return (0 if counted is None else int(counted[0])), [Adhesion(*row) for row in found]


def adhesion(*, actor: Actor, agreement: int, number: int) -> Adhesion | None:
    """Give one adhesion of an agreement by its number, or nothing."""
    found = one(
        "SELECT d.id, d.code, d.association, a.code, a.name, d.payer, d.agreement, g.code, g.scheme,"
        " d.facility, d.starts, d.ends FROM alliance_adhesion d"
        " JOIN alliance_agreement g ON g.id = d.agreement"
        " JOIN alliance_association a ON a.id = d.association"
        " WHERE d.institution = %s AND d.agreement = %s AND d.id = %s",
        (actor.institution, agreement, number),
    )
    return None if found is None else Adhesion(*found)


@dataclass(frozen=True, slots=True)
class VersionPaper:
    """A paper of one of an agreement's versions."""

    id: int
    version: int
    kind: str
    document: int
    digest: bytes
    size: int | None


def version_papers(*, actor: Actor, agreement: int) -> list[VersionPaper]:
    """List the papers of all versions of an agreement; the size in bytes where the actor may see the file."""
    found = rows(
        "SELECT p.id, v.number, p.kind, p.document, p.digest, octet_length(f.content)"
        " FROM alliance_version_paper p JOIN alliance_agreement_version v ON v.id = p.version"
        " LEFT JOIN document_file f ON f.id = p.document"
        " WHERE p.institution = %s AND v.agreement = %s ORDER BY v.number, p.id",
        (actor.institution, agreement),
    )
    return [
        VersionPaper(number, version, kind, document, bytes(digest), size)
        for number, version, kind, document, digest, size in found
    ]


def parties(*, actor: Actor) -> list[tuple[int, str, str, str]]:
    """List who may sign an agreement: number, code, name, region; by name."""
    found = rows(
        "SELECT id, code, name, region FROM alliance_association WHERE institution = %s"
        " ORDER BY name, id",
        (actor.institution,),
    )
    return [(number, code, name, region) for number, code, name, region in found]
