"""Plain words of the studies' pages: what may be moved, how far a run is, what was believed and what came."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.projection.handle_words import handle_text
from ayni.core.projection.handles import Handle, Part
from ayni.web.backoffice import texts


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
    if one.key == "participation":
        return _("Parte de las familias que entra al comienzo")
    return handle_text(one, language=texts.language())


def handle_hint(one: Handle, *, base: str) -> str:
    """Say where the study has it, and what it is when nothing is set."""
    if one.key == "discount":
        return _("En el estudio: %(base)s, o lo que rinda cada futuro.") % {"base": base}
    return _("En el estudio: %(base)s.") % {"base": base}


def kernel_name(kernel: str) -> str:
    """Name the way a run was computed."""
    return {"events": _("familia por familia"), "cohort": _("por promedios")}[kernel]
