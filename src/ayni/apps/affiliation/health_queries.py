"""Reads of the affiliation room for the health of an alliance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.apps.sql.frames import rows
from ayni.core.actor import Actor


def families_kept(
    *, actor: Actor, association: int, days: Sequence[date], today: date
) -> list[tuple[date, int, int, int]]:
    """Give, for each of some days, the families then affiliated, how many still are, and the persons then.

    A family is the same when another of it has become its insured person, and when its association goes on
    under another agreement.
    """
    found = rows(
        "WITH held AS (SELECT family, relation, starts, ends FROM affiliation_span"
        " WHERE institution = %s AND association = %s),"
        " here AS (SELECT DISTINCT family FROM held WHERE starts <= %s AND (ends IS NULL OR ends > %s))"
        " SELECT d.day, count(*) FILTER (WHERE h.relation = 'insured')::int,"
        " count(n.family) FILTER (WHERE h.relation = 'insured')::int, count(h.family)::int"
        " FROM unnest(%s::date[]) d(day)"
        " LEFT JOIN held h ON h.starts <= d.day AND (h.ends IS NULL OR h.ends > d.day)"
        " LEFT JOIN here n ON n.family = h.family GROUP BY d.day ORDER BY d.day DESC",
        (actor.institution, association, today, today, list(days)),
    )
    return [(day, families, still, persons) for day, families, still, persons in found]
