"""Schemes side by side on a page: its figures are those of the comparison; what is not known is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.core.comparison import Family, Side, compare, population, totals
from ayni.core.money import divide_half_up, money_text
from ayni.core.scheme import standing_text
from ayni.core.scheme.nodes import Sex
from ayni.core.scheme.words import payer_text
from tests.web.office_fixtures import Office, SignedIn, enter, office, signed_in
from tests.web.portal_fixtures import words

__all__ = ["office", "signed_in"]
TODAY = date(2026, 11, 23)
PAGE = "/esquemas/comparar/"
MODEL, CCSS, AGRARIAN = (
    "pe-modelo-colectivo",
    "cr-ccss-convenio",
    "pe-essalud-agrario-independiente",
)
#: What a browser sends for the three schemes offered first.
ASKED: Mapping[str, object] = {
    "ver": "comparar",
    "esquema": [MODEL, CCSS, AGRARIAN],
    "ingreso-PEN": "1000",
    "ingreso-CRC": "300,000.00",
    "derechohabientes": "4",
    "edad": "40",
    "sexo": "M",
    "cosecha": ["4", "5", "6"],
    "desde": "2020",
    "hasta": "2026",
    "mes": "11",
}
FAMILY = Family(
    income={"PEN": "1000", "CRC": "300000"},
    activities=("cafe", "agricultura", "agrario"),
    dependants=4,
    sex=Sex.MAN,
    harvest=(4, 5, 6),
)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ayni.web.schemes.comparison.today", lambda *, actor: TODAY)


@pytest.fixture
def reader(signed_in: SignedIn) -> Client:
    return signed_in("head")


def shown(client: Client, **changed: object) -> str:
    """Give the page that answers; what is changed to none is not sent."""
    asked = {name: value for name, value in (ASKED | changed).items() if value is not None}
    answer = client.get(f"{PAGE}?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def said(html: str) -> str:
    return words(html.encode()).replace("\u00a0", " ")


def rows_of(html: str, code: str) -> list[list[str]]:
    """Give the cells of a scheme's table as they are read."""
    section = html.partition(f'id="esquema-{code}"')[2].partition("</section>")[0]
    body = section.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [said(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def expected(side: Side) -> list[str]:
    """Write a side of the comparison as its row; the page may not compute anything itself."""
    assert side.due is not None and side.of_income is not None
    part = divide_half_up(side.of_income, 100)
    shares = [
        f"{payer_text(payer.value, language='es').capitalize()}"
        f" {money_text(amount, currency=side.currency)}"
        for payer, amount in side.shares
    ]
    return [
        f"noviembre {side.month // 12}",
        money_text(side.due, currency=side.currency),
        f"{part // 100}.{part % 100:02d} %",
        " ".join(shares),
        str(side.before_cover),
        str(side.harvest_cover),
        standing_text(side.standing.value, language="es"),
    ]


@pytest.mark.parametrize("code", [MODEL, CCSS, AGRARIAN])
def test_the_figures_are_those_of_the_comparison(reader: Client, code: str) -> None:
    months = [12 * year + 10 for year in range(2020, 2027)]
    sides = compare([load_scheme(code)], family=FAMILY, months=months)
    found = rows_of(shown(reader), code)
    assert len(found) == 7
    for row, side in zip(found, sides, strict=True):
        if side.absent is None:
            assert row == expected(side)
        else:
            year = side.month // 12
            assert row == [f"noviembre {year}", "El esquema no tiene todos sus valores ese mes."]


def test_known_answers_stand_on_the_page(reader: Client) -> None:
    html = shown(reader)
    assert rows_of(html, MODEL)[-1] == [
        "noviembre 2026", "S/ 45.20", "4.52 %", "Asegurado S/ 45.20 Estado S/ 56.50", "3", "10",
        "propuesta de modelo, no es ley",
    ]  # fmt: skip
    text = said(html)
    assert "No se usa ningún tipo de cambio: entre monedas solo se comparan partes" in text
    assert (
        "En noviembre 2026 se cobra desde el 3.34 % del ingreso (CCSS: convenio de aseguramiento"
        " colectivo) hasta el 4.52 % (EsSalud: seguro agrario, trabajador independiente; Modelo"
    ) in text
    assert "44 % S/ 45.20 56 % S/ 56.50" in text
    assert "100 % S/ 45.20 —" in text


def test_another_family_has_other_figures(reader: Client) -> None:
    html = shown(reader, **{"ingreso-CRC": "900000", "cosecha": ["4"], "hasta": "2020"})
    assert rows_of(html, CCSS)[0][1] != rows_of(shown(reader), CCSS)[0][1]
    assert [row[5] for row in rows_of(html, MODEL)] == ["0"]
    html = shown(reader, cosecha=None)
    assert {row[5] for row in rows_of(html, MODEL)} == {"—"}


def test_a_fact_nobody_said_is_asked_for_and_not_invented(reader: Client) -> None:
    html = shown(reader, **{"ingreso-CRC": None, "ingreso-PEN": ""})
    told = "Falta el ingreso de un mes en ₡. Escríbalo y compare otra vez."
    assert [row[1] for row in rows_of(html, CCSS)].count(told) == 6
    assert rows_of(html, MODEL)[-1][1:3] == ["S/ 45.20", "—"]
    assert 'name="ingreso-CRC"' in html and "Parte del ingreso que se cobra" not in html
    html = shown(reader, **{f"actividad-{MODEL}": "ninguna"})
    assert rows_of(html, MODEL)[0][1] == "Falta una actividad que este esquema conozca."
    html = shown(reader, esquema=["rw-cbhi"])
    assert {row[1] for row in rows_of(html, "rw-cbhi")} == {
        "Falta una actividad que este esquema conozca."
    }
    assert "no hay nada que dibujar" in said(html)


def test_a_scheme_brings_the_fields_that_it_looks_at(reader: Client) -> None:
    few = shown(reader)
    many = shown(reader, esquema=["ar-corresponsabilidad-gremial"])
    asked = {"ingreso-ARS", "entregado"}
    for name in asked:
        assert f'name="{name}"' in many and f'name="{name}"' not in few
    assert 'name="ingreso-CRC"' in few and 'name="ingreso-CRC"' not in many
    assert said(many).count("Escriba un número entero, por ejemplo 2.") == 2
    assert "Esquema por esquema" not in many, "a quantity nobody said is not taken for none"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"esquema": None}, "Elija por lo menos un esquema."),
        ({"esquema": ["xx-nada"]}, "Elija solo esquemas de la lista."),
        ({"esquema": list_schemes()[:7]}, "Elija como máximo 6 esquemas."),
        ({"ingreso-PEN": "mucho"}, "Escriba solo la cifra, por ejemplo 1130.50."),
        ({"ingreso-PEN": "1.130"}, "Son demasiados decimales: como máximo 2."),
        ({"ingreso-CRC": "9" * 20}, "La cifra es demasiado grande."),
        ({"edad": "cuarenta"}, "Escriba un número entero, por ejemplo 2."),
        ({"edad": "121"}, "No puede ser más que 120."),
        ({"derechohabientes": "-1"}, "No puede ser menos que 0."),
        ({"sexo": "X"}, "Elija una de las dos."),
        ({"cosecha": ["13"]}, "Elija solo meses del año."),
        ({"mes": "0"}, "Elija un mes del año."),
        ({"desde": "veinte"}, "Escriba el año con cuatro cifras, por ejemplo 2024."),
        ({"desde": "1989"}, "No puede ser menos que 1990."),
        ({"hasta": "2047"}, "No puede ser más que 2046."),
        ({"hasta": "2019"}, "El último año no puede ser anterior al primero."),
        ({"desde": "2014"}, "Son demasiados años: como máximo 12."),
        ({f"actividad-{MODEL}": "minas"}, "Elija una actividad de la lista."),
    ],
)
def test_wrong_input_is_told_and_kept(
    reader: Client, changed: dict[str, object], told: str
) -> None:
    html = shown(reader, **changed)
    assert said(html).count(told) == 2, "in the summary and beside the field"
    assert "Esquema por esquema" not in html
    kept = {"ingreso-PEN": "1000", "edad": "40", "desde": "2020"} | changed
    for name in ("ingreso-PEN", "edad", "desde"):
        if f'name="{name}"' in html:
            assert f'value="{kept[name]}"' in html
    for link in re.findall(r'<a href="#(comparar-[^"]+)"', html):
        assert f'id="{link}"' in html


