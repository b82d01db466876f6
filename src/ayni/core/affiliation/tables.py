"""The table of a sheet: its layout, its slots for persons, and its rows sorted out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ayni.core.affiliation.headers import Column, find_header
from ayni.core.affiliation.roster import IgnoredRow, NotARoster, SheetLayout
from ayni.core.affiliation.sheets import Cell, Sheet, cell_text, column_letters
from ayni.core.matching import fold

ONCE = ("id", "full", "surn", "s1", "s2", "nm", "birth", "rel", "sex", "fam", "idt", "inc")
TOTAL = re.compile(r"(?:SUB ?)?TOTAL(?:ES)?\b")
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one person of a row stands: column by meaning, and the role if the layout says it."""

    role: str | None
    columns: dict[str, Column]

    def at(self, meaning: str) -> int:
        """Index of the column; -1 if there is none."""
        column = self.columns.get(meaning)
        return -1 if column is None else column.index


@dataclass(frozen=True, slots=True)
class Table:
    """A roster table of one sheet."""

    sheet: Sheet
    header_row: int
    one_row_per: str
    columns: tuple[Column, ...]
    slots: tuple[Slot, ...]
    width: int
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    ignored: tuple[IgnoredRow, ...]

    def layout(self) -> SheetLayout:
        """The layout as shown to whoever sent the file."""
        columns = tuple(
            (
                column_letters(c.index),
                c.header,
                f"{c.role or 'T'}.{c.meaning}" if self.one_row_per == "family" else c.meaning,
            )
            for c in self.columns
        )
        return SheetLayout(self.sheet.name, self.header_row, self.one_row_per, columns)


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet; None if the sheet is of something else.

    Raises `NotARoster` (missing or repeated columns) if it looks like a roster and cannot be read.
    """
    found = find_header(sheet)
    if found is None:
        return None
    position, columns = found
    header_row, header = sheet.rows[position]
    below = sheet.rows[position + 1 :]
    by_family = _is_by_family(columns)
    columns = _settle(columns, below, by_family=by_family)
    slots = _family_slots(columns) if by_family else (_person_slot(columns),)
    _require(slots[0], columns, by_family=by_family)
    width = max(max(c.index for c in columns) + 1, max((len(r[1]) for r in below), default=0))
    sorter = _Sorter(sheet.name, header, slots, width)
    sorter.sort(below)
    return Table(
        sheet=sheet,
        header_row=header_row,
        one_row_per="family" if by_family else "person",
        columns=columns,
        slots=slots,
        width=width,
        rows=tuple(sorter.persons),
        totals=tuple(sorter.totals),
        ignored=tuple(sorted(sorter.ignored, key=lambda row: row.row)),
    )


def _is_by_family(columns: Sequence[Column]) -> bool:
    roles = {c.role for c in columns if c.role and c.meaning in ("id", "full", "surn", "s1")}
    return len(roles) > 1


def _settle(
    columns: tuple[Column, ...], below: Sequence[Row], *, by_family: bool
) -> tuple[Column, ...]:
    """Give headers with two readings (N°, NOMBRE, BASE, NÚMERO) the one their table allows."""
    meanings = {c.meaning for c in columns}
    settled = []
    for column in columns:
        meaning = column.meaning
        if meaning == "ord":
            meaning = _settle_order(column, meanings, below, by_family=by_family)
        elif meaning == "base":
            numbers = "inc" not in meanings and _mostly_numbers(column.index, below)
            meaning = "inc" if numbers else "comm"
        elif meaning == "nm" and not meanings & {"surn", "s1"}:
            meaning = "full"
        settled.append(Column(column.index, column.header, meaning, column.role))
    return tuple(settled)


def _settle_order(
    column: Column, meanings: set[str], below: Sequence[Row], *, by_family: bool
) -> str:
    if "idt" in meanings and "id" not in meanings:
        return "id"
    if "fam" in meanings:
        return "ord"
    if by_family:
        return "fam"
    values = [cells[column.index] for _, cells in below if len(cells) > column.index]
    filled = [v for v in values if v is not None]
    return "fam" if len(set(filled)) < len(filled) or len(filled) < len(values) // 2 else "ord"


def _mostly_numbers(index: int, below: Sequence[Row]) -> bool:
    values = [c[index] for _, c in below[:500] if len(c) > index and c[index] is not None]
    digits = sum(
        not isinstance(v, str) or v.replace(",", "").replace(".", "").isdigit() for v in values
    )
    return digits * 2 > len(values)


def _person_slot(columns: Sequence[Column]) -> Slot:
    chosen: dict[str, Column] = {}
    for column in columns:
        first = chosen.get(column.meaning)
        if first is None or (first.role and not column.role):
            chosen[column.meaning] = column
        elif column.meaning in ONCE and not column.role:
            raise NotARoster("repeated_columns", first=first.header, second=column.header)
    return Slot(None, chosen)


def _family_slots(columns: Sequence[Column]) -> tuple[Slot, ...]:
    slots: dict[str, dict[str, Column]] = {"T": {}}
    for column in columns:
        slot = slots.setdefault(column.role or "T", {})
        first = slot.setdefault(column.meaning, column)
        if first is not column and column.meaning in ONCE:
            raise NotARoster("repeated_columns", first=first.header, second=column.header)
    return tuple(Slot(role, chosen) for role, chosen in slots.items())


def _require(slot: Slot, columns: Sequence[Column], *, by_family: bool) -> None:
    has = slot.columns
    named = "full" in has or ("nm" in has and ("surn" in has or "s1" in has))
    missing = [m for m in ("id", "birth") if m not in has]
    if not named:
        missing.append("full")
    if not by_family and "rel" not in has:
        missing.append("rel")
    if missing:
        found = ", ".join(column.header.strip() for column in columns)
        raise NotARoster("missing_columns", missing=" ".join(missing), found=found)


class _Sorter:
    """Tells rows of persons from totals, repeated headers and signature blocks."""

    def __init__(
        self, sheet: str, header: Sequence[Cell], slots: Sequence[Slot], width: int
    ) -> None:
        self._sheet = sheet
        self._header = {(i, fold(c)) for i, c in enumerate(header) if isinstance(c, str)}
        self._width = width
        slot = slots[0]
        self._birth = slot.at("birth")
        self._relation = slot.at("rel")
        self._names = [slot.at(m) for m in ("full", "surn", "s1", "s2", "nm") if slot.at(m) >= 0]
        self._core = [slot.at(m) for m in ("id", "birth", "rel") if slot.at(m) >= 0]
        self._others = [
            s.at(m) for s in slots[1:] for m in ("id", "full", "surn", "s1") if s.at(m) >= 0
        ]
        self.persons: list[Row] = []
        self.totals: list[Row] = []
        self.ignored: list[IgnoredRow] = []

    def sort(self, rows: Sequence[Row]) -> None:
        """Sort all rows under the header."""
        width, birth, name = self._width, self._birth, self._names[0]
        waiting: list[Row] = []
        nothing: list[Cell] = [None] * width
        for number, cells in rows:
            if len(cells) < width:
                cells = [*cells, *nothing[len(cells) :]]
            row = (number, cells)
            plain = cells[birth] is not None and not isinstance(cells[birth], str)
            strength = 2 if plain and cells[name] is not None else self._strength(row)
            if strength > 1:
                self.persons.extend(waiting)
                waiting.clear()
                self.persons.append(row)
            elif strength == 1:
                waiting.append(row)
        for number, _ in waiting:
            self.ignored.append(IgnoredRow(self._sheet, number, "signature block"))

    def _strength(self, row: Row) -> int:
        """2 a person, 1 perhaps (if more persons follow), 0 set aside here."""
        number, cells = row
        texts = {(i, fold(c)) for i, c in enumerate(cells) if isinstance(c, str)}
        if len(texts & self._header) >= 3:
            self.ignored.append(IgnoredRow(self._sheet, number, "repeated header"))
            return 0
        related = self._relation >= 0 and _filled(cells[self._relation])
        dated = related or _filled(cells[self._birth])
        if not dated and any(TOTAL.match(text) for _, text in texts):
            self.totals.append(row)
            self.ignored.append(IgnoredRow(self._sheet, number, "total"))
            return 0
        strength = sum(_filled(cells[i]) for i in self._core)
        strength += any(_filled(cells[i]) for i in self._names)
        strength += any(_filled(cells[i]) for i in self._others)
        if strength == 0:
            self._set_aside(number, cells)
        if self.totals and not dated:
            return min(strength, 1)
        return strength

    def _set_aside(self, number: int, cells: Sequence[Cell]) -> None:
        if any(cell is not None and cell_text(cell).strip() for cell in cells):
            self.ignored.append(IgnoredRow(self._sheet, number, "signature block"))


def _filled(cell: Cell) -> bool:
    if isinstance(cell, str):
        return any(character.isalnum() for character in cell)
    return cell is not None
