"""What agreements and their table are called, and why something was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.life_actions import AdhesionOver, MovedOn
from ayni.apps.alliance.negotiation_actions import (
    CodeTaken,
    NotConsented,
    SamePerson,
    StillNegotiating,
    TableClosed,
)
from ayni.core.actor import NotAllowed
from ayni.core.alliance.clauses import Clause, ClauseKind, Value
from ayni.core.alliance.life import NoSuchStep, Step, StepTooEarly, TermBeyondLaw
from ayni.core.periods import month_number
from ayni.core.scheme import ParameterMissing, Standing
from ayni.core.scheme.terms import TermsRefused
from ayni.cycle.agreement_life import ReasonNeeded
from ayni.cycle.negotiating import NothingProposed
from ayni.cycle.obligations import MetBeforehand
from ayni.web.backoffice import texts
from ayni.web.schemes.values import Known, known, value_text

_SOME_YEAR = 2024


def step_name(step: Step) -> str:
    """Name what happened."""
    return {
        Step.DRAFT: _("Se escribió el borrador"),
        Step.OPEN: _("Se invitó a negociar"),
        Step.SIGN: _("Se firmó"),
        Step.ABANDON: _("Se dejó sin acuerdo"),
        Step.BEGIN: _("Entró en vigor"),
        Step.AMEND: _("Se enmendó"),
        Step.RENEW: _("Se renovó"),
        Step.SUSPEND: _("Se suspendió"),
        Step.RESUME: _("Se reanudó"),
        Step.GIVE_NOTICE: _("Se dio preaviso de término"),
        Step.WITHDRAW_NOTICE: _("Se retiró el preaviso"),
        Step.EXPIRE: _("Se cumplió su plazo"),
        Step.END: _("Terminó por el preaviso"),
    }[step]


def due_name(step: Step) -> str:
    """Name what will happen by itself."""
    return {
        Step.BEGIN: _("Entrará en vigor"),
        Step.EXPIRE: _("Se cumplirá su plazo"),
        Step.END: _("Terminará por el preaviso"),
    }[step]


def purpose_name(purpose: str) -> str:
    """Name what is negotiated."""
    return {
        "first": _("primer convenio"),
        "amendment": _("enmienda"),
        "renewal": _("renovación"),
    }[purpose]


def side_name(side: str) -> str:
    """Name a side of the table."""
    return {
        "institution": _("Institución"),
        "association": _("Asociación"),
        "observer": _("Observación"),
    }[side]


def paper_name(kind: str) -> str:
    """Name a paper of a version."""
    return {
        "text_es": _("Texto del convenio en español"),
        "text_en": _("Texto del convenio en inglés"),
        "text_pt": _("Texto del convenio en portugués"),
        "signed_scan": _("Copia firmada"),
    }[kind]


def clause_name(clause: Clause) -> str:
    """Name a clause in the reader's language."""
    return clause.name.in_language(texts.language())


def calendar_name(choice: str) -> str:
    """Name a payment calendar."""
    return {"monthly": _("mensual"), "harvest": _("en la cosecha")}[choice]


def part_name(rule: str) -> str:
    """Name a rule of part payment."""
    return {
        "whole_families_in_roster_order": _("familias enteras, en el orden de la nómina"),
        "pro_rata": _("en proporción entre todas; nadie tiene el mes hasta que se paga entero"),
    }[rule]


def choice_name(clause: Clause, choice: str) -> str:
    """Name one of a clause's choices."""
    return calendar_name(choice) if clause.kind is ClauseKind.CALENDAR else part_name(choice)


def month_of_year(month: int) -> str:
    """Name a calendar month briefly."""
    return texts.short_month(month_number(year=_SOME_YEAR, month=month))


def value_words(clause: Clause, value: Value) -> str:
    """Write what a clause says, for people."""
    if value is None:
        return _("sin fijar")
    if clause.kind.chosen:
        return choice_name(clause, str(value))
    if isinstance(value, tuple):
        return (
            _("todos los meses")
            if len(value) == 12
            else ", ".join(month_of_year(one) for one in value)
        )
    return value_text(value, unit=clause.unit)


def left_words(clauses: Sequence[Clause], left: Sequence[str]) -> str:
    """Name the clauses that are left to each adhesion."""
    return ", ".join(clause_name(one) for one in clauses if one.key in left)


def said_own(values: Sequence[tuple[Clause, Value]]) -> tuple[tuple[str, str], ...]:
    """Write an adhesion's own terms clause by clause: the name and what it says."""
    return tuple((clause_name(one), value_words(one, value)) for one, value in values)


def common_known(clauses: Sequence[Clause]) -> Known | None:
    """Give how far all clauses are known, when that is the same of all and less than sure: said once."""
    standings = {one.standing for one in clauses}
    if len(clauses) < 2 or len(standings) > 1 or standings == {Standing.VERIFIED}:
        return None
    return known(clauses[0].standing)


_TEXTS: dict[type[Exception], Callable[[], str]] = {
    MovedOn: lambda: _(
        "Mientras usted decidía, otra persona hizo algo: mire qué pasó y decida otra vez."
    ),
    TableClosed: lambda: _("Esta negociación ya se cerró."),
    SamePerson: lambda: _(
        "Quien escribió una propuesta no la aprueba, y nadie da conformidad por los dos lados."
        " Debe hacerlo otra persona."
    ),
    NotConsented: lambda: _("Falta la conformidad de un lado: todavía no se puede firmar."),
    CodeTaken: lambda: _("Otro convenio ya tiene ese código. Escriba otro."),
    StillNegotiating: lambda: _(
        "Este convenio ya tiene una negociación abierta. Ciérrela primero."
    ),
    NoSuchStep: lambda: _("Ese paso no cabe desde donde está el convenio."),
    StepTooEarly: lambda: _("Ese día es anterior al último paso del convenio."),
    TermBeyondLaw: lambda: _("Dura más de lo que el esquema permite, o termina antes de empezar."),
    ReasonNeeded: lambda: _("Escriba el motivo: la otra parte debe poder leerlo."),
    AdhesionOver: lambda: _("Esa adhesión ya terminó, o terminaría antes de empezar."),
    NothingProposed: lambda: _(
        "Esa propuesta ya no está, o ese convenio no tiene versión firmada."
    ),
    NotAllowed: lambda: _("Su cuenta no puede hacer esto."),
    UnknownAgreement: lambda: _("El convenio no rige ese día."),
    MetBeforehand: lambda: _("Ese día todavía no llega."),
    TermsRefused: lambda: _("La ley ya no deja fijar estos términos ese día: propónganse otros."),
    ParameterMissing: lambda: _("El esquema no tiene todos sus valores para esa fecha."),
}
#: What a person may be told in words; anything else is a fault of ours.
REFUSED = tuple(_TEXTS)


def refusal_text(error: Exception) -> str:
    """Say why something was refused."""
    return next(text() for kind, text in _TEXTS.items() if isinstance(error, kind))
