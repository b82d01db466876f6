"""XML parts of a spreadsheet: the one place of this room that parses XML.

The parser of the standard library resolves what a document type declares, so a part with such a
declaration is refused before it is parsed, whatever it declares: no spreadsheet program writes
one. Parts must be UTF-8, so that the search for a declaration cannot be deceived by an encoding.
Big parts are parsed piece by piece, so that memory holds one piece at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

from ayni.adapters.spreadsheets.archives import Archive, read_all
from ayni.adapters.spreadsheets.refusals import UnreadableFile

Element = ElementTree.Element

PIECE = 2_000_000
HEAD = 4_000_000
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
ROOT = re.compile(rb"<([A-Za-z_][\w.-]{0,60})((?:\s[^<>]{0,20000})?)>")


def parse(content: bytes) -> Element:
    """A small part as a tree."""
    _refuse_declarations(content)
    return _parse(content)


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """All descendants of that local name, in order."""
    return [node for node in element.iter() if local(node.tag) == name]


class Piece:
    """Some items of a part: as text between tags, and as a tree if that is asked for."""

    def __init__(self, *, prefix: bytes, body: bytes, suffix: bytes) -> None:
        self._prefix, self._suffix = prefix, suffix
        self.body = body

    def tree(self) -> Element:
        """The container with the items."""
        return _parse(self._prefix + self.body + self._suffix)


class PiecewisePart:
    """A part with many like items in one container (rows in sheetData), taken in pieces.

    Where the markup is not the usual one the part is one piece without a body.
    """

    def __init__(self, *, archive: Archive, part: str, container: bytes, item: bytes) -> None:
        self._archive, self._part = archive, part
        self._open, self._close = b"<" + container, b"</" + container + b">"
        self._item = b"</" + item + b">"

    def pieces(self) -> Iterator[Piece]:
        """Each piece, in order."""
        with self._archive.open(self._part) as stream:
            head = self._head(stream)
            if head is None:
                content = self._archive.read(self._part)
                _refuse_declarations(content)
                yield Piece(prefix=content, body=b"", suffix=b"")
                return
            yield from self._cut(stream, *head)

    def _head(self, stream: IO[bytes]) -> tuple[bytes, bytes, bytes] | None:
        """Root and container tags, the root's name, the bytes after; None for unusual markup."""
        buffer = b""
        start = end = -1
        while end <= start:
            more = read_all(stream, PIECE)
            buffer += more
            if not more or len(buffer) > HEAD:
                return None
            start = buffer.find(self._open)
            end = buffer.find(b">", start) + 1 if start >= 0 else -1
        _refuse_declarations(buffer[:start])
        root = ROOT.search(buffer[:end])
        if root is None or buffer[end - 2 : end] == b"/>":
            return None
        name = root.group(1)
        inner = b"" if start == root.start() else buffer[start:end]
        return root.group(0) + inner, name, buffer[end:]

    def _cut(self, stream: IO[bytes], prefix: bytes, root: bytes, rest: bytes) -> Iterator[Piece]:
        outer = b"</" + root + b">"
        suffix = self._close if self._close == outer else self._close + outer
        while self._close not in rest:
            more = read_all(stream, PIECE)
            if not more:
                raise UnreadableFile("cut")
            at = rest.rfind(self._item)
            if at >= 0:
                at += len(self._item)
                yield Piece(prefix=prefix, body=rest[:at], suffix=suffix)
                rest = rest[at:]
            rest += more
            if len(rest) > HEAD + PIECE:
                raise UnreadableFile("too_large")
        body, _, tail = rest.partition(self._close)
        if outer != self._close and outer not in tail + read_all(stream, HEAD):
            raise UnreadableFile("cut")
        yield Piece(prefix=prefix, body=body, suffix=suffix)


def _refuse_declarations(content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFile("external_entity")
    declared = DECLARED.match(content.removeprefix(b"\xef\xbb\xbf")[:300])
    if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise UnreadableFile("cut")
    if b"\x00" in content[:1000]:
        raise UnreadableFile("cut")


def _parse(content: bytes) -> Element:
    try:
        return ElementTree.fromstring(content)  # noqa: S314  # nosec B314 - declarations are refused first
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("cut") from error
