"""Reads about parties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ayni.apps.access import invitations
from ayni.apps.access.invitations import Sent
from ayni.apps.alliance.party_refusals import Edit
from ayni.apps.sql.frames import one, rows, value
from ayni.core.actor import Actor
from ayni.core.alliance.legal_standing import Evidence
from ayni.core.alliance.tree import Body

_ENTRIES = {
    "identity": (
        "SELECT greatest(entry, closed) AS e FROM alliance_identity WHERE association = %(a)s"
        " UNION ALL SELECT greatest(entry, closed) FROM alliance_seat WHERE association = %(a)s"
        " UNION ALL SELECT greatest(entry, closed) FROM alliance_activity WHERE association = %(a)s"
    ),
    "standing": "SELECT entry AS e FROM alliance_evidence WHERE association = %(a)s",
    "officers": (
        "SELECT greatest(entry, closed) AS e FROM alliance_officer WHERE association = %(a)s"
        " UNION ALL SELECT entry FROM alliance_officer_invitation WHERE association = %(a)s"
    ),
    "changes": (
        "SELECT entry AS e FROM alliance_party_change WHERE association = %(a)s OR other = %(a)s"
        " UNION ALL SELECT greatest(entry, closed) FROM alliance_membership WHERE association = %(a)s"
    ),
}


_NEWEST = {
    name: f"SELECT coalesce(max(s.e), 0) FROM ({entries}) s" for name, entries in _ENTRIES.items()
}
_AFTER = {
    name: "SELECT e.actor, e.reason, e.recorded_at FROM audit_entry e WHERE e.id IN"
    f" (SELECT s.e FROM ({entries}) s WHERE s.e > %(after)s) ORDER BY e.id"
    for name, entries in _ENTRIES.items()
}


def token(*, association: int, section: str) -> int:
    """Give the newest journal entry that touched a section of a party; 0 when none did."""
    return int(value(_NEWEST[section], {"a": association}))


def edits(*, association: int, section: str, after: int) -> list[Edit]:
    """List what touched a section after a token, oldest first."""
    found = rows(_AFTER[section], {"a": association, "after": after})
    return [Edit(*row) for row in found]


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """A legal number with its days."""

    country: str
    kind: str
    number: str
    starts: date | None
    ends: date | None


def numbers(*, association: int) -> list[LegalNumber]:
    """List the legal numbers of a party, those in force first."""
    found = rows(
        "SELECT country, kind, number, starts, ends FROM alliance_identity WHERE association = %s"
        " ORDER BY ends IS NOT NULL, country, kind, starts DESC",
        (association,),
    )
    return [LegalNumber(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a party has its seat."""

    district: str
    code: str | None
    starts: date


def seat(*, association: int) -> Seat | None:
    """Give the seat in force."""
    found = one(
        "SELECT district, code, starts FROM alliance_seat WHERE association = %s AND ends IS NULL",
        (association,),
    )
    return None if found is None else Seat(*found)


def activities(*, association: int) -> list[tuple[str, date]]:
    """List the ISIC classes in force with their first days."""
    return rows(
        "SELECT isic, starts FROM alliance_activity WHERE association = %s AND ends IS NULL"
        " ORDER BY id",
        (association,),
    )


