"""The payment chain, taken apart: how long a family has not paid, and what its window shows.

Whether a family pays hangs on the month and on its unpaid months in a row, which say if it is out; never on its
window. So families of one month of entry are a short row of counters. And the window is known from the first
month in it that was paid: before it lie unpaid months, and from it on families are alike, old ones and new.
So one tree of windows that begin with a paid month, shared by all, tells the chance that the truth table holds;
branches that no future can tell apart are one. It is exact, and a window of a year costs little more than one
of three months.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ayni.core.projection.compiled import kernel
from ayni.core.projection.inputs import Assumptions, Flags, Floats, LawInputs, Whole

#: More branches than this would take longer than families drawn one by one.
MOST_NODES = 20_000


class WindowTooWide(ValueError):
    """A qualifying condition with too many distinct windows for the mean; families have to be drawn."""


class Tree(NamedTuple):
    """Windows by answers given since a start, in layers; no answer pushes the start out of the window."""

    first: Whole  # [layer + 1] place of the layer's first node
    next: Whole  # [node, answer] 0 unpaid, 1 paid; -1 in the last layer
    holds: Flags  # [node] the truth table does
    out: Flags  # [node] out before the next answer
    active: Flags  # [node] affiliated in the month of its newest answer
    last: Flags  # [node] the newest answer; told apart only where months repeat it


def tree(*, law: LawInputs, assumptions: Assumptions, start: int) -> Tree:
    """Grow the tree from a window after which no month is unpaid yet. Raises ``WindowTooWide``."""
    below = np.zeros(0, np.int64)
    layers: list[
        tuple[Whole, Whole]
    ] = []  # from the last one on: what each node shows, and its next ones
    for answers in reversed(range(law.width)):
        shows = _shows(law, assumptions, start, answers)
        after = below.reshape(-1, 2) if below.size else np.full((shows.size, 2), -1)
        kinds = int(below.max(initial=0)) + 2
        key = (shows * kinds + after[:, 0] + 1) * kinds + after[:, 1] + 1
        _, one, below = np.unique(key, return_index=True, return_inverse=True)
        layers.append((shows[one], after[one]))
        if one.size > MOST_NODES:
            raise WindowTooWide(f"{one.size} windows that differ, {answers} months after the start")
    return _flat(layers[::-1])


def _shows(law: LawInputs, beliefs: Assumptions, start: int, answers: int) -> Whole:
    """Number what each row of answers shows: the bits of ``Tree``'s flags in their order."""
    given = np.arange(1 << answers)
    window = (start << answers | given) & (law.window.size - 1)
    unpaid = np.where(given, np.log2(np.maximum(given & -given, 1)).astype(np.int64), answers)
    flags = [
        law.window[window] == 1,
        unpaid >= beliefs.lapse_after,
        unpaid <= beliefs.lapse_after,
        (window & 1 == 1) & (not law.decides.all()),
    ]
    return np.asarray(sum(flag.astype(np.int64) << place for place, flag in enumerate(flags)))


def _flat(layers: list[tuple[Whole, Whole]]) -> Tree:
    first = np.concatenate([[0], np.cumsum([shows.size for shows, _ in layers])])
    nodes = np.concatenate([shows for shows, _ in layers])
    after = [
        to + begin if to.min() >= 0 else to
        for (_, to), begin in zip(layers, first[1:], strict=True)
    ]
    flags: list[npt.NDArray[np.uint8]] = [
        (nodes >> place & 1).astype(np.uint8) for place in range(4)
    ]
    return Tree(first.astype(np.int64), np.concatenate(after), *flags)


@kernel
def grow(tree: Tree, now: Floats, after: Floats, chance: tuple[bool, float, float]) -> None:
    """Move every node's mass by a month's answer; where nothing is decided the newest one stays."""
    decides, pay, back = chance
    for node in range(now.size):
        after[node] = 0.0
    for node in range(tree.first[tree.first.size - 2]):
        if now[node] > 0.0:
            paid = back if tree.out[node] else pay
            if not decides:
                paid = float(tree.last[node])
            after[tree.next[node, 1]] += now[node] * paid
            after[tree.next[node, 0]] += now[node] * (1.0 - paid)


@kernel
def holds_before(tree: Tree, mass: Floats, layer: int, back: float) -> float:
    """Give the part of a layer that is covered by its window before the answer, affiliated or just back."""
    total = 0.0
    for node in range(tree.first[layer], tree.first[layer + 1]):
        total += mass[node] * tree.holds[node] * (back if tree.out[node] else 1.0)
    return total


@kernel
def holds_after(tree: Tree, mass: Floats, layer: int) -> float:
    """Give the part of a layer that is covered by its window with the answer in it."""
    total = 0.0
    for node in range(tree.first[layer], tree.first[layer + 1]):
        total += mass[node] * tree.holds[node] * tree.active[node]
    return total


@kernel
def weigh(into: Floats, row: Floats, columns: int, factor: float) -> None:
    """Add a row times a factor."""
    if factor != 0.0:
        for place in range(columns):
            into[place] += factor * row[place]


@kernel
def put(into: Floats, row: Floats, columns: int, factor: float) -> None:
    """Set a row to another times a factor."""
    for place in range(columns):
        into[place] = factor * row[place]


@kernel
def put_sum(into: Floats, row: Floats, other: Floats, columns: int, factor: float) -> None:
    """Set a row to another plus a third times a factor."""
    for place in range(columns):
        into[place] = row[place] + factor * other[place]
