"""Strings of BIFF8; the shared table runs over record borders, even inside one string."""

from __future__ import annotations

import struct


def unicode_string(data: bytes, at: int, *, length_bytes: int = 2) -> str:
    """A string that lies inside one record."""
    if length_bytes == 1:
        length, at = data[at], at + 1
    else:
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
    flags, at = data[at], at + 1
    if flags & 1:
        return data[at : at + 2 * length].decode("utf-16-le", "replace")
    return data[at : at + length].decode("latin-1")


def read_shared_strings(parts: list[bytes]) -> list[str]:
    """The shared strings from the SST record and the records that continue it."""
    (count,) = struct.unpack_from("<I", parts[0], 4)
    reader = _Reader(parts, 8)
    return [reader.string() for _ in range(count)]


class _Reader:
    def __init__(self, parts: list[bytes], at: int) -> None:
        self._parts = parts
        self._part = 0
        self._at = at

    def _left(self) -> int:
        return len(self._parts[self._part]) - self._at

    def _next(self) -> None:
        self._part += 1
        self._at = 0
        if self._part >= len(self._parts):
            raise ValueError("shared strings end too early")

    def _bytes(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self._left() <= 0:
                self._next()
            piece = self._parts[self._part][self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def string(self) -> str:
        length, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(length, wide=bool(flags & 1))
        self._bytes(4 * runs + extra)
        return text

    def _characters(self, length: int, *, wide: bool) -> str:
        """Characters; where a record ends inside them the next begins with its own width flag."""
        text = ""
        while len(text) < length:
            if self._left() <= 0:
                self._next()
                wide = bool(self._bytes(1)[0] & 1)
            width = 2 if wide else 1
            take = min(length - len(text), self._left() // width)
            if take <= 0:
                raise ValueError("half a character")
            raw = self._bytes(take * width)
            text += raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1")
        return text
