"""Yearly rates as monthly chances, and their sums along a life; both kernels read them here.

Within a year of age the force is constant. Chances of what happens once at a rate a year (a partner, an exit, a
default) are ``1 - exp(-rate / 12)``; births are a mean, so a month has a twelfth of the year's.
What moves a person from month ``t - 1`` to ``t`` has the age of ``t - 1`` for dying, and the age of ``t`` for a
birth and for taking a partner.
"""

from __future__ import annotations

import numpy as np

from ayni.core.projection.inputs import Floats


def monthly_survival(*, mortality: Floats) -> Floats:
    """Give the chance of living one month more, ``[sex, age]``: ``(1 - q) ** (1 / 12)``."""
    return np.asarray((1.0 - mortality) ** (1.0 / 12.0), dtype=np.float64)


def monthly_chance(*, rate: Floats) -> Floats:
    """Give the chance in a month of what happens at this rate a year."""
    return np.asarray(-np.expm1(-np.asarray(rate, dtype=np.float64) / 12.0))


def monthly_births(*, fertility: Floats) -> Floats:
    """Give the chance that a woman bears a child in a month of this age: a twelfth of the year's."""
    return np.asarray(fertility / 12.0, dtype=np.float64)


def by_month_of_age(*, yearly: Floats, months: int) -> Floats:
    """Spread values by year of age (last axis) over months of age; the last year's hold for ever."""
    ages = np.minimum(np.arange(months) // 12, yearly.shape[-1] - 1)
    return np.asarray(yearly[..., ages], dtype=np.float64)


def survivors(*, mortality: Floats, months: int) -> Floats:
    """Give the part that lives to each month of age, ``[sex, month of age]``, 1 at birth."""
    monthly = by_month_of_age(yearly=monthly_survival(mortality=mortality), months=months)
    alive = np.ones_like(monthly)
    np.cumprod(monthly[..., :-1], axis=-1, out=alive[..., 1:])
    return alive


def hazard_sum(*, chance: Floats, months: int) -> Floats:
    """Sum ``-log(1 - chance)`` over the months of age up to and with each one (last axis)."""
    with np.errstate(divide="ignore"):
        hazard = -np.log1p(-by_month_of_age(yearly=chance, months=months))
    return np.asarray(np.cumsum(np.minimum(hazard, 50.0), axis=-1))
