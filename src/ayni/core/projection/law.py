"""What the compiled scheme says of every month of a study; what no kernel can follow is refused by name.

Nothing here is re-written law: the qualifying condition is the compiled truth table, months of decision and of
cash come from the calendar, flags and counts are read as the agreement feels them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol, TypeVar

import numpy as np

from ayni.core.assessment import NoDueDay, falls_due, period_of
from ayni.core.entitlement import (
    UnknownBenefit,
    WindowRule,
    compile_window,
    qualifying_on,
    season_end,
)
from ayni.core.periods import first_day, month_of
from ayni.core.projection.inputs import AGES, Access, Flags, Floats, LawInputs, Small
from ayni.core.projection.words import cannot_project_text
from ayni.core.scheme import Event, ParameterMissing, Reading, Scheme, Terms, check_terms, read
from ayni.core.scheme.rules import AtHarvest, DependantRule, Monthly, Periodic, Waiting

Found = TypeVar("Found")
#: Days that make a month of grace or of waiting.
MONTH_DAYS = 30


class CannotProject(ValueError):
    """A scheme with a rule that the kernels do not follow: ``rule`` is its place, ``article`` its norm."""

    def __init__(self, scheme: str, *, rule: str, article: str, code: str) -> None:
        self.scheme = scheme
        self.rule = rule
        self.article = article
        self.code = code
        super().__init__(self.text("en"))

    def text(self, language: str = "es") -> str:
        """Say it in plain words."""
        return cannot_project_text(
            self.code,
            scheme=self.scheme,
            rule=self.rule,
            article=self.article,
            language=language,
        )


class Line(Protocol):
    """A benefit line as the assumptions name it: what brings it, and the scheme's word for its waiting."""

    @property
    def line(self) -> str: ...
    @property
    def event(self) -> Event: ...
    @property
    def benefit(self) -> str | None: ...


class _Asked:
    """A scheme under terms for a stretch of months, and how its rules are read."""

    def __init__(self, scheme: Scheme, *, terms: Terms | None, months: range) -> None:
        self.scheme = scheme
        self.terms = terms
        self.months = months

    def read(self, name: str, *, month: int) -> Reading:
        return read(self.scheme, name=name, day=first_day(month), terms=self.terms)

    def steady(self, of: Callable[[int], Found], *, rule: str, parameter: str) -> Found:
        """Ask what must be the same in every month; what changes, or is not known, is refused."""
        try:
            found = [of(month) for month in self.months]
        except ParameterMissing:
            self.refuse(rule, parameter=parameter, code="no_value")
        if any(one != found[0] for one in found):
            self.refuse(rule, parameter=parameter, code="changes_within")
        return found[0]

    def number(self, name: str, *, rule: str) -> tuple[int, str]:
        """Read a count that stays the same, with its unit."""
        return self.steady(
            lambda month: (self.read(name, month=month).number, self.read(name, month=month).unit),
            rule=rule,
            parameter=name,
        )

    def refuse(self, rule: str, *, code: str, parameter: str = "") -> NoReturn:
        """Refuse a rule, with the norm that its parameter comes from."""
        article = "scheme.yaml"
        if parameter:
            article = self.scheme.parameter(parameter).values[-1].reference.title
        raise CannotProject(self.scheme.code, rule=rule, article=article, code=code)


def law_inputs(
    scheme: Scheme,
    *,
    terms: Terms | None,
    first_month: int,
    months: int,
    lines: Sequence[Line],
) -> LawInputs:
    """Sample the law of ``months`` months from ``first_month`` on, under terms or the law alone.

    Grace and waitings said in days are whole months of thirty: what is over is cut off from a grace and
    counted full for a waiting. An event that is never suspended, or immediate, is attended for every affiliated
    family; what the scheme charges back to it is no income here.
    """
    if terms is not None:
        check_terms(scheme, terms=terms)
    asked = _Asked(scheme, terms=terms, months=range(first_month, first_month + months))
    _followed(asked)
    rule = _window(asked)
    decides, cash = _calendar(asked)
    return LawInputs(
        first_month=first_month,
        months=months,
        width=rule.width,
        lag=rule.lag,
        window=_table(rule),
        decides=decides,
        enters=_flags(asked, lambda month: terms is None or terms.may_enter(month)),
        in_season=_in_season(asked),
        access=np.array([_access(asked, event=one.event) for one in lines], dtype=np.uint8),
        waiting=_waitings(asked, lines=lines),
        child_limit=_child_limit(asked),
        grace=_grace(asked),
        cash=cash,
        lines=tuple(one.line for one in lines),
    )


