"""Writes at the negotiating table: a draft, rounds of proposals, comments, consent, the signed version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, transaction

from ayni.apps.alliance.life_actions import MovedOn, refusal_code
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor


class Side(StrEnum):
    """Who speaks at the table."""

    INSTITUTION = "institution"
    ASSOCIATION = "association"
    OBSERVER = "observer"


class TableClosed(Exception):
    """The negotiation is over: signed or abandoned."""


class SamePerson(Exception):
    """Who wrote a proposal does not approve it, and nobody consents for both sides."""


class NotConsented(Exception):
    """A version is signed when both sides have consented to its proposal."""


class CodeTaken(ValueError):
    """Another agreement of the institution has that code."""


class StillNegotiating(Exception):
    """One negotiation of an agreement is open already."""


_REFUSALS: dict[str, type[Exception]] = {
    "AY011": MovedOn,
    "AY013": TableClosed,
    "AY015": SamePerson,
    "AY016": NotConsented,
}


@dataclass(frozen=True, slots=True)
class Text:
    """The law a negotiation rests on: digests of the canonical texts."""

    rules: bytes
    parameters: bytes


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A round: a full set of terms, from when until when; ``seen`` is the number of the last round seen."""

    terms: Mapping[str, Any]
    starts: date
    ends: date | None
    seen: int
    side: Side
    note: str
    day: date


def draft(*, actor: Actor, association: int, code: str, scheme: int) -> int:
    """Write down an agreement that nobody has signed; gives its number."""
    known = one(
        "SELECT id FROM alliance_agreement WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if known is not None:
        raise CodeTaken(code)
    return int(
        value(
            "INSERT INTO alliance_agreement (institution, association, code, scheme)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            (actor.institution, association, code, scheme),
        )
    )


@dataclass(frozen=True, slots=True)
class NewTable:
    """A negotiation to open: of what, upon which law, for how many families and what typical income."""

    agreement: int
    association: int
    purpose: str
    text: Text
    expected_families: int
    typical_income: int | None
    day: date


def open_table(*, actor: Actor, new: NewTable) -> int:
    """Open a negotiation; an agreement has one at a time. Gives its number."""
    try:
        with transaction.atomic():
            return int(
                value(
                    "INSERT INTO alliance_negotiation (institution, association, agreement, purpose,"
                    " rules, parameters, expected_families, typical_income, opened_on)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
                    (
                        actor.institution,
                        new.association,
                        new.agreement,
                        new.purpose,
                        new.text.rules,
                        new.text.parameters,
                        new.expected_families,
                        new.typical_income,
                        new.day,
                    ),
                )
            )
    except DatabaseError as error:
        if refusal_code(error) == "AY017":
            raise StillNegotiating(f"agreement {new.agreement}") from error
        raise


def close_table(*, actor: Actor, negotiation: int, outcome: str, day: date) -> None:
    """Close a negotiation: signed or abandoned."""
    changed = execute(
        "INSERT INTO alliance_negotiation_close (negotiation, institution, association, closed_on, outcome)"
        " SELECT id, institution, association, %s, %s FROM alliance_negotiation"
        " WHERE institution = %s AND id = %s ON CONFLICT DO NOTHING",
        (day, outcome, actor.institution, negotiation),
    )
    if not changed:
        raise TableClosed(f"negotiation {negotiation}")


def propose(*, actor: Actor, negotiation: int, association: int, new: NewProposal) -> int:
    """Write a round; refuses (``MovedOn``) when another came after the one the author saw."""
    return _written(
        "INSERT INTO alliance_proposal (institution, association, negotiation, number, side, terms,"
        " starts, ends, note, author, proposed_on) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " RETURNING id",
        (
            actor.institution,
            association,
            negotiation,
            new.seen + 1,
            new.side.value,
            json.dumps(dict(new.terms), sort_keys=True),
            new.starts,
            new.ends,
            new.note,
            actor.name,
            new.day,
        ),
    )


def comment(
    *,
    actor: Actor,
    proposal: int,
    association: int,
    side: Side,
    term: str | None,
    said: str,
    day: date,
) -> int:
    """Write what somebody says about a proposal or one of its clauses."""
    return _written(
        "INSERT INTO alliance_comment (institution, association, proposal, term, side, author, said,"
        " said_on) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (actor.institution, association, proposal, term, side.value, actor.name, said, day),
    )


def consent(*, actor: Actor, proposal: int, association: int, side: Side, day: date) -> int:
    """Write a side's consent to the last proposal.

    Refuses ``SamePerson``, ``MovedOn`` (a newer round stands) and ``TableClosed``.
    """
    return _written(
        "INSERT INTO alliance_consent (institution, association, proposal, side, author, given_on)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (actor.institution, association, proposal, side.value, actor.name, day),
    )


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What both sides consented to, as it is pinned."""

    agreement: int
    number: int
    text: Text
    terms: Mapping[str, Any]
    signed_on: date
    starts: date
    ends: date | None
    proposal: int


def sign_version(*, actor: Actor, new: NewVersion) -> int:
    """Pin a version; refuses ``NotConsented`` unless both sides consented to its proposal."""
    return _written(
        "INSERT INTO alliance_agreement_version (institution, agreement, number, rules, parameters,"
        " terms, signed_on, starts, ends, proposal) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " RETURNING id",
        (
            actor.institution,
            new.agreement,
            new.number,
            new.text.rules,
            new.text.parameters,
            json.dumps(dict(new.terms), sort_keys=True),
            new.signed_on,
            new.starts,
            new.ends,
            new.proposal,
        ),
    )


def keep_paper(
    *, actor: Actor, version: int, association: int, kind: str, document: int, digest: bytes
) -> None:
    """Put a paper with a version: the generated text or the signed scan, by its digest."""
    execute(
        "INSERT INTO alliance_version_paper (institution, association, version, kind, document, digest)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (actor.institution, association, version, kind, document, digest),
    )


def leave_to_adhesion(
    *,
    actor: Actor,
    adhesion: int,
    association: int,
    version: int,
    terms: Mapping[str, Any],
    day: date,
    why: str = "",
) -> None:
    """Write an adhesion's own terms within the framework, from a day on; what is written last holds."""
    execute(
        "INSERT INTO alliance_adhesion_terms (institution, association, adhesion, version, terms, starts, why)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            actor.institution,
            association,
            adhesion,
            version,
            json.dumps(dict(terms), sort_keys=True),
            day,
            why,
        ),
    )


def oblige(
    *, actor: Actor, agreement: int, association: int, side: Side, what: str, due_on: date
) -> None:
    """Write what a side owes besides money, and by when; said twice it stands once."""
    execute(
        "INSERT INTO alliance_obligation (institution, association, agreement, side, what, due_on)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (actor.institution, association, agreement, side.value, what, due_on),
    )


def fulfil(*, actor: Actor, obligation: int, association: int, day: date, note: str) -> bool:
    """Write that an obligation was met; False when it was written before."""
    return bool(
        execute(
            "INSERT INTO alliance_obligation_done (obligation, institution, association, done_on, note)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (obligation, actor.institution, association, day, note),
        )
    )


def _written(statement: str, params: tuple[object, ...]) -> int:
    try:
        with transaction.atomic():
            return int(value(statement, params))
    except DatabaseError as error:
        refusal = _REFUSALS.get(refusal_code(error))
        if refusal is None and refusal_code(error) == "23505":
            refusal = MovedOn
        if refusal is None:
            raise
        raise refusal(str(error)) from error
