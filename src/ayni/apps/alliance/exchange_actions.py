"""Writes of the exchanges of experience. Nothing is rewritten: a correction is another fact."""

from __future__ import annotations

import re
from datetime import date

from django.db import DatabaseError

from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.life_actions import MovedOn, refusal_code
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor, Role
from ayni.core.alliance.exchanges import (
    LinkRefused,
    NewCommitment,
    NewExchange,
    NewFollowUp,
    NewParticipant,
    NewPractice,
    NewWithdrawal,
    Said,
    Source,
    check_order,
)
from ayni.core.matching import fold

#: Who writes down an exchange.
WRITERS = (Role.AFFILIATION, Role.NEGOTIATOR, Role.HEAD)
#: Who reads one: all but the clinic, which has nothing to do with it.
READERS = (
    *WRITERS,
    Role.COLLECTION,
    Role.AUDITOR,
    Role.SECRETARY,
    Role.REPRESENTATIVE,
    Role.OBSERVER,
)
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_CODE = 60


class UnknownExchange(LookupError):
    """No exchange, or no commitment, of that number or code."""


class AlreadyRecorded(ValueError):
    """The same exchange, or the same institution with the same part, is there already."""


class FollowUpRefused(ValueError):
    """A follow-up of an earlier day than the last one."""


class AlreadyWithdrawn(ValueError):
    """The practice or the commitment was withdrawn: nothing more is told of it."""


def record_exchange(
    *, actor: Actor, new: NewExchange, follows: int | None = None, code: str = ""
) -> int:
    """Write down an exchange and give its number; a code that is taken is refused."""
    actor.require(*WRITERS)
    _check_followed(actor, follows=follows, exchange=None, year=new.year)
    wanted = code or _free_code(actor, new=new)
    made = one(
        "INSERT INTO alliance_exchange (institution, code) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        " RETURNING id",
        (actor.institution, wanted),
    )
    if made is None:
        raise AlreadyRecorded(wanted)
    _write_fact(actor, exchange=int(made[0]), new=new, follows=follows)
    return int(made[0])


def correct_exchange(
    *, actor: Actor, exchange: int, new: NewExchange, follows: int | None = None
) -> None:
    """Write an exchange down anew; what was written before stays, and this holds."""
    actor.require(*WRITERS)
    require_exchange(actor=actor, number=exchange)
    _check_followed(actor, follows=follows, exchange=exchange, year=new.year)
    _write_fact(actor, exchange=exchange, new=new, follows=follows)


def _free_code(actor: Actor, *, new: NewExchange) -> str:
    slug = _NO_SLUG.sub("-", fold(f"{new.place} {new.year}").lower()).strip("-")
    base = slug[:_LONGEST_CODE].upper() or f"{new.kind.value.upper()}-{new.year}"
    taken = int(
        value(
            "SELECT count(*) FROM alliance_exchange WHERE institution = %s"
            " AND (code = %s OR left(code, %s) = %s)",
            (actor.institution, base, len(base) + 1, f"{base}-"),
        )
    )
    return base if taken == 0 else f"{base}-{taken + 1}"


def _check_followed(actor: Actor, *, follows: int | None, exchange: int | None, year: int) -> None:
    if follows is None:
        return
    found = one(
        "SELECT year FROM alliance_exchange_fact WHERE institution = %s AND exchange = %s"
        " ORDER BY number DESC LIMIT 1",
        (actor.institution, follows),
    )
    if found is None or follows == exchange:
        raise UnknownExchange(f"no exchange {follows} to follow")
    check_order(earlier=int(found[0]), later=year)


def _write_fact(actor: Actor, *, exchange: int, new: NewExchange, follows: int | None) -> None:
    execute(
        "INSERT INTO alliance_exchange_fact (institution, exchange, number, kind, title, place, country,"
        " year, starts, ends, follows, source_title, source_url, source_language, standing)"
        " SELECT %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s"
        " FROM alliance_exchange_fact WHERE exchange = %s",
        (
            actor.institution,
            exchange,
            new.kind.value,
            _text(new.title),
            new.place.strip(),
            new.country,
            new.year,
            new.starts,
            new.ends,
            follows,
            new.source.title.strip(),
            new.source.url,
            new.language,
            new.source.standing.value,
            exchange,
        ),
    )


def add_participant(*, actor: Actor, exchange: int, new: NewParticipant) -> int:
    """Add an institution to an exchange, with the person who came for it if told."""
    actor.require(*WRITERS)
    require_exchange(actor=actor, number=exchange)
    made = one(
        "INSERT INTO alliance_exchange_participant (institution, exchange, body, part)"
        " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
        (actor.institution, exchange, new.body.strip(), new.part.value),
    )
    if made is None:
        raise AlreadyRecorded(f"{new.body} ({new.part.value})")
    if new.person.strip():
        _name(actor, exchange=exchange, person=new.person, post=new.post, participant=int(made[0]))
    return int(made[0])


def add_practice(*, actor: Actor, exchange: int, new: NewPractice) -> int:
    """Add a practice; whoever calls has checked it against its scheme."""
    actor.require(*WRITERS)
    require_exchange(actor=actor, number=exchange)
    return int(
        value(
            "INSERT INTO alliance_practice (institution, exchange, number, title, words, scheme, parameter,"
            " term, source_title, source_url, standing, learned)"
            " SELECT %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s"
            " FROM alliance_practice WHERE exchange = %s RETURNING id",
            (
                actor.institution,
                exchange,
                _text(new.title),
                _text(new.words),
                new.scheme,
                new.parameter,
                new.term,
                *_source(new.source),
                new.learned.value,
                exchange,
            ),
        )
    )