def test_twelve_years_are_not_too_many(reader: Client) -> None:
    assert len(rows_of(shown(reader, desde="2015"), AGRARIAN)) == 12


def test_nothing_is_answered_before_it_is_asked(reader: Client) -> None:
    html = reader.get(PAGE).content.decode()
    assert "Esquema por esquema" not in html and "Aquí se verá" in html
    assert html.count(" checked>") == 6, "three schemes, three months of harvest"
    for code in list_schemes():
        assert f'name="esquema" value="{code}"' in html
    assert 'name="desde" value="2020"' in html and 'name="hasta" value="2026"' in html
    example = unescape(re.findall(r'href="(\?ver=comparar[^"]+)#respuesta"', html)[0])
    assert "Esquema por esquema" in reader.get(PAGE + example).content.decode()


def test_the_families_of_the_example_add_up(reader: Client) -> None:
    text = said(shown(reader, familias="on"))
    for code in (MODEL, CCSS):
        scheme = load_scheme(code)
        frame = population(scheme, families=42_000, like=FAMILY)
        found = totals(scheme, frame=frame, month=12 * 2026 + 10)
        due = money_text(found.due, currency=scheme.currency)
        assert found.due and f"{scheme.rules.name.es} 42,000 {due} Asegurado" in text
    assert "S/ 45.20, todas igual" in text
    assert 'id="familias"' not in shown(reader)


