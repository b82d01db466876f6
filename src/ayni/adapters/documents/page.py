"""A notice as an accessible PDF, set by typst from the template beside this file.

The values travel as one JSON text in ``sys.inputs``; no markup is ever built from them, so a name
cannot become an instruction. The same notice gives the same bytes: fonts are the wheel's, the time
stamp is the day of issue.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Final, cast

import typst

from ayni.adapters.documents.notice import NoticeDocument, NoticeLine, grouped_reference
from ayni.adapters.documents.words import date_words, month_words, words_of
from ayni.core.money import SYMBOLS, minor_digits, money_text

TEMPLATE = "notice.typ"
STANDARD: Final = "ua-1"


def notice_pdf(*, notice: NoticeDocument, language: str = "es") -> bytes:
    """Set the notice as PDF/UA-1, A4. UnknownLanguage where there are no words."""
    compiler, template = _compiler()
    made = compiler.compile(
        template,  # bytes are used up by one compilation
        format="pdf",
        sys_inputs={"notice": json.dumps(_told(notice, language=language), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(notice.issued, time(12), tzinfo=UTC),
    )
    return cast(bytes, made)


@cache
def document_fonts() -> typst.Fonts:
    """Read the wheel's fonts, once a process."""
    return typst.Fonts(include_system_fonts=False)


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    """Keep one compiler a process."""
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return typst.Compiler(font_paths=document_fonts(), ignore_system_fonts=True), template


def plain_money(amount: int, *, currency: str) -> str:
    """Write money without its symbol, for the cells of a table.

    >>> plain_money(123456, currency="PEN")
    '1,234.56'
    """
    text = money_text(amount, currency=currency)
    return text.replace(f"{SYMBOLS.get(currency, currency)} ", "")


def rate_text(rate: int | None) -> str:
    """Write parts per million as a percentage.

    >>> rate_text(40_000), rate_text(66_700), rate_text(None)
    ('4 %', '6.67 %', '–')
    """
    if rate is None:
        return "–"
    whole, rest = divmod(rate, 10_000)
    decimals = f".{rest:04d}".rstrip("0") if rest else ""
    return f"{whole}{decimals} %"


def _told(notice: NoticeDocument, *, language: str) -> dict[str, object]:
    """Turn the notice into texts; the template only places them."""
    words = words_of(notice, language=language)
    shown, whole = len(notice.first_lines), notice.families
    more = words["detail_whole" if shown >= whole else "detail_more"]
    if notice.payer:
        more = words["detail_apart"]
    return {
        "language": language,
        "words": words,
        "institution": notice.institution,
        "number": notice.number,
        "association": notice.payer or notice.association,
        "month": month_words(notice.month, language=language),
        "facts": _facts(notice, words=words, language=language),
        "amount": money_text(notice.due, currency=notice.currency),
        "due_date": date_words(notice.due_date, language=language),
        "reference": grouped_reference(notice.reference),
        "shares": [
            [label, money_text(amount, currency=notice.currency)]
            for label, amount in zip(notice.share_labels, notice.shares, strict=True)
        ],
        "summary": _summary(notice, words=words),
        "detail": _detail(notice, words=words),
        "detail_note": more.format(shown=f"{shown:,}", whole=f"{whole:,}", file=notice.detail_file),
        "pay_to": [list(pair) for pair in notice.pay_to],
        "legal_basis": list(notice.legal_basis),
        "contact": list(notice.contact),
        "proposed": notice.proposed,
        "example": notice.example,
    }


def _facts(
    notice: NoticeDocument, *, words: dict[str, str], language: str
) -> list[tuple[str, str]]:
    tax = words["tax_id"]
    named = f"{notice.association} ({tax} {notice.association_id})"
    party = [(tax, notice.association_id)]
    if notice.payer:
        party = [(tax, notice.payer_id), (words["pays_for"], named)]
    return [
        *party,
        (words["agreement"], notice.agreement),
        (words["scheme"], notice.scheme),
        (words["families"], f"{notice.families:,}"),
        (words["persons"], f"{notice.persons:,}"),
        (words["issued"], date_words(notice.issued, language=language)),
    ]


def _summary(notice: NoticeDocument, *, words: dict[str, str]) -> dict[str, object]:
    money = [plain_money(row.due, currency=notice.currency) for row in notice.summary]
    return {
        "title": words[f"summary_{notice.summary_by}"],
        "head": [
            words[notice.summary_by],
            words["families"],
            words["persons_short"],
            _in_currency(words["due"], notice.currency),
        ],
        "rows": [
            [row.label, f"{row.families:,}", f"{row.persons:,}", due]
            for row, due in zip(notice.summary, money, strict=True)
        ],
        "total": [
            words["total"],
            f"{notice.families:,}",
            f"{notice.persons:,}",
            plain_money(notice.due, currency=notice.currency),
        ],
    }


def _detail(notice: NoticeDocument, *, words: dict[str, str]) -> dict[str, object]:
    return {
        "head": detail_head(notice, words=words),
        "rows": [_line(line, currency=notice.currency) for line in notice.first_lines],
        "texts": 3,
    }


def detail_head(notice: NoticeDocument, *, words: dict[str, str]) -> list[str]:
    """Give the headers of the detail, the same on the page and in the spreadsheet."""
    named = [words[code] for code in ("family", "insured", "document", "base", "rate")]
    return [*named, *notice.share_labels, _in_currency(words["line_due"], notice.currency)]


def _in_currency(label: str, currency: str) -> str:
    return f"{label} ({SYMBOLS.get(currency, currency)})"


def _line(line: NoticeLine, *, currency: str) -> list[str]:
    minor_digits(currency)
    amounts = [plain_money(amount, currency=currency) for amount in (*line.shares, line.due)]
    base = plain_money(line.base, currency=currency)
    return [line.family, line.name, line.document, base, rate_text(line.rate), *amounts]
