"""What fails around us: the database is not there, the disk is full. A plain sentence, no half work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError
from psycopg import sql

from ayni.cli.postgres import Urls
from ayni.cycle.verification import verify
from tests.conftest import _drop
from tests.cycle import made, small_world
from tests.cycle.small_world import APRIL, FIRST, SYSTEM

ROOT = Path(__file__).resolve().parents[2]
#: Room for a copy of the founded database (it is ten to twenty megabytes) and a little more.
DISK_MEGABYTES = 64
PAGE = 1 << 20


def ayni(*words: str, env: dict[str, str], folder: Path) -> tuple[int, str, str]:
    """Run a verb as a person does."""
    found = subprocess.run(
        [sys.executable, "-m", "ayni.cli", *words],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "AYNI_LANG": "es"} | env,
    )  # fmt: skip
    return found.returncode, found.stdout, found.stderr


@pytest.mark.parametrize(
    "verb",
    [
        ("assess", "--all", "--month", "2026-04"),
        ("roster", "import", "n.xlsx", "--agreement", "A", "--month", "2026-04"),
        ("statement", "import", "n.xlsx"),
        ("verify",),
        ("eligibility", "40000001"),
    ],
    ids=lambda verb: "_".join(verb[:2]),
)
def test_a_database_out_of_reach_is_one_sentence_and_status_1(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    (tmp_path / "n.xlsx").write_bytes(made.file(made.families(1)).content)
    nowhere = "postgresql://ayni_app:x@127.0.0.1:1/ayni"

    env = {"DATABASE_URL": nowhere, "AYNI_OWNER_URL": "", "AYNI_POOL": "0"}

    status, out, err = ayni(*verb, env=env, folder=tmp_path)

    assert (status, out) == (1, "")
    assert err.startswith("ayni: No se puede hablar con la base de datos") and "Trace" not in err


def test_with_a_pool_too_the_sentence_is_said(tmp_path: Path) -> None:
    env = {"DATABASE_URL": "postgresql://ayni_app:x@127.0.0.1:1/ayni", "AYNI_OWNER_URL": ""}

    status, out, err = ayni("verify", env=env, folder=tmp_path)

    assert (status, out) == (1, "")
    assert "\nayni: No se puede hablar con la base de datos" in f"\n{err}" and "Trace" not in err


@contextmanager
def small_disk(folder: Path, *, owner: int) -> Iterator[Path]:
    """A disk of its own in memory, of a few megabytes."""
    folder.mkdir()
    made_ = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made_.returncode:
        pytest.skip(f"NOT TESTED: disk full. This machine mounts no tmpfs: {made_.stderr.strip()}")
    try:
        os.chown(folder, owner, -1)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def on_small_disk(disk: Path, *, server: Urls, main: Urls, worker: str) -> Iterator[Urls]:
    """The founded database, its tables on the small disk; its journal of writes stays on the large one."""
    space, name = f"ayni_small_{worker}", f"ayni_test_{worker}_small"
    small_world.ready("ayni_founded", server=server)
    try:
        with psycopg.connect(server.admin, autocommit=True) as admin:
            admin.execute(
                sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(
                    sql.Identifier(space), sql.Literal(str(disk))
                )
            )
        small_world.copy(name, parent="ayni_founded", server=server)
        with psycopg.connect(server.admin, autocommit=True) as admin:
            admin.execute(
                sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(
                    sql.Identifier(name), sql.Identifier(space)
                )
            )
        with small_world.standing_in(name, server=server, main=main) as there:
            yield there
    finally:
        _drop(server.admin, name)
        with psycopg.connect(server.admin, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP TABLESPACE IF EXISTS {}").format(sql.Identifier(space)))


def fill(disk: Path) -> Path:
    """Write until nothing more fits; gives the file, to be removed."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (PAGE, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return filler


@pytest.mark.skipif(
    os.geteuid() != 0, reason="NOT TESTED: disk full. Only root may mount a small disk"
)
def test_a_full_disk_during_import_leaves_nothing_and_the_next_try_works(
    urls: Urls, _server: Urls, worker: str, tmp_path: Path, django_db_blocker: object
) -> None:
    with psycopg.connect(_server.admin) as admin:
        (where,) = admin.execute("SHOW data_directory").fetchone() or ("",)
    folder = Path(where).parent / f"small-disk-{worker}"
    written = made.families(*range(1, 10))
    file = tmp_path / "nomina.xlsx"
    file.write_bytes(_large_roster())
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        small_disk(folder, owner=Path(where).stat().st_uid) as disk,
        on_small_disk(disk, server=_server, main=urls, worker=worker) as there,
    ):
        before = made.effects()
        filler = fill(disk)
        env = {"DATABASE_URL": there.app, "AYNI_OWNER_URL": there.owner}
        verb = ("roster", "import", file.name, "--agreement", FIRST, "--month", "2026-04")

        status, out, err = ayni(*verb, env=env, folder=tmp_path)

        assert (status, out) == (1, ""), (out, err)
        assert err.startswith("ayni: ") and "Traceback" not in err
        assert "disco" in err and "llen" in err
        with pytest.raises(DatabaseError, match="No space left"):
            made.taken(written, month=APRIL)
        filler.unlink()
        assert made.effects() == before
        assert ayni(*verb, env=env, folder=tmp_path)[0] == 0
        assert len(made.spans()) == 2 * LARGE
        assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []


LARGE = 150


def _large_roster() -> bytes:
    from ayni.adapters.spreadsheets import write_roster

    rows = [
        (n + 1, *row[1:3], f"{lead}{n:07d}", *row[4:])
        for n in range(LARGE)
        for lead, row in ((4, made.head(n % 9 + 1)), (7, made.child(n % 9 + 1)))
    ]
    return write_roster(rows=rows)  # type: ignore[arg-type]
