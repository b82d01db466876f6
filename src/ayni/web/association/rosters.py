"""The rosters received, and the upload of a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.adapters.spreadsheets import ROSTER_HEADERS, Value, write_roster
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.queries import Roster
from ayni.core.actor import Actor, Role
from ayni.cycle.rosters import SPREADSHEET, check
from ayni.cycle.words import REFUSED, refused_text
from ayni.web.actors import PORTAL, page
from ayni.web.association.place import Place, place_of
from ayni.web.association.roster_form import RosterForm, file_of
from ayni.web.clinic.telling import reader_language
from ayni.web.components import Cell, Column, DataTable
from ayni.web.sent_sheets import ACCEPT, FIELD, FORMATS, limit_text
from ayni.web.templatetags.ayni import month_name

#: Rows that show how the template is filled; the numbers are placeholders, which intake refuses.
#: Document, its number of nobody, and earnings of the template's example, by country.
EXAMPLES: dict[str, tuple[str, str, int]] = {
    "pe": ("DNI", "00000000", 1130),
    "cr": ("Cédula", "000000000", 450_000),
}


def _example(place: Place) -> tuple[tuple[Value, ...], ...]:
    """Give the rows that show how the template is filled in."""
    kind, number, earned = EXAMPLES.get(place.country, EXAMPLES["pe"])
    head, activity = ("trabajador(a)", "agrario") if place.wording.workers else ("titular", "café")
    clear = ("EJEMPLO", "BORRE ESTA FILA")
    return (
        (1, head, kind, number, *clear, "Rosa", date(1980, 12, 31), "F", activity, earned),
        (1, "hijo(a)", kind, number, *clear, "Luis", date(2015, 3, 1), "M", None, None),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(*PORTAL, reason="nóminas de la asociación")
def rosters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the rosters and take a new one from the secretary; a refusal keeps the month that was chosen."""
    sends = actor.role is Role.SECRETARY
    if request.method == "POST" and not sends:
        raise PermissionDenied("rosters are the secretary's to send")
    place = place_of(actor)
    sent = request.POST if request.method == "POST" else None
    form = RosterForm(sent, month=place.month, adhesions=place.adhesions)
    error = ""
    if request.method == "POST":
        taken, error = _take(request, actor, form=form)
        if taken is not None:
            return redirect("portal-roster", number=taken)
    with acting(actor):
        found = affiliations.rosters(actor=actor, association=place.association)
        ruling = _ruling(actor, found)
    context = _context(place, form=form, error=error) | {
        "table": _table(found, ruling=ruling) if found else None,
        "sends": sends,
    }
    return render(request, "ayni/association/rosters.html", context, status=422 if error else 200)


def _take(request: HttpRequest, actor: Actor, *, form: RosterForm) -> tuple[int | None, str]:
    """Check the file sent; gives the roster's number, or why there is none."""
    if not form.is_valid():
        return None, next(str(text) for found in form.errors.values() for text in found)
    file, error = file_of(request.FILES.get(FIELD))
    if file is None:
        return None, error
    month, code = form.cleaned_data["month"], form.cleaned_data["adhesion"]
    try:
        checked = check(actor=actor, code=code, month=month, file=file)
    except REFUSED as refusal:
        return None, refused_text(refusal, language=reader_language())
    if not checked.new:
        messages.info(
            request, _("Este mismo archivo ya se había recibido. No se recibió dos veces.")
        )
    return checked.roster, ""


def _context(place: Place, *, form: RosterForm, error: str) -> dict[str, Any]:
    return {
        "adhesions": place.adhesions,
        "form": form,
        "error": error,
        "errors": [(error, f"id_{FIELD}")] if error else [],
        "name": FIELD,
        "accept": ACCEPT,
        "formats": FORMATS,
        "max_bytes": settings.UPLOAD_LIMIT_BYTES,
        "max_text": limit_text(),
        "template_url": reverse("portal-roster-template"),
    }


def _ruling(actor: Actor, found: list[Roster]) -> set[int]:
    """Give the rosters that rule their month: the newest one applied."""
    months = {(one.adhesion, one.month) for one in found if one.applied}
    ruling = (
        affiliations.applied_for(actor=actor, adhesion=adhesion, month=month)
        for adhesion, month in months
    )
    return {number for number in ruling if number is not None}


def _table(found: list[Roster], *, ruling: set[int]) -> DataTable:
    return DataTable(
        caption=_("Nóminas recibidas"),
        columns=[
            Column(_("Mes"), "link"),
            Column(_("Archivo")),
            Column(_("Personas"), "number"),
            Column(_("Aceptadas"), "number"),
            Column(_("Por revisar"), "number"),
            Column(_("Rechazadas"), "number"),
            Column(_("Repetidas"), "number"),
            Column(_("Estado"), "badge"),
        ],
        rows=[_row(one, ruling=ruling) for one in found],
    )


def _row(one: Roster, *, ruling: set[int]) -> list[Cell]:
    return [
        Cell(month_name(one.month), url=reverse("portal-roster", kwargs={"number": one.id})),
        Cell(one.name, hint=_("de %(name)s") % {"name": one.received_by}),
        *(
            Cell(f"{count:,}")
            for count in (one.rows, one.accepted, one.doubtful, one.refused, one.duplicate)
        ),
        Cell(badge=_state(one, ruling=ruling), text="" if one.applied else _("Por confirmar")),
    ]


def _state(one: Roster, *, ruling: set[int]) -> str:
    if not one.applied:
        return "due"
    return "applied" if one.id in ruling else "replaced"


@require_safe
@page(*PORTAL, reason="plantilla de nómina")
def template(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a clean roster to fill in."""
    place = place_of(actor)
    earnings = "Remuneración" if place.wording.workers else ROSTER_HEADERS[-1]
    content = write_roster(rows=_example(place), earnings=earnings)
    response = HttpResponse(content, content_type=SPREADSHEET)
    response["Content-Disposition"] = 'attachment; filename="plantilla-nomina.xlsx"'
    return response
