"""A logical dump comes back whole: everything is there, and every invariant is green (P10, quick)."""

from __future__ import annotations

import subprocess

import psycopg
import pytest
from psycopg import sql

from ayni.cli.postgres import Urls
from ayni.cli.postgres.binaries import find_binaries
from ayni.cli.postgres.cluster import make_database
from ayni.cycle.verification import verify
from tests.conftest import _drop
from tests.cycle import small_world

_COUNTED = ("affiliation_span", "assessment_line", "ledger_posting", "entitlement_record")


def _counts(dsn: str) -> dict[str, int]:
    with psycopg.connect(dsn) as connection:
        return {
            name: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchone()[0]
            for name in _COUNTED
        }


@pytest.fixture
def restored(own_programme: Urls, _server: Urls, urls: Urls, worker: str, tmp_path):
    """A database of its own, into which a dump of the programme was restored as the administrator."""
    tools = find_binaries(data_majors={}).folder
    dump = tmp_path / "ayni.dump"
    name = f"ayni_test_{worker}_restored"
    verify(actor=small_world.SYSTEM)  # seals, as docs/how-to/backup.md says
    subprocess.run(
        [tools / "pg_dump", "--format=custom", f"--file={dump}", own_programme.admin], check=True
    )
    _drop(_server.admin, name)
    with psycopg.connect(_server.admin, autocommit=True) as admin:
        make_database(admin, name=name)
    there = _server.of_database(name)
    subprocess.run(
        [tools / "pg_restore", "--exit-on-error", "--dbname", there.admin, dump], check=True
    )
    yield own_programme, there, name
    _drop(_server.admin, name)


def test_a_dump_comes_back_whole_and_green(restored, _server: Urls, urls: Urls) -> None:
    before, after, name = restored
    assert _counts(after.admin) == _counts(before.admin)
    with small_world.standing_in(name, server=_server, main=urls):
        red = [one.name for one in verify(actor=small_world.SYSTEM) if not one.green]
    assert red == []
