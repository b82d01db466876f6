"""The payment chain: which families are out and which have qualified, as the smallest machine that tells.

A family's state is its window of months paid and how many it has not paid in a row. Windows that no future can tell
apart are one state, so that "three in a row or four of six" needs few. All families that came in in one month share
one distribution over states: a column. Columns stand side by side, and a month moves whole rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from ayni.core.projection.inputs import Assumptions, Flags, Floats, LawInputs, Whole

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
    windows = 1 << law.width
    kinds = _kinds_of_window(law)
    shown = np.empty(int(kinds.max()) + 1, np.int64)
    shown[kinds] = np.arange(windows)
    start = (int(kinds[assumptions.paid_before]), 0)  # nobody begins out
    pairs = _reached(
        kinds, shown, windows - 1, assumptions.lapse_after, [(int(kinds[0]), 0), start]
    )
    return _smallest(pairs, (int(kinds[0]), 0), start, law, assumptions.lapse_after, kinds, shown)


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
            return finer
        kinds = finer


def _reached(
    kinds: Whole, shown: Whole, mask: int, lapse_after: int, starts: list[tuple[int, int]]
) -> dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]]:
    """Follow both answers from the starts: (kind of window, months unpaid in a row) and where each leads."""
    found: dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]] = {}
    waiting = list(starts)
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


def _smallest(
    pairs: dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]],
    entrant: tuple[int, int],
    initial: tuple[int, int],
    law: LawInputs,
    lapse_after: int,
    kinds: Whole,
    shown: Whole,
) -> Machine:
    places = {pair: place for place, pair in enumerate(pairs)}
    after = np.array([[places[to] for to in pairs[pair]] for pair in pairs], np.int64)
    windows = shown[np.array([pair[0] for pair in pairs])]
    unpaid = np.array([pair[1] for pair in pairs])
    covers = _covers(windows, law)
    last = windows & 1 if not law.decides.all() else np.zeros_like(windows)
    out = unpaid >= lapse_after
    lapses = ~out & (unpaid + 1 >= lapse_after)
    told = (((covers[:, 0] * 2 + covers[:, 1]) * 2 + out) * 2 + lapses) * 2 + last
    states = _refined(told, [after[:, 0], after[:, 1]])
    count = int(states.max()) + 1
    if count > MOST_STATES:
        raise WindowTooWide(f"{count} states of payment")
    one = np.empty(count, np.int64)
    one[states] = np.arange(states.size)
    follows = states[after[one]]
    first, arrows = _arrows(follows)
    return Machine(
        follows,
        covers[one].astype(np.uint8),
        out[one].astype(np.uint8),
        lapses[one].astype(np.uint8),
        last[one].astype(np.uint8),
        first,
        arrows,
        int(states[places[entrant]]),
        int(states[places[initial]]),
    )


def _covers(windows: Whole, law: LawInputs) -> Whole:
    """Tell for each window and answer whether the truth table holds in the month of the answer."""
    if law.lag == 1:
        return np.repeat(law.window[windows].astype(np.int64)[:, None], 2, axis=1)
    after = (windows[:, None] << 1 | np.arange(2)) & ((1 << law.width) - 1)
    return law.window[after].astype(np.int64)


def _arrows(follows: Whole) -> tuple[Whole, Whole]:
    """List for each state the states and answers that lead to it."""
    order = np.argsort(follows.ravel(), kind="stable")
    first = np.searchsorted(follows.ravel()[order], np.arange(follows.shape[0] + 1))
    return first.astype(np.int64), np.stack([order // 2, order % 2], axis=1).astype(np.int64)


@njit(cache=True, nogil=True, error_model="numpy")
def step(machine: Machine, now: Floats, after: Floats, columns: int, chance: Floats) -> None:
    """Move the first ``columns`` columns by a month in which ``chance[state, answer]`` holds."""
    for state in range(machine.out.size):
        target = after[state, :columns]
        begin, end = machine.first[state], machine.first[state + 1]
        if end - begin == 2:
            one, two = machine.arrows[begin], machine.arrows[begin + 1]
            weigh_two(
                target,
                now[one[0], :columns],
                chance[one[0], one[1]],
                now[two[0], :columns],
                chance[two[0], two[1]],
            )
            continue
        target[:] = 0.0
        for place in range(begin, end):
            source, answer = machine.arrows[place]
            weigh(target, now[source, :columns], chance[source, answer])


@njit(cache=True, nogil=True, error_model="numpy")
def weigh(into: Floats, row: Floats, factor: float) -> None:
    """Add a row times a factor."""
    if factor != 0.0:
        for place in range(into.size):
            into[place] += factor * row[place]


@njit(cache=True, nogil=True, error_model="numpy")
def weigh_two(into: Floats, one: Floats, by: float, two: Floats, by_two: float) -> None:
    """Put the weighted sum of two rows."""
    for place in range(into.size):
        into[place] = by * one[place] + by_two * two[place]
