"""The cohort kernel: one scenario's months, all columns of the payment chain at once, in near memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ayni.core.projection.chain import Machine, step, weigh
from ayni.core.projection.compiled import kernel
from ayni.core.projection.inputs import Access, Flags, Floats, Small, Whole

#: A sum whose order is the compiler's: the same on every run and thread of a machine.
_HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
summing: Any = njit(fastmath={"reassoc", "contract"}, **_HOW)
#: Rows of a template before those of the lines. ``BEFORE``: as the month before left them.
ALIVE, PERSONS, ALIVE_BEFORE, PERSONS_BEFORE, BIRTHS, DEATHS, AGED_OUT, PARTNERS, LINES = range(9)
#: Shares of a column, each the mass of its families of whom this is true in the month.
INSIDE, ACTIVE, PAID, LATE, COVERED, RETURNS, LAPSES, SHARES = range(8)
AFFILIATED = int(Access.AFFILIATED)


class Plan(NamedTuple):
    """What all scenarios share."""

    template: Floats  # [group, row, months - 1 - lag] per family of the roster, exit within
    mass: Floats  # [column] families that come in; column 0 are the initial ones
    entry: Whole  # [column] month in which they do
    close: bool  # columns from 1 on follow each other month by month
    decides: Flags  # [t]
    in_season: Flags  # [t]
    comes_back: Floats  # [t]
    access: Flags  # [line]
    severity: Floats  # [line] mean
    epidemic_factor: Floats  # [line]


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

    states: Floats  # [month even or odd, state, column]
    chance: Floats  # [state, answer]
    shares: Floats  # [share, column]
    rows: Floats  # [row, months - 1 - lag] the template of the groups that still stand
    counts: Floats  # [measure]


def desk_for(*, machine: Machine, plan: Plan, measures: int) -> Desk:
    """Make room for one thread: a kernel allocates nothing."""
    states, columns = machine.out.size, plan.mass.size
    return Desk(
        np.zeros((2, states, columns)),
        np.zeros((states, 2)),
        np.zeros((SHARES, columns)),
        np.zeros(plan.template.shape[1:]),
        np.zeros(measures),
    )


@kernel
def run_scenario(
    machine: Machine, plan: Plan, at: tuple[Future, int], desk: Desk, values: Floats
) -> None:
    """Fill ``values[t, measure]`` of one scenario."""
    future, scenario = at
    old, lapsed = 0, 0.0
    for month in range(values.shape[0]):
        stand(month, future.defaulted[scenario], plan.template, desk.rows)
        enters = old < plan.mass.size and plan.entry[old] == month
        now = moment(future, scenario, month, old, old + 1 if enters else old)
        set_shares(machine, plan, now, desk)
        if enters:
            enter(machine, plan, now, desk)
        lapsed = count(plan, now, lapsed, desk)
        cost(plan, now, desk)
        for measure in range(desk.counts.size):
            values[month, measure] = desk.counts[measure]
        after = desk.states[1 - month % 2]
        step(machine, desk.states[month % 2], after, old, desk.chance)
        if enters:
            begin(machine, plan, now, after)
        old = now.new


@kernel
def moment(future: Future, scenario: int, month: int, old: int, new: int) -> Moment:
    """Gather a month of a scenario."""
    pay = future.pay[scenario, month]
    return Moment(
        month,
        old,
        new,
        pay,
        pay - future.pay_in_time[scenario, month],
        future.cost_index[scenario, month],
        future.epidemic[scenario, month] == 1,
    )


@kernel
def stand(month: int, defaulted: Small, template: Floats, rows: Floats) -> None:
    """Add up the groups that stand; what flows in a month is of those that stood before it."""
    fresh = month == 0
    stale = fresh
    for group in range(defaulted.size):
        fresh |= defaulted[group] == month
        stale |= defaulted[group] == month - 1
    for row in range(rows.shape[0]):
        flow = ALIVE_BEFORE <= row < LINES
        if fresh and not flow:
            add_standing(month, row, defaulted, template, rows)
        elif stale and flow:
            add_standing(month - 1, row, defaulted, template, rows)


@kernel
def add_standing(month: int, row: int, defaulted: Small, template: Floats, rows: Floats) -> None:
    """Add up a row of the groups that had not defaulted by the end of ``month``."""
    for lag in range(rows.shape[1]):
        rows[row, lag] = 0.0
    for group in range(defaulted.size):
        if defaulted[group] > month:
            for lag in range(rows.shape[1]):
                rows[row, lag] += template[group, row, lag]


@kernel
def set_shares(machine: Machine, plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in chances and shares of the columns that were there before the month."""
    old, decides, shares = at.old, plan.decides[at.month] == 1, desk.shares
    set_chances(machine, decides, at.pay, plan.comes_back[at.month], desk.chance)
    for column in range(old):
        shares[INSIDE, column] = 0.0
        shares[COVERED, column] = 0.0
        shares[RETURNS, column] = 0.0
        shares[LAPSES, column] = 0.0
    for state in range(machine.out.size):
        row = desk.states[at.month % 2, state]
        paid, unpaid = desk.chance[state, 1], desk.chance[state, 0]
        covered = paid * machine.covers[state, 1]
        if machine.out[state]:
            weigh(shares[RETURNS], row, old, paid)
        else:
            covered += unpaid * machine.covers[state, 0]
            weigh(shares[INSIDE], row, old, 1.0)
            weigh(shares[LAPSES], row, old, unpaid * machine.lapses[state])
        weigh(shares[COVERED], row, old, covered * plan.in_season[at.month])
    for column in range(old):
        shares[ACTIVE, column] = shares[INSIDE, column] + shares[RETURNS, column]
        if decides:
            shares[PAID, column] = at.pay * shares[INSIDE, column] + shares[RETURNS, column]
            shares[LATE, column] = at.late * shares[INSIDE, column]


