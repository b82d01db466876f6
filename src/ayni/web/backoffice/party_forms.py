"""The forms about parties. Labels are Spanish words of the catalogues; values are checked again below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.core.alliance.papers import LIMIT, WrongFile
from ayni.core.money import minor_digits
from ayni.cycle.parties import PaperFile

Choices = Sequence[tuple[str, str]]
ACCEPT = ".pdf,.jpg,.jpeg,.png"


def choice(label: str, choices: Choices, *, required: bool = True) -> forms.ChoiceField:
    """Ask to choose one; nothing is chosen beforehand."""
    found = forms.ChoiceField(label=label, choices=[("", _("Elija…")), *choices], required=required)
    found.error_messages["required"] = _("Elija uno de la lista.")
    found.error_messages["invalid_choice"] = _("Elija uno de la lista.")
    return found


def text(
    label: str, *, most: int, required: bool = True, hint: str = "", rows: int = 0
) -> forms.CharField:
    """Ask for a text of at most so many signs."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    found = forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget
    )
    found.error_messages["required"] = _("Falta este dato.")
    return found


def day(label: str, *, initial: date | None = None, required: bool = True) -> forms.DateField:
    """Ask for a day."""
    found = forms.DateField(
        label=label,
        required=required,
        initial=initial,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "2200-12-31"}),
    )
    found.error_messages["required"] = _("Falta el día.")
    found.error_messages["invalid"] = _("Escriba el día así: 31/12/2026.")
    return found


def paper(*, required: bool) -> forms.FileField:
    """Ask for a scan; its type and size are looked at below, by its content."""
    found = forms.FileField(
        label=_("Archivo"),
        required=required,
        help_text=_("PDF, JPG o PNG, hasta 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT, "class": "ay-file"}),
        allow_empty_file=True,
        max_length=200,
    )
    found.error_messages["required"] = _("Elija el archivo del papel.")
    return found


def money(currency: str) -> forms.DecimalField:
    """Ask for a sum of a currency, in whole units with decimals."""
    found = forms.DecimalField(
        label=_("Monto (%(currency)s)") % {"currency": currency},
        required=False,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=minor_digits(currency),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    found.error_messages["invalid"] = _("Escriba una suma, por ejemplo 30000.00.")
    return found


def sent_file(sent: Any) -> PaperFile | None:
    """Give the file that was sent, if one was; one over the limit is never read."""
    if not sent:
        return None
    if (sent.size or 0) > LIMIT:
        raise WrongFile("large")
    return PaperFile(name=(sent.name or "papel")[-200:], content=sent.read())


def minor(value: Decimal | None, *, currency: str) -> int | None:
    """Give a sum in minor units."""
    return None if value is None else int(value * 10 ** minor_digits(currency))


class PartyForm(forms.Form):
    """A form made of fields given by name; identifiers carry its name, since a page has several."""

    def __init__(
        self, which: str, fields: dict[str, forms.Field], data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, auto_id=f"{which}_%s")
        self.fields.update(fields)

    def clean(self) -> dict[str, Any]:
        """Refuse signs that no text of the register may hold, and days no calendar of ours holds."""
        given = super().clean() or {}
        for name, value in list(given.items()):
            if isinstance(value, date) and not date(1800, 1, 1) <= value <= date(2200, 12, 31):
                self.add_error(name, _("Escriba el día así: 31/12/2026."))
        return given
