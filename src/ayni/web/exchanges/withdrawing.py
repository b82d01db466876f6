"""Withdrawing a practice or a commitment noted by mistake: asked for its reason, told in the history."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.exchange_actions import AlreadyWithdrawn
from ayni.apps.alliance.exchange_queries import Noting
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.sql.frames import LARGEST
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import NewWithdrawal, Noted
from ayni.cycle import exchanges as cycle
from ayni.web.actors import page
from ayni.web.components import Crumb
from ayni.web.exchanges.forms import WithdrawForm
from ayni.web.exchanges.roles import WRITERS, business_day
from ayni.web.exchanges.telling import shown_noting, text_of

SAVED_STATUS, REFUSED_STATUS, MOVED_STATUS = 302, 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@page(*WRITERS, reason="retirar lo anotado en un intercambio")
def withdraw(request: HttpRequest, actor: Actor, number: int, what: Noted) -> HttpResponse:
    """Ask why something is withdrawn, and withdraw it."""
    found = found_noting(actor, what=what, number=number)
    back = back_to(actor, found)

    def save(new: NewWithdrawal) -> None:
        cycle.withdraw(actor=actor, new=new, today=business_day(actor))

    return ask_why(request, found, save=save, back=back)


def ask_why(
    request: HttpRequest, found: Noting, *, save: Callable[[NewWithdrawal], None], back: list[Crumb]
) -> HttpResponse:
    """Ask why something is withdrawn, ``save`` it and go back; a refusal is told in the form."""
    if found.withdrawal is not None:
        return gone(request, found, title=_title(found.what), back=back)
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent, seen=found.followed)
    status = 200
    if form.is_bound:
        status = REFUSED_STATUS
        if form.is_valid():
            status = _saved(form, found, save=save)
    if status == SAVED_STATUS:
        messages.success(request, _done(found.what))
        return redirect(back[-1].url)
    context = {
        "form": form,
        "noted": shown_noting(found),
        "heading": _title(found.what),
        "crumbs": [*back, Crumb(_title(found.what))],
        "cancel": back[-1].url,
    }
    return render(request, "ayni/exchanges/withdraw.html", context, status=status)


def _saved(form: WithdrawForm, found: Noting, *, save: Callable[[NewWithdrawal], None]) -> int:
    """Write the withdrawal down and give the status of the answer; what stands now is shown with a refusal."""
    new = form.new(what=found.what, number=found.id)
    try:
        if new is None:
            raise MovedOn(found.id)
        save(new)
    except MovedOn:
        refused = _("Mientras tanto se anotó qué pasó con él. Mírelo de nuevo antes de retirarlo.")
        form.add_error(None, refused)
        form.seen_anew(found.followed)
        return MOVED_STATUS
    except AlreadyWithdrawn:
        form.add_error(None, _("Mientras tanto alguien lo retiró."))
        return MOVED_STATUS
    return SAVED_STATUS


def found_noting(actor: Actor, *, what: Noted, number: int) -> Noting:
    """Find what was noted, withdrawn or not, or answer that it is not there."""
    found = cycle.noting(actor=actor, what=what, number=number) if number <= LARGEST else None
    if found is None:
        raise Http404(f"no such {what.value}")
    return found


def _title(what: Noted) -> str:
    """Name the page."""
    return {
        Noted.PRACTICE: _("Retirar una práctica"),
        Noted.COMMITMENT: _("Retirar un compromiso"),
    }[what]


def _done(what: Noted) -> str:
    """Say that it was done."""
    return {
        Noted.PRACTICE: _("La práctica quedó retirada; la historia del intercambio lo cuenta."),
        Noted.COMMITMENT: _("El compromiso quedó retirado; la historia del intercambio lo cuenta."),
    }[what]


def back_to(actor: Actor, found: Noting) -> list[Crumb]:
    """Give the way back to the exchange."""
    with acting(actor):
        (one,) = queries.exchanges(actor=actor, numbers=[found.exchange])
    where = Crumb(text_of(one.title).text, reverse("exchange", args=[one.id]))
    return [Crumb(_("Experiencias"), reverse("exchanges")), where]


def gone(request: HttpRequest, found: Noting, *, title: str, back: list[Crumb]) -> HttpResponse:
    """Say that it was withdrawn, by whom and why; nothing more is done with it."""
    context = {
        "noted": shown_noting(found),
        "heading": title,
        "crumbs": [*back, Crumb(title)],
        "cancel": back[-1].url,
    }
    return render(request, "ayni/exchanges/gone.html", context, status=MOVED_STATUS)
