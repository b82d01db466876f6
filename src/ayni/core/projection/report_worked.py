"""What a report needs of a study, worked out once: base, alternatives, moves, stresses, proof, conclusion.

No word is in it, so that one study worked out is told in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ayni.core.projection.assuming import standard_people
from ayni.core.projection.cohort import project_cohort
from ayni.core.projection.conclusions import Conclusion, conclude
from ayni.core.projection.cube import Cube
from ayni.core.projection.data_check import (
    ActualExpected,
    Finding,
    actual_expected,
    data_check,
    lowest_age_of,
)
from ayni.core.projection.demography import Expected, expected
from ayni.core.projection.events import project_events
from ayni.core.projection.folding import fold
from ayni.core.projection.inputs import Assumptions, Paths
from ayni.core.projection.laying import Alternated, alternated
from ayni.core.projection.levers import Levers, scaled
from ayni.core.projection.moving import Moved, sides
from ayni.core.projection.paths import draw_paths
from ayni.core.projection.people_indicators import EntryCohort
from ayni.core.projection.population import frame_of
from ayni.core.projection.reconciliation import Reconciliation
from ayni.core.projection.report_evaluated import (
    Evaluated,
    Run,
    balanced,
    balancing,
    entry_cohorts,
    evaluated,
    run_of,
)
from ayni.core.projection.report_facts import UnfinishedRun
from ayni.core.projection.stressing import begins_within, forced
from ayni.core.projection.study import Prepared
from ayni.core.projection.study_problems import StudyProblem
from ayni.core.projection.study_text import Stress
from ayni.core.scheme import Scheme

#: Futures on which the moves stand: their differences are nearly free of chance.
MOVE_SCENARIOS = 8
#: Futures on which the stresses stand, at most, with a base of their own.
STRESS_SCENARIOS = 200


class OtherStudy(ValueError):
    """A cube of other months or other futures than the study's: it is another study's result."""


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """A study worked out. ``proofs`` have a code, the cohort kernel's figure and the event kernel's."""

    prepared: Prepared
    scheme: Scheme
    kernel: str
    cube: Cube
    base: Evaluated
    cohorts: tuple[EntryCohort, ...]
    alternatives: tuple[tuple[str, Evaluated], ...]
    written: tuple[tuple[Alternated, Evaluated], ...]
    moves: Mapping[str, tuple[float, float]]
    stress_base: Evaluated
    stresses: tuple[tuple[Stress, Evaluated], ...]
    stress_scenarios: int
    conclusion: Conclusion
    checks: tuple[ActualExpected, ...]
    findings: tuple[Finding, ...]
    proofs: tuple[tuple[str, float, float], ...]
    proof_scenarios: int
    proof_digest: str
    #: The way from the study it names as earlier, or why there is none.
    reconciliation: Reconciliation | StudyProblem | None = None


def project(
    prepared: Prepared,
    *,
    kernel: str,
    paths: Paths,
    assumptions: Assumptions | None = None,
    template: Expected | None = None,
) -> Cube:
    """Run a kernel, ``cohort`` or ``events``, on futures already drawn."""
    assumed = assumptions or prepared.assumptions
    if kernel == "cohort":
        return project_cohort(
            families=prepared.families,
            law=prepared.law,
            assumptions=assumed,
            paths=paths,
            template=template,
        )
    return project_events(
        families=prepared.families,
        law=prepared.law,
        assumptions=assumed,
        paths=paths,
        seed=prepared.study.seed,
    )


def futures(prepared: Prepared, *, scenarios: range) -> Paths:
    """Draw the common futures of a study."""
    return draw_paths(
        assumptions=prepared.assumptions,
        law=prepared.law,
        seed=prepared.study.seed,
        scenarios=scenarios,
    )


def work_out(
    prepared: Prepared,
    *,
    scheme: Scheme,
    kernel: str,
    cube: Cube,
    proof_scenarios: int = 0,
) -> Worked:
    """Work a study out from its base cube.

    Raises ``UnfinishedRun`` for a cube without a future, ``OtherStudy`` for one of other months.
    """
    if not cube.scenarios.size:
        raise UnfinishedRun(f"{prepared.study.code}: no future was run")
    if (cube.first_month, cube.values.shape[1]) != (prepared.law.first_month, prepared.law.months):
        raise OtherStudy(f"{prepared.study.code}: the cube has other months")
    _same_futures(prepared, cube)
    run, levers = run_of(cube, income=prepared.income), prepared.levers
    calm = first_of(cube, count=STRESS_SCENARIOS)
    base = evaluated(run, levers=levers)
    template = expected(
        families=prepared.families, law=prepared.law, assumptions=prepared.assumptions
    )
    proofs, proof = _proofs(prepared, cube, kernel, proof_scenarios)
    return Worked(
        prepared=prepared,
        scheme=scheme,
        kernel=kernel,
        cube=cube,
        base=base,
        cohorts=entry_cohorts(cube),
        alternatives=_alternatives(run, levers),
        written=_written(prepared, scheme, run),
        moves=_moves(prepared, template),
        stress_base=evaluated(run_of(calm, income=prepared.income), levers=levers),
        stresses=_stresses(prepared, kernel, calm, template),
        stress_scenarios=int(calm.scenarios.size),
        conclusion=conclude(run.folded, levers=levers),
        checks=_checked(prepared),
        findings=_findings(prepared, scheme),
        proofs=proofs,
        proof_scenarios=proof_scenarios if proofs else 0,
        proof_digest=proof,
    )


def _same_futures(prepared: Prepared, cube: Cube) -> None:
    """Refuse a cube of another seed or of other assumptions of the world: nothing could be held against it."""
    first = int(cube.scenarios[0])
    paths = futures(prepared, scenarios=range(first, first + 1))
    if not np.array_equal(paths.investment.astype(np.float32), cube.investment[:1]):
        raise OtherStudy(f"{prepared.study.code}: the cube stands on other futures")


def first_of(cube: Cube, *, count: int) -> Cube:
    """Give the first futures of a cube."""
    return replace(
        cube,
        scenarios=cube.scenarios[:count],
        values=cube.values[:count],
        investment=cube.investment[:count],
    )


def _alternatives(run: Run, levers: Levers) -> tuple[tuple[str, Evaluated], ...]:
    """Evaluate what else may be charged, on the same run: twice as much, what balances, what is safe."""
    factors = {"double": 2.0, **balancing(run, levers=levers)}
    return tuple(
        (code, evaluated(run, levers=scaled(levers, by=factor))) for code, factor in factors.items()
    )


def _written(
    prepared: Prepared, scheme: Scheme, run: Run
) -> tuple[tuple[Alternated, Evaluated], ...]:
    """Evaluate the alternatives that the study's file writes, on the same run."""
    found = alternated(prepared, scheme=scheme, run=run.folded)
    return tuple((one, evaluated(run, levers=one.laid.levers)) for one in found)


