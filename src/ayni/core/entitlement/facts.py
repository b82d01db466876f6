"""What is known of a person when the clinic asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.periods import Span


class PersonRole(StrEnum):
    """How the person is in the scheme."""

    INSURED_PERSON = "insured_person"
    DEPENDANT = "dependant"


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """A month credited to the insured person, and the day from which it counts."""

    month: int
    counts_from: date


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The person, his or her affiliation, and the months of the insured person behind it.

    ``paid`` are the insured person's months, also for a dependant. ``owed`` are the months assessed
    for the family; a month neither paid nor owed shows as not due. ``relation`` is that of a
    dependant (``spouse``, ``child``...). ``left_alone`` tells of a dependant who left while the insured
    person stayed: cover that goes on after leaving is not for him or her.
    """

    role: PersonRole
    affiliation: tuple[Span, ...]
    paid: tuple[PaidMonth, ...]
    owed: tuple[int, ...] = ()
    relation: str | None = None
    birth: date | None = None
    incapacitated: bool = False
    student: bool = False
    left_alone: bool = False

    def left_before(self, day: date) -> date | None:
        """Give the first day without affiliation, where the latest span ended on or before the day."""
        ended = [span.end for span in self.affiliation if span.end is not None and span.end <= day]
        return max(ended, default=None)

    def affiliated_on(self, day: date) -> Span | None:
        """Give the span of affiliation that holds the day."""
        return next((span for span in self.affiliation if span.holds(day)), None)

    def affiliated_since(self, day: date) -> date | None:
        """Give the first day of the unbroken affiliation that holds the day, or that ended before it.

        Spans that follow each other without a day between are one affiliation.
        """
        begun = [span for span in self.affiliation if span.start <= day]
        if not begun:
            return None
        since = max(span.start for span in begun)
        for span in sorted(begun, key=lambda one: one.start, reverse=True):
            if span.end is not None and span.end >= since:
                since = min(since, span.start)
        return since


def age_on(day: date, *, birth: date) -> int:
    """Count completed years.

    >>> age_on(date(2026, 2, 28), birth=date(2008, 2, 29))
    17
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
