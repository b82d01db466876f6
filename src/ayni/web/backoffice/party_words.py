"""Words about parties: kinds, offices, papers, and what a refusal says to whoever typed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.apps.affiliation.moving import MoveOverlaps, RosterInTheWay
from ayni.apps.alliance.party_actions import SameName, UnknownOffice, UnknownParty
from ayni.apps.alliance.party_refusals import (
    BelongsAlready,
    EndedAlready,
    NumberOfAnother,
    RegisteredAlready,
    StandsAboveItself,
    WrongDay,
)
from ayni.core.alliance.identities import WrongNumber
from ayni.core.alliance.isic import UnknownClass
from ayni.core.alliance.legal_standing import UnknownPaper, WrongPaper
from ayni.core.alliance.papers import WrongFile
from ayni.cycle.parties import AssessedAlready, NotTheFirst, NotYet
from ayni.cycle.splitting import EverybodyNamed, NobodyNamed, NoRosterToRead, NotTheirs

REFUSED = (
    AssessedAlready, BelongsAlready, EndedAlready, EverybodyNamed, MoveOverlaps, NoRosterToRead,
    NobodyNamed, NotTheFirst, NotTheirs, NotYet, NumberOfAnother,
    RegisteredAlready, RosterInTheWay, SameName, StandsAboveItself, UnknownClass, UnknownOffice,
    UnknownPaper, UnknownParty, WrongDay, WrongFile, WrongNumber, WrongPaper,
)  # fmt: skip


def kind_names() -> dict[str, str]:
    """Name the kinds of party."""
    return {
        "national": _("Gremio nacional"),
        "central": _("Central"),
        "cooperative": _("Cooperativa"),
        "committee": _("Comité local"),
        "union": _("Sindicato o asociación"),
        "employer": _("Empleador"),
        "buyer": _("Comprador, agente de retención"),
        "state": _("Estado"),
    }


def office_names() -> dict[str, str]:
    """Name the offices of an association."""
    return {
        "president": _("Presidencia"),
        "vice_president": _("Vicepresidencia"),
        "secretary": _("Secretaría"),
        "treasurer": _("Tesorería"),
        "manager": _("Gerencia"),
        "legal_representative": _("Representación legal"),
    }


def paper_names() -> dict[str, str]:
    """Name the papers of legal standing."""
    return {
        "statutes": _("Estatutos"),
        "registration": _("Inscripción en el registro"),
        "power": _("Poder del representante"),
        "tax": _("Situación tributaria"),
        "internal_rules": _("Reglamento interno"),
        "authorisation": _("Autorización de la autoridad"),
        "equity": _("Patrimonio"),
        "reserve": _("Reserva de garantía"),
        "other": _("Otro papel"),
    }


def refusal_text(refusal: Exception) -> str:
    """Say what is wrong and what would be right."""
    if isinstance(refusal, WrongNumber):
        return _number(refusal)
    if isinstance(refusal, UnknownClass):
        return _(
            "No conocemos esa clase de la CIIU Rev. 4. Elija una de la lista, por ejemplo 0127, cultivo de "
            "plantas con las que se preparan bebidas (café, cacao)."
        )
    if isinstance(refusal, WrongPaper):
        return _papers()[refusal.wrong]
    if isinstance(refusal, WrongFile):
        return _files()[refusal.wrong]
    return _plain()[type(refusal)]


def _number(refusal: WrongNumber) -> str:
    wrong = {
        "kind": _("Ese país no tiene esa clase de número."),
        "characters": _("El número tiene signos que no van."),
        "length": _("Al número le faltan o le sobran cifras."),
        "part": _("Una parte del número no puede ser: el comienzo o el tipo."),
        "check": _("El dígito de control no coincide: alguna cifra está cambiada."),
    }[refusal.wrong]
    if not refusal.example:
        return wrong
    good = _("Uno bien escrito es %(number)s.") % {"number": refusal.example}
    return f"{wrong} {good}"


def _papers() -> dict[str, str]:
    return {
        "future": _("El papel no puede ser de un día que todavía no llega."),
        "order": _("El vencimiento es posterior a la fecha del papel."),
        "amount_missing": _("Escriba el monto: patrimonio y reserva se prueban con una suma."),
        "amount_unasked": _("Este papel no lleva monto; déjelo vacío."),
    }


def _files() -> dict[str, str]:
    return {
        "empty": _("El archivo está vacío."),
        "large": _("El archivo pasa de 10 MB. Envíe un escaneo más liviano."),
        "type": _("El archivo no es PDF, JPG ni PNG. Escanee el papel o expórtelo como PDF."),
    }


def _plain() -> dict[type[Exception], str]:
    return {
        AssessedAlready: _(
            "Los aportes de ese mes, o de uno posterior, ya están liquidados. Elija el primer día de un mes "
            "que todavía no se liquida."
        ),
        RosterInTheWay: _(
            "Ya se aplicó una nómina de ese mes o de uno posterior. Elija el primer día de un mes siguiente."
        ),
        NobodyNamed: _("Nombre por lo menos una familia: un número de identidad por línea."),
        EverybodyNamed: _(
            "Nombró a todas las familias: eso no es una división. Registre una fusión o un nombre nuevo."
        ),
        NoRosterToRead: _("No hay una nómina aplicada que leer: escriba los números."),
        NotTheirs: _("Hay números que no son de una familia de esta asociación."),
        NotTheFirst: _("Elija el primer día de un mes: las nóminas y los aportes van por meses."),
        NotYet: _("Registre el nombre nuevo el día en que empieza a valer, o después."),
        MoveOverlaps: _("Las dos asociaciones están en esquemas distintos."),
        BelongsAlready: _(
            "Ese día ya pertenece a otro centro. Elija un día posterior al último cambio."
        ),
        StandsAboveItself: _(
            "No puede pertenecer a sí misma ni a una asociación que está debajo de ella."
        ),
        WrongDay: _("El último día tiene que ser posterior al primero."),
        EndedAlready: _(
            "Ya había terminado; un cargo solo se acorta. Un período nuevo se registra aparte."
        ),
        NumberOfAnother: _(
            "Otra asociación de la institución tiene ese número vigente. Revise cuál es."
        ),
        RegisteredAlready: _("Eso ya está registrado."),
        SameName: _("Ese es el nombre que ya tiene."),
        UnknownOffice: _("Elija uno de la lista; el día tiene que ser posterior a su comienzo."),
        UnknownPaper: _("Elija un papel de la lista."),
        UnknownParty: _("Elija una asociación de la lista."),
    }
