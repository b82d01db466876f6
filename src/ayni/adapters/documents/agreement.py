"""The text of an agreement as an accessible PDF, set by typst from the template beside this file.

As with a notice, values travel as one JSON text and no markup is ever built from them; the same text gives
the same bytes, whose time stamp is the day of signature or of the proposal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import cast

import typst

from ayni.adapters.documents.page import STANDARD, document_fonts
from ayni.core.alliance.agreement_text import AgreementText, Said
from ayni.core.alliance.annex_words import FRAME
from ayni.core.alliance.article_words import word

TEMPLATE = "agreement.typ"
_WORDS = ("between", "and", "article", "annex", "page", "of", "name_line", "date_line", "sign_line")


def agreement_pdf(*, text: AgreementText) -> bytes:
    """Set an agreement as PDF/UA-1, A4; a draft carries its mark on every page."""
    compiler, template = _compiler()
    draft = text.paper.draft
    day = text.paper.terms.signed if draft is None else draft.day
    made = compiler.compile(
        template,  # bytes are used up by one compilation
        format="pdf",
        sys_inputs={"agreement": json.dumps(_told(text), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(day, time(12), tzinfo=UTC),
    )
    return cast(bytes, made)


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return typst.Compiler(font_paths=document_fonts(), ignore_system_fonts=True), template


def _told(text: AgreementText) -> dict[str, object]:
    """Turn the text into what the template places."""
    return {
        "language": text.language,
        "words": {code: word(FRAME, code, text.language) for code in _WORDS},
        "title": text.title,
        "code": text.code,
        "mark": text.mark,
        "draft": text.paper.draft is not None,
        "institution": text.paper.institution.name,
        "association": text.paper.association.name,
        "facts": text.facts,
        "warnings": text.warnings,
        "articles": [
            {
                "number": one.number,
                "title": one.title,
                "body": _groups(one.body),
                "notes": one.notes,
            }
            for one in text.articles
        ],
        "annexes": [
            {
                "letter": one.letter,
                "title": one.title,
                "lead": one.lead,
                "head": one.head,
                "rows": one.rows,
                "right": one.right,
                "notes": one.notes,
            }
            for one in text.annexes
        ],
        "signatures": text.signatures,
        "footer": text.footer,
    }


def _groups(body: Iterable[Said]) -> list[dict[str, object]]:
    """Put neighbouring items of a list together."""
    return [
        {"list": item, "said": [one.text for one in found]}
        for item, found in groupby(body, key=lambda one: one.item)
    ]
