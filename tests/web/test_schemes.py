"""The schemes' pages: everything of the files is there, the forms compute what the compiled scheme does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import polars as pl
import pytest
from django.forms import ChoiceField
from django.test import Client

from ayni.adapters.schemefiles import (
    folder_of,
    list_schemes,
    load_regulation,
    load_scheme,
    parse_regulation,
    read_regulation,
)
from ayni.core.assessment import compile_contribution
from ayni.core.assessment.cases import Difference
from ayni.core.money import money_text
from ayni.core.periods import parse_month
from ayni.core.scheme import Event, Standing, canonical
from ayni.web.schemes import library, pages
from ayni.web.schemes.facts import FamilyForm
from ayni.web.schemes.library import Assembled, anchors_of
from ayni.web.schemes.owed import latest_computable
from ayni.web.schemes.proof import shown_cases
from ayni.web.schemes.values import legal_status
from tests.core.test_prices import EVERY, FAMILY, scheme_of
from tests.web.office_fixtures import Office, SignedIn, enter, office, signed_in
from tests.web.portal_fixtures import words

__all__ = ["office", "signed_in"]
TODAY = date(2026, 11, 23)
MODEL, CCSS, AGRARIAN = (
    "pe-modelo-colectivo",
    "cr-ccss-convenio",
    "pe-essalud-agrario-independiente",
)
NAMES = {
    "pay": "remuneracion",
    "produce_sold": "venta",
    "dependants": "derechohabientes",
    "age": "edad",
    "sex": "sexo",
    "units_delivered": "entregado",
    "workers": "trabajadores",
    "yearly_sales": "ventas_del_ano",
}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pages", "charts"):
        monkeypatch.setattr(f"ayni.web.schemes.{module}.today", lambda *, actor: TODAY)


@pytest.fixture
def reader(signed_in: SignedIn) -> Client:
    return signed_in("head")


def read(client: Client, code: str, **asked: object) -> str:
    """Give the words of a scheme's page, spaces of one kind."""
    answer = client.get(f"/esquemas/{code}/?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200
    return words(answer.content).replace("\u00a0", " ")


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_library_lists_every_scheme_with_its_standing(reader: Client) -> None:
    answer = reader.get("/esquemas/")
    said = words(answer.content)
    for code in list_schemes():
        assert load_scheme(code).rules.name.es in said
        assert f'href="/esquemas/{code}/"' in answer.content.decode()
    asks = "Los asociados aportan según su ingreso, de 2,89 % a 10,69 %."
    law = "Vigente Escala de la CCSS vigente desde 2018-10-01"
    # its due day is in no source: proposed, so that a month can be billed
    assert f"{asks} {law} Su valor menos firme: propuesta de modelo, no es ley" in said
    assert "por titular. Derogado Ley 27360 derogada; no se halló" in said
    assert "ninguna institución Su valor menos firme: propuesta de modelo, no es ley" in said


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        (AGRARIAN, date(2020, 12, 5), "in_force"),
        (AGRARIAN, date(2020, 12, 6), "repealed"),
        (AGRARIAN, date(1999, 1, 1), "unconfirmed"),
        (MODEL, TODAY, "proposed"),
    ],
)
def test_only_what_says_so_is_in_force(code: str, day: date, state: str) -> None:
    assert legal_status(load_scheme(code), day=day).state == state


@pytest.mark.parametrize("code", list_schemes())
def test_a_page_shows_the_whole_of_its_files(reader: Client, code: str) -> None:
    scheme = load_scheme(code)
    regulation = load_regulation(folder_of(code), scheme=scheme)
    html = reader.get(f"/esquemas/{code}/").content.decode()
    said = flat(words(html.encode()))
    assert scheme.rules.summary.es.strip() in said
    for article in (regulation.preface, *regulation.articles):
        assert article.title in said
        for block in article.blocks:
            for line in block.lines:
                assert all(flat(run.text) in said for run in line)
    for one in scheme.parameters:
        assert flat(one.description) in said
        assert html.count(f'id="p-{one.name}"') == 1, one.name
        for dated in one.values:
            assert flat(dated.reference.title) in said
            assert dated.reference.href in unescape(html) or "#" in dated.reference.href
    for loaded, _outcome in library.assembled(code).cases:
        assert flat(loaded.case.title) in said
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links <= set(re.findall(r'id="([^"]+)"', html))


