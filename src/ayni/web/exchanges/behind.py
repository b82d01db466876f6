"""Where an agreement comes from, for the agreement's own page: ``ayni/exchanges/of_agreement.html``."""

from __future__ import annotations

from ayni.core.actor import Actor
from ayni.cycle import exchanges as cycle
from ayni.web.exchanges.telling import ShownExchange, shown_exchange


def exchanges_of_agreement(*, actor: Actor, agreement: int) -> list[ShownExchange]:
    """List the exchanges behind an agreement, oldest first, as that partial takes them (``exchanges``)."""
    found = cycle.exchanges_of_agreement(actor=actor, agreement=agreement)
    return [shown_exchange(one, there=()) for one in found]
