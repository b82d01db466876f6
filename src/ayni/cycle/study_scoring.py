"""A study's score: each month that came held against the futures it was expected from, once and for good.

A month's people and money are scored when it and the next one are over; its paid units when, besides, the time
of grace of what was due for it has passed. What care cost comes from the institution's own accounts: a month
told of every adhesion is scored, whole and by benefit line, and anew where it is told anew; another is not
known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.benefit import queries as benefits
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.came import Came, came, months_assessed
from ayni.apps.study.queries import Run, Score, Study
from ayni.core.actor import Actor, Role, Scope
from ayni.core.benefit import MonthCost, month_costs
from ayni.core.periods import month_of
from ayni.core.projection.cube import COST
from ayni.core.projection.experience import (
    COST_OF,
    HIGH,
    LOW,
    Alert,
    Component,
    Scored,
    alerts,
    futures,
    score,
)
from ayni.core.projection.finance import Outcome, evaluate
from ayni.core.projection.inputs import Floats
from ayni.core.projection.law import protects_others
from ayni.core.projection.study_text import RosterPopulation
from ayni.cycle import studying
from ayni.cycle.studying import READS, NotDone, Opened

#: What is recorded here of a month, and the field of ``Came`` that has it.
_RECORDED = (Component.FAMILIES, Component.PERSONS, Component.UNITS, Component.INCOME)


class NothingToScore(LookupError):
    """The study is about nobody whose months are recorded here."""


@dataclass(frozen=True, slots=True)
class Believed:
    """How a study stands: its scores in order, and what in them should be looked into.

    ``partial`` has the months of which some cost is told and which are not known as a whole.
    """

    study: Study
    run: Run
    scores: tuple[Score, ...]
    alerts: tuple[Alert, ...]
    partial: Mapping[int, MonthCost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """The day on which it is asked what came, the moment that is written, and the last month to look at."""

    day: date
    at: datetime
    until: int | None = None


def score_study(*, actor: Actor, run: int, when: When) -> list[Score]:
    """Score what came since the last time; gives all scores of the run. What was scored stays as it was.

    Raises ``UnknownRun``, ``NotDone``, ``NothingToScore``.
    """
    opened = studying.opened(actor=actor, run=run)
    runner = actor.on_behalf(reason="contrastar un estudio con lo que vino")
    with acting(runner):
        adhesions = _adhesions(runner, about=opened.study)
        assessed = months_assessed(actor=runner, adhesions=adhesions)
        months = [one for one in assessed if _inside(opened, month=one, when=when)]
        if months:
            others = protects_others(opened.scheme)
            found = came(actor=runner, adhesions=adhesions, months=months, others=others)
            costs = _costs(runner, adhesions=adhesions, months=months, lines=opened.cube.lines)
            scores = [
                *_scores(opened, found=found, when=when),
                *_cost_scores(opened, costs=costs),
            ]
            writes.keep_scores(actor=runner, run=run, scores=scores, at=when.at)
        return queries.scores(actor=runner, run=run)


def score_all(*, actor: Actor, when: When) -> int:
    """Score the newest finished run of every study whose people are recorded here; gives how many runs."""
    scored = 0
    for _, run in studying.listed_runs(actor=actor):
        try:
            score_study(actor=actor, run=run.id, when=when)
        except (NothingToScore, NotDone):
            continue
        scored += 1
    return scored


def believed(*, actor: Actor, run: int) -> Believed:
    """Give how the months that came stood against a run, with its alerts; raises ``UnknownRun``."""
    actor.require(*READS)
    with acting(actor):
        found = queries.run(actor=actor, number=run)
        about = None if found is None else queries.study(actor=actor, number=found.study)
        scores = tuple(queries.scores(actor=actor, run=run))
    if found is None or about is None:
        raise studying.UnknownRun(str(run))
    return Believed(about, found, scores, _alerts(scores))


def told_in_part(*, actor: Actor, found: Believed) -> Believed:
    """Give the same with what is told of the months whose cost is not known as a whole."""
    actor.require(*READS)
    unknown = [
        one.month for one in found.scores if one.component == Component.COST and one.actual is None
    ]
    if not unknown:
        return found
    runner = actor.on_behalf(reason="ver qué costos faltan")
    with acting(runner):
        adhesions = _adhesions(runner, about=found.study)
        costs = _costs(runner, adhesions=adhesions, months=unknown, lines=())
    partial = {month: one for month, one in costs.items() if one.adhesions}
    return replace(found, partial=partial)


def _alerts(scores: tuple[Score, ...]) -> tuple[Alert, ...]:
    return alerts([one for one in map(_scored, scores) if one])


def alerts_of(*, actor: Actor, association: int) -> list[Believed]:
    """Give how the studies stand that concern an association, to whoever may see them.

    The institution's readers see the newest scored run of each of its agreements; the association itself what
    its own proposals showed, and of what care cost nothing that is others' too. Nobody else sees any. Benefit
    lines stay on the study's own page.
    """
    outside = actor.scope is Scope.ASSOCIATION and association not in actor.associations
    if outside or actor.scope in (Scope.CLINIC, Scope.OBSERVER):
        return []
    if actor.scope is Scope.INSTITUTION and actor.role not in (*READS, Role.SYSTEM):
        return []
    runner = actor.on_behalf(reason="ver cómo va un estudio")
    with acting(runner):
        adhesions = alliances.adhesions(actor=runner)
        mine = [one.agreement for one in adhesions if association in (one.association, one.payer)]
        mine += [
            one.id for one in alliances.frameworks(actor=runner) if one.association == association
        ]
        shown = queries.runs_shown_to(actor=runner, association=association)
    found = []
    for study, run in studying.listed_runs(actor=runner):
        if study.agreement in mine and (actor.scope is Scope.INSTITUTION or run.id in shown):
            of = _of_study(adhesions, about=study)
            alone = all(one.association == association for one in of)
            one = believed(actor=runner, run=run.id)
            found.append(_for_alliance(one, cost=alone or actor.scope is Scope.INSTITUTION))
    return [one for one in found if one.scores]


def _for_alliance(found: Believed, *, cost: bool) -> Believed:
    """Leave benefit lines out, and with ``cost`` false all of what care cost."""
    scores = tuple(
        one
        for one in found.scores
        if not one.component.startswith(COST_OF) and (cost or one.component != Component.COST)
    )
    return replace(found, scores=scores, alerts=_alerts(scores))


def _adhesions(actor: Actor, *, about: Study) -> list[int] | None:
    """Give the adhesions a study is about; none: all of the institution's."""
    population = studying.study_of(about).population
    if about.agreement is None:
        if not isinstance(population, RosterPopulation):
            raise NothingToScore(about.code)
        if population.association is None:
            return None
    found = alliances.adhesions(actor=actor, agreement=about.agreement)
    return [one.id for one in _of_study(found, about=about)]


