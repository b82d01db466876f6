"""Reading .xls of 1997 to 2003 (BIFF8): records to typed cells."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ayni.adapters.spreadsheets.cells import date_format
from ayni.adapters.spreadsheets.compound import CompoundFile
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.xls_strings import read_shared_strings, unicode_string
from ayni.core.affiliation.sheets import (
    NO_VALUE,
    Cell,
    CellError,
    Sheet,
    Workbook,
    serial_date,
)

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BOUNDSHEET, SST, DATEMODE, FORMAT, XF, FONT, FILEPASS = 0x85, 0xFC, 0x22, 0x41E, 0xE0, 0x31, 0x2F
ROW, LABELSST, NUMBER, RK, MULRK, FORMULA = 0x208, 0xFD, 0x203, 0x27E, 0xBD, 0x06
STRING, BOOLERR, LABEL, RSTRING, NOTE, OBJ, TXO = 0x207, 0x205, 0x204, 0xD6, 0x1C, 0x5D, 0x1B6
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
DATE_BUILTINS = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
ROW_LIMIT = 65_536


def read_xls(*, name: str, content: bytes) -> Workbook:
    """The workbook; raises `UnreadableFile`."""
    file = CompoundFile(content)
    if "EncryptedPackage" in file:
        raise UnreadableFile("password")
    if "Workbook" not in file:
        raise UnreadableFile("old_excel" if "Book" in file else "not_a_spreadsheet")
    try:
        return _Book(file.read("Workbook")).workbook(name)
    except (struct.error, IndexError, ValueError) as error:
        raise UnreadableFile("cut") from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(type, data) from `at` to the EOF record."""
    unpack = struct.Struct("<HH").unpack_from
    end = len(stream)
    while at + 4 <= end:
        kind, length = unpack(stream, at)
        if at + 4 + length > end:
            raise ValueError("record beyond the end")
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == EOF:
            return
        at += 4 + length
    raise ValueError("no end of sheet")


