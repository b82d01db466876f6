"""Calendars, waiting, latency, arrears and dependants: what pydantic cannot see in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ayni.core.scheme.model import Scheme
from ayni.core.scheme.nodes import Payer
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.problems import Path, SchemeProblem, problem, repeated, walk
from ayni.core.scheme.rules import (
    Advance,
    Arrears,
    AtHarvest,
    DependantRule,
    Harvest,
    Latency,
    LatencyBand,
    Monthly,
    NegotiableIncome,
    NegotiablePart,
    NegotiableValue,
    PartCover,
    Periodic,
    Waiting,
)
from ayni.core.scheme.scales import change_days, numbers

#: The relations that a roster can state; one outside them would protect nobody.
RELATIONS = (
    *("spouse", "partner", "child", "father", "mother"),
    *("sibling", "grandchild", "grandparent", "ward", "other"),
)

#: The counts that are computed with, the units they may have, and the lowest and highest they may be.
_COUNTS: dict[tuple[type[Node], str], tuple[tuple[str, ...], int, int]] = {
    (Monthly, "due_day"): (("days",), 1, 31),
    (AtHarvest, "due_day"): (("days",), 1, 31),
    (AtHarvest, "credited_months"): (("months",), 1, 12),
    (Harvest, "credited_months"): (("months",), 1, 12),
    (Advance, "longest"): (("months",), 1, 120),
    (Waiting, "months"): (("months", "days"), 0, 3660),
    (Latency, "window"): (("months",), 1, 600),
    (LatencyBand, "gives"): (("months",), 0, 600),
    (Arrears, "grace"): (("days",), 0, 3660),
    (Arrears, "prescription"): (("years",), 1, 100),
    (Arrears, "instalments"): (("months",), 1, 600),
    (DependantRule, "below_age"): (("years",), 0, 130),
    (DependantRule, "student_below_age"): (("years",), 0, 130),
}
#: Days of a period, in which a contribution by the quarter or the year falls due.
_PERIODS = {"quarterly": (3, 90), "yearly": (12, 365)}


def calendar_problems(scheme: Scheme) -> list[SchemeProblem]:
    """Find the faults that can be seen before any parameter is read."""
    return [
        *_part_cover(scheme),
        *_part_choice(scheme),
        *_agent(scheme),
        *_waiting(scheme),
        *_relations(scheme),
    ]


def count_problems(scheme: Scheme) -> list[SchemeProblem]:
    """Find counts of another unit or beyond what they can be, and bounds that cross on some day."""
    found: list[SchemeProblem] = []
    for path, node in walk(scheme.rules, path=("rules",)):
        for (kind, field), (units, low, high) in _COUNTS.items():
            if type(node) is kind:
                name = getattr(node, field)
                found += _count(
                    scheme, name=name, path=(*path, field), units=units, low=low, high=high
                )
        if isinstance(node, Periodic):
            found += _periodic(scheme, node=node, path=path)
        if isinstance(node, NegotiableValue | NegotiableIncome):
            found += _crossing(scheme, low=node.lowest, high=node.highest, path=path)
        if isinstance(node, DependantRule) and node.below_age and node.student_below_age:
            names = (node.below_age, node.student_below_age)
            where = (*path, "student_below_age")
            found += _crossing(scheme, low=names[0], high=names[1], path=where)
    return found


def _part_cover(scheme: Scheme) -> Iterator[SchemeProblem]:
    calendar = scheme.rules.calendar
    if not isinstance(calendar, Periodic):
        return
    path: Path = ("rules", "calendar")
    if calendar.part_payment == "part_cover" and calendar.part_cover is None:
        yield problem("no_part_cover", (*path, "part_payment"))
    if calendar.part_payment != "part_cover" and calendar.part_cover is not None:
        yield problem("idle_part_cover", (*path, "part_cover"), name=calendar.part_payment)


def _part_choice(scheme: Scheme) -> Iterator[SchemeProblem]:
    """An agreement chooses among rules of a monthly calendar, the law's own among them."""
    calendar = scheme.rules.calendar
    for place, term in enumerate(scheme.rules.negotiation.terms):
        if not isinstance(term, NegotiablePart):
            continue
        path: Path = ("rules", "negotiation", "terms", place, "options")
        if not isinstance(calendar, Monthly):
            yield problem("part_of_no_month", path, name=calendar.kind)
        elif calendar.part_payment not in term.options:
            yield problem("part_without_law", path, name=calendar.part_payment)
        yield from repeated(term.options, path=path)


def _agent(scheme: Scheme) -> Iterator[SchemeProblem]:
    calendar, shares = scheme.rules.calendar, scheme.rules.contribution.shares
    bearing = {share.payer for share in shares}
    if isinstance(calendar, AtHarvest):
        # What is withheld is the agent's own share or the insured person's; the State withholds nothing.
        if calendar.agent not in bearing and Payer.INSURED_PERSON not in bearing:
            yield problem("idle_agent", ("rules", "calendar", "agent"), name=calendar.agent)
        if calendar.agent in (Payer.STATE, Payer.INSURED_PERSON):
            yield problem("no_agent", ("rules", "calendar", "agent"), name=calendar.agent)
    yield from repeated(calendar.must_be_paid, path=("rules", "calendar", "must_be_paid"))


def _waiting(scheme: Scheme) -> Iterator[SchemeProblem]:
    names = [one.benefit for one in scheme.rules.entitlement.waiting]
    yield from repeated(names, path=("rules", "entitlement", "waiting"), field="benefit")


def _relations(scheme: Scheme) -> Iterator[SchemeProblem]:
    path: Path = ("rules", "insured_unit", "dependants")
    rules = scheme.rules.insured_unit.dependants
    yield from repeated([one.relation for one in rules], path=path, field="relation")
    for place, one in enumerate(rules):
        if one.relation not in RELATIONS:
            known = ", ".join(RELATIONS)
            where = (*path, place, "relation")
            yield problem("unknown_relation", where, name=one.relation, known=known)
        if one.student_below_age is not None and one.below_age is None:
            where = (*path, place, "student_below_age")
            yield problem("student_of_any_age", where, name=one.relation)


def _periodic(scheme: Scheme, *, node: Periodic, path: Path) -> Iterator[SchemeProblem]:
    months, days = _PERIODS[node.kind]
    where = (*path, "due_day")
    yield from _count(scheme, name=node.due_day, path=where, units=("days",), low=1, high=days)
    if isinstance(node.part_cover, PartCover):
        name, where = node.part_cover.months, (*path, "part_cover", "months")
        yield from _count(scheme, name=name, path=where, units=("months",), low=1, high=months)


def _count(
    scheme: Scheme, *, name: str | None, path: Path, units: Sequence[str], low: int, high: int
) -> Iterator[SchemeProblem]:
    if name is None:
        return
    parameter = scheme.parameter(name)
    if parameter.unit not in units:
        wanted = ", ".join(units)
        yield problem("other_count", path, name=name, unit=parameter.unit, wanted=wanted)
        return
    for dated in parameter.values:
        if isinstance(dated.value, int) and not low <= dated.value <= high:
            given = {"name": name, "value": dated.value, "day": dated.start}
            yield problem("out_of_range", path, low=low, high=high, **given)


def _crossing(scheme: Scheme, *, low: str, high: str, path: Path) -> Iterator[SchemeProblem]:
    for day in change_days(scheme, names=(low, high)):
        found = numbers(scheme, names=(low, high), day=day)
        if found and found[0] > found[1]:
            yield problem("crossed_bounds", path, day=day, low=low, high=high)
