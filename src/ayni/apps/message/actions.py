"""Writes of the outbox: what is to be sent, written in the transaction that causes it. Nothing is sent yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ayni.apps.sql.frames import execute
from ayni.core.actor import Actor


def put(*, actor: Actor, association: int, key: str, kind: str, body: Mapping[str, Any]) -> bool:
    """Put a message for an association into the outbox; False when one of that key lies there already."""
    return bool(
        execute(
            "INSERT INTO message_outbox (institution, association, dedupe_key, kind, body)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (institution, dedupe_key) DO NOTHING",
            (actor.institution, association, key, kind, json.dumps(dict(body), sort_keys=True)),
        )
    )
