"""The pages of an agreement's life, as each side sees them."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor, Role
from ayni.cycle import agreement_life as life
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["day", "office", "signed_in"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("health", "endings", "families"):
        monkeypatch.setattr(f"ayni.web.alliance_health.{module}.today", lambda **_: TODAY)


def test_the_page_says_what_was_sent_paid_and_owed(office: Office, signed_in: SignedIn) -> None:
    shown = words(signed_in("head").get(f"/asociaciones/{office.world.first}/salud/").content)
    assert "Salud de la alianza" in shown
    # two families, April to September at S/ 45.20 each; April to July paid
    assert "S/ 542.40 liquidado" in shown
    assert "1 de 6 en los demás" in shown
    assert "nadie declaró todavía cuántos socios hay" in shown
    assert "Costo de la atención entre aportes no se sabe" in shown


def test_the_association_sees_its_own_and_no_other(office: Office, signed_in: SignedIn) -> None:
    mine = f"/asociaciones/{office.world.first}/salud/"
    answer = signed_in("first").get(mine)
    assert answer.status_code == 200
    assert "S/ 542.40 liquidado" in words(answer.content)
    assert signed_in("second").get(mine).status_code == 404
    assert signed_in("clerk").get(mine).status_code == 403
    assert signed_in("head").get("/asociaciones/999999/salud/").status_code == 404


def test_members_are_counted_by_either_side(office: Office, signed_in: SignedIn) -> None:
    page = f"/asociaciones/{office.world.first}/salud/"
    given = {"members": "8", "source": "padrón de socios"}
    done = signed_in("first").post(f"{page}socios/", given)
    assert (done.status_code, done["Location"]) == (302, page)
    assert "de 8 socios" in words(signed_in("head").get(page).content)


@pytest.mark.parametrize(
    ("members", "source"),
    [
        ("", "x"),
        ("ocho", "x"),
        ("-8", "x"),
        ("8.5e3", "x"),
        ("0", "x"),
        ("8", " "),
        ("8", "y" * 201),
    ],
)
def test_what_is_no_count_is_said_beside_the_field(
    office: Office, signed_in: SignedIn, members: str, source: str
) -> None:
    page = f"/asociaciones/{office.world.first}/salud/"
    answer = signed_in("head").post(f"{page}socios/", {"members": members, "source": source})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "nadie declaró" in words(signed_in("head").get(page).content)


def test_who_only_looks_counts_nobody(office: Office, signed_in: SignedIn) -> None:
    page = f"/asociaciones/{office.world.first}/salud/"
    given = {"members": "8", "source": "padrón"}
    assert signed_in("auditor").post(f"{page}socios/", given).status_code == 403
    assert signed_in("second").post(f"{page}socios/", given).status_code == 404
    assert "Cuántos socios tiene" not in words(signed_in("auditor").get(page).content)


def test_the_representative_reads_it_too(office: Office, signed_in: SignedIn) -> None:
    with acting(SYSTEM):
        user = access.make_user(username="rep", display_name="rep", password="una-clave-larga-1")
        access.give_mandate(
            user=user, role=Role.REPRESENTATIVE, starts=TODAY, association=office.world.first
        )
    office.world.users["rep"] = user
    mine = signed_in("rep").get(f"/asociaciones/{office.world.first}/salud/")
    assert mine.status_code == 200


def test_the_effect_of_a_renewal_is_shown_by_association(
    office: Office, signed_in: SignedIn
) -> None:
    number = _agreement()
    shown = words(signed_in("head").get(f"/convenios/{number}/renovar/efecto/").content)
    # two families at S/ 45.20 in the first association, one in the second; the law is the same
    assert "0 0 2 S/ 90.40 S/ 90.40" in shown.replace("\xa0", " ")
    assert signed_in("head").get("/convenios/999999/renovar/efecto/").status_code == 404
    assert signed_in("first").get(f"/convenios/{number}/renovar/efecto/").status_code == 403


def test_what_stays_is_shown_only_when_an_end_lies_ahead(
    office: Office, signed_in: SignedIn
) -> None:
    number = _agreement()
    page = f"/convenios/{number}/al-terminar/"
    assert signed_in("head").get(page).status_code == 404
    head = Actor(name="head", role=Role.HEAD, institution=1, reason="terminar")
    life.give_notice(actor=head, agreement=number, seen=4, day=TODAY, why="Fin.")
    shown = words(signed_in("head").get(page).content).replace("\xa0", " ")
    assert "23 de febrero de 2027 es el primer día sin él" in shown
    assert f"{load_scheme('pe-sis-independiente').rules.name.es} 1 1 S/ 78.00" in shown
    assert "no se registra si estaba en el SIS" in shown


def test_families_are_listed_by_page_and_named_to_whom_it_concerns(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _ending()
    shown = words(signed_in("affiliation").get(page).content)
    assert "Familias 1 a 3 de 3" in shown and "QUISPE MAMANI, ROSA" in shown
    assert "Familias 1 a 2 de 2" not in shown  # letters only once an association is chosen
    mine = f"{page}?asociacion={office.world.first}"
    assert "Familias 1 a 2 de 2" in words(signed_in("affiliation").get(mine).content)
    # whoever negotiates reads the figures and no name; an association its own families alone
    unnamed = words(signed_in("negotiator").get(mine).content)
    assert "Familias 1 a 2 de 2" in unnamed and "QUISPE" not in unnamed
    assert "/cartas/" not in signed_in("negotiator").get(mine).content.decode()
    own = words(signed_in("first").get(f"{page}?asociacion={office.world.second}").content)
    assert "Familias 1 a 2 de 2" in own and "QUISPE MAMANI, ROSA" in own
    monkeypatch.setattr("ayni.web.alliance_health.families.SIZE", 1)
    last = words(signed_in("affiliation").get(f"{mine}&pagina=2").content)
    assert "Familias 2 a 2 de 2" in last


def test_letters_are_had_by_part_and_by_nobody_else(office: Office, signed_in: SignedIn) -> None:
    page = _ending()
    first, second = office.world.first, office.world.second
    for who in ("affiliation", "first"):
        answer = signed_in(who).get(f"{page}cartas/{first}/1/")
        pages = PdfReader(BytesIO(answer.content)).pages
        assert (answer.status_code, answer["Content-Type"], len(pages)) == (
            200,
            "application/pdf",
            3,
        )
        assert "QUISPE MAMANI, ROSA" in " ".join(pages[1].extract_text().split())
    assert signed_in("affiliation").get(f"{page}cartas/{first}/2/").status_code == 404
    assert signed_in("affiliation").get(f"{page}cartas/{first}/0/").status_code == 404
    assert signed_in("first").get(f"{page}cartas/{second}/1/").status_code == 404
    assert signed_in("negotiator").get(f"{page}cartas/{first}/1/").status_code == 403


def _ending() -> str:
    number = _agreement()
    head = Actor(name="head", role=Role.HEAD, institution=1, reason="terminar")
    life.give_notice(actor=head, agreement=number, seen=4, day=TODAY, why="Fin.")
    return f"/convenios/{number}/al-terminar/"


def _agreement() -> int:
    with acting(SYSTEM):
        return alliances.agreements(actor=SYSTEM)[0].id
