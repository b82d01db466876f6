"""A notice as PDF and as spreadsheet: what it says, the same bytes twice, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import fastexcel
import pytest
from pypdf import PdfReader

from ayni.adapters.documents import (
    NoticeDocument,
    NoticeDoesNotAddUp,
    NoticeLine,
    SummaryRow,
    UnknownLanguage,
    grouped_reference,
    notice_pdf,
    notice_xlsx,
)
from ayni.adapters.documents.page import plain_money, rate_text
from ayni.adapters.documents.words import MONTHS, WORDS, date_words, month_words

NASTY = '=HYPERLINK("x") #import "a" $y$ *b* [c] <d>'
LINES = tuple(
    NoticeLine(
        family=str(place + 1),
        name="Quispe Condori, María" if place else NASTY,
        document=f"0{place:07d}",
        base=113_000,
        rate=40_000 if place else None,
        shares=(3_390, 1_130),
        due=4_520,
    )
    for place in range(30)
)
NOTICE = NoticeDocument(
    institution="EsSalud",
    number="AV-2026-04-00007",
    scheme="Modelo colectivo",
    agreement="Junta Nacional del Café, versión 1",
    association="Cooperativa Agraria Cafetalera Valle Hermoso (ejemplo)",
    association_id="20107410229",
    month=24315,
    issued=date(2026, 5, 4),
    due_date=date(2026, 5, 29),
    families=30,
    persons=143,
    currency="PEN",
    due=135_600,
    reference="RF67AV20260400007",
    share_labels=("Aporte familiar", "Aporte del Estado"),
    shares=(101_700, 33_900),
    summary_by="committee",
    summary=(
        SummaryRow(label="San Isidro", families=20, persons=95, due=90_400),
        SummaryRow(label="Santa Rosa", families=10, persons=48, due=45_200),
    ),
    first_lines=LINES[:10],
    detail_file="AV-2026-04-00007.xlsx",
    pay_to=(("Banco", "Banco de ejemplo"), ("Cuenta", "000-0000000-0-00")),
    legal_basis=("Modelo de convenio colectivo, artículo 4 (propuesto).",),
    contact=("convenios@ejemplo.pe",),
    proposed=True,
    example=True,
)


def _text(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def test_the_page_says_who_what_how_much_until_when_and_with_which_reference():
    text = _text(notice_pdf(notice=NOTICE))
    for part in (
        "EsSalud",
        "Liquidación de aportes",
        "abril de 2026",
        "Cooperativa Agraria Cafetalera Valle Hermoso (ejemplo)",
        "20107410229",
        "S/ 1,356.00",
        "29 de mayo de 2026",
        "RF67 AV20 2604 0000 7",
        "Banco de ejemplo",
        "Santa Rosa 10 48 452.00",
        "Total 30 143 1,356.00",
        "Primeras 10 líneas de 30",
        "AV-2026-04-00007.xlsx",
        "Modelo de convenio colectivo, artículo 4",
        "convenios@ejemplo.pe",
        "Página 1 de 2",
    ):
        assert part in text, part


def test_a_name_is_text_and_never_markup():
    assert NASTY in _text(notice_pdf(notice=NOTICE))


def test_the_model_and_the_example_are_marked_only_where_they_are():
    marked = _text(notice_pdf(notice=NOTICE))
    assert "Modelo propuesto, no es ley" in marked and "EJEMPLO" in marked
    assert "No pagar" in marked
    plain = _text(notice_pdf(notice=replace(NOTICE, proposed=False, example=False)))
    assert "Modelo propuesto" not in plain and "EJEMPLO" not in plain and "No pagar" not in plain


def test_the_same_notice_gives_the_same_bytes():
    first = notice_pdf(notice=NOTICE)
    notice_pdf(notice=replace(NOTICE, number="AV-2026-04-00008"))
    assert notice_pdf(notice=NOTICE) == first
    assert notice_xlsx(notice=NOTICE, lines=LINES) == notice_xlsx(notice=NOTICE, lines=LINES)


def test_the_page_is_tagged_for_readers_and_names_its_language():
    root = PdfReader(BytesIO(notice_pdf(notice=NOTICE, language="pt"))).trailer["/Root"]
    assert root["/Lang"] == "pt"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_every_word_is_there_in_three_languages():
    assert all(set(texts) == {"es", "en", "pt"} for texts in WORDS.values())
    assert all(len(months.split()) == 12 for months in MONTHS.values())
    assert "Notice of contributions" in _text(notice_pdf(notice=NOTICE, language="en"))
    with pytest.raises(UnknownLanguage):
        notice_pdf(notice=NOTICE, language="qu")


def test_a_notice_that_does_not_add_up_is_refused():
    with pytest.raises(NoticeDoesNotAddUp):
        replace(NOTICE, due=135_601)
    with pytest.raises(NoticeDoesNotAddUp):
        replace(NOTICE, summary=NOTICE.summary[:1])
    with pytest.raises(NoticeDoesNotAddUp):
        notice_xlsx(notice=NOTICE, lines=LINES[:-1])
    with pytest.raises(ValueError, match="committee"):
        replace(NOTICE, summary_by="village")


def test_the_spreadsheet_has_every_line_and_the_totals():
    book = notice_xlsx(notice=NOTICE, lines=LINES)
    rows = fastexcel.read_excel(book).load_sheet(0, header_row=4).to_polars().rows()
    assert len(rows) == 31
    assert rows[0] == ("1", NASTY, "00000000", 1130.0, "–", 33.9, 11.3, 45.2)
    assert rows[29][:3] == ("30", "Quispe Condori, María", "00000029")
    assert rows[29][4] == "4 %"
    assert rows[30] == ("Total", "30 familias", "", None, "", 1017.0, 339.0, 1356.0)


def test_the_spreadsheet_holds_no_formula_and_freezes_its_header():
    archive = ZipFile(BytesIO(notice_xlsx(notice=NOTICE, lines=LINES)))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert '<pane xSplit="2" ySplit="5"' in sheet and 'state="frozen"' in sheet


def test_figures_and_dates_are_written_for_people():
    assert grouped_reference("RF18 539007547034") == "RF18 5390 0754 7034"
    assert plain_money(-123_456, currency="PEN") == "-1,234.56"
    assert (rate_text(40_000), rate_text(66_700), rate_text(None)) == ("4 %", "6.67 %", "–")
    assert date_words(date(2026, 9, 1), language="es") == "1 de setiembre de 2026"
    assert month_words(24315, language="en") == "April 2026"
