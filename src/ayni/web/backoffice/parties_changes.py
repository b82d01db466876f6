"""To whom a party belongs, and what became of it: names, mergers, splits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.party_actions import NewChange, UnknownParty
from ayni.apps.alliance.party_queries import PartyChange
from ayni.core.actor import Actor
from ayni.cycle import parties as cycle
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
from ayni.web.backoffice.party_forms import PartyForm, day, paper, sent_file, text
from ayni.web.components import Cell, Column


def centre_block(party: Party) -> Block:
    """Show to whom the party belongs and belonged."""
    found = party_queries.memberships(association=party.number)
    return Block(
        _("A quién pertenece"),
        table=table(
            _("A quién pertenece"),
            [Column(_("Centro"), "link"), Column(_("Estado"), "badge"), Column(_("Período"))],
            [
                [
                    Cell(one.parent_name, url=reverse("office-association", args=[one.parent])),
                    Cell(badge="in_force" if _holds(one, party) else _not_now(one, party)),
                    Cell(span_text(one.starts, one.ends)),
                ]
                for one in found
            ],
        ),
        empty=_("No pertenece a otra asociación."),
    )


def _holds(one: party_queries.Membership, party: Party) -> bool:
    return (one.starts is None or one.starts <= party.today) and (
        one.ends is None or party.today < one.ends
    )


def _not_now(one: party_queries.Membership, party: Party) -> str:
    return "future" if one.starts is not None and one.starts > party.today else "ended"


def _blocks(actor: Actor, party: Party) -> list[Block]:
    found = party_queries.changes(association=party.number)
    return [
        centre_block(party),
        Block(
            _("Cambios"),
            table=table(
                _("Cambios"),
                [Column(_("Día")), Column(_("Qué pasó")), Column(_("Motivo"))],
                [
                    [
                        Cell(texts.short_day(one.day)),
                        Cell(change_text(one, number=party.number)),
                        Cell(one.why, hint=_("con papel") if one.document else ""),
                    ]
                    for one in found
                ],
            ),
            empty=_("No hay cambios registrados."),
        ),
    ]


def change_text(one: PartyChange, *, number: int) -> str:
    """Say what happened, as seen from one of the two."""
    if one.kind == "rename":
        return _("Se llamaba %(old)s; desde ese día, %(new)s.") % {
            "old": one.old_name,
            "new": one.new_name,
        }
    own = one.association == number
    names = {"one": one.association_name, "other": one.other_name}
    if one.kind == "merger":
        return (_("Se fusionó con %(other)s.") if own else _("Se le fusionó %(one)s.")) % names
    return (_("De ella se separó %(other)s.") if own else _("Se separó de %(one)s.")) % names


def _code(label: str, *, required: bool = True) -> forms.CharField:
    """Ask for an association by its code: with ten thousand of them no list helps."""
    return text(
        label, most=40, required=required, hint=_("El código está en su página de resumen.")
    )


def _number(actor: Actor, code: str) -> int:
    found = alliances.association_by_code(actor=actor, code=code.strip())
    if found is None:
        raise UnknownParty(code)
    return found


def _centre_form(party: Party, data: Any, files: Any) -> forms.Form:
    fields: dict[str, forms.Field] = {
        "centro": _code(_("Código del nuevo centro"), required=False),
        "desde": day(_("Desde el"), initial=party.today),
    }
    fields["centro"].help_text = _("Vacío: deja de pertenecer a otra.")
    return PartyForm("centro", fields, data, files)


def _centre(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    with acting(actor.because("cambiar de centro")):
        parent = _number(actor, given["centro"]) if given["centro"] else None
        party_actions.join(
            actor=actor, association=party.number, seen=seen, parent=parent, day=given["desde"],
        )  # fmt: skip
    return Done(_("El cambio de centro quedó registrado."))


def _why() -> dict[str, forms.Field]:
    return {
        "motivo": text(_("Motivo"), most=1000, rows=2),
        "archivo": paper(required=False),
    }


def _name_form(party: Party, data: Any, files: Any) -> forms.Form:
    fields: dict[str, forms.Field] = {
        "nombre": text(_("Nombre nuevo"), most=200),
        "dia": day(_("Desde el"), initial=party.today),
        **_why(),
    }
    return PartyForm("nombre", fields, data, files)


def _future(party: Party, given: dict[str, Any]) -> bool:
    return bool(given["dia"] > party.today)


def _name(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    if _future(party, given):
        raise cycle.NotYet(str(given["dia"]))
    new = NewChange(kind="rename", day=given["dia"], why=given["motivo"], name=given["nombre"])
    cycle.rename(
        actor=actor, association=party.number, seen=seen, new=new, file=sent_file(given["archivo"])
    )
    return Done(_("El nombre quedó cambiado."))


def _two_form(which: str, label: str) -> Any:
    def make(party: Party, data: Any, files: Any) -> forms.Form:
        fields: dict[str, forms.Field] = {
            "otra": _code(label),
            "dia": day(_("Desde el (primer día de un mes)")),
            **_why(),
        }
        return PartyForm(which, fields, data, files)

    return make


def _two(actor: Actor, kind: str, given: dict[str, Any]) -> NewChange:
    with acting(actor):
        other = _number(actor, given["otra"])
    return NewChange(kind=kind, day=given["dia"], why=given["motivo"], other=other)


def _merge(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    done = cycle.merge(
        actor=actor, association=party.number, seen=seen, new=_two(actor, "merger", given),
        file=sent_file(given["archivo"]),
    )  # fmt: skip
    return Done(
        ngettext(
            "La fusión quedó registrada. Pasó %(count)s persona, sin perder un día.",
            "La fusión quedó registrada. Pasaron %(count)s personas, sin perder un día.",
            done.persons,
        )
        % {"count": texts.number(done.persons)}
    )


def _split(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    made = cycle.split(
        actor=actor, association=party.number, seen=seen, new=_two(actor, "split", given),
        file=sent_file(given["archivo"]),
    )  # fmt: skip
    return Done(
        _(
            "La división quedó registrada; adhesiones nuevas: %(codes)s. Ahora envíe dos nóminas de ese mes: "
            "primero la de esta asociación sin las familias que se van, después la de la nueva con ellas."
        )
        % {"codes": ", ".join(one.code for one in made.adhesions) or _("ninguna")}
    )


SECTION = Section(
    name="changes",
    route="office-party-changes",
    title=lambda: _("Centro y cambios"),
    lead=lambda: _("A quién pertenece en cada fecha, y cómo cambió: nombre, fusiones, divisiones."),
    blocks=_blocks,
    kinds={
        "centro": Kind(
            lambda: _("Cambiar de centro"), lambda: _("Cambiar de centro"), _centre_form, _centre
        ),
        "nombre": Kind(
            lambda: _("Cambiar el nombre"),
            lambda: _("Registrar el nombre"),
            _name_form,
            _name,
            upload=True,
        ),
        "fusion": Kind(
            lambda: _("Fusionar con otra"),
            lambda: _("Registrar la fusión"),
            _two_form("fusion", _("Código de la que la recibe")),
            _merge,
            lambda: _(
                "Ese día terminan sus adhesiones y empiezan o siguen las de la otra. Las familias pasan sin "
                "perder un día; lo que debe sigue en sus propios avisos."
            ),
            upload=True,
            danger=True,
        ),
        "division": Kind(
            lambda: _("Dividir"),
            lambda: _("Registrar la división"),
            _two_form("division", _("Código de la que se separa (ya registrada)")),
            _split,
            lambda: _(
                "La nueva se adhiere ese día a los mismos convenios. Aquí las familias pasan por nómina; para"
                " nombrarlas, use «Dividir nombrando las familias», más arriba."
            ),
            upload=True,
            danger=True,
        ),
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*OFFICE, reason="cambios de una asociación")
def changes(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show and keep to whom a party belongs and what became of it."""
    return respond(request, actor, number, section=SECTION)
