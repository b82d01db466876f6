"""What an agreement set, and reading a parameter as that agreement feels it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ayni.core.scheme.model import Scheme
from ayni.core.scheme.parameters import Node, Reaches, Reference, Standing
from ayni.core.scheme.rules import (
    Monthly,
    MonthlyPart,
    NegotiableCalendar,
    NegotiableEntry,
    NegotiableIncome,
    NegotiablePart,
    NegotiableValue,
)
from ayni.core.scheme.units import Figure

CalendarMonth = Annotated[int, Field(ge=1, le=12)]


class TermsRefused(ValueError):
    """A term that the scheme does not let an agreement set, or outside its bounds."""


class SetBy(StrEnum):
    """Who set a value: the agreement for all, or one adhesion where the agreement leaves it to it."""

    AGREEMENT = "agreement"
    ADHESION = "adhesion"


def _usual(who: SetBy) -> bool:
    return who is SetBy.AGREEMENT


class AgreedValue(Node):
    """A parameter as the agreement (or its adhesion) set it: minor units, ppm or a count."""

    parameter: str
    value: int
    by: SetBy = Field(default=SetBy.AGREEMENT, exclude_if=_usual)


class AgreedIncome(Node):
    """The presumed income of an activity as the agreement (or its adhesion) set it, in minor units."""

    activity: str
    amount: int
    by: SetBy = Field(default=SetBy.AGREEMENT, exclude_if=_usual)


class Terms(Node):
    """The terms of one version of an agreement; stored as JSON with ``model_dump_json``.

    ``signed`` is the day of signature; ``renewed`` the start of the current duration, if renewed.
    ``entry_months`` are the calendar months in which families may come in; none: all twelve.
    ``left_to_adhesion`` names the clauses (their keys) that each adhesion may set for itself. What is not
    set is not written down, so that terms signed before the word existed keep their text.
    """

    signed: date
    renewed: date | None = None
    values: tuple[AgreedValue, ...] = ()
    reference_income: tuple[AgreedIncome, ...] = ()
    calendar: Literal["monthly", "harvest"] = "monthly"
    entry_months: tuple[CalendarMonth, ...] = ()
    part_payment: MonthlyPart | None = Field(default=None, exclude_if=lambda rule: rule is None)
    left_to_adhesion: tuple[str, ...] = Field(default=(), exclude_if=lambda keys: not keys)

    def may_enter(self, month: int) -> bool:
        """Tell whether families may come in in a month (of ``core.periods``)."""
        return not self.entry_months or month % 12 + 1 in self.entry_months


@dataclass(frozen=True, slots=True)
class Reading:
    """A parameter's value as used: since when, from which norm, how far known, by whom set."""

    parameter: str
    value: Figure
    unit: str
    start: date
    reference: Reference
    standing: Standing
    agreed: bool = False
    by: SetBy = SetBy.AGREEMENT

    @property
    def number(self) -> int:
        """Give the value as a whole number; a text or a table is refused."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.parameter} is not a number")
        return self.value


#: Where an agreed figure comes from; the words for people are in ``words.AGREED``.
AGREED = Reference(title="agreement", href="#agreement")


def read(scheme: Scheme, *, name: str, day: date, terms: Terms | None) -> Reading:
    """Read a parameter for a day: the agreement's own value, or the law as far as it reaches it."""
    parameter = scheme.parameter(name)
    found = parameter.on(_reached_day(parameter.reaches, day=day, terms=terms))
    reading = Reading(
        name, found.value, parameter.unit, found.start, found.reference, found.standing
    )
    for one in terms.values if terms else ():
        if one.parameter == name:
            return _agreed(reading, value=one.value, terms=terms, by=one.by)
    return reading


def read_income(
    scheme: Scheme, *, activity: str, name: str, day: date, terms: Terms | None
) -> Reading:
    """Read the presumed income of an activity, the agreement's own first."""
    reading = read(scheme, name=name, day=day, terms=terms)
    for one in terms.reference_income if terms else ():
        if one.activity == activity:
            return _agreed(reading, value=one.amount, terms=terms, by=one.by)
    return reading


def check_terms(scheme: Scheme, *, terms: Terms) -> None:
    """Refuse terms the scheme does not let an agreement set, or outside their bounds."""
    if terms.renewed is not None and terms.renewed < terms.signed:
        raise TermsRefused(f"renewed {terms.renewed} before it was signed {terms.signed}")
    _refuse_repeats([one.parameter for one in terms.values])
    _refuse_repeats([one.activity for one in terms.reference_income])
    for one in terms.values:
        _check_value(scheme, agreed=one, day=terms.renewed or terms.signed)
    for income in terms.reference_income:
        _check_income(scheme, agreed=income, day=terms.renewed or terms.signed)
    _check_calendar(scheme, terms=terms)
    _check_entry(scheme, terms=terms)
    _check_part(scheme, terms=terms)
    _check_left(scheme, terms=terms)


def _reached_day(reaches: Reaches, *, day: date, terms: Terms | None) -> date:
    if terms is None or reaches is Reaches.AT_ONCE:
        return day
    pinned = terms.signed if reaches is Reaches.FROZEN else terms.renewed or terms.signed
    return pinned


def _agreed(reading: Reading, *, value: int, terms: Terms | None, by: SetBy) -> Reading:
    start = reading.start if terms is None else terms.renewed or terms.signed
    return replace(reading, value=value, start=start, reference=AGREED, agreed=True, by=by)


