"""An erasure leaves no trace of the person outside what the law keeps, and says what stays (P6)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import execute, one, rows, value
from ayni.core.actor import Actor, Role
from ayni.cycle.verification import verify
from tests.apps.personal_fields import columns, register
from tests.cycle.small_world import seal_all
from tests.planting import plant, system

CANARY = "ZORZALCANARIO"


@pytest.fixture(scope="module")
def erased(database_maker, django_db_blocker) -> Iterator[tuple]:
    """A person with a roster, months and problem rows; erased; with what was known before."""
    with database_maker("erasure") as urls, django_db_blocker.unblock():
        plant(institution=1, families=9, seed=1, months=3, surname=CANARY)
        with acting(system(1)):
            person, number = _somebody()
            _problems(number)
            before = _kept(person)
        traces = _traces(urls.app, [CANARY, number, number.lstrip("0")])
        with acting(system(1, "pedido de la persona")):
            others = rows("SELECT person FROM registry_person_fact WHERE surname1 = %s", (CANARY,))
            count = value("SELECT registry_erase(%s)", (person,))
            for (other,) in others:
                execute("SELECT registry_erase(%s)", (other,))
        yield urls, person, number, before, traces, count


def _somebody() -> tuple[int, str]:
    """Give the person with the most months among those of the canary's name."""
    found = one(
        "SELECT f.person, i.number FROM registry_person_fact f JOIN registry_identifier i USING (person)"
        " WHERE f.surname1 = %s ORDER BY (SELECT count(*) FROM entitlement_record r"
        " WHERE r.person = f.person) DESC, f.person LIMIT 1",
        (CANARY,),
    )
    assert found is not None
    return found


def _problems(number: str) -> None:
    roster, institution, association = one(
        "SELECT id, institution, association FROM affiliation_roster ORDER BY id LIMIT 1"
    )
    for row, value_, proposed in (
        (7, number, None),
        (7, "31/02/1980", "1980-02-28"),
        (8, number.lstrip("0") + ".0", number),
        (9, CANARY.title(), CANARY),
        (10, "otra persona", "OTRA"),
    ):
        execute(
            "INSERT INTO affiliation_roster_problem (institution, association, roster, sheet, row,"
            ' "column", cell, value, kind, severity, proposed)'
            " VALUES (%s, %s, %s, 'Nómina', %s, 'X', 'A1', %s, 'prueba', 'note', %s)",
            (institution, association, roster, row, value_, proposed),
        )


def _kept(person: int) -> tuple:
    """Digests, months and positions: what must not move."""
    return (
        rows("SELECT number, digest FROM registry_person_fact WHERE person = %s", (person,)),
        rows(
            "SELECT month, state, counts_from FROM entitlement_record WHERE person = %s", (person,)
        ),
        rows("SELECT starts, ends FROM entitlement_cover WHERE person = %s", (person,)),
        rows("SELECT starts, ends, relation FROM affiliation_span WHERE person = %s", (person,)),
        rows("SELECT count(*), sum(debit) FROM ledger_posting"),
    )


def _traces(url: str, needles: list[str]) -> set[tuple[str, str]]:
    """Search every column that can hold letters for the needles, as text and as bytes."""
    found = set()
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT set_config('ayni.institution', '1', true),"
            " set_config('ayni.scope', 'institution', true)"
        )
        for table, column, kind in columns(connection):
            where = (
                "position(convert_to(n, 'UTF8') IN {column}) > 0"
                if kind == "bytea"
                else "position(lower(n) IN lower({column}::text)) > 0"
            )
            query = sql.SQL(
                "SELECT EXISTS (SELECT 1 FROM {table}, unnest(%s::text[]) n WHERE " + where + ")"
            ).format(table=sql.Identifier(table), column=sql.Identifier(column))
            try:
                with connection.transaction():
                    if connection.execute(query, (needles,)).fetchone()[0]:
                        found.add((table, column))
            except psycopg.errors.InsufficientPrivilege:
                continue
    return found


def test_the_search_finds_what_is_there(erased):
    traces = erased[4]
    assert {
        ("registry_person_fact", "surname1"),
        ("registry_person_fact", "sort_key"),
        ("registry_identifier", "number"),
        ("affiliation_roster_problem", "value"),
        ("affiliation_roster_problem", "proposed"),
    } <= traces


def test_no_canary_is_left_outside_the_retained_classes(erased):
    urls, _, number, _, _, _ = erased
    found = register()
    stays = {
        (table, column)
        for table, named in found["personal"].items()
        for column, name in named.items()
        if found["classes"][name]["erasure"] == "stays"
    }
    left = _traces(urls.app, [CANARY, number])
    assert left - stays == set()
    assert left <= {("document_file", "content")}  # and a spreadsheet is packed: not even there


def test_digests_months_and_money_stay(erased):
    _, person, _, before, _, count = erased
    with acting(system(1)):
        assert _kept(person) == before
    assert before[1], "a person with months"
    assert count == 1 + 1 + 4  # a fact, a number, four rows with problems


def test_the_row_of_another_person_keeps_its_values(erased):
    with acting(system(1)):
        found = rows(
            "SELECT row, value, proposed FROM affiliation_roster_problem WHERE kind = 'prueba'"
        )
    assert sorted(found)[:4] == [(7, None, None), (7, None, None), (8, None, None), (9, None, None)]
    assert (10, "otra persona", "OTRA") in found


def test_the_received_file_stays_whole(erased):
    with acting(system(1)):
        broken = value(
            "SELECT count(*) FROM document_file WHERE content IS NULL OR sha256(content) <> digest"
        )
    assert broken == 0


def test_the_journal_tells_of_the_erasure_and_still_holds(erased):
    with acting(system(1)):
        told = rows(
            "SELECT e.reason, c.verb FROM audit_change c JOIN audit_entry e ON e.id = c.entry"
            " WHERE c.verb = 'erase'"
        )
    assert told and set(told) == {("pedido de la persona", "erase")}
    seal_all()
    assert [one for one in verify(actor=system(1)) if one.broken] == []


def test_nobody_is_found_by_the_number(erased):
    with acting(system(1)):
        assert one("SELECT * FROM entitlement_known(%s, '2026-11-23')", (erased[2],)) is None


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK])
def test_only_the_institution_erases(erased, role):
    actor = Actor(name="x", role=role, institution=1, reason="x", associations=(1,), facility=1)
    with pytest.raises(Exception, match="only the institution erases"), acting(actor):
        execute("SELECT registry_erase(%s)", (erased[1],))


def test_another_institution_erases_nobody_here(erased):
    with acting(system(1)):
        person = value("SELECT min(person) FROM registry_person_fact WHERE NOT erased")
    with acting(system(2)):
        assert value("SELECT registry_erase(%s)", (person,)) == 0
    with acting(system(1)):
        assert (
            one("SELECT 1 FROM registry_person_fact WHERE person = %s AND erased", (person,))
            is None
        )
