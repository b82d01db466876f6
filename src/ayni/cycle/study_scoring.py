"""A study's score: each month that came held against the futures it was expected from, once and for good.

A month's people and money are scored when it and the next one are over; its paid units when, besides, the time
of grace of what was due for it has passed. What care cost is not recorded in this program yet: its row says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.came import Came, came, months_assessed
from ayni.apps.study.queries import Run, Score, Study
from ayni.core.actor import Actor, Role, Scope
from ayni.core.periods import month_of
from ayni.core.projection.experience import (
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
    """How a study stands: its scores in order, and what in them should be looked into."""

    study: Study
    run: Run
    scores: tuple[Score, ...]
    alerts: tuple[Alert, ...]


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
        adhesions = _adhesions(runner, opened=opened)
        assessed = months_assessed(actor=runner, adhesions=adhesions)
        months = [one for one in assessed if _inside(opened, month=one, when=when)]
        if months:
            others = protects_others(opened.scheme)
            found = came(actor=runner, adhesions=adhesions, months=months, others=others)
            scores = list(_scores(opened, found=found, when=when))
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
    return Believed(about, found, scores, alerts([one for one in map(_scored, scores) if one]))


def alerts_of(*, actor: Actor, association: int) -> list[Believed]:
    """Give how the studies stand that concern an association, to whoever may see them.

    The institution's readers see the newest scored run of each of its agreements; the association itself what
    its own proposals showed. Nobody else sees any.
    """
    outside = actor.scope is Scope.ASSOCIATION and association not in actor.associations
    if outside or actor.scope in (Scope.CLINIC, Scope.OBSERVER):
        return []
    if actor.scope is Scope.INSTITUTION and actor.role not in (*READS, Role.SYSTEM):
        return []
    runner = actor.on_behalf(reason="ver cómo va un estudio")
    with acting(runner):
        mine = [
            one.agreement
            for one in alliances.adhesions(actor=runner)
            if association in (one.association, one.payer)
        ]
        mine += [
            one.id for one in alliances.frameworks(actor=runner) if one.association == association
        ]
        shown = queries.runs_shown_to(actor=runner, association=association)
    found = []
    for study, run in studying.listed_runs(actor=runner):
        if study.agreement in mine and (actor.scope is Scope.INSTITUTION or run.id in shown):
            found.append(believed(actor=runner, run=run.id))
    return [one for one in found if one.scores]


def _adhesions(actor: Actor, *, opened: Opened) -> list[int] | None:
    """Give the adhesions a study is about; none: all of the institution's."""
    population = opened.prepared.study.population
    named = population.association if isinstance(population, RosterPopulation) else None
    if opened.study.agreement is None and not isinstance(population, RosterPopulation):
        raise NothingToScore(opened.study.code)
    if opened.study.agreement is None and named is None:
        return None
    found = alliances.adhesions(actor=actor, agreement=opened.study.agreement)
    codes = {one.id: one.code for one in alliances.associations(actor=actor)}
    return [one.id for one in found if named in (None, codes[one.association])]


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
    cost = _futures(Component.COST, opened=opened, outcome=outcome)
    for month in found:
        yield _unknown(Component.COST, month=month, believed=cost[:, month - first])


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
        component=one.component.value,
        low=one.low,
        middle=one.middle,
        expected=one.expected,
        high=one.high,
        actual=one.actual,
        ratio=one.ratio,
        percentile=one.percentile,
        alert=not one.inside,
    )


def _unknown(component: Component, *, month: int, believed: Floats) -> Score:
    low, middle, high = (float(one) for one in np.quantile(believed, (LOW, 0.5, HIGH)))
    expected = float(believed.mean())
    return Score(month, component.value, low, middle, expected, high, None, None, None, False)


def _scored(one: Score) -> Scored | None:
    """Turn a row back into what alerts are told from; nothing where it is not known what came."""
    if one.actual is None or one.percentile is None:
        return None
    return Scored(
        component=Component(one.component),
        month=one.month,
        actual=one.actual,
        expected=one.expected,
        low=one.low,
        middle=one.middle,
        high=one.high,
        ratio=one.ratio,
        percentile=one.percentile,
    )
