"""Reads of the exchanges of experience: the list, one, and the chain from a course to an agreement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.alliance.queries import VERSION, Version, version_row
from ayni.apps.sql.frames import LARGEST, one, rows
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import (
    Kind,
    Noted,
    Outcome,
    Part,
    Said,
    Source,
    State,
    state_of,
)
from ayni.core.scheme import Standing


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange as its newest fact tells it; ``changed`` is how often it was written anew."""

    id: int
    code: str
    changed: int
    kind: Kind
    title: Said
    place: str
    country: str
    year: int
    starts: date | None
    ends: date | None
    follows: int | None
    source: Source
    language: str


@dataclass(frozen=True, slots=True)
class Participant:
    """An institution in an exchange and what it did there."""

    id: int
    exchange: int
    body: str
    part: Part


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice learned in an exchange; ``learned`` says how firm it is that it was learned there."""

    id: int
    exchange: int
    number: int
    title: Said
    words: Said
    scheme: str
    parameter: str
    term: str
    source: Source
    learned: Standing


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a commitment, as found on a day."""

    id: int
    commitment: int
    number: int
    outcome: Outcome
    on_day: date
    said: Said
    agreement: int | None
    agreement_code: str
    scheme: str
    exchange: int | None
    study: str
    source: Source


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody undertook, and all that became of it, oldest first."""

    id: int
    exchange: int
    number: int
    body: str
    what: Said
    due_on: date | None
    source: Source
    follow_ups: tuple[FollowUp, ...]

    def state(self, day: date) -> State:
        """Tell how it stands on a day; what was found after that day does not count yet."""
        told = [one for one in self.follow_ups if one.on_day <= day]
        return state_of(due_on=self.due_on, newest=told[-1].outcome if told else None, day=day)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That something was withdrawn: when, by whom, why."""

    on_day: date
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Noting:
    """A practice or a commitment as it was noted, withdrawn or not.

    ``whose`` is the institution that undertook, or the source that tells of the practice; ``followed`` how
    often it was told what became of it.
    """

    what: Noted
    id: int
    exchange: int
    said: Said
    whose: str
    followed: int
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class Reached:
    """An agreement that a commitment led to: its newest version, and who adheres on a day.

    ``examples`` of the ``adhesions`` are of the invented example.
    """

    id: int
    code: str
    party: str
    scheme: str
    version: Version
    adhesions: int
    examples: int


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named in an exchange; only the institution reads it."""

    id: int
    participant: int | None
    commitment: int | None
    name: str | None
    post: str | None


#: A commitment ``c`` that nobody withdrew.
_STANDS = "NOT EXISTS (SELECT 1 FROM alliance_withdrawal w WHERE w.commitment = c.id)"
_NOW = (
    "SELECT DISTINCT ON (f.exchange) f.exchange, x.code, f.number, f.kind, f.title, f.place, f.country,"
    " f.year, f.starts, f.ends, f.follows, f.source_title, f.source_url, f.standing, f.source_language"
    " FROM alliance_exchange_fact f JOIN alliance_exchange x ON x.id = f.exchange"
    " WHERE f.institution = %s ORDER BY f.exchange, f.number DESC"
)


def exchanges(*, actor: Actor, numbers: Sequence[int] | None = None) -> list[Exchange]:
    """List the exchanges, newest first; ``numbers`` keeps those alone."""
    found = rows(
        f"SELECT * FROM ({_NOW}) n WHERE %s::int[] IS NULL OR n.exchange = ANY (%s::int[])"
        " ORDER BY n.year DESC, n.starts DESC NULLS LAST, n.exchange DESC",
        (actor.institution, _list(numbers), _list(numbers)),
    )
    return [_exchange(row) for row in found]


def _exchange(row: Sequence[Any]) -> Exchange:
    number, code, changed, kind, title, *place, url_title, url, standing, language = row
    source = Source(title=url_title, url=url, standing=Standing(standing))
    first = [number, code, changed - 1, Kind(kind), _said(title)]
    values: list[Any] = [*first, *place, source, language]
    return Exchange(*values)


def participants(*, actor: Actor, numbers: Sequence[int]) -> list[Participant]:
    """List the institutions of some exchanges as they were written down."""
    found = rows(
        "SELECT id, exchange, body, part FROM alliance_exchange_participant WHERE institution = %s"
        " AND exchange = ANY (%s::int[]) ORDER BY exchange, id",
        (actor.institution, list(numbers)),
    )
    return [
        Participant(number, exchange, body, Part(part)) for number, exchange, body, part in found
    ]


def practices(*, actor: Actor, numbers: Sequence[int]) -> list[Practice]:
    """List the practices of some exchanges in order, without those withdrawn."""
    found = rows(
        "SELECT id, exchange, number, title, words, scheme, parameter, term, source_title, source_url,"
        " standing, learned FROM alliance_practice p WHERE institution = %s"
        " AND exchange = ANY (%s::int[]) AND NOT EXISTS"
        " (SELECT 1 FROM alliance_withdrawal w WHERE w.practice = p.id) ORDER BY exchange, number",
        (actor.institution, list(numbers)),
    )
    return [_practice(row) for row in found]


def _practice(row: Sequence[Any]) -> Practice:
    texts, source = (_said(row[3]), _said(row[4])), _source(row[8:11])
    values: list[Any] = [*row[:3], *texts, *row[5:8], source, Standing(row[11])]
    return Practice(*values)


def commitments(*, actor: Actor, numbers: Sequence[int] | None = None) -> list[Commitment]:
    """List the commitments of some exchanges, or of all, each with what became of it; none withdrawn."""
    found = rows(
        "SELECT id, exchange, number, body, what, due_on, source_title, source_url, standing"
        f" FROM alliance_commitment c WHERE institution = %s AND {_STANDS}"
        " AND (%s::int[] IS NULL OR exchange = ANY (%s::int[])) ORDER BY exchange, number",
        (actor.institution, _list(numbers), _list(numbers)),
    )
    after = _follow_ups(actor, commitments=[row[0] for row in found])
    return [_commitment(row, after=after.get(row[0], [])) for row in found]


def commitment(*, actor: Actor, number: int) -> Commitment | None:
    """Give one commitment, or nothing when it is not there or was withdrawn."""
    found = one(
        "SELECT exchange FROM alliance_commitment WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    if found is None:
        return None
    beside = commitments(actor=actor, numbers=[found[0]])
    return next((each for each in beside if each.id == number), None)


_NOTED = (
    "SELECT n.*, w.withdrawn_on, w.withdrawn_by, w.why FROM ("
    "SELECT 'practice' what, p.id, p.exchange, p.title, p.source_title, 0 FROM alliance_practice p"
    " WHERE p.institution = %s UNION ALL SELECT 'commitment', c.id, c.exchange, c.what, c.body,"
    " (SELECT count(*) FROM alliance_follow_up u WHERE u.commitment = c.id)"
    " FROM alliance_commitment c WHERE c.institution = %s) n LEFT JOIN alliance_withdrawal w"
    " ON n.id = CASE n.what WHEN 'practice' THEN w.practice ELSE w.commitment END"
)


def noted(*, actor: Actor, what: Noted, number: int) -> Noting | None:
    """Give what was noted, withdrawn or not; nothing when it is not there."""
    found = one(
        f"{_NOTED} WHERE n.what = %s AND n.id = %s",
        (actor.institution, actor.institution, what.value, number),
    )
    return None if found is None else _noting(found)


def withdrawn(*, actor: Actor, exchange: int) -> list[Noting]:
    """List what was withdrawn of an exchange, in the order in which it was."""
    found = rows(
        f"{_NOTED} WHERE n.exchange = %s AND w.id IS NOT NULL ORDER BY w.id",
        (actor.institution, actor.institution, exchange),
    )
    return [_noting(row) for row in found]


def _noting(row: Sequence[Any]) -> Noting:
    what, number, exchange, said, whose, followed, *gone = row
    withdrawal = None if gone[0] is None else Withdrawal(*gone)
    return Noting(Noted(what), number, exchange, _said(said), whose, followed, withdrawal)


def _commitment(row: Sequence[Any], *, after: Sequence[FollowUp]) -> Commitment:
    values: list[Any] = [*row[:4], _said(row[4]), row[5], _source(row[6:9]), tuple(after)]
    return Commitment(*values)


def _follow_ups(actor: Actor, *, commitments: Sequence[int]) -> dict[int, list[FollowUp]]:
    found = rows(
        "SELECT u.id, u.commitment, u.number, u.outcome, u.on_day, u.said, u.agreement, coalesce(g.code, ''),"
        " coalesce(u.scheme, ''), u.exchange, coalesce(u.study, ''), u.source_title, u.source_url, u.standing"
        " FROM alliance_follow_up u LEFT JOIN alliance_agreement g ON g.id = u.agreement"
        " WHERE u.institution = %s AND u.commitment = ANY (%s::int[]) ORDER BY u.commitment, u.number",
        (actor.institution, list(commitments)),
    )
    told: dict[int, list[FollowUp]] = {}
    for row in found:
        told.setdefault(row[1], []).append(_follow_up(row))
    return told


def _follow_up(row: Sequence[Any]) -> FollowUp:
    first = [*row[:3], Outcome(row[3]), row[4], _said(row[5])]
    values: list[Any] = [*first, *row[6:11], _source(row[11:14])]
    return FollowUp(*values)


def agreements_reached(*, actor: Actor, numbers: Sequence[int], day: date) -> list[Reached]:
    """List some agreements with their newest version and how many adhere on a day."""
    found = rows(
        f"SELECT g.id, g.code, coalesce(a.name, ''), s.code, {VERSION}, d.adhesions, d.examples"
        " FROM alliance_agreement g JOIN alliance_scheme s ON s.id = g.scheme"
        " LEFT JOIN alliance_association a ON a.id = g.association"
        " CROSS JOIN LATERAL (SELECT * FROM alliance_agreement_version w WHERE w.agreement = g.id"
        " ORDER BY w.number DESC LIMIT 1) v"
        " CROSS JOIN LATERAL (SELECT count(*) adhesions, count(*) FILTER (WHERE p.example) examples"
        " FROM alliance_adhesion h JOIN alliance_association p ON p.id = h.association"
        " WHERE h.agreement = g.id AND h.starts <= %s AND (h.ends IS NULL OR h.ends > %s)) d"
        " WHERE g.institution = %s AND g.id = ANY (%s::int[]) ORDER BY v.signed_on, g.code",
        (day, day, actor.institution, list(numbers)),
    )
    return [_reached(row) for row in found]


def _reached(row: Sequence[Any]) -> Reached:
    values: list[Any] = [*row[:4], version_row(row[4:13]), *row[13:]]
    return Reached(*values)


def named_persons(*, actor: Actor, exchange: int) -> list[NamedPerson]:
    """List the persons named in an exchange; whoever is not of the institution sees none."""
    found = rows(
        "SELECT id, participant, commitment, name, post FROM alliance_exchange_person"
        " WHERE institution = %s AND exchange = %s ORDER BY id",
        (actor.institution, exchange),
    )
    return [NamedPerson(*row) for row in found]


#: What leads from one exchange to another: it followed, or a commitment led there.
_STEPS = (
    f"WITH RECURSIVE now AS ({_NOW}), step (source, target) AS ("
    " SELECT follows, exchange FROM now WHERE follows IS NOT NULL"
    " UNION SELECT c.exchange, u.exchange FROM alliance_follow_up u"
    " JOIN alliance_commitment c ON c.id = u.commitment"
    f" WHERE u.institution = %s AND u.exchange IS NOT NULL AND {_STANDS}),"
)
_BEFORE = (
    "before (x) AS ({start} UNION SELECT s.source FROM before b JOIN step s ON s.target = b.x)"
)
_AFTER = "after (x) AS ({start} UNION SELECT s.target FROM after a JOIN step s ON s.source = a.x)"
_ONE = "SELECT %s::int"
_SOME = "SELECT unnest(%s::int[])"
_OF_AGREEMENT = (
    "SELECT c.exchange FROM alliance_follow_up u JOIN alliance_commitment c ON c.id = u.commitment"
    f" WHERE u.institution = %s AND u.agreement = %s AND {_STANDS}"
)


def chain(*, actor: Actor, exchange: int) -> list[int]:
    """List the exchanges that led to one and those it led to, itself among them."""
    if exchange > LARGEST:
        return []
    found = rows(
        f"{_STEPS} {_BEFORE.format(start=_ONE)}, {_AFTER.format(start=_ONE)}"
        " SELECT x FROM before UNION SELECT x FROM after ORDER BY x",
        (actor.institution, actor.institution, exchange, exchange),
    )
    return [number for (number,) in found]


def forward(*, actor: Actor, exchange: int) -> list[int]:
    """List the exchanges that one led to, itself first by number."""
    if exchange > LARGEST:
        return []
    found = rows(
        f"{_STEPS} {_AFTER.format(start=_ONE)} SELECT x FROM after ORDER BY x",
        (actor.institution, actor.institution, exchange),
    )
    return [number for (number,) in found]


def backward(*, actor: Actor, agreement: int) -> list[int]:
    """List the exchanges that led to an agreement, by the commitments that name it and what came before."""
    found = rows(
        f"{_STEPS} {_BEFORE.format(start=_OF_AGREEMENT)} SELECT x FROM before ORDER BY x",
        (actor.institution, actor.institution, actor.institution, agreement),
    )
    return [number for (number,) in found]


def before(*, actor: Actor, numbers: Sequence[int]) -> list[int]:
    """List some exchanges and those that led to them."""
    found = rows(
        f"{_STEPS} {_BEFORE.format(start=_SOME)} SELECT x FROM before ORDER BY x",
        (actor.institution, actor.institution, list(numbers)),
    )
    return [number for (number,) in found]


def _list(numbers: Sequence[int] | None) -> list[int] | None:
    return None if numbers is None else list(numbers)


def _said(kept: Any) -> Said:
    return Said.model_validate_json(kept if isinstance(kept, str) else json.dumps(kept))


def _source(row: Sequence[Any]) -> Source:
    title, url, standing = row
    return Source(title=title, url=url, standing=Standing(standing))