@dataclass(slots=True)
class _Cells:
    """What the records of one sheet have said so far."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    notes: dict[int, tuple[int, int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    object_id: int = 0
    awaits_text: bool = False
    awaits_string: tuple[int, int] | None = None


class _Book:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._sheets: list[tuple[int, int, str]] = []
        self._strings: list[str] = []
        self._formats: dict[int, str] = {}
        self._xf: list[tuple[int, int]] = []
        self._struck_fonts: set[int] = set()
        self._system_1904 = False
        self._days: dict[int | Decimal, Cell] = {}
        self._globals()
        self._is_date = [self._shows_date(number) for _, number in self._xf]
        self._is_struck = [font in self._struck_fonts for font, _ in self._xf]
        self._readers: dict[int, Callable[[_Cells, bytes], None]] = {
            LABELSST: self._label_sst,
            RK: self._rk,
            NUMBER: self._number,
            MULRK: self._mulrk,
            FORMULA: self._formula,
            STRING: self._string,
            BOOLERR: self._boolerr,
            LABEL: self._label,
            RSTRING: self._label,
            ROW: self._row,
            NOTE: self._note,
            OBJ: self._object,
            TXO: self._text_object,
            CONTINUE: self._continue,
        }

    def workbook(self, name: str) -> Workbook:
        sheets = tuple(self._sheet(at, title, state != 0) for at, state, title in self._sheets)
        return Workbook(name=name, form="xls", sheets=sheets, system_1904=self._system_1904)

    def _globals(self) -> None:
        pending: list[bytes] = []
        fonts = 0
        for kind, data in _records(self._stream, 0):
            if kind == FILEPASS:
                raise UnreadableFile("password")
            if kind == CONTINUE and pending:
                pending.append(data)
                continue
            if pending:
                self._strings = read_shared_strings(pending)
                pending = []
            if kind == SST:
                pending = [data]
            elif kind == FONT:
                self._font(fonts, data)
                fonts += 1
            else:
                self._global(kind, data)

    def _font(self, position: int, data: bytes) -> None:
        # Font number 4 does not exist in this format: numbers from 4 on are one more.
        if struct.unpack_from("<H", data, 2)[0] & 0x8:
            self._struck_fonts.add(position if position < 4 else position + 1)

    def _global(self, kind: int, data: bytes) -> None:
        if kind == BOF and struct.unpack_from("<H", data)[0] != 0x0600:
            raise UnreadableFile("old_excel")
        if kind == BOUNDSHEET:
            at, state, sort = struct.unpack_from("<IBB", data)
            if sort == 0:
                self._sheets.append((at, state & 3, unicode_string(data, 6, length_bytes=1)))
        elif kind == DATEMODE:
            self._system_1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == FORMAT:
            self._formats[struct.unpack_from("<H", data)[0]] = unicode_string(data, 2)
        elif kind == XF:
            self._xf.append(struct.unpack_from("<HH", data))

    def _shows_date(self, number: int) -> bool:
        code = self._formats.get(number)
        return number in DATE_BUILTINS if code is None else date_format(code)

    def _sheet(self, at: int, title: str, hidden: bool) -> Sheet:
        cells = _Cells()
        readers = self._readers
        for kind, data in _records(self._stream, at):
            reader = readers.get(kind)
            if reader is not None:
                reader(cells, data)
        rows = [
            (row + 1, [found.get(column) for column in range(max(found) + 1)])
            for row, found in sorted(cells.rows.items())
        ]
        comments = {
            place: cells.texts[number]
            for number, place in cells.notes.items()
            if number in cells.texts
        }
        return Sheet(
            name=title,
            rows=rows,
            hidden=hidden,
            hidden_rows=frozenset(cells.hidden),
            comments=comments,
            struck=frozenset(cells.struck),
            row_limit=ROW_LIMIT,
        )

    def _put(self, cells: _Cells, row: int, column: int, xf: int, value: Cell) -> None:
        if value is None:
            return
        found = cells.rows.get(row)
        if found is None:
            found = cells.rows[row] = {}
        found[column] = value
        if self._is_struck[xf]:
            cells.struck.add((row + 1, column))

    def _numeric(self, xf: int, value: int | Decimal) -> Cell:
        if not self._is_date[xf]:
            return value
        known = self._days.get(value)
        if known is None:
            day = serial_date(serial=value, system_1904=self._system_1904)
            known = self._days[value] = value if day is None else day
        return known

    def _label_sst(self, cells: _Cells, data: bytes) -> None:
        row, column, xf, index = struct.unpack_from("<HHHI", data)
        self._put(cells, row, column, xf, self._strings[index] or None)

    def _rk(self, cells: _Cells, data: bytes) -> None:
        row, column, xf, raw = struct.unpack_from("<HHHI", data)
        self._put(cells, row, column, xf, self._numeric(xf, _rk_value(raw)))

    def _mulrk(self, cells: _Cells, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for position in range((len(data) - 6) // 6):
            xf, raw = struct.unpack_from("<HI", data, 4 + 6 * position)
            self._put(cells, row, first + position, xf, self._numeric(xf, _rk_value(raw)))

    def _number(self, cells: _Cells, data: bytes) -> None:
        row, column, xf, value = struct.unpack_from("<HHHd", data)
        self._put(cells, row, column, xf, self._numeric(xf, _exact(value)))

    def _formula(self, cells: _Cells, data: bytes) -> None:
        row, column, xf = struct.unpack_from("<HHH", data)
        raw = data[6:14]
        if raw[6:8] != b"\xff\xff":
            value = struct.unpack("<d", raw)[0]
            self._put(cells, row, column, xf, self._numeric(xf, _exact(value)))
        elif raw[0] == 0:
            cells.awaits_string = (row, column)
            self._put(cells, row, column, xf, CellError(NO_VALUE))
        elif raw[0] == 1:
            self._put(cells, row, column, xf, bool(raw[2]))
        elif raw[0] == 2:
            self._put(cells, row, column, xf, CellError(ERRORS.get(raw[2], "#N/A")))

    def _string(self, cells: _Cells, data: bytes) -> None:
        if cells.awaits_string is not None:
            row, column = cells.awaits_string
            cells.rows[row][column] = unicode_string(data, 0) or None
            cells.awaits_string = None

    def _boolerr(self, cells: _Cells, data: bytes) -> None:
        row, column, xf, value, is_error = struct.unpack_from("<HHHBB", data)
        cell: Cell = CellError(ERRORS.get(value, "#N/A")) if is_error else bool(value)
        self._put(cells, row, column, xf, cell)

    def _label(self, cells: _Cells, data: bytes) -> None:
        row, column, xf = struct.unpack_from("<HHH", data)
        self._put(cells, row, column, xf, unicode_string(data, 6) or None)

    def _row(self, cells: _Cells, data: bytes) -> None:
        if struct.unpack_from("<H", data, 12)[0] & 0x20:
            cells.hidden.add(struct.unpack_from("<H", data)[0] + 1)

    def _note(self, cells: _Cells, data: bytes) -> None:
        row, column, _, number = struct.unpack_from("<HHHH", data)
        cells.notes[number] = (row + 1, column)

    def _object(self, cells: _Cells, data: bytes) -> None:
        cells.object_id = struct.unpack_from("<H", data, 6)[0]

    def _text_object(self, cells: _Cells, data: bytes) -> None:
        cells.awaits_text = struct.unpack_from("<H", data, 10)[0] > 0

    def _continue(self, cells: _Cells, data: bytes) -> None:
        if cells.awaits_text and data:
            text = data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")
            cells.texts[cells.object_id] = text.strip()
            cells.awaits_text = False


def _rk_value(raw: int) -> int | Decimal:
    if raw & 2:
        whole = raw >> 2
        value: int | Decimal = whole - (1 << 30) if whole & (1 << 29) else whole
    else:
        value = _exact(struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0])
    if raw & 1:
        hundredth = Decimal(value) / 100
        return int(hundredth) if hundredth == hundredth.to_integral_value() else hundredth
    return value


def _exact(value: float) -> int | Decimal:
    """A stored double as the number it shows."""
    if not math.isfinite(value):
        raise ValueError("not a number")
    return int(value) if value.is_integer() else Decimal(repr(value))
