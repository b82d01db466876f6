"""The clock of the pages: the business day is the institution's, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from ayni.apps.access import queries as access
from ayni.core.actor import Actor


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def now() -> datetime:
    """Give this moment."""
    return datetime.now(tz=UTC)


def moment(*, zone: str) -> datetime:
    """Give this moment as the clocks of a time zone show it."""
    return now().astimezone(_zone(zone))


def today_in(*, zone: str) -> date:
    """Give the day in a time zone."""
    return moment(zone=zone).date()


def today(*, actor: Actor) -> date:
    """Give the business day of the actor's institution."""
    return today_in(zone=access.time_zone(actor=actor))
