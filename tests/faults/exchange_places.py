"""What the pages of the exchanges read: of an address, and of their forms."""

from __future__ import annotations

from datetime import date

from ayni.web.exchanges.forms import (
    CommitmentForm,
    ExchangeForm,
    FollowUpForm,
    ParticipantForm,
    PracticeForm,
    StudyForm,
    WithdrawForm,
)

Place = tuple[str, str]
LISTS = "ayni.web.exchanges.lists"
_SOURCE = {"idioma": "es", "fuente": "Acta", "enlace": "https://x.org/", "firmeza": "verified"}
#: Form -> where it is sent, and what it takes when nothing is wrong.
FORMS = {
    "nuevo/": {
        **_SOURCE, "tipo": "visit", "titulo": "Visita", "lugar": "Quito", "pais": "EC",
        "ano": "2026", "desde": "2026-02-01", "hasta": "2026-02-02", "sigue_a": "{exchange}",
        "idioma_fuente": "es",
    },
    "{exchange}/institucion/": {
        "institucion": "CCSS", "papel": "taught", "persona": "ANA", "cargo": "Jefa",
    },
    "{exchange}/practica/": {
        **_SOURCE, "titulo": "Preaviso", "texto": "Se avisa.", "esquema": "cr-ccss-convenio",
        "parametro": "preaviso", "termino": "", "aprendida": "verified",
    },
    "{exchange}/compromiso/": {
        **_SOURCE, "institucion": "EsSalud", "persona": "LUIS", "cargo": "Jefe",
        "que": "Escribir", "para": "2026-12-01",
    },
    "compromisos/{commitment}/": {
        **_SOURCE, "resultado": "done", "dia": "2026-04-01", "texto": "Va", "convenio": "",
        "intercambio": "", "esquema": "", "estudio_guardado": "", "estudio": "",
    },
    "{exchange}/estudio/": {"estudio": "{study}"},
    "compromisos/{commitment}/retirar/": {"motivo": "Se anotó dos veces", "visto": "{followed}"},
    "practicas/{practice}/retirar/": {"motivo": "Se anotó dos veces", "visto": "0"},
}  # fmt: skip


def places() -> dict[Place, tuple[str, str, str | None]]:
    """Give each parameter of an address with who asks, where, and what finds nothing."""
    return {
        (LISTS, "q"): ("head", "/experiencias/", "nadie se llama asi"),
        (LISTS, "ano"): ("head", "/experiencias/", None),
        (LISTS, "pagina"): ("head", "/experiencias/", None),
    }


def fields() -> dict[str, set[str]]:
    """List the fields of each form, asked of the forms themselves."""
    made = {
        "nuevo/": ExchangeForm(None, earlier=[]),
        "{exchange}/institucion/": ParticipantForm(None),
        "{exchange}/practica/": PracticeForm(None),
        "{exchange}/compromiso/": CommitmentForm(None),
        "compromisos/{commitment}/": FollowUpForm(
            None, today=date(2026, 11, 26), others=[], studies=[]
        ),
        "{exchange}/estudio/": StudyForm(None, studies=[]),
        "compromisos/{commitment}/retirar/": WithdrawForm(None, seen=0),
        "practicas/{practice}/retirar/": WithdrawForm(None, seen=0),
    }
    return {where: set(form.fields) for where, form in made.items()}
