"""The page of the admission clerk: is this person covered today, and why?

The question travels by POST, so that no document number stands in an address, a history or a log.
Asking again changes nothing; it is logged once more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.core.actor import Actor, Role
from ayni.core.entitlement import UnknownBenefit, Verdict
from ayni.core.scheme import Event, ParameterMissing
from ayni.cycle.eligibility import Eligibility, ask
from ayni.web.actors import page
from ayni.web.clinic.question import Question
from ayni.web.clinic.telling import benefit_names, caution, event_names, shown_answer
from ayni.web.clock import moment


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(Role.CLERK, reason="atención en el establecimiento")
def consult(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form; on POST, the answer above it."""
    with acting(actor):
        zone = access.institution(actor=actor).time_zone
    now = moment(zone=zone)
    question = Question(request.POST if request.method == "POST" else None, today=now.date())
    context: dict[str, Any] = {"form": question, "today": now.date()}
    if question.is_bound and question.is_valid():
        context |= _answered(actor, question=question, now=now)
    with timezone.override(zone):
        return render(request, "ayni/clinic/consult.html", context)


def _answered(actor: Actor, *, question: Question, now: datetime) -> dict[str, Any]:
    asked = question.cleaned_data
    try:
        found = ask(
            actor=actor,
            number=asked["number"],
            day=asked["day"],
            event=Event(asked["event"]),
            route="clinic",
            benefit=asked["benefit"] or None,
        )
    except ParameterMissing:
        question.add_error("day", _("No hay reglas para ese día. Revise la fecha."))
        return {}
    except UnknownBenefit:
        question.add_error(None, _("El seguro de esta persona no tiene esa prestación en espera."))
        return {}
    return _shown(found, now=now) | {"form": Question(today=now.date(), focus=False)}


def _shown(found: Eligibility, *, now: datetime) -> dict[str, Any]:
    emergency = found.event is Event.EMERGENCY
    refused = found.answer is None or found.answer.verdict is not Verdict.COVERED
    return {
        "benefits": [] if found.scheme is None else list(benefit_names(found.scheme).items()),
        "benefit": found.benefit or "",
        "event_code": found.event.value,
        "answer": shown_answer(found, asked_at=now),
        "unknown": found.known is None,
        "number": found.number,
        "asked_at": now,
        "event_name": event_names()[found.event.value],
        "asked_day": found.day,
        "other_day": found.day if found.day != now.date() else None,
        "attend_anyway": emergency and refused,
        "caution": caution(found),
    }
