"""Bytes to sheets: every format, and files made to do harm."""

from __future__ import annotations

import io
import random
import time
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from ayni.adapters.spreadsheets import UnreadableFile, read_workbook, unreadable_text
from ayni.adapters.spreadsheets.archives import Archive
from ayni.adapters.spreadsheets.cells import CellReader, Styles, date_format
from ayni.adapters.spreadsheets.sheet_rows import SheetRows
from ayni.adapters.spreadsheets.words import REASONS
from ayni.adapters.spreadsheets.xml_parts import PiecewisePart
from ayni.core.affiliation.sheets import NO_VALUE, CellError, Workbook
from tests.samples import SAMPLES

NAMES = "Ñahui Núñez, María Ángel"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="no shared samples: set AYNI_SAMPLES"
)


def read(content: bytes) -> Workbook:
    return read_workbook(name="x", content=content)


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        read(content)
    for language in ("es", "en", "pt"):
        assert unreadable_text(refusal.value, language)
    return refusal.value.code


def xlsx(**options: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet("Nómina")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    struck = book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, ["DNI", "Ñ & <b>"])
    sheet.write_string(1, 0, "08253395")
    sheet.write_number(1, 1, 8253395)
    sheet.write_datetime(1, 2, date(1980, 2, 3), day)
    sheet.write_number(1, 3, 1356.5)
    sheet.write_formula(2, 0, '="a"&"b"', None, "ab")
    sheet.write_formula(2, 1, "=NA()", None, "#N/A")
    sheet.write_string(3, 0, "tachado", struck)
    sheet.write_comment(3, 0, "Falleció")
    sheet.set_row(3, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The archive with `old` replaced in one part; the part must hold it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def test_cells_keep_their_kind() -> None:
    (sheet,) = read(xlsx()).sheets
    assert list(map(tuple, (cells for _, cells in sheet.rows))) == [
        ("DNI", "Ñ & <b>"),
        ("08253395", 8253395, date(1980, 2, 3), Decimal("1356.5")),
        ("ab", CellError("#N/A")),
        ("tachado",),
    ]
    assert sheet.hidden_rows == {4}
    assert sheet.struck == {(4, 0)}
    assert list(sheet.comments) == [(4, 0)]
    assert sheet.comments[4, 0].endswith("Falleció")


def test_dates_of_1904_and_formulas_without_value() -> None:
    content = repacked(xlsx(), "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')
    content = repacked(content, "xl/worksheets/sheet1.xml", b"<v>ab</v>", b"")
    workbook = read(content)
    assert workbook.system_1904
    rows = dict(workbook.sheets[0].rows)
    assert rows[2][2] == date(1984, 2, 4)
    assert rows[3][0] == CellError(NO_VALUE)


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("dd/mm/yyyy", True),
        ("[$-409]d-mmm-yy;@", True),
        ('0.00" días"', False),
        ("h:mm", False),
        ("#,##0.00", False),
    ],
)
def test_which_formats_show_dates(code: str, shows: bool) -> None:
    assert date_format(code) is shows


@needs_samples
@pytest.mark.parametrize("pattern", ["rosters/*.xlsx", "sequence/*.xlsx", "hostile/HA0[136]*.xlsx"])
def test_the_fast_way_through_a_sheet_gives_what_the_parser_gives(pattern: str) -> None:
    for path in sorted(SAMPLES.glob(pattern)):
        archive = Archive(path.read_bytes())
        strings = [str(number) for number in range(50_000)]
        styles = Styles(dates=frozenset(["2"]))
        for part in (name for name in archive.names() if "worksheets/sheet" in name):
            both = []
            for plainly in (True, False):
                reader = CellReader(system_1904=False, styles=styles, strings=strings)
                rows = SheetRows(reader)
                source = PiecewisePart(
                    archive=archive, part=part, container=b"sheetData", item=b"row"
                )
                for piece in source.pieces():
                    rows.take(piece, plainly=plainly)
                both.append(rows.ordered())
            if part.endswith(".xml"):
                assert both[0] == both[1], path.name


