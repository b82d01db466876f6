"""``ayni serve``: prepares the database, then watches the web server and what runs beside it.

Rooms are imported where they are used: their models can be loaded only after the settings.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from ayni.cli.database import database
from ayni.cli.home import home
from ayni.cli.refused import CommandRefused
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs

#: Written by the demo programme when it makes the passwords: a list of {user, password, role}.
ACCOUNTS = "demo-accounts.json"
#: Mark in the database that the demo programme sets as its last step.
DEMO_LOADED = "demo_loaded"
_SWEEP_SECONDS = 10.0
#: How often studies are held against what came, beside whenever one was run.
_SCORE_SECONDS = 6 * 3600.0
_TICK_SECONDS = 0.2
_STOP_SECONDS = 20.0
#: The web server of a run that was killed needs a moment to give its port back.
_PORT_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
#: A child that falls this often within the span does not stay up.
_FALLS, _FALL_SPAN = 5, 60.0


class OnlyLoopback(CommandRefused):
    """Demo mode listens on this machine only: its passwords are known and have no second factor."""

    code = "only_loopback"


class OnlyOverTls(CommandRefused):
    """Sessions and passwords would cross the network in the clear."""

    code = "only_over_tls"


class PortTaken(CommandRefused):
    """Somebody else listens there."""

    code = "port_taken"


@dataclass(slots=True)
class Child:
    """A process that is watched: ``lasting`` ones are begun again whenever they end."""

    name: str
    words: Sequence[str]
    lasting: bool
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """Start it, in a session of its own: a Ctrl-C reaches it through us, in order."""
        self.process = subprocess.Popen(
            self.words,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def end(self) -> None:
        """Ask it to end, then insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_STOP_SECONDS)
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def look(self) -> bool:
        """Begin it again if it fell; False when it does not stay up."""
        status = self.process.poll() if self.process else None
        if status is None or (status == 0 and not self.lasting):
            return True
        now = time.monotonic()
        self.falls = [fall for fall in self.falls if now - fall < _FALL_SPAN] + [now]
        if len(self.falls) >= _FALLS:
            print(text("child_lost", name=self.name, status=status), file=sys.stderr, flush=True)
            self.process = None
            return False
        print(text("child_again", name=self.name, status=status), file=sys.stderr, flush=True)
        self.begin()
        return True


def _end_with_parent() -> None:
    """Where the kernel can, let a child be told to end when we die without a word (``kill -9``)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def register(verbs: Verbs) -> None:
    """Add ``serve [--host H] [--port P] [--no-demo]``."""
    parser = verbs.add_parser("serve", help=text("verb_serve"))
    parser.add_argument("--host", default="127.0.0.1", help=text("option_host"))
    parser.add_argument("--port", type=int, default=8000, help=text("option_port"))
    parser.add_argument("--no-demo", action="store_true", help=text("option_no_demo"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM. Raises OnlyLoopback, OnlyOverTls, PortTaken."""
    refuse_taken_port(host=arguments.host, port=arguments.port)
    with database():
        marked = carries_demo_mark()
        demo = not arguments.no_demo and (not demo_loaded() if marked else nothing_here())
        if demo or marked:
            refuse_open_address(arguments.host)
        refuse_plain_address(arguments.host, secure=settings.SECURE)
        children = [web_server(host=arguments.host, port=arguments.port)]
        if demo:
            words = [sys.executable, "-m", "ayni.cli", "demo", "--into-empty"]
            children.append(Child("demo", words, lasting=False))
        version = server_version()
        connection.close()
        return watch(children, address=_address(arguments.host, arguments.port), version=version)


def watch(children: list[Child], *, address: str, version: str) -> int:
    """Keep the children up until we are asked to stop; the first child is the one that matters."""
    try:
        for child in children:
            child.begin()
        print(text("serving", address=address, version=version), flush=True)
        if len(children) > 1:
            print(text("accounts_later"), flush=True)
        _attend(children)
        return 1
    except (KeyboardInterrupt, SystemExit):
        print(text("closing"), flush=True)
        return 0
    finally:
        for child in reversed(children):
            child.end()


