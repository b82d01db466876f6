"""The negotiating table: clauses as a form, what they change and cost, the rounds as a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.core.actor import Actor, Scope
from ayni.core.alliance.clauses import Difference, set_value, value_of
from ayni.core.alliance.typed import TermsNotRead
from ayni.core.comparison import TermsEffect
from ayni.core.periods import first_day, month_of, months_later
from ayni.core.scheme import ParameterMissing, Scheme, Terms, leavable
from ayni.core.scheme.terms import TermsRefused
from ayni.cycle import table as tables
from ayni.cycle.agreement_papers import papers_of
from ayni.cycle.negotiating import UnknownNegotiation, longest_duration
from ayni.cycle.studying import WRITES as STUDIES
from ayni.cycle.table import Round, Table
from ayni.web.actors import page
from ayni.web.alliances.agreements import scheme_names
from ayni.web.alliances.day import day_of
from ayni.web.alliances.money import ShownEffect, shown_effect
from ayni.web.alliances.papers import ShownPaper, shown_papers
from ayni.web.alliances.roles import AT_TABLE
from ayni.web.alliances.typed import (
    Sent,
    said_of,
    sent_from,
    sent_of,
    shown_clause,
    shown_clauses,
)
from ayni.web.alliances.words import (
    clause_name,
    common_known,
    left_words,
    purpose_name,
    side_name,
    value_words,
)
from ayni.web.backoffice import texts
from ayni.web.components import Action, Crumb, Item
from ayni.web.study_figures.rounds import round_figures

YEAR = 12
#: What may be done at a table, by its word in the address.
ACTS = {
    "invitar": "ask_in",
    "conformidad": "consent",
    "firmar": "sign",
    "abandonar": "abandon",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that moved, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is read."""

    side: str
    author: str
    day: str
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round of the conversation."""

    number: int
    side: str
    side_name: str
    author: str
    day: str
    note: str
    span: str
    changes: tuple[Change, ...]
    price: str
    consents: tuple[str, ...]
    comments: tuple[Said, ...]
    newest: bool
    figures: Sequence[Item]


def found_table(actor: Actor, number: int, *, day: date) -> Table:
    """Find a table, or answer that it is not there."""
    try:
        return tables.table(actor=actor, number=number, day=day)
    except UnknownNegotiation:
        raise Http404("no such table") from None


@require_safe
@page(*AT_TABLE, reason="ver una mesa de negociación")
def table(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show a table."""
    day = day_of(actor)
    shown = found_table(actor, number, day=day)
    context = table_context(actor, shown, day=day)
    return render(request, "ayni/alliances/table.html", context)


