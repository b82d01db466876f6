"""Reading .xlsx: bytes to typed cells, with the kind of each cell kept.

A number stays a number and text stays text, because a DNI that a spreadsheet turned into a number
has lost its zeros and one typed as text has not. Formulas are never computed: the stored value is
taken, and a formula stored without value is an error cell.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from ayni.adapters.spreadsheets.archives import Archive
from ayni.adapters.spreadsheets.cells import CellReader, Styles, date_format
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.sheet_rows import ROW_LIMIT, SheetRows, column_index
from ayni.adapters.spreadsheets.xml_parts import Element, PiecewisePart, children, local, parse
from ayni.core.affiliation.sheets import Sheet, Workbook

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
DATE_BUILTINS = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_xlsx(*, name: str, archive: Archive) -> Workbook:
    """The workbook; raises `UnreadableFile`."""
    part = _workbook_part(archive)
    tree = parse(archive.read(part))
    targets = _relations(archive, part)
    system_1904 = any(_true(p.get("date1904")) for p in children(tree, "workbookPr"))
    styles = _styles(archive, _of_type(targets, "styles"))
    strings = _shared_strings(archive, _of_type(targets, "sharedStrings"))
    reader = CellReader(system_1904=system_1904, styles=styles, strings=strings)
    sheets = []
    for node in children(tree, "sheet"):
        kind, target = targets.get(node.get(RELATION_ID) or node.get(STRICT_ID) or "", ("", ""))
        if kind.endswith("/worksheet"):
            hidden = node.get("state", "visible") != "visible"
            sheets.append(_sheet(archive, target, node.get("name", ""), hidden, reader))
    return Workbook(name=name, form="xlsx", sheets=tuple(sheets), system_1904=system_1904)


def _workbook_part(archive: Archive) -> str:
    for kind, target in _relations(archive, "").values():
        if kind.endswith("/officeDocument") and target in archive:
            return target
    raise UnreadableFile("not_a_spreadsheet")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """id -> (type, part) of what a part names."""
    folder, file = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", file + ".rels")
    if relations not in archive:
        return {}
    found = {}
    for node in children(parse(archive.read(relations)), "Relationship"):
        if node.get("TargetMode") != "External":
            target = node.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found[node.get("Id", "")] = (node.get("Type", ""), posixpath.normpath(path))
    return found


def _of_type(targets: Mapping[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for type_, part in targets.values() if type_.endswith("/" + kind)), None)


def _true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _styles(archive: Archive, part: str | None) -> Styles:
    if part is None or part not in archive:
        return Styles()
    tree = parse(archive.read(part))
    custom = {n.get("numFmtId"): n.get("formatCode", "") for n in children(tree, "numFmt")}
    fonts = next(iter(children(tree, "fonts")), None)
    struck_fonts = {
        str(index)
        for index, font in enumerate(fonts if fonts is not None else ())
        for node in font
        if local(node.tag) == "strike" and node.get("val", "1") not in ("0", "false")
    }
    formats = next(iter(children(tree, "cellXfs")), None)
    dates, struck = set(), set()
    for index, node in enumerate(formats if formats is not None else ()):
        number = node.get("numFmtId", "0")
        if number in custom:
            is_date = date_format(custom[number])
        else:
            is_date = number.isdigit() and int(number) in DATE_BUILTINS
        if is_date:
            dates.add(str(index))
        if node.get("fontId") in struck_fonts:
            struck.add(str(index))
    return Styles(dates=frozenset(dates), struck=frozenset(struck))


def _shared_strings(archive: Archive, part: str | None) -> list[str]:
    if part is None or part not in archive:
        return []
    strings: list[str] = []
    source = PiecewisePart(archive=archive, part=part, container=b"sst", item=b"si")
    for piece in source.pieces():
        strings.extend(_text(node) for node in piece.tree().iter() if local(node.tag) == "si")
    return strings


def _text(node: Element) -> str:
    """The text of a string item: its runs, without phonetic hints."""
    if len(node) == 1 and not len(node[0]):
        return node[0].text or ""
    parts = []
    for child in node:
        if local(child.tag) == "t":
            parts.append(child.text or "")
        elif local(child.tag) == "r":
            parts.extend(t.text or "" for t in child if local(t.tag) == "t")
    return "".join(parts)


def _sheet(archive: Archive, part: str, name: str, hidden: bool, reader: CellReader) -> Sheet:
    rows = SheetRows(reader)
    if part not in archive:
        raise UnreadableFile("cut")
    source = PiecewisePart(archive=archive, part=part, container=b"sheetData", item=b"row")
    for piece in source.pieces():
        rows.take(piece)
    return Sheet(
        name=name,
        rows=rows.ordered(),
        hidden=hidden,
        hidden_rows=frozenset(rows.hidden),
        comments=_comments(archive, part),
        struck=frozenset(rows.struck),
        row_limit=ROW_LIMIT,
        cells_beyond=rows.beyond,
    )


def _comments(archive: Archive, part: str) -> dict[tuple[int, int], str]:
    target = _of_type(_relations(archive, part), "comments")
    if target is None or target not in archive:
        return {}
    found = {}
    for node in children(parse(archive.read(target)), "comment"):
        place = REFERENCE.fullmatch(node.get("ref", ""))
        if place:
            text = "".join(t.text or "" for t in children(node, "t"))
            found[int(place.group(2)), column_index(place.group(1))] = text.strip()
    return found
