"""Kernels of demography: every lag by one thread alone, so that threads cannot change a sum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ayni.core.projection.inputs import AGES, FEMALE, MALE, Flags, Floats, Whole
from ayni.core.projection.survival import MONTHS_OF_AGE, Rates, month_of_age, year_of_age


class Tally(NamedTuple):
    """What the kernels add to; ``later`` of a lag happens in the month after it."""

    alive: Floats  # [lag, group]
    people: Floats  # [lag, group, sex, age]
    births: Floats  # [lag, group]
    partners: Floats  # [lag, group]
    later_deaths: Floats  # [lag, group]
    later_aged: Floats  # [lag, group]


class Households(NamedTuple):
    """Families sorted into arrays for the kernels; a place of -1 says that there is none."""

    group: Whole  # [family]
    weight: Floats  # [family]
    insured: Whole  # [family] place in ``age`` and ``sex``
    partner: Whole  # [family] the same, or -1
    lone: Whole  # [family] its row in ``Lone``, or -1 where there is a partner
    first: Whole  # [family + 1] place of its first person in ``others``
    others: Whole  # [person] place of those who are neither
    leaves: Whole  # [person] lag at which a child reaches the limit
    age: Whole  # [person] months at the start
    sex: Flags  # [person]


class Lone(NamedTuple):
    """Insured persons who came alone, by distinct sex and age; they may take a partner."""

    sex: Whole  # [row]
    age: Whole  # [row]
    weight: Floats  # [row, group]
    lives: Floats  # [row, lag] the insured person's survival
    joins: Floats  # [row, lag] chance that the partner comes then, were the insured person immortal
    paired: Floats  # [row, lag] of an earlier partner's being alive, the same
    alive: Floats  # [row, lag] chance that the family lives; filled by the kernel


class Turn(NamedTuple):
    """A family at a lag, and the survival to it and to the month after it by sex and age at the start."""

    lag: int
    group: int
    now: Floats
    then: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def add_families(lag: int, homes: Households, lone: Lone, rates: Rates, into: Tally) -> None:
    """Count couples at ``lag``, and those who came with them or with one who came alone."""
    now, then = rates.lives[lag], rates.lives[lag + 1]
    for family in range(homes.group.size):
        turn, weight = Turn(lag, homes.group[family], now, then), homes.weight[family]
        if homes.partner[family] < 0:
            alive = lone.alive[homes.lone[family], lag]
        else:
            first = _adult(turn, homes.insured[family], weight, homes, into)
            second = _adult(turn, homes.partner[family], weight, homes, into)
            alive = 1.0 - (1.0 - first) * (1.0 - second)
            into.alive[lag, turn.group] += weight * alive
        for place in range(homes.first[family], homes.first[family + 1]):
            _other(turn, place, weight * alive, homes, into)


@njit(cache=True, nogil=True, error_model="numpy")
def _adult(turn: Turn, person: int, weight: float, homes: Households, into: Tally) -> float:
    sex, age = homes.sex[person], homes.age[person]
    start = month_of_age(age)
    lives: float = turn.now[sex, start]
    into.people[turn.lag, turn.group, sex, year_of_age(age + turn.lag)] += weight * lives
    into.later_deaths[turn.lag, turn.group] += weight * (lives - turn.then[sex, start])
    return lives


@njit(cache=True, nogil=True, error_model="numpy")
def _other(turn: Turn, place: int, weight: float, homes: Households, into: Tally) -> None:
    """Count a child or other relative at a lag, and what becomes of it in the month after."""
    lag, group = turn.lag, turn.group
    if lag >= homes.leaves[place]:
        return
    person = homes.others[place]
    sex, age = homes.sex[person], homes.age[person]
    start = month_of_age(age)
    lives, later = turn.now[sex, start], turn.then[sex, start]
    into.people[lag, group, sex, year_of_age(age + lag)] += weight * lives
    into.later_deaths[lag, group] += weight * (lives - later)
    if lag + 1 == homes.leaves[place]:
        into.later_aged[lag, group] += weight * later


@njit(cache=True, nogil=True, error_model="numpy")
def add_born_to_couples(lag: int, homes: Households, rates: Rates, limit: int, into: Tally) -> None:
    """Count children born since the start to women who came with a partner.

    A child born in month b is in the family at ``lag`` if it lives and either adult does, and its mother lived
    at b: lives(b) * other + mother * (1 - other). Both are a sum over families times a figure of her age alone.
    """
    weights = _mothers(lag, homes, rates.lives[lag], into.alive.shape[1])
    bears = np.empty(lag + 1)
    for age in range(weights.shape[0]):
        if not weights[age].any() or not _bears(lag, age, rates, bears):
            continue
        for group in range(weights.shape[1]):
            into.births[lag, group] += weights[age, group, 2] * bears[lag]
        either = born_by_age(lag, bears, rates, limit)
        bears *= rates.lives[: lag + 1, FEMALE, age]
        other = born_by_age(lag, bears, rates, limit)
        for group in range(weights.shape[1]):
            add_born(lag, group, weights[age, group, 0], other, into)
            add_born(lag, group, weights[age, group, 1], either, into)


@njit(cache=True, nogil=True, error_model="numpy")
def _mothers(lag: int, homes: Households, now: Floats, groups: int) -> Floats:
    """Sum over families by her age at the start: other, mother * (1 - other), mother."""
    weights = np.zeros((MONTHS_OF_AGE, groups, 3))
    for family in range(homes.group.size):
        if homes.partner[family] >= 0:
            one, two = homes.insured[family], homes.partner[family]
            own = weights[:, homes.group[family]]
            _mother((one, two), homes, homes.weight[family], now, own)
            _mother((two, one), homes, homes.weight[family], now, own)
    return weights


@njit(cache=True, nogil=True, error_model="numpy")
def _mother(
    pair: tuple[int, int], homes: Households, weight: float, now: Floats, weights: Floats
) -> None:
    woman, other = pair
    if homes.sex[woman] == FEMALE:
        age = month_of_age(homes.age[woman])
        mother = now[FEMALE, age]
        lives = now[homes.sex[other], month_of_age(homes.age[other])]
        weights[age, 0] += weight * lives
        weights[age, 1] += weight * mother * (1.0 - lives)
        weights[age, 2] += weight * mother


@njit(cache=True, nogil=True, error_model="numpy")
def _bears(lag: int, age: int, rates: Rates, bears: Floats) -> bool:
    """Fill in chances of a birth in months 0 to ``lag`` of a woman of this age; tell if there is any."""
    bears[0] = 0.0
    any_at_all = False
    for month in range(1, lag + 1):
        bears[month] = rates.bear[month_of_age(age + month)]
        any_at_all |= bears[month] > 0.0
    return any_at_all


@njit(cache=True, nogil=True, error_model="numpy")
def born_by_age(lag: int, born: Floats, rates: Rates, limit: int) -> Floats:
    """Spread children by sex and years of age at ``lag``, from chances of birth by month.

    Two more columns hold the next month's deaths and ageing out.
    """
    found = np.zeros((2, (limit + 11) // 12 + 2))
    last = min(lag - 1, limit - 1)
    for sex in range(2):
        part = rates.boys if sex == MALE else 1.0 - rates.boys
        for age in range(last + 1):
            lives = born[lag - age] * rates.lives[age, sex, 0] * part
            found[sex, age // 12] += lives
            found[sex, -2] += lives * (1.0 - rates.live[sex, month_of_age(age)])
        if last == limit - 1:
            found[sex, -1] = born[lag - last] * rates.lives[limit, sex, 0] * part
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def add_born(lag: int, group: int, weight: float, born: Floats, into: Tally) -> None:
    """Add children of ``born_by_age``."""
    years = born.shape[1] - 2
    for sex in range(2):
        for year in range(years):
            into.people[lag, group, sex, min(year, AGES - 1)] += weight * born[sex, year]
        into.later_deaths[lag, group] += weight * born[sex, years]
        into.later_aged[lag, group] += weight * born[sex, years + 1]
