"""The secretary's first page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import FIRST, LUIS, ROSA, sheet

__all__ = ["day", "signed_in", "world"]
PAGES = ["/asociacion/", "/asociacion/nominas/", "/asociacion/avisos/", "/asociacion/familias/",
         "/asociacion/nominas/plantilla/"]  # fmt: skip


def test_home_says_what_to_pay_first_with_its_reference(signed_in: SignedIn) -> None:
    text = words(signed_in("first").get("/asociacion/").content)
    text = text.replace("\u00a0", " ")
    assert "Pagar agosto 2026 S/ 90.40 No pagado Venció el 15 de septiembre de 2026" in text
    assert "AV-2026-08-" in text and "RF" in text
    assert "Además falta 1 aviso por" in text


def test_home_says_how_it_stands_with_the_roster(signed_in: SignedIn) -> None:
    client = signed_in("first")
    here = "/asociacion/"
    assert "Nómina · abril 2026 Vigente Sigue valiendo" in words(client.get(here).content)
    file = SimpleUploadedFile("noviembre.xlsx", sheet(ROSA, LUIS))
    asked = {"month": "2026-11", "adhesion": FIRST, "archivo": file}
    address = client.post(here + "nominas/", asked)["Location"]
    text = words(client.get(here).content)
    assert "falta que la confirme" in text
    assert "Revisar y confirmar" in text
    client.post(address + "aplicar/", follow=True)
    text = words(client.get(here).content)
    assert "Nómina · noviembre 2026 Aplicado La nómina de este mes está aplicada." in text
    assert "Familias afiliadas 1 2 personas" in text


def test_who_paid_nothing_sees_the_oldest_notice_and_the_others(signed_in: SignedIn) -> None:
    text = words(signed_in("second").get("/asociacion/").content)
    assert "Pagar abril 2026" in text
    assert "Además faltan 5 avisos por" in text
    assert "1 persona no está cubierta hoy." in text


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Your association"), ("pt", "Sua associação")],
)
def test_home_speaks_the_readers_language(signed_in: SignedIn, language: str, told: str) -> None:
    client = signed_in("first")
    client.cookies["django_language"] = language
    text = words(client.get("/asociacion/").content)
    assert told in text
    assert "Qué hacer ahora" not in text


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_the_secretary_alone(signed_in: SignedIn, path: str) -> None:
    assert signed_in("first").get(path).status_code == 200
    anonymous = signed_in("").get(path)
    assert anonymous.status_code == 302
    assert "/cuenta/" in anonymous["Location"]
    assert signed_in("clerk").get(path).status_code == 403
    assert signed_in("head").get(path).status_code == 403
