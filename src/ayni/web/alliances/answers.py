"""What is done at a table: propose, comment, ask in, consent, sign, leave without an agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.apps.alliance.life_actions import MovedOn
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.clauses import set_value, value_of
from ayni.core.alliance.typed import TermsNotRead
from ayni.core.scheme.terms import TermsRefused
from ayni.cycle import negotiating as talks
from ayni.cycle.agreement_life import ReasonNeeded
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES
from ayni.cycle.table import Table
from ayni.web.actors import page
from ayni.web.alliances.day import day_of
from ayni.web.alliances.negotiation import (
    ACTS,
    beside,
    found_table,
    preview_context,
    span_of,
    table_context,
    unread,
)
from ayni.web.alliances.papers import print_after
from ayni.web.alliances.steps import whole
from ayni.web.alliances.typed import PREFIX, Sent, sent_of
from ayni.web.alliances.words import REFUSED, clause_name, refusal_text, value_words
from ayni.web.components import Crumb, Total

Errors = list[tuple[str, str]]


@require_POST
@page(*WRITES, *SPEAKS, reason="proponer términos")
def propose(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Put a round on the table; a refusal keeps all that was typed, and shows a round that came meanwhile."""
    day = day_of(actor)
    shown = found_table(actor, number, day=day)
    sent = sent_of(request.POST, clauses=shown.clauses)
    starts, ends, errors = sent.days()
    if starts is None or errors:
        return _again(request, actor, shown, sent, errors=errors, day=day)
    try:
        talks.propose(
            actor=actor, negotiation=number, typed=sent.typed(starts=starts, ends=ends), day=day
        )
    except (TermsNotRead, TermsRefused) as error:
        return _again(request, actor, shown, sent, errors=_errors(shown, error), day=day)
    except MovedOn:
        return _stale(request, actor, number, sent, day=day)
    except REFUSED as error:
        errors = [(refusal_text(error), "fin")]
        return _again(request, actor, shown, sent, errors=errors, day=day)
    messages.success(request, _("Su propuesta está en la mesa."))
    return redirect("table", number=number)


def _errors(shown: Table, error: TermsNotRead | TermsRefused) -> Errors:
    said = unread(shown, error)
    if isinstance(error, TermsRefused):
        return [(one, "") for one in said]
    anchors = [(PREFIX + one.key).replace(".", "-") for one in error.problems]
    return list(zip(said, anchors, strict=True))


