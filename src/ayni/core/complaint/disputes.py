"""A dispute: what it may be about, a closed table of steps, who may take each, and until when it waits.

The table ``complaint_transition`` of the database holds the same rows (a test compares them). That a dispute
is opened is its own fact; it stands open from then on. A message stops no clock: what is due is a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class About(StrEnum):
    """What a dispute names: something that the system holds."""

    AGREEMENT = "agreement"
    NOTICE = "notice"
    ROSTER = "roster"
    MONTH = "month"
    OBLIGATION = "obligation"


class Side(StrEnum):
    """The two sides of an agreement."""

    ASSOCIATION = "association"
    INSTITUTION = "institution"


class State(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What happens to a dispute once it is open; each with its words."""

    SAY = "say"
    ACCEPT = "accept"
    ACCEPT_PARTLY = "accept_partly"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Basis(StrEnum):
    """Where the day of the answer comes from: the institution's proposal, or whoever opened the dispute."""

    PROPOSED = "proposed"
    ASKED = "asked"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.OPEN, Step.SAY): State.OPEN,
    (State.OPEN, Step.ACCEPT): State.ACCEPTED,
    (State.OPEN, Step.ACCEPT_PARTLY): State.PARTLY_ACCEPTED,
    (State.OPEN, Step.REJECT): State.REJECTED,
    (State.OPEN, Step.WITHDRAW): State.WITHDRAWN,
}
DECISIONS = (Step.ACCEPT, Step.ACCEPT_PARTLY, Step.REJECT)
#: Neither the schemes nor the terms of an agreement have such a period yet: so many days are proposed.
PROPOSED_DAYS = 30
LONGEST_DAYS = 366


class DisputeClosed(ValueError):
    """A step in a dispute that is over."""


class NotTheirStep(Exception):
    """A step that is the other side's: a decision is the institution's, withdrawing is the opener's."""


class SamePerson(Exception):
    """Whoever opened a dispute, on either side, would decide on it himself."""


class DueRefused(ValueError):
    """An answer asked for on a day that is past, or too far away."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts in a dispute, and on which side."""

    name: str
    side: Side


def step(state: State, *, what: Step, by: Person, opener: Person) -> State:
    """Give the state a step leads to; refuses what is not in the table, or not this person's."""
    if (state, what) not in TRANSITIONS:
        raise DisputeClosed(f"{what} from {state}")
    if what is Step.WITHDRAW and by.side is not opener.side:
        raise NotTheirStep(f"{what} by the {by.side}, opened by the {opener.side}")
    if what in DECISIONS:
        if by.side is not Side.INSTITUTION:
            raise NotTheirStep(f"{what} by the {by.side}")
        if by.name == opener.name:
            raise SamePerson(by.name)
    return TRANSITIONS[state, what]


def steps_open(state: State, *, by: Person, opener: Person) -> tuple[Step, ...]:
    """List the steps a person may take, in the order of the words above."""
    return tuple(what for what in Step if _may(state, what=what, by=by, opener=opener))


def _may(state: State, *, what: Step, by: Person, opener: Person) -> bool:
    try:
        step(state, what=what, by=by, opener=opener)
    except (DisputeClosed, NotTheirStep, SamePerson):
        return False
    return True


def proposed_due(opened_on: date) -> date:
    """Give the day proposed for the answer.

    >>> proposed_due(date(2026, 11, 26))
    datetime.date(2026, 12, 26)
    """
    return opened_on + timedelta(days=PROPOSED_DAYS)


def check_due(*, opened_on: date, due_on: date) -> None:
    """Refuse a day before tomorrow or more than a year on."""
    if not 1 <= (due_on - opened_on).days <= LONGEST_DAYS:
        raise DueRefused(f"{due_on}, opened {opened_on}")


def is_overdue(state: State, *, due_on: date, today: date) -> bool:
    """Tell whether a decision is late: the day itself is still in time."""
    return state is State.OPEN and due_on < today


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open dispute's days."""

    opened_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How many disputes are open, how many of them past their day, and since when the oldest."""

    open: int
    overdue: int
    oldest: date | None


def standing(waiting: Sequence[Waiting], *, today: date) -> Standing:
    """Count the open disputes."""
    return Standing(
        len(waiting),
        sum(is_overdue(State.OPEN, due_on=one.due_on, today=today) for one in waiting),
        min((one.opened_on for one in waiting), default=None),
    )
