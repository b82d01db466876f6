"""The families of an agreement that ends, page by page, and the letters to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.documents import LETTERS_IN_A_PART
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle.after_agreement import AfterAgreement, NoEndAhead
from ayni.cycle.letters import FamilyKept, NoSuchPart, letters, listed, may_name, parts_of
from ayni.web.actors import CASES, PORTAL, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.notices import attachment
from ayni.web.clock import today
from ayni.web.components import Cell, Column, DataTable, PageLink

SIZE = 50


@dataclass(frozen=True, slots=True)
class Sender:
    """An association to choose, with the number of its families."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One file of letters: which families, and where it is had."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FamilyList:
    """A page of the list with what is needed to go on; ``parts`` are the letters of the one chosen."""

    table: DataTable
    senders: list[Sender]
    parts: list[LetterPart]
    named: bool
    links: list[PageLink]
    previous_url: str
    next_url: str
    showing: str


def family_list(
    request: HttpRequest, actor: Actor, found: AfterAgreement, *, names: dict[int, str]
) -> FamilyList | None:
    """Lay out the page of the list that is asked for; none where there is no family."""
    counts: dict[int, int] = {}
    for one in found.groups:
        counts[one.association] = counts.get(one.association, 0) + one.families
    if not counts:
        return None
    asked = request.GET.get("asociacion", "")
    chosen = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 10 else 0
    only = chosen if chosen in counts else next(iter(counts)) if len(counts) == 1 else None
    total = sum(counts.values()) if only is None else counts[only]
    here = texts.page_asked(request.GET.get("pagina", ""), total=total, size=SIZE)
    rows = listed(actor=actor, found=found, association=only, start=(here - 1) * SIZE, size=SIZE)
    kept = {"asociacion": str(only)} if only is not None else {}
    links, before, after = texts.pages(page=here, total=total, size=SIZE, kept=kept)
    first = (here - 1) * SIZE + 1
    named = only is not None and may_name(actor=actor, association=only)
    return FamilyList(
        table=_table(rows, names=names if only is None else {}),
        senders=_senders(counts, names=names, chosen=only),
        parts=_parts(found, only, total=total) if only is not None and named else [],
        named=actor.role is not Role.NEGOTIATOR,
        links=links,
        previous_url=before,
        next_url=after,
        showing=_span(first, last=first + len(rows) - 1, total=total),
    )


def _span(first: int, *, last: int, total: int) -> str:
    return _("Familias %(first)s a %(last)s de %(whole)s") % {
        "first": texts.number(first),
        "last": texts.number(last),
        "whole": texts.number(total),
    }


def _senders(counts: dict[int, int], *, names: dict[int, str], chosen: int | None) -> list[Sender]:
    if len(counts) == 1:
        return []
    ordered = sorted(counts, key=lambda one: names[one])
    every = Sender("", _("Todas las asociaciones"), chosen is None)
    return [
        every,
        *(
            Sender(str(one), f"{names[one]} ({texts.number(counts[one])})", one == chosen)
            for one in ordered
        ),
    ]


def _parts(found: AfterAgreement, association: int, *, total: int) -> list[LetterPart]:
    return [
        LetterPart(
            _span(
                (part - 1) * LETTERS_IN_A_PART + 1,
                last=min(part * LETTERS_IN_A_PART, total),
                total=total,
            ),
            reverse("agreement-letters", args=[found.agreement, association, part]),
        )
        for part in range(1, parts_of(total) + 1)
    ]


def _table(rows: list[FamilyKept], *, names: dict[int, str]) -> DataTable:
    """Lay out the list; without ``names`` all are of one association."""
    heads = [
        Column(_("Familia")),
        Column(_("Titular")),
        *([Column(_("Asociación"))] if names else []),
        Column(_("Personas"), "number"),
        Column(_("Meses acreditados"), "number"),
        Column(_("Cubierta hasta")),
    ]
    found = [
        [
            Cell(str(one.family)),
            Cell(one.insured or "—", hint=one.document or ""),
            *([Cell(names[one.association])] if names else []),
            Cell(texts.number(one.persons)),
            Cell(texts.number(one.credited)),
            Cell(texts.short_day(one.last_day)),
        ]
        for one in rows
    ]
    return DataTable(_("Familia por familia"), heads, found)


@require_safe
@page(*CASES, *PORTAL, reason="imprimir cartas a las familias")
def family_letters(
    request: HttpRequest, actor: Actor, number: int, association: int, part: int
) -> HttpResponse:
    """Give a part of the letters, in the reader's language; what is another's is not there."""
    try:
        made = letters(
            actor=actor,
            agreement=number,
            association=association,
            part=part,
            today=today(actor=actor),
            language=texts.language(),
        )
    except (NoEndAhead, NoSuchPart, NotAllowed):
        raise Http404("no such letters") from None
    return attachment(made)
