"""Uploading a roster: what is read, what is refused in plain words, what takes effect, and only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ayni.adapters.spreadsheets import write_table
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import (
    ANA,
    FIRST,
    JUAN,
    LUIS,
    PEDRO,
    ROSA,
    SECOND,
    SYSTEM,
    person,
    sheet,
)

__all__ = ["day", "signed_in", "world"]
HERE = "/asociacion/nominas/"


def send(client: Client, content: bytes, *, month: str = "2026-10", code: str = FIRST) -> Any:
    """Send a file as the form does."""
    file = SimpleUploadedFile("octubre.xlsx", content)
    return client.post(HERE, {"month": month, "adhesion": code, "archivo": file})


def sent(client: Client, content: bytes, **asked: str) -> str:
    """Send a file that is taken; gives the address of its page."""
    answer = send(client, content, **asked)
    assert answer.status_code == 302, words(answer.content)
    return str(answer["Location"])


def refused(client: Client, content: bytes, **asked: str) -> str:
    """Send a file that is not taken; gives what the page says."""
    before = rosters_of(client)
    answer = send(client, content, **asked)
    assert answer.status_code == 422
    assert b"data-error-summary" in answer.content
    assert rosters_of(client) == before
    return words(answer.content)


def rosters_of(client: Client) -> int:
    return client.get(HERE).content.decode().count("octubre.xlsx")


def applied(address: str) -> tuple[int, ...] | None:
    """Look in the database what a roster changed: included, excluded, changed, unchanged."""
    with acting(SYSTEM):
        found = affiliations.roster(actor=SYSTEM, number=int(address.rstrip("/").split("/")[-1]))
    assert found is not None
    if not found.applied:
        return None
    numbers = (found.included, found.excluded, found.changed, found.unchanged)
    return tuple(number or 0 for number in numbers)


def test_a_roster_is_checked_then_confirmed_and_only_once(signed_in: SignedIn) -> None:
    client = signed_in("first")
    address = sent(client, sheet(ROSA, LUIS, ANA))
    text = words(client.get(address).content)
    assert "Personas en el archivo 3 Aceptadas 3 en 2 familias Por revisar 0 Rechazadas 0" in text
    assert "Entran personas que hoy no están afiliadas 1" in text
    assert "Salen están hoy y no figuran en la nómina 1" in text
    assert "Sale 1 persona y dejará de estar afiliada" in text
    assert "No se encontró ningún problema" in text
    assert client.get(address + "aplicar/").status_code == 405
    done = client.post(address + "aplicar/", follow=True)
    assert "La nómina quedó aplicada. " in words(done.content)
    assert "Entraron 1 personas, salieron 1, cambiaron 0 y siguen igual 2." in words(done.content)
    again = words(client.post(address + "aplicar/", follow=True).content)
    assert "Esta nómina ya estaba aplicada" in again
    assert applied(address) == (1, 1, 0, 2)
    assert "aplicar/" not in client.get(address).content.decode()


def test_the_same_file_twice_is_answered_and_has_no_second_effect(signed_in: SignedIn) -> None:
    client = signed_in("first")
    content = sheet(ROSA, LUIS)
    address = sent(client, content)
    answer = send(client, content)
    assert answer["Location"] == address
    assert "ya se había recibido" in words(client.get(address).content)


def test_another_file_for_an_applied_month_is_shown_as_a_replacement(signed_in: SignedIn) -> None:
    client = signed_in("first")
    old = sent(client, sheet(ROSA, LUIS, JUAN, ANA))
    client.post(old + "aplicar/")
    new = sent(client, sheet(ROSA, LUIS, JUAN))
    text = words(client.get(new).content)
    assert "Esto reemplaza la nómina que ya estaba aplicada para este mes. Sale 1 persona." in text
    client.post(new + "aplicar/")
    assert "Otra nómina más nueva reemplazó a esta" in words(client.get(old).content)
    assert "Reemplazado" in words(client.get(HERE).content)


def test_a_month_assessed_is_refused(signed_in: SignedIn) -> None:
    text = refused(signed_in("first"), sheet(ROSA), month="2026-09")
    assert "Ese mes ya se liquidó y su nómina no se puede cambiar." in text


def test_a_received_roster_cannot_take_effect_after_a_later_one(signed_in: SignedIn) -> None:
    client = signed_in("first")
    october = sent(client, sheet(ROSA, LUIS))
    november = sent(client, sheet(ROSA, LUIS, JUAN), month="2026-11")
    client.post(november + "aplicar/", follow=True)
    text = words(client.post(october + "aplicar/", follow=True).content)
    assert "Ya se aplicó una nómina de un mes posterior." in text
    assert "La nómina quedó aplicada" not in text


def test_a_month_before_the_agreement_is_refused(signed_in: SignedIn) -> None:
    text = refused(signed_in("first"), sheet(ROSA), month="2026-02")
    assert "no está vigente en ese mes" in text


@pytest.mark.parametrize("code", ["NADIE-1", SECOND])
def test_an_unknown_agreement_and_one_of_others_are_told_alike(
    signed_in: SignedIn, code: str
) -> None:
    text = refused(signed_in("first"), sheet(ROSA), code=code)
    assert "no tiene una adhesión con ese código" in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 nothing", "El archivo es un PDF, no una hoja de cálculo."),
        (b"", "El archivo está vacío."),
        (sheet(ROSA)[:900], "incompleto o dañado"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused(
    signed_in: SignedIn, content: bytes, told: str
) -> None:
    assert told in refused(signed_in("first"), content)


def test_missing_columns_are_named_with_those_found(signed_in: SignedIn) -> None:
    content = write_table(
        title="Padrón",
        headers=["Apellido paterno", "Apellido materno", "Nombres", "Parentesco"],
        rows=[["QUISPE", "MAMANI", "ROSA", "titular"]],
    )
    text = refused(signed_in("first"), content)
    assert "Faltan columnas: número de documento" in text
    assert "Se encontraron:" in text and "Apellido paterno" in text


def test_no_file_and_a_bad_month_are_refused_and_the_month_is_kept(signed_in: SignedIn) -> None:
    client = signed_in("first")
    asked = {"month": "2026-08", "adhesion": FIRST}
    answer = client.post(HERE, asked)
    assert "Elija el archivo de la nómina." in words(answer.content)
    assert b'<option value="2026-08" selected>' in answer.content
    file = SimpleUploadedFile("a.xlsx", sheet(ROSA))
    answer = client.post(HERE, asked | {"month": "siempre", "archivo": file})
    assert "Elija el mes de la lista." in words(answer.content)


def test_a_file_over_the_limit_is_not_read(
    signed_in: SignedIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    monkeypatch.setattr("ayni.web.association.rosters.check", lambda **_: pytest.fail("read"))
    text = refused(signed_in("first"), b"x" * (1024 * 1024 + 1))
    assert "El archivo pasa de 1 MB." in text


def test_a_lost_zero_is_proposed_and_never_silent(signed_in: SignedIn) -> None:
    client = signed_in("first")
    short = person(1, "titular", 4012345, "EVA", birth=date(1981, 1, 1), income=1130)
    text = words(client.get(sent(client, sheet(short))).content)
    assert "La hoja quitó ceros al inicio del DNI. 04012345" in text
    assert "4012345" in text


def test_somebody_affiliated_elsewhere_waits_and_the_other_is_not_named(
    signed_in: SignedIn,
) -> None:
    client = signed_in("first")
    address = sent(client, sheet(ROSA, LUIS, (2, *PEDRO[1:])))
    text = words(client.get(address).content)
    assert "Esta persona ya está afiliada por otra asociación." in text
    assert "Por revisar 1" in text
    assert "EJ-02" not in text
    client.post(address + "aplicar/")
    assert applied(address) == (0, 1, 0, 2)


def test_a_number_of_another_person_waits(signed_in: SignedIn) -> None:
    client = signed_in("first")
    other = person(1, "titular", "40123456", "MARTHA", birth=date(1950, 2, 2), income=1130,
                   surname="CCORI")  # fmt: skip
    text = words(client.get(sent(client, sheet(other, JUAN))).content)
    assert "registrado con otro nombre y otra fecha de nacimiento" in text


def test_a_roster_with_nobody_to_take_cannot_be_confirmed(signed_in: SignedIn) -> None:
    client = signed_in("first")
    nobody = person(1, "titular", "11111111", "NADIE", birth=date(1980, 1, 1), income=1130)
    address = sent(client, sheet(nobody))
    page = client.get(address)
    assert "Ninguna persona del archivo se puede afiliar" in words(page.content)
    assert b"aplicar/" not in page.content
    after = words(client.post(address + "aplicar/", follow=True).content)
    assert "No se aplicó" in after and "La nómina está aplicada" not in after


def test_a_file_with_hostile_text_is_shown_as_text(signed_in: SignedIn) -> None:
    client = signed_in("first")
    bad = person(1, "titular", "=1+<b>x</b>", "<script>alert(1)</script>", birth=date(1980, 1, 1),
                 income=1130)  # fmt: skip
    html = client.get(sent(client, sheet(bad, JUAN))).content.decode()
    assert "<script>alert" not in html and "<b>x" not in html
    assert "&lt;b&gt;x" in html


def test_a_roster_of_others_is_not_there(signed_in: SignedIn) -> None:
    address = sent(signed_in("first"), sheet(ROSA))
    for name, status in (("second", 404), ("clerk", 403), ("head", 403), ("", 302)):
        client = signed_in(name)
        assert client.get(address).status_code == status
        assert client.post(address + "aplicar/").status_code == status
    assert applied(address) is None


@pytest.mark.parametrize("page", ["0", "x", "²", "1"])
def test_pages_of_problems_bear_any_number(signed_in: SignedIn, page: str) -> None:
    client = signed_in("first")
    address = sent(client, sheet(ROSA))
    assert client.get(f"{address}?pagina={page}").status_code == 200
    assert client.get(f"{address}?pagina=99").status_code == 404


def test_the_template_is_a_roster_whose_example_rows_are_never_taken(signed_in: SignedIn) -> None:
    client = signed_in("first")
    answer = client.get(HERE + "plantilla/")
    assert answer["Content-Disposition"] == 'attachment; filename="plantilla-nomina.xlsx"'
    text = words(client.get(sent(client, answer.content)).content)
    assert "Aceptadas 0" in text


@pytest.mark.parametrize(
    ("language", "told"), [("en", "is a PDF, not a spreadsheet"), ("pt", "é um PDF")]
)
def test_refusals_speak_the_readers_language(signed_in: SignedIn, language: str, told: str) -> None:
    client = signed_in("first")
    client.cookies["django_language"] = language
    assert told in words(send(client, b"%PDF-1.7").content)
