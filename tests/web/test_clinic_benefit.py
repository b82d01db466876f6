"""The clinic's page where benefits open later, and where the scheme does not say."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from tests.cycle.laws import amended, silent, waiting
from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import SYSTEM

__all__ = ["day", "signed_in", "world"]
HERE, ROSA = "/clinica/", "40123456"


def ask(signed_in: SignedIn, *, language: str = "es", **asked: str) -> tuple[str, str]:
    client = signed_in("clerk")
    client.cookies["django_language"] = language
    question = {"number": ROSA, "event": "illness", "day": "2026-11-23"} | asked
    content = client.post(HERE, question).content
    return content.decode(), words(content)


def test_what_waits_is_listed_and_can_be_asked_about(signed_in: SignedIn) -> None:
    amended(waiting())
    html, text = ask(signed_in)
    assert "<h2>CUBIERTO</h2>" in html
    assert "Todavía en espera cirugía: en espera; se abre el 1 de febrero de 2027." in text
    assert (
        '<option value="cirugia">Cirugía</option><option value="dientes">Dientes</option>' in html
    )

    html, text = ask(signed_in, benefit="cirugia")
    assert "<h2>NO CUBIERTO</h2>" in html
    assert "cirugía: su espera todavía corre; se abre el 1 de febrero de 2027." in text
    assert "Todavía en espera" not in text
    assert "Lo demás se atiende; esta prestación, desde ese día." in text
    assert '<option value="cirugia" selected>' in html
    assert "Consulta o enfermedad, cirugía, 23 de noviembre de 2026" in text
    assert "<h2>CUBIERTO</h2>" in ask(signed_in, benefit="dientes")[0]
    assert "<h2>CUBIERTO</h2>" in ask(signed_in, benefit="cirugia", day="2027-02-01")[0]


def test_where_nothing_waits_nothing_is_asked(signed_in: SignedIn) -> None:
    html, text = ask(signed_in)
    assert 'name="benefit"' not in html.split("Otra persona")[0]
    assert "Todavía en espera" not in text


def test_a_benefit_that_does_not_wait_is_refused_and_the_look_is_logged(
    signed_in: SignedIn,
) -> None:
    _, text = ask(signed_in, benefit="cirugia")
    assert "El seguro de esta persona no tiene esa prestación en espera." in text
    assert "CUBIERTO" not in text
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM audit_read WHERE route = 'clinic'") == 1
    _, text = ask(signed_in, benefit="<script>")
    assert "Elija una prestación de la lista." in text and "CUBIERTO" not in text


def test_an_emergency_without_a_rule_is_attended(signed_in: SignedIn) -> None:
    amended(silent(), starts=date(2026, 11, 1))
    html, text = ask(signed_in, event="emergency")
    assert "<h2>EL SEGURO NO LO DICE</h2>" in html
    assert "ATIENDA LA EMERGENCIA AHORA Una emergencia nunca se rechaza." in text
    assert "El seguro no dice a quién cubre el 23 de noviembre de 2026." in text
    assert "NO CUBIERTO" not in text and "Meses que se miraron" not in text
    _, text = ask(signed_in)
    assert "No hay reglas para ese día. Revise la fecha." in text
    assert (
        "<h2>THE INSURANCE DOES NOT SAY</h2>" in ask(signed_in, event="emergency", language="en")[0]
    )
