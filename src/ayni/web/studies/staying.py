"""Who stays, by cohort of entry: the first roster's share as bars, and all cohorts as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ayni.core.projection.cube import AFTER
from ayni.core.projection.people_indicators import EntryCohort, Stay
from ayni.core.projection.report_indicators import cohort_name, fan_text, shown_cohorts
from ayni.core.projection.report_words import HEADS, SENTENCES, word
from ayni.core.projection.reporting import share
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable


@dataclass(frozen=True, slots=True)
class StayBar:
    """The share of the first roster after some months, on a whole of 100 %: its mean, and the fan around it."""

    label: str
    low: str
    width: str
    mean: str
    written: str
    hint: str


def stays_context(cohorts: tuple[EntryCohort, ...], *, first_month: int) -> dict[str, Any]:
    """Lay out who stays; where nothing is known, say why."""
    language = texts.language()
    shown = shown_cohorts(cohorts, first_month=first_month)
    context: dict[str, Any] = {"stays_title": word(SENTENCES, "stays_title", language)}
    if not any(one.known for one in shown):
        code = "stays_short" if shown else "stays_uncounted"
        return context | {"stays_unknown": word(SENTENCES, code, language)}
    return context | {
        "stays_note": word(SENTENCES, "stays_page", language),
        "stays_bars_title": cohort_name(shown[0], language=language),
        "stays_bars": _bars(shown[0], language),
        "stays": _table(shown, language),
    }


def _after(months: int, language: str) -> str:
    return word(HEADS, "after", language).format(months=months)


def _bars(one: EntryCohort, language: str) -> list[StayBar]:
    return [
        StayBar(
            label=_after(months, language),
            low=f"{100 * stay.low:.1f}%",
            width=f"{max(100 * (stay.high - stay.low), 0.4):.1f}%",
            mean=f"{100 * stay.mean:.1f}%",
            written=_part(stay),
            hint=fan_text(stay, language=language),
        )
        for months, stay in zip(AFTER, one.stays, strict=True)
        if stay is not None
    ]


def _part(stay: Stay) -> str:
    """Write a mean with its decimal, as the report does: a few in a thousand are many families."""
    return share(stay.mean).text.replace(" ", "\u00a0")


def _table(shown: Sequence[EntryCohort], language: str) -> DataTable:
    return DataTable(
        caption=word(SENTENCES, "stays_title", language),
        columns=[
            Column(word(HEADS, "entered", language)),
            Column(word(HEADS, "families", language), "number"),
            *(Column(_after(months, language), "number") for months in AFTER),
        ],
        rows=[
            [
                Cell(cohort_name(one, language=language)),
                Cell(texts.number(round(one.families))),
                *(_cell(stay, language) for stay in one.stays),
            ]
            for one in shown
        ],
    )


def _cell(stay: Stay | None, language: str) -> Cell:
    return Cell("—") if stay is None else Cell(_part(stay), hint=fan_text(stay, language=language))
