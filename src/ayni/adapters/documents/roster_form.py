"""A roster as cooperatives send it: a title above the table, and a column of committees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from ayni.adapters.documents.words import month_words

Cell = str | int | Decimal | date | None
#: Row of the headers, from 0; the persons begin one below.
FORM_HEAD_ROW = 5
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def roster_form_xlsx(
    *,
    association: str,
    association_id: str,
    month: int,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> bytes:
    """Write the rows below a title, the association with its RUC, and the month."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        sheet = book.add_worksheet("Padrón")
        bold = book.add_format({"bold": True, "bottom": 1})
        top = ("PADRÓN DE SOCIOS Y DERECHOHABIENTES", association, f"RUC {association_id}")
        for row, text in enumerate((*top, f"Periodo: {month_words(month, language='es')}")):
            sheet.write_string(row, 0, text, bold if row == 0 else None)
        for column, header in enumerate(headers):
            sheet.write_string(FORM_HEAD_ROW, column, header, bold)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows, start=FORM_HEAD_ROW + 1):
            for column, value in enumerate(cells):
                _write(sheet, row, column, value=value, day=day)
    return stream.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    *,
    value: Cell,
    day: xlsxwriter.format.Format,
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)
