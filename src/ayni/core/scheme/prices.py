"""The vocabulary of a price: rates, scales, amounts; who bears a share; rounding, always written out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ayni.core.scheme.nodes import (
    Amount,
    CountName,
    Label,
    MoneyName,
    MultipleName,
    Payer,
    RatioName,
    When,
)
from ayni.core.scheme.parameters import Node


class Rate(Node):
    """A part of the base."""

    kind: Literal["rate"]
    rate: RatioName


class Band(Node):
    """A band of income: its upper limit as a multiple of the unit (none in the last), its rate."""

    label: Label
    upto: MultipleName | None = None
    rate: RatioName


class Notch(Node):
    """A scale by whole income: the whole base pays the rate of the band its income falls in.

    ``compared`` is the income set against the limits, unrounded; a limit belongs to the lower band.
    """

    kind: Literal["notch"]
    compared: Amount
    unit: MoneyName
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]


class Slice(Node):
    """A slice of income: its upper limit (none in the last), the rate that this slice alone pays."""

    label: Label
    upto: MoneyName | None = None
    rate: RatioName


class Marginal(Node):
    """A scale by slice: each part of the base pays the rate of its own slice, as an income tax does."""

    kind: Literal["marginal"]
    slices: Annotated[tuple[Slice, ...], Field(min_length=2)]


class Flat(Node):
    """A fixed amount, whatever the base."""

    kind: Literal["flat"]
    amount: MoneyName


class AgeBand(Node):
    """An age band: the age at which it ends (none in the last), its amount, women's where it differs."""

    label: Label
    below: CountName | None = None
    amount: MoneyName
    women: MoneyName | None = None


class ByAge(Node):
    """An amount by the insured person's completed years on the month's first day, and sex where it matters.

    Capitations of regulators are of this kind (Colombia's UPC by age and sex).
    """

    kind: Literal["by_age"]
    bands: Annotated[tuple[AgeBand, ...], Field(min_length=2)]


class PerDependant(Node):
    """An amount for each dependant from the ``first``-th on, for at most ``most`` of them.

    A first one that is not the number 1 leaves those before it free of charge.
    """

    kind: Literal["per_dependant"]
    amount: MoneyName
    first: Annotated[int, Field(ge=1, le=20)]
    most: Annotated[int, Field(ge=1, le=50)] | None = None


class SizeBand(Node):
    """A size of family: the number of persons up to which it goes (none in the last), its amount."""

    label: Label
    upto: Annotated[int, Field(ge=1, le=50)] | None = None
    amount: MoneyName


class ByFamilySize(Node):
    """One amount for the whole family by its number of persons, the insured person among them."""

    kind: Literal["by_family_size"]
    bands: Annotated[tuple[SizeBand, ...], Field(min_length=2)]


class PerUnit(Node):
    """An amount for each unit of produce delivered: what a retention agent withholds at the harvest.

    Quantities are thousandths of ``unit``; the product is divided once.
    """

    kind: Literal["per_unit"]
    amount: MoneyName
    unit: Literal["quintal", "kilogram", "tonne", "litre", "box"]


class ByEmployerSize(Node):
    """Another price for a large employer: so many workers, **or** yearly sales above a multiple of a unit.

    Either is enough (Peru, Ley 31110: a hundred workers or 1,700 UIT).
    """

    kind: Literal["by_employer_size"]
    workers_from: CountName
    sales_above: MultipleName
    sales_unit: MoneyName
    large: Rate | Flat = Field(discriminator="kind")
    other: Rate | Flat = Field(discriminator="kind")


class Completes(Node):
    """What is missing to a constant total rate, after the rates of the shares before it."""

    kind: Literal["completes"]
    total: RatioName


SimplePrice = Annotated[
    Rate | Notch | Marginal | Flat | ByAge | PerDependant | ByFamilySize | PerUnit | ByEmployerSize,
    Field(discriminator="kind"),
]


class PriceException(Node):
    """Another price under stated facts."""

    label: Label
    when: When
    then: SimplePrice


class ExceptedPrice(Node):
    """A price with labelled exceptions; two that can apply together do not load."""

    kind: Literal["with_exceptions"]
    default: SimplePrice
    exceptions: Annotated[tuple[PriceException, ...], Field(min_length=1)]


Price = Annotated[
    Rate
    | Notch
    | Marginal
    | Flat
    | ByAge
    | PerDependant
    | ByFamilySize
    | PerUnit
    | ByEmployerSize
    | Completes
    | ExceptedPrice,
    Field(discriminator="kind"),
]


class Share(Node):
    """What one payer bears: a label, unique in the scheme, and a price."""

    label: Label
    payer: Payer
    price: Price


class Rounding(Node):
    """The payable step in minor units; halves go up, away from zero."""

    step: Annotated[int, Field(ge=1, le=10**6)]
    mode: Literal["half_up"]


class Contribution(Node):
    """Base, shares and rounding; each share is rounded by itself and the total is their sum."""

    base: Amount
    read_on: Literal["first_day_of_month"]
    shares: Annotated[tuple[Share, ...], Field(min_length=1)]
    rounding: Rounding
