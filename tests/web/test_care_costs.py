"""What care cost, on its pages: sent, shown, confirmed; refused row by row; nobody else's to see."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from ayni.adapters.spreadsheets import read_workbook
from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.apps.study.queries import Score
from ayni.core.benefit import MonthCost
from ayni.cycle.care_costs import SentFile
from ayni.web.studies.scoring import parts_of
from tests.web import cost_fixtures
from tests.web.cost_fixtures import file_of
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["day", "office", "signed_in"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sending", "months", "files"):
        monkeypatch.setattr(f"ayni.web.care_costs.{module}.today", lambda **_: TODAY)


def send(client: Client, file: SentFile) -> HttpResponse:
    sent = SimpleUploadedFile(file.name, file.content, "text/csv")
    return client.post("/costos/", {"archivo": sent})


def counted() -> int:
    with acting(SYSTEM):
        return int(value("SELECT count(*) FROM benefit_cost"))


def test_a_file_is_sent_shown_and_confirmed_once(office: Office, signed_in: SignedIn) -> None:
    keeper = signed_in("collection")
    code, _ = cost_fixtures.place()
    answer = send(keeper, file_of(f"{code};2026-04;hospital;2;1.310,50"))
    assert answer.status_code == 302 and counted() == 0
    shown = words(keeper.get(answer["Location"]).content)
    assert "Nada cuenta hasta que usted confirma" in shown and "S/ 1,310.50" in shown
    done = keeper.post(answer["Location"])
    assert (done.status_code, done["Location"], counted()) == (302, "/costos/", 1)
    again = send(keeper, file_of(f"{code};2026-04;hospital;2;1.310,50"))
    assert again["Location"] == answer["Location"]
    assert keeper.post(again["Location"]).status_code == 302 and counted() == 1
    page = words(keeper.get("/costos/").content)
    assert "abril 2026 S/ 1,310.50 1 collection" in page
    assert "Lo confirmó collection" in words(keeper.get(again["Location"]).content)


def test_what_is_wrong_is_told_by_row_and_nothing_is_kept(
    office: Office, signed_in: SignedIn
) -> None:
    keeper = signed_in("negotiator")
    answer = send(keeper, file_of("NADIE;2026-04;hospital;2;1.234"))
    page = words(answer.content)
    assert answer.status_code == 422 and "Por corregir: 2." in page
    assert "Nadie tiene aquí ese código." in page and "quizá 1234.00" in page
    for file, said in (
        (SentFile("x.csv", b"a;b\n1;2\n"), "adhesión, mes y monto"),
        (SentFile("x.pdf", b"%PDF-1.7"), "es un PDF, no una hoja de cálculo. Envíe la tabla"),
        (SentFile("x.csv", b""), ""),
    ):
        refused = send(keeper, file)
        assert refused.status_code == 422 and said in words(refused.content)
    assert keeper.post("/costos/").status_code == 422
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM benefit_cost_file") == 0


def test_too_large_a_file_is_never_read(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.UPLOAD_LIMIT_BYTES", 10)
    answer = send(signed_in("collection"), file_of("x;2026-04;;;1"))
    assert answer.status_code == 422 and "0 MB" in words(answer.content)


def test_who_reads_does_not_tell_and_others_do_neither(office: Office, signed_in: SignedIn) -> None:
    numbers = cost_fixtures.tell()
    file, month = f"/costos/archivo/{numbers['cost_file']}/", f"/costos/mes/{numbers['month']}/"
    for name in ("auditor", "head"):
        client = signed_in(name)
        assert "Archivo de costos" not in words(client.get("/costos/").content).split("Meses")[0]
        assert client.get(file).status_code == client.get(month).status_code == 200
        assert "Falta que lo confirme" in words(client.get(file).content)
        assert send(client, file_of("x;2026-04;;;1")).status_code == 403
        assert client.post(file).status_code == 403
    for name in ("affiliation", "clerk", "first", "second"):
        for page in ("/costos/", file, month, "/costos/plantilla/"):
            assert signed_in(name).get(page).status_code == 403, name
    for missing in ("/costos/archivo/999/", "/costos/mes/24000/", "/costos/mes/99999999999999/"):
        assert signed_in("head").get(missing).status_code == 404


def test_a_month_shows_what_holds_and_what_was_said_before(
    office: Office, signed_in: SignedIn
) -> None:
    numbers = cost_fixtures.tell()
    page = words(signed_in("head").get(f"/costos/mes/{numbers['month']}/").content)
    assert "S/ 1,910.00" in page and "S/ 1,820.00" in page and "12 atenciones" in page
    assert "Lo que se contó antes y se corrigió" in page


def test_a_file_that_waited_too_long_is_refused_in_words(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = cost_fixtures.tell()["cost_file"]
    monkeypatch.setattr("ayni.web.care_costs.files.today", lambda **_: TODAY.replace(year=2025))
    answer = signed_in("collection").post(f"/costos/archivo/{number}/")
    assert answer.status_code == 422
    assert "Ese mes no ha terminado." in words(answer.content)


def test_the_template_is_refused_as_it_is(office: Office, signed_in: SignedIn) -> None:
    keeper = signed_in("collection")
    content = keeper.get("/costos/plantilla/").content
    assert read_workbook(name="x", content=content).sheets[0].rows[0][1][0] == "Adhesión"
    answer = send(keeper, SentFile("plantilla.xlsx", BytesIO(content).read()))
    assert answer.status_code == 422
    assert "Nadie tiene aquí ese código." in words(answer.content)


def test_payments_and_studies_lead_here(office: Office, signed_in: SignedIn) -> None:
    assert b'href="/costos/"' in signed_in("collection").get("/oficina/pagos/").content
    assert b'href="/costos/"' not in signed_in("affiliation").get("/oficina/pagos/").content
    assert b'href="/costos/"' in signed_in("head").get("/estudios/").content


def test_health_tells_cost_against_contributions(office: Office, signed_in: SignedIn) -> None:
    page = f"/asociaciones/{office.world.first}/salud/"
    before = words(signed_in("head").get(page).content)
    assert "Costo de la atención entre aportes no se sabe" in before
    cost_fixtures.tell()
    for name in ("head", "first"):
        found = words(signed_in(name).get(page).content)
        assert "S/ 2,316.50" in found and "no se sabe" in found  # April told, June not
        assert "en 2 de 6 meses" in found
        assert "S/ 1,910.00" not in found  # no line


def test_a_month_told_in_part_says_so_on_the_score_and_lines_nobody_told_are_left_out() -> None:
    unknown = Score(24315, "cost", 1.0, 2.0, 2.0, 3.0, None, None, None, False)
    rows = [
        unknown,
        replace(unknown, month=24316),
        replace(unknown, month=24317),
        replace(unknown, component="cost:hospital"),
        replace(unknown, component="cost:delivery"),
        replace(unknown, month=24316, component="cost:delivery", actual=2.0, ratio=1.0),
    ]
    part = MonthCost(24315, 123_400, 3, 5, None, {}, 1)
    partial = {24315: part, 24316: replace(part, month=24316, adhesions=5)}
    with translation.override("es"):
        shown = {one.name: one for one in parts_of(rows, currency="PEN", partial=partial)}
    assert set(shown) == {"Gasto", "Gasto en parto"}
    notes = [one.note for one in shown["Gasto"].rows]
    assert notes[0] == "" and notes[1].startswith("contado S/") and "falta" in notes[1]
    assert notes[2].endswith("3 de 5 adhesiones")
    assert {one.note for one in shown["Gasto en parto"].rows} == {""}
    assert {one.actual for one in shown["Gasto"].rows} == {"no se sabe"}
