"""What each side owes besides money: written down and marked as met from the agreement's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.apps.alliance.negotiation_actions import Side
from ayni.core.actor import Actor
from ayni.cycle import obligations
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES
from ayni.web.actors import page
from ayni.web.alliances.day import day_of
from ayni.web.alliances.steps import read_day
from ayni.web.alliances.words import REFUSED, refusal_text

_SIDES = {one.value: one for one in (Side.ASSOCIATION, Side.INSTITUTION)}


@require_POST
@page(*WRITES, *APPROVES, reason="anotar una obligación del convenio")
def oblige(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Write down an obligation; what is missing is told on the agreement's page."""
    what = request.POST.get("que", "").replace("\0", "").strip()[:300]
    due_on = read_day(request.POST.get("vence", "")[:10])
    side = _SIDES.get(request.POST.get("lado", ""))
    if not what or due_on is None or side is None:
        messages.error(request, _("Escriba qué se debe hacer, quién y hasta qué día."))
        return redirect("agreement", number=number)
    try:
        obligations.oblige(actor=actor, agreement=number, side=side, what=what, due_on=due_on)
    except obligations.UnknownObligation:
        raise Http404("no such agreement") from None
    messages.success(request, _("La obligación quedó anotada."))
    return redirect("agreement", number=number)


@require_POST
@page(*WRITES, *APPROVES, *SPEAKS, reason="anotar una obligación cumplida")
def fulfil(request: HttpRequest, actor: Actor, number: int, obligation: int) -> HttpResponse:
    """Mark an obligation as met today; a second press changes nothing."""
    day = day_of(actor)
    note = request.POST.get("nota", "").replace("\0", "")[:1000]
    try:
        new = obligations.fulfil(
            actor=actor, agreement=number, obligation=obligation, day=day, today=day, note=note
        )
    except obligations.UnknownObligation:
        raise Http404("no such obligation") from None
    except REFUSED as error:
        messages.error(request, refusal_text(error))
        return redirect("agreement", number=number)
    if new:
        messages.success(request, _("La obligación quedó como cumplida."))
    else:
        messages.info(request, _("Ya estaba cumplida. No se anotó dos veces."))
    return redirect("agreement", number=number)
