"""The forms in which an exchange, a practice, a commitment and what became of it are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.alliance.exchange_queries import Exchange
from ayni.apps.study.exchanges import NamedStudy
from ayni.core.alliance.exchanges import (
    Kind,
    NewCommitment,
    NewExchange,
    NewFollowUp,
    NewParticipant,
    NewPractice,
    NewWithdrawal,
    Noted,
    Outcome,
    Part,
    Said,
    Source,
    term_names,
)
from ayni.core.scheme import Standing
from ayni.core.scheme.parameters import on_the_web
from ayni.web.backoffice import texts
from ayni.web.exchanges.telling import text_of
from ayni.web.exchanges.words import (
    COUNTRIES,
    kind_names,
    language_names,
    learned_names,
    outcome_names,
    part_names,
    place_name,
    standing_names,
)

SHORT, LONG, NAME, ADDRESS, WHY = 200, 2000, 120, 500, 1000
FIRST_YEAR, LAST_YEAR = 1900, 2200
Choices = Sequence[tuple[str, str]]


class Written(forms.Form):
    """What the forms share: labels and words, and the language the reader writes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in {**self.words(), **_shared_words()}.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        for field in self.fields.values():
            field.error_messages |= _messages()

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {}

    def choose(self, name: str, choices: Choices, *, initial: str = "") -> None:
        """Give a field its list to choose from."""
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = list(choices)
        field.initial = initial or field.initial

    def texts(self, name: str) -> Said:
        """Give a text in the language it was written in."""
        return Said.model_validate({self.cleaned_data["idioma"]: self.cleaned_data[name].strip()})


def _shared_words() -> dict[str, tuple[str, str]]:
    return {
        "idioma": (_("Idioma en que escribe"), ""),
        "fuente": (_("Fuente"), _("Un acta, una página, un informe: de dónde se sabe.")),
        "enlace": (_("Enlace de la fuente"), _("Empieza con https://")),
        "firmeza": (_("Qué tan firme es"), ""),
    }


def _messages() -> dict[str, str]:
    return {
        "required": _("Hace falta este dato."),
        "invalid_choice": _("Elija de la lista."),
        "invalid": _("Revise este dato."),
        "max_length": _("Es demasiado largo."),
        "null_characters_not_allowed": _("Revise este dato."),
    }


class Sourced(Written):
    """A form whose facts carry a source, with how firmly they are known."""

    idioma = forms.ChoiceField()
    fuente = forms.CharField(max_length=SHORT)
    enlace = forms.CharField(max_length=ADDRESS, required=False)
    firmeza = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("idioma", list(language_names().items()), initial=texts.language())
        self.choose("firmeza", _named(standing_names()), initial=Standing.VERIFIED.value)

    def clean_enlace(self) -> str:
        """Take an address of the web, or none."""
        address = str(self.cleaned_data["enlace"]).strip()
        if address and (not on_the_web(address) or any(sign.isspace() for sign in address)):
            raise forms.ValidationError(_("El enlace empieza con https:// y no lleva espacios."))
        return address

    def source(self) -> Source:
        """Give the source."""
        given = self.cleaned_data
        return Source(
            title=given["fuente"].strip(),
            url=given["enlace"],
            standing=Standing(given["firmeza"]),
        )


def _named(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, name) for one, name in names.items()]


def _long() -> forms.CharField:
    return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))


