"""The pages of the exchanges: read by whom, found, written down, refused in words, told as a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.sql.frames import rows, value
from ayni.core.actor import Actor, Role
from ayni.web.exchanges.telling import exchanges_of_agreement
from ayni.web.exchanges.words import listed
from tests.conftest import DatabaseMaker
from tests.web import portal_world
from tests.web.portal_fixtures import words
from tests.web.portal_world import FIRST, SYSTEM

DAY = date(2026, 10, 20)
ROLES = {
    "head": Role.HEAD,
    "affiliation": Role.AFFILIATION,
    "negotiator": Role.NEGOTIATOR,
    "collection": Role.COLLECTION,
    "observer": Role.OBSERVER,
    "representative": Role.REPRESENTATIVE,
}
SOURCE = {"idioma": "es", "fuente": "Acta", "enlace": "", "firmeza": "verified"}
EXCHANGE = {
    **SOURCE,
    "tipo": "visit",
    "titulo": "Visita a los cañeros",
    "lugar": "Guayaquil",
    "pais": "EC",
    "ano": "2026",
    "idioma_fuente": "es",
}
PRACTICE = {
    **SOURCE,
    "titulo": "Preaviso corto",
    "texto": "Se avisa un mes antes.",
    "esquema": "cr-ccss-convenio",
    "aprendida": "verified",
}
PROMISE = {**SOURCE, "institucion": "EsSalud", "que": "Escribir la regla", "para": "2026-10-20"}
TOLD = {**SOURCE, "resultado": "done", "dia": "2026-10-20", "texto": "Se escribió."}


@pytest.fixture(scope="module")
def people(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[dict[str, int]]:
    """The small programme and a user of each role that reads or writes exchanges."""
    with database_maker("exchanges"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        users = dict(portal_world.build().users)
        with acting(SYSTEM):
            mine = value("SELECT association FROM alliance_adhesion WHERE code = %s", (FIRST,))
            for name, role in ROLES.items():
                if name in users:
                    continue
                user = access.make_user(username=name, display_name=name, password="clave-larga-1")
                given = {"association": mine} if role is Role.REPRESENTATIVE else {}
                access.give_mandate(user=user, role=role, starts=date(2026, 1, 1), **given)
                users[name] = user
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield users


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lists", "pages", "story", "recording"):
        monkeypatch.setattr(f"ayni.web.exchanges.{module}.business_day", lambda actor: DAY)


@pytest.fixture
def enter(people, db):
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(id=people[name]))
        return client

    return signed_in


def _number(code: str = "SAN-JOSE-2007") -> int:
    with acting(SYSTEM):
        return int(value("SELECT id FROM alliance_exchange WHERE code = %s", (code,)))


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content)


def test_the_list_is_newest_first_and_tells_what_waits(enter):
    told = _shown(enter("head"), "/experiencias/")
    years = [told.index(f" {year} ") for year in (2008, 2007, 2005)]
    assert years == sorted(years)
    assert "Compromisos que esperan respuesta" in told
    assert "Pasó su fecha Para el 15 de octubre de 2026" in told
    assert "Anotar qué pasó" in told and "Anotar un intercambio" in told


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("?q=eurosocial", "Los convenios de afiliación colectiva", "Un curso más"),
        ("?q=BELEM", "Un curso más", "Los convenios de afiliación colectiva"),
        ("?ano=2005", "Primer curso sobre", "Un curso más"),
        ("?ano=1999", "Un curso más", "Ningún intercambio coincide"),
        ("?q=nadie", "Ningún intercambio coincide", "Un curso más"),
        ("?q=%25%25", "Ningún intercambio coincide", "Un curso más"),
    ],
)
def test_the_list_is_searched_by_words_and_by_year(enter, asked, shown, hidden):
    told = _shown(enter("head"), f"/experiencias/{asked}")
    assert shown in told and hidden not in told


@pytest.mark.parametrize("name", ["collection", "observer", "representative", "first"])
def test_whoever_only_reads_sees_no_form(enter, name):
    client, number = enter(name), _number()
    told = _shown(client, f"/experiencias/{number}/")
    assert "Preaviso de tres meses" in told and "JNC-2026" in told
    assert "Agregar" not in told and "Corregir" not in told and "Anotar qué" not in told
    assert "De Lima 2005 al convenio JNC-2026" in _shown(
        client, f"/experiencias/{number}/historia/"
    )
    for address in ("nuevo/", f"{number}/practica/", f"{number}/corregir/"):
        assert client.get(f"/experiencias/{address}").status_code == 403
        assert client.post(f"/experiencias/{address}", PRACTICE).status_code == 403


def test_the_clinic_has_nothing_to_do_here(enter):
    assert enter("clerk").get("/experiencias/").status_code == 403


@pytest.mark.parametrize("number", ["999999", "99999999999999999999"])
@pytest.mark.parametrize("rest", ["", "historia/", "practica/", "corregir/"])
def test_what_is_not_there_is_not_found(enter, number, rest):
    assert enter("head").get(f"/experiencias/{number}/{rest}").status_code == 404
    assert enter("head").get(f"/experiencias/compromisos/{number}/").status_code == 404


def test_an_exchange_tells_practices_commitments_and_where_it_led(enter):
    told = _shown(enter("head"), f"/experiencias/{_number()}/")
    assert "Curso · 2007 Los convenios de afiliación colectiva de la CCSS" in told
    assert "Eurosocial Organizó" in told and "(CCSS) Se estudió su práctica" in told
    assert "Hoy, en el convenio JNC-2026: Preaviso para terminar el convenio , 3\xa0meses." in (
        told.replace("3 meses.", "3\xa0meses.")
    )
    assert "No consta que se estudiara allí" in told
    assert "Tomó otra forma EsSalud · La fuente no da una fecha" in told
    assert "Las cifras de hoy son del ejemplo" in told


def test_the_story_counts_the_families_of_the_day(enter):
    told = _shown(enter("head"), f"/experiencias/{_number('LIMA-2005')}/historia/")
    with acting(SYSTEM):
        families, persons = rows(
            "SELECT count(*) FILTER (WHERE s.person = s.insured), count(*) FROM affiliation_span s"
            " JOIN entitlement_cover c ON c.person = s.insured AND c.scheme = s.scheme"
            " WHERE c.starts <= %s AND c.ends > %s AND s.starts <= %s AND (s.ends IS NULL OR s.ends > %s)",
            (DAY,) * 4,
        )[0]
    assert (families, persons) == (2, 3)
    assert "Una cadena de 4 intercambios, con 8 prácticas y 3 compromisos anotados." in told
    assert "Hoy la cobertura alcanza a 2 familias: 3 personas." in told
    assert "2 familias cubiertas hoy" in told
    assert (
        "El 20 de marzo de 2026 se firmó el convenio JNC-2026 con Junta Nacional del Café" in told
    )
    assert "El esquema del convenio es un modelo propuesto y no es ley." in told
    assert "18 años después" in told


def test_the_story_says_what_is_not_known_and_what_is_invented(enter):
    told = _shown(enter("head"), f"/experiencias/{_number('LIMA-2005')}/historia/")
    unknown = told[told.index("Lo que no se sabe") : told.index("Fuentes")]
    assert "Los días de «Primer curso sobre la extensión de la seguridad social»" in unknown
    assert "Que «Preaviso de tres meses» se estudiara en ese intercambio." in unknown
    assert "Sin verificar: «No se halló cuántas familias llegaron a afiliarse" in unknown
    assert "Convenio colectivo sobre un ingreso de referencia" not in unknown
    assert "Las cifras de hoy son del ejemplo" in told
    sources = told[told.index("Fuentes") :]
    assert sources.count("CIF-OIT: A concrete example") == 1
    assert "De ejemplo · El ejemplo de esta instalación" in sources


@pytest.mark.parametrize(
    ("language", "heading", "text", "until"),
    [
        (
            "en",
            "From Lima 2005 to the agreement JNC-2026",
            "Three months' notice",
            "18 years later",
        ),
        ("pt", "De Lima 2005 ao convênio JNC-2026", "Aviso prévio de três meses", "18 anos depois"),
    ],
)
def test_the_story_is_told_in_three_languages(enter, language, heading, text, until):
    client = enter("observer")
    client.cookies["django_language"] = language
    told = _shown(client, f"/experiencias/{_number('LIMA-2005')}/historia/")
    assert heading in told and text in told and until in told
    assert "familias cubiertas hoy" not in told


def test_the_picture_says_in_words_what_it_draws(enter):
    answer = enter("head").get(f"/experiencias/{_number('LIMA-2005')}/historia/")
    drawn = answer.context["picture"]
    assert drawn.sentence == (
        "Línea de tiempo. 2005: Lima; 2007: San José; 2008: Belém do Pará y Soure; 2026: Lima;"
        " 2026: JNC-2026; Hoy: 2 familias cubiertas."
    )
    assert [one.text for one in drawn.gaps] == ["2 años", "1 año", "18 años", "", ""]
    assert [one.long for one in drawn.gaps] == [False, False, True, False, False]
    assert answer.content.decode().count("<circle") == 6


def test_an_exchange_is_written_down_corrected_and_kept(enter):
    client = enter("negotiator")
    answer = client.post("/experiencias/nuevo/", EXCHANGE | {"sigue_a": str(_number())})
    number = _number("GUAYAQUIL-2026")
    assert answer.headers["Location"] == f"/experiencias/{number}/"
    told = _shown(client, f"/experiencias/{number}/")
    assert "Visita · 2026 Visita a los cañeros Guayaquil, Ecuador" in told
    fixed = EXCHANGE | {
        "titulo": "Visit to the cane growers",
        "idioma": "en",
        "desde": "2026-05-04",
    }
    assert client.post(f"/experiencias/{number}/corregir/", fixed).status_code == 302
    told = _shown(client, f"/experiencias/{number}/")
    assert "4 de mayo de 2026 Visita a los cañeros" in told  # the Spanish title stays
    assert "Corregido una vez; lo que decía antes se conserva." in told
    client.cookies["django_language"] = "en"
    assert "Visit to the cane growers" in _shown(client, f"/experiencias/{number}/")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"titulo": ""}, "Título: Hace falta este dato."),
        ({"titulo": "x" * 201}, "Título: Es demasiado largo."),
        ({"pais": "XX"}, "País: Elija de la lista."),
        ({"desde": "2025-01-01"}, "El primer día no es de ese año."),
        ({"desde": "2026-02-02", "hasta": "2026-02-01"}, "El último día va después del primero."),
        ({"hasta": "2026-02-01"}, "El último día va después del primero."),
        ({"enlace": "javascript:alert(1)"}, "El enlace empieza con https://"),
        ({"enlace": "https://a b"}, "El enlace empieza con https://"),
        ({"ano": "2004", "sigue_a": "{number}"}, "Sigue a uno de un año posterior."),
        ({"sigue_a": "999999"}, "Sigue a: Elija de la lista."),
    ],
)
def test_a_wrong_exchange_is_told_beside_its_field(enter, wrong, told):
    given = {key: text.replace("{number}", str(_number())) for key, text in wrong.items()}
    answer = enter("head").post("/experiencias/nuevo/", EXCHANGE | given)
    assert answer.status_code == 422
    assert told in words(answer.content)
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM alliance_exchange") == 4


def test_a_practice_is_added_and_one_outside_the_library_is_refused(enter):
    client, number = enter("affiliation"), _number("LIMA-2005")
    address = f"/experiencias/{number}/practica/"
    assert client.post(address, PRACTICE | {"parametro": "preaviso"}).status_code == 302
    told = _shown(client, f"/experiencias/{number}/")
    assert "Preaviso corto Se avisa un mes antes." in told
    answer = client.post(address, PRACTICE | {"parametro": "aviso"})
    assert answer.status_code == 422
    said = words(answer.content)
    assert "Ese esquema no tiene ese parámetro o esa cláusula." in said
    assert "preaviso" in said and "No tiene cláusulas negociables." in said
    model = PRACTICE | {"esquema": "pe-modelo-colectivo", "parametro": "aviso"}
    said = words(client.post(address, model).content)
    assert "Cláusulas: Ingreso de referencia de cada actividad, Tasa del asegurado, Ventana" in said
    # clauses are chosen by name; one of another scheme is refused
    form = client.get(address).content.decode()
    assert '<option value="calendar">Calendario de pago</option>' in form
    other = client.post(address, PRACTICE | {"parametro": "", "termino": "calendar"})
    assert "Ese esquema no tiene ese parámetro o esa cláusula." in words(other.content)
    assert client.post(address, PRACTICE | {"termino": "precio"}).status_code == 422
    chosen = PRACTICE | {"esquema": "pe-modelo-colectivo", "parametro": "", "termino": "calendar"}
    assert client.post(address, chosen).status_code == 302
    assert client.post(address, PRACTICE | {"esquema": "xx-nada"}).status_code == 422


def test_a_commitment_is_followed_up_on_its_day(enter):
    client, number = enter("head"), _number("LIMA-2005")
    assert client.post(f"/experiencias/{number}/compromiso/", PROMISE).status_code == 302
    assert "Vence hoy Para el 20 de octubre de 2026 · EsSalud" in _shown(client, "/experiencias/")
    with acting(SYSTEM):
        made = value("SELECT max(id) FROM alliance_commitment")
    address = f"/experiencias/compromisos/{made}/"
    assert "Escribir la regla" in _shown(client, address)
    for wrong, told in (
        ({"convenio": "NADA-1"}, "No hay un convenio con ese código."),
        ({"dia": "2026-10-21"}, "Ese día todavía no llegó."),
        ({"convenio": "JNC-2026", "estudio": "x"}, "Elija un solo lugar al que llevó."),
        ({"esquema": "xx-nada"}, "Elija de la lista."),
        ({"intercambio": str(number)}, "Elija de la lista."),
        ({"resultado": "quizás"}, "Elija de la lista."),
    ):
        answer = client.post(address, TOLD | wrong)
        assert (answer.status_code, told in words(answer.content)) == (422, True), wrong
    assert client.post(address, TOLD | {"convenio": "JNC-2026"}).status_code == 302
    answer = client.post(address, TOLD | {"dia": "2026-10-19"})
    assert (answer.status_code, "de un día posterior" in words(answer.content)) == (422, True)
    told = _shown(client, f"/experiencias/{number}/")
    assert "Cumplido EsSalud" in told and "Convenio JNC-2026" in told
    assert "Vence hoy" not in _shown(client, "/experiencias/")


def test_names_are_shown_to_the_institution_alone_and_taken_out(enter):
    client, number = enter("head"), _number("LIMA-2005")
    given = {"institucion": "CCSS", "papel": "taught", "persona": "ANA ROJAS", "cargo": "Jefa"}
    assert client.post(f"/experiencias/{number}/institucion/", given).status_code == 302
    again = client.post(f"/experiencias/{number}/institucion/", given)
    assert (again.status_code, "Ya está anotado." in words(again.content)) == (422, True)
    page = client.get(f"/experiencias/{number}/").content.decode()
    assert "ANA ROJAS, Jefa" in page
    for other in ("observer", "first", "representative"):
        assert "ROJAS" not in _shown(enter(other), f"/experiencias/{number}/")
    (out,) = set(re.findall(r'action="(/experiencias/\d+/nombres/\d+/)"', page))
    assert enter("collection").post(out).status_code == 403
    assert client.get(out).status_code == 405
    assert client.post(out).status_code == 302
    told = _shown(client, f"/experiencias/{number}/")
    assert "ROJAS" not in told and "Nombre borrado" in told
    assert client.post(f"/experiencias/{number}/nombres/999999/").status_code == 404


def test_an_agreement_shows_where_it_comes_from(people, db):
    actor = Actor(name="prueba", role=Role.HEAD, institution=1, reason="prueba")
    with acting(SYSTEM):
        agreement = value("SELECT id FROM alliance_agreement WHERE code = 'JNC-2026'")
    found = exchanges_of_agreement(actor=actor, agreement=agreement)
    assert [one.year for one in found] == [2005, 2007, 2008, 2026]
    drawn = words(
        render_to_string("ayni/exchanges/of_agreement.html", {"exchanges": found}).encode()
    )
    assert "De dónde viene este convenio 2005 Primer curso sobre" in drawn
    assert render_to_string("ayni/exchanges/of_agreement.html", {"exchanges": []}).strip() == ""


def test_names_are_joined_as_people_join_them():
    with translation.override("es"):
        assert [listed(one) for one in ([], ["A"], ["A", "B"], ["A", "B", "Inés"])] == [
            "",
            "A",
            "A y B",
            "A, B e Inés",
        ]


@pytest.mark.parametrize("name", ["head", "observer", "first"])
def test_the_place_is_in_the_navigation(enter, name):
    page = enter(name).get("/experiencias/").content.decode()
    assert re.search(r'href="/experiencias/" aria-current="page"', page)
