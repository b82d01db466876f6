"""The payment chain: which families are out and which have qualified, as the smallest machine that tells.

A family's state is its window of months paid and how many it has not paid in a row. Windows that no future
can tell apart are one state, so that "three in a row or four of six" needs few. All families that came in in
one month share one distribution over states: a column. Columns stand side by side, and a month moves rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ayni.core.projection.compiled import kernel
from ayni.core.projection.inputs import Assumptions, Flags, Floats, LawInputs, Whole

#: Kind of window and months unpaid in a row; and where the two answers lead.
Pair = tuple[int, int]
Two = tuple[Pair, Pair]
#: More states than this would not fit into memory beside their columns.
MOST_STATES = 20_000


class WindowTooWide(ValueError):
    """A qualifying condition with too many distinct windows for the mean; families have to be drawn."""


class Machine(NamedTuple):
    """States of a family before the month's answer; the last index is the answer, 0 unpaid, 1 paid."""

    next: Whole  # [state, answer]
    covers: Flags  # [state, answer] the truth table holds in that month
    out: Flags  # [state] out for not paying
    lapses: Flags  # [state] one unpaid month more and it is out
    last: Flags  # [state] the newest answer; told apart only where months repeat it
    first: Whole  # [state + 1] place of its first arrow in ``arrows``
    arrows: Whole  # [arrow, 2] state and answer that lead there
    entrant: int  # state of a family that comes in
    initial: int  # state of a family of the first month


def machine(*, law: LawInputs, assumptions: Assumptions) -> Machine:
    """Build the machine. Raises ``WindowTooWide``."""
    kinds = _kinds_of_window(law)
    shown = np.empty(int(kinds.max()) + 1, np.int64)
    shown[kinds] = np.arange(kinds.size)
    starts = [
        (int(kinds[window]), 0) for window in (0, assumptions.paid_before)
    ]  # nobody begins out
    pairs = _reached(kinds, shown, assumptions.lapse_after, starts)
    places = {pair: place for place, pair in enumerate(pairs)}
    after = np.array([[places[to] for to in pairs[pair]] for pair in pairs], np.int64)
    windows = shown[np.array([pair[0] for pair in pairs])]
    unpaid = np.array([pair[1] for pair in pairs])
    shows = _shows(windows, unpaid >= assumptions.lapse_after, unpaid + 1, law, assumptions)
    states = _refined(shows @ (1 << np.arange(5)), [after[:, 0], after[:, 1]])
    if int(states.max()) >= MOST_STATES:
        raise WindowTooWide(f"{int(states.max()) + 1} states of payment")
    one = np.empty(int(states.max()) + 1, np.int64)
    one[states] = np.arange(states.size)
    entrant, initial = (int(states[places[start]]) for start in starts)
    return _machine(states[after[one]], shows[one].astype(np.uint8), entrant, initial)


def _kinds_of_window(law: LawInputs) -> npt.NDArray[np.int64]:
    """Number the kinds of windows that the truth table's future cannot tell apart."""
    windows = np.arange(1 << law.width)
    after = [(windows << 1 | answer) & (windows.size - 1) for answer in range(2)]
    repeats = not bool(law.decides.all())
    told = law.window.astype(np.int64) * 2 + (windows & 1) * repeats
    if law.lag == 0:
        told = told * 4 + law.window[after[0]] * 2 + law.window[after[1]]
    return _refined(told, after)


def _refined(told: npt.NDArray[np.int64], after: list[npt.NDArray[np.int64]]) -> Whole:
    kinds = np.unique(told, return_inverse=True)[1].astype(np.int64)
    while True:
        count = int(kinds.max()) + 1
        key = (kinds * count + kinds[after[0]]) * count + kinds[after[1]]
        finer = np.unique(key, return_inverse=True)[1].astype(np.int64)
        if int(finer.max()) + 1 == count:
            return np.asarray(finer)
        kinds = finer