@kernel
def set_chances(machine: Machine, decides: bool, pay: float, back: float, chance: Floats) -> None:
    """Fill in the chance of each answer in each state; where nothing is decided the newest one stays."""
    for state in range(machine.out.size):
        paid = back if machine.out[state] else pay
        if not decides:
            paid = float(machine.last[state])
        chance[state, 1] = paid
        chance[state, 0] = 1.0 - paid


@kernel
def enter(machine: Machine, plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in the shares of families that come in; their first month is always one of decision."""
    column, pay, shares = at.old, at.pay, desk.shares
    mass = plan.mass[column]
    state = machine.entrant if at.month else machine.initial
    covers = pay * machine.covers[state, 1] + (1.0 - pay) * machine.covers[state, 0]
    shares[INSIDE, column] = mass
    shares[ACTIVE, column] = mass
    shares[PAID, column] = pay * mass
    shares[LATE, column] = at.late * mass
    shares[COVERED, column] = covers * mass if plan.in_season[at.month] else 0.0
    shares[RETURNS, column] = 0.0
    lapses = machine.lapses[state]
    shares[LAPSES, column] = (1.0 - pay) * mass if lapses else 0.0


@kernel
def begin(machine: Machine, plan: Plan, at: Moment, after: Floats) -> None:
    """Put families that came in into their states after the first answer."""
    mass, state = plan.mass[at.old], machine.entrant if at.month else machine.initial
    for other in range(after.shape[0]):
        after[other, at.old] = 0.0
    after[machine.next[state, 1], at.old] += at.pay * mass
    after[machine.next[state, 0], at.old] += (1.0 - at.pay) * mass


@summing
def dot(one: Floats, two: Floats) -> float:
    """Sum the products."""
    total = 0.0
    for place in range(one.size):
        total += one[place] * two[place]
    return total


@kernel
def weighed(shift: Shift, share: Floats, row: Floats, columns: int) -> float:
    """Sum a share of the first columns times the template's row at each one's own lag."""
    if not columns:
        return 0.0
    total: float = share[0] * row[shift.last]
    if columns == 1:
        return total
    if shift.close:
        begin = shift.last + shift.entry[1]
        total += dot(share[1:columns], row[begin : begin + columns - 1])
        return total
    for column in range(1, columns):
        total += share[column] * row[shift.last + shift.entry[column]]
    return total


@kernel
def count(plan: Plan, at: Moment, lapsed: float, desk: Desk) -> float:
    """Fill in all that is counted; give the persons of families that lapse, who leave next month."""
    old, new, shares = at.old, at.new, desk.shares
    shift = Shift(plan.close, plan.entry, desk.rows.shape[1] - 1 - at.month)
    alive, persons, counts = desk.rows[ALIVE], desk.rows[PERSONS], desk.counts
    inside, enters = shares[INSIDE], plan.mass[old] if new > old else 0.0
    counts[0] = weighed(shift, shares[PAID], alive, new)
    counts[1] = weighed(shift, shares[LATE], alive, new)
    counts[2] = weighed(shift, shares[PAID], persons, new) - counts[0]
    counts[3] = weighed(shift, shares[ACTIVE], alive, new)
    counts[4] = weighed(shift, shares[ACTIVE], persons, new)
    counts[5] = weighed(shift, shares[COVERED], persons, new)
    counts[6] = enters * alive[alive.size - 1]
    counts[7] = weighed(shift, shares[RETURNS], alive, old)
    counts[8] = weighed(shift, shares[LAPSES], alive, new)
    stood = weighed(shift, inside, desk.rows[ALIVE_BEFORE], old)
    counts[9] = stood - weighed(shift, inside, alive, old)
    partners = weighed(shift, inside, desk.rows[PARTNERS], old)
    back = weighed(shift, shares[RETURNS], persons, old)
    counts[10] = enters * persons[persons.size - 1] + back + partners
    counts[11] = weighed(shift, inside, desk.rows[BIRTHS], old)
    counts[12] = weighed(shift, inside, desk.rows[DEATHS], old)
    counts[13] = weighed(shift, inside, desk.rows[AGED_OUT], old)
    moved = partners + counts[11] - counts[12] - counts[13]
    before = weighed(shift, inside, desk.rows[PERSONS_BEFORE], old)
    counts[14] = lapsed + before + moved - weighed(shift, inside, persons, old)
    leaves: float = weighed(shift, shares[LAPSES], persons, new)
    return leaves


@kernel
def cost(plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in what each line costs."""
    lines, last = plan.access.size, desk.rows.shape[1] - 1 - at.month
    shift = Shift(plan.close, plan.entry, last)
    for line in range(lines):
        share = desk.shares[ACTIVE if plan.access[line] == AFFILIATED else COVERED]
        use = desk.rows[LINES + line]
        own = desk.rows[LINES + lines + line, last] - use[last]  # the initial families' duration
        price = at.price * plan.severity[line]
        if at.epidemic:
            price *= plan.epidemic_factor[line]
        events = weighed(shift, share, use, at.new) + share[0] * own
        desk.counts[desk.counts.size - lines + line] = events * price
