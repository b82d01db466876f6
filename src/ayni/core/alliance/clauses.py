"""The clauses of an agreement: what the scheme lets it set, the law's value, the bounds, what was set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.alliance.words import CLAUSES
from ayni.core.scheme import ParameterMissing, Reading, Scheme, Standing, Terms, part_rule, read
from ayni.core.scheme.nodes import Presumptive, Texts
from ayni.core.scheme.rules import (
    NegotiableCalendar,
    NegotiableEntry,
    NegotiableIncome,
    NegotiablePart,
    NegotiableValue,
)
from ayni.core.scheme.terms import AgreedIncome, AgreedValue
from ayni.core.scheme.units import UnitKind, unit_kind


class ClauseKind(StrEnum):
    """How a clause is written: a figure in a unit, one of some choices, or calendar months."""

    FIGURE = "figure"
    CALENDAR = "calendar"
    ENTRY = "entry"
    PART = "part_payment"

    @property
    def chosen(self) -> bool:
        """Tell whether it is one of the clause's choices, by its word."""
        return self in (ClauseKind.CALENDAR, ClauseKind.PART)


#: The keys of the clauses that are no figures.
CALENDAR, ENTRY, PART = "calendar", "entry_months", "part_payment"
_INCOME = "income."

#: A figure (minor units, ppm, count), the word of a choice, or calendar months; none: not set.
Value = int | str | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing an agreement may set.

    ``key`` is the parameter's name, ``income.<activity>``, ``calendar``, ``part_payment`` or
    ``entry_months``. ``law`` is what holds if nothing is set; ``lowest`` and ``highest`` bound a figure,
    ``lowest`` also the months of entry.
    """

    key: str
    kind: ClauseKind
    name: Texts
    unit: str
    law: Value
    lowest: int | None
    highest: int | None
    choices: tuple[str, ...]
    standing: Standing

    @property
    def unit_kind(self) -> UnitKind:
        """Give the kind of a figure."""
        return unit_kind(self.unit)


def clauses(scheme: Scheme, *, day: date) -> tuple[Clause, ...]:
    """List what an agreement may set by the law of a day, in the scheme's order."""
    found: list[Clause] = []
    for term in scheme.rules.negotiation.terms:
        match term:
            case NegotiableIncome():
                found += _incomes(scheme, term=term, day=day)
            case NegotiableValue():
                found.append(_figure(scheme, term=term, day=day))
            case NegotiableCalendar():
                found.append(_calendar(scheme, term=term, day=day))
            case NegotiablePart():
                found.append(_part(scheme, term=term))
            case NegotiableEntry():
                found.append(_entry(scheme, term=term, day=day))
    return tuple(found)


def value_of(clause: Clause, *, terms: Terms | None) -> Value:
    """Give what holds of a clause under some terms: what they set, or the law's own value."""
    agreed = set_value(clause, terms=terms)
    return clause.law if agreed is None else agreed


def set_value(clause: Clause, *, terms: Terms | None) -> Value:
    """Give what the terms themselves set of a clause, or nothing."""
    if terms is None:
        return None
    if clause.kind is ClauseKind.CALENDAR:
        return terms.calendar if terms.calendar != clause.law else None
    return next((value for key, value in _set(terms) if key == clause.key), None)


