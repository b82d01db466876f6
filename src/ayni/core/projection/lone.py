"""Insured persons who came alone: a partner may join, and then follows them.

Insured person and partner live independently, and taking a partner does not hang on who dies later. So with
``joins`` the chance by month that the partner comes, were the insured person immortal, all that is asked is a
sum over that month.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ayni.core.projection.compiled import making
from ayni.core.projection.inputs import FEMALE, Floats
from ayni.core.projection.people import Lone, Tally, add_born, born_by_age, may_bear
from ayni.core.projection.survival import Rates, month_of_age, year_of_age


class Joined(NamedTuple):
    """Chance by month of joining that a partner joined then and is alive at a lag."""

    present: Floats  # [month] were the insured person immortal
    with_life: Floats  # [month] the insured person having lived to it


@making
def prepare_lone(lone: Lone, rates: Rates) -> None:
    """Fill in survival, joining and, by month, an earlier partner's being alive."""
    months = lone.joins.shape[1]
    for row in range(lone.sex.size):
        sex, age = lone.sex[row], lone.age[row]
        single = 1.0
        for lag in range(months):
            lone.lives[row, lag] = rates.lives[lag, sex, month_of_age(age)]
            chance = rates.join[sex, month_of_age(age + lag)] if lag else 0.0
            lone.joins[row, lag] = single * chance
            single *= 1.0 - chance
            lone.paired[row, lag] = _present(lag, row, lone, rates).sum()


@making
def _present(lag: int, row: int, lone: Lone, rates: Rates) -> Floats:
    """Chance by month of joining that a partner joined then and is alive at ``lag``."""
    sex = lone.sex[row]
    end = lone.age[row] - rates.gap[sex] + lag
    lived = rates.lived[1 - sex, min(max(end, 0), rates.lived.shape[1] - 1)]
    found = np.empty(lag + 1)
    for month in range(lag + 1):
        found[month] = lone.joins[row, month] * lived[lag - month]
    return found


@making
def add_lone(lag: int, lone: Lone, rates: Rates, limit: int, into: Tally) -> None:
    """Count at ``lag`` these insured persons, their partners, and children born to them since the start."""
    children = np.empty((0, 0))
    for row in range(lone.sex.size):
        present = _present(lag, row, lone, rates)
        joined = Joined(present, present * lone.lives[row, : lag + 1])
        lives, paired = lone.lives[row, lag], joined.with_life.sum()
        alive = lives + paired - lives * present.sum()
        lone.alive[row, lag] = alive
        mother = lone.age[row] - (0 if lone.sex[row] == FEMALE else rates.gap[lone.sex[row]])
        bears = may_bear(mother, lag, rates)
        births = 0.0
        if bears:
            children = born_by_age(lag, _born(lag, row, joined, lone, rates), rates, limit)
            births = _births(lag, row, joined, lone, rates)
        for group in range(lone.weight.shape[1]):
            weight = lone.weight[row, group]
            if weight > 0.0:
                into.alive[lag, group] += weight * alive
                into.partners[lag, group] += weight * joined.with_life[lag]
                into.births[lag, group] += weight * births
                _add_adults((lag, row, group), (weight * lives, weight * paired), lone, rates, into)
                if bears:
                    add_born(lag, group, weight, children, into)


@making
def _add_adults(
    place: tuple[int, int, int],
    amounts: tuple[float, float],
    lone: Lone,
    rates: Rates,
    into: Tally,
) -> None:
    lag, row, group = place
    insured, partner = amounts
    sex, age = lone.sex[row], lone.age[row] + lag
    other = age - rates.gap[sex]
    into.people[lag, group, sex, year_of_age(age)] += insured
    into.people[lag, group, 1 - sex, year_of_age(other)] += partner
    into.later_deaths[lag, group] += insured * (1.0 - rates.live[sex, month_of_age(age)])
    into.later_deaths[lag, group] += partner * (1.0 - rates.live[1 - sex, month_of_age(other)])


@making
def _births(lag: int, row: int, joined: Joined, lone: Lone, rates: Rates) -> float:
    """Births of month ``lag``; who joined in it bears from the next month on."""
    births = 0.0
    age = lone.age[row] + lag
    if lag and lone.sex[row] == FEMALE:
        births = rates.bear[month_of_age(age)] * lone.lives[row, lag]
    elif lag:
        other = month_of_age(age - rates.gap[lone.sex[row]])
        births = rates.bear[other] * joined.with_life[:lag].sum()
    return births


@making
def _born(lag: int, row: int, joined: Joined, lone: Lone, rates: Rates) -> Floats:
    """Chance by month of a birth then, times that the family still lives at ``lag``."""
    if lone.sex[row] == FEMALE:
        return _born_to_insured(lag, row, joined, lone, rates)
    return _born_to_partner(lag, row, joined, lone, rates)


@making
def _born_to_insured(lag: int, row: int, joined: Joined, lone: Lone, rates: Rates) -> Floats:
    """Mother lived at b; at the end she lives, or the partner does who joined while she lived."""
    born = np.zeros(lag + 1)
    age, lives = lone.age[row], lone.lives[row, lag]
    before, after = 0.0, joined.with_life.sum()
    ever = joined.present.sum()
    for month in range(1, lag + 1):
        before += joined.present[month]
        after -= joined.with_life[month]
        family = lives + lone.lives[row, month] * before + after - lives * ever
        born[month] = rates.bear[month_of_age(age + month)] * family
    return born


@making
def _born_to_partner(lag: int, row: int, joined: Joined, lone: Lone, rates: Rates) -> Floats:
    """Partner joined before b and lived at b; at the end she lives, or the insured person does."""
    born = np.zeros(lag + 1)
    other, lives = lone.age[row] - rates.gap[lone.sex[row]], lone.lives[row, lag]
    before, before_with_life = 0.0, 0.0
    for month in range(1, lag + 1):
        before += joined.present[month - 1]
        before_with_life += joined.with_life[month - 1]
        alive_then = lone.paired[row, month] - lone.joins[row, month]
        family = before_with_life + lives * (alive_then - before)
        born[month] = rates.bear[month_of_age(other + month)] * family
    return born
