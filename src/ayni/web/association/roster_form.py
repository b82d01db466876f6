"""The upload of a roster: which month, which adhesion, which file; refused in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ayni.apps.alliance.queries import Adhesion
from ayni.core.periods import InvalidMonth, month_text, parse_month
from ayni.cycle.rosters import RosterFile
from ayni.web.sent_sheets import over_limit
from ayni.web.templatetags.ayni import month_name

MONTHS_BACK = 11


class RosterForm(forms.Form):
    """Month and adhesion; the file is looked at apart, because it has no value to show again."""

    month = forms.CharField()
    adhesion = forms.CharField()

    def __init__(
        self, *args: Any, month: int, adhesions: Sequence[Adhesion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = range(month + 1, month - MONTHS_BACK - 1, -1)
        self.fields["month"].label = _("Mes de la nómina")
        self.fields["month"].initial = month_text(month)
        self.fields["month"].widget = forms.Select(
            choices=[(month_text(one), month_name(one)) for one in offered]
        )
        self.fields["adhesion"].label = _("Convenio")
        self.fields["adhesion"].initial = adhesions[0].code if adhesions else ""
        self.fields["adhesion"].widget = (
            forms.Select(choices=[(one.code, one.code) for one in adhesions])
            if len(adhesions) > 1
            else forms.HiddenInput()
        )

    def clean_month(self) -> int:
        """Read the month's number."""
        try:
            return parse_month(str(self.cleaned_data["month"]))
        except InvalidMonth:
            raise forms.ValidationError(_("Elija el mes de la lista.")) from None


def file_of(sent: UploadedFile[bytes] | None) -> tuple[RosterFile | None, str]:
    """Give the file sent, or why it is not taken; one over the limit is never read."""
    if sent is None:
        return None, _("Elija el archivo de la nómina.")
    if refused := over_limit(sent):
        return None, refused
    return RosterFile(name=sent.name or "nomina", content=sent.read()), ""
