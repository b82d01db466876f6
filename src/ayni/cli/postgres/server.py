"""One server, shared by every command of an installation.

Whoever needs the server holds a shared lock on ``postgres.users`` while it runs; the last one to
leave stops it. The kernel gives a lock back when its holder dies, so ``kill -9`` leaves no count
behind: a server that lingers is found alive by the next command and used, or found dead and started
again. ``postgres.lock`` lets only one command at a time start, join or leave.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from ayni.cli.postgres import cluster
from ayni.cli.postgres.launch import end_child, last_words, spawn_server
from ayni.cli.postgres.place import PORT, Place, find_place, socket_folder
from ayni.cli.postgres.process import (
    forget_dead_postmaster,
    living_postmaster,
    stop_postmaster,
)
from ayni.cli.postgres.refusals import SecretsLost, ServerNotStarted
from ayni.cli.postgres.secrets import Secrets, secrets_of, secrets_path

#: A server that died leaves back-ends which need seconds to notice; the next start waits for them.
_START_SECONDS = 30.0
#: Replaying the log of a crash may take longer than a start: while it lives and says so, we wait.
_RECOVERY_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one database, by role, and the server's version (``16.14``)."""

    app: str
    owner: str
    auditor: str
    admin: str
    version: str

    def of_database(self, name: str) -> Urls:
        """The same roles in another database of the same server."""
        moved = {
            field.name: urlunsplit(urlsplit(getattr(self, field.name))._replace(path=f"/{name}"))
            for field in fields(self)
            if field.name != "version"
        }
        return replace(self, **moved)


def _lock_file(path: Path) -> int:
    """A handle to lock; read-only suffices, so root and a plain user can share a home."""
    return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    handle = _lock_file(home / "postgres.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Server:
    """The server of an installation, in use between ``start`` and ``leave`` (or in a ``with``).

    ``fleeting`` trades durability for speed; only for data that may be lost.
    """

    def __init__(self, home: Path, *, fleeting: bool = False) -> None:
        self.home = home.absolute()
        self.fleeting = fleeting
        self._place: Place | None = None
        self._secrets: Secrets | None = None
        self._users: int | None = None
        self._socket: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.urls: Urls | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()

    def start(self) -> Urls:
        """Join the running server or start one; returns its addresses. Raises PostgresRefusal."""
        self.home.mkdir(parents=True, exist_ok=True)
        with _alone(self.home):
            self._users = _lock_file(self.home / "postgres.users")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            try:
                return self._join_or_start()
            except BaseException:
                self._stop_if_last()
                raise

    def leave(self) -> None:
        """Stop using the server; the last user stops it. A second call does nothing."""
        if self._users is None:
            return
        with _alone(self.home):
            self._stop_if_last()

    def _join_or_start(self) -> Urls:
        self._place = place = find_place(self.home)
        if place.data.exists() and not secrets_path(self.home).exists():
            raise SecretsLost(data=place.data, secrets=secrets_path(self.home))
        self._secrets = secrets = secrets_of(self.home)
        if not place.data.exists():
            cluster.make_cluster(place, secrets)
        socket = self._adopt(place)
        if socket is None:
            socket = socket_folder(place)
            self._launch(place, socket)
        self._socket = socket
        self.urls = self._addresses(secrets, socket)
        with psycopg.connect(self._maintenance(socket), autocommit=True) as admin:
            cluster.provision(admin, secrets)
        return self.urls

    def _adopt(self, place: Place) -> Path | None:
        """The socket folder of a living server, once it answers; None when none does."""
        found = living_postmaster(place.data)
        if found is None:
            return None
        deadline = time.monotonic() + _RECOVERY_SECONDS
        refused_since = time.monotonic()
        while living_postmaster(place.data) is not None and time.monotonic() < deadline:
            answer = self._ask(found.socket)
            if answer == "ready":
                return found.socket
            if answer == "busy":
                refused_since = time.monotonic()
            elif time.monotonic() - refused_since > 5:
                # Alive but out of reach: its socket was swept away. Nobody can use it.
                stop_postmaster(found.pid, data=place.data)
                return None
            time.sleep(0.05)
            found = living_postmaster(place.data) or found
        return None

    def _launch(self, place: Place, socket: Path) -> None:
        """Start the server and wait for its first answer; a start that fails is tried again."""
        began = time.monotonic()
        while True:
            forget_dead_postmaster(place.data)
            self._process = spawn_server(place, socket, fleeting=self.fleeting)
            if self._wait_for_answer(socket):
                return
            spent = time.monotonic() - began
            if spent > _START_SECONDS or self._process.poll() is None:
                raise ServerNotStarted(
                    seconds=round(spent), log=place.log, why=last_words(place.log)
                )
            time.sleep(0.3)

    def _wait_for_answer(self, socket: Path) -> bool:
        assert self._process is not None  # noqa: S101 - set by the one caller
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if self._ask(socket) == "ready":
                return True
            time.sleep(0.02)
        return False

    def _ask(self, socket: Path) -> str:
        """``ready``, ``busy`` (alive, starting or stopping) or ``silent``. Raises SecretsLost."""
        try:
            psycopg.connect(self._maintenance(socket), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            said = str(error)
            if "password authentication failed" in said:
                where = self._place.data if self._place else self.home
                raise SecretsLost(data=where, secrets=secrets_path(self.home)) from error
            return "busy" if "the database system is" in said else "silent"
        return "ready"

    def _maintenance(self, socket: Path) -> str:
        assert self._secrets is not None  # noqa: S101 - set before any connection
        return _url(cluster.ADMIN, self._secrets.admin, socket, "postgres")

    def _addresses(self, secrets: Secrets, socket: Path) -> Urls:
        assert self._place is not None  # noqa: S101 - set before any connection
        return Urls(
            app=_url(cluster.APP, secrets.app, socket, cluster.DATABASE),
            owner=_url(cluster.OWNER, secrets.owner, socket, cluster.DATABASE),
            auditor=_url(cluster.AUDITOR, secrets.auditor, socket, cluster.DATABASE),
            admin=_url(cluster.ADMIN, secrets.admin, socket, cluster.DATABASE),
            version=self._place.binaries.version,
        )

    def _stop_if_last(self) -> None:
        """Give up our use; when no other command uses the server, end it. The caller is alone."""
        users, self._users = self._users, None
        if users is None:
            return
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self._stop()
        finally:
            os.close(users)

    def _stop(self) -> None:
        process, self._process = self._process, None
        data = self._place.data if self._place else None
        if process is not None and process.poll() is None:
            end_child(process)
        elif data is not None and (found := living_postmaster(data)) is not None:
            stop_postmaster(found.pid, data=data)
        if self._socket is not None:
            with contextlib.suppress(OSError):  # no litter in the temporary folder
                self._socket.rmdir()


def _url(role: str, password: str, socket: Path, database: str) -> str:
    where = quote(str(socket), safe="/")
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={where}&port={PORT}"


@contextlib.contextmanager
def running_server(home: Path, *, fleeting: bool = False) -> Iterator[Urls]:
    """The addresses of the installation's server while the block runs. Raises PostgresRefusal."""
    server = Server(home, fleeting=fleeting)
    try:
        yield server.start()
    finally:
        server.leave()
