"""The list of exchanges, and first the commitments whose day has come."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.alliance.exchange_queries import Exchange, Participant
from ayni.core.actor import Actor
from ayni.core.matching import fold
from ayni.cycle.exchanges import exchange_list
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Action
from ayni.web.exchanges.roles import READERS, business_day, may_write
from ayni.web.exchanges.telling import shown_commitment, shown_exchange
from ayni.web.exchanges.words import place_name

SIZE = 20


@require_safe
@page(*READERS, reason="ver los intercambios de experiencias")
def exchanges(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the exchanges, newest first, by words and by year."""
    day = business_day(actor)
    found = exchange_list(actor=actor, today=day)
    text = request.GET.get("q", "").strip()[:80]
    years = sorted({one.year for one in found.exchanges}, reverse=True)
    asked = request.GET.get("ano", "")
    year = int(asked) if asked in map(str, years) else None
    mine = [
        one
        for one in found.exchanges
        if (year is None or one.year == year) and _matches(one, text, there=found.participants)
    ]
    here = texts.page_asked(request.GET.get("pagina", ""), total=len(mine), size=SIZE)
    kept = {**({"q": text} if text else {}), **({"ano": str(year)} if year else {})}
    links, before, after = texts.pages(page=here, total=len(mine), size=SIZE, kept=kept)
    context = {
        "any": bool(found.exchanges),
        "text": text,
        "years": _years(years, now=year, text=text),
        "hidden": [("ano", str(year))] if year else [],
        "exchanges": [
            shown_exchange(one, there=found.participants)
            for one in mine[(here - 1) * SIZE : here * SIZE]
        ],
        "waiting": [
            shown_commitment(one, day=day, exchanges=found.exchanges) for one in found.waiting
        ],
        "actions": _actions(actor),
        "writes": may_write(actor),
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Intercambios: %(count)s") % {"count": texts.number(len(mine))},
    }
    return render(request, "ayni/exchanges/list.html", context)


def _matches(one: Exchange, text: str, *, there: Sequence[Participant]) -> bool:
    """Tell whether an exchange holds the words; signs that fold to nothing are in none."""
    key = fold(text)
    bodies = " ".join(each.body for each in there if each.exchange == one.id)
    titles = " ".join(part for part in (one.title.es, one.title.en, one.title.pt) if part)
    said = fold(f"{titles} {one.place} {place_name(one.country)} {bodies} {one.code}")
    return not text or (key != "" and key in said)


def _years(years: Sequence[int], *, now: int | None, text: str) -> list[tuple[str, str, bool]]:
    kept = {"q": text} if text else {}
    every = [(_("Todos los años"), "?" + urlencode(kept), now is None)]
    return every + [(str(one), "?" + urlencode({**kept, "ano": one}), one == now) for one in years]


def _actions(actor: Actor) -> list[Action]:
    if not may_write(actor):
        return []
    return [Action(_("Anotar un intercambio"), reverse("exchange-new"), "file", "primary")]