def _again(
    request: HttpRequest,
    actor: Actor,
    shown: Table,
    sent: Sent,
    *,
    errors: Errors,
    day: date,
    status: int = 422,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = table_context(actor, shown, day=day, sent=sent, checked=True)
    context |= preview_context(actor, shown, sent, day=day)
    context |= {"errors": errors, **(more or {})}
    return render(request, "ayni/alliances/table.html", context, status=status)


def _stale(
    request: HttpRequest, actor: Actor, number: int, sent: Sent, *, day: date
) -> HttpResponse:
    """Show the newer round beside what was typed; sent again, it answers that one."""
    shown = found_table(actor, number, day=day)
    last = shown.last
    if last is None:
        raise Http404("no round to answer")
    again = replace(sent, seen=last.proposal.number)
    newer = {
        "number": last.proposal.number,
        "author": last.proposal.author,
        "note": last.proposal.note,
        "span": span_of(last.proposal.starts, last.proposal.ends),
        "rows": beside(shown, sent),
    }
    said = _("Mientras usted escribía llegó la ronda %(number)s. Nada de lo suyo se perdió.")
    errors = [(said % {"number": last.proposal.number}, "ronda-nueva")]
    more = {"newer": newer}
    return _again(request, actor, shown, again, errors=errors, day=day, status=409, more=more)


@require_POST
@page(
    *WRITES,
    *APPROVES,
    *SPEAKS,
    Role.SECRETARY,
    Role.OBSERVER,
    reason="comentar una propuesta",
)
def comment(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Say something about a round or one of its clauses."""
    day = day_of(actor)
    shown = found_table(actor, number, day=day)
    said = request.POST.get("dicho", "").replace("\0", "").strip()[:4000]
    term = request.POST.get("clausula", "")
    about = next((one.key for one in shown.clauses if one.key == term), None)
    if not said or (term and about is None):
        messages.error(request, _("Escriba qué quiere decir, y de qué cláusula si es de una."))
        return redirect("table", number=number)
    try:
        talks.say(
            actor=actor,
            negotiation=number,
            proposal=whole(request.POST.get("ronda", ""), most=1_000_000),
            term=about,
            said=said,
            day=day,
        )
    except REFUSED as error:
        messages.error(request, refusal_text(error))
        return redirect("table", number=number)
    messages.success(request, _("Su comentario quedó escrito."))
    return redirect(reverse("table", args=[number]) + "#conversacion")


@require_http_methods(["GET", "HEAD", "POST"])
@page(*WRITES, *APPROVES, *SPEAKS, reason="actuar en una mesa de negociación")
def act(request: HttpRequest, actor: Actor, number: int, what: str) -> HttpResponse:
    """Ask for confirmation of an act and do it; a refusal is told in words."""
    day = day_of(actor)
    shown = found_table(actor, number, day=day)
    if what not in ACTS:
        raise Http404("no such act")
    allowed = getattr(shown.may, ACTS[what])
    if request.method != "POST":
        refused = "" if allowed else _("Eso no cabe ahora en esta mesa, o no es suyo.")
        return _confirm(request, shown, what, refused=refused)
    seen = whole(request.POST.get("visto", ""), most=1_000_000)
    why = request.POST.get("motivo", "").replace("\0", "").strip()[:1000]
    try:
        said = _do(request, actor, shown, what, seen=seen, why=why, day=day)
    except NotAllowed as error:
        return _confirm(request, shown, what, refused=refusal_text(error), status=403)
    except REFUSED as error:
        status = 409 if isinstance(error, MovedOn) else 422
        return _confirm(request, shown, what, refused=refusal_text(error), status=status, why=why)
    messages.success(request, said)
    if what == "firmar":
        return redirect("agreement", number=shown.framework.id)
    return redirect("table", number=number)


def _do(
    request: HttpRequest,
    actor: Actor,
    shown: Table,
    what: str,
    *,
    seen: int,
    why: str,
    day: date,
) -> str:
    number = shown.negotiation.id
    if what == "invitar":
        talks.ask_in(actor=actor, negotiation=number, day=day)
        return _("La otra parte ya ve esta mesa.")
    if what == "abandonar":
        if not why:
            raise ReasonNeeded(str(number))
        talks.abandon(actor=actor, negotiation=number, day=day, why=why)
        return _("La mesa se cerró sin acuerdo.")
    if shown.last is None or seen != shown.last.proposal.number:
        raise MovedOn(f"negotiation {number}: seen {seen}")
    if what == "conformidad":
        talks.consent(actor=actor, negotiation=number, proposal=seen, day=day)
        return _("Su conformidad quedó anotada.")
    print_after(request, actor, version=talks.sign(actor=actor, negotiation=number, day=day))
    return _("El convenio está firmado.")


def _confirm(
    request: HttpRequest,
    shown: Table,
    what: str,
    *,
    refused: str,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    code = shown.framework.code
    back = reverse("table", args=[shown.negotiation.id])
    title, sentence, submit = _asks(shown)[what]
    last = shown.last
    context = {
        "crumbs": [
            Crumb(_("Mesas de negociación"), reverse("tables")),
            Crumb(_("Mesa de %(code)s") % {"code": code}, back),
            Crumb(title),
        ],
        "title": title,
        "sentence": sentence,
        "submit": submit,
        "back": back,
        "refused": refused,
        "blocked": bool(refused) and status in (200, 403, 409),
        "why": why,
        "asks_why": what == "abandonar",
        "seen": 0 if last is None else last.proposal.number,
        "totals": _totals(shown) if what in ("conformidad", "firmar") else [],
    }
    return render(request, "ayni/alliances/act.html", context, status=status)


def _asks(shown: Table) -> dict[str, tuple[str, str, str]]:
    """Give what each act is called, the sentence one confirms, and its button."""
    told = {
        "party": shown.framework.party or shown.framework.code,
        "code": shown.framework.code,
        "number": 0 if shown.last is None else shown.last.proposal.number,
    }
    return {
        "invitar": (
            _("Invitar a la otra parte"),
            _("%(party)s verá la mesa y sus propuestas, y podrá contestar.") % told,
            _("Invitar"),
        ),
        "conformidad": (
            _("Dar conformidad"),
            _(
                "Doy mi conformidad a la ronda %(number)s del convenio %(code)s, tal como está aquí"
                " escrita. Cuando la den los dos lados se podrá firmar."
            )
            % told,
            _("Doy mi conformidad"),
        ),
        "firmar": (
            _("Firmar el convenio"),
            _(
                "Los dos lados dieron conformidad a la ronda %(number)s. La firma fija la ley y los términos."
            )
            % told,
            _("Firmar"),
        ),
        "abandonar": (
            _("Dejar sin acuerdo"),
            _("La mesa se cierra y nadie podrá proponer más en ella. Lo que ya rige no cambia."),
            _("Cerrar la mesa"),
        ),
    }


def _totals(shown: Table) -> list[Total]:
    if shown.last is None:
        return []
    last = shown.last
    span = Total(_("Duración"), span_of(last.proposal.starts, last.proposal.ends))
    return [span] + [
        Total(
            clause_name(one),
            value_words(one, value_of(one, terms=last.terms)),
            _("lo fija el convenio")
            if set_value(one, terms=last.terms) is not None
            else _("según la ley"),
        )
        for one in shown.clauses
    ]
