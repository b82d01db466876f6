"""Opening a dispute, for the association or for the institution."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.core.actor import Actor
from ayni.cycle import disputes as cycle
from ayni.web.actors import page
from ayni.web.clock import today
from ayni.web.components import Crumb
from ayni.web.disputes.forms import DisputeForm


@require_http_methods(["GET", "HEAD", "POST"])
@page(*cycle.ANSWERS, *cycle.SPEAKS, reason="abrir una controversia")
def new(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show the form, or open the dispute it writes; what is missing is told beside its field."""
    day = today(actor=actor)
    try:
        opening = cycle.opening(actor=actor, association=number, today=day)
    except cycle.UnknownDispute:
        raise Http404("no such association") from None
    form = DisputeForm(request.POST if request.method == "POST" else None, opening=opening)
    if form.is_bound and form.is_valid():
        made = cycle.open_dispute(actor=actor, association=number, new=form.new(), today=day)
        messages.success(request, _("La controversia quedó abierta."))
        return redirect("dispute", number=made)
    title = _("Abrir una controversia")
    context = {
        "crumbs": [
            Crumb(_("Convenios"), reverse("agreements")),
            Crumb(_("Controversias"), reverse("disputes")),
            Crumb(title),
        ],
        "title": title,
        "association": opening.association,
        "form": form,
        "none": not opening.subjects,
    }
    return render(request, "ayni/disputes/new.html", context, status=422 if form.is_bound else 200)
