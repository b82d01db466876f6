"""Officers of a party: who holds which office, until when, and who was invited to the portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance.party_actions import NewOfficer
from ayni.apps.alliance.party_queries import Officer
from ayni.core.actor import Actor, Role
from ayni.web.actors import OFFICE, page, role_names
from ayni.web.backoffice import texts
from ayni.web.backoffice.parties import (
    Block,
    Done,
    Kind,
    Party,
    Section,
    respond,
    span_text,
    table,
)
from ayni.web.backoffice.party_forms import PartyForm, choice, day, text
from ayni.web.backoffice.party_words import office_names
from ayni.web.components import Cell, Column, DataTable

#: Days that a link opens.
OPEN_DAYS = 7


def officer_table(found: Sequence[Officer], *, today: date, access: bool) -> DataTable | None:
    """Give the officers; ``access`` adds who was invited to the portal."""
    columns = [
        Column(_("Nombre")),
        Column(_("Cargo")),
        Column(_("Estado"), "badge"),
        Column(_("Período")),
        Column(_("Teléfono y correo")),
    ]
    if access:
        columns.append(Column(_("Portal")))
    return table(_("Dirigentes"), columns, [_row(one, today=today, access=access) for one in found])


def _row(one: Officer, *, today: date, access: bool) -> list[Cell]:
    state = "in_force" if one.in_office(today) else ("future" if one.starts > today else "ended")
    cells = [
        Cell(one.name),
        Cell(office_names()[one.office]),
        Cell(badge=state),
        Cell(span_text(one.starts, one.ends)),
        Cell(one.phone or "", hint=one.email or ""),
    ]
    return [*cells, Cell(_portal(one, today=today))] if access else cells


def _portal(one: Officer, *, today: date) -> str:
    for sent in one.sent:
        role = str(role_names()[sent.role])
        if sent.used_on:
            return _("%(role)s, desde el %(day)s") % {
                "role": role,
                "day": texts.short_day(sent.used_on),
            }
        if sent.open_on(today):
            return _("invitación abierta hasta el %(day)s") % {
                "day": texts.short_day(sent.expires - timedelta(days=1))
            }
    return _("sin acceso")


def officers_block(party: Party, *, access: bool) -> Block:
    """Show the officers of a party."""
    return Block(
        _("Dirigentes"),
        table=officer_table(
            party_queries.officers(association=party.number), today=party.today, access=access
        ),
        empty=_("Todavía no hay dirigentes registrados."),
    )


def _blocks(actor: Actor, party: Party) -> list[Block]:
    return [officers_block(party, access=True)]


def _new_form(party: Party, data: Any, files: Any) -> forms.Form:
    email = forms.EmailField(label=_("Correo"), required=False, max_length=120)
    email.error_messages["invalid"] = _("Escriba el correo así: rosa@ejemplo.pe.")
    fields: dict[str, forms.Field] = {
        "nombre": text(_("Nombre y apellidos"), most=120),
        "cargo": choice(_("Cargo"), list(office_names().items())),
        "desde": day(_("Desde el"), initial=party.today),
        "hasta": day(_("Hasta antes del"), required=False),
        "telefono": text(_("Teléfono"), most=40, required=False),
        "correo": email,
    }
    return PartyForm("dirigente", fields, data, files)


def _new(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    new = NewOfficer(
        name=given["nombre"],
        office=given["cargo"],
        starts=given["desde"],
        ends=given["hasta"],
        phone=given["telefono"],
        email=given["correo"],
    )
    with acting(actor.because(f"registrar un cargo: {given['cargo']}")):
        party_actions.add_officer(actor=actor, association=party.number, seen=seen, new=new)
    return Done(_("El cargo quedó registrado."))


def _in_office(party: Party) -> list[tuple[str, str]]:
    """Offer who holds an office or will."""
    return [
        (str(one.id), f"{one.name}, {office_names()[one.office]}")
        for one in party_queries.officers(association=party.number)
        if one.ends is None or one.ends > party.today
    ]


def _officer_field(party: Party, data: Any) -> forms.Field:
    """Ask for an officer: of the list when shown; any number when sent, which is looked up then."""
    if data is None:
        return choice(_("Dirigente"), _in_office(party))
    found = forms.IntegerField(label=_("Dirigente"), min_value=1, max_value=2**31 - 1)
    found.error_messages["required"] = _("Elija uno de la lista.")
    found.error_messages["invalid"] = _("Elija uno de la lista.")
    return found


def _end_form(party: Party, data: Any, files: Any) -> forms.Form:
    fields: dict[str, forms.Field] = {
        "dirigente": _officer_field(party, data),
        "hasta": day(_("Hasta antes del"), initial=party.today),
    }
    return PartyForm("terminar", fields, data, files)


def _end(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("terminar un cargo")):
        party_actions.end_officer(
            actor=actor, association=party.number, seen=seen, officer=int(given["dirigente"]),
            day=given["hasta"], today=party.today,
        )  # fmt: skip
    return Done(_("El cargo quedó terminado, y con él su acceso al portal."))


def _invite_form(party: Party, data: Any, files: Any) -> forms.Form:
    roles = [(one.value, str(role_names()[one])) for one in (Role.REPRESENTATIVE, Role.SECRETARY)]
    fields: dict[str, forms.Field] = {
        "dirigente": _officer_field(party, data),
        "papel": choice(_("Actuará como"), roles),
    }
    return PartyForm("invitar", fields, data, files)


def _invite(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("invitar a un dirigente al portal")):
        word = party_actions.invite_officer(
            actor=actor, association=party.number, seen=seen, officer=int(given["dirigente"]),
            role=Role(given["papel"]), today=party.today,
            expires=party.today + timedelta(days=OPEN_DAYS),
        )  # fmt: skip
    return Done("", link=reverse("invitation", args=[word]))


SECTION = Section(
    name="officers",
    route="office-party-officers",
    title=lambda: _("Dirigentes"),
    lead=lambda: _("Quién dirige la asociación, hasta cuándo, y quién entra al portal por ella."),
    blocks=_blocks,
    kinds={
        "dirigente": Kind(
            lambda: _("Registrar un cargo"), lambda: _("Registrar el cargo"), _new_form, _new
        ),
        "invitar": Kind(
            lambda: _("Invitar al portal"),
            lambda: _("Crear el enlace"),
            _invite_form,
            _invite,
            lambda: _(
                "El enlace sirve una vez y por siete días. Quien lo abre elige su contraseña o lo suma a su "
                "cuenta. El acceso dura lo que dura el cargo."
            ),
        ),
        "terminar": Kind(
            lambda: _("Terminar un cargo"),
            lambda: _("Terminar el cargo"),
            _end_form,
            _end,
            danger=True,
        ),
    },
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(*OFFICE, reason="dirigentes de una asociación")
def officers(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show and keep the officers, and invite them to the portal."""
    return respond(request, actor, number, section=SECTION)
