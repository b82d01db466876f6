"""The command line itself: verbs, refusals as sentences, serving and its watch, doctor, set-up."""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ayni.cli import main as command
from ayni.cli import setup
from ayni.cli.postgres import Urls
from ayni.cli.postgres.refusals import NoBinaries
from tests.samples import ROOT


def ayni(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ayni.cli", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def failing_verb(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """A verb ``doctor`` that raises what the test puts in the list."""
    errors: list[Exception] = []

    def parser(_asked: str | None) -> argparse.ArgumentParser:
        def fall(_arguments: argparse.Namespace) -> int:
            raise errors[0]

        made = argparse.ArgumentParser()
        made.add_argument("verb")
        made.set_defaults(run=fall)
        return made

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(command, "_parser", parser)
    yield errors
    signal.signal(signal.SIGTERM, before)


def test_unknown_verb_names_the_known_ones() -> None:
    done = ayni("cafe")
    assert done.returncode == 2
    assert "No existe la orden cafe" in done.stderr
    assert "serve" in done.stderr
    assert "There is no command" in ayni("cafe", AYNI_LANG="en").stderr


def test_help_imports_no_django() -> None:
    code = (
        "import sys\nfrom ayni.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('django', 'psycopg', 'polars') if m in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoBinaries(), "PostgreSQL 15"),
        (
            PermissionError(errno.EACCES, "denied", "/some/folder"),
            "No hay permiso para /some/folder",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "El disco está lleno"),
    ],
)
def test_refusal_is_a_sentence_and_status_one(
    failing_verb: list[Exception],
    error: Exception,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing_verb.append(error)
    assert command.main(["doctor"]) == 1
    assert sentence in capsys.readouterr().err


def test_unreachable_database_is_a_sentence(
    failing_verb: list[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    import psycopg

    failing_verb.append(psycopg.OperationalError("connection refused"))
    assert command.main(["doctor"]) == 1
    assert "No se puede hablar con la base de datos: connection refused" in capsys.readouterr().err


def test_fault_of_the_program_keeps_its_trace(failing_verb: list[Exception]) -> None:
    failing_verb.append(KeyError("a bug"))
    with pytest.raises(KeyError, match="a bug"):
        command.main(["doctor"])


def test_interrupt_ends_with_130(failing_verb: list[BaseException]) -> None:
    failing_verb.append(KeyboardInterrupt())
    assert command.main(["doctor"]) == 130


def test_superuser_is_refused(urls: Urls) -> None:
    done = ayni("doctor", "--json", DATABASE_URL=urls.admin, AYNI_OWNER_URL=urls.owner)
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert found["role"]["state"] == "wrong"
    assert found["role"]["seen"] == "es superusuario"
    assert done.returncode == 1


def test_doctor_finds_a_healthy_database(urls: Urls) -> None:
    done = ayni("doctor", "--json", DATABASE_URL=urls.app, AYNI_OWNER_URL=urls.owner)
    found = {one["name"]: one for one in json.loads(done.stdout)}
    for name in ("python", "connection", "role", "migrations", "row_security", "clock"):
        assert found[name]["state"] == "fine", found[name]


def test_doctor_says_when_the_database_is_away() -> None:
    away = "postgresql://ayni_app:x@127.0.0.1:1/ayni"
    done = ayni("doctor", "--json", DATABASE_URL=away, AYNI_OWNER_URL=away)
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert found["connection"]["state"] == "wrong"
    assert "role" not in found
    assert done.returncode == 1


def test_doctor_sees_a_table_without_row_security(fresh_database: Urls) -> None:
    import psycopg

    with psycopg.connect(fresh_database.owner) as owner:
        owner.execute("CREATE TABLE bare (institution int)")
    done = ayni("doctor", DATABASE_URL=fresh_database.app, AYNI_OWNER_URL=fresh_database.owner)
    assert "bare" in done.stdout
    assert done.returncode == 1


# --- serving --------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_demo_refuses_an_open_address(host: str) -> None:
    from ayni.cli.serve import OnlyLoopback, refuse_open_address

    with pytest.raises(OnlyLoopback, match="127"):
        refuse_open_address(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_demo_accepts_this_machine(host: str) -> None:
    from ayni.cli.serve import refuse_open_address

    refuse_open_address(host)


def test_taken_port_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    from ayni.cli.serve import PortTaken, refuse_taken_port

    monkeypatch.setattr("ayni.cli.serve._PORT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        refuse_taken_port(host="127.0.0.1", port=taken.getsockname()[1])


def test_fallen_child_is_begun_again_and_at_last_given_up(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ayni.cli import serve

    monkeypatch.setenv("AYNI_HOME", str(tmp_path))
    monkeypatch.setattr(serve, "_TICK_SECONDS", 0.01)
    marks = tmp_path / "marks"
    code = f"open({str(marks)!r}, 'a').write('x'); raise SystemExit(3)"
    child = serve.Child("web", [sys.executable, "-S", "-c", code], lasting=True)
    assert serve.watch([child], address="here", version="18") == 1
    assert marks.read_text() == "xxxxx"
    assert "web no se sostiene (3)" in capfd.readouterr().err


def test_child_that_did_its_work_is_left_alone(tmp_path: Path) -> None:
    from ayni.cli import serve

    child = serve.Child("demo", [sys.executable, "-S", "-c", ""], lasting=False)
    child.begin()
    assert child.process is not None
    child.process.wait()
    first = child.process.pid
    assert child.look()
    assert child.process.pid == first


def test_stubborn_child_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    from ayni.cli import serve

    monkeypatch.setattr(serve, "_STOP_SECONDS", 0.3)
    code = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    child = serve.Child("web", [sys.executable, "-S", "-c", code], lasting=True)
    child.begin()
    time.sleep(0.3)
    child.end()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_end_when_the_watcher_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom ayni.cli.serve import Child\n"
        "words = [sys.executable, '-S', '-c', 'import time; time.sleep(60)']\n"
        "child = Child('web', words, lasting=True)\n"
        "child.begin()\nprint(child.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    watcher = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert watcher.stdout is not None
    child = int(watcher.stdout.readline())
    watcher.kill()
    watcher.wait()
    deadline = time.monotonic() + 10
    while living(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not living(child)


def test_accounts_are_shown_once_they_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ayni.cli.serve import show_accounts

    path = tmp_path / "demo-accounts.json"
    assert not show_accounts(path)
    path.write_text('[{"user": "secretaria", "password": "abc", "role": "secretary"}]')
    assert show_accounts(path)
    assert capsys.readouterr().out.splitlines()[1].split() == ["secretaria", "abc", "secretary"]


def living(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().split()[2] != "Z"


# --- set-up -----------------------------------------------------------------------------------


def test_catalogues_are_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "sí"\nmsgstr "yes"\n'
    )
    assert setup.compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert setup.compile_catalogues(tmp_path) == []
    import gettext

    with (folder / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("sí") == "yes"


def test_assets_come_once_and_again_when_one_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[Path] = []

    def npm(folder: Path, *, tests: bool) -> None:
        fetched.append(folder)
        for source in (setup.SHIPPED | setup.FOR_TESTS).values():
            target = folder / "node_modules" / source
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("x")

    monkeypatch.setattr(setup, "_npm_install", npm)
    assert setup.fetch_assets(tmp_path, tests=False)
    assert not setup.fetch_assets(tmp_path, tests=False)
    (tmp_path / "web" / "vendor" / "htmx.min.js").unlink()
    assert setup.assets_missing(tmp_path) == ["web/vendor/htmx.min.js"]
    assert setup.fetch_assets(tmp_path, tests=False)
    assert len(fetched) == 2


def test_failing_npm_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_npm", lambda: ["sh", "-c", "echo no network >&2; exit 1"])
    with pytest.raises(setup.NpmFailed, match="no network"):
        setup.fetch_assets(tmp_path, tests=False)
    assert setup.assets_missing(tmp_path) == ["web/vendor/tabler.min.css", "web/vendor/htmx.min.js"]


def test_npm_of_the_wheel_and_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    program = setup._npm()
    assert program[-1].endswith("npm-cli.js")
    assert subprocess.run([*program, "--version"], capture_output=True, check=True).stdout
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(setup.NpmMissing):
        setup._npm()


# --- the two scripts --------------------------------------------------------------------------


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """The scripts alone, in a folder with a space, with a lock file that names nothing."""
    folder = tmp_path / "una carpeta"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "prepare.sh", folder / "tools")
    for name in ("run", "test"):
        shutil.copy(ROOT / name, folder)
    (folder / "requirements.txt").write_text("")
    package = folder / "src" / "ayni" / "cli"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys; print('ran', sys.argv[1:])")
    return folder


def run_script(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "run", *words],
        cwd="/",
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_run_prepares_once_and_passes_the_words_on(bare_checkout: Path) -> None:
    first = run_script(bare_checkout, "doctor", "--json", "a b")
    assert first.stdout == "ran ['doctor', '--json', 'a b']\n", first.stderr
    assert "preparando .venv" in first.stderr
    again = run_script(bare_checkout, "doctor")
    assert (again.stdout, again.stderr) == ("ran ['doctor']\n", "")


def test_half_made_environment_is_made_again(bare_checkout: Path) -> None:
    """What a kill -9 leaves: a .venv without its last stamp, and the lock of a dead process."""
    (bare_checkout / ".venv" / "bin").mkdir(parents=True)
    dead = subprocess.Popen(["true"])
    dead.wait()
    (bare_checkout / ".venv.lock").mkdir()
    (bare_checkout / ".venv.lock" / "pid").write_text(f"{dead.pid}\n")
    done = run_script(bare_checkout, "doctor")
    assert done.stdout == "ran ['doctor']\n", done.stderr
    assert not (bare_checkout / ".venv.lock").exists()


def test_killed_installation_is_begun_from_nothing(bare_checkout: Path) -> None:
    """Packages that were cut off while they were written are not trusted."""
    run_script(bare_checkout, "doctor")
    (bare_checkout / ".venv" / ".installing").touch()
    (bare_checkout / ".venv" / ".packages").unlink()
    done = run_script(bare_checkout, "doctor")
    assert done.stdout == "ran ['doctor']\n", done.stderr
    assert "preparando .venv" in done.stderr
    assert not (bare_checkout / ".venv" / ".installing").exists()


def test_moved_checkout_is_prepared_again(bare_checkout: Path) -> None:
    run_script(bare_checkout, "doctor")
    moved = bare_checkout.with_name("otra")
    bare_checkout.rename(moved)
    done = run_script(moved, "doctor")
    assert done.stdout == "ran ['doctor']\n", done.stderr
    assert "preparando .venv" in done.stderr


def fake_python(folder: Path, body: str) -> str:
    """A PATH on which every python is this script, and little else."""
    folder.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    for tool in ("dirname", "cat", "cksum", "tr", "mkdir", "rm", "sleep"):
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    return str(folder)


def test_old_python_is_said_plainly(bare_checkout: Path, tmp_path: Path) -> None:
    path = fake_python(tmp_path / "old", 'case "$2" in *exit*) exit 1;; *) echo 3.9.2;; esac')
    done = run_script(bare_checkout, "doctor", PATH=path)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed; found here: 3.9.2" in done.stderr


def test_python_without_venv_names_the_package(bare_checkout: Path, tmp_path: Path) -> None:
    body = 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac'
    done = run_script(bare_checkout, "doctor", PATH=fake_python(tmp_path / "bare", body))
    assert done.returncode == 1
    assert "apt install python3.11-venv" in done.stderr
