"""Words of the exchanges' pages, and lists of names as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.apps.alliance.exchange_queries import Withdrawal
from ayni.core.alliance.exchanges import Kind, Noted, Outcome, Part, State
from ayni.core.scheme import Standing
from ayni.web.backoffice import texts
from ayni.web.schemes.words import country_name

#: Countries an exchange may be in, by code; the schemes' page names the first of them.
COUNTRIES = (
    *("AR", "BO", "BR", "CL", "CO", "CR", "EC", "IN", "KE", "MX", "PE", "PH", "PY", "RW", "UY"),
    *("CU", "DO", "ES", "FR", "GT", "HN", "IT", "NI", "PA", "PT", "SV", "VE", "CH"),
)
ICONS = {Kind.COURSE: "people", Kind.VISIT: "globe", Kind.STUDY: "list"}


def place_name(code: str) -> str:
    """Name a country; one we have no name for keeps its code."""
    further = {
        "CH": _("Suiza"),
        "CU": _("Cuba"),
        "DO": _("República Dominicana"),
        "ES": _("España"),
        "FR": _("Francia"),
        "GT": _("Guatemala"),
        "HN": _("Honduras"),
        "IT": _("Italia"),
        "NI": _("Nicaragua"),
        "PA": _("Panamá"),
        "PT": _("Portugal"),
        "SV": _("El Salvador"),
        "VE": _("Venezuela"),
    }
    return further.get(code) or country_name(code)


def kind_names() -> dict[Kind, str]:
    """Name the sorts of exchange."""
    return {Kind.COURSE: _("Curso"), Kind.VISIT: _("Visita"), Kind.STUDY: _("Estudio")}


def part_names() -> dict[Part, str]:
    """Name what an institution did, as the form asks it."""
    return {
        Part.TOOK_PART: _("Participó"),
        Part.ORGANISED: _("Organizó"),
        Part.HOSTED: _("Recibió"),
        Part.TAUGHT: _("Enseñó"),
        Part.STUDIED: _("Se estudió su práctica"),
    }


def part_sentence(part: Part, bodies: Sequence[str]) -> str:
    """Say in a sentence what some institutions did."""
    one, many = {
        Part.ORGANISED: (_("Lo organizó %(who)s."), _("Lo organizaron %(who)s.")),
        Part.HOSTED: (_("Lo recibió %(who)s."), _("Lo recibieron %(who)s.")),
        Part.TAUGHT: (_("Enseñó %(who)s."), _("Enseñaron %(who)s.")),
        Part.TOOK_PART: (_("Participó %(who)s."), _("Participaron %(who)s.")),
        Part.STUDIED: (
            _("Se estudió la práctica de %(who)s."),
            _("Se estudiaron las prácticas de %(who)s."),
        ),
    }[part]
    return (one if len(bodies) == 1 else many) % {"who": listed(bodies)}


def outcome_names() -> dict[Outcome, str]:
    """Name what a follow-up may find."""
    return {
        Outcome.UNDER_WAY: _("En curso"),
        Outcome.DONE: _("Cumplido"),
        Outcome.ANOTHER_FORM: _("Tomó otra forma"),
        Outcome.NOT_DONE: _("No se hizo"),
    }


def noted_names() -> dict[Noted, str]:
    """Name what may be withdrawn."""
    return {Noted.PRACTICE: _("Práctica"), Noted.COMMITMENT: _("Compromiso")}


def withdrawn_text(gone: Withdrawal) -> str:
    """Say when, by whom and why something was withdrawn."""
    told = _("Se retiró el %(day)s, por %(who)s. Motivo: %(why)s")
    return told % {"day": texts.day(gone.on_day), "who": gone.by, "why": gone.why}


def followed_text(count: int) -> str:
    """Say how often it was told what became of a commitment; nothing where nobody did."""
    if count == 0:
        return ""
    one, many = _("1 seguimiento anotado"), _("%s seguimientos anotados")
    return one if count == 1 else many % texts.number(count)


def sign_of_state(state: State | Outcome) -> str:
    """Give the sign of how a commitment stands."""
    return f"commitment_{state.value}"


def sign_of_standing(standing: Standing) -> str:
    """Give the sign of how firm a fact is; what is only proposed belongs to the example."""
    return "example" if standing is Standing.PROPOSED else standing.value


def standing_names() -> dict[Standing, str]:
    """Name how firm a source is, as the form asks it."""
    return {
        Standing.VERIFIED: _("Verificado: se leyó en la fuente"),
        Standing.SECONDARY: _("Fuente secundaria: otra fuente lo cita"),
        Standing.BACKGROUND: _("Sin verificar: se sabe de memoria"),
        Standing.PROPOSED: _("De ejemplo o propuesto: no es un hecho"),
    }


def learned_text(standing: Standing) -> str:
    """Say how firm it is that a practice was learned in that exchange."""
    return {
        Standing.VERIFIED: _("Consta que se estudió allí."),
        Standing.SECONDARY: _("Según una fuente secundaria, se estudió allí."),
        Standing.BACKGROUND: _(
            "No consta que se estudiara allí: se anota por el lugar y por el tema."
        ),
        Standing.PROPOSED: _("Es parte del ejemplo de esta instalación."),
    }[standing]


def learned_names() -> dict[Standing, str]:
    """Name how firm it is that a practice was learned there, as the form asks it."""
    return {
        Standing.VERIFIED: _("Consta que se estudió allí"),
        Standing.SECONDARY: _("Lo dice una fuente secundaria"),
        Standing.BACKGROUND: _("No consta: se anota por el lugar y el tema"),
        Standing.PROPOSED: _("Es de ejemplo"),
    }


def language_names() -> dict[str, str]:
    """Name the languages in which a text may be written."""
    return {"es": _("español"), "en": _("inglés"), "pt": _("portugués")}


def listed(names: Sequence[str]) -> str:
    """Join names as people do: a, b y c."""
    if len(names) < 2:
        return "".join(names)
    word = _("e") if names[-1][:1].lower() == "i" else _("y")
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
