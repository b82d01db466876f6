"""The cube folded once per run into what money needs: month by scenario, so that a lever touches little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.core.projection.cube import COST, Cube
from ayni.core.projection.inputs import Floats, Small

Narrow = npt.NDArray[np.float32]


class BadCube(ValueError):
    """A cube of which no money can be told: no month, a figure that is no number, more late than paid."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """What a contribution multiplies and what care costs, ``[t, s]``: month by scenario.

    ``late`` is the part of the units paid in grace. ``growth`` is 1 + the month's return, ``worth`` what one
    at the end of month ``t`` is worth at the start of the study at the scenario's own returns.
    """

    first_month: int
    scenarios: Small
    lines: tuple[str, ...]
    units: Narrow
    dependants: Narrow
    late: Narrow
    families: Narrow
    cost: Narrow  # [line, t, s] at the prices of the month
    mean_cost: Floats  # [line, t] of all scenarios
    mean_persons: Floats  # [t] protected persons, of all scenarios
    growth: Floats
    worth: Floats

    @property
    def months(self) -> int:
        """Give the number of months."""
        return int(self.units.shape[0])

    @property
    def count(self) -> int:
        """Give the number of scenarios."""
        return int(self.units.shape[1])


def fold(cube: Cube) -> Folded:
    """Turn a cube round once; refuse one with a figure that is no number."""
    _check(cube)
    units, late = _turned(cube.of("units")), _turned(cube.of("late_units"))
    growth = np.ascontiguousarray(1.0 + cube.investment.T.astype(np.float64))
    costs = [_turned(cube.of(COST + line)) for line in cube.lines]
    worth: Floats = np.reciprocal(np.cumprod(growth, axis=0))
    cost = np.stack(costs) if costs else np.zeros((0, *units.shape), np.float32)
    return Folded(
        first_month=cube.first_month,
        scenarios=cube.scenarios,
        lines=cube.lines,
        units=units,
        dependants=_turned(cube.of("unit_dependants")),
        late=np.divide(late, units, out=np.zeros_like(late), where=units > 0),
        families=_turned(cube.of("families")),
        cost=cost,
        mean_persons=cube.of("persons").mean(axis=0, dtype=np.float64),
        mean_cost=cost.mean(axis=2, dtype=np.float64),
        growth=growth,
        worth=worth,
    )


def _turned(measure: Narrow) -> Narrow:
    return np.ascontiguousarray(measure.T)


def _check(cube: Cube) -> None:
    if not cube.values.size:
        raise BadCube("the cube holds no scenario or no month")
    if cube.values.shape[:2] != cube.investment.shape:
        raise BadCube(f"values of {cube.values.shape[:2]}, returns of {cube.investment.shape}")
    if not (np.isfinite(cube.values).all() and np.isfinite(cube.investment).all()):
        raise BadCube("the cube holds a figure that is no number")
    if (cube.of("late_units") > cube.of("units")).any():
        raise BadCube("more units were paid in grace than were paid")
    if (cube.investment <= -1).any():
        raise BadCube("a return of -100 % or less leaves nothing to count on")