def test_the_families_of_a_scheme_without_an_answer(reader: Client) -> None:
    html = shown(reader, familias="on", mes="11", desde="2022", hasta="2022")
    part = said(html.partition('id="familias"')[2])
    assert "CCSS: convenio de aseguramiento colectivo El esquema no tiene todos" in part
    html = shown(reader, familias="on", **{"ingreso-CRC": ""})
    part = said(html.partition('id="familias"')[2])
    assert "CCSS: convenio de aseguramiento colectivo Falta un dato de la familia" in part


@pytest.mark.parametrize("code", list_schemes())
def test_every_scheme_can_be_compared(reader: Client, code: str) -> None:
    currency = load_scheme(code).currency
    more = {f"ingreso-{currency}": "1000", "entregado": "20", "trabajadores": "5"}
    html = shown(reader, esquema=[code], familias="on", **more)
    assert len(rows_of(html, code)) == 7
    for source in charts(html):
        assert reader.get(source).status_code == 200


def charts(html: str) -> list[str]:
    return [
        unescape(one) for one in re.findall(r'<img class="[^"]*" src="([^"]+\.svg\?[^"]+)"', html)
    ]


def test_the_charts_are_drawn_for_both_themes_from_the_same_question(reader: Client) -> None:
    sources = charts(shown(reader))
    assert len(sources) == 4
    drawn = [reader.get(one) for one in sources]
    assert {one["Content-Type"] for one in drawn} == {"image/svg+xml"}
    light, dark, bars, _ = (one.content.decode() for one in drawn)
    assert "#2a1f19" in light and "#f3ebe0" in dark
    assert "se cobra desde el 3.34\u00a0% del ingreso" in light
    assert "el asegurado pone: 24\u00a0% en CCSS" in bars


def test_charts_speak_the_language_asked(reader: Client) -> None:
    english = charts(shown(reader))[0].replace("lang=es", "lang=en")
    assert "of the income" in reader.get(english).content.decode()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("nada", {}),
        ("ingreso", {"theme": "pink"}),
        ("ingreso", {"lang": "fr"}),
        ("ingreso", {"edad": "x"}),
        ("ingreso", {"ingreso-PEN": "", "ingreso-CRC": ""}),
        ("quien", {"esquema": "rw-cbhi"}),
    ],
)
def test_a_chart_of_nothing_is_not_found(
    reader: Client, name: str, changed: dict[str, str]
) -> None:
    query = urlencode(ASKED | changed, doseq=True)
    assert reader.get(f"{PAGE}graficos/{name}.svg?{query}").status_code == 404


def test_everybody_signed_in_compares_and_nobody_else(office: Office, db: None) -> None:
    for user in ("head", "affiliation", "collection", "auditor", "first", "clerk"):
        client = enter(office, user)
        assert client.get(PAGE).status_code == 200, user
        assert f'href="{PAGE}"' in client.get("/esquemas/").content.decode()
    assert Client().get(PAGE)["Location"].startswith("/cuenta/login/")
