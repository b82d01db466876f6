"""The pages of a course in a real browser: axe, the console, the width; and a month that passes."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from ayni.apps.access import actions as access
from ayni.cycle import course
from tests.web.browsing import LOOKS, MARKS, PASSWORD, Site, aside, faults, site
from tests.web.course_fixtures import ROOT, TODAY

__all__ = ["site"]
pytestmark = MARKS
SIGHTS = {
    "course": ("facilitador", "/curso/", "Mostrar en pantalla"),
    "course-again": ("facilitador", "/curso/participantes/1/", "¿Empezar de nuevo?"),
    "course-mine": ("p01-institucion", "/curso/mio/", "Pasar un mes"),
}


def _hold() -> None:
    access.mark(name="demo", content={})
    course.start(actor=ROOT, participants=1, families=60, day=TODAY)
    for user in {one for one, _, _ in SIGHTS.values()}:
        access.make_user(username=user, display_name=user, password=PASSWORD)


@pytest.fixture(scope="module")
def held(site: Site) -> Site:
    """A course beside the programme of the offices, everybody with the tests' password."""
    aside(_hold)
    return site


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_has_no_fault(held: Site, name: str, look: str) -> None:
    user, address, shows = SIGHTS[name]
    with held.page(user, look=look) as (page, complaints):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(shows)
        assert faults(page) == []
        assert complaints == []


def test_a_month_passes_and_a_day_gone_by_is_refused(held: Site) -> None:
    with held.page("p01-institucion", look="360-dark") as (page, complaints):
        page.goto("/curso/mio/")
        page.get_by_role("button", name="Pasar un mes").click()
        expect(page.locator("main")).to_contain_text("Pasó julio 2026")
        page.get_by_label("A qué me comprometo").fill("Volver")
        page.get_by_label("Para cuándo").fill("2026-01-01")
        page.get_by_role("button", name="Anotar el compromiso").click()
        expect(page.locator("main")).to_contain_text("Elija un día que todavía no llegó.")
        assert faults(page) == []
        assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_a_participant_withdraws_what_he_noted(held: Site, look: str) -> None:
    what = f"Reunir a tres cooperativas ({look})"
    with held.page("p01-institucion", look=look) as (page, complaints):
        page.goto("/curso/mio/")
        page.get_by_label("A qué me comprometo").fill(what)
        page.get_by_label("Para cuándo").fill("2030-05-03")
        page.get_by_role("button", name="Anotar el compromiso").click()
        expect(page.locator(".ay-taken")).to_contain_text(what)
        assert faults(page) == []
        if folder := os.environ.get("AYNI_LOOK"):
            page.screenshot(path=f"{folder}/course-noted-{look}.png", full_page=True)
        page.locator(".ay-taken a", has_text=what).click()
        expect(page.locator("main")).to_contain_text("Retirar un compromiso")
        assert faults(page) == []
        page.get_by_label("Por qué se retira").fill("Lo anoté sin pensarlo")
        page.get_by_role("button", name="Retirar").click()
        expect(page.locator("main")).to_contain_text("El compromiso quedó retirado")
        expect(page.locator(".ay-taken a", has_text=what)).to_have_count(0)
        assert complaints == []
