"""The health of an alliance: what an association sent, paid, owes and keeps, and what both sides owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ayni.core.money import PPM, divide_half_up
from ayni.core.scheme import ParameterMissing, Scheme, Terms, read


class RosterState(StrEnum):
    """How a month was billed: on a roster of its own, or on the list of a month before."""

    OWN = "own"
    CARRIED = "carried"


class PaymentState(StrEnum):
    """What became of a notice by a day."""

    ON_TIME = "on_time"
    LATE = "late"
    PART = "part"
    UNPAID = "unpaid"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Bill:
    """A notice with its money: ``in_time`` was paid by the due day, ``paid`` by today."""

    month: int
    families: int
    due: int
    due_on: date
    in_time: int
    paid: int
    last_paid: date | None

    @property
    def open(self) -> int:
        """Give what is still owed."""
        return self.due - self.paid

    def state(self, today: date) -> PaymentState:
        """Say what became of it by a day; a notice is not late before its due day has passed."""
        if self.open <= 0:
            return PaymentState.ON_TIME if self.in_time >= self.due else PaymentState.LATE
        if today <= self.due_on:
            return PaymentState.NOT_DUE
        return PaymentState.PART if self.paid else PaymentState.UNPAID


@dataclass(frozen=True, slots=True)
class MonthHealth:
    """One assessed month of an adhesion; ``cost`` is what its care cost, none while not all of it is told."""

    month: int
    roster: RosterState
    bill: Bill
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class CareCost:
    """What care cost in the ``months`` told whole, ``of`` those billed, beside what was billed and paid."""

    months: int
    of: int
    cost: int
    due: int
    paid: int

    @property
    def ratio(self) -> int | None:
        """Give cost over what was billed, in ppm; where no month is told it is not known."""
        return part(self.cost, of=self.due)


def care_cost(months: Sequence[MonthHealth]) -> CareCost:
    """Sum what care cost; a month that is not told whole is left out of both sides, and never nought."""
    told = [one for one in months if one.cost is not None]
    return CareCost(
        months=len(told),
        of=len(months),
        cost=sum(one.cost or 0 for one in told),
        due=sum(one.bill.due for one in told),
        paid=sum(one.bill.paid for one in told),
    )


#: The ages of arrears, in days since the due day: up to which day each reaches (none: without end).
AGES = (30, 60, 90, None)


@dataclass(frozen=True, slots=True)
class AgedArrears:
    """What is owed past its day, by age: ``from_day`` to ``to_day`` days since it fell due."""

    from_day: int
    to_day: int | None
    amount: int
    months: int


def arrears_by_age(bills: Sequence[Bill], *, today: date) -> tuple[AgedArrears, ...]:
    """Sort what is owed past its due day by how long ago that was; every age is there, even without money."""
    found, start = [], 1
    for end in AGES:
        latest = today - timedelta(days=start)
        earliest = None if end is None else today - timedelta(days=end)
        here = [
            one
            for one in bills
            if one.open > 0
            and one.due_on <= latest
            and (earliest is None or one.due_on >= earliest)
        ]
        found.append(AgedArrears(start, end, sum(one.open for one in here), len(here)))
        start = (end or 0) + 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many families affiliated so many months ago still are."""

    months_ago: int
    families: int
    still: int

    @property
    def share(self) -> int | None:
        """Give the part in ppm; of no family there is none."""
        return part(self.still, of=self.families)


class TriggerKind(StrEnum):
    """What an agreement asks to be looked at when it is reached."""

    MINIMUM_FAMILIES = "minimum_families"
    MINIMUM_SHARE = "minimum_share"
    REVIEW_LOSS_RATIO = "review_loss_ratio"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A limit of the agreement and what was found: a count, or a part in ppm.

    ``reached`` tells that the other side may ask for a review; ``None`` where what it needs is not known.
    """

    kind: TriggerKind
    limit: int
    found: int | None
    reached: bool | None


def part(some: int, *, of: int | None) -> int | None:
    """Give a part in ppm, half up; nothing when the whole is nought or not known."""
    return divide_half_up(some * PPM, of) if of else None


def triggers(
    scheme: Scheme,
    *,
    terms: Terms,
    day: date,
    families: int,
    members: int | None,
    loss_ratio: int | None = None,
) -> tuple[Trigger, ...]:
    """List the limits that the agreement (or the law where it set none) puts, and whether each is reached.

    Families and their share are least ones; ``loss_ratio`` (cost of care over contributions, in ppm) is a most,
    from which on the price is looked at. What is not known is listed as such.
    """
    rule = scheme.rules.negotiation
    share = part(families, of=members)
    asked = (
        (TriggerKind.MINIMUM_FAMILIES, rule.minimum_families, families),
        (TriggerKind.MINIMUM_SHARE, rule.minimum_share, share),
        (TriggerKind.REVIEW_LOSS_RATIO, rule.review_loss_ratio, loss_ratio),
    )
    found = []
    for kind, name, value in asked:
        limit = _limit(scheme, name=name, terms=terms, day=day)
        if limit is not None:
            found.append(Trigger(kind, limit, value, _reached(kind, value=value, limit=limit)))
    return tuple(found)


def _reached(kind: TriggerKind, *, value: int | None, limit: int) -> bool | None:
    if value is None:
        return None
    return value >= limit if kind is TriggerKind.REVIEW_LOSS_RATIO else value < limit


def _limit(scheme: Scheme, *, name: str | None, terms: Terms, day: date) -> int | None:
    """Read a limit; none where the scheme has none, or only an agreement fills it and this one did not."""
    if name is None:
        return None
    try:
        return read(scheme, name=name, day=day, terms=terms).number
    except ParameterMissing:
        return None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many of the months asked about were as they should be."""

    good: int
    of: int

    @property
    def share(self) -> int | None:
        """Give the part in ppm; of no month there is none."""
        return part(self.good, of=self.of)


def rosters_in_time(months: Sequence[MonthHealth]) -> Punctuality:
    """Count the months billed upon a roster of their own: one that comes later is refused."""
    return Punctuality(sum(one.roster is RosterState.OWN for one in months), len(months))


def payments_in_time(months: Sequence[MonthHealth], *, today: date) -> Punctuality:
    """Count the notices paid whole by their due day, among those whose day has passed or that are paid."""
    states = [one.bill.state(today) for one in months]
    judged = [one for one in states if one is not PaymentState.NOT_DUE]
    return Punctuality(sum(one is PaymentState.ON_TIME for one in judged), len(judged))
