"""One server process: how it is set, started and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ayni.cli.postgres.cluster import server_environment
from ayni.cli.postgres.place import PORT, Place

_LOG_LIMIT = 5_000_000
_SHARED_MEMORY_WANTED = 512 * 1024 * 1024

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "80",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "min_wal_size": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    # A first roster fills an empty table at once: until it is analysed, joins are planned for a few rows.
    "autovacuum_naptime": "5s",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # Neither rows nor statements reach the log: both hold personal values.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
#: For servers whose data nobody will miss: those of the tests.
_FLEETING = {
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def spawn_server(place: Place, socket: Path, *, fleeting: bool) -> subprocess.Popen[bytes]:
    """Start the server; it answers some time later, or ends at once with its reason in the log."""
    settings = _SETTINGS | {"unix_socket_directories": f'"{socket}"'}
    settings |= {"unix_socket_permissions": "0700", "shared_buffers": _shared_buffers()}
    settings |= _FLEETING if fleeting else {}
    if _shared_memory() < _SHARED_MEMORY_WANTED:
        settings["dynamic_shared_memory_type"] = "mmap"
    words: list[str | Path] = [place.binaries.folder / "postgres", "-D", place.data]
    for name, value in settings.items():
        words += ["-c", f"{name}={value}"]
    with _opened_log(place.log) as log:
        # Its own session: a Ctrl-C in the terminal is ours to pass on, in order.
        return subprocess.Popen(
            words,
            cwd="/",
            env=server_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **place.account.drop(),
        )


def end_child(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is the fast shutdown; SIGTERM would wait for every open connection."""
    for sign, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, None)):
        process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return


def _shared_buffers() -> str:
    """An eighth of the machine's memory, from 128 MB to 1 GB: a million persons' indexes fit."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"{min(1024, max(128, memory // 8))}MB"


def _shared_memory() -> int:
    """Bytes of shared memory: containers often have 64 MB, too few for parallel work."""
    try:
        status = os.statvfs("/dev/shm")  # noqa: S108  # nosec B108 - only its size is asked
    except OSError:
        return 0
    return status.f_frsize * status.f_blocks


@contextlib.contextmanager
def _opened_log(path: Path) -> Iterator[int]:
    too_long = path.exists() and path.stat().st_size > _LOG_LIMIT
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if too_long else os.O_APPEND)
    handle = os.open(path, flags, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def last_words(path: Path) -> str:
    """The last lines of a log, for a message."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return " / ".join(lines[-3:])