def terms_with(
    clauses: tuple[Clause, ...],
    *,
    values: Mapping[str, Value],
    signed: date,
    renewed: date | None = None,
) -> Terms:
    """Build terms from the value of each clause; what equals the law's value is left to the law."""
    figures, incomes = [], []
    calendar, part = "monthly", None
    months: tuple[int, ...] = ()
    for clause in clauses:
        value = values.get(clause.key)
        if value is None or value == clause.law:
            continue
        if clause.kind is ClauseKind.CALENDAR:
            calendar = str(value)
        elif clause.kind is ClauseKind.PART:
            part = str(value)
        elif clause.kind is ClauseKind.ENTRY and isinstance(value, tuple):
            months = () if len(value) == 12 else value
        elif isinstance(value, int) and clause.key.startswith(_INCOME):
            incomes.append(AgreedIncome(activity=clause.key.removeprefix(_INCOME), amount=value))
        elif isinstance(value, int):
            figures.append(AgreedValue(parameter=clause.key, value=value))
    data = {"signed": signed, "renewed": renewed, "calendar": calendar, "entry_months": months}
    return Terms.model_validate(
        data
        | {"part_payment": part}
        | {"values": tuple(figures), "reference_income": tuple(incomes)}
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that two sets of terms set differently, or leave to each adhesion only in one of them."""

    clause: Clause
    before: Value
    after: Value
    left_before: bool = False
    left_after: bool = False

    @property
    def moved(self) -> bool:
        """Tell whether what holds for all changed."""
        return self.before != self.after

    @property
    def handed(self) -> bool:
        """Tell whether it is left to each adhesion now and was not, or the other way round."""
        return self.left_before != self.left_after


def differences(
    clauses: tuple[Clause, ...], *, before: Terms | None, after: Terms | None
) -> tuple[Difference, ...]:
    """List the clauses on which two sets of terms differ, in the scheme's order."""
    was, now = (frozenset(one.left_to_adhesion if one else ()) for one in (before, after))
    found = (
        Difference(
            one,
            value_of(one, terms=before),
            value_of(one, terms=after),
            one.key in was,
            one.key in now,
        )
        for one in clauses
    )
    return tuple(one for one in found if one.moved or one.handed)


def carried_over(
    clauses: tuple[Clause, ...], *, terms: Terms
) -> tuple[dict[str, Value], list[str]]:
    """Take terms as a starting point under another scheme or another day's law.

    Gives the values that still stand, and the keys that do not: unknown there, or outside the bounds.
    """
    kept: dict[str, Value] = {}
    known = {one.key: one for one in clauses}
    for key, value in _set(terms):
        clause = known.get(key)
        if clause is not None and _allowed(clause, value=value):
            kept[key] = value
    dropped = [key for key, _ in _set(terms) if key not in kept]
    return kept, dropped


def _set(terms: Terms) -> Iterator[tuple[str, Value]]:
    for one in terms.values:
        yield one.parameter, one.value
    for income in terms.reference_income:
        yield _INCOME + income.activity, income.amount
    if terms.calendar != "monthly":
        yield CALENDAR, terms.calendar
    if terms.entry_months:
        yield ENTRY, terms.entry_months
    if terms.part_payment is not None:
        yield PART, terms.part_payment


def _allowed(clause: Clause, *, value: Value) -> bool:
    if clause.kind.chosen:
        return value in clause.choices
    if clause.kind is ClauseKind.ENTRY:
        return isinstance(value, tuple) and len(value) >= (clause.lowest or 1)
    return isinstance(value, int) and (clause.lowest or 0) <= value <= (clause.highest or value)


def _incomes(scheme: Scheme, *, term: NegotiableIncome, day: date) -> Iterator[Clause]:
    base = scheme.rules.contribution.base
    amounts = (
        {one.activity: one.amount for one in base.activities}
        if isinstance(base, Presumptive)
        else {}
    )
    low, high = (
        read(scheme, name=name, day=day, terms=None) for name in (term.lowest, term.highest)
    )
    for one in scheme.rules.activities:
        law = _law(scheme, name=amounts.get(one.code), day=day)
        names = {
            language: text.format(activity=one.name.in_language(language))
            for language, text in CLAUSES["income"].items()
        }
        yield Clause(
            key=_INCOME + one.code,
            kind=ClauseKind.FIGURE,
            name=Texts(**names),
            unit=scheme.currency,
            law=None if law is None else law.number,
            lowest=low.number,
            highest=high.number,
            choices=(),
            standing=low.standing if law is None else law.standing,
        )


def _figure(scheme: Scheme, *, term: NegotiableValue, day: date) -> Clause:
    parameter = scheme.parameter(term.parameter)
    law = _law(scheme, name=term.parameter, day=day)
    low, high = (
        read(scheme, name=name, day=day, terms=None) for name in (term.lowest, term.highest)
    )
    plain = parameter.description
    return Clause(
        key=term.parameter,
        kind=ClauseKind.FIGURE,
        name=term.name or Texts(es=plain, en=plain, pt=plain),
        unit=parameter.unit,
        law=None if law is None else law.number,
        lowest=low.number,
        highest=high.number,
        choices=(),
        standing=low.standing if law is None else law.standing,
    )


def _calendar(scheme: Scheme, *, term: NegotiableCalendar, day: date) -> Clause:
    return Clause(
        key=CALENDAR,
        kind=ClauseKind.CALENDAR,
        name=Texts(**CLAUSES["calendar"]),
        unit="text",
        law="monthly",
        lowest=None,
        highest=None,
        choices=term.options,
        standing=Standing.PROPOSED if scheme.rules.basis == "model" else Standing.VERIFIED,
    )


def _part(scheme: Scheme, *, term: NegotiablePart) -> Clause:
    return Clause(
        key=PART,
        kind=ClauseKind.PART,
        name=Texts(**CLAUSES["part_payment"]),
        unit="text",
        law=part_rule(scheme, terms=None),
        lowest=None,
        highest=None,
        choices=term.options,
        standing=Standing.PROPOSED if scheme.rules.basis == "model" else Standing.VERIFIED,
    )


def _entry(scheme: Scheme, *, term: NegotiableEntry, day: date) -> Clause:
    fewest = read(scheme, name=term.fewest, day=day, terms=None)
    return Clause(
        key=ENTRY,
        kind=ClauseKind.ENTRY,
        name=Texts(**CLAUSES["entry_windows"]),
        unit="months",
        law=tuple(range(1, 13)),
        lowest=fewest.number,
        highest=12,
        choices=(),
        standing=fewest.standing,
    )


def _law(scheme: Scheme, *, name: str | None, day: date) -> Reading | None:
    """Read the law's own value; a parameter that only an agreement fills has none."""
    if name is None:
        return None
    try:
        return read(scheme, name=name, day=day, terms=None)
    except ParameterMissing:
        return None
