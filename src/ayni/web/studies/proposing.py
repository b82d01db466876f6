"""From the table of figures to the negotiating table: a new round, with what its study says beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.core.actor import Actor
from ayni.core.alliance.clauses import differences, terms_with
from ayni.core.alliance.typed import TermsNotRead, read_values
from ayni.cycle import table as tables
from ayni.cycle.negotiating import Typed as Round
from ayni.cycle.negotiating import UnknownNegotiation
from ayni.cycle.study_table import Laid, NewRound, move, propose, proposed
from ayni.cycle.table import Table
from ayni.web.actors import page
from ayni.web.alliances.day import day_of
from ayni.web.alliances.negotiation import changes_of, opening, unread
from ayni.web.alliances.steps import whole
from ayni.web.alliances.typed import Sent
from ayni.web.alliances.words import REFUSED, refusal_text
from ayni.web.clock import now
from ayni.web.components import Crumb
from ayni.web.studies.levers import PREFIX, Typed, plain, typed_of
from ayni.web.studies.moving import shown_figures
from ayni.web.studies.roles import WRITERS
from ayni.web.studies.table import follows_context, found_table, table_context


@require_POST
@page(*WRITERS, reason="proponer desde la mesa de cálculo")
def proposal(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Show what would be proposed; sent again with its dates, put it on the negotiating table."""
    found = found_table(actor, run)
    typed = typed_of(request.POST, handles=found.live())
    if typed.problems:
        context = table_context(actor, found, typed=typed) | follows_context(found, typed=typed)
        return render(request, "ayni/studies/table.html", context, status=422)
    day = day_of(actor)
    shown = _negotiation(actor, found, day=day)
    values = proposed(
        found,
        values=typed.values,
        last=shown.last.terms if shown.last else shown.base,
        known=shown.clauses,
    )
    if "confirmar" not in request.POST:
        return _page(request, found, shown, typed, values, sent=opening(shown, day=day), errors=[])
    sent = _sent(request, values)
    return _put(request, actor, found, shown, typed, sent=sent, day=day)


def _negotiation(actor: Actor, found: Laid, *, day: date) -> Table:
    number = found.run.study.negotiation
    if number is None:
        raise Http404("this study is of no negotiation")
    try:
        return tables.table(actor=actor, number=number, day=day)
    except UnknownNegotiation:
        raise Http404("no such negotiation") from None


def _sent(request: HttpRequest, values: Mapping[str, str]) -> Sent:
    said = {
        name: request.POST.get(name, "").replace("\0", "").strip()
        for name in ("inicio", "fin", "nota", "visto")
    }
    seen = whole(said["visto"], most=1_000_000)
    return Sent(values, said["inicio"][:10], said["fin"][:10], said["nota"][:4000], seen)


def _put(
    request: HttpRequest,
    actor: Actor,
    found: Laid,
    shown: Table,
    typed: Typed,
    *,
    sent: Sent,
    day: date,
) -> HttpResponse:
    starts, ends, errors = sent.days()
    if starts is None or errors:
        return _page(request, found, shown, typed, sent.values, sent=sent, errors=errors)
    written = Round(sent.values, starts, ends, sent.note, sent.seen)
    new = NewRound(shown.negotiation.id, written, typed.values)
    try:
        propose(actor=actor, table=found, new=new, day=day, at=now())
    except TermsNotRead as error:
        errors = [(text, "") for text in unread(shown, error)]
    except REFUSED as error:
        errors = [(refusal_text(error), "fin")]
    if errors:
        return _page(request, found, shown, typed, sent.values, sent=sent, errors=errors)
    messages.success(request, _("Su propuesta está en la mesa, con las cifras de su estudio."))
    return redirect("table", number=shown.negotiation.id)


def _page(
    request: HttpRequest,
    found: Laid,
    shown: Table,
    typed: Typed,
    values: Mapping[str, str],
    *,
    sent: Sent,
    errors: list[tuple[str, str]],
) -> HttpResponse:
    moved = move(found, values=typed.values)
    context: dict[str, Any] = {
        "crumbs": _crumbs(found),
        "study": found.run.study,
        "party": shown.framework.party,
        "changes": _changes(shown, values),
        "figures": shown_figures(
            moved.figures, currency=found.currency, first_month=moved.outcome.first_month
        ),
        "only_here": _only_here(found, typed),
        "hidden": _hidden(found, typed),
        "form": sent,
        "errors": errors,
        "here": reverse("study-propose", args=[found.run.run.id]),
        "back": reverse("study-table", args=[found.run.run.id]),
    }
    return render(request, "ayni/studies/propose.html", context, status=422 if errors else 200)


def _crumbs(found: Laid) -> list[Crumb]:
    study = found.run.study
    return [
        Crumb(_("Estudios"), reverse("studies")),
        Crumb(study.name, reverse("study", args=[study.id])),
        Crumb(_("Mesa de cálculo"), reverse("study-table", args=[found.run.run.id])),
        Crumb(_("Propuesta")),
    ]


def _changes(shown: Table, values: Mapping[str, str]) -> list[Any]:
    """List what the proposal changes of the newest round, or of what stands before any."""
    before = shown.last.terms if shown.last is not None else shown.base
    try:
        read = read_values(shown.clauses, typed=values)
    except TermsNotRead:
        return []
    after = terms_with(shown.clauses, values=read, signed=shown.negotiation.opened_on)
    return changes_of(differences(shown.clauses, before=before, after=after))


def _only_here(found: Laid, typed: Typed) -> list[str]:
    """Name what moved and is no clause: the figures rest on it, the agreement says nothing of it."""
    from ayni.web.studies.words import handle_name

    moved = move(found, values=typed.values).values
    return [handle_name(one) for one in found.live() if one.key in moved and one.clause is None]


def _hidden(found: Laid, typed: Typed) -> list[tuple[str, str]]:
    moved = move(found, values=typed.values).values
    return [
        (PREFIX + one.key, plain(moved[one.key], unit=one.unit))
        for one in found.live()
        if one.key in moved
    ]
