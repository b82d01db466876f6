"""Finds files the actor may see."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.apps.sql.frames import one
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class File:
    """A kept file."""

    name: str
    media_type: str
    content: bytes


def file(*, actor: Actor, document: int) -> File | None:
    """Give a file, or nothing when it is not there, erased, or not the actor's to see."""
    found = one(
        "SELECT name, media_type, content FROM document_file"
        " WHERE id = %s AND institution = %s AND content IS NOT NULL",
        (document, actor.institution),
    )
    return None if found is None else File(found[0], found[1], bytes(found[2]))
