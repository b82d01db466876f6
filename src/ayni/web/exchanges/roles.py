"""Who reads the exchanges and who writes them down; the day of these pages."""

from __future__ import annotations

from datetime import date

from ayni.apps.alliance.exchange_actions import READERS, WRITERS
from ayni.core.actor import Actor
from ayni.web import clock

__all__ = ["READERS", "WRITERS", "business_day", "may_write"]


def business_day(actor: Actor) -> date:
    """Give the day of these pages."""
    return clock.today(actor=actor)


def may_write(actor: Actor) -> bool:
    """Tell whether the forms are for this person."""
    return actor.role in WRITERS
