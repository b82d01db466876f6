"""What a signed scan may be: a whole PDF, PNG or JPEG, told by its own bytes and not by its name."""

from __future__ import annotations

from ayni.core.alliance.words import scan_text

LARGEST = 20 * 1024 * 1024
#: Where a PDF's end mark is looked for: some programs write a little after it.
_TAIL = 2048
#: Media type -> how it begins, how it ends.
_MARKS = {
    "application/pdf": (b"%PDF-", b"%%EOF"),
    "image/png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    "image/jpeg": (b"\xff\xd8\xff", b"\xff\xd9"),
}


class ScanRefused(ValueError):
    """A file that is no signed scan; ``code`` is one of ``words.SCANS``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Say why, and what would be right."""
        return scan_text(self.code, language=language, largest=f"{LARGEST // (1024 * 1024)} MB")


def media_type_of(content: bytes) -> str:
    """Give the media type of a scan, or refuse ``ScanRefused``: empty, too large, another kind, cut short."""
    if not content:
        raise ScanRefused("empty")
    if len(content) > LARGEST:
        raise ScanRefused("too_large")
    for media_type, (start, end) in _MARKS.items():
        if content.startswith(start):
            if end not in content[-_TAIL:]:
                raise ScanRefused("cut_short")
            return media_type
    raise ScanRefused("another_kind")
