"""Invitations: an officer of an association becomes a user, once, for the dates of the office."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from ayni.apps.access.actions import acting, current, give_mandate, token_digest
from ayni.apps.access.models import User
from ayni.apps.access.queries import user_named
from ayni.apps.sql.frames import execute, one, rows, value
from ayni.core.actor import Actor, Role


class InvitationClosed(LookupError):
    """No such link, or it was used, taken back, or is past its day (told alike)."""


class NameTaken(ValueError):
    """Somebody signs in with that name already."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link gives: the mandate and for whom it was meant."""

    id: int
    institution: int
    association: int
    role: Role
    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation as the officer's page lists it; ``used_on`` is the day it was taken."""

    id: int
    role: Role
    expires: date
    used_on: date | None
    revoked_on: date | None

    def open_on(self, day: date) -> bool:
        """Tell whether the link still opens on a day."""
        return self.used_on is None and self.revoked_on is None and day < self.expires


def invite(
    *,
    association: int,
    role: Role,
    name: str,
    starts: date,
    ends: date | None,
    expires: date,
) -> tuple[int, str]:
    """Make an invitation; gives its number and the word of its link, which is shown once."""
    word = secrets.token_urlsafe(32)
    number = value(
        "INSERT INTO access_invitation (institution, association, digest, role, name, starts, ends,"
        " expires) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            current().institution,
            association,
            token_digest(word),
            role.value,
            name,
            starts,
            ends,
            expires,
        ),
    )
    return int(number), word


def day_of(*, word: str, at: datetime) -> date:
    """Give the business day, at a moment, of the institution that sent a link, or refuse an unknown one."""
    found = one("SELECT access_invitation_day(%s, %s)", (token_digest(word), at))
    if found is None or found[0] is None:
        raise InvitationClosed("no such invitation")
    day: date = found[0]
    return day


def invitation_of(*, word: str, today: date) -> Invitation:
    """Give the invitation behind a link, or refuse one that is not open."""
    found = one("SELECT * FROM access_invitation_of(%s, %s)", (token_digest(word), today))
    if found is None:
        raise InvitationClosed("no open invitation")
    number, institution, association, role, *rest = found
    return Invitation(number, institution, association, Role(role), *rest)


def take(*, word: str, today: date, user: int) -> Invitation:
    """Give a user the mandate of a link and close the link; whoever comes second is refused.

    The mandate begins with the office, never before today.
    """
    found = invitation_of(word=word, today=today)
    with acting(_runner(found)):
        taken = one(
            "UPDATE access_invitation SET used_on = %s WHERE id = %s AND used_on IS NULL"
            " AND revoked_on IS NULL RETURNING id",
            (today, found.id),
        )
        if taken is None:
            raise InvitationClosed("taken meanwhile")
        give_mandate(
            user=user,
            role=found.role,
            starts=max(found.starts, today),
            association=found.association,
            ends=found.ends,
            invitation=found.id,
        )
    return found


def take_as_new(
    *, word: str, today: date, username: str, password: str, display_name: str
) -> tuple[Invitation, int]:
    """Make an account and give it the mandate of a link, both or neither; gives the user too."""
    found = invitation_of(word=word, today=today)
    with acting(_runner(found)):
        if user_named(username) is not None:
            raise NameTaken(username)
        user = User(username=username, display_name=display_name)
        user.set_password(password)
        user.save()
        take(word=word, today=today, user=int(user.id))
        return found, int(user.id)


def _runner(found: Invitation) -> Actor:
    return Actor(
        name=f"invitación {found.id}",
        role=Role.SYSTEM,
        institution=found.institution,
        reason="aceptar la invitación de un dirigente",
    )


def sent(*, numbers: list[int]) -> dict[int, Sent]:
    """Give invitations by number, those of the actor's institution."""
    found = rows(
        "SELECT id, role, expires, used_on, revoked_on FROM access_invitation WHERE id = ANY (%s)",
        (numbers,),
    )
    return {number: Sent(number, Role(role), *rest) for number, role, *rest in found}


def end(*, numbers: list[int], ends: date, today: date) -> None:
    """End what invitations gave from a day on: mandates end, open links are taken back.

    A mandate that had not begun by then holds on no day.
    """
    execute(
        "UPDATE access_mandate SET ends = greatest(%s, starts) WHERE invitation = ANY (%s)"
        " AND (ends IS NULL OR ends > greatest(%s, starts))",
        (ends, numbers, ends),
    )
    execute(
        "UPDATE access_invitation SET revoked_on = %s WHERE id = ANY (%s) AND used_on IS NULL"
        " AND revoked_on IS NULL",
        (today, numbers),
    )
