"""One figure moved at a time, to either side: the tornado. Nothing here asks for a new run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from ayni.core.projection.finance import HorizonBeyond, evaluate, room
from ayni.core.projection.folding import Folded
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import Levers, scaled
from ayni.core.projection.present import break_even, present

#: The code of a benefit line's price is this with its name.
LINE = "line:"
_PART, _POINT = 0.10, 0.01


class By(StrEnum):
    """What the tornado is ordered by."""

    BREAK_EVEN = "break_even"
    RUIN = "ruin"
    RESERVE = "reserve"


class Change(StrEnum):
    """How a figure is moved: by a part of itself, or by points of a hundred."""

    PART = "part"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the futures: break-even a unit, ruin by the horizon, the reserve there."""

    break_even: float
    ruin: float
    reserve: float


@dataclass(frozen=True, slots=True)
class Swing:
    """One figure moved down and up by ``size``; a side it cannot go to is as the base."""

    code: str
    change: Change
    size: float
    low: Figures
    base: Figures
    high: Figures

    def width(self, by: By) -> float:
        """Give how far the two sides lie from the base, whichever is further."""
        middle = getattr(self.base, by)
        return max(abs(float(getattr(side, by) - middle)) for side in (self.low, self.high))


@dataclass(frozen=True, slots=True, eq=False)
class _Move:
    code: str
    change: Change
    moved: Callable[[float], tuple[Folded, Levers]]

    @property
    def size(self) -> float:
        return _PART if self.change is Change.PART else _POINT


def tornado(
    run: Folded, *, levers: Levers, by: By = By.BREAK_EVEN, months: int | None = None
) -> tuple[Swing, ...]:
    """Move each figure that is in use, by a tenth or by a point, and order by how much it does."""
    horizon = run.months if months is None else months
    if not 0 < horizon <= run.months:
        raise HorizonBeyond(f"{horizon} months; the run has {run.months}")
    into = room(run)
    base = _figures(run, levers=levers, months=horizon, into=into)
    swings = []
    for move in _moves(run, levers=levers):
        sides = (move.moved(side * move.size) for side in (-1, 1))
        low, high = (_figures(one, levers=held, months=horizon, into=into) for one, held in sides)
        swings.append(Swing(move.code, move.change, move.size, low, base, high))
    return tuple(sorted(swings, key=lambda one: -one.width(by)))


def _figures(run: Folded, *, levers: Levers, months: int, into: Floats) -> Figures:
    outcome = evaluate(run, levers=levers, into=into)
    value = present(run, levers=levers, outcome=outcome)
    level = break_even(run, levers=levers, outcome=outcome, value=value)
    return Figures(
        float(level.per_unit.mean()),
        outcome.ruin(months=months).probability,
        float(outcome.reserve[months - 1].mean()),
    )


def _moves(run: Folded, *, levers: Levers) -> Iterator[_Move]:
    yield _Move("contribution", Change.PART, lambda by: (run, scaled(levers, by=1 + by)))
    yield _Move("collection", Change.PART, lambda by: (_collected(run, by=1 + by), levers))
    yield _Move("care", Change.PART, lambda by: (run, _dearer(run, levers=levers, by=1 + by)))
    if len(run.lines) > 1:
        for line in run.lines:
            yield _Move(LINE + line, Change.PART, _line(run, levers=levers, line=line))
    yield _Move("investment", Change.POINTS, lambda by: (_returning(run, by=by), levers))
    yield from _plain(run, levers=levers)


def _plain(run: Folded, *, levers: Levers) -> Iterator[_Move]:
    """Move the plain figures that are in use, each within its bounds."""
    for code in ("opening_reserve", "administration_per_family", "penalty", "state_pays"):
        if getattr(levers, code):
            yield _Move(code, Change.PART, _replaced(run, levers=levers, code=code, part=True))
    for code in ("administration", "allowance", "discount"):
        if getattr(levers, code):
            yield _Move(code, Change.POINTS, _replaced(run, levers=levers, code=code, part=False))


def _replaced(
    run: Folded, *, levers: Levers, code: str, part: bool
) -> Callable[[float], tuple[Folded, Levers]]:
    before = getattr(levers, code)

    def moved(by: float) -> tuple[Folded, Levers]:
        after = before * (1 + by) if part else before + by
        if code in {"administration", "allowance", "state_pays"}:
            after = min(max(after, 0.0), 1.0)
        return run, replace(levers, **{code: after})

    return moved


def _line(run: Folded, *, levers: Levers, line: str) -> Callable[[float], tuple[Folded, Levers]]:
    def moved(by: float) -> tuple[Folded, Levers]:
        factor = levers.line_factor.get(line, 1.0) * (1 + by)
        return run, replace(levers, line_factor={**levers.line_factor, line: factor})

    return moved


def _dearer(run: Folded, *, levers: Levers, by: float) -> Levers:
    factors = {line: levers.line_factor.get(line, 1.0) * by for line in run.lines}
    return replace(levers, line_factor=factors)


def _collected(run: Folded, *, by: float) -> Folded:
    """Let more or fewer of the months be paid, never more than are due; cover stays as it was run."""
    most = np.maximum(run.families, run.units)
    units = np.minimum(run.units * np.float32(by), most)
    part = np.divide(units, run.units, out=np.ones_like(units), where=run.units > 0)
    return replace(run, units=units, dependants=run.dependants * part)


def _returning(run: Folded, *, by: float) -> Folded:
    growth = run.growth + ((1 + by) ** (1 / 12) - 1)
    worth: Floats = np.reciprocal(np.cumprod(growth, axis=0))
    return replace(run, growth=growth, worth=worth)
