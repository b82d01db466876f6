"""A whole negotiation from invitation to signature, by two roles in two sessions of a real browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from playwright.sync_api import Page, expect

from ayni.core.actor import Actor
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from tests.web.alliance_fixtures import WRITER, day, round_of, talked
from tests.web.browsing import MARKS, Site, aside, faults, site
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["day", "site"]
pytestmark = MARKS
RATE = "#clausula-tasa_asegurado"


def press(page: Page, name: str) -> None:
    """Press a button or follow a link by its words, within the page."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def go(page: Page, name: str) -> None:
    """Follow a link by its words."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def test_two_sides_agree_and_sign(site: Site) -> None:
    with (
        site.page("negotiator", look="1280-light") as (office, heard),
        site.page("representative", look="360-dark") as (party, also_heard),
        site.page("head", look="1280-light") as (head, head_heard),
    ):
        office.goto("/convenios/nuevo/?q=valle")
        office.locator("input[name=parte]").first.check()
        office.fill("#codigo", "CACAO-2027")
        office.select_option("#esquema", "pe-modelo-colectivo")
        office.fill("#familias", "420")
        press(office, "Escribir el borrador")
        expect(office.locator("main")).to_contain_text("La otra parte todavía no lo ve")
        table = office.url
        answer = party.goto(table)
        assert answer is not None and answer.status == 404

        # what is typed is read back and worked out before anything is proposed
        office.fill(RATE, "12")
        expect(office.locator(f"{RATE}-lee")).to_contain_text("12 es más que el máximo")
        office.fill(RATE, "4,5")
        office.locator(RATE).blur()
        expect(office.locator(f"{RATE}-lee")).to_contain_text("Se lee: 4.5 %")
        expect(office.locator("#efecto")).to_contain_text("Pagan más 420 familias")
        expect(office.locator("#efecto img:visible")).to_have_count(1)
        press(office, "Poner en la mesa")
        expect(office.locator("#ronda-1")).to_be_visible()
        go(office, "Invitar a la otra parte")
        press(office, "Invitar")

        party.goto("/convenios/mesa/")
        go(party, "CACAO-2027")
        expect(party.locator("#conversacion")).to_contain_text("4.5 %")
        party.select_option("#clausula", "tasa_asegurado")
        party.fill("#dicho", "La cosecha fue mala.")
        press(party, "Comentar")
        expect(party.locator(".ay-said")).to_contain_text("La cosecha fue mala.")
        party.fill(RATE, "4.2")
        party.fill("#nota", "Podemos con 4.2.")
        press(party, "Poner en la mesa")
        expect(party.locator("#ronda-2")).to_be_visible()

        office.goto(table)
        expect(office.locator("#conversacion")).to_contain_text("Podemos con 4.2.")
        office.fill(RATE, "4.3")
        press(office, "Poner en la mesa")
        expect(office.locator("#ronda-3")).to_be_visible()
        for page in (party, head):
            page.goto(table)
            go(page, "Dar conformidad")
            expect(page.locator("main")).to_contain_text("Doy mi conformidad a la ronda 3")
            assert faults(page) == []
            press(page, "Doy mi conformidad")
            expect(page.locator("main")).to_contain_text("Su conformidad quedó anotada.")
        office.goto(table)
        go(office, "Firmar")
        press(office, "Firmar")
        expect(office.locator("h1")).to_contain_text("Firmado")
        expect(office.locator("main")).to_contain_text("Entrará en vigor")
        # printed once the signature was committed, and said on the same page
        expect(office.locator("main")).to_contain_text("impresos en tres idiomas")
        expect(office.locator("#papeles li")).to_have_count(3)
        assert faults(office) == []
        agreement = office.url
        aside(lambda: life.advance(actor=SYSTEM, today=date(2027, 1, 9)))
        party.goto(agreement)
        expect(party.locator("h1")).to_contain_text("Vigente")
        expect(party.locator("#version-1 ~ *").first).to_be_visible()
        expect(party.locator("tr.ay-moved")).to_contain_text("4.3 %")
        assert (heard, also_heard, head_heard) == ([], [], [])


def test_a_stale_answer_keeps_what_was_typed_without_javascript(site: Site) -> None:
    number = aside(lambda: talked(site.office, code="VIEJA-2027").negotiation)
    kept = site.signed_in("negotiator").context.storage_state()
    context = site.context(java_script_enabled=False, storage_state=kept)
    page = context.new_page()
    page.goto(f"/convenios/mesa/{number}/")
    page.fill(RATE, "5")
    page.fill("#nota", "Mi nota.")
    press(page, "Calcular sin proponer")
    expect(page.locator("#efecto")).to_contain_text("Lo que cambiaría con lo que escribe")
    expect(page.locator(RATE)).to_have_value("5")
    other: Actor = replace(WRITER, name="otra persona")
    typed = round_of(2, tasa_asegurado="4.4")
    aside(lambda: talks.propose(actor=other, negotiation=number, typed=typed, day=TODAY))
    press(page, "Poner en la mesa")
    expect(page.locator("#ronda-nueva")).to_contain_text("otra persona")
    expect(page.locator("#ronda-nueva")).to_contain_text("4.4 %")
    expect(page.locator(RATE)).to_have_value("5")
    expect(page.locator("#nota")).to_have_value("Mi nota.")
    press(page, "Poner en la mesa")
    expect(page.locator("#ronda-4")).to_be_visible()
    context.close()
