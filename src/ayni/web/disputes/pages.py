"""The list of disputes and one of them: read by both sides, argued by both, decided by the institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ayni.apps.complaint.queries import Dispute, Event
from ayni.apps.sql.frames import LARGEST
from ayni.core.actor import Actor, Role, Scope
from ayni.core.complaint.disputes import DECISIONS, About, Basis, Step
from ayni.cycle import disputes as cycle
from ayni.cycle.disputes import DisputePage, Taken
from ayni.web.actors import CASES, PORTAL, page
from ayni.web.alliances.steps import whole
from ayni.web.backoffice import texts
from ayni.web.clock import today
from ayni.web.components import Action, Cell, Column, Crumb, DataTable, Item
from ayni.web.disputes import words

SIZE = 50
MOST = 4000


@never_cache
@require_safe
@page(*cycle.READS, reason="ver las controversias")
def disputes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the disputes, open ones first; an association sees its own."""
    of, under = _number(request.GET.get("asociacion", "")), _number(request.GET.get("convenio", ""))
    count, _none = cycle.dispute_list(actor=actor, association=of, agreement=under, size=0)
    here = texts.page_asked(request.GET.get("pagina", ""), total=count, size=SIZE)
    _all, found = cycle.dispute_list(
        actor=actor, association=of, agreement=under, start=(here - 1) * SIZE, size=SIZE
    )
    asked = {"asociacion": of, "convenio": under}
    kept = {name: str(number) for name, number in asked.items() if number}
    links, before, after = texts.pages(page=here, total=count, size=SIZE, kept=kept)
    context = {
        "crumbs": [Crumb(_("Convenios"), reverse("agreements")), Crumb(_("Controversias"))],
        "table": _table(actor, found) if found else None,
        "actions": _actions(actor, of=of),
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Controversias: %(count)s") % {"count": texts.number(count)},
    }
    return render(request, "ayni/disputes/list.html", context)


def _number(text: str) -> int | None:
    """Read of which association or agreement; what is no number asks for all."""
    plain = text.isascii() and text.isdecimal() and len(text) < 11
    return min(int(text), LARGEST) if plain else None


def _actions(actor: Actor, *, of: int | None) -> list[Action]:
    number = actor.associations[0] if actor.scope is Scope.ASSOCIATION else of
    if number is None or actor.role is Role.AUDITOR:
        return []
    address = reverse("dispute-new", args=[number])
    return [Action(_("Abrir una controversia"), address, "talk", "primary")]


def _table(actor: Actor, found: Sequence[Dispute]) -> DataTable:
    day = today(actor=actor)
    office = actor.scope is Scope.INSTITUTION
    return DataTable(
        caption=_("Controversias"),
        columns=[
            Column(_("Número"), "link"),
            *([Column(_("Asociación"))] if office else []),
            Column(_("Sobre qué")),
            Column(_("Abierta el")),
            Column(_("Decidir hasta")),
            Column(_("Estado"), "badge"),
        ],
        rows=[
            [
                Cell(one.code, url=reverse("dispute", args=[one.id])),
                *([Cell(one.association_name)] if office else []),
                Cell(words.about_words(one)),
                Cell(texts.short_day(one.opened_on)),
                Cell(texts.short_day(one.due_on)),
                Cell(badge=sign_of(one, late=one.overdue(day))),
            ]
            for one in found
        ],
    )


def sign_of(found: Dispute, *, late: bool) -> str:
    """Give the sign of a dispute: an open one past its day says so."""
    return "dispute_overdue" if late else words.SIGNS[found.state]


