"""One agreement: its life, its versions clause by clause, who stands under it, what each side owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.alliance.negotiation_queries import Negotiation, Obligation
from ayni.apps.alliance.queries import Adhesion
from ayni.core.actor import Actor, Scope
from ayni.core.alliance.clauses import Clause, set_value, value_of
from ayni.core.alliance.life import State, Step, steps_from
from ayni.core.scheme import Terms
from ayni.cycle.agreements import (
    AgreementPage,
    Signed,
    UnknownAgreementPage,
    agreement_page,
)
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES
from ayni.cycle.own_terms import ADHERES
from ayni.web.actors import OFFICE, page
from ayni.web.alliances.agreements import scheme_names
from ayni.web.alliances.day import day_of
from ayni.web.alliances.papers import PaperTray, ShownPaper, shown_papers, tray
from ayni.web.alliances.roles import HEALTH_READERS, READERS, RENEWS, TOLD
from ayni.web.alliances.words import (
    clause_name,
    common_known,
    due_name,
    left_words,
    purpose_name,
    side_name,
    step_name,
    value_words,
)
from ayni.web.backoffice import texts
from ayni.web.components import Action, Cell, Column, Crumb, DataTable, Figure
from ayni.web.exchanges.telling import exchanges_of_agreement
from ayni.web.schemes.values import Known, known

SIZE = 50
#: A step of the life by its word in the address.
STEPS = {
    "enmendar": Step.AMEND,
    "renovar": Step.RENEW,
    "suspender": Step.SUSPEND,
    "reanudar": Step.RESUME,
    "preaviso": Step.GIVE_NOTICE,
    "retirar-preaviso": Step.WITHDRAW_NOTICE,
}
SLUGS = {step: slug for slug, step in STEPS.items()}


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the life as it is drawn; ``ahead`` is one that has not come yet."""

    day: str
    name: str
    state: str
    who: str
    why: str
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause of a version: what holds, whether the agreement set it, what held before."""

    name: str
    value: str
    agreed: bool
    before: str
    known: Known


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as the page shows it."""

    number: int
    title: str
    changed: int
    span: str
    clauses: tuple[ShownClause, ...]
    law: str
    papers: tuple[ShownPaper, ...]
    tray: PaperTray | None
    newest: bool
    common: Known | None
    left: str


@dataclass(frozen=True, slots=True)
class ShownObligation:
    """An obligation with where to mark it as met, if the reader may."""

    what: str
    side: str
    due: str
    state: str
    note: str
    mark_url: str


