"""The form of the clinic: a document number, what brings the person, and the day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.core.scheme import Event
from ayni.web.clinic.telling import event_names

_SIGNS = re.compile(r"[\s.\-–/·]+")
_NUMBER = re.compile(r"[0-9A-Z]{1,20}")
SHORTEST = 8
#: A care of long ago is asked about when its cost is settled; anything further is a slip of the pen.
YEARS_BACK, YEARS_AHEAD = 20, 1


class Question(forms.Form):
    """What the clerk asks. ``today`` is the institution's business day.

    ``benefit`` is asked on the answer of a person whose scheme has waitings; a first question has none.
    """

    number = forms.CharField(max_length=40)
    event = forms.ChoiceField()
    day = forms.DateField()
    benefit = forms.RegexField(r"^[a-z][a-z0-9_]{0,59}\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, focus: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._name_fields()
        self.fields["day"].initial = today
        self.fields["day"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["event"].widget = forms.RadioSelect(choices=list(event_names().items()))
        self.fields["event"].initial = Event.ILLNESS.value
        self.fields["number"].widget.attrs |= {
            "autocomplete": "off",
            "autofocus": focus,
            "spellcheck": "false",
            "autocapitalize": "characters",
        }

    def _name_fields(self) -> None:
        number, event, day = self.fields["number"], self.fields["event"], self.fields["day"]
        number.label, event.label, day.label = _("Número de documento"), _("Motivo"), _("Fecha")
        self.fields["benefit"].label = _("Prestación")
        self.fields["benefit"].error_messages["invalid"] = _("Elija una prestación de la lista.")
        number.error_messages["required"] = _("Escriba el número de documento.")
        number.error_messages["max_length"] = _("El número es demasiado largo.")
        event.choices = list(event_names().items())  # type: ignore[attr-defined]
        event.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), _("Elija el motivo de la atención.")
        )
        day.error_messages |= dict.fromkeys(
            ("required", "invalid"), _("Escriba la fecha como día, mes y año.")
        )

    def clean_number(self) -> str:
        """Take away spaces, points and hyphens; refuse what is no document number."""
        written = _SIGNS.sub("", str(self.cleaned_data["number"])).upper()
        if not _NUMBER.fullmatch(written):
            raise forms.ValidationError(_("Un documento solo tiene cifras y letras."))
        if written.isdigit() and len(written) < SHORTEST:
            raise forms.ValidationError(
                _("El DNI tiene 8 cifras y aquí hay %(count)d. Si empieza con cero, escríbalo.")
                % {"count": len(written)}
            )
        return written

    def clean_day(self) -> date:
        """Refuse a year that can only be a slip of the pen."""
        asked: date = self.cleaned_data["day"]
        if not -YEARS_BACK <= asked.year - self.today.year <= YEARS_AHEAD:
            raise forms.ValidationError(_("Revise el año de la fecha."))
        return asked
