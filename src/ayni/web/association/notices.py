"""The notices of the association, their files, and what was paid and when."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.queries import Notice
from ayni.apps.audit.actions import log_reads
from ayni.apps.collection import queries as collections
from ayni.apps.collection.queries import Receipt, ToPay
from ayni.apps.document import queries as documents
from ayni.core.actor import Actor
from ayni.core.money import money_text
from ayni.cycle.overview import NoticeLine, association_page
from ayni.web.actors import PORTAL, page
from ayni.web.association.place import Place, is_proposed, place_of
from ayni.web.association.todo import notice_todo
from ayni.web.components import Cell, Column, DataTable
from ayni.web.templatetags.ayni import day, month_name


@require_safe
@page(*PORTAL, reason="avisos de la asociación")
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what is to be paid and what was."""
    place = place_of(actor)
    found = association_page(actor=actor, today=place.today, number=place.association)
    if found is None:
        raise Http404("no such association")
    with acting(actor):
        others = collections.to_pay(actor=actor)
        payers = alliances.payers(actor=actor)
    context = {
        "lines": [
            _line(line, place=place) | {"payer": payers.get(line.notice.adhesion, "")}
            for line in found.notices
        ],
        "todo": notice_todo(found.notices, today=place.today),
        "others": [_to_pay(one, today=place.today) for one in others],
        "receipts": _receipts(found.receipts) if found.receipts else None,
        "currency": place.currency,
        "proposed": is_proposed(actor, place=place),
    }
    return render(request, "ayni/association/notices.html", context)


def _line(line: NoticeLine, *, place: Place) -> dict[str, object]:
    state, today_past = line.state, line.notice.due_on < place.today
    return {
        "notice": line.notice,
        "counted": place.wording.on_notice(
            families=line.notice.families, persons=line.notice.persons
        ),
        "paid": line.paid,
        "open": line.open,
        "month": month_name(line.notice.month),
        "state": "due" if state == "unpaid" and not today_past else state,
        "overdue": line.open > 0 and today_past,
        "files": [
            (kind.upper(), _address(line.notice.id, kind=kind))
            for kind, document in (("pdf", line.notice.pdf), ("xlsx", line.notice.xlsx))
            if document is not None
        ],
    }


def _to_pay(one: ToPay, *, today: date) -> dict[str, object]:
    """Lay out a notice of another association that this one pays."""
    state = "paid" if one.open <= 0 else "part_paid" if one.paid else "unpaid"
    late = one.open > 0 and one.due_on < today
    return {
        "notice": one,
        "month": month_name(one.month),
        "state": "due" if state == "unpaid" and not late else state,
        "overdue": late,
        "address": _address(one.id, kind="pdf") if one.has_pdf else "",
    }


def _address(number: int, *, kind: str) -> str:
    return reverse("portal-notice-file", kwargs={"number": number, "kind": kind})


def _receipts(found: tuple[Receipt, ...]) -> DataTable:
    return DataTable(
        caption=_("Pagos recibidos"),
        columns=[
            Column(_("Fecha")),
            Column(_("Recibido"), "money"),
            Column(_("Aplicado a avisos"), "money"),
            Column(_("Queda a cuenta"), "money"),
            Column(_("Devuelto por el banco"), "money"),
        ],
        rows=[_receipt(one) for one in found],
    )


def _receipt(one: Receipt) -> list[Cell]:
    amounts = (one.amount, one.allocated, one.held + one.unallocated, one.reversed)
    return [
        Cell(day(one.value_on)),
        *(Cell(money_text(amount, currency=one.currency)) for amount in amounts),
    ]


@require_safe
@page(*PORTAL, reason="descargar un aviso")
def notice_file(request: HttpRequest, actor: Actor, number: int, kind: str) -> HttpResponse:
    """Give the notice as PDF, or its detail by family as XLSX; the detail names people, so it is logged."""
    with acting(actor):
        notice = assessments.notice(actor=actor, number=number)
        if notice is None or notice.association not in actor.associations:
            return _other_paper(actor, number=number, kind=kind)
        kept = {"pdf": notice.pdf, "xlsx": notice.xlsx}.get(kind)
        file = documents.file(actor=actor, document=kept) if kept is not None else None
        if file is None:
            raise Http404("no such file")
        if kind == "xlsx":
            _log(actor, notice=notice)
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{notice.number}.{kind}"'
    return response


def _other_paper(actor: Actor, *, number: int, kind: str) -> HttpResponse:
    """Give the PDF of a notice that is paid for another; its detail by family is not the payer's."""
    found = collections.paper_to_pay(actor=actor, notice=number) if kind == "pdf" else None
    if found is None:
        raise Http404("no such notice")
    name, media_type, content = found
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _log(actor: Actor, *, notice: Notice) -> None:
    lines = assessments.lines_of(actor=actor, notices=[(notice.adhesion, notice.month)])
    persons = lines["insured"].unique().to_list()
    log_reads(actor=actor, persons=persons, route="portal-notice-file")
