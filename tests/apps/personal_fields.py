"""The register of personal fields beside the catalogue of the database."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import psycopg
import yaml

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY 1, a.attnum
"""
#: What can hold a name, a number, a day of birth or a whole file.
_HOLDING = (
    "text",
    "character",
    "bytea",
    "date",
    "json",
    "xml",
    "name",
    "inet",
    "hstore",
    "tsvector",
)


def register() -> dict[str, Any]:
    """Read the register."""
    text = files("ayni.apps.access").joinpath("personal_fields.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def columns(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """List table, column and type of everything in the schema."""
    return connection.execute(_COLUMNS).fetchall()


def holding(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """List the columns that can hold a personal value as such."""
    return [row for row in columns(connection) if row[2].startswith(_HOLDING)]


def unregistered(connection: psycopg.Connection) -> list[str]:
    """List the columns that can hold a personal value and stand nowhere in the register."""
    found = register()
    return [
        f"{table}.{column}"
        for table, column, _ in holding(connection)
        if column not in found["personal"].get(table, {})
        and column not in found["impersonal"].get(table, [])
    ]
