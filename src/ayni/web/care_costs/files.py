"""One file of costs: what it would change, its confirmation, and after it who told it and when."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.core.actor import Actor
from ayni.cycle.care_costs import (
    READS,
    TELLS,
    Change,
    CostsRefused,
    Shown,
    UnknownCostFile,
    confirm,
    shown,
)
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.care_costs.months import institution_of, line_name
from ayni.web.care_costs.sending import problems_of, refused_text
from ayni.web.clock import now, today
from ayni.web.components import Cell, Column, Crumb, DataTable, Total

#: Corrections that a page shows; the rest is counted.
MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@page(*READS, reason="revisar un archivo de costos")
def file(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show a file and, by a POST of who tells, let it count."""
    day = today(actor=actor)
    try:
        if request.method == "POST" and actor.role not in TELLS:
            # one that is not there is not there for anybody
            shown(actor=actor, file=number, day=day)
            raise PermissionDenied("costs are told by who keeps the money and by the actuary")
        if request.method == "POST":
            done = confirm(actor=actor, file=number, day=day, at=now())
            said = _("Los costos quedaron contados.") if done.new else _("Ya se habían contado.")
            messages.success(request, said)
            return redirect("care-costs")
        found = shown(actor=actor, file=number, day=day)
    except UnknownCostFile:
        raise Http404("no such file") from None
    except CostsRefused as refusal:  # what it names has changed since it was received
        context = {"error": refused_text(refusal), "problems": problems_of(refusal.problems)}
        return render(request, "ayni/care_costs/refused.html", context, status=422)
    return render(request, "ayni/care_costs/file.html", _context(actor, found))


def _context(actor: Actor, found: Shown) -> dict[str, object]:
    place, told = institution_of(actor), found.received.told_at
    corrections = [one for one in found.changes if one.kind == "correction"]
    return {
        "crumbs": [
            Crumb(_("Costo de la atención"), reverse("care-costs")),
            Crumb(found.received.name),
        ],
        "found": found,
        "told_at": texts.moment(told, zone=place.time_zone) if told else "",
        "tells": actor.role in TELLS,
        "totals": _totals(found),
        "months": None if told else _months(found),
        "corrections": None
        if told or not corrections
        else _corrections(corrections[:MOST_SHOWN], found=found),
        "set_aside": len(found.read.set_aside),
    }


def _totals(found: Shown) -> list[Total]:
    kinds = [one.kind for one in found.changes]
    totals = [
        Total(_("Filas"), texts.number(len(kinds))),
        Total(_("Suma"), texts.amount(found.read.amount, found.currency)),
    ]
    if found.received.telling:
        return totals
    return [
        *totals,
        Total(_("Nuevas"), texts.number(kinds.count("new"))),
        Total(_("Corrigen"), texts.number(kinds.count("correction"))),
        Total(_("Iguales"), texts.number(kinds.count("same"))),
    ]


def _months(found: Shown) -> DataTable:
    return DataTable(
        caption=_("Qué cambiaría, mes por mes"),
        columns=[
            Column(_("Mes")),
            Column(_("Adhesiones"), "number"),
            Column(_("Nuevas"), "number"),
            Column(_("Corrigen"), "number"),
            Column(_("Hoy suma"), "money"),
            Column(_("Sumaría"), "money"),
        ],
        rows=[
            [
                Cell(texts.month(one.month)),
                Cell(texts.number(one.adhesions)),
                Cell(texts.number(one.new)),
                Cell(texts.number(one.corrections)),
                Cell(texts.amount(one.before, found.currency) if one.before else "—"),
                Cell(texts.amount(one.after, found.currency)),
            ]
            for one in found.months
        ],
    )


def _corrections(changes: Sequence[Change], *, found: Shown) -> DataTable:
    return DataTable(
        caption=_("Lo que corrige"),
        columns=[
            Column(_("Fila"), "number"),
            Column(_("Asociación")),
            Column(_("Mes")),
            Column(_("Renglón")),
            Column(_("Decía"), "money"),
            Column(_("Dirá"), "money"),
        ],
        rows=[
            [
                Cell(texts.number(one.cost.row)),
                Cell(found.adhesions[one.cost.adhesion].association_name),
                Cell(texts.month(one.cost.month)),
                Cell(line_name(one.cost.line)),
                Cell(texts.amount(one.before or 0, found.currency)),
                Cell(texts.amount(one.cost.amount, found.currency)),
            ]
            for one in changes
        ],
    )
