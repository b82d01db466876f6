"""The way from an earlier study to this one, as values: which steps, in which order, what each adds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ayni.core.projection.report_assumed_words import KINDS_OF
from ayni.core.projection.study_text import Study

#: Futures on which every step stands: a step is a difference on common futures, nearly free of chance.
STEP_SCENARIOS = 20

#: What is replaced, in this order; the themes are those of the assumptions.
STEPS = ("futures", "months", "population", *KINDS_OF, "law", "finance", "own")


@dataclass(frozen=True, slots=True)
class Point:
    """Where both figures stand, in minor units: break-even a family-month, mean reserve at the last month."""

    even: int
    reserve: int


@dataclass(frozen=True, slots=True)
class Step:
    """One group replaced: its code of ``STEPS``, and where both figures stand after it."""

    code: str
    after: Point


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The way from the earlier study's own figures to this study's own, in order."""

    earlier: Study
    start: Point
    steps: tuple[Step, ...]

    @property
    def end(self) -> Point:
        """Give the figures of this study."""
        return self.steps[-1].after

    def changes(self) -> tuple[Point, ...]:
        """Give what each step adds; together they are the whole difference, exactly."""
        points = (self.start, *(one.after for one in self.steps))
        return tuple(
            Point(after.even - before.even, after.reserve - before.reserve)
            for before, after in pairwise(points)
        )
