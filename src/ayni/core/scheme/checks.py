"""What pydantic cannot see: names leading nowhere, bands that overlap, exceptions that collide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TypeVar

from ayni.core.money import MINOR_DIGITS
from ayni.core.scheme.calendar_checks import calendar_problems, count_problems
from ayni.core.scheme.model import Scheme
from ayni.core.scheme.nodes import ExceptedAmount, Presumptive, When
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.prices import (
    ByEmployerSize,
    Completes,
    ExceptedPrice,
    Notch,
    Price,
    Rate,
)
from ayni.core.scheme.problems import Path, SchemeProblem, problem, references, repeated, walk
from ayni.core.scheme.rules import Event, NegotiableIncome, NegotiableValue
from ayni.core.scheme.scales import change_days, numbers, scale_problems
from ayni.core.scheme.units import UnitKind

T = TypeVar("T", str, int)

#: Names that the lines and the facts of a family use; a share cannot be called so.
RESERVED = frozenset(
    {
        *("family", "insured", "declared_income", "pay", "activity", "dependants"),
        *("produce_sold", "age", "sex", "units_delivered", "workers", "yearly_sales"),
        *("base", "rate_ppm", "due", "insured_share", "association_share", "employer_share"),
        *("buyer_share", "state_share"),
    }
)


#: Conditions of an exception that are spans, half-open.
_SPANS = ("months", "dependants", "age", "workers")


def check_scheme(scheme: Scheme) -> list[SchemeProblem]:
    """Find every fault that lies between nodes or between rules and parameters."""
    problems = [*_names(scheme), *_currency(scheme), *_shares(scheme), *_qualifying(scheme)]
    problems += [*_activities(scheme), *_negotiable(scheme), *calendar_problems(scheme)]
    if problems:
        return problems
    problems += count_problems(scheme)
    for path, node in walk(scheme.rules, path=("rules",)):
        problems += [*_exceptions(node, path=path), *scale_problems(scheme, node=node, path=path)]
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
            if not before or not all(_only_rates(one) for one in before):
                yield problem("nothing_to_complete", (*path, place, "price"), name=share.label)


def _only_rates(price: Price) -> bool:
    """Tell whether a price is always a part of the base, so that a total rate can be completed."""
    if isinstance(price, ExceptedPrice):
        return _only_rates(price.default) and all(_only_rates(e.then) for e in price.exceptions)
    if isinstance(price, ByEmployerSize):
        return isinstance(price.large, Rate) and isinstance(price.other, Rate)
    return isinstance(price, Rate | Notch | Completes)


def _qualifying(scheme: Scheme) -> Iterator[SchemeProblem]:
    if Event.EMERGENCY not in scheme.rules.arrears.never_suspended:
        yield problem("emergency_suspended", ("rules", "arrears", "never_suspended"))
    rule = scheme.rules.entitlement.qualifying
    if rule.consecutive is None and rule.within is None:
        yield problem("no_condition", ("rules", "entitlement", "qualifying"))


def _activities(scheme: Scheme) -> Iterator[SchemeProblem]:
    known = [one.code for one in scheme.rules.activities]
    yield from repeated(known, path=("rules", "activities"), field="code")
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
        for name in _SPANS:
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
    if one.sex and other.sex and one.sex != other.sex:
        return False
    return all(_spans_meet(getattr(one, name), getattr(other, name)) for name in _SPANS)


def _spans_meet(one: tuple[T, T] | None, other: tuple[T, T] | None) -> bool:
    if one is None or other is None:
        return True
    return max(one[0], other[0]) < min(one[1], other[1])


def _totals(scheme: Scheme) -> Iterator[SchemeProblem]:
    shares = scheme.rules.contribution.shares
    for place, share in enumerate(shares):
        if isinstance(share.price, Completes):
            groups = [_rate_names(one.price) for one in shares[:place]]
            names = [share.price.total, *(name for group in groups for name in group)]
            for day in change_days(scheme, names=names):
                where: Path = ("rules", "contribution", "shares", place, "price", "total")
                total = numbers(scheme, names=[share.price.total], day=day)
                highest = sum(max(numbers(scheme, names=g, day=day), default=0) for g in groups)
                if total and highest > total[0]:
                    yield problem("negative_share", where, name=share.label, day=day)


def _rate_names(price: Price) -> list[str]:
    if isinstance(price, Notch):
        return [band.rate for band in price.bands]
    if isinstance(price, ExceptedPrice):
        inner = [price.default, *(one.then for one in price.exceptions)]
        return [name for one in inner for name in _rate_names(one)]
    if isinstance(price, ByEmployerSize):
        return [name for one in (price.large, price.other) for name in _rate_names(one)]
    return [price.rate] if isinstance(price, Rate) else []
