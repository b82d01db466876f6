"""What may be moved at the negotiating table: each thing with its unit and its bounds.

Every handle is a whole number, as clauses are: minor units, parts per million, or a count. Those that
stand for a clause have the bounds the scheme gives it. A clause of behaviour (when families enter, how long
they wait) changes what people do, and asks for a new run; clauses that neither price nor behaviour looks
at (notice, duration) are no handles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ayni.core.alliance.clauses import Clause, ClauseKind, Value, terms_with, value_of
from ayni.core.money import PPM
from ayni.core.projection.levers import Levers, StopLoss
from ayni.core.scheme import Scheme, Terms
from ayni.core.scheme.units import UnitKind, unit_kind

RATIO, TIMES = "/1", "times"
#: The part of the way from the lowest to the highest that one step of a slider goes, at most.
_STEPS = 200
#: How far the opening reserve may be moved: so many months of what the first year costs.
_RESERVE_MONTHS = 24


class Part(StrEnum):
    """What a handle is about, in the order of the page."""

    PRICE = "price"
    FUND = "fund"
    CARE = "care"
    VALUE = "value"
    BEHAVIOUR = "behaviour"


class HandleOut(ValueError):
    """A value outside the bounds of its handle: ``key`` says of which."""

    def __init__(self, key: str, *, value: int, lowest: int, highest: int) -> None:
        self.key = key
        super().__init__(f"{key} is {value}; it is from {lowest} to {highest}")


class UnknownHandle(LookupError):
    """A key that is no handle of this table."""


@dataclass(frozen=True, slots=True)
class Handle:
    """One thing that may be moved. ``clause`` is what the agreement would say of it, if it says anything.

    ``value`` is where the study has it; the bounds of a clause give way where the study put it outside.
    """

    key: str
    part: Part
    unit: str
    lowest: int
    highest: int
    step: int
    value: int
    clause: Clause | None = None


def clause_parts(scheme: Scheme) -> dict[str, Part]:
    """Tell of each parameter of a scheme whether it is a matter of price, of the fund or of behaviour."""
    rules = scheme.rules
    found = {name: Part.PRICE for name in _names(rules.contribution.model_dump())}
    for node in (rules.entitlement, rules.arrears):
        if node is not None:
            found |= {name: Part.BEHAVIOUR for name in _names(node.model_dump())}
    for name in (rules.negotiation.allowance, rules.negotiation.reserve):
        if name is not None:
            found[name] = Part.FUND
    return found


def _names(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for one in data.values():
            yield from _names(one)
    elif isinstance(data, Iterable):
        for one in data:
            yield from _names(one)


def clause_handles(
    scheme: Scheme, *, clauses: Iterable[Clause], terms: Terms | None, activities: frozenset[str]
) -> tuple[Handle, ...]:
    """Give the clauses that are figures and move something; incomes of the group's own activities alone."""
    parts = clause_parts(scheme)
    found = []
    for one in clauses:
        part = _part(one, parts=parts, activities=activities)
        value = value_of(one, terms=terms)
        if part is None or one.lowest is None or one.highest is None or not isinstance(value, int):
            continue
        lowest, highest = min(one.lowest, value), max(one.highest, value)
        step = step_of(lowest, highest, unit=one.unit)
        found.append(Handle(one.key, part, one.unit, lowest, highest, step, value, one))
    return tuple(found)


def _part(clause: Clause, *, parts: Mapping[str, Part], activities: frozenset[str]) -> Part | None:
    if clause.kind is not ClauseKind.FIGURE:
        return None
    kind, _, activity = clause.key.partition(".")
    if kind == "income" and activity:
        return Part.PRICE if activity in activities else None
    return parts.get(clause.key)


