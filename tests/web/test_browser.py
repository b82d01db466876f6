"""Every page of every role in a real browser: axe, the console, the width; and three walks of people."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Error, Page, expect

from ayni.apps.access import actions as access
from ayni.cycle import agreement_life as life
from tests.web.alliance_fixtures import HEAD, seen
from tests.web.alliance_fixtures import day as alliance_day
from tests.web.browsing import LOOKS, MARKS, Site, aside, faults, site
from tests.web.office_fixtures import day
from tests.web.portal_fixtures import day as portal_day
from tests.web.portal_world import JUAN, LUIS, ROSA, TODAY, sheet

__all__ = ["alliance_day", "day", "portal_day", "site"]
pytestmark = MARKS


@dataclass(frozen=True, slots=True)
class Sight:
    """A page to look at: whose, where, the link to follow, the number to ask, a word it must show."""

    user: str
    path: str
    shows: str
    follow: str = ""
    ends: str = ""
    ask: str = ""
    status: int = 200


HEALTH = "/asociaciones/{first}/salud/"
DISPUTES = "/convenios/controversias/"
PEOPLE = "/oficina/personas/"
PARTY = "/oficina/asociaciones/{party}/"
MODEL = "/esquemas/pe-modelo-colectivo/"
COMPARED = "/esquemas/comparar/"
EXCHANGES = "/experiencias/"
OWN = "/convenios/{agreed}/adhesiones/"
ASKED = (
    "?ver=comparar&esquema=pe-modelo-colectivo&esquema=cr-ccss-convenio&ingreso-PEN=1000"
    "&ingreso-CRC=300000&derechohabientes=4&edad=40&sexo=M&cosecha=4&cosecha=5&cosecha=6"
    "&desde=2020&hasta=2026&mes=11&familias=on"
)
SIGHTS = {
    "sign-in": Sight("", "/cuenta/login/", "Entrar"),
    "loading": Sight("", "/carga/", "Carga del programa de ejemplo"),
    "not-found": Sight("", "/no/existe/", "no existe", status=404),
    "forbidden": Sight("clerk", "/oficina/", "Esta página no es para su cuenta", status=403),
    "office-home": Sight("head", "/oficina/", "Costo esperado"),
    "office-associations": Sight("head", "/oficina/asociaciones/", "Asociaciones"),
    "office-association": Sight(
        "head", "/oficina/asociaciones/", "Avisos", follow="/oficina/asociaciones/"
    ),
    "office-associations-tree": Sight("head", "/oficina/asociaciones/arbol/", "Gremio nacional"),
    "office-party-new": Sight("affiliation", "/oficina/asociaciones/nueva/", "Qué es"),
    "office-party-identity": Sight("affiliation", f"{PARTY}identidad/", "Números legales"),
    "office-party-standing": Sight("affiliation", f"{PARTY}papeles/", "Estatutos"),
    "office-party-officers": Sight("affiliation", f"{PARTY}dirigentes/", "Invitar al portal"),
    "office-party-changes": Sight("affiliation", f"{PARTY}cambios/", "Fusionar con otra"),
    "office-party-split": Sight(
        "affiliation", "/oficina/asociaciones/{party}/dividir/", "Ver quiénes se irían"
    ),
    "invitation-closed": Sight("", "/invitacion/nada/", "ya no abre", status=404),
    "portal-party": Sight("first", "/asociacion/datos/", "Dirigentes"),
    "alliance-health": Sight("head", HEALTH, "Pagos, mes a mes"),
    "alliance-health-portal": Sight("first", HEALTH, "Familias que se quedan"),
    "disputes": Sight("head", DISPUTES, "Aceptada en parte"),
    "disputes-portal": Sight("first", DISPUTES, "Abrir una controversia"),
    "dispute": Sight("head", DISPUTES, "Decidir y cerrar", follow=DISPUTES),
    "dispute-portal": Sight("first", DISPUTES, "Retirar la controversia", follow=DISPUTES),
    "dispute-new": Sight("first", "/asociaciones/{first}/controversias/nueva/", "Se proponen 30"),
    "agreement-renewal": Sight("head", "/convenios/1/renovar/efecto/", "Aportarían"),
    "office-persons": Sight("affiliation", PEOPLE, "Personas"),
    "office-persons-found": Sight("affiliation", f"{PEOPLE}?q=quispe", "ROSA"),
    "office-person": Sight("affiliation", f"{PEOPLE}?q=40123456", "ROSA", follow=PEOPLE),
    "office-dependant": Sight(
        "affiliation", f"{PEOPLE}?q=70123456", "Registrar una condición", follow=PEOPLE
    ),
    "office-receipts": Sight("collection", "/oficina/pagos/", "ALGUIEN"),
    "office-roster": Sight("affiliation", "/oficina/nominas/{roster}/", "octubre.xlsx"),
    "office-journal": Sight("auditor", "/oficina/diario/", "Diario"),
    "schemes": Sight("clerk", "/esquemas/", "Modelo de seguro colectivo"),
    "scheme": Sight("first", "/esquemas/cr-ccss-convenio/", "Cinco categorías según el ingreso"),
    "scheme-owed": Sight("head", f"{MODEL}?ver=aporte&actividad=cafe&mes=2026-11", "Quién lo paga"),
    "scheme-covered": Sight(
        "head",
        f"{MODEL}?ver=derecho&motivo=illness&dia=2026-11-20&meses=2026-08&meses=2026-09&meses=2026-10",
        "Cubierto",
    ),
    "scheme-corrected": Sight("head", f"{MODEL}?ver=aporte&mes=junio", "Elija la actividad"),
    "schemes-compared": Sight("clerk", COMPARED, "Aquí se verá"),
    "schemes-compared-answer": Sight("head", f"{COMPARED}{ASKED}", "Esquema por esquema"),
    "schemes-compared-corrected": Sight("first", f"{COMPARED}?ver=comparar", "Elija por lo menos"),
    "exchanges": Sight("head", EXCHANGES, "Compromisos que esperan respuesta"),
    "exchanges-read": Sight("first", f"{EXCHANGES}?q=eurosocial", "San José, Costa Rica"),
    "exchange": Sight("affiliation", f"{EXCHANGES}{{exchange}}/", "Tomó otra forma"),
    "exchange-story": Sight("head", f"{EXCHANGES}{{exchange}}/historia/", "familias cubiertas hoy"),
    "exchange-new": Sight("affiliation", f"{EXCHANGES}nuevo/", "Anotar un intercambio"),
    "exchange-practice": Sight(
        "affiliation", f"{EXCHANGES}{{exchange}}/practica/", "La práctica, en pocas palabras"
    ),
    "exchange-withdraw": Sight(
        "head", f"{EXCHANGES}compromisos/{{commitment}}/retirar/", "Por qué se retira"
    ),
    "exchange-follow-up": Sight(
        "head", f"{EXCHANGES}compromisos/{{commitment}}/", "En qué día se supo"
    ),
    "agreements": Sight("negotiator", "/convenios/", "MESA-2027"),
    "agreements-none": Sight("head", "/convenios/?q=nadie", "Ningún convenio es así"),
    "agreement": Sight("head", "/convenios/{signed}/", "La vida del convenio"),
    "agreement-portal": Sight("first", "/convenios/{signed}/", "La vida del convenio"),
    "agreement-papers": Sight("negotiator", "/convenios/{agreed}/", "Guardar la copia firmada"),
    "agreement-papers-portal": Sight("representative", "/convenios/{agreed}/", "Los papeles"),
    "agreement-step": Sight("head", "/convenios/{signed}/paso/preaviso/", "Motivo"),
    "agreement-adhere": Sight("negotiator", "/convenios/{signed}/adherir/", "Quién se adhiere"),
    "agreement-own": Sight(
        "negotiator", "/convenios/{agreed}/", "Fijar los términos propios", OWN, "/propios/"
    ),
    "agreement-own-portal": Sight(
        "first", "/convenios/{agreed}/", "Lo que rige hoy", OWN, "/propios/"
    ),
    "agreement-draft": Sight("negotiator", "/convenios/nuevo/", "Con quién se negocia"),
    "tables": Sight("observer", "/convenios/mesa/", "MESA-2027"),
    "table": Sight("negotiator", "/convenios/mesa/{mesa}/", "La cosecha fue mala"),
    "table-draft": Sight("negotiator", "/convenios/mesa/{draft_table}/", "La primera propuesta"),
    "table-observed": Sight("observer", "/convenios/mesa/{mesa}/", "Los términos de la ronda 2"),
    "table-consent": Sight(
        "representative", "/convenios/mesa/{mesa}/conformidad/", "Doy mi conformidad"
    ),
    "portal-home": Sight("first", "/asociacion/", "Familias"),
    "portal-rosters": Sight("first", "/asociacion/nominas/", "Subir y revisar"),
    "portal-roster": Sight("first", "/asociacion/nominas/{roster}/", "Filas por mirar"),
    "portal-notices": Sight("first", "/asociacion/avisos/", "Avisos"),
    "portal-families": Sight("first", "/asociacion/familias/", "QUISPE"),
    "portal-family": Sight(
        "first", "/asociacion/familias/", "MAMANI", follow="/asociacion/familias/"
    ),
    "clinic": Sight("clerk", "/clinica/", "Consultar"),
    "clinic-covered": Sight("clerk", "/clinica/", "CUBIERTO", ask="40123456"),
    "clinic-not-covered": Sight("clerk", "/clinica/", "NO CUBIERTO", ask="40999999"),
    "clinic-unknown": Sight("clerk", "/clinica/", "NO ENCONTRADO", ask="88888881"),
    "clinic-corrected": Sight("clerk", "/clinica/", "El DNI tiene 8 cifras", ask="4012345"),
}


def places(site: Site) -> dict[str, int]:
    """Give the numbers that addresses need."""
    office = site.office
    return {
        "roster": office.roster,
        "exchange": office.exchange,
        "commitment": office.commitment,
        "party": office.world.first,
        "first": office.world.first,
        "agreed": site.agreed,
        **{name: getattr(site.alliances, name) for name in ("signed", "mesa", "draft_table")},
    }


def open_sight(site: Site, page: Page, sight: Sight) -> None:
    """Go to the page as a person does."""
    answer = page.goto(sight.path.format(**places(site)))
    assert answer is not None and answer.status == sight.status
    if sight.follow:
        begins = sight.follow.format(**places(site))
        addresses = page.locator(f'main a[href^="{begins}"]').evaluate_all(
            "(links) => links.map(link => link.getAttribute('href'))"
        )
        page.goto(
            next(
                one for one in addresses if one[len(begins)].isdigit() and one.endswith(sight.ends)
            )
        )
    if sight.ask:
        page.fill("input[name=number]", sight.ask)
        page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text(sight.shows)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_has_no_fault(site: Site, name: str, look: str) -> None:
    with site.page(SIGHTS[name].user, look=look) as (page, complaints):
        open_sight(site, page, SIGHTS[name])
        if folder := os.environ.get("AYNI_LOOK"):
            page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
        assert faults(page) == []
        assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_what_families_keep_is_told_while_a_notice_runs(site: Site, look: str) -> None:
    number = site.alliances.signed

    def told(step: Callable[..., object]) -> None:
        step(actor=HEAD, agreement=number, seen=seen(number), day=TODAY, why="Revisión.")

    aside(lambda: told(life.give_notice))
    try:
        with site.page("head", look=look) as (page, complaints):
            page.goto(f"/convenios/{number}/")
            page.locator("main").get_by_role("link", name="Lo que queda al terminar").click()
            expect(page.locator("main")).to_contain_text("Hasta cuándo queda cubierta cada familia")
            assert faults(page) == []
            assert complaints == []
            page.select_option("select[name=asociacion]", str(places(site)["first"]))
            page.get_by_role("button", name="Ver").click()
            expect(page.locator("main")).to_contain_text("Cartas a las familias")
            assert faults(page) == []
            if folder := os.environ.get("AYNI_LOOK"):
                page.screenshot(path=f"{folder}/ending-{look}.png", full_page=True)
    finally:
        aside(lambda: told(life.withdraw_notice))


@pytest.mark.parametrize("look", LOOKS)
def test_an_opened_history_shows_its_chart_beside_its_table(site: Site, look: str) -> None:
    with site.page("head", look=look) as (page, complaints):
        page.goto("/esquemas/cr-ccss-convenio/")
        history = page.locator("#p-base_minima details")
        history.locator("summary").click()
        chart = history.locator("img:visible")
        expect(chart).to_have_count(1)
        chart.scroll_into_view_if_needed()
        page.wait_for_function("image => image.naturalWidth > 0", arg=chart.element_handle())
        expect(history.locator("tbody tr")).to_have_count(8)
        assert faults(page) == []
        assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_forms_of_a_condition_unfold_without_a_fault(site: Site, look: str) -> None:
    with site.page("affiliation", look=look) as (page, complaints):
        open_sight(site, page, SIGHTS["office-dependant"])
        for summary in page.locator("#condiciones summary").all():
            summary.click()
        expect(page.locator("#condicion-prueba")).to_be_visible()
        assert faults(page) == []
        assert complaints == []


def test_planted_faults_are_seen(site: Site) -> None:
    with site.page("", look="360-dark") as (page, complaints):
        page.goto("/cuenta/login/")
        page.evaluate("""() => {
            const main = document.querySelector('main');
            main.append(document.createElement('img'));
            const faint = document.createElement('p');
            faint.textContent = 'casi no se ve';
            faint.style.color = '#dddddd';
            faint.style.backgroundColor = '#ffffff';
            const wide = document.createElement('div');
            wide.style.width = '3000px';
            wide.style.minHeight = '9px';
            document.body.append(wide);
            main.append(faint);
            main.insertAdjacentHTML('beforeend', '<p style="margin: 0">en la marca</p>');
            setTimeout(() => { throw new Error('plantado'); }, 0);
        }""")
        kinds = {fault.partition(":")[0] for fault in faults(page)}
        assert kinds == {"image-alt", "color-contrast", "wider than 360 px"}
        told = " ".join(complaints)
        assert "Content Security Policy" in told and "plantado" in told


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_the_browser_stays_on_the_machine(site: Site, host: str) -> None:
    with site.page("", look="1280-light") as (page, _):
        with pytest.raises(Error, match="NOT_RESOLVED"):
            page.goto(f"http://{host}/", timeout=3_000)
        page.wait_for_url("chrome-error://**")


def test_the_clerk_needs_no_mouse(site: Site) -> None:
    with site.page("clerk", look="1280-light") as (page, complaints):
        page.goto("/clinica/")
        for number, told in (("40123456", "CUBIERTO"), ("40999999", "NO CUBIERTO")):
            assert page.evaluate("document.activeElement.name") == "number"
            assert seen_focus(page)
            page.keyboard.type(number)
            page.keyboard.press("Enter")
            page.wait_for_selector("#respuesta")
            expect(page.locator("#respuesta")).to_be_focused()
            expect(page.locator("#respuesta h2")).to_have_text(told)
            expect(page.locator("#respuesta h2")).to_be_in_viewport()
            tab_to(page, "number")
        assert complaints == []


def tab_to(page: Page, name: str, *, at_most: int = 12) -> None:
    """Press the tabulator until the field has the focus."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is further than {at_most} keys away")


