"""Insured persons who came alone: a partner may join, and then follows them.

Insured person and partner live independently, and taking a partner does not hang on who dies later. So with ``joins``
the chance by month that the partner comes, were the insured person immortal, all that is asked is a sum over that month.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ayni.core.projection.inputs import FEMALE, Floats
from ayni.core.projection.people import Lone, Tally, add_born, born_by_age
from ayni.core.projection.survival import Rates, month_of_age, year_of_age


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def _present(lag: int, row: int, lone: Lone, rates: Rates) -> Floats:
    """Chance by month of joining that a partner joined then and is alive at ``lag``."""
    sex = lone.sex[row]
    end = lone.age[row] - rates.gap[sex] + lag
    lived = rates.lived[1 - sex, min(max(end, 0), rates.lived.shape[1] - 1)]
    found = np.empty(lag + 1)
    for month in range(lag + 1):
        found[month] = lone.joins[row, month] * lived[lag - month]
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def add_lone(lag: int, lone: Lone, rates: Rates, limit: int, into: Tally) -> None:
    """Count at ``lag`` these insured persons, their partners, and the children born to them since the start."""
    for row in range(lone.sex.size):
        present = _present(lag, row, lone, rates)
        with_life = present * lone.lives[row, : lag + 1]
        lives, paired = lone.lives[row, lag], with_life.sum()
        alive = lives + paired - lives * present.sum()
        lone.alive[row, lag] = alive
        born = _born(lag, row, present, with_life, lone, rates)
        children = born_by_age(lag, born, rates, limit)
        for group in range(lone.weight.shape[1]):
            weight = lone.weight[row, group]
            if weight > 0.0:
                into.alive[lag, group] += weight * alive
                into.partners[lag, group] += weight * with_life[lag]
                into.births[lag, group] += weight * _births(lag, row, lives, with_life, lone, rates)
                _add_adults(lag, row, group, weight * lives, weight * paired, lone, rates, into)
                add_born(lag, group, weight, children, into)


@njit(cache=True, nogil=True, error_model="numpy")
def _add_adults(
    lag: int,
    row: int,
    group: int,
    insured: float,
    partner: float,
    lone: Lone,
    rates: Rates,
    into: Tally,
) -> None:
    sex, age = lone.sex[row], lone.age[row] + lag
    other = age - rates.gap[sex]
    into.people[lag, group, sex, year_of_age(age)] += insured
    into.people[lag, group, 1 - sex, year_of_age(other)] += partner
    into.later_deaths[lag, group] += insured * (1.0 - rates.live[sex, month_of_age(age)])
    into.later_deaths[lag, group] += partner * (1.0 - rates.live[1 - sex, month_of_age(other)])


@njit(cache=True, nogil=True, error_model="numpy")
def _births(lag: int, row: int, lives: float, with_life: Floats, lone: Lone, rates: Rates) -> float:
    """Births of month ``lag``; who joined in it bears from the next month on."""
    if lag == 0:
        return 0.0
    age = lone.age[row] + lag
    if lone.sex[row] == FEMALE:
        return rates.bear[month_of_age(age)] * lives
    other = month_of_age(age - rates.gap[lone.sex[row]])
    return rates.bear[other] * with_life[:lag].sum()


@njit(cache=True, nogil=True, error_model="numpy")
def _born(
    lag: int, row: int, present: Floats, with_life: Floats, lone: Lone, rates: Rates
) -> Floats:
    """Chance by month of a birth then, times that the family still lives at ``lag``."""
    born = np.zeros(lag + 1)
    if lone.sex[row] == FEMALE:
        _born_to_insured(lag, row, present, with_life, lone, rates, born)
    else:
        _born_to_partner(lag, row, present, with_life, lone, rates, born)
    return born


@njit(cache=True, nogil=True, error_model="numpy")
def _born_to_insured(
    lag: int,
    row: int,
    present: Floats,
    with_life: Floats,
    lone: Lone,
    rates: Rates,
    born: Floats,
) -> None:
    """Mother lived at b; at the end she lives, or the partner does who joined while she lived."""
    age, lives = lone.age[row], lone.lives[row, lag]
    joined, later = 0.0, with_life.sum()
    ever = present.sum()
    for month in range(1, lag + 1):
        joined += present[month]
        later -= with_life[month]
        mother = lone.lives[row, month]
        family = lives + mother * joined + later - lives * ever
        born[month] = rates.bear[month_of_age(age + month)] * family


@njit(cache=True, nogil=True, error_model="numpy")
def _born_to_partner(
    lag: int,
    row: int,
    present: Floats,
    with_life: Floats,
    lone: Lone,
    rates: Rates,
    born: Floats,
) -> None:
    """Partner joined before b and lived at b; at the end she lives, or the insured person does."""
    other, lives = lone.age[row] - rates.gap[lone.sex[row]], lone.lives[row, lag]
    joined, joined_with_life = 0.0, 0.0
    for month in range(1, lag + 1):
        joined += present[month - 1]
        joined_with_life += with_life[month - 1]
        alive_then = lone.paired[row, month] - lone.joins[row, month]
        family = joined_with_life + lives * (alive_then - joined)
        born[month] = rates.bear[month_of_age(other + month)] * family
