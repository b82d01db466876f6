"""What insured persons keep when their agreement ends: cover after leaving, months in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ayni.core.entitlement.latency import LatencyGiven, NoLatency, latency_ends, latency_of
from ayni.core.periods import month_of
from ayni.core.scheme import ParameterMissing, Scheme, Terms, read


@dataclass(frozen=True, slots=True)
class Latency:
    """Cover after leaving, by the months contributed within the window before the end.

    ``window`` is none where the scheme gives no cover after leaving, or nobody found its rule.
    """

    window: int | None
    by_months: tuple[LatencyGiven, ...]


#: Per insured person: months credited in all, within the window, months of cover after leaving, its last day.
KEPT = {
    "person": pl.Int64,
    "credited": pl.Int32,
    "contributed": pl.Int32,
    "latency": pl.Int32,
    "last_day": pl.Date,
}


def latency_on(scheme: Scheme, *, ended: date, terms: Terms | None) -> Latency:
    """Read the whole table of cover after leaving, for whoever leaves on a day."""
    rule = scheme.rules.entitlement.latency
    if rule is None:
        return Latency(None, ())
    try:
        window = read(scheme, name=rule.window, day=ended, terms=terms).number
        given = [
            latency_of(scheme, contributed=count, day=ended, terms=terms)
            for count in range(window + 1)
        ]
    except (NoLatency, ParameterMissing):
        return Latency(None, ())
    return Latency(window, tuple(given))


def kept_after(
    latency: Latency, *, ended: date, persons: list[int], months: pl.DataFrame
) -> pl.DataFrame:
    """Give ``KEPT`` for insured persons from the months in force (``person, month``).

    ``ended`` is the first day without the agreement; the month of the day before is the window's last. Without
    cover after leaving the last day is that of the agreement itself.
    """
    last = month_of(ended - timedelta(days=1))
    first = last + 1 if latency.window is None else last - latency.window + 1
    counted = (
        months.unique(["person", "month"])
        .group_by("person")
        .agg(
            credited=pl.len().cast(pl.Int32),
            contributed=pl.col("month").is_between(first, last).sum().cast(pl.Int32),
        )
    )
    table = pl.DataFrame(
        {
            "contributed": [one.contributed for one in latency.by_months],
            "latency": [one.months for one in latency.by_months],
            "last_day": [latency_ends(ended, months=one.months) for one in latency.by_months],
        },
        schema={name: KEPT[name] for name in ("contributed", "latency", "last_day")},
    )
    return (
        pl.DataFrame({"person": persons}, schema={"person": pl.Int64})
        .join(counted, on="person", how="left")
        .with_columns(pl.col("credited", "contributed").fill_null(0))
        .join(table, on="contributed", how="left")
        .with_columns(
            pl.col("latency").fill_null(0),
            pl.col("last_day").fill_null(ended - timedelta(days=1)),
        )
        .select(list(KEPT))
        .sort("person")
    )