def at_harvest(scheme: Scheme, *, terms: Terms | None) -> bool:
    """Tell whether a year's contribution is taken at the harvest."""
    return isinstance(scheme.rules.calendar, AtHarvest) or (
        terms is not None and terms.calendar == "harvest"
    )


def protects_others(scheme: Scheme) -> bool:
    """Tell whether parents or other relatives are protected."""
    return any(
        one.relation not in ("spouse", "partner", "child")
        for one in scheme.rules.insured_unit.dependants
    )


def _followed(asked: _Asked) -> None:
    """Refuse the rules that no kernel follows."""
    rules = asked.scheme.rules
    latency = rules.entitlement.latency
    if latency is not None:
        asked.refuse("entitlement.latency", parameter=latency.window, code="latency")
    if rules.insured_unit.unit != "family":
        asked.refuse("insured_unit.unit", code="each_person_owes")
    calendar = rules.calendar
    if isinstance(calendar, Periodic) and calendar.part_payment != "all_or_nothing":
        parameter = calendar.part_cover.share if calendar.part_cover else ""
        asked.refuse("calendar.part_payment", parameter=parameter, code="part_payment")


def _window(asked: _Asked) -> WindowRule:
    rule = asked.scheme.rules.entitlement.qualifying
    return asked.steady(
        lambda month: compile_window(
            qualifying_on(asked.scheme, day=first_day(month), terms=asked.terms)
        ),
        rule="entitlement.qualifying",
        parameter=rule.window,
    )


def _table(rule: WindowRule) -> Flags:
    windows = np.arange(1 << rule.width, dtype=np.int64)
    return rule.evaluate(windows).astype(np.uint8)


def _flags(asked: _Asked, of: Callable[[int], bool]) -> Flags:
    return np.array([of(month) for month in asked.months], dtype=np.uint8)


def _in_season(asked: _Asked) -> Flags:
    season = asked.scheme.rules.entitlement.season
    if season is None:
        return np.ones(len(asked.months), dtype=np.uint8)
    return _flags(asked, lambda month: season_end(season, month=month) is not None)


def _access(asked: _Asked, *, event: Event) -> Access:
    rules = asked.scheme.rules
    if event in rules.arrears.never_suspended or _immediate(asked, event=event):
        return Access.AFFILIATED
    return Access.ENTITLED


def _immediate(asked: _Asked, *, event: Event) -> bool:
    for one in asked.scheme.rules.entitlement.immediate:
        if one.event is event:
            number, _ = asked.number(one.applies, rule=f"entitlement.immediate.{event.value}")
            return number == 1
    return False


def _waitings(asked: _Asked, *, lines: Sequence[Line]) -> Small:
    """Give each line its waiting; an immediate event waits for nothing."""
    rules = {one.benefit: one for one in asked.scheme.rules.entitlement.waiting}
    found = []
    for line in lines:
        if line.benefit is not None and line.benefit not in rules:
            known = ", ".join(rules) or "none"
            raise UnknownBenefit(f"{line.benefit!r}; {asked.scheme.code} has a waiting for {known}")
        waits = line.benefit is not None and not _immediate(asked, event=line.event)
        found.append(_waiting(asked, rule=rules[str(line.benefit)]) if waits else 0)
    return np.array(found, dtype=np.int32)


