"""Writes of the benefit room. Facts are only added: a sum told again stands beside the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from ayni.apps.sql.frames import execute, one, stage_frame, value
from ayni.core.actor import Actor
from ayni.core.benefit import Cost

_STAGED = {
    "adhesion": "int",
    "association": "int",
    "month": "int",
    "line": "text",
    "services": "int",
    "amount": "bigint",
}
_FRAME = {
    "adhesion": pl.Int32,
    "association": pl.Int32,
    "month": pl.Int32,
    "line": pl.String,
    "services": pl.Int32,
    "amount": pl.Int64,
}


def receive(*, actor: Actor, document: int, name: str, at: datetime) -> tuple[int, bool]:
    """Keep that a file was received, once; gives its number and whether it is new."""
    key = (actor.institution, document)
    known = one("SELECT id FROM benefit_cost_file WHERE institution = %s AND document = %s", key)
    if known is not None:
        return int(known[0]), False
    found = value(
        "INSERT INTO benefit_cost_file (institution, document, name, received_by, received_at)"
        " VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (*key, name[-200:] or "-", actor.name, at),
    )
    return int(found), True


def tell(
    *,
    actor: Actor,
    file: int,
    costs: Sequence[Cost],
    associations: Mapping[int, int],
    at: datetime,
) -> int | None:
    """Let what a file tells hold, all of it; gives the telling's number, nothing where it held already.

    ``associations`` says by adhesion whose it is. Two who confirm one file at once tell it once.
    """
    execute("SELECT pg_advisory_xact_lock(%s, %s)", (_TELLING, actor.institution))
    if one("SELECT 1 FROM benefit_telling WHERE file = %s", (file,)) is not None:
        return None
    telling = int(
        value(
            "INSERT INTO benefit_telling (institution, file, rows, told_by, told_at)"
            " VALUES (%s, %s, %s, %s, %s) RETURNING id",
            (actor.institution, file, len(costs), actor.name, at),
        )
    )
    rows = [
        (one.adhesion, associations[one.adhesion], one.month, one.line, one.services, one.amount)
        for one in costs
    ]
    stage_frame(pl.DataFrame(rows, schema=_FRAME, orient="row"), name="told", types=_STAGED)
    execute(
        "INSERT INTO benefit_cost (institution, telling, adhesion, association, month, line, services, amount)"
        " SELECT %s, %s, adhesion, association, month, coalesce(line, ''), services, amount"
        " FROM pg_temp.told",
        (actor.institution, telling),
    )
    return telling


#: Tellings of an institution stand in one order; the number is ours, of no meaning.
_TELLING = 4_179_206
