"""A study's report as an accessible PDF, set by typst from the template beside this file.

As with an agreement, values travel as one JSON text and no markup is ever built from them. The pictures come
from whoever has them drawn, by the code of their figure; the same report and pictures give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import cast

import typst

from ayni.adapters.documents.page import STANDARD, document_fonts
from ayni.core.projection.reporting import Block, Figure, Kind, StudyReport, Table

TEMPLATE = "study.typ"
#: The charts take the page's own colour and font; on paper both are the document's.
_INK, _FONT, _PAGE_FONT = "#1c2321", "system-ui, sans-serif", "Libertinus Serif"

#: A table of so few columns and rows stands to the right of its picture.
_NARROW, _SHORT = 4, 20
#: A first column of names longer than this has more room.
_NAME = 12


class PictureMissing(LookupError):
    """A figure that nobody has drawn."""


def study_pdf(*, report: StudyReport, pictures: Mapping[str, str]) -> bytes:
    """Set the report as PDF/UA-1, A4, with the SVG of each figure by its code; PictureMissing without one."""
    compiler, template = _compiler()
    made = compiler.compile(
        template,  # bytes are used up by one compilation
        format="pdf",
        sys_inputs={"study": json.dumps(_told(report, pictures), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(report.prepared, time(12), tzinfo=UTC),
    )
    return cast(bytes, made)


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return typst.Compiler(font_paths=document_fonts(), ignore_system_fonts=True), template


def picture_of(figure: Figure, pictures: Mapping[str, str]) -> str:
    """Give a figure's SVG, or refuse."""
    try:
        return pictures[figure.code]
    except KeyError:
        raise PictureMissing(figure.code) from None


def _told(report: StudyReport, pictures: Mapping[str, str]) -> dict[str, object]:
    """Turn the report into what the template places."""
    return {
        "language": report.language,
        "code": report.code,
        "words": dict(report.words),
        "cover": asdict(report.cover),
        "sections": [
            {
                "code": part.code,
                "title": part.title,
                "blocks": [_block(one, pictures) for one in part.blocks],
            }
            for part in report.sections
        ],
    }


def _block(one: Block, pictures: Mapping[str, str]) -> dict[str, object]:
    if isinstance(one, Table):
        return _table(one)
    if isinstance(one, Figure):
        drawn = picture_of(one, pictures).replace("currentColor", _INK).replace(_FONT, _PAGE_FONT)
        return {
            "is": "figure",
            "kind": one.kind.value,
            "beside": len(one.table.head) <= _NARROW and len(one.labels) <= _SHORT,
            "title": one.title,
            "summary": one.summary,
            "svg": drawn,
            "table": _table(one.table),
        }
    return {"is": type(one).__name__.lower(), **asdict(one)}


def _table(one: Table) -> dict[str, object]:
    texts = [
        place
        for place in range(len(one.head))
        if all(row[place].kind is Kind.TEXT for row in one.rows)
    ]
    return {
        "is": "table",
        "caption": one.caption,
        "head": one.head,
        "rows": [[cell.text for cell in row] for row in one.rows],
        "texts": texts,
        "long": [
            place
            for place in texts
            if max((len(row[place].text) for row in one.rows), default=0) > 30
        ],
        "wide": any(len(row[0].text) > _NAME for row in one.rows),
        "strong": one.strong,
        "note": one.note,
    }
