"""The form in which a dispute is opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.core.complaint.disputes import LONGEST_DAYS, PROPOSED_DAYS
from ayni.cycle.disputes import Opened, Opening
from ayni.web.backoffice import party_forms
from ayni.web.disputes.words import about_words, group_names

DISPUTED, ASKED = 4000, 2000


class DisputeForm(forms.Form):
    """What is disputed, what is asked, until when an answer is waited for, how much money it is about."""

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening = opening
        self.fields["sobre"] = _subjects(opening)
        self.fields["disputa"] = party_forms.text(_("Qué se disputa"), most=DISPUTED, rows=5)
        self.fields["pide"] = party_forms.text(_("Qué se pide"), most=ASKED, rows=3)
        self.fields["hasta"] = party_forms.day(_("Decidir hasta"), initial=opening.proposed_due)
        self.fields["hasta"].help_text = _(
            "Se proponen %(days)s días: ni el esquema ni el convenio fijan un plazo."
            " Cambie el día si acordaron otro."
        ) % {"days": PROPOSED_DAYS}
        self.fields["monto"] = party_forms.money(opening.currency)
        self.fields["monto"].label = _("Monto en disputa (%(currency)s)") % {
            "currency": opening.currency
        }

    def clean_hasta(self) -> Any:
        """Refuse a day that does not lie ahead, or lies more than a year ahead."""
        due = self.cleaned_data["hasta"]
        today = self.opening.today
        if not today < due <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Elija un día desde mañana y antes de un año."))
        return due

    def clean_monto(self) -> Any:
        """Refuse a sum of nothing: leave it empty instead."""
        given = self.cleaned_data["monto"]
        if given is not None and given <= 0:
            raise forms.ValidationError(_("Escriba una suma mayor que cero, o deje vacío."))
        return given

    def new(self) -> Opened:
        """Give the dispute."""
        given = self.cleaned_data
        return Opened(
            subject=given["sobre"],
            disputed=given["disputa"],
            asked=given["pide"],
            due_on=given["hasta"],
            amount=party_forms.minor(given["monto"], currency=self.opening.currency),
        )


def _subjects(opening: Opening) -> forms.ChoiceField:
    found = party_forms.choice(_("Sobre qué"), [])
    grouped = [
        (name, [(one.key, about_words(one)) for one in opening.subjects if one.kind is kind])
        for kind, name in group_names().items()
    ]
    found.choices = [("", _("Elija…")), *((name, some) for name, some in grouped if some)]
    return found
