"""Verify the journal's chain without the software that wrote it: an auditor's own check.

Reads the sealed entries in order, from a file of JSON lines (``{"place": 1, "told": "...", "hash": "<hex>"}``,
as ``SELECT place, told, encode(hash, 'hex') AS hash FROM audit_chain()`` gives them) or straight from the
database (needs psycopg). Each hash must be sha256(hash before it || text in UTF-8), the first one from
sha256("ayni"). Says where the chain breaks. A tail cut off leaves a whole, shorter chain: only a head published
elsewhere (``--head``, and ``--length``) shows it.

    python tools/verify_journal.py journal.jsonl --head 3f6c...
    python tools/verify_journal.py --dsn postgresql://auditor@host/ayni --head 3f6c...

Ends with 0 when the chain holds, 1 when it does not, 2 when it cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

START = hashlib.sha256(b"ayni").digest()
QUERY = "SELECT place, told, hash FROM audit_chain()"


class Link(NamedTuple):
    """One sealed entry."""

    place: int
    told: str
    hash: bytes


class Head(NamedTuple):
    """Where a chain ends."""

    length: int
    hash: bytes


class Broken(Exception):
    """The chain does not hold; the message says where."""


class Unreadable(Exception):
    """The export is not one."""


def walk(links: Iterable[Link]) -> Head:
    """Follow the chain to its head; raises Broken at the first link that does not hold."""
    length, before = 0, START
    for link in links:
        length += 1
        if link.place != length:
            raise Broken(f"position {length}: the export has position {link.place} here")
        if hashlib.sha256(before + link.told.encode()).digest() != link.hash:
            raise Broken(f"position {length}: its hash is not that of its text and the one before")
        before = link.hash
    return Head(length, before)


def check_head(found: Head, *, head: str | None, length: int | None) -> None:
    """Compare with what was published; raises Broken."""
    if length is not None and found.length != length:
        raise Broken(f"the chain has {found.length} positions; {length} were published")
    if head is not None and found.hash.hex() != head.strip().lower():
        raise Broken(f"the chain ends in {found.hash.hex()} at position {found.length}; another "
                     "head was published: the end was cut off or written anew")  # fmt: skip


def from_lines(lines: Iterable[str]) -> Iterator[Link]:
    """Read an export of JSON lines."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            place, told, kept = row["place"], row["told"], bytes.fromhex(row["hash"])
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"line {number}: {error!r}") from error
        if not isinstance(place, int) or not isinstance(told, str):
            raise Unreadable(f"line {number}: place is a number, told a text")
        yield Link(place, told, kept)


def from_database(dsn: str) -> Iterator[Link]:
    """Read the chain from a database, a thousand links at a time."""
    import psycopg

    with psycopg.connect(dsn) as connection, connection.cursor(name="chain") as cursor:
        cursor.itersize = 1000
        cursor.execute(QUERY)
        for place, told, kept in cursor:
            yield Link(place, told, bytes(kept))


def main(argv: list[str] | None = None) -> int:
    """Verify, and say so."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("file", nargs="?", help="JSON lines; - for standard input")
    parser.add_argument("--dsn", help="address of the database, instead of a file")
    parser.add_argument("--head", help="the hash that was published, in hexadecimal")
    parser.add_argument("--length", type=int, help="the number of positions that was published")
    asked = parser.parse_args(argv)
    if (asked.file is None) == (asked.dsn is None):
        parser.error("give a file or --dsn")
    try:
        found = walk(from_database(asked.dsn) if asked.dsn else _file_links(asked.file))
        check_head(found, head=asked.head, length=asked.length)
    except Broken as broken:
        print(f"BROKEN: {broken}")
        return 1
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    print(f"holds: {found.length} positions, head {found.hash.hex()}")
    return 0


def _file_links(name: str) -> Iterator[Link]:
    if name == "-":
        yield from from_lines(sys.stdin)
        return
    with open(name, encoding="utf-8", newline="\n") as file:
        yield from from_lines(file)


if __name__ == "__main__":
    raise SystemExit(main())
