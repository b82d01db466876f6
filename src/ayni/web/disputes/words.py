"""Words for what the rules of disputes name by a code."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.complaint.actions import Subject
from ayni.apps.complaint.queries import Dispute
from ayni.core.actor import NotAllowed
from ayni.core.complaint.disputes import (
    About,
    DisputeClosed,
    NotTheirStep,
    SamePerson,
    Side,
    State,
    Step,
)
from ayni.cycle.disputes import WordsNeeded
from ayni.web.backoffice import texts

#: Where a dispute stands -> the sign that says so.
SIGNS = {
    State.OPEN: "dispute_open",
    State.ACCEPTED: "dispute_accepted",
    State.PARTLY_ACCEPTED: "dispute_partly",
    State.REJECTED: "dispute_rejected",
    State.WITHDRAWN: "dispute_withdrawn",
}


def about_words(found: Dispute | Subject) -> str:
    """Name what is disputed by its public number or words."""
    month = "" if found.month is None else texts.month(found.month)
    said = {"about": found.about, "month": month}
    return {
        About.AGREEMENT: _("El convenio %(about)s"),
        About.NOTICE: _("Aviso %(about)s, de %(month)s"),
        About.ROSTER: _("Nómina n.º %(about)s, de %(month)s"),
        About.MONTH: _("El mes de %(month)s"),
        About.OBLIGATION: _("Compromiso: %(about)s"),
    }[found.kind] % said


def group_names() -> dict[About, str]:
    """Name the kinds of things that may be disputed, as a list to choose from groups them."""
    return {
        About.AGREEMENT: _("Convenio"),
        About.NOTICE: _("Avisos de cobro"),
        About.ROSTER: _("Nóminas"),
        About.MONTH: _("Meses"),
        About.OBLIGATION: _("Compromisos"),
    }


def side_name(side: Side) -> str:
    """Name a side."""
    return {
        Side.INSTITUTION: _("La institución"),
        Side.ASSOCIATION: _("La asociación"),
    }[side]


def step_name(step: Step) -> str:
    """Say what somebody did."""
    return {
        Step.SAY: _("Escribió"),
        Step.ACCEPT: _("Aceptó"),
        Step.ACCEPT_PARTLY: _("Aceptó en parte"),
        Step.REJECT: _("Rechazó"),
        Step.WITHDRAW: _("Retiró la controversia"),
    }[step]


def decision_names() -> dict[Step, str]:
    """Name the decisions to choose from."""
    return {
        Step.ACCEPT: _("Aceptar"),
        Step.ACCEPT_PARTLY: _("Aceptar en parte"),
        Step.REJECT: _("Rechazar"),
    }


def done_words(step: Step) -> str:
    """Tell that a step was taken."""
    if step is Step.SAY:
        return _("Su mensaje quedó escrito.")
    if step is Step.WITHDRAW:
        return _("La controversia quedó retirada.")
    return _("La decisión quedó escrita y la controversia cerrada.")


_REFUSED: dict[type[Exception], Callable[[], str]] = {
    MovedOn: lambda: _(
        "Mientras usted escribía, alguien más respondió: lea lo nuevo y decida otra vez."
    ),
    DisputeClosed: lambda: _("Esta controversia ya está cerrada."),
    NotTheirStep: lambda: _("Ese paso le toca a la otra parte."),
    SamePerson: lambda: _("Quien abrió una controversia no la decide. Debe hacerlo otra persona."),
    WordsNeeded: lambda: _("Escriba el texto: la otra parte debe poder leerlo."),
    NotAllowed: lambda: _("Su cuenta no puede hacer esto."),
}
REFUSED = tuple(_REFUSED)
#: What each refusal is to whoever asked over the web; the rest are words to mend (422).
STATUS = {MovedOn: 409, NotTheirStep: 403, SamePerson: 403, NotAllowed: 403}


def refusal_text(error: Exception) -> str:
    """Say why a step was refused."""
    return _REFUSED[type(error)]()
