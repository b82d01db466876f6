"""Figures as assumption and study files write them: plain decimals, finite, within their bounds.

A file's decimals arrive as text and become floats here and nowhere else. Every refusal has a code of
``words.PROBLEMS``.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

#: The oldest age of a table; whoever is older has its rates.
OLDEST = 110
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,12})?([eE]-\d{1,2})?")
_AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")


def _number(value: object) -> float:
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return float(value)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not isfinite(float(str(value))):
        raise PydanticCustomError("not_a_number", "not a finite figure", {"found": str(value)})
    return float(str(value))


def _not_negative(value: float) -> float:
    if value < 0:
        raise PydanticCustomError("negative", "below nothing", {"found": str(value)})
    return value


def _at_most_one(value: float) -> float:
    if value > 1:
        raise PydanticCustomError("above_one", "above 1", {"found": str(value)})
    return value


def _persistence(value: float) -> float:
    if not -1 < value < 1:
        raise PydanticCustomError("not_stationary", "not within -1 and 1", {"found": str(value)})
    return value


def _above_nothing(value: float) -> float:
    if value <= 0:
        raise PydanticCustomError("not_above_nothing", "not above 0", {"found": str(value)})
    return value


Number = Annotated[float, BeforeValidator(_number)]
Rate = Annotated[Number, AfterValidator(_not_negative)]
Positive = Annotated[Number, AfterValidator(_above_nothing)]
Probability = Annotated[Number, AfterValidator(_not_negative), AfterValidator(_at_most_one)]
Persistence = Annotated[Number, AfterValidator(_persistence)]


def ages_of(written: str | int) -> tuple[int, int]:
    """Read ages, both counted: ``7``, ``5-9`` or ``75+``.

    >>> ages_of("5-9"), ages_of(0), ages_of("75+")
    ((5, 9), (0, 0), (75, 110))
    """
    found = _AGES.fullmatch(str(written))
    if found is None:
        raise PydanticCustomError("bad_ages", "not ages", {"found": str(written)})
    first = int(found[1])
    last = OLDEST if found[3] else int(found[2] or first)
    if not first <= last <= OLDEST:
        raise PydanticCustomError("bad_ages", "not ages", {"found": str(written)})
    return first, last


def _ages(value: str | int) -> str:
    ages_of(value)
    return str(value)


Ages = Annotated[str, BeforeValidator(_ages)]
