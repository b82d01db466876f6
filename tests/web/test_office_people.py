"""Persons, rosters, journal: what is shown, and that every look is written down."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ayni.apps.access.actions import acting
from ayni.apps.registry import actions as registry
from ayni.apps.sql.frames import rows
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM

__all__ = ["day", "office", "signed_in"]


def text_of(signed_in: SignedIn, path: str, who: str = "affiliation") -> str:
    answer = signed_in(who).get(path)
    assert answer.status_code == 200
    return words(answer.content).replace("\u00a0", " ")


def looked_at(route: str) -> list[tuple[int | None, str, str]]:
    with acting(SYSTEM):
        found = rows(
            "SELECT person, actor, purpose FROM audit_read WHERE route = %s ORDER BY id", (route,)
        )
    return [(person, actor, purpose) for person, actor, purpose in found]


def test_a_surname_without_accent_finds_and_logs(signed_in: SignedIn) -> None:
    text = text_of(signed_in, "/oficina/personas/?q=huaman")
    assert "HUAMÁN MAMANI, JUAN DNI 40123457" in text
    assert [actor for _, actor, _ in looked_at("/oficina/personas/")] == ["affiliation"]


def test_a_number_finds_and_two_letters_do_not_search(signed_in: SignedIn, office: Office) -> None:
    assert "QUISPE MAMANI, ROSA" in text_of(signed_in, "/oficina/personas/?q=4012345")
    assert "Escriba un poco más" in text_of(signed_in, "/oficina/personas/?q=qu")
    assert "Nadie con ese número" in text_of(signed_in, "/oficina/personas/?q=zzzz")


def test_the_record_of_an_insured_person(signed_in: SignedIn, office: Office) -> None:
    route = f"/oficina/personas/{office.rosa}/"
    text = text_of(signed_in, route)
    assert "QUISPE MAMANI, ROSA Cubierto" in text
    assert "Meses pagados 4" in text
    assert "Calidad titular" in text and "Establecimiento de adscripción" in text
    assert "QUISPE MAMANI, LUIS hijo(a) 70123456" in text
    assert "HUAMÁN" not in text
    assert "modelo de negociación" in text
    logged = looked_at(route)
    assert sorted(logged) == sorted(
        (number, "affiliation", "ver la ficha de una persona")
        for number in (office.rosa, office.luis)
    )
    assert "affiliation ver la ficha de una persona" in text


def test_the_strip_shows_paid_and_unpaid_months(signed_in: SignedIn, office: Office) -> None:
    answer = signed_in("head").get(f"/oficina/personas/{office.rosa}/")
    html = answer.content.decode()
    assert html.count('class="ay-month ay-month-paid"') == 4 + 1  # and the legend
    assert html.count('class="ay-month ay-month-unpaid"') == 2 + 1
    assert html.count('class="ay-month ay-month-future"') == 3 + 1


def test_a_dependant_is_covered_by_the_insured_persons_months(
    signed_in: SignedIn, office: Office
) -> None:
    text = text_of(signed_in, f"/oficina/personas/{office.luis}/")
    assert "Calidad hijo(a)" in text
    assert "Meses pagados 4" in text


def test_an_erased_person_shows_no_name(signed_in: SignedIn, office: Office) -> None:
    with acting(SYSTEM):
        registry.erase(actor=SYSTEM, person=office.luis)
    route = f"/oficina/personas/{office.luis}/"
    text = text_of(signed_in, route)
    assert "Datos suprimidos" in text and "LUIS" not in text
    assert (office.luis, "affiliation", "ver la ficha de una persona") in looked_at(route)


def test_a_roster_shows_totals_and_problems_by_row(signed_in: SignedIn, office: Office) -> None:
    text = text_of(signed_in, f"/oficina/nominas/{office.roster}/")
    assert "Nómina de octubre 2026 Revisado" in text
    assert "Personas en el archivo 2" in text
    assert "Todavía no se aplicó" in text
    assert "Observaciones: " in text


def test_taking_a_rosters_file_is_logged(signed_in: SignedIn, office: Office) -> None:
    route = f"/oficina/nominas/{office.roster}/archivo/"
    answer = signed_in("affiliation").get(route)
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''octubre.xlsx"
    assert looked_at(route) == [(None, "affiliation", "descargar una nómina")]


def test_the_journal_names_changes_and_nobodys_data(signed_in: SignedIn) -> None:
    text = text_of(signed_in, "/oficina/diario/?cuantas=500", who="auditor")
    assert "liquidación 2026-04" in text
    assert "avisos: 2" in text
    assert "QUISPE" not in text and "40123456" not in text
    assert "Ver las últimas" not in text


# --- conditions of a dependant ------------------------------------------------------------------

CLAIM = {
    "hacer": "registrar",
    "condicion": "incapacitated",
    "desde": "2020-01-01",
    "hasta": "",
    "prueba": "certificado de discapacidad",
}


def posted(signed_in: SignedIn, person: int, who: str = "affiliation", **body: object):
    return signed_in(who).post(f"/oficina/personas/{person}/condiciones/", body)


def facts_of(person: int) -> list[tuple]:
    with acting(SYSTEM):
        return rows(
            "SELECT condition, starts::text, ends::text, evidence, document, withdrawn"
            " FROM affiliation_condition WHERE person = %s ORDER BY id",
            (person,),
        )


def test_a_condition_is_recorded_shown_ended_and_taken_back(
    signed_in: SignedIn, office: Office
) -> None:
    route = f"/oficina/personas/{office.luis}/"
    before = text_of(signed_in, route)
    assert "Registrar una condición" in before and "No hay ninguna registrada" in before
    shown = SimpleUploadedFile("certificado.pdf", b"%PDF certificado")

    answer = posted(signed_in, office.luis, **CLAIM, archivo=shown)

    assert (answer.status_code, answer["Location"]) == (302, route)
    digest = sha256(b"%PDF certificado").digest()
    told = ("incapacitated", "2020-01-01", None, "certificado de discapacidad", digest, False)
    assert facts_of(office.luis) == [told]
    text = text_of(signed_in, route)
    assert f"certificado de discapacidad huella {digest.hex()[:12]}… affiliation Registrada" in text
    with acting(SYSTEM):
        (number,) = rows("SELECT id FROM affiliation_condition")[0]
    change = {"registro": str(number), "hacer": "terminar", "hasta": "2026-12-31"}
    assert posted(signed_in, office.luis, **change).status_code == 302
    assert facts_of(office.luis)[1][:3] == ("incapacitated", "2020-01-01", "2027-01-01")
    again = posted(signed_in, office.luis, **change)
    assert again.status_code == 422
    assert "Ese registro ya fue cambiado por otra persona" in words(again.content)
    back = {"registro": str(number + 1), "hacer": "anular"}
    assert posted(signed_in, office.luis, **back).status_code == 302
    assert [one[-1] for one in facts_of(office.luis)] == [False, False, True]
    assert "Anulada" in text_of(signed_in, route)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"prueba": ""}, "Diga qué documento lo prueba"),
        ({"condicion": "student"}, "Elija una condición de la lista"),
        ({"hasta": "2019-12-31"}, "El último día no puede ser anterior al primero"),
        ({"desde": "0205-01-01"}, "Revise el año de la fecha"),
        ({"desde": "ayer"}, "Escriba la fecha como día, mes y año"),
        ({"hacer": "otra cosa"}, "Elija qué hacer"),
        ({"hacer": "terminar", "registro": "9"}, "Escriba la fecha como día, mes y año"),
        ({"hacer": "anular", "registro": "9"}, "Ese registro ya fue cambiado"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_writes_nothing(
    signed_in: SignedIn, office: Office, wrong: dict, said: str
) -> None:
    answer = posted(signed_in, office.luis, **CLAIM | wrong)
    assert answer.status_code == 422 and said in words(answer.content)
    assert facts_of(office.luis) == []


def test_an_insured_person_has_no_condition_to_record(signed_in: SignedIn, office: Office) -> None:
    assert "Registrar una condición" not in text_of(signed_in, f"/oficina/personas/{office.rosa}/")
    assert posted(signed_in, office.rosa, **CLAIM).status_code == 422
    assert facts_of(office.rosa) == []


@pytest.mark.parametrize("who", ["collection", "auditor", "clerk", "first"])
def test_others_see_no_form_and_may_not_post(signed_in: SignedIn, office: Office, who: str) -> None:
    assert posted(signed_in, office.luis, who, **CLAIM).status_code == 403
    if who in ("collection", "auditor"):
        assert "Registrar una condición" not in text_of(
            signed_in, f"/oficina/personas/{office.luis}/", who
        )
    assert facts_of(office.luis) == []


def test_the_association_reads_the_condition_of_its_family(
    signed_in: SignedIn, office: Office
) -> None:
    posted(signed_in, office.luis, **CLAIM)
    with acting(SYSTEM):
        ((family,),) = rows("SELECT family FROM affiliation_span WHERE person = %s", (office.luis,))
    text = text_of(signed_in, f"/asociacion/familias/{family}/", "first")
    assert "QUISPE MAMANI, LUIS incapacidad para el trabajo" in text
    assert "certificado" not in text and "Registrar una condición" not in text
    assert (office.luis, "first", "ver una familia de la asociación") in looked_at("portal-family")
