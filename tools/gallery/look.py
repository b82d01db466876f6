"""Look at drawn pages: PNGs in light and dark, at two widths; exit 1 if axe finds anything.

python -m tools.gallery.look FOLDER [--axe PATH_TO_axe.min.js]
"""

from __future__ import annotations

import argparse
import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.screenshots.browser import FLAGS, chromium

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'"
)
LAWS = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
AXE_RUN = f"""() => axe.run(document, {{runOnly: {LAWS}}})
    .then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n =>
        n.target.join(' ') + ' | ' + n.failureSummary.slice(0, 160)).join(' || ')))"""


class Quiet(SimpleHTTPRequestHandler):
    """A static server with the strict policy of the real one."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def look(
    browser: Browser, *, base: str, name: str, scheme: str, width: int, out: Path, axe: str
) -> list[str]:
    """Store one picture; give axe's violations, policy violations and sideways overflow."""
    height = 800 if width > 600 else 740
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    found: list[str] = []
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    page.goto(f"{base}/{name}.html")
    page.screenshot(path=out / f"{name}-{scheme}-{width}.png", full_page=True)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"overflows at {width} px")
    page.evaluate(axe)
    found += page.evaluate(AXE_RUN)
    context.close()
    return [f"{name} {scheme} {width}: {line}" for line in found]


def main() -> int:
    """Read the arguments, serve the folder, look at each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--axe", type=Path, default=Path("node_modules/axe-core/axe.min.js"))
    asked = parser.parse_args()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(asked.folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    axe = asked.axe.read_text("utf-8")
    found: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for page in sorted(asked.folder.glob("*.html")):
            for scheme in ("light", "dark"):
                for width in (1280, 360):
                    found += look(
                        browser,
                        base=f"http://127.0.0.1:{server.server_port}",
                        name=page.stem,
                        scheme=scheme,
                        width=width,
                        out=asked.folder,
                        axe=axe,
                    )
        browser.close()
    server.shutdown()
    print("\n".join(found) or "axe: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
