"""Small pictures of figures: bars that need no script and print as they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a part of the longest: what it is, how it is written, its length in tenths of a per cent."""

    label: str
    written: str
    length: int
    tone: str = "good"

    @property
    def width(self) -> str:
        """Give the length as SVG writes it."""
        return f"{self.length // 10}.{self.length % 10}%"


def lengths(values: Sequence[int], *, of: int | None = None) -> list[int]:
    """Give each value's part of the greatest (or of a whole), in tenths of a per cent.

    >>> lengths([1, 2, 4])
    [250, 500, 1000]
    >>> lengths([0, 0])
    [0, 0]
    """
    whole = max(values, default=0) if of is None else of
    return [min(1000, 1000 * value // whole) if whole > 0 else 0 for value in values]


@dataclass(frozen=True, slots=True)
class Pillar:
    """One month of a row of pillars: where it stands and how high, of a height of 40."""

    x: int
    y: int
    height: int


def pillars(values: Sequence[int]) -> list[Pillar]:
    """Stand values in a row, twelve wide each.

    >>> [(one.x, one.y, one.height) for one in pillars([1, 2])]
    [(0, 20, 20), (12, 0, 40)]
    """
    highest = max(values, default=0)
    heights = [40 * value // highest if highest else 0 for value in values]
    return [Pillar(12 * place, 40 - height, height) for place, height in enumerate(heights)]
