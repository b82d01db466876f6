"""The result of a projection: per scenario and month, counts and cost; every figure is a function of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.core.projection.inputs import Small

#: Months after their entry at which the families of a month are counted again.
AFTER = (12, 24, 36)
#: What both kernels count each month, before the cost of each benefit line.
COUNTS = (
    "units",  # families whose month was paid: the contribution's unit
    "late_units",  # of these, paid in grace
    "unit_dependants",  # dependants of the families that paid: the unit of a price per dependant
    "families",  # affiliated
    "persons",  # protected persons of affiliated families
    "covered",  # of these, who have qualified
    "entries",  # families that came in
    "returns",  # families that were out and paid again
    "lapses",  # families for which this month was the last one: out for not paying
    "ended",  # families that left for good, ended, or fell with their association
    "persons_in",  # persons that came with entries, returns and new partners
    "births",
    "deaths",
    "aged_out",  # children who reached the limit
    "persons_out",  # persons who left with a lapse of the month before, or with an end
    "stayed_12",  # affiliated families that came in twelve months before, as ``AFTER`` has it
    "stayed_24",
    "stayed_36",
)
COST = "cost:"


class UnknownMeasure(LookupError):
    """A measure that the cube does not hold."""


class UnlikeBlocks(ValueError):
    """Blocks of programs that count different things: they are no one cube."""


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """``values[s, t, m]``: measure ``m`` of scenario ``scenarios[s]`` in month ``first_month + t``.

    Costs are minor units at the prices of their own month. ``investment[s, t]`` is the month's return.
    """

    first_month: int
    scenarios: Small
    measures: tuple[str, ...]
    values: npt.NDArray[np.float32]
    investment: npt.NDArray[np.float32]

    @property
    def lines(self) -> tuple[str, ...]:
        """Give the benefit lines."""
        return tuple(name.removeprefix(COST) for name in self.measures if name.startswith(COST))

    @property
    def costs(self) -> slice:
        """Give the places of the lines' costs: the last ones. A cube of before may count fewer things."""
        return slice(len(self.measures) - len(self.lines), len(self.measures))

    def of(self, measure: str) -> npt.NDArray[np.float32]:
        """Give one measure, ``[s, t]``."""
        if measure not in self.measures:
            raise UnknownMeasure(f"{measure!r}; the cube holds {', '.join(self.measures)}")
        return self.values[:, :, self.measures.index(measure)]

    def cost(self) -> npt.NDArray[np.float64]:
        """Give the cost of all lines, ``[s, t]``."""
        total: npt.NDArray[np.float64] = self.values[:, :, self.costs].sum(axis=2, dtype=np.float64)
        return total

    def digest(self) -> str:
        """Give the SHA-256 of everything in it; equal for equal results, bit for bit."""
        found = hashlib.sha256(repr((self.first_month, self.measures)).encode())
        found.update(self.scenarios.astype("<i4").tobytes())
        for array in (self.values, self.investment):
            found.update(array.astype("<f4").tobytes())
        return found.hexdigest()


def measures_of(lines: Sequence[str]) -> tuple[str, ...]:
    """Name the measures of a study with these benefit lines."""
    return (*COUNTS, *(COST + line for line in lines))


def joined(blocks: Sequence[Cube]) -> Cube:
    """Put blocks of scenarios together in the order of their numbers. Raises ``UnlikeBlocks``."""
    ordered = sorted(blocks, key=lambda one: int(one.scenarios[0]))
    first = ordered[0]
    for one in ordered:
        if one.measures != first.measures:
            unlike = sorted(set(one.measures) ^ set(first.measures))
            raise UnlikeBlocks(f"not all blocks count {', '.join(unlike)}: run the study anew")
    return Cube(
        first.first_month,
        np.concatenate([one.scenarios for one in ordered]),
        first.measures,
        np.concatenate([one.values for one in ordered]),
        np.concatenate([one.investment for one in ordered]),
    )
