"""The rest of the vocabulary: insured unit, calendar, entitlement, arrears, negotiable terms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ayni.core.scheme.nodes import (
    CountName,
    FlagName,
    Label,
    MoneyName,
    Payer,
    Texts,
    WeightsName,
)
from ayni.core.scheme.parameters import Node


class Event(StrEnum):
    """What brings the person to the clinic."""

    ILLNESS = "illness"
    ACCIDENT = "accident"
    EMERGENCY = "emergency"
    PREGNANCY = "pregnancy"


class Activity(Node):
    """A productive activity the scheme knows, with its name for people."""

    code: Label
    name: Texts


class DependantRule(Node):
    """Who may be protected through the insured person; no age limit means at any age."""

    relation: Label
    below_age: CountName | None = None
    incapacitated_at_any_age: bool


class InsuredUnit(Node):
    """The family owes one line; the ages between which one may become the insured person."""

    unit: Literal["family"]
    lowest_age: CountName | None = None
    highest_age: CountName | None = None
    dependants: tuple[DependantRule, ...]


class Harvest(Node):
    """A year's contribution retained per unit delivered. Data only: it is not billed yet.

    ``weights`` are the parts of the year's deliveries that fall in each month, in percent.
    """

    weights: WeightsName
    unit_delivered: Literal["quintal"]
    retention: MoneyName | None = None
    credited_months: CountName
    credited_on: Literal["retention", "remittance"]


class Calendar(Node):
    """When the contribution falls due, and what a part payment buys."""

    kind: Literal["monthly"]
    part_payment: Literal["whole_families_in_roster_order"]
    months_in_order: Literal["oldest_month_first"]
    counts_from: Literal["payment", "due_date"]
    must_be_paid: Annotated[tuple[Payer, ...], Field(min_length=1)]
    due_day: CountName | None = None
    harvest: Harvest | None = None


class Qualifying(Node):
    """Months paid before the month of the event, inside the window: n in a row, or k in all."""

    window: CountName
    consecutive: CountName | None = None
    within: CountName | None = None


class Immediate(Node):
    """An event for which affiliation alone is enough, on the days its parameter says so."""

    event: Event
    applies: FlagName


class Entitlement(Node):
    """When a person is covered."""

    qualifying: Qualifying
    immediate: tuple[Immediate, ...]


class Arrears(Node):
    """What unpaid months never suspend, and who then bears the cost."""

    never_suspended: Annotated[tuple[Event, ...], Field(min_length=1)]
    cost_of_never_suspended: Literal["scheme", "charged_to_family"]


class NegotiableValue(Node):
    """A parameter that an agreement may set, between two others."""

    kind: Literal["value"]
    parameter: Label
    lowest: Label
    highest: Label


class NegotiableIncome(Node):
    """The presumed income of each activity, between two amounts."""

    kind: Literal["reference_income"]
    lowest: MoneyName
    highest: MoneyName


class NegotiableCalendar(Node):
    """The calendars that an agreement may choose."""

    kind: Literal["calendar"]
    options: Annotated[tuple[Literal["monthly", "harvest"], ...], Field(min_length=1)]


NegotiableTerm = Annotated[
    NegotiableValue | NegotiableIncome | NegotiableCalendar, Field(discriminator="kind")
]


class Negotiation(Node):
    """What an agreement may set, how long it runs, how it ends."""

    terms: tuple[NegotiableTerm, ...]
    longest_duration: CountName | None = None
    termination_period: CountName | None = None
    minimum_families: CountName | None = None
