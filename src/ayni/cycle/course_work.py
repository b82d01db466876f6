"""How far each participant is: from the facts of the sandbox where facts tell it, else from what he ticked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access import courses
from ayni.apps.access.actions import acting
from ayni.apps.access.courses import Sandbox, Seat
from ayni.apps.alliance import exchange_actions as exchanges
from ayni.apps.alliance import exchange_queries as told
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.exchange_queries import Commitment, Noting, Practice
from ayni.apps.audit import queries as journal
from ayni.core.actor import Actor, Role
from ayni.core.alliance.exchanges import (
    NewCommitment,
    NewPractice,
    NewWithdrawal,
    Noted,
    Said,
    Source,
    check_place,
)
from ayni.core.scheme import Standing
from ayni.cycle import course_season as season
from ayni.cycle.course import (
    ASSOCIATION,
    DIRECTION,
    INSTITUTION,
    exchange_of,
    hall_of,
    name_of,
    username_of,
)
from ayni.cycle.course_season import NotASandbox
from ayni.cycle.founding import AGREEMENT
from ayni.cycle.overview import MonthLine, programme

#: The four exercises, and which of them only the participant can tell of.
EXPLAIN, WRITE, NEGOTIATE, LIVE = EXERCISES = (1, 2, 3, 4)
TICKED = (EXPLAIN, WRITE)


#: Where what participants write down comes from.
COURSE = "Curso con Ayni"


class NotTicked(ValueError):
    """The exercise is done by doing it: facts tell of it."""


class NotHis(LookupError):
    """Nothing of that number was noted by this participant in the course."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a participant is. ``last_seen`` is when one of his accounts last changed something."""

    sandbox: Sandbox
    done: frozenset[int]
    lived: int
    last_seen: datetime | None

    @property
    def name(self) -> str:
        """Name the participant."""
        return name_of(self.sandbox.participant)


@dataclass(frozen=True, slots=True)
class Work:
    """A participant's own page: what is done, the season so far, what he promised and noted."""

    seat: Seat
    done: frozenset[int]
    months: tuple[MonthLine, ...]
    next_month: int | None
    promised: tuple[Commitment, ...]
    learned: tuple[Practice, ...]


def progress(*, actor: Actor) -> list[Progress]:
    """Tell who is where, by participant. Raises ``NoCourse``."""
    hall = hall_of(actor)
    with acting(hall):
        found = courses.sandboxes(actor=hall)
    return [_progress(hall, one) for one in found]


def _progress(hall: Actor, sandbox: Sandbox) -> Progress:
    looker = Actor(
        name=hall.name,
        role=Role.AUDITOR,
        institution=sandbox.institution,
        reason="ver cómo va un participante",
    )
    names = [
        username_of(sandbox.participant, account)
        for account in (INSTITUTION, DIRECTION, ASSOCIATION)
    ]
    with acting(looker):
        done, lived = _done(looker)
        seen = journal.last_change_by(actor=looker, names=names)
    return Progress(sandbox, done, lived, seen)


def _done(actor: Actor) -> tuple[frozenset[int], int]:
    found = set(courses.steps(actor=actor)) & set(TICKED)
    if any(one.code != AGREEMENT for one in alliances.agreements(actor=actor)):
        found.add(NEGOTIATE)
    lived = len(season.lived_months(actor=actor))
    if lived >= season.SEASON:
        found.add(LIVE)
    return frozenset(found), lived


def work(*, actor: Actor, day: date) -> Work | None:
    """Give a participant's own page, or nothing where the actor sits in no sandbox."""
    runner = actor.on_behalf(reason="ver el propio cuaderno del curso")
    with acting(runner):
        seat = courses.seat(actor=runner)
        if seat is None:
            return None
        done, _ = _done(runner)
        following = season.next_month(actor=runner)
    lived = programme(actor=runner, today=day).months
    hall = hall_of(actor)
    with acting(hall):
        name = name_of(seat.participant)
        course = [exchange_of(hall)]
        promised = [one for one in told.commitments(actor=hall, numbers=course) if one.body == name]
        noted = told.practices(actor=hall, numbers=course)
    learned = tuple(one for one in noted if one.source.title == _noted_by(seat))
    return Work(seat, done, lived, following, tuple(promised), learned)


