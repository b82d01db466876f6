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
    RatioName,
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
    """Who may be protected through the insured person; no age limit means at any age.

    A student is protected up to ``student_below_age``; ``at_most`` limits how many of the relation;
    ``evidence`` names the documents to be shown for the relation, the other two those for a condition; where
    none is named, any document that proves it will do.
    """

    relation: Label
    below_age: CountName | None = None
    incapacitated_at_any_age: bool
    student_below_age: CountName | None = None
    at_most: Annotated[int, Field(ge=1, le=50)] | None = None
    depends_economically: bool = False
    evidence: tuple[Label, ...] = ()
    student_evidence: tuple[Label, ...] = ()
    incapacity_evidence: tuple[Label, ...] = ()


class InsuredUnit(Node):
    """Who owes a line, the family or each person; the ages between which one may become the insured person."""

    unit: Literal["family", "person"]
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


class Advance(Node):
    """Months paid before they fall due: each at its own month's price, or at that of the payment."""

    priced: Literal["by_month", "at_payment"]
    longest: CountName | None = None


#: How a sum that does not pay all of a month falls on its families. ``whole_families_in_roster_order``: each
#: is paid in full before the next, and has its month. ``pro_rata``: every line takes its part, and nobody has
#: the month until all of it is paid.
MonthlyPart = Literal["whole_families_in_roster_order", "pro_rata"]


class Monthly(Node):
    """A contribution each month, and what a part payment buys."""

    kind: Literal["monthly"]
    part_payment: MonthlyPart
    months_in_order: Literal["oldest_month_first"]
    counts_from: Literal["payment", "due_date"]
    must_be_paid: Annotated[tuple[Payer, ...], Field(min_length=1)]
    due_day: CountName | None = None
    advance: Advance | None = None
    harvest: Harvest | None = None


class PartCover(Node):
    """So much of a period's contribution paid covers its first months; the rest opens the others.

    Rwanda, from July 2026: 75 % paid covers July to December.
    """

    share: RatioName
    months: CountName


class Periodic(Node):
    """A contribution for a quarter or a year, the first of which begins in ``first_month``.

    A part payment buys nothing (``all_or_nothing``), whole months from the first on
    (``oldest_month_first``), or the months that ``part_cover`` says.
    """

    kind: Literal["quarterly", "yearly"]
    first_month: Annotated[int, Field(ge=1, le=12)]
    part_payment: Literal["all_or_nothing", "oldest_month_first", "part_cover"]
    part_cover: PartCover | None = None
    counts_from: Literal["payment", "due_date"]
    must_be_paid: Annotated[tuple[Payer, ...], Field(min_length=1)]
    due_day: CountName | None = None
    advance: Advance | None = None


class AtHarvest(Node):
    """A contribution withheld at delivery by an agent and credited to the months that follow.

    The agent (the buyer or the association) withholds with each delivery what the price says per unit
    or as a part of the sale; ``credited_months`` from the first month of the harvest on are covered by it.
    """

    kind: Literal["harvest"]
    agent: Payer
    weights: WeightsName | None = None
    first_month: Annotated[int, Field(ge=1, le=12)]
    credited_months: CountName
    credited_on: Literal["retention", "remittance"]
    counts_from: Literal["payment", "due_date"]
    must_be_paid: Annotated[tuple[Payer, ...], Field(min_length=1)]
    due_day: CountName | None = None


Calendar = Annotated[Monthly | Periodic | AtHarvest, Field(discriminator="kind")]


class Qualifying(Node):
    """Months paid inside the window: n in a row, or k in all.

    The window ends with ``counted_up_to``. ``month_before`` is the law of contributions that give a right
    later: the month of the event never counts. ``month_of_event`` is the law of the period in course: what
    is paid of the year covers the months it was paid for, that of the event among them (Rwanda).
    """

    window: CountName
    consecutive: CountName | None = None
    within: CountName | None = None
    counted_up_to: Literal["month_before", "month_of_event"] = "month_before"

    @property
    def lag(self) -> int:
        """Count the months from the newest one of the window to that of the event: one, or none."""
        return 0 if self.counted_up_to == "month_of_event" else 1


