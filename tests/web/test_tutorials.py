"""The three walks of docs/tutorials, followed; every word they quote «so» must be on the pages they lead to."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ayni.cli.demo import FAMILIES, SEED
from ayni.core.example import (
    ExampleNotice,
    explained_cooperative,
    payments,
    programme,
    statements,
    uncovered_cooperative,
)
from ayni.core.periods import month_number, month_text
from tests.samples import ROOT
from tests.web.office_fixtures import Office, day, office
from tests.web.portal_fixtures import day as portal_day
from tests.web.portal_fixtures import words
from tests.web.portal_world import JUAN, LUIS, ROSA, sheet

__all__ = ["day", "office", "portal_day"]
COVERED, UNCOVERED = "40123456", "40999999"
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.S)
_QUOTED = re.compile(r"«([^»]+)»")


class Walk:
    """A person with a browser, who presses what is written and reads everything."""

    def __init__(self, user: str) -> None:
        self.client = Client()
        self.seen = ""
        self.html = ""
        self.place = "/"
        self._read(self.client.get("/", follow=True))
        self.send("/cuenta/login/", {"login": user, "password": "una-clave-de-prueba-1"})
        assert "Cerrar sesión" in self.seen

    def _read(self, answer: Any) -> None:
        assert answer.status_code == 200, answer.status_code
        self.html = answer.content.decode()
        self.place = answer.request["PATH_INFO"]
        self.seen += "\n" + words(answer.content)

    def open(self, address: str) -> None:
        """Go to an address."""
        self._read(self.client.get(address, follow=True))

    def send(self, address: str, data: dict[str, Any]) -> None:
        """Send a form."""
        self._read(self.client.post(address, data, follow=True))

    def press(self, text: str) -> None:
        """Follow the first link that says exactly this, or begins so."""
        self.open(self.address(text))

    def address(self, text: str) -> str:
        """Where the link of that text leads."""
        for address, inner in _LINK.findall(self.html):
            if words(inner.encode()).startswith(text):
                return urljoin(self.place, unescape(address))
        raise AssertionError(f"no link «{text}»")

    def first(self, pattern: str) -> str:
        """The first link whose address is of this kind."""
        found = re.search(rf'href="({pattern})"', self.html)
        assert found is not None, f"no link like {pattern}"
        return unescape(found[1])

    def file(self, text: str) -> bytes:
        """Download what a link leads to."""
        answer = self.client.get(self.address(text))
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else bytes(answer.content)


def officer(walk: Walk) -> None:
    walk.press("Asociaciones")
    walk.press("Por lo que falta pagar")
    walk.open(walk.first(r"/oficina/asociaciones/\d+/"))
    assert walk.file("PDF").startswith(b"%PDF")
    walk.open(walk.first(r"/oficina/nominas/\d+/"))
    walk.press("Pagos")
    for number in (COVERED, UNCOVERED):
        walk.press("Personas")
        walk.open(f"/oficina/personas/?q={number}")
        walk.open(walk.first(r"/oficina/personas/\d+/"))


def secretary(walk: Walk) -> None:
    walk.press("Avisos")
    assert walk.file("PDF").startswith(b"%PDF")
    walk.press("Nóminas")
    template = walk.file("Descargar un ejemplo")
    _upload(walk, sheet(ROSA, LUIS, JUAN))
    found = re.search(r'action="([^"]+/aplicar/)"', walk.html)
    assert found is not None
    walk.send(found[1], {})
    assert "La nómina quedó aplicada." in words(walk.html.encode())
    walk.press("Nóminas")
    _upload(walk, template)
    assert "No hay a quién afiliar" in words(walk.html.encode())
    walk.press("Familias")
    walk.open(walk.first(r"/asociacion/familias/\d+/"))


def _upload(walk: Walk, content: bytes) -> None:
    month = re.search(r'<option value="([^"]+)" selected', walk.html)
    adhesion = re.search(r'name="adhesion" value="([^"]+)"', walk.html)
    assert month is not None and adhesion is not None
    file = SimpleUploadedFile("nomina.xlsx", content)
    data = {"month": month[1], "adhesion": adhesion[1], "archivo": file}
    walk.send("/asociacion/nominas/", data)


def clerk(walk: Walk) -> None:
    asked = (
        (COVERED, "illness", "CUBIERTO"),
        (UNCOVERED, "illness", "NO CUBIERTO"),
        (UNCOVERED, "accident", "CUBIERTO"),
        ("99999999", "emergency", "ATIENDA LA EMERGENCIA AHORA"),
        ("1234567", "illness", "El DNI tiene 8 cifras"),
    )
    for number, event, told in asked:
        walk.send("/clinica/", {"number": number, "event": event, "day": "2026-11-23"})
        assert f" {told}" in words(walk.html.encode()), (number, event)


def unseen(text: str, *, seen: str) -> list[str]:
    """What a text quotes that nobody could have read."""
    quoted = {" ".join(found.split()) for found in _QUOTED.findall(text)}
    return sorted(one for one in quoted if one not in seen)


def tutorial(name: str) -> str:
    return (ROOT / "docs" / "tutorials" / f"{name}.md").read_text("utf-8")


WALKS: dict[str, tuple[str, Callable[[Walk], None]]] = {
    "officer": ("collection", officer),
    "secretary": ("first", secretary),
    "clerk": ("clerk", clerk),
}


@pytest.mark.parametrize("name", WALKS)
def test_walk_works_word_by_word(name: str, office: Office, db: None) -> None:
    user, follow = WALKS[name]
    walk = Walk(user)
    follow(walk)
    text = tutorial(name)
    # The head of the file explains the quotes by showing them empty.
    assert unseen(text.replace("« »", ""), seen=walk.seen) == []
    assert len(_QUOTED.findall(text)) > 15


def test_a_word_that_is_not_there_is_noticed() -> None:
    seen = "Entrar Usuario"
    assert unseen("Pulse «Entrar» y «Botón\n que falta».", seen=seen) == ["Botón que falta"]


def test_the_files_and_accounts_named_are_those_of_the_demo() -> None:
    made = programme(families=FAMILIES, seed=SEED)
    folder = f"var/demo/{FAMILIES}-{SEED}"
    assert f"`{folder}/{explained_cooperative(made).code}.xlsx`" in tutorial("secretary")
    month = month_number(year=2026, month=9)
    notice = ExampleNotice(cooperative="EJ-01", month=month, reference="RF", due=4520)
    paid = payments(programme=made, notices=[notice], months={month})
    (number,) = {one.number for one in statements(payments=paid)}
    assert f"{folder}/{number}-{month_text(month)}.xml" in tutorial("officer")
    # `secretaria` and `secretaria3` are the first and the last of the demo's three associations.
    assert "`secretaria3`" in tutorial("clerk")
    assert uncovered_cooperative(made).code != explained_cooperative(made).code
