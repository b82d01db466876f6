"""Plain words of the studies' pages: what may be moved, how far a run is, what was believed and what came."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.projection.handles import Handle, Part
from ayni.web.alliances.words import clause_name


def part_name(part: Part) -> str:
    """Head a group of sliders."""
    return {
        Part.PRICE: _("El aporte"),
        Part.FUND: _("El fondo y los gastos"),
        Part.CARE: _("El costo de la atención"),
        Part.VALUE: _("El valor del dinero"),
        Part.BEHAVIOUR: _("Cómo se entra y cuándo se tiene derecho"),
    }[part]


def part_words(part: Part) -> str:
    """Say a sentence about a group of sliders."""
    return {
        Part.PRICE: "",
        Part.FUND: "",
        Part.CARE: _("Para probar: ¿y si la atención cuesta más, o un seguro toma los años malos?"),
        Part.VALUE: "",
        Part.BEHAVIOUR: _(
            "Esto cambia lo que hacen las familias. No se sabe al instante: pide un cálculo nuevo."
        ),
    }[part]


def handle_name(one: Handle) -> str:
    """Name a slider: a clause has its own name."""
    if one.clause is not None:
        return clause_name(one.clause)
    return {
        "state_pays": _("Lo que el Estado paga de verdad de su parte"),
        "opening_reserve": _("Reserva con que se empieza"),
        "administration": _("Gastos de administración, de los aportes"),
        "penalty": _("Recargo por pagar tarde"),
        "care_level": _("Precio de la atención, frente a lo supuesto"),
        "stop_ceded": _("Parte del exceso que toma el seguro de años malos"),
        "stop_from": _("Costo sobre aportes desde el que ese seguro paga"),
        "stop_price": _("Lo que cuesta ese seguro, de los aportes"),
        "discount": _("Interés con que se trae al presente"),
        "participation": _("Parte de las familias que entra al comienzo"),
    }[one.key]


def handle_hint(one: Handle, *, base: str) -> str:
    """Say where the study has it, and what it is when nothing is set."""
    if one.key == "discount":
        return _("En el estudio: %(base)s, o lo que rinda cada futuro.") % {"base": base}
    return _("En el estudio: %(base)s.") % {"base": base}


def kernel_name(kernel: str) -> str:
    """Name the way a run was computed."""
    return {"events": _("familia por familia"), "cohort": _("por promedios")}[kernel]
