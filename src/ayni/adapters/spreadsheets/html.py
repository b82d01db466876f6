"""Reading the HTML table that many web systems save as .xls. Nothing outside it is fetched."""

from __future__ import annotations

from html.parser import HTMLParser

from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.text import decode
from ayni.core.affiliation.sheets import Cell, Sheet, Workbook

MAX_CELL = 40_000
MAX_SPAN = 512


def read_html(*, name: str, content: bytes) -> Workbook:
    """One sheet per table, every cell text; raises `UnreadableFile`."""
    text, _ = decode(content)
    tables = _Tables()
    tables.feed(text)
    tables.close()
    if not tables.tables:
        raise UnreadableFile("not_a_spreadsheet")
    if "</table" not in text.lower():
        raise UnreadableFile("cut")
    names = ["t"] + [f"t{number}" for number in range(2, len(tables.tables) + 1)]
    sheets = tuple(
        Sheet(name=title, rows=rows) for title, rows in zip(names, tables.tables, strict=True)
    )
    return Workbook(name=name, form="html", sheets=sheets)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[tuple[int, list[Cell]]]] = []
        self._number = 0
        self._cells: list[Cell] | None = None
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._number = 0
        elif tag == "tr" and self.tables:
            self._end_row()
            self._cells = []
            self._number += 1
        elif tag in ("td", "th") and self._cells is not None:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), MAX_SPAN) if span.isdigit() and len(span) < 5 else 1
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None or self._cells is None:
            return
        text = "".join(self._text).replace("\xa0", " ")
        if len(text) > MAX_CELL:
            raise UnreadableFile("too_large")
        self._cells.append(text if text.strip() else None)
        self._cells.extend([None] * (self._span - 1))
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells and any(cell is not None for cell in self._cells):
            self.tables[-1].append((self._number, self._cells))
        self._cells = None
