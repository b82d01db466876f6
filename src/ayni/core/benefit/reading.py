"""A file of costs: its table, its rows, and what is wrong with which of them. All of it counts, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ayni.core.affiliation.sheets import Cell, Sheet, Workbook, cell_text
from ayni.core.benefit.amounts import Mark, Wrong, mark_of, read_amount, read_count
from ayni.core.benefit.costs import WHOLE, Cost, CostFile, Expected, NotACostFile, Place, Problem
from ayni.core.benefit.headers import Header, find_header
from ayni.core.benefit.months import read_month
from ayni.core.matching import fold
from ayni.core.money import minor_digits
from ayni.core.periods import month_text

#: Rows that no file of sums has; a longer one is something else.
MOST_ROWS = 200_000
#: What somebody writes for all lines together.
_ALL = frozenset({"", "TOTAL", "TODO", "TODOS", "TODAS", "ALL", "TUDO", "TODAS LAS ATENCIONES"})
_TOTAL = ("TOTAL", "SUBTOTAL", "SUB TOTAL", "SUMA", "SUM", "SOMA")
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    cells: Sequence[Cell]
    header: Header

    def cell(self, meaning: str) -> Cell:
        """Give a cell by its meaning; nothing where the table has no such column."""
        place = self.header.columns.get(meaning)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def problem(self, meaning: str, kind: str, proposed: str = "") -> Problem:
        """Write what is wrong with a cell."""
        place = self.header.columns.get(meaning)
        name = "" if place is None else self.header.names[place]
        value = shown(self.cell(meaning))
        return Problem(self.sheet, self.number, name, value, kind, proposed)


def shown(cell: Cell) -> str:
    """Write a cell as its reader knows it, short."""
    text = " ".join(cell_text(cell).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_costs(*, workbook: Workbook, expected: Expected) -> CostFile:
    """Read a file; raises ``NotACostFile`` where it has no table of costs, or one in another currency."""
    tables = [table for table in map(_table, workbook.sheets) if table is not None]
    if not tables:
        raise NotACostFile("no_table", found=_first_row(workbook))
    reader = _Reader(expected)
    for header, rows in tables:
        if header.currency not in (None, expected.currency):
            named = {"found": str(header.currency), "currency": expected.currency}
            raise NotACostFile("other_currency", **named)
        reader.read(rows)
    if not reader.costs and not reader.problems:
        raise NotACostFile("no_rows")
    return CostFile(tuple(reader.costs), tuple(reader.problems), tuple(reader.set_aside))


class _Reader:
    """Reads tables one after the other: what one tells no other may tell again."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        self._told: dict[tuple[int, int, str], int] = {}
        self._ways: dict[tuple[int, int], tuple[bool, int]] = {}
        self.costs: list[Cost] = []
        self.problems: list[Problem] = []
        self.set_aside: list[int] = []

    def read(self, rows: Sequence[_Row]) -> None:
        """Read the rows of one table."""
        begun = len(self.costs)
        digits = minor_digits(self._expected.currency)
        mark = mark_of((row.cell("amount") for row in rows), digits=digits)
        for row in rows:
            if _is_total(row):
                self.set_aside.append(row.number)
                self._hold(row, self.costs[begun:], mark=mark)
                continue
            found, problems = _read(row, mark=mark, expected=self._expected)
            self.problems += problems
            if found is not None:
                self._again(row, found)
                self.costs.append(found)

    def _hold(self, row: _Row, costs: Sequence[Cost], *, mark: Mark) -> None:
        """Hold the table's own total against its rows: another sum means that a row was not as meant."""
        said = read_amount(row.cell("amount"), mark=mark, currency=self._expected.currency)
        total = sum(one.amount for one in costs)
        parts = _first_word(row).startswith("SUB")
        if isinstance(said, int) and said != total and not parts and not self.problems:
            digits = minor_digits(self._expected.currency)
            self.problems.append(
                row.problem("amount", "total_differs", _units(total, digits=digits))
            )

    def _again(self, row: _Row, found: Cost) -> None:
        """Refuse what this file tells twice, and a month told both by line and for all care together."""
        place = found.adhesion, found.month
        before = self._told.setdefault((*place, found.line), row.number)
        whole, first = self._ways.setdefault(place, (found.line == WHOLE, row.number))
        if before != row.number:
            self.problems.append(row.problem("line", "told_twice", str(before)))
        elif whole != (found.line == WHOLE):
            self.problems.append(row.problem("line", "told_both_ways", str(first)))


