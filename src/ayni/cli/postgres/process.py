"""Is the server of a data folder alive? Judged by the process itself, not by its pid file."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from ayni.cli.postgres.refusals import ServerNotStopped

_PID_FILE = "postmaster.pid"
_STATE_FIELD = 0


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server process and the folder of its socket."""

    pid: int
    socket: Path


def _is_server_of(pid: int, data: Path) -> bool:
    """Whether the process lives, is no zombie, and works in the data folder."""
    proc = Path("/proc")
    if not (proc / "self").exists():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, 0)
            return True
        return False
    try:
        state = (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()[_STATE_FIELD]
        return state not in "ZX" and os.path.samefile(proc / str(pid) / "cwd", data)
    except OSError:
        return False


def living_postmaster(data: Path) -> Postmaster | None:
    """The server of a data folder, or None: a dead or foreign process does not count."""
    try:
        lines = (
            (data / _PID_FILE).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        )
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _is_server_of(pid, data):
        return None
    socket = lines[4].strip() if len(lines) > 4 else ""
    return Postmaster(pid=pid, socket=Path(socket))


def forget_dead_postmaster(data: Path) -> None:
    """Remove the pid file of a server that is gone.

    PostgreSQL itself would refuse to start while that number is a zombie or was given to another
    process. Back-ends that outlived their postmaster are still noticed: the server looks at the
    shared memory segment of the data folder, not at this file alone.
    """
    if living_postmaster(data) is None:
        (data / _PID_FILE).unlink(missing_ok=True)


def wait_until_gone(pid: int, *, data: Path, seconds: float) -> bool:
    """Wait for the end of a server; False when it still lives after that time."""
    deadline = time.monotonic() + seconds
    while _is_server_of(pid, data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stop_postmaster(pid: int, *, data: Path) -> None:
    """End a server: fast shutdown (SIGINT: SIGTERM would wait for every client), then harder.

    Raises ServerNotStopped.
    """
    for sign, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        if wait_until_gone(pid, data=data, seconds=seconds):
            return
    raise ServerNotStopped(pid=pid)
