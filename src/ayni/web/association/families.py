"""The families of the association: who is paid and covered. Never a word about care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.queries import Affiliated
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit.actions import log_reads
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor
from ayni.core.matching import fold
from ayni.core.periods import Span
from ayni.web.actors import PORTAL, page
from ayni.web.association.place import Place, place_of
from ayni.web.association.standing import Standing, standing_of
from ayni.web.backoffice.strip import month_states
from ayni.web.clinic.telling import relation_name
from ayni.web.components import Cell, Column, Crumb, DataTable, StripYear, page_links, strip_years
from ayni.web.templatetags.ayni import day

PER_PAGE = 25
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    page: int

    @property
    def address(self) -> str:
        """Give the address of the same search, ready for a page number."""
        kept = {"q": self.text} if self.text else {}
        return "?" + urlencode({**kept, "pagina": ""})


@never_cache
@require_safe
@page(*PORTAL, reason="familias de la asociación")
def families(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the insured persons with their months and cover; a search finds by surname or number."""
    place = place_of(actor)
    asked = _asked(request)
    with acting(actor):
        total, _persons = affiliations.counts(
            actor=actor, day=place.today, association=place.association
        )
        people = _people(actor, place=place, asked=asked)
        shown = people[:PER_PAGE]
        found = [standing_of(actor=actor, person=one, day=place.today) for one in shown]
        if shown:
            log_reads(actor=actor, persons=[one.person for one in shown], route="portal-families")
    context = {"found": found, "q": asked.text, "total": total, "today": place.today}
    return render(
        request,
        "ayni/association/families.html",
        context | _paging(asked, total=total, more=len(people) > PER_PAGE, count=len(shown)),
    )


def _asked(request: HttpRequest) -> _Asked:
    page_text = request.GET.get("pagina", "1")
    number = int(page_text) if page_text.isdecimal() and len(page_text) < 9 else 1
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
    return _Asked(text=text, page=min(max(number, 1), 100_000))


def _people(actor: Actor, *, place: Place, asked: _Asked) -> list[Affiliated]:
    """Give a page of insured persons and one more, if there is one."""
    if any(letter.isdigit() for letter in asked.text):
        return _by_number(actor, place=place, number=asked.text.replace(" ", ""))
    key = fold(asked.text.replace(",", " "))
    if asked.text and not key:  # signs that fold to nothing begin no name
        return []
    return affiliations.insured_persons(
        actor=actor,
        association=place.association,
        day=place.today,
        text=key,
        start=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )


def _by_number(actor: Actor, *, place: Place, number: str) -> list[Affiliated]:
    """Find anybody of the association, insured person or dependant, by the number's beginning."""
    persons = registry.search(actor=actor, text=number, key="", limit=PER_PAGE)
    spans = [affiliations.spans_of(actor=actor, person=one.id) for one in persons]
    return [found[0] for found in spans if found and found[0].association == place.association]


def _paging(asked: _Asked, *, total: int, more: bool, count: int) -> dict[str, object]:
    """Number the pages of the whole list; a search has only before and after."""
    pages = max(ceil(total / PER_PAGE), 1)
    first = (asked.page - 1) * PER_PAGE
    span = {"first": f"{first + 1:,}", "last": f"{first + count:,}", "total": f"{total:,}"}
    whole = not asked.text and asked.page <= pages
    numbered = whole and pages > 1
    return {
        "links": page_links(page=asked.page, pages=pages, address=asked.address)
        if numbered
        else [],
        "previous_url": f"{asked.address}{asked.page - 1}" if asked.page > 1 else "",
        "next_url": f"{asked.address}{asked.page + 1}" if more else "",
        "showing": _("%(first)s a %(last)s de %(total)s") % span
        if whole
        else _("%(first)s a %(last)s") % span,
    }


@never_cache
@require_safe
@page(*PORTAL, reason="ver una familia de la asociación")
def family(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one family: who belongs to it, months paid, cover of each."""
    place = place_of(actor)
    with acting(actor):
        people = [
            one
            for one in affiliations.family_of(actor=actor, family=number)
            if one.association in actor.associations
        ]
        if not people:
            raise Http404("no such family")
        log_reads(
            actor=actor,
            persons=list(dict.fromkeys(one.person for one in people)),
            route="portal-family",
        )
        now = [one for one in people if one.ends is None or one.ends > place.today]
        found = [standing_of(actor=actor, person=one, day=place.today) for one in now]
        due_on = {
            one.month: one.due_on
            for one in assessments.notices(actor=actor, association=people[0].association)
            if one.adhesion == people[0].adhesion
        }
    former = [one for one in people if one not in now]
    context = _family(found, former=former, due_on=due_on, today=place.today)
    return render(request, "ayni/association/family.html", context)


def _family(
    found: Sequence[Standing],
    *,
    former: Sequence[Affiliated],
    due_on: dict[int, date],
    today: date,
) -> dict[str, object]:
    head = next((one for one in found if one.person.person == one.person.insured), None)
    named = head.person if head else (found[0].person if found else former[0])
    return {
        "head": head,
        "named": named,
        "found": found,
        "former": _former(former) if former else None,
        "years": _years(head, due_on=due_on, today=today),
        "crumbs": [Crumb(_("Familias"), reverse("portal-families")), Crumb(named.name)],
        "today": today,
    }


def _years(head: Standing | None, *, due_on: dict[int, date], today: date) -> list[StripYear]:
    if head is None or head.known is None:
        return []
    spans = [Span(start, end) for start, end in head.known.spans]
    return strip_years(
        month_states(spans=spans, paid=dict(head.known.paid), due_on=due_on, today=today)
    )


def _former(people: Sequence[Affiliated]) -> DataTable:
    return DataTable(
        caption=_("Ya no están en la familia"),
        columns=[
            Column(_("Nombre")),
            Column(_("Parentesco")),
            Column(_("Desde")),
            Column(_("Hasta antes del")),
        ],
        rows=[
            [
                Cell(one.name),
                Cell(relation_name(one.relation)),
                Cell(day(one.starts)),
                Cell(day(one.ends)),
            ]
            for one in people
        ],
    )
