"""An adhesion's own terms: what is left to it, what it set, since when and why; the form to set them anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.alliance.negotiation_queries import OwnTerms
from ayni.core.actor import Actor
from ayni.core.alliance.clauses import Clause, ClauseKind, set_value, value_of
from ayni.core.alliance.typed import TermsNotRead, typed_text
from ayni.core.scheme import Terms
from ayni.cycle.law import terms_of
from ayni.cycle.own_terms import (
    ADHERES,
    AlreadyBilled,
    Change,
    OwnSheet,
    SetLater,
    UnknownAdhesion,
    change_own_terms,
    own_from,
    own_sheet,
    own_values,
)
from ayni.web.actors import page
from ayni.web.alliances.agreement import crumbs
from ayni.web.alliances.day import day_of
from ayni.web.alliances.roles import READERS
from ayni.web.alliances.steps import read_day, whole
from ayni.web.alliances.typed import bounds_words
from ayni.web.alliances.words import REFUSED, clause_name, refusal_text, said_own, value_words
from ayni.web.backoffice import texts

PREFIX = "propio-"
_MOST = 2_000_000_000
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form was sent with, as it was written; ``own`` by the clause's key."""

    own: dict[str, str]
    starts: str
    why: str
    seen: int


@dataclass(frozen=True, slots=True)
class ShownOwn:
    """A clause left to the adhesion: what the agreement says, its bounds, what holds, what was typed."""

    field: str
    id: str
    name: str
    framework: str
    bounds: str
    now: str
    typed: str
    fault: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What was set at one time: from which day, under which version, each clause in words, why, by whom."""

    since: str
    version: int
    said: tuple[tuple[str, str], ...]
    why: str
    author: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(*READERS, reason="ver los términos propios de una adhesión")
def own_terms(request: HttpRequest, actor: Actor, number: int, adhesion: int) -> HttpResponse:
    """Show an adhesion's own terms, or set them anew; every fault is told beside its field."""
    sheet = _sheet(actor, number, adhesion)
    if request.method != "POST":
        return _shown(request, actor, sheet, _first(actor, sheet), errors=[])
    if actor.role not in ADHERES:
        raise PermissionDenied(f"{actor.role} sets no own terms")
    sent = _sent(request, sheet)
    errors: Errors = []
    _read_and_set(actor, sheet, sent, errors=errors)
    if errors:
        return _shown(request, actor, sheet, sent, errors=errors)
    messages.success(request, _("Los términos propios quedaron fijados."))
    return redirect("agreement-own", number=number, adhesion=adhesion)


def _sheet(actor: Actor, number: int, adhesion: int) -> OwnSheet:
    try:
        return own_sheet(actor=actor, agreement=number, adhesion=adhesion, day=day_of(actor))
    except UnknownAdhesion:
        raise Http404("no such adhesion") from None


def _first(actor: Actor, sheet: OwnSheet) -> Sent:
    """Begin with what holds now, from today or from the adhesion's first day."""
    held = {one.key: typed_text(one, value=set_value(one, terms=sheet.own)) for one in sheet.left}
    starts = max(day_of(actor), sheet.adhesion.starts)
    return Sent(held, starts.isoformat(), "", sheet.seen)


def _sent(request: HttpRequest, sheet: OwnSheet) -> Sent:
    def said(name: str, most: int) -> str:
        return request.POST.get(name, "").replace("\0", "").strip()[:most]

    return Sent(
        own={one.key: said(PREFIX + one.key, 60) for one in sheet.left},
        starts=said("desde", 10),
        why=said("motivo", 900),
        seen=whole(said("visto", 12), most=_MOST),
    )


def _read_and_set(actor: Actor, sheet: OwnSheet, sent: Sent, *, errors: Errors) -> None:
    """Read what was sent and set it; each fault goes to ``errors`` with its field."""
    starts = read_day(sent.starts)
    if starts is None:
        errors.append((_("Escriba el día como año, mes y día: 2027-03-31."), "desde"))
    if not sent.why:
        errors.append((_("Escriba el motivo: la otra parte debe poder leerlo."), "motivo"))
    own = _own(sheet, sent, errors=errors)
    if errors or starts is None or own is None:
        return
    one = sheet.adhesion
    new = Change(own, starts, sent.why, sent.seen)
    try:
        change_own_terms(actor=actor, agreement=one.agreement, adhesion=one.id, new=new)
    except AlreadyBilled as error:
        said = _(
            "Ese mes ya está liquidado (%(month)s): lo liquidado no cambia. Elija un día posterior."
        )
        errors.append((said % {"month": str(error).rpartition(": ")[2]}, "desde"))
    except SetLater:
        said = _(
            "Ya hay términos propios fijados desde un día posterior: elija ese día u otro después."
        )
        errors.append((said, "desde"))
    except REFUSED as error:
        errors.append((refusal_text(error), "propios"))


def _own(sheet: OwnSheet, sent: Sent, *, errors: Errors) -> Terms | None:
    try:
        return own_from(sheet.law, typed=sent.own)
    except TermsNotRead as error:
        language = texts.language()
        errors.extend((one.text(language), PREFIX + one.key) for one in error.problems)
    return None


def _shown(
    request: HttpRequest, actor: Actor, sheet: OwnSheet, sent: Sent, *, errors: Errors
) -> HttpResponse:
    faults = {anchor: text for text, anchor in errors}
    one = sheet.adhesion
    title = _("Términos propios")
    context: dict[str, Any] = {
        "crumbs": crumbs(one.agreement_code, reverse("agreement", args=[one.agreement]), title),
        "title": title,
        "one": one,
        "sent": sent,
        "clauses": [_clause(each, sheet, sent, faults) for each in sheet.left],
        "history": [_moment(each, sheet) for each in sheet.history],
        "may_set": actor.role in ADHERES and bool(sheet.left),
        "errors": errors,
        "faults": faults,
    }
    status = 422 if errors else 200
    return render(request, "ayni/alliances/own.html", context, status=status)


def _clause(clause: Clause, sheet: OwnSheet, sent: Sent, faults: dict[str, str]) -> ShownOwn:
    field = PREFIX + clause.key
    held = set_value(clause, terms=sheet.own)
    return ShownOwn(
        field=field,
        id=field.replace(".", "-"),
        name=clause_name(clause),
        framework=value_words(clause, value_of(clause, terms=sheet.law.terms)),
        bounds=_bounds(clause),
        now="" if held is None else value_words(clause, held),
        typed=sent.own.get(clause.key, ""),
        fault=faults.get(field, ""),
    )


def _bounds(clause: Clause) -> str:
    """Say between what the clause may be set, and how months are written."""
    said = bounds_words(clause)
    if clause.kind is ClauseKind.ENTRY:
        return said + " " + _("(los números de los meses: 3, 4, 5)")
    return said


def _moment(one: OwnTerms, sheet: OwnSheet) -> Moment:
    own = terms_of(one.terms)
    return Moment(
        since=texts.day(one.starts),
        version=one.version_number,
        said=said_own(own_values(own, law=sheet.law)),
        why=one.why,
        author=one.author or "",
    )
