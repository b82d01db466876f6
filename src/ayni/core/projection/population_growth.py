"""A whole population by month of age: projected, and in the shape it keeps for ever under constant rates.

It makes an institution's people where there is no roster, and closed forms of demography are held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ayni.core.projection.compiled import kernel
from ayni.core.projection.inputs import AGES, FEMALE, MALE, Floats
from ayni.core.projection.tables import (
    by_month_of_age,
    monthly_births,
    monthly_survival,
    survivors,
)

MONTHS_OF_AGE = 12 * AGES


class Vital(NamedTuple):
    """Chances a month by month of age."""

    live: Floats  # [sex, month of age]
    bears: Floats  # [month of age]
    boys: float


class NoGrowthFound(ValueError):
    """Rates under which a population dies out or explodes faster than any that is known."""


@dataclass(frozen=True, slots=True, eq=False)
class StablePopulation:
    """The shape a population keeps while every age grows alike."""

    growth: float  # a year: 0.01 is one per cent
    people: Floats  # [sex, month of age], one person in all
    births: float  # a month, for one person


def stable_population(
    *, mortality: Floats, fertility: Floats, male_births: float
) -> StablePopulation:
    """Solve Lotka's equation by months: the growth at which each daughter replaces her mother, discounted.

    Raises ``NoGrowthFound`` where it lies outside a fifth of growth or loss a year.
    """
    alive = survivors(mortality=mortality, months=MONTHS_OF_AGE)
    bears = by_month_of_age(yearly=monthly_births(fertility=fertility), months=MONTHS_OF_AGE)
    daughters = alive[FEMALE] * bears * (1.0 - male_births)
    daughters[0] = 0.0
    force = _lotka(daughters)
    aged = np.exp(-force * np.arange(MONTHS_OF_AGE))
    born = np.empty(2)
    born[FEMALE], born[MALE] = 1.0 - male_births, male_births
    people = born[:, None] * alive * aged
    return StablePopulation(
        growth=float(np.expm1(12.0 * force)),
        people=people / people.sum(),
        births=float(1.0 / people.sum()),
    )


def project_population(
    *,
    people: Floats,
    mortality: Floats,
    fertility: Floats,
    male_births: float,
    months: int,
    joining: Floats | None = None,
) -> Floats:
    """Project ``people[sex, month of age]``; give them for months 0 to ``months``, ``[t, sex, month of age]``.

    ``joining``, in the same shape, come in each month from the first one after the start on.
    Whoever is past the last month of the tables is no longer counted.
    """
    found = np.zeros((months + 1, *people.shape))
    found[0] = people
    vital = Vital(
        by_month_of_age(yearly=monthly_survival(mortality=mortality), months=MONTHS_OF_AGE),
        by_month_of_age(yearly=monthly_births(fertility=fertility), months=MONTHS_OF_AGE),
        male_births,
    )
    _project(vital, np.zeros_like(found[0]) if joining is None else joining, found)
    return found


def life_expectancy(*, mortality: Floats, sex: int, age: int = 0) -> float:
    """Give the years still to be lived at a whole age, each month counted in which one begins alive."""
    alive = survivors(mortality=mortality, months=MONTHS_OF_AGE)[sex]
    return float(alive[12 * age :].sum() / alive[12 * age] / 12.0)


def annuity_due(*, mortality: Floats, sex: int, age: int, years: int, interest: float) -> float:
    """Give the present value of 1 at the start of each of so many years, while the person lives."""
    alive = survivors(mortality=mortality, months=MONTHS_OF_AGE)[sex]
    at = 12 * (age + np.arange(years))
    lives = np.where(at < MONTHS_OF_AGE, alive[np.minimum(at, MONTHS_OF_AGE - 1)], 0.0)
    return float((lives * (1.0 + interest) ** -np.arange(years)).sum() / alive[12 * age])


def pay_as_you_go_rate(*, people: Floats, cost: Floats, income: Floats) -> float:
    """Give the rate on income that pays a month's cost: both are ``[sex, age]``, a person a year."""
    by_age = people.reshape(2, AGES, 12).sum(axis=2)
    return float((by_age * cost).sum() / (by_age * income).sum())


def _lotka(daughters: Floats) -> float:
    """Find the monthly force of growth at which discounted daughters make one; they fall with it."""
    month = np.arange(daughters.size)
    low, high = np.log(0.8) / 12, np.log(1.25) / 12

    def over(force: float) -> bool:
        return float((daughters * np.exp(-force * month)).sum()) > 1.0

    if not over(low) or over(high):
        raise NoGrowthFound(f"a woman has {daughters.sum():.3g} daughters in her life")
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if over(middle) else (low, middle)
    return float((low + high) / 2)


@kernel
def _project(vital: Vital, joining: Floats, found: Floats) -> None:
    live, bears, boys = vital
    for month in range(1, found.shape[0]):
        before, after = found[month - 1], found[month]
        for sex in range(2):
            for age in range(1, joining.shape[1]):
                after[sex, age] = before[sex, age - 1] * live[sex, age - 1] + joining[sex, age]
        born = 0.0
        for age in range(1, joining.shape[1]):
            born += after[FEMALE, age] * bears[age]
        after[FEMALE, 0] = joining[FEMALE, 0] + born * (1.0 - boys)
        after[MALE, 0] = joining[MALE, 0] + born * boys
