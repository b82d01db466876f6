"""The facilitator's page: who is where, begin again, show on screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.courses import UnknownParticipant
from ayni.core.actor import Actor, Role
from ayni.cycle import course as courses
from ayni.cycle.course_season import LONGEST
from ayni.cycle.course_work import EXERCISES, Progress, progress
from ayni.web import clock
from ayni.web.actors import mandates_of, page
from ayni.web.backoffice import texts
from ayni.web.components import Crumb
from ayni.web.course.words import titles


@dataclass(frozen=True, slots=True)
class Row:
    """A participant as the page shows him; ``mandate`` is the facilitator's own in his sandbox."""

    number: int
    name: str
    marks: tuple[tuple[str, str], ...]
    done: str
    lived: str
    last: str
    mandate: int | None
    again: str


@require_safe
@page(Role.HEAD, reason="ver cómo va el curso")
def course(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tell who is where."""
    _require_hall(actor)
    zone = access.time_zone(actor=actor)
    seats = {one.institution: one.id for one in mandates_of(request) if one.role is Role.AUDITOR}
    rows = [_row(one, seats=seats, zone=zone) for one in progress(actor=actor)]
    return render(request, "ayni/course/course.html", {"rows": rows, "titles": titles()})


def _row(one: Progress, *, seats: dict[int, int], zone: str) -> Row:
    name = titles()
    return Row(
        number=one.sandbox.participant,
        name=one.name,
        marks=tuple(
            ("done" if exercise in one.done else "waiting", f"{exercise}. {name[exercise]}")
            for exercise in EXERCISES
        ),
        done=_("%(done)s de %(all)s") % {"done": len(one.done), "all": len(EXERCISES)},
        lived=_("%(done)s de %(all)s") % {"done": one.lived, "all": LONGEST},
        last=texts.moment(one.last_seen, zone=zone) if one.last_seen else _("todavía nada"),
        mandate=seats.get(one.sandbox.institution),
        again=reverse("course-again", args=[one.sandbox.participant]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(Role.HEAD, reason="empezar de nuevo con un participante")
def begin_again(request: HttpRequest, actor: Actor, participant: int) -> HttpResponse:
    """Ask whether a participant begins again, and do it."""
    _require_hall(actor)
    found = [one for one in progress(actor=actor) if one.sandbox.participant == participant]
    if not found:
        raise Http404("nobody of that number takes part")
    if request.method == "POST":
        runner = actor.on_behalf(reason="empezar de nuevo con un participante")
        try:
            courses.reset(actor=runner, participant=participant, day=clock.today(actor=actor))
        except UnknownParticipant as gone:
            raise Http404("nobody of that number takes part") from gone
        words = _("%(name)s empieza de nuevo. Entra con las mismas contraseñas.")
        messages.success(request, words % {"name": found[0].name})
        return redirect("course")
    context = {
        "name": found[0].name,
        "crumbs": [Crumb(_("Curso"), reverse("course")), Crumb(found[0].name)],
        "action": request.path,
        "cancel_url": reverse("course"),
    }
    return render(request, "ayni/course/again.html", context)


def _require_hall(actor: Actor) -> None:
    with acting(actor):
        if not courses.is_hall(access.institution(actor=actor).code):
            raise Http404("no course is held from this institution")
