"""Withdrawing on the pages of the exchanges, and the studies they name: who, what is shown, what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.apps.study.actions import NewStudy, keep_study
from tests.web.portal_fixtures import words
from tests.web.portal_world import SYSTEM
from tests.web.test_exchanges import (
    DAY,
    PRACTICE,
    PROMISE,
    TOLD,
    _number,
    _shown,
    day,
    enter,
    people,
)

__all__ = ["day", "enter", "people"]
WHY = {"motivo": "Se anotó dos veces", "visto": "0"}
TAKEN = "Se retiró el 20 de octubre de 2026, por head. Motivo: Se anotó dos veces"


@pytest.fixture(autouse=True)
def withdrawing_day(monkeypatch: pytest.MonkeyPatch, day: None) -> None:
    monkeypatch.setattr("ayni.web.exchanges.withdrawing.business_day", lambda actor: DAY)


def _newest(table: str) -> int:
    with acting(SYSTEM):
        return int(value(f"SELECT max(id) FROM alliance_{table}"))


def _count(table: str) -> int:
    with acting(SYSTEM):
        return int(value(f"SELECT count(*) FROM {table}"))


def _noted(client, number: int) -> tuple[str, str]:
    """Note a practice and a commitment; give where each is withdrawn."""
    there = f"/experiencias/{number}"
    assert client.post(f"{there}/practica/", PRACTICE).status_code == 302
    given = PROMISE | {"persona": "LUIS PAZ"}
    assert client.post(f"{there}/compromiso/", given).status_code == 302
    return (
        f"/experiencias/practicas/{_newest('practice')}/retirar/",
        f"/experiencias/compromisos/{_newest('commitment')}/retirar/",
    )


def test_what_is_withdrawn_leaves_the_lists_and_stays_in_the_history(enter):
    client, number = enter("head"), _number("LIMA-2005")
    practice, commitment = _noted(client, number)
    page = client.get(f"/experiencias/{number}/").content.decode()
    assert f'href="{practice}"' in page and f'href="{commitment}"' in page
    assert "No se borra: deja de contarse" in _shown(client, practice)
    for address in (practice, commitment):
        answer = client.post(address, WHY)
        assert answer.headers["Location"] == f"/experiencias/{number}/"
    told = _shown(client, f"/experiencias/{number}/")
    lists, history = told.split("Lo que se retiró")
    assert "Preaviso corto" not in lists and "Escribir la regla" not in lists
    assert "LUIS PAZ" not in lists and "LUIS PAZ" in history
    assert f"Práctica Preaviso corto Acta {TAKEN}" in history
    assert f"Compromiso Escribir la regla EsSalud {TAKEN}" in history
    for other in ("/experiencias/", f"/experiencias/{number}/historia/"):
        shown = _shown(client, other)
        assert "Escribir la regla" not in shown and "Preaviso corto" not in shown
    # whoever only reads is told the same, without the person's name
    told = _shown(enter("observer"), f"/experiencias/{number}/")
    assert TAKEN in told and "LUIS PAZ" not in told and "Retirar" not in told


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("en", "What was withdrawn", "by head. Reason: Se anotó dos veces"),
        ("pt", "O que foi retirado", "por head. Motivo: Se anotó dos veces"),
    ],
)
def test_the_history_is_told_in_three_languages(enter, language, title, told):
    client, number = enter("head"), _number("LIMA-2005")
    practice, _commitment = _noted(client, number)
    client.post(practice, WHY)
    client.cookies["django_language"] = language
    shown = _shown(client, f"/experiencias/{number}/")
    assert title in shown and told in shown


@pytest.mark.parametrize("why", ["", "  ", "x" * 1001, "a\0b"])
def test_without_a_reason_nothing_is_withdrawn(enter, why):
    client = enter("head")
    for address in _noted(client, _number("LIMA-2005")):
        answer = client.post(address, WHY | {"motivo": why})
        assert (answer.status_code, "Por qué se retira" in words(answer.content)) == (422, True)
    assert _count("alliance_withdrawal") == 0


def test_what_was_withdrawn_is_not_withdrawn_again_nor_followed_up(enter):
    client = enter("head")
    practice, commitment = _noted(client, _number("LIMA-2005"))
    follow_up = commitment.removesuffix("retirar/")
    for address, said in (
        (practice, "Esa práctica ya se retiró"),
        (commitment, "Ese compromiso ya se retiró"),
    ):
        assert client.post(address, WHY).status_code == 302
        for answer in (client.post(address, WHY), client.get(address)):
            assert answer.status_code == 409
            assert f"{said} {TAKEN}" in words(answer.content)
    for answer in (client.get(follow_up), client.post(follow_up, TOLD)):
        assert answer.status_code == 409
        assert f"Ese compromiso ya se retiró {TAKEN}" in words(answer.content)
    with acting(SYSTEM):
        told = "SELECT count(*) FROM alliance_follow_up WHERE commitment = %s"
        assert value(told, (_newest("commitment"),)) == 0
    assert _count("alliance_withdrawal") == 2


@pytest.mark.parametrize("seen", ["0", "2", "", "x", "-1", "9" * 30])
def test_a_page_older_than_what_was_told_meanwhile_is_refused(enter, seen):
    client = enter("head")
    _practice, commitment = _noted(client, _number("LIMA-2005"))
    assert client.post(commitment.removesuffix("retirar/"), TOLD).status_code == 302
    answer = client.post(commitment, WHY | {"visto": seen})
    assert answer.status_code == 409
    said = words(answer.content)
    assert "Mientras tanto se anotó qué pasó con él." in said and "1 seguimiento anotado" in said
    assert _count("alliance_withdrawal") == 0
    # the page that refuses shows what stands now, and what it was given
    page = answer.content.decode()
    (fresh,) = re.findall(r'name="visto" value="(\d+)"', page)
    assert fresh == "1" and "Se anotó dos veces" in page
    assert client.post(commitment, WHY | {"visto": fresh}).status_code == 302


@pytest.mark.parametrize("name", ["collection", "observer", "representative", "first", "clerk"])
def test_whoever_does_not_write_withdraws_nothing(enter, name):
    for address in _noted(enter("head"), _number("LIMA-2005")):
        assert enter(name).get(address).status_code == 403
        assert enter(name).post(address, WHY).status_code == 403
    assert _count("alliance_withdrawal") == 0


@pytest.mark.parametrize("number", ["999999", "99999999999999999999"])
@pytest.mark.parametrize("kind", ["practicas", "compromisos"])
def test_what_is_not_there_is_not_withdrawn(enter, number, kind):
    address = f"/experiencias/{kind}/{number}/retirar/"
    assert enter("head").get(address).status_code == 404
    assert enter("head").post(address, WHY).status_code == 404


def _study() -> int:
    with acting(SYSTEM):
        new = NewStudy("CAFE-1", "Estudio del café", "code: CAFE-1", None, None)
        return keep_study(actor=SYSTEM, new=new, at=datetime(2026, 3, 1, tzinfo=UTC))


def test_a_kept_study_is_named_and_opened_by_whoever_reads_studies(enter):
    client, number, study = enter("negotiator"), _number("SAN-JOSE-2007"), _study()
    address = f"/experiencias/{number}/estudio/"
    assert "Agregar un estudio" in _shown(client, f"/experiencias/{number}/")
    assert client.post(address, {"estudio": str(study)}).status_code == 302
    again = client.post(address, {"estudio": str(study)})
    assert (again.status_code, "Ya está anotado." in words(again.content)) == (422, True)
    assert client.post(address, {"estudio": "999999"}).status_code == 422
    link = f'<a href="/estudios/{study}/">Estudio del café</a>'
    lima = _number("LIMA-2005")
    for name, opens in (("negotiator", True), ("head", True), ("affiliation", False),
                        ("observer", False), ("first", False)):  # fmt: skip
        for where in (f"{number}/", f"{lima}/", f"{lima}/historia/"):
            page = enter(name).get(f"/experiencias/{where}").content.decode()
            assert (link in page, "Estudio del café" in page) == (opens, True), (name, where)
    back = _shown(enter("head"), f"/estudios/{study}/")
    assert "De dónde viene este estudio 2005 Primer curso sobre" in back
    assert "2007 Los convenios de afiliación colectiva" in back


def test_what_became_of_a_commitment_names_a_kept_study(enter):
    client, number, study = enter("head"), _number("LIMA-2005"), _study()
    _practice, commitment = _noted(client, number)
    address = commitment.removesuffix("retirar/")
    assert "Estudio del café · CAFE-1" in _shown(client, address)
    both = client.post(address, TOLD | {"estudio_guardado": str(study), "estudio": "Otro"})
    assert both.status_code == 422
    assert "Elija un solo lugar al que llevó." in words(both.content)
    # whoever reads no studies is offered none, and may not send one
    other = enter("affiliation")
    assert "Estudio del café" not in _shown(other, address)
    assert other.post(address, TOLD | {"estudio_guardado": str(study)}).status_code == 302
    assert _count("study_exchange") == 0
    assert client.post(address, TOLD | {"estudio_guardado": str(study)}).status_code == 302
    assert other.post(address, TOLD | {"estudio": "OIT 2015"}).status_code == 302
    link = f'<a href="/estudios/{study}/">Estudio: Estudio del café</a>'
    page = client.get(f"/experiencias/{number}/").content.decode()
    assert link in page and "Estudio: OIT 2015" in page
    plain = enter("observer").get(f"/experiencias/{number}/").content.decode()
    assert link not in plain and "Estudio: Estudio del café" in plain and "OIT 2015" in plain


def test_only_whoever_writes_and_reads_studies_links_one(enter):
    number, study = _number("LIMA-2005"), _study()
    for name in ("affiliation", "collection", "observer", "first"):
        address = f"/experiencias/{number}/estudio/"
        assert enter(name).get(address).status_code == 403
        assert enter(name).post(address, {"estudio": str(study)}).status_code == 403
        assert "Agregar un estudio" not in _shown(enter(name), f"/experiencias/{number}/")
    assert enter("head").get("/experiencias/999999/estudio/").status_code == 404
    assert _count("study_exchange") == 0


def test_without_a_kept_study_the_form_says_so(enter):
    shown = _shown(enter("head"), f"/experiencias/{_number()}/estudio/")
    assert "Todavía no hay ningún estudio guardado en esta institución." in shown
