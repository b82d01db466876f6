"""From an earlier study to this one, step by step: what moved the break-even contribution and the reserve.

One group of what a study is made of is replaced at a time, in the order of ``STEPS``, and the means are
computed anew by the cohort kernel on the same futures. The first step leads from the earlier study's own result
to its means on those futures, the last one from this study's means to its own result. Figures are whole minor
units, so that the steps add up to the difference exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ayni.core.projection.assumption_tables import AnyTable, Kind, digest_of
from ayni.core.projection.checking import StudyRefused as UnusableInputs
from ayni.core.projection.cohort import project_cohort
from ayni.core.projection.cube import Cube
from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import fold
from ayni.core.projection.inputs import Families
from ayni.core.projection.law import CannotProject
from ayni.core.projection.levers import Levers
from ayni.core.projection.paths import draw_paths
from ayni.core.projection.present import NothingPaid
from ayni.core.projection.reconciliation import STEP_SCENARIOS, STEPS, Point, Reconciliation, Step
from ayni.core.projection.report_assumed_words import KINDS_OF
from ayni.core.projection.report_evaluated import balanced
from ayni.core.projection.study import Prepared, prepare
from ayni.core.projection.study_problems import StudyProblem, StudyRefused
from ayni.core.projection.study_text import Study
from ayni.core.scheme import Scheme, Terms, canonical

#: Fields of a study's text that go with a step.
_FIELDS: dict[str, tuple[str, ...]] = {
    "months": ("months",),
    # people are of an age on a day: the day comes with them
    "population": ("starts", "population", "associations", "before"),
    "law": ("scheme", "terms", "activity", "income", "workers"),
    "finance": ("finance",),
}
_PLACE = ("previous",)


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """A study with its own result: what it was prepared from, the scheme it ran under, its cube."""

    prepared: Prepared
    scheme: Scheme
    cube: Cube


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A study between the two: its text, tables, people, scheme and terms."""

    study: Study
    tables: dict[Kind, AnyTable]
    families: Families
    scheme: Scheme
    terms: Terms | None


def reconcile(*, earlier: Valued, now: Valued) -> Reconciliation:
    """Lead from an earlier study to this one; raises ``StudyRefused`` where no way leads."""
    _check_like(earlier.scheme, now.scheme)
    start = _point("futures", earlier.cube, earlier.prepared.levers)
    first, last = _state(earlier), _state(now)
    # the seed is this study's from the first step on: every step stands on its futures
    state = replace(first, study=first.study.model_copy(update={"seed": last.study.seed}))
    steps = [Step("futures", _means("futures", state))]
    for code in STEPS[1:-1]:
        moved = _with(state, last, code=code)
        same = _mark(moved) == _mark(state)
        steps.append(Step(code, steps[-1].after if same else _means(code, moved)))
        state = moved
    steps.append(Step("own", _point("own", now.cube, now.prepared.levers)))
    return Reconciliation(earlier.prepared.study, start, tuple(steps))


def _check_like(earlier: Scheme, now: Scheme) -> None:
    said = [f"{one.rules.country}, {one.currency}" for one in (earlier, now)]
    if said[0] != said[1]:
        raise StudyRefused([StudyProblem("previous_alien", _PLACE, *said)])


def _state(one: Valued) -> _State:
    ready = one.prepared
    # what a study says instead is in its tables already
    study = ready.study.model_copy(
        update={"instead": (), "alternatives": (), "stress": (), "previous": None}
    )
    return _State(study, ready.tables.all(), ready.families, one.scheme, ready.terms)


def _with(state: _State, last: _State, *, code: str) -> _State:
    """Take one group over from the last state."""
    said: dict[str, Any] = {name: getattr(last.study, name) for name in _FIELDS.get(code, ())}
    kinds = _kinds(code, state=state, last=last)
    if kinds:
        chosen = {kind: last.study.assumptions[kind] for kind in kinds}
        said["assumptions"] = {**state.study.assumptions, **chosen}
    found = replace(
        state,
        study=state.study.model_copy(update=said),
        tables={**state.tables, **{kind: last.tables[kind] for kind in kinds}},
    )
    if code == "population":
        return replace(found, families=last.families)
    if code == "law":
        return replace(found, scheme=last.scheme, terms=last.terms)
    return found


def _kinds(code: str, *, state: _State, last: _State) -> tuple[Kind, ...]:
    """Give the tables of a theme; those of epidemics go with care where the benefit lines are others."""
    kinds = list(KINDS_OF.get(code, ()))
    if code == "care" and _lines(state) != _lines(last):
        kinds.append("epidemics")
    return tuple(kind for kind in last.tables if kind in kinds)


def _lines(state: _State) -> list[str]:
    return [one.line for one in state.tables["benefit_lines"].values]  # type: ignore[union-attr]


def _mark(state: _State) -> tuple[object, ...]:
    """Give what tells two states apart."""
    families = state.families
    arrays = (families.offset, families.group, families.weight, families.birth, families.sex)
    return (
        state.study.run_text(),
        tuple(sorted((kind, digest_of(table)) for kind, table in state.tables.items())),
        canonical(state.scheme).digests,
        None if state.terms is None else state.terms.model_dump_json(),
        families.groups,
        *(np.ascontiguousarray(one).tobytes() for one in (*arrays, families.role)),
        families.identifier.tobytes(),
    )


def _means(code: str, state: _State) -> Point:
    try:
        ready = prepare(
            state.study,
            scheme=state.scheme,
            tables=state.tables,
            families=state.families,
            terms=state.terms,
        )
        paths = draw_paths(
            assumptions=ready.assumptions,
            law=ready.law,
            seed=ready.study.seed,
            scenarios=range(STEP_SCENARIOS),
        )
        cube = project_cohort(
            families=ready.families, law=ready.law, assumptions=ready.assumptions, paths=paths
        )
    except (StudyRefused, CannotProject, UnusableInputs) as error:
        said = str(error).splitlines()[0]
        raise StudyRefused([StudyProblem("previous_no_step", _PLACE, code, said)]) from error
    return _point(code, cube, ready.levers)


def _point(code: str, cube: Cube, levers: Levers) -> Point:
    run = fold(cube)
    try:
        even = balanced(run, levers=levers)
    except NothingPaid as error:
        problem = StudyProblem("previous_no_step", _PLACE, code, str(error))
        raise StudyRefused([problem]) from error
    reserve = float(evaluate(run, levers=levers).reserve[-1].mean())
    return Point(round(even), round(reserve))
