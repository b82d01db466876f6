"""The program served to Debian's chromium from the test's own process, and what is looked at on a page.

The pages are answered by threads, because playwright keeps the main thread's event loop: what a test
writes itself goes through ``aside``. Everything is skipped, and counted aloud, where chromium is absent.
A user keeps one tab, emptied between tests and closed with the browser: chromium sometimes never answers
when a tab is closed while its page still loads, and waits for ever.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import Any, TypeVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from tools.screenshots.browser import FLAGS, chromium

from ayni.cycle.demo_disputes import lay_disputes
from tests.conftest import DatabaseMaker
from tests.web import alliance_fixtures, office_fixtures
from tests.web.alliance_fixtures import Alliances
from tests.web.office_fixtures import Office
from tests.web.portal_world import SYSTEM

T = TypeVar("T")
AXE = settings.HOME / "web-tests" / "axe.min.js"
#: portal_world and office_fixtures give every user this one.
PASSWORD = "una-clave-de-prueba-1"
#: Milliseconds to wait for a word: the machine may be busy with the other tests.
_PATIENCE = 15_000
#: The browser is another process, which tests/network.py does not see: it finds no host but ours.
_STAYS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
LOOKS = {"1280-light": (1280, "light"), "360-dark": (360, "dark")}
_RUN = """() => axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: {'target-size': {enabled: true}},
}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n =>
    n.target.join(' ') + ' | ' + n.failureSummary.slice(0, 200)).join(' || ')))"""

needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None and shutil.which("chromium-browser") is None,
    reason="chromium is not here",
)
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe is not here: ayni setup --tests")
#: What every file of browser tests is marked with: one at a time, and only where there is a browser.
MARKS = [pytest.mark.browser, pytest.mark.xdist_group("browser"), needs_chromium, needs_axe]


class _Threads(ThreadingMixIn, WSGIServer):
    """One thread for each request; none outlives the tests."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests; what a page fails at is seen by the browser."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass(slots=True)
class Site:
    """The running program: where it answers, what is in it, and the browser that looks at it."""

    base: str
    office: Office
    browser: Browser
    alliances: Alliances
    agreed: int
    tabs: dict[str, Page] = field(default_factory=dict)

    def signed_in(self, user: str) -> Page:
        """Give the tab of a user who came through the real form; '' is nobody."""
        if user not in self.tabs:
            tab = self.context().new_page()
            if user:
                _enter(tab, user)
            self.tabs[user] = tab
        return self.tabs[user]

    def context(self, **asked: Any) -> BrowserContext:
        """Make a context of its own, as a Peruvian reader has it."""
        return self.browser.new_context(base_url=self.base, locale="es-PE", **asked)

    @contextmanager
    def page(self, user: str, *, look: str) -> Iterator[tuple[Page, list[str]]]:
        """Open a page of a user at a width and in a colour scheme; with what its console complains of."""
        width, scheme = LOOKS[look]
        page = self.signed_in(user)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found: list[str] = []
        heard = {
            "console": lambda message: found.extend(complaint(message)),
            "pageerror": lambda error: found.append(str(error)),
        }
        for event, hear in heard.items():
            page.on(event, hear)  # type: ignore[call-overload]
        try:
            yield page, found
        finally:
            for event, hear in heard.items():
                page.remove_listener(event, hear)
            page.goto("about:blank")


def _enter(page: Page, user: str) -> None:
    page.goto("/cuenta/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    assert "/cuenta/" not in page.url, f"{user} could not sign in"


def complaint(message: ConsoleMessage) -> list[str]:
    """What the console says in red (a violated policy among it); an answer of 4xx is the test's."""
    expected = message.text.startswith("Failed to load resource") and (
        message.location["url"].endswith("/") and "status of 4" in message.text
    )
    return [message.text] if message.type == "error" and not expected else []


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it is wider than the window."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = list(page.evaluate(_RUN))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"wider than {page.evaluate('innerWidth')} px")
    return found


def aside(work: Callable[[], T]) -> T:
    """Do work on the database away from playwright's event loop."""

    def done() -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


@pytest.fixture(scope="module")
def site(urls: object, database_maker: DatabaseMaker, django_db_blocker: Any) -> Iterator[Site]:
    """The small programme of the offices, served, with a browser before it."""
    with database_maker("browser"), django_db_blocker.unblock():
        office = office_fixtures.build()
        alliances = alliance_fixtures.plant(office)
        left = ("income.cafe", "tasa_asegurado", "entry_months")
        agreed = alliance_fixtures.printed(office, code="FIRMADO-27", left=left)
        lay_disputes(actor=SYSTEM, code="EJ-01")
        connection.close()
        with _served() as base, _browser() as browser:
            yield Site(base, office, browser, alliances, agreed)


@contextmanager
def _served() -> Iterator[str]:
    server = make_server(
        "127.0.0.1", 0, get_wsgi_application(), server_class=_Threads, handler_class=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _browser() -> Iterator[Browser]:
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=[*FLAGS, _STAYS])
        try:
            yield browser
        finally:
            browser.close()
