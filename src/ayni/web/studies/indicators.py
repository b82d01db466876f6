"""The indicators as rows: name, figure, and in one line what it is."""

from __future__ import annotations

from collections.abc import Mapping

from ayni.core.projection.report_text_words import INDICATORS, told
from ayni.core.projection.reporting import Kind
from ayni.web.backoffice import texts
from ayni.web.components import Cell
from ayni.web.study_figures.written import large, money, ratio, share

#: The page writes millions with the figure: the report, which writes none, says so in the name.
_MILLIONS = {"es": ", millones", "en": ", millions", "pt": ", milhões"}


def indicator_rows(values: Mapping[str, float | None], *, currency: str) -> list[list[Cell]]:
    """Give a row for each indicator that a run may have; one that cannot be said has a dash."""
    language = texts.language()
    return [
        [
            Cell(told(name, language).removesuffix(_MILLIONS[language])),
            Cell(written(values[code], kind, currency=currency)),
            Cell(told(meaning, language)),
        ]
        for code, (kind, name, meaning) in INDICATORS.items()
        if code in values
    ]


def written(value: float | None, kind: Kind, *, currency: str) -> str:
    """Write a figure as its kind is written."""
    if value is None:
        return "—"
    if kind is Kind.MONEY:
        return money(value, currency)
    if kind is Kind.MILLIONS:
        return large(value, currency)
    if kind is Kind.SHARE:
        return share(value)
    return ratio(value) if kind is Kind.RATIO else texts.number(round(value))