def evidence(*, association: int) -> list[Evidence]:
    """List the papers of a party, newest first."""
    found = rows(
        "SELECT e.id, e.kind, e.document, f.name, e.issued, e.expires, e.amount, e.currency"
        " FROM alliance_evidence e JOIN document_file f ON f.id = e.document"
        " WHERE e.association = %s ORDER BY e.issued DESC, e.id DESC",
        (association,),
    )
    return [Evidence(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Officer:
    """Who holds an office; ``sent`` are the invitations, newest first (the institution's to see)."""

    id: int
    name: str
    office: str
    phone: str | None
    email: str | None
    starts: date
    ends: date | None
    sent: tuple[Sent, ...] = ()

    def in_office(self, day: date) -> bool:
        """Tell whether the office is held on a day."""
        return self.starts <= day and (self.ends is None or day < self.ends)


def officers(*, association: int) -> list[Officer]:
    """List the officers of a party, the newest mandates first."""
    found = rows(
        "SELECT o.id, o.name, o.office, o.phone, o.email, o.starts, o.ends,"
        " coalesce(array_agg(i.invitation ORDER BY i.invitation DESC)"
        " FILTER (WHERE i.invitation IS NOT NULL), '{}') FROM alliance_officer o"
        " LEFT JOIN alliance_officer_invitation i ON i.officer = o.id WHERE o.association = %s"
        " GROUP BY o.id ORDER BY o.starts DESC, o.id DESC",
        (association,),
    )
    sent = invitations.sent(numbers=[number for row in found for number in row[7]])
    return [
        replace(Officer(*plain), sent=tuple(sent[one] for one in invited if one in sent))
        for *plain, invited in found
    ]


@dataclass(frozen=True, slots=True)
class Membership:
    """To whom a party belonged, from a day to a day."""

    parent: int
    parent_name: str
    starts: date | None
    ends: date | None


def memberships(*, association: int) -> list[Membership]:
    """List to whom a party belonged, the newest first."""
    found = rows(
        "SELECT m.parent, coalesce(a.name, ''), m.starts, m.ends FROM alliance_membership m"
        " LEFT JOIN alliance_association a ON a.id = m.parent WHERE m.association = %s"
        " ORDER BY m.starts DESC NULLS LAST, m.id DESC",
        (association,),
    )
    return [Membership(*row) for row in found]


def members_on(*, association: int, day: date) -> list[int]:
    """List who belongs directly to a party from a day on."""
    found = rows(
        "SELECT association FROM alliance_membership WHERE parent = %s AND (ends IS NULL OR ends > %s)"
        " ORDER BY id",
        (association, day),
    )
    return [int(number) for (number,) in found]


@dataclass(frozen=True, slots=True)
class PartyChange:
    """What became of a party; ``other`` is the one it was merged into or that split off."""

    association: int
    association_name: str
    kind: str
    day: date
    old_name: str | None
    new_name: str | None
    other: int | None
    other_name: str | None
    why: str
    document: int | None


def changes(*, association: int) -> list[PartyChange]:
    """List the changes that a party went through or takes part in, newest first."""
    found = rows(
        "SELECT c.association, a.name, c.kind, c.day, c.old_name, c.new_name, c.other, b.name, c.why,"
        " c.document FROM alliance_party_change c JOIN alliance_association a ON a.id = c.association"
        " LEFT JOIN alliance_association b ON b.id = c.other"
        " WHERE c.association = %s OR c.other = %s ORDER BY c.day DESC, c.id DESC",
        (association, association),
    )
    return [PartyChange(*row) for row in found]


def name_on(*, association: int, day: date) -> str:
    """Give the name that a party had on a day."""
    later = one(
        "SELECT old_name FROM alliance_party_change WHERE association = %s AND kind = 'rename'"
        " AND day > %s ORDER BY day, id LIMIT 1",
        (association, day),
    )
    if later is not None:
        return str(later[0])
    return str(value("SELECT name FROM alliance_association WHERE id = %s", (association,)))


def scheme_of(*, association: int) -> str | None:
    """Give the scheme of a party's newest adhesion or agreement, if it has one."""
    found = one(
        "SELECT s.code FROM alliance_agreement g JOIN alliance_scheme s ON s.id = g.scheme"
        " WHERE g.association = %s OR EXISTS (SELECT 1 FROM alliance_adhesion d"
        " WHERE d.agreement = g.id AND d.association = %s) ORDER BY g.id DESC LIMIT 1",
        (association, association),
    )
    return None if found is None else str(found[0])


def bodies_on(*, actor: Actor, day: date) -> list[Body]:
    """List all associations of the institution as they stood on a day, without their families."""
    found = rows(
        "SELECT a.id, m.parent, coalesce((SELECT c.old_name FROM alliance_party_change c"
        " WHERE c.association = a.id AND c.kind = 'rename' AND c.day > %(day)s"
        " ORDER BY c.day, c.id LIMIT 1), a.name), a.kind, a.code FROM alliance_association a"
        " LEFT JOIN alliance_membership m ON m.association = a.id"
        " AND daterange(m.starts, m.ends) @> %(day)s::date"
        " WHERE a.institution = %(institution)s AND NOT EXISTS (SELECT 1 FROM alliance_party_change c"
        " WHERE c.association = a.id AND c.kind = 'merger' AND c.day <= %(day)s)",
        {"day": day, "institution": actor.institution},
    )
    return [Body(number, parent, name, kind, code, 0) for number, parent, name, kind, code in found]
