"""Families leave without a roster: their agreement ended, or their association left it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.apps.sql.frames import execute, one, rows
from ayni.core.actor import Actor


def end_affiliations(
    *, actor: Actor, adhesions: Sequence[int], day: date, step: int | None
) -> list[tuple[int, int]]:
    """Exclude whoever is affiliated under some adhesions on ``day`` or later; it is the first day without.

    ``step`` is the agreement's step that ended it, if that is the cause. Gives the insured persons who left as
    pairs (scheme, person). A second time nobody is left to exclude.
    """
    rows("SELECT pg_advisory_xact_lock(4146903, a) FROM unnest(%s::int[]) a", (list(adhesions),))
    left = rows(
        "SELECT DISTINCT scheme, insured FROM affiliation_span WHERE institution = %s"
        " AND adhesion = ANY(%s) AND (ends IS NULL OR ends > %s)",
        (actor.institution, list(adhesions), day),
    )
    if not left:
        return []
    gone = "s.institution = %s AND s.adhesion = ANY(%s) AND (s.ends IS NULL OR s.ends > %s)"
    key = (actor.institution, list(adhesions), day)
    execute(
        "INSERT INTO affiliation_movement (institution, association, adhesion, step, scheme, person,"
        " family, insured, kind, relation, day, position, activity, declared_income, entry)"
        " SELECT s.institution, s.association, s.adhesion, %s, s.scheme, s.person, s.family, s.insured,"
        " 'exclusion', s.relation, greatest(s.starts, %s), s.position, s.activity, s.declared_income,"
        f" audit_current_entry() FROM affiliation_span s WHERE {gone}",
        (step, day, *key),
    )
    execute(f"DELETE FROM affiliation_span s WHERE {gone} AND s.starts >= %s", (*key, day))
    execute(f"UPDATE affiliation_span s SET ends = %s WHERE {gone}", (day, *key))
    return [(scheme, insured) for scheme, insured in left]


def adhesions_over(*, actor: Actor, today: date) -> list[tuple[int, date]]:
    """List adhesions whose last day has passed while families are still affiliated under them."""
    found = rows(
        "SELECT d.id, d.ends FROM alliance_adhesion d WHERE d.institution = %s AND d.ends <= %s"
        " AND EXISTS (SELECT 1 FROM affiliation_span s WHERE s.adhesion = d.id"
        " AND (s.ends IS NULL OR s.ends > d.ends)) ORDER BY d.ends, d.id",
        (actor.institution, today),
    )
    return [(number, ends) for number, ends in found]


def was_ended(*, adhesion: int, day: date) -> bool:
    """Tell whether families left an adhesion without a roster on ``day`` or later: its end was carried out."""
    found = one(
        "SELECT 1 FROM affiliation_movement WHERE adhesion = %s AND roster IS NULL"
        " AND kind = 'exclusion' AND day >= %s LIMIT 1",
        (adhesion, day),
    )
    return found is not None
