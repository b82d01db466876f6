"""Months as people and spreadsheets write them; what may be read in two ways is none."""

from __future__ import annotations

import re
from datetime import date

from ayni.core.affiliation.sheets import Cell
from ayni.core.matching import fold
from ayni.core.periods import month_number
from ayni.core.periods.words import MONTHS

_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:[-/. ]([0-9]{1,2})(?:[-/.]01(?:[T ]00:00(?::00)?)?)?|([0-9]{2}))"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED = re.compile(r"([A-Z]{3,10})\.?(?: DE | DEL |[-/. ])*([0-9]{4}|[0-9]{2})")
#: Years in which a programme of today may have given care.
FIRST_YEAR, LAST_YEAR = 1990, 2199


def _names() -> dict[str, int]:
    """Give the calendar months by folded name and by its three first letters, where those are one month's."""
    found: dict[str, int] = {"SEPTIEMBRE": 9, "SEPT": 9, "SEP": 9}
    for names in MONTHS.values():
        for number, name in enumerate(fold(names).split(), start=1):
            found[name] = number
            found[name[:3]] = number
    return found


_MONTHS = _names()


def read_month(cell: Cell) -> int | None:
    """Give the month's number; nothing for what is none, or could be two.

    >>> read_month("abril de 2026"), read_month("04/2026"), read_month("01/04/2026")
    (24315, 24315, None)
    """
    if isinstance(cell, date):
        return _month(cell.year, cell.month)
    text = fold(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""
    if len(text) > 40 or not text.isascii():
        return None
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _month(int(found[1]), int(found[2] or found[3]))
    found = _YEAR_LAST.fullmatch(text)
    if found:
        return _month(int(found[2]), int(found[1]))
    named = _NAMED.fullmatch(text)
    number = _MONTHS.get(named[1]) if named else None
    if named is None or number is None:
        return None
    year = int(named[2])
    return _month(year + 2000 if year < 100 else year, number)


def _month(year: int, month: int) -> int | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return month_number(year=year, month=month)
