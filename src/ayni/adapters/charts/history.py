"""A figure of the law over time: a small line of steps, each value lasting until the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import altair as alt

from ayni.adapters.charts.drawing import GREEN, Chart, drawn
from ayni.adapters.charts.months import NothingToDraw, UnequalColumns
from ayni.adapters.charts.words import words_for

WIDTH, HEIGHT = 320, 120


class BackwardHistory(ValueError):
    """Dates that do not run forward, or a history drawn to a day before it begins."""


def value_over_time(
    *,
    title: str,
    starts: Sequence[date],
    values: Sequence[int | None],
    shown: Sequence[str],
    until: date,
    divisor: int,
    written: str,
    language: str = "es",
) -> Chart:
    """Draw whole numbers as steps up to a day; where there is no value the line has a gap.

    ``shown`` are the values as people read them, for the table; the axis counts ``values`` divided by
    ``divisor``, put where ``written`` has its braces: ``S/ {}``, ``{} %``.
    """
    words = words_for(language)
    _check(starts, values, shown, until=until)
    told = [text or words["no_value"] for text in shown]
    summary = words["history_say"].format(
        first=told[0], start=starts[0].year, last=told[-1], end=starts[-1].year, count=len(told)
    )
    points = _points(starts, values, until=until)
    before, after = written.split("{}")
    figure = f"'{before}' + format(datum.value / {divisor}, ',~r') + '{after}'"
    axis = alt.Axis(labelExpr=figure, tickCount=3)
    step = 1 + (max(until, starts[-1]).year - starts[0].year) // 5
    years = alt.Axis(format="%Y", tickCount=alt.TimeIntervalStep(interval="year", step=step))
    chart = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=GREEN, strokeCap="round")
        .encode(
            x=alt.X("day:T", title=None, axis=years),
            y=alt.Y("value:Q", title=None, axis=axis, scale=alt.Scale(zero=True, nice=True)),
        )
    )
    return drawn(
        chart,
        title=title,
        summary=summary,
        head=(words["since"], words["value"]),
        rows=tuple((day.isoformat(), text) for day, text in zip(starts, told, strict=True)),
        width=WIDTH,
        height=HEIGHT,
    )


def _points(
    starts: Sequence[date], values: Sequence[int | None], *, until: date
) -> list[dict[str, str | int | None]]:
    """Give a point for each value, one where a gap begins, and one at the end."""
    found: list[dict[str, str | int | None]] = []
    last: int | None = None
    for day, value in zip(starts, values, strict=True):
        if value is None and last is not None:
            found.append({"day": day.isoformat(), "value": last})
        found.append({"day": day.isoformat(), "value": value})
        last = value
    return [*found, {"day": max(until, starts[-1]).isoformat(), "value": last}]


def _check(starts: Sequence[date], *columns: Sequence[object], until: date) -> None:
    if not starts:
        raise NothingToDraw("no value to draw")
    if any(len(column) != len(starts) for column in columns):
        lengths = ", ".join(str(len(column)) for column in columns)
        raise UnequalColumns(f"{len(starts)} dates, but columns of {lengths}")
    if any(later <= earlier for earlier, later in pairwise(starts)) or until < starts[0]:
        raise BackwardHistory(f"{', '.join(map(str, starts))} until {until}")
