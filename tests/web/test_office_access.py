"""Who may open which page of the back office."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.core.actor import Actor, Role
from ayni.web.actors import CASES, OFFICE
from ayni.web.backoffice.urls import urlpatterns
from tests.web.office_fixtures import Office, SignedIn, day, enter, office, signed_in, words

__all__ = ["day", "office", "signed_in"]
HERE = "/oficina/"
FILE = "avisos/{september}/xlsx/"
PAGES = [
    "", "asociaciones/", "asociaciones/{first}/", "personas/", "personas/?q=quispe",
    "personas/{rosa}/", "pagos/", "nominas/{roster}/", "nominas/{roster}/archivo/",
    "avisos/{september}/pdf/", FILE, "graficos/aportes.svg",
]  # fmt: skip
OFFICERS = ["affiliation", "collection", "auditor", "head"]


def address(page: str, office: Office) -> str:
    return HERE + page.format(
        first=office.world.first,
        rosa=office.rosa,
        roster=office.roster,
        september=office.september,
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_officer_opens_every_page(signed_in: SignedIn, office: Office, page: str) -> None:
    for name in OFFICERS:
        assert signed_in(name).get(address(page, office)).status_code == 200, name


@pytest.mark.parametrize("page", [*PAGES, "diario/"])
def test_nobody_else_opens_any(signed_in: SignedIn, office: Office, page: str) -> None:
    anonymous = signed_in("").get(address(page, office))
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/cuenta/")
    for name in ("first", "second", "clerk"):
        assert signed_in(name).get(address(page, office)).status_code == 403, name


def test_the_journal_is_for_auditor_and_head(signed_in: SignedIn) -> None:
    assert [signed_in(name).get("/oficina/diario/").status_code for name in OFFICERS] == [
        403, 403, 200, 200,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["asociaciones/99999/", "personas/99999999/", "nominas/99999/", "nominas/99999/archivo/",
     "avisos/99999/pdf/", "avisos/{september}/exe/", "graficos/otro.svg",
     "graficos/aportes.svg?theme=blue", "graficos/aportes.svg?d=broken"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(signed_in: SignedIn, office: Office, path: str) -> None:
    assert signed_in("head").get(address(path, office)).status_code == 404


@pytest.fixture
def stranger(office: Office, db: None) -> Client:
    """Gives the browser of the head of another institution, where nothing has begun."""
    actor = Actor(name="otra", role=Role.SYSTEM, institution=2, reason="prueba")
    with acting(actor):
        access.make_institution(
            number=2,
            code="otra",
            name="Otra institución",
            country="cr",
            time_zone="America/Costa_Rica",
            currency="CRC",
        )
        user = access.make_user(
            username="otra", display_name="Otra", password="una-clave-de-prueba-1"
        )
        access.give_mandate(user=user, role=Role.HEAD, starts=date(2026, 1, 1))
    office.world.users["stranger"] = user
    return enter(office, "stranger")


def test_another_institution_sees_nothing_of_ours(stranger: Client, office: Office) -> None:
    hidden = [page for page in PAGES if "{" in page]
    assert len(hidden) == 6
    for page in hidden:
        assert stranger.get(address(page, office)).status_code == 404, page
    text = words(stranger.get("/oficina/personas/?q=quispe").content)
    assert "Nadie con ese número o apellido" in text


def test_before_a_programme_every_page_says_so(stranger: Client) -> None:
    said = {
        "": "Todavía no hay ningún programa",
        "asociaciones/": "Ninguna asociación se ha adherido todavía",
        "pagos/": "Todavía no llegó ningún pago",
    }
    for page, sentence in said.items():
        assert sentence in words(stranger.get(HERE + page).content), page
    assert stranger.get("/oficina/graficos/aportes.svg").status_code == 404


def test_every_address_of_the_office_names_its_roles() -> None:
    found = {
        name: route[0]
        for name, route in get_resolver().reverse_dict.items()
        if isinstance(name, str) and name.startswith("office-")
    }
    assert len(found) == 20
    roles = {one.name: one.callback.roles for one in urlpatterns}  # type: ignore[attr-defined]
    assert roles.pop("office-journal") == (Role.AUDITOR, Role.HEAD)
    for name in ("office-party-new", "office-party-split", "office-conditions"):
        assert roles.pop(name) == (Role.AFFILIATION, Role.HEAD)
    # persons, their rosters and notices are not the negotiator's to read
    cases = {name for name, allowed in roles.items() if allowed == CASES}
    assert cases == {
        "office-persons",
        "office-person",
        "office-roster",
        "office-roster-file",
        "office-notice-file",
    }
    assert {roles[name] for name in set(roles) - cases} == {OFFICE}


def test_a_negotiator_reads_figures_and_is_shown_no_link_to_persons(
    office: Office, signed_in: SignedIn
) -> None:
    negotiator = signed_in("negotiator")
    page = negotiator.get(f"/oficina/asociaciones/{office.world.first}/")
    assert page.status_code == 200
    assert b"/oficina/nominas/" not in page.content and b"/oficina/avisos/" not in page.content
    assert b"/oficina/personas/" not in page.content
    assert negotiator.get("/oficina/personas/").status_code == 403
    head = signed_in("head").get(f"/oficina/asociaciones/{office.world.first}/")
    assert b"/oficina/nominas/" in head.content