@never_cache
@require_safe
@page(*cycle.READS, reason="ver una controversia")
def dispute(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show a dispute with all that was said, and the forms of what may be done."""
    return _shown(request, _found(actor, number), actor=actor, typed=None)


def _found(actor: Actor, number: int) -> DisputePage:
    try:
        return cycle.dispute_page(actor=actor, number=number)
    except cycle.UnknownDispute:
        raise Http404("no such dispute") from None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent in vain, in which form, and why it was refused."""

    form: str
    text: str
    outcome: str
    refused: str
    status: int


#: The forms of a dispute's page, by the word of their address; a decision names itself in the form.
_FORMS = {"mensaje": Step.SAY, "retirar": Step.WITHDRAW, "cerrar": None}


@require_POST
@page(*cycle.ANSWERS, *cycle.SPEAKS, reason="responder en una controversia")
def take(request: HttpRequest, actor: Actor, number: int, what: str) -> HttpResponse:
    """Take a step; a refusal keeps what was written and shows what came meanwhile."""
    if what not in _FORMS:
        raise Http404("no such form")
    found = _found(actor, number)
    outcome = request.POST.get("resultado", "")
    text = request.POST.get("texto", "").replace("\0", "").strip()[:MOST]
    step = _FORMS[what] or {one.value: one for one in DECISIONS}.get(outcome)
    if step is None:
        typed = Typed(what, text, "", _("Elija cómo se decide."), 422)
        return _shown(request, found, actor=actor, typed=typed)
    new = Taken(step, text, whole(request.POST.get("visto", ""), most=1_000_000))
    try:
        cycle.take(actor=actor, dispute=number, new=new, today=today(actor=actor))
    except words.REFUSED as error:
        status = words.STATUS.get(type(error), 422)
        typed = Typed(what, text, outcome, words.refusal_text(error), status)
        return _shown(request, _found(actor, number), actor=actor, typed=typed)
    messages.success(request, words.done_words(step))
    return redirect("dispute", number=number)


def _shown(
    request: HttpRequest, found: DisputePage, *, actor: Actor, typed: Typed | None
) -> HttpResponse:
    one = found.dispute
    late = one.overdue(today(actor=actor))
    context = {
        "crumbs": [
            Crumb(_("Convenios"), reverse("agreements")),
            Crumb(_("Controversias"), reverse("disputes")),
            Crumb(one.code),
        ],
        "one": one,
        "title": _("Controversia %(code)s") % {"code": one.code},
        "about": words.about_words(one),
        "sign": sign_of(one, late=late),
        "items": _items(actor, one, late=late),
        "opened_by": words.side_name(one.opener.side),
        "opened_on": texts.day(one.opened_on),
        "told": [_told(event) for event in found.events],
        "may_say": Step.SAY in found.may,
        "may_withdraw": Step.WITHDRAW in found.may,
        "decisions": [
            (step.value, name) for step, name in words.decision_names().items() if step in found.may
        ],
        "typed": typed,
        "errors": [(typed.refused, f"texto-{typed.form}")] if typed else [],
        "most": MOST,
    }
    return render(
        request, "ayni/disputes/dispute.html", context, status=typed.status if typed else 200
    )


def _told(event: Event) -> tuple[Event, str, str, str]:
    side = words.side_name(event.by.side)
    return event, side, words.step_name(event.step), texts.day(event.on_day)


def _items(actor: Actor, one: Dispute, *, late: bool) -> list[Item]:
    proposed = _("plazo propuesto: ni el esquema ni el convenio fijan uno")
    asked = _("plazo que pidió quien la abrió")
    items = [
        Item(_("Sobre qué"), words.about_words(one), url=_subject_url(actor, one)),
        Item(_("Asociación"), one.association_name, url=_health(one)),
        Item(
            _("Convenio"),
            one.agreement_code,
            hint=one.adhesion_code or "",
            url=reverse("agreement", args=[one.agreement]),
        ),
        Item(
            _("Decidir hasta"),
            texts.day(one.due_on),
            hint=proposed if one.basis is Basis.PROPOSED else asked,
            badge="dispute_overdue" if late else "",
        ),
    ]
    if one.amount is not None and one.currency is not None:
        items.append(Item(_("Monto en disputa"), texts.amount(one.amount, one.currency)))
    return items


def _health(one: Dispute) -> str:
    return reverse("alliance-health", args=[one.association])


def _subject_url(actor: Actor, one: Dispute) -> str:
    """Give the page where what is disputed is read, if this reader has one."""
    office = actor.scope is Scope.INSTITUTION
    if one.kind is About.ROSTER and actor.role in (*CASES, *PORTAL):
        return reverse("office-roster" if office else "portal-roster", args=[one.named])
    if one.kind in (About.NOTICE, About.MONTH):
        return (
            reverse("office-association", args=[one.association])
            if office
            else reverse("portal-notices")
        )
    return reverse("agreement", args=[one.agreement])
