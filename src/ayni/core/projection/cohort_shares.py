"""A month's shares of every column: who pays, lapses, returns, and who is covered."""

from __future__ import annotations

from ayni.core.projection.chain import Tree, grow, holds_after, holds_before, put, put_sum, weigh
from ayni.core.projection.cohort_plan import (
    ACTIVE,
    COVERED,
    INSIDE,
    LAPSES,
    LATE,
    PAID,
    RETURNS,
    Desk,
    Moment,
    Plan,
)
from ayni.core.projection.compiled import kernel


@kernel
def clear(trees: tuple[Tree, Tree], desk: Desk) -> None:
    """Begin a scenario: the initial families stand at the root of their tree, and nothing else is."""
    for row in range(desk.unpaid.shape[1]):
        for column in range(desk.unpaid.shape[2]):
            desk.unpaid[0, row, column] = 0.0
            desk.unpaid[1, row, column] = 0.0
    for around in range(desk.began.shape[0]):
        for row in range(desk.began.shape[1]):
            for column in range(desk.began.shape[2]):
                desk.began[around, row, column] = 0.0
    for node in range(desk.fresh.shape[1]):
        desk.fresh[0, node] = 0.0
    for node in range(desk.initial.shape[1]):
        desk.initial[0, node] = 0.0
    desk.initial[0, 0] = 1.0


