"""The vocabulary of a contribution: bases, prices, shares, rounding. No expressions, no loops."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ayni.core.scheme.parameters import Filled, Node
from ayni.core.scheme.units import UnitKind


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names a parameter of this kind."""

    kind: UnitKind


MoneyName = Annotated[str, Ref(UnitKind.MONEY)]
RatioName = Annotated[str, Ref(UnitKind.RATIO)]
MultipleName = Annotated[str, Ref(UnitKind.MULTIPLE)]
CountName = Annotated[str, Ref(UnitKind.COUNT)]
FlagName = Annotated[str, Ref(UnitKind.FLAG)]
TextName = Annotated[str, Ref(UnitKind.TEXT)]
WeightsName = Annotated[str, Ref(UnitKind.WEIGHTS)]

MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Payer(StrEnum):
    """Who bears a share."""

    INSURED_PERSON = "insured_person"
    ASSOCIATION = "association"
    EMPLOYER = "employer"
    BUYER = "buyer"
    STATE = "state"


class When(Node):
    """Facts under which an exception applies; all that are given must hold, at least one is given.

    ``months`` and ``dependants`` are half-open: from the first, before the second.
    """

    activities: Annotated[tuple[Label, ...], Field(min_length=1)] | None = None
    months: tuple[MonthText, MonthText] | None = None
    dependants: tuple[int, int] | None = None


class DeclaredIncome(Node):
    """The monthly income that the insured person declared."""

    kind: Literal["declared_income"]


class Pay(Node):
    """The month's pay of an employed person."""

    kind: Literal["pay"]


class ParameterAmount(Node):
    """An amount that the law sets, such as a minimum wage, alike for all."""

    kind: Literal["parameter"]
    amount: MoneyName


class ActivityAmount(Node):
    """The presumed income of one activity."""

    activity: Label
    amount: MoneyName


class Presumptive(Node):
    """The income presumed for the activity; an agreement may set its own, within its bounds."""

    kind: Literal["presumptive"]
    activities: Annotated[tuple[ActivityAmount, ...], Field(min_length=1)]


class AtLeast(Node):
    """An amount, or the minimum base where the amount is below it."""

    kind: Literal["at_least"]
    of: Amount
    minimum: MoneyName


class AtMost(Node):
    """An amount, or the maximum base where the amount is above it."""

    kind: Literal["at_most"]
    of: Amount
    maximum: MoneyName


class AmountException(Node):
    """Another base under stated facts."""

    label: Label
    when: When
    then: Amount


class ExceptedAmount(Node):
    """A base with labelled exceptions; two that can apply together do not load."""

    kind: Literal["with_exceptions"]
    default: Amount
    exceptions: Annotated[tuple[AmountException, ...], Field(min_length=1)]


Amount = Annotated[
    DeclaredIncome | Pay | ParameterAmount | Presumptive | AtLeast | AtMost | ExceptedAmount,
    Field(discriminator="kind"),
]


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


class Flat(Node):
    """A fixed amount, whatever the base."""

    kind: Literal["flat"]
    amount: MoneyName


class Completes(Node):
    """What is missing to a constant total rate, after the rates of the shares before it."""

    kind: Literal["completes"]
    total: RatioName


class PriceException(Node):
    """Another price under stated facts."""

    label: Label
    when: When
    then: Rate | Flat = Field(discriminator="kind")


class ExceptedPrice(Node):
    """A price with labelled exceptions; two that can apply together do not load."""

    kind: Literal["with_exceptions"]
    default: Rate | Notch | Flat = Field(discriminator="kind")
    exceptions: Annotated[tuple[PriceException, ...], Field(min_length=1)]


Price = Annotated[Rate | Notch | Flat | Completes | ExceptedPrice, Field(discriminator="kind")]


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


class Texts(Node):
    """A text for people, in the three languages."""

    es: Filled
    en: Filled
    pt: Filled

    def in_language(self, language: str) -> str:
        """Give the text in ``es``, ``en`` or ``pt``; another language is refused."""
        return {"es": self.es, "en": self.en, "pt": self.pt}[language]


for _node in (AtLeast, AtMost, AmountException, ExceptedAmount, Notch):
    _node.model_rebuild()
