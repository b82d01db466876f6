"""The condition of a dependant on a person's page: what stands, and the forms that record, end or take back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from ayni.apps.affiliation.queries import ConditionFact
from ayni.core.affiliation.conditions import (
    LONGEST_EVIDENCE,
    Claim,
    Condition,
    ConditionBackward,
    ConditionNotInScheme,
    ConditionOverlaps,
    ConditionRefused,
    ConditionUnknown,
    EvidenceMissing,
    NotADependant,
    conditions_asked,
    evidence_named,
)
from ayni.core.affiliation.words import CONDITIONS
from ayni.core.scheme.rules import DependantRule
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable

RECORD, END, WITHDRAW = "registrar", "terminar", "anular"
#: Days outside these can only be a slip of the pen.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
ONE_DAY = timedelta(days=1)


class ConditionForm(forms.Form):
    """A condition to record; ``hasta`` is its last day."""

    condicion = forms.ChoiceField()
    desde = forms.DateField()
    hasta = forms.DateField(required=False)
    prueba = forms.CharField(max_length=LONGEST_EVIDENCE)
    archivo = forms.FileField(required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        rule: DependantRule,
    ) -> None:
        super().__init__(data, files, auto_id="condicion-%s", use_required_attribute=False)
        asked = conditions_asked(rule)
        named = [evidence_named(rule, condition=one) for one in asked]
        if all(named):
            accepted = dict.fromkeys(one for group in named for one in group)
            choices = [(one, evidence_text(one)) for one in accepted]
            self.fields["prueba"] = forms.ChoiceField(choices=choices)
        self.fields["condicion"].choices = [  # type: ignore[attr-defined]
            (one.value, condition_name(one).capitalize()) for one in asked
        ]
        self._name_fields()

    def _name_fields(self) -> None:
        fields = self.fields
        labels = {
            "condicion": _("Condición"),
            "desde": _("Desde"),
            "hasta": _("Hasta (último día)"),
            "prueba": _("Documento que lo prueba"),
            "archivo": _("Copia del documento"),
        }
        for name, label in labels.items():
            fields[name].label = label
        for name in ("desde", "hasta"):
            fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            fields[name].error_messages |= dict.fromkeys(
                ("required", "invalid"), _("Escriba la fecha como día, mes y año.")
            )
        fields["condicion"].error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), _("Elija una condición de la lista.")
        )
        fields["prueba"].error_messages |= dict.fromkeys(
            ("required", "invalid_choice", "max_length"),
            _("Diga qué documento lo prueba: sin prueba no se registra."),
        )
        fields["archivo"].widget.attrs["class"] = "ay-file"
        fields["archivo"].help_text = _("Se guarda solo su huella, no el archivo.")

    def clean_desde(self) -> date:
        """Refuse a year that can only be a slip of the pen."""
        return _plausible(self.cleaned_data["desde"])

    def clean_hasta(self) -> date | None:
        """The same; an open end is none."""
        given: date | None = self.cleaned_data["hasta"]
        return None if given is None else _plausible(given)

    def clean_archivo(self) -> bytes | None:
        """Give the digest of the file shown; one over the limit is never read."""
        sent = self.cleaned_data["archivo"]
        if not sent:
            return None
        if (sent.size or 0) > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(_("El archivo pasa del tamaño máximo."))
        return hashlib.sha256(sent.read()).digest()

    def claim(self) -> Claim:
        """Give what is claimed."""
        said = self.cleaned_data
        last: date | None = said["hasta"]
        return Claim(
            condition=Condition(said["condicion"]),
            starts=said["desde"],
            ends=None if last is None else last + ONE_DAY,
            evidence=said["prueba"],
            document=said["archivo"],
        )


class ChangeForm(forms.Form):
    """Ends what stands, or takes it back; ``hasta`` is its last day."""

    registro = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput())
    hasta = forms.DateField(required=False)

    def __init__(self, data: QueryDict | None = None, *, fact: int | None = None) -> None:
        super().__init__(
            data,
            auto_id=f"registro-{fact or ''}-%s",
            use_required_attribute=False,
            initial=None if fact is None else {"registro": fact},
        )
        self.fields["hasta"].label = _("Hasta (último día)")
        self.fields["hasta"].required = True
        self.fields["hasta"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["hasta"].error_messages |= dict.fromkeys(
            ("required", "invalid"), _("Escriba la fecha como día, mes y año.")
        )

    def clean_hasta(self) -> date:
        """Refuse a year that can only be a slip of the pen."""
        return _plausible(self.cleaned_data["hasta"])


def _plausible(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Revise el año de la fecha."))
    return day


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that stands, with the form that ends it."""

    fact: int
    title: str
    form: ChangeForm


