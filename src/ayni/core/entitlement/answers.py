"""The shape of an answer: the verdict, the rule that gave it, the strip of months, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.entitlement.waiting import Opening
from ayni.core.scheme import Event, Reading, Standing, weakest


class Verdict(StrEnum):
    """There are two answers; ``NO_RULE`` says that the scheme gives neither for that day.

    Only an event that is never suspended is answered so, and is attended; any other is refused.
    """

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NO_RULE = "no_rule"


class GivenBy(StrEnum):
    """The rule that gave cover."""

    IMMEDIATE = "immediate"
    CONSECUTIVE = "consecutive"
    WITHIN = "within"
    #: Cover that goes on after leaving.
    LATENCY = "latency"


class MonthState(StrEnum):
    """A month of the window: ``LATE`` was paid, but counts only from after the event."""

    PAID = "paid"
    LATE = "late"
    UNPAID = "unpaid"
    NOT_DUE = "not_due"


class Advice(StrEnum):
    """What to do next; the words are in ``words.ADVICE``."""

    ATTEND = "attend"
    ATTEND_EMERGENCY = "attend_emergency"
    ATTEND_AND_CHARGE = "attend_and_charge"
    PAY_MONTHS = "pay_months"
    SEE_AFFILIATION = "see_affiliation"
    WAIT_FOR_BENEFIT = "wait_for_benefit"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code of ``words.REASONS`` with its particulars."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StripMonth:
    """A month of the window and its state."""

    month: int
    state: MonthState


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer for one person, event and day.

    ``covered_until`` is the last day of cover if nothing more is paid (inclusive; ``None`` without
    cover, and for an immediate event while the affiliation has no end). ``attend`` is true whenever
    the person must be attended: always in an emergency, covered or not. ``strip`` runs from the
    oldest month of the window to the newest. ``standing`` is the weakest of the values used.
    ``benefit`` is the one asked about, if any; ``closed`` are those whose waiting runs on the day.
    """

    verdict: Verdict
    event: Event
    day: date
    attend: bool
    given_by: GivenBy | None
    covered_until: date | None
    reasons: tuple[Reason, ...]
    strip: tuple[StripMonth, ...]
    advice: Advice
    readings: tuple[Reading, ...]
    basis: str
    benefit: str | None = None
    closed: tuple[Opening, ...] = ()

    @property
    def standing(self) -> Standing:
        """Give the weakest standing among the values used."""
        return weakest([reading.standing for reading in self.readings])

    @property
    def paid_months(self) -> int:
        """Count the months of the window that counted on the day."""
        return sum(month.state is MonthState.PAID for month in self.strip)