@require_POST
@page(*AT_TABLE, reason="leer una cláusula que se escribe")
def field(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Read one clause as it is typed: how it reads, or what is wrong; nothing is kept."""
    try:
        known = tables.clauses_at(actor=actor, number=number)
    except UnknownNegotiation:
        raise Http404("no such table") from None
    asked = request.POST.get("campo", "")
    clause = next((one for one in known if one.key == asked), None)
    if clause is None:
        raise Http404("no such clause")
    text = sent_of(request.POST, clauses=[clause]).values[clause.key]
    one = shown_clause(clause, text=text, checked=True)
    return render(request, "ayni/alliances/read_back.html", {"one": one})


@require_POST
@page(*AT_TABLE, reason="calcular una propuesta")
def preview(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Work out what is typed without keeping it: the effect alone for htmx, else the whole page."""
    day = day_of(actor)
    shown = found_table(actor, number, day=day)
    sent = sent_of(request.POST, clauses=shown.clauses)
    effect = preview_context(actor, shown, sent, day=day)
    if "HX-Request" in request.headers:
        return render(request, "ayni/alliances/effect.html", effect)
    context = table_context(actor, shown, day=day, sent=sent, checked=True) | effect
    return render(request, "ayni/alliances/table.html", context)


def preview_context(actor: Actor, shown: Table, sent: Sent, *, day: date) -> dict[str, Any]:
    """Give the effect of what was sent, or what keeps it from being worked out."""
    starts, _ends, errors = sent.days()
    if starts is None:
        return {"unread": [text for text, _anchor in errors], "previewed": True}
    try:
        found = tables.preview(
            actor=actor,
            number=shown.negotiation.id,
            typed=sent.values,
            starts=starts,
            day=day,
            left=sent.left,
        )
    except (TermsNotRead, TermsRefused) as error:
        return {"unread": unread(shown, error), "previewed": True}
    return effect_context(
        found.changes,
        found.effect,
        scheme=shown.scheme,
        against=_against(shown, rounds=len(shown.rounds)),
    ) | {"previewed": True}


def unread(shown: Table, error: TermsNotRead | TermsRefused) -> list[str]:
    """Say what is wrong with what was typed, clause by clause."""
    if isinstance(error, TermsRefused):
        return [_("El esquema no deja fijar estos términos.")]
    names = {one.key: clause_name(one) for one in shown.clauses}
    language = texts.language()
    return [f"{names.get(one.key, one.key)}: {one.text(language)}" for one in error.problems]


def effect_context(
    changes: Sequence[Difference],
    effect: TermsEffect | None,
    *,
    scheme: Scheme,
    against: str,
) -> dict[str, Any]:
    """Lay out what changes, in words and in money."""
    shown: ShownEffect | None = None
    if effect is not None:
        shown = shown_effect(effect, currency=scheme.currency)
    return {"changes": changes_of(changes), "effect": shown, "against": against, "unread": []}


def changes_of(changes: Sequence[Difference]) -> list[Change]:
    """Write differences for people: what holds for all, then whose it is to set."""
    found = []
    for one in changes:
        name = clause_name(one.clause)
        if one.moved:
            before, after = (value_words(one.clause, each) for each in (one.before, one.after))
            found.append(Change(name, before, after))
        if one.handed:
            whose = {True: _("la fija cada adhesión"), False: _("igual para todas")}
            found.append(Change(name, whose[one.left_before], whose[one.left_after]))
    return found


def _against(shown: Table, *, rounds: int) -> str:
    """Say what a round is compared with, after so many rounds."""
    if rounds:
        return _("Comparado con la ronda %(number)s.") % {"number": rounds}
    if shown.base is not None:
        return _("Comparado con lo que rige ahora.")
    return _("Comparado con la ley sola.")


def table_context(
    actor: Actor,
    shown: Table,
    *,
    day: date,
    sent: Sent | None = None,
    checked: bool = False,
) -> dict[str, Any]:
    """Lay a table out; ``sent`` keeps what somebody typed."""
    form = sent or opening(shown, day=day)
    one, last = shown.negotiation, shown.last
    effect: dict[str, Any] = {"changes": [], "effect": None, "unread": [], "against": ""}
    if last is not None:
        against = _against(shown, rounds=len(shown.rounds) - 1)
        effect = effect_context(last.changes, last.effect, scheme=shown.scheme, against=against)
    return effect | {
        "crumbs": _crumbs(actor, shown),
        "shown": shown,
        "number": one.id,
        "state": _state(shown),
        "purpose": purpose_name(one.purpose),
        "facts": _facts(shown),
        "acts": _actions(shown),
        "turn": _turn(shown),
        "form": form,
        "clauses": shown_clauses(shown.clauses, values=form.values, checked=checked),
        "leavable": _leavable(shown, left=form.left),
        "left": left_words(shown.clauses, last.terms.left_to_adhesion if last else ()),
        "standing": [] if last is None else _standing(shown, last.terms),
        "rounds": _rounds(actor, shown),
        "last": last.proposal.number if last else 0,
        "common": common_known(shown.clauses),
        "observes": actor.scope is Scope.OBSERVER,
        "longest": _longest(shown),
        "text_url": reverse("table-text", args=[one.id])
        if last is not None and one.closed_on is None
        else "",
        "papers": _papers(actor, shown),
        "may_study": actor.role in STUDIES and one.closed_on is None,
    }


def _papers(actor: Actor, shown: Table) -> tuple[ShownPaper, ...]:
    """List the papers of the agreement that this table led to."""
    if shown.negotiation.outcome != "signed":
        return ()
    found = papers_of(actor=actor, agreement=shown.framework.id)
    return shown_papers(found, agreement=shown.framework.id)


def _leavable(shown: Table, *, left: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Give each clause that may be left to the adhesions: its key, its name, whether it is."""
    may = leavable(shown.scheme)
    return [(one.key, clause_name(one), one.key in left) for one in shown.clauses if one.key in may]


def opening(shown: Table, *, day: date) -> Sent:
    """Give where a new round begins: the newest one, else what rules now, else the law from next month."""
    last = shown.last
    if last is not None:
        kept = last.proposal
        return sent_from(
            last.terms,
            clauses=shown.clauses,
            starts=kept.starts,
            ends=kept.ends,
            seen=kept.number,
        )
    starts = first_day(month_of(day) + 1)
    ends = months_later(starts, months=_longest(shown) or YEAR)
    return sent_from(shown.base, clauses=shown.clauses, starts=starts, ends=ends, seen=0)


def _longest(shown: Table) -> int | None:
    try:
        return longest_duration(shown.scheme, day=shown.negotiation.opened_on, terms=None)
    except ParameterMissing:
        return None


def _crumbs(actor: Actor, shown: Table) -> list[Crumb]:
    path = [Crumb(_("Mesas de negociación"), reverse("tables"))]
    if actor.scope is not Scope.OBSERVER:
        path = [
            Crumb(_("Convenios"), reverse("agreements")),
            Crumb(shown.framework.code, reverse("agreement", args=[shown.framework.id])),
        ]
    return [*path, Crumb(_("Mesa de %(code)s") % {"code": shown.framework.code})]


def _state(shown: Table) -> str:
    if shown.negotiation.outcome:
        return shown.negotiation.outcome
    return "draft" if shown.state.value == "draft" else "negotiating"


def _facts(shown: Table) -> list[tuple[str, str, str]]:
    """Give what the figures rest on: name, value, address."""
    one, scheme = shown.negotiation, shown.scheme
    names = scheme_names()
    families = _("%(count)s esperadas") % {"count": texts.number(one.expected_families)}
    if shown.real_families:
        families = _("las afiliadas hoy bajo el convenio")
    facts = [
        (_("Esquema"), names.get(scheme.code, scheme.code), reverse("scheme", args=[scheme.code])),
        (_("Familias del cálculo"), families, ""),
        (_("Abierta, y con la ley de ese día, el"), texts.day(one.opened_on), ""),
    ]
    if one.typical_income is not None:
        income = texts.amount(one.typical_income, scheme.currency)
        facts.insert(2, (_("Ingreso típico al mes"), income, ""))
    return facts


def _actions(shown: Table) -> list[Action]:
    names = {
        "invitar": (_("Invitar a la otra parte"), "talk", "primary"),
        "conformidad": (_("Dar conformidad"), "check", "primary"),
        "firmar": (_("Firmar"), "pen", "primary"),
        "abandonar": (_("Dejar sin acuerdo"), "cross", "quiet"),
    }
    return [
        Action(name, reverse("table-act", args=[shown.negotiation.id, what]), icon, kind)
        for what, (name, icon, kind) in names.items()
        if getattr(shown.may, ACTS[what])
    ]


def _turn(shown: Table) -> str:
    """Say in one sentence where the talk stands."""
    if shown.negotiation.closed_on is not None:
        day = texts.day(shown.negotiation.closed_on)
        if shown.negotiation.outcome == "signed":
            return _("Se firmó el %(day)s.") % {"day": day}
        return _("Se dejó sin acuerdo el %(day)s.") % {"day": day}
    if shown.last is None:
        return _("Todavía no hay ninguna propuesta.")
    last = shown.last.proposal
    told = {"number": last.number, "side": side_name(last.side)}
    given = [side_name(side) for side in last.consents]
    if len(given) == 2:
        return _("Los dos lados dieron conformidad a la ronda %(number)s: se puede firmar.") % told
    if given:
        said = _("La ronda %(number)s tiene la conformidad de: %(given)s. Falta el otro lado.")
        return said % {**told, "given": given[0]}
    return _("La última palabra es la ronda %(number)s, de: %(side)s.") % told


def _standing(shown: Table, terms: Terms) -> list[tuple[str, str, bool]]:
    """List the clauses of the newest round: name, value, whether it sets it itself."""
    return [
        (
            clause_name(one),
            value_words(one, value_of(one, terms=terms)),
            set_value(one, terms=terms) is not None,
        )
        for one in shown.clauses
    ]


def span_of(starts: date, ends: date | None) -> str:
    """Write from when until when a round runs."""
    since = _("Desde el %(day)s") % {"day": texts.day(starts)}
    until = _("hasta el %(day)s") % {"day": texts.day(ends)} if ends else _("sin término")
    return f"{since}, {until}"


def _rounds(actor: Actor, shown: Table) -> list[ShownRound]:
    """Lay the rounds out, each with what its study says where it has one."""
    figures = round_figures(actor, negotiation=shown.negotiation.id)
    return [
        _round(shown, one, figures=figures.get(one.proposal.number, ())) for one in shown.rounds
    ]


def _round(shown: Table, one: Round, *, figures: Sequence[Item]) -> ShownRound:
    kept = one.proposal
    names = {clause.key: clause_name(clause) for clause in shown.clauses}
    return ShownRound(
        number=kept.number,
        side=kept.side,
        side_name=side_name(kept.side),
        author=kept.author,
        day=texts.day(kept.proposed_on),
        note=kept.note,
        span=span_of(kept.starts, kept.ends),
        changes=tuple(changes_of(one.changes)),
        price=_price(one.effect, currency=shown.scheme.currency),
        consents=tuple(
            _("Conformidad de %(side)s: %(author)s") % {"side": side_name(side), "author": who}
            for side, who in kept.consents.items()
        ),
        comments=tuple(
            Said(
                side_name(each.side),
                each.author,
                texts.day(each.said_on),
                names.get(each.term or "", each.term or ""),
                each.said,
            )
            for each in shown.comments
            if each.proposal == kept.id
        ),
        newest=shown.last is one,
        figures=figures,
    )


def _price(effect: TermsEffect | None, *, currency: str) -> str:
    if effect is None:
        return ""
    said = _("Una familia típica entrega %(typical)s al mes; el grupo, %(group)s.")
    return said % {
        "typical": texts.amount(effect.after.typical_collected, currency),
        "group": texts.amount(effect.after.collected, currency),
    }


def beside(shown: Table, sent: Sent) -> list[Change]:
    """Put what somebody typed beside the newest round, where they differ."""
    last = shown.last
    found = []
    for clause in shown.clauses:
        problem, mine = said_of(clause, text=sent.values.get(clause.key, ""))
        theirs = value_words(clause, value_of(clause, terms=None if last is None else last.terms))
        if problem or not mine.endswith(theirs):
            found.append(
                Change(clause_name(clause), problem or mine.partition(": ")[2] or mine, theirs)
            )
    return found + _handed(shown, sent)


def _handed(shown: Table, sent: Sent) -> list[Change]:
    """Put what somebody would leave to adhesions beside what the newest round leaves."""
    theirs = frozenset(shown.last.terms.left_to_adhesion if shown.last else ())
    mine = frozenset(sent.left)
    pairs = [
        Difference(one, None, None, one.key in mine, one.key in theirs) for one in shown.clauses
    ]
    return changes_of([one for one in pairs if one.handed])
