"""An officer is registered, invited and enters: two people, two browsers, and the office's end."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browsing import LOOKS, MARKS, Site, faults, site

__all__ = ["site"]
pytestmark = MARKS
SECRET = "cafe-de-altura-1"


def fill(page: Page, title: str, fields: dict[str, str], submit: str) -> None:
    """Unfold a form by its title, fill it and send it."""
    card = page.locator("details.ay-form-card", has=page.get_by_role("heading", name=title))
    card.locator("summary").click()
    for name, value in fields.items():
        field = card.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    card.get_by_role("button", name=submit).click()


def test_from_register_to_portal(site: Site) -> None:
    where = f"/oficina/asociaciones/{site.office.world.second}/dirigentes/"
    with site.page("affiliation", look="1280-light") as (page, complaints):
        page.goto(where)
        fill(
            page,
            "Registrar un cargo",
            {"nombre": "Rosa Quispe", "cargo": "president", "desde": "2026-05-01"},
            "Registrar el cargo",
        )
        expect(page.locator("main")).to_contain_text("Rosa Quispe")
        number = page.locator("#invitar_dirigente option").nth(1).get_attribute("value")
        fill(
            page,
            "Invitar al portal",
            {"dirigente": str(number), "papel": "representative"},
            "Crear el enlace",
        )
        link = page.locator(".ay-link-once").inner_text()
        assert faults(page) == []
        assert complaints == []
    context = site.context()
    rosa = context.new_page()
    for look, (width, _) in LOOKS.items():
        rosa.set_viewport_size({"width": width, "height": 800})
        rosa.goto(link)
        assert faults(rosa) == [], look
    rosa.fill("input[name=username]", "rosa.quispe")
    rosa.fill("input[name=password]", SECRET)
    rosa.fill("input[name=again]", SECRET)
    rosa.get_by_role("button", name="Crear mi cuenta").click()
    expect(rosa.locator("main")).to_contain_text("Su cuenta está lista")
    rosa.fill("input[name=login]", "rosa.quispe")
    rosa.fill("input[name=password]", SECRET)
    rosa.locator("main button[type=submit]").click()
    expect(rosa.locator("h1")).to_be_visible()
    rosa.goto("/asociacion/datos/")
    expect(rosa.locator("main")).to_contain_text("Rosa Quispe")
    assert rosa.goto(link).status == 404
    context.close()
    with site.page("affiliation", look="1280-light") as (page, _):
        page.goto(where)
        fill(
            page,
            "Terminar un cargo",
            {"dirigente": str(number), "hasta": "2026-05-02"},
            "Terminar el cargo",
        )
        expect(page.locator("main")).to_contain_text("Terminado")
