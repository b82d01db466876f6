"""Reads of the assessment room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ayni.apps.sql.frames import one, read_frame, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Notice:
    """A bill, with what has been paid on it."""

    id: int
    association: int
    association_name: str
    payer: int
    adhesion: int
    month: int
    number: str
    reference: str
    families: int
    persons: int
    due: int
    state_due: int
    currency: str
    issued_on: date
    due_on: date
    version: int
    run: int
    pdf: int | None
    xlsx: int | None


_NOTICE = (
    "SELECT n.id, n.association, a.name, n.payer, n.adhesion, n.month, n.number, n.reference, n.families,"
    " n.persons, n.due, n.state_due, n.currency, n.issued_on, n.due_on, r.version, n.run,"
    " (SELECT document FROM assessment_notice_document WHERE notice = n.id AND kind = 'notice_pdf'),"
    " (SELECT document FROM assessment_notice_document WHERE notice = n.id AND kind = 'notice_xlsx')"
    " FROM assessment_notice n JOIN assessment_run r ON r.id = n.run"
    " JOIN alliance_association a ON a.id = n.association WHERE n.institution = %s"
)


def notices(
    *, actor: Actor, association: int | None = None, month: int | None = None
) -> list[Notice]:
    """List the notices the actor may see, newest month first, then by association."""
    found = rows(
        _NOTICE
        + " AND (%s::int IS NULL OR n.association = %s) AND (%s::int IS NULL OR n.month = %s)"
        " ORDER BY n.month DESC, a.name",
        (actor.institution, association, association, month, month),
    )
    return [Notice(*row) for row in found]


def notice(*, actor: Actor, number: int) -> Notice | None:
    """Give one notice, or nothing when it is not the actor's to see."""
    found = one(_NOTICE + " AND n.id = %s", (actor.institution, number))
    return None if found is None else Notice(*found)


def assessed(*, actor: Actor, month: int) -> set[int]:
    """Give the adhesions whose month is assessed already."""
    found = rows(
        "SELECT adhesion FROM assessment_run WHERE institution = %s AND month = %s",
        (actor.institution, month),
    )
    return {adhesion for (adhesion,) in found}


def assessed_until(*, actor: Actor, adhesion: int) -> int | None:
    """Give the last assessed month of an adhesion, if there is one."""
    found = one(
        "SELECT max(month) FROM assessment_run WHERE institution = %s AND adhesion = %s",
        (actor.institution, adhesion),
    )
    return None if found is None else found[0]


LINES = {
    "month": pl.Int32,
    "adhesion": pl.Int32,
    "association": pl.Int32,
    "family": pl.Int64,
    "part": pl.Int16,
    "insured": pl.Int64,
    "position": pl.Int32,
    "due": pl.Int64,
}


def lines_of(*, actor: Actor, notices: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """Give the lines of notices named by (adhesion, month)."""
    return read_frame(
        "SELECT l.month, l.adhesion, l.association, l.family, l.part, l.insured, l.position, l.due"
        " FROM assessment_line l JOIN unnest(%s::int[], %s::int[]) w(adhesion, month)"
        " ON w.adhesion = l.adhesion AND w.month = l.month WHERE l.institution = %s",
        ([a for a, _ in notices], [m for _, m in notices], actor.institution),
        schema=LINES,
    )


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One family's line, with the name it is read under."""

    family: int
    person: int
    surnames: str
    names: str
    document: str
    activity: str | None
    dependants: int
    base: int
    rate_ppm: int
    insured_share: int
    association_share: int
    employer_share: int
    buyer_share: int
    state_share: int
    due: int


def detail(*, actor: Actor, notice: Notice, day: date) -> list[DetailLine]:
    """List a notice's lines with the insured persons' names, in roster order."""
    found: list[tuple[Any, ...]] = rows(
        "SELECT l.family, l.insured, concat_ws(' ', f.surname1, f.surname2), f.names, i.number,"
        " s.activity, coalesce(k.n, 1) - 1, l.base, l.rate_ppm, l.insured_share,"
        " l.association_share, l.employer_share, l.buyer_share, l.state_share, l.due"
        " FROM assessment_line l"
        " CROSS JOIN LATERAL (SELECT * FROM registry_person_fact WHERE person = l.insured"
        " ORDER BY number DESC LIMIT 1) f"
        " LEFT JOIN LATERAL (SELECT number FROM registry_identifier WHERE person = l.insured LIMIT 1) i"
        " ON true"
        " LEFT JOIN affiliation_span s ON s.person = l.insured AND s.adhesion = l.adhesion"
        " AND s.starts <= %s AND (s.ends IS NULL OR s.ends > %s)"
        " LEFT JOIN (SELECT family, count(*) n FROM affiliation_span WHERE adhesion = %s"
        " AND starts <= %s AND (ends IS NULL OR ends > %s) GROUP BY family) k ON k.family = l.family"
        " WHERE l.institution = %s AND l.month = %s AND l.adhesion = %s ORDER BY l.position, l.family",
        (
            day,
            day,
            notice.adhesion,
            day,
            day,
            actor.institution,
            notice.month,
            notice.adhesion,
        ),
    )
    return [DetailLine(*row) for row in found]
