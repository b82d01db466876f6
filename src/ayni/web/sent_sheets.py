"""A spreadsheet that somebody sends, whatever it holds: its field, its formats, how large it may be."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ayni.cycle.words import too_large_text
from ayni.web.backoffice.texts import language

FIELD = "archivo"
ACCEPT = ".xlsx,.xls,.ods,.csv,.txt"
FORMATS = "Excel (.xlsx, .xls), LibreOffice (.ods), .csv"


def limit_text() -> str:
    """Write the limit for people."""
    return f"{settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)} MB"


def over_limit(sent: UploadedFile[bytes]) -> str:
    """Say that a file is too large; nothing where it is not. Such a one is never read."""
    if (sent.size or 0) <= settings.UPLOAD_LIMIT_BYTES:
        return ""
    return too_large_text(limit_text(), language=language())
