"""The associations: the list, and everything of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation.queries import Roster
from ayni.apps.alliance import party_queries
from ayni.apps.alliance.party_actions import KEEPERS
from ayni.apps.alliance.party_queries import LegalNumber
from ayni.core.actor import Actor
from ayni.core.matching import fold
from ayni.cycle import overview
from ayni.cycle.overview import AssociationLine, AssociationPage
from ayni.web.actors import CASES, OFFICE, page
from ayni.web.alliance_links import alliance_links
from ayni.web.backoffice import texts
from ayni.web.backoffice.charts import contributions_chart
from ayni.web.backoffice.home import money_figures, people_figures
from ayni.web.backoffice.notices import notice_rows
from ayni.web.backoffice.parties import tabs
from ayni.web.backoffice.party_words import kind_names
from ayni.web.backoffice.receipts import receipt_table
from ayni.web.clock import today
from ayni.web.components import Action, Cell, Column, Crumb, DataTable, Item

SIZE = 50
#: What the list may be ordered by: the query parameter's word -> the key.
ORDERS: dict[str, Callable[[AssociationLine], tuple[object, ...]]] = {
    "nombre": lambda line: (fold(line.association.name),),
    "deuda": lambda line: (-line.arrears, fold(line.association.name)),
    "familias": lambda line: (-line.families, fold(line.association.name)),
}


@require_safe
@page(*OFFICE, reason="ver las asociaciones")
def associations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the associations, by name, debt or size."""
    lines = overview.association_lines(actor=actor, today=today(actor=actor))
    with acting(actor):
        currency = access.institution(actor=actor).currency
    text = request.GET.get("q", "").strip()[:80]
    order = request.GET.get("orden", "nombre")
    order = order if order in ORDERS else "nombre"
    kind = request.GET.get("tipo", "")
    kind = kind if kind in kind_names() else ""
    found = sorted(
        (line for line in lines if _matches(line, text) and kind in ("", line.association.kind)),
        key=ORDERS[order],
    )
    here = texts.page_asked(request.GET.get("pagina", ""), total=len(found), size=SIZE)
    kept = _kept(order, text, kind)
    links, before, after = texts.pages(page=here, total=len(found), size=SIZE, kept=kept)
    context = {
        "actions": [
            Action(_("Ver el árbol"), reverse("office-tree"), "list"),
            *(
                [Action(_("Registrar una asociación"), reverse("office-party-new"), "building")]
                if actor.role in KEEPERS
                else []
            ),
        ],
        "any": bool(lines),
        "text": text,
        "order": order,
        "orders": _orders(order, text, kind),
        "kinds": _kinds(lines, order=order, text=text, now=kind),
        "table": _list(found[(here - 1) * SIZE : here * SIZE], found=found, currency=currency),
        "found": found,
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Asociaciones: %(count)s") % {"count": texts.number(len(found))},
        "hidden": [(name, value) for name, value in kept.items() if name != "q"],
    }
    return render(request, "ayni/backoffice/associations.html", context)


def _matches(line: AssociationLine, text: str) -> bool:
    """Tell whether a line holds the text; signs that fold to nothing are in no name."""
    one, key = line.association, fold(text)
    said = fold(f"{one.name} {one.code} {one.region} {line.adhesion}")
    return not text or (key != "" and key in said)


def _kept(order: str, text: str, kind: str) -> dict[str, str]:
    """Give what stays in the addresses of this list."""
    found = {"orden": order, "q": text, "tipo": kind}
    return {name: value for name, value in found.items() if value}


def _kinds(
    lines: Sequence[AssociationLine], *, order: str, text: str, now: str
) -> list[tuple[str, str, bool]]:
    """Offer the kinds that are there, when there is more than one."""
    there = {line.association.kind for line in lines}
    if len(there) < 2 and not now:
        return []
    every = [("", _("Todas")), *((k, n) for k, n in kind_names().items() if k in there)]
    return [(name, "?" + urlencode(_kept(order, text, key)), key == now) for key, name in every]


def _orders(now: str, text: str, kind: str) -> list[tuple[str, str, bool]]:
    names = {
        "nombre": _("Por nombre"),
        "deuda": _("Por lo que falta pagar"),
        "familias": _("Por familias"),
    }
    return [
        (name, "?" + urlencode(_kept(key, text, kind)), key == now) for key, name in names.items()
    ]


