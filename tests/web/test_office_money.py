"""Home, associations, notices, receipts: the figures are those of the programme."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ayni.apps.sql.frames import rows
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words

__all__ = ["day", "office", "signed_in"]


def text_of(signed_in: SignedIn, path: str, who: str = "head", language: str = "es") -> str:
    answer = signed_in(who).get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return words(answer.content).replace("\u00a0", " ")


def test_home_tells_the_programme(signed_in: SignedIn) -> None:
    text = text_of(signed_in, "/oficina/")
    assert "Familias 3 " in text and "Personas afiliadas 4 " in text
    assert "Liquidado S/ 813.60 Meses liquidados: 6" in text
    assert "Pagado S/ 361.60 44 % de lo liquidado" in text
    assert "Falta pagar S/ 452.00" in text
    assert "Dinero sin asignar S/ 40.00" in text
    assert "Modelo propuesto, no es ley" in text and "JNC-2026 Vigente" in text


def test_home_puts_the_money_beside_the_cost_of_care(signed_in: SignedIn) -> None:
    text = text_of(signed_in, "/oficina/")
    # four persons, six months, S/ 1,017.00 a year
    assert "El programa no se paga solo" in text
    assert "costaría unos S/ 2,034.00: lo recaudado es el 18 % de ese costo" in text
    assert "S/ 12 000 millones de gasto de EsSalud en 2020" in text


def test_home_speaks_english_and_portuguese(signed_in: SignedIn) -> None:
    assert "The programme does not pay for itself" in text_of(signed_in, "/oficina/", language="en")
    assert "O programa não se paga sozinho" in text_of(signed_in, "/oficina/", language="pt")


def test_the_journals_last_entries_are_for_head_and_auditor(signed_in: SignedIn) -> None:
    assert "Lo último en el diario" in text_of(signed_in, "/oficina/")
    assert "Lo último en el diario" not in text_of(signed_in, "/oficina/", who="collection")


def test_charts_draw_the_figures_of_their_page(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    page = client.get("/oficina/").content.decode()
    sources = [unescape(one) for one in re.findall(r'src="(/oficina/graficos/[^"]+)"', page)]
    assert len(sources) == 6
    for source in sources:
        answer = client.get(source)
        assert answer["Content-Type"] == "image/svg+xml"
        svg = answer.content.decode()
        assert svg.startswith("<svg") and "currentColor" not in svg
        assert ("#f3ebe0" in svg) == ("theme=dark" in source)
    other = sources[0].replace("/aportes.svg", "/costo.svg")
    assert client.get(other).status_code == 404


def test_a_chart_without_figures_asks_the_programme(signed_in: SignedIn) -> None:
    answer = signed_in("head").get("/oficina/graficos/cobertura.svg?theme=dark")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def order_of(text: str) -> list[str]:
    return re.findall(r"EJ-0\d", text)


@pytest.mark.parametrize(
    ("order", "first"), [("deuda", "271.20"), ("familias", "180.80"), ("'; drop", None)]
)
def test_associations_are_ordered_by_an_allowed_word(
    signed_in: SignedIn, order: str, first: str | None
) -> None:
    text = text_of(signed_in, f"/oficina/asociaciones/?orden={order}")
    owed = re.findall(r"S/ (\d+\.\d\d) \d (?:No pagado|Pagado en parte)", text)
    assert sorted(owed) == ["180.80", "271.20"]
    if first is not None:
        assert owed[0] == first


def test_associations_are_found_by_a_part_of_the_name(signed_in: SignedIn, office: Office) -> None:
    found = text_of(signed_in, "/oficina/asociaciones/?q=ej-01")
    assert "Asociaciones: 1" in found
    nobody = text_of(signed_in, "/oficina/asociaciones/?q=zzzz")
    assert "Ninguna asociación se llama así" in nobody


def test_one_association_shows_its_notices_by_state(signed_in: SignedIn, office: Office) -> None:
    text = text_of(signed_in, f"/oficina/asociaciones/{office.world.first}/")
    assert text.count("No pagado") == 2
    assert "julio 2026 AV-2026-07-" in text
    assert "JNC-2026-EJ-01 Vigente" in text
    assert "octubre 2026 octubre.xlsx Revisado" in text
    other = text_of(signed_in, f"/oficina/asociaciones/{office.world.second}/")
    assert other.count("No pagado") == 6
    assert "S/ 40.00" not in other


def test_the_detail_of_a_notice_is_saved_and_logged(signed_in: SignedIn, office: Office) -> None:
    path = f"/oficina/avisos/{office.september}/xlsx/"
    answer = signed_in("collection").get(path)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.content[:2] == b"PK"
    client = signed_in("auditor")
    assert "descargar un aviso" in words(client.get(f"/oficina/personas/{office.rosa}/").content)
    pdf = client.get(path.replace("xlsx", "pdf"))
    assert pdf.content[:5] == b"%PDF-"


def test_unallocated_money_comes_first_with_its_reason(signed_in: SignedIn) -> None:
    text = text_of(signed_in, "/oficina/pagos/")
    assert text.index("ALGUIEN") < text.index("Asignado La liquidación, quien paga y el monto")
    assert "No nombra una liquidación y no conocemos a quien paga." in text
    assert "Dinero sin asignar" not in text
    assert "US$ 25.00" in text
    assert "Sin asignar S/ 40.00" in text


def test_receipts_are_chosen_by_state(signed_in: SignedIn) -> None:
    chosen = text_of(signed_in, "/oficina/pagos/?estado=asignado")
    assert "Pagos: 4" in chosen and "ALGUIEN" not in chosen
    assert "Pagos: 6" in text_of(signed_in, "/oficina/pagos/?estado=otro")


def test_looking_at_money_logs_no_person(signed_in: SignedIn) -> None:
    text_of(signed_in, "/oficina/pagos/")
    assert rows("SELECT 1 FROM audit_read WHERE route = '/oficina/pagos/'") == []
