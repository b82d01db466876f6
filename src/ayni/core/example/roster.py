"""The roster of one cooperative: its persons as rows, a few planted mistakes and their truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from ayni.core.example.families import (
    INSURED,
    RELATIONS,
    Ints,
    People,
    draw_households,
    draw_people,
)
from ayni.core.example.identity import document_numbers
from ayni.core.example.mistakes import Mistake, plant_mistakes
from ayni.core.example.names import Names, draw_names
from ayni.core.example.programme import ExampleCooperative, ExampleProgramme
from ayni.core.example.rows import ExampleRow
from ayni.core.example.work import Work

#: Families drawn together; each block has its own stream, so any part can be drawn alone.
BLOCK = 500
PEOPLE_STREAM, MISTAKE_STREAM, PAY_STREAM = 1, 2, 4
#: A worker's month against a whole one, in percent: the least, and the first above the most.
PAY_FROM, PAY_TO = 70, 116
#: The first digit of a cédula is the province of birth.
PROVINCES = 7
NEWBORN_DAYS = 365


@dataclass(frozen=True, slots=True)
class ExampleRoster:
    """Rows in file order; ``mistakes`` name a row by its place (from 0), with the right answer."""

    cooperative: ExampleCooperative
    rows: tuple[ExampleRow, ...]
    mistakes: tuple[Mistake, ...]


def roster(
    *, programme: ExampleProgramme, cooperative: ExampleCooperative, errors: bool = False
) -> ExampleRoster:
    """Draw one cooperative: the same persons whichever others are drawn, with errors or not."""
    rows = [
        row
        for block in range(_blocks(cooperative))
        for row in _block_rows(programme, cooperative, block=block)
    ]
    if not errors:
        return ExampleRoster(cooperative=cooperative, rows=tuple(rows), mistakes=())
    rng = np.random.default_rng([programme.seed, MISTAKE_STREAM, cooperative.index])
    planted, mistakes = plant_mistakes(
        rows, elsewhere=_previous_heads(programme, cooperative), rng=rng
    )
    return ExampleRoster(cooperative=cooperative, rows=tuple(planted), mistakes=tuple(mistakes))


def rosters(*, programme: ExampleProgramme, errors: bool = False) -> Iterator[ExampleRoster]:
    """Draw the cooperatives one after the other; only one is held at a time."""
    for cooperative in programme.cooperatives:
        yield roster(programme=programme, cooperative=cooperative, errors=errors)


def pay_roster(drawn: ExampleRoster, *, seed: int, month: int) -> ExampleRoster:
    """Give an employer's roster of a month: the same persons, each with the pay of that month."""
    work = drawn.cooperative.work
    rng = np.random.default_rng([seed, PAY_STREAM, drawn.cooperative.index, month])
    parts = rng.integers(PAY_FROM, PAY_TO, len(drawn.rows)).tolist()
    rows = tuple(
        row
        if row.income is None
        else row._replace(income=max(work.least, row.income * part // 100 // 100 * 100))
        for row, part in zip(drawn.rows, parts, strict=True)
    )
    return ExampleRoster(cooperative=drawn.cooperative, rows=rows, mistakes=drawn.mistakes)


def _blocks(cooperative: ExampleCooperative) -> int:
    return -(-cooperative.families // BLOCK)


def _previous_heads(
    programme: ExampleProgramme, cooperative: ExampleCooperative
) -> list[tuple[str, ExampleRow]]:
    """Give the insured persons of the first block of the cooperative before, with its code."""
    if cooperative.index == 0:
        return []
    previous = programme.cooperatives[cooperative.index - 1]
    rows = _block_rows(programme, previous, block=0)
    return [(previous.code, row) for row in rows if row.relation == RELATIONS[INSURED]]


def _persons_before(cooperative: ExampleCooperative, families: int) -> int:
    return cooperative.persons * families // cooperative.families


def _block_rows(
    programme: ExampleProgramme, cooperative: ExampleCooperative, *, block: int
) -> list[ExampleRow]:
    start, end = block * BLOCK, min(cooperative.families, (block + 1) * BLOCK)
    first, last = _persons_before(cooperative, start), _persons_before(cooperative, end)
    rng = np.random.default_rng([programme.seed, PEOPLE_STREAM, cooperative.index, block])
    households = draw_households(families=end - start, persons=last - first, rng=rng)
    people = draw_people(households, rng=rng)
    births = np.datetime64(programme.as_of, "D") - people.age_days.astype("timedelta64[D]")
    years = births.astype("datetime64[Y]").astype(np.int64) + 1970
    names = draw_names(people, households, region=cooperative.region, birth_years=years, rng=rng)
    places = cooperative.first_person + first + np.arange(last - first)
    documents = document_numbers(places=places, birth_years=years, seed=programme.seed)
    if cooperative.country == "cr":
        documents = [f"{place % PROVINCES + 1}{eight}" for place, eight in enumerate(documents)]
    columns = _Columns(people, names, documents, births.tolist(), start)
    return _assemble(columns, cooperative=cooperative, rng=rng)


class _Columns(NamedTuple):
    people: People
    names: Names
    documents: list[str]
    births: list[date]
    first_family: int


def _assemble(
    columns: _Columns, *, cooperative: ExampleCooperative, rng: np.random.Generator
) -> list[ExampleRow]:
    people, names = columns.people, columns.names
    family = people.family + columns.first_family
    activity, income = _earned(people.relation, work=cooperative.work, rng=rng)
    kinds = (
        ["CR"] * len(family)
        if cooperative.country == "cr"
        else np.where(people.age_days < NEWBORN_DAYS, "CUI", "DNI").tolist()
    )
    sexes = np.where(people.male, "M", "F").tolist()
    relations = np.array(RELATIONS, dtype=object)[people.relation].tolist()
    return list(
        map(
            ExampleRow,
            (family + 1).tolist(),
            _committees(family, cooperative),
            relations,
            kinds,
            columns.documents,
            names.surname1,
            names.surname2,
            names.given,
            columns.births,
            sexes,
            activity,
            income,
        )
    )


def _committees(family: Ints, cooperative: ExampleCooperative) -> list[str]:
    listed = np.array(cooperative.committees, dtype=object)
    chosen = family * len(listed) // cooperative.families
    return [str(name) for name in listed[chosen].tolist()]


def _earned(
    relation: Ints, *, work: Work, rng: np.random.Generator
) -> tuple[list[str | None], list[int | None]]:
    """Give activity and earnings in minor units, for insured persons; None for the others."""
    size = len(relation)
    kinds = rng.choice(len(work.activities), size=size, p=work.shares).tolist()
    drawn = work.median / 100 * np.exp(rng.normal(0.0, work.spread, size)) * 100
    steps = np.clip(drawn, work.least, work.most).astype(np.int64) // work.step
    insured = (relation == INSURED).tolist()
    activity = [
        work.activities[kind] if head else None for kind, head in zip(kinds, insured, strict=True)
    ]
    amounts = (steps * work.step).tolist()
    income = [amount if head else None for amount, head in zip(amounts, insured, strict=True)]
    return activity, income
