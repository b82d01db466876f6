"""Results side by side: their indicators in a table, their reserves in a picture with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.core.projection.report_background import cell_of
from ayni.core.projection.report_facts import Result, Year
from ayni.core.projection.report_text_words import INDICATORS, told
from ayni.core.projection.report_words import HEADS, SENTENCES, word
from ayni.core.projection.reporting import NONE, Figure, FigureKind, Series, Table, ratio, said

_SIDE_BY_SIDE = (
    "charged",
    "break_even",
    "self_financing",
    "loss_ratio",
    "collection",
    "coverage",
    "reserve_ratio_last",
    "ruin_12",
    "ruin_60",
    "ruin_last",
    "net_present",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is called in the report, and what it says."""

    code: str
    title: str
    summary: str


def side_by_side(columns: Sequence[Result], *, caption: str, currency: str, language: str) -> Table:
    """Set the indicators of several results beside one another."""
    rows = []
    for code in _SIDE_BY_SIDE:
        kind, name, _meaning = INDICATORS[code]
        cells = [cell_of(one.indicators.get(code), kind, currency=currency) for one in columns]
        rows.append((said(told(name, language)), *cells))
    heads = (word(HEADS, "indicator", language), *(one.name for one in columns))
    return Table(caption, heads, tuple(rows))


def _years_of_spending(one: Year) -> float | None:
    return one.reserve / one.spending if one.spending else None


def reserve_ratio(columns: Sequence[Result], *, picture: Picture, language: str) -> Figure:
    """Draw the reserve of several results at each year's end, in years of spending."""
    labels = tuple(one.label for one in columns[0].years)
    series = tuple(
        Series(one.name, tuple(_years_of_spending(year) for year in one.years)) for one in columns
    )
    rows = tuple(
        (said(label), *(NONE if value is None else ratio(value) for value in found))
        for label, *found in zip(labels, *(one.values for one in series), strict=True)
    )
    heads = (word(HEADS, "year", language), *(one.name for one in columns))
    return Figure(
        code=picture.code,
        kind=FigureKind.LINES,
        title=picture.title,
        summary=picture.summary,
        labels=labels,
        series=series,
        table=Table(picture.title, heads, rows),
        unit=word(SENTENCES, "years_axis", language),
        reference=(0.0, ""),
    )
