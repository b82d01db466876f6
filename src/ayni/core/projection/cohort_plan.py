"""What the cohort kernel reads and works in: named tuples, since kernels take them as they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ayni.core.projection.chain import Tree
from ayni.core.projection.inputs import Flags, Floats, Small, Whole

#: Rows of a template before those of the lines. ``BEFORE``: as the month before left them.
ALIVE, PERSONS, ALIVE_BEFORE, PERSONS_BEFORE, BIRTHS, DEATHS, AGED_OUT, PARTNERS, LINES = range(9)
#: Shares of a column, each the mass of its families of whom this is true in the month.
INSIDE, ACTIVE, PAID, LATE, COVERED, RETURNS, LAPSES, SHARES = range(8)


class Plan(NamedTuple):
    """What all scenarios share."""

    template: Floats  # [group, row, months - 1 - lag] per family of the roster, exit within
    mass: Floats  # [column] families that come in; column 0 are the initial ones
    entry: Whole  # [column] month in which they do
    column: Whole  # [t] of those that come in in a month; -1: nobody does
    close: bool  # columns from 1 on follow each other month by month
    decides: Flags  # [t]
    in_season: Flags  # [t]
    comes_back: Floats  # [t]
    access: Flags  # [line]
    severity: Floats  # [line] mean
    epidemic_factor: Floats  # [line]
    width: int
    lag: int
    lapse_after: int
    empty: float  # 1 where the truth table holds with nothing paid


class Future(NamedTuple):
    """The paths of a block of scenarios."""

    pay: Floats  # [s, t]
    pay_in_time: Floats  # [s, t]
    epidemic: Flags  # [s, t]
    cost_index: Floats  # [s, t]
    defaulted: Small  # [s, group]


class Moment(NamedTuple):
    """A month of a scenario."""

    month: int
    old: int  # columns that were there before
    new: int  # columns with those that come in
    pay: float
    late: float  # of these, paid in grace
    price: float  # medical prices
    epidemic: bool


class Shift(NamedTuple):
    """Where a month's columns find their lags in a row of the template."""

    close: bool
    entry: Whole
    last: int  # place of a family that was there from the first month on


class Desk(NamedTuple):
    """A thread's working memory, one scenario at a time."""

    unpaid: Floats  # [month even or odd, unpaid months in a row, column]
    began: Floats  # [month around, months, column] who paid after at least so many months without
    fresh: Floats  # [month even or odd, node] windows that began with a paid month
    initial: Floats  # [month even or odd, node] those of the initial families in the first months
    chance: Floats  # [unpaid months in a row] of paying
    held: Floats  # [layer] part of a layer of ``fresh`` that is covered
    shares: Floats  # [share, column]
    rows: Floats  # [row, months - 1 - lag] the template of the groups that still stand
    counts: Floats  # [measure]


def desk_for(*, trees: tuple[Tree, Tree], plan: Plan, measures: int) -> Desk:
    """Make room for one thread: a kernel allocates nothing.

    The last counter but one is those who lapsed just now, so that it tells them from who had before.
    """
    columns = plan.mass.size
    counters = max(plan.lapse_after, plan.width) + 2
    return Desk(
        unpaid=np.zeros((2, counters, columns)),
        began=np.zeros((plan.width + 1, plan.width, columns)),
        fresh=np.zeros((2, trees[0].out.size)),
        initial=np.zeros((2, trees[1].out.size)),
        chance=np.zeros(counters),
        held=np.zeros(plan.width),
        shares=np.zeros((SHARES, columns)),
        rows=np.zeros(plan.template.shape[1:]),
        counts=np.zeros(measures),
    )
