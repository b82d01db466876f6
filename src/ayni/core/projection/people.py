"""Kernels of demography: every lag by one thread alone, so that threads cannot change a sum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ayni.core.projection.compiled import making
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


class Mothers(NamedTuple):
    """Women of couples, in the order of their ages, each with the other adult; ages within the tables."""

    age: Whole
    other_age: Whole
    other_sex: Whole
    group: Whole
    weight: Floats


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
    here: Floats
    then: Floats


@making
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


@making
def _adult(turn: Turn, person: int, weight: float, homes: Households, into: Tally) -> float:
    sex, age = homes.sex[person], homes.age[person]
    start = month_of_age(age)
    lives: float = turn.here[sex, start]
    into.people[turn.lag, turn.group, sex, year_of_age(age + turn.lag)] += weight * lives
    into.later_deaths[turn.lag, turn.group] += weight * (lives - turn.then[sex, start])
    return lives


@making
def _other(turn: Turn, place: int, weight: float, homes: Households, into: Tally) -> None:
    """Count a child or other relative at a lag, and what becomes of it in the month after."""
    lag, group = turn.lag, turn.group
    if lag >= homes.leaves[place]:
        return
    person = homes.others[place]
    sex, age = homes.sex[person], homes.age[person]
    start = month_of_age(age)
    lives, later = turn.here[sex, start], turn.then[sex, start]
    into.people[lag, group, sex, year_of_age(age + lag)] += weight * lives
    into.later_deaths[lag, group] += weight * (lives - later)
    if lag + 1 == homes.leaves[place]:
        into.later_aged[lag, group] += weight * later


@making
def add_born_to_couples(lag: int, mothers: Mothers, rates: Rates, limit: int, into: Tally) -> None:
    """Count children born since the start to women who came with a partner.

    A child born in month b is in the family at ``lag`` if it lives and either adult does, and its mother lived
    at b: lives(b) * other + mother * (1 - other). Both are a sum over families times a figure of her age alone.
    """
    weights = _weights(mothers, rates.lives[lag], into.alive.shape[1])
    bears = np.empty(lag + 1)
    for age in range(weights.shape[0]):
        if not weights[age].any() or not _bears(lag, age, rates, bears):
            continue
        for group in range(weights.shape[1]):
            into.births[lag, group] += weights[age, group, 2] * bears[lag]
        either = born_by_age(lag, bears, rates, limit)
        bears *= rates.onward[FEMALE, age, : lag + 1]
        other = born_by_age(lag, bears, rates, limit)
        for group in range(weights.shape[1]):
            add_born(lag, group, weights[age, group, 0], other, into)
            add_born(lag, group, weights[age, group, 1], either, into)


@making
def _weights(mothers: Mothers, now: Floats, groups: int) -> Floats:
    """Sum over families by her age at the start: other, mother * (1 - other), mother."""
    weights = np.zeros((MONTHS_OF_AGE, groups, 3))
    for place in range(mothers.age.size):
        age, group, weight = mothers.age[place], mothers.group[place], mothers.weight[place]
        mother = now[FEMALE, age]
        other = now[mothers.other_sex[place], mothers.other_age[place]]
        weights[age, group, 0] += weight * other
        weights[age, group, 1] += weight * mother * (1.0 - other)
        weights[age, group, 2] += weight * mother
    return weights


@making
def _bears(lag: int, age: int, rates: Rates, bears: Floats) -> bool:
    """Fill in chances of a birth in months 0 to ``lag`` of a woman of this age; tell if there is any."""
    bears[0] = 0.0
    for month in range(1, lag + 1):
        bears[month] = rates.bear[month_of_age(age + month)]
    return may_bear(age, lag, rates)


@making
def may_bear(age: int, lag: int, rates: Rates) -> bool:
    """Tell whether a woman of this age at the start can have borne in months 1 to ``lag``."""
    first, last = rates.fertile
    return bool(age < last and age + lag >= first)


@making
def born_by_age(lag: int, born: Floats, rates: Rates, limit: int) -> Floats:
    """Spread children by sex and years of age at ``lag``, from chances of birth by month.

    Two more columns hold the next month's deaths and ageing out.
    """
    years = (limit + 11) // 12
    found = np.zeros((2, years + 2))
    ages = min(lag, limit)  # born in months 1 to lag
    girls, boys = rates.child
    girls_lost, boys_lost = rates.loses
    for year in range((ages + 11) // 12):
        for age in range(12 * year, min(12 * year + 12, ages)):
            births = born[lag - age]
            found[FEMALE, year] += births * girls[age]
            found[MALE, year] += births * boys[age]
            found[FEMALE, years] += births * girls_lost[age]
            found[MALE, years] += births * boys_lost[age]
    if ages == limit:
        for sex in range(2):
            found[sex, years + 1] = born[lag - limit + 1] * rates.child[sex, limit]
    return found


@making
def add_born(lag: int, group: int, weight: float, born: Floats, into: Tally) -> None:
    """Add children of ``born_by_age``."""
    years = born.shape[1] - 2
    for sex in range(2):
        for year in range(years):
            into.people[lag, group, sex, min(year, AGES - 1)] += weight * born[sex, year]
        into.later_deaths[lag, group] += weight * born[sex, years]
        into.later_aged[lag, group] += weight * born[sex, years + 1]
