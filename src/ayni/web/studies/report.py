"""The report of a run: as a page of its own, and as PDF; and of it what takes longest, the bad cases."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.projection.report_facts import Facts, Result
from ayni.cycle.study_report import (
    report_facts_of,
    report_html,
    report_pdf,
    report_ready,
)
from ayni.cycle.studying import NotDone, UnknownRun
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable, Stage
from ayni.web.studies.roles import READERS
from ayni.web.study_figures.written import large, money, share

#: The report stands by itself: its own style within, and nothing from anywhere else.
#: The fragment of the page that waits for a whole report.
WHOLE_PAGE = "espera-informe"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@require_safe
@page(*READERS, reason="leer el informe de un estudio")
def report(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Give the report to read on a screen."""
    try:
        if waits := _waits(request, actor, run):
            return waits
        text = report_html(actor=actor, run=run, language=texts.language())
    except (UnknownRun, NotDone):
        raise Http404("no report of such a run") from None
    response = HttpResponse(text)
    response["Content-Security-Policy"] = POLICY
    return response


@require_safe
@page(*READERS, reason="bajar el informe de un estudio")
def report_as_pdf(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Give the report to print and to sign."""
    try:
        if waits := _waits(request, actor, run):
            return waits
        content = report_pdf(actor=actor, run=run, language=texts.language())
    except (UnknownRun, NotDone):
        raise Http404("no report of such a run") from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="estudio-{run}.pdf"'
    return response


@require_safe
@page(*READERS, reason="ver los casos malos de un estudio")
def stresses(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Give the bad cases of a run: they are runs of their own, so they come when somebody asks for them."""
    try:
        if waits := _waits(request, actor, run):
            return waits
        facts = report_facts_of(actor=actor, run=run, language=texts.language())
    except (UnknownRun, NotDone):
        raise Http404("no such run") from None
    part = "stresses" if "HX-Request" in request.headers else "stresses_page"
    context = {"table": _table(facts), "name": facts.subject.title, "beyond": facts.beyond}
    return render(request, f"ayni/studies/{part}.html", context)


def _waits(request: HttpRequest, actor: Actor, run: int) -> HttpResponse | None:
    """Show that the report is being worked out, until it is; what is asked for comes in its place by itself."""
    asked = "HX-Request" in request.headers
    if report_ready(actor=actor, run=run):
        if not asked or request.headers.get("HX-Target") != WHOLE_PAGE:
            return None
        there = HttpResponse()
        there["HX-Redirect"] = request.path
        return there
    target = request.headers.get("HX-Target") if asked else WHOLE_PAGE
    stage = Stage(_("Se prueban las hipótesis y los casos malos"), "running")
    context = {
        "stages": [stage],
        "wait_url": request.path,
        "wait_id": WHOLE_PAGE if target == WHOLE_PAGE else "casos-malos",
        "refresh_seconds": 4,
    }
    part = "report_progress" if asked else "report_waits"
    return render(request, f"ayni/studies/{part}.html", context)


def _table(facts: Facts) -> DataTable:
    currency = facts.subject.currency
    return DataTable(
        caption=_("Si las cosas salen mal"),
        columns=[
            Column(_("Qué pasaría")),
            Column(_("Sin reserva en 5 años"), "number"),
            Column(_("Aporte que equilibra"), "money"),
            Column(_("Reserva al final"), "money"),
        ],
        rows=[_row(one, currency=currency) for one in (facts.base, *facts.stresses)],
    )


def _row(one: Result, *, currency: str) -> list[Cell]:
    ruin, even = one.indicators.get("ruin_60"), one.indicators.get("break_even")
    return [
        Cell(one.name, hint=one.told),
        Cell("—" if ruin is None else share(ruin)),
        Cell("—" if even is None else money(even, currency)),
        Cell(large(one.years[-1].reserve, currency)),
    ]
