"""Reads of the collection room for the health of an alliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.sql.frames import rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class BilledMonth:
    """A notice, whether its month had a roster of its own, and its money by the due day and by today."""

    adhesion: int
    month: int
    own_roster: bool
    families: int
    due: int
    due_on: date
    in_time: int
    paid: int
    last_paid: date | None


def billed_months(*, actor: Actor, association: int, today: date) -> list[BilledMonth]:
    """List an association's notices in order of month; money taken back does not count, whenever it came."""
    found = rows(
        "SELECT n.adhesion, n.month, EXISTS (SELECT 1 FROM affiliation_roster_applied r"
        " WHERE r.adhesion = n.adhesion AND r.month = n.month), n.families, n.due, n.due_on,"
        " coalesce(sum(d.amount) FILTER (WHERE d.day <= n.due_on), 0)::bigint,"
        " coalesce(sum(d.amount), 0)::bigint, max(d.day) FROM assessment_notice n"
        " LEFT JOIN collection_disposition d ON d.notice = n.id AND d.kind = 'allocated' AND d.amount > 0"
        " AND d.day <= %s AND NOT EXISTS (SELECT 1 FROM collection_disposition u WHERE u.undoes = d.id)"
        " WHERE n.institution = %s AND n.association = %s GROUP BY n.id ORDER BY n.month, n.adhesion",
        (today, actor.institution, association),
    )
    return [BilledMonth(*row) for row in found]
