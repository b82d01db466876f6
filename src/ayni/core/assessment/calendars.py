"""What money buys under each calendar: months part paid, withheld at the harvest, paid in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.core.assessment.compiled import compile_contribution
from ayni.core.assessment.explanation import Step
from ayni.core.assessment.falling_due import Period, falls_due, period_of
from ayni.core.assessment.plan import Shown
from ayni.core.assessment.working import Line, steps_of
from ayni.core.money import PPM, divide_half_up
from ayni.core.periods import first_day, month_of, month_text
from ayni.core.scheme import Digests, Reading, Scheme, Terms, read
from ayni.core.scheme.rules import AtHarvest, Harvest, Monthly, PartCover, Periodic


class ImpossiblePayment(ValueError):
    """Money that cannot have been paid or owed."""


class NoAdvance(ValueError):
    """A month that the scheme does not let anyone pay before its time."""


class NoRetention(LookupError):
    """A calendar under which nothing is withheld at delivery."""


@dataclass(frozen=True, slots=True)
class Bought:
    """The months that a payment buys, oldest first, and how that came about."""

    months: tuple[int, ...]
    currency: str
    lines: tuple[Line, ...]

    def steps(self, language: str = "es") -> list[Step]:
        """Explain it, each step beside the parameter it rests on."""
        return steps_of(self.lines, currency=self.currency, language=language)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Produce delivered to the agent: what was withheld, and when that reached the institution."""

    day: date
    retained: int
    remitted_on: date | None = None


@dataclass(frozen=True, slots=True)
class HarvestCredit:
    """The months that one harvest credits, and the day from which they count."""

    months: tuple[int, ...]
    counts_from: date


def part_payment(
    scheme: Scheme, *, month: int, owed: int, paid: int, terms: Terms | None = None
) -> Bought:
    """Tell which months of the period that holds ``month`` a payment of ``paid`` of ``owed`` buys.

    Both are of the shares that ``must_be_paid`` names. Where nothing is owed every month is bought.
    Under a harvest calendar whatever was withheld credits the months of the harvest.
    """
    if owed < 0 or paid < 0:
        raise ImpossiblePayment(f"paid {paid} of {owed}")
    period = period_of(scheme, month=month, terms=terms)
    lines = [
        Line("period", "period", Shown.COUNT, period.count, _span_text(period.months)),
        Line("owed", "owed", Shown.MONEY, owed),
        Line("paid", "paid", Shown.MONEY, paid),
    ]
    count = _months_bought(scheme, period=period, owed=owed, paid=paid, terms=terms, lines=lines)
    months = period.months[:count]
    lines.append(Line("months", "months_bought", Shown.COUNT, count, _span_text(months)))
    return Bought(months, scheme.currency, tuple(lines))


def harvest_credits(
    scheme: Scheme, *, deliveries: Sequence[Delivery], terms: Terms | None = None
) -> tuple[HarvestCredit, ...]:
    """Tell which months the retentions of each harvest credit, harvest by harvest.

    A harvest is the year that begins with the calendar's first month. It is credited on the first
    retention, or on the first remittance, as the calendar says. Where it ``counts_from`` the due
    date, a credit that came later counts from that of the month of the delivery.
    """
    calendar = scheme.rules.calendar
    if not isinstance(calendar, AtHarvest):
        raise NoRetention(f"{scheme.code} withholds nothing at the harvest")
    credited: dict[int, HarvestCredit] = {}
    for one in deliveries:
        _check_delivery(one)
        day = one.day if calendar.credited_on == "retention" else one.remitted_on
        if day is None or one.retained == 0:
            continue
        month = month_of(one.day)
        if calendar.counts_from == "due_date":
            day = min(day, falls_due(scheme, month=month, terms=terms))
        period = period_of(scheme, month=month, terms=terms)
        before = credited.get(period.first)
        since = day if before is None else min(before.counts_from, day)
        credited[period.first] = HarvestCredit(period.months, since)
    return tuple(credited[first] for first in sorted(credited))


