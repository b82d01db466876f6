"""Reads of the registry: the first argument is always the actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.sql.frames import beginning, one, rows
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """A person as known now; blank after an erasure."""

    id: int
    number_kind: str | None
    number: str | None
    surname1: str
    surname2: str
    names: str
    birth_date: date | None
    sex: str | None
    erased: bool

    @property
    def full_name(self) -> str:
        """Give surnames, then names."""
        return f"{self.surname1} {self.surname2}".strip() + f", {self.names}"


_PERSON = (
    "SELECT p.canonical, i.kind, i.number, coalesce(f.surname1, ''), coalesce(f.surname2, ''),"
    " coalesce(f.names, ''), f.birth_date, f.sex, f.erased FROM registry_person p"
    " CROSS JOIN LATERAL (SELECT * FROM registry_person_fact WHERE person = p.canonical"
    " ORDER BY number DESC LIMIT 1) f"
    " LEFT JOIN LATERAL (SELECT kind, number FROM registry_identifier WHERE person = p.canonical"
    " AND kind <> 'ERASED' ORDER BY kind DESC LIMIT 1) i ON true WHERE p.institution = %s"
)


def person(*, actor: Actor, number: int) -> Person | None:
    """Give a person by internal number, or nothing when not the actor's to see."""
    found = one(_PERSON + " AND p.id = %s", (actor.institution, number))
    return None if found is None else Person(*found)


def people(*, actor: Actor, numbers: list[int]) -> dict[int, Person]:
    """Give several persons by internal number."""
    found = rows(_PERSON + " AND p.id = ANY(%s)", (actor.institution, numbers))
    return {row[0]: Person(*row) for row in found}


def search(*, actor: Actor, text: str, key: str, limit: int = 30) -> list[Person]:
    """Find persons by the beginning of their number or of their folded surnames (``key``)."""
    if not text.strip():
        return []
    if any(letter.isdigit() for letter in text):
        where = (
            "p.id IN (SELECT person FROM registry_identifier"
            " WHERE institution = %s AND number LIKE %s LIMIT %s)"
        )
        found = rows(
            f"{_PERSON} AND {where} ORDER BY f.sort_key",
            (actor.institution, actor.institution, beginning(text.strip()), limit),
        )
    elif not key:
        return []
    else:
        where = (
            "p.id IN (SELECT person FROM registry_person_fact WHERE institution = %s"
            " AND sort_key LIKE %s ORDER BY sort_key LIMIT %s)"
        )
        found = rows(
            f"{_PERSON} AND {where} ORDER BY f.sort_key",
            (actor.institution, actor.institution, beginning(key), limit),
        )
    return [Person(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Facility:
    """A health facility."""

    id: int
    code: str
    name: str
    region: str


def facilities(*, actor: Actor) -> list[Facility]:
    """List the facilities by name."""
    found = rows(
        "SELECT id, code, name, region FROM registry_facility WHERE institution = %s ORDER BY name",
        (actor.institution,),
    )
    return [Facility(*row) for row in found]


def facility(*, actor: Actor, number: int | None) -> Facility | None:
    """Give a facility, if there is one of that number."""
    if number is None:
        return None
    found = one(
        "SELECT id, code, name, region FROM registry_facility WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    return None if found is None else Facility(*found)