def _attend(children: list[Child]) -> None:
    """Look at every child, show the accounts once, sweep; returns when the web does not stay up."""
    shown, swept = False, time.monotonic()
    with studies_worked() as look_at_studies:
        while True:
            standing = [child for child in children if child.look()]
            if children[0] not in standing:
                return
            children[:] = standing
            shown = shown or show_accounts(home() / ACCOUNTS)
            if time.monotonic() - swept > _SWEEP_SECONDS:
                sweep()
                look_at_studies()
                swept = time.monotonic()
            time.sleep(_TICK_SECONDS)


@contextlib.contextmanager
def studies_worked() -> Iterator[Callable[[], None]]:
    """Give what starts a worker where a study's run waits or the day asks for scores; it ends with us."""
    worker = Child("study", [sys.executable, "-m", "ayni.cli", "study", "work"], lasting=False)
    scored = time.monotonic() - _SCORE_SECONDS

    def look() -> None:
        nonlocal scored
        if worker.process is not None and worker.process.poll() is None:
            return
        due = time.monotonic() - scored >= _SCORE_SECONDS
        if studies_wait(done=due):
            worker.begin()
            scored = time.monotonic()

    try:
        yield look
    finally:
        worker.end()


def studies_wait(*, done: bool) -> bool:
    """Tell whether a run waits in any institution (or, with ``done``, whether any could be scored)."""
    from ayni.apps.access.actions import acting
    from ayni.apps.access.queries import institutions
    from ayni.apps.study import queries
    from ayni.cli.acting import cli_actor

    try:
        for number in institutions():
            with acting(cli_actor(verb="serve", institution=number)) as actor:
                if queries.waiting(actor=actor) or (done and queries.results(actor=actor)):
                    return True
    except Exception as error:  # a database that is away for a moment is tried at the next sweep
        print(f"ayni: {error}", file=sys.stderr, flush=True)
    finally:
        connection.close()
    return False


def sweep() -> None:
    """Let agreements take the steps that are due, then seal what was committed.

    A database that is away for a moment is tried at the next sweep.
    """
    from ayni.apps.audit.actions import seal
    from ayni.cli.agreement import advance_all

    try:
        advance_all(verb="serve")
        with transaction.atomic():
            seal()
    except Exception as error:
        print(f"ayni: {error}", file=sys.stderr, flush=True)
    finally:
        connection.close()


def web_server(*, host: str, port: int) -> Child:
    """gunicorn with threads: the pool of each worker holds a connection per thread."""
    words = [sys.executable, "-m", "gunicorn", "ayni.config.wsgi:application"]
    words += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    words += ["--worker-class", "gthread", "--threads", "8", "--timeout", "120"]
    words += ["--workers", os.environ.get("AYNI_WORKERS", "1"), "--log-level", "warning"]
    words += ["--graceful-timeout", "10", "--no-control-socket"]
    return Child("web", words, lasting=True)


def carries_demo_mark() -> bool:
    """Whether this installation was ever given to the demo programme."""
    from ayni.apps.access.queries import demo_mark

    return demo_mark() is not None


def demo_loaded() -> bool:
    """Whether the demo programme came to its end; one that was cut short goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM access_mark WHERE name = %s", [DEMO_LOADED])
        return cursor.fetchone() is not None


def nothing_here() -> bool:
    """Whether nobody has an account yet."""
    return not get_user_model()._default_manager.exists()


def server_version() -> str:
    """The version of the server, as a person writes it."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return str(row[0]).split()[0] if row else ""


def refuse_open_address(host: str) -> None:
    """Raises OnlyLoopback for any address that another machine can reach."""
    if not _only_here(host):
        raise OnlyLoopback(host=host)


def refuse_plain_address(host: str, *, secure: bool) -> None:
    """Raises OnlyOverTls for an address that others reach when nobody said that TLS stands in front."""
    if not secure and not _only_here(host):
        raise OnlyOverTls(host=host)


def _only_here(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def refuse_taken_port(*, host: str, port: int) -> None:
    """Raises PortTaken before anything is started."""
    deadline = time.monotonic() + _PORT_SECONDS
    while not _port_is_free(host, port):
        if time.monotonic() > deadline:
            raise PortTaken(host=host, port=port)
        time.sleep(_TICK_SECONDS)


def _port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def show_accounts(path: Path) -> bool:
    """Print the demo accounts once the demo has made them; whether they were there."""
    if not path.exists():
        return False
    print(text("accounts"))
    for account in json.loads(path.read_text(encoding="utf-8")):
        print("  " + "  ".join(f"{value!s:<18}" for value in account.values()).rstrip())
    sys.stdout.flush()
    return True


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