def add_commitment(*, actor: Actor, exchange: int, new: NewCommitment) -> int:
    """Add what somebody undertook in an exchange."""
    actor.require(*WRITERS)
    require_exchange(actor=actor, number=exchange)
    made = int(
        value(
            "INSERT INTO alliance_commitment (institution, exchange, number, body, what, due_on,"
            " source_title, source_url, standing)"
            " SELECT %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s"
            " FROM alliance_commitment WHERE exchange = %s RETURNING id",
            (
                actor.institution,
                exchange,
                new.body.strip(),
                _text(new.what),
                new.due_on,
                *_source(new.source),
                exchange,
            ),
        )
    )
    if new.person.strip():
        _name(actor, exchange=exchange, person=new.person, post=new.post, commitment=made)
    return made


def add_follow_up(*, actor: Actor, commitment: int, new: NewFollowUp) -> int:
    """Add what became of a commitment; refuses a day before the last one's and a link to nothing.

    Raises ``UnknownExchange``, ``AlreadyWithdrawn``, ``FollowUpRefused``, ``UnknownAgreement`` and
    ``LinkRefused``.
    """
    actor.require(*WRITERS)
    found = one(
        "SELECT exchange FROM alliance_commitment WHERE institution = %s AND id = %s",
        (actor.institution, commitment),
    )
    if found is None:
        raise UnknownExchange(f"no commitment {commitment}")
    agreement, exchange = _agreement(actor, new.agreement), _exchange(actor, new.exchange)
    if exchange is not None and exchange == int(found[0]):
        raise LinkRefused("a commitment does not lead to its own exchange")
    try:
        return int(
            value(
                "INSERT INTO alliance_follow_up (institution, commitment, number, outcome, on_day, said,"
                " agreement, scheme, exchange, study, source_title, source_url, standing)"
                " SELECT %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s"
                " FROM alliance_follow_up WHERE commitment = %s RETURNING id",
                (
                    actor.institution,
                    commitment,
                    new.outcome.value,
                    new.on_day,
                    _text(new.said),
                    agreement,
                    new.scheme or None,
                    exchange,
                    new.study or None,
                    *_source(new.source),
                    commitment,
                ),
            )
        )
    except DatabaseError as error:
        code = refusal_code(error)
        if code == "AY012":
            raise FollowUpRefused(f"{new.on_day} is before the last follow-up") from None
        if code == "AY024":
            raise AlreadyWithdrawn(f"commitment {commitment}") from None
        raise


def withdraw(*, actor: Actor, new: NewWithdrawal, day: date) -> int:
    """Withdraw a practice or a commitment noted by mistake; gives the number of its exchange.

    Raises ``UnknownExchange``, ``AlreadyWithdrawn``, and ``MovedOn`` where somebody told meanwhile what became
    of it.
    """
    actor.require(*WRITERS)
    found = queries.noted(actor=actor, what=new.what, number=new.number)
    if found is None:
        raise UnknownExchange(f"no {new.what.value} {new.number}")
    if found.withdrawal is not None:
        raise AlreadyWithdrawn(f"{new.what.value} {new.number}")
    if found.followed != new.seen:
        raise MovedOn(f"{new.what.value} {new.number}")
    try:
        made = one(
            f"INSERT INTO alliance_withdrawal (institution, {new.what.value}, seen, why, withdrawn_by,"
            " withdrawn_on) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
            (actor.institution, new.number, new.seen, new.why.strip(), actor.name, day),
        )
    except DatabaseError as error:
        if refusal_code(error) == "AY025":
            raise MovedOn(f"{new.what.value} {new.number}") from None
        raise
    if made is None:
        raise AlreadyWithdrawn(f"{new.what.value} {new.number}")
    return found.exchange


def take_out_name(*, actor: Actor, exchange: int, person: int) -> None:
    """Take a person's name out of an exchange for good."""
    actor.require(*WRITERS)
    found = one(
        "SELECT id FROM alliance_exchange_person WHERE institution = %s AND exchange = %s AND id = %s",
        (actor.institution, exchange, person),
    )
    if found is None:
        raise UnknownExchange(f"no person {person} in exchange {exchange}")
    value("SELECT alliance_take_out_name(%s)", (person,))


def require_exchange(*, actor: Actor, number: int) -> None:
    """Refuse an exchange that is not there for the actor."""
    found = one(
        "SELECT id FROM alliance_exchange WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    if found is None:
        raise UnknownExchange(f"no exchange {number}")


def _agreement(actor: Actor, code: str) -> int | None:
    if not code:
        return None
    found = one(
        "SELECT id FROM alliance_agreement WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if found is None:
        raise UnknownAgreement(code)
    return int(found[0])


def _exchange(actor: Actor, code: str) -> int | None:
    if not code:
        return None
    found = one(
        "SELECT id FROM alliance_exchange WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if found is None:
        raise UnknownExchange(f"no exchange {code}")
    return int(found[0])


def _name(
    actor: Actor,
    *,
    exchange: int,
    person: str,
    post: str,
    participant: int | None = None,
    commitment: int | None = None,
) -> None:
    execute(
        "INSERT INTO alliance_exchange_person (institution, exchange, participant, commitment, name, post)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (
            actor.institution,
            exchange,
            participant,
            commitment,
            person.strip(),
            post.strip() or None,
        ),
    )


def _text(said: Said) -> str:
    return said.model_dump_json(exclude_none=True)


def _source(source: Source) -> tuple[str, str, str]:
    return source.title.strip(), source.url, source.standing.value
