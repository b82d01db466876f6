"""Writes about parties: tree, numbers, seat, activities, papers, officers, changes.

Whoever changes something says which state he saw (``seen``: the token of the section, from `party_queries`); a
change upon an older state is refused with what was changed meanwhile (F11). One change of a party at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import invitations
from ayni.apps.alliance import party_queries
from ayni.apps.alliance.party_refusals import EndedAlready, PartyMoved, told
from ayni.apps.sql.frames import execute, one, rows, value
from ayni.core.actor import Actor, Role
from ayni.core.alliance.identities import legal_number
from ayni.core.alliance.isic import isic_class
from ayni.core.alliance.legal_standing import check_evidence

#: Who keeps the register of parties.
KEEPERS = (Role.AFFILIATION, Role.HEAD)


class UnknownParty(LookupError):
    """No such association here."""


class UnknownOffice(LookupError):
    """No such officer, activity or paper of this association."""


def hold(*, actor: Actor, association: int, section: str, seen: int) -> None:
    """Let one change at a time touch a party, and refuse who saw an older state of the section."""
    actor.require(*KEEPERS)
    rows("SELECT pg_advisory_xact_lock(4146905, %s)", (association,))
    known = one(
        "SELECT 1 FROM alliance_association WHERE institution = %s AND id = %s",
        (actor.institution, association),
    )
    if known is None:
        raise UnknownParty(str(association))
    if party_queries.token(association=association, section=section) != seen:
        raise PartyMoved(party_queries.edits(association=association, section=section, after=seen))


def enter_number(
    *, actor: Actor, association: int, seen: int, country: str, kind: str, text: str, day: date
) -> str:
    """Register a legal number from a day on; the one of the same kind before it ends. Gives it as kept."""
    number = legal_number(country=country, kind=kind, text=text)
    hold(actor=actor, association=association, section="identity", seen=seen)
    with told():
        execute(
            "UPDATE alliance_identity SET ends = greatest(%s, starts) WHERE association = %s"
            " AND country = %s AND kind = %s AND ends IS NULL",
            (day, association, country, kind),
        )
        execute(
            "INSERT INTO alliance_identity (institution, association, country, kind, number, starts)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (actor.institution, association, country, kind, number, day),
        )
    return number


def set_seat(
    *, actor: Actor, association: int, seen: int, district: str, code: str, day: date
) -> None:
    """Register where the party has its seat from a day on."""
    hold(actor=actor, association=association, section="identity", seen=seen)
    with told():
        execute(
            "UPDATE alliance_seat SET ends = greatest(%s, starts) WHERE association = %s"
            " AND ends IS NULL",
            (day, association),
        )
        execute(
            "INSERT INTO alliance_seat (institution, association, district, code, starts)"
            " VALUES (%s, %s, %s, %s, %s)",
            (actor.institution, association, district, code or None, day),
        )


def add_activity(*, actor: Actor, association: int, seen: int, text: str, day: date) -> str:
    """Register an activity by its ISIC class from a day on; gives the class."""
    code = isic_class(text)
    hold(actor=actor, association=association, section="identity", seen=seen)
    with told():
        execute(
            "INSERT INTO alliance_activity (institution, association, isic, starts)"
            " VALUES (%s, %s, %s, %s)",
            (actor.institution, association, code, day),
        )
    return code


def end_activity(*, actor: Actor, association: int, seen: int, code: str, day: date) -> None:
    """End an activity from a day on."""
    hold(actor=actor, association=association, section="identity", seen=seen)
    ended = one(
        "UPDATE alliance_activity SET ends = greatest(%s, starts) WHERE association = %s AND isic = %s"
        " AND ends IS NULL RETURNING id",
        (day, association, code),
    )
    if ended is None:
        raise UnknownOffice(code)


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A paper to be recorded; ``amount`` in minor units of ``currency``."""

    paper: str
    document: int
    issued: date
    expires: date | None
    amount: int | None
    currency: str | None


