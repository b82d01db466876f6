"""Who is asking: the signed-in user with the mandate he works under."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ayni.apps.access import queries as access
from ayni.apps.access.queries import Mandate
from ayni.core.actor import Actor, Role
from ayni.web.clock import now

P = ParamSpec("P")
_KEPT = "_ayni_mandates"
#: Where the session keeps the number of the mandate its user works under.
CHOSEN = "ayni_mandate"


def mandates_of(request: HttpRequest) -> list[Mandate]:
    """List what the signed-in user may do today, the chosen mandate first (asked once per request)."""
    kept: list[Mandate] | None = getattr(request, _KEPT, None)
    if kept is None:
        user = request.user
        kept = access.mandates(user=int(user.pk), at=now()) if user.is_authenticated else []
        if len(kept) > 1:
            chosen = request.session.get(CHOSEN)
            kept.sort(key=lambda one: one.id != chosen)  # stable: else in the order they were given
        setattr(request, _KEPT, kept)
    return kept


def actor_of(request: HttpRequest, *, reason: str) -> Actor:
    """Build the actor of a request, or refuse a user without a mandate: one mandate at a time."""
    actor = access.actor_of(
        name=request.user.get_username(), found=mandates_of(request)[:1], reason=reason
    )
    if actor is None:
        raise PermissionDenied("no mandate today")
    return actor


def role_names() -> dict[Role, str]:
    """Name the roles as people here do."""
    return {
        Role.AFFILIATION: _("Afiliación"),
        Role.COLLECTION: _("Recaudación"),
        Role.AUDITOR: _("Auditoría"),
        Role.HEAD: _("Dirección"),
        Role.NEGOTIATOR: _("Negociación"),
        Role.SECRETARY: _("Secretaría"),
        Role.REPRESENTATIVE: _("Representación"),
        Role.CLERK: _("Admisión"),
        Role.OBSERVER: _("Observación"),
    }


View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def page(
    *roles: Role, reason: str
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Make a view for some roles only: it gets the actor, acting for a stated reason.

    Anonymous visitors are sent to sign in; another role is refused. The roles are kept on the view, where
    the matrix of tests reads them.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of(request, reason=reason)
            if actor.role not in roles:
                raise PermissionDenied(f"{actor.role} may not open this page")
            return view(request, actor, *args, **kwargs)

        update_wrapper(guarded, view)
        found = login_required(guarded)
        found.roles = roles  # type: ignore[attr-defined]
        return found

    return decorate


#: Who works on persons: their files, rosters and payments.
CASES = (Role.AFFILIATION, Role.COLLECTION, Role.AUDITOR, Role.HEAD)
#: Who reads the programme's pages, where no person is named.
OFFICE = (*CASES, Role.NEGOTIATOR)
#: Who acts for an association; uploading and confirming is the secretary's.
PORTAL = (Role.SECRETARY, Role.REPRESENTATIVE)
