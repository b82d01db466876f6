"""Season: cover in some months of the year only."""

from __future__ import annotations

from ayni.core.scheme.rules import Season


def season_end(season: Season, *, month: int) -> int | None:
    """Give the last month of the season that holds a month, or nothing outside the season.

    A season may run over the new year: from November to March.
    """
    length = (season.last_month - season.first_month) % 12 + 1
    place = (month % 12 + 1 - season.first_month) % 12
    return None if place >= length else month + length - 1 - place
