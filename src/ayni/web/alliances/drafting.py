"""The form of a draft: with whom, under which scheme, for how many families, after which agreement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.adapters.schemefiles import load_scheme
from ayni.core.actor import Actor
from ayni.core.alliance.clauses import clauses
from ayni.core.money import minor_digits
from ayni.core.scheme import ParameterMissing, Scheme
from ayni.cycle import agreements as found
from ayni.cycle.negotiating import WRITES, Draft, NewDraft
from ayni.cycle.negotiating import draft as write_draft
from ayni.cycle.table import needs_income
from ayni.web.actors import page
from ayni.web.alliances.agreements import scheme_names
from ayni.web.alliances.day import day_of
from ayni.web.alliances.steps import MOST_FAMILIES, whole
from ayni.web.alliances.words import REFUSED, clause_name, refusal_text
from ayni.web.components import Crumb
from ayni.web.schemes.facts import FigureField
from ayni.web.schemes.words import money_name

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")
_MOST_INCOME = 10**13


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form was sent with, as it was written."""

    text: str = ""
    party: str = ""
    code: str = ""
    scheme: str = ""
    families: str = ""
    income: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list: its value, its words, whether it is chosen."""

    value: str
    label: str
    hint: str
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@page(*WRITES, reason="escribir el borrador de un convenio")
def draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form of a draft, or write it and go to its table."""
    day = day_of(actor)
    if request.method != "POST":
        return _shown(request, actor, _first(request, actor), day=day, errors=[])
    asked = _asked(request)
    errors: list[tuple[str, str]] = []
    new = _read(actor, asked, day=day, errors=errors)
    if new is None:
        return _shown(request, actor, asked, day=day, errors=errors)
    try:
        made = write_draft(actor=actor, new=new, day=day)
    except REFUSED as error:
        errors.append((refusal_text(error), "codigo"))
        return _shown(request, actor, asked, day=day, errors=errors)
    messages.success(request, _("El borrador está escrito. La otra parte todavía no lo ve."))
    _tell_dropped(request, made, scheme=load_scheme(new.scheme), day=day)
    return redirect("table", number=made.negotiation)


def _first(request: HttpRequest, actor: Actor) -> Asked:
    """Give the form before anything is sent; ``como`` is an agreement to start from."""
    like = request.GET.get("como", "")[:12]
    heads = {str(one.id): one for one in found.agreement_heads(actor=actor)}
    scheme = heads[like].scheme_code if like in heads else ""
    return Asked(
        text=request.GET.get("q", "").strip()[:80],
        party=request.GET.get("parte", "")[:12],
        scheme=scheme,
        like=like,
    )


def _asked(request: HttpRequest) -> Asked:
    def sent(name: str) -> str:
        return request.POST.get(name, "").replace("\0", "").strip()[:80]

    return Asked(
        text=sent("q"),
        party=sent("parte"),
        code=sent("codigo").upper(),
        scheme=sent("esquema"),
        families=sent("familias"),
        income=sent("ingreso"),
        like=sent("como"),
    )


def _read(
    actor: Actor, asked: Asked, *, day: date, errors: list[tuple[str, str]]
) -> NewDraft | None:
    """Read what was sent; each fault goes to ``errors`` with its field."""
    party = whole(asked.party, most=2_000_000_000)
    if not party or found.party_name(actor=actor, number=party) is None:
        errors.append((_("Elija con quién se negocia."), "parte"))
    if not _CODE.fullmatch(asked.code):
        errors.append((_("Escriba un código de letras, cifras y guiones: CACAO-2027."), "codigo"))
    families = whole(asked.families, most=MOST_FAMILIES)
    if not families:
        said = _("Escriba cuántas familias se esperan, en cifras: por ejemplo 420.")
        errors.append((said, "familias"))
    scheme = load_scheme(asked.scheme) if asked.scheme in scheme_names() else None
    if scheme is None:
        errors.append((_("Elija un esquema."), "esquema"))
    like = _like(actor, asked.like, errors)
    income = None if scheme is None else _income(scheme, asked.income, day=day, errors=errors)
    if errors or scheme is None:
        return None
    return NewDraft(
        association=party,
        code=asked.code,
        scheme=scheme.code,
        expected_families=families,
        typical_income=income,
        like=like,
    )


def _like(actor: Actor, text: str, errors: list[tuple[str, str]]) -> int | None:
    if not text:
        return None
    signed = {str(one.id) for one in found.agreement_heads(actor=actor) if one.starts}
    if text not in signed:
        errors.append((_("Elija uno de los convenios firmados, o ninguno."), "como"))
        return None
    return int(text)


def _income(scheme: Scheme, text: str, *, day: date, errors: list[tuple[str, str]]) -> int | None:
    """Read a typical income in the scheme's money; asked for where the price looks at it."""
    if not text:
        if needs_income(scheme, day=day):
            said = _("Este esquema mira el ingreso: escriba el de una familia típica.")
            errors.append((said, "ingreso"))
        return None
    field = FigureField(digits=minor_digits(scheme.currency), most=_MOST_INCOME)
    try:
        income = field.clean(text)
    except ValidationError as error:
        errors.append((" ".join(error.messages), "ingreso"))
        return None
    if not income:
        errors.append((_("Escriba un ingreso mayor que cero."), "ingreso"))
        return None
    return income


def _shown(
    request: HttpRequest,
    actor: Actor,
    asked: Asked,
    *,
    day: date,
    errors: list[tuple[str, str]],
) -> HttpResponse:
    parties = found.parties(actor=actor, text=asked.text)
    chosen = whole(asked.party, most=2_000_000_000)
    name = found.party_name(actor=actor, number=chosen) if chosen else None
    listed = [
        Choice(str(number), party, f"{code} · {region}", number == chosen)
        for number, code, party, region in parties
    ]
    if name is not None and not any(one.chosen for one in listed):
        listed.insert(0, Choice(str(chosen), name, "", True))
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Convenios"), reverse("agreements")), Crumb(_("Nuevo borrador"))],
        "asked": asked,
        "parties": listed,
        "schemes": _schemes(asked, day=day),
        "agreements": [
            (str(one.id), f"{one.code} · {one.party}", str(one.id) == asked.like)
            for one in found.agreement_heads(actor=actor)
            if one.starts
        ],
        "errors": errors,
        "faults": {anchor: text for text, anchor in errors},
    }
    status = 422 if errors else 200
    return render(request, "ayni/alliances/draft.html", context, status=status)


def _schemes(asked: Asked, *, day: date) -> list[Choice]:
    """List the library, schemes with clauses to negotiate first."""
    counted = []
    for code, name in scheme_names().items():
        scheme = load_scheme(code)
        counted.append((-_count(scheme, day=day), name, code, scheme.currency))
    return [
        Choice(
            code,
            f"{name} ({money_name(currency)})",
            _("cláusulas por negociar: %(count)s") % {"count": -count},
            code == asked.scheme,
        )
        for count, name, code, currency in sorted(counted)
    ]


def _count(scheme: Scheme, *, day: date) -> int:
    try:
        return len(clauses(scheme, day=day))
    except ParameterMissing:
        return 0


def _tell_dropped(request: HttpRequest, made: Draft, *, scheme: Scheme, day: date) -> None:
    """Say which clauses of the copied agreement do not fit here."""
    if not made.dropped:
        return
    names = {one.key: clause_name(one) for one in clauses(scheme, day=day)}
    said = ", ".join(names.get(key, key) for key in made.dropped)
    messages.warning(
        request,
        _("No se copió, porque aquí no cabe: %(clauses)s.") % {"clauses": said},
    )
