"""The detail of a notice as a spreadsheet: every family's line, nothing that could run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from ayni.adapters.documents.notice import NoticeDocument, NoticeDoesNotAddUp, NoticeLine
from ayni.adapters.documents.page import detail_head, rate_text
from ayni.adapters.documents.words import month_words, words_of
from ayni.core.money import minor_digits

HEAD_ROW = 4
WIDTHS = (10, 38, 14, 13, 9)
#: Texts stay texts: no formula, no link, no number is read out of a name (a name may begin with =).
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def notice_xlsx(
    *, notice: NoticeDocument, lines: Iterable[NoticeLine], language: str = "es"
) -> bytes:
    """Write all lines under a frozen header, with a row of totals; the same lines, the same bytes.

    NoticeDoesNotAddUp where the lines are not the notice's sum: a wrong detail is worse than none.
    """
    words = words_of(notice, language=language)
    listed = tuple(lines)
    if sum(line.due for line in listed) != notice.due:
        raise NoticeDoesNotAddUp(f"{notice.number}: the lines do not add up to {notice.due}")
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, SAFE) as book:
        created = datetime.combine(notice.issued, time(12), tzinfo=UTC).replace(tzinfo=None)
        book.set_properties(
            {"title": words["title"], "author": notice.institution, "created": created}
        )
        _write(book, notice=notice, lines=listed, words=words, language=language)
    return stream.getvalue()


def _write(
    book: xlsxwriter.Workbook,
    *,
    notice: NoticeDocument,
    lines: tuple[NoticeLine, ...],
    words: dict[str, str],
    language: str,
) -> None:
    sheet = book.add_worksheet(words["detail"][:31])
    formats = _formats(book, digits=minor_digits(notice.currency))
    sheet.write_string(0, 0, f"{words['title']} {notice.number}", formats["title"])
    sheet.write_string(1, 0, f"{notice.association} · {words['tax_id']} {notice.association_id}")
    sheet.write_string(2, 0, _subtitle(notice, words=words, language=language))
    head = detail_head(notice, words=words)
    for column, text in enumerate(head):
        sheet.write_string(HEAD_ROW, column, text, formats["head"])
        sheet.set_column(column, column, WIDTHS[column] if column < len(WIDTHS) else 15)
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        _write_line(sheet, row, line=line, currency=notice.currency, formats=formats)
    _write_total(sheet, notice=notice, lines=lines, words=words, formats=formats)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(lines), len(head) - 1)
    _paper(sheet, columns=len(head))


def _subtitle(notice: NoticeDocument, *, words: dict[str, str], language: str) -> str:
    parts = [month_words(notice.month, language=language)]
    if notice.proposed:
        parts.append(words["proposed_title"])
    if notice.example:
        parts.append(words["example"])
    return " · ".join(parts)


def _formats(book: xlsxwriter.Workbook, *, digits: int) -> dict[str, xlsxwriter.format.Format]:
    money = "#,##0" + ("." + "0" * digits if digits else "")
    head = {"bold": True, "bg_color": "#EEF4F1", "bottom": 1, "text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": "#1D5B48"}),
        "head": book.add_format(head),
        "text": book.add_format({"num_format": "@"}),
        "money": book.add_format({"num_format": money}),
        "right": book.add_format({"align": "right"}),
        "total": book.add_format({"bold": True, "top": 1}),
        "total_money": book.add_format({"bold": True, "top": 1, "num_format": money}),
    }


def _write_line(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    *,
    line: NoticeLine,
    currency: str,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    for column, text in enumerate((line.family, line.name, line.document)):
        sheet.write_string(row, column, text, formats["text"])
    sheet.write_number(row, 3, _major(line.base, currency=currency), formats["money"])
    sheet.write_string(row, 4, rate_text(line.rate), formats["right"])
    for column, amount in enumerate((*line.shares, line.due), start=5):
        sheet.write_number(row, column, _major(amount, currency=currency), formats["money"])


def _write_total(
    sheet: xlsxwriter.worksheet.Worksheet,
    *,
    notice: NoticeDocument,
    lines: tuple[NoticeLine, ...],
    words: dict[str, str],
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    """Write sums as figures, not formulas: whoever filters the sheet sees the notice's total."""
    row = HEAD_ROW + 1 + len(lines)
    labels = (words["total"], f"{len(lines):,} {words['families'].lower()}", "", "", "")
    for column, text in enumerate(labels):
        sheet.write_string(row, column, text, formats["total"])
    columns = zip(*((*line.shares, line.due) for line in lines), strict=True)
    for column, amounts in enumerate(columns, start=5):
        figure = _major(sum(amounts), currency=notice.currency)
        sheet.write_number(row, column, figure, formats["total_money"])


def _major(amount: int, *, currency: str) -> Decimal:
    """Give whole units for a cell (xlsxwriter writes a Decimal's sixteen digits; no float sums)."""
    return Decimal(amount).scaleb(-minor_digits(currency))


def _paper(sheet: xlsxwriter.worksheet.Worksheet, *, columns: int) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_area(0, 0, 1_048_575, columns - 1)
