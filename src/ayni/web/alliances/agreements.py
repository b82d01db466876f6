"""The list of agreements: whose, under which scheme, where each stands; and the list of tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.alliance.agreement_queries import Head, TableHead
from ayni.core.actor import Actor
from ayni.core.alliance.life import State
from ayni.core.matching import fold
from ayni.cycle import agreements as found
from ayni.cycle.agreements import Line
from ayni.cycle.negotiating import WRITES
from ayni.web.actors import page
from ayni.web.alliances.day import day_of
from ayni.web.alliances.roles import AT_TABLE, READERS
from ayni.web.alliances.words import purpose_name, side_name
from ayni.web.backoffice import texts
from ayni.web.components import Action, Cell, Column, DataTable
from ayni.web.signs import sign_of

SIZE = 50
_NEVER = date.max
#: What the list may be ordered by: the query parameter's word -> the key.
ORDERS: dict[str, Callable[[Head], tuple[object, ...]]] = {
    "codigo": lambda head: (fold(head.code),),
    "parte": lambda head: (fold(head.party), fold(head.code)),
    "desde": lambda head: (head.starts or _NEVER, fold(head.code)),
    "hasta": lambda head: (head.falls_on or head.ends or _NEVER, fold(head.code)),
}
STATES = tuple(one.value for one in State if one is not State.NONE)


def scheme_names() -> dict[str, str]:
    """Name the schemes of the library in the reader's language."""
    language = texts.language()
    return {code: load_scheme(code).rules.name.in_language(language) for code in list_schemes()}


@require_safe
@page(*READERS, reason="ver los convenios")
def agreements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the agreements by state and text, in pages."""
    heads = found.agreement_heads(actor=actor)
    text = request.GET.get("q", "").strip()[:80]
    order, state = request.GET.get("orden", "codigo"), request.GET.get("estado", "")
    order = order if order in ORDERS else "codigo"
    state = state if state in STATES else ""
    names = scheme_names()
    matching = sorted(
        (one for one in heads if _matches(one, text, state=state, names=names)), key=ORDERS[order]
    )
    here = texts.page_asked(request.GET.get("pagina", ""), total=len(matching), size=SIZE)
    shown = matching[(here - 1) * SIZE : here * SIZE]
    lines = found.agreement_lines(actor=actor, heads=shown, day=day_of(actor))
    kept = {"orden": order, **({"q": text} if text else {}), **({"estado": state} if state else {})}
    links, before, after = texts.pages(page=here, total=len(matching), size=SIZE, kept=kept)
    context: dict[str, Any] = {
        "any": bool(heads),
        "found": bool(matching),
        "text": text,
        "actions": _actions(actor),
        "hidden": [(name, kept[name]) for name in ("orden", "estado") if name in kept],
        "states": _states(heads, now=state, kept=kept),
        "orders": _orders(order, kept=kept),
        "table": _list(lines, names=names),
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Convenios: %(count)s") % {"count": texts.number(len(matching))},
    }
    return render(request, "ayni/alliances/agreements.html", context)


def _actions(actor: Actor) -> list[Action]:
    ways = [
        Action(_("Mesas de negociación"), reverse("tables"), "talk"),
        Action(_("Controversias"), reverse("disputes"), "talk"),
    ]
    if actor.role not in WRITES:
        return ways
    return [*ways, Action(_("Nuevo borrador"), reverse("agreement-draft"), "pen", "primary")]


def _matches(head: Head, text: str, *, state: str, names: dict[str, str]) -> bool:
    """Tell whether an agreement is asked for; signs that fold to nothing are in no name."""
    if state and head.state.value != state:
        return False
    key = fold(text)
    said = fold(f"{head.code} {head.party} {names.get(head.scheme_code, head.scheme_code)}")
    return not text or (key != "" and key in said)


def _states(
    heads: Sequence[Head], *, now: str, kept: dict[str, str]
) -> list[tuple[str, str, bool]]:
    """Give the states there are, each with how many, as links."""
    base = {name: value for name, value in kept.items() if name != "estado"}
    counted = {one: sum(head.state.value == one for head in heads) for one in STATES}
    links = [(_("Todos (%(count)s)") % {"count": texts.number(len(heads))}, _to(base), not now)]
    return links + [
        (f"{sign_of(one).label} ({texts.number(count)})", _to(base | {"estado": one}), one == now)
        for one, count in counted.items()
        if count
    ]


def _orders(now: str, *, kept: dict[str, str]) -> list[tuple[str, str, bool]]:
    names = {
        "codigo": _("Por código"),
        "parte": _("Por parte"),
        "desde": _("Por comienzo"),
        "hasta": _("Por término"),
    }
    return [(name, _to(kept | {"orden": key}), key == now) for key, name in names.items()]


def _to(asked: dict[str, str]) -> str:
    return "?" + urlencode(asked)


def _list(lines: Sequence[Line], *, names: dict[str, str]) -> DataTable:
    return DataTable(
        caption=_("Convenios"),
        columns=[
            Column(_("Convenio"), "link"),
            Column(_("Esquema")),
            Column(_("Estado"), "badge"),
            Column(_("Rige desde")),
            Column(_("Hasta")),
            Column(_("Familias"), "number"),
            Column(_("Mesa abierta"), "link"),
        ],
        rows=[_line(one, names=names) for one in lines],
    )


def _line(line: Line, *, names: dict[str, str]) -> list[Cell]:
    head, table = line.head, line.table
    ends = head.falls_on or head.ends
    open_ended = "" if head.starts is None else _("sin término")
    return [
        Cell(head.code, url=reverse("agreement", args=[head.id]), hint=head.party),
        Cell(names.get(head.scheme_code, head.scheme_code)),
        Cell(
            badge=head.state.value,
            hint=_("desde el %(day)s") % {"day": texts.short_day(head.since)},
        ),
        Cell(texts.short_day(head.starts)),
        Cell(texts.short_day(ends) if ends else open_ended),
        Cell(texts.number(line.families)),
        Cell()
        if table is None
        else Cell(
            purpose_name(table.purpose),
            url=reverse("table", args=[table.id]),
            hint=_("rondas: %(count)s") % {"count": table.rounds},
        ),
    ]


@require_safe
@page(*AT_TABLE, reason="ver las mesas de negociación")
def tables(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the negotiating tables, open ones first."""
    rows = found.tables(actor=actor)
    context = {"found": bool(rows), "table": _tables(rows)}
    return render(request, "ayni/alliances/tables.html", context)


def _tables(rows: Sequence[TableHead]) -> DataTable:
    return DataTable(
        caption=_("Mesas de negociación"),
        columns=[
            Column(_("Mesa"), "link"),
            Column(_("Parte")),
            Column(_("Estado"), "badge"),
            Column(_("Abierta el")),
            Column(_("Rondas"), "number"),
            Column(_("Última palabra")),
        ],
        rows=[
            [
                Cell(one.code, url=reverse("table", args=[one.id]), hint=purpose_name(one.purpose)),
                Cell(one.party),
                Cell(badge=_table_state(one)),
                Cell(texts.short_day(one.opened_on)),
                Cell(texts.number(one.rounds)),
                Cell(side_name(one.last_side) if one.last_side else ""),
            ]
            for one in rows
        ],
    )


def _table_state(one: TableHead) -> str:
    if one.outcome:
        return one.outcome
    return "draft" if one.state is State.DRAFT else "negotiating"
