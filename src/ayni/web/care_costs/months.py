"""The months told, with who told them and when, and the door for a new file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.adapters.spreadsheets import write_table
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.queries import Institution
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.benefit.queries import Received, Telling, ToldMonth
from ayni.core.actor import Actor
from ayni.core.benefit import WHOLE
from ayni.core.periods import month_of, month_text
from ayni.cycle.care_costs import (
    READS,
    TELLS,
    benefit_lines,
    files_received,
    month_told,
    months_told,
)
from ayni.cycle.rosters import SPREADSHEET
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.care_costs.sending import taken
from ayni.web.clock import today
from ayni.web.components import Cell, Column, Crumb, DataTable, Problem
from ayni.web.sent_sheets import ACCEPT, FIELD, FORMATS, limit_text

SIZE = 100
#: Files listed: those that wait, and the newest told.
FILES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@page(*READS, reason="ver lo que costó la atención")
def costs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the months told and take a new file from who tells; what is wrong is told row by row."""
    error, problems = "", list[Problem]()
    if request.method == "POST":
        if actor.role not in TELLS:
            raise PermissionDenied("costs are told by who keeps the money and by the actuary")
        number, new, error, wrong = taken(actor, request.FILES.get(FIELD))
        problems = list(wrong)
        if number is not None:
            if not new:
                messages.info(request, _("Este mismo archivo ya se había recibido."))
            return redirect("care-cost-file", number=number)
    context = _context(actor, error=error, problems=problems)
    return render(request, "ayni/care_costs/costs.html", context, status=422 if error else 200)


def _context(actor: Actor, *, error: str, problems: Sequence[Problem]) -> dict[str, Any]:
    place = institution_of(actor)
    months, files = months_told(actor=actor), files_received(actor=actor)
    return {
        "tells": actor.role in TELLS,
        "error": error,
        "errors": [(error, f"id_{FIELD}")] if error else [],
        "problems": problems,
        "months": _months(months, place=place) if months else None,
        "files": _files(files[:FILES], place=place) if files else None,
        "name": FIELD,
        "accept": ACCEPT,
        "formats": FORMATS,
        "max_bytes": settings.UPLOAD_LIMIT_BYTES,
        "max_text": limit_text(),
        "template_url": reverse("care-cost-template"),
        "lines": [name.in_language(texts.language()) for name in benefit_lines().values()],
    }


def institution_of(actor: Actor) -> Institution:
    """Give the actor's institution: its currency and its time zone."""
    with acting(actor):
        return access.institution(actor=actor)


def _months(found: Sequence[ToldMonth], *, place: Institution) -> DataTable:
    return DataTable(
        caption=_("Meses contados"),
        columns=[
            Column(_("Mes"), "link"),
            Column(_("Costo"), "money"),
            Column(_("Adhesiones"), "number"),
            Column(_("Quién lo contó")),
            Column(_("Cuándo")),
        ],
        rows=[
            [
                Cell(texts.month(one.month), url=reverse("care-cost-month", args=[one.month])),
                Cell(
                    texts.amount(one.amount, place.currency),
                    hint=_("corregido") if one.corrected else "",
                ),
                Cell(texts.number(one.adhesions)),
                Cell(one.told_by),
                Cell(texts.moment(one.told_at, zone=place.time_zone)),
            ]
            for one in found
        ],
    )


def _files(found: Sequence[Received], *, place: Institution) -> DataTable:
    return DataTable(
        caption=_("Archivos"),
        columns=[
            Column(_("Archivo"), "link"),
            Column(_("Filas"), "number"),
            Column(_("Quién")),
            Column(_("Cuándo")),
            Column(_("Estado"), "badge"),
        ],
        rows=[
            [
                Cell(one.name, url=reverse("care-cost-file", args=[one.id])),
                Cell("—" if one.rows is None else texts.number(one.rows)),
                Cell(one.told_by or one.received_by),
                Cell(texts.moment(one.told_at or one.received_at, zone=place.time_zone)),
                Cell(_("Contado"), badge="done")
                if one.telling
                else Cell(_("Por confirmar"), badge="waiting"),
            ]
            for one in found
        ],
    )