def _reached(kinds: Whole, shown: Whole, lapse_after: int, starts: list[Pair]) -> dict[Pair, Two]:
    """Follow both answers from the starts: (kind of window, months unpaid in a row) and where each leads."""
    found: dict[Pair, Two] = {}
    waiting, mask = list(starts), kinds.size - 1
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        window = int(shown[here[0]]) << 1
        unpaid = (int(kinds[window & mask]), min(here[1] + 1, lapse_after))
        found[here] = (unpaid, (int(kinds[(window | 1) & mask]), 0))
        waiting.extend(found[here])
        if len(found) > 10 * MOST_STATES:
            raise WindowTooWide(f"more than {10 * MOST_STATES} states of payment")
    return found


def _shows(
    windows: Whole,
    out: npt.NDArray[np.bool_],
    next_unpaid: Whole,
    law: LawInputs,
    beliefs: Assumptions,
) -> Whole:
    """Give what tells states apart, a column each: cover by answer, out, lapses, newest answer."""
    last = windows & 1 if not law.decides.all() else np.zeros_like(windows)
    lapses = ~out & (next_unpaid >= beliefs.lapse_after)
    return np.column_stack([_covers(windows, law), out, lapses, last]).astype(np.int64)


def _machine(follows: Whole, shows: Flags, entrant: int, initial: int) -> Machine:
    first, arrows = _arrows(follows)
    covers, out, lapses, last = shows[:, :2], shows[:, 2], shows[:, 3], shows[:, 4]
    return Machine(
        follows,
        np.ascontiguousarray(covers),
        np.ascontiguousarray(out),
        np.ascontiguousarray(lapses),
        np.ascontiguousarray(last),
        first,
        arrows,
        entrant,
        initial,
    )


def _covers(windows: Whole, law: LawInputs) -> Whole:
    """Tell for each window and answer whether the truth table holds in the month of the answer."""
    if law.lag == 1:
        return np.repeat(law.window[windows].astype(np.int64)[:, None], 2, axis=1)
    after = (windows[:, None] << 1 | np.arange(2)) & ((1 << law.width) - 1)
    return np.asarray(law.window[after], dtype=np.int64)


def _arrows(follows: Whole) -> tuple[Whole, Whole]:
    """List for each state the states and answers that lead to it."""
    order = np.argsort(follows.ravel(), kind="stable")
    first = np.searchsorted(follows.ravel()[order], np.arange(follows.shape[0] + 1))
    return first.astype(np.int64), np.stack([order // 2, order % 2], axis=1).astype(np.int64)


@kernel
def step(machine: Machine, now: Floats, after: Floats, columns: int, chance: Floats) -> None:
    """Move the first ``columns`` columns by a month in which ``chance[state, answer]`` holds."""
    for state in range(machine.out.size):
        first, arrows = machine.first[state], machine.first[state + 1] - machine.first[state]
        target = after[state]
        for column in range(columns if not arrows else 0):
            target[column] = 0.0
        for place in range(first, first + arrows - 1, 2):
            one, answer = machine.arrows[place]
            two, other = machine.arrows[place + 1]
            by = (chance[one, answer], chance[two, other], 0.0 if place == first else 1.0)
            weigh_two(target, now[one], now[two], columns, by)
        if arrows % 2:
            one, answer = machine.arrows[first + arrows - 1]
            by = (chance[one, answer], 0.0, 0.0 if arrows == 1 else 1.0)
            weigh_two(target, now[one], now[one], columns, by)


@kernel
def weigh(into: Floats, row: Floats, columns: int, factor: float) -> None:
    """Add a row times a factor."""
    if factor != 0.0:
        for place in range(columns):
            into[place] += factor * row[place]


@kernel
def weigh_two(
    into: Floats, one: Floats, two: Floats, columns: int, by: tuple[float, float, float]
) -> None:
    """Put the weighted sum of two rows; the third factor is on what is there."""
    first, second, kept = by
    if kept == 0.0:
        for place in range(columns):
            into[place] = first * one[place] + second * two[place]
    else:
        for place in range(columns):
            into[place] += first * one[place] + second * two[place]
