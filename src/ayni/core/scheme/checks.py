"""What pydantic cannot see: names leading nowhere, bands that overlap, exceptions that collide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import TypeVar

from ayni.core.money import MINOR_DIGITS
from ayni.core.scheme.model import Scheme
from ayni.core.scheme.nodes import (
    Completes,
    ExceptedAmount,
    ExceptedPrice,
    Flat,
    Notch,
    Presumptive,
    Price,
    When,
)
from ayni.core.scheme.parameters import Node, ParameterMissing
from ayni.core.scheme.problems import Path, SchemeProblem, problem, references, walk
from ayni.core.scheme.rules import Event, NegotiableIncome, NegotiableValue
from ayni.core.scheme.units import UnitKind

T = TypeVar("T", str, int)

#: Names that the lines and the facts of a family use; a share cannot be called so.
RESERVED = frozenset(
    {
        *("family", "insured", "declared_income", "pay", "activity", "dependants"),
        *("base", "rate_ppm", "due", "insured_share", "association_share", "employer_share"),
        *("buyer_share", "state_share"),
    }
)


def check_scheme(scheme: Scheme) -> list[SchemeProblem]:
    """Find every fault that lies between nodes or between rules and parameters."""
    problems = [*_names(scheme), *_currency(scheme), *_shares(scheme), *_qualifying(scheme)]
    problems += [*_activities(scheme), *_negotiable(scheme)]
    if problems:
        return problems
    for path, node in walk(scheme.rules, path=("rules",)):
        problems += [*_exceptions(node, path=path), *_bands(scheme, node=node, path=path)]
    return problems + list(_totals(scheme))


def _names(scheme: Scheme) -> Iterator[SchemeProblem]:
    known = {one.name: one for one in scheme.parameters}
    for path, node in walk(scheme.rules, path=("rules",)):
        for field, name, kind in references(node):
            if name not in known:
                yield problem("unknown_parameter", (*path, field), name=name)
            elif known[name].kind is not kind:
                unit = known[name].unit
                yield problem("wrong_unit", (*path, field), name=name, unit=unit, kind=kind)


def _currency(scheme: Scheme) -> Iterator[SchemeProblem]:
    if scheme.currency not in MINOR_DIGITS:
        yield problem("unknown_currency", ("rules", "currency"), name=scheme.currency)
    for one in scheme.parameters:
        if one.kind is UnitKind.MONEY and one.unit != scheme.currency:
            path = ("parameters", one.name, "unit")
            yield problem("other_currency", path, name=one.name, unit=one.unit)


def _shares(scheme: Scheme) -> Iterator[SchemeProblem]:
    path: Path = ("rules", "contribution", "shares")
    shares = scheme.rules.contribution.shares
    labels = [share.label for share in shares]
    for place, share in enumerate(shares):
        if share.label in RESERVED:
            yield problem("reserved", (*path, place, "label"), name=share.label)
        if labels.index(share.label) != place:
            yield problem("repeated", (*path, place, "label"), name=share.label)
        if isinstance(share.price, Completes):
            before = [one.price for one in shares[:place]]
            if not before or any(_has_flat(one) for one in before):
                yield problem("nothing_to_complete", (*path, place, "price"), name=share.label)


def _has_flat(price: Price) -> bool:
    if isinstance(price, ExceptedPrice):
        return any(isinstance(one.then, Flat) for one in price.exceptions) or _has_flat(
            price.default
        )
    return isinstance(price, Flat)


def _qualifying(scheme: Scheme) -> Iterator[SchemeProblem]:
    if Event.EMERGENCY not in scheme.rules.arrears.never_suspended:
        yield problem("emergency_suspended", ("rules", "arrears", "never_suspended"))
    rule = scheme.rules.entitlement.qualifying
    if rule.consecutive is None and rule.within is None:
        yield problem("no_condition", ("rules", "entitlement", "qualifying"))


def _activities(scheme: Scheme) -> Iterator[SchemeProblem]:
    known = [one.code for one in scheme.rules.activities]
    for place, code in enumerate(known):
        if known.index(code) != place:
            yield problem("repeated", ("rules", "activities", place, "code"), name=code)
    for path, node in walk(scheme.rules, path=("rules",)):
        named: tuple[str, ...] = ()
        if isinstance(node, Presumptive):
            named = tuple(one.activity for one in node.activities)
        if isinstance(node, When):
            named = node.activities or ()
        yield from _named_activities(named, known=known, path=(*path, "activities"))


def _named_activities(
    named: tuple[str, ...], *, known: list[str], path: Path
) -> Iterator[SchemeProblem]:
    for place, code in enumerate(named):
        if code not in known:
            yield problem("unknown_activity", (*path, place), name=code)
        elif named.index(code) != place:
            yield problem("repeated", (*path, place), name=code)


def _negotiable(scheme: Scheme) -> Iterator[SchemeProblem]:
    known = {one.name: one for one in scheme.parameters}
    for path, term in walk(scheme.rules.negotiation, path=("rules", "negotiation")):
        if isinstance(term, NegotiableIncome | NegotiableValue):
            wanted = ["lowest", "highest"]
            wanted += ["parameter"] if isinstance(term, NegotiableValue) else []
            names = [(field, getattr(term, field)) for field in wanted]
            for field, name in names:
                if name not in known:
                    yield problem("unknown_parameter", (*path, field), name=name)
            units = {known[name].unit for _, name in names if name in known}
            if len(units) > 1:
                yield problem("bounds_unit", path, units=", ".join(sorted(units)))


def _exceptions(node: Node, *, path: Path) -> Iterator[SchemeProblem]:
    if isinstance(node, When):
        if node == When():
            yield problem("empty_condition", path)
        for name in ("months", "dependants"):
            bounds = getattr(node, name)
            if bounds is not None and bounds[0] >= bounds[1]:
                yield problem("backward_bounds", (*path, name), low=bounds[0], high=bounds[1])
    if isinstance(node, ExceptedAmount | ExceptedPrice):
        cases = [(one.label, one.when) for one in node.exceptions]
        for (one, when), (other, also) in combinations(cases, 2):
            if _meet(when, also):
                yield problem("two_exceptions", (*path, "exceptions"), one=one, other=other)


def _meet(one: When, other: When) -> bool:
    """Tell whether some facts satisfy both: each condition is a box, so every side must meet."""
    if one.activities and other.activities and not set(one.activities) & set(other.activities):
        return False
    return _spans_meet(one.months, other.months) and _spans_meet(one.dependants, other.dependants)


def _spans_meet(one: tuple[T, T] | None, other: tuple[T, T] | None) -> bool:
    if one is None or other is None:
        return True
    return max(one[0], other[0]) < min(one[1], other[1])


def _bands(scheme: Scheme, *, node: Node, path: Path) -> Iterator[SchemeProblem]:
    if not isinstance(node, Notch):
        return
    *bounded, last = node.bands
    if last.upto is not None or any(band.upto is None for band in bounded):
        yield problem("open_band", (*path, "bands"))
        return
    names = [band.upto for band in bounded if band.upto is not None]
    for day in change_days(scheme, names=names):
        limits = _numbers(scheme, names=names, day=day)
        for place, (lower, upper) in enumerate(pairwise(limits)):
            if lower >= upper:
                where = (*path, "bands", place + 1)
                yield problem("overlapping_bands", where, day=day, low=lower, high=upper)


def change_days(scheme: Scheme, *, names: list[str]) -> list[date]:
    """List the days on which any of the parameters changes."""
    found = [scheme.parameter(name) for name in names]
    return sorted({dated.start for one in found for dated in one.values})


def _numbers(scheme: Scheme, *, names: list[str], day: date) -> list[int]:
    """Read the parameters in force on a day; none at all where one is not in force yet."""
    try:
        values = [scheme.parameter(name).on(day).value for name in names]
    except ParameterMissing:
        return []
    return [value for value in values if isinstance(value, int)]


def _totals(scheme: Scheme) -> Iterator[SchemeProblem]:
    shares = scheme.rules.contribution.shares
    for place, share in enumerate(shares):
        if isinstance(share.price, Completes):
            groups = [_rate_names(one.price) for one in shares[:place]]
            names = [share.price.total, *(name for group in groups for name in group)]
            for day in change_days(scheme, names=names):
                where: Path = ("rules", "contribution", "shares", place, "price", "total")
                total = _numbers(scheme, names=[share.price.total], day=day)
                highest = sum(max(_numbers(scheme, names=g, day=day), default=0) for g in groups)
                if total and highest > total[0]:
                    yield problem("negative_share", where, name=share.label, day=day)


def _rate_names(price: Price) -> list[str]:
    if isinstance(price, Notch):
        return [band.rate for band in price.bands]
    if isinstance(price, ExceptedPrice):
        return [
            *_rate_names(price.default),
            *(n for e in price.exceptions for n in _rate_names(e.then)),
        ]
    return [price.rate] if not isinstance(price, Flat | Completes) else []
