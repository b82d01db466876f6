"""Spans of cover from credited months, for many persons at once.

Cover can change only on the first day of a month (the window moves) and on a day from which a
credited month counts (a late payment arrives). Every such day of every person is evaluated with the
window rule; runs of covered days become half-open spans. The order of the credits does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.core.entitlement.window import WindowRule
from ayni.core.periods import first_day

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)
_NEVER = np.iinfo(np.int64).max
#: Half-open, merged and sorted.
SPANS = pl.Schema({"person": pl.Int64, "start": pl.Date, "end": pl.Date})


class IncompleteCredits(ValueError):
    """Credits with a missing person, month or day."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Persons x months: the day from which each month counts, ``_NEVER`` where it is not paid.

    Column ``c`` is month ``first + c``; the ``width`` first columns lie before any credit, and the
    last is ``until``. The newest month of a window stands ``lag`` columns before that of the day.
    """

    counts: Ints
    first: int
    width: int
    lag: int
    credits: tuple[Ints, Ints]


def cover_spans(credits: pl.DataFrame, *, rule: WindowRule, until_month: int) -> pl.DataFrame:
    """Give the spans in which the qualifying condition holds, up to the end of ``until_month``.

    Takes ``person`` (int), ``month`` (int of ``core.periods``), ``counts_from`` (date); a month
    paid twice counts from the earlier day. Gives ``person``, ``start``, ``end``: half-open, merged,
    sorted.
    """
    if credits.select("person", "month", "counts_from").null_count().sum_horizontal().item():
        raise IncompleteCredits("a credit needs person, month and counts_from")
    kept = _earliest(credits, lag=rule.lag, until_month=until_month)
    if kept.is_empty():
        return pl.DataFrame(schema=SPANS)
    persons, places = np.unique(kept["person"].to_numpy(), return_inverse=True)
    grid = _grid(kept, places=places, persons=len(persons), rule=rule, until=until_month)
    where, days, covered = _points(grid, rule=rule)
    end = _ordinal(until_month + 1)
    return _runs(persons, where=where, days=days, covered=covered, end=end)


def _earliest(credits: pl.DataFrame, *, lag: int, until_month: int) -> pl.DataFrame:
    """Keep the first day of each month that a window can hold, and that counts in time."""
    day = pl.col("counts_from").cast(pl.Date).to_physical().cast(pl.Int64)
    return (
        credits.select(pl.col("person").cast(pl.Int64), pl.col("month").cast(pl.Int64), day)
        .filter(pl.col("month") <= until_month - lag)
        .filter(pl.col("counts_from") < _ordinal(until_month + 1))
        .group_by("person", "month")
        .agg(pl.col("counts_from").min())
    )


def _grid(kept: pl.DataFrame, *, places: Ints, persons: int, rule: WindowRule, until: int) -> _Grid:
    month = kept["month"].to_numpy()
    first = int(month.min()) - rule.width
    days = kept["counts_from"].to_numpy()
    counts = np.full((persons, until - first + 1), _NEVER, dtype=np.int64)
    counts[places, month - first] = days
    return _Grid(counts, first, rule.width, rule.lag, (places, days))


def _points(grid: _Grid, *, rule: WindowRule) -> tuple[Ints, Ints, Bools]:
    """Evaluate all days on which cover can change: person places, days, covered."""
    starts = _month_starts(grid)
    covered = rule.evaluate(_start_windows(grid, starts=starts))
    shape = covered.shape
    where = np.repeat(np.arange(shape[0], dtype=np.int64), shape[1])
    days = np.tile(starts, shape[0])
    late_where, late_days, late_windows = _late_windows(grid)
    return (
        np.concatenate([where, late_where]),
        np.concatenate([days, late_days]),
        np.concatenate([covered.ravel(), rule.evaluate(late_windows)]),
    )


def _month_starts(grid: _Grid) -> Ints:
    """Give the first day of each month from the first that has a whole window in the grid."""
    months = range(grid.first + grid.width, grid.first + grid.counts.shape[1])
    return np.array([_ordinal(month) for month in months], dtype=np.int64)


def _start_windows(grid: _Grid, *, starts: Ints) -> Ints:
    width, months = grid.width, len(starts)
    windows = np.zeros((grid.counts.shape[0], months), dtype=np.int64)
    for back in range(width):
        oldest = width - grid.lag - back
        seen = grid.counts[:, oldest : oldest + months]
        windows |= (seen <= starts).astype(np.int64) << back
    return windows


def _late_windows(grid: _Grid) -> tuple[Ints, Ints, Ints]:
    """Evaluate the days inside a month on which a credit begins to count."""
    places, days = grid.credits
    column = _month_of_ordinals(days) - grid.first
    inside = (column >= grid.width) & (column < grid.counts.shape[1])
    places, days, column = places[inside], days[inside], column[inside]
    windows = np.zeros(days.shape, dtype=np.int64)
    for back in range(grid.width):
        seen = grid.counts[places, column - grid.lag - back]
        windows |= (seen <= days).astype(np.int64) << back
    return places, days, windows


def _runs(persons: Ints, *, where: Ints, days: Ints, covered: Bools, end: int) -> pl.DataFrame:
    order = np.lexsort((days, where))
    where, days, covered = where[order], days[order], covered[order]
    new_person = np.r_[True, where[1:] != where[:-1]]
    before = np.r_[False, covered[:-1]] & ~new_person
    opens = covered & ~before
    after = np.r_[covered[1:], False] & ~np.r_[new_person[1:], True]
    closes = np.flatnonzero(covered & ~after)
    last = np.r_[new_person[1:], True][closes]
    ends = np.where(last, end, days[np.minimum(closes + 1, len(days) - 1)])
    frame = {
        "person": persons[where[opens]],
        "start": days[opens].astype(np.int32),
        "end": ends.astype(np.int32),
    }
    return pl.DataFrame(frame).cast(SPANS)


def _ordinal(month: int) -> int:
    return (first_day(month) - _EPOCH).days


def _month_of_ordinals(days: Ints) -> Ints:
    """Number the months of days since 1970, as ``core.periods`` does."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 12 * 1970
