"""What the portal calls things, by the kind of party: an employer has workers, an association families."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one kind of party, in the reader's language."""

    party: str
    numbers: str
    many: str
    affiliated: str
    icon: str
    see_all: str
    notices: str
    roster_hint: str
    first_roster: str
    no_roster: str
    nobody: str
    nobody_hint: str
    compared: str
    workers: bool

    def counted(self, count: int) -> str:
        """Say how many are affiliated today, and that the look is noted."""
        shown = {"shown": f"{count:,}"}
        if self.workers:
            return (
                ngettext(
                    "%(shown)s trabajador afiliado hoy. Su consulta queda anotada.",
                    "%(shown)s trabajadores afiliados hoy. Su consulta queda anotada.",
                    count,
                )
                % shown
            )
        return (
            ngettext(
                "%(shown)s familia afiliada hoy. Su consulta queda anotada.",
                "%(shown)s familias afiliadas hoy. Su consulta queda anotada.",
                count,
            )
            % shown
        )

    def on_notice(self, *, families: int, persons: int) -> str:
        """Say of how many a notice is."""
        shown = {"families": f"{families:,}", "persons": f"{persons:,}"}
        if self.workers:
            return _("%(families)s trabajadores, %(persons)s personas") % shown
        return _("%(families)s familias, %(persons)s personas") % shown

    def among(self, count: int) -> str:
        """Say in how many families, or of how many workers, persons are."""
        shown = {"count": f"{count:,}"}
        if self.workers:
            return _("de %(count)s trabajadores") % shown
        return _("en %(count)s familias") % shown


def wording_of(kind: str) -> Wording:
    """Give the words for a kind of party."""
    return _employer() if kind == EMPLOYER else _association()


def _association() -> Wording:
    return Wording(
        party=_("Su asociación"),
        numbers=_("La asociación en números"),
        many=_("Familias"),
        affiliated=_("Familias afiliadas"),
        icon="family",
        see_all=_("Ver las familias"),
        notices=_("Uno por mes: lo que la asociación aporta por todas sus familias."),
        roster_hint=_(
            "La lista completa de familias del mes, no solo los cambios. Su propia hoja sirve: se"
            " reconocen las columnas."
        ),
        first_roster=_("La primera nómina afilia a las familias. Puede empezar con la plantilla."),
        no_roster=_("Todavía no hay nómina. Súbala para afiliar a las familias."),
        nobody=_("Todavía no hay familias afiliadas"),
        nobody_hint=_("Suba la nómina y confírmela; desde entonces verá aquí a cada familia."),
        compared=_(
            "Así quedan las familias desde el primer día del mes, frente a quienes están afiliadas"
            " ahora:"
        ),
        workers=False,
    )


def _employer() -> Wording:
    return Wording(
        party=_("Su empresa"),
        numbers=_("La empresa en números"),
        many=_("Trabajadores"),
        affiliated=_("Trabajadores afiliados"),
        icon="people",
        see_all=_("Ver los trabajadores"),
        notices=_("Uno por mes: lo que la empresa aporta por sus trabajadores."),
        roster_hint=_(
            "La lista completa de trabajadores del mes, con la remuneración de cada uno. Su propia"
            " planilla sirve: se reconocen las columnas."
        ),
        first_roster=_(
            "La primera nómina afilia a los trabajadores. Puede empezar con la plantilla."
        ),
        no_roster=_("Todavía no hay nómina. Súbala para afiliar a los trabajadores."),
        nobody=_("Todavía no hay trabajadores afiliados"),
        nobody_hint=_("Suba la nómina y confírmela; desde entonces verá aquí a cada trabajador."),
        compared=_(
            "Así quedan los trabajadores y sus familias desde el primer día del mes, frente a"
            " quienes están afiliados ahora:"
        ),
        workers=True,
    )
