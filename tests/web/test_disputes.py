"""The pages of disputes: opened, read, answered and decided, by whom and by nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import execute, value
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["day", "office", "signed_in"]
LIST = "/convenios/controversias/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("disputes.pages", "disputes.opening", "alliance_health.health"):
        monkeypatch.setattr(f"ayni.web.{module}.today", lambda **_: TODAY)


def form(office: Office) -> str:
    return f"/asociaciones/{office.world.first}/controversias/nueva/"


def written(office: Office, signed_in: SignedIn, **changed: str) -> dict[str, str]:
    """Fill the form in for the notice of September."""
    page = signed_in("first").get(form(office)).content.decode()
    begins = page.index('<option value="notice-') + len('<option value="')
    return {
        "sobre": page[begins : page.index('"', begins)],
        "disputa": "El aviso cuenta <b>tres</b> familias y somos dos.",
        "pide": "Que se corrija el aviso.",
        "hasta": "2026-12-23",
        "monto": "45.20",
    } | changed


def opened(office: Office, signed_in: SignedIn, *, by: str = "first", **changed: str) -> str:
    """Open a dispute and give its address."""
    answer = signed_in(by).post(form(office), written(office, signed_in, **changed))
    assert answer.status_code == 302, words(answer.content)
    return str(answer["Location"])


def test_an_association_opens_one_and_both_sides_read_it(
    office: Office, signed_in: SignedIn
) -> None:
    page = opened(office, signed_in)
    for reader in ("first", "head", "auditor", "collection", "representative"):
        shown = words(signed_in(reader).get(page).content).replace("\xa0", " ")
        assert "Controversia EJ-01/1 Abierta Aviso" in shown, reader
        assert "tres" in shown and "S/ 45.20" in shown and "23 de diciembre de 2026" in shown
        assert "plazo propuesto: ni el esquema ni el convenio fijan uno" in shown
    assert "<b>tres</b>" not in signed_in("head").get(page).content.decode()
    assert "EJ-01/1" in words(signed_in("first").get(LIST).content)
    assert "EJ-01/1" in words(signed_in("negotiator").get(LIST).content)


def test_nobody_else_reads_or_opens_any(office: Office, signed_in: SignedIn) -> None:
    page = opened(office, signed_in)
    assert signed_in("second").get(page).status_code == 404
    assert "Ninguna controversia" in words(signed_in("second").get(LIST).content)
    assert signed_in("second").get(form(office)).status_code == 404
    assert signed_in("second").post(f"{page}mensaje/", {"texto": "a"}).status_code == 404
    for stranger in ("clerk", "observer"):
        for address in (page, LIST, form(office)):
            assert signed_in(stranger).get(address).status_code == 403
    assert signed_in("auditor").get(form(office)).status_code == 403
    assert signed_in("auditor").post(f"{page}mensaje/", {"texto": "a"}).status_code == 403
    assert signed_in("").get(page).status_code == 302
    assert signed_in("head").get(f"{LIST}999999/").status_code == 404
    assert signed_in("head").get(f"{LIST}99999999999/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sobre": ""}, "Elija uno de la lista."),
        ({"sobre": "notice-1-1-99999"}, "Elija uno de la lista."),
        ({"disputa": " "}, "Falta este dato."),
        ({"pide": ""}, "Falta este dato."),
        ({"disputa": "x" * 4001}, "4000"),
        ({"hasta": "2026-11-23"}, "Elija un día desde mañana y antes de un año."),
        ({"hasta": "2027-11-25"}, "Elija un día desde mañana y antes de un año."),
        ({"hasta": "mañana"}, "Escriba el día así"),
        ({"monto": "0"}, "Escriba una suma mayor que cero, o deje vacío."),
        ({"monto": "-3"}, "0"),
        ({"monto": "mucho"}, "Escriba una suma"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    office: Office, signed_in: SignedIn, wrong: dict[str, str], told: str
) -> None:
    answer = signed_in("first").post(form(office), written(office, signed_in, **wrong))
    assert answer.status_code == 422
    assert told in words(answer.content)
    assert "Ninguna controversia" in words(signed_in("first").get(LIST).content)


def test_it_is_answered_and_decided(office: Office, signed_in: SignedIn) -> None:
    page = opened(office, signed_in)
    sent = signed_in("collection").post(f"{page}mensaje/", {"texto": "La vemos.", "visto": "0"})
    assert (sent.status_code, sent["Location"]) == (302, page)
    # whoever saw the page before that message decides nothing, and keeps what he wrote
    late = {"resultado": "reject", "texto": "No procede.", "visto": "0"}
    refused = signed_in("head").post(f"{page}cerrar/", late)
    assert refused.status_code == 409
    shown = words(refused.content)
    assert "alguien más respondió" in shown and "La vemos." in shown and "No procede." in shown
    assert "checked" in refused.content.decode()
    no_outcome = signed_in("head").post(f"{page}cerrar/", {"texto": "Sí.", "visto": "1"})
    assert (no_outcome.status_code, "Elija cómo se decide" in words(no_outcome.content)) == (
        422,
        True,
    )
    done = {"resultado": "accept_partly", "texto": "Sobra una.", "visto": "1"}
    assert signed_in("head").post(f"{page}cerrar/", done).status_code == 302
    shown = words(signed_in("first").get(page).content)
    assert "Aceptada en parte" in shown and "Sobra una." in shown and "Enviar" not in shown
    again = signed_in("first").post(f"{page}mensaje/", {"texto": "Pero…", "visto": "2"})
    assert (again.status_code, "ya está cerrada" in words(again.content)) == (422, True)


def test_a_step_that_is_the_other_sides_or_says_nothing_is_refused(
    office: Office, signed_in: SignedIn
) -> None:
    page = opened(office, signed_in)
    decided = {"resultado": "accept", "texto": "Sí.", "visto": "0"}
    assert signed_in("first").post(f"{page}cerrar/", decided).status_code == 403
    assert (
        signed_in("head").post(f"{page}retirar/", {"texto": "x", "visto": "0"}).status_code == 403
    )
    empty = signed_in("first").post(f"{page}mensaje/", {"texto": " ", "visto": "0"})
    assert (empty.status_code, "Escriba el texto" in words(empty.content)) == (422, True)
    assert signed_in("first").post(f"{page}otra/", {"texto": "x"}).status_code == 404
    assert signed_in("first").get(f"{page}mensaje/").status_code == 405
    assert "Retirar" in words(signed_in("representative").get(page).content)
    gone = signed_in("representative").post(f"{page}retirar/", {"texto": "Ya no.", "visto": "0"})
    assert gone.status_code == 302
    assert "Retirada" in words(signed_in("head").get(page).content)


def test_what_the_institution_opens_another_person_decides(
    office: Office, signed_in: SignedIn
) -> None:
    page = opened(office, signed_in, by="collection", hasta="2026-12-01")
    shown = words(signed_in("collection").get(page).content)
    assert "Decidir y cerrar" not in shown and "plazo que pidió quien la abrió" in shown
    decided = {"resultado": "accept", "texto": "Sí.", "visto": "0"}
    alone = signed_in("collection").post(f"{page}cerrar/", decided)
    assert (alone.status_code, "no la decide" in words(alone.content)) == (403, True)
    assert signed_in("head").post(f"{page}cerrar/", decided).status_code == 302


def test_the_list_marks_what_is_late_and_keeps_to_one_association(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(office, signed_in, hasta="2026-11-24")
    opened(office, signed_in, disputa="Otra cosa")
    monkeypatch.setattr("ayni.web.disputes.pages.today", lambda **_: date(2026, 11, 25))
    shown = words(signed_in("head").get(LIST).content)
    assert shown.index("Fuera de plazo") < shown.index("EJ-01/2")
    assert shown.count("Fuera de plazo") == 1 and "Controversias: 2" in shown
    monkeypatch.setattr("ayni.web.disputes.pages.SIZE", 1)
    assert "EJ-01/2" in words(signed_in("head").get(f"{LIST}?pagina=2").content)
    of_second = f"{LIST}?asociacion={office.world.second}"
    assert "Ninguna controversia" in words(signed_in("head").get(of_second).content)
    assert "Controversias: 2" in words(signed_in("head").get(f"{LIST}?asociacion=x").content)
    # the way to open one for the association whose list it is
    assert f'href="{form(office)}"' in signed_in("first").get(LIST).content.decode()
    assert "Abrir una controversia" not in words(signed_in("head").get(LIST).content)
    assert "Abrir una controversia" in words(signed_in("head").get(of_second).content)


def test_alliance_health_tells_the_open_ones_to_both_sides(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = f"/asociaciones/{office.world.first}/salud/"
    assert "Controversias abiertas 0 nada por decidir" in words(
        signed_in("head").get(health).content
    )
    opened(office, signed_in, hasta="2026-11-24")
    opened(office, signed_in, disputa="Otra cosa")
    told = (
        "Controversias abiertas 2 ninguna fuera de plazo; la más antigua, desde el 23 de noviembre"
    )
    assert told in words(signed_in("first").get(health).content)
    monkeypatch.setattr("ayni.web.alliance_health.health.today", lambda **_: date(2026, 11, 25))
    told = "Controversias abiertas 2 1 fuera de plazo; la más antigua, desde el 23 de noviembre"
    for reader in ("first", "head"):
        assert told in words(signed_in(reader).get(health).content)


def test_the_way_there_is_from_home_association_and_agreements(
    office: Office, signed_in: SignedIn
) -> None:
    mine = f'href="{LIST}?asociacion={office.world.first}"'
    assert mine in signed_in("first").get("/asociacion/").content.decode()
    of_office = signed_in("head").get(f"/oficina/asociaciones/{office.world.first}/")
    assert mine in of_office.content.decode()
    opened(office, signed_in)
    with acting(SYSTEM):
        number = value("SELECT agreement FROM complaint_dispute")
    for reader in ("first", "head"):
        assert f'href="{LIST}"' in signed_in(reader).get("/convenios/").content.decode()
        page = signed_in(reader).get(f"/convenios/{number}/").content.decode()
        assert f'href="{LIST}?convenio={number}"' in page
        assert "EJ-01/1" in words(signed_in(reader).get(f"{LIST}?convenio={number}").content)
        other = signed_in(reader).get(f"{LIST}?convenio={number + 1}")
        assert "Ninguna controversia" in words(other.content)


def test_an_association_without_an_agreement_has_nothing_to_dispute(
    office: Office, signed_in: SignedIn
) -> None:
    with acting(SYSTEM):
        execute(
            "INSERT INTO alliance_association (institution, kind, code, name, region, activity,"
            " example) VALUES (1, 'cooperative', 'SOLA', 'Sola', 'Junín', 'cafe', true)"
        )
        number = value("SELECT id FROM alliance_association WHERE code = 'SOLA'")
    shown = words(signed_in("head").get(f"/asociaciones/{number}/controversias/nueva/").content)
    assert "no está en ningún convenio" in shown and "Abrir la controversia" not in shown