def _table(sheet: Sheet) -> tuple[Header, list[_Row]] | None:
    header = find_header(sheet)
    if header is None:
        return None
    if len(sheet.rows) > MOST_ROWS:
        raise NotACostFile("too_many_rows", most=f"{MOST_ROWS:,}")
    below = [row for row in sheet.rows if row[0] > header.row and any(map(_filled, row[1]))]
    return header, [_Row(sheet.name, number, cells, header) for number, cells in below]


def _filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _first_row(workbook: Workbook) -> str:
    for sheet in workbook.sheets:
        for _, cells in sheet.rows:
            names = [shown(cell) for cell in cells if _filled(cell)]
            if names:
                return ", ".join(names[:12])
    return "-"


def _is_total(row: _Row) -> bool:
    """Tell a row of totals: such a word stands first, and no month is said."""
    return _first_word(row).startswith(_TOTAL) and not _filled(row.cell("month"))


def _first_word(row: _Row) -> str:
    return next((fold(one) for one in row.cells if isinstance(one, str) and one.strip()), "")


def _units(amount: int, *, digits: int) -> str:
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def _read(row: _Row, *, mark: Mark, expected: Expected) -> tuple[Cost | None, list[Problem]]:
    """Read one row; every cell that is wrong is told, not the first alone."""
    month = read_month(row.cell("month"))
    place, problem = _place(row, month=month, expected=expected)
    line = _line(row, expected=expected)
    amount = read_amount(row.cell("amount"), mark=mark, currency=expected.currency)
    services = read_count(row.cell("services"))
    problems = [] if problem is None else [problem]
    problems += _month_problems(row, month=month, expected=expected)
    if line is None:
        known = ", ".join(sorted(set(expected.lines.values())))
        problems.append(row.problem("line", "line_unknown", known))
    for meaning, found in (("amount", amount), ("services", services)):
        if isinstance(found, Wrong):
            problems.append(row.problem(meaning, found.kind, found.proposed))
    problems += _beside(row, expected=expected)
    if problems or place is None or month is None or line is None:
        return None, problems
    if isinstance(amount, Wrong) or isinstance(services, Wrong):
        return None, problems
    return Cost(row.number, place.adhesion, month, line, services, amount), []


def _beside(row: _Row, *, expected: Expected) -> Iterator[Problem]:
    """Look at what stands beside the figures: a currency of its own, cells past the last header."""
    said = fold(cell_text(row.cell("currency")))
    if said not in ("", expected.currency):
        yield row.problem("currency", "currency_other", expected.currency)
    beyond = next((one for one in row.cells[len(row.header.names) :] if _filled(one)), None)
    if beyond is not None:
        yield replace(row.problem("amount", "cells_beyond"), value=shown(beyond))


def _line(row: _Row, *, expected: Expected) -> str | None:
    """Give the line's code; ``WHOLE`` where none or all are named; nothing for a name nobody knows."""
    cell = row.cell("line")
    if cell is not None and not isinstance(cell, str):
        return None
    name = fold(cell or "")
    return WHOLE if name in _ALL else expected.lines.get(name)


def _month_problems(row: _Row, *, month: int | None, expected: Expected) -> Iterator[Problem]:
    if month is None:
        missing = not _filled(row.cell("month"))
        yield row.problem("month", "month_missing" if missing else "month_unlikely")
    elif month > expected.last_month:
        yield row.problem("month", "month_not_over", month_text(expected.last_month))


def _place(
    row: _Row, *, month: int | None, expected: Expected
) -> tuple[Place | None, Problem | None]:
    """Find whose costs they are: by the code of an adhesion, or of an agreement or association with one."""
    cell = row.cell("adhesion")
    code = fold(cell_text(cell))
    if not code:
        return None, row.problem("adhesion", "adhesion_missing")
    found = expected.places.get(code, ())
    if not found:
        return None, row.problem("adhesion", "adhesion_unknown")
    if month is None:
        return None, None
    begun = [one for one in found if one.first <= month]
    standing = [one for one in begun if one.in_force(month)] or begun
    if not standing:
        first = month_text(min(one.first for one in found))
        return None, row.problem("adhesion", "adhesion_not_begun", first)
    if len(standing) > 1:
        names = ", ".join(one.code for one in standing[:3])
        return None, row.problem("adhesion", "adhesion_ambiguous", names)
    return standing[0], None
