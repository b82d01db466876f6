"""The table of figures: sliders, and what follows from them; nothing is kept before it is proposed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.study.queries import Run, RunState
from ayni.core.actor import Actor
from ayni.cycle import studying
from ayni.cycle.study_table import Laid, laid, move
from ayni.cycle.studying import NotDone, UnknownRun
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Crumb
from ayni.web.studies.behaviour import behaviour_context
from ayni.web.studies.levers import Typed, shown_groups, typed_of
from ayni.web.studies.moving import moved_context
from ayni.web.studies.roles import READERS, WRITERS
from ayni.web.studies.words import kernel_name


def found_table(actor: Actor, run: int) -> Laid:
    """Lay a run on the table, or answer that it is not there."""
    try:
        return laid(actor=actor, run=run)
    except (UnknownRun, NotDone):
        raise Http404("no such run on the table") from None


@require_http_methods(["GET", "HEAD", "POST"])
@page(*READERS, reason="mover cifras de un estudio")
def table(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Show the table; posted values give what follows alone for htmx, else the whole page."""
    found = found_table(actor, run)
    typed = None
    if request.method == "POST":
        typed = typed_of(request.POST, handles=found.live())
    follows = follows_context(found, typed=typed)
    if "HX-Request" in request.headers:
        follows["spoken"] = _spoken(follows)
        return render(request, "ayni/studies/moved.html", follows)
    status = 422 if typed is not None and typed.problems else 200
    context = table_context(actor, found, typed=typed) | follows
    return render(request, "ayni/studies/table.html", context, status=status)


def follows_context(found: Laid, *, typed: Typed | None) -> dict[str, Any]:
    """Work out what follows from what was typed; what could not be read stays as the study has it."""
    moved = found.study if typed is None else move(found, values=typed.values)
    before = None if moved is found.study else found.study
    context = moved_context(moved, study=before, currency=found.currency)
    return context | {"problems": len(typed.problems) if typed else 0}


def _spoken(follows: dict[str, Any]) -> str:
    """Say the two figures that matter to whoever hears the page."""
    said = _("Sin reserva en 5 años: %(ruin)s. Aporte que equilibra: %(even)s.")
    return said % {"ruin": follows["ruin"], "even": follows["even"]}


def table_context(actor: Actor, found: Laid, *, typed: Typed | None) -> dict[str, Any]:
    """Lay the sliders out, with what else may be done from here."""
    study, run = found.run.study, found.run.run
    writes = actor.role in WRITERS
    proposes = writes and study.negotiation is not None
    return {
        "crumbs": [
            Crumb(_("Estudios"), reverse("studies")),
            Crumb(study.name, reverse("study", args=[study.id])),
            Crumb(_("Mesa de cálculo")),
        ],
        "study": study,
        "run": run,
        "here": reverse("study-table", args=[run.id]),
        "groups": shown_groups(found.live(), typed=typed),
        "other_runs": _other_runs(actor, study=study.id, chosen=run),
        "propose_url": reverse("study-propose", args=[run.id]) if proposes else "",
        "rerun_url": reverse("study-rerun", args=[run.id]),
        "may_write": writes,
        "errors": _errors(typed, found=found),
    } | behaviour_context(found)


def _errors(typed: Typed | None, *, found: Laid) -> list[tuple[str, str]]:
    if typed is None or not typed.problems:
        return []
    groups = shown_groups(found.live(), typed=typed)
    levers = [one for group in groups for one in group.levers]
    return [(f"{one.label}: {one.problem}", one.id) for one in levers if one.problem]


def _other_runs(actor: Actor, *, study: int, chosen: Run) -> list[tuple[str, str, bool]]:
    """List the runs of the study that are done, where there are several."""
    runs = studying.study(actor=actor, number=study).runs
    done = [one for one in runs if one.state is RunState.DONE]
    if len(done) < 2:
        return []
    return [
        (run_name(one), reverse("study-table", args=[one.id]), one.id == chosen.id) for one in done
    ]


def run_name(run: Run) -> str:
    """Name a run by what it was: how, how many futures, what was changed."""
    said = _("%(futures)s futuros, %(kernel)s") % {
        "futures": texts.number(run.scenarios),
        "kernel": kernel_name(run.kernel),
    }
    return f"{said} ({_('con cambios')})" if run.changes else said
