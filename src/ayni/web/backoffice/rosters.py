"""One roster received: its control totals, its problems by row, and its file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.actions import Problem as Kept
from ayni.apps.affiliation.queries import Roster
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Association
from ayni.apps.audit.actions import log_read
from ayni.apps.document import queries as documents
from ayni.core.actor import Actor
from ayni.core.affiliation.words import KINDS, RELATIONS
from ayni.web.actors import CASES, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.notices import attachment
from ayni.web.backoffice.words import registry_doubts, severity_names
from ayni.web.components import Action, Crumb, Problem, Total

SIZE = 50


@dataclass(frozen=True, slots=True)
class _Page:
    """A roster with one page of its problems."""

    roster: Roster
    association: Association
    counts: dict[str, int]
    page: int
    problems: list[Kept]


@require_safe
@page(*CASES, reason="revisar una nómina")
def roster(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show what a roster brought and what is wrong with which row."""
    found = _found(actor=actor, number=number, asked=request.GET.get("pagina", ""))
    if found is None:
        raise Http404("no such roster")
    one, total = found.roster, sum(found.counts.values())
    links, before, after = texts.pages(page=found.page, total=total, size=SIZE, kept={})
    place = reverse("office-association", args=[found.association.id])
    context = {
        "crumbs": [
            Crumb(_("Asociaciones"), reverse("office-associations")),
            Crumb(found.association.name, place),
            Crumb(_("Nómina de %(month)s") % {"month": texts.month(one.month)}),
        ],
        "roster": one,
        "title": _("Nómina de %(month)s") % {"month": texts.month(one.month)},
        "lead": _("%(file)s, enviado por %(who)s") % {"file": one.name, "who": one.received_by},
        "association": found.association,
        "state": "applied" if one.applied else "checked",
        "actions": [
            Action(
                _("Descargar el archivo"),
                reverse("office-roster-file", args=[one.id]),
                "download",
            )
        ],
        "totals": _totals(one),
        "moves": _moves(one) if one.applied else [],
        "problems": [problem_of(kept) for kept in found.problems],
        "showing": _("Observaciones: %(count)s") % {"count": texts.number(total)},
        "links": links,
        "previous_url": before,
        "next_url": after,
    }
    return render(request, "ayni/backoffice/roster.html", context)


def _found(*, actor: Actor, number: int, asked: str) -> _Page | None:
    with acting(actor):
        one = affiliations.roster(actor=actor, number=number)
        owner = alliances.association(actor=actor, number=one.association) if one else None
        if one is None or owner is None:
            return None
        counts = affiliations.problem_counts(actor=actor, roster=number)
        here = texts.page_asked(asked, total=sum(counts.values()), size=SIZE)
        problems = affiliations.problems(
            actor=actor, roster=number, start=(here - 1) * SIZE, limit=SIZE
        )
        return _Page(one, owner, counts, here, problems)


def _totals(one: Roster) -> list[Total]:
    return [
        Total(_("Personas en el archivo"), texts.number(one.rows)),
        Total(_("Aceptadas"), texts.number(one.accepted)),
        Total(
            _("Por revisar"), texts.number(one.doubtful), _("Quedan fuera hasta que se resuelvan")
        ),
        Total(_("Rechazadas"), texts.number(one.refused)),
        Total(_("Repetidas"), texts.number(one.duplicate)),
        Total(_("Familias"), texts.number(one.families)),
    ]


def _moves(one: Roster) -> list[Total]:
    return [
        Total(_("Entraron"), texts.number(one.included or 0)),
        Total(_("Salieron"), texts.number(one.excluded or 0)),
        Total(_("Cambiaron"), texts.number(one.changed or 0)),
        Total(_("Siguen igual"), texts.number(one.unchanged or 0)),
    ]


def problem_of(kept: Kept) -> Problem:
    """Write a problem of a row in the reader's language."""
    wrong, right = _words(kept.kind)
    return Problem(
        row=kept.row or None,
        column=" ".join((kept.column or "").split()),
        value=kept.value or "",
        wrong=wrong,
        right=_proposed(kept) or ("" if kept.severity == "note" else right),
        sheet=kept.sheet,
        severity=severity_names()[kept.severity],
    )


def _words(kind: str) -> tuple[str, str]:
    if kind in KINDS:
        what, right = KINDS[kind]
        return what[texts.language()], right[texts.language()]
    return registry_doubts()[kind]


def _proposed(kept: Kept) -> str:
    """Write a proposed value as people write it: a date day first, a relation in words."""
    proposed = kept.proposed or ""
    if kept.kind == "too_many_of_relation":
        return _words(kept.kind)[1] % {"limit": proposed}
    if kept.kind.startswith("relation") and proposed in RELATIONS:
        return RELATIONS[proposed][texts.language()]
    if kept.kind.startswith("date") and len(proposed) == 10:
        return "/".join(reversed(proposed.split("-")))
    return proposed


@require_safe
@page(*CASES, reason="descargar una nómina")
def roster_file(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Give the file as it was received; that it was taken is logged."""
    with acting(actor):
        one = affiliations.roster(actor=actor, number=number)
        kept = documents.file(actor=actor, document=one.document) if one else None
        if kept is not None:
            log_read(actor=actor, person=None, route=request.path)
    if kept is None:
        raise Http404("no such roster")
    return attachment(kept)
