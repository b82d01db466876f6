"""Generated rosters, spoilt in known ways: whoever is accepted is accepted right."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.affiliation import RosterPerson, read_roster
from ayni.core.affiliation.sheets import Cell, CellError, Sheet, Workbook
from ayni.core.matching import fold

AS_OF = date(2026, 3, 15)
SURNAMES = ["Quispe", "Ñahui", "De la Cruz", "Huamán", "Böttger", "D'Angelo", "Núñez", "Inga"]
NAMES = ["Rosa", "José Luis", "María de los Ángeles", "Wilson", "Nantu", "Zoila"]
HEADERS = {
    "fam": ["N° Familia", "FAM", "Cod. familia"],
    "rel": ["Parentesco", "VÍNCULO", "Condición"],
    "id": ["DNI", "N° documento", "Doc. Identidad"],
    "s1": ["Apellido Paterno", "AP. PATERNO"],
    "s2": ["Apellido Materno", "Ap. Materno"],
    "nm": ["Nombres", "NOMBRES"],
    "birth": ["Fecha de nacimiento", "F. NAC.", "Nacimiento"],
    "sex": ["Sexo", "Género"],
    "obs": ["Obs."],
}
Person = dict[str, Any]


def families(dice: random.Random) -> list[Person]:
    persons = []
    for family in range(1, dice.randrange(2, 7)):
        birth = date(1960, 1, 1) + timedelta(days=dice.randrange(9000))
        for place, relation in enumerate(["Titular", "Cónyuge", "Hijo(a)", "Hijo(a)"]):
            born = birth if place < 2 else date(2004, 1, 1) + timedelta(days=dice.randrange(7000))
            persons.append(
                dict(
                    fam=family, rel=relation, id=f"{dice.randrange(1_000_000, 99_000_000):08d}",
                    s1=dice.choice(SURNAMES), s2=dice.choice(SURNAMES), nm=dice.choice(NAMES),
                    birth=born, sex=dice.choice("MF"), obs=None,
                )
            )  # fmt: skip
    return persons


SPOILS: list[tuple[str, Callable[[Any, random.Random], Cell]]] = [
    ("id", lambda v, d: int(v)),
    ("id", lambda v, d: v[:7]),
    ("id", lambda v, d: v + str(d.randrange(10))),
    ("id", lambda v, d: f" {v[:2]}.{v[2:5]}.{v[5:]} "),
    ("id", lambda v, d: v.replace("0", "O", 1)),
    ("id", lambda v, d: f"{int(v):.3E}"),
    ("id", lambda v, d: f"DNI: {v}"),
    ("id", lambda v, d: None),
    ("id", lambda v, d: CellError("#REF!")),
    ("id", lambda v, d: str(int(v))),
    ("birth", lambda v, d: v.strftime("%d/%m/%Y")),
    ("birth", lambda v, d: v.strftime("%m/%d/%Y") if v.day > 12 else v.strftime("%Y-%m-%d")),
    ("birth", lambda v, d: v.strftime("%d-%m-%y")),
    ("birth", lambda v, d: (v - date(1899, 12, 30)).days),
    ("birth", lambda v, d: v.year),
    ("birth", lambda v, d: f"aprox. {v.year}"),
    ("birth", lambda v, d: None),
    ("birth", lambda v, d: "31/02/1980"),
    ("nm", lambda v, d: v.replace("o", "о", 1)),
    ("nm", lambda v, d: v.replace("a", "@", 1)),
    ("nm", lambda v, d: v[:1] + "\u200b" + v[1:]),
    ("nm", lambda v, d: "=" + v),
    ("nm", lambda v, d: v.encode().decode("cp1252", "replace")),
    ("nm", lambda v, d: f"  {v}  "),
    ("s1", lambda v, d: None),
    ("s2", lambda v, d: v.replace("u", "?", 1)),
    ("rel", lambda v, d: v.upper() + " "),
    ("rel", lambda v, d: {"Hijo(a)": "ija", "Cónyuge": "conyugue", "Titular": "titula"}[v]),
    ("rel", lambda v, d: None),
    ("sex", lambda v, d: {"M": "Masc.", "F": "mujer"}[v]),
    ("sex", lambda v, d: None),
]


def wrong(person: Person, found: RosterPerson) -> list[str]:
    relation = {"Titular": "insured", "Cónyuge": "spouse", "Hijo(a)": "child"}[person["rel"]]
    pairs = {
        "id": (person["id"], found.id),
        "s1": (fold(person["s1"]), fold(found.surname1 or "")),
        "s2": (fold(person["s2"]), fold(found.surname2 or "")),
        "nm": (fold(person["nm"]), fold(found.names or "")),
        "birth": (person["birth"], found.birth_date),
        "sex": (person["sex"], found.sex),
        "rel": (relation, found.relation),
    }
    return [name for name, (right, read) in pairs.items() if right != read]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_whoever_is_accepted_is_accepted_right(seed: int) -> None:
    dice = random.Random(seed)
    persons = families(dice)
    columns = dice.sample(list(HEADERS), k=len(HEADERS))
    rows: list[tuple[int, list[Cell]]] = []
    number = dice.randrange(1, 6)
    rows.append((number, [dice.choice(HEADERS[column]) for column in columns]))
    meant: dict[int, Person] = {}
    for person in persons:
        number += dice.choice([1, 1, 1, 1, 2])
        written: dict[str, Cell] = dict(person)
        if dice.random() < 0.1:
            spoil, spoiler = dice.choice(SPOILS)
            written[spoil] = spoiler(person[spoil], dice)
        meant[number] = person
        rows.append((number, [written[column] for column in columns]))
    sheet = Sheet(name="Hoja", rows=rows)
    roster = read_roster(workbook=Workbook(name="x", form="xlsx", sheets=(sheet,)), as_of=AS_OF)
    found = {person.row: person for family in roster.families for person in family.persons}
    assert found.keys() == meant.keys()
    for row, person in meant.items():
        if found[row].status == "accepted":
            assert wrong(person, found[row]) == [], (person, found[row])
        else:
            assert any(p.row == row and p.severity != "note" for p in roster.problems)
    control = roster.control
    assert control.accepted + control.refused + control.doubtful == control.persons == len(persons)