def test_a_parameter_shows_its_value_of_the_day_and_its_history(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Base mínima contributiva del seguro de salud (se usa tal como se publica)"
    now = f"{name} ₡ 346,789.00 desde el 1 de enero de 2026 · Decreto 45303-MTSS fuente secundaria"
    assert now in read(reader, CCSS)
    history = read(reader, CCSS).partition(now)[2][:900]
    assert history.startswith(f" Historia: 8 valores , {name}")
    assert "₡ 333,328.00 1 de enero de 2024 Escala CCSS 2024 fuente secundaria" in history
    assert "sin valor 1 de enero de 2022 Sin cifra exacta para 2022 sin verificar" in history
    monkeypatch.setattr("ayni.web.schemes.pages.today", lambda *, actor: date(2022, 6, 1))
    assert f"{name} sin valor desde el 1 de enero de 2022" in read(reader, CCSS)
    monkeypatch.setattr("ayni.web.schemes.pages.today", lambda *, actor: date(2019, 6, 1))
    assert f"{name} Todavía no rige" in read(reader, CCSS)


def test_a_parameter_named_again_leads_to_where_it_stands_whole(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = library.assembled(MODEL)
    text = "## Artículo 1. Uno\nParámetro: `tasa_total`.\n\n## Artículo 2. Dos\nParámetro: `tasa_total`."
    again = replace(found, regulation=parse_regulation(text))
    monkeypatch.setattr(pages, "assembled", lambda code: again)
    html = reader.get(f"/esquemas/{MODEL}/").content.decode()
    assert html.count('id="p-tasa_total"') == 1
    assert html.partition("Artículo 2. Dos")[2].count('href="#p-tasa_total"') == 1


def test_what_no_article_names_is_shown_all_the_same(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = library.assembled(CCSS)
    text = read_regulation(folder_of(CCSS)).replace(" Parámetro: `edad_limite_hijo`.", "")
    silent = replace(found, regulation=parse_regulation(text))
    monkeypatch.setattr(pages, "assembled", lambda code: silent)
    said = read(reader, CCSS)
    assert "Otros valores" in said
    assert "Edad límite de los hijos sin estudio ni discapacidad 18 años" in said
    monkeypatch.undo()
    assert "Otros valores" not in read(reader, MODEL)


def test_cautions_say_what_a_scheme_rests_on(reader: Client) -> None:
    assert "Sus reglas y montos son una propuesta para negociar." in read(reader, MODEL)
    values = [dated for one in load_scheme(CCSS).parameters for dated in one.values]
    doubtful = sum(one.standing is Standing.BACKGROUND for one in values)
    assert doubtful and f"{doubtful} de {len(values)} valores no se pudieron comprobar" in read(
        reader, CCSS
    )
    assert "Derogado Ley 27360 derogada" in read(reader, AGRARIAN)


def test_cases_stand_with_their_verdict(reader: Client) -> None:
    said = read(reader, MODEL)
    count = len(library.assembled(MODEL).cases)
    assert count >= 18 and f"{count} de {count} casos dan lo que se espera." in said
    assert "Se cumple Familia cafetalera en 2026" in said
    found = library.assembled(MODEL)
    (loaded, outcome), *rest = found.cases
    wrong = replace(outcome, differences=(Difference("due", "45.20", "46.33"),))
    shown = shown_cases(replace(found, cases=((loaded, wrong), *rest)))
    assert [one.state for one in shown].count("unmet") == 1
    assert shown[0].differences == ["due: se esperaba 45.20, salió 46.33"]


@pytest.mark.parametrize("income", ["200000", "500000", "1000000.50", "2,000,000"])
def test_the_form_gives_the_amounts_of_the_compiled_scheme(reader: Client, income: str) -> None:
    scheme = load_scheme(CCSS)
    compiled = compile_contribution(
        scheme, month=parse_month("2026-06"), terms=None, digests=canonical(scheme).digests
    )
    minor = round(100 * float(income.replace(",", "")))
    frame = pl.DataFrame([{"family": 1, "insured": 1, "declared_income": minor}])
    (line,) = compiled.lines(frame).to_dicts()
    said = read(reader, CCSS, ver="aporte", mes="2026-06", ingreso=income)
    insured, state = (
        money_text(line[name], currency="CRC") for name in ("insured_share", "state_share")
    )
    assert f"Se paga por junio 2026 {insured}" in said
    assert f"Asegurado {insured} Estado no se cobra por la asociación {state}" in said
    assert f"Total por pagar {insured}" in said


def test_each_step_says_what_it_rests_on(reader: Client) -> None:
    said = read(reader, MODEL, ver="aporte", mes="2024-12", actividad="cafe")
    assert "Se paga por diciembre 2024 S/ 41.00" in said
    assert "Actividad café" in said
    assert (
        "S/ 1,025.00 desde el 1 de mayo de 2022 · Modelo colectivo, artículo 3"
        " (monto igual a la RMV: D.S. 003-2022-TR) · propuesta de modelo, no es ley"
    ) in said
    assert "Este monto sale de un modelo para negociar, no de una ley." in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"ingreso": "mucho", "mes": "2026-06"}, "Escriba solo la cifra, por ejemplo 1130.50."),
        ({"ingreso": "-5", "mes": "2026-06"}, "Escriba solo la cifra, por ejemplo 1130.50."),
        ({"ingreso": "1.130", "mes": "2026-06"}, "Son demasiados decimales: como máximo 2."),
        ({"ingreso": "9" * 20, "mes": "2026-06"}, "La cifra es demasiado grande."),
        ({"ingreso": "", "mes": "2026-06"}, "Escriba la cifra; si no hay, escriba 0."),
        ({"ingreso": "1", "mes": "junio"}, "Escriba el mes como año y mes, por ejemplo 2026-11."),
        ({"ingreso": "1", "mes": "0000-01"}, "Escriba el mes como año y mes"),
        ({"ingreso": "1"}, "Escriba el mes como año y mes, por ejemplo 2026-11."),
        (
            {"ingreso": "mucho", "mes": "2022-03"},
            "El esquema no tiene este valor en marzo 2022: Base mínima contributiva",
        ),
    ],
)
def test_wrong_facts_are_told_beside_their_field_and_kept(
    reader: Client, asked: dict[str, str], told: str
) -> None:
    address = f"/esquemas/{CCSS}/?{urlencode({'ver': 'aporte', **asked})}"
    html = reader.get(address).content.decode()
    assert told in words(html.encode())
    assert "ay-field-error" in html and "Se paga por" not in html
    for value in asked.values():
        assert not value or f'value="{value}"' in html


