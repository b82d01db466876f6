"""Tables by age spread to single ages, and what a life table says of itself.

Abridged mortality is spread with a constant force within each band: of whoever is alive at the band's first
age, exactly the part its probability says is dead at its end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ayni.core.projection.assumption_tables import Fertility, Mortality, SexBand
from ayni.core.projection.figures import ages_of
from ayni.core.projection.inputs import AGES, FEMALE, MALE, Floats


def single_ages(mortality: Mortality) -> Floats:
    """Give the probability of dying within a year, ``[sex, age]``; past the last age its own goes on."""
    found = np.zeros((2, AGES))
    last = 0
    for band in mortality.values:
        first, last = ages_of(band.ages)
        years = last - first + 1
        found[FEMALE, first : last + 1] = 1 - (1 - band.women) ** (1 / years)
        found[MALE, first : last + 1] = 1 - (1 - band.men) ** (1 / years)
    if mortality.open_rate is None:
        found[:, last + 1 :] = found[:, last : last + 1]
    else:
        first, _ = ages_of(mortality.open_rate.ages)
        rates = (mortality.open_rate.women, mortality.open_rate.men)
        found[:, first:] = 1 - np.exp(-np.array(rates))[:, None]
    return found


def life_expectancy(mortality: Floats) -> Floats:
    """Give the life expectancy at birth of each sex, with the force constant within each year of age."""
    chances = np.minimum(mortality, 1 - 1e-12)
    force = -np.log1p(-chances)
    alive = np.cumprod(np.concatenate([np.ones((2, 1)), 1 - chances], axis=1), axis=1)
    lived = np.where(force > 0, chances / np.where(force > 0, force, 1), 1.0)
    within = (alive[:, :-1] * lived).sum(axis=1)
    # the last age's force goes on for ever
    found: Floats = within + alive[:, -1] / force[:, -1]
    return found


def births_by_age(fertility: Fertility, *, scale: float) -> Floats:
    """Give the births a woman a year, ``[age]``, ``scale`` times the table's."""
    found = np.zeros(AGES)
    for band in fertility.values:
        first, last = ages_of(band.ages)
        found[first : last + 1] = band.women / 1000 * scale
    return found


def by_sex_and_age(bands: Sequence[SexBand]) -> Floats:
    """Give a figure by single ages, ``[sex, age]``; nothing outside the bands."""
    found = np.zeros((2, AGES))
    for band in bands:
        first, last = ages_of(band.ages)
        found[FEMALE, first : last + 1] = band.women
        found[MALE, first : last + 1] = band.men
    return found