@require_safe
@page(*READS, reason="ver lo que costó la atención de un mes")
def month(request: HttpRequest, actor: Actor, month: int) -> HttpResponse:
    """Show a month by adhesion and line, with what was told before it was corrected."""
    found, adhesions = month_told(actor=actor, month=month)
    if not found:
        raise Http404("nothing is told of that month")
    place = institution_of(actor)
    told = _by_adhesion([one for one in found if one.holds])
    ordered = sorted(told, key=lambda number: adhesions[number].association_name)
    asked = request.GET.get("pagina", "")
    here = texts.page_asked(asked, total=len(ordered), size=SIZE)
    links, before, after = texts.pages(page=here, total=len(ordered), size=SIZE, kept={})
    shown = ordered[(here - 1) * SIZE : here * SIZE]
    earlier = [one for one in found if not one.holds][:SIZE]
    title = _("Costo de la atención de %(month)s") % {"month": texts.month(month)}
    context = {
        "crumbs": [
            Crumb(_("Costo de la atención"), reverse("care-costs")),
            Crumb(texts.month(month)),
        ],
        "title": title,
        "table": _month_table(shown, told=told, adhesions=adhesions, currency=place.currency),
        "earlier": _earlier(earlier, adhesions=adhesions, place=place) if earlier else None,
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Adhesiones: %(count)s") % {"count": texts.number(len(ordered))},
    }
    return render(request, "ayni/care_costs/month.html", context)


def _by_adhesion(found: Sequence[Telling]) -> dict[int, dict[str, Telling]]:
    told: dict[int, dict[str, Telling]] = defaultdict(dict)
    for one in found:
        told[one.adhesion][one.line] = one
    return told


def line_name(line: str) -> str:
    """Name a line in the reader's language; the empty one is all care together."""
    if line == WHOLE:
        return _("Toda la atención")
    known = benefit_lines().get(line)
    return line if known is None else known.in_language(texts.language())


def _month_table(
    shown: Sequence[int],
    *,
    told: dict[int, dict[str, Telling]],
    adhesions: dict[int, Adhesion],
    currency: str,
) -> DataTable:
    used = {line for lines in told.values() for line in lines}
    lines = [line for line in (*benefit_lines(), WHOLE) if line in used]
    totals = [sum(by[line].amount for by in told.values() if line in by) for line in lines]
    return DataTable(
        caption=_("Lo que vale hoy"),
        columns=[
            Column(_("Asociación")),
            *(Column(line_name(line), "money") for line in lines),
            Column(_("Total"), "money"),
        ],
        rows=[
            [
                Cell(adhesions[number].association_name, hint=adhesions[number].code),
                *(_line_cell(told[number].get(line), currency=currency) for line in lines),
                Cell(texts.amount(sum(one.amount for one in told[number].values()), currency)),
            ]
            for number in shown
        ],
        footer=[
            Cell(_("Todas")),
            *(Cell(texts.amount(total, currency)) for total in totals),
            Cell(texts.amount(sum(totals), currency)),
        ],
    )


def _line_cell(one: Telling | None, *, currency: str) -> Cell:
    if one is None:
        return Cell("—")
    many = "" if one.services is None else texts.number(one.services)
    hint = _("%(many)s atenciones") % {"many": many} if many else ""
    return Cell(texts.amount(one.amount, currency), hint=hint)


def _earlier(
    found: Sequence[Telling], *, adhesions: dict[int, Adhesion], place: Institution
) -> DataTable:
    return DataTable(
        caption=_("Lo que se contó antes y se corrigió"),
        columns=[
            Column(_("Asociación")),
            Column(_("Renglón")),
            Column(_("Decía"), "money"),
            Column(_("Quién lo contó")),
            Column(_("Cuándo")),
        ],
        rows=[
            [
                Cell(adhesions[one.adhesion].association_name, hint=adhesions[one.adhesion].code),
                Cell(line_name(one.line)),
                Cell(texts.amount(one.amount, place.currency)),
                Cell(one.told_by),
                Cell(texts.moment(one.told_at, zone=place.time_zone)),
            ]
            for one in found
        ],
    )


@require_safe
@page(*READS, reason="plantilla de costos de la atención")
def template(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a file to fill in, with one row that shows how; its code is nobody's, so that it is refused."""
    name = next(iter(benefit_lines().values())).es
    last = month_text(month_of(today(actor=actor)) - 1)
    headers = [_("Adhesión"), _("Mes"), _("Renglón"), _("Atenciones"), _("Monto")]
    content = write_table(
        title=_("Costos"),
        headers=headers,
        rows=[(_("EJEMPLO, BORRE ESTA FILA"), last, name, 12, 1234)],
    )
    response = HttpResponse(content, content_type=SPREADSHEET)
    response["Content-Disposition"] = 'attachment; filename="plantilla-costos.xlsx"'
    return response