def test_a_family_without_its_facts_is_asked_for_them(reader: Client) -> None:
    said = read(reader, MODEL, ver="aporte", mes="2026-06", actividad="minas")
    assert "Elija la actividad de la familia." in said


def invented(price: str) -> Assembled:
    scheme = scheme_of(EVERY[price])
    regulation = parse_regulation("# Inventado\n\n## Artículo 1. Todo\nNada.")
    anchors = anchors_of(regulation.articles)
    return Assembled(scheme, canonical(scheme).digests, regulation, (), anchors)


@pytest.mark.parametrize("price", EVERY)
def test_the_form_asks_what_the_scheme_looks_at_and_nothing_else(
    reader: Client, monkeypatch: pytest.MonkeyPatch, price: str
) -> None:
    found = invented(price)
    monkeypatch.setattr(pages, "assembled", lambda code: found)
    compiled = compile_contribution(
        found.scheme, month=parse_month("2026-04"), terms=None, digests=found.digests
    )
    html = reader.get(f"/esquemas/{MODEL}/").content.decode()
    form = html[html.index('id="calcular"') : html.index('id="derecho"')]
    names = {NAMES[fact] for fact in compiled.needs}
    assert set(re.findall(r'name="(\w+)"', form)) == {"ver", "mes", *names}
    (line,) = compiled.lines(pl.DataFrame([{"family": 1, "insured": 1, **FAMILY}])).to_dicts()
    written = FAMILY | {
        "pay": "4000.00",
        "produce_sold": "10000",
        "units_delivered": "12.345",
        "yearly_sales": "0",
    }
    asked = {NAMES[fact]: written[fact] for fact in compiled.needs}
    said = read(reader, MODEL, ver="aporte", mes="2026-04", **asked)
    assert f"Se paga por abril 2026 {money_text(line['due'], currency='PEN')}" in said


