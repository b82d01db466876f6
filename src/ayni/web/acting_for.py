"""For whom somebody acts who may act for several: the choice, kept in the session."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.queries import Mandate
from ayni.apps.alliance import queries as alliances
from ayni.web.actors import CHOSEN, mandates_of, role_names


@dataclass(frozen=True, slots=True)
class Place:
    """One mandate as the menu offers it."""

    number: int
    name: str
    role: str
    current: bool


def acting_for(request: HttpRequest, found: list[Mandate]) -> list[Place]:
    """List the places somebody may act for, the present one first; nothing where there is no choice."""
    if len(found) < 2:
        return []
    user = request.user.get_username()
    return [
        Place(one.id, _name(one, user=user), str(role_names()[one.role]), one is found[0])
        for one in found
    ]


def _name(mandate: Mandate, *, user: str) -> str:
    """Name the association of a mandate, or its institution."""
    actor = access.actor_of(name=user, found=[mandate], reason="mostrar por quién se actúa")
    if actor is None:
        return ""
    with acting(actor):
        institution = access.institution(actor=actor).name
        if mandate.association is None:
            return institution
        party = alliances.association(actor=actor, number=mandate.association)
    return f"{party.name} ({institution})" if party else institution


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Act under another of one's own mandates from now on; another's is not there."""
    asked = request.POST.get("mandato", "")
    own = {str(one.id): one for one in mandates_of(request)}
    if asked not in own:
        raise Http404("no such mandate")
    request.session[CHOSEN] = own[asked].id
    return redirect("front")
