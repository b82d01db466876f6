"""From page to page of an alliance: exchanges, health, renewal, what families keep, agreement and back."""

from __future__ import annotations

import pytest
from django.test import Client

from ayni.core.actor import Role
from ayni.cycle import agreement_life as life
from ayni.cycle.demo_accounts import Speaker, open_accounts
from tests.web.alliance_fixtures import (
    HEAD,
    TODAY,
    Alliances,
    SignedIn,
    day,
    planted_office,
    seen,
    signed,
    signed_in,
    words,
)
from tests.web.portal_world import SYSTEM

__all__ = ["day", "planted_office", "signed_in"]
pytestmark = pytest.mark.django_db


def page_of(signed_in: SignedIn, who: str, address: str) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agreement_leads_to_its_exchanges_and_they_lead_back(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.signed
    page = page_of(signed_in, "head", f"/convenios/{number}/")
    assert "De dónde viene este convenio" in page
    exchange = page.partition('href="/experiencias/')[2].partition("/")[0]
    address = page[page.index("De dónde viene") :].partition('href="')[2].partition('"')[0]
    assert address.startswith("/experiencias/") and exchange
    for who in ("head", "representative"):
        assert f'href="/convenios/{number}/"' in page_of(signed_in, who, address)
    # whoever may not open the agreement reads of it without a link
    assert f'href="/convenios/{number}/"' not in page_of(signed_in, "observer", address)


def test_health_is_led_to_from_both_ends(planted_office: Alliances, signed_in: SignedIn) -> None:
    number, first = planted_office.signed, planted_office.office.world.first
    health, mine = f'href="/asociaciones/{first}/salud/"', f'href="/convenios/{number}/"'
    assert page_of(signed_in, "head", f"/convenios/{number}/").count("/salud/") > 1
    page = page_of(signed_in, "representative", f"/convenios/{number}/")
    assert health in page and page.count("/salud/") == 1
    for who, address in (
        ("negotiator", f"/oficina/asociaciones/{first}/"),
        ("first", "/asociacion/"),
    ):
        page = page_of(signed_in, who, address)
        assert health in page and mine in page
        for link in (f"/asociaciones/{first}/salud/", f"/convenios/{number}/"):
            page_of(signed_in, who, link)


def test_what_comes_is_led_to_when_there_is_something(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.signed
    address, effect = f"/convenios/{number}/", f"/convenios/{number}/renovar/efecto/"
    kept = f"/convenios/{number}/al-terminar/"
    page = page_of(signed_in, "auditor", address)
    assert effect in page and kept not in page
    page_of(signed_in, "auditor", effect)
    assert effect in page_of(signed_in, "negotiator", f"{address}paso/renovar/")
    # an association that only adhered is told nothing that it could not open
    assert effect not in page_of(signed_in, "representative", address)
    life.give_notice(actor=HEAD, agreement=number, seen=seen(number), day=TODAY, why="Revisión.")
    for who in ("head", "negotiator"):
        assert kept in page_of(signed_in, who, address)
        assert "Lo que queda al terminar" in page_of(signed_in, who, kept)
    # what its own families keep, an association that adhered may read too
    assert kept in page_of(signed_in, "representative", address)
    page_of(signed_in, "representative", kept)


def test_the_step_of_notice_leads_to_what_families_keep(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = signed(planted_office.office, code="FIRMADO-27")
    kept = f"/convenios/{number}/al-terminar/"
    life.advance(actor=SYSTEM, today=TODAY.replace(year=2027))
    for who in ("head", "representative"):
        assert kept in page_of(signed_in, who, f"/convenios/{number}/paso/preaviso/")
        page_of(signed_in, who, kept)
    open_ended = f"/convenios/{planted_office.signed}/paso/preaviso/"
    assert "al-terminar" not in page_of(signed_in, "head", open_ended)


def test_the_three_accounts_of_a_demo_land_on_a_home_that_works(
    planted_office: Alliances, client: Client
) -> None:
    speaker = Speaker("representante", "EJ-01", Role.REPRESENTATIVE)
    made = open_accounts(actor=SYSTEM, starts=TODAY.replace(month=1), speakers=[speaker], prefix="")
    found = {one.username: one for one in made}
    for username, place, shows in (
        ("negociacion", "/convenios/", "MESA-2027"),
        ("representante", "/asociacion/", "Salud de la alianza"),
        ("observacion", "/convenios/mesa/", "MESA-2027"),
    ):
        sent = {"login": username, "password": found[username].password}
        answer = client.post("/cuenta/login/", sent, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0] == place
        assert shows in words(answer.content)
        client.logout()


def test_an_association_that_signed_for_next_year_is_led_to_what_is_in_force(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    signed(planted_office.office, code="A-2027")  # by its code it comes first
    page = page_of(signed_in, "first", "/asociacion/")
    assert f'href="/convenios/{planted_office.signed}/"' in page and "A-2027" not in page
