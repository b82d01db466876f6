"""Cover of many persons under the law as it stood on each day: the condition and the season.

The answer for one person reads the law of the day of the event. So does this: the versions of an agreement
and the dated values of its parameters cut time into stretches, each with one condition and one season.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ayni.core.entitlement.season import in_season
from ayni.core.entitlement.spans import SPANS, cover_spans
from ayni.core.entitlement.window import WindowRule, compile_window, qualifying_on
from ayni.core.periods import Span
from ayni.core.scheme import ParameterMissing, Scheme, Terms
from ayni.core.scheme.rules import Season

_ALWAYS = Span(date.min, date.max)


@dataclass(frozen=True, slots=True)
class LawFrom:
    """The law of an agreement from a day on: a signed version."""

    starts: date
    scheme: Scheme
    terms: Terms


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days under one condition and one season; without a condition nobody is covered by paid months."""

    days: Span
    rule: WindowRule | None
    season: Season | None


def stretches_of(laws: Sequence[LawFrom]) -> tuple[Stretch, ...]:
    """Cut time by the versions of an agreement, the oldest first, and the values of their parameters.

    The first version also stands for the days before it, the last one for all that follow.
    """
    found: list[Stretch] = []
    for place, law in enumerate(laws):
        following = laws[place + 1].starts if place + 1 < len(laws) else None
        for day in _changes(law, until=following):
            rule, season = _condition(law, day=day), law.scheme.rules.entitlement.season
            if not found or (found[-1].rule, found[-1].season) != (rule, season):
                start = day if found else date.min
                if found:
                    before = found.pop()
                    found.append(Stretch(Span(before.days.start, day), before.rule, before.season))
                found.append(Stretch(Span(start, date.max), rule, season))
    return tuple(found)


def _changes(law: LawFrom, *, until: date | None) -> list[date]:
    rule = law.scheme.rules.entitlement.qualifying
    names = [name for name in (rule.window, rule.consecutive, rule.within) if name is not None]
    dated = {one.start for name in names for one in law.scheme.parameter(name).values}
    later = {day for day in dated if day > law.starts and (until is None or day < until)}
    return sorted({law.starts, *later})


def _condition(law: LawFrom, *, day: date) -> WindowRule | None:
    try:
        return compile_window(qualifying_on(law.scheme, day=day, terms=law.terms))
    except ParameterMissing:
        return None


def cover_under(credits: pl.DataFrame, *, stretches: Sequence[Stretch]) -> pl.DataFrame:
    """Give the spans of cover (``person, start, end``) from credited months, as ``cover_spans`` takes them.

    Cover is written as far as the windows reach after the last credited month.
    """
    parts = [pl.DataFrame(schema=SPANS)]
    known: dict[WindowRule, pl.DataFrame] = {}
    last = credits["month"].max() if credits.height else None
    for one in stretches:
        if one.rule is None or not isinstance(last, int):
            continue
        if one.rule not in known:
            until = last + one.rule.width + 1
            known[one.rule] = cover_spans(credits, rule=one.rule, until_month=until)
        parts.append(within_days(_seasonal(known[one.rule], season=one.season), days=one.days))
    return parts[1] if len(parts) == 2 else joined(pl.concat(parts))


def within_days(spans: pl.DataFrame, *, days: Span) -> pl.DataFrame:
    """Keep of each span the part within some days."""
    if days == _ALWAYS:
        return spans
    return spans.with_columns(
        pl.max_horizontal("start", pl.lit(days.start)).alias("start"),
        pl.min_horizontal("end", pl.lit(days.end or date.max)).alias("end"),
    ).filter(pl.col("start") < pl.col("end"))


def joined(spans: pl.DataFrame) -> pl.DataFrame:
    """Join spans of a person that touch; sorted. The spans given do not overlap."""
    ordered = spans.sort("person", "start")
    touches = (pl.col("start") == pl.col("end").shift(1)) & (
        pl.col("person") == pl.col("person").shift(1)
    )
    return (
        ordered.with_columns((~touches.fill_null(value=False)).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(pl.col("person").first(), pl.col("start").first(), pl.col("end").last())
        .select(SPANS.names())
    )


def _seasonal(spans: pl.DataFrame, *, season: Season | None) -> pl.DataFrame:
    """Keep of each span the parts within the season."""
    first, last = spans["start"].min(), spans["end"].max()
    if season is None or not isinstance(first, date) or not isinstance(last, date):
        return spans
    open_days = in_season(season, days=Span(first, last + timedelta(days=1)))
    parts = [within_days(spans, days=days) for days in open_days]
    return joined(pl.concat([pl.DataFrame(schema=SPANS), *parts]))
