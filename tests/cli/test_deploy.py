"""Django's list for an open server (``check --deploy``) under the settings that install.md asks for (G4)."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ayni.cli import serve
from ayni.cli.postgres.secrets import secrets_of
from ayni.cli.serve import OnlyOverTls, refuse_plain_address
from tests.samples import ROOT

_PAGE = ROOT / "docs" / "how-to" / "install.md"
_ASSIGNED = re.compile(r"\b([A-Z_]+)=('[^']*'|\S+)")


def documented() -> dict[str, str]:
    """Read the variables that the page tells an institution to set."""
    lines = [one for one in _PAGE.read_text("utf-8").splitlines() if one.startswith("export ")]
    return {name: value.strip("'") for line in lines for name, value in _ASSIGNED.findall(line)}


def deploy_check(home: Path, changes: dict[str, str]) -> tuple[int, list[str]]:
    """Run Django's check as a server would be set; give its status and the numbers of what it finds."""
    kept = {name: one for name, one in os.environ.items() if not name.startswith("AYNI_")}
    asked = {**documented(), "AYNI_HOME": str(home), "AYNI_SECRET_KEY": secrets_of(home).key}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
        | {"PYTHONPATH": str(ROOT / "src")}
        | {**asked, **changes},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, re.findall(r"\(((?:security|\w+)\.[WE]\d+)\)", done.stderr)


def test_the_documented_installation_has_no_warning(tmp_path: Path) -> None:
    assert {"DATABASE_URL", "AYNI_HOSTS", "AYNI_ORIGINS", "AYNI_SECURE"} <= set(documented())
    assert deploy_check(tmp_path, {}) == (0, [])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"AYNI_SECURE": "0"},
            ["security.W004", "security.W008", "security.W012", "security.W016"],
        ),
        ({"AYNI_SECRET_KEY": "short"}, ["security.W009"]),
    ],
)
def test_what_the_page_asks_is_needed(
    tmp_path: Path, changes: dict[str, str], found: list[str]
) -> None:
    assert deploy_check(tmp_path, changes) == (1, found)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_an_open_address_without_tls_is_refused(host: str) -> None:
    with pytest.raises(OnlyOverTls, match="AYNI_SECURE"):
        refuse_plain_address(host, secure=False)
    refuse_plain_address(host, secure=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_needs_no_tls(host: str) -> None:
    refuse_plain_address(host, secure=False)


def test_serve_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_: object) -> None: ...

    monkeypatch.setattr(serve, "refuse_taken_port", nothing)
    monkeypatch.setattr(serve, "database", contextlib.nullcontext)
    monkeypatch.setattr(serve, "carries_demo_mark", lambda: False)
    with pytest.raises(OnlyOverTls):
        serve.run(argparse.Namespace(host="0.0.0.0", port=8000, no_demo=True))
