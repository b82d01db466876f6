"""One study on a page: what it concludes and why, what it rests on, how it was computed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.studyfiles import StudyFileError
from ayni.apps.study.queries import Run, RunState, Study
from ayni.core.actor import Actor
from ayni.cycle import studying
from ayni.cycle.study_table import laid
from ayni.cycle.studying import UnknownStudy
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Action, Cell, Column, Crumb, DataTable
from ayni.web.exchanges.telling import exchanges_of_study
from ayni.web.studies.alternatives import alternatives_context
from ayni.web.studies.lists import state_cell
from ayni.web.studies.moving import fan_of, shown_figures
from ayni.web.studies.roles import READERS, WRITERS
from ayni.web.studies.runs import FUTURES, KERNELS, progress_context
from ayni.web.studies.table import run_name
from ayni.web.studies.telling import rests_context, results_context
from ayni.web.studies.words import kernel_name
from ayni.web.study_figures.written import share

_BADGES = {
    RunState.QUEUED: "waiting",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.FAILED: "failed",
    RunState.CANCELLED: "done",
}


def found_study(actor: Actor, number: int) -> studying.Shown:
    """Find a study with its runs, or answer that it is not there."""
    try:
        return studying.study(actor=actor, number=number)
    except UnknownStudy:
        raise Http404("no such study") from None


@require_safe
@page(*READERS, reason="ver un estudio")
def study(request: HttpRequest, actor: Actor, study: int) -> HttpResponse:
    """Show a study, with the results of its newest run that is done."""
    found = found_study(actor, study)
    done = next((one for one in found.runs if one.state is RunState.DONE), None)
    context = _context(actor, found, done=done)
    context["exchanges"] = exchanges_of_study(actor=actor, study=study)
    if done is not None:
        table = laid(actor=actor, run=done.id)
        key, outcome = table.study.figures, table.study.outcome
        first = outcome.first_month
        context |= {
            "figures": shown_figures(key, currency=table.currency, first_month=first),
            "stresses_url": reverse("study-stresses", args=[done.id]),
            "drawn": fan_of(table.study, before=None, currency=table.currency),
        }
        context |= results_context(table) | rests_context(table) | alternatives_context(table)
    return render(request, "ayni/studies/study.html", context)


def _context(actor: Actor, found: studying.Shown, *, done: Run | None) -> dict[str, Any]:
    one, writes = found.study, actor.role in WRITERS
    newest = found.runs[0] if found.runs else None
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Estudios"), reverse("studies")), Crumb(one.name)],
        "study": one,
        "subject": one.agreement_code or _("Sin convenio"),
        "state": _BADGES[newest.state] if newest else "draft",
        "purpose": _purpose(one),
        "actions": _actions(one, done=done),
        "runs": _runs(found.runs),
        "kernels": [(value, kernel_name(value)) for value in KERNELS],
        "futures": [(str(value), texts.number(value)) for value in FUTURES],
        "may_write": writes,
    }
    if newest is not None and newest.state not in (RunState.DONE, RunState.CANCELLED):
        context |= {"progress": newest} | progress_context(newest, cancels=writes)
    return context


def _purpose(one: Study) -> str:
    """Give the study's own question, in the reader's language."""
    try:
        return studying.study_of(one).summary.in_language(texts.language()).strip()
    except StudyFileError:  # an example's table of an older program, say
        return ""


def _actions(one: Study, *, done: Run | None) -> list[Action]:
    if done is None:
        return []
    found = [
        Action(_("Mesa de cálculo"), reverse("study-table", args=[done.id]), "scheme", "primary"),
        Action(_("Lo que creímos, lo que vino"), reverse("study-score", args=[one.id]), "clock"),
    ]
    found += [
        Action(_("Informe"), reverse("study-report", args=[done.id]), "file"),
        Action(_("En PDF"), reverse("study-report-pdf", args=[done.id]), "download", "quiet"),
    ]
    if one.negotiation is not None:
        address = reverse("study-compare", args=[done.id])
        found.insert(1, Action(_("Comparar propuestas"), address, "list"))
    return found


def _runs(found: tuple[Run, ...]) -> DataTable | None:
    if not found:
        return None
    return DataTable(
        caption=_("Los cálculos de este estudio"),
        columns=[
            Column(_("Cálculo"), "link"),
            Column(_("Estado"), "badge"),
            Column(_("Hecho"), "number"),
            Column(_("Duró"), "number"),
            Column(_("Quién")),
            Column(_("Cuándo")),
            Column(_("Huella")),
        ],
        rows=[_run(one) for one in found],
    )


def _run(one: Run) -> list[Cell]:
    done = one.state is RunState.DONE
    seconds = "" if one.seconds is None else f"{one.seconds:,.0f} s"
    return [
        Cell(run_name(one), url=reverse("study-table", args=[one.id]) if done else ""),
        state_cell(one),
        Cell(share(one.done / one.scenarios)),
        Cell(seconds),
        Cell(one.asked_by),
        Cell(texts.short_day(one.asked_at.date())),
        Cell((one.cube or "")[:12]),
    ]
