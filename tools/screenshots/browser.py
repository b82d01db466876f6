"""Debian's chromium, driven quietly."""

from __future__ import annotations

import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(RuntimeError):
    """No chromium on this machine."""


def chromium() -> str:
    """Give the path of the machine's chromium, or refuse with what to install."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise NoBrowser("no chromium found; install Debian's package: apt-get install chromium")
    return found
