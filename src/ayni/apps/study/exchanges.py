"""Studies of exchanges of experience, linked by key: made in one, or what a commitment led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.sql.frames import one, rows
from ayni.apps.study.actions import ForeignSubject
from ayni.core.actor import Actor


class AlreadyLinked(ValueError):
    """The exchange names that study already."""


@dataclass(frozen=True, slots=True)
class NamedStudy:
    """A study by what people call it."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkedStudy:
    """A study with what names it: an exchange itself, or a follow-up of a commitment."""

    study: NamedStudy
    exchange: int | None
    follow_up: int | None


def named_studies(*, actor: Actor) -> list[NamedStudy]:
    """List the institution's studies by name alone, newest first; their texts are large."""
    found = rows(
        "SELECT id, code, name FROM study_study WHERE institution = %s ORDER BY id DESC LIMIT 500",
        (actor.institution,),
    )
    return [NamedStudy(*row) for row in found]


def named_study(*, actor: Actor, number: int) -> NamedStudy:
    """Name one study. Raises ``ForeignSubject`` where it is not there for the institution."""
    found = one(
        "SELECT id, code, name FROM study_study WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    if found is None:
        raise ForeignSubject(f"no study {number}")
    return NamedStudy(*found)


def link_exchange(*, actor: Actor, study: int, exchange: int, day: date) -> int:
    """Let an exchange name a study. Raises ``ForeignSubject``, ``AlreadyLinked``."""
    return _link(actor, study=study, exchange=exchange, day=day)


def link_follow_up(*, actor: Actor, study: int, follow_up: int, day: date) -> int:
    """Let what became of a commitment name a study. Raises ``ForeignSubject``, ``AlreadyLinked``."""
    return _link(actor, study=study, follow_up=follow_up, day=day)


def _link(
    actor: Actor,
    *,
    study: int,
    day: date,
    exchange: int | None = None,
    follow_up: int | None = None,
) -> int:
    named_study(actor=actor, number=study)
    made = one(
        "INSERT INTO study_exchange (institution, study, exchange, follow_up, linked_by, linked_on)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
        (actor.institution, study, exchange, follow_up, actor.name, day),
    )
    if made is None:
        raise AlreadyLinked(f"study {study}")
    return int(made[0])


def linked_studies(
    *, actor: Actor, exchanges: Sequence[int], follow_ups: Sequence[int]
) -> list[LinkedStudy]:
    """List the studies that some exchanges and some follow-ups name, in the order in which they were linked."""
    found = rows(
        "SELECT s.id, s.code, s.name, l.exchange, l.follow_up FROM study_exchange l"
        " JOIN study_study s ON s.id = l.study WHERE l.institution = %s"
        " AND (l.exchange = ANY (%s::int[]) OR l.follow_up = ANY (%s::int[])) ORDER BY l.id",
        (actor.institution, list(exchanges), list(follow_ups)),
    )
    return [_linked(row) for row in found]


def _linked(row: Sequence[Any]) -> LinkedStudy:
    return LinkedStudy(NamedStudy(*row[:3]), *row[3:])


def exchanges_naming(*, actor: Actor, study: int) -> list[int]:
    """List the exchanges that name a study, themselves or by what became of a commitment that stands."""
    found = rows(
        "SELECT coalesce(l.exchange, c.exchange) FROM study_exchange l"
        " LEFT JOIN alliance_follow_up u ON u.id = l.follow_up"
        " LEFT JOIN alliance_commitment c ON c.id = u.commitment"
        " WHERE l.institution = %s AND l.study = %s AND NOT EXISTS"
        " (SELECT 1 FROM alliance_withdrawal w WHERE w.commitment = c.id) ORDER BY 1",
        (actor.institution, study),
    )
    return sorted({number for (number,) in found})
