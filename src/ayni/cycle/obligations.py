"""What each side of an agreement owes besides money: written by the institution, marked as met by either."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance.negotiation_actions import Side
from ayni.apps.alliance.negotiation_queries import Obligation
from ayni.core.actor import Actor
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES


class UnknownObligation(LookupError):
    """No such agreement or obligation is the actor's to see."""


class MetBeforehand(ValueError):
    """A day of fulfilment that has not come yet."""


def oblige(*, actor: Actor, agreement: int, side: Side, what: str, due_on: date) -> None:
    """Write what a side of an agreement owes and by when; said twice it stands once."""
    actor.require(*WRITES, *APPROVES)
    with acting(actor.because("anotar una obligación del convenio")) as runner:
        found = agreements.heads(actor=runner, number=agreement)
        if not found:
            raise UnknownObligation(f"agreement {agreement}")
        tables.oblige(
            actor=runner,
            agreement=agreement,
            association=found[0].association,
            side=side,
            what=what.strip(),
            due_on=due_on,
        )


def fulfil(
    *, actor: Actor, agreement: int, obligation: int, day: date, today: date, note: str
) -> bool:
    """Mark an obligation as met on a day; False when somebody did so before.

    The institution may mark any; an association's representative those of his own agreement.
    """
    actor.require(*WRITES, *APPROVES, *SPEAKS)
    if day > today:
        raise MetBeforehand(str(day))
    with acting(actor.because("anotar una obligación cumplida")) as runner:
        found = _of(runner, agreement=agreement, obligation=obligation)
        return tables.fulfil(
            actor=runner,
            obligation=obligation,
            association=found.association,
            day=day,
            note=note.strip(),
        )


def _of(actor: Actor, *, agreement: int, obligation: int) -> Obligation:
    for one in negotiations.obligations(actor=actor, agreement=agreement):
        if one.id == obligation:
            return one
    raise UnknownObligation(f"obligation {obligation}")
