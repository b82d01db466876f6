"""The compound file (OLE2) that an .xls of 1997 to 2003 is: a small file system."""

from __future__ import annotations

import struct

from ayni.adapters.spreadsheets.refusals import UnreadableFile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFE
FREE = 0xFFFFFFFF


class CompoundFile:
    """Streams by name. Chains are followed at most once through the file: loops are refused."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableFile("cut") from error

    def _open(self) -> None:
        head = self._content[:512]
        sector, mini = struct.unpack_from("<HH", head, 30)
        if sector not in (9, 12) or mini != 6:
            raise ValueError("sector size")
        self._size = 1 << sector
        self._table = self._sector_table(head)
        (directory,) = struct.unpack_from("<I", head, 48)
        (mini_table,) = struct.unpack_from("<I", head, 60)
        self._entries = self._directory(self._chain(directory))
        raw = self._chain(mini_table) if mini_table < END else b""
        self._mini_table = struct.unpack(f"<{len(raw) // 4}I", raw)
        _, start, size = self._entries["Root Entry"]
        self._mini = self._chain(start)[:size] if start < END else b""

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        data = self._content[at : at + self._size]
        if not data:
            raise ValueError("sector beyond the end")
        return data.ljust(self._size, b"\0")

    def _sector_table(self, head: bytes) -> tuple[int, ...]:
        numbers = [n for n in struct.unpack_from("<109I", head, 76) if n < END]
        (more, count) = struct.unpack_from("<II", head, 68)
        while more < END and count > 0:
            words = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            numbers.extend(n for n in words[:-1] if n < END)
            more, count = words[-1], count - 1
        raw = b"".join(self._sector(n) for n in numbers)
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        number = start
        while number < END:
            if len(parts) > len(self._table):
                raise ValueError("loop")
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)

    def _directory(self, raw: bytes) -> dict[str, tuple[int, int, int]]:
        entries = {}
        for at in range(0, len(raw) - 127, 128):
            (length,) = struct.unpack_from("<H", raw, at + 64)
            if 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", raw, at + 116)
                entries[name] = (raw[at + 66], start, size)
        return entries

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A stream, whole; `cut` if the file ends before it."""
        _, start, size = self._entries[name]
        try:
            if size >= 4096:
                return self._chain(start)[:size]
            return self._mini_chain(start)[:size]
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableFile("cut") from error

    def _mini_chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        number = start
        while number < END:
            if len(parts) > len(self._mini_table):
                raise ValueError("loop")
            parts.append(self._mini[number * 64 : number * 64 + 64])
            number = self._mini_table[number]
        return b"".join(parts)
