"""What the secretary has to do now: the roster of the month, the notice to pay, the families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayni.apps.affiliation.queries import Roster
from ayni.cycle.overview import AssociationPage, NoticeLine


@dataclass(frozen=True, slots=True)
class RosterTodo:
    """``state``: applied (this month's), confirm (one waits), standing (an earlier one holds), none."""

    state: str
    month: int
    roster: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeTodo:
    """The oldest notice that still owes, how many days late it is, and how many more there are."""

    line: NoticeLine
    days_late: int
    others: int
    others_open: int


@dataclass(frozen=True, slots=True)
class Todo:
    """Everything that asks for the secretary's hand; no notice means nothing is owed."""

    roster: RosterTodo
    notice: NoticeTodo | None
    uncovered: int


def todo_of(page: AssociationPage, *, month: int) -> Todo:
    """Read off a page what is to be done."""
    return Todo(
        roster=roster_todo(page.rosters, month=month),
        notice=notice_todo(page.notices, today=page.overview.today),
        uncovered=max(page.overview.persons - page.overview.covered, 0),
    )


def roster_todo(rosters: Sequence[Roster], *, month: int) -> RosterTodo:
    """Say how it stands with the roster of a month; ``rosters`` are newest first."""
    of_month = [one for one in rosters if one.month == month]
    newest = of_month[0] if of_month else None
    if newest is not None and not newest.applied:
        return RosterTodo("confirm", month, newest.id)
    if newest is not None:
        return RosterTodo("applied", month, newest.id)
    earlier = [one for one in rosters if one.applied and one.month < month]
    if not earlier:
        return RosterTodo("none", month)
    last = max(earlier, key=lambda one: one.month)
    return RosterTodo("standing", last.month, last.id)


def notice_todo(notices: Sequence[NoticeLine], *, today: date) -> NoticeTodo | None:
    """Give the notice to pay first: the oldest that still owes."""
    owing = sorted((one for one in notices if one.open > 0), key=lambda one: one.notice.month)
    if not owing:
        return None
    first = owing[0]
    return NoticeTodo(
        line=first,
        days_late=max((today - first.notice.due_on).days, 0),
        others=len(owing) - 1,
        others_open=sum(one.open for one in owing[1:]),
    )