def _waiting(asked: _Asked, *, rule: Waiting) -> int:
    number, unit = asked.number(rule.months, rule=f"entitlement.waiting.{rule.benefit}")
    return -(-number // MONTH_DAYS) if unit == "days" else number


def _child_limit(asked: _Asked) -> int:
    rule = next(
        (one for one in asked.scheme.rules.insured_unit.dependants if one.relation == "child"), None
    )
    if rule is None:
        asked.refuse("insured_unit.dependants.child", code="no_children")
    return 12 * _below(asked, rule=rule)


def _below(asked: _Asked, *, rule: DependantRule) -> int:
    if rule.student_below_age is not None:
        where = "insured_unit.dependants.child.student_below_age"
        asked.refuse(where, parameter=rule.student_below_age, code="students")
    if rule.below_age is None:
        return AGES
    return asked.number(rule.below_age, rule="insured_unit.dependants.child.below_age")[0]


def _grace(asked: _Asked) -> int:
    name = asked.scheme.rules.arrears.grace
    if name is None:
        return 0
    number, unit = asked.number(name, rule="arrears.grace")
    return number // MONTH_DAYS if unit == "days" else number


def _calendar(asked: _Asked) -> tuple[Flags, Floats]:
    """Give the months that decide, and the part of each month's money that comes in in each month."""
    calendar = asked.scheme.rules.calendar
    match calendar:
        case Monthly() if asked.terms is not None and asked.terms.calendar == "harvest":
            if calendar.harvest is None:
                asked.refuse("calendar.harvest", code="no_harvest")
            credited = calendar.harvest.credited_months
            return _harvested(
                asked, weights=calendar.harvest.weights, credited=credited, first=None
            )
        case AtHarvest():
            if calendar.weights is None:
                asked.refuse(
                    "calendar.weights", parameter=calendar.credited_months, code="no_weights"
                )
            return _harvested(
                asked,
                weights=calendar.weights,
                credited=calendar.credited_months,
                first=calendar.first_month,
            )
        case _:
            begins = _flags(asked, lambda month: _period_start(asked, month=month) == month)
            return begins, _due_cash(asked)


def _period_start(asked: _Asked, *, month: int) -> int:
    return period_of(asked.scheme, month=month, terms=asked.terms).first


def _due_cash(asked: _Asked) -> Floats:
    """Bring each month's money in when it falls due; where no day is named, when its period begins."""
    found = np.zeros((len(asked.months), len(asked.months)))
    for place, month in enumerate(asked.months):
        found[place, _inside(asked, month=_due_month(asked, month=month))] = 1.0
    return found


def _due_month(asked: _Asked, *, month: int) -> int:
    try:
        return month_of(falls_due(asked.scheme, month=month, terms=asked.terms))
    except NoDueDay:
        return _period_start(asked, month=month)


def _inside(asked: _Asked, *, month: int) -> int:
    """Give a month's place; money of before comes in in the study's first month, of after in its last."""
    return min(max(month - asked.months.start, 0), len(asked.months) - 1)


def _harvested(
    asked: _Asked, *, weights: str, credited: str, first: int | None
) -> tuple[Flags, Floats]:
    """Decide once a year, where the harvest begins; bring the year's money in in the months of its weights."""
    number, _ = asked.number(credited, rule="calendar.credited_months")
    if number != 12:
        asked.refuse("calendar.credited_months", parameter=credited, code="part_of_the_year")
    parts: tuple[int, ...] = asked.steady(
        lambda month: _weights(asked.read(weights, month=month)),
        rule="calendar.weights",
        parameter=weights,
    )
    begins = _harvest_begins(parts) if first is None else first - 1
    cash = np.zeros((len(asked.months), len(asked.months)))
    for place, month in enumerate(asked.months):
        start = month - (month - begins) % 12
        for later in range(12):
            column = _inside(asked, month=start + later)
            cash[place, column] += parts[(start + later) % 12] / 100
    return _flags(asked, lambda month: month % 12 == begins), cash


def _weights(reading: Reading) -> tuple[int, ...]:
    value = reading.value
    if not isinstance(value, tuple):
        raise TypeError(f"{reading.parameter} is no table of weights")
    return value


def _harvest_begins(weights: Sequence[int]) -> int:
    """Give the first calendar month (from 0) of the harvest: the one after the longest time without any."""
    idle = [0] * 12
    for place in range(24):
        month = place % 12
        idle[month] = 0 if weights[month] else min(12, idle[month - 1] + 1)
    starts = [month for month in range(12) if weights[month]]
    return max(starts, key=lambda month: (idle[month - 1], -month))
