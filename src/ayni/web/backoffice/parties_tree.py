"""The tree of associations on a day: branches open one at a time, so that ten thousand can be walked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.alliance.tree import Branch, Tree
from ayni.cycle.parties import tree_on
from ayni.web.actors import OFFICE, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.party_words import kind_names
from ayni.web.clock import today
from ayni.web.components import Crumb

#: Members of a branch on one page, and how many of one member are shown within it at once.
SIZE, WITHIN = 50, 20


@dataclass(frozen=True, slots=True)
class Node:
    """One association as the page shows it; ``more`` is where its members are when they are too many here."""

    name: str
    url: str
    kind: str
    families: int
    own: int
    members: int
    below: tuple[Node, ...]
    more: str


@require_safe
@page(*OFFICE, reason="ver el árbol de asociaciones")
def tree(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a branch of the tree on a day, or the whole from its roots."""
    now = today(actor=actor)
    day = _day(request.GET.get("dia", ""), now=now)
    found = tree_on(actor=actor, day=day)
    branch = _branch(request.GET.get("rama", ""), found=found)
    members = found.members(branch)
    here = texts.page_asked(request.GET.get("pagina", ""), total=len(members), size=SIZE)
    kept = {"dia": day.isoformat(), **({"rama": str(branch)} if branch else {})}
    links, before, after = texts.pages(page=here, total=len(members), size=SIZE, kept=kept)
    shown = members[(here - 1) * SIZE : here * SIZE]
    context = {
        "crumbs": _crumbs(found, branch=branch, day=day),
        "day": day.isoformat(),
        "branch": branch,
        "top": found.branch(branch) if branch else None,
        "top_kind": kind_names()[found.bodies[branch].kind] if branch else "",
        "nodes": [_node(one, found=found, day=day, depth=2) for one in shown],
        "total": len(found.bodies),
        "families": sum(found.families[one.body.number] for one in found.members(None)),
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Asociaciones: %(count)s") % {"count": texts.number(len(members))},
    }
    return render(request, "ayni/backoffice/party_tree.html", context)


def _day(text: str, *, now: date) -> date:
    """Read the day asked for; what is no day is today."""
    try:
        asked = date.fromisoformat(text) if len(text) == 10 else now
    except ValueError:
        return now
    return asked if 1900 <= asked.year <= 2200 else now


def _branch(text: str, *, found: Tree) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if number is not None and number not in found.bodies:
        raise Http404("no such branch on that day")
    return number


def _address(number: int | None, *, day: date) -> str:
    asked = {"dia": day.isoformat(), **({"rama": str(number)} if number else {})}
    return f"{reverse('office-tree')}?{urlencode(asked)}"


def _crumbs(found: Tree, *, branch: int | None, day: date) -> list[Crumb]:
    first = [Crumb(_("Asociaciones"), reverse("office-associations"))]
    if branch is None:
        return [*first, Crumb(_("Árbol"))]
    above = [Crumb(one.name, _address(one.number, day=day)) for one in found.path(branch)]
    return [
        *first,
        Crumb(_("Árbol"), _address(None, day=day)),
        *above,
        Crumb(found.bodies[branch].name),
    ]


def _node(one: Branch, *, found: Tree, day: date, depth: int) -> Node:
    """Draw a member with its own members, down to a depth; more than fit are behind a link."""
    fits = depth > 0 and one.children <= WITHIN
    below = found.members(one.body.number) if fits else []
    return Node(
        name=one.body.name,
        url=reverse("office-association", args=[one.body.number]),
        kind=kind_names()[one.body.kind],
        families=one.families,
        own=one.body.families,
        members=one.children,
        below=tuple(_node(each, found=found, day=day, depth=depth - 1) for each in below),
        more=_address(one.body.number, day=day) if one.children and not fits else "",
    )