def step_of(lowest: int, highest: int, *, unit: str) -> int:
    """Choose a step of 1, 2 or 5 times a power of ten; a count moves by ones, a ratio by 0.1 % or more.

    >>> step_of(0, 400_000, unit="PEN"), step_of(20_000, 60_000, unit="/1"), step_of(1, 12, unit="months")
    (2000, 1000, 1)
    """
    kind = unit_kind(unit)
    if kind is UnitKind.COUNT:
        return 1
    least = 1_000 if kind is UnitKind.RATIO else 10_000 if kind is UnitKind.MULTIPLE else 1
    rough = max(least, -(-(highest - lowest) // _STEPS))
    power = int(10 ** (len(str(rough)) - 1))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= rough)


def free_handles(
    levers: Levers, *, currency: str, monthly_cost: float, investment: float, state: bool
) -> tuple[Handle, ...]:
    """Give what no clause says but the study takes: reserve, loadings, stop-loss, level of prices, discount.

    ``monthly_cost`` of the first year bounds the reserve; ``investment`` is the return a year that stands for a
    discount that follows each future's own; ``state`` tells whether the State has a share at all.
    """
    stop = levers.stop_loss or StopLoss(1.0, 0.0, 0.0)
    opening = round(levers.opening_reserve)
    most = max(opening, _round_up(_RESERVE_MONTHS * monthly_cost), 100)
    discount = investment if levers.discount is None else levers.discount
    given = [
        ("opening_reserve", Part.FUND, currency, min(0, opening), most, opening),
        ("administration", Part.FUND, RATIO, 0, 300_000, _ppm(levers.administration)),
        ("penalty", Part.FUND, RATIO, 0, 200_000, _ppm(levers.penalty)),
        ("care_level", Part.CARE, RATIO, 500_000, 2_000_000, PPM),
        ("stop_ceded", Part.CARE, RATIO, 0, PPM, _ppm(stop.ceded)),
        ("stop_from", Part.CARE, RATIO, 500_000, 5_000_000, _ppm(stop.from_ratio)),
        ("stop_price", Part.CARE, RATIO, 0, 300_000, _ppm(stop.price)),
        ("discount", Part.VALUE, RATIO, -50_000, 200_000, _ppm(discount)),
    ]
    if state:
        given.insert(0, ("state_pays", Part.PRICE, RATIO, 0, PPM, _ppm(levers.state_pays)))
    return tuple(
        Handle(
            key,
            part,
            unit,
            min(lowest, value),
            max(highest, value),
            step_of(lowest, highest, unit=unit),
            value,
        )
        for key, part, unit, lowest, highest, value in given
    )


def _ppm(part: float) -> int:
    return round(part * PPM)


def _round_up(value: float) -> int:
    """Round up to one figure and noughts: 8,311 is 9,000."""
    power = int(10 ** (len(str(int(value))) - 1))
    return -int(-value // power) * power


def moved(handles: Iterable[Handle], *, values: Mapping[str, int]) -> dict[str, int]:
    """Give the values that differ from the study's; raises ``UnknownHandle``, ``HandleOut``."""
    known = {one.key: one for one in handles}
    found = {}
    for key, value in values.items():
        handle = known.get(key)
        if handle is None:
            raise UnknownHandle(key)
        if not handle.lowest <= value <= handle.highest:
            raise HandleOut(key, value=value, lowest=handle.lowest, highest=handle.highest)
        if value != handle.value:
            found[key] = value
    return found


def levers_with(levers: Levers, *, values: Mapping[str, int], lines: Iterable[str]) -> Levers:
    """Lay values that moved on the study's levers; clauses among them are not looked at."""
    part = {key: value / PPM for key, value in values.items()}
    stop = levers.stop_loss or StopLoss(1.0, 0.0, 0.0)
    if {"stop_from", "stop_ceded", "stop_price"} & set(values):
        stop = StopLoss(
            part.get("stop_from", stop.from_ratio),
            part.get("stop_ceded", stop.ceded),
            part.get("stop_price", stop.price),
        )
    level = part.get("care_level", 1.0)
    factor = {line: levers.line_factor.get(line, 1.0) * level for line in lines}
    return replace(
        levers,
        opening_reserve=float(values.get("opening_reserve", levers.opening_reserve)),
        administration=part.get("administration", levers.administration),
        penalty=part.get("penalty", levers.penalty),
        stop_loss=stop if stop.ceded or stop.price else None,
        line_factor=factor,
        discount=part.get("discount", levers.discount),
        state_pays=part.get("state_pays", levers.state_pays),
    )


def terms_moved(
    terms: Terms | None, *, known: tuple[Clause, ...], values: Mapping[str, Value], day: date
) -> Terms | None:
    """Give the terms with the clauses that moved; the same ones where none did.

    ``day`` is that of the signature where there were no terms, but the law alone.
    """
    keys = {one.key for one in known}
    changed = {key: value for key, value in values.items() if key in keys}
    if not changed:
        return terms
    whole = {one.key: value_of(one, terms=terms) for one in known} | changed
    if terms is None:
        return terms_with(known, values=whole, signed=day)
    found = terms_with(known, values=whole, signed=terms.signed, renewed=terms.renewed)
    return found.model_copy(update={"left_to_adhesion": terms.left_to_adhesion})
