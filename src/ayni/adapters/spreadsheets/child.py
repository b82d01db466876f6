"""The process that reads files from outside: limits on itself, then one file after another.

It talks through its standard input and output in frames: eight bytes of length, then the bytes.
A request is two frames, name and content; an answer is one, see `frames`.
"""

from __future__ import annotations

import resource
import struct
import sys
from typing import IO

from ayni.adapters.spreadsheets.frames import dump_refusal, dump_workbook
from ayni.adapters.spreadsheets.reading import read_workbook
from ayni.adapters.spreadsheets.refusals import UnreadableFile

LENGTH = struct.Struct(">Q")


def main(memory: int) -> None:
    """Serve until the input ends. `memory` is the limit on address space, in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        name = read_frame(source)
        content = read_frame(source)
        if name is None or content is None:
            return
        write_frame(sink, _answer(name.decode("utf-8", "replace"), content))


def _answer(name: str, content: bytes) -> bytes:
    try:
        return dump_workbook(read_workbook(name=name, content=content))
    except UnreadableFile as refusal:
        return dump_refusal(refusal.code, refusal.params)
    except (MemoryError, RecursionError):
        return dump_refusal("too_large", {})
    except Exception:  # whatever a hostile file provokes is a refusal, not a crash of intake
        return dump_refusal("unreadable", {})


def read_frame(source: IO[bytes]) -> bytes | None:
    """The next frame; None at the end."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = source.read(length)
    return body if len(body) == length else None


def write_frame(sink: IO[bytes], body: bytes) -> None:
    """Write one frame and flush it."""
    sink.write(LENGTH.pack(len(body)))
    sink.write(body)
    sink.flush()
