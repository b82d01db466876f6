"""The studies' pages in a browser: axe, the console, the width; sliders by keyboard, and without script."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web import study_fixtures
from tests.web.alliance_fixtures import day as alliance_day
from tests.web.browsing import LOOKS, MARKS, Site, aside, faults, site
from tests.web.office_fixtures import day
from tests.web.portal_fixtures import day as portal_day
from tests.web.study_fixtures import Studies

__all__ = ["alliance_day", "day", "portal_day", "site"]
pytestmark = MARKS
#: Whose, where, and a word it must show.
SIGHTS = {
    "studies": ("head", "/estudios/", "MESA-2027"),
    "study-new": ("negotiator", "/estudios/nuevo/", "De una negociación abierta"),
    "study": ("auditor", "/estudios/{study}/", "No sostenible así"),
    "study-waiting": ("negotiator", "/estudios/{other}/", "Espera su turno."),
    "study-table": ("negotiator", "/estudios/calculos/{run}/mesa/", "Lo que se puede mover"),
    "study-compare": ("head", "/estudios/calculos/{run}/comparar/", "deja más reserva"),
    "study-together": (
        "head",
        "/estudios/juntas/?con={run}&con={other_run}",
        "Reserva que se ahorra por familia",
    ),
    "study-score": ("auditor", "/estudios/{study}/contraste/", "Fuera de lo esperado"),
    "study-stresses": ("head", "/estudios/calculos/{run}/casos-malos/", "Qué pasaría"),
    "table-with-figures": ("representative", "/convenios/mesa/{mesa}/", "Lo que dice su estudio"),
    "health-believed": ("head", "/asociaciones/{first}/salud/", "Lo que creímos, lo que vino"),
}


@pytest.fixture(scope="module")
def studies(site: Site) -> Iterator[Studies]:
    """The studies of the table, run."""
    yield aside(lambda: study_fixtures.plant(site.alliances.mesa))


def places(site: Site, made: Studies) -> dict[str, int]:
    """Give the numbers that addresses need."""
    names = ("study", "run", "waiting", "other", "other_run")
    numbers = {name: int(getattr(made, name)) for name in names}
    return numbers | {"mesa": site.alliances.mesa, "first": site.office.world.first}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_has_no_fault(site: Site, studies: Studies, name: str, look: str) -> None:
    user, path, shows = SIGHTS[name]
    with site.page(user, look=look) as (page, complaints):
        page.goto(path.format(**places(site, studies)))
        expect(page.locator("main")).to_contain_text(shows, timeout=60_000)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        if folder := os.environ.get("AYNI_LOOK"):
            page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
        assert faults(page) == []
        assert complaints == []


def _even(page: Page) -> str:
    return page.locator("#resultado .ay-figure").nth(1).locator("dd").first.inner_text()


@pytest.mark.parametrize("look", LOOKS)
def test_a_slider_moves_by_keyboard_and_the_figures_follow(
    site: Site, studies: Studies, look: str
) -> None:
    with site.page("negotiator", look=look) as (page, complaints):
        page.goto(f"/estudios/calculos/{studies.run}/mesa/")
        before = _even(page)
        page.get_by_text("El costo de la atención", exact=True).click()
        lever = page.locator(".ay-lever", has=page.locator("#mueve-care_level"))
        slider = lever.locator("input[type=range]")
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        expect(lever.locator("#mueve-care_level")).not_to_have_value("100")
        expect(page.locator("#resultado .ay-fan-box > svg .ay-fan-before")).to_have_count(1)
        assert lever.locator("#mueve-care_level").input_value() == slider.input_value()
        assert _even(page) != before
        expect(page.locator("#dicho")).to_contain_text("Aporte que equilibra:")
        expect(lever).to_have_class("ay-lever ay-lever-moved")
        assert faults(page) == []
        page.get_by_role("button", name="Volver a lo del estudio").click()
        expect(page.locator("#resultado .ay-fan-box > svg .ay-fan-before")).to_have_count(0)
        assert _even(page) == before
        assert lever.locator("#mueve-care_level").input_value() == "100"
        assert complaints == []


def test_figures_are_moved_and_proposed_without_javascript(site: Site, studies: Studies) -> None:
    kept = site.signed_in("negotiator").context.storage_state()
    context = site.context(java_script_enabled=False, storage_state=kept)
    page = context.new_page()
    page.goto(f"/estudios/calculos/{studies.run}/mesa/")
    before = _even(page)
    page.fill("#mueve-tasa_asegurado", "6")
    page.fill("#mueve-administration", "20")
    page.get_by_role("button", name="Calcular", exact=True).click()
    assert _even(page) != before
    expect(page.locator("#mueve-administration")).to_have_value("20")
    page.get_by_role("button", name="Guardar como propuesta").click()
    expect(page.locator("main")).to_contain_text("Gastos de administración, de los aportes")
    expect(page.locator("input[name=mueve-tasa_asegurado]")).to_have_value("6")
    context.close()


def test_the_bad_cases_come_into_the_page(site: Site, studies: Studies) -> None:
    with site.page("auditor", look="1280-light") as (page, complaints):
        page.goto(f"/estudios/{studies.study}/")
        page.get_by_role("link", name="Calcular los casos malos").click()
        expect(page.get_by_role("table", name="Si las cosas salen mal")).to_be_visible(
            timeout=120_000
        )
        assert page.url.endswith(f"/estudios/{studies.study}/")
        assert complaints == []
