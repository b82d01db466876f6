"""Names for drawn people: two surnames inherited as the law has it, given names by generation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ayni.core.example.families import CHILD, FATHER, MOTHER, Households, Ints, People
from ayni.core.example.givennames import NEW_NAMES_FROM, given_weights
from ayni.core.example.surnames import surname_weights

#: Share of families without a father on the roster whose children carry a father's surname.
FATHER_KNOWN = 0.7
SECOND_NAME = 0.45


@dataclass(frozen=True, slots=True)
class Names:
    """One entry per person."""

    surname1: list[str]
    surname2: list[str]
    given: list[str]


@dataclass(frozen=True, slots=True)
class _Parents:
    """Surnames of the father and the mother of each family, as places in the region's list."""

    father: tuple[Ints, Ints]
    mother: tuple[Ints, Ints]
    child: tuple[Ints, Ints]


def draw_names(
    people: People,
    households: Households,
    *,
    region: str,
    birth_years: Ints,
    rng: np.random.Generator,
) -> Names:
    """Draw the names of the people of one block; the region says which surnames are common."""
    surnames, weights = surname_weights(region)
    first, second = _surnames(people, households, weights=weights, rng=rng)
    listed = np.array(surnames, dtype=object)
    given = _given_names(people, birth_years=birth_years, rng=rng)
    return Names(surname1=listed[first].tolist(), surname2=listed[second].tolist(), given=given)


def _pick(weights: list[float], *, size: int, rng: np.random.Generator) -> Ints:
    steps = np.cumsum(weights)
    found: Ints = np.searchsorted(steps / steps[-1], rng.random(size), side="right")
    return found


def _surnames(
    people: People, households: Households, *, weights: list[float], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    parents = _draw_parents(households, weights=weights, rng=rng)
    family, relation = people.family, people.relation
    pair = [
        np.where(people.male, parents.father[i][family], parents.mother[i][family]) for i in (0, 1)
    ]
    head = [
        np.where(households.head_male, parents.father[i], parents.mother[i])[family] for i in (0, 1)
    ]
    child = relation == CHILD
    first = np.where(child, parents.child[0][family], pair[0])
    second = np.where(child, parents.child[1][family], pair[1])
    other = _pick(weights, size=len(family), rng=rng)
    first = np.select([relation == FATHER, relation == MOTHER], [head[0], head[1]], first)
    second = np.where((relation == FATHER) | (relation == MOTHER), other, second)
    return first, second


def _draw_parents(
    households: Households, *, weights: list[float], rng: np.random.Generator
) -> _Parents:
    size = len(households.head_male)
    father = _pick(weights, size=size, rng=rng), _pick(weights, size=size, rng=rng)
    mother = _pick(weights, size=size, rng=rng), _pick(weights, size=size, rng=rng)
    alone = ~households.head_male & (households.partner_age < 0)
    unknown = alone & (rng.random(size) >= FATHER_KNOWN)
    # a child whose father did not recognise him or her carries both surnames of the mother
    first = np.where(unknown, mother[0], father[0])
    second = np.where(unknown, mother[1], mother[0])
    return _Parents(father=father, mother=mother, child=(first, second))


def _given_names(people: People, *, birth_years: Ints, rng: np.random.Generator) -> list[str]:
    size = len(people.family)
    given: NDArray[np.object_] = np.empty(size, dtype=object)
    double = rng.random(size) < SECOND_NAME
    for sex in ("F", "M"):
        for since in (False, True):
            chosen = (people.male == (sex == "M")) & ((birth_years >= NEW_NAMES_FROM) == since)
            places = np.flatnonzero(chosen)
            given[places] = _given_group(
                people.family[places], sex=sex, since=since, double=double[places], rng=rng
            )
    return [str(name) for name in given.tolist()]


def _given_group(
    family: Ints, *, sex: str, since: bool, double: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.object_]:
    names, weights = given_weights(sex=sex, since=since)
    listed = np.array(names, dtype=object)
    first = _pick(weights, size=len(family), rng=rng)
    first = _unlike_siblings(first, family=family, count=len(names), rng=rng)
    second = _pick(weights, size=len(family), rng=rng)
    both = double & (first != second)
    joined: NDArray[np.object_] = listed[first]
    joined[both] = joined[both] + " " + listed[second[both]]
    return joined


def _unlike_siblings(first: Ints, *, family: Ints, count: int, rng: np.random.Generator) -> Ints:
    """Draw again, evenly, whoever has the name of an earlier one of the family."""
    key = family * count + first
    again = np.ones(len(key), dtype=bool)
    again[np.unique(key, return_index=True)[1]] = False
    first[again] = rng.integers(0, count, int(again.sum()))
    return first
