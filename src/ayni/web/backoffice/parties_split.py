"""A split by naming the families that go: chosen by committee or by number, seen first, then recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.party_actions import KEEPERS, NewChange
from ayni.apps.alliance.party_refusals import PartyMoved
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor
from ayni.cycle import splitting
from ayni.cycle.parties import NotTheFirst
from ayni.cycle.splitting import Leaving, NotTheirs, numbers_in
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.backoffice.parties import Party, crumbs, party_of
from ayni.web.backoffice.party_forms import sent_file
from ayni.web.backoffice.party_words import REFUSED, refusal_text

#: A list of numbers, not a book.
_MOST_BYTES = 4 * 1024 * 1024
_MOST_TEXT = 2_000_000
NAMED = 20
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form was sent with, as it was written."""

    other: str
    day: str
    why: str
    numbers: str
    committees: tuple[str, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee of the newest roster to choose."""

    name: str
    families: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Who would go, for people."""

    families: str
    persons: str
    stay: str
    names: tuple[tuple[str, str], ...]
    more: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(*KEEPERS, reason="dividir una asociación")
def split(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show the form, who would go, or record the split; every fault is told beside its field."""
    party = party_of(actor, number)
    errors: Errors = []
    known: Mapping[str, tuple[str, ...]] = {}
    sent = _sent(request, actor, party, errors=errors)
    if request.GET.get("comites") == "1" or sent.committees:
        known = _committees(actor, party, errors=errors)
    if request.method != "POST":
        return _shown(request, actor, party, sent, known=known, errors=errors)
    named = tuple(one for name in sent.committees for one in known.get(name, ()))
    if named:  # what was chosen becomes a list that can still be corrected
        every = dict.fromkeys([*numbers_in(sent.numbers), *named])
        sent = replace(sent, numbers="\n".join(every), committees=())
    go = _named(actor, party, sent, errors=errors)
    if go is None or errors or request.POST.get("accion") != "registrar":
        return _shown(request, actor, party, sent, known=known, errors=errors, go=go)
    done = _record(request, actor, party, sent, errors=errors)
    if not done:
        return _shown(request, actor, party, sent, known=known, errors=errors, go=go)
    return redirect("office-party-changes", number=number)


def _sent(request: HttpRequest, actor: Actor, party: Party, *, errors: Errors) -> Sent:
    post = request.POST
    seen = post.get("visto", "")
    if request.method != "POST":
        with acting(actor):
            token = party_queries.token(association=party.number, section="changes")
        return Sent("", "", "", "", (), token)

    def said(name: str, most: int) -> str:
        return post.get(name, "").replace("\0", "").strip()[:most]

    return Sent(
        other=said("otra", 40).upper(),
        day=said("dia", 10),
        why=said("motivo", 1000),
        numbers=said("numeros", _MOST_TEXT) + _listed(request, errors=errors),
        committees=tuple(one[:200] for one in post.getlist("comite")[:500]),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else -1,
    )


def _listed(request: HttpRequest, *, errors: Errors) -> str:
    """Read the uploaded list, a plain text or CSV."""
    sent = request.FILES.get("lista")
    if sent is None:
        return ""
    content = b"" if (sent.size or 0) > _MOST_BYTES else sent.read()
    if not content or b"\0" in content:
        said = _("El archivo de la lista debe ser un texto o CSV de hasta 4 MB.")
        errors.append((said, "lista"))
        return ""
    return "\n" + content.decode("utf-8-sig", errors="replace")


def _committees(actor: Actor, party: Party, *, errors: Errors) -> Mapping[str, tuple[str, ...]]:
    try:
        return splitting.committees(actor=actor, association=party.number, day=party.today)
    except splitting.NoRosterToRead as refusal:
        errors.append((refusal_text(refusal), "comites"))
    except (LookupError, ValueError):
        said = _("La última nómina ya no se puede leer: escriba los números.")
        errors.append((said, "comites"))
    return {}


def _day(text: str) -> date | None:
    """Read a day as a browser sends it; a year beyond reach is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None


def _named(actor: Actor, party: Party, sent: Sent, *, errors: Errors) -> Leaving | None:
    day = _day(sent.day)
    if day is None:
        errors.append((_("Escriba el día así: 31/12/2026."), "dia"))
        return None
    try:
        return splitting.leaving(
            actor=actor, association=party.number, day=day, numbers=numbers_in(sent.numbers)
        )
    except NotTheirs as refusal:
        said = _(
            "No son de una familia de esta asociación ese día: %(numbers)s. Quítelos o corríjalos."
        )
        shown = ", ".join(refusal.numbers[:NAMED])
        more = "…" if len(refusal.numbers) > NAMED else ""
        errors.append((said % {"numbers": shown + more}, "numeros"))
    except NotTheFirst as refusal:
        errors.append((refusal_text(refusal), "dia"))
    except REFUSED as refusal:
        errors.append((refusal_text(refusal), "numeros"))
    return None


def _record(
    request: HttpRequest, actor: Actor, party: Party, sent: Sent, *, errors: Errors
) -> bool:
    day = _day(sent.day)
    with acting(actor):
        other = alliances.association_by_code(actor=actor, code=sent.other)
    if other is None or other == party.number:
        errors.append((_("Nadie tiene aquí ese código. Registre primero la nueva."), "otra"))
    if not sent.why:
        errors.append((_("Falta este dato."), "motivo"))
    if errors or day is None:
        return False
    try:
        done = splitting.split_families(
            actor=actor,
            association=party.number,
            seen=sent.seen,
            new=NewChange(kind="split", day=day, why=sent.why, other=other),
            file=sent_file(request.FILES.get("archivo")),
            numbers=numbers_in(sent.numbers),
        )
    except PartyMoved:
        said = _(
            "Otra persona cambió esto mientras usted escribía. Mire los cambios y empiece otra vez."
        )
        errors.append((said, "division"))
        return False
    except REFUSED as refusal:
        errors.append((refusal_text(refusal), "division"))
        return False
    told = _(
        "La división quedó registrada. Familias que pasaron: %(families)s; personas: %(persons)s."
        " Nadie pierde un día de cobertura."
    )
    counts = {"families": texts.number(done.families), "persons": texts.number(done.persons)}
    messages.success(request, told % counts)
    return True


def _shown(
    request: HttpRequest,
    actor: Actor,
    party: Party,
    sent: Sent,
    *,
    known: Mapping[str, tuple[str, ...]],
    errors: Errors,
    go: Leaving | None = None,
) -> HttpResponse:
    title = _("Dividir nombrando las familias")
    context: dict[str, Any] = {
        "crumbs": crumbs(party, title),
        "title": title,
        "party": party.association,
        "sent": sent,
        "committees": [
            Committee(name, texts.number(len(mine)), name in sent.committees)
            for name, mine in known.items()
        ],
        "seen": None if go is None else _seen(actor, go),
        "errors": errors,
        "faults": {anchor: said for said, anchor in errors},
        "changes": reverse("office-party-changes", args=[party.number]),
        "here": request.path,
    }
    status = 422 if errors and request.method == "POST" else 200
    return render(request, "ayni/backoffice/party_split.html", context, status=status)


def _seen(actor: Actor, go: Leaving) -> Seen:
    shown = list(go.insured[:NAMED])
    with acting(actor):
        people = registry.people(actor=actor, numbers=shown)
    names = [(people[one].full_name, people[one].number or "") for one in shown if one in people]
    left = go.count - len(shown)
    return Seen(
        families=texts.number(go.count),
        persons=texts.number(go.persons),
        stay=texts.number(go.stay),
        names=tuple(names),
        more=_("y %(count)s familias más") % {"count": texts.number(left)} if left > 0 else "",
    )
