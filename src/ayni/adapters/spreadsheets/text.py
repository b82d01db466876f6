"""Reading text files: which encoding, which separator, which decimal mark."""

from __future__ import annotations

import csv
import io
import re

from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.core.affiliation.sheets import Cell, Sheet, Workbook

SEPARATORS = (";", "\t", ",", "|")
LETTERS = frozenset("áéíóúñüÁÉÍÓÚÑÜàèìòùçãõâêôäöëïÇÃÕÂÊÔÄÖ°ºª¿¡´’–“”«»·")
SINGLE_BYTE = ("cp1252", "cp850")
SAMPLE = 200_000
MAX_LINES_IN_CELL = 20
DECIMAL_COMMA = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){0,4},[0-9]{1,2}|-?[0-9]{1,12},[0-9]{1,2}")


def read_text(*, name: str, content: bytes) -> Workbook:
    """One sheet named `csv`, every cell text; raises `UnreadableFile`."""
    text, charset = decode(content)
    separator = _separator(text)
    rows = _rows(text, separator)
    return Workbook(
        name=name,
        form="text",
        sheets=(Sheet(name="csv", rows=rows),),
        charset=charset,
        separator=separator,
        decimal=_decimal(rows),
    )


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding. Marks first, then UTF-8, then the likelier old code page."""
    for mark, charset in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strict(content[len(mark) :], charset), charset
    if content[:400].count(0) > 20:
        little = content[1:400:2].count(0) > content[:400:2].count(0)
        charset = "utf-16-le" if little else "utf-16-be"
        return _strict(content, charset), charset
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _old_code_page(content)


def _strict(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except UnicodeDecodeError as error:
        raise UnreadableFile("encoding") from error


def _old_code_page(content: bytes) -> tuple[str, str]:
    """The code page in which the bytes above ASCII are letters that Spanish uses."""
    foreign = bytes(byte for byte in content[: 10 * SAMPLE] if byte >= 0x80)
    scores = []
    for charset in SINGLE_BYTE:
        letters = foreign.decode(charset, "replace")
        scores.append((sum(letter in LETTERS for letter in letters), charset))
    best, charset = max(scores, key=lambda score: score[0])
    if best * 10 < len(foreign) * 7:
        raise UnreadableFile("encoding")
    return _strict(content, charset), charset


def _separator(text: str) -> str:
    lines = [line for line in text[:SAMPLE].splitlines()[:50] if line.strip()]
    if not lines:
        raise UnreadableFile("empty")

    def steadiness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts), key=counts.count)
        return (counts.count(most) if most else 0, most)

    best = max(SEPARATORS, key=steadiness)
    if steadiness(best)[1] == 0:
        raise UnreadableFile("not_a_spreadsheet")
    return best


def _rows(text: str, separator: str) -> list[tuple[int, list[Cell]]]:
    csv.field_size_limit(131_072)
    rows: list[tuple[int, list[Cell]]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for number, fields in enumerate(reader, start=1):
            if any(field.count("\n") > MAX_LINES_IN_CELL for field in fields):
                raise UnreadableFile("quotes")
            cells: list[Cell] = [field if field else None for field in fields]
            if any(cell is not None for cell in cells):
                rows.append((number, cells))
    except csv.Error as error:
        raise UnreadableFile("quotes") from error
    return rows


def _decimal(rows: list[tuple[int, list[Cell]]]) -> str:
    """A comma if more numbers are written with one than with a point."""
    commas = points = 0
    for _, cells in rows[:2000]:
        for cell in cells:
            if isinstance(cell, str) and len(cell) < 20 and cell[-1:].isdigit():
                commas += DECIMAL_COMMA.fullmatch(cell) is not None
                points += re.fullmatch(r"-?[0-9,]{1,12}\.[0-9]{1,2}", cell) is not None
    return "," if commas > points else "."
