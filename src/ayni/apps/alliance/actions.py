"""Writes of the alliance room: associations, agreements, adhesions, and the law they pin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from ayni.apps.alliance.party_founding import first_facts
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor


class UnknownAgreement(LookupError):
    """No agreement or adhesion of that code."""


class AlreadyAdheres(ValueError):
    """An association that stands under the agreement on one of those days."""


@dataclass(frozen=True, slots=True)
class NewAssociation:
    """What is written of an association."""

    code: str
    name: str
    kind: str
    region: str
    activity: str
    tax_number: str | None = None
    parent: int | None = None
    example: bool = False
    #: From when the number is known and the centre holds; none: since before the register.
    since: date | None = None


def make_association(*, actor: Actor, new: NewAssociation) -> int:
    """Make an association, or find it by its code. Its centre and its tax number begin with it."""
    made = one(
        "INSERT INTO alliance_association (institution, parent, kind, code, name, tax_number, region,"
        " activity, example) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
        " RETURNING id",
        (
            actor.institution,
            new.parent,
            new.kind,
            new.code,
            new.name,
            new.tax_number,
            new.region,
            new.activity,
            new.example,
        ),
    )
    if made is not None:
        first_facts(actor=actor, association=int(made[0]), new=new)
        return int(made[0])
    return association_number(actor=actor, code=new.code)


def make_scheme(*, actor: Actor, code: str, regime: str) -> int:
    """Give the scheme its number here."""
    execute(
        "INSERT INTO alliance_scheme (institution, code, regime) VALUES (%s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (actor.institution, code, regime),
    )
    return int(
        value(
            "SELECT id FROM alliance_scheme WHERE institution = %s AND code = %s",
            (actor.institution, code),
        )
    )


def pin_text(*, actor: Actor, part: str, text: str) -> bytes:
    """Store a part of a scheme's canonical text under its digest and give the digest."""
    digest = hashlib.sha256(text.encode()).digest()
    execute(
        "INSERT INTO alliance_scheme_text (digest, institution, part, text) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (digest, actor.institution, part, text),
    )
    return digest


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is signed: the party, the scheme with its pinned texts, the terms and the time."""

    code: str
    association: int
    scheme: int
    rules: bytes
    parameters: bytes
    terms: Mapping[str, object]
    signed_on: date
    starts: date
    ends: date | None = None


def sign(*, actor: Actor, new: NewAgreement) -> int:
    """Record an agreement signed on paper, with its first version and its life so far; gives the agreement.

    A second call finds the first.
    """
    known = one(
        "SELECT id FROM alliance_agreement WHERE institution = %s AND code = %s",
        (actor.institution, new.code),
    )
    if known is not None:
        return int(known[0])
    agreement = int(
        value(
            "INSERT INTO alliance_agreement (institution, association, code, scheme)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            (actor.institution, new.association, new.code, new.scheme),
        )
    )
    version = value(
        "INSERT INTO alliance_agreement_version (institution, agreement, number, rules, parameters,"
        " terms, signed_on, starts, ends) VALUES (%s, %s, 1, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            actor.institution,
            agreement,
            new.rules,
            new.parameters,
            json.dumps(dict(new.terms)),
            new.signed_on,
            new.starts,
            new.ends,
        ),
    )
    signed, begins = new.signed_on, max(new.signed_on, new.starts)
    execute(
        "INSERT INTO alliance_agreement_event (institution, agreement, number, event, state, effective,"
        " version) VALUES (%s, %s, 1, 'draft', 'draft', %s, NULL), (%s, %s, 2, 'open', 'negotiating', %s,"
        " NULL), (%s, %s, 3, 'sign', 'signed', %s, %s), (%s, %s, 4, 'begin', 'in_force', %s, %s)",
        (
            *(actor.institution, agreement, signed),
            *(actor.institution, agreement, signed),
            *(actor.institution, agreement, signed, version),
            *(actor.institution, agreement, begins, version),
        ),
    )
    return agreement


def adhere(
    *,
    actor: Actor,
    agreement: int,
    association: int,
    code: str,
    starts: date,
    facility: int | None = None,
    payer: int | None = None,
) -> int:
    """Record that an association joins an agreement from a day on; gives the adhesion.

    A second call finds the first. Refuses ``AlreadyAdheres`` for who stands under it already.
    """
    known = one(
        "SELECT id FROM alliance_adhesion WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if known is not None:
        return int(known[0])
    try:
        with transaction.atomic():
            return int(
                value(
                    "INSERT INTO alliance_adhesion (institution, agreement, association, payer,"
                    " facility, code, starts) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
                    (
                        actor.institution,
                        agreement,
                        association,
                        payer or association,
                        facility,
                        code,
                        starts,
                    ),
                )
            )
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") == "23P01":
            raise AlreadyAdheres(f"{code}: {starts}") from error
        raise


def association_number(*, actor: Actor, code: str) -> int:
    """Give the number of an association by its code, or refuse."""
    found = one(
        "SELECT id FROM alliance_association WHERE institution = %s AND code = %s",
        (actor.institution, code),
    )
    if found is None:
        raise UnknownAgreement(f"no association {code}")
    return int(found[0])


@dataclass(frozen=True, slots=True)
class EmployerSize:
    """How large an employer is from a day on: workers, a year's sales (minor units), and who says so."""

    starts: date
    workers: int
    yearly_sales: int
    source: str


def record_size(*, actor: Actor, association: int, size: EmployerSize) -> None:
    """Record how large an employer is; the same again has no effect, another of that day corrects it."""
    known = one(
        "SELECT workers, yearly_sales, source FROM alliance_employer_size WHERE institution = %s"
        " AND association = %s AND starts = %s ORDER BY id DESC LIMIT 1",
        (actor.institution, association, size.starts),
    )
    if known == (size.workers, size.yearly_sales, size.source):
        return
    execute(
        "INSERT INTO alliance_employer_size (institution, association, starts, workers, yearly_sales,"
        " source) VALUES (%s, %s, %s, %s, %s, %s)",
        (
            actor.institution,
            association,
            size.starts,
            size.workers,
            size.yearly_sales,
            size.source,
        ),
    )
