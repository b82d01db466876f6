"""The pictures of a study's report: fan, tornado, bars by year, lines, pyramid; each figure has its table.

One green is dark and one amber light, so that they stay apart on grey paper; lines have dash and mark too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import altair as alt

from ayni.adapters.charts.drawing import INK, Chart, drawn
from ayni.adapters.charts.months import NothingToDraw
from ayni.adapters.charts.sides import DASHES, MARKS, TooManySeries
from ayni.core.projection.reporting import Figure, FigureKind, Series

DARK, LIGHT = "#1d6b50", "#e0a84e"
#: In the order of the series; each apart from its neighbours in lightness too.
COLOURS = (DARK, "#d98a1f", "#3565a8", "#c2553a", "#8c6bc0", "#5f6b76")
WIDTH, HEIGHT = 440, 230
_BAR_STEP, _NAME_WIDTH = 17, 60
#: More labels than these on an axis are thinned out.
_LABELS = 12

Layered = alt.Chart | alt.LayerChart
Point = dict[str, str | float | int | None]


def study_chart(*, figure: Figure) -> Chart:
    """Draw a figure of the report. NothingToDraw without a label, TooManySeries past what can be told apart."""
    if not figure.labels or not figure.series:
        raise NothingToDraw(figure.code)
    if len(figure.series) > len(COLOURS):
        raise TooManySeries(f"{figure.code}: {len(figure.series)}, at most {len(COLOURS)}")
    drawing, height = _DRAWINGS[figure.kind](figure)
    return drawn(
        drawing,
        title=figure.title,
        summary=figure.summary,
        head=figure.table.head,
        rows=tuple(tuple(cell.text for cell in row) for row in figure.table.rows),
        width=WIDTH if figure.kind is not FigureKind.TORNADO else WIDTH - 120,
        height=height,
    )


def _points(figure: Figure) -> list[Point]:
    return [
        {
            "label": label,
            "series": one.name,
            "value": None if value is None else value / figure.scale,
        }
        for one in figure.series
        for label, value in zip(figure.labels, one.values, strict=True)
    ]


def _base(points: list[Point]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=points))


def _across(figure: Figure) -> alt.X:
    """Put the labels along the foot, in their order, as many as can be read."""
    labels = list(figure.labels)
    step = -(-len(labels) // _LABELS)
    axis = alt.Axis(values=labels[::step], labelAngle=0)
    return alt.X("label:O", sort=labels, title=None, axis=axis, scale=alt.Scale(padding=0.3))


def _up(figure: Figure, field: str = "value") -> alt.Y:
    axis = alt.Axis(labelExpr="format(datum.value, ',.2~f')", tickCount=5, titlePadding=10)
    return alt.Y(f"{field}:Q", title=figure.unit, axis=axis)


def _scale(names: list[str], given: Sequence[str | Sequence[int]]) -> alt.Scale:
    return alt.Scale(domain=names, range=list(given[: len(names)]))


def _rule(figure: Figure, *, upright: bool = False) -> list[alt.Chart]:
    """Draw the line of reference, where the figure has one."""
    if figure.reference is None:
        return []
    value = figure.reference[0] / figure.scale
    place = alt.X("at:Q") if upright else alt.Y("at:Q")
    rule = _base([{"at": value}]).mark_rule(color=INK, strokeWidth=1.2)
    return [rule.encode(x=place) if upright else rule.encode(y=place)]


def _layers(*layers: alt.Chart) -> alt.LayerChart:
    return cast(alt.LayerChart, alt.layer(*layers))


def _fan(figure: Figure) -> tuple[Layered, int]:
    """Draw two bands and the middle: the outer series, the inner ones, the median."""
    low, under, middle, over, high = figure.series
    rows: list[Point] = []
    for band, pair in (("outer", (low, high)), ("inner", (under, over))):
        for label, one, two in zip(figure.labels, pair[0].values, pair[1].values, strict=True):
            rows.append(
                {"label": label, "band": band, "one": _of(one, figure), "two": _of(two, figure)}
            )
    between = {"outer": f"{low.name} – {high.name}", "inner": f"{under.name} – {over.name}"}
    names = [between["outer"], between["inner"]]
    for row in rows:
        row["band"] = between[str(row["band"])]
    tints = alt.Scale(domain=names, range=["#bcdccf", "#6fae96"])
    bands = (
        _base(rows)
        .mark_area(opacity=1)
        .encode(
            x=_across(figure),
            y=_up(figure, "one"),
            y2=alt.Y2("two:Q"),
            color=alt.Color("band:N", scale=tints, sort=None, legend=alt.Legend(orient="top")),
            order=alt.Order("band:N", sort="descending"),
        )
    )
    outer = bands.transform_filter(alt.datum.band == names[0])
    inner = bands.transform_filter(alt.datum.band == names[1])
    line = (
        _base([one for one in _points(figure) if one["series"] == middle.name])
        .mark_line(strokeWidth=2.6)
        .encode(
            x=_across(figure),
            y=_up(figure),
            strokeDash=alt.StrokeDash(
                "series:N",
                scale=alt.Scale(domain=[middle.name], range=[[1, 0]]),
                legend=alt.Legend(orient="top", symbolType="stroke", symbolStrokeColor="#0f3d2e"),
            ),
            color=alt.value("#0f3d2e"),
        )
    )
    return _layers(outer, inner, line, *_rule(figure)), HEIGHT


def _of(value: float | None, figure: Figure) -> float | None:
    return None if value is None else value / figure.scale


def _tornado(figure: Figure) -> tuple[Layered, int]:
    """Draw a bar from the base to either side of each assumption, the widest first."""
    base = (figure.reference or (0, ""))[0] / figure.scale
    labels = ["|".join(textwrap.wrap(one, _NAME_WIDTH)) for one in figure.labels]
    rows: list[Point] = [
        {"label": label, "series": one.name, "from": base, "to": _of(value, figure)}
        for one in figure.series
        for label, value in zip(labels, one.values, strict=True)
    ]
    names = [one.name for one in figure.series]
    lines = max(label.count("|") for label in labels) + 1
    axis = alt.Axis(
        labelExpr="split(datum.value, '|')", labelLimit=0, labelFontSize=11, labelLineHeight=12
    )
    bars = (
        _base(rows)
        .mark_bar(height={"band": 0.72})
        .encode(
            y=alt.Y("label:N", sort=labels, title=None, axis=axis),
            x=alt.X(
                "from:Q",
                title=figure.unit,
                scale=alt.Scale(zero=False, nice=True),
                axis=alt.Axis(labelExpr="format(datum.value, ',.2~f')", tickCount=5, grid=True),
            ),
            x2=alt.X2("to:Q"),
            color=alt.Color("series:N", scale=_scale(names, (DARK, LIGHT)), sort=None),
        )
    )
    step = _BAR_STEP + 10 * (lines - 1)
    # The reader's font may be wider than the one that the room for the names was measured with.
    room = {"left": 30, "top": 5, "right": 12, "bottom": 5}
    drawing = _layers(bars, *_rule(figure, upright=True)).properties(padding=room)
    return drawing, step * len(labels)


def _bars(figure: Figure) -> tuple[Layered, int]:
    names = [one.name for one in figure.series]
    bars = (
        _base(_points(figure))
        .mark_bar(cornerRadiusTopLeft=1, cornerRadiusTopRight=1)
        .encode(
            x=_across(figure),
            xOffset=alt.XOffset("series:N", sort=names),
            y=_up(figure),
            color=alt.Color(
                "series:N", scale=_scale(names, (DARK, LIGHT, *COLOURS[2:])), sort=None
            ),
        )
    )
    return bars, HEIGHT


def _lines(figure: Figure) -> tuple[Layered, int]:
    names = [one.name for one in figure.series]
    base = _base(_points(figure)).encode(x=_across(figure), y=_up(figure))
    colours = _scale(names, COLOURS)
    line = base.mark_line(strokeWidth=2.4).encode(
        color=alt.Color("series:N", scale=colours, legend=None, sort=None),
        strokeDash=alt.StrokeDash("series:N", scale=_scale(names, DASHES), legend=None),
    )
    key = alt.Legend(orient="top", symbolSize=80, columns=3)
    step = -(-len(figure.labels) // _LABELS)
    kept = set(figure.labels[::step])
    marks = (
        _base([one for one in _points(figure) if one["label"] in kept])
        .mark_point(filled=True, opacity=1, size=46)
        .encode(
            x=_across(figure),
            y=_up(figure),
            color=alt.Color("series:N", scale=colours, legend=key, sort=None),
            shape=alt.Shape("series:N", scale=_scale(names, MARKS), legend=key, sort=None),
        )
    )
    both = _layers(line, marks, *_rule(figure))
    return both.resolve_legend(color="independent", shape="independent"), HEIGHT


def _pyramid(figure: Figure) -> tuple[Layered, int]:
    """Draw the first series to the left and the second to the right, the youngest at the foot."""
    left, right = figure.series
    mirrored = Series(left.name, tuple(None if one is None else -one for one in left.values))
    rows = [
        {"label": label, "series": one.name, "value": _of(value, figure)}
        for one in (mirrored, right)
        for label, value in zip(figure.labels, one.values, strict=True)
    ]
    bars = (
        _base(rows)
        .mark_bar(height={"band": 0.86})
        .encode(
            y=alt.Y("label:O", sort=list(figure.labels)[::-1], title=None),
            x=alt.X(
                "value:Q",
                title=figure.unit,
                axis=alt.Axis(
                    labelExpr="format(abs(datum.value), ',.2~f')", tickCount=6, grid=True
                ),
            ),
            color=alt.Color(
                "series:N", scale=_scale([left.name, right.name], (DARK, LIGHT)), sort=None
            ),
        )
    )
    return bars, 16 * len(figure.labels)


_DRAWINGS: Mapping[FigureKind, Callable[[Figure], tuple[Layered, int]]] = {
    FigureKind.FAN: _fan,
    FigureKind.TORNADO: _tornado,
    FigureKind.BARS: _bars,
    FigureKind.LINES: _lines,
    FigureKind.PYRAMID: _pyramid,
}