def _moves(prepared: Prepared, template: Expected) -> Mapping[str, tuple[float, float]]:
    """Move each assumption and give what the break-even contribution gains, on few common futures."""

    def even(moved: Moved, demography: bool) -> float:
        changed = replace(prepared, assumptions=moved.assumptions)
        scenarios = range(MOVE_SCENARIOS)
        known = None if demography else _with_use(template, moved.assumptions)
        cube = project(
            changed,
            kernel="cohort",
            paths=futures(changed, scenarios=scenarios),
            template=known,
        )
        return balanced(fold(cube), levers=moved.levers)

    return sides(Moved(prepared.assumptions, prepared.levers), measure=even)


def _with_use(template: Expected, assumptions: Assumptions) -> Expected:
    """Give the same people with other use of care."""
    use = np.tensordot(template.people, assumptions.use / 12, axes=((2, 3), (1, 2)))
    return replace(template, use=np.ascontiguousarray(use))


def _stresses(
    prepared: Prepared, kernel: str, cube: Cube, template: Expected
) -> tuple[tuple[Stress, Evaluated], ...]:
    """Run the bad cases of the study on the futures of a cube."""
    scenarios = range(int(cube.scenarios[0]), int(cube.scenarios[-1]) + 1)
    paths = futures(prepared, scenarios=scenarios)
    found = []
    for stress in prepared.study.stress:
        if not begins_within(stress, months=paths.price.shape[1]):
            continue  # told as such: ``Facts.beyond``
        bad = forced(
            paths,
            stress=stress,
            families=prepared.families,
            assumptions=prepared.assumptions,
        )
        run = run_of(
            project(prepared, kernel=kernel, paths=bad, template=template), income=prepared.income
        )
        found.append((stress, evaluated(run, levers=prepared.levers)))
    return tuple(found)


def _checked(prepared: Prepared) -> tuple[ActualExpected, ...]:
    """Compare a roster's ages with those of the families by rule; a population by rule is its own measure."""
    if prepared.study.population.kind not in ("roster", "points"):
        return ()
    return actual_expected(
        prepared.families,
        month=prepared.law.first_month,
        expected=standard_people(prepared.tables.family_size.value),
    )


def _findings(prepared: Prepared, scheme: Scheme) -> tuple[Finding, ...]:
    """Look at the people of a roster, as they are projected."""
    if prepared.study.population.kind != "roster":
        return ()
    month = prepared.law.first_month
    return data_check(
        frame_of(prepared.families),
        month=month,
        child_limit=prepared.law.child_limit,
        lowest_age=lowest_age_of(scheme, month=month, terms=prepared.terms),
    ).findings


_COUNTED: Mapping[str, Callable[[Cube], float]] = {
    "units": lambda cube: float(cube.of("units").sum(dtype=np.float64)),
    "covered": lambda cube: float(cube.of("covered").sum(dtype=np.float64)),
    "cost": lambda cube: float(cube.cost().sum()),
}


def _proofs(
    prepared: Prepared, cube: Cube, kernel: str, scenarios: int
) -> tuple[tuple[tuple[str, float, float], ...], str]:
    """Compute the same figures by the other kernel, on the first futures of the base."""
    if not scenarios:
        return (), ""
    first = int(cube.scenarios[0])
    count = min(scenarios, cube.scenarios.size)
    other = project(
        prepared,
        kernel="events" if kernel == "cohort" else "cohort",
        paths=futures(prepared, scenarios=range(first, first + count)),
    )
    same = first_of(cube, count=count)
    cohort, event = (same, other) if kernel == "cohort" else (other, same)
    found = [(code, one(cohort) / count, one(event) / count) for code, one in _COUNTED.items()]
    even = [balanced(fold(one), levers=prepared.levers) for one in (cohort, event)]
    return (*found, ("break_even", even[0], even[1])), other.digest()
