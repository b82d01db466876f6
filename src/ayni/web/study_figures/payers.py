"""Who pays, in the words of the table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.scheme import Payer


def payer_name(payer: Payer) -> str:
    """Name who pays."""
    return {
        Payer.INSURED_PERSON: _("Las familias"),
        Payer.ASSOCIATION: _("La asociación"),
        Payer.EMPLOYER: _("El empleador"),
        Payer.BUYER: _("El comprador"),
        Payer.STATE: _("El Estado"),
    }[payer]
