"""The signs of the visual language: each state has words, icon and tone, never colour alone."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.web.components import UnknownState

# fmt: off
ICONS = frozenset(
    {
        "check", "cross", "question", "half", "clock", "dot", "dash", "plan", "warn", "info",
        "person", "people", "family", "building", "home", "money", "bank", "file", "upload",
        "download", "print", "search", "menu", "sun", "moon", "globe", "exit", "right", "left",
        "down", "rise", "fall", "leaf", "shield", "calendar", "clinic", "list", "key", "lock",
        "scheme", "talk", "pen"
    }
)
# fmt: on


class Sign(NamedTuple):
    """How a state is told: words, icon, tone (good, warn, bad, info or quiet)."""

    label: str | Promise
    icon: str
    tone: str


STATES = {
    "covered": Sign(_("Cubierto"), "check", "good"),
    "not_covered": Sign(_("No cubierto"), "cross", "bad"),
    "no_rule": Sign(_("El seguro no lo dice"), "question", "warn"),
    "doubt": Sign(_("En duda"), "question", "warn"),
    "paid": Sign(_("Pagado"), "check", "good"),
    "paid_late": Sign(_("Pagado tarde"), "clock", "good"),
    "part_paid": Sign(_("Pagado en parte"), "half", "warn"),
    "unpaid": Sign(_("No pagado"), "cross", "bad"),
    "due": Sign(_("Por pagar"), "clock", "warn"),
    "future": Sign(_("Todavía no"), "dot", "quiet"),
    "in_plan": Sign(_("En plan de cuotas"), "plan", "info"),
    "none": Sign(_("Sin afiliación"), "dash", "quiet"),
    "outside": Sign(_("No se mira"), "dash", "quiet"),
    "in_force": Sign(_("Vigente"), "check", "good"),
    "proposed": Sign(_("Propuesto"), "scheme", "warn"),
    "repealed": Sign(_("Derogado"), "dash", "bad"),
    "unconfirmed": Sign(_("Vigencia sin confirmar"), "question", "quiet"),
    "verified": Sign(_("Verificado"), "check", "good"),
    "secondary": Sign(_("Fuente secundaria"), "info", "info"),
    "background": Sign(_("Sin verificar"), "question", "warn"),
    "ended": Sign(_("Terminado"), "dash", "quiet"),
    "soon": Sign(_("Vence pronto"), "clock", "warn"),
    "expired": Sign(_("Vencido"), "cross", "bad"),
    "missing": Sign(_("Falta"), "question", "bad"),
    "draft": Sign(_("Borrador"), "file", "quiet"),
    "negotiating": Sign(_("En negociación"), "talk", "info"),
    "abandoned": Sign(_("Sin acuerdo"), "cross", "quiet"),
    "signed": Sign(_("Firmado"), "pen", "info"),
    "amended": Sign(_("Vigente, enmendado"), "check", "good"),
    "renewed": Sign(_("Vigente, renovado"), "check", "good"),
    "suspended": Sign(_("Suspendido"), "half", "warn"),
    "terminating": Sign(_("Con preaviso de término"), "clock", "warn"),
    "overdue": Sign(_("Vencido"), "cross", "bad"),
    "checked": Sign(_("Revisado"), "list", "info"),
    "applied": Sign(_("Aplicado"), "check", "good"),
    "refused": Sign(_("Rechazado"), "cross", "bad"),
    "replaced": Sign(_("Reemplazado"), "dash", "quiet"),
    "sent": Sign(_("Enviado"), "right", "info"),
    "unallocated": Sign(_("Sin asignar"), "question", "warn"),
    "affiliated": Sign(_("Afiliado"), "check", "good"),
    "waiting": Sign(_("En espera"), "dot", "quiet"),
    "running": Sign(_("En curso"), "clock", "info"),
    "done": Sign(_("Listo"), "check", "good"),
    "failed": Sign(_("Falló"), "cross", "bad"),
    "error": Sign(_("Error"), "cross", "bad"),
    "notice": Sign(_("Aviso"), "info", "info"),
    "met": Sign(_("Se cumple"), "check", "good"),
    "unmet": Sign(_("No se cumple"), "cross", "bad"),
    "unknown": Sign(_("No se sabe"), "question", "warn"),
    "note": Sign(_("Nota"), "info", "info"),
    "example": Sign(_("De ejemplo"), "leaf", "quiet"),
    "commitment_open": Sign(_("Pendiente"), "dot", "info"),
    "commitment_due": Sign(_("Vence hoy"), "clock", "warn"),
    "commitment_overdue": Sign(_("Pasó su fecha"), "warn", "bad"),
    "commitment_done": Sign(_("Cumplido"), "check", "good"),
    "commitment_under_way": Sign(_("En curso"), "clock", "info"),
    "commitment_not_done": Sign(_("No se hizo"), "cross", "bad"),
    "commitment_another_form": Sign(_("Tomó otra forma"), "right", "info"),
    "dispute_open": Sign(_("Abierta"), "talk", "info"),
    "dispute_overdue": Sign(_("Fuera de plazo"), "warn", "bad"),
    "dispute_accepted": Sign(_("Aceptada"), "check", "good"),
    "dispute_partly": Sign(_("Aceptada en parte"), "half", "good"),
    "dispute_rejected": Sign(_("Rechazada"), "cross", "quiet"),
    "dispute_withdrawn": Sign(_("Retirada"), "dash", "quiet"),
}

#: The states a month of a strip may have, in the order of the legend.
STRIP_STATES = (
    "paid",
    "paid_late",
    "part_paid",
    "in_plan",
    "due",
    "unpaid",
    "future",
    "none",
    "outside",
)


def sign_of(state: str) -> Sign:
    """Give the sign of the state, or refuse: a state without a sign must not pass in silence."""
    try:
        return STATES[state]
    except KeyError:
        raise UnknownState(f"{state!r}: known are {', '.join(sorted(STATES))}") from None


def icon_of(name: str) -> str:
    """Give the icon's name back, or refuse one that the sprite does not hold."""
    if name not in ICONS:
        raise UnknownState(f"icon {name!r}: known are {', '.join(sorted(ICONS))}")
    return name
