"""Assumption tables of people: death, birth, partners, the size of families."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ayni.core.projection.assumption_parts import ChanceBand, SexBand, Table, WomenBand, whole_ages
from ayni.core.projection.figures import Ages, Number, Positive


class Mortality(Table):
    """Probability of dying within the band's years; ``open_rate``: the death rate after the last band."""

    kind: Literal["mortality"]
    unit: Literal["probability over the band"]
    covers: Ages
    values: Annotated[tuple[ChanceBand, ...], Field(min_length=1)]
    open_rate: SexBand | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        whole_ages(self.values, covers=self.covers)
        return self


class Fertility(Table):
    """Births by the mother's age; ``men_per_woman_born`` is the sex ratio at birth."""

    kind: Literal["fertility"]
    unit: Literal["births per 1000 women a year"]
    covers: Ages
    men_per_woman_born: Positive
    values: Annotated[tuple[WomenBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        whole_ages(self.values, covers=self.covers)
        return self


class FertilityScale(Table):
    """How many times the national fertility the insured have (rural families have more)."""

    kind: Literal["fertility_scale"]
    unit: Literal["times"]
    value: Positive


class Formation(Table):
    """The yearly rate of taking a partner, of an insured person who came alone.

    ``partner_younger`` is in years, of the insured woman's and the insured man's partner; negative: older.
    """

    kind: Literal["formation"]
    unit: Literal["rate a year"]
    covers: Ages
    partner_younger_of_women: Number
    partner_younger_of_men: Number
    values: Annotated[tuple[SexBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        whole_ages(self.values, covers=self.covers)
        return self


class FamilySize(Table):
    """Persons of a family, on the mean; who they are comes from the rules of the example families."""

    kind: Literal["family_size"]
    unit: Literal["persons a family"]
    value: Positive