def _noted_by(seat: Seat) -> str:
    """Name the course and the participant as the source of what he noted."""
    return f"{COURSE}: {name_of(seat.participant)}"


def tick(*, actor: Actor, exercise: int) -> None:
    """Note that an exercise was done. Raises ``NotTicked``, ``NotASandbox``."""
    if exercise not in TICKED:
        raise NotTicked(exercise)
    runner = actor.on_behalf(reason=f"ejercicio {exercise} del curso")
    with acting(runner):
        if courses.seat(actor=runner) is None:
            raise NotASandbox
        courses.take_step(actor=runner, exercise=exercise)


def promise(*, actor: Actor, what: str, language: str, due_on: date) -> int:
    """Write a participant's commitment down in the course's exchange, to be followed up on its day.

    It outlives a reset of the sandbox. Raises ``NotASandbox``.
    """
    seat = _seat(actor, reason="anotar un compromiso del curso")
    hall = hall_of(actor).because("anotar un compromiso del curso")
    with acting(hall):
        return exchanges.add_commitment(
            actor=hall,
            exchange=exchange_of(hall),
            new=NewCommitment(
                body=name_of(seat.participant),
                what=Said.model_validate({language: what}),
                due_on=due_on,
                source=Source(title=COURSE, standing=Standing.VERIFIED),
            ),
        )


@dataclass(frozen=True, slots=True)
class Learned:
    """A practice as a participant notes it: what it is, which scheme has it, under which clause if any."""

    title: str
    words: str
    scheme: str
    term: str


def learn(*, actor: Actor, new: Learned, language: str) -> int:
    """Write a participant's practice down in the course's exchange, linked to the library.

    It outlives a reset of the sandbox. Raises ``NotASandbox``, and ``UnknownPlace`` for a clause that the
    scheme does not let be agreed.
    """
    seat = _seat(actor, reason="anotar una práctica del curso")
    check_place(load_scheme(new.scheme), parameter="", term=new.term)
    hall = hall_of(actor).because("anotar una práctica del curso")
    with acting(hall):
        return exchanges.add_practice(
            actor=hall,
            exchange=exchange_of(hall),
            new=NewPractice(
                title=Said.model_validate({language: new.title}),
                words=Said.model_validate({language: new.words}),
                scheme=new.scheme,
                term=new.term,
                source=Source(title=_noted_by(seat), standing=Standing.VERIFIED),
                learned=Standing.VERIFIED,
            ),
        )


def own_noting(*, actor: Actor, what: Noted, number: int) -> Noting:
    """Give what a participant noted in the course himself, withdrawn or not.

    Raises ``NotASandbox``, ``NotHis``.
    """
    seat = _seat(actor, reason="ver lo anotado en el curso")
    hall = hall_of(actor)
    with acting(hall):
        found = told.noted(actor=hall, what=what, number=number)
        course = exchange_of(hall)
    whose = _noted_by(seat) if what is Noted.PRACTICE else name_of(seat.participant)
    if found is None or (found.exchange, found.whose) != (course, whose):
        raise NotHis(f"{what.value} {number}")
    return found


def withdraw(*, actor: Actor, new: NewWithdrawal, day: date) -> None:
    """Withdraw what a participant noted himself; the course's history tells it.

    Raises ``NotASandbox``, ``NotHis``, ``AlreadyWithdrawn``, and ``MovedOn`` where it was followed up.
    """
    own_noting(actor=actor, what=new.what, number=new.number)
    hall = hall_of(actor).because("retirar lo anotado en el curso")
    with acting(hall):
        exchanges.withdraw(actor=hall, new=new, day=day)


def _seat(actor: Actor, *, reason: str) -> Seat:
    runner = actor.on_behalf(reason=reason)
    with acting(runner):
        seat = courses.seat(actor=runner)
    if seat is None:
        raise NotASandbox
    return seat