def _of_study(adhesions: list[Adhesion], *, about: Study) -> list[Adhesion]:
    """Keep the adhesions a study is about: its agreement's, or those of the association it names."""
    population = studying.study_of(about).population
    named = population.association if isinstance(population, RosterPopulation) else None
    return [
        one
        for one in adhesions
        if about.agreement in (None, one.agreement) and named in (None, one.association_code)
    ]


def _costs(
    actor: Actor,
    *,
    adhesions: Sequence[int] | None,
    months: Sequence[int],
    lines: Sequence[str],
) -> Mapping[int, MonthCost]:
    """Give what the institution told of what care cost, for the adhesions assessed each month."""
    asked = benefits.assessed(actor=actor, adhesions=adhesions, months=months)
    held = benefits.held(actor=actor, adhesions=adhesions, months=months)
    return month_costs(held, asked=asked, lines=lines)


def _inside(opened: Opened, *, month: int, when: When) -> bool:
    first, months = opened.folded.first_month, opened.folded.months
    last = month_of(when.day) - 2
    return first <= month < first + months and month <= min(last, when.until or last)


def _paid_by_now(opened: Opened, *, month: int, when: When) -> bool:
    """Tell whether what was due for a month has had its time, grace included."""
    law = opened.prepared.law
    comes = np.flatnonzero(law.cash[month - law.first_month])
    return law.first_month + int(comes[-1]) + law.grace < month_of(when.day)


