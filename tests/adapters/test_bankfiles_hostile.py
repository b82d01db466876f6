"""Hostile and cut bank files: refused whole, with no file opened and no socket made (X7, F19)."""

from __future__ import annotations

import builtins
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ayni.adapters.bankfiles import UnreadableStatement, read_statement
from tests.adapters.bankfiles_made import statement

WHOLE = statement(range(40))
NAMESPACE = b"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


class Touched(AssertionError):
    """Something outside was opened."""


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every file and every socket while the parser works."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise Touched("opened a file or a socket")

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", refuse)
        patch.setattr("io.open", refuse)
        patch.setattr("os.open", refuse)
        patch.setattr(socket, "socket", refuse)
        patch.setattr(socket, "create_connection", refuse)
        yield


def with_head(head: bytes, *, reference: bytes = b"&x;") -> bytes:
    """Put a document type before the document, and a use of it into the account owner's name."""
    start, document = WHOLE.split(b"\n", 1)
    return start + b"\n" + head + b"\n" + document.replace(b"PAGO", reference, 1)


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
HEADS = {
    "billion laughs": b'<!DOCTYPE d [<!ENTITY l0 "ha">' + LAUGHS + b'<!ENTITY x "&l9;">]>',
    "quadratic": b'<!DOCTYPE d [<!ENTITY x "' + b"a" * 100_000 + b'">]>',
    "external file": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "external relative": b'<!DOCTYPE d [<!ENTITY x SYSTEM "secret.txt">]>',
    "external http": b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    "external ftp": b'<!DOCTYPE d [<!ENTITY x SYSTEM "ftp://127.0.0.1/x">]>',
    "external public": b'<!DOCTYPE d [<!ENTITY x PUBLIC "-//A//B" "http://127.0.0.1:9/x">]>',
    "parameter entity": b'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "parameter file": b'<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    "external subset": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">',
    "public subset": b'<!DOCTYPE d PUBLIC "-//A//B" "file:///etc/passwd">',
    "empty document type": b"<!DOCTYPE d>",
    "attribute defaults": b'<!DOCTYPE d [<!ATTLIST Amt Ccy CDATA "USD">]>',
    "notation": b'<!DOCTYPE d [<!NOTATION n SYSTEM "file:///bin/sh">]>',
    "unparsed entity": (
        b'<!DOCTYPE d [<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "file:///etc/passwd" NDATA n>]>'
    ),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize("reference", [b"&x;", b"PAGO"], ids=["used", "unused"])
def test_document_types_and_entities_are_refused(
    head: bytes, reference: bytes, guarded: None
) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name="x.xml", content=with_head(head, reference=reference))
    assert refused.value.code == "external"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_another_encoding_is_refused(encoding: str, guarded: None) -> None:
    text = with_head(HEADS["external file"]).decode().replace("UTF-8", "UTF-16", 1)
    with pytest.raises(UnreadableStatement):
        read_statement(name="x.xml", content=text.encode(encoding))


@pytest.mark.parametrize("target", [b"file:///etc/passwd", b"http://127.0.0.1:9/x"])
@pytest.mark.parametrize("parse", [b"text", b"xml"])
def test_xinclude_is_refused(target: bytes, parse: bytes, guarded: None) -> None:
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="%s" href="%s"/>' % (
        parse,
        target,
    )
    content = WHOLE.replace(b"</Stmt>", include + b"</Stmt>", 1)
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name="x.xml", content=content)
    assert refused.value.code == "external"


def test_a_schema_location_and_a_style_sheet_are_not_fetched(guarded: None) -> None:
    hint = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="%s %s"' % (
        NAMESPACE,
        b"http://127.0.0.1:9/x.xsd",
    )
    content = WHOLE.replace(b"<Document ", b"<Document " + hint + b" ", 1)
    style = b'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>\n<Document '
    content = content.replace(b"<Document ", style, 1)
    assert len(read_statement(name="x.xml", content=content).statements[0].entries) == 40


def test_the_guard_would_notice(guarded: None) -> None:
    with pytest.raises(Touched):
        Path(__file__).read_bytes()
    with pytest.raises(Touched):
        socket.create_connection(("127.0.0.1", 9))


@pytest.mark.parametrize("content", [b"", b"   \n", b"\xef\xbb\xbf", b"\x00" * 50])
def test_nothing_in_it_is_empty(content: bytes) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name="x.xml", content=content)
    assert refused.value.code == "empty"


def test_markup_ten_thousand_deep_is_refused() -> None:
    deep = WHOLE.replace(b"</Stmt>", b"<a>" * 10_000 + b"</Stmt>", 1)
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name="x.xml", content=deep)
    assert refused.value.code == "not_well_formed"


@pytest.mark.parametrize("encoding", [b"EBCDIC-XX", b"utf-7", b"idna", b"base64", b"shift_jis"])
def test_a_strange_encoding_is_refused(encoding: bytes) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name="x.xml", content=WHOLE.replace(b'"UTF-8"', b'"%s"' % encoding, 1))
    assert refused.value.code == "not_well_formed"


def test_every_cut_of_the_end_and_random_cuts_are_refused() -> None:
    whole = WHOLE.rstrip()
    assert read_statement(name="x.xml", content=whole).statements
    last = range(len(whole) - 2048, len(whole))
    chosen = random.Random(19).sample(range(1, len(whole) - 2048), 200)
    for end in (*last, *chosen):
        with pytest.raises(UnreadableStatement) as refused:
            read_statement(name="x.xml", content=whole[:end])
        assert refused.value.code == "not_well_formed", end
        assert int(refused.value.params["line"]) >= 1


def test_a_missing_line_inside_is_refused() -> None:
    """A file from which one line was taken out is well formed; only its sums tell."""
    lines = WHOLE.split(b"\n")
    entries = [place for place, line in enumerate(lines) if line.startswith(b"<Ntry>")]
    assert len(entries) == 40
    for place in entries:
        content = b"\n".join(lines[:place] + lines[place + 1 :])
        with pytest.raises(UnreadableStatement) as refused:
            read_statement(name="x.xml", content=content)
        assert refused.value.code == "entry_count"