def _list(
    shown: Sequence[AssociationLine], *, found: Sequence[AssociationLine], currency: str
) -> DataTable:
    return DataTable(
        caption=_("Asociaciones adheridas"),
        columns=[
            Column(_("Asociación"), "link"),
            Column(_("Familias"), "number"),
            Column(_("Personas"), "number"),
            Column(_("Liquidado"), "money"),
            Column(_("Pagado"), "money"),
            Column(_("Falta pagar"), "money"),
            Column(_("Meses por pagar"), "number"),
            Column(_("Estado"), "badge"),
        ],
        rows=[_line(line, currency=currency) for line in shown],
        footer=[
            Cell(_("Total")),
            Cell(texts.number(sum(line.families for line in found))),
            Cell(texts.number(sum(line.persons for line in found))),
            Cell(texts.amount(sum(line.due for line in found), currency)),
            Cell(texts.amount(sum(line.paid for line in found), currency)),
            Cell(texts.amount(sum(line.arrears for line in found), currency)),
            Cell(),
            Cell(),
        ],
    )


def _line(line: AssociationLine, *, currency: str) -> list[Cell]:
    one = line.association
    return [
        Cell(one.name, url=reverse("office-association", args=[one.id]), hint=one.region),
        Cell(texts.number(line.families)),
        Cell(texts.number(line.persons)),
        Cell(texts.amount(line.due, currency)),
        Cell(texts.amount(line.paid, currency)),
        Cell(texts.amount(line.arrears, currency)),
        Cell(texts.number(line.months_unpaid)),
        Cell(badge=_state(line)),
    ]


def _state(line: AssociationLine) -> str:
    if not line.due:
        return "future"
    if line.arrears <= 0:
        return "paid"
    return "part_paid" if line.paid else "unpaid"


@require_safe
@page(*OFFICE, reason="ver una asociación")
def association(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one association: figures, notices, rosters, receipts."""
    day = today(actor=actor)
    found = overview.association_page(actor=actor, today=day, number=number)
    if found is None:
        raise Http404("no such association")
    with acting(actor):
        numbers = party_queries.numbers(association=number)
    names = {found.association.id: found.association.name}
    # Rosters and notices name persons: whoever does not work on them reads the figures alone.
    linked = actor.role in CASES
    context = {
        "crumbs": [
            Crumb(_("Asociaciones"), reverse("office-associations")),
            Crumb(found.association.name),
        ],
        "association": found.association,
        "actions": alliance_links(number, adhesion=found.adhesion),
        "tabs": tabs(number, here="office-association"),
        "people": people_figures(found.overview, one=True),
        "money": money_figures(found.overview, one=True),
        "items": _items(found, numbers=numbers),
        "chart": contributions_chart(
            months=found.overview.months, currency=found.overview.institution.currency
        ),
        "notices": notice_rows(found.notices, today=day, linked=linked) if found.notices else None,
        "rosters": _rosters(found.rosters, linked=linked) if found.rosters else None,
        "receipts": receipt_table(found.receipts, names=names) if found.receipts else None,
    }
    return render(request, "ayni/backoffice/association.html", context)


def _items(found: AssociationPage, *, numbers: Sequence[LegalNumber]) -> list[Item]:
    one, adhesion = found.association, found.adhesion
    items = [
        Item(_("Código"), one.code),
        Item(_("Qué es"), kind_names()[one.kind]),
        Item(_("Región"), one.region),
        *(Item(each.kind, each.number) for each in numbers if each.ends is None),
    ]
    if all(each.ends is not None for each in numbers):
        items.append(Item(_("Número legal"), _("sin registrar")))
    if adhesion is None:
        return [*items, Item(_("Adhesión"), _("sin adhesión"), badge="none")]
    state = "in_force" if adhesion.in_force(found.overview.today) else "ended"
    until = (
        _("hasta el %(day)s") % {"day": texts.day(adhesion.ends)}
        if adhesion.ends
        else _("sin fecha de término")
    )
    return [
        *items,
        Item(_("Adhesión"), adhesion.code, badge=state),
        Item(
            _("Vigencia"), _("desde el %(day)s") % {"day": texts.day(adhesion.starts)}, hint=until
        ),
    ]


def _rosters(found: Sequence[Roster], *, linked: bool) -> DataTable:
    return DataTable(
        caption=_("Nóminas recibidas"),
        columns=[
            Column(_("Mes"), "link"),
            Column(_("Estado"), "badge"),
            Column(_("Filas"), "number"),
            Column(_("Aceptadas"), "number"),
            Column(_("Por revisar"), "number"),
            Column(_("Rechazadas"), "number"),
            Column(_("Repetidas"), "number"),
            Column(_("Familias"), "number"),
        ],
        rows=[
            [
                Cell(
                    texts.month(one.month),
                    url=reverse("office-roster", args=[one.id]) if linked else "",
                    hint=one.name,
                ),
                Cell(badge="applied" if one.applied else "checked"),
                *(
                    Cell(texts.number(value))
                    for value in (
                        one.rows,
                        one.accepted,
                        one.doubtful,
                        one.refused,
                        one.duplicate,
                        one.families,
                    )
                ),
            ]
            for one in found
        ],
    )