def test_three_months_in_a_row_give_the_right(reader: Client) -> None:
    asked = {"ver": "derecho", "motivo": "illness", "dia": "2026-11-20", "hasta": "2026-11"}
    paid = ["2026-08", "2026-09", "2026-10"]
    said = read(reader, MODEL, **asked, meses=paid)
    assert "Cubierto Hasta el 31 de agosto de 2027" in said
    assert "Hay 3 meses seguidos pagados en los 12 meses anteriores." in said
    assert "Norma: Modelo colectivo, artículo 6" in said
    html = reader.get(f"/esquemas/{MODEL}/?{urlencode(asked | {'meses': paid}, doseq=True)}")
    assert html.content.decode().count(" checked>") == 3
    assert len(re.findall(r'name="meses"', html.content.decode())) == 12
    said = read(reader, MODEL, **asked, meses=paid[1:])
    assert "No cubierto Hay 2 meses pagados" in said


def test_an_event_that_needs_no_months(reader: Client) -> None:
    said = read(reader, MODEL, ver="derecho", motivo="accident", dia="2026-11-20")
    assert "Cubierto Por accidente basta con estar afiliado" in said


def test_another_day_asks_about_other_months(reader: Client) -> None:
    asked = {"ver": "derecho", "motivo": "illness", "hasta": "2026-11", "meses": ["2026-08"]}
    said = read(reader, MODEL, **asked, dia="2026-09-02")
    assert "Cambió la fecha y con ella los meses que se miran." in said
    assert "sep 2025" in said and "ago 2026" in said and "sep 2026" not in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"motivo": "illness", "dia": "1990-01-01"}, "El esquema no tiene reglas para ese día."),
        ({"motivo": "illness", "dia": "9999-12-31"}, "Revise el año de la fecha."),
        ({"motivo": "illness", "dia": "ayer"}, "Escriba la fecha como día, mes y año."),
        ({"motivo": "antojo", "dia": "2026-11-20"}, "Elija el motivo de la atención."),
    ],
)
def test_a_wrong_question_is_told(reader: Client, asked: dict[str, str], told: str) -> None:
    said = read(reader, MODEL, ver="derecho", **asked)
    assert told in said
    assert "Meses que se miraron" not in said


def test_a_history_is_drawn_for_both_themes(reader: Client) -> None:
    address = f"/esquemas/{CCSS}/graficos/base_minima.svg"
    light, dark = (reader.get(f"{address}?theme={theme}") for theme in ("light", "dark"))
    assert light["Content-Type"] == "image/svg+xml"
    assert "#2a1f19" in light.content.decode() and "#f3ebe0" in dark.content.decode()
    assert (
        "De ₡\u00a0294,619.00 desde 2020 a ₡\u00a0346,789.00 desde 2026" in light.content.decode()
    )


@pytest.mark.parametrize(
    "address",
    [
        f"/esquemas/{CCSS}/graficos/nada.svg",
        f"/esquemas/{CCSS}/graficos/estado_legal.svg",
        f"/esquemas/{CCSS}/graficos/base_minima.svg?theme=pink",
        f"/esquemas/{CCSS}/graficos/base_minima.svg?lang=fr",
        f"/esquemas/{CCSS}/graficos/base_minima.svg?hasta=ayer",
        "/esquemas/xx-nada/graficos/base_minima.svg",
        "/esquemas/xx-nada/",
        "/esquemas/..%2fcore/",
    ],
)
def test_what_is_not_there_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_everybody_signed_in_reads_and_nobody_else(office: Office, db: None) -> None:
    for user in ("head", "affiliation", "collection", "auditor", "first", "clerk"):
        client = enter(office, user)
        answer = client.get("/esquemas/")
        assert answer.status_code == 200, user
        assert '<a href="/esquemas/" aria-current="page">' in answer.content.decode()
        assert client.get(f"/esquemas/{MODEL}/").status_code == 200
    for address in ("/esquemas/", f"/esquemas/{MODEL}/"):
        assert Client().get(address)["Location"].startswith("/cuenta/login/")


