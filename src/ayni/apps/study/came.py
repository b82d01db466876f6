"""What came, month by month, of what a study believed: counts and sums only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.apps.sql.frames import rows
from ayni.core.actor import Actor
from ayni.core.periods import first_day

#: Relations that a scheme which protects the near family protects.
_NEAR = ("insured", "spouse", "partner", "child")


@dataclass(frozen=True, slots=True)
class Came:
    """A month: families and persons affiliated on its first day, lines paid for it, money that came."""

    families: int
    persons: int
    units: int
    income: int


def months_assessed(*, actor: Actor, adhesions: Sequence[int] | None) -> list[int]:
    """List the months that were assessed for some adhesions (or for all)."""
    found = rows(
        "SELECT DISTINCT month FROM assessment_notice WHERE institution = %s"
        " AND (%s::int[] IS NULL OR adhesion = ANY(%s)) ORDER BY month",
        (actor.institution, _list(adhesions), _list(adhesions)),
    )
    return [month for (month,) in found]


def came(
    *, actor: Actor, adhesions: Sequence[int] | None, months: Sequence[int], others: bool
) -> Mapping[int, Came]:
    """Give what came in some months; ``others``: the scheme protects parents and other relatives too."""
    people = _people(actor, adhesions=adhesions, months=months, others=others)
    units = _units(actor, adhesions=adhesions, months=months)
    income = _income(actor, adhesions=adhesions, months=months)
    return {
        month: Came(*people[month], units.get(month, 0), income.get(month, 0)) for month in months
    }


def _people(
    actor: Actor, *, adhesions: Sequence[int] | None, months: Sequence[int], others: bool
) -> dict[int, tuple[int, int]]:
    found = rows(
        "SELECT d.month, count(*) FILTER (WHERE s.relation = 'insured')::int,"
        " count(s.person) FILTER (WHERE %s OR s.relation = ANY(%s))::int"
        " FROM unnest(%s::int[], %s::date[]) d(month, day)"
        " LEFT JOIN affiliation_span s ON s.institution = %s AND s.starts <= d.day"
        " AND (s.ends IS NULL OR s.ends > d.day) AND (%s::int[] IS NULL OR s.adhesion = ANY(%s))"
        " GROUP BY d.month",
        (
            others,
            list(_NEAR),
            list(months),
            [first_day(month) for month in months],
            actor.institution,
            _list(adhesions),
            _list(adhesions),
        ),
    )
    return {month: (families, persons) for month, families, persons in found}


def _units(
    actor: Actor, *, adhesions: Sequence[int] | None, months: Sequence[int]
) -> dict[int, int]:
    """Count the families whose month is paid in full."""
    found = rows(
        "SELECT b.month, count(*)::int FROM collection_line_balance b WHERE b.institution = %s"
        " AND b.month = ANY(%s) AND b.part = 0 AND b.due > 0 AND b.paid = b.due"
        " AND (%s::int[] IS NULL OR b.adhesion = ANY(%s)) GROUP BY b.month",
        (actor.institution, list(months), _list(adhesions), _list(adhesions)),
    )
    return dict(found)


def _income(
    actor: Actor, *, adhesions: Sequence[int] | None, months: Sequence[int]
) -> dict[int, int]:
    """Sum what notices got in each month; what was taken back is taken off in its own month."""
    found = rows(
        "SELECT month_of(d.day), sum(d.amount)::bigint FROM collection_disposition d"
        " JOIN assessment_notice n ON n.id = d.notice WHERE d.institution = %s AND d.kind = 'allocated'"
        " AND month_of(d.day) = ANY(%s) AND (%s::int[] IS NULL OR n.adhesion = ANY(%s))"
        " GROUP BY month_of(d.day)",
        (actor.institution, list(months), _list(adhesions), _list(adhesions)),
    )
    return {month: int(amount) for month, amount in found}


def _list(adhesions: Sequence[int] | None) -> list[int] | None:
    return None if adhesions is None else list(adhesions)
