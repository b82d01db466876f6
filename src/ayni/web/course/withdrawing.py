"""A participant withdraws a practice or a commitment that he noted in the course himself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.alliance.exchange_queries import Noting
from ayni.apps.sql.frames import LARGEST
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import NewWithdrawal, Noted
from ayni.cycle import course_work as work
from ayni.cycle.course_season import NotASandbox
from ayni.cycle.course_work import NotHis
from ayni.web import clock
from ayni.web.actors import page
from ayni.web.components import Crumb
from ayni.web.course.participant import LEARNERS
from ayni.web.exchanges.withdrawing import ask_why


@require_http_methods(["GET", "HEAD", "POST"])
@page(*LEARNERS, reason="retirar lo anotado en el curso")
def withdraw(request: HttpRequest, actor: Actor, number: int, what: Noted) -> HttpResponse:
    """Ask why something is withdrawn, and withdraw it from the course's exchange."""
    found, back = _his(actor, what=what, number=number), [Crumb(_("Curso"), reverse("course-mine"))]

    def save(new: NewWithdrawal) -> None:
        work.withdraw(actor=actor, new=new, day=clock.today(actor=actor))

    return ask_why(request, found, save=save, back=back)


def _his(actor: Actor, *, what: Noted, number: int) -> Noting:
    """Find what the participant noted, or answer that he noted no such thing."""
    try:
        if number > LARGEST:
            raise NotHis(number)
        return work.own_noting(actor=actor, what=what, number=number)
    except (NotASandbox, NotHis) as refused:
        raise Http404(f"no such {what.value}") from refused
