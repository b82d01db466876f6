"""The periods for which a contribution is owed, and the day each falls due, as the calendar says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ayni.core.periods import first_day, last_day
from ayni.core.scheme import Scheme, Terms, read
from ayni.core.scheme.rules import AtHarvest, Monthly, Periodic

_MONTHS = {"quarterly": 3, "yearly": 12}


class NoDueDay(LookupError):
    """A scheme whose calendar names no due day: nothing can be billed under it."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months owed together: the first and how many."""

    first: int
    count: int

    @property
    def months(self) -> tuple[int, ...]:
        """List the months, oldest first."""
        return tuple(range(self.first, self.first + self.count))


def periods_of(scheme: Scheme, *, year: int, terms: Terms | None) -> tuple[Period, ...]:
    """List the periods that begin in a civil year, in order."""
    months = range(12 * year, 12 * year + 12)
    found = (period_of(scheme, month=month, terms=terms) for month in months)
    return tuple(one for month, one in zip(months, found, strict=True) if one.first == month)


def period_of(scheme: Scheme, *, month: int, terms: Terms | None) -> Period:
    """Give the period that holds a month; a harvest's is the year that begins with it.

    Months of that year beyond those a harvest credits are of no other period.
    """
    calendar = scheme.rules.calendar
    match calendar:
        case Monthly():
            return Period(month, 1)
        case Periodic():
            length = _MONTHS[calendar.kind]
            return Period(_begin(month, first_month=calendar.first_month, length=length), length)
        case AtHarvest():
            first = _begin(month, first_month=calendar.first_month, length=12)
            day = first_day(first)
            credited = read(scheme, name=calendar.credited_months, day=day, terms=terms)
            return Period(first, credited.number)


def falls_due(scheme: Scheme, *, month: int, terms: Terms | None) -> date:
    """Give the day by which a month's contribution is paid.

    Monthly, and what an agent withholds at the harvest: the scheme's day of the month after, or the
    last day of a shorter one. By the quarter or the year: the scheme's day of the period that holds
    the month, its first day being the first.
    """
    calendar = scheme.rules.calendar
    if calendar.due_day is None:
        raise NoDueDay(f"{scheme.code} names no day by which a month is paid")
    if isinstance(calendar, Periodic):
        start = first_day(period_of(scheme, month=month, terms=terms).first)
        number = read(scheme, name=calendar.due_day, day=start, terms=terms).number
        return start + timedelta(days=number - 1)
    number = read(scheme, name=calendar.due_day, day=first_day(month), terms=terms).number
    return min(first_day(month + 1) + timedelta(days=number - 1), last_day(month + 1))


def _begin(month: int, *, first_month: int, length: int) -> int:
    """Give the first month of the span of ``length`` months, counted from ``first_month``, that holds it."""
    return month - (month % 12 - (first_month - 1)) % length
