"""Cubes made by hand: a few scenarios and months, every figure said."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ayni.core.projection.cube import COST, Cube, measures_of
from ayni.core.projection.finance import Levers, Prices
from ayni.core.scheme import Payer

LINE = "consultation"


def cube(
    *, scenarios: int = 1, months: int = 12, returns: npt.ArrayLike = 0.0, **given: npt.ArrayLike
) -> Cube:
    """Make a cube; ``given`` measures are one figure, ``[t]`` or ``[s, t]``; ``cost`` is the one line's."""
    return cube_of(
        {(COST + LINE if name == "cost" else name): values for name, values in given.items()},
        shape=(scenarios, months),
        returns=returns,
    )


def cube_of(
    given: Mapping[str, npt.ArrayLike],
    *,
    shape: tuple[int, int],
    returns: npt.ArrayLike = 0.0,
    lines: tuple[str, ...] = (LINE,),
) -> Cube:
    names = measures_of(lines)
    values = np.zeros((*shape, len(names)), dtype=np.float32)
    for name, figures in given.items():
        values[:, :, names.index(name)] = figures
    investment = np.full(shape, returns, dtype=np.float32)
    return Cube(24000, np.arange(shape[0], dtype=np.int32), names, values, investment)


def levers(
    *, months: int = 12, insured: float = 10.0, state: float = 0.0, **others: object
) -> Levers:
    """Make levers with one price for all months."""
    prices = Prices(
        {Payer.INSURED_PERSON: np.full(months, insured), Payer.STATE: np.full(months, state)}
    )
    return Levers(prices, **others)  # type: ignore[arg-type]
