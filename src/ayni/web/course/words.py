"""The four exercises, named and told."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.core.actor import Role
from ayni.cycle.course_work import EXPLAIN, LIVE, NEGOTIATE, WRITE

#: A family of Costa Rica's scheme whose contribution is explained in the first exercise.
COSTA_RICA = "/esquemas/cr-ccss-convenio/?ver=aporte&mes=2026-04&ingreso=500000"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as the page shows it; ``button`` sends the tick, ``link`` leads to where it is done."""

    number: int
    title: str
    told: str
    done: bool
    button: str = ""
    link: str = ""
    link_text: str = ""

    @property
    def state(self) -> str:
        """Give the state that its sign shows."""
        return "done" if self.done else "waiting"


def titles() -> dict[int, str]:
    """Name the exercises briefly."""
    return {
        EXPLAIN: _("Leer el esquema de Costa Rica"),
        WRITE: _("Escribir el de su país"),
        NEGOTIATE: _("Negociar un convenio"),
        LIVE: _("Vivir una temporada"),
    }


def exercises(*, done: frozenset[int], role: Role) -> list[Exercise]:
    """List the exercises with what is done; where the third is done hangs on the role."""
    name = titles()
    schemes = (_("Ver los esquemas"), reverse("schemes"))
    table = (_("Ir a los convenios"), reverse("agreements"))
    return [
        Exercise(
            EXPLAIN,
            name[EXPLAIN],
            _(
                "Abra el aporte de una familia y explique, con la página delante, de dónde sale cada cifra."
            ),
            EXPLAIN in done,
            button=_("Abrir el aporte"),
        ),
        Exercise(
            WRITE,
            name[WRITE],
            _("Siga el tutorial con la ley de su país, y márquelo cuando el esquema calcule."),
            WRITE in done,
            button="" if WRITE in done else _("Ya lo escribí"),
            link=schemes[1],
            link_text=schemes[0],
        ),
        Exercise(
            NEGOTIATE,
            name[NEGOTIATE],
            _(
                "Con la cuenta de la institución y la de la asociación. Queda hecho cuando el convenio se firma."
            ),
            NEGOTIATE in done,
            link=table[1],
            link_text=table[0],
        ),
        Exercise(
            LIVE,
            name[LIVE],
            _(
                "Pase los meses aquí abajo y responda por lo que resulta. Queda hecho con seis meses vividos."
            ),
            LIVE in done,
        ),
    ]
