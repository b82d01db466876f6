"""Runs: asked for, watched while they go, left; a run with other behaviour is asked for from the table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.apps.study.queries import Run, RunState
from ayni.core.actor import Actor
from ayni.cycle import studying
from ayni.cycle.study_table import otherwise
from ayni.cycle.studying import UnknownStudy, Wanted
from ayni.web.actors import page
from ayni.web.clock import now
from ayni.web.components import Stage
from ayni.web.studies.behaviour import behaviour_context, changes_of
from ayni.web.studies.roles import READERS, WRITERS
from ayni.web.studies.table import follows_context, found_table, table_context

#: How many futures may be asked for from a page; more is for the command line.
FUTURES = (200, 1_000, 5_000)
KERNELS = ("events", "cohort")
_STAGES = {
    RunState.QUEUED: "waiting",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.FAILED: "failed",
    RunState.CANCELLED: "failed",
}


@require_POST
@page(*WRITERS, reason="pedir el cálculo de un estudio")
def run(request: HttpRequest, actor: Actor, study: int) -> HttpResponse:
    """Ask for a run of a study as it is written."""
    try:
        found = studying.study(actor=actor, number=study)
    except UnknownStudy:
        raise Http404("no such study") from None
    kernel, futures = request.POST.get("motor", ""), request.POST.get("futuros", "")
    if kernel not in KERNELS or futures not in map(str, FUTURES):
        messages.error(request, _("Elija cómo se calcula y cuántos futuros."))
        return redirect("study", study=study)
    value = studying.study_of(found.study)
    wanted = Wanted(kernel, value.seed, int(futures), value.months, {})
    studying.start_run(actor=actor, study=study, wanted=wanted, at=now())
    messages.success(request, _("El cálculo está pedido. Puede cerrar esta página: sigue solo."))
    return redirect("study", study=study)


@require_POST
@page(*WRITERS, reason="pedir un cálculo con otra conducta")
def rerun(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Ask for a run like another, with other behaviour; nothing changed, or what cannot be read, is told."""
    found = found_table(actor, run)
    changes = changes_of(request.POST, found=found)
    errors = list(changes.problems.values())
    if not errors and not changes.any:
        errors = [_("Todo está como en el estudio: cambie algo, y se calcula de nuevo.")]
    if errors:
        context = table_context(actor, found, typed=None) | follows_context(found, typed=None)
        context |= behaviour_context(found, typed=changes.typed)
        context["errors"] = [(one, "conducta") for one in errors]
        return render(request, "ayni/studies/table.html", context, status=422)
    before = found.run.run
    kept = otherwise(found, clauses=changes.clauses, participation=changes.participation)
    wanted = Wanted(before.kernel, before.seed, before.scenarios, before.months, kept)
    studying.start_run(actor=actor, study=before.study, wanted=wanted, at=now())
    messages.success(request, _("El cálculo está pedido. Puede cerrar esta página: sigue solo."))
    return redirect("study", study=before.study)


@require_safe
@page(*READERS, reason="ver cómo va un cálculo")
def progress(request: HttpRequest, actor: Actor, study: int, run: int) -> HttpResponse:
    """Show how far a run is, by itself, for whoever watches."""
    found = _found(actor, study=study, run=run)
    context = progress_context(found, cancels=actor.role in WRITERS)
    return render(request, "ayni/studies/progress.html", context)


@require_POST
@page(*WRITERS, reason="dejar un cálculo")
def cancel(request: HttpRequest, actor: Actor, study: int, run: int) -> HttpResponse:
    """Leave a run; what it had computed is not shown."""
    left = studying.cancel(actor=actor, run=_found(actor, study=study, run=run).id, at=now())
    messages.success(
        request, _("El cálculo se dejó.") if left else _("Ese cálculo ya había terminado.")
    )
    return redirect("study", study=study)


def _found(actor: Actor, *, study: int, run: int) -> Run:
    try:
        runs = studying.study(actor=actor, number=study).runs
    except UnknownStudy:
        raise Http404("no such study") from None
    found = next((one for one in runs if one.id == run), None)
    if found is None:
        raise Http404("no such run")
    return found


def progress_context(found: Run, *, cancels: bool) -> dict[str, Any]:
    """Lay a run's way out as one stage; ``done_url`` only where it has just ended under somebody's eyes."""
    state = _STAGES[found.state]
    detail = {
        RunState.QUEUED: _("Espera su turno."),
        RunState.CANCELLED: _("Alguien lo dejó."),
        RunState.FAILED: found.why,
    }.get(found.state, "")
    stage = Stage(
        _("Futuros calculados"),
        state,
        done=found.done,
        total=found.scenarios,
        detail=detail,
    )
    going = found.state in (RunState.QUEUED, RunState.RUNNING)
    both = [found.study, found.id]
    return {
        "stages": [stage],
        "poll_url": reverse("study-progress", args=both) if going else "",
        "cancel_url": reverse("study-cancel", args=both) if going and cancels else "",
        "done_url": reverse("study", args=[found.study]) if found.state is RunState.DONE else "",
    }