@kernel
def set_shares(trees: tuple[Tree, Tree], plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in the month's shares, and move families and windows on."""
    decides = plan.decides[at.month] == 1
    back = plan.comes_back[at.month] if decides else 0.0
    _set_chances(plan, decides, at.pay, back, desk)
    _set_standing(plan, at, desk)
    _set_began(plan, at, desk)
    _set_paid(decides, at, desk)
    if plan.lag:
        _set_covered(trees, plan, at, back, desk)
    _move(plan, at, desk)
    now, after = at.month % 2, 1 - at.month % 2
    grow(trees[0], desk.fresh[now], desk.fresh[after], (decides, at.pay, back))
    desk.fresh[after, 0] = 1.0
    if at.month < plan.width:
        first = decides or at.month == 0
        grow(trees[1], desk.initial[now], desk.initial[after], (first, at.pay, back))
    if not plan.lag:
        _set_covered(trees, plan, at, back, desk)


@kernel
def _set_chances(plan: Plan, decides: bool, pay: float, back: float, desk: Desk) -> None:
    """Fill in the chance of paying by unpaid months; where nothing is decided who has paid pays again."""
    for unpaid in range(desk.chance.size):
        if unpaid >= plan.lapse_after:
            desk.chance[unpaid] = back
        elif decides:
            desk.chance[unpaid] = pay
        else:
            desk.chance[unpaid] = 0.0 if unpaid else 1.0


@kernel
def _set_standing(plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in who was not out before the answer, who returns and who lapses; then who comes in."""
    shares, unpaid, old = desk.shares, desk.unpaid[at.month % 2], at.old
    top = min(at.month + 1, unpaid.shape[0])  # nobody can have been unpaid for longer
    for share in (INSIDE, RETURNS, LAPSES):
        put(shares[share], shares[share], old, 0.0)
    for row in range(min(top, plan.lapse_after)):
        weigh(shares[INSIDE], unpaid[row], old, 1.0)
    for row in range(plan.lapse_after, top):
        weigh(shares[RETURNS], unpaid[row], old, desk.chance[row])
    last = plan.lapse_after - 1
    if last < top:
        put(shares[LAPSES], unpaid[last], old, 1.0 - desk.chance[last])
    for column in range(old, at.new):
        shares[INSIDE, column] = plan.mass[column]
        shares[RETURNS, column] = 0.0
        shares[LAPSES, column] = 0.0 if last else plan.mass[column] * (1.0 - at.pay)
    for column in range(at.new):
        shares[ACTIVE, column] = shares[INSIDE, column] + shares[RETURNS, column]


@kernel
def _set_began(plan: Plan, at: Moment, desk: Desk) -> None:
    """Fill in who pays, by at least how many months were unpaid before: all of them before the first one.

    A family that has never paid counts from its entry only, but its window is empty as far as it reaches.
    """
    began, unpaid = desk.began[at.month % (plan.width + 1)], desk.unpaid[at.month % 2]
    old, most = at.old, plan.width - 1
    top = min(at.month + 1, unpaid.shape[0])
    put(began[most], began[most], old, 0.0)
    for row in range(most, top):
        weigh(began[most], unpaid[row], old, desk.chance[row])
    for row in range(most - 1, -1, -1):
        put_sum(began[row], began[row + 1], unpaid[row], old, desk.chance[row])
    column = old - 1
    while column > 0 and at.month - plan.entry[column] < most:
        lag = at.month - plan.entry[column]
        for row in range(lag + 1, plan.width):
            began[row, column] += unpaid[lag, column] * desk.chance[lag]
        column -= 1
    for entering in range(old, at.new):
        for row in range(plan.width):
            began[row, entering] = plan.mass[entering] * at.pay


@kernel
def _set_paid(decides: bool, at: Moment, desk: Desk) -> None:
    """Fill in who has paid, and of these in grace; where nothing is decided both stay."""
    shares, old = desk.shares, at.old
    if decides:
        put(shares[PAID], shares[INSIDE], old, at.pay)
        weigh(shares[PAID], shares[RETURNS], old, 1.0)
        put(shares[LATE], shares[INSIDE], old, at.late)
    for column in range(old, at.new):
        shares[PAID, column] = shares[INSIDE, column] * at.pay
        shares[LATE, column] = shares[INSIDE, column] * at.late


@kernel
def _move(plan: Plan, at: Moment, desk: Desk) -> None:
    """Move families on: who pays begins anew, who does not has one unpaid month more."""
    now, after = desk.unpaid[at.month % 2], desk.unpaid[1 - at.month % 2]
    began, last = desk.began[at.month % (plan.width + 1)], now.shape[0] - 1
    put(after[0], began[0], at.new, 1.0)
    top = min(at.month + 1, now.shape[0])
    for row in range(1, min(top + 1, now.shape[0])):
        put(after[row], now[row - 1], at.old, 1.0 - desk.chance[row - 1])
    if top > last:
        weigh(after[last], now[last], at.old, 1.0 - desk.chance[last])
    for column in range(at.old, at.new):
        after[1, column] = plan.mass[column] * (1.0 - at.pay)


@kernel
def _set_covered(trees: tuple[Tree, Tree], plan: Plan, at: Moment, back: float, desk: Desk) -> None:
    """Fill in who is covered: by the first month paid within the window, summed over that month."""
    covered, parity = desk.shares[COVERED], at.month % 2
    put(covered, covered, at.new, 0.0)
    if not plan.in_season[at.month]:
        return
    for layer in range(min(plan.width, at.month + 1 - plan.lag)):
        if plan.lag:
            part = holds_before(trees[0], desk.fresh[parity], layer, back)
        else:
            part = holds_after(trees[0], desk.fresh[1 - parity], layer)
        around = (at.month - plan.lag - layer) % (plan.width + 1)
        columns = at.old if plan.lag else at.new
        weigh(covered, desk.began[around, plan.width - 1 - layer], columns, part)
    if plan.empty:
        _add_empty(plan, at, back, desk)
    layer = at.month + 1 - plan.lag
    if layer < plan.width:
        if plan.lag:
            part = holds_before(trees[1], desk.initial[parity], layer, back)
        else:
            part = holds_after(trees[1], desk.initial[1 - parity], layer)
        covered[0] = plan.mass[0] * part


@kernel
def _add_empty(plan: Plan, at: Moment, back: float, desk: Desk) -> None:
    """Add families with no paid month in their window, where even so the truth table holds."""
    side = at.month % 2 if plan.lag else 1 - at.month % 2
    unpaid, lapse = desk.unpaid[side], plan.lapse_after
    for column in range(at.old if plan.lag else at.new):
        answers = at.month - plan.entry[column] + 1 - plan.lag
        for row in range(min(answers, plan.width), unpaid.shape[0]):
            out, rest = (row >= lapse, back) if plan.lag else (row > lapse, 0.0)
            part = rest if out else 1.0
            desk.shares[COVERED, column] += unpaid[row, column] * part
    if plan.lag:
        for column in range(at.old, at.new):
            desk.shares[COVERED, column] += plan.mass[column]
