"""Months as numbers and half-open spans of days.

A month is one int, ``12 * year + (month - 1)``: 2026-04 is 24315. The origin is absolute, so
nobody's position moves when a month ends, months subtract, and bitmaps index by it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class InvalidMonth(ValueError):
    """A text that is not a month written as YYYY-MM."""


class EmptySpan(ValueError):
    """A span that ends before or when it starts."""


def month_number(*, year: int, month: int) -> int:
    """Number the month.

    >>> month_number(year=2026, month=4)
    24315
    """
    if not 1 <= month <= 12:
        raise InvalidMonth(f"{year}-{month}: a month is between 1 and 12")
    return 12 * year + month - 1


def month_of(day: date) -> int:
    """Number the month that holds the day.

    >>> month_of(date(2026, 4, 30))
    24315
    """
    return 12 * day.year + day.month - 1


def parse_month(text: str) -> int:
    """Read YYYY-MM.

    >>> parse_month("2026-04")
    24315
    """
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise InvalidMonth(f"{text!r} is not a month; write it as YYYY-MM, for example 2026-04")
    return month_number(year=int(found[1]), month=int(found[2]))


def month_text(month: int) -> str:
    """Write the month as YYYY-MM.

    >>> month_text(24315)
    '2026-04'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def first_day(month: int) -> date:
    """Give the first day of the month.

    >>> first_day(24315)
    datetime.date(2026, 4, 1)
    """
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Give the last day of the month.

    >>> last_day(24313)
    datetime.date(2026, 2, 28)
    """
    year, number = month // 12, month % 12 + 1
    return date(year, number, calendar.monthrange(year, number)[1])


def months_later(day: date, *, months: int) -> date:
    """Give the same day so many months later, or the last of that month where it has no such day.

    >>> months_later(date(2026, 1, 31), months=1)
    datetime.date(2026, 2, 28)
    """
    month = month_of(day) + months
    return min(last_day(month), first_day(month) + timedelta(days=day.day - 1))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from ``start`` (in) to ``end`` (out); no end means it still runs."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise EmptySpan(f"a span ends after it starts: {self.start} to {self.end}")

    def holds(self, day: date) -> bool:
        """Tell whether the day lies within.

        >>> Span(date(2026, 4, 1), date(2026, 5, 1)).holds(date(2026, 5, 1))
        False
        """
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a day."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )
