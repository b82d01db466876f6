"""Opening a bank's file: which format it is, then whole or not at all."""

from __future__ import annotations

import hashlib
import re

from ayni.adapters.bankfiles.camt053 import read_camt053
from ayni.adapters.bankfiles.safexml import parse_xml
from ayni.adapters.bankfiles.values import StatementFile, UnreadableStatement

_MOST_MEGABYTES = 50
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MT940 = re.compile(rb"(?:\{1:|:20:)")


def read_statement(*, name: str, content: bytes) -> StatementFile:
    """Read a bank's statement file. Natural keys, not the name, tell what is new.

    Raises ``UnreadableStatement`` for anything that is not a whole, closing camt.053 file.
    """
    _refuse_size(content)
    head = _head(content)
    if not head:
        raise UnreadableStatement("empty")
    if not head.startswith(b"<"):
        raise _not_xml(name, head)
    message, statements = read_camt053(parse_xml(content))
    return StatementFile(name, hashlib.sha256(content).hexdigest(), message, statements)


def _refuse_size(content: bytes) -> None:
    size = len(content) // 2**20
    if size >= _MOST_MEGABYTES:
        raise UnreadableStatement("too_large", size=size, most=_MOST_MEGABYTES)


def _head(content: bytes) -> bytes:
    """Give the start without byte order mark, zeros of UTF-16 and spaces."""
    start = content[:4096]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").strip()


def _not_xml(name: str, head: bytes) -> UnreadableStatement:
    if _MT940.search(head):
        return UnreadableStatement("comes_later", found="MT940")
    first_lines = head.splitlines()[:12]
    separated = any(line.count(sign) >= 2 for line in first_lines for sign in (b";", b",", b"\t"))
    if name.lower().endswith((".csv", ".txt")) and separated:
        return UnreadableStatement("comes_later", found="CSV")
    return UnreadableStatement("not_a_statement")
