"""Schemes side by side: what part of the income each asks over the years, and who bears it.

Each series has its own colour, dash and mark: lines that run together stay apart on paper without colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import cast

import altair as alt

from ayni.adapters.charts.drawing import AMBER, GREEN, Chart, drawn
from ayni.adapters.charts.months import NothingToDraw, UnequalColumns

#: All stand out on white and on near-black, at 3 to 1 or more.
COLOURS = (GREEN, AMBER, "#3b82c4", "#c2553a", "#8c6bc0", "#7b8794")
DASHES = ((1, 0), (7, 4), (2, 3), (10, 3, 2, 3), (4, 2), (1, 4))
MARKS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
#: Wide below, narrow above: the line beneath is seen on both sides of the one on top.
STROKES = (5.0, 3.5, 3.0, 2.5, 2.0, 1.5)
WIDTH, LINES_HEIGHT, BAR_STEP = 400, 230, 58
_NAME_WIDTH = 26


class TooManySeries(ValueError):
    """More schemes than can be told apart in one picture."""


def parts_by_year(
    *,
    title: str,
    summary: str,
    head: Sequence[str],
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    rows: Sequence[Sequence[str]],
) -> Chart:
    """Draw parts of the income (ppm) as a line for each scheme; where there is none, a gap."""
    _check(labels, [values for _name, values in series])
    names = [name for name, _values in series]
    points = [
        {"label": label, "series": name, "value": None if value is None else value / 10_000}
        for name, values in series
        for label, value in zip(labels, values, strict=True)
    ]
    key = alt.Legend(orient="bottom", columns=1, symbolSize=110, rowPadding=6)
    chart = alt.Chart(alt.InlineData(values=points)).encode(
        x=alt.X("label:N", sort=list(labels), title=None, scale=alt.Scale(padding=0.4)),
        y=alt.Y(
            "value:Q",
            title=None,
            axis=alt.Axis(labelExpr="format(datum.value, ',~r') + ' %'", tickCount=5),
            scale=alt.Scale(zero=True, nice=True),
        ),
    )
    colours = _scale(names, COLOURS)
    line = chart.mark_line(strokeCap="butt").encode(
        color=alt.Color("series:N", scale=colours, legend=None, sort=None),
        strokeDash=alt.StrokeDash("series:N", scale=_scale(names, DASHES), legend=None),
        strokeWidth=alt.StrokeWidth("series:N", scale=_scale(names, STROKES), legend=None),
    )
    marks = chart.mark_point(filled=True, opacity=1, size=60).encode(
        color=alt.Color("series:N", scale=colours, legend=key, sort=None),
        shape=alt.Shape("series:N", scale=_scale(names, MARKS), legend=key, sort=None),
    )
    # The key shows the marks alone: a dashed square of 5 pixels is a blot.
    both = alt.layer(line, marks).resolve_legend(color="independent", shape="independent")
    return drawn(
        cast(alt.LayerChart, both),
        title=title,
        summary=summary,
        head=tuple(head),
        rows=tuple(tuple(row) for row in rows),
        width=WIDTH,
        height=LINES_HEIGHT,
    )


def _scale(names: Sequence[str], given: Sequence[str | float | Sequence[float]]) -> alt.Scale:
    """Give each series its own look, in the order of the series."""
    return alt.Scale(domain=list(names), range=list(given[: len(names)]))


def who_bears(
    *,
    title: str,
    summary: str,
    head: Sequence[str],
    schemes: Sequence[str],
    payers: Sequence[tuple[str, Sequence[int]]],
    rows: Sequence[Sequence[str]],
) -> Chart:
    """Draw for each scheme a bar of one whole, in the parts (ppm) that each payer bears.

    The bars are parts and not money, so that schemes of different moneys stand beside one another.
    """
    _check(schemes, [values for _name, values in payers])
    names = [name for name, _values in payers]
    labels = ["|".join(textwrap.wrap(one, _NAME_WIDTH)) for one in schemes]
    parts = [
        {"label": label, "payer": name, "place": place, "value": value / 10_000}
        for place, (name, values) in enumerate(payers)
        for label, value in zip(labels, values, strict=True)
        if value
    ]
    key = alt.Legend(orient="bottom", symbolSize=130, columnPadding=18)
    colour = alt.Scale(domain=names, range=list(COLOURS[: len(names)]))
    chart = (
        alt.Chart(alt.InlineData(values=parts))
        .mark_bar(size=26)
        .encode(
            y=alt.Y(
                "label:N",
                sort=labels,
                title=None,
                axis=alt.Axis(labelExpr="split(datum.value, '|')", labelLimit=0, labelFontSize=13),
            ),
            x=alt.X(
                "value:Q",
                title=None,
                stack="zero",
                scale=alt.Scale(domain=[0, 100]),
                axis=alt.Axis(labelExpr="datum.value + ' %'", values=[0, 25, 50, 75, 100]),
            ),
            color=alt.Color("payer:N", scale=colour, legend=key, sort=None),
            order=alt.Order("place:Q"),
        )
    )
    return drawn(
        # The reader's font may be wider than the one that the room for the names was measured with.
        chart.properties(padding={"left": 30, "top": 5, "right": 12, "bottom": 5}),
        title=title,
        summary=summary,
        head=tuple(head),
        rows=tuple(tuple(row) for row in rows),
        width=WIDTH - 60,
        height=BAR_STEP * len(schemes),
    )


def _check(labels: Sequence[str], columns: Sequence[Sequence[object]]) -> None:
    if not labels or not columns:
        raise NothingToDraw("no scheme or no month to draw")
    if len(columns) > len(COLOURS):
        raise TooManySeries(f"{len(columns)}: at most {len(COLOURS)}")
    if any(len(column) != len(labels) for column in columns):
        lengths = ", ".join(str(len(column)) for column in columns)
        raise UnequalColumns(f"{len(labels)} labels, but columns of {lengths}")