def _refuse_repeats(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise TermsRefused(f"set twice: {', '.join(repeated)}")


def _check_value(scheme: Scheme, *, agreed: AgreedValue, day: date) -> None:
    for term in scheme.rules.negotiation.terms:
        if isinstance(term, NegotiableValue) and term.parameter == agreed.parameter:
            _check_bounds(scheme, term=term, value=agreed.value, day=day, what=agreed.parameter)
            return
    raise TermsRefused(f"{scheme.code} does not let an agreement set {agreed.parameter!r}")


def _check_income(scheme: Scheme, *, agreed: AgreedIncome, day: date) -> None:
    if agreed.activity not in {one.code for one in scheme.rules.activities}:
        raise TermsRefused(f"{scheme.code} has no activity {agreed.activity!r}")
    for term in scheme.rules.negotiation.terms:
        if isinstance(term, NegotiableIncome):
            _check_bounds(scheme, term=term, value=agreed.amount, day=day, what=agreed.activity)
            return
    raise TermsRefused(f"{scheme.code} does not let an agreement set reference incomes")


def _check_bounds(
    scheme: Scheme, *, term: NegotiableValue | NegotiableIncome, value: int, day: date, what: str
) -> None:
    lowest = read(scheme, name=term.lowest, day=day, terms=None).number
    highest = read(scheme, name=term.highest, day=day, terms=None).number
    if not lowest <= value <= highest:
        raise TermsRefused(f"{what}: {value} is not between {lowest} and {highest}")


def _check_calendar(scheme: Scheme, *, terms: Terms) -> None:
    options = {"monthly"}
    for term in scheme.rules.negotiation.terms:
        if isinstance(term, NegotiableCalendar):
            options.update(term.options)
    if terms.calendar not in options:
        raise TermsRefused(f"{scheme.code} does not let an agreement choose {terms.calendar!r}")


def _check_entry(scheme: Scheme, *, terms: Terms) -> None:
    months = terms.entry_months
    if not months:
        return
    if list(months) != sorted(set(months)):
        raise TermsRefused(f"months of entry in order and each once: {months}")
    for term in scheme.rules.negotiation.terms:
        if isinstance(term, NegotiableEntry):
            day = terms.renewed or terms.signed
            fewest = read(scheme, name=term.fewest, day=day, terms=None).number
            if len(months) < fewest:
                raise TermsRefused(f"{len(months)} months of entry; at least {fewest} are needed")
            return
    raise TermsRefused(f"{scheme.code} does not let an agreement set months of entry")


def _check_part(scheme: Scheme, *, terms: Terms) -> None:
    rule = terms.part_payment
    if rule is None:
        return
    for term in scheme.rules.negotiation.terms:
        if isinstance(term, NegotiablePart) and rule in term.options:
            return
    raise TermsRefused(f"{scheme.code} does not let an agreement choose {rule!r}")


def part_rule(scheme: Scheme, *, terms: Terms | None) -> MonthlyPart | None:
    """Give the rule of part payment of a month: the agreement's own or the law's; none where not monthly."""
    calendar = scheme.rules.calendar
    if not isinstance(calendar, Monthly):
        return None
    return calendar.part_payment if terms is None or not terms.part_payment else terms.part_payment


#: The keys of clauses that are no parameter (``core.alliance.clauses`` names them alike).
INCOME_KEY, ENTRY_KEY = "income.", "entry_months"


def leavable(scheme: Scheme) -> tuple[str, ...]:
    """List the clauses that an agreement may leave to each adhesion, by key.

    Those that act within one adhesion's bill or roster: incomes by activity, figures of the contribution, and
    months of entry. What decides on the right itself (window, months), on due days and on the whole agreement
    (least families, termination period, calendar, part payment) holds for all: cover is derived for all persons
    under an agreement alike, whichever adhesion they stand under.
    """
    of_price = _named(scheme.rules.contribution.model_dump(mode="json"))
    of_right = _named(scheme.rules.entitlement.model_dump(mode="json"))
    keys: list[str] = []
    for term in scheme.rules.negotiation.terms:
        match term:
            case NegotiableIncome():
                keys += [INCOME_KEY + one.code for one in scheme.rules.activities]
            case NegotiableValue() if term.parameter in of_price - of_right:
                keys.append(term.parameter)
            case NegotiableEntry():
                keys.append(ENTRY_KEY)
            case _:
                continue
    return tuple(keys)


def _named(node: object) -> frozenset[str]:
    """Gather every text within a dumped node: the names of parameters are among them."""
    if isinstance(node, str):
        return frozenset((node,))
    inner: list[object] = []
    if isinstance(node, dict):
        inner = list(node.values())
    elif isinstance(node, (list, tuple)):
        inner = list(node)
    return frozenset().union(*(_named(one) for one in inner))


def _check_left(scheme: Scheme, *, terms: Terms) -> None:
    if not terms.left_to_adhesion:
        return
    _refuse_repeats(list(terms.left_to_adhesion))
    beyond = sorted(set(terms.left_to_adhesion) - set(leavable(scheme)))
    if beyond:
        raise TermsRefused(
            f"{', '.join(beyond)}: holds for the whole agreement; an adhesion may be left only what"
            " acts on its own bill or roster"
        )
