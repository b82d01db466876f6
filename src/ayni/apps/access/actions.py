"""Writes of the access room; ``acting`` is the door through which every other write goes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import connection, transaction

from ayni.apps.access.models import User
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor, Role

Row = tuple[Any, ...]
_SETTINGS = ("institution", "scope", "associations", "actor", "role", "reason", "entry")
_current: ContextVar[Actor | None] = ContextVar("ayni_actor", default=None)


class NobodyActs(Exception):
    """A read or write outside ``acting``."""


_CALLS = ", ".join(f"set_config('ayni.{name}', %s, true)" for name in _SETTINGS)


def _values(actor: Actor) -> tuple[str, ...]:
    return (
        str(actor.institution),
        actor.scope.value,
        ",".join(map(str, actor.associations)),
        actor.name,
        actor.role.value,
        actor.reason,
        "",
    )


def _apply(actor: Actor | None, *, first: str = "") -> None:
    """Write the settings; ``first`` are statements that travel before them, in the same journey."""
    with connection.cursor() as cursor:
        values = ("",) * 7 if actor is None else _values(actor)
        cursor.execute(f"{first} SELECT {_CALLS}", values)


def asking(*, actor: Actor, function: str, text: str, params: Sequence[object]) -> Row | None:
    """Ask one function of the database as an actor and give its first row, if there is one.

    Outside a transaction the statement is its own: the settings travel in it and end with it, which
    saves three of four journeys. ``text`` is the function's first parameter: its value hangs on the
    settings, so that they are made first. Within a transaction this is ``acting``.
    """
    more = ", %s" * len(params)
    if connection.in_atomic_block:
        with acting(actor):
            return one(f"SELECT * FROM {function}(%s{more})", (text, *params))
    return one(
        f"SELECT f.* FROM (SELECT left(concat({_CALLS}), 0) AS made) s,"
        f" LATERAL {function}(s.made || %s{more}) f",
        (*_values(actor), text, *params),
    )


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which the database knows who acts, how far he sees and why.

    The settings are local to the transaction and are put back on leaving, so that a pooled connection
    never carries anybody into the next request.
    """
    outer = _current.get()
    within = connection.in_atomic_block
    with transaction.atomic():
        _apply(actor)
        mark = _current.set(actor)
        try:
            yield actor
            if within:
                _hand_back(outer)
        finally:
            _current.reset(mark)


def _hand_back(outer: Actor | None) -> None:
    """Check what waits for the commit while the actor is known, then restore who acted before.

    The outermost transaction needs neither: it commits with its settings, which end with it. A failed one
    rolls them back to its savepoint.
    """
    _apply(outer, first="SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;")


def current() -> Actor:
    """Give the actor at work, or refuse."""
    actor = _current.get()
    if actor is None:
        raise NobodyActs("open `acting(actor)` first")
    return actor


def make_institution(
    *, number: int, code: str, name: str, country: str, time_zone: str, currency: str
) -> int:
    """Make a tenant (or find it by its code) and give its number."""
    execute(
        "INSERT INTO access_institution (id, code, name, country, time_zone, currency)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO NOTHING",
        (number, code, name, country, time_zone, currency),
    )
    return int(value("SELECT id FROM access_institution WHERE code = %s", (code,)))


def make_user(*, username: str, display_name: str, password: str) -> int:
    """Make a user, or give the one of that name a new password."""
    try:
        user = User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        user = User(username=username, display_name=display_name)
    user.set_password(password)
    user.save()
    return int(user.id)


def give_password(*, username: str, password: str) -> None:
    """Give a user another password, and tell the journal; raises ``User.DoesNotExist``."""
    user = User.objects.get_by_natural_key(username)
    user.set_password(password)
    user.save(update_fields=["password"])
    execute("SELECT access_password_given(%s)", (user.id,))


def give_mandate(
    *,
    user: int,
    role: Role,
    starts: date,
    association: int | None = None,
    facility: int | None = None,
    ends: date | None = None,
    invitation: int | None = None,
) -> None:
    """Give a user a role in the actor's institution from a day on (to a day, by an invitation)."""
    execute(
        'INSERT INTO access_mandate ("user", institution, role, association, facility, starts, ends,'
        " invitation) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            user,
            current().institution,
            role.value,
            association,
            facility,
            starts,
            ends,
            invitation,
        ),
    )


def make_token(*, name: str, role: Role, facility: int | None, starts: date) -> str:
    """Make a key for a programme and give it once; only its digest is kept."""
    token = f"ayni_{secrets.token_urlsafe(32)}"
    execute(
        "INSERT INTO access_token (institution, digest, name, role, facility, starts)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (current().institution, token_digest(token), name, role.value, facility, starts),
    )
    return token


def token_digest(token: str) -> bytes:
    """Give the digest under which a key is kept (long and random, so a plain hash is enough)."""
    return hashlib.sha256(token.encode()).digest()


def mark(*, name: str, content: object) -> None:
    """Put a mark on this installation; a mark is made once and stays."""
    execute(
        "INSERT INTO access_mark (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (name, json.dumps(content)),
    )


def report(
    *,
    job: str,
    stage: str,
    position: int,
    state: str,
    done: int = 0,
    total: int = 0,
    seconds: float = 0.0,
    note: str = "",
) -> None:
    """Tell how far a stage of long work has come (seen at once by whoever watches)."""
    execute(
        "INSERT INTO access_progress (job, stage, position, state, done, total, seconds, note)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (job, stage) DO UPDATE SET"
        " position = excluded.position, state = excluded.state, done = excluded.done,"
        " total = excluded.total, seconds = excluded.seconds, note = excluded.note",
        (job, stage, position, state, done, total, seconds, note),
    )
