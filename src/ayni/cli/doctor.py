"""``ayni doctor``: what is wrong with this installation, in words. It changes nothing."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import connection

from ayni.cli.database import addresses, pending_migrations, setup_django, strength
from ayni.cli.home import home
from ayni.cli.postgres.binaries import find_binaries
from ayni.cli.postgres.refusals import PostgresRefusal
from ayni.cli.setup import LOCALES, assets_missing
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs

_OLDEST_PYTHON = (3, 11)
_DISK_WANTED = 2 * 1024**3
_CLOCK_LIMIT_SECONDS = 5.0
#: Tables that carry an institution belong to somebody: each must be under row security by force.
_UNGUARDED = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                  AND a.attname IN ('institution', 'association') AND NOT a.attisdropped)
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    ORDER BY 1
"""


class State(Enum):
    """``wrong``: the program cannot be trusted to work; ``lacking``: a part of it is off."""

    FINE = "fine"
    LACKING = "lacking"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, how it stands, what was seen."""

    name: str
    state: State
    seen: str


def register(verbs: Verbs) -> None:
    """Add ``doctor [--json]``."""
    parser = verbs.add_parser("doctor", help=text("verb_doctor"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 1 when anything is wrong."""
    findings = [*machine(), *installation()]
    if arguments.json:
        rows = [asdict(one) | {"state": one.state.value} for one in findings]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        signs = {State.FINE: "✓", State.LACKING: "!", State.WRONG: "✗"}
        for one in findings:
            print(f"{signs[one.state]} {text('doctor_' + one.name):<32} {one.seen}")
    return int(any(one.state is State.WRONG for one in findings))


def machine() -> Iterator[Finding]:
    """What can be seen without a database."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield _finding("python", sys.version_info >= _OLDEST_PYTHON, python)
    place = home()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    yield _finding("disk", free > _DISK_WANTED, f"{free / 1024**3:.1f} GB")
    yield _finding("home", os.access(place, os.W_OK), str(home()))
    yield _binaries()
    missing = assets_missing(home())
    yield _finding("assets", not missing, ", ".join(missing) or "ok", State.LACKING)
    stale = [
        path.parts[-3]
        for path in LOCALES.glob("*/LC_MESSAGES/*.po")
        if not path.with_suffix(".mo").exists()
    ]
    yield _finding("texts", not stale, ", ".join(sorted(stale)) or "ok", State.LACKING)
    zones = "America/Lima" in available_timezones()
    yield _finding("time_zones", zones, "America/Lima")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    yield _finding("chromium", chromium is not None, chromium or "-", State.LACKING)


def _binaries() -> Finding:
    if os.environ.get("DATABASE_URL"):
        return Finding("binaries", State.FINE, "DATABASE_URL")
    try:
        found = find_binaries(data_majors={})
    except PostgresRefusal as error:
        return Finding("binaries", State.WRONG, str(error))
    return Finding("binaries", State.FINE, f"PostgreSQL {found.version} ({found.source})")


def installation() -> Iterator[Finding]:
    """What the database tells. When it cannot be reached, that is the one finding."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(addresses())
            setup_django()
            connection.ensure_connection()
        except Exception as error:
            yield Finding("connection", State.WRONG, str(error).strip())
            return
        yield Finding("connection", State.FINE, connection.settings_dict["USER"])
        for look in _LOOKS:
            yield look()
        connection.close()


def _role() -> Finding:
    why = strength(connection)
    return _finding("role", why is None, text(why) if why else "ok")


def _migrations() -> Finding:
    missing = pending_migrations("default")
    seen = ", ".join(missing[:3]) + (f" … ({len(missing)})" if len(missing) > 3 else "")
    return _finding("migrations", not missing, seen or "ok", State.LACKING)


def _row_security() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(_UNGUARDED)
        bare = [row[0] for row in cursor.fetchall()]
    return _finding("row_security", not bare, ", ".join(bare) or "ok")


def _clock() -> Finding:
    """Two clocks that differ would date a payment on the wrong day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        row = cursor.fetchone()
    apart = abs(time.time() - row[0]) if row else _CLOCK_LIMIT_SECONDS
    return _finding("clock", apart < _CLOCK_LIMIT_SECONDS, f"{apart:.1f} s")


_LOOKS: tuple[Callable[[], Finding], ...] = (_role, _migrations, _row_security, _clock)


def _finding(name: str, fine: bool, seen: str, otherwise: State = State.WRONG) -> Finding:
    return Finding(name, State.FINE if fine else otherwise, seen)
