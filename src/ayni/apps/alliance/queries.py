"""Reads of the alliance room."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Adhesion:
    """One paying association under an agreement."""

    id: int
    code: str
    association: int
    association_code: str
    association_name: str
    payer: int
    agreement: int
    agreement_code: str
    scheme: int
    facility: int | None
    starts: date
    ends: date | None

    def in_force(self, day: date) -> bool:
        """Tell whether the adhesion stands on a day."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Version:
    """A signed version: which law, which terms."""

    id: int
    agreement: int
    number: int
    rules: bytes
    parameters: bytes
    terms: Mapping[str, Any]
    signed_on: date
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Association:
    """An association."""

    id: int
    code: str
    name: str
    kind: str
    region: str
    activity: str
    tax_number: str | None
    example: bool


#: The columns of ``Version``, of the table named ``v``.
VERSION = (
    "v.id, v.agreement, v.number, v.rules, v.parameters, v.terms, v.signed_on, v.starts, v.ends"
)
_ADHESION = (
    "SELECT d.id, d.code, d.association, a.code, a.name, d.payer, d.agreement, g.code, g.scheme,"
    " d.facility, d.starts, d.ends FROM alliance_adhesion d"
    " JOIN alliance_agreement g ON g.id = d.agreement"
    " JOIN alliance_association a ON a.id = d.association WHERE d.institution = %s"
)


def adhesions(*, actor: Actor, agreement: int | None = None) -> list[Adhesion]:
    """List the adhesions the actor may see, by code."""
    found = rows(
        _ADHESION + " AND (%s::int IS NULL OR d.agreement = %s) ORDER BY d.code",
        (actor.institution, agreement, agreement),
    )
    return [Adhesion(*row) for row in found]


def payers(*, actor: Actor) -> dict[int, str]:
    """Give who pays for the adhesions that another one pays for, by name."""
    return dict(rows("SELECT adhesion, payer_name FROM alliance_payers()"))


def adhesion_of(*, actor: Actor, code: str) -> Adhesion:
    """Find an adhesion by its own code, or by that of an agreement that has just one; else refuse."""
    found = rows(_ADHESION + " AND (d.code = %s OR g.code = %s)", (actor.institution, code, code))
    if not found:
        raise UnknownAgreement(code)
    exact = [Adhesion(*row) for row in found if row[1] == code]
    if exact:
        return exact[0]
    if len(found) > 1:
        raise UnknownAgreement(
            f"{code}: {len(found)} adhesions ({', '.join(sorted(row[1] for row in found)[:3])}, ...)"
        )
    return Adhesion(*found[0])


def version_on(*, actor: Actor, agreement: int, day: date) -> Version:
    """Give the version in force on a day, or refuse."""
    found = one(
        f"SELECT {VERSION}"
        " FROM alliance_agreement_version v WHERE institution = %s AND agreement = %s"
        " AND starts <= %s AND (ends IS NULL OR %s < ends)",
        (actor.institution, agreement, day, day),
    )
    if found is None:
        raise UnknownAgreement(f"no version of the agreement is in force on {day}")
    return version_row(found)


def standing_on(*, actor: Actor, day: date, codes: Sequence[str] | None = None) -> list[Adhesion]:
    """List the adhesions that stand on a day: own dates, a signed version, no suspension, no notice run out.

    ``codes`` keeps some of them (by their own code). By code, as ``adhesions``.
    """
    found = rows(
        _ADHESION + " AND d.starts <= %s AND (d.ends IS NULL OR %s < d.ends)"
        " AND (%s::text[] IS NULL OR d.code = ANY(%s))"
        " AND EXISTS (SELECT 1 FROM alliance_agreement_version v WHERE v.agreement = d.agreement"
        " AND v.starts <= %s AND (v.ends IS NULL OR %s < v.ends))"
        " AND NOT EXISTS (SELECT 1 FROM (SELECT e.state, e.falls_on FROM alliance_agreement_event e"
        " WHERE e.agreement = d.agreement AND e.effective <= %s ORDER BY e.number DESC LIMIT 1) l"
        " WHERE l.state IN ('suspended', 'ended', 'abandoned') OR l.falls_on <= %s) ORDER BY d.code",
        (
            actor.institution,
            day,
            day,
            None if codes is None else list(codes),
            None if codes is None else list(codes),
            day,
            day,
            day,
            day,
        ),
    )
    return [Adhesion(*row) for row in found]


def versions(*, actor: Actor, scheme: int) -> list[Version]:
    """List the signed versions of a scheme's agreements, by agreement and from the oldest on."""
    found = rows(
        f"SELECT {VERSION} FROM alliance_agreement_version v JOIN alliance_agreement g ON g.id = v.agreement"
        " WHERE g.institution = %s AND g.scheme = %s ORDER BY v.agreement, v.starts",
        (actor.institution, scheme),
    )
    return [version_row(row) for row in found]


def pinned_text(*, actor: Actor, digest: bytes) -> str:
    """Give the canonical text kept under a digest, or refuse."""
    found = one(
        "SELECT text FROM alliance_scheme_text WHERE institution = %s AND digest = %s",
        (actor.institution, digest),
    )
    if found is None:
        raise LookupError(f"no scheme text is kept under {digest.hex()[:12]}")
    return str(found[0])


