"""Take the pictures of docs/screenshots from a running Ayni with the demo's programme in it.

    python -m tools.screenshots http://127.0.0.1:8000 var/demo-accounts.json [--out FOLDER] [--only NAME]

The accounts file is the one the demo writes: a list of {"user": ..., "password": ..., "role": ...}.
A page that answers anything but 200 stops the run: a picture of an error page is no picture.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.screenshots.browser import FLAGS, chromium
from tools.screenshots.shots import FAMILIES, SHOTS, Scheme, Shot

ROOT = Path(__file__).resolve().parents[2]
Accounts = dict[str, str]
_PHONE_HEIGHT = 740


class NotAPage(RuntimeError):
    """An address that did not answer with the page it should show."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A browser before the running program, and the passwords of its users."""

    browser: Browser
    base: str
    accounts: Accounts
    out: Path

    def take(self, shot: Shot) -> list[Path]:
        """Store the shot in each width; gives the files written."""
        number = self._first_number(shot.asked_for) if shot.asked_for else ""
        context = self._context(shot.user, scheme=shot.scheme)
        written = []
        for width in shot.widths:
            target = self.out / f"{shot.name}{'' if width > 600 else '-movil'}.png"
            page = context.new_page()
            height = shot.height if width > 600 else _PHONE_HEIGHT
            page.set_viewport_size({"width": width, "height": height})
            walk(page, shot=shot, number=number)
            page.screenshot(path=target)
            written.append(target)
        context.close()
        return written

    def _context(self, user: str, *, scheme: Scheme = "light") -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base, color_scheme=scheme, locale="es-PE", reduced_motion="reduce"
        )
        if user:
            self._sign_in(context, user)
        return context

    def _sign_in(self, context: BrowserContext, user: str) -> None:
        """Sign in by the form a person uses; refuse when the form comes back."""
        page = context.new_page()
        page.goto("/cuenta/login/")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", self.accounts[user])
        page.click("main button[type=submit]")
        page.wait_for_load_state("networkidle")
        if "/cuenta/login" in page.url:
            raise NotAPage(f"{user} could not sign in")
        page.close()

    def _first_number(self, user: str) -> str:
        """Give the document number of the first family on the list of a secretary."""
        context = self._context(user)
        page = context.new_page()
        _open(page, FAMILIES)
        number = page.locator("main table .ay-code").first.inner_text().split()[-1]
        context.close()
        return number


def walk(page: Page, *, shot: Shot, number: str) -> None:
    """Go where the shot is: open, ask, follow the links. Raises NotAPage."""
    _open(page, shot.path)
    if number:
        page.fill("main input[name=number], main input[name=q]", number)
        page.press("main input[name=number], main input[name=q]", "Enter")
        page.wait_for_load_state("networkidle")
    for kind in shot.follow:
        found = page.locator("main a").evaluate_all(
            "(links, kind) => links.map(link => link.getAttribute('href'))"
            ".find(one => new RegExp('^' + kind + '$').test(one))",
            kind,
        )
        if not found:
            raise NotAPage(f"{page.url}: no link like {kind}")
        _open(page, found)


def _open(page: Page, address: str) -> None:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise NotAPage(f"{address}: {answer.status if answer else 'no answer'}")


def main() -> int:
    """Read the arguments and take the pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("accounts", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    listed = json.loads(asked.accounts.read_text("utf-8"))
    accounts = {one["user"]: one["password"] for one in listed}
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        camera = Camera(browser=browser, base=asked.base, accounts=accounts, out=asked.out)
        for shot in SHOTS:
            if asked.only and shot.name not in asked.only:
                continue
            for path in camera.take(shot):
                print(path)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