def condition_name(condition: Condition) -> str:
    """Name a condition in the reader's language."""
    return CONDITIONS[condition.value][texts.language()]


def evidence_text(label: str) -> str:
    """Write a scheme's label of a document as words."""
    return label.replace("_", " ")


def conditions_context(
    facts: Sequence[ConditionFact],
    *,
    rule: DependantRule | None,
    may_record: bool,
    form: ConditionForm | None,
) -> dict[str, object]:
    """Give the facts, and the forms to whoever may record where the rule looks at a condition."""
    offered = rule if rule is not None and conditions_asked(rule) else None
    fresh = None if offered is None or not may_record else form or ConditionForm(rule=offered)
    return {
        "with_conditions": offered is not None or bool(facts),
        "conditions": conditions_table(facts) if facts else None,
        "changes": changes(facts) if may_record else [],
        "condition_form": fresh,
    }


def changes(facts: Sequence[ConditionFact]) -> list[Change]:
    """Give the forms of what stands."""
    return [
        Change(
            one.id,
            f"{condition_name(one.condition).capitalize()}, {texts.short_day(one.starts)}",
            ChangeForm(fact=one.id),
        )
        for one in facts
        if one.stands
    ]


def conditions_table(facts: Sequence[ConditionFact]) -> DataTable:
    """Write the facts, also those that another one replaced."""
    return DataTable(
        caption=_("Condiciones"),
        columns=[
            Column(_("Condición")),
            Column(_("Desde")),
            Column(_("Hasta")),
            Column(_("Documento")),
            Column(_("Registró")),
            Column(_("Estado"), "badge"),
        ],
        rows=[_row(one) for one in facts],
    )


def _row(one: ConditionFact) -> list[Cell]:
    last = None if one.ends is None else one.ends - ONE_DAY
    digest = "" if one.document is None else _("huella %(digest)s…")
    hint = digest % {"digest": one.document.hex()[:12]} if one.document is not None else ""
    sign = ("in_force", _("Registrada")) if one.stands else ("replaced", _("Reemplazada"))
    return [
        Cell(condition_name(one.condition)),
        Cell(texts.short_day(one.starts)),
        Cell(texts.short_day(last) or _("sigue")),
        Cell(evidence_text(one.evidence), hint=hint),
        Cell(one.recorded_by or "—"),
        Cell(_("Anulada") if one.withdrawn else sign[1], badge=sign[0]),
    ]


def refusal_text(refusal: ConditionRefused) -> str:
    """Say why a condition is not recorded, and what would be right."""
    words = {
        NotADependant: _("Solo se registra de un derechohabiente afiliado."),
        ConditionNotInScheme: _("El esquema de su convenio no mira esta condición."),
        EvidenceMissing: _("El esquema pide otro documento para esta condición."),
        ConditionBackward: _("El último día no puede ser anterior al primero."),
        ConditionOverlaps: _("Esta condición ya está registrada en esos días."),
        ConditionUnknown: _("Ese registro ya fue cambiado por otra persona."),
    }
    return words[type(refusal)]
