"""The clinic's page: one number, one large answer; an emergency is never refused; every look is logged."""

from __future__ import annotations

from typing import Any

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import rows
from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import SYSTEM

__all__ = ["day", "signed_in", "world"]
HERE = "/clinica/"


def ask(signed_in: SignedIn, number: str, event: str = "illness", when: str = "2026-11-23") -> Any:
    return signed_in("clerk").post(HERE, {"number": number, "event": event, "day": when})


def logged() -> list[tuple[Any, ...]]:
    with acting(SYSTEM):
        return list(
            rows("SELECT actor, purpose, person IS NULL FROM audit_read WHERE route = 'clinic'")
        )


def test_the_form_asks_for_one_number_and_the_rest_is_right_already(signed_in: SignedIn) -> None:
    answer = signed_in("clerk").get(HERE)
    html = answer.content.decode()
    assert 'value="2026-11-23"' in html
    assert html.count("autofocus") == 1
    assert "checked" in html.split('value="illness"')[1].split(">")[0]
    assert answer["Cache-Control"].startswith("max-age=0")
    assert logged() == []


def test_a_covered_person_is_answered_large_with_the_reason(signed_in: SignedIn) -> None:
    answer = ask(signed_in, "4012-3456")
    html, text = answer.content.decode(), words(answer.content)
    assert "<h2>CUBIERTO</h2>" in html
    assert "Hasta el 31 de mayo de 2027" in text
    assert "QUISPE MAMANI, ROSA Documento 40123456 · Nacimiento: 3 de mayo de 1980" in text
    assert "Valle Hermoso" in text
    assert "meses seguidos pagados en los 12 meses anteriores" in text
    assert "Atienda a la persona." in text
    assert "sus reglas son una propuesta, no una ley" in text
    assert 'title="agosto 2026: No pagado"' in html
    assert 'title="noviembre 2026: Todavía no"' in html
    assert 'title="marzo 2026: Sin afiliación"' in html
    assert "40123456" not in answer.request["QUERY_STRING"]
    assert logged() == [("clerk", "atención en el establecimiento", False)]


def test_a_dependant_is_covered_through_the_family(signed_in: SignedIn) -> None:
    text = words(ask(signed_in, "70123456").content)
    assert "CUBIERTO Hasta el 31 de mayo de 2027 QUISPE MAMANI, LUIS" in text
    assert "hijo(a)" in text


def test_somebody_without_paid_months_is_told_what_to_do(signed_in: SignedIn) -> None:
    text = words(ask(signed_in, "40999999").content)
    assert "NO CUBIERTO VARGAS MAMANI, PEDRO" in text
    assert "Hay 0 meses pagados" in text
    assert "La familia debe ponerse al día con su asociación." in text
    assert "ATIENDA LA EMERGENCIA" not in text


def test_an_emergency_is_immediate_cover_while_affiliated(signed_in: SignedIn) -> None:
    text = words(ask(signed_in, "40999999", "emergency").content)
    assert "CUBIERTO VARGAS" in text and "NO CUBIERTO" not in text


def test_an_emergency_before_affiliation_is_attended_all_the_same(signed_in: SignedIn) -> None:
    text = words(ask(signed_in, "40999999", "emergency", "2026-01-10").content)
    assert "NO CUBIERTO" in text
    assert "ATIENDA LA EMERGENCIA AHORA Una emergencia nunca se rechaza." in text
    assert "Su afiliación empieza el 1 de abril de 2026." in text
    assert "Esta respuesta es para el 10 de enero de 2026, no para hoy." in text


@pytest.mark.parametrize("event", ["illness", "emergency"])
def test_nobody_of_that_number_is_said_plainly_and_logged(signed_in: SignedIn, event: str) -> None:
    text = words(ask(signed_in, "88888881", event).content)
    assert "NO ENCONTRADO No está en el registro Documento 88888881" in text
    assert "Si es una emergencia, atiéndala ahora: nunca se rechaza." in text
    assert ("ATIENDA LA EMERGENCIA AHORA" in text) == (event == "emergency")
    assert logged() == [("clerk", "atención en el establecimiento", True)]


@pytest.mark.parametrize(
    ("number", "event", "when", "told"),
    [
        ("", "illness", "2026-11-23", "Escriba el número de documento."),
        ("4012345", "illness", "2026-11-23", "El DNI tiene 8 cifras y aquí hay 7."),
        ("40123456'--", "illness", "2026-11-23", "Un documento solo tiene cifras y letras."),
        ("9" * 60, "illness", "2026-11-23", "El número es demasiado largo."),
        ("40123456", "boda", "2026-11-23", "Elija el motivo de la atención."),
        ("40123456", "illness", "ayer", "Escriba la fecha como día, mes y año."),
        ("40123456", "illness", "1500-01-01", "Revise el año de la fecha."),
    ],
)  # fmt: skip
def test_bad_questions_are_told_and_keep_what_was_written(
    signed_in: SignedIn, number: str, event: str, when: str, told: str
) -> None:
    answer = ask(signed_in, number, event, when)
    text = words(answer.content)
    assert told in text, text
    assert "Hay algo por corregir" in text
    assert "CUBIERTO" not in text and "NO ENCONTRADO" not in text
    if number and len(number) < 40:
        assert f'value="{number}"'.replace("'", "&#x27;") in answer.content.decode()


def test_a_number_in_the_address_is_not_read(signed_in: SignedIn) -> None:
    text = words(signed_in("clerk").get(HERE, {"number": "40123456"}).content)
    assert "QUISPE" not in text
    assert logged() == []


@pytest.mark.parametrize("name", ["first", "head"])
def test_only_the_clerk_may_ask(signed_in: SignedIn, name: str) -> None:
    client = signed_in(name)
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, {"number": "40123456"}).status_code == 403
    assert signed_in("").get(HERE).status_code == 302


@pytest.mark.parametrize(
    ("language", "big", "why"),
    [("en", "COVERED", "paid months in a row"), ("pt", "COBERTO", "meses seguidos pagos")],
)
def test_the_answer_speaks_the_readers_language(
    signed_in: SignedIn, language: str, big: str, why: str
) -> None:
    client = signed_in("clerk")
    client.cookies["django_language"] = language
    asked = {"number": "40123456", "event": "illness", "day": "2026-11-23"}
    text = words(client.post(HERE, asked).content)
    assert big in text and why in text
