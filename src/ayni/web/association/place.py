"""Where the secretary stands: the association of the mandate and the institution's business day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion
from ayni.core.actor import Actor
from ayni.web.clock import today_in


@dataclass(frozen=True, slots=True)
class Place:
    """The association of the page (the first mandate's) with its adhesions, and today there."""

    association: int
    today: date
    currency: str
    adhesions: tuple[Adhesion, ...]

    @property
    def month(self) -> int:
        """Give the month of today."""
        return 12 * self.today.year + self.today.month - 1

    def adhesion(self, number: int) -> Adhesion:
        """Give one of the adhesions by its number; KeyError when it is not of this place."""
        return {one.id: one for one in self.adhesions}[number]


def place_of(actor: Actor) -> Place:
    """Find where the actor stands."""
    association = actor.associations[0]
    with acting(actor):
        institution = access.institution(actor=actor)
        found = alliances.adhesions(actor=actor)
    return Place(
        association=association,
        today=today_in(zone=institution.time_zone),
        currency=institution.currency,
        adhesions=tuple(one for one in found if one.association == association),
    )
