"""The database of a verb: server running, tables up to date, the right role, then Django."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import django
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from ayni.cli.home import home
from ayni.cli.postgres import running_server
from ayni.cli.postgres.secrets import secrets_of
from ayni.cli.refused import CommandRefused
from ayni.cli.words import text

#: Two commands that start at once must not both migrate; the number is ours, of no meaning.
_MIGRATION_LOCK = 4_179_151
_RIGHTS = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
_OWNED = (
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND pg_has_role(c.relowner, 'MEMBER')"
)


class DatabaseRefusal(CommandRefused):
    """The database cannot be worked with as it is; the message says what to do."""


class RoleTooStrong(DatabaseRefusal):
    """The role could walk past row security."""

    code = "role_too_strong"


class MigrationsPending(DatabaseRefusal):
    """The tables are older than the program and no owner's address was given."""

    code = "migrations_pending"


@contextlib.contextmanager
def database(*, migrate: bool = True) -> Iterator[None]:
    """Within the block Django works: server running, tables up to date, the app's role checked.

    Sets DATABASE_URL, AYNI_OWNER_URL and AYNI_SECRET_KEY for this process and its children.
    Raises PostgresRefusal, RoleTooStrong, MigrationsPending.
    """
    with addresses():
        setup_django()
        if migrate:
            bring_up_to_date()
        refuse_strong_role()
        yield


@contextlib.contextmanager
def addresses() -> Iterator[None]:
    """The environment that settings read. A server is started only when no address is given."""
    if not os.environ.get("AYNI_SECRET_KEY"):
        os.environ["AYNI_SECRET_KEY"] = secrets_of(home()).key
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with running_server(home()) as urls:
        ours = {
            "DATABASE_URL": urls.app,
            "AYNI_OWNER_URL": urls.owner,
            "AYNI_AUDITOR_URL": urls.auditor,
        }
        os.environ.update(ours)
        try:
            yield
        finally:
            _disconnect()
            for name in ours:
                os.environ.pop(name, None)


def setup_django() -> None:
    """Load settings once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    django.setup()


def pending_migrations(alias: str) -> list[str]:
    """Names of the migrations that this database has not yet seen."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> None:
    """Migrate as the owner, one command at a time. Raises MigrationsPending."""
    if not os.environ.get("AYNI_OWNER_URL"):
        if missing := pending_migrations("default"):
            raise MigrationsPending(names=", ".join(missing))
        return
    owner = connections["owner"]
    if not pending_migrations("owner"):
        owner.close()
        return
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        owner.close()


def refuse_strong_role(alias: str = "default") -> None:
    """The app's role must be unable to pass row security. Raises RoleTooStrong."""
    if why := strength(connections[alias]):
        raise RoleTooStrong(why=text(why))


def strength(connection: BaseDatabaseWrapper) -> str | None:
    """Code of the word for what makes this role too strong, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS)
        row = cursor.fetchone()
        cursor.execute(_OWNED)
        owned = cursor.fetchone()
    if row is None or row[0]:
        return "is_superuser"
    if row[1]:
        return "bypasses_rls"
    return "owns_tables" if owned and owned[0] else None


def _disconnect() -> None:
    """Give connections back before the server stops: a pool would try to reach it again."""
    from django.apps import apps

    if not apps.ready:
        return
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
