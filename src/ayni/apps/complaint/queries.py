"""Reads of disputes: row security leaves to an association its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.apps.complaint.actions import Subject
from ayni.apps.sql.frames import LARGEST, one, rows
from ayni.core.actor import Actor
from ayni.core.complaint.disputes import (
    About,
    Basis,
    Person,
    Side,
    State,
    Step,
    Waiting,
    is_overdue,
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as it stands: ``seen`` is how many steps it has, ``since`` the day of the last one."""

    id: int
    association: int
    association_code: str
    association_name: str
    number: int
    agreement: int
    agreement_code: str
    adhesion_code: str | None
    kind: About
    named: int | None
    about: str
    month: int | None
    disputed: str
    asked: str
    amount: int | None
    currency: str | None
    opener: Person
    opened_on: date
    due_on: date
    basis: Basis
    state: State
    seen: int
    since: date

    @property
    def code(self) -> str:
        """Give its public number."""
        return f"{self.association_code}/{self.number}"

    def overdue(self, today: date) -> bool:
        """Tell whether its decision is late."""
        return is_overdue(self.state, due_on=self.due_on, today=today)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a dispute: who, when, in which words."""

    number: int
    step: Step
    by: Person
    said: str
    on_day: date


_DISPUTE = (
    "SELECT d.id, d.association, a.code, a.name, d.number, d.agreement, g.code, h.code, d.kind,"
    " coalesce(d.notice, d.roster, d.obligation), d.about, d.month, d.disputed, d.asked, d.amount,"
    " d.currency, d.author, d.side, d.opened_on, d.due_on, d.due_basis, coalesce(e.state, 'open'),"
    " coalesce(e.number, 0), coalesce(e.on_day, d.opened_on)"
    " FROM complaint_dispute d JOIN alliance_association a ON a.id = d.association"
    " JOIN alliance_agreement g ON g.id = d.agreement LEFT JOIN alliance_adhesion h ON h.id = d.adhesion"
    " LEFT JOIN LATERAL (SELECT state, number, on_day FROM complaint_event WHERE dispute = d.id"
    " ORDER BY number DESC LIMIT 1) e ON true WHERE d.institution = %s"
)
#: Open ones first, the soonest due at their head; then the newest.
_ORDER = (
    " ORDER BY coalesce(e.state, 'open') <> 'open',"
    " CASE WHEN coalesce(e.state, 'open') = 'open' THEN d.due_on END, d.opened_on DESC, d.id DESC"
)


def disputes(
    *,
    actor: Actor,
    association: int | None = None,
    agreement: int | None = None,
    start: int = 0,
    size: int = 50,
) -> tuple[int, list[Dispute]]:
    """Count the disputes the actor may see (of one association, of one agreement), and give some of them."""
    where = " AND (%s::int IS NULL OR d.association = %s) AND (%s::int IS NULL OR d.agreement = %s)"
    values = (actor.institution, association, association, agreement, agreement)
    counted = one(
        f"SELECT count(*) FROM complaint_dispute d WHERE d.institution = %s{where}", values
    )
    found = rows(f"{_DISPUTE}{where}{_ORDER} OFFSET %s LIMIT %s", (*values, start, size))
    return (0 if counted is None else int(counted[0])), [_dispute(row) for row in found]


def dispute(*, actor: Actor, number: int) -> Dispute | None:
    """Give one dispute, or nothing when it is not the actor's to see."""
    if number > LARGEST:
        return None
    found = one(f"{_DISPUTE} AND d.id = %s", (actor.institution, number))
    return None if found is None else _dispute(found)


def _dispute(row: Sequence[Any]) -> Dispute:
    values: list[Any] = [
        *row[:8],
        About(row[8]),
        *row[9:16],
        Person(row[16], Side(row[17])),
        *row[18:20],
        Basis(row[20]),
        State(row[21]),
        *row[22:],
    ]
    return Dispute(*values)


def events(*, actor: Actor, dispute: int) -> list[Event]:
    """List what happened in a dispute since it was opened, in order."""
    found = rows(
        "SELECT number, step, author, side, said, on_day FROM complaint_event"
        " WHERE institution = %s AND dispute = %s ORDER BY number",
        (actor.institution, dispute),
    )
    return [
        Event(number, Step(step), Person(author, Side(side)), said, day)
        for number, step, author, side, said, day in found
    ]


def waiting(*, actor: Actor, association: int, today: date) -> list[Waiting]:
    """Give the days of every dispute of an association that stood open on a day, oldest first."""
    found = rows(
        "SELECT d.opened_on, d.due_on FROM complaint_dispute d WHERE d.institution = %s"
        " AND d.association = %s AND d.opened_on <= %s AND NOT EXISTS (SELECT 1 FROM complaint_event e"
        " WHERE e.dispute = d.id AND e.state <> 'open' AND e.on_day <= %s) ORDER BY d.opened_on, d.id",
        (actor.institution, association, today, today),
    )
    return [Waiting(*row) for row in found]


#: How many notices, rosters and months may be chosen from: the newest.
_NEWEST = 24
_SUBJECTS = """
SELECT 'agreement', g.id, NULL::int, NULL::bigint, g.code, NULL::int FROM alliance_agreement g
WHERE g.institution = %(institution)s AND g.association = %(association)s
    AND EXISTS (SELECT 1 FROM alliance_agreement_version v WHERE v.agreement = g.id)
    AND NOT EXISTS (SELECT 1 FROM alliance_adhesion d WHERE d.agreement = g.id
        AND d.association = %(association)s)
UNION ALL
SELECT 'agreement', d.agreement, d.id, NULL, g.code, NULL FROM alliance_adhesion d
JOIN alliance_agreement g ON g.id = d.agreement
WHERE d.institution = %(institution)s AND d.association = %(association)s
UNION ALL
(SELECT 'notice', d.agreement, d.id, n.id, n.number, n.month FROM assessment_notice n
JOIN alliance_adhesion d ON d.id = n.adhesion
WHERE n.institution = %(institution)s AND n.association = %(association)s
ORDER BY n.month DESC, n.id DESC LIMIT %(newest)s)
UNION ALL
(SELECT 'roster', d.agreement, d.id, r.id, r.id::text, r.month FROM affiliation_roster r
JOIN alliance_adhesion d ON d.id = r.adhesion
WHERE r.institution = %(institution)s AND r.association = %(association)s
ORDER BY r.month DESC, r.id DESC LIMIT %(newest)s)
UNION ALL
(SELECT 'month', d.agreement, d.id, m, month_text(m), m FROM alliance_adhesion d,
    generate_series(greatest(month_of(d.starts), month_of(%(today)s::date) - %(newest)s + 1),
        month_of(least(%(today)s::date, d.ends - 1))) m
WHERE d.institution = %(institution)s AND d.association = %(association)s ORDER BY m DESC, d.id)
UNION ALL
SELECT 'obligation', o.agreement, (SELECT d.id FROM alliance_adhesion d WHERE d.agreement = o.agreement
    AND d.association = o.association ORDER BY d.id DESC LIMIT 1), o.id, o.what, NULL
FROM alliance_obligation o WHERE o.institution = %(institution)s AND o.association = %(association)s
"""


def subjects(*, actor: Actor, association: int, today: date) -> list[Subject]:
    """List what of an association may be disputed on a day: one question, the newest of each kind."""
    found = rows(
        _SUBJECTS,
        {
            "institution": actor.institution,
            "association": association,
            "today": today,
            "newest": _NEWEST,
        },
    )
    return [Subject(About(kind), *rest) for kind, *rest in found]
