"""What a participant promises, and which practice he takes from the course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.web.backoffice import texts
from ayni.web.exchanges.forms import LAST_YEAR, LONG, SHORT, Written, choose_place


class PromiseForm(Written):
    """A commitment with the day on which somebody asks what became of it."""

    que = forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    para = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "que": (
                _("A qué me comprometo"),
                _("Algo que hará al volver, con quién y hasta dónde."),
            ),
            "para": (_("Para cuándo"), _("Ese día le preguntarán qué pasó.")),
        }

    def clean_para(self) -> date:
        """Take a day to come."""
        given: date = self.cleaned_data["para"]
        if given <= self.day or given.year > LAST_YEAR:
            raise forms.ValidationError(_("Elija un día que todavía no llegó."))
        return given


class LearnedForm(Written):
    """A practice seen in the course: what it is, which scheme has it, under which clause."""

    titulo = forms.CharField(max_length=SHORT)
    texto = forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    esquema = forms.ChoiceField()
    termino = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_place(self, language=texts.language())

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Give each field's label and hint."""
        return {
            "titulo": (_("La práctica, en pocas palabras"), ""),
            "texto": (_("Qué es, para quien no la conoce"), ""),
            "esquema": (_("Esquema de la biblioteca que la tiene"), ""),
            "termino": (
                _("Cláusula negociable"),
                _("La del mismo esquema, si la práctica es algo que se pacta."),
            ),
        }
