"""Words of the schemes' pages for what the files name by a code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.money import SYMBOLS
from ayni.core.scheme.words import unit_text
from ayni.web.backoffice import texts


def capital(name: str) -> str:
    """Write a name with a capital, as a label begins."""
    return name[:1].upper() + name[1:]


def money_name(currency: str) -> str:
    """Name a money by its sign; one without a sign has its code."""
    return SYMBOLS.get(currency, currency)


def country_name(code: str) -> str:
    """Name a country; one we have no name for keeps its code."""
    return {
        "AR": _("Argentina"),
        "BO": _("Bolivia"),
        "BR": _("Brasil"),
        "CL": _("Chile"),
        "CO": _("Colombia"),
        "CR": _("Costa Rica"),
        "EC": _("Ecuador"),
        "IN": _("India"),
        "KE": _("Kenia"),
        "MX": _("México"),
        "PE": _("Perú"),
        "PH": _("Filipinas"),
        "PY": _("Paraguay"),
        "RW": _("Ruanda"),
        "UY": _("Uruguay"),
    }.get(code, code)


def counted(figure: str, *, unit: str) -> str:
    """Write a count or a multiple with its unit."""
    named = unit_text(unit, language=texts.language())
    one, many = {
        "times": (_("vez"), _("veces")),
        "months": (_("mes"), _("meses")),
        "days": (_("día"), _("días")),
        "years": (_("año"), _("años")),
        "families": (_("familia"), _("familias")),
        "persons": (_("persona"), _("personas")),
        "workers": (_("trabajador"), _("trabajadores")),
    }.get(unit, (named, named))
    return f"{figure} {one if figure in ('1', '1.0') else many}"


def produce_name(unit: str) -> str:
    """Name the unit in which produce is delivered."""
    return {
        "quintal": _("quintales"),
        "kilogram": _("kilogramos"),
        "tonne": _("toneladas"),
        "litre": _("litros"),
        "box": _("cajas"),
    }.get(unit, unit)


def evidence_text(code: str) -> str:
    """Say how sure what a case expects is."""
    return {
        "published": _("cifra publicada"),
        "rule": _("sale de la regla"),
        "background": _("sin verificar"),
    }[code]
