"""What every assumption table says of itself, and the bands and stretches that tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, LiteralString

from pydantic import Field
from pydantic_core import PydanticCustomError

from ayni.core.projection.figures import Ages, Probability, Rate, ages_of
from ayni.core.scheme import Reference, Standing
from ayni.core.scheme.nodes import Texts
from ayni.core.scheme.parameters import Filled, Node

Code = Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]


class Table(Node):
    """What every table says of itself. ``date`` is that of the source; ``note`` the reason for it."""

    format: Literal[1]
    code: Code
    name: Texts
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    source: Reference
    date: date
    standing: Standing
    note: Filled


class SexBand(Node):
    """The figure of women and of men of some ages."""

    ages: Ages
    women: Rate
    men: Rate


class ChanceBand(Node):
    """A probability of women and of men of some ages."""

    ages: Ages
    women: Probability
    men: Probability


class WomenBand(Node):
    """The figure of women of some ages."""

    ages: Ages
    women: Rate


class Stretch(Node):
    """So many months on end with one figure."""

    months: Annotated[int, Field(ge=1, le=1200)]
    value: Rate


def whole_ages(bands: Sequence[SexBand | ChanceBand | WomenBand], *, covers: str) -> None:
    """Refuse bands that leave an age out, name one twice, or do not fill the ages said."""
    first, last = ages_of(covers)
    due = first
    for place, band in enumerate(bands):
        low, high = ages_of(band.ages)
        if low != due:
            code = _misfit(bands, place=place, due=due)
            raise between(code, place=place, found=band.ages, expected=str(due))
        due = high + 1
    if due != last + 1:
        raise between("ages_not_covered", place=len(bands) - 1, found=str(due), expected=covers)


def _misfit(
    bands: Sequence[SexBand | ChanceBand | WomenBand], *, place: int, due: int
) -> LiteralString:
    first = ages_of(bands[place].ages)[0]
    if first in [ages_of(one.ages)[0] for one in bands[:place]]:
        return "repeated_age"
    return "gap_in_ages" if first > due else "overlap_in_ages"


def between(code: LiteralString, *, place: int, found: str, expected: str) -> Exception:
    context = {"place": ("values", place), "found": found, "expected": expected}
    return PydanticCustomError(code, "values that do not fit", context)
