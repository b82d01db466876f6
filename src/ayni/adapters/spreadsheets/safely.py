"""Reading files from outside in another process, with limits of memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from ayni.adapters.spreadsheets.child import read_frame, write_frame
from ayni.adapters.spreadsheets.frames import load
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.core.affiliation.sheets import Workbook

MEMORY = 1_500_000_000
SECONDS = 20.0
BYTES_PER_SECOND = 300_000
LARGEST = 200_000_000
FILES_PER_PROCESS = 200
ROOT = Path(__file__).resolve().parents[3]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from ayni.adapters.spreadsheets.child import main; main(int(sys.argv[2]))"
)


def read_workbook_safely(
    *, name: str, content: bytes, seconds: float | None = None, memory: int = MEMORY
) -> Workbook:
    """`read_workbook` in a process that may use `memory` bytes and `seconds` (by default twenty,
    and more for a large file).

    The processes are kept and used again; a file that breaks one is refused and costs a new one.
    May be called from several threads, each then has a process of its own. Raises
    `UnreadableFile`, also with the codes `too_large` (file or memory) and `too_slow`.
    """
    if len(content) > LARGEST:
        raise UnreadableFile("too_large")
    allowed = SECONDS + len(content) / BYTES_PER_SECOND if seconds is None else seconds
    process = _POOL.take(memory)
    answer = process.ask(name, content, allowed)
    if answer is None:
        raise UnreadableFile("too_slow" if process.timed_out else "too_large")
    _POOL.give_back(process)
    found = load(answer)
    if isinstance(found, tuple):
        code, params = found
        raise UnreadableFile(code, **params)
    return found


class _Process:
    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.files = 0
        self.timed_out = False
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", START, str(ROOT), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONIOENCODING": "utf-8"},
            close_fds=True,
        )

    def ask(self, name: str, content: bytes, seconds: float) -> bytes | None:
        """The answer; None if the process died or took too long (it is ended then)."""
        self.files += 1
        timer = threading.Timer(seconds, self._too_slow)
        timer.start()
        try:
            sink, source = self._pipes()
            write_frame(sink, name.encode("utf-8", "replace"))
            write_frame(sink, content)
            answer = read_frame(source)
        except (BrokenPipeError, OSError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.end()
        return answer

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._child.stdin is None or self._child.stdout is None:
            raise BrokenPipeError
        return self._child.stdin, self._child.stdout

    def _too_slow(self) -> None:
        self.timed_out = True
        self._child.kill()

    def end(self) -> None:
        """End the process and reap it."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self._child.wait()


class _Pool:
    """Idle processes of this process; after a fork the parent's are left alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._idle: list[_Process] = []

    def take(self, memory: int) -> _Process:
        """An idle process with this limit, or a new one."""
        with self._lock:
            if self._owner != os.getpid():
                self._owner, self._idle = os.getpid(), []
            for place, process in enumerate(self._idle):
                if process.memory == memory:
                    return self._idle.pop(place)
        return _Process(memory)

    def give_back(self, process: _Process) -> None:
        """Keep it for the next file, unless it has served long."""
        if process.files >= FILES_PER_PROCESS:
            process.end()
            return
        with self._lock:
            self._idle.append(process)


_POOL = _Pool()
