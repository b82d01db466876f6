"""The business day of whoever asks: his institution's."""

from __future__ import annotations

from datetime import date

from ayni.core.actor import Actor
from ayni.web.clock import today


def day_of(actor: Actor) -> date:
    """Give today where the actor's institution is."""
    return today(actor=actor)
