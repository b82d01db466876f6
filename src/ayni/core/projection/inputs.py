"""What a projection is computed from: frozen arrays, each with its shape and unit.

One law, written once in docs/explanation/study-model.md, and two kernels that obey it. Sex is an
index: 0 women, 1 men. Ages are whole years 0 to 110, or months where a name says so. ``t`` counts months from
the first one of the study. Money is minor units of the scheme's currency as floats: a study is an estimate, and
no cent of it is ever owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]

#: Ages 0 to 110; whoever is older has the last age's rates.
AGES = 111
FEMALE, MALE = 0, 1


class PersonRole(IntEnum):
    """What a person is in the family: who contributes, the partner, a child below the age limit, another."""

    INSURED = 0
    PARTNER = 1
    CHILD = 2
    OTHER = 3


class Access(IntEnum):
    """Whom a benefit line is given to: only who has qualified, or every affiliated person."""

    ENTITLED = 0
    AFFILIATED = 1


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """Families as model points: persons of family ``f`` stand at ``offset[f]`` to ``offset[f + 1]``.

    The insured person comes first. ``identifier`` comes from the roster, so that one more family moves no
    other's chance. ``weight`` is how many families one stands for: the event kernel takes ones alone.
    """

    identifier: Whole  # [family]
    offset: Whole  # [family + 1]
    group: Small  # [family] place of its association in ``groups``
    weight: Floats  # [family]
    birth: Small  # [person] month of birth, as core.periods numbers months
    sex: Flags  # [person]
    role: Flags  # [person] PersonRole
    groups: tuple[str, ...] = ("",)

    @property
    def count(self) -> int:
        """Give the number of model points."""
        return int(self.identifier.size)


@dataclass(frozen=True, slots=True, eq=False)
class LawInputs:
    """What the compiled scheme says, sampled month by month; nothing here is an assumption."""

    first_month: int
    months: int
    width: int
    lag: int  # months from the newest of the window to that of the event: 1, or 0
    window: Flags  # [2 ** width] truth table, bit k set: month t - lag - k paid
    decides: Flags  # [t] a payment period begins
    enters: Flags  # [t] families may come in
    in_season: Flags  # [t] cover is given
    access: Flags  # [line] Access
    waiting: Small  # [line] months of affiliation before the line opens
    child_limit: int  # age in months at which a child is no longer protected
    grace: int  # whole months in which a month may still be paid
    cash: Floats  # [t, t] part of what is due for month row that comes in in month column; rows sum to one
    lines: tuple[str, ...]  # benefit lines, as the assumptions name them


@dataclass(frozen=True, slots=True, eq=False)
class Severity:
    """What one event of a line costs at the first month's prices, in minor units.

    ``gamma``: mean and coefficient of variation. ``lognormal``: the same, and a part ``tail`` of the events
    that are Pareto instead, from ``tail_from`` on with exponent ``tail_alpha`` (above 1).
    """

    kind: str
    mean: float
    variation: float
    tail: float = 0.0
    tail_from: float = 0.0
    tail_alpha: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Assumptions:
    """What is believed about people and the world; each comes from a file with its source and standing."""

    mortality: Floats  # [sex, age] probability of dying within a year
    fertility: Floats  # [age] births a woman a year
    male_births: float  # part of births that are boys
    formation: (
        Floats  # [sex, age] rate a year at which an insured person who came alone takes a partner
    )
    partner_gap: (
        Small  # [sex of the insured person] months the partner is younger (negative: older)
    )
    participation: float  # part of the roster's families that come in in the first month
    entries: Floats  # [t] expected families that come in, before the windows of entry
    pay_logit: Floats  # [t] logit of paying a due month in time, season included
    price_effect: float  # added to the logit by one standard deviation of the crop's price
    paid_in_grace: float  # part of what is unpaid that each month of grace still brings
    lapse_after: int  # months unpaid in a row after which a family is out
    return_: Floats  # [t] probability that a family that is out pays again
    exit: float  # rate a year of leaving for good, whatever is paid
    duration_before: int  # months the initial families had been affiliated before the first month
    paid_before: int  # their window at the start, bit 0 the newest month
    use: Floats  # [line, sex, age] events a person a year
    use_by_duration: (
        Floats  # [line, month since affiliation] factor; the last one holds for ever after
    )
    severity: tuple[Severity, ...]  # [line]
    epidemic_starts: float  # probability a month
    epidemic_ends: float  # probability a month
    epidemic_factor: Floats  # [line] on frequency while it lasts
    price_persistence: (
        float  # rho of the crop price's AR(1), a month; its stationary deviation is 1
    )
    inflation: float  # medical inflation a year, mean
    inflation_deviation: float  # of a year
    inflation_persistence: float
    investment: float  # return a year, mean
    investment_deviation: float
    investment_persistence: float
    default: Floats  # [group] rate a year at which an association stops as a whole


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """The common futures of a block of scenarios, shared by every alternative (common random numbers)."""

    scenarios: Small  # [s] their numbers in the study
    price: Floats  # [s, t] standard deviations from normal
    pay: Floats  # [s, t] probability that a due month is paid, grace included
    pay_in_time: Floats  # [s, t] without grace
    epidemic: Flags  # [s, t]
    cost_index: Floats  # [s, t] medical prices, 1 in the first month
    investment: Floats  # [s, t] return of the month
    defaulted: Small  # [s, group] month from which an association is out; ``months`` where never