def seen_focus(page: Page) -> bool:
    """Tell whether the focused element is drawn otherwise than without focus."""
    drawn = """() => { const s = getComputedStyle(document.activeElement);
        return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor].join(' ') }"""
    with_focus = page.evaluate(drawn)
    without = page.evaluate(
        """() => { const e = document.activeElement; e.blur(); const s = getComputedStyle(e);
        const t = [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor].join(' ');
        e.focus({focusVisible: true}); return t }"""
    )
    return bool(with_focus != without)


def test_the_secretary_needs_no_javascript(site: Site) -> None:
    kept = site.signed_in("first").context.storage_state()
    context = site.context(java_script_enabled=False, storage_state=kept)
    page = context.new_page()
    page.goto("/asociacion/nominas/")
    page.set_input_files(
        "input[name=archivo]",
        {"name": "mes.xlsx", "mimeType": "application/xlsx", "buffer": sheet(ROSA, LUIS, JUAN)},
    )
    page.get_by_role("button", name="Subir y revisar").click()
    expect(page.locator("main")).to_contain_text("No se encontró ningún problema")
    page.get_by_role("button", name="Confirmar y aplicar").click()
    expect(page.locator("main")).to_contain_text("La nómina quedó aplicada.")
    expect(page.get_by_role("button", name="Confirmar y aplicar")).to_have_count(0)
    context.close()


