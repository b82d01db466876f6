"""How persons of the association stand: months paid, covered until. Never anything about care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.affiliation.queries import Affiliated
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.entitlement.queries import Known
from ayni.core.actor import Actor
from ayni.core.entitlement import Answer, Verdict
from ayni.core.scheme import Event
from ayni.cycle.eligibility import answer_of
from ayni.web.clinic.telling import reasons_text, relation_name, window_states


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's cover on a day for general care; ``known`` is empty once the number is erased."""

    person: Affiliated
    known: Known | None
    answer: Answer | None

    @property
    def state(self) -> str:
        """Name the state: covered, not_covered, or doubt where nothing can be said."""
        if self.answer is None or self.answer.verdict is Verdict.NO_RULE:
            return "doubt"
        return "covered" if self.answer.verdict is Verdict.COVERED else "not_covered"

    @property
    def until(self) -> date | None:
        """Give the last day covered."""
        return self.answer.covered_until if self.answer else None

    @property
    def because(self) -> str:
        """Say why, in the reader's language."""
        if self.answer is None:
            return ""
        return reasons_text(self.answer)

    @property
    def relation(self) -> str:
        """Name the relation in the reader's language."""
        return relation_name(self.person.relation)

    @property
    def months(self) -> list[tuple[int, str]]:
        """Give the months that the rule looked at, with their states, oldest first."""
        if self.answer is None or self.known is None:
            return []
        return list(window_states(self.answer, spans=self.known.spans).items())

    @property
    def paid(self) -> tuple[int, int]:
        """Count the months of the window that counted, and those that were owed at all."""
        states = [state for _, state in self.months]
        owed = sum(state in ("paid", "paid_late", "unpaid") for state in states)
        return states.count("paid"), owed


def standing_of(*, actor: Actor, person: Affiliated, day: date) -> Standing:
    """Ask the rule about one person; runs inside ``acting``, the caller logs the read."""
    known = (
        entitlements.known(actor=actor, number=person.number, day=day) if person.number else None
    )
    if known is None or known.person != person.person:
        return Standing(person, None, None)
    found = answer_of(actor=actor, known=known, day=day, event=Event.ILLNESS)
    return Standing(person, known, found)
