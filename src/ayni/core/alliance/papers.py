"""Files that are taken as papers: looked at by their first bytes, never by the name somebody gave."""

from __future__ import annotations

#: Largest paper, in bytes: a scan of some pages.
LIMIT = 10 * 1024 * 1024
_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


class WrongFile(ValueError):
    """A file that is no paper: ``wrong`` is empty, large or type."""

    def __init__(self, wrong: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def media_type_of(content: bytes) -> str:
    """Give the type of a paper (PDF, JPEG or PNG), or refuse it.

    >>> media_type_of(b"%PDF-1.7 ...")
    'application/pdf'
    """
    if not content:
        raise WrongFile("empty")
    if len(content) > LIMIT:
        raise WrongFile("large")
    for sign, media_type in _SIGNS:
        if content.startswith(sign):
            return media_type
    raise WrongFile("type")
