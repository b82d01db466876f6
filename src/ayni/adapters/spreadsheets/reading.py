"""Bytes to a workbook: the format is told by the content, never by the file's name."""

from __future__ import annotations

from ayni.adapters.spreadsheets.archives import Archive
from ayni.adapters.spreadsheets.compound import SIGNATURE
from ayni.adapters.spreadsheets.html import read_html
from ayni.adapters.spreadsheets.ods import read_ods
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.text import read_text
from ayni.adapters.spreadsheets.xls import read_xls
from ayni.adapters.spreadsheets.xlsx import read_xlsx
from ayni.core.affiliation.sheets import Workbook

OTHER_FORMS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)


def read_workbook(*, name: str, content: bytes) -> Workbook:
    """Read a spreadsheet: .xlsx, .ods, .xls, text with separators, or an HTML table.

    Raises `UnreadableFile` (empty, another kind of file, password, decompression bomb, document
    type declaration, cut, unreadable encoding). For files from outside use
    `read_workbook_safely`, which does the same in a process with limits.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableFile("empty")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, content)
    if content.startswith(SIGNATURE):
        return read_xls(name=name, content=content)
    for start, code in OTHER_FORMS:
        if content.startswith(start):
            raise UnreadableFile(code)
    return _textual(name, content)


def _zipped(name: str, content: bytes) -> Workbook:
    archive = Archive(content)
    if "[Content_Types].xml" in archive:
        if "xl/workbook.bin" in archive:
            raise UnreadableFile("xlsb")
        if any(part.startswith("word/") for part in archive.names()):
            raise UnreadableFile("document")
        return read_xlsx(name=name, archive=archive)
    if "content.xml" in archive and "mimetype" in archive:
        if b"spreadsheet" not in archive.read("mimetype"):
            raise UnreadableFile("document")
        return read_ods(name=name, archive=archive)
    raise UnreadableFile("archive")


def _textual(name: str, content: bytes) -> Workbook:
    start = content[:2000].lower().replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")):
        return read_html(name=name, content=content)
    if start.startswith((b"<?xml", b"<!doctype", b"<svg")):
        raise UnreadableFile("xml")
    return read_text(name=name, content=content)
