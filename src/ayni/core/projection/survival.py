"""Rates a year turned into chances a month, and survival by month of age in the layouts the kernels read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ayni.core.projection.compiled import kernel, making
from ayni.core.projection.inputs import AGES, Assumptions, Floats, Whole
from ayni.core.projection.tables import (
    by_month_of_age,
    monthly_births,
    monthly_chance,
    monthly_survival,
)

MONTHS_OF_AGE = 12 * AGES
#: A lag or age that never comes.
NEVER = 1 << 40


class Rates(NamedTuple):
    """Chances by month of age; a named tuple, since kernels take it as it is.

    Ages below nothing or past the end have the rates of the first and last age.
    """

    live: Floats  # [sex, month of age] chance of being alive a month later
    bear: Floats  # [month of age] chance of a birth in the month in which a woman has that age
    join: Floats  # [sex, month of age] chance of taking a partner in it
    lives: Floats  # [lag, sex, month of age at the start] chance of living through so many months
    lived: Floats  # [sex, month of age at the end, lag] the same, seen from the end
    onward: Floats  # [sex, month of age at the start, lag] ``lives`` again, along a life
    child: Floats  # [sex, month of age] chance that a birth is of this sex and reaches it, up to the limit
    loses: Floats  # [sex, month of age] and dies in the month after
    fertile: Whole  # first and last month of age with a chance of a birth
    gap: Whole  # [sex of the insured person] months


def rates_of(*, assumptions: Assumptions, months: int, limit: int) -> Rates:
    """Prepare the rates for lags 0 to ``months``, and children below an age in months."""
    live = monthly_survival(mortality=assumptions.mortality)
    bear = monthly_births(fertility=assumptions.fertility)
    join = monthly_chance(rate=assumptions.formation)
    live = by_month_of_age(yearly=live, months=MONTHS_OF_AGE)
    lives = _lives(live, months)
    child = np.ones((2, limit + 1))
    child[:, 1:] = np.cumprod(live[:, :limit], axis=1)
    part = np.array([[1.0 - assumptions.male_births], [assumptions.male_births]])
    bear = by_month_of_age(yearly=bear, months=MONTHS_OF_AGE)
    return Rates(
        live=live,
        bear=bear,
        join=by_month_of_age(yearly=join, months=MONTHS_OF_AGE),
        lives=lives,
        lived=_lived(live, months),
        onward=np.ascontiguousarray(lives.transpose(1, 2, 0)),
        child=child * part,
        loses=(child * (1.0 - live[:, : limit + 1])) * part,
        fertile=_fertile(bear),
        gap=assumptions.partner_gap.astype(np.int64),
    )


def _fertile(bear: Floats) -> Whole:
    """Give the first and last month of age with a chance; of the last year's for ever after, if it has one."""
    months = np.flatnonzero(bear)
    if not months.size:
        return np.array([NEVER, -1])
    last = NEVER if months[-1] == MONTHS_OF_AGE - 1 else months[-1]
    return np.array([months[0], last])


@kernel
def month_of_age(age: int) -> int:
    """Bring an age in months into the tables."""
    return min(max(age, 0), MONTHS_OF_AGE - 1)


@kernel
def year_of_age(age: int) -> int:
    """Give the whole years of an age in months, up to the last of the tables."""
    return min(max(age, 0) // 12, AGES - 1)


@making
def _lives(live: Floats, months: int) -> Floats:
    lives = np.ones((months + 1, 2, MONTHS_OF_AGE))
    for lag in range(1, months + 1):
        for sex in range(2):
            for age in range(MONTHS_OF_AGE):
                here = live[sex, month_of_age(age + lag - 1)]
                lives[lag, sex, age] = lives[lag - 1, sex, age] * here
    return lives


@making
def _lived(live: Floats, months: int) -> Floats:
    lived = np.ones((2, MONTHS_OF_AGE + months, months + 1))
    for sex in range(2):
        for end in range(MONTHS_OF_AGE + months):
            for lag in range(1, months + 1):
                here = live[sex, month_of_age(end - lag)]
                lived[sex, end, lag] = lived[sex, end, lag - 1] * here
    return lived
