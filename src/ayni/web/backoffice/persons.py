"""Search of persons by number or surname. Whoever is shown is logged."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.audit.actions import log_reads
from ayni.apps.registry import queries as registry
from ayni.apps.registry.queries import Person
from ayni.core.actor import Actor
from ayni.core.matching import fold
from ayni.web.actors import CASES, page
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable

LIMIT = 30
SHORTEST = 3


@require_safe
@page(*CASES, reason="buscar a una persona")
def persons(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find persons by the beginning of their number or surnames."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]
    enough = len(text) >= SHORTEST
    found: list[Person] = []
    if enough:
        with acting(actor):
            found = registry.search(
                actor=actor, text=text, key=fold(text.replace(",", " ")), limit=LIMIT
            )
            log_reads(actor=actor, persons=[p.id for p in found], route=request.path)
    context = {
        "text": text,
        "enough": enough,
        "table": _table(found) if found else None,
        "full": len(found) == LIMIT,
        "limit": LIMIT,
    }
    return render(request, "ayni/backoffice/persons.html", context)


def _table(found: Sequence[Person]) -> DataTable:
    return DataTable(
        caption=_("Personas encontradas"),
        columns=[
            Column(_("Apellidos y nombres"), "link"),
            Column(_("Documento")),
            Column(_("Nacimiento")),
        ],
        rows=[
            [
                Cell(one.full_name, url=reverse("office-person", args=[one.id])),
                Cell(document_of(one)),
                Cell(texts.short_day(one.birth_date)),
            ]
            for one in found
        ],
    )


def document_of(one: Person) -> str:
    return f"{one.number_kind} {one.number}" if one.number else _("sin documento")
