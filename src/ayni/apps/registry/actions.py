"""Writes of the registry: people are matched by number, registered in bulk, never twice."""

from __future__ import annotations

import polars as pl

from ayni.apps.sql.frames import execute, read_frame, rows, stage_frame, value
from ayni.core.actor import Actor, Role

#: What a frame of people to register holds, and how PostgreSQL names the types.
PEOPLE = {
    "position": "int",
    "id_kind": "text",
    "number": "text",
    "surname1": "text",
    "surname2": "text",
    "names": "text",
    "birth_date": "date",
    "sex": "text",
    "sort_key": "text",
}
_VALUES = ("surname1", "surname2", "names", "birth_date", "sex", "sort_key")
_KNOWN = {
    "id_kind": pl.String,
    "number": pl.String,
    "person": pl.Int64,
    "known_number": pl.Int64,
    **{f"known_{name}": pl.Date if name == "birth_date" else pl.String for name in _VALUES},
}


def register(*, actor: Actor, people: pl.DataFrame) -> pl.DataFrame:
    """Match people by number and register those not known; gives the frame with ``person`` and ``clash``.

    ``clash`` marks a number that is known for somebody of another name and another birth date: nothing is
    written for that row. A known person whose values differ gets a new fact; earlier facts stay.
    """
    matched = _match(actor=actor, people=people)
    fresh = matched.filter(pl.col("person").is_null())
    numbered = fresh.with_columns(
        pl.Series("person", _numbers("registry_person_number", fresh.height), dtype=pl.Int64)
    )
    _insert_new(actor=actor, people=numbered)
    known = matched.filter(pl.col("person").is_not_null())
    _insert_changed(actor=actor, people=known.filter(~pl.col("clash") & pl.col("differs")))
    return pl.concat([known, numbered]).select(*PEOPLE, "person", "clash").sort("position")


def _match(*, actor: Actor, people: pl.DataFrame) -> pl.DataFrame:
    known = read_frame(
        "SELECT i.kind, i.number, p.canonical, f.number, f.surname1, f.surname2, f.names,"
        " f.birth_date, f.sex, f.sort_key FROM registry_identifier i"
        " JOIN registry_person p ON p.id = i.person"
        " CROSS JOIN LATERAL (SELECT * FROM registry_person_fact WHERE person = p.canonical"
        " ORDER BY number DESC LIMIT 1) f"
        " WHERE i.institution = %s AND i.number = ANY(%s)",
        (actor.institution, people["number"].to_list()),
        schema=_KNOWN,
    )
    same = pl.all_horizontal(
        pl.col(name).fill_null("").eq(pl.col(f"known_{name}").fill_null(""))
        if name != "birth_date"
        else pl.col(name).eq_missing(pl.col("known_birth_date"))
        for name in _VALUES
    )
    other = (pl.col("sort_key") != pl.col("known_sort_key")) & pl.col("birth_date").ne_missing(
        pl.col("known_birth_date")
    )
    return people.join(known, on=["id_kind", "number"], how="left").with_columns(
        differs=pl.col("person").is_not_null() & ~same,
        clash=pl.col("person").is_not_null() & other.fill_null(False),
    )


def _numbers(sequence: str, count: int) -> list[int]:
    return [n for (n,) in rows("SELECT nextval(%s) FROM generate_series(1, %s)", (sequence, count))]


_FACTS = """
INSERT INTO registry_person_fact (person, number, institution, surname1, surname2, names, birth_date,
    sex, sort_key, salt, digest, entry)
SELECT person, fact, %s, surname1, surname2, names, birth_date, sex, sort_key, salt,
    sha256(salt || convert_to(concat_ws('|', surname1, surname2, names, birth_date, sex), 'UTF8')), %s
FROM (SELECT *, uuid_send(gen_random_uuid()) AS salt FROM stage_person) s
"""


def _stage(people: pl.DataFrame) -> int:
    stage_frame(people, name="stage_person", types=PEOPLE | {"person": "bigint", "fact": "int"})
    return int(value("SELECT audit_current_entry()"))


def _insert_new(*, actor: Actor, people: pl.DataFrame) -> None:
    if people.is_empty():
        return
    entry = _stage(people.with_columns(fact=pl.lit(1)))
    execute(
        "INSERT INTO registry_person (id, institution, canonical, entry)"
        " SELECT person, %s, person, %s FROM stage_person",
        (actor.institution, entry),
    )
    execute(
        "INSERT INTO registry_identifier (institution, kind, number, person, entry)"
        " SELECT %s, id_kind, number, person, %s FROM stage_person",
        (actor.institution, entry),
    )
    execute(_FACTS, (actor.institution, entry))


def _insert_changed(*, actor: Actor, people: pl.DataFrame) -> None:
    if people.is_empty():
        return
    entry = _stage(people.with_columns(fact=(pl.col("known_number") + 1)))
    execute(_FACTS, (actor.institution, entry))


def new_families(*, actor: Actor, count: int) -> list[int]:
    """Make that many families and give their numbers."""
    if not count:
        return []
    numbers = _numbers("registry_family_number", count)
    execute(
        "INSERT INTO registry_family (id, institution, entry)"
        " SELECT unnest(%s::bigint[]), %s, audit_current_entry()",
        (numbers, actor.institution),
    )
    return numbers


def make_facility(*, actor: Actor, code: str, name: str, region: str) -> int:
    """Make a health facility, or find it by its code."""
    execute(
        "INSERT INTO registry_facility (institution, code, name, region) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (actor.institution, code, name, region),
    )
    return int(
        value(
            "SELECT id FROM registry_facility WHERE institution = %s AND code = %s",
            (actor.institution, code),
        )
    )


def erase(*, actor: Actor, person: int) -> int:
    """Blank a person's values everywhere they live; digests, months and money stay."""
    actor.require(Role.AFFILIATION, Role.HEAD)
    return int(value("SELECT registry_erase(%s)", (person,)))


def first_facility(*, actor: Actor) -> int:
    """Give the first facility of the institution, or refuse when there is none."""
    return int(
        value(
            "SELECT id FROM registry_facility WHERE institution = %s ORDER BY id LIMIT 1",
            (actor.institution,),
        )
    )
