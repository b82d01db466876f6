"""Cases a lawyer can read: a situation and the answer that the scheme must give.

A bare month in ``paid`` counts from that month's last day. Expected figures are written in the
scheme's currency, as ratios (``0.04``), or as the label of a band, whichever the column holds.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from ayni.core.scheme.nodes import Label, MonthText, Sex
from ayni.core.scheme.parameters import Filled, Node
from ayni.core.scheme.rules import Event, MonthlyPart

Written = str | int


class CaseIncome(Node):
    """The reference income of an activity as the case's agreement set it."""

    activity: Label
    amount: Written


class CaseValue(Node):
    """A parameter as the case's agreement set it, written in its unit."""

    parameter: Label
    value: Written


class CaseTerms(Node):
    """The agreement of the case."""

    signed: date
    renewed: date | None = None
    values: tuple[CaseValue, ...] = ()
    reference_income: tuple[CaseIncome, ...] = ()
    part_payment: MonthlyPart | None = None


class CaseFamily(Node):
    """The facts of the family that the contribution looks at."""

    declared_income: Written | None = None
    pay: Written | None = None
    produce_sold: Written | None = None
    yearly_sales: Written | None = None
    activity: Label | None = None
    dependants: int | None = None
    age: int | None = None
    sex: Sex | None = None
    workers: int | None = None
    #: In the unit of the price, with up to three decimals (``12.5``).
    units_delivered: Written | None = None


class CaseBase(Node):
    """What every case says: its id, its title, where it comes from and how sure that is."""

    id: Filled
    title: Filled
    source: Filled
    evidence: Literal["published", "rule", "background"]


class ContributionCase(CaseBase):
    """What a family owes for a month: any column of the working may be expected."""

    kind: Literal["contribution"]
    month: MonthText
    family: CaseFamily
    terms: CaseTerms | None = None
    expect: Annotated[dict[str, Written], Field(min_length=1)]


class CasePaid(Node):
    """A month paid, and the day from which it counts."""

    month: MonthText
    counts_from: date


class CasePart(Node):
    """A part of a period's contribution paid by a day, all of it together: the calendar says what it buys.

    ``month`` is any month of the period.
    """

    month: MonthText
    owed: Written
    paid: Written
    counts_from: date


class CasePerson(Node):
    """The person of an entitlement case."""

    role: Literal["insured_person", "dependant"]
    relation: Label | None = None
    birth: date | None = None
    incapacitated: bool = False
    student: bool = False
    affiliated_from: date | None = None
    affiliated_to: date | None = None


class CaseVerdict(Node):
    """The answer expected; ``covered_until`` is the last day of cover.

    ``reason`` is the code of the first reason, ``opens_on`` the day on which the benefit asked about opens,
    and ``closed`` the benefits whose waiting runs on the day.
    """

    verdict: Literal["covered", "not_covered", "no_rule"]
    given_by: Literal["immediate", "consecutive", "within", "latency"] | None = None
    covered_until: date | None = None
    attend: bool | None = None
    reason: Label | None = None
    opens_on: date | None = None
    closed: tuple[Label, ...] | None = None


class EntitlementCase(CaseBase):
    """Whether a person is covered for an event that began on a day, for a benefit if one is named."""

    kind: Literal["entitlement"]
    event: Event
    day: date
    person: CasePerson
    benefit: Label | None = None
    paid: tuple[MonthText | CasePaid | CasePart, ...]
    terms: CaseTerms | None = None
    expect: CaseVerdict


class ParameterCase(CaseBase):
    """A parameter's value on a day; with ``times``, the product rounded half up to ``step``."""

    kind: Literal["parameter"]
    parameter: Label
    day: date
    times: Label | None = None
    step: Annotated[int, Field(ge=1)] | None = None
    expect: Written


class LatencyCase(CaseBase):
    """Months of cover after leaving on a day, from the months contributed in the window."""

    kind: Literal["latency"]
    contributed: int
    day: date
    terms: CaseTerms | None = None
    #: Months of cover.
    expect: int


class CaseOwed(Node):
    """What is owed for a late amount; what is left out is not compared."""

    interest: Written | None = None
    surcharge: Written | None = None
    total: Written | None = None
    prescribed: bool | None = None


class ArrearsCase(CaseBase):
    """What is owed on ``paid_on`` for an amount that fell due on ``due_day``."""

    kind: Literal["arrears"]
    amount: Written
    due_day: date
    paid_on: date
    terms: CaseTerms | None = None
    expect: CaseOwed


class CaseBought(Node):
    """The months bought: how many, and the last of them."""

    months: int
    last: MonthText | None = None


class PartPaymentCase(CaseBase):
    """The months that ``paid`` of ``owed`` buys in the period that holds ``month``."""

    kind: Literal["part_payment"]
    month: MonthText
    owed: Written
    paid: Written
    terms: CaseTerms | None = None
    expect: CaseBought


class SharedPaymentCase(CaseBase):
    """What each family of a month takes of a part payment, in the order of the roster."""

    kind: Literal["shared_payment"]
    month: MonthText
    owed: Annotated[tuple[Written, ...], Field(min_length=1)]
    paid: Written
    terms: CaseTerms | None = None
    expect: Annotated[tuple[Written, ...], Field(min_length=1)]


class CaseOpening(Node):
    """Whether the benefit is open on the day, and the day on which it opens."""

    open: bool
    opens_on: date | None = None


class WaitingCase(CaseBase):
    """Whether a benefit is open on a day for a person affiliated since another."""

    kind: Literal["waiting"]
    benefit: Label
    affiliated_from: date
    day: date
    terms: CaseTerms | None = None
    expect: CaseOpening


AnyCase = (
    ContributionCase
    | EntitlementCase
    | ParameterCase
    | LatencyCase
    | ArrearsCase
    | PartPaymentCase
    | SharedPaymentCase
    | WaitingCase
)
Case = Annotated[AnyCase, Field(discriminator="kind")]

_READER: TypeAdapter[AnyCase] = TypeAdapter(Case)


def load_case_text(text: str) -> AnyCase:
    """Build a case from JSON text; raises pydantic's ``ValidationError`` for a wrong shape."""
    return _READER.validate_json(text)
