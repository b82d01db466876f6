"""The clock of the pages: the business day is the institution's."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def moment(*, zone: str) -> datetime:
    """Give now, in a time zone."""
    return datetime.now(tz=_zone(zone))


def today(*, zone: str = "America/Lima") -> date:
    """Give the business day in a time zone."""
    return moment(zone=zone).date()
