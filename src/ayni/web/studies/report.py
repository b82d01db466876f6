"""The report of a run: as a page of its own, and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.cycle.study_report import report_html, report_pdf
from ayni.cycle.studying import NotDone, UnknownRun
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.studies.roles import READERS

#: The report stands by itself: its own style within, and nothing from anywhere else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@require_safe
@page(*READERS, reason="leer el informe de un estudio")
def report(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Give the report to read on a screen."""
    try:
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
        content = report_pdf(actor=actor, run=run, language=texts.language())
    except (UnknownRun, NotDone):
        raise Http404("no report of such a run") from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="estudio-{run}.pdf"'
    return response
