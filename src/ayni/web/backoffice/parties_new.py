"""A new party in the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import NewAssociation
from ayni.apps.alliance.party_actions import KEEPERS, UnknownParty
from ayni.apps.alliance.party_refusals import RegisteredAlready, told
from ayni.core.actor import Actor
from ayni.core.alliance.identities import KINDS, kinds_of
from ayni.core.alliance.isic import OF_SCHEMES
from ayni.web.actors import page
from ayni.web.backoffice.parties import WHICH, FormCard
from ayni.web.backoffice.party_forms import PartyForm, choice, day, text
from ayni.web.backoffice.party_words import REFUSED, kind_names, refusal_text
from ayni.web.clock import today
from ayni.web.components import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
@page(*KEEPERS, reason="registrar una asociación")
def new_party(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form and take it."""
    with acting(actor):
        institution = access.institution(actor=actor)
    form = _form(institution.country, request.POST if request.method == "POST" else None)
    form.fields["desde"].initial = today(actor=actor)
    sent = request.method == "POST" and request.POST.get(WHICH) == "alta"
    if sent and form.is_valid():
        try:
            return redirect("office-party-identity", number=_make(actor, form.cleaned_data))
        except REFUSED as refusal:
            form.add_error(None, refusal_text(refusal))
    title = _("Registrar una asociación")
    card = FormCard("alta", title, _("Registrar"), form)
    context = {
        "crumbs": [Crumb(_("Asociaciones"), reverse("office-associations")), Crumb(title)],
        "title": title,
        "card": card,
        "here": request.path,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "ayni/backoffice/party_new.html", context, status=status)


def _form(country: str, data: Any) -> forms.Form:
    kinds = kinds_of(country)
    label = kinds[0] if kinds else _("Número legal")
    hint = (
        _("Por ejemplo %(number)s.") % {"number": KINDS[country, kinds[0]].example} if kinds else ""
    )
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,19}$",
        label=_("Código"),
        help_text=_("Mayúsculas, cifras y guion, por ejemplo COOP-12."),
    )
    code.error_messages["invalid"] = _("Use mayúsculas, cifras y guion, por ejemplo COOP-12.")
    code.error_messages["required"] = _("Falta este dato.")
    activities = [(one, one.replace("_", " ").capitalize()) for one in OF_SCHEMES]
    fields: dict[str, forms.Field] = {
        "clase": choice(_("Qué es"), list(kind_names().items())),
        "codigo": code,
        "nombre": text(_("Nombre"), most=200),
        "region": text(_("Región"), most=80),
        "actividad": choice(_("Actividad en el esquema"), activities),
        "numero": text(label, most=30, required=False, hint=hint),
        "centro": text(_("Código del centro al que pertenece"), most=40, required=False),
        "desde": day(_("Desde el")),
    }
    return PartyForm("alta", fields, data)


def _make(actor: Actor, given: dict[str, Any]) -> int:
    """Register the party; a code that is taken is refused."""
    with acting(actor.because(f"registrar la asociación {given['codigo']}")), told():
        if alliances.association_by_code(actor=actor, code=given["codigo"]) is not None:
            raise RegisteredAlready(given["codigo"])
        parent = None
        if given["centro"]:
            parent = alliances.association_by_code(actor=actor, code=given["centro"].strip())
            if parent is None:
                raise UnknownParty(given["centro"])
        return alliance.make_association(
            actor=actor,
            new=NewAssociation(
                code=given["codigo"],
                name=given["nombre"],
                kind=given["clase"],
                region=given["region"],
                activity=given["actividad"],
                tax_number=given["numero"] or None,
                parent=parent,
                since=given["desde"],
            ),
        )
