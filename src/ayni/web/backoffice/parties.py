"""The pages of one party: tabs, forms with the state they were filled upon, refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.queries import Institution
from ayni.apps.alliance import party_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.party_actions import KEEPERS
from ayni.apps.alliance.party_refusals import PartyMoved
from ayni.apps.alliance.queries import Association
from ayni.core.actor import Actor
from ayni.web.backoffice import texts
from ayni.web.backoffice.party_words import REFUSED, kind_names, refusal_text
from ayni.web.clock import today
from ayni.web.components import Cell, Column, Crumb, DataTable, Item

#: The hidden fields of every form: which one it is, and upon which state of the section it was filled.
WHICH, SEEN = "accion", "visto"


@dataclass(frozen=True, slots=True)
class Party:
    """The party of a page, where it is registered, and the day there."""

    association: Association
    institution: Institution
    today: date

    @property
    def number(self) -> int:
        """Give the number of the association."""
        return self.association.id


@dataclass(frozen=True, slots=True)
class Done:
    """What a form did, in words; ``link`` is an address to be shown once instead of going on."""

    said: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class FormCard:
    """A form of the page; it stands open once it was sent."""

    which: str
    title: str
    submit: str
    form: forms.Form
    hint: str = ""
    upload: bool = False
    danger: bool = False

    @property
    def opened(self) -> bool:
        """Tell whether the form comes back to be corrected."""
        return self.form.is_bound


@dataclass(frozen=True, slots=True)
class Block:
    """A card of the page: definitions or a table, or the words that stand for none."""

    title: str
    items: Sequence[Item] = ()
    table: DataTable | None = None
    empty: str = ""
    hint: str = ""


Make = Callable[[Party, Any, Any], forms.Form]
Write = Callable[[Actor, Party, dict[str, Any], int], Done]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of form of a section: its words, how it is made, what it writes."""

    title: Callable[[], str]
    submit: Callable[[], str]
    make: Make
    write: Write
    hint: Callable[[], str] = str
    upload: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A page about a party: its section of the register, its address, what it shows, its forms."""

    name: str
    route: str
    title: Callable[[], str]
    lead: Callable[[], str]
    blocks: Callable[[Actor, Party], list[Block]]
    kinds: Mapping[str, Kind] = field(default_factory=dict)


def party_of(actor: Actor, number: int) -> Party:
    """Find the party of a page; one that is not the actor's to see is not there."""
    with acting(actor):
        found = alliances.association(actor=actor, number=number)
        institution = access.institution(actor=actor)
    if found is None:
        raise Http404("no such association")
    return Party(found, institution, today(actor=actor))


def respond(request: HttpRequest, actor: Actor, number: int, *, section: Section) -> HttpResponse:
    """Show a section of a party, or take one of its forms."""
    party = party_of(actor, number)
    sent: FormCard | None = None
    moved: PartyMoved | None = None
    link = ""
    if request.method == "POST":
        if actor.role not in KEEPERS:
            raise PermissionDenied("the register of parties is kept by affiliation and the head")
        sent, moved, done = _take(request, actor, party, section=section)
        if done is not None and not done.link:
            messages.success(request, done.said)
            return redirect(section.route, number=number)
        link = done.link if done else ""
    if link:
        sent = None
    context = _context(request, actor, party_of(actor, number), section=section, sent=sent)
    context |= {"moved": moved.edits if moved else (), "link": _absolute(request, link)}
    refused = request.method == "POST" and not link
    return render(request, "ayni/backoffice/party.html", context, status=422 if refused else 200)


def _absolute(request: HttpRequest, link: str) -> str:
    return request.build_absolute_uri(link) if link else ""


def _take(
    request: HttpRequest, actor: Actor, party: Party, *, section: Section
) -> tuple[FormCard | None, PartyMoved | None, Done | None]:
    """Take a form; gives it back with what is wrong, or what changed meanwhile, or what it did."""
    which = request.POST.get(WHICH, "")
    kind = section.kinds.get(which)
    if kind is None:
        return None, None, None
    form = kind.make(party, request.POST, request.FILES)
    card = _card(which, kind, form)
    if not form.is_valid():
        return card, None, None
    try:
        return card, None, kind.write(actor, party, form.cleaned_data, _seen(request))
    except PartyMoved as moved:
        return card, moved, None
    except REFUSED as refusal:
        form.add_error(None, refusal_text(refusal))
        return card, None, None


def _seen(request: HttpRequest) -> int:
    text = request.POST.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _card(which: str, kind: Kind, form: forms.Form) -> FormCard:
    return FormCard(which, kind.title(), kind.submit(), form, kind.hint(), kind.upload, kind.danger)


def _context(
    request: HttpRequest,
    actor: Actor,
    party: Party,
    *,
    section: Section,
    sent: FormCard | None,
) -> dict[str, Any]:
    with acting(actor):
        blocks = section.blocks(actor, party)
        seen = party_queries.token(association=party.number, section=section.name)
        cards = [
            sent
            if sent and sent.which == which
            else _card(which, kind, kind.make(party, None, None))
            for which, kind in section.kinds.items()
            if actor.role in KEEPERS
        ]
    return {
        "crumbs": crumbs(party, section.title()),
        "party": party.association,
        "eyebrow": kind_names()[party.association.kind],
        "lead": section.lead(),
        "tabs": tabs(party.number, here=section.route),
        "blocks": blocks,
        "cards": cards,
        "seen": seen,
        "sent": sent,
        "here": request.path,
        "zone": party.institution.time_zone,
        "split_url": reverse("office-party-split", args=[party.number])
        if section.name == "changes" and cards
        else "",
    }


def crumbs(party: Party, last: str) -> list[Crumb]:
    """Give the path to a section of a party."""
    return [
        Crumb(_("Asociaciones"), reverse("office-associations")),
        Crumb(party.association.name, reverse("office-association", args=[party.number])),
        Crumb(last),
    ]


def tabs(number: int, *, here: str) -> list[tuple[str, str, bool]]:
    """Give the sections of a party as links."""
    names = {
        "office-association": _("Resumen"),
        "office-party-identity": _("Identidad"),
        "office-party-standing": _("Papeles"),
        "office-party-officers": _("Dirigentes"),
        "office-party-changes": _("Centro y cambios"),
    }
    return [(name, reverse(route, args=[number]), route == here) for route, name in names.items()]


def table(caption: str, columns: Sequence[Column], rows: list[list[Cell]]) -> DataTable | None:
    """Give a table, or nothing where there is no row."""
    return DataTable(caption=caption, columns=columns, rows=rows) if rows else None


def span_text(starts: date | None, ends: date | None) -> str:
    """Write from when to when something holds."""
    since = (
        _("desde el %(day)s") % {"day": texts.short_day(starts)}
        if starts
        else _("desde antes del registro")
    )
    if ends is None:
        return since
    return since + " " + _("hasta antes del %(day)s") % {"day": texts.short_day(ends)}
