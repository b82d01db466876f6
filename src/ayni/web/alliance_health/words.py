"""Words for what the rules of an agreement's life name by a code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.alliance.health import PaymentState, RosterState, TriggerKind

#: What became of a notice -> the sign that says so.
PAYMENT_SIGNS = {
    PaymentState.ON_TIME: "paid",
    PaymentState.LATE: "paid_late",
    PaymentState.PART: "part_paid",
    PaymentState.UNPAID: "unpaid",
    PaymentState.NOT_DUE: "due",
}


def roster_signs() -> dict[RosterState, tuple[str, str]]:
    """Give the sign of a month's roster and its words."""
    return {
        RosterState.OWN: ("done", _("Llegó a tiempo")),
        RosterState.CARRIED: ("waiting", _("Con la lista anterior")),
    }


def trigger_names() -> dict[TriggerKind, str]:
    """Name the limits of an agreement."""
    return {
        TriggerKind.MINIMUM_FAMILIES: _("Familias mínimas"),
        TriggerKind.MINIMUM_SHARE: _("Parte mínima de los socios"),
        TriggerKind.REVIEW_LOSS_RATIO: _("Costo de la atención sobre aportes que obliga a revisar"),
    }


def side_names() -> dict[str, str]:
    """Name the two sides."""
    return {"institution": _("La institución"), "association": _("La asociación")}
