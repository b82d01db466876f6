"""Writing .xlsx: the template of a roster, and tables for people to open.

Text is always written as text: nothing that begins like a formula becomes one, and a program
that opens the file shows the very characters. Where a file is likely to be saved as CSV later,
text that a spreadsheet could run carries an apostrophe in front, which `plain_text` takes off.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import xlsxwriter


Value: TypeAlias = str | int | Decimal | bool | date | None
ROSTER_HEADERS = (
    "N° Familia",
    "Parentesco",
    "Tipo de documento",
    "N° de documento",
    "Apellido paterno",
    "Apellido materno",
    "Nombres",
    "Fecha de nacimiento",
    "Sexo",
    "Actividad",
    "Ingreso de referencia",
)
ROSTER_WIDTHS = (10, 14, 18, 16, 20, 20, 24, 19, 6, 18, 20)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
LONGEST_CELL = 32_767
LONGEST_TITLE = 31


def write_roster(
    *,
    rows: Iterable[Sequence[Value]],
    title: str = "Nómina",
    earnings: str = ROSTER_HEADERS[-1],
) -> bytes:
    """A roster in our template. Each row: family number, relation, document type, number (text),
    first surname, second surname, names, birth date, sex, activity, earnings (or None), whose
    column is named by ``earnings``."""
    headers = (*ROSTER_HEADERS[:-1], earnings)
    return _write(title, headers, rows, widths=ROSTER_WIDTHS, guarded=False)


def write_table(*, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table as .xlsx. Text that a spreadsheet might run after a detour through CSV is guarded
    with an apostrophe; `plain_text` gives it back."""
    widths = [min(max(len(header) + 2, 10), 40) for header in headers]
    return _write(title, headers, rows, widths=widths, guarded=True)


def guarded_text(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet could run it; apostrophes are doubled
    there, so that nothing is lost."""
    if text.startswith((*DANGEROUS, "'")) or text.lstrip(" \u00a0\0").startswith(DANGEROUS):
        return "'" + text
    return text


def plain_text(text: str) -> str:
    """What `guarded_text` was given."""
    rest = text[1:]
    return rest if text.startswith("'") and guarded_text(rest) != rest else text


def _write(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Sequence[int],
    guarded: bool,
) -> bytes:
    # Imported here because the process that reads files from outside starts without packages.
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(_sheet_title(title))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, guarded_text(header) if guarded else header, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                _write_value(sheet, number, column, value, day, guarded=guarded)
    book.close()
    return buffer.getvalue()


def _write_value(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: Value,
    day: xlsxwriter.format.Format,
    *,
    guarded: bool,
) -> None:
    if isinstance(value, str):
        text = guarded_text(value) if guarded else value
        sheet.write_string(row, column, text[:LONGEST_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), day)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        raise TypeError(f"a cell cannot hold {type(value).__name__}")


def _sheet_title(title: str) -> str:
    """A title without the characters sheets may not have."""
    plain = "".join(" " if character in "[]:*?/\\" else character for character in title)
    return plain.strip("' ")[:LONGEST_TITLE] or "Tabla"
