"""What a spreadsheet says, before anybody says what it means.

Adapters build these values from bytes; the rules of this room read them. Rows and columns of
`Sheet.rows` are given as the program shows them: row numbers from 1, cells from column A on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error (`#N/A`), or a formula that was saved without its value."""

    code: str


NO_VALUE = "formula"

Cell: TypeAlias = str | int | Decimal | bool | datetime | date | CellError | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `comments`, `struck` are keyed by (row from 1, column from 0)."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    row_limit: int | None = None
    cells_beyond: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file. `form` is xlsx, xls, ods, text or html; the last three fields are of text files."""

    name: str
    form: str
    sheets: tuple[Sheet, ...]
    system_1904: bool = False
    charset: str | None = None
    separator: str | None = None
    decimal: str | None = None

    @property
    def typed(self) -> bool:
        """Do its cells keep text apart from numbers?"""
        return self.form not in ("text", "html")


EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
FAKE_LEAP_DAY = 60


def serial_date(*, serial: Decimal | int, system_1904: bool) -> date | None:
    """The day of a serial number; None if the system has no such day (29-02-1900)."""
    days = int(serial)
    if system_1904:
        return EPOCH_1904 + timedelta(days=days) if 0 <= days < 2_957_004 else None
    if days < 1 or days == FAKE_LEAP_DAY or days > 2_958_465:
        return None
    return EPOCH_1900 + timedelta(days=days + (days < FAKE_LEAP_DAY))


def column_letters(index: int) -> str:
    """The letters of a column counted from 0 (0 -> A, 26 -> AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(value: Cell) -> str:
    """The cell as a clerk reads it; dates as day, month, year."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, CellError):
        return value.code
    return str(value)
