"""Making a cluster, its roles and its databases."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from ayni.cli.postgres.place import Place
from ayni.cli.postgres.refusals import ClusterNotMade
from ayni.cli.postgres.secrets import Secrets

ADMIN, OWNER, APP, AUDITOR = "ayni_admin", "ayni_owner", "ayni_app", "ayni_auditor"
DATABASE = "ayni"
#: Every connection proves a password, also on the socket: the web server shares it with us.
_HBA = "local all all scram-sha-256\n"
#: Per role: a web request must not wait for ever; the auditor cannot write at all.
_ROLE_SETTINGS: dict[str, dict[str, str]] = {
    OWNER: {},
    APP: {
        "lock_timeout": "3s",
        "statement_timeout": "15min",
        "idle_in_transaction_session_timeout": "10min",
    },
    AUDITOR: {
        "default_transaction_read_only": "on",
        "statement_timeout": "5min",
        "idle_in_transaction_session_timeout": "5min",
    },
}


def server_environment() -> dict[str, str]:
    """The surroundings of the server's programs: nothing of the caller's PG* or locale settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def make_cluster(place: Place, secrets: Secrets) -> None:
    """initdb beside the final folder, then rename: a half-made cluster is never taken for a whole.

    Raises ClusterNotMade.
    """
    for left in place.parent.glob("pg-*.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{place.data.name}.new-", dir=place.parent))
    password = staging / "password"
    password.write_text(secrets.admin, encoding="utf-8")
    place.account.give(password, mode=0o600)
    place.account.give(staging, mode=0o700)
    try:
        _initdb(place, staging)
        (staging / "data" / "pg_hba.conf").write_text(_HBA, encoding="utf-8")
        (staging / "data").rename(place.data)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _initdb(place: Place, staging: Path) -> None:
    words: list[str | Path] = [place.binaries.folder / "initdb", "--pgdata", staging / "data"]
    words += ["--username", ADMIN, "--pwfile", staging / "password", "--encoding=UTF8"]
    words += ["--auth=scram-sha-256", "--locale=C", "--data-checksums", "--no-instructions"]
    done = subprocess.run(
        words,
        cwd=staging,
        env=server_environment(),
        capture_output=True,
        text=True,
        check=False,
        **place.account.drop(),
    )
    if done.returncode != 0:
        raise ClusterNotMade(why=(done.stderr or done.stdout).strip()[-600:])


def _make_role(admin: psycopg.Connection, *, role: str, password: str) -> None:
    """The password is hashed here: not even an error message of the server can show it."""
    encrypted = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    admin.execute(
        sql.SQL(
            "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS "
            "NOREPLICATION PASSWORD {}"
        ).format(sql.Identifier(role), sql.Literal(encrypted.decode()))
    )


def make_database(admin: psycopg.Connection, *, name: str, template: str = "template0") -> None:
    """A database owned by the owner; app and auditor may connect, nobody else."""
    name_of, app, auditor = sql.Identifier(name), sql.Identifier(APP), sql.Identifier(AUDITOR)
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            name_of, sql.Identifier(OWNER), sql.Identifier(template)
        )
    )
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name_of))
    admin.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(name_of, app))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name_of, auditor))


def provision(admin: psycopg.Connection, secrets: Secrets) -> None:
    """Make what is missing of roles and database, and bring the roles' settings up to date."""
    passwords = {OWNER: secrets.owner, APP: secrets.app, AUDITOR: secrets.auditor}
    there = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles")}
    for role, password in passwords.items():
        if role not in there:
            _make_role(admin, role=role, password=password)
        for setting, value in _ROLE_SETTINGS[role].items():
            admin.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(role), sql.Identifier(setting), sql.Literal(value)
                )
            )
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if found is None:
        admin.execute("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        make_database(admin, name=DATABASE)
