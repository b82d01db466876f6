"""Arrears: what is owed on a day for an amount that fell due before, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ayni.core.assessment.explanation import Step
from ayni.core.assessment.plan import HIGHEST_AMOUNT, Shown
from ayni.core.assessment.working import Line, steps_of
from ayni.core.money import PPM, divide_half_up, split_by_weight
from ayni.core.periods import months_later
from ayni.core.scheme import Reading, Scheme, Terms, read

#: A monthly rate over thirty is the rate of a day (Peru, Código Tributario art. 33).
DAYS_OF_A_MONTH = 30
_DAY = timedelta(days=1)


class ImpossibleDebt(ValueError):
    """An amount that cannot be late: negative, not whole steps, or too large to be exact."""


class NoInstalments(ValueError):
    """A payment plan that the scheme does not offer, or with more instalments than it allows."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on a day for one late amount; nothing at all once it is prescribed."""

    amount: int
    interest: int
    surcharge: int
    prescribed: bool
    currency: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """Add up what is owed."""
        return 0 if self.prescribed else self.amount + self.interest + self.surcharge

    def steps(self, language: str = "es") -> list[Step]:
        """Explain it: each step with its parameter, that value's day, norm and standing."""
        return steps_of(self.lines, currency=self.currency, language=language)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a plan: its amount and the day by which it is paid."""

    amount: int
    due_day: date


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days with one rate, both counted."""

    first: date
    last: date
    rate: Reading

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class _Debt:
    scheme: Scheme
    terms: Terms | None
    amount: int
    due_day: date
    day: date

    def read(self, name: str, *, on: date) -> Reading:
        return read(self.scheme, name=name, day=on, terms=self.terms)

    @property
    def step(self) -> int:
        return self.scheme.rules.contribution.rounding.step


def owed_on(
    scheme: Scheme, *, amount: int, due_day: date, day: date, terms: Terms | None = None
) -> Owed:
    """Compute what is owed on ``day`` for an amount that fell due on ``due_day``.

    Up to the last day of grace nothing is added; after it interest runs from the day after the due
    day to ``day``, both counted. Grace is read on the due day, the surcharge on the first day after
    grace, each day's rate on that day, prescription on ``day``.
    """
    debt = _Debt(scheme, terms, amount, due_day, day)
    if not 0 <= amount <= HIGHEST_AMOUNT:
        raise ImpossibleDebt(f"{amount} is not an amount that can be owed")
    lines = [
        Line("late_amount", "late_amount", Shown.MONEY, amount),
        Line("due_day", "due_day", Shown.DAY, due_day.toordinal()),
        Line("payment_day", "payment_day", Shown.DAY, day.toordinal()),
    ]
    prescribed = _prescription(debt, lines=lines)
    interest = surcharge = 0
    grace = due_day if prescribed else _grace(debt, lines=lines)
    if not prescribed and day > grace:
        interest = _interest(debt, lines=lines)
        surcharge = _surcharge(debt, on=grace + _DAY, lines=lines)
    total = 0 if prescribed else amount + interest + surcharge
    lines.append(Line("total_owed", "total_owed", Shown.MONEY, total))
    return Owed(amount, interest, surcharge, prescribed, scheme.currency, tuple(lines))


def instalments(
    scheme: Scheme, *, amount: int, count: int, first_due: date, terms: Terms | None = None
) -> tuple[Instalment, ...]:
    """Split what is owed into monthly instalments, equal but for the payable step, none lost.

    The largest number is the one in force on ``first_due``; more than that is refused.
    """
    name, step = scheme.rules.arrears.instalments, scheme.rules.contribution.rounding.step
    if name is None:
        raise NoInstalments(f"{scheme.code} offers no payment plan")
    most = read(scheme, name=name, day=first_due, terms=terms).number
    if not 1 <= count <= most:
        raise NoInstalments(f"{count} instalments; {scheme.code} allows from 1 to {most}")
    if not 0 <= amount <= HIGHEST_AMOUNT or amount % step or amount // step < count:
        raise ImpossibleDebt(f"{amount} is not {count} instalments in steps of {step}")
    parts = split_by_weight(amount // step, weights=[1] * count)
    return tuple(
        Instalment(part * step, months_later(first_due, months=place))
        for place, part in enumerate(parts)
    )


def _prescription(debt: _Debt, *, lines: list[Line]) -> bool:
    """Tell whether so many years have passed that nothing is owed any more."""
    name = debt.scheme.rules.arrears.prescription
    if name is None:
        return False
    reading = debt.read(name, on=debt.day)
    last = months_later(debt.due_day, months=12 * reading.number)
    prescribed = debt.day > last
    label = "prescribed" if prescribed else "prescribes"
    lines.append(Line("prescription", label, Shown.DAY, last.toordinal(), reading=reading))
    return prescribed


def _grace(debt: _Debt, *, lines: list[Line]) -> date:
    """Give the last day on which paying costs nothing more."""
    name = debt.scheme.rules.arrears.grace
    if name is None:
        return debt.due_day
    reading = debt.read(name, on=debt.due_day)
    last = debt.due_day + reading.number * _DAY
    lines.append(Line("grace", "grace", Shown.DAY, last.toordinal(), reading=reading))
    return last


def _interest(debt: _Debt, *, lines: list[Line]) -> int:
    """Add the days of every rate exactly; divide once, half up, to the payable step."""
    rule = debt.scheme.rules.arrears.interest
    if rule is None:
        return 0
    exact = 0
    for place, stretch in enumerate(_stretches(debt, name=rule.monthly_rate)):
        exact += debt.amount * stretch.rate.number * stretch.days
        subject = f"{stretch.first} / {stretch.last}"
        days = Line(f"interest.{place}.days", "interest_days", Shown.COUNT, stretch.days, subject)
        rate = Line(
            f"interest.{place}.rate",
            "interest_rate",
            Shown.RATIO,
            stretch.rate.number,
            reading=stretch.rate,
        )
        lines += [days, rate]
    interest = _rounded(exact, divisor=PPM * DAYS_OF_A_MONTH, step=debt.step)
    lines.append(Line("interest", "interest", Shown.MONEY, interest))
    return interest


def _stretches(debt: _Debt, *, name: str) -> Iterator[_Stretch]:
    """Cut the late days where the rate changes, as the agreement feels it."""
    first, after = debt.due_day + _DAY, debt.day + _DAY
    starts = (dated.start for dated in debt.scheme.parameter(name).values)
    cuts = [first, *(start for start in starts if first < start < after), after]
    pending: _Stretch | None = None
    for start, end in pairwise(cuts):
        found = _Stretch(start, end - _DAY, debt.read(name, on=start))
        if pending is None or pending.rate != found.rate:
            if pending is not None:
                yield pending
            pending = found
        else:
            pending = _Stretch(pending.first, found.last, pending.rate)
    if pending is not None:
        yield pending


def _surcharge(debt: _Debt, *, on: date, lines: list[Line]) -> int:
    """Take the surcharge, once, on the amount itself."""
    name = debt.scheme.rules.arrears.surcharge
    if name is None:
        return 0
    reading = debt.read(name, on=on)
    surcharge = _rounded(debt.amount * reading.number, divisor=PPM, step=debt.step)
    rate = Line("surcharge.rate", "surcharge_rate", Shown.RATIO, reading.number, reading=reading)
    lines += [rate, Line("surcharge", "surcharge", Shown.MONEY, surcharge)]
    return surcharge


def _rounded(exact: int, *, divisor: int, step: int) -> int:
    return step * divide_half_up(exact, divisor * step)
