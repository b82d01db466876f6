"""Assumption tables of conduct: coming in, paying, being out, coming back, leaving."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ayni.core.projection.assumption_parts import Stretch, Table, between
from ayni.core.projection.figures import Number, Probability, Rate

Twelve = Annotated[tuple[Probability, ...], Field(min_length=12, max_length=12)]


class Participation(Table):
    """The part of the roster's families that come in in the first month."""

    kind: Literal["participation"]
    unit: Literal["part of the roster"]
    value: Probability


class Entries(Table):
    """New families a year, as a part of the roster, by stretches of months from the study's first one on."""

    kind: Literal["entries"]
    unit: Literal["part of the roster a year"]
    values: Annotated[tuple[Stretch, ...], Field(min_length=1)]

    @property
    def months(self) -> int:
        """Give the number of months it knows."""
        return sum(one.months for one in self.values)


class Payment(Table):
    """Paying a due month in time, by calendar month; what the crop's price and grace add to it."""

    kind: Literal["payment"]
    unit: Literal["probability"]
    values: Twelve
    price_effect: Number
    paid_in_grace: Probability

    @model_validator(mode="after")
    def _check(self) -> Self:
        for place, one in enumerate(self.values):
            if not 0 < one < 1:
                raise between("no_logit", place=place, found=str(one), expected="")
        return self


class HarvestPayment(Table):
    """Paying the year, and coming back, where it is deducted at the harvest: in place of the months' chances.

    The only kind that a study may go without: it is needed under a harvest calendar alone.
    """

    kind: Literal["harvest_payment"]
    unit: Literal["probability"]
    value: Probability
    returning: Probability
    price_effect: Number
    paid_in_grace: Probability

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 0 < self.value < 1:
            context = {"place": ("value",), "found": str(self.value)}
            raise PydanticCustomError("no_logit", "no logit", context)
        return self


class Leaving(Table):
    """Being out after months unpaid in a row, coming back by calendar month, leaving for good by the year."""

    kind: Literal["leaving"]
    unit: Literal["probability"]
    lapse_after: Annotated[int, Field(ge=1, le=120)]
    exit: Rate
    values: Twelve
