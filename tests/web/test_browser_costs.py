"""The pages of what care cost in a browser: axe, the console, the width; a file sent, shown and confirmed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.web import cost_fixtures
from tests.web.alliance_fixtures import day as alliance_day
from tests.web.browsing import LOOKS, MARKS, Site, aside, faults, site
from tests.web.office_fixtures import day
from tests.web.portal_fixtures import day as portal_day

__all__ = ["alliance_day", "day", "portal_day", "site"]
pytestmark = MARKS
#: Whose, where, and a word it must show.
SIGHTS = {
    "care-costs": ("collection", "/costos/", "Contar un mes, o corregirlo"),
    "care-costs-read": ("auditor", "/costos/", "Meses contados"),
    "care-cost-file": ("collection", "/costos/archivo/{cost_file}/", "Confirmar y contar"),
    "care-cost-told": ("head", "/costos/archivo/{told_file}/", "Este archivo está contado"),
    "care-cost-month": ("negotiator", "/costos/mes/{month}/", "se contó antes"),
}


@pytest.fixture(scope="module")
def told(site: Site) -> Iterator[dict[str, int]]:
    """The costs of the first adhesion, told."""
    yield aside(cost_fixtures.tell)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_has_no_fault(site: Site, told: dict[str, int], name: str, look: str) -> None:
    user, path, shows = SIGHTS[name]
    with site.page(user, look=look) as (page, complaints):
        page.goto(path.format(**told))
        expect(page.locator("main")).to_contain_text(shows)
        if folder := os.environ.get("AYNI_LOOK"):
            page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
        assert faults(page) == []
        assert complaints == []


@pytest.mark.parametrize("look", LOOKS)
def test_a_file_is_corrected_sent_and_confirmed(
    site: Site, told: dict[str, int], look: str
) -> None:
    code, first = aside(cost_fixtures.place)
    month = cost_fixtures.month_text(first + 2)
    wrong = cost_fixtures.file_of(f"{code};{month};hospital;1;1.234", "NADIE;mayo;parto;x;-5")
    amount = "10,00" if look.startswith("360") else "11,00"
    good = cost_fixtures.file_of(f"{code};{month};hospital;1;{amount}", name="bueno.csv")
    with site.page("collection", look=look) as (page, complaints):
        page.goto("/costos/")
        for file in (wrong, good):
            sent = {"name": file.name, "mimeType": "text/csv", "buffer": file.content}
            page.set_input_files("#id_archivo", files=[sent])
            page.get_by_role("button", name="Subir y revisar").click()
            if file is wrong:
                expect(page.locator("main")).to_contain_text("Nadie tiene aquí ese código")
                if folder := os.environ.get("AYNI_LOOK"):
                    page.screenshot(path=f"{folder}/care-cost-wrong-{look}.png", full_page=True)
                assert faults(page) == []
        page.get_by_role("button", name="Confirmar y contar").click()
        expect(page.locator("main")).to_contain_text("bueno.csv")
        expect(page.locator("body")).to_contain_text("Los costos quedaron contados.")
        assert [one for one in complaints if "422" not in one] == []
