"""Every personal field has a class, a basis, a purpose, a retention and a fate (P15)."""

from __future__ import annotations

import psycopg
import pytest

from tests.apps.personal_fields import columns, register, unregistered


def test_every_column_is_in_the_register(app_connection):
    assert unregistered(app_connection) == []


@pytest.mark.parametrize(
    "added",
    [
        "registry_person_fact ADD COLUMN nickname text",
        "affiliation_movement ADD COLUMN photograph bytea",
        "registry_family ADD COLUMN told_on date",
        "registry_person ADD COLUMN notes jsonb",
    ],
)
def test_a_new_column_without_an_entry_turns_it_red(owner_connection: psycopg.Connection, added):
    owner_connection.execute(f"ALTER TABLE {added}")
    table, _, _, column, _ = added.split(" ")
    assert unregistered(owner_connection) == [f"{table}.{column}"]


def test_the_register_names_only_what_exists(app_connection):
    there = {(table, column) for table, column, _ in columns(app_connection)}
    found = register()
    named = [
        (t, c) for part in ("personal", "impersonal") for t in found[part] for c in found[part][t]
    ]
    assert [one for one in named if one not in there] == []
    assert len(named) == len(set(named)), "a column is personal or not, never both"


def test_every_class_says_everything():
    found = register()
    for name, one in found["classes"].items():
        assert {"basis", "purpose", "retention", "erasure"} <= set(one), name
        assert one["erasure"] in ("blanks", "stays", "n/a"), name
        assert ("why" in one) == (one["erasure"] == "stays"), name
    used = {c for table in found["personal"].values() for c in table.values()}
    assert used == set(found["classes"])


def test_the_page_tells_every_class():
    from tests.tidy.tree import ROOT

    page = (ROOT / "docs/reference/personal-fields.md").read_text("utf-8")
    for name, one in register()["classes"].items():
        assert f"`{name}`" in page and one["retention"] in page, name
