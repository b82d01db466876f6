"""The day a month's contribution falls due, as the scheme's calendar says."""

from __future__ import annotations

from datetime import date, timedelta

from ayni.core.periods import first_day
from ayni.core.scheme import Scheme, Terms, read


class NoDueDay(LookupError):
    """A scheme whose calendar names no due day: nothing can be billed under it."""


def falls_due(scheme: Scheme, *, month: int, terms: Terms | None) -> date:
    """Give the due date of a month: the scheme's day of the month after."""
    name = scheme.rules.calendar.due_day
    if name is None:
        raise NoDueDay(f"{scheme.code} names no day by which a month is paid")
    number = read(scheme, name=name, day=first_day(month), terms=terms).number
    return first_day(month + 1) + timedelta(days=number - 1)