def add_evidence(
    *, actor: Actor, association: int, seen: int, new: NewEvidence, today: date
) -> int:
    """Record a paper of legal standing; gives its number."""
    paper = check_evidence(
        paper=new.paper, issued=new.issued, expires=new.expires, amount=new.amount, today=today
    )
    hold(actor=actor, association=association, section="standing", seen=seen)
    return int(
        value(
            "INSERT INTO alliance_evidence (institution, association, kind, document, issued, expires,"
            " amount, currency) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                association,
                paper.value,
                new.document,
                new.issued,
                new.expires,
                new.amount,
                new.currency if new.amount is not None else None,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Who takes an office."""

    name: str
    office: str
    starts: date
    ends: date | None = None
    phone: str = ""
    email: str = ""


def add_officer(*, actor: Actor, association: int, seen: int, new: NewOfficer) -> int:
    """Record who holds an office from a day on; gives the officer's number."""
    hold(actor=actor, association=association, section="officers", seen=seen)
    with told():
        return int(
            value(
                "INSERT INTO alliance_officer (institution, association, name, office, phone, email, starts,"
                " ends) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
                (
                    actor.institution,
                    association,
                    new.name,
                    new.office,
                    new.phone or None,
                    new.email or None,
                    new.starts,
                    new.ends,
                ),
            )
        )


def end_officer(
    *, actor: Actor, association: int, seen: int, officer: int, day: date, today: date
) -> None:
    """End an office from a day on, and with it what its invitations gave."""
    hold(actor=actor, association=association, section="officers", seen=seen)
    with told():
        ended = one(
            "UPDATE alliance_officer SET ends = %s WHERE id = %s AND association = %s AND starts < %s"
            " RETURNING id",
            (day, officer, association, day),
        )
    if ended is None:
        raise UnknownOffice(str(officer))
    numbers = [
        int(number)
        for (number,) in rows(
            "SELECT invitation FROM alliance_officer_invitation WHERE officer = %s", (officer,)
        )
    ]
    invitations.end(numbers=numbers, ends=day, today=today)


def invite_officer(
    *,
    actor: Actor,
    association: int,
    seen: int,
    officer: int,
    role: Role,
    today: date,
    expires: date,
) -> str:
    """Invite an officer to the portal as secretary or representative, for the dates of the office.

    Gives the word of the link, which is shown once. Links sent before and still open are taken back.
    """
    hold(actor=actor, association=association, section="officers", seen=seen)
    found = one(
        "SELECT name, starts, ends FROM alliance_officer WHERE id = %s AND association = %s",
        (officer, association),
    )
    if found is None:
        raise UnknownOffice(str(officer))
    name, starts, ends = found
    if ends is not None and ends <= today:
        raise EndedAlready(str(officer))
    _take_back(officer=officer, today=today)
    number, word = invitations.invite(
        association=association, role=role, name=name, starts=starts, ends=ends, expires=expires
    )
    execute(
        "INSERT INTO alliance_officer_invitation (invitation, institution, association, officer)"
        " VALUES (%s, %s, %s, %s)",
        (number, actor.institution, association, officer),
    )
    return word


def _take_back(*, officer: int, today: date) -> None:
    execute(
        "UPDATE access_invitation i SET revoked_on = %s FROM alliance_officer_invitation o"
        " WHERE o.invitation = i.id AND o.officer = %s AND i.used_on IS NULL AND i.revoked_on IS NULL",
        (today, officer),
    )


def join(*, actor: Actor, association: int, seen: int, parent: int | None, day: date) -> None:
    """Let a party belong to another from a day on (none: to nobody); what held before ends that day."""
    hold(actor=actor, association=association, section="changes", seen=seen)
    place(actor=actor, association=association, parent=parent, day=day)


def place(*, actor: Actor, association: int, parent: int | None, day: date) -> None:
    """End the membership that stands and begin the next, within a change that is held already."""
    with told():
        execute(
            "UPDATE alliance_membership SET ends = %s WHERE association = %s AND ends IS NULL",
            (day, association),
        )
        if parent is not None:
            execute(
                "INSERT INTO alliance_membership (institution, association, parent, starts)"
                " VALUES (%s, %s, %s, %s)",
                (actor.institution, association, parent, day),
            )


def end_adhesion(*, adhesion: int, day: date) -> None:
    """End an adhesion from a day on, within a change that is held already."""
    with told():
        execute("UPDATE alliance_adhesion SET ends = %s WHERE id = %s", (day, adhesion))


@dataclass(frozen=True, slots=True)
class NewChange:
    """What became of a party: kind is rename (``name``), merger or split (``other``)."""

    kind: str
    day: date
    why: str
    document: int | None = None
    name: str = ""
    other: int | None = None


class SameName(ValueError):
    """A renaming to the name it has."""


def record_change(*, actor: Actor, association: int, seen: int, new: NewChange) -> int:
    """Record a change of a party with its day and reason; gives its number."""
    hold(actor=actor, association=association, section="changes", seen=seen)
    old = None
    if new.kind == "rename":
        old = party_queries.name_on(association=association, day=new.day)
        if old == new.name:
            raise SameName(old)
    with told():
        return int(
            value(
                "INSERT INTO alliance_party_change (institution, association, kind, day, old_name,"
                " new_name, other, why, document) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " RETURNING id",
                (
                    actor.institution,
                    association,
                    new.kind,
                    new.day,
                    old,
                    new.name or None,
                    new.other,
                    new.why,
                    new.document,
                ),
            )
        )
