"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.queries import Institution, Mandate
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.exchange_actions import READERS as EXCHANGE_READERS
from ayni.core.actor import Role
from ayni.cycle.course import is_hall, is_sandbox
from ayni.cycle.studying import READS as STUDY_READERS
from ayni.web.acting_for import acting_for
from ayni.web.actors import CASES, PORTAL, actor_of, mandates_of, role_names
from ayni.web.components import NavItem, Viewer
from ayni.web.theme import theme_of
from ayni.web.wording import Wording, wording_of

VERSION = "0.1.0"


def page(request: HttpRequest) -> dict[str, Any]:
    """Give institution, navigation, viewer, demo mark, language and theme."""
    found = mandates_of(request) if hasattr(request, "user") else []
    place = _institution(request, found)
    wording = _wording(request, found)
    return {
        "institution": place.name if place else "",
        "navigation": navigation(request, found, wording=wording, code=place.code if place else ""),
        "wording": wording,
        "viewer": _viewer(request, found),
        "acting_for": acting_for(request, found),
        "demo": access.demo_mark() is not None,
        "version": VERSION,
        "home_url": "/",
        "theme": theme_of(request),
        "theme_url": reverse("theme"),
    }


def _institution(request: HttpRequest, found: list[Mandate]) -> Institution | None:
    if not found:
        return None
    actor = actor_of(request, reason="mostrar la institución")
    with acting(actor):
        return access.institution(actor=actor)


def _viewer(request: HttpRequest, found: list[Mandate]) -> Viewer | None:
    if not found:
        return None
    name = request.user.get_full_name()  # type: ignore[union-attr]
    return Viewer(name=name, role=role_names()[found[0].role])


def _wording(request: HttpRequest, found: list[Mandate]) -> Wording:
    """Give the words of the party the viewer acts for; who acts for none reads of associations."""
    number = found[0].association if found else None
    if number is None:
        return wording_of("")
    actor = actor_of(request, reason="mostrar la asociación")
    with acting(actor):
        party = alliances.association(actor=actor, number=number)
    return wording_of(party.kind if party else "")


def navigation(
    request: HttpRequest, found: list[Mandate], *, wording: Wording, code: str
) -> list[NavItem]:
    """List the places the viewer's role has in the institution of a code, the current one marked."""
    if not found:
        return []
    role = found[0].role
    places = _places(role, wording=wording)
    places.append((_("Esquemas"), "schemes", "scheme"))
    if role in EXCHANGE_READERS:
        places.append((_("Experiencias"), "exchanges", "globe"))
    if is_sandbox(code) or (is_hall(code) and role is Role.HEAD):
        places.append((_("Curso"), "course-mine" if is_sandbox(code) else "course", "list"))
    addresses = [reverse(name) for _label, name, _icon in places]
    # Every page lies below the home page, which is current only when it is itself shown.
    here = [a for a in addresses if request.path == a]
    here += [a for a in addresses[1:] if request.path.startswith(a)]
    return [
        NavItem(label, address, icon, address in here)
        for (label, _name, icon), address in zip(places, addresses, strict=True)
    ]


def _places(role: Role, *, wording: Wording) -> list[tuple[str, str, str]]:
    agreements = (_("Convenios"), "agreements", "pen")
    if role in PORTAL:
        return [
            (_("Inicio"), "portal-home", "home"),
            (_("Nóminas"), "portal-rosters", "file"),
            (_("Avisos"), "portal-notices", "money"),
            (wording.many, "portal-families", wording.icon),
            agreements,
            (_("Asociación"), "portal-party", "building"),
        ]
    if role is Role.CLERK:
        return [(_("Consulta"), "clinic", "search")]
    if role is Role.OBSERVER:
        return [(_("Mesas"), "tables", "talk")]
    cases = role in CASES
    studies = [(_("Estudios"), "studies", "rise")] if role in STUDY_READERS else []
    return [
        (_("Inicio"), "office-home", "home"),
        (_("Asociaciones"), "office-associations", "building"),
        agreements,
        *studies,
        *([(_("Personas"), "office-persons", "people")] if cases else []),
        (_("Pagos"), "office-receipts", "money"),
    ]
