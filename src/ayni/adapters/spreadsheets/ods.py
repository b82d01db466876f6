"""Reading .ods: OpenDocument, where rows and cells may be said to repeat a million times."""

from __future__ import annotations

from ayni.adapters.spreadsheets.archives import Archive
from ayni.adapters.spreadsheets.cells import iso_date, number
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.xml_parts import Element, children, local, parse
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError, Sheet, Workbook

MAX_REPEATED = 1_000
MAX_COLUMNS = 512
ROW_LIMIT = 1_048_576


def read_ods(*, name: str, archive: Archive) -> Workbook:
    """The workbook; raises `UnreadableFile`."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise UnreadableFile("password")
    tree = parse(archive.read("content.xml"))
    struck = _struck_styles(tree)
    sheets = tuple(_sheet(table, struck) for table in children(tree, "table"))
    return Workbook(name=name, form="ods", sheets=sheets)


def _get(node: Element, name: str) -> str | None:
    return next((value for key, value in node.attrib.items() if local(key) == name), None)


def _repeats(node: Element, name: str) -> int:
    text = _get(node, name)
    return int(text) if text and text.isdigit() and len(text) < 8 else 1


def _struck_styles(tree: Element) -> frozenset[str]:
    return frozenset(
        _get(style, "name") or ""
        for style in children(tree, "style")
        for part in style
        if (_get(part, "text-line-through-style") or "none") != "none"
    )


def _sheet(table: Element, struck_styles: frozenset[str]) -> Sheet:
    rows: list[tuple[int, list[Cell]]] = []
    hidden: set[int] = set()
    comments: dict[tuple[int, int], str] = {}
    struck: set[tuple[int, int]] = set()
    row = 0
    for node in children(table, "table-row"):
        times = _repeats(node, "number-rows-repeated")
        cells, notes, lines = _cells(node, struck_styles)
        if cells and times > MAX_REPEATED:
            raise UnreadableFile("too_large")
        for number_ in range(row + 1, row + 1 + (times if cells else 0)):
            rows.append((number_, cells))
            comments.update({(number_, column): text for column, text in notes})
            struck.update((number_, column) for column in lines)
            if (_get(node, "visibility") or "visible") != "visible":
                hidden.add(number_)
        row += times
    return Sheet(
        name=_get(table, "name") or "",
        rows=rows,
        hidden_rows=frozenset(hidden),
        comments=comments,
        struck=frozenset(struck),
        row_limit=ROW_LIMIT,
    )


def _cells(
    row: Element, struck_styles: frozenset[str]
) -> tuple[list[Cell], list[tuple[int, str]], list[int]]:
    cells: list[Cell] = []
    notes: list[tuple[int, str]] = []
    struck: list[int] = []
    column = 0
    for node in row:
        if local(node.tag) not in ("table-cell", "covered-table-cell"):
            continue
        times = _repeats(node, "number-columns-repeated")
        value = _value(node)
        if value is not None and column < MAX_COLUMNS:
            cells.extend([None] * (column - len(cells)))
            cells.extend([value] * min(times, MAX_COLUMNS - column))
            if _get(node, "style-name") in struck_styles:
                struck.append(column)
        notes.extend((column, _paragraphs(n)) for n in node if local(n.tag) == "annotation")
        column += times
    return cells, notes, struck


def _paragraphs(node: Element) -> str:
    return "\n".join("".join(p.itertext()) for p in node if local(p.tag) == "p").strip()


def _value(node: Element) -> Cell:
    kind = _get(node, "value-type")
    if kind == "date":
        return _date(_get(node, "date-value") or "", _paragraphs(node))
    if kind in ("float", "currency", "percentage"):
        return number(_get(node, "value") or "")
    if kind == "boolean":
        return _get(node, "boolean-value") == "true"
    text = _spaced(node)
    if text.startswith("#") and (_get(node, "formula") or text in ("#N/A", "#N/D")):
        return CellError(text)
    if not text and _get(node, "formula"):
        return CellError(NO_VALUE)
    return text or None


def _spaced(node: Element) -> str:
    """The text of the paragraphs; `<text:s>` and `<text:tab>` are white space."""
    parts: list[str] = []
    for paragraph in node:
        if local(paragraph.tag) == "p":
            if parts:
                parts.append("\n")
            _collect(paragraph, parts)
    return "".join(parts)


def _collect(node: Element, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        name = local(child.tag)
        if name == "s":
            parts.append(" " * min(_repeats(child, "c"), 1000))
        elif name in ("tab", "line-break"):
            parts.append(" ")
        elif name != "annotation":
            _collect(child, parts)
        parts.append(child.tail or "")


def _date(text: str, shown: str) -> Cell:
    value = iso_date(text)
    return shown if isinstance(value, str) else value
