"""What an alternative of a study's file moves: read exactly, within its bounds, or refused at its place.

The figures are those of the table of figures, no more: a clause that prices something or feeds the fund, and
what the study takes besides. What people would do otherwise asks for a run of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ayni.core.alliance.clauses import ClauseKind, clauses
from ayni.core.periods import first_day
from ayni.core.projection.assumption_tables import KINDS
from ayni.core.projection.handles import Handle, Part, clause_handles, free_handles
from ayni.core.projection.levers import Levers
from ayni.core.projection.study_problems import StudyProblem, StudyRefused
from ayni.core.projection.study_text import Alternative, Study
from ayni.core.scheme import Payer, Scheme, Terms, figure_text
from ayni.core.scheme.units import UnreadableFigure, parse_whole

#: How far a reserve may go, in minor units: no clause bounds it, and what is written has fifteen figures.
_ANY_RESERVE = 10**15
#: Words of a study that are no clause and of which a run is made.
_OWN_RUN = frozenset(KINDS) | {
    "scheme", "activity", "income", "workers", "starts", "months", "scenarios", "seed", "kernel",
    "population", "associations", "before",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """An alternative with what it moves: whole values by handle, as the table of figures takes them."""

    alternative: Alternative
    values: Mapping[str, int]
    handles: tuple[Handle, ...]  # of the values, in their order


@dataclass(frozen=True, slots=True)
class Movable:
    """What may be moved before a run: live handles, and the keys of all clauses and of behaviour."""

    handles: Mapping[str, Handle]
    clauses: frozenset[str]
    behaviour: frozenset[str]


def movable(
    study: Study, *, scheme: Scheme, terms: Terms | None, levers: Levers, investment: float
) -> Movable:
    """Give what alternatives of a study may move; bounds are the clauses' own, and those of the table."""
    known = clauses(scheme, day=first_day(study.first_month))
    activity = frozenset() if study.activity is None else frozenset({study.activity})
    own = clause_handles(scheme, clauses=known, terms=terms, activities=activity)
    free = free_handles(
        levers,
        currency=scheme.currency,
        monthly_cost=0.0,
        investment=investment,
        state=Payer.STATE in levers.prices.by_payer,
    )
    live = {one.key: one for one in (*own, *free) if one.part is not Part.BEHAVIOUR}
    reserve = live["opening_reserve"]
    live["opening_reserve"] = replace(reserve, highest=max(reserve.highest, _ANY_RESERVE))
    behaviour = {one.key for one in own if one.part is Part.BEHAVIOUR}
    behaviour |= {one.key for one in known if one.kind is not ClauseKind.FIGURE}
    return Movable(live, frozenset(one.key for one in known), frozenset(behaviour) | _OWN_RUN)


def asked_of(study: Study, *, can: Movable) -> tuple[Asked, ...]:
    """Read the alternatives of a study; raises ``StudyRefused`` with all that is wrong in them."""
    problems: list[StudyProblem] = []
    found = [
        _asked(one, can=can, place=("alternatives", place), to=problems)
        for place, one in enumerate(study.alternatives)
    ]
    if problems:
        raise StudyRefused(problems)
    return tuple(found)


def _asked(
    one: Alternative, *, can: Movable, place: tuple[str | int, ...], to: list[StudyProblem]
) -> Asked:
    values, before = {}, len(to)
    for key, written in one.moves.items():
        value = _value(key, written, can=can, place=(*place, "moves", key), to=to)
        if value is not None and value != can.handles[key].value:
            values[key] = value
    if not values and len(to) == before:
        to.append(StudyProblem("changes_nothing", (*place, "moves"), one.code))
    return Asked(one, values, tuple(can.handles[key] for key in values))


def _value(
    key: str, written: str, *, can: Movable, place: tuple[str | int, ...], to: list[StudyProblem]
) -> int | None:
    handle = can.handles.get(key)
    if handle is None:
        to.append(StudyProblem(_why_not(key, can=can), place, key, ", ".join(can.handles)))
        return None
    try:
        value = parse_whole(written.removeprefix("-"), unit=handle.unit)
    except UnreadableFigure as error:
        to.append(StudyProblem("unreadable_figure", place, written, str(error)))
        return None
    value = -value if written.startswith("-") else value
    if not handle.lowest <= value <= handle.highest:
        bounds = (_signed(one, unit=handle.unit) for one in (handle.lowest, handle.highest))
        to.append(StudyProblem("out_of_bounds", place, written, " – ".join(bounds)))
        return None
    return value


def _why_not(key: str, *, can: Movable) -> str:
    if key in can.behaviour:
        return "needs_own_run"
    return "moves_nothing" if key in can.clauses else "unknown_lever"


def _signed(value: int, *, unit: str) -> str:
    return ("-" if value < 0 else "") + figure_text(abs(value), unit=unit)
