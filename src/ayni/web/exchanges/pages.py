"""One exchange: who was there, what was learned, what was promised, and what it led to."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import Noted
from ayni.cycle.agreements import agreement_heads
from ayni.cycle.exchanges import Chain, ExchangePage, Led, exchange_page
from ayni.web.actors import OFFICE, PORTAL, page
from ayni.web.backoffice import texts
from ayni.web.components import Action, Cell, Column, Crumb, DataTable
from ayni.web.exchanges.roles import READERS, business_day, may_link, may_open, may_write
from ayni.web.exchanges.telling import (
    ShownNoting,
    shown_commitments,
    shown_exchange,
    shown_noting,
    shown_practices,
    shown_studies,
)
from ayni.web.exchanges.words import part_names


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A person named in an exchange; one whose name was taken out has none."""

    name: str
    post: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownBody:
    """An institution with what it did and who came for it."""

    name: str
    part: str
    persons: Sequence[ShownPerson]


@require_safe
@page(*READERS, reason="ver un intercambio de experiencias")
def exchange(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one exchange."""
    found = exchange_page(actor=actor, number=number, today=business_day(actor))
    if found is None:
        raise Http404("no such exchange")
    shown = shown_exchange(found.exchange, there=found.chain.participants)
    writes = may_write(actor)
    context = {
        "crumbs": [Crumb(_("Experiencias"), reverse("exchanges")), Crumb(shown.title.text)],
        "exchange": shown,
        "eyebrow": f"{shown.kind} · {shown.when}",
        "actions": _actions(found, writes=writes),
        "writes": writes,
        "bodies": _bodies(found),
        "promisers": _promisers(found),
        "practices": shown_practices(found.chain, exchange=number),
        "commitments": shown_commitments(found.chain, exchange=number, opens=may_open(actor)),
        "later": [
            shown_exchange(one, there=()) for one in found.chain.exchanges if one.id != number
        ],
        "studies": shown_studies(found.chain.studies, opens=may_open(actor)),
        "links": may_link(actor),
        "withdrawn": _withdrawn(found),
        "led": led_table(found.chain, linked=_readable(actor)),
        "invented": found.chain.invented,
        "corrected": _corrected(found.exchange.changed),
    }
    return render(request, "ayni/exchanges/exchange.html", context)


def _corrected(times: int) -> str:
    """Say that it was written anew; nothing when it was not."""
    if not times:
        return ""
    if times == 1:
        return _("Corregido una vez; lo que decía antes se conserva.")
    return _("Corregido %s veces; lo que decía antes se conserva.") % times


def _actions(found: ExchangePage, *, writes: bool) -> list[Action]:
    number = found.exchange.id
    story = Action(
        _("Leer la historia"), reverse("exchange-story", args=[number]), "leaf", "primary"
    )
    if not writes:
        return [story]
    return [story, Action(_("Corregir"), reverse("exchange-correct", args=[number]), "file")]


def _bodies(found: ExchangePage) -> list[ShownBody]:
    names = part_names()
    return [
        ShownBody(
            one.body,
            names[one.part],
            [_person(found, each.id, each.name, each.post) for each in found.persons
             if each.participant == one.id],
        )
        for one in found.chain.participants
        if one.exchange == found.exchange.id
    ]  # fmt: skip


def _promisers(found: ExchangePage) -> list[ShownPerson]:
    """List who gave a word that stands."""
    standing = {one.id for one in found.chain.commitments}
    return [
        _person(found, one.id, one.name, one.post)
        for one in found.persons
        if one.commitment in standing
    ]


def _withdrawn(found: ExchangePage) -> list[tuple[ShownNoting, list[ShownPerson]]]:
    """Show what was withdrawn, with the persons whose names still lie there."""
    return [
        (
            shown_noting(one),
            [
                _person(found, each.id, each.name, each.post)
                for each in found.persons
                if one.what is Noted.COMMITMENT and each.commitment == one.id
            ],
        )
        for one in found.withdrawn
    ]


def _person(found: ExchangePage, number: int, name: str | None, post: str | None) -> ShownPerson:
    return ShownPerson(
        name or "",
        post or "",
        reverse("exchange-name-out", args=[found.exchange.id, number]) if name else "",
    )


def _readable(actor: Actor) -> frozenset[int]:
    """Give the agreements whose page the reader may open."""
    if actor.role not in (*OFFICE, *PORTAL):
        return frozenset()
    return frozenset(one.id for one in agreement_heads(actor=actor))


def led_table(chain: Chain, *, linked: Container[int]) -> DataTable | None:
    """Lay out the agreements a chain led to with whom they reach today; none where there is none."""
    if not chain.led:
        return None
    return DataTable(
        caption=_("Convenios a los que llevó"),
        columns=[
            Column(_("Convenio"), "link"),
            Column(_("Firmado")),
            Column(_("Asociaciones"), "number"),
            Column(_("Familias"), "number"),
            Column(_("Personas"), "number"),
            Column(_("Familias cubiertas"), "number"),
            Column(_("Personas cubiertas"), "number"),
        ],
        rows=[_led_row(one, linked=linked) for one in chain.led],
    )


def _led_row(one: Led, *, linked: Container[int]) -> list[Cell]:
    reach, number = one.reach, one.agreement.version.agreement
    url = reverse("agreement", args=[number]) if number in linked else ""
    return [
        Cell(one.agreement.code, hint=one.agreement.party, url=url),
        Cell(texts.short_day(one.agreement.version.signed_on)),
        Cell(texts.number(one.agreement.adhesions)),
        *(
            Cell(texts.number(count))
            for count in (
                reach.families,
                reach.persons,
                reach.covered_families,
                reach.covered_persons,
            )
        ),
    ]
