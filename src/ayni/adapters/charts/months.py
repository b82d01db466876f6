"""The programme by month: money due and paid, people covered, money beside the cost of care."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import altair as alt

from ayni.adapters.charts.drawing import AMBER, GREEN, Chart, drawn
from ayni.adapters.charts.words import month_label, words_for
from ayni.core.money import SYMBOLS, divide_half_up, minor_digits, money_text

#: Cost of care in céntimos per insured person and year: EsSalud's budget of 2020 over its insured,
#: S/ 12,000 M / 11.8 M = about S/ 1,017 (domain.md section 4, derived).
COST_PER_INSURED_YEAR = 101_700


class NothingToDraw(ValueError):
    """A chart without a month: the page says so in words instead."""


class UnequalColumns(ValueError):
    """Columns of different lengths: some month has no figure."""


def bars_by_month(
    *,
    months: Sequence[int],
    due: Sequence[int],
    paid: Sequence[int],
    currency: str,
    language: str = "es",
) -> Chart:
    """Draw what was due and what was paid, month by month, in minor units."""
    words = words_for(language)
    _check(months, due, paid)
    summary = words["bars_say"].format(share=_percent(sum(paid), of=sum(due)))
    return _money_bars(
        months,
        columns=((words["due"], due), (words["paid"], paid)),
        colours=(AMBER, GREEN),
        currency=currency,
        title=words["bars_title"],
        summary=summary,
        language=language,
    )


def money_beside_cost(
    *,
    months: Sequence[int],
    collected: Sequence[int],
    insured: Sequence[int],
    cost_per_insured_year: int,
    currency: str,
    language: str = "es",
) -> Chart:
    """Draw money collected beside the expected cost of care for the insured persons of each month.

    ``insured`` counts persons; the month's cost is a twelfth of ``cost_per_insured_year`` (minor
    units) for each, so that nobody reads the programme as paying for itself.
    """
    words = words_for(language)
    _check(months, collected, insured)
    cost = [divide_half_up(cost_per_insured_year * count, 12) for count in insured]
    summary = words["cost_say"].format(
        share=_percent(sum(collected), of=sum(cost)),
        cost=money_text(cost_per_insured_year, currency=currency),
    )
    return _money_bars(
        months,
        columns=((words["collected"], collected), (words["cost"], cost)),
        colours=(GREEN, AMBER),
        currency=currency,
        title=words["cost_title"],
        summary=summary,
        language=language,
    )


def line_covered(
    *,
    months: Sequence[int],
    covered: Sequence[int],
    affiliated: Sequence[int],
    language: str = "es",
) -> Chart:
    """Draw persons covered as a filled line below the dashed line of persons affiliated."""
    words = words_for(language)
    _check(months, covered, affiliated)
    labels = [month_label(month, language=language) for month in months]
    data = _long(labels, ((words["covered"], covered), (words["affiliated"], affiliated)))
    series = [words["affiliated"], words["covered"]]
    colour = alt.Color("series:N", scale=alt.Scale(domain=series, range=[AMBER, GREEN]))
    x = alt.X("label:N", sort=labels, title=None)
    y = alt.Y("value:Q", title=words["persons"], axis=alt.Axis(format=",d", tickCount=5))
    base = alt.Chart(alt.InlineData(values=data)).encode(x=x, y=y)
    area = base.transform_filter(alt.datum.series == words["covered"]).mark_area(
        color=GREEN, opacity=0.16
    )
    line = base.mark_line(strokeWidth=2.5, point={"size": 46, "filled": True}).encode(color=colour)
    return drawn(
        cast(alt.LayerChart, alt.layer(area, line)),
        title=words["covered_title"],
        summary=words["covered_say"].format(
            month=labels[-1], covered=f"{covered[-1]:,}", affiliated=f"{affiliated[-1]:,}"
        ),
        head=(words["month"], words["covered"], words["affiliated"]),
        rows=tuple(
            (label, f"{one:,}", f"{other:,}")
            for label, one, other in zip(labels, covered, affiliated, strict=True)
        ),
    )


def _money_bars(
    months: Sequence[int],
    *,
    columns: tuple[tuple[str, Sequence[int]], tuple[str, Sequence[int]]],
    colours: tuple[str, str],
    currency: str,
    title: str,
    summary: str,
    language: str,
) -> Chart:
    labels = [month_label(month, language=language) for month in months]
    series = [name for name, _ in columns]
    largest = max(max(values) for _, values in columns)
    colour = alt.Color("series:N", scale=alt.Scale(domain=series, range=list(colours)))
    chart = (
        alt.Chart(alt.InlineData(values=_long(labels, columns)))
        .mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
        .encode(
            x=alt.X("label:N", sort=labels, title=None, scale=alt.Scale(paddingInner=0.28)),
            xOffset=alt.XOffset("series:N", sort=series),
            y=_money_axis(largest, currency=currency, language=language),
            color=colour,
        )
    )
    first, second = (
        [money_text(one, currency=currency) for one in values] for _, values in columns
    )
    return drawn(
        chart,
        title=title,
        summary=summary,
        head=(words_for(language)["month"], *series),
        rows=tuple(zip(labels, first, second, strict=True)),
    )


def _money_axis(largest: int, *, currency: str, language: str) -> alt.Y:
    """Label minor units as whole ones, or as thousands where they are many."""
    unit, divisor = SYMBOLS.get(currency, currency), 10 ** minor_digits(currency)
    if largest >= 100_000 * divisor:
        unit, divisor = words_for(language)["thousands"].format(unit=unit), 1000 * divisor
    axis = alt.Axis(labelExpr=f"format(datum.value / {divisor}, ',.0f')", tickCount=5)
    return alt.Y("value:Q", title=unit, axis=axis)


def _long(
    labels: Sequence[str], columns: Sequence[tuple[str, Sequence[int]]]
) -> list[dict[str, str | int]]:
    return [
        {"label": label, "series": name, "value": int(value)}
        for name, values in columns
        for label, value in zip(labels, values, strict=True)
    ]


def _percent(part: int, *, of: int) -> int:
    """Give whole percents, half up; nothing of nothing is nought."""
    return divide_half_up(100 * part, of) if of > 0 else 0


def _check(months: Sequence[int], *columns: Sequence[int]) -> None:
    if not months:
        raise NothingToDraw("no month to draw")
    if any(len(column) != len(months) for column in columns):
        lengths = ", ".join(str(len(column)) for column in columns)
        raise UnequalColumns(f"{len(months)} months, but columns of {lengths}")
