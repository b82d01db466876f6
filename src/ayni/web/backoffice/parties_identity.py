"""Who a party is: legal numbers, seat, activities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_actions, party_queries
from ayni.core.actor import Actor
from ayni.core.alliance.identities import KINDS
from ayni.core.alliance.isic import CLASSES, SECTIONS, classes_of, section_of
from ayni.web.actors import OFFICE, page
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
from ayni.web.components import Cell, Column, Item


def activity_text(code: str) -> str:
    """Write a class with its title in the reader's language."""
    return f"{code} {CLASSES[code][texts.language()]}"


def numbers_block(party: Party) -> Block:
    """Show the legal numbers, those in force first."""
    found = party_queries.numbers(association=party.number)
    return Block(
        _("Números legales"),
        table=table(
            _("Números legales"),
            [
                Column(_("País")),
                Column(_("Clase")),
                Column(_("Número")),
                Column(_("Estado"), "badge"),
            ],
            [
                [
                    Cell(one.country.upper()),
                    Cell(one.kind),
                    Cell(one.number, hint=span_text(one.starts, one.ends)),
                    Cell(badge="in_force" if one.ends is None else "ended"),
                ]
                for one in found
            ],
        ),
        empty=_("Todavía no hay un número legal registrado."),
    )


def place_block(party: Party) -> Block:
    """Show seat, sector and activities."""
    seat = party_queries.seat(association=party.number)
    found = party_queries.activities(association=party.number)
    sectors = dict.fromkeys(SECTIONS[section_of(code)][texts.language()] for code, _since in found)
    items = [
        Item(_("Región"), party.association.region),
        Item(_("Distrito"), seat.district if seat else _("sin registrar"), hint=_code(seat)),
        Item(_("Sector"), ", ".join(sectors) or _("sin registrar")),
    ]
    items += [
        Item(
            _("Actividad (CIIU Rev. 4)"),
            activity_text(code),
            hint=_("desde el %(day)s") % {"day": texts.short_day(since)},
        )
        for code, since in found
    ]
    return Block(_("Sede y actividades"), items=items)


def _code(seat: party_queries.Seat | None) -> str:
    return _("código %(code)s") % {"code": seat.code} if seat and seat.code else ""


def _blocks(actor: Actor, party: Party) -> list[Block]:
    return [numbers_block(party), place_block(party)]


def _number_form(party: Party, data: Any, files: Any) -> forms.Form:
    country = party.institution.country
    order = sorted(KINDS.values(), key=lambda one: (one.country != country, one.country))
    kinds = [(f"{one.country} {one.kind}", f"{one.kind} ({one.country.upper()})") for one in order]
    first = next((one for one in order if one.country == country), None)
    hint = _("Por ejemplo %(number)s.") % {"number": first.example} if first else ""
    fields: dict[str, forms.Field] = {
        "clase": choice(_("Clase de número"), kinds),
        "numero": text(_("Número"), most=30, hint=hint),
        "desde": day(_("Vigente desde el"), initial=party.today),
    }
    if first:
        fields["clase"].initial = f"{first.country} {first.kind}"
    return PartyForm("numero", fields, data, files)


def _number(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    country, kind = given["clase"].split(" ", 1)
    with acting(actor.because(f"registrar {kind}")):
        kept = party_actions.enter_number(
            actor=actor, association=party.number, seen=seen, country=country, kind=kind,
            text=given["numero"], day=given["desde"],
        )  # fmt: skip
    return Done(_("Quedó registrado %(kind)s %(number)s.") % {"kind": kind, "number": kept})


def _seat_form(party: Party, data: Any, files: Any) -> forms.Form:
    peru = party.institution.country == "pe"
    code = forms.RegexField(
        r"^[0-9]{6}$" if peru else r"^[0-9]{1,10}$",
        label=_("Código del distrito"),
        required=False,
        help_text=_("Ubigeo de 6 cifras, por ejemplo 120601 (Satipo).") if peru else "",
    )
    code.error_messages["invalid"] = (
        _("El ubigeo tiene 6 cifras, por ejemplo 120601.") if peru else _("Escriba solo cifras.")
    )
    fields: dict[str, forms.Field] = {
        "distrito": text(_("Distrito"), most=120),
        "codigo": code,
        "desde": day(_("Desde el"), initial=party.today),
    }
    return PartyForm("sede", fields, data, files)


def _seat(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("registrar la sede")):
        party_actions.set_seat(
            actor=actor, association=party.number, seen=seen, district=given["distrito"],
            code=given["codigo"], day=given["desde"],
        )  # fmt: skip
    return Done(_("La sede quedó registrada."))


def _activity_form(party: Party, data: Any, files: Any) -> forms.Form:
    linked = classes_of(party.association.activity)
    order = [*linked, *(code for code in CLASSES if code not in linked)]
    fields: dict[str, forms.Field] = {
        "ciiu": choice(
            _("Clase de la CIIU Rev. 4"), [(code, activity_text(code)) for code in order]
        ),
        "desde": day(_("Desde el"), initial=party.today),
    }
    return PartyForm("actividad", fields, data, files)


def _activity(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("registrar una actividad")):
        code = party_actions.add_activity(
            actor=actor, association=party.number, seen=seen, text=given["ciiu"], day=given["desde"]
        )
    return Done(_("Quedó registrada la actividad %(code)s.") % {"code": activity_text(code)})


def _left_form(party: Party, data: Any, files: Any) -> forms.Form:
    found = party_queries.activities(association=party.number) if data is None else None
    codes = [code for code, _since in found] if found is not None else list(CLASSES)
    fields: dict[str, forms.Field] = {
        "ciiu": choice(_("Actividad"), [(code, activity_text(code)) for code in codes]),
        "hasta": day(_("Hasta antes del"), initial=party.today),
    }
    return PartyForm("dejar", fields, data, files)


def _left(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("terminar una actividad")):
        party_actions.end_activity(
            actor=actor, association=party.number, seen=seen, code=given["ciiu"], day=given["hasta"]
        )
    return Done(_("La actividad quedó terminada."))


SECTION = Section(
    name="identity",
    route="office-party-identity",
    title=lambda: _("Identidad"),
    lead=lambda: _("Con qué número existe ante la ley, dónde tiene su sede y a qué se dedica."),
    blocks=_blocks,
    kinds={
        "numero": Kind(
            lambda: _("Registrar un número legal"),
            lambda: _("Registrar el número"),
            _number_form,
            _number,
            lambda: _(
                "El número se comprueba. El de la misma clase que estaba vigente termina ese día."
            ),
        ),
        "sede": Kind(lambda: _("Cambiar la sede"), lambda: _("Guardar la sede"), _seat_form, _seat),
        "actividad": Kind(
            lambda: _("Añadir una actividad"),
            lambda: _("Añadir la actividad"),
            _activity_form,
            _activity,
        ),
        "dejar": Kind(
            lambda: _("Terminar una actividad"),
            lambda: _("Terminar la actividad"),
            _left_form,
            _left,
        ),
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*OFFICE, reason="identidad de una asociación")
def identity(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show and keep numbers, seat and activities."""
    return respond(request, actor, number, section=SECTION)
