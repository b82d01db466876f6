"""Dated parameters: a value, the day it starts, its norm, and how far that is known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ayni.core.scheme.units import UnitKind, unit_kind

Filled = Annotated[str, Field(min_length=1, pattern=r"\S")]


class Node(BaseModel):
    """A typed piece of a scheme: frozen, nothing unknown, nothing converted on the quiet."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Standing(StrEnum):
    """How far a value is known; ordered from the firmest to the weakest."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    BACKGROUND = "background"
    PROPOSED = "proposed"


#: What nobody has read at its source, or nobody has enacted.
DOUBTFUL = (Standing.BACKGROUND, Standing.PROPOSED)
_WEAKNESS = {standing: place for place, standing in enumerate(Standing)}


def weakest(standings: list[Standing]) -> Standing:
    """Give the weakest standing of several; of none, ``VERIFIED``: nothing doubtful was used."""
    return max(standings, key=_WEAKNESS.__getitem__, default=Standing.VERIFIED)


class Reaches(StrEnum):
    """From when a later value reaches an agreement that is already signed."""

    FROZEN = "frozen"
    AT_RENEWAL = "at_renewal"
    AT_ONCE = "at_once"


class Reference(Node):
    """The norm (or the page) a value comes from, and where it can be read."""

    title: Filled
    href: Filled


def on_the_web(href: str) -> bool:
    """Tell whether an address leads to the web, and not into the scheme's own folder."""
    return href.startswith(("https://", "http://"))


class ParameterMissing(LookupError):
    """No value in force on that day: a missing rule is an error, never a default."""


class BackwardDates(ValueError):
    """Dated values that do not run forward."""


class FigureNotOfUnit(ValueError):
    """A stored value that is not of the kind its unit asks for."""


class DatedValue(Node):
    """A value in force from ``start``; ``None``: none that we know, or the rule ``ended`` that day."""

    start: date
    value: int | str | tuple[int, ...] | None
    reference: Reference
    standing: Standing
    note: str | None = None
    ended: bool = False


class Parameter(Node):
    """One figure of the law over time; money in minor units, ratios and multiples in ppm."""

    name: Filled
    description: Filled
    unit: Filled
    reaches: Reaches
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        kind = unit_kind(self.unit)
        for earlier, later in pairwise(self.values):
            if later.start <= earlier.start:
                raise BackwardDates(f"{self.name}: {later.start} after {earlier.start}")
        for dated in self.values:
            if not _is_of_kind(dated.value, kind=kind):
                raise FigureNotOfUnit(f"{self.name} {dated.start}: {dated.value!r} {self.unit}")
        return self

    @property
    def kind(self) -> UnitKind:
        """Give the kind of figure."""
        return unit_kind(self.unit)

    def on(self, day: date) -> DatedValue:
        """Give the value in force on the day, or refuse."""
        found = [dated for dated in self.values if dated.start <= day]
        if not found or found[-1].value is None:
            raise ParameterMissing(f"{self.name} has no value on {day}")
        return found[-1]


def _is_of_kind(value: int | str | tuple[int, ...] | None, *, kind: UnitKind) -> bool:
    if value is None:
        return True
    if kind is UnitKind.TEXT:
        return isinstance(value, str)
    if kind is UnitKind.WEIGHTS:
        return isinstance(value, tuple) and len(value) == 12 and sum(value) == 100
    if kind is UnitKind.FLAG:
        return value in (0, 1)
    return isinstance(value, int) and 0 <= value <= _CEILING[kind]


#: Above these a figure is a wrong unit: ten thousand million, 100 %, ten thousand times, a million.
_CEILING = {
    UnitKind.MONEY: 10**12,
    UnitKind.RATIO: 10**6,
    UnitKind.MULTIPLE: 10**10,
    UnitKind.COUNT: 10**6,
}
