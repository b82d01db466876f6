"""The doors of the second factor in a real browser, as somebody walks through: axe, the console, the width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from tests.web.browsing import (
    LOOKS,
    MARKS,
    PASSWORD,
    Site,
    complaint,
    faults,
    site,
)

__all__ = ["site"]
pytestmark = MARKS


def code_of(secret: str, *, turn: int = 0) -> str:
    """Give the code that a telephone shows now, or some turns of 30 seconds away."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter + turn))


class Walk:
    """Somebody's tab, what its console complained of, and what was wrong on each page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: dict[str, list[str]] = {}
        self.complaints: list[str] = []
        self.seen: list[str] = []
        page.on("console", lambda message: self.complaints.extend(complaint(message)))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def look(self, name: str, *, shows: str) -> None:
        """Look at the page as it stands, at every width and in both colour schemes."""
        expect(self.page.locator("main")).to_contain_text(shows)
        self.seen.append(name)
        for width, scheme in LOOKS.values():
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            # a page half way from light to dark has colours that nobody chose
            self.page.evaluate("document.getAnimations().forEach(one => one.finish())")
            found = faults(self.page)
            if found:
                self.wrong[f"{name} {width}"] = found

    def open(self, path: str, name: str, *, shows: str) -> None:
        """Go to a page and look at it."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        self.look(name, shows=shows)

    def press(self) -> None:
        """Send the form of the page."""
        self.page.locator("main form button[type=submit]").first.click()


def enter(page: Page, user: str) -> None:
    """Sign in with the password."""
    page.goto("/cuenta/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


@pytest.fixture
def walk(site: Site) -> Iterator[Walk]:
    context = site.context()
    yield Walk(context.new_page())
    context.close()


def set_up(walk: Walk) -> list[str]:
    """Set a second factor up from the page that offers it; gives the recovery codes."""
    page = walk.page
    walk.open("/cuenta/2fa/", "offered", shows="No hay ninguna aplicación de autenticación")
    walk.open("/cuenta/2fa/totp/activate/", "reauthenticate", shows="Confirmar acceso")
    page.fill("input[name=password]", "otra")
    walk.press()
    walk.look("reauthenticate, wrong", shows="Hay algo por corregir")
    page.fill("input[name=password]", PASSWORD)
    walk.press()
    walk.look("activate", shows="Activar la aplicación de autenticación")
    assert under_the_code(page) == "rgb(255, 255, 255)"
    secret = page.input_value("#authenticator_secret")
    page.fill("input[name=code]", wrong(secret))
    walk.press()
    walk.look("activate, wrong", shows="Código incorrecto")
    assert page.input_value("#authenticator_secret") == secret
    page.fill("input[name=code]", code_of(secret))
    walk.press()
    walk.look("recovery codes", shows="Hay 10 de 10 códigos de recuperación")
    return page.input_value("#recovery_codes").split()


def under_the_code(page: Page) -> object:
    """Give the colour behind the code to scan, which a dark page must not be (last looked at in dark)."""
    return page.locator("main img").evaluate("img => getComputedStyle(img).backgroundColor")


def wrong(secret: str) -> str:
    """Give six figures that are no code of now or of a turn nearby."""
    near = {code_of(secret, turn=turn) for turn in range(-3, 4)}
    return next(text for text in ("000000", "000001", "000002") if text not in near)


def test_the_doors_of_the_second_factor_have_no_fault(walk: Walk) -> None:
    page = walk.page
    enter(page, "auditor")
    page.wait_for_url("**/oficina/**")
    codes = set_up(walk)
    walk.open("/cuenta/2fa/recovery-codes/generate/", "generate", shows="¿Está seguro?")
    walk.open("/cuenta/2fa/", "in use", shows="Códigos de recuperación")
    walk.open("/cuenta/2fa/totp/deactivate/", "deactivate", shows="Desactivar")
    walk.open("/cuenta/2fa/reauthenticate/", "reauthenticate by code", shows="código")
    walk.open("/cuenta/logout/", "sign out", shows="¿Seguro que desea cerrar sesión?")
    walk.press()
    enter(page, "auditor")
    walk.look("code", shows="Su cuenta está protegida por doble factor")
    page.fill("input[name=code]", "nada")
    walk.press()
    walk.look("code, wrong", shows="Código incorrecto")
    assert "/oficina/" not in page.url
    page.fill("input[name=code]", codes[0])
    walk.press()
    page.wait_for_url("**/oficina/**")
    assert walk.wrong == {}
    assert walk.complaints == []
    assert len(walk.seen) == 13


def test_a_planted_fault_is_seen(walk: Walk) -> None:
    walk.page.goto("/cuenta/login/")
    walk.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    walk.look("planted", shows="Entrar")
    assert set(walk.wrong) == {"planted 1280", "planted 360"}
    assert {one.partition(":")[0] for found in walk.wrong.values() for one in found} == {
        "image-alt"
    }
