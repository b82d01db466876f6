"""The notices of an association, month by month, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit.actions import log_reads
from ayni.apps.document import queries as documents
from ayni.apps.document.queries import File
from ayni.core.actor import Actor
from ayni.cycle.overview import NoticeLine
from ayni.web.actors import CASES, page
from ayni.web.backoffice import texts


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as the page shows it: state, sums, and where its files are (empty: none yet)."""

    number: str
    month: str
    state: str
    families: str
    due: str
    paid: str
    open: str
    due_on: str
    reference: str
    pdf_url: str
    xlsx_url: str


def notice_rows(
    lines: Sequence[NoticeLine], *, today: date, linked: bool = True
) -> list[NoticeRow]:
    """Write notices for people; an unpaid one is only ``due`` until its day has passed."""
    return [_row(line, today=today, linked=linked) for line in lines]


def _row(line: NoticeLine, *, today: date, linked: bool) -> NoticeRow:
    one = line.notice
    waits = line.state == "unpaid" and today <= one.due_on
    return NoticeRow(
        number=one.number,
        month=texts.month(one.month),
        state="due" if waits else line.state,
        families=texts.number(one.families),
        due=texts.amount(one.due, one.currency),
        paid=texts.amount(line.paid, one.currency),
        open=texts.amount(line.open, one.currency),
        due_on=texts.short_day(one.due_on),
        reference=one.reference,
        pdf_url=reverse("office-notice-file", args=[one.id, "pdf"]) if linked and one.pdf else "",
        xlsx_url=reverse("office-notice-file", args=[one.id, "xlsx"])
        if linked and one.xlsx
        else "",
    )


@require_safe
@page(*CASES, reason="descargar un aviso")
def notice_file(request: HttpRequest, actor: Actor, number: int, kind: str) -> HttpResponse:
    """Give a notice's PDF or its detail by family; whoever is named in the detail is logged as read."""
    found = _file(actor=actor, number=number, kind=kind, route=request.path)
    if found is None:
        raise Http404("no such file")
    return attachment(found)


def _file(*, actor: Actor, number: int, kind: str, route: str) -> File | None:
    with acting(actor):
        notice = assessments.notice(actor=actor, number=number)
        kept = {"pdf": notice.pdf, "xlsx": notice.xlsx}.get(kind) if notice else None
        if notice is None or kept is None:
            return None
        found = documents.file(actor=actor, document=kept)
        if found is not None and kind == "xlsx":
            lines = assessments.lines_of(actor=actor, notices=[(notice.adhesion, notice.month)])
            log_reads(actor=actor, persons=lines["insured"].to_list(), route=route)
        return found


def attachment(found: File) -> HttpResponse:
    """Answer with a kept file to be saved, never shown in the page."""
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Cache-Control"] = "private, no-store"
    return response
