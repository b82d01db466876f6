"""One server per test session, begun only when a test asks for a database.

Every xdist worker joins the same server and has a database of its own, copied from a template that
was migrated once, as the owner. Tests work as the app's role (alias ``default``), rolled back after
each test. A test that must commit asks for ``fresh_database``: a database of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from ayni.cli.postgres import Server, Urls
from ayni.cli.postgres.cluster import make_database
from ayni.cli.warming import choose_place
from tests import network

TEMPLATE = "ayni_template"
_HOME = "AYNI_TEST_HOME"
_KEY = "only-for-tests-and-long-enough-for-every-check-of-django"

DatabaseMaker = Callable[[str], AbstractContextManager[Urls]]


def pytest_configure(config: pytest.Config) -> None:
    """The first process of the session makes the folder of the server; workers inherit its name."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="ayni-tests-"))
        folder.chmod(0o755)  # root's server runs under another account
        os.environ[_HOME] = str(folder)
    choose_place()  # kernels compiled once for all workers
    network.refuse_the_network()
    os.environ["AYNI_SECRET_KEY"] = _KEY
    for name in ("DATABASE_URL", "AYNI_OWNER_URL", "AYNI_AUDITOR_URL"):
        os.environ.pop(name, None)
    settings.SECRET_KEY = _KEY
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever made the folder removes it; the last worker has stopped the server."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(_HOME), ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what no browser looked at: a machine without chromium is not a green one."""
    skipped = [
        one for one in terminalreporter.stats.get("skipped", []) if "browser" in one.keywords
    ]
    for why in sorted({one.longrepr[2].removeprefix("Skipped: ") for one in skipped}):
        count = sum(one.longrepr[2].endswith(why) for one in skipped)
        terminalreporter.write_line(f"{why}: {count} browser tests skipped", yellow=True, bold=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Emptying the tables is forbidden to the app's role and by the append-only walls."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None and (mark.kwargs.get("transaction") or mark.args):
            raise pytest.UsageError(f"{item.nodeid}: use fresh_database, not transaction=True")


@pytest.fixture(autouse=True)
def _nobody_chose_a_language() -> None:
    """Begin each test in the installation's language: a page asked in another leaves it to the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _stays_on_the_machine() -> Iterator[None]:
    """Fail a test that wanted to leave the machine, also when what it tests swallowed the refusal."""
    network.refused.clear()
    network.spoken_to.clear()
    yield
    assert network.refused == []


def _point(alias: str, url: str) -> None:
    """Aim a Django alias at another database; the settings were loaded before the server began."""
    asked = conninfo_to_dict(url)
    connections[alias].close()
    connections.settings[alias].update(
        NAME=asked["dbname"],
        USER=asked["user"],
        PASSWORD=asked["password"],
        HOST=asked["host"],
        PORT=asked["port"],
    )


def _aim(urls: Urls) -> None:
    _point("default", urls.app)
    _point("owner", urls.owner)
    os.environ["DATABASE_URL"] = urls.app
    os.environ["AYNI_OWNER_URL"] = urls.owner
    os.environ["AYNI_AUDITOR_URL"] = urls.auditor


def _exists(admin: psycopg.Connection, name: str) -> bool:
    return (
        admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
    )


def _ready_template(home: Path, urls: Urls, blocker: object) -> None:
    """Migrate the template once per session; a half-made one of a killed worker is made again."""
    done = home / "template-is-ready"
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        _drop(urls.admin, TEMPLATE)
        with psycopg.connect(urls.admin, autocommit=True) as admin:
            make_database(admin, name=TEMPLATE)
        _aim(urls.of_database(TEMPLATE))
        try:
            with blocker.unblock():  # type: ignore[attr-defined]
                call_command("migrate", database="owner", interactive=False, verbosity=0)
        finally:
            for alias in connections:
                connections[alias].close()
        done.touch()


def _drop(admin_url: str, name: str) -> None:
    for alias in connections:
        connections[alias].close()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def _server() -> Iterator[Urls]:
    home = Path(os.environ[_HOME]) / "home"
    os.environ["AYNI_HOME"] = str(home)
    with Server(home, fleeting=True) as server:
        assert server.urls is not None
        yield server.urls


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Name of this xdist worker, or ``alone``."""
    workerinput: dict[str, str] = getattr(request.config, "workerinput", {})
    return workerinput.get("workerid", "alone")


@pytest.fixture(scope="session")
def database_maker(
    _server: Urls, django_db_blocker: object, worker: str
) -> Iterator[DatabaseMaker]:
    """Makes a migrated database by name, aims Django at it, drops it: for fixtures of any scope."""
    _ready_template(Path(os.environ["AYNI_HOME"]), _server, django_db_blocker)
    aimed: list[Urls] = []

    @contextlib.contextmanager
    def made(name: str) -> Iterator[Urls]:
        full = f"ayni_test_{worker}_{name}"
        _drop(_server.admin, full)
        with psycopg.connect(_server.admin, autocommit=True) as admin:
            make_database(admin, name=full, template=TEMPLATE)
        ours = _server.of_database(full)
        aimed.append(ours)
        _aim(ours)
        try:
            yield ours
        finally:
            aimed.remove(ours)
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                _drop(_server.admin, full)
            if aimed:
                _aim(aimed[-1])

    yield made


@pytest.fixture(scope="session")
def urls(database_maker: DatabaseMaker) -> Iterator[Urls]:
    """Addresses of this worker's database, by role."""
    with database_maker("main") as ours:
        yield ours


@pytest.fixture(scope="session")
def django_db_setup(urls: Urls) -> None:
    """pytest-django makes nothing: the database is there, and belongs to the owner."""


@pytest.fixture
def fresh_database(
    urls: Urls, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[Urls]:
    """A migrated database for this test alone, where commits stay; Django works in it."""
    with database_maker("fresh") as ours, django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield ours


@pytest.fixture
def owner_connection(urls: Urls) -> Iterator[psycopg.Connection]:
    """A connection as the owner; what is not committed is rolled back."""
    with contextlib.closing(psycopg.connect(urls.owner)) as connection:
        yield connection


@pytest.fixture
def app_connection(urls: Urls) -> Iterator[psycopg.Connection]:
    """A connection as the application's role; what is not committed is rolled back."""
    with contextlib.closing(psycopg.connect(urls.app)) as connection:
        yield connection