def _scores(opened: Opened, *, found: Mapping[int, Came], when: When) -> Iterator[Score]:
    first = opened.folded.first_month
    outcome = _outcome(opened)
    for component in _RECORDED:
        actual = {
            month: float(getattr(one, component.value))
            for month, one in found.items()
            if component is not Component.UNITS or _paid_by_now(opened, month=month, when=when)
        }
        expected = _futures(component, opened=opened, outcome=outcome)
        for one in score(component, actual=actual, futures=expected, first_month=first):
            yield _kept(one)


def _cost_scores(opened: Opened, *, costs: Mapping[int, MonthCost]) -> Iterator[Score]:
    """Score what care cost; what is not told of everybody is not known, line by line once anything is told."""
    whole = _futures(Component.COST, opened=opened, outcome=_outcome(opened))
    factors = opened.prepared.levers.line_factor
    for told in costs.values():
        yield _cost(Component.COST, told=told, actual=told.whole, believed=whole, opened=opened)
        for line in opened.cube.lines if told.adhesions else ():
            believed = opened.cube.of(COST + line).astype(np.float64) * factors.get(line, 1.0)
            name, actual = COST_OF + line, told.lines.get(line)
            yield _cost(name, told=told, actual=actual, believed=believed, opened=opened)


def _cost(
    component: str, *, told: MonthCost, actual: int | None, believed: Floats, opened: Opened
) -> Score:
    """Score a month's cost of one component, as of the newest telling of that month."""
    first, month = opened.folded.first_month, told.month
    if actual is None:
        found = _unknown(component, month=month, believed=believed[:, month - first])
    else:
        came_ = {month: float(actual)}
        (one,) = score(component, actual=came_, futures=believed, first_month=first)
        found = _kept(one)
    return replace(found, revision=told.newest)


def _outcome(opened: Opened) -> Outcome:
    """Lay the study's own levers without the State's part: what comes from associations is recorded here."""
    return evaluate(opened.folded, levers=replace(opened.prepared.levers, state_pays=0.0))


def _futures(component: Component, *, opened: Opened, outcome: Outcome) -> Floats:
    """Give a component of every future, ``[s, t]``; cost is care alone, as clinics would tell it."""
    if component is Component.COST:
        return outcome.care.T
    return futures(component, cube=opened.cube, outcome=outcome)


def _kept(one: Scored) -> Score:
    return Score(
        month=one.month,
        component=str(one.component),
        low=one.low,
        middle=one.middle,
        expected=one.expected,
        high=one.high,
        actual=one.actual,
        ratio=one.ratio,
        percentile=one.percentile,
        alert=not one.inside,
    )


def _unknown(component: str, *, month: int, believed: Floats) -> Score:
    low, middle, high = (float(one) for one in np.quantile(believed, (LOW, 0.5, HIGH)))
    expected = float(believed.mean())
    return Score(month, str(component), low, middle, expected, high, None, None, None, False)


def _scored(one: Score) -> Scored | None:
    """Turn a row back into what alerts are told from; nothing where it is not known what came."""
    if one.actual is None or one.percentile is None:
        return None
    return Scored(
        component=one.component,
        month=one.month,
        actual=one.actual,
        expected=one.expected,
        low=one.low,
        middle=one.middle,
        high=one.high,
        ratio=one.ratio,
        percentile=one.percentile,
    )