def months_withheld(
    scheme: Scheme, *, first: int, month_due: int, retained: int, terms: Terms | None = None
) -> tuple[int, ...]:
    """Tell which months, from ``first`` on, the retentions of a monthly scheme's harvest pay.

    Whole months, oldest first, each at ``month_due``; never more than the scheme credits.
    """
    rule = _harvest(scheme)
    if month_due < 0 or retained < 0:
        raise ImpossiblePayment(f"withheld {retained} for months of {month_due}")
    most = read(scheme, name=rule.credited_months, day=first_day(first), terms=terms).number
    count = most if month_due == 0 else min(most, retained // month_due)
    return tuple(range(first, first + count))


def withheld(scheme: Scheme, *, thousandths: int, day: date, terms: Terms | None = None) -> int:
    """Compute what is withheld from a delivery under a monthly scheme's harvest, half up."""
    rule, step = _harvest(scheme), scheme.rules.contribution.rounding.step
    if rule.retention is None:
        raise NoRetention(f"{scheme.code} names no amount to withhold per {rule.unit_delivered}")
    if thousandths < 0:
        raise ImpossiblePayment(f"{thousandths} thousandths delivered")
    each = read(scheme, name=rule.retention, day=day, terms=terms).number
    return step * divide_half_up(each * thousandths, 1000 * step)


def pricing_month(scheme: Scheme, *, month: int, paid_on: date, terms: Terms | None = None) -> int:
    """Give the month whose price is asked for ``month`` when it is paid on a day.

    A month that has begun has its own price. One paid in advance has its own too (``by_month``) or
    that of the month of payment (``at_payment``); a scheme without advance, or a month further off
    than it allows, is refused.
    """
    ahead = month - month_of(paid_on)
    if ahead <= 0:
        return month
    calendar = scheme.rules.calendar
    advance = None if isinstance(calendar, AtHarvest) else calendar.advance
    if advance is None:
        raise NoAdvance(f"{scheme.code}: {month_text(month)} cannot be paid on {paid_on}")
    if advance.longest is not None:
        longest = read(scheme, name=advance.longest, day=paid_on, terms=terms).number
        if ahead > longest:
            raise NoAdvance(f"{month_text(month)} is {ahead} months ahead; at most {longest}")
    return month if advance.priced == "by_month" else month_of(paid_on)


def lines_in_advance(
    scheme: Scheme,
    *,
    month: int,
    paid_on: date,
    terms: Terms | None,
    digests: Digests,
    frame: pl.DataFrame,
) -> pl.DataFrame:
    """Compute the lines of a month paid on a day, at the price that the calendar gives it."""
    priced = pricing_month(scheme, month=month, paid_on=paid_on, terms=terms)
    compiled = compile_contribution(scheme, month=priced, terms=terms, digests=digests)
    return compiled.lines(frame)


def _months_bought(
    scheme: Scheme,
    *,
    period: Period,
    owed: int,
    paid: int,
    terms: Terms | None,
    lines: list[Line],
) -> int:
    calendar = scheme.rules.calendar
    if isinstance(calendar, AtHarvest):
        day = first_day(period.first)
        reading = read(scheme, name=calendar.credited_months, day=day, terms=terms)
        lines.append(_counted("credited_months", reading))
        return period.count if paid > 0 or owed == 0 else 0
    if paid >= owed:
        return period.count
    if isinstance(calendar, Periodic) and calendar.part_payment == "oldest_month_first":
        # Months of one period cost alike; the division is exact, so a month short of a cent is not bought.
        return paid * period.count // owed
    if isinstance(calendar, Periodic) and calendar.part_cover is not None:
        return _part_covered(
            scheme,
            rule=calendar.part_cover,
            day=first_day(period.first),
            owed=owed,
            paid=paid,
            terms=terms,
            lines=lines,
        )
    return 0


def _part_covered(
    scheme: Scheme,
    *,
    rule: PartCover,
    day: date,
    owed: int,
    paid: int,
    terms: Terms | None,
    lines: list[Line],
) -> int:
    share = read(scheme, name=rule.share, day=day, terms=terms)
    months = read(scheme, name=rule.months, day=day, terms=terms)
    lines += [
        Line("part_share", "part_share", Shown.RATIO, share.number, reading=share),
        _counted("part_months", months),
    ]
    return months.number if paid * PPM >= share.number * owed else 0


def _counted(name: str, reading: Reading) -> Line:
    return Line(name, name, Shown.COUNT, reading.number, reading=reading)


def _harvest(scheme: Scheme) -> Harvest:
    calendar = scheme.rules.calendar
    if isinstance(calendar, Monthly) and calendar.harvest is not None:
        return calendar.harvest
    raise NoRetention(f"{scheme.code} has no harvest beside its months")


def _check_delivery(one: Delivery) -> None:
    if one.retained < 0:
        raise ImpossiblePayment(f"{one.retained} withheld on {one.day}")
    if one.remitted_on is not None and one.remitted_on < one.day:
        raise ImpossiblePayment(f"remitted on {one.remitted_on}, withheld on {one.day}")


def _span_text(months: Sequence[int]) -> str:
    return f"{month_text(months[0])} / {month_text(months[-1])}" if months else "—"
