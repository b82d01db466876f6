"""Who reads the exchanges and who writes them down; the day of these pages."""

from __future__ import annotations

from datetime import date

from ayni.apps.alliance.exchange_actions import READERS, WRITERS
from ayni.core.actor import Actor
from ayni.cycle.exchanges import LINKERS
from ayni.cycle.studying import READS
from ayni.web import clock

__all__ = ["LINKERS", "READERS", "WRITERS", "business_day", "may_link", "may_open", "may_write"]


def business_day(actor: Actor) -> date:
    """Give the day of these pages."""
    return clock.today(actor=actor)


def may_write(actor: Actor) -> bool:
    """Tell whether the forms are for this person."""
    return actor.role in WRITERS


def may_link(actor: Actor) -> bool:
    """Tell whether this person lets an exchange name a study kept here."""
    return actor.role in LINKERS


def may_open(actor: Actor) -> bool:
    """Tell whether this person reads studies; the others see their names."""
    return actor.role in READS
