"""The cohort kernel's entrance: the mean of what the event kernel draws, given the common future."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from queue import SimpleQueue

import numpy as np

from ayni.core.projection.chain import tree
from ayni.core.projection.checking import check_inputs, check_paths
from ayni.core.projection.cohort_kernel import run_scenario
from ayni.core.projection.cohort_plan import Desk, Future, Plan, desk_for
from ayni.core.projection.cube import Cube, measures_of
from ayni.core.projection.demography import Expected, expected
from ayni.core.projection.inputs import Assumptions, Families, Floats, LawInputs, Paths
from ayni.core.projection.noise import mean_severity
from ayni.core.projection.tables import monthly_chance


def project_cohort(
    *,
    families: Families,
    law: LawInputs,
    assumptions: Assumptions,
    paths: Paths,
    template: Expected | None = None,
) -> Cube:
    """Compute the conditional mean of every measure; weights may be any.

    ``template`` saves computing it again, where neither families nor their demography have changed.
    Raises what ``check_inputs`` does, and ``WindowTooWide``.
    """
    values = mean_measures(
        families=families, law=law, assumptions=assumptions, paths=paths, template=template
    )
    return Cube(
        first_month=law.first_month,
        scenarios=paths.scenarios.astype(np.int32),
        measures=measures_of(law.lines),
        values=values.astype(np.float32),
        investment=paths.investment.astype(np.float32),
    )


def mean_measures(
    *,
    families: Families,
    law: LawInputs,
    assumptions: Assumptions,
    paths: Paths,
    template: Expected | None = None,
    threads: int | None = None,
) -> Floats:
    """Compute the same, ``[s, t, measure]``, in full precision."""
    check_inputs(families=families, law=law, assumptions=assumptions)
    check_paths(paths=paths, law=law, groups=len(families.groups))
    known = template or expected(families=families, law=law, assumptions=assumptions)
    trees = (
        tree(law=law, assumptions=assumptions, start=1),
        tree(law=law, assumptions=assumptions, start=assumptions.paid_before),
    )
    plan = _plan(known, law, assumptions)
    future = _future(paths)
    values = np.zeros((paths.scenarios.size, law.months, len(measures_of(law.lines))))

    count = max(1, min(threads or cpu_count() or 1, paths.scenarios.size))
    desks: SimpleQueue[Desk] = SimpleQueue()
    for _ in range(count):
        desks.put(desk_for(trees=trees, plan=plan, measures=values.shape[2]))

    def one(scenario: int) -> None:
        desk = desks.get()
        try:
            run_scenario(trees, plan, (future, scenario), desk, values[scenario])
        finally:
            desks.put(desk)

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(one, range(paths.scenarios.size)))
    return values


def _plan(known: Expected, law: LawInputs, assumptions: Assumptions) -> Plan:
    months = np.arange(1, law.months)
    comes = (law.enters[1:] == 1) & (assumptions.entries[1:] > 0)
    total = float(known.families.sum())
    entry = np.concatenate([[0], months[comes]])
    column = np.full(law.months, -1)
    column[entry] = np.arange(entry.size)
    return Plan(
        template=_template(known, law, assumptions),
        mass=np.concatenate([[assumptions.participation * total], assumptions.entries[1:][comes]]),
        entry=entry,
        column=column,
        close=bool(np.all(np.diff(entry[1:]) == 1)),
        decides=law.decides,
        in_season=law.in_season,
        comes_back=assumptions.return_,
        access=law.access,
        severity=np.array([mean_severity(severity=one) for one in assumptions.severity]),
        epidemic_factor=assumptions.epidemic_factor,
        width=law.width,
        lag=law.lag,
        lapse_after=min(assumptions.lapse_after, law.months + 1),
        empty=float(law.window[0]),
    )


def _template(known: Expected, law: LawInputs, assumptions: Assumptions) -> Floats:
    """Give ``[group, row, months - 1 - lag]`` of a family picked at random from the whole roster."""
    stays = (1.0 - monthly_chance(rate=np.array(assumptions.exit))) ** np.arange(law.months)
    stayed = np.concatenate([[0.0], stays[:-1]])
    persons = known.persons
    stocks = [known.alive, persons]
    flows = [_before(known.alive), _before(persons), known.births, known.deaths]
    flows += [known.aged_out, known.partners]
    use = known.use * stays[:, None, None]
    later = assumptions.duration_before
    lines = [use * _by_duration(law, assumptions, begun)[:, None, :] for begun in (0, later)]
    rows = [one * stays[:, None] for one in stocks] + [one * stayed[:, None] for one in flows]
    rows += [one[:, :, line] for one in lines for line in range(len(law.lines))]
    found = np.stack(rows, axis=1).transpose(2, 1, 0) / known.families.sum()
    return np.ascontiguousarray(found[:, :, ::-1])


def _by_duration(law: LawInputs, assumptions: Assumptions, begun: int) -> Floats:
    """Give the factor on use ``[lag, line]``, nothing while the line is not open."""
    duration = np.arange(law.months) + begun
    factor = assumptions.use_by_duration
    known = factor[:, np.minimum(duration, factor.shape[1] - 1)].T
    return np.where(duration[:, None] >= law.waiting[None, :], known, 0.0)


def _before(stock: Floats) -> Floats:
    return np.concatenate([np.zeros_like(stock[:1]), stock[:-1]])


def _future(paths: Paths) -> Future:
    return Future(paths.pay, paths.pay_in_time, paths.epidemic, paths.cost_index, paths.defaulted)