def _day(*, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=required, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"])


class ExchangeForm(Sourced):
    """An exchange: what it was, where, when, and what it followed."""

    tipo = forms.ChoiceField()
    titulo = forms.CharField(max_length=SHORT)
    lugar = forms.CharField(max_length=SHORT)
    pais = forms.ChoiceField()
    ano = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    desde = _day()
    hasta = _day()
    sigue_a = forms.ChoiceField(required=False)
    idioma_fuente = forms.ChoiceField()
    field_order = ("tipo", "titulo", "idioma", "lugar", "pais", "ano", "desde", "hasta", "sigue_a")

    def __init__(self, *args: Any, earlier: Sequence[Exchange], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("tipo", _named(kind_names()), initial=Kind.COURSE.value)
        named = sorted((place_name(code), code) for code in COUNTRIES)
        self.choose("pais", [(code, name) for name, code in named], initial="PE")
        self.choose("sigue_a", [("", _("A ninguno")), *_chosen(earlier)])
        languages = [*language_names().items(), ("fr", _("francés"))]
        self.choose("idioma_fuente", languages, initial=texts.language())

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "tipo": (_("Qué fue"), ""),
            "titulo": (_("Título"), ""),
            "lugar": (_("Lugar"), ""),
            "pais": (_("País"), ""),
            "ano": (_("Año"), ""),
            "desde": (_("Primer día"), _("Solo si la fuente lo dice.")),
            "hasta": (_("Último día"), ""),
            "sigue_a": (_("Sigue a"), _("El intercambio anterior de la misma cadena.")),
            "idioma_fuente": (_("Idioma de la fuente"), ""),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse days that do not go together."""
        given = super().clean() or {}
        starts, ends, year = given.get("desde"), given.get("hasta"), given.get("ano")
        if starts and year and starts.year != year:
            self.add_error("desde", _("El primer día no es de ese año."))
        if ends and (starts is None or ends < starts):
            self.add_error("hasta", _("El último día va después del primero."))
        return given

    def new(self, *, before: Said | None = None) -> NewExchange:
        """Give the exchange; a title in another language stays as it was ``before``."""
        given = self.cleaned_data
        kept = before.model_dump(exclude_none=True) if before else {}
        return NewExchange(
            kind=Kind(given["tipo"]),
            title=Said.model_validate(kept | {given["idioma"]: given["titulo"].strip()}),
            place=given["lugar"].strip(),
            country=given["pais"],
            year=given["ano"],
            starts=given["desde"],
            ends=given["hasta"],
            source=self.source(),
            language=given["idioma_fuente"],
        )

    def follows(self) -> int | None:
        """Give the number of the exchange it follows."""
        return int(self.cleaned_data["sigue_a"]) if self.cleaned_data["sigue_a"] else None


def _chosen(exchanges: Sequence[Exchange]) -> Choices:
    return [(str(one.id), f"{one.year} · {text_of(one.title).text}") for one in exchanges]


class ParticipantForm(Written):
    """An institution in an exchange, and the person who came for it."""

    institucion = forms.CharField(max_length=SHORT)
    papel = forms.ChoiceField()
    persona = forms.CharField(max_length=NAME, required=False)
    cargo = forms.CharField(max_length=NAME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("papel", _named(part_names()), initial=Part.TOOK_PART.value)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "institucion": (_("Institución"), ""),
            "papel": (_("Qué hizo"), ""),
            "persona": (_("Persona"), _("Solo la lee la institución; se puede borrar.")),
            "cargo": (_("Cargo"), ""),
        }

    def new(self) -> NewParticipant:
        """Give the participant."""
        given = self.cleaned_data
        return NewParticipant(
            body=given["institucion"].strip(),
            part=Part(given["papel"]),
            person=given["persona"].strip(),
            post=given["cargo"].strip(),
        )


def choose_place(form: Written, *, language: str) -> None:
    """Offer the schemes of the library by name, and the clauses that each lets be agreed."""
    named = [(code, load_scheme(code).rules.name.in_language(language)) for code in list_schemes()]
    named.sort(key=lambda one: one[1])
    form.choose("esquema", named)
    clauses = cast(forms.ChoiceField, form.fields["termino"])
    clauses.choices = [
        ("", _("Ninguna")),
        *(
            (name, terms)
            for code, name in named
            if (terms := term_names(load_scheme(code), language=language))
        ),
    ]


class PracticeForm(Sourced):
    """A practice: what it is in plain words and where the library has it."""

    titulo = forms.CharField(max_length=SHORT)
    texto = _long()
    esquema = forms.ChoiceField()
    parametro = forms.CharField(max_length=80, required=False)
    termino = forms.ChoiceField(required=False)
    aprendida = forms.ChoiceField()
    field_order = ("titulo", "texto", "idioma", "esquema", "parametro", "termino", "aprendida")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_place(self, language=texts.language())
        self.choose("aprendida", _named(learned_names()), initial=Standing.VERIFIED.value)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "titulo": (_("La práctica, en pocas palabras"), ""),
            "texto": (_("Qué es, para quien no la conoce"), ""),
            "esquema": (_("Esquema de la biblioteca que la tiene"), ""),
            "parametro": (
                _("Parámetro del esquema"),
                _("Como está en su página; por ejemplo: preaviso"),
            ),
            "termino": (
                _("Cláusula negociable"),
                _("La del mismo esquema, si la práctica es algo que se pacta."),
            ),
            "aprendida": (_("¿Consta que se estudió en este intercambio?"), ""),
        }

    def new(self) -> NewPractice:
        """Give the practice."""
        given = self.cleaned_data
        return NewPractice(
            title=self.texts("titulo"),
            words=self.texts("texto"),
            scheme=given["esquema"],
            parameter=given["parametro"].strip(),
            term=given["termino"].strip(),
            source=self.source(),
            learned=Standing(given["aprendida"]),
        )


class CommitmentForm(Sourced):
    """Who undertook what, and by when."""

    institucion = forms.CharField(max_length=SHORT)
    persona = forms.CharField(max_length=NAME, required=False)
    cargo = forms.CharField(max_length=NAME, required=False)
    que = _long()
    para = _day()
    field_order = ("institucion", "persona", "cargo", "que", "idioma", "para")

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "institucion": (_("Institución que se compromete"), ""),
            "persona": (_("Persona"), _("Solo la lee la institución; se puede borrar.")),
            "cargo": (_("Cargo"), ""),
            "que": (_("A qué se compromete"), ""),
            "para": (
                _("Para cuándo"),
                _("Ese día el compromiso se muestra al inicio de la lista."),
            ),
        }

    def new(self) -> NewCommitment:
        """Give the commitment."""
        given = self.cleaned_data
        return NewCommitment(
            body=given["institucion"].strip(),
            person=given["persona"].strip(),
            post=given["cargo"].strip(),
            what=self.texts("que"),
            due_on=given["para"],
            source=self.source(),
        )


class FollowUpForm(Sourced):
    """What became of a commitment, and where it led."""

    resultado = forms.ChoiceField()
    dia = _day(required=True)
    texto = _long()
    convenio = forms.CharField(max_length=80, required=False)
    intercambio = forms.ChoiceField(required=False)
    esquema = forms.ChoiceField(required=False)
    estudio_guardado = forms.ChoiceField(required=False)
    estudio = forms.CharField(max_length=SHORT, required=False)
    field_order = (
        "resultado",
        "dia",
        "texto",
        "idioma",
        *(LED := ("convenio", "intercambio", "esquema", "estudio_guardado", "estudio")),
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        others: Sequence[Exchange],
        studies: Sequence[NamedStudy] | None,
        **kwargs: Any,
    ) -> None:
        """``studies`` are those the writer may choose from; none at all where he reads no studies."""
        super().__init__(*args, **kwargs)
        if studies is None:
            del self.fields["estudio_guardado"]
        else:
            self.choose("estudio_guardado", [("", _("A ninguno")), *_studies(studies)])
        self._today, self._codes = today, {str(one.id): one.code for one in others}
        self.choose("resultado", _named(outcome_names()), initial=Outcome.UNDER_WAY.value)
        self.choose("intercambio", [("", _("A ninguno")), *_chosen(others)])
        self.choose("esquema", [("", _("A ninguno")), *((one, one) for one in list_schemes())])
        self.fields["dia"].initial = today

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "resultado": (_("Qué pasó"), ""),
            "dia": (_("En qué día se supo"), ""),
            "texto": (_("Cuéntelo"), ""),
            "convenio": (_("Llevó a un convenio"), _("Su código; por ejemplo: JNC-2026")),
            "intercambio": (_("Llevó a otro intercambio"), ""),
            "esquema": (_("Llevó a un esquema"), ""),
            "estudio_guardado": (_("Llevó a un estudio guardado aquí"), ""),
            "estudio": (_("Llevó a un estudio de otro lugar"), _("Su nombre.")),
        }

    def clean_dia(self) -> date:
        """Refuse a day still to come: what became of it is known only then."""
        day: date = self.cleaned_data["dia"]
        if day > self._today:
            raise forms.ValidationError(_("Ese día todavía no llegó."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse more than one link."""
        given = super().clean() or {}
        led = [given.get(name) for name in self.LED]
        if sum(map(bool, led)) > 1:
            raise forms.ValidationError(_("Elija un solo lugar al que llevó."))
        return given

    def new(self) -> NewFollowUp:
        """Give the follow-up."""
        given = self.cleaned_data
        return NewFollowUp(
            outcome=Outcome(given["resultado"]),
            on_day=given["dia"],
            said=self.texts("texto"),
            agreement=given["convenio"].strip(),
            scheme=given["esquema"],
            exchange=self._codes.get(given["intercambio"], ""),
            study=given["estudio"].strip(),
            source=self.source(),
        )

    def study(self) -> int | None:
        """Give the number of the kept study that it led to."""
        chosen = self.cleaned_data.get("estudio_guardado")
        return int(chosen) if chosen else None


def _studies(found: Sequence[NamedStudy]) -> Choices:
    return [(str(one.id), f"{one.name} · {one.code}") for one in found]


class StudyForm(Written):
    """A study kept here that an exchange names."""

    estudio = forms.ChoiceField()

    def __init__(self, *args: Any, studies: Sequence[NamedStudy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("estudio", _studies(studies))
        if not studies:
            hint = _("Todavía no hay ningún estudio guardado en esta institución.")
            self.fields["estudio"].help_text = hint

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        hint = _("Quien no lee estudios ve solo su nombre.")
        return {"estudio": (_("Estudio guardado aquí"), hint)}

    def study(self) -> int:
        """Give the study's number."""
        return int(self.cleaned_data["estudio"])


class WithdrawForm(Written):
    """Why something noted by mistake is withdrawn, and how many follow-ups the page showed."""

    motivo = forms.CharField(max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}))
    visto = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visto"].initial = str(seen)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        hint = _("Queda en la historia del intercambio, con su nombre y el día.")
        return {"motivo": (_("Por qué se retira"), hint)}

    def clean_visto(self) -> int | None:
        """Read how many were seen; what is no number was seen by nobody."""
        text = str(self.cleaned_data["visto"])
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None

    def seen_anew(self, seen: int) -> None:
        """Show the page again upon what stands now."""
        self.data = {**self.data.dict(), "visto": str(seen)}  # type: ignore[attr-defined]

    def new(self, *, what: Noted, number: int) -> NewWithdrawal | None:
        """Give the withdrawal; nothing where the form does not say what it was made upon."""
        given = self.cleaned_data
        if given["visto"] is None:
            return None
        return NewWithdrawal(
            what=what, number=number, why=given["motivo"].strip(), seen=given["visto"]
        )
