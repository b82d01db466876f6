"""One cell of .xlsx: its stored text to a typed value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.xml_parts import Element, local
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError, serial_date

QUOTED = re.compile(r'"[^"]{0,200}"|\[[^\]]{0,200}\]|\\.')


@dataclass(frozen=True, slots=True)
class Styles:
    """Which cell formats show dates, and which strike out; indexes as text."""

    dates: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


def date_format(code: str) -> bool:
    """Does this number format show a date (not only a time of day)?"""
    bare = QUOTED.sub("", code).lower()
    return "y" in bare or ("d" in bare and "m" in bare) or ("a" in bare and "mm" in bare)


def number(text: str) -> int | Decimal:
    """The number a spreadsheet stored; whole numbers as int, however they are written."""
    if text.isdigit() and len(text) < 18:
        return int(text)
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise UnreadableFile("cut") from error
    if not value.is_finite() or value.adjusted() > 400:
        raise UnreadableFile("cut")
    if value == value.to_integral_value() and value.adjusted() < 18:
        return int(value)
    return value


class CellReader:
    """Reads `<c>` elements of one workbook; days are cached, most sheets repeat them."""

    def __init__(self, *, system_1904: bool, styles: Styles, strings: Sequence[str]) -> None:
        self._system_1904 = system_1904
        self.dates = styles.dates
        self.struck = styles.struck
        self.strings = strings
        self.days: dict[str, Cell] = {}
        self.number = number

    def value(self, cell: Element) -> Cell:
        """The typed value; None for an empty cell."""
        text = None
        formula = False
        for child in cell:
            name = local(child.tag)
            if name == "v":
                text = child.text
            elif name == "f":
                formula = True
            elif name == "is":
                text = "".join(t.text or "" for t in child.iter() if local(t.tag) == "t")
        if text is None or (text == "" and cell.get("t") not in ("str", "inlineStr")):
            return CellError(NO_VALUE) if formula else None
        return self.typed(cell.get("t") or "n", text, cell.get("s"))

    def typed(self, kind: str, text: str, style: str | None) -> Cell:
        """A stored text by its type."""
        if kind == "s":
            return self._shared(text)
        if kind == "n":
            return self._date(text) if style in self.dates else number(text)
        if kind in ("str", "inlineStr"):
            return text or None
        if kind == "b":
            return text in ("1", "true")
        if kind == "d":
            return iso_date(text)
        return CellError(text)

    def _shared(self, text: str) -> str | None:
        try:
            index = int(text)
            if index < 0:
                raise IndexError
            return self.strings[index] or None
        except (ValueError, IndexError) as error:
            raise UnreadableFile("cut") from error

    def _date(self, text: str) -> Cell:
        known = self.days.get(text)
        if known is None:
            serial = number(text)
            day = serial_date(serial=serial, system_1904=self._system_1904)
            known = self.days[text] = serial if day is None else day
        return known


def iso_date(text: str) -> Cell:
    """An ISO date or date and time as a date; text that is none is given back."""
    try:
        return datetime.fromisoformat(text.rstrip("Z")).date()
    except ValueError:
        return text
