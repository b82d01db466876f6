"""The cohort kernel: one scenario's months, all columns at once, in near memory.

A column is the families that came in in one month.
"""

from __future__ import annotations

from ayni.core.projection.chain import Tree
from ayni.core.projection.cohort_plan import (
    ACTIVE,
    AGED_OUT,
    ALIVE,
    ALIVE_BEFORE,
    BIRTHS,
    COVERED,
    DEATHS,
    INSIDE,
    LAPSES,
    LATE,
    LINES,
    PAID,
    PARTNERS,
    PERSONS,
    PERSONS_BEFORE,
    RETURNS,
    Desk,
    Future,
    Moment,
    Plan,
    Shift,
)
from ayni.core.projection.cohort_shares import clear, set_shares
from ayni.core.projection.compiled import kernel, summing
from ayni.core.projection.cube import AFTER, COUNTS
from ayni.core.projection.inputs import Access, Floats, Small, Whole

AFFILIATED = int(Access.AFFILIATED)
STAYED = COUNTS.index("stayed_12")


@kernel
def run_scenario(
    trees: tuple[Tree, Tree], plan: Plan, at: tuple[Future, int], desk: Desk, values: Floats
) -> None:
    """Fill ``values[t, measure]`` of one scenario."""
    future, scenario = at
    old, lapsed = 0, 0.0
    clear(trees, desk)
    for month in range(values.shape[0]):
        stand(month, future.defaulted[scenario], plan.template, desk.rows)
        enters = old < plan.mass.size and plan.entry[old] == month
        now = moment(future, scenario, month, old, old + 1 if enters else old)
        set_shares(trees, plan, now, desk)
        lapsed = count(plan, now, lapsed, desk)
        stays(plan, now, desk)
        cost(plan, now, desk)
        for measure in range(desk.counts.size):
            values[month, measure] = desk.counts[measure]
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
    """Keep the template of the groups that stand; what flows in a month is of those that stood before it."""
    if month == 0:
        for row in range(rows.shape[0]):
            for lag in range(rows.shape[1]):
                rows[row, lag] = 0.0
        for group in range(defaulted.size):
            _add_group(group, 1.0, template, rows, (0, rows.shape[0]))
    for group in range(defaulted.size):
        if defaulted[group] == month:
            _add_group(group, -1.0, template, rows, (0, ALIVE_BEFORE))
            _add_group(group, -1.0, template, rows, (LINES, rows.shape[0]))
        elif defaulted[group] == month - 1:
            _add_group(group, -1.0, template, rows, (ALIVE_BEFORE, LINES))


@kernel
def _add_group(
    group: int, sign: float, template: Floats, rows: Floats, between: tuple[int, int]
) -> None:
    for row in range(between[0], between[1]):
        for lag in range(rows.shape[1]):
            rows[row, lag] += sign * template[group, row, lag]


@summing
def dot(one: Floats, two: Floats) -> float:
    """Sum the products."""
    total = 0.0
    for place in range(one.size):
        total += one[place] * two[place]
    return total


@summing
def dot_at(one: Floats, row: Floats, entry: Whole, last: int, columns: int) -> float:
    """Sum the products at each column's place, from the second on."""
    total = 0.0
    for column in range(1, columns):
        total += one[column] * row[last + entry[column]]
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
    total += dot_at(share, row, shift.entry, shift.last, columns)
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
def stays(plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in who is affiliated so many months after coming in: one column each."""
    active, alive = desk.shares[ACTIVE], desk.rows[ALIVE]
    for place in range(len(AFTER)):
        entry = at.month - AFTER[place]
        column = plan.column[entry] if entry >= 0 else -1
        stayed = 0.0
        if column >= 0:
            stayed = active[column] * alive[alive.size - 1 - AFTER[place]]
        desk.counts[STAYED + place] = stayed


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
