"""Whom the demo asks about."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor


class NobodyAffiliated(LookupError):
    """An adhesion without an insured person on the day."""


def insured_number(*, actor: Actor, code: str, day: date) -> str:
    """Give the document number of the first insured person, by name, of an adhesion."""
    with acting(actor.because("elegir a quien preguntar")):
        adhesion = alliances.adhesion_of(actor=actor, code=code)
        found = affiliations.insured_persons(
            actor=actor, association=adhesion.association, day=day, limit=1
        )
    if not found or found[0].number is None:
        raise NobodyAffiliated(code)
    return found[0].number
