"""Frames to tables and back by COPY: bulk work never goes through model objects."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, transaction

#: What the number of a row can be at most in most tables; addresses can name larger ones.
LARGEST = 2**31 - 1

# One value instead of a row at a time: the server writes the rows as its own text of a record, which is CSV in
# brackets but for backslashes, and sends them together. Six times faster than COPY read row by row.
_TOGETHER = (
    "SELECT replace(string_agg(substr(t, 2, length(t) - 2), chr(10)), '\\\\', '\\')"
    " FROM (SELECT q::text AS t FROM ({query}) q) x"
)


def read_frame(query: str, params: Sequence[Any] = (), *, schema: dict[str, Any]) -> pl.DataFrame:
    """Run a query and give its rows as a frame; ``schema`` names the columns in their order."""
    found = one(_TOGETHER.format(query=query), params)
    if found is None or found[0] is None:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        found[0].encode(),
        has_header=False,
        new_columns=list(schema),
        schema_overrides=list(schema.values()),
    )


def copy_frame(frame: pl.DataFrame, *, table: str, columns: Sequence[str] | None = None) -> int:
    """Load a frame into a table by COPY and give the number of rows.

    PostgreSQL refuses COPY into a table under row security: load a temporary one, then INSERT ... SELECT.
    """
    if frame.is_empty():
        return 0
    names = ", ".join(f'"{name}"' for name in (columns or frame.columns))
    text = io.BytesIO()
    frame.write_csv(text, include_header=False)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)') as copy,
    ):
        copy.write(text.getbuffer())
    return frame.height


#: A temporary table of more rows than this is analysed before it is joined.
_WORTH_KNOWING = 500


def stage_frame(frame: pl.DataFrame, *, name: str, types: dict[str, str]) -> None:
    """Load a frame into a fresh temporary table that ends with the transaction."""
    columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f'DROP TABLE IF EXISTS pg_temp."{name}"; '
            f'CREATE TEMP TABLE "{name}" ({columns}) ON COMMIT DROP'
        )
    copy_frame(frame.select(list(types)), table=name)
    if frame.height > _WORTH_KNOWING:
        # Nobody else will: without its size the planner compares every row with every row.
        execute(f'ANALYZE pg_temp."{name}"')


def beginning(text: str) -> str:
    """Write a LIKE pattern for what begins with a text; no sign of the text has a meaning of its own."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


def execute(statement: str, params: Sequence[Any] = ()) -> int:
    """Run one statement and give the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def rows(query: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())


def one(query: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> tuple[Any, ...] | None:
    """Run a query and give its first row, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def value(query: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
    """Run a query that gives exactly one value."""
    found = one(query, params)
    if found is None:
        raise LookupError("a query meant to give one value gave no row")
    return found[0]


@contextmanager
def one_moment() -> Iterator[None]:
    """Open a transaction that sees the database as it is at one moment, whatever others commit meanwhile.

    Within another transaction it is that one's sight.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


#: What PostgreSQL says when two transactions meet: unique and exclusion violations, deadlock, lock timeout.
_COLLISIONS = {"23505", "23P01", "40P01", "55P03"}


def is_collision(error: Exception) -> bool:
    """Tell whether an error is another transaction's doing, so that trying again makes sense."""
    return getattr(error.__cause__, "sqlstate", None) in _COLLISIONS


def be_patient(*, seconds: int) -> None:
    """Let this transaction wait longer for locks than a page may."""
    execute("SELECT set_config('lock_timeout', %s, true)", (f"{seconds}s",))
