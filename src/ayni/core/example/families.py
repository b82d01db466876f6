"""Families of one block of a cooperative, drawn as columns: who is in them, how old, of which sex.

Children are under 17 on the day of the roster, so none comes of age within the year; a mother was
between 15 and 46 when each was born, and siblings are at least nine months apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HEAD_MALE = 0.72
PARTNER = 0.85
PARENT = 0.02
BOY = 0.51
MOST_CHILDREN = 6
OLDEST_CHILD = 16
HEAD_YOUNGEST, HEAD_YEARS = 18, 52
MOTHER_FROM, MOTHER_TO = 16, 45
#: Wish for 0..6 children, before the mother's age and the programme's mean bend it.
CHILDREN = (0.07, 0.12, 0.24, 0.28, 0.16, 0.09, 0.04)
YEAR = 365.25

INSURED, SPOUSE, COMPANION, CHILD, FATHER, MOTHER = range(6)
RELATIONS = ("insured", "spouse", "partner", "child", "father", "mother")


@dataclass(frozen=True, slots=True)
class Households:
    """One entry per family. Ages in whole years; ``partner_age`` is -1 where there is none."""

    head_male: Bools
    head_age: Ints
    partner_age: Ints
    married: Bools
    parent: Ints
    children: Ints
    youngest: Ints
    oldest: Ints


@dataclass(frozen=True, slots=True)
class People:
    """One entry per person, by family, then rank; ``age_days`` counts back from the roster."""

    family: Ints
    relation: Ints
    male: Bools
    age_days: Ints


def draw_households(*, families: int, persons: int, rng: np.random.Generator) -> Households:
    """Draw so many families with exactly so many persons in all."""
    head_male = rng.random(families) < HEAD_MALE
    head_age = HEAD_YOUNGEST + (HEAD_YEARS * rng.beta(2.0, 3.0, families)).astype(np.int64)
    with_partner = rng.random(families) < PARTNER
    gap = np.rint(rng.normal(3.0, 3.5, families)).astype(np.int64)
    partner = np.clip(np.where(head_male, head_age - gap, head_age + gap), 18, 75)
    parent = _draw_parents(head_age, rng=rng)
    needed = persons - families - int(with_partner.sum()) - int((parent >= 0).sum())
    youngest, oldest = _child_ages(head_male, head_age, partner, with_partner)
    _make_room(needed, head_age=head_age, partner=partner, window=(youngest, oldest))
    return Households(
        head_male=head_male,
        head_age=head_age,
        partner_age=np.where(with_partner, partner, -1),
        married=rng.random(families) < np.clip((head_age - 18) / 40, 0.1, 0.8),
        parent=parent,
        children=_draw_children(needed, room=_room(youngest, oldest), rng=rng),
        youngest=youngest,
        oldest=oldest,
    )


def draw_people(households: Households, *, rng: np.random.Generator) -> People:
    """List the persons of the families, with sex and age in days, the insured person first."""
    parts = [
        _heads(households, rng=rng),
        _partners(households, rng=rng),
        _children(households, rng=rng),
        _parents(households, rng=rng),
    ]
    family, relation, male, days, rank = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    order = np.lexsort((rank, family))
    return People(
        family=family[order], relation=relation[order], male=male[order], age_days=days[order]
    )


def _draw_parents(head_age: Ints, *, rng: np.random.Generator) -> Ints:
    """Give FATHER or MOTHER for the few families that list one of the head's, else -1."""
    chance = rng.random(len(head_age))
    kind = np.where(rng.random(len(head_age)) < 0.6, MOTHER, FATHER)
    return np.where((chance < PARENT) & (head_age <= 52), kind, -1).astype(np.int64)


def _child_ages(
    head_male: Bools, head_age: Ints, partner: Ints, with_partner: Bools
) -> tuple[Ints, Ints]:
    """Give the youngest and oldest age a child may have, from the age of both parents."""
    absent = head_age - 3
    other = np.where(with_partner, partner, np.where(head_male, absent, head_age))
    mother = np.where(head_male, other, head_age)
    youngest = np.maximum(0, mother - MOTHER_TO)
    oldest = np.minimum(OLDEST_CHILD, np.minimum(mother, np.minimum(head_age, other)) - MOTHER_FROM)
    return youngest, oldest


def _room(youngest: Ints, oldest: Ints) -> Ints:
    room: Ints = np.clip(oldest - youngest + 1, 0, MOST_CHILDREN)
    return room


def _make_room(needed: int, *, head_age: Ints, partner: Ints, window: tuple[Ints, Ints]) -> None:
    """Make parents 34 in as many families as it takes: in a handful all may be too old."""
    youngest, oldest = window
    for place in np.argsort(_room(youngest, oldest), kind="stable").tolist():
        if int(_room(youngest, oldest).sum()) >= needed:
            return
        head_age[place] = partner[place] = 34
        youngest[place], oldest[place] = 0, OLDEST_CHILD


def _draw_children(needed: int, *, room: Ints, rng: np.random.Generator) -> Ints:
    """Draw children per family, then add or take one here and there until the sum is right."""
    wish = np.searchsorted(np.cumsum(CHILDREN[:-1]), rng.random(len(room)), side="right")
    counts = np.minimum(wish, room).astype(np.int64)
    while (lack := needed - int(counts.sum())) != 0:
        step = 1 if lack > 0 else -1
        free = np.flatnonzero(counts < room if lack > 0 else counts > 0)
        counts[rng.permutation(free)[: abs(lack)]] += step
    return counts


Part = tuple[Ints, Ints, Bools, Ints, Ints]


def _days(years: Ints, *, rng: np.random.Generator) -> Ints:
    return (years * YEAR).astype(np.int64) + rng.integers(1, 364, len(years))


def _heads(households: Households, *, rng: np.random.Generator) -> Part:
    size = len(households.head_age)
    family = np.arange(size)
    zero = np.zeros(size, dtype=np.int64)
    return family, zero, households.head_male, _days(households.head_age, rng=rng), zero


def _partners(households: Households, *, rng: np.random.Generator) -> Part:
    family = np.flatnonzero(households.partner_age >= 0)
    relation = np.where(households.married[family], SPOUSE, COMPANION)
    days = _days(households.partner_age[family], rng=rng)
    return family, relation, ~households.head_male[family], days, np.ones_like(family)


def _parents(households: Households, *, rng: np.random.Generator) -> Part:
    family = np.flatnonzero(households.parent >= 0)
    relation = households.parent[family]
    years = households.head_age[family] + rng.integers(18, 36, len(family))
    return family, relation, relation == FATHER, _days(years, rng=rng), np.full_like(family, 99)


def _children(households: Households, *, rng: np.random.Generator) -> Part:
    """Give each child another year of the window; one birthday season a family keeps them apart."""
    ages = np.arange(OLDEST_CHILD + 1)
    lots = rng.random((len(households.children), len(ages)))
    outside = (ages < households.youngest[:, None]) | (ages > households.oldest[:, None])
    order = np.argsort(np.where(outside, 2.0, lots), axis=1)
    family, column = np.nonzero(np.arange(len(ages)) < households.children[:, None])
    years = order[family, column]
    season = rng.integers(45, 321, len(households.children))[family]
    days = (years * YEAR).astype(np.int64) + season + rng.integers(-40, 41, len(family))
    male = rng.random(len(family)) < BOY
    return family, np.full_like(family, CHILD), male, days, 90 - years