def scheme_number(*, actor: Actor, code: str) -> int:
    """Give the number of a scheme here, or refuse."""
    found = one(
        "SELECT id FROM alliance_scheme WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if found is None:
        raise LookupError(f"no scheme {code} here")
    return int(found[0])


def associations(*, actor: Actor) -> list[Association]:
    """List the associations the actor may see, by name."""
    found = rows(
        "SELECT id, code, name, kind, region, activity, tax_number, example"
        " FROM alliance_association WHERE institution = %s ORDER BY name",
        (actor.institution,),
    )
    return [Association(*row) for row in found]


def association(*, actor: Actor, number: int) -> Association | None:
    """Give one association, or nothing when it is not the actor's to see."""
    found = one(
        "SELECT id, code, name, kind, region, activity, tax_number, example"
        " FROM alliance_association WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    return None if found is None else Association(*found)


def association_by_code(*, actor: Actor, code: str) -> int | None:
    """Give the number of an association by its code, or nothing when it is not the actor's to see."""
    found = one(
        "SELECT id FROM alliance_association WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    return None if found is None else int(found[0])


def schemes(*, actor: Actor) -> list[int]:
    """List the schemes under which the institution has agreements."""
    found = rows(
        "SELECT DISTINCT scheme FROM alliance_agreement WHERE institution = %s ORDER BY scheme",
        (actor.institution,),
    )
    return [scheme for (scheme,) in found]


def sizes_on(*, actor: Actor, day: date) -> dict[int, tuple[int, int]]:
    """Give how large each employer is on a day: workers and a year's sales, by its number."""
    found = rows(
        "SELECT DISTINCT ON (association) association, workers, yearly_sales FROM alliance_employer_size"
        " WHERE institution = %s AND starts <= %s ORDER BY association, starts DESC, id DESC",
        (actor.institution, day),
    )
    return {association: (workers, sales) for association, workers, sales in found}


def version(*, actor: Actor, agreement: int) -> Version | None:
    """Give the newest version of an agreement, or nothing while none is signed."""
    found = one(
        f"SELECT {VERSION}"
        " FROM alliance_agreement_version v WHERE institution = %s AND agreement = %s"
        " ORDER BY number DESC LIMIT 1",
        (actor.institution, agreement),
    )
    return None if found is None else version_row(found)


def version_numbered(*, actor: Actor, version: int) -> Version | None:
    """Give a version by its row's number, whichever agreement it is of."""
    found = one(
        f"SELECT {VERSION} FROM alliance_agreement_version v WHERE institution = %s AND id = %s",
        (actor.institution, version),
    )
    return None if found is None else version_row(found)


def agreement_number(*, actor: Actor, code: str) -> int:
    """Find an agreement by its own code, or refuse."""
    found = one(
        "SELECT id FROM alliance_agreement WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if found is None:
        raise UnknownAgreement(code)
    return int(found[0])


@dataclass(frozen=True, slots=True)
class Framework:
    """An agreement, signed or not: its code, its party, its scheme."""

    id: int
    code: str
    association: int
    party: str
    kind: str
    activity: str
    scheme: int
    scheme_code: str


_FRAMEWORK = (
    "SELECT g.id, g.code, g.association, coalesce(a.name, ''), coalesce(a.kind, ''),"
    " coalesce(a.activity, ''), g.scheme, s.code FROM alliance_agreement g"
    " LEFT JOIN alliance_association a ON a.id = g.association"
    " JOIN alliance_scheme s ON s.id = g.scheme WHERE g.institution = %s"
)


def framework(*, actor: Actor, number: int) -> Framework | None:
    """Give an agreement, signed or not; nothing when there is none here of that number."""
    found = one(_FRAMEWORK + " AND g.id = %s", (actor.institution, number))
    return None if found is None else Framework(*found)


def frameworks(*, actor: Actor) -> list[Framework]:
    """List every agreement, signed or not, by code."""
    found = rows(_FRAMEWORK + " ORDER BY g.code", (actor.institution,))
    return [Framework(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A framework with its newest version."""

    id: int
    code: str
    party: str
    scheme: int
    scheme_code: str
    version: Version


def agreements(*, actor: Actor) -> list[Agreement]:
    """List the agreements of the institution, each with its newest version."""
    found = rows(
        f"SELECT g.id, g.code, coalesce(a.name, ''), g.scheme, s.code, {VERSION} FROM alliance_agreement g"
        " LEFT JOIN alliance_association a ON a.id = g.association JOIN alliance_scheme s ON s.id = g.scheme"
        " CROSS JOIN LATERAL (SELECT * FROM alliance_agreement_version WHERE agreement = g.id"
        " ORDER BY number DESC LIMIT 1) v WHERE g.institution = %s ORDER BY g.code",
        (actor.institution,),
    )
    return [
        Agreement(row[0], row[1], row[2], row[3], row[4], version_row(row[5:])) for row in found
    ]


def version_row(row: Sequence[Any]) -> Version:
    """Read a row of the columns of ``Version``."""
    values: list[Any] = [*row[:3], bytes(row[3]), bytes(row[4]), kept_terms(row[5]), *row[6:]]
    return Version(*values)


def kept_terms(kept: Any) -> Mapping[str, Any]:
    """Read terms as a row keeps them: JSON, or what the driver made of it."""
    return kept if isinstance(kept, dict) else dict(json.loads(kept))