def test_sheets_with_a_namespace_prefix_are_read() -> None:
    content = xlsx()
    part = "xl/worksheets/sheet1.xml"
    data = zipfile.ZipFile(io.BytesIO(content)).read(part)
    head, _, body = data.partition(b"<worksheet")
    prefixed = body.replace(b" xmlns=", b" xmlns:x=", 1)
    for tag in (b"sheetData", b"row", b"c", b"v", b"f"):
        for opening in (b"<", b"</"):
            for end in (b" ", b">"):
                prefixed = prefixed.replace(opening + tag + end, opening + b"x:" + tag + end)
    whole = head + b"<x:worksheet" + prefixed.replace(b"</worksheet>", b"</x:worksheet>")
    assert read(repacked(content, part, data, whole)).sheets[0].rows == read(content).sheets[0].rows


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"<?xml version='1.0'?><Document/>", "xml"),
        (b"<!DOCTYPE svg []><svg/>", "xml"),
        (b"PK\x03\x04 cut", "cut"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cut"),
        (b"<html><body>no table</body></html>", "not_a_spreadsheet"),
        (b"<table><tr><td>1</td></tr>", "cut"),
        (b"una sola columna\nsin separador\n", "not_a_spreadsheet"),
        (b'a;b\n"sin cerrar;1\n' + b"2;3\n" * 40, "quotes"),
        (b"\xff\xfea\x00\x00", "encoding"),
        (bytes(range(128, 256)) * 40 + b";\n", "encoding"),
        (b"{\\rtf1 hola}", "document"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
    ],
)
def test_other_files_are_refused_by_what_they_are(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_an_archive_of_something_else_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("nomina.csv", "a;b")
    assert code_of(buffer.getvalue()) == "archive"


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 40_000_000)
    start = time.perf_counter()
    assert code_of(buffer.getvalue()) == "bomb"
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/comments1.xml",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">',
        b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]>',
    ],
)
def test_no_part_may_declare_a_document_type(part: str, declaration: bytes) -> None:
    content = repacked(xlsx(), part, b"?>", b"?>" + declaration)
    if part == "[Content_Types].xml":
        assert read(content).sheets  # this part is not parsed at all
    else:
        assert code_of(content) == "external_entity"


def test_an_encoding_that_could_hide_a_declaration_is_refused() -> None:
    content = repacked(xlsx(), "xl/workbook.xml", b'encoding="UTF-8"', b'encoding="cp037"')
    assert code_of(content) == "cut"


def test_one_stray_cell_at_the_last_corner_costs_nothing() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "x")
    sheet.write(1_048_575, 0, "y")
    book.close()
    start = time.perf_counter()
    (found,) = read(buffer.getvalue()).sheets
    assert [(number, list(cells)) for number, cells in found.rows] == [
        (1, ["a"]),
        (1_048_576, ["y"]),
    ]
    assert found.cells_beyond == 1
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "latin-1"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_text_files_keep_their_letters(charset: str, separator: str) -> None:
    lines = [separator.join(["DNI", "Apellidos y nombres", "Año"])]
    lines += [separator.join(["08253395", NAMES, "1.130,50"])] * 3
    workbook = read("\r\n".join(lines).encode(charset))
    assert workbook.separator == separator
    assert workbook.decimal == ","
    assert workbook.sheets[0].rows[1] == (2, ["08253395", NAMES, "1.130,50"])


def test_an_html_table_is_text() -> None:
    content = (
        b"<html><table><tr><th>DNI<th>Nombre</tr><tr><td>08253395</td><td>N&uacute;&ntilde;ez"
        b"</td></tr></table></html>"
    )
    workbook = read(content)
    assert (workbook.form, workbook.sheets[0].rows) == (
        "html", [(1, ["DNI", "Nombre"]), (2, ["08253395", "Núñez"])],
    )  # fmt: skip


@needs_samples
@pytest.mark.parametrize(
    "name",
    ["A01-plantilla-limpia.xlsx", "A11-excel-97.xls", "A12-libreoffice.ods", "A15-tabla-html.xls",
     "A07-punto-y-coma-cp1252.csv", "A08-texto-unicode.txt"],
)  # fmt: skip
def test_damaged_files_are_read_or_refused_and_never_crash(name: str) -> None:
    content = (SAMPLES / "rosters" / name).read_bytes()[:90_000]
    dice = random.Random(name)
    for turn in range(60):
        damaged = bytearray(content)
        if turn % 3 == 0:
            del damaged[dice.randrange(len(damaged)) :]
        for _ in range(dice.randrange(1, 20)):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            read(bytes(damaged))
        except UnreadableFile as refusal:
            assert refusal.code in REASONS
