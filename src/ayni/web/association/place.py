"""Where the secretary stands: the association of the mandate and the institution's business day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion
from ayni.core.actor import Actor
from ayni.cycle.law import law_of
from ayni.web.clock import today_in
from ayni.web.wording import Wording, wording_of


@dataclass(frozen=True, slots=True)
class Place:
    """The association of the page (the first mandate's) with its adhesions, and today there."""

    association: int
    today: date
    currency: str
    adhesions: tuple[Adhesion, ...]
    kind: str
    country: str

    @property
    def month(self) -> int:
        """Give the month of today."""
        return 12 * self.today.year + self.today.month - 1

    @property
    def wording(self) -> Wording:
        """Give the words of this kind of party."""
        return wording_of(self.kind)

    def adhesion(self, number: int) -> Adhesion:
        """Give one of the adhesions by its number; KeyError when it is not of this place."""
        return {one.id: one for one in self.adhesions}[number]


def place_of(actor: Actor) -> Place:
    """Find where the actor stands."""
    association = actor.associations[0]
    with acting(actor):
        institution = access.institution(actor=actor)
        found = alliances.adhesions(actor=actor)
        party = alliances.association(actor=actor, number=association)
    today = today_in(zone=institution.time_zone)
    own = [one for one in found if one.association == association]
    return Place(
        association=association,
        today=today,
        currency=institution.currency,
        # what stands today comes first: it is what a form proposes
        adhesions=tuple(sorted(own, key=lambda one: not one.in_force(today))),
        kind=party.kind if party else "",
        country=institution.country,
    )


def is_proposed(actor: Actor, *, place: Place) -> bool:
    """Tell whether what is owed here rests on a proposed model, and not on a law in force."""
    under = {one.agreement for one in place.adhesions}
    with acting(actor):
        found = [a for a in alliances.agreements(actor=actor) if a.id in under]
        bases = {law_of(actor=actor, version=a.version).scheme.rules.basis for a in found}
    return "model" in bases