class Immediate(Node):
    """An event for which affiliation alone is enough, on the days its parameter says so."""

    event: Event
    applies: FlagName


class Waiting(Node):
    """A benefit that opens only so many months after affiliation, whatever is paid."""

    benefit: Label
    name: Texts
    months: CountName


class LatencyBand(Node):
    """Months contributed up to this number (none in the last band) give so many months of cover afterwards."""

    upto: Annotated[int, Field(ge=0, le=600)] | None = None
    gives: CountName


class Latency(Node):
    """Cover that goes on after leaving, by the months contributed in a window before (Peru, Ley 26790)."""

    window: CountName
    bands: Annotated[tuple[LatencyBand, ...], Field(min_length=2)]


class Season(Node):
    """Cover in some months of the year only, from the first to the last, both counted (a harvest's pickers)."""

    first_month: Annotated[int, Field(ge=1, le=12)]
    last_month: Annotated[int, Field(ge=1, le=12)]


class Entitlement(Node):
    """When a person is covered."""

    qualifying: Qualifying
    immediate: tuple[Immediate, ...]
    waiting: tuple[Waiting, ...] = ()
    latency: Latency | None = None
    season: Season | None = None


class Interest(Node):
    """Interest on what is late: simple, by the day, a dated monthly rate over thirty."""

    kind: Literal["simple_daily"]
    monthly_rate: RatioName


class Arrears(Node):
    """What happens to unpaid months: grace, interest or surcharge, prescription; what they never suspend.

    ``grace`` is in days after the due day; ``surcharge`` a part of what is late, once; ``prescription``
    in years; ``instalments`` the largest number of monthly instalments of a payment plan.
    """

    never_suspended: Annotated[tuple[Event, ...], Field(min_length=1)]
    cost_of_never_suspended: Literal["scheme", "charged_to_family", "charged_to_employer"]
    grace: CountName | None = None
    interest: Interest | None = None
    surcharge: RatioName | None = None
    prescription: CountName | None = None
    instalments: CountName | None = None


class NegotiableValue(Node):
    """A parameter that an agreement may set, between two others; ``name`` is what the parties call it."""

    kind: Literal["value"]
    parameter: Label
    lowest: Label
    highest: Label
    name: Texts | None = None


class NegotiableIncome(Node):
    """The presumed income of each activity, between two amounts."""

    kind: Literal["reference_income"]
    lowest: MoneyName
    highest: MoneyName


class NegotiableCalendar(Node):
    """The calendars that an agreement may choose."""

    kind: Literal["calendar"]
    options: Annotated[tuple[Literal["monthly", "harvest"], ...], Field(min_length=1)]


class NegotiableEntry(Node):
    """The calendar months in which families may come in, at least so many a year; none said: all twelve."""

    kind: Literal["entry_windows"]
    fewest: CountName


class NegotiablePart(Node):
    """The rules of part payment of a month that an agreement may choose."""

    kind: Literal["part_payment"]
    options: Annotated[tuple[MonthlyPart, ...], Field(min_length=2)]


NegotiableTerm = Annotated[
    NegotiableValue | NegotiableIncome | NegotiableCalendar | NegotiableEntry | NegotiablePart,
    Field(discriminator="kind"),
]


class Negotiation(Node):
    """What an agreement may set, how long it runs, how it ends, and what each side answers for.

    ``minimum_share`` is the least part of an association's members that must come in; ``allowance`` the part
    of what it collects that the association keeps for its work; ``reserve`` the months of contribution it holds
    as a guarantee; ``review_loss_ratio`` the cost of care, as a part of the contributions, from which the price
    is looked at again.
    """

    terms: tuple[NegotiableTerm, ...]
    longest_duration: CountName | None = None
    termination_period: CountName | None = None
    minimum_families: CountName | None = None
    minimum_share: RatioName | None = None
    allowance: RatioName | None = None
    reserve: CountName | None = None
    review_loss_ratio: RatioName | None = None