@require_safe
@page(*READERS, reason="ver un convenio")
def agreement(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show an agreement whole."""
    day = day_of(actor)
    asked = request.GET.get("pagina", "")
    here = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 7 else 1
    try:
        found = agreement_page(
            actor=actor, number=number, day=day, start=(max(here, 1) - 1) * SIZE, size=SIZE
        )
    except UnknownAgreementPage:
        raise Http404("no such agreement") from None
    return render(
        request, "ayni/alliances/agreement.html", agreement_context(actor, found, day, here)
    )


def agreement_context(actor: Actor, found: AgreementPage, day: date, here: int) -> dict[str, Any]:
    """Lay an agreement out for its page."""
    head = found.head
    links, before, after = texts.pages(page=here, total=found.adhesion_count, size=SIZE, kept={})
    open_table = next((one for one in found.tables if one.closed_on is None), None)
    marks = actor.role in (*WRITES, *APPROVES, *SPEAKS)
    return {
        "crumbs": crumbs(head.code),
        "head": head,
        "scheme_name": scheme_names().get(head.scheme_code, head.scheme_code),
        "scheme_url": reverse("scheme", args=[head.scheme_code]),
        "figures": _figures(found),
        "actions": [*_ahead(actor, found), *_actions(found)],
        "exchanges": exchanges_of_agreement(actor=actor, agreement=head.id),
        "moments": _moments(found),
        "versions": [_version(actor, found, place) for place in reversed(range(len(found.signed)))],
        "adhesions": _adhesions(actor, found, day=day) if found.adhesions else None,
        "adhesion_count": found.adhesion_count,
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Adhesiones: %(count)s") % {"count": texts.number(found.adhesion_count)},
        "open_table": None if open_table is None else _open(open_table),
        "tables": [_open(one) for one in found.tables if one is not open_table],
        "obligations": [_obligation(one, day=day, marks=marks) for one in found.obligations],
        "may_oblige": found.may.oblige,
        "may_adhere": found.may.leave and actor.role in ADHERES,
        "sides": [(side, side_name(side)) for side in ("association", "institution")],
        "today": day.isoformat(),
    }


def crumbs(code: str, url: str = "", last: str = "") -> list[Crumb]:
    """Give the path to an agreement, or to a page below it."""
    path = [Crumb(_("Convenios"), reverse("agreements")), Crumb(code, url)]
    return [*path, Crumb(last)] if last else path


def _figures(found: AgreementPage) -> list[Figure]:
    head = found.head
    ends = head.falls_on or head.ends
    until = texts.short_day(ends) if ends else _("sin término")
    return [
        Figure(_("Familias hoy"), texts.number(found.families_in_all), icon="family"),
        Figure(_("Adhesiones"), texts.number(found.adhesion_count), icon="building"),
        Figure(_("Rige desde"), texts.short_day(head.starts) or "—", icon="calendar"),
        Figure(
            _("Hasta"),
            until if head.starts else "—",
            hint=_("por el preaviso") if head.falls_on else "",
            icon="clock",
            tone="warn" if head.falls_on and head.state is State.TERMINATING else "",
        ),
    ]


def _actions(found: AgreementPage) -> list[Action]:
    names = {
        Step.AMEND: (_("Enmendar"), "pen"),
        Step.RENEW: (_("Renovar"), "plan"),
        Step.SUSPEND: (_("Suspender"), "half"),
        Step.RESUME: (_("Reanudar"), "right"),
        Step.GIVE_NOTICE: (_("Dar preaviso de término"), "clock"),
        Step.WITHDRAW_NOTICE: (_("Retirar el preaviso"), "check"),
    }
    actions = [
        Action(
            names[one][0],
            reverse("agreement-step", args=[found.head.id, SLUGS[one]]),
            names[one][1],
        )
        for one in found.may.steps
    ]
    if found.may.copy:
        copy = f"{reverse('agreement-draft')}?como={found.head.id}"
        actions.append(Action(_("Copiar como borrador"), copy, "file"))
    return actions


def _ahead(actor: Actor, found: AgreementPage) -> list[Action]:
    """Give the pages that tell what comes: what a renewal would change, what families keep at the end."""
    number, ways = found.head.id, []
    side = actor.role in RENEWS and _is_side(actor, found)
    if side and Step.RENEW in steps_from(found.standing.state):
        effect = reverse("agreement-renewal", args=[number])
        ways.append(Action(_("Efecto de renovar"), effect, "plan", "quiet"))
    if actor.role in TOLD and found.standing.state in (State.TERMINATING, State.ENDED):
        kept = reverse("agreement-ending", args=[number])
        ways.append(Action(_("Lo que queda al terminar"), kept, "family", "quiet"))
    if found.standing.life.starts is not None:
        disputed = f"{reverse('disputes')}?convenio={number}"
        ways.append(Action(_("Controversias"), disputed, "talk", "quiet"))
    return ways


def _moments(found: AgreementPage) -> list[Moment]:
    moments = [
        Moment(
            texts.day(one.effective),
            step_name(one.step),
            one.state.value,
            one.author,
            one.why
            or (_("Termina el %(day)s") % {"day": texts.day(one.falls_on)} if one.falls_on else ""),
        )
        for one in found.happened
    ]
    if found.due is not None:
        told = _("Llega solo, en su día")
        ahead = Moment(texts.day(found.due.day), due_name(found.due.step), "", "", told, True)
        moments.append(ahead)
    return moments


def _version(actor: Actor, found: AgreementPage, place: int) -> ShownVersion:
    signed = found.signed[place]
    before = found.signed[place - 1].terms if place else None
    one = signed.version
    until = _("hasta el %(day)s") % {"day": texts.day(one.ends)} if one.ends else _("sin término")
    since = _("Rige desde el %(day)s") % {"day": texts.day(one.starts)}
    signed_on = _("firmada el %(day)s") % {"day": texts.day(one.signed_on)}
    changed = {change.clause.key for change in signed.changes if change.moved}
    kept = [each for each in found.papers if each.version == one.number]
    newest = place == len(found.signed) - 1
    return ShownVersion(
        number=one.number,
        title=_("Versión %(number)s") % {"number": one.number},
        changed=len(signed.changes),
        span=f"{since}, {until}; {signed_on}",
        clauses=tuple(_clause(each, signed, before, changed) for each in signed.clauses),
        law=one.parameters.hex()[:12],
        papers=shown_papers(kept, agreement=found.head.id),
        tray=tray(actor, agreement=found.head.id, version=one.number, found=kept)
        if newest and _is_side(actor, found)
        else None,
        newest=newest,
        common=common_known(signed.clauses),
        left=left_words(signed.clauses, signed.terms.left_to_adhesion),
    )


def _is_side(actor: Actor, found: AgreementPage) -> bool:
    """Tell whether the reader is a side of the agreement: an association that only adhered is none."""
    return actor.scope is Scope.INSTITUTION or found.head.association in actor.associations


def _clause(clause: Clause, signed: Signed, before: Terms | None, changed: set[str]) -> ShownClause:
    return ShownClause(
        name=clause_name(clause),
        value=value_words(clause, value_of(clause, terms=signed.terms)),
        agreed=set_value(clause, terms=signed.terms) is not None,
        before=value_words(clause, value_of(clause, terms=before)) if clause.key in changed else "",
        known=known(clause.standing),
    )


def _adhesions(actor: Actor, found: AgreementPage, *, day: date) -> DataTable:
    linked = actor.role in OFFICE
    healthy = [one.association for one in found.adhesions if _sees(actor, one.association)]
    leaves, own = found.may.leave, _leaves_own(found)
    return DataTable(
        caption=_("Adhesiones"),
        columns=[
            Column(_("Asociación"), "link"),
            Column(_("Adhesión")),
            Column(_("Desde")),
            Column(_("Hasta")),
            Column(_("Familias"), "number"),
            Column(_("Estado"), "badge"),
            *([Column(_("Salud"), "link")] if healthy else []),
            *([Column(_("Términos propios"), "link")] if own else []),
            *([Column(_("Salida"), "link")] if leaves else []),
        ],
        rows=[
            [
                Cell(
                    one.association_name,
                    url=reverse("office-association", args=[one.association]) if linked else "",
                ),
                Cell(one.code),
                Cell(texts.short_day(one.starts)),
                Cell(texts.short_day(one.ends)),
                Cell(texts.number(found.families.get(one.id, 0))),
                Cell(badge=_adhesion_state(one.starts, one.ends, day=day)),
                *([_health(one, shown=one.association in healthy)] if healthy else []),
                *([_own(found, one.id)] if own else []),
                *([_leave(found, one.id, one.ends, day=day)] if leaves else []),
            ]
            for one in found.adhesions
        ],
    )


def _leaves_own(found: AgreementPage) -> bool:
    """Tell whether any version leaves, or left, terms to its adhesions."""
    return any(one.terms.left_to_adhesion for one in found.signed)


def _own(found: AgreementPage, number: int) -> Cell:
    url = reverse("agreement-own", args=[found.head.id, number])
    return Cell(_("Ver los propios"), url=url)


def _sees(actor: Actor, association: int) -> bool:
    """Tell whether the health of an association is the reader's to see: the office's, and its own."""
    if actor.role not in HEALTH_READERS:
        return False
    return actor.scope is Scope.INSTITUTION or association in actor.associations


def _health(one: Adhesion, *, shown: bool) -> Cell:
    if not shown:
        return Cell()
    return Cell(_("Ver la salud"), url=reverse("alliance-health", args=[one.association]))


def _adhesion_state(starts: date, ends: date | None, *, day: date) -> str:
    if day < starts:
        return "future"
    return "in_force" if ends is None or day < ends else "ended"


def _leave(found: AgreementPage, number: int, ends: date | None, *, day: date) -> Cell:
    if ends is not None and ends <= day:
        return Cell()
    return Cell(_("Anotar salida"), url=reverse("agreement-leave", args=[found.head.id, number]))


def _open(one: Negotiation) -> tuple[str, str, str, str]:
    """Give a table's name, address, day and outcome."""
    name = _("Mesa de negociación: %(purpose)s") % {"purpose": purpose_name(one.purpose)}
    outcome = one.outcome or "negotiating"
    return name, reverse("table", args=[one.id]), texts.short_day(one.opened_on), outcome


def _obligation(one: Obligation, *, day: date, marks: bool) -> ShownObligation:
    state = "overdue" if one.overdue(day) else "due"
    if one.done_on is not None:
        state = "done"
    done = _("Cumplida el %(day)s") % {"day": texts.short_day(one.done_on)} if one.done_on else ""
    return ShownObligation(
        what=one.what,
        side=side_name(one.side),
        due=texts.short_day(one.due_on),
        state=state,
        note=". ".join(part for part in (done, one.note) if part),
        mark_url=reverse("agreement-fulfil", args=[one.agreement, one.id])
        if marks and one.done_on is None
        else "",
    )
