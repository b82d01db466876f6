"""The cohort kernel: one scenario's months, all columns of the payment chain at once, in near memory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ayni.core.projection.chain import Machine, step, weigh
from ayni.core.projection.inputs import Access, Flags, Floats, Small, Whole

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


class Desk(NamedTuple):
    """A scenario's working memory."""

    now: Floats  # [state, column]
    after: Floats  # [state, column]
    chance: Floats  # [state, answer]
    shares: Floats  # [share, column]
    rows: Floats  # [row, months - 1 - lag] the template of the groups that still stand
    shifted: Floats  # [column]


@njit(cache=True, nogil=True, error_model="numpy")
def run_scenario(
    machine: Machine, plan: Plan, future: Future, scenario: int, values: Floats
) -> None:
    """Fill ``values[t, measure]`` of one scenario; what it works in stays near."""
    months, states, columns = values.shape[0], machine.out.size, plan.mass.size
    now, after = np.zeros((states, columns)), np.zeros((states, columns))
    desk = Desk(
        now,
        after,
        np.zeros((states, 2)),
        np.zeros((SHARES, columns)),
        np.zeros(plan.template.shape[1:]),
        np.empty(columns),
    )
    old, lapsed = 0, 0.0
    counts = np.zeros(values.shape[1])
    for month in range(months):
        stand(month, future.defaulted[scenario], plan.template, desk.rows)
        enters = old < columns and plan.entry[old] == month
        at = moment(future, scenario, month, old, old + 1 if enters else old)
        set_shares(machine, plan, at, desk)
        if enters:
            enter(machine, plan, at, desk)
        lapsed = count(plan, at, lapsed, desk, counts)
        cost(plan, at, desk, counts)
        values[month] = counts
        step(machine, desk.now, desk.after, old, desk.chance)
        if enters:
            begin(machine, plan, old, at.pay, desk)
        old = at.new
        desk.now[:, :old] = desk.after[:, :old]


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def add_standing(month: int, row: int, defaulted: Small, template: Floats, rows: Floats) -> None:
    """Add up a row of the groups that had not defaulted by the end of ``month``."""
    rows[row] = 0.0
    for group in range(defaulted.size):
        if defaulted[group] > month:
            rows[row] += template[group, row]


