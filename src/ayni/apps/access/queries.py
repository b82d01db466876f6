"""Reads of the access room: who somebody is, and whether this is a demo."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from ayni.apps.access.actions import acting, token_digest
from ayni.apps.access.models import User
from ayni.apps.sql.frames import execute, one, rows
from ayni.core.actor import Actor, Role

_zones: dict[int, str] = {}


class UnknownUser(LookupError):
    """Nobody signs in with that name."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One role a user has on a day."""

    role: Role
    institution: int
    association: int | None
    facility: int | None
    #: Its number, by which somebody with several chooses.
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Institution:
    """A tenant."""

    id: int
    code: str
    name: str
    country: str
    time_zone: str
    currency: str


def user_named(username: str) -> User | None:
    """Find a user by the name, whatever its accents and capitals."""
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        return None


def mandates(*, user: int, at: datetime) -> list[Mandate]:
    """List what a user may do at a moment: each mandate is in force on its institution's own day."""
    with transaction.atomic():
        execute("SELECT set_config('ayni.user', %s, true)", (str(user),))
        found = rows(
            'SELECT role, institution, association, facility, id FROM access_mandate WHERE "user" = %s'
            " AND starts <= access_business_day(institution, %s)"
            " AND (ends IS NULL OR access_business_day(institution, %s) < ends) ORDER BY id",
            (user, at, at),
        )
        execute("SELECT set_config('ayni.user', '', true)")
    return [Mandate(Role(role), *rest) for role, *rest in found]


def actor_of(*, name: str, found: list[Mandate], reason: str) -> Actor | None:
    """Build the actor from the first mandate and those of the same role beside it."""
    if not found:
        return None
    first = found[0]
    same = [m for m in found if (m.role, m.institution) == (first.role, first.institution)]
    return Actor(
        name=name,
        role=first.role,
        institution=first.institution,
        reason=reason,
        associations=tuple(m.association for m in same if m.association is not None),
        facility=first.facility,
    )


def token_actor(*, token: str, at: datetime, reason: str) -> Actor | None:
    """Give the actor behind a key, or nothing when the key is unknown, ended or taken back."""
    found = one("SELECT * FROM access_token_holder(%s, %s)", (token_digest(token), at))
    if found is None:
        return None
    institution, name, role, facility = found
    return Actor(
        name=name, role=Role(role), institution=institution, reason=reason, facility=facility
    )


def institution(*, actor: Actor) -> Institution:
    """Give the actor's institution."""
    found = one(
        "SELECT id, code, name, country, time_zone, currency FROM access_institution WHERE id = %s",
        (actor.institution,),
    )
    if found is None:
        raise LookupError("the institution of the actor is not here")
    return Institution(*found)


def time_zone(*, actor: Actor) -> str:
    """Give the time zone of the actor's institution (asked once per process: the row never changes)."""
    if actor.institution not in _zones:
        with acting(actor):
            _zones[actor.institution] = institution(actor=actor).time_zone
    return _zones[actor.institution]


def demo_mark() -> dict[str, object] | None:
    """Give the mark of the demo programme, if this installation carries it."""
    return mark_of("demo")


def mark_of(name: str) -> dict[str, object] | None:
    """Give what a mark of this installation says, if it carries it."""
    found = one("SELECT value FROM access_mark WHERE name = %s", (name,))
    if found is None:
        return None
    content = found[0]
    return dict(json.loads(content) if isinstance(content, str) else content)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of long work."""

    stage: str
    state: str
    done: int
    total: int
    seconds: float
    note: str


def progress(*, job: str) -> list[Stage]:
    """List the stages of a job in order."""
    found = rows(
        "SELECT stage, state, done, total, seconds, note FROM access_progress WHERE job = %s"
        " ORDER BY position",
        (job,),
    )
    return [Stage(*row) for row in found]


def institutions() -> list[int]:
    """List the numbers of this installation's institutions (a number tells nothing about them)."""
    return [number for (number,) in rows("SELECT * FROM access_institution_numbers()")]
