"""The institution's studies, and where a new one comes from: a negotiation, an example, a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.adapters.studyfiles import StudyFileError, list_studies, load_study, study_yaml
from ayni.apps.study.actions import StudyCodeTaken
from ayni.apps.study.queries import Run, RunState
from ayni.core.actor import Actor
from ayni.cycle import agreements, studying
from ayni.cycle.negotiating import UnknownNegotiation
from ayni.cycle.study_writing import NoExample, text_from
from ayni.cycle.studying import Listed
from ayni.web.actors import page
from ayni.web.alliances.day import day_of
from ayni.web.backoffice import texts
from ayni.web.clock import now
from ayni.web.components import Action, Cell, Column, Crumb, DataTable, Problem
from ayni.web.studies.roles import READERS, WRITERS
from ayni.web.study_figures.written import money, share

FIELD = "archivo"
#: A study's text is a page or two; a file larger than this is none.
LIMIT_BYTES = 1_000_000


@require_safe
@page(*READERS, reason="ver los estudios")
def studies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the studies, newest first."""
    found = studying.studies(actor=actor)
    actions = []
    if len(found) > 1:
        actions.append(Action(_("Varias juntas"), reverse("studies-together"), "people"))
    actions.append(Action(_("Costo de la atención"), reverse("care-costs"), "clinic", "quiet"))
    if actor.role in WRITERS:
        actions.append(Action(_("Estudio nuevo"), reverse("study-new"), "rise", "primary"))
    context = {
        "studies": _table(found) if found else None,
        "actions": actions,
        "may_write": actor.role in WRITERS,
    }
    return render(request, "ayni/studies/list.html", context)


def _table(found: list[Listed]) -> DataTable:
    return DataTable(
        caption=_("Estudios"),
        columns=[
            Column(_("Estudio"), "link"),
            Column(_("De qué")),
            Column(_("Cálculo"), "badge"),
            Column(_("Resultado")),
            Column(_("Quién")),
            Column(_("Cuándo")),
        ],
        rows=[_row(one) for one in found],
    )


def _row(one: Listed) -> list[Cell]:
    study = one.study
    about = Cell(_("sin convenio"))
    if study.agreement is not None and study.agreement_code:
        about = Cell(study.agreement_code, url=reverse("agreement", args=[study.agreement]))
    return [
        Cell(study.name, url=reverse("study", args=[study.id]), hint=study.code),
        about,
        state_cell(one.newest),
        Cell(_result(one)),
        Cell(study.written_by),
        Cell(texts.short_day(study.written_at.date())),
    ]


def state_cell(run: Run | None) -> Cell:
    """Write how far the newest run is."""
    if run is None:
        return Cell(_("Sin calcular"), badge="draft")
    return {
        RunState.QUEUED: Cell(badge="waiting"),
        RunState.RUNNING: Cell(badge="running"),
        RunState.DONE: Cell(badge="done"),
        RunState.FAILED: Cell(badge="failed"),
        RunState.CANCELLED: Cell(_("Dejado"), badge="ended"),
    }[run.state]


def _result(one: Listed) -> str:
    """Say the key figures in a line, where a run is done."""
    figures = one.figures
    if not figures or "ruin_60" not in figures:
        return "—"
    even = figures.get("break_even")
    said = _("Sin reserva en 5 años: %(ruin)s") % {"ruin": share(figures["ruin_60"])}
    if even is None:
        return said
    return said + _("; equilibra %(even)s") % {"even": money(even, figures["currency"])}


@require_http_methods(["GET", "HEAD", "POST"])
@page(*WRITERS, reason="empezar un estudio")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep a new study; what is wrong with its text is told line by line, and nothing is kept."""
    if request.method != "POST":
        return render(request, "ayni/studies/new.html", _context(actor))
    text, negotiation, error = _text(request, actor)
    if error:
        return _again(request, actor, error=error)
    try:
        number = studying.write_study(actor=actor, text=text, at=now(), negotiation=negotiation)
    except StudyFileError as faults:
        return _again(request, actor, error=_("El estudio no se pudo leer."), faults=faults)
    except StudyCodeTaken:
        said = _("Ya hay otro estudio con ese código y otro texto: cambie el código.")
        return _again(request, actor, error=said)
    except UnknownNegotiation:
        return _again(request, actor, error=_("Esa negociación no está."))
    messages.success(request, _("El estudio está guardado. Ahora se puede calcular."))
    return redirect("study", study=number)


def _text(request: HttpRequest, actor: Actor) -> tuple[str, int | None, str]:
    """Give the text of the new study, the negotiation it is about, and what is wrong."""
    source = request.POST.get("de", "")
    if source == "mesa":
        return _of_table(actor, request.POST.get("mesa", ""))
    if source == "ejemplo":
        code = request.POST.get("ejemplo", "")
        if code not in list_studies():
            return "", None, _("Elija un ejemplo de la lista.")
        return study_yaml(load_study(code).study), None, ""
    file = request.FILES.get(FIELD)
    if source != FIELD or file is None:
        return "", None, _("Elija de dónde parte el estudio.")
    return _of_file(file)


def _of_file(file: UploadedFile[bytes]) -> tuple[str, int | None, str]:
    if file.size is None or file.size > LIMIT_BYTES:
        return "", None, _("El archivo pasa del tamaño máximo.")
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError:
        return "", None, _("El archivo no es de texto en UTF-8.")
    if "\0" in text:
        return "", None, _("El archivo no es de texto en UTF-8.")
    return text, None, ""


def _of_table(actor: Actor, asked: str) -> tuple[str, int | None, str]:
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    try:
        return text_from(actor=actor, negotiation=number, day=day_of(actor)), number, ""
    except UnknownNegotiation:
        return "", None, _("Esa negociación no está.")
    except NoExample:
        said = _(
            "Ningún ejemplo usa el esquema de esta negociación: escriba el estudio en un archivo."
        )
        return "", None, said


def _again(
    request: HttpRequest, actor: Actor, *, error: str, faults: StudyFileError | None = None
) -> HttpResponse:
    context = _context(actor)
    context["errors"] = [(error, "")]
    if faults is not None:
        language = texts.language()
        context["problems"] = [
            Problem(one.line, one.place, one.found, one.text(language), one.expected)
            for one in faults.faults
        ]
    return render(request, "ayni/studies/new.html", context, status=422)


def _context(actor: Actor) -> dict[str, Any]:
    language = texts.language()
    examples = [load_study(code).study for code in list_studies()]
    return {
        "crumbs": [Crumb(_("Estudios"), reverse("studies")), Crumb(_("Estudio nuevo"))],
        "examples": [
            {"code": one.code, "name": one.name.in_language(language)} for one in examples
        ],
        "tables": open_tables(actor),
        "name": FIELD,
        "max_bytes": LIMIT_BYTES,
        "max_text": "1 MB",
        "upload_hidden": [("de", FIELD)],
        "errors": [],
    }


def open_tables(actor: Actor) -> list[tuple[int, str]]:
    """List the open negotiations: number, party and agreement."""
    return [
        (one.id, f"{one.party}, {one.code}")
        for one in agreements.tables(actor=actor)
        if not one.outcome
    ]


@require_safe
@page(*READERS, reason="bajar un estudio de ejemplo")
def example(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Give an example study as its file."""
    if code not in list_studies():
        raise Http404("no such example")
    response = HttpResponse(
        study_yaml(load_study(code).study), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return response