@njit(cache=True, nogil=True, error_model="numpy")
def set_shares(machine: Machine, plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in chances and shares of the columns that were there before the month."""
    old, decides, shares = at.old, plan.decides[at.month] == 1, desk.shares
    set_chances(machine, decides, at.pay, plan.comes_back[at.month], desk.chance)
    for share in (INSIDE, COVERED, RETURNS, LAPSES):
        shares[share, :old] = 0.0
    for state in range(machine.out.size):
        row = desk.now[state, :old]
        paid, unpaid = desk.chance[state, 1], desk.chance[state, 0]
        if machine.out[state]:
            weigh(shares[RETURNS, :old], row, paid)
        else:
            weigh(shares[INSIDE, :old], row, 1.0)
            if machine.lapses[state]:
                weigh(shares[LAPSES, :old], row, unpaid)
            unpaid *= machine.covers[state, 0]
        if machine.out[state]:
            unpaid = 0.0
        if plan.in_season[at.month]:
            weigh(shares[COVERED, :old], row, paid * machine.covers[state, 1] + unpaid)
    for column in range(old):
        shares[ACTIVE, column] = shares[INSIDE, column] + shares[RETURNS, column]
        if decides:
            shares[PAID, column] = at.pay * shares[INSIDE, column] + shares[RETURNS, column]
            shares[LATE, column] = at.late * shares[INSIDE, column]


@njit(cache=True, nogil=True, error_model="numpy")
def set_chances(machine: Machine, decides: bool, pay: float, back: float, chance: Floats) -> None:
    """Fill in the chance of each answer in each state; where nothing is decided the newest one stays."""
    for state in range(machine.out.size):
        paid = back if machine.out[state] else pay
        if not decides:
            paid = float(machine.last[state])
        chance[state, 1] = paid
        chance[state, 0] = 1.0 - paid


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def begin(machine: Machine, plan: Plan, column: int, pay: float, desk: Desk) -> None:
    """Put families that came in into their states after the first answer."""
    state = machine.initial if column == 0 else machine.entrant
    desk.after[:, column] = 0.0
    desk.after[machine.next[state, 1], column] += pay * plan.mass[column]
    desk.after[machine.next[state, 0], column] += (1.0 - pay) * plan.mass[column]


@njit(cache=True, nogil=True, error_model="numpy")
def aligned(plan: Plan, month: int, row: Floats, columns: int, desk: Desk) -> Floats:
    """Give a template row at each column's own lag."""
    last = row.size - 1 - month
    if plan.close and columns > 1:
        desk.shifted[0] = row[last]
        begin = last + plan.entry[1]
        desk.shifted[1:columns] = row[begin : begin + columns - 1]
    else:
        for column in range(columns):
            desk.shifted[column] = row[last + plan.entry[column]]
    return desk.shifted[:columns]


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})
def dot(one: Floats, two: Floats) -> float:
    """Sum the products; the order is the compiler's, the same on every run and thread."""
    total = 0.0
    for place in range(two.size):
        total += one[place] * two[place]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def count(plan: Plan, at: Moment, lapsed: float, desk: Desk, counts: Floats) -> float:
    """Fill in all that is counted; give the persons of families that lapse, who leave next month."""
    month, old, new = at.month, at.old, at.new
    shares, rows = desk.shares, desk.rows
    alive = aligned(plan, month, rows[ALIVE], new, desk)
    counts[0] = dot(shares[PAID], alive)
    counts[1] = dot(shares[LATE], alive)
    counts[3] = dot(shares[ACTIVE], alive)
    counts[7] = dot(shares[RETURNS], alive)
    counts[8] = dot(shares[LAPSES], alive)
    stay = dot(shares[INSIDE], alive[:old])
    counts[6] = dot(shares[INSIDE, old:], alive[old:])
    persons = aligned(plan, month, rows[PERSONS], new, desk)
    counts[2] = dot(shares[PAID], persons) - counts[0]
    counts[4] = dot(shares[ACTIVE], persons)
    counts[5] = dot(shares[COVERED], persons)
    staying = dot(shares[INSIDE], persons[:old])
    came = dot(shares[INSIDE, old:], persons[old:]) + dot(shares[RETURNS], persons)
    leaving = dot(shares[LAPSES], persons)
    inside = shares[INSIDE, :old]
    counts[9] = dot(inside, aligned(plan, month, rows[ALIVE_BEFORE], old, desk)) - stay
    partners = dot(inside, aligned(plan, month, rows[PARTNERS], old, desk))
    counts[10] = came + partners
    counts[11] = dot(inside, aligned(plan, month, rows[BIRTHS], old, desk))
    counts[12] = dot(inside, aligned(plan, month, rows[DEATHS], old, desk))
    counts[13] = dot(inside, aligned(plan, month, rows[AGED_OUT], old, desk))
    before = dot(inside, aligned(plan, month, rows[PERSONS_BEFORE], old, desk))
    moved = partners + counts[11] - counts[12] - counts[13]
    counts[14] = lapsed + before + moved - staying
    return leaving


@njit(cache=True, nogil=True, error_model="numpy")
def cost(plan: Plan, at: Moment, desk: Desk, counts: Floats) -> None:
    """Fill in what each line costs."""
    lines = plan.access.size
    last = desk.rows.shape[1] - 1 - at.month
    for line in range(lines):
        shares = desk.shares[ACTIVE if plan.access[line] == AFFILIATED else COVERED]
        use = aligned(plan, at.month, desk.rows[LINES + line], at.new, desk)
        use[0] = desk.rows[LINES + lines + line, last]
        price = at.price * plan.severity[line]
        if at.epidemic:
            price *= plan.epidemic_factor[line]
        counts[counts.size - lines + line] = dot(shares, use) * price
