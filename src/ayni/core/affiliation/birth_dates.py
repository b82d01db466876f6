"""Dates of birth in all the ways they are written."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ayni.core.affiliation.faults import Fault, doubt, note, refuse
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError, serial_date
from ayni.core.matching import fold

OLDEST = 115
SETTLED_AGE = 30
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})")
ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]00:00(?::00)?(?:\.0{1,6})?)?")
IN_WORDS = re.compile(
    r"([0-9]{1,2})(?: DE |[ /.-])([A-Z]{3,10})\.?(?: DE | DEL |[ /.-])([0-9]{4}|[0-9]{2})"
)
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
ABOUT = re.compile(r"APROX|\?|CIRCA|MAS O MENOS|ALREDEDOR|CERCA")
MONTHS = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC")
LONGEST = 60
Read = tuple[date | None, Fault | None]


def month_first_column(values: list[str]) -> bool:
    """Do the texts of a column speak for the month before the day, and none for the day first?"""
    month = False
    for value in values:
        match = DAY_FIRST.fullmatch(value.strip())
        if match:
            if int(match.group(1)) > 12:
                return False
            month = month or int(match.group(2)) > 12
    return month


class BirthDates:
    """Reads cells of one workbook. `as_of` is the day from which future and age are judged."""

    def __init__(self, *, as_of: date, system_1904: bool, month_first: bool = False) -> None:
        self._as_of = as_of
        self._system_1904 = system_1904
        self._month_first = month_first
        self._oldest = date(as_of.year - OLDEST, as_of.month, 1)

    def read(self, cell: Cell) -> Read:
        """The day, or None, and the fault."""
        if isinstance(cell, date):
            day = cell if type(cell) is date else date(cell.year, cell.month, cell.day)
            return self._bounded(day, None)
        if cell is None:
            return None, refuse("date_missing")
        if isinstance(cell, CellError):
            code = "formula_without_value" if cell.code == NO_VALUE else "cell_error"
            return None, refuse(code)
        if isinstance(cell, bool):
            return None, refuse("date_not_a_date")
        if isinstance(cell, str):
            return self._text(cell.strip().strip("'\u00a0 "))
        return self._number(cell)

    def _bounded(self, day: date, fault: Fault | None) -> Read:
        if day > self._as_of:
            return None, refuse("date_future")
        if day < self._oldest:
            return None, doubt("date_too_old")
        return day, fault

    def _number(self, number: int | Decimal) -> Read:
        if 1900 <= number <= self._as_of.year and number == int(number):
            return None, doubt("date_year_only", str(int(number)))
        day = serial_date(serial=number, system_1904=self._system_1904)
        if day is not None and self._oldest <= day <= self._as_of:
            return day, note("date_as_serial", day.isoformat())
        packed = self._packed(str(number))
        if packed is not None:
            return packed, doubt("date_packed", packed.isoformat())
        return None, refuse("date_not_a_date")

    def _packed(self, digits: str) -> date | None:
        """`19850117`, or `17011985`, written without marks."""
        if len(digits) != 8 or not digits.isdigit():
            return None
        for year, month, day in (
            (digits[:4], digits[4:6], digits[6:]),
            (digits[4:], digits[2:4], digits[:2]),
        ):
            found = _day(int(year), int(month), int(day))
            if found is not None and self._oldest <= found <= self._as_of:
                return found
        return None

    def _text(self, text: str) -> Read:
        if not any(c.isalnum() for c in text) and "?" not in text:
            return None, refuse("date_missing")
        if len(text) > LONGEST:
            return None, refuse("date_not_a_date")
        match = DAY_FIRST.fullmatch(text)
        if match:
            return self._marked(int(match[1]), int(match[2]), match[3])
        match = ISO.fullmatch(text)
        if match:
            return self._certain(int(match[1]), int(match[2]), int(match[3]))
        folded = fold(text)
        match = IN_WORDS.fullmatch(folded)
        if match and _month(match[2]):
            return self._marked(int(match[1]), _month(match[2]), match[3], named=True)
        return self._loose(text, folded)

    def _loose(self, text: str, folded: str) -> Read:
        if text.isascii() and text.isdigit():
            day, fault = self._number(int(text))
            if fault is not None and fault.kind == "date_as_serial":
                fault = doubt("date_as_serial", fault.proposed)
            return day, fault
        year = YEAR.search(text)
        if year and (ABOUT.search(folded) or len(text) < 8):
            return None, doubt("date_approximate", year[1])
        return None, refuse("date_not_a_date")

    def _certain(self, year: int, month: int, day: int) -> Read:
        found = _day(year, month, day)
        if found is None:
            return None, refuse("date_impossible")
        return self._bounded(found, None)

    def _marked(self, day: int, month: int, year: str, *, named: bool = False) -> Read:
        """Day, month, year with marks; the month may stand first, the century may be missing."""
        swapped = not named and month > 12 >= day > 0
        if swapped:
            day, month = month, day
        unclear = self._month_first and not named and day <= 12 and not swapped and day != month
        if len(year) == 2:
            found, fault = self._short_year(int(year), month, day)
        else:
            found, fault = self._certain(int(year), month, day)
        if found is None or (fault is not None and fault.kind != "date_two_digit_year"):
            return found, fault
        if swapped:
            return found, doubt("date_month_first", found.isoformat())
        if unclear:
            other = _day(found.year, day, month)
            return found, doubt("date_order_unclear", other.isoformat() if other else None)
        return found, fault

    def _short_year(self, year: int, month: int, day: int) -> Read:
        """Two digits: certain only where one century gives a grown person, else a doubt."""
        old, new = _day(1900 + year, month, day), _day(2000 + year, month, day)
        if new is not None and new <= self._as_of:
            return new, doubt("date_two_digit_year", new.isoformat())
        if old is None:
            return None, refuse("date_impossible")
        settled = self._as_of.year - old.year >= SETTLED_AGE
        make = note if settled else doubt
        return old, make("date_two_digit_year", old.isoformat())


def _month(word: str) -> int:
    short = "SEP" if word.startswith("SET") else word[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
