"""The life of an agreement: a closed table of steps, and what falls due by itself on a day.

The table ``alliance_transition`` of the database holds the same rows (a test compares them); a step that is
not in it is refused by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ayni.core.periods import months_later


class State(StrEnum):
    """Where an agreement stands; ``NONE`` before it is written down."""

    NONE = "none"
    DRAFT = "draft"
    NEGOTIATING = "negotiating"
    ABANDONED = "abandoned"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    TERMINATING = "terminating"
    ENDED = "ended"


class Step(StrEnum):
    """What happens to an agreement; ``BEGIN``, ``EXPIRE`` and ``END`` happen by themselves on their day."""

    DRAFT = "draft"
    OPEN = "open"
    SIGN = "sign"
    ABANDON = "abandon"
    BEGIN = "begin"
    AMEND = "amend"
    RENEW = "renew"
    SUSPEND = "suspend"
    RESUME = "resume"
    GIVE_NOTICE = "give_notice"
    WITHDRAW_NOTICE = "withdraw_notice"
    EXPIRE = "expire"
    END = "end"


#: In force with its first terms, with amended ones, or after a renewal: what each may do is the same.
STANDING = (State.IN_FORCE, State.AMENDED, State.RENEWED)
#: States in which families are assessed for the months to come.
BILLED = (*STANDING, State.TERMINATING)
_OF_STANDING = {
    Step.AMEND: State.AMENDED,
    Step.RENEW: State.RENEWED,
    Step.SUSPEND: State.SUSPENDED,
    Step.GIVE_NOTICE: State.TERMINATING,
    Step.EXPIRE: State.ENDED,
}
TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.NONE, Step.DRAFT): State.DRAFT,
    (State.DRAFT, Step.OPEN): State.NEGOTIATING,
    (State.DRAFT, Step.ABANDON): State.ABANDONED,
    (State.NEGOTIATING, Step.SIGN): State.SIGNED,
    (State.NEGOTIATING, Step.ABANDON): State.ABANDONED,
    (State.SIGNED, Step.BEGIN): State.IN_FORCE,
    (State.SIGNED, Step.ABANDON): State.ABANDONED,
    (State.SUSPENDED, Step.RESUME): State.IN_FORCE,
    (State.SUSPENDED, Step.GIVE_NOTICE): State.TERMINATING,
    (State.SUSPENDED, Step.EXPIRE): State.ENDED,
    (State.TERMINATING, Step.WITHDRAW_NOTICE): State.IN_FORCE,
    (State.TERMINATING, Step.END): State.ENDED,
    (State.TERMINATING, Step.EXPIRE): State.ENDED,
} | {(state, step): then for state in STANDING for step, then in _OF_STANDING.items()}


class NoSuchStep(ValueError):
    """A step that is not open from where the agreement stands."""

    def __init__(self, state: State, step: Step) -> None:
        self.state, self.step = state, step
        self.open = steps_from(state)
        super().__init__(f"{step} from {state}; open are: {', '.join(self.open) or 'none'}")


class StepTooEarly(ValueError):
    """A step dated before the one that came last."""


class TermBeyondLaw(ValueError):
    """A duration longer than the scheme allows, or that ends before it starts."""


def step(state: State, *, what: Step) -> State:
    """Give the state a step leads to, or refuse it."""
    try:
        return TRANSITIONS[state, what]
    except KeyError:
        raise NoSuchStep(state, what) from None


def steps_from(state: State) -> tuple[Step, ...]:
    """List the steps open from a state, in the order of the words above."""
    return tuple(what for what in Step if (state, what) in TRANSITIONS)


@dataclass(frozen=True, slots=True)
class Life:
    """Where an agreement stands: its state, the day of the last step, and the days that lie ahead.

    ``starts`` is the first day of the first version, ``ends`` the first day after the last one (none: it is
    open); ``falls_on`` the day on which a notice to terminate takes effect.
    """

    state: State
    since: date
    starts: date | None = None
    ends: date | None = None
    falls_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A step that happens by itself, with its own day, however late somebody looks."""

    step: Step
    day: date


def next_due(life: Life) -> Due | None:
    """Give the step that comes by itself next, whenever that is."""
    if life.state is State.SIGNED and life.starts is not None:
        return Due(Step.BEGIN, max(life.starts, life.since))
    waits = [*STANDING, State.SUSPENDED, State.TERMINATING]
    if life.state not in waits:
        return None
    found = []
    if life.state is State.TERMINATING and life.falls_on is not None:
        found.append(Due(Step.END, max(life.falls_on, life.since)))
    if life.ends is not None:
        found.append(Due(Step.EXPIRE, max(life.ends, life.since)))
    # A notice that falls on the last day of the duration ends it as announced.
    return min(found, key=lambda due: (due.day, due.step is Step.EXPIRE), default=None)


def due_steps(life: Life, *, today: date) -> Iterator[tuple[Due, State]]:
    """Give, in order, every step whose day has come: days on which nobody looked are caught up."""
    while (due := next_due(life)) is not None and due.day <= today:
        state = step(life.state, what=due.step)
        yield due, state
        life = replace(life, state=state, since=due.day)


def termination_day(*, given_on: date, months: int, ends: date | None) -> date:
    """Give the day from which a notice ends the agreement: so many months on, or its own end if that is sooner.

    >>> termination_day(given_on=date(2026, 11, 30), months=3, ends=None)
    datetime.date(2027, 2, 28)
    """
    day = months_later(given_on, months=months)
    return day if ends is None else min(day, ends)


def check_duration(*, starts: date, ends: date | None, longest: int | None) -> None:
    """Refuse a duration that the scheme does not allow (``longest`` in months; none: no limit)."""
    if ends is not None and ends <= starts:
        raise TermBeyondLaw(f"ends {ends}, starts {starts}")
    if longest is not None and (ends is None or ends > months_later(starts, months=longest)):
        raise TermBeyondLaw(f"{starts} to {ends}: longer than {longest} months")
