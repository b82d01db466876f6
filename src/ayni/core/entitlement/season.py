"""Season: cover in some months of the year only."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.core.periods import Span, first_day, month_of
from ayni.core.scheme.rules import Season


def season_end(season: Season, *, month: int) -> int | None:
    """Give the last month of the season that holds a month, or nothing outside the season.

    A season may run over the new year: from November to March.
    """
    length = (season.last_month - season.first_month) % 12 + 1
    place = (month % 12 + 1 - season.first_month) % 12
    return None if place >= length else month + length - 1 - place


def in_season(season: Season, *, days: Span) -> Iterator[Span]:
    """Give the parts of some days (with an end) that lie in the season, season by season."""
    start = days.start
    while days.end is not None and start < days.end:
        last = season_end(season, month=month_of(start))
        if last is None:
            start = first_day(month_of(start) + 1)
        else:
            end = min(days.end, first_day(last + 1))
            yield Span(start, end)
            start = end