def test_schemes_are_compared_without_javascript(site: Site) -> None:
    kept = site.signed_in("first").context.storage_state()
    context = site.context(java_script_enabled=False, storage_state=kept)
    page = context.new_page()
    page.goto(COMPARED)
    page.fill("input[name=ingreso-PEN]", "1000")
    page.get_by_role("button", name="Comparar").click()
    expect(page.locator("#esquema-pe-modelo-colectivo tbody tr")).to_have_count(7)
    expect(page.locator("#esquema-cr-ccss-convenio")).to_contain_text("Falta el ingreso de un mes")
    expect(page.locator("input[name=ingreso-PEN]")).to_have_value("1000")
    context.close()


def report(state: str, *, done: int) -> None:
    aside(
        lambda: access.report(
            job="demo", stage="assess", position=0, state=state, done=done, total=42_000
        )
    )


def test_the_loading_page_moves_by_itself(site: Site) -> None:
    report("running", done=1_000)
    with site.page("", look="1280-light") as (page, complaints):
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.resource_type))
        page.goto("/carga/")
        stages = page.locator("#etapas")
        expect(stages).to_contain_text("1,000 / 42,000")
        assert faults(page) == []
        report("running", done=26_400)
        expect(stages).to_contain_text("26,400 / 42,000")
        report("done", done=42_000)
        expect(stages.locator(".ay-stage-done")).to_have_count(1)
        expect(page.locator("#etapas[hx-get]")).to_have_count(0)
        polls = asked.count("xhr")
        page.wait_for_timeout(1_500)
        assert asked.count("xhr") == polls >= 2
        assert asked.count("document") == 1
        assert complaints == []
