"""The vocabulary of a base: what income the contribution rests on, and when something else applies.

No expressions, no loops: a rule that needs a new word gets a new node, with its meaning written here.
"""

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


class Sex(StrEnum):
    """As the identity document says it."""

    WOMAN = "F"
    MAN = "M"


class When(Node):
    """Facts under which an exception applies; all that are given must hold, at least one is given.

    ``months``, ``dependants``, ``age`` (completed years of the insured person on the month's first day)
    and ``workers`` (of the employer) are half-open: from the first, before the second.
    """

    activities: Annotated[tuple[Label, ...], Field(min_length=1)] | None = None
    months: tuple[MonthText, MonthText] | None = None
    dependants: tuple[int, int] | None = None
    age: tuple[int, int] | None = None
    workers: tuple[int, int] | None = None
    sex: Sex | None = None


class DeclaredIncome(Node):
    """The monthly income that the insured person declared."""

    kind: Literal["declared_income"]


class Pay(Node):
    """The month's pay of an employed person."""

    kind: Literal["pay"]


class ProduceSold(Node):
    """What the family was paid for its produce in the month, gross; the buyer knows it (Brazil, Lei 8.212)."""

    kind: Literal["produce_sold"]


class NoBase(Node):
    """No income counts: the price is an amount and not a part of anything (a capitation)."""

    kind: Literal["none"]


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
    DeclaredIncome
    | Pay
    | ProduceSold
    | NoBase
    | ParameterAmount
    | Presumptive
    | AtLeast
    | AtMost
    | ExceptedAmount,
    Field(discriminator="kind"),
]


class Texts(Node):
    """A text for people, in the three languages."""

    es: Filled
    en: Filled
    pt: Filled

    def in_language(self, language: str) -> str:
        """Give the text in ``es``, ``en`` or ``pt``; another language is refused."""
        return {"es": self.es, "en": self.en, "pt": self.pt}[language]


for _node in (AtLeast, AtMost, AmountException, ExceptedAmount):
    _node.model_rebuild()
