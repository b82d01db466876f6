"""Rates a year turned into chances a month, and survival by month of age in the layouts the kernels read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ayni.core.projection.inputs import AGES, Assumptions, Floats, Whole
from ayni.core.projection.tables import (
    by_month_of_age,
    monthly_births,
    monthly_chance,
    monthly_survival,
)

MONTHS_OF_AGE = 12 * AGES


class Rates(NamedTuple):
    """Chances by month of age; a named tuple, since kernels take it as it is.

    Ages below nothing or past the end have the rates of the first and last age.
    """

    live: Floats  # [sex, month of age] chance of being alive a month later
    bear: Floats  # [month of age] chance of a birth in the month in which a woman has that age
    join: Floats  # [sex, month of age] chance of taking a partner in it
    lives: Floats  # [lag, sex, month of age at the start] chance of living through so many months
    lived: Floats  # [sex, month of age at the end, lag] the same, seen from the end
    boys: float
    gap: Whole  # [sex of the insured person] months


def rates_of(*, assumptions: Assumptions, months: int) -> Rates:
    """Prepare the rates for lags 0 to ``months``."""
    live = monthly_survival(mortality=assumptions.mortality)
    bear = monthly_births(fertility=assumptions.fertility)
    join = monthly_chance(rate=assumptions.formation)
    live = by_month_of_age(yearly=live, months=MONTHS_OF_AGE)
    return Rates(
        live=live,
        bear=by_month_of_age(yearly=bear, months=MONTHS_OF_AGE),
        join=by_month_of_age(yearly=join, months=MONTHS_OF_AGE),
        lives=_lives(live, months),
        lived=_lived(live, months),
        boys=float(assumptions.male_births),
        gap=assumptions.partner_gap.astype(np.int64),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def month_of_age(age: int) -> int:
    """Bring an age in months into the tables."""
    return min(max(age, 0), MONTHS_OF_AGE - 1)


@njit(cache=True, nogil=True, error_model="numpy")
def year_of_age(age: int) -> int:
    """Give the whole years of an age in months, up to the last of the tables."""
    return min(max(age, 0) // 12, AGES - 1)


@njit(cache=True, nogil=True, error_model="numpy")
def _lives(live: Floats, months: int) -> Floats:
    lives = np.ones((months + 1, 2, MONTHS_OF_AGE))
    for lag in range(1, months + 1):
        for sex in range(2):
            for age in range(MONTHS_OF_AGE):
                here = live[sex, month_of_age(age + lag - 1)]
                lives[lag, sex, age] = lives[lag - 1, sex, age] * here
    return lives


@njit(cache=True, nogil=True, error_model="numpy")
def _lived(live: Floats, months: int) -> Floats:
    lived = np.ones((2, MONTHS_OF_AGE + months, months + 1))
    for sex in range(2):
        for end in range(MONTHS_OF_AGE + months):
            for lag in range(1, months + 1):
                here = live[sex, month_of_age(end - lag)]
                lived[sex, end, lag] = lived[sex, end, lag - 1] * here
    return lived
