"""Disputes from their opening to their decision: who may open, write, withdraw and decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.alliance.queries import Association
from ayni.apps.complaint import actions, queries
from ayni.apps.complaint.actions import NewDispute, NewEvent, Subject
from ayni.apps.complaint.queries import Dispute, Event
from ayni.apps.sql.frames import LARGEST
from ayni.core.actor import Actor, Role, Scope
from ayni.core.complaint.disputes import (
    Basis,
    Person,
    Side,
    Step,
    check_due,
    proposed_due,
    step,
    steps_open,
)

#: Who answers for the institution, and who speaks for an association; an auditor reads.
ANSWERS = (Role.AFFILIATION, Role.COLLECTION, Role.NEGOTIATOR, Role.HEAD)
SPEAKS = (Role.SECRETARY, Role.REPRESENTATIVE)
READS = (*ANSWERS, Role.AUDITOR, *SPEAKS)


class UnknownDispute(LookupError):
    """No such dispute, or no such association, is the actor's to see."""


class UnknownSubject(LookupError):
    """Something that the association has not, or cannot dispute."""


class WordsNeeded(ValueError):
    """A step without words: the other side reads why."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody needs to open a dispute: for whom, about what, the day proposed for the answer."""

    association: Association
    subjects: tuple[Subject, ...]
    currency: str
    today: date
    proposed_due: date


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute as somebody writes it; ``subject`` by its key, ``due_on`` none for the day proposed."""

    subject: str
    disputed: str
    asked: str
    due_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as somebody sends it, who saw so many steps before."""

    step: Step
    said: str
    seen: int


@dataclass(frozen=True, slots=True)
class DisputePage:
    """A dispute with all that was said, and what the actor may do."""

    dispute: Dispute
    events: tuple[Event, ...]
    may: tuple[Step, ...]


def opening(*, actor: Actor, association: int, today: date) -> Opening:
    """Give what a dispute of an association may be about; refuses a stranger (``UnknownDispute``)."""
    actor.require(*ANSWERS, *SPEAKS)
    with acting(actor):
        found = _association(actor, number=association)
        subjects = queries.subjects(actor=actor, association=association, today=today)
        currency = access.institution(actor=actor).currency
    return Opening(found, tuple(subjects), currency, today, proposed_due(today))


def open_dispute(*, actor: Actor, association: int, new: Opened, today: date) -> int:
    """Open a dispute and give its number; said twice on a day it stands once.

    The answer is due on the day asked for, or on the one proposed. Raises ``UnknownSubject``, ``DueRefused``,
    ``WordsNeeded``.
    """
    actor.require(*ANSWERS, *SPEAKS)
    due_on = new.due_on or proposed_due(today)
    check_due(opened_on=today, due_on=due_on)
    if not new.disputed.strip() or not new.asked.strip():
        raise WordsNeeded("what is disputed and what is asked")
    with acting(actor.because("abrir una controversia")) as runner:
        _association(runner, number=association)
        known = queries.subjects(actor=runner, association=association, today=today)
        subject = next((one for one in known if one.key == new.subject), None)
        if subject is None:
            raise UnknownSubject(new.subject)
        made = NewDispute(
            association=association,
            subject=subject,
            disputed=new.disputed.strip(),
            asked=new.asked.strip(),
            opened_on=today,
            due_on=due_on,
            basis=Basis.PROPOSED if due_on == proposed_due(today) else Basis.ASKED,
            amount=new.amount,
            currency=access.institution(actor=runner).currency,
        )
        return actions.open_dispute(actor=runner, new=made, side=side_of(runner))


def _association(actor: Actor, *, number: int) -> Association:
    found = alliances.association(actor=actor, number=number) if number <= LARGEST else None
    if found is None:
        raise UnknownDispute(f"association {number}")
    return found


def dispute_list(
    *,
    actor: Actor,
    association: int | None = None,
    agreement: int | None = None,
    start: int = 0,
    size: int = 50,
) -> tuple[int, list[Dispute]]:
    """Count the disputes the actor may see, and give a page of them: open ones first, soonest due first."""
    actor.require(*READS)
    if max(association or 0, agreement or 0) > LARGEST:
        return 0, []
    with acting(actor):
        return queries.disputes(
            actor=actor, association=association, agreement=agreement, start=start, size=size
        )


def dispute_page(*, actor: Actor, number: int) -> DisputePage:
    """Give a dispute whole, or refuse (``UnknownDispute``) what is not the actor's to see."""
    actor.require(*READS)
    with acting(actor):
        found = _dispute(actor, number=number)
        happened = queries.events(actor=actor, dispute=number)
    may = steps_open(found.state, by=_person(actor), opener=found.opener)
    return DisputePage(found, tuple(happened), may if actor.role in (*ANSWERS, *SPEAKS) else ())


def take(*, actor: Actor, dispute: int, new: Taken, today: date) -> None:
    """Take a step: a message, a decision, or the withdrawal of whoever opened it.

    Raises ``MovedOn`` when another step came meanwhile, ``DisputeClosed``, ``NotTheirStep``, ``SamePerson``.
    """
    actor.require(*ANSWERS, *SPEAKS)
    said = new.said.strip()
    if not said:
        raise WordsNeeded(new.step.value)
    with acting(actor.because(f"controversia {dispute}: {_WHY[new.step]}")) as runner:
        found = _dispute(runner, number=dispute)
        if found.seen != new.seen:
            raise MovedOn(f"dispute {dispute}: step {found.seen}, seen {new.seen}")
        state = step(found.state, what=new.step, by=_person(runner), opener=found.opener)
        actions.add_event(
            actor=runner,
            dispute=dispute,
            association=found.association,
            new=NewEvent(new.step, state, said, today, new.seen),
            side=side_of(runner),
        )


_WHY = {
    Step.SAY: "escribir",
    Step.ACCEPT: "aceptar",
    Step.ACCEPT_PARTLY: "aceptar en parte",
    Step.REJECT: "rechazar",
    Step.WITHDRAW: "retirar",
}


def _dispute(actor: Actor, *, number: int) -> Dispute:
    found = queries.dispute(actor=actor, number=number)
    if found is None:
        raise UnknownDispute(f"dispute {number}")
    return found


def side_of(actor: Actor) -> Side:
    """Give the side an actor stands on: an association's people are on its own."""
    return Side.ASSOCIATION if actor.scope is Scope.ASSOCIATION else Side.INSTITUTION


def _person(actor: Actor) -> Person:
    return Person(actor.name, side_of(actor))
