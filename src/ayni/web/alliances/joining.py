"""The form by which an association joins an agreement: who, from when, who pays, what is its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import AlreadyAdheres
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor
from ayni.core.alliance.clauses import Clause, value_of
from ayni.core.alliance.typed import TermsNotRead
from ayni.core.scheme import TermsRefused
from ayni.cycle import agreements as found
from ayni.cycle.joining import Framework, Joining, NotInForceThen, framework_of, join
from ayni.cycle.own_terms import ADHERES
from ayni.web.actors import page
from ayni.web.alliances.agreement import crumbs
from ayni.web.alliances.day import day_of
from ayni.web.alliances.drafting import Choice
from ayni.web.alliances.steps import MOST_FAMILIES, read_day, whole
from ayni.web.alliances.words import clause_name, value_words
from ayni.web.backoffice import texts

_MOST = 2_000_000_000
OWN = "propio-"
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form was sent with, as it was written; ``own`` by the clause's key."""

    text: str
    party: str
    starts: str
    payer: str
    facility: str
    families: str
    own: dict[str, str]


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause left to the adhesion: its name, what the agreement says, what was typed."""

    field: str
    name: str
    framework: str
    typed: str
    fault: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(*ADHERES, reason="adherir una asociación a un convenio")
def adhere(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show the form, or let the association join; every fault is told beside its field."""
    frame = _frame(actor, number)
    if request.method != "POST":
        first = _first(request, frame, day=day_of(actor))
        return _shown(request, actor, frame, first, errors=[])
    asked = _asked(request, frame)
    errors: Errors = []
    new = _read(actor, frame, asked, errors=errors)
    if new is not None and _joined(request, actor, frame, new, errors=errors):
        return redirect("agreement", number=number)
    return _shown(request, actor, frame, asked, errors=errors)


def _frame(actor: Actor, number: int) -> Framework:
    try:
        return framework_of(actor=actor, agreement=number)
    except NotInForceThen:
        raise Http404("nothing to join") from None


def _first(request: HttpRequest, frame: Framework, *, day: date) -> Asked:
    """Give the form before anything is sent: from today, or from the agreement's own first day."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]
    own = {one.key: "" for one in frame.left}
    return Asked(text, "", max(day, frame.starts).isoformat(), "", "", "", own)


def _asked(request: HttpRequest, frame: Framework) -> Asked:
    def said(name: str) -> str:
        return request.POST.get(name, "").replace("\0", "").strip()[:80]

    return Asked(
        text=said("q"),
        party=said("asociacion"),
        starts=said("desde"),
        payer=said("pagador").upper(),
        facility=said("establecimiento"),
        families=said("familias"),
        own={one.key: said(OWN + one.key) for one in frame.left},
    )


def _read(actor: Actor, frame: Framework, asked: Asked, *, errors: Errors) -> Joining | None:
    """Read what was sent; each fault goes to ``errors`` with its field."""
    party = whole(asked.party, most=_MOST)
    if not party or found.party_name(actor=actor, number=party) is None:
        errors.append((_("Elija la asociación que se adhiere."), "asociacion"))
    starts = read_day(asked.starts)
    if starts is None:
        errors.append((_("Escriba el día como año, mes y día: 2027-03-31."), "desde"))
    families = whole(asked.families, most=MOST_FAMILIES)
    if asked.families and not families:
        said = _("Escriba cuántas familias se esperan, en cifras: por ejemplo 420.")
        errors.append((said, "familias"))
    payer = _payer(actor, asked.payer, errors=errors)
    facility = whole(asked.facility, most=_MOST) or None
    if facility is not None and str(facility) not in {one.value for one in _facilities(actor, "")}:
        errors.append((_("Elija uno de los establecimientos, o ninguno."), "establecimiento"))
    if errors or starts is None:
        return None
    return Joining(frame.number, party, starts, payer, facility, families or None, asked.own)


def _payer(actor: Actor, code: str, *, errors: Errors) -> int | None:
    if not code:
        return None
    with acting(actor):
        number = alliances.association_by_code(actor=actor, code=code)
    if number is None:
        errors.append(
            (_("Nadie tiene aquí ese código. Déjelo vacío si paga ella misma."), "pagador")
        )
    return number


def _joined(
    request: HttpRequest, actor: Actor, frame: Framework, new: Joining, *, errors: Errors
) -> bool:
    try:
        made = join(actor=actor, new=new)
    except AlreadyAdheres:
        errors.append((_("Esa asociación ya está adherida a este convenio."), "asociacion"))
    except NotInForceThen:
        errors.append((_("El convenio no rige ese día."), "desde"))
    except TermsNotRead as error:
        language = texts.language()
        errors.extend((one.text(language), OWN + one.key) for one in error.problems)
    except TermsRefused:
        errors.append((_("Eso no cabe en el convenio: revise los términos propios."), "propios"))
    else:
        messages.success(request, _("Adherida con el código %(code)s.") % {"code": made.code})
        if made.fewest is not None:
            said = _("Son menos familias que las %(count)s que el convenio pide.")
            messages.warning(request, said % {"count": texts.number(made.fewest)})
        return True
    return False


def _shown(
    request: HttpRequest, actor: Actor, frame: Framework, asked: Asked, *, errors: Errors
) -> HttpResponse:
    faults = {anchor: text for text, anchor in errors}
    title = _("Adherir una asociación")
    context: dict[str, Any] = {
        "crumbs": crumbs(frame.code, reverse("agreement", args=[frame.number]), title),
        "title": title,
        "frame": frame,
        "since": texts.day(frame.starts),
        "asked": asked,
        "parties": _parties(actor, asked),
        "facilities": _facilities(actor, asked.facility),
        "clauses": [_clause(one, frame, asked, faults) for one in frame.left],
        "errors": errors,
        "faults": faults,
    }
    status = 422 if errors else 200
    return render(request, "ayni/alliances/adhere.html", context, status=status)


def _parties(actor: Actor, asked: Asked) -> list[Choice]:
    chosen = whole(asked.party, most=_MOST)
    listed = [
        Choice(str(number), name, f"{code} · {region}", number == chosen)
        for number, code, name, region in found.parties(actor=actor, text=asked.text)
    ]
    name = found.party_name(actor=actor, number=chosen) if chosen else None
    if name is not None and not any(one.chosen for one in listed):
        listed.insert(0, Choice(str(chosen), name, "", True))
    return listed


def _facilities(actor: Actor, chosen: str) -> list[Choice]:
    with acting(actor):
        known = registry.facilities(actor=actor)
    return [Choice(str(one.id), one.name, one.region, str(one.id) == chosen) for one in known]


def _clause(clause: Clause, frame: Framework, asked: Asked, faults: dict[str, str]) -> OwnClause:
    said = value_words(clause, value_of(clause, terms=frame.law.terms))
    name = OWN + clause.key
    return OwnClause(name, clause_name(clause), said, asked.own[clause.key], faults.get(name, ""))
