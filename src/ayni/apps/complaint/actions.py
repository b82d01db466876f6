"""Writes of disputes: the opening, and what follows it, one fact each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction

from ayni.apps.alliance.life_actions import MovedOn, refusal_code
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor
from ayni.core.complaint.disputes import About, Basis, Side, State, Step

#: What the database says of an event that is not the next one (complaint/schema/0001.sql).
_MOVED_ON = ("AY011", "23505")


@dataclass(frozen=True, slots=True)
class Subject:
    """What may be disputed: one thing of an agreement; ``named`` is its number in its table, or a month."""

    kind: About
    agreement: int
    adhesion: int | None
    named: int | None
    about: str
    month: int | None

    @property
    def key(self) -> str:
        """Give the word by which a form names it."""
        return f"{self.kind.value}-{self.agreement}-{self.adhesion or 0}-{self.named or 0}"


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute as it is opened; ``amount`` in minor units of ``currency``, where money is in dispute."""

    association: int
    subject: Subject
    disputed: str
    asked: str
    opened_on: date
    due_on: date
    basis: Basis
    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A step in a dispute with its words, taken by whoever saw so many steps before it."""

    step: Step
    state: State
    said: str
    on_day: date
    seen: int


def open_dispute(*, actor: Actor, new: NewDispute, side: Side) -> int:
    """Open a dispute and give its number in the table; the same words on the same day stand once."""
    # Two who open at once wait for each other, so that numbers follow each other without a gap.
    execute("SELECT pg_advisory_xact_lock(41470, %s)", (new.association,))
    found = _standing(actor, new=new)
    return _write(actor, new=new, side=side) if found is None else found


def _standing(actor: Actor, *, new: NewDispute) -> int | None:
    subject = new.subject
    found = one(
        "SELECT id FROM complaint_dispute WHERE institution = %s AND association = %s AND agreement = %s"
        " AND kind = %s AND coalesce(notice, roster, obligation, month, 0) = %s AND disputed = %s"
        " AND asked = %s AND author = %s AND opened_on = %s",
        (
            actor.institution,
            new.association,
            subject.agreement,
            subject.kind.value,
            subject.named or 0,
            new.disputed,
            new.asked,
            actor.name,
            new.opened_on,
        ),
    )
    return None if found is None else int(found[0])


def _write(actor: Actor, *, new: NewDispute, side: Side) -> int:
    subject = new.subject
    named = {subject.kind: subject.named}
    return int(
        value(
            "INSERT INTO complaint_dispute (institution, association, number, agreement, adhesion, kind,"
            " notice, roster, obligation, month, disputed, asked, amount, currency, side, author,"
            " opened_on, due_on, due_basis) SELECT %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s,"
            " %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM complaint_dispute"
            " WHERE institution = %s AND association = %s RETURNING id",
            (
                actor.institution,
                new.association,
                subject.agreement,
                subject.adhesion,
                subject.kind.value,
                named.get(About.NOTICE),
                named.get(About.ROSTER),
                named.get(About.OBLIGATION),
                named.get(About.MONTH),
                new.disputed,
                new.asked,
                new.amount,
                None if new.amount is None else new.currency,
                side.value,
                actor.name,
                new.opened_on,
                new.due_on,
                new.basis.value,
                actor.institution,
                new.association,
            ),
        )
    )


def add_event(*, actor: Actor, dispute: int, association: int, new: NewEvent, side: Side) -> None:
    """Write down a step; raises ``MovedOn`` when somebody else took one meanwhile."""
    try:
        with transaction.atomic():
            execute(
                "INSERT INTO complaint_event (institution, association, dispute, number, step, state,"
                " side, author, said, on_day) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    actor.institution,
                    association,
                    dispute,
                    new.seen + 1,
                    new.step.value,
                    new.state.value,
                    side.value,
                    actor.name,
                    new.said,
                    new.on_day,
                ),
            )
    except DatabaseError as error:
        if refusal_code(error) in _MOVED_ON:
            raise MovedOn(str(error)) from error
        raise
