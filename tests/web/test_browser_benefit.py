"""The clinic's page where benefits wait and where nothing is said, looked at in a browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.cycle.laws import amended, silent, waiting
from tests.web.browsing import LOOKS, Site, aside, faults, needs_axe, needs_chromium, site

__all__ = ["site"]
pytestmark = [needs_chromium, needs_axe]
NUMBER = "40123456"


@pytest.fixture(scope="module")
def laws(site: Site) -> Site:
    """Surgery waits from May 2026 on; from December on the law says nothing."""
    aside(lambda: amended(waiting()))
    aside(lambda: amended(silent(), starts=date(2026, 12, 1), number=3))
    return site


def ask(page: Page, *, event: str = "illness", day: str = "2026-11-23") -> None:
    page.goto("/clinica/")
    page.fill("input[name=number]", NUMBER)
    page.check(f"input[name=event][value={event}]")
    page.fill("input[name=day]", day)
    page.click("main form button[type=submit]")


@pytest.mark.parametrize("look", LOOKS)
def test_a_benefit_that_waits_is_asked_about_on_the_answer(laws: Site, look: str) -> None:
    with laws.page("clerk", look=look) as (page, complaints):
        ask(page)
        expect(page.locator("#respuesta h2")).to_have_text("CUBIERTO")
        expect(page.locator("#respuesta")).to_contain_text("Todavía en espera")
        assert faults(page) == []
        page.select_option("select[name=benefit]", "cirugia")
        page.click("form:has(select[name=benefit]) button")
        expect(page.locator("#respuesta h2")).to_have_text("NO CUBIERTO")
        expect(page.locator("select[name=benefit]")).to_have_value("cirugia")
        assert faults(page) == []
        assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_an_emergency_without_a_rule_says_attend(laws: Site, look: str) -> None:
    with laws.page("clerk", look=look) as (page, complaints):
        ask(page, event="emergency", day="2026-12-10")
        expect(page.locator("#respuesta h2")).to_have_text("EL SEGURO NO LO DICE")
        expect(page.locator("main")).to_contain_text("ATIENDA LA EMERGENCIA AHORA")
        assert faults(page) == []
        assert complaints == []
