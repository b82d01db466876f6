"""A workbook as JSON between two processes: a format that can carry nothing but values.

Text, whole numbers, true, false and null stand for themselves; other cells are a list of a letter
and their text: d a day (its ordinal), n a number with decimals, e an error. The first line is the
workbook without its rows, each further line a block of rows, so that a workbook of a million rows
never stands in memory in both forms at once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ayni.core.affiliation.sheets import Cell, CellError, Sheet, Workbook

BLOCK = 5_000
PLAIN = frozenset([str, int, bool, type(None)])


def dump_workbook(workbook: Workbook) -> bytes:
    """The workbook as bytes."""
    document = {
        "name": workbook.name,
        "form": workbook.form,
        "system_1904": workbook.system_1904,
        "charset": workbook.charset,
        "separator": workbook.separator,
        "decimal": workbook.decimal,
        "sheets": [_sheet(sheet) for sheet in workbook.sheets],
    }
    lines = [json.dumps(["read", document]).encode("ascii")]
    for place, sheet in enumerate(workbook.sheets):
        for start in range(0, len(sheet.rows), BLOCK):
            block = [(n, _pack(cells)) for n, cells in sheet.rows[start : start + BLOCK]]
            lines.append(json.dumps([place, block]).encode("ascii"))
    return b"\n".join(lines)


def dump_refusal(code: str, params: dict[str, str]) -> bytes:
    """A refusal as bytes."""
    return json.dumps(["refused", {"code": code, "params": params}]).encode("ascii")


def load(content: bytes) -> Workbook | tuple[str, dict[str, str]]:
    """What was dumped: a workbook, or the code and params of a refusal."""
    source = io.BytesIO(content)
    kind, document = json.loads(source.readline())
    if kind == "refused":
        return str(document["code"]), {str(k): str(v) for k, v in document["params"].items()}
    rows: list[list[tuple[int, list[Cell]]]] = [[] for _ in document["sheets"]]
    days: dict[int, date] = {}
    for line in source:
        place, block = json.loads(line)
        rows[place].extend((number, _unpack(cells, days)) for number, cells in block)
    described = zip(document.pop("sheets"), rows, strict=True)
    sheets = tuple(_load_sheet(sheet, found) for sheet, found in described)
    return Workbook(sheets=sheets, **document)


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "comments": [(row, column, text) for (row, column), text in sheet.comments.items()],
        "struck": sorted(sheet.struck),
        "row_limit": sheet.row_limit,
        "cells_beyond": sheet.cells_beyond,
    }


def _load_sheet(document: dict[str, Any], rows: list[tuple[int, list[Cell]]]) -> Sheet:
    comments = document.pop("comments")
    hidden_rows = document.pop("hidden_rows")
    struck = document.pop("struck")
    return Sheet(
        rows=rows,
        hidden_rows=frozenset(hidden_rows),
        comments={(row, column): text for row, column, text in comments},
        struck=frozenset((row, column) for row, column in struck),
        **document,
    )


def _pack(cells: Sequence[Cell]) -> list[Any]:
    return [cell if type(cell) in PLAIN else _tagged(cell) for cell in cells]


def _tagged(cell: Cell) -> list[str | int]:
    if isinstance(cell, date):
        return ["d", cell.toordinal()]
    if isinstance(cell, CellError):
        return ["e", cell.code]
    return ["n", str(cell)]


def _unpack(cells: list[Any], days: dict[int, date]) -> list[Cell]:
    return [_untagged(cell, days) if type(cell) is list else cell for cell in cells]


def _untagged(cell: list[str | int], days: dict[int, date]) -> Cell:
    tag, value = cell
    if tag == "d" and isinstance(value, int):
        day = days.get(value)
        if day is None:
            day = days[value] = date.fromordinal(value)
        return day
    return CellError(str(value)) if tag == "e" else Decimal(value)
