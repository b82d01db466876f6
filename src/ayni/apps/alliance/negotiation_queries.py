"""Reads at the negotiating table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.alliance.queries import kept_terms
from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One negotiation of an agreement."""

    id: int
    agreement: int
    association: int
    purpose: str
    rules: bytes
    parameters: bytes
    expected_families: int
    typical_income: int | None
    opened_on: date
    closed_on: date | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A round, with who consented to it on each side."""

    id: int
    number: int
    side: str
    terms: Mapping[str, Any]
    starts: date
    ends: date | None
    note: str
    author: str
    proposed_on: date
    consents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a proposal (or about one clause of it)."""

    id: int
    proposal: int
    term: str | None
    side: str
    author: str
    said: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a version."""

    kind: str
    document: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a side owes besides money."""

    id: int
    agreement: int
    association: int
    side: str
    what: str
    due_on: date
    done_on: date | None
    note: str

    def overdue(self, day: date) -> bool:
        """Tell whether its day has passed and it is not met."""
        return self.done_on is None and self.due_on < day


_NEGOTIATION = (
    "SELECT n.id, n.agreement, n.association, n.purpose, n.rules, n.parameters, n.expected_families,"
    " n.typical_income, n.opened_on, c.closed_on, c.outcome FROM alliance_negotiation n"
    " LEFT JOIN alliance_negotiation_close c ON c.negotiation = n.id WHERE n.institution = %s"
)


def negotiation(*, actor: Actor, number: int) -> Negotiation | None:
    """Give one negotiation, or nothing when it is not the actor's to see."""
    found = one(_NEGOTIATION + " AND n.id = %s", (actor.institution, number))
    return None if found is None else _negotiation(found)


def negotiations(*, actor: Actor, agreement: int | None = None) -> list[Negotiation]:
    """List the negotiations the actor may see, newest first."""
    found = rows(
        _NEGOTIATION + " AND (%s::int IS NULL OR n.agreement = %s) ORDER BY n.id DESC LIMIT 200",
        (actor.institution, agreement, agreement),
    )
    return [_negotiation(row) for row in found]


def _negotiation(row: tuple[Any, ...]) -> Negotiation:
    values: list[Any] = [*row[:4], bytes(row[4]), bytes(row[5]), *row[6:]]
    return Negotiation(*values)


def proposals(*, actor: Actor, negotiation: int) -> list[Proposal]:
    """List the rounds of a negotiation in order, each with its consents."""
    found = rows(
        "SELECT p.id, p.number, p.side, p.terms, p.starts, p.ends, p.note, p.author, p.proposed_on,"
        " coalesce((SELECT jsonb_object_agg(c.side, c.author) FROM alliance_consent c"
        " WHERE c.proposal = p.id), '{}') FROM alliance_proposal p"
        " WHERE p.institution = %s AND p.negotiation = %s ORDER BY p.number",
        (actor.institution, negotiation),
    )
    return [_proposal(row) for row in found]


def _proposal(row: tuple[Any, ...]) -> Proposal:
    values: list[Any] = [*row[:3], kept_terms(row[3]), *row[4:9], kept_terms(row[9])]
    return Proposal(*values)


def comments(*, actor: Actor, negotiation: int) -> list[Comment]:
    """List what was said in a negotiation, oldest first."""
    found = rows(
        "SELECT c.id, c.proposal, c.term, c.side, c.author, c.said, c.said_on FROM alliance_comment c"
        " JOIN alliance_proposal p ON p.id = c.proposal"
        " WHERE c.institution = %s AND p.negotiation = %s ORDER BY c.id",
        (actor.institution, negotiation),
    )
    return [Comment(*row) for row in found]


def papers(*, actor: Actor, version: int) -> list[Paper]:
    """List the papers of a version."""
    found = rows(
        "SELECT kind, document, digest FROM alliance_version_paper"
        " WHERE institution = %s AND version = %s ORDER BY id",
        (actor.institution, version),
    )
    return [Paper(kind, document, bytes(digest)) for kind, document, digest in found]


def obligations(
    *, actor: Actor, agreement: int | None = None, association: int | None = None
) -> list[Obligation]:
    """List what both sides owe besides money, by due day."""
    found = rows(
        "SELECT o.id, o.agreement, o.association, o.side, o.what, o.due_on, d.done_on,"
        " coalesce(d.note, '') FROM alliance_obligation o"
        " LEFT JOIN alliance_obligation_done d ON d.obligation = o.id WHERE o.institution = %s"
        " AND (%s::int IS NULL OR o.agreement = %s) AND (%s::int IS NULL OR o.association = %s)"
        " ORDER BY o.due_on, o.id",
        (actor.institution, agreement, agreement, association, association),
    )
    return [Obligation(*row) for row in found]


def adhesion_terms(*, actor: Actor, version: int, day: date) -> dict[int, Mapping[str, Any]]:
    """Give the adhesions' own terms under a version on a day: the newest that has begun, by adhesion."""
    found = rows(
        "SELECT DISTINCT ON (adhesion) adhesion, terms FROM alliance_adhesion_terms"
        " WHERE institution = %s AND version = %s AND starts <= %s"
        " ORDER BY adhesion, starts DESC, id DESC",
        (actor.institution, version, day),
    )
    return {adhesion: kept_terms(terms) for adhesion, terms in found}


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """An adhesion's own terms as they were written; ``author`` is seen by the institution only."""

    id: int
    version: int
    version_number: int
    terms: Mapping[str, Any]
    starts: date
    why: str
    author: str | None


def own_terms_of(*, actor: Actor, adhesion: int) -> list[OwnTerms]:
    """List everything that was ever set as an adhesion's own, newest first."""
    found = rows(
        "SELECT t.id, t.version, v.number, t.terms, t.starts, t.why, e.actor FROM alliance_adhesion_terms t"
        " JOIN alliance_agreement_version v ON v.id = t.version LEFT JOIN audit_entry e ON e.id = t.entry"
        " WHERE t.institution = %s AND t.adhesion = %s ORDER BY t.id DESC",
        (actor.institution, adhesion),
    )
    return [
        OwnTerms(number, version, of, kept_terms(terms), starts, why, author)
        for number, version, of, terms, starts, why, author in found
    ]


def lock_own_terms(*, adhesion: int) -> None:
    """Let whoever sets the same adhesion's terms wait until this transaction is over."""
    rows("SELECT 1 FROM alliance_adhesion WHERE id = %s FOR NO KEY UPDATE", (adhesion,))
