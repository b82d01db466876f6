"""One roster: what was read, what is wrong with which row, what it would change; and its confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.actions import Problem
from ayni.apps.affiliation.queries import Roster
from ayni.core.actor import Actor, Role
from ayni.cycle.rosters import Checked, Differences, apply, differences, reopen
from ayni.cycle.words import REFUSED, problem_words, refused_text
from ayni.web.actors import PORTAL, page
from ayni.web.association.place import place_of
from ayni.web.clinic.telling import reader_language
from ayni.web.components import Action, Crumb, Figure, Total, page_links
from ayni.web.components import Problem as Shown
from ayni.web.templatetags.ayni import month_name
from ayni.web.wording import Wording

PER_PAGE = 50
_SEVERITY = {"refuse": "error", "doubt": "doubt", "note": "notice"}


@dataclass(frozen=True, slots=True)
class _Open:
    """A roster that may still take effect, or why it may not."""

    checked: Checked | None = None
    moved: Differences | None = None
    refusal: str = ""


@require_safe
@page(*PORTAL, reason="revisar una nómina")
def roster(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show a roster of the association."""
    asked = _page_number(request)
    with acting(actor):
        found = _own(actor, number=number)
        counts = affiliations.problem_counts(actor=actor, roster=number)
        start = (asked - 1) * PER_PAGE
        problems = affiliations.problems(actor=actor, roster=number, start=start, limit=PER_PAGE)
        ruling = affiliations.applied_for(actor=actor, adhesion=found.adhesion, month=found.month)
    reads_only = found.applied or actor.role is not Role.SECRETARY
    opened = _Open() if reads_only else _reopen(actor, number=number)
    context = _head(
        found,
        replaced=found.applied and ruling != found.id,
        wording=place_of(actor).wording,
    )
    context |= _problems(problems, counts=counts, page=asked)
    if actor.role is Role.SECRETARY:
        context |= _confirmation(found, opened=opened, replaces=ruling is not None)
    return render(request, "ayni/association/roster.html", context)


def _own(actor: Actor, *, number: int) -> Roster:
    found = affiliations.roster(actor=actor, number=number)
    if found is None or found.association not in actor.associations:
        raise Http404("no such roster")
    return found


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("pagina", "1")
    return min(max(int(asked), 1), 100_000) if asked.isdecimal() and len(asked) < 9 else 1


def _reopen(actor: Actor, *, number: int) -> _Open:
    try:
        checked = reopen(actor=actor, roster=number)
    except REFUSED as refusal:
        return _Open(refusal=refused_text(refusal, language=reader_language()))
    return _Open(checked=checked, moved=differences(actor=actor, checked=checked))


def _head(found: Roster, *, replaced: bool, wording: Wording) -> dict[str, Any]:
    state = "replaced" if replaced else ("applied" if found.applied else "checked")
    return {
        "roster": found,
        "state": state,
        "month": month_name(found.month),
        "crumbs": [
            Crumb(_("Nóminas"), reverse("portal-rosters")),
            Crumb(month_name(found.month)),
        ],
        "figures": _figures(found, wording=wording),
        "families_action": [Action(wording.see_all, reverse("portal-families"), wording.icon)],
    }


def _figures(found: Roster, *, wording: Wording) -> list[Figure]:
    return [
        Figure(_("Personas en el archivo"), f"{found.rows:,}", icon="people"),
        Figure(
            _("Aceptadas"),
            f"{found.accepted:,}",
            hint=wording.among(found.families),
            icon="check",
            tone="good",
        ),
        Figure(
            _("Por revisar"),
            f"{found.doubtful:,}",
            hint=_("no se afilian hasta aclararlas") if found.doubtful else "",
            icon="question",
            tone="warn" if found.doubtful else "",
        ),
        Figure(
            _("Rechazadas"),
            f"{found.refused:,}",
            hint=_("con quienes dependen de un titular rechazado") if found.refused else "",
            icon="cross",
            tone="bad" if found.refused else "",
        ),
        Figure(_("Repetidas en el archivo"), f"{found.duplicate:,}", icon="people"),
    ]


def _problems(found: list[Problem], *, counts: dict[str, int], page: int) -> dict[str, Any]:
    total = sum(counts.values())
    pages = max(ceil(total / PER_PAGE), 1)
    if page > pages:
        raise Http404("no such page")
    return {
        "problems": [_shown(one) for one in found],
        "problem_total": total,
        "problem_errors": counts.get("refuse", 0),
        "problem_doubts": counts.get("doubt", 0),
        "problem_notes": counts.get("note", 0),
        "links": page_links(page=page, pages=pages, address="?pagina=") if pages > 1 else [],
        "previous_url": f"?pagina={page - 1}" if page > 1 else "",
        "next_url": f"?pagina={page + 1}" if page < pages else "",
        "showing": _("%(first)s a %(last)s de %(total)s")
        % {
            "first": f"{(page - 1) * PER_PAGE + 1:,}",
            "last": f"{(page - 1) * PER_PAGE + len(found):,}",
            "total": f"{total:,}",
        },
    }


def _shown(one: Problem) -> Shown:
    wrong, right = problem_words(one, language=reader_language())
    return Shown(
        row=one.row or None,
        column=" ".join(one.column.split()),
        value=one.value or "",
        wrong=wrong,
        right=right,
        sheet=one.sheet,
        severity=_SEVERITY[one.severity],
    )


def _confirmation(found: Roster, *, opened: _Open, replaces: bool) -> dict[str, Any]:
    if opened.checked is None or opened.moved is None:
        return {"refusal": opened.refusal}
    if opened.checked.people.is_empty():
        return {"nobody": True}
    moved = opened.moved
    return {
        "confirmable": True,
        "replaces": replaces,
        "leaving": moved.excluded,
        "totals": [
            Total(_("Entran"), f"{moved.included:,}", _("personas que hoy no están afiliadas")),
            Total(_("Salen"), f"{moved.excluded:,}", _("están hoy y no figuran en la nómina")),
            Total(_("Cambian"), f"{moved.changed:,}", _("de parentesco, actividad o ingreso")),
        ],
        "action": reverse("portal-roster-confirm", kwargs={"number": found.id}),
    }


@require_POST
@page(Role.SECRETARY, reason="confirmar una nómina")
def confirm(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Let the roster take effect; a second press changes nothing."""
    with acting(actor):
        found = _own(actor, number=number)
    if found.applied:
        messages.info(request, _("Esta nómina ya estaba aplicada. No se aplicó dos veces."))
        return redirect("portal-roster", number=number)
    try:
        _apply(request, actor, number=number)
    except REFUSED as refusal:
        messages.error(request, refused_text(refusal, language=reader_language()))
    return redirect("portal-roster", number=number)


def _apply(request: HttpRequest, actor: Actor, *, number: int) -> None:
    checked = reopen(actor=actor, roster=number)
    if checked.people.is_empty():
        messages.error(request, _("No se aplicó: ninguna persona del archivo se puede afiliar."))
        return
    apply(actor=actor, checked=checked)
    messages.success(request, _("La nómina quedó aplicada."))