@pytest.mark.parametrize("code", list_schemes())
def test_every_scheme_answers_both_forms(reader: Client, code: str) -> None:
    found = library.assembled(code)
    ready = latest_computable(found.scheme, day=TODAY)
    if ready is not None:
        form = FamilyForm(None, compiled=ready, month=ready.month)
        asked = {name: _example(form, name) for name in form.fields}
        assert "Se paga por" in read(reader, code, ver="aporte", **asked)
    for event in Event:
        said = read(reader, code, ver="derecho", motivo=event.value, dia="2026-11-20")
        assert (
            re.search(r"(Cubierto|No cubierto) .*Norma:", said) or "cuántos meses pagados" in said
        )


def _example(form: FamilyForm, name: str) -> str:
    field = form.fields[name]
    if name == "mes":
        return str(field.initial)
    return str(field.choices[0][0]) if isinstance(field, ChoiceField) else "2"


def test_the_form_offers_the_latest_month_that_has_every_value(reader: Client) -> None:
    ready = latest_computable(load_scheme("co-afiliacion-colectiva"), day=TODAY)
    assert ready is not None and ready.month == parse_month("2024-12")
    said = read(reader, "co-afiliacion-colectiva")
    assert "El último mes con todos sus valores es diciembre 2024." in said
    assert "El último mes con todos sus valores" not in read(reader, MODEL)


def test_what_a_law_lacks_and_we_propose_is_counted_apart(reader: Client) -> None:
    values = [v for one in load_scheme("br-segurado-especial").parameters for v in one.values]
    proposed = sum(one.standing is Standing.PROPOSED for one in values)
    told = f"{proposed} de {len(values)} valores son una propuesta y no están en ninguna norma."
    assert proposed and told in read(reader, "br-segurado-especial")


# --- in the reader's language -----------------------------------------------------------------

#: Words that stand in Spanish text and not in the other language.
SPANISH = {
    "en": re.compile(
        r"\b(el|los|las|del|según|aporte|meses|mes|años|días|para|desde|hasta|que|y|una?|con)\b",
        re.I,
    ),
    "pt": re.compile(r"\b(el|del|según|aporte|años|días|hasta|y|con|una)\b", re.I),
}
SAID = {
    "en": "are in Spanish, the language they were written in",
    "pt": "estão em espanhol, a língua em que foram escritos",
}


class Foreign(HTMLParser):
    """Gathers the text of the content that does not say it is Spanish."""

    VOID = frozenset({"input", "img", "br", "meta", "link", "hr", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        inside = self.open[-1][1] if self.open else False
        quiet = (
            inside
            or (given.get("lang") == "es" and tag != "html")
            or tag in ("script", "style", "header")
        )
        if tag not in self.VOID:
            self.open.append((tag, quiet or given.get("aria-label") == "Language"))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.found.append(" ".join(data.split()))


ASKED_OF = {
    MODEL: [
        "",
        "?ver=aporte&actividad=cafe&mes=2026-11",
        "?ver=derecho&motivo=illness&dia=2026-11-20&meses=2026-08&meses=2026-09&meses=2026-10",
    ],
    CCSS: ["", "?ver=aporte&ingreso=500000&mes=2026-04"],
    "uy-monotributo": ["", "?ver=aporte&actividad=social_ano_2&mes=2026-04"],
}


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize("code", ASKED_OF)
def test_a_page_shows_no_spanish_but_the_law_s_own(
    reader: Client, code: str, language: str
) -> None:
    reader.cookies["django_language"] = language
    for asked in ASKED_OF[code]:
        answer = reader.get(f"/esquemas/{code}/{asked}")
        assert answer.status_code == 200
        parser = Foreign()
        parser.feed(answer.content.decode())
        shown = parser.found
        assert any(SAID[language] in one for one in shown)
        left = [one for one in shown if SPANISH[language].search(one)]
        assert left == [], "\n".join(left)


def test_the_measure_of_spanish_can_fail(reader: Client) -> None:
    parser = Foreign()
    parser.feed(reader.get(f"/esquemas/{CCSS}/").content.decode())
    assert len([one for one in parser.found if SPANISH["en"].search(one)]) > 20
