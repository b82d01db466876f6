"""The clock of the API: the business day is the institution's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def now() -> datetime:
    """Give this moment."""
    return datetime.now(tz=UTC)


def today(*, zone: str) -> date:
    """Give the business day in a time zone."""
    return now().astimezone(_zone(zone)).date()
