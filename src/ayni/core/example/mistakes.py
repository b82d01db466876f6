"""Mistakes planted in a roster at a known, small rate, each with the answer a careful clerk gives.

Severities are those of the shared samples: a ``note`` has one evident meaning (the person is
accepted), a ``doubt`` is looked at by somebody, a ``refuse`` cannot be taken as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ayni.core.example.rows import ExampleRow

#: Mistakes per 100,000 persons, by kind: 300 in all.
RATES = {
    "id_lost_leading_zero": 100,
    "date_missing": 60,
    "date_impossible": 60,
    "id_missing_newborn": 20,
    "affiliated_elsewhere": 60,
}
SEVERITY = {
    "id_lost_leading_zero": "note",
    "date_missing": "refuse",
    "date_impossible": "refuse",
    "id_missing_newborn": "doubt",
    "affiliated_elsewhere": "doubt",
}
VERDICT = {"note": "accepted", "doubt": "doubtful", "refuse": "refused"}
FIELD = {
    "id_lost_leading_zero": "document",
    "date_missing": "birth_date",
    "date_impossible": "birth_date",
    "id_missing_newborn": "document",
    "affiliated_elsewhere": "document",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One planted mistake: the row's place from 0, what was written, what is right.

    ``proposed`` is the value intake should offer (None when the file cannot tell); ``truth`` is
    what the generator drew; ``also_in`` is the code of the other cooperative that lists the person.
    """

    row: int
    kind: str
    severity: str
    field: str
    written: str | None
    proposed: str | None
    truth: str
    also_in: str | None = None


def plant_mistakes(
    rows: Sequence[ExampleRow],
    *,
    elsewhere: Sequence[tuple[str, ExampleRow]],
    rng: np.random.Generator,
) -> tuple[list[ExampleRow], list[Mistake]]:
    """Spoil a few rows, at most once each, and add families that another cooperative lists."""
    spoilt, mistakes, taken = list(rows), [], set[int]()
    for kind in RATES:
        if kind == "affiliated_elsewhere":
            continue
        free = [place for place in _places(kind, rows) if place not in taken]
        for place in _choose(free, count=_count(kind, len(rows), rng=rng), rng=rng):
            taken.add(place)
            spoilt[place], mistake = _spoil(kind, row=rows[place], place=place)
            mistakes.append(mistake)
    mistakes += _add_known(spoilt, elsewhere=elsewhere, persons=len(rows), rng=rng)
    return spoilt, sorted(mistakes, key=lambda one: one.row)


def _count(kind: str, persons: int, *, rng: np.random.Generator) -> int:
    """Give the expected number, rounded by chance, so that small rosters keep the rate."""
    whole, rest = divmod(RATES[kind] * persons, 100_000)
    return int(whole) + int(rng.integers(0, 100_000) < rest)


def _places(kind: str, rows: Sequence[ExampleRow]) -> list[int]:
    if kind == "id_lost_leading_zero":
        return [place for place, row in enumerate(rows) if (row.document or "").startswith("0")]
    if kind == "id_missing_newborn":
        return [place for place, row in enumerate(rows) if row.id_type == "CUI"]
    return list(range(len(rows)))


def _choose(places: list[int], *, count: int, rng: np.random.Generator) -> list[int]:
    return [places[int(i)] for i in rng.permutation(len(places))[:count]]


def _spoil(kind: str, *, row: ExampleRow, place: int) -> tuple[ExampleRow, Mistake]:
    truth = str(row.document if FIELD[kind] == "document" else row.birth_date)
    written = _written(kind, truth)
    verdict = VERDICT[SEVERITY[kind]]
    spoilt = (
        row._replace(document=written, verdict=verdict)
        if FIELD[kind] == "document"
        else row._replace(birth_date=written, verdict=verdict)
    )
    mistake = Mistake(
        row=place,
        kind=kind,
        severity=SEVERITY[kind],
        field=FIELD[kind],
        written=written,
        proposed=truth if kind == "id_lost_leading_zero" else None,
        truth=truth,
    )
    return spoilt, mistake


def _written(kind: str, truth: str) -> str | None:
    """Give the spoilt text: zeros lost, 31 February, or nothing at all."""
    if kind == "id_lost_leading_zero":
        return truth.lstrip("0")
    return f"31/02/{truth[:4]}" if kind == "date_impossible" else None


def _add_known(
    rows: list[ExampleRow],
    *,
    elsewhere: Sequence[tuple[str, ExampleRow]],
    persons: int,
    rng: np.random.Generator,
) -> list[Mistake]:
    """Append families of one: an insured person whom the cooperative before lists as well."""
    mistakes = []
    count = _count("affiliated_elsewhere", persons, rng=rng)
    for place in _choose(list(range(len(elsewhere))), count=count, rng=rng):
        code, known = elsewhere[place]
        rows.append(
            known._replace(
                family=rows[-1].family + 1, committee=rows[-1].committee, verdict="doubtful"
            )
        )
        mistakes.append(_known_mistake(len(rows) - 1, document=str(known.document), code=code))
    return mistakes


def _known_mistake(place: int, *, document: str, code: str) -> Mistake:
    return Mistake(
        row=place,
        kind="affiliated_elsewhere",
        severity=SEVERITY["affiliated_elsewhere"],
        field="document",
        written=document,
        proposed=None,
        truth=document,
        also_in=code,
    )
