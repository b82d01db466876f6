"""The pages about parties: what each form writes, refuses and shows; how many questions the tree asks."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_queries
from ayni.apps.sql.frames import execute, rows, value
from tests.apps.refused import noon
from tests.faults.test_hostile_questions import PAYLOADS
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["day", "office", "signed_in"]
PDF = b"%PDF-1.7 papel"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("backoffice.parties", "backoffice.parties_tree", "backoffice.parties_new"):
        monkeypatch.setattr(f"ayni.web.{module}.today", lambda *, actor: TODAY)
    monkeypatch.setattr("ayni.web.invitation.now", lambda: noon(TODAY))


def address(number: int, section: str) -> str:
    return f"/oficina/asociaciones/{number}/{section}/"


def send(client: Client, where: str, which: str, *, seen: str = "", **fields: object):
    """Fill a form as it is shown, and send it."""
    body = client.get(where).content.decode()
    token = re.search(r'name="visto" value="(\d+)"', body)
    given = {"accion": which, "visto": seen or (token[1] if token else ""), **fields}
    return client.post(where, given)


def shown(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return words(answer.content)


def test_numbers_seat_and_activities_are_kept(signed_in: SignedIn, office: Office) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "identidad")
    assert "Todavía no hay" not in shown(client, where)  # the example's own RUC
    for which, fields in (
        ("numero", {"clase": "pe RUC", "numero": "20 131257750", "desde": "2026-11-01"}),
        ("sede", {"distrito": "Satipo", "codigo": "120601", "desde": "2026-11-01"}),
        ("actividad", {"ciiu": "0127", "desde": "2026-11-01"}),
        ("actividad", {"ciiu": "0128", "desde": "2026-11-01"}),
        ("dejar", {"ciiu": "0128", "hasta": "2026-11-23"}),
    ):
        assert send(client, where, which, **fields).status_code == 302, which
    told = shown(client, where)
    assert "20131257750" in told and "Satipo código 120601" in told
    assert "0127 Cultivo de plantas con las que se preparan bebidas" in told
    assert "Agricultura, ganadería, silvicultura y pesca" in told
    assert [code for code, _ in _activities(office)] == ["0127"]
    assert "20131257750" in shown(client, f"/oficina/asociaciones/{office.world.first}/")


def _activities(office: Office) -> list[tuple[str, date]]:
    with acting(SYSTEM):
        return party_queries.activities(association=office.world.first)


@pytest.mark.parametrize(
    ("which", "fields", "said"),
    [
        (
            "numero",
            {"clase": "pe RUC", "numero": "20131257751"},
            "Uno bien escrito es 20131257750.",
        ),
        (
            "numero",
            {"clase": "co NIT", "numero": "899999068"},
            "Uno bien escrito es 899.999.068-1.",
        ),
        ("numero", {"clase": "xx RUC", "numero": "20131257750"}, "Elija uno de la lista."),
        ("numero", {"clase": "pe RUC", "numero": ""}, "Falta este dato."),
        ("sede", {"distrito": "Satipo", "codigo": "1206"}, "El ubigeo tiene 6 cifras"),
        ("actividad", {"ciiu": "9999"}, "Elija uno de la lista."),
        ("actividad", {"ciiu": "0127", "desde": "31 de mayo"}, "Escriba el día así: 31/12/2026."),
        ("actividad", {"ciiu": "0127", "desde": "1066-10-14"}, "Escriba el día así: 31/12/2026."),
    ],
)
def test_what_cannot_be_is_refused_in_words(signed_in, office, which, fields, said) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "identidad")
    answer = send(client, where, which, **{"desde": "2026-11-01", **fields})
    assert answer.status_code == 422
    assert said in words(answer.content)
    assert _activities(office) == []


def test_a_stale_edit_is_told_what_changed(signed_in, office) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "identidad")
    old = re.search(r'name="visto" value="(\d+)"', client.get(where).content.decode())
    assert old is not None
    place = {"distrito": "Satipo", "codigo": "", "desde": "2026-11-01"}
    assert send(signed_in("head"), where, "sede", **place).status_code == 302
    answer = send(client, where, "sede", seen=old[1], **{**place, "distrito": "Pangoa"})
    told = words(answer.content)
    assert answer.status_code == 422
    assert "Otra persona cambió esto mientras usted escribía" in told
    assert "head: registrar la sede" in told and "Distrito Satipo" in told
    assert 'value="Pangoa"' in answer.content.decode()
    with acting(SYSTEM):
        kept = party_queries.seat(association=office.world.first)
    assert kept is not None and kept.district == "Satipo"
    assert send(client, where, "sede", **{**place, "distrito": "Pangoa"}).status_code == 302


def test_papers_say_how_they_stand(signed_in, office) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "papeles")
    assert shown(client, where).count("Falta") >= 3
    for paper, expires in (
        ("statutes", ""), ("registration", "2027-01-10"), ("power", "2026-11-23"),
    ):  # fmt: skip
        answer = send(
            client, where, "papel", papel=paper, emitido="2026-01-01", vence=expires, monto="",
            archivo=SimpleUploadedFile("papel.pdf", PDF + paper.encode()),
        )  # fmt: skip
        assert answer.status_code == 302
    answer = send(
        client, where, "papel", papel="equity", emitido="2026-01-01", vence="", monto="30000.50",
        archivo=SimpleUploadedFile("patrimonio.pdf", PDF),
    )  # fmt: skip
    assert answer.status_code == 302
    told = shown(client, where)
    assert (
        "Estatutos" in told and "Vigente" in told and "Vence pronto" in told and "Vencido" in told
    )
    assert "S/\u00a030,000.50" in client.get(where).content.decode()
    link = re.search(rf'href="({where}\d+/)"', client.get(where).content.decode())
    assert link is not None
    got = client.get(link[1])
    assert got.status_code == 200 and got.content.startswith(b"%PDF-")
    assert got["Content-Disposition"].startswith("attachment")
    other = link[1].replace(str(office.world.first), str(office.world.second), 1)
    assert client.get(other).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"archivo": SimpleUploadedFile("a.pdf", b"MZ\x90")}, "El archivo no es PDF, JPG ni PNG."),
        ({"archivo": SimpleUploadedFile("a.pdf", b"")}, "El archivo está vacío."),
        ({"archivo": ""}, "Elija el archivo del papel."),
        ({"emitido": "2026-11-24"}, "de un día que todavía no llega"),
        ({"monto": "5"}, "Este papel no lleva monto"),
        ({"monto": "cinco"}, "Escriba una suma"),
        ({"papel": "reserve"}, "Escriba el monto"),
        ({"vence": "2025-01-01"}, "El vencimiento es posterior"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(signed_in, office, fields, said) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "papeles")
    asked = {
        "papel": "statutes", "emitido": "2026-01-01", "vence": "", "monto": "",
        "archivo": SimpleUploadedFile("a.pdf", PDF),
    }  # fmt: skip
    answer = send(client, where, "papel", **{**asked, **fields})
    assert answer.status_code == 422
    assert said in words(answer.content)


def test_officers_are_registered_invited_and_ended(signed_in, office) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "dirigentes")
    answer = send(
        client, where, "dirigente", nombre="Rosa Quispe Mamani", cargo="president",
        desde="2026-05-01", hasta="2028-05-01", telefono="999 111 222", correo="rosa@ejemplo.pe",
    )  # fmt: skip
    assert answer.status_code == 302
    with acting(SYSTEM):
        number = party_queries.officers(association=office.world.first)[0].id
    answer = send(client, where, "invitar", dirigente=str(number), papel="representative")
    assert answer.status_code == 200
    link = re.search(r"http://testserver(/invitacion/[\w-]+/)", answer.content.decode())
    assert link is not None
    assert "invitación abierta hasta el 29/11/2026" in shown(client, where)
    assert link[1] not in client.get(where).content.decode()

    anonymous = Client()
    told = words(anonymous.get(link[1]).content)
    assert "Rosa Quispe Mamani" in told and "Representación" in told
    secret = {
        "username": "rosa.quispe",
        "password": "cafe-de-altura-1",
        "again": "cafe-de-altura-1",
    }
    for wrong, said in (
        ({"again": "otra-cosa-larga-1"}, "Las dos contraseñas no son iguales."),
        ({"username": "ro sa"}, "por ejemplo rosa.quispe"),
        ({"username": "HEAD"}, "Ese nombre ya lo usa otra persona"),
        ({"password": "corta", "again": "corta"}, "12"),
    ):
        answer = anonymous.post(link[1], {**secret, **wrong})
        assert answer.status_code == 422
        assert said in words(answer.content)
    assert anonymous.post(link[1], secret).status_code == 302
    for again in (anonymous.get(link[1]), anonymous.post(link[1], secret)):
        assert again.status_code == 404
        assert "Este enlace ya no abre" in words(again.content)
    assert "Representación, desde el 23/11/2026" in shown(client, where)
    answer = send(client, where, "terminar", dirigente=str(number), hasta="2026-12-01")
    assert answer.status_code == 302
    with acting(SYSTEM):
        assert value("SELECT ends FROM access_mandate WHERE invitation IS NOT NULL") == date(
            2026, 12, 1
        )
    for fields, said in (
        ({"dirigente": str(number), "hasta": "2027-01-01"}, "un cargo solo se acorta"),
        ({"dirigente": "999999", "hasta": "2027-01-01"}, "Elija uno de la lista"),
        ({"dirigente": "x", "hasta": "2027-01-01"}, "Elija uno de la lista"),
    ):
        answer = send(client, where, "terminar", **fields)
        assert answer.status_code == 422 and said in words(answer.content)


def test_names_and_centres_change_on_their_day(signed_in, office) -> None:
    client, where = signed_in("affiliation"), address(office.world.first, "cambios")
    assert "desde antes del registro" in shown(client, where)
    answer = send(
        client, where, "nombre", nombre="Cooperativa Renacer", dia="2026-11-01", motivo="asamblea",
        archivo=SimpleUploadedFile("acta.pdf", PDF),
    )  # fmt: skip
    assert answer.status_code == 302
    assert send(client, where, "centro", centro="", desde="2026-11-01").status_code == 302
    told = shown(client, where)
    assert "desde ese día, Cooperativa Renacer." in told and "con papel" in told
    assert "hasta antes del 01/11/2026" in told
    for which, fields, said in (
        ("nombre", {"nombre": "X", "dia": "2026-12-01", "motivo": "m"}, "Registre el nombre nuevo"),
        (
            "nombre",
            {"nombre": "Cooperativa Renacer", "dia": "2026-11-02", "motivo": "m"},
            "ya tiene",
        ),
        ("centro", {"centro": "NADIE", "desde": "2026-11-02"}, "Elija una asociación"),
        ("fusion", {"otra": "EJ-02", "dia": "2026-11-02", "motivo": "m"}, "primer día de un mes"),
        ("fusion", {"otra": "EJ-02", "dia": "2026-09-01", "motivo": "m"}, "ya están liquidados"),
        ("division", {"otra": "", "dia": "2026-12-01", "motivo": "m"}, "Falta este dato"),
        ("fusion", {"otra": "EJ-02", "dia": "2026-12-01", "motivo": ""}, "Falta este dato"),
    ):
        answer = send(client, where, which, **fields)
        assert answer.status_code == 422, which
        assert said in words(answer.content), which


def test_a_merger_and_a_split_from_the_page(signed_in, office) -> None:
    client = signed_in("head")
    where = address(office.world.second, "cambios")
    answer = send(client, where, "division", otra="EJ-03", dia="2026-12-01", motivo="asamblea")
    assert answer.status_code == 302
    answer = send(client, where, "fusion", otra="EJ-01", dia="2026-12-01", motivo="asamblea")
    assert answer.status_code == 302
    told = shown(client, where)
    assert "Pasó 1 persona, sin perder un día." in told
    with acting(SYSTEM):
        assert rows(
            "SELECT association, ends FROM affiliation_span WHERE starts = '2026-12-01'"
        ) == [(office.world.first, None)]


def test_a_new_party_is_registered(signed_in, office) -> None:
    client, where = signed_in("affiliation"), "/oficina/asociaciones/nueva/"
    asked = {
        "accion": "alta", "clase": "employer", "codigo": "FUNDO-1", "nombre": "Fundo El Sol",
        "region": "Ica", "actividad": "agricultura", "numero": "20131257750", "centro": "",
        "desde": "2026-11-01",
    }  # fmt: skip
    for wrong, said in (
        ({"numero": "20131257751"}, "dígito de control"),
        ({"codigo": "fundo 1"}, "por ejemplo COOP-12"),
        ({"centro": "NADIE"}, "Elija una asociación"),
        ({"codigo": "JNC"}, "Eso ya está registrado"),
    ):
        answer = client.post(where, {**asked, **wrong})
        assert answer.status_code == 422 and said in words(answer.content)
    answer = client.post(where, asked)
    assert answer.status_code == 302
    assert "Fundo El Sol" in shown(client, answer["Location"])
    assert client.post(where, asked).status_code == 422
    assert signed_in("auditor").get(where).status_code == 403


@pytest.mark.parametrize("section", ["identidad", "papeles", "dirigentes", "cambios"])
@pytest.mark.parametrize("who", ["auditor", "collection"])
def test_others_read_and_are_offered_no_form(signed_in, office, section, who) -> None:
    client, where = signed_in(who), address(office.world.first, section)
    body = client.get(where)
    assert body.status_code == 200 and b'name="accion"' not in body.content
    assert client.post(where, {"accion": "sede"}).status_code == 403


@pytest.mark.parametrize("section", ["identidad", "papeles", "dirigentes", "cambios"])
def test_no_text_breaks_a_form(signed_in, office, section) -> None:
    """Every hostile text in every field of every form: an answer in words, or it is only text."""
    client, where = signed_in("affiliation"), address(office.world.first, section)
    body = client.get(where).content.decode()
    forms = re.findall(r"<form method=\"post\".*?</form>", body, re.S)
    found = [re.findall(r'<(?:input|select|textarea)[^>]*? name="(\w+)"', one) for one in forms]
    cards = [
        (re.search(r'name="accion" value="(\w+)"', one), names)
        for one, names in zip(forms, found, strict=True)
    ]
    asked = [(which[1], names) for which, names in cards if which]
    assert asked
    for place, payload in enumerate(PAYLOADS[::9]):
        which, names = asked[place % len(asked)]
        given = dict.fromkeys(names, payload) | {"accion": which, "visto": payload}
        for answer in (client.post(where, given), client.post(where, {**given, "accion": payload})):
            assert answer.status_code == 422, payload


def test_the_tree_shows_days_branches_and_families(signed_in, office) -> None:
    client = signed_in("auditor")
    told = shown(client, "/oficina/asociaciones/arbol/")
    assert "4 asociaciones, 3 familias" in told
    with acting(SYSTEM):
        top = value("SELECT id FROM alliance_association WHERE code = 'JNC'")
        execute(
            "UPDATE alliance_membership SET ends = '2026-11-01' WHERE association = %s",
            (office.world.first,),
        )
    before, after = (
        client.get(f"/oficina/asociaciones/arbol/?dia={one}&rama={top}").content.decode()
        for one in ("2026-10-31", "2026-11-01")
    )
    link = f'href="/oficina/asociaciones/{office.world.first}/"'
    assert (before.count(link), after.count(link)) == (1, 0)
    assert client.get("/oficina/asociaciones/arbol/?rama=999999").status_code == 404
    assert "4 asociaciones" in shown(client, "/oficina/asociaciones/arbol/?dia=ayer&pagina=x")


def test_ten_thousand_cost_no_more_questions(signed_in, office) -> None:
    client = signed_in("auditor")
    client.get("/oficina/asociaciones/arbol/")  # the time zone is asked once per process
    with CaptureQueriesContext(connection) as few:
        assert client.get("/oficina/asociaciones/arbol/").status_code == 200
    with acting(SYSTEM):
        execute(
            "INSERT INTO alliance_association (institution, kind, code, name, region, activity, example)"
            " SELECT 1, 'committee', 'N' || n, 'Comité ' || n, 'Junín', 'cafe', true"
            " FROM generate_series(1, 10000) n"
        )
        execute(
            "INSERT INTO alliance_membership (institution, association, parent)"
            " SELECT 1, a.id, %s FROM alliance_association a WHERE a.code LIKE 'N%%'"
            " AND a.kind = 'committee'",
            (office.world.first,),
        )
    with CaptureQueriesContext(connection) as many:
        answer = client.get("/oficina/asociaciones/arbol/")
    assert "Ver las 10,000 que le pertenecen" in words(answer.content)
    assert len(many) == len(few) == 22
    branch = client.get(f"/oficina/asociaciones/arbol/?rama={office.world.first}&pagina=200")
    assert branch.content.count(b"ay-tree-leaf") == 50
    assert len(branch.content) < 120_000


def test_the_list_is_filtered_by_kind(signed_in, office) -> None:
    client = signed_in("head")
    assert "Asociaciones: 3" in shown(client, "/oficina/asociaciones/?tipo=cooperative")
    assert "Ninguna asociación se llama así" in shown(client, "/oficina/asociaciones/?tipo=union")
    assert "Asociaciones: 3" in shown(client, "/oficina/asociaciones/?tipo=nada")
