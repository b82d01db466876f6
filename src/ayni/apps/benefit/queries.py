"""Reads of the benefit room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor
from ayni.core.benefit import HeldCost


@dataclass(frozen=True, slots=True)
class Received:
    """A file of costs, with who told it and when; none of both while nobody confirmed it."""

    id: int
    document: int
    name: str
    received_by: str
    received_at: datetime
    telling: int | None
    rows: int | None
    told_by: str | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToldMonth:
    """A month as told: the sum that holds, of how many adhesions, and who told of it last, and when."""

    month: int
    amount: int
    adhesions: int
    told_by: str
    told_at: datetime
    corrected: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """One sum that was told of a month, whether it still ``holds``, by whom and when."""

    adhesion: int
    line: str
    services: int | None
    amount: int
    holds: bool
    told_by: str
    told_at: datetime


_FILE = (
    "SELECT f.id, f.document, f.name, f.received_by, f.received_at, t.id, t.rows, t.told_by, t.told_at"
    " FROM benefit_cost_file f LEFT JOIN benefit_telling t ON t.file = f.id WHERE f.institution = %s"
)
#: What holds of the rows ``c``: the newest of its adhesion, month and line. All care together takes the
#: place of the lines told before it, and a line told later that of all care together.
_HOLDS = (
    " NOT EXISTS (SELECT 1 FROM benefit_cost n WHERE n.adhesion = c.adhesion AND n.month = c.month"
    " AND n.telling > c.telling AND (n.line = c.line OR n.line = '' OR c.line = ''))"
)


def file(*, actor: Actor, number: int) -> Received | None:
    """Give one file, or nothing when it is not the actor's to see."""
    found = one(_FILE + " AND f.id = %s", (actor.institution, number))
    return None if found is None else Received(*found)


def files(*, actor: Actor, limit: int = 50) -> list[Received]:
    """List the files, newest first."""
    found = rows(_FILE + " ORDER BY f.id DESC LIMIT %s", (actor.institution, limit))
    return [Received(*row) for row in found]


def held(
    *,
    actor: Actor,
    association: int | None = None,
    adhesions: Sequence[int] | None = None,
    months: Sequence[int] | None = None,
) -> list[HeldCost]:
    """List the sums that hold by month, of an association, of some adhesions and months, or of all."""
    chosen = [None if one is None else list(one) for one in (adhesions, months)]
    found = rows(
        "SELECT c.adhesion, c.month, c.line, c.services, c.amount, c.telling FROM benefit_cost c"
        " WHERE c.institution = %s AND (%s::int IS NULL OR c.association = %s)"
        " AND (%s::int[] IS NULL OR c.adhesion = ANY(%s))"
        " AND (%s::int[] IS NULL OR c.month = ANY(%s)) AND" + _HOLDS + " ORDER BY 2, 1, 3",
        (actor.institution, association, association, *(one for one in chosen for _ in range(2))),
    )
    return [HeldCost(*row) for row in found]


def months(*, actor: Actor, limit: int = 120) -> list[ToldMonth]:
    """List the months of which anything is told, newest first."""
    found = rows(
        "SELECT m.month, m.amount, m.adhesions, t.told_by, t.told_at, m.corrected FROM ("
        " SELECT c.month, sum(c.amount) FILTER (WHERE h.holds)::bigint AS amount,"
        " count(DISTINCT c.adhesion)::int AS adhesions, max(c.telling) AS telling, bool_or(NOT h.holds)"
        " AS corrected FROM benefit_cost c, LATERAL (SELECT" + _HOLDS + " AS holds) h"
        " WHERE c.institution = %s GROUP BY c.month) m JOIN benefit_telling t ON t.id = m.telling"
        " ORDER BY m.month DESC LIMIT %s",
        (actor.institution, limit),
    )
    return [ToldMonth(*row) for row in found]


def tellings(*, actor: Actor, month: int) -> list[Telling]:
    """List everything that was told of a month, by adhesion and line, newest first."""
    found = rows(
        "SELECT c.adhesion, c.line, c.services, c.amount," + _HOLDS + ", t.told_by, t.told_at"
        " FROM benefit_cost c JOIN benefit_telling t ON t.id = c.telling"
        " WHERE c.institution = %s AND c.month = %s ORDER BY 1, 2, c.telling DESC",
        (actor.institution, month),
    )
    return [Telling(*row) for row in found]


def assessed(
    *, actor: Actor, adhesions: Sequence[int] | None, months: Sequence[int]
) -> dict[int, dict[int, int]]:
    """Give by month the adhesions whose contributions were assessed, with how many families they were for."""
    chosen = None if adhesions is None else list(adhesions)
    found = rows(
        "SELECT month, adhesion, sum(families)::int FROM assessment_notice WHERE institution = %s"
        " AND month = ANY(%s) AND (%s::int[] IS NULL OR adhesion = ANY(%s)) GROUP BY month, adhesion",
        (actor.institution, list(months), chosen, chosen),
    )
    by_month: dict[int, dict[int, int]] = {month: {} for month in months}
    for month, adhesion, families in found:
        by_month[month][adhesion] = families
    return by_month
