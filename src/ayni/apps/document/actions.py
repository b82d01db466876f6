"""Keeps files by digest."""

from __future__ import annotations

import hashlib

from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor

_SAME = (
    "SELECT id FROM document_file WHERE institution = %s AND kind = %s AND digest = %s"
    " AND association IS NOT DISTINCT FROM %s"
)


def keep(
    *, actor: Actor, association: int | None, kind: str, name: str, media_type: str, content: bytes
) -> int:
    """Keep a file, or find the same one kept before, and give its number."""
    digest = hashlib.sha256(content).digest()
    key = (actor.institution, kind, digest, association)
    known = one(_SAME, key)
    if known is not None:  # nothing is written, so that the journal says nothing
        return int(known[0])
    execute(
        "INSERT INTO document_file (institution, association, digest, kind, name, media_type, size,"
        " content) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (
            actor.institution,
            association,
            digest,
            kind,
            name[-200:],
            media_type,
            len(content),
            content,
        ),
    )
    return int(value(_SAME, key))
