"""The rows of one .xlsx sheet, out of the pieces of its part.

Nearly every cell is written in one of two ways, and a regular expression takes those at five
times the speed of a tree. A piece in which anything else occurs (formulas, escapes, hidden rows,
comments, foreign attributes) goes through the XML parser; a test holds both ways to the same
result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ayni.adapters.spreadsheets.cells import CellReader
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.xml_parts import Element, Piece, local
from ayni.core.affiliation.sheets import Cell

ROW_LIMIT = 1_048_576
MAX_COLUMNS = 512
PLAIN_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?'
    r"(?:/>|>(?:<v>([^<&]{0,400})</v>"
    r'|<is><t(?: xml:space="preserve")?>([^<&\r]{0,2000})</t></is>)?</c>)'
)
GROUPS = 7
BETWEEN = re.compile(r"(?:<row(?: [A-Za-z:0-9]{1,30}=\"[^\"<>&]{0,100}\"){0,20}/?>|</row>|\s)*")
TRUE = ("1", "true", "on")
Plain = tuple[str, str, str | None, str | None, str | None, str | None]


def column_index(letters: str) -> int:
    """The column counted from 0 (A -> 0, AA -> 26)."""
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - 64
    return index - 1


class SheetRows:
    """Collects rows; `hidden`, `struck` and `beyond` say what was seen on the way."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader
        self._columns: dict[str, int] = {}
        self._rows: list[tuple[int, list[Cell]]] = []
        self._last = 0
        self._sorted = True
        self.hidden: set[int] = set()
        self.struck: set[tuple[int, int]] = set()
        self.beyond = 0

    def ordered(self) -> list[tuple[int, list[Cell]]]:
        """The rows that hold something, by number; a number given twice is refused."""
        if not self._sorted:
            self._rows.sort(key=lambda row: row[0])
            numbers = {number for number, _ in self._rows}
            if len(numbers) < len(self._rows):
                raise UnreadableFile("cut")
        return self._rows

    def take(self, piece: Piece, *, plainly: bool = True) -> None:
        """The rows of a piece."""
        cells = _plain_cells(piece.body) if plainly else None
        if cells is None:
            for node in piece.tree().iter():
                if local(node.tag) == "row":
                    self._take_row(node)
        else:
            self._take_plain(cells)

    def _take_plain(self, found: Iterator[Plain]) -> None:
        columns, reader = self._columns, self._reader
        strings, dates, days, struck = reader.strings, reader.dates, reader.days, reader.struck
        current = ""
        cells: list[Cell] = []
        for letters, row, style, kind, text, inline in found:
            if row != current:
                current = row
                cells = self._begin(row)
            value: Cell
            if kind == "s" and text is not None and text.isdigit() and int(text) < len(strings):
                value = strings[int(text)] or None
            elif kind is None and text is not None:
                if style in dates:
                    value = days[text] if text in days else reader.typed("n", text, style)
                else:
                    value = int(text) if text.isdigit() and len(text) < 18 else reader.number(text)
            elif inline is not None:
                value = inline or None
            elif text is None:
                continue
            else:
                value = reader.typed(kind or "n", text, style)
            column = columns.get(letters)
            if column is None:
                column = self._column(letters)
            if column == len(cells) and value is not None and not struck:
                cells.append(value)
            else:
                self._put(cells, column, value, style)

    def _begin(self, row: str) -> list[Cell]:
        number = self._number(row)
        cells: list[Cell] = []
        self._rows.append((number, cells))
        return cells

    def _put(self, cells: list[Cell], column: int, value: Cell, style: str | None) -> None:
        if value is None:
            return
        if column >= MAX_COLUMNS:
            self.beyond += 1
            return
        if column >= len(cells):
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value
        if style in self._reader.struck:
            self.struck.add((self._last, column))

    def _take_row(self, node: Element) -> None:
        number = self._number(node.get("r"))
        if node.get("hidden") in TRUE:
            self.hidden.add(number)
        cells: list[Cell] = []
        place = 0
        for cell in node:
            reference = cell.get("r")
            if reference:
                place = self._column(reference.rstrip("0123456789"))
            self._put(cells, place, self._reader.value(cell), cell.get("s"))
            place += 1
        if cells:
            self._rows.append((number, cells))

    def _number(self, text: str | None) -> int:
        number = int(text) if text and text.isdigit() and len(text) < 8 else self._last + 1
        if not 1 <= number <= ROW_LIMIT:
            raise UnreadableFile("cut")
        self._sorted = self._sorted and number > self._last
        self._last = number
        return number

    def _column(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise UnreadableFile("cut")
            column = self._columns[letters] = column_index(letters.upper())
        return column


def _plain_cells(body: bytes) -> Iterator[Plain] | None:
    """The cells of a piece if all of it is plain; else None."""
    if not body or b'hidden="' in body:
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile("cut") from error
    parts = PLAIN_CELL.split(text)
    if BETWEEN.fullmatch("".join(parts[::GROUPS])) is None:
        return None
    columns = (parts[place::GROUPS] for place in range(1, GROUPS))
    return zip(*columns, strict=True)
