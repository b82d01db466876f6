"""The event kernel: every family of every scenario is drawn, by the law of docs/explanation/study-model.md."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from queue import SimpleQueue

import numpy as np

from ayni.core.projection.checking import (
    StudyRefused,
    check_inputs,
    check_paths,
    check_single,
)
from ayni.core.projection.compiled import inner, kernel, woven
from ayni.core.projection.compound import costs_of_line, poisson
from ayni.core.projection.cube import COUNTS, Cube, measures_of
from ayni.core.projection.event_care import MOST, expect_months, expose, expose_new
from ayni.core.projection.event_inputs import (
    Case,
    Future,
    Prepared,
    Room,
    limit_of,
    prepared,
    room_of,
)
from ayni.core.projection.event_lives import live, takes_part
from ayni.core.projection.event_months import (
    STAYED,
    answer_months,
    count_end,
    count_months,
    count_stays,
    count_turns,
    fill_sizes,
)
from ayni.core.projection.inputs import Assumptions, Families, LawInputs, Paths
from ayni.core.projection.paths import check_key
from ayni.core.projection.philox import Purpose, counter, fill_months, room_for, uniforms

_ARRIVALS, _ORIGIN = int(Purpose.ARRIVALS), int(Purpose.ORIGIN)
_ENTRANT = np.uint64(2**31)  # in the upper word; no identifier has it
_ZERO, _WORD = np.uint64(0), np.uint64(32)


class TooManyAlike(StudyRefused):
    """More persons of one sex and month of birth than the event kernel counts; the cohort kernel does."""


@woven
def _follow(room, shared, future, case):  # type: ignore[no-untyped-def]
    """Follow one family from its month of entry to its end or the study's."""
    rules, entry = shared.rules, case.entry
    if future.defaulted[shared.roster.group[case.family]] <= entry:
        return
    persons, ends = live(room, shared, future, case)
    after = min(ends, rules.months)
    last = min(ends, rules.months - 1)
    fill_months(room.words, entry, after, future.key, case.entity)
    fill_sizes(room, persons, entry, last)
    out = answer_months(room, rules, future, entry, after)
    if ends < rules.months:
        room.flags[ends] = 0 if out else STAYED
        if not out:
            count_end(room, ends)
    count_months(room, entry, after)
    count_stays(room, entry, after)
    count_turns(room, persons, entry, last)
    expose(room, shared.care, persons, after)
    if entry:
        expose_new(room, shared.care, persons, entry, after)


@woven
def _newcomer(shared, future, t, place):  # type: ignore[no-untyped-def]
    """Give the case of a family that comes in later: it is like one of the roster, picked at random."""
    nth, nobody = np.uint64(place), (_ZERO, _ZERO)
    word, _b, _c, _d = uniforms(future.key, nobody, counter(_ORIGIN, t), nth)
    like = (word * np.uint64(shared.roster.group.size)) >> _WORD
    return Case((nth, _ENTRANT | np.uint64(t)), np.int64(like), t)


@inner
def _follow_month(room, shared, future, t):  # type: ignore[no-untyped-def]
    """Follow the families that come in in month ``t``: those of the roster that take part, then others."""
    roster, rules = shared.roster, shared.rules
    come = roster.group.size
    if t:
        come = poisson(rules.arrivals[t], future.key, (_ZERO, _ZERO), counter(_ARRIVALS, t))
    for place in range(come):
        if t:
            case = _newcomer(shared, future, t, place)
        else:
            case = Case((roster.low[place], roster.high[place]), np.int64(place), t)
            if not takes_part(future.key, case.entity, rules.takes_part):
                continue
        _follow(room, shared, future, case)


@kernel
def _simulate(room, shared, future, values):  # type: ignore[no-untyped-def]
    """Fill ``values[t, measure]`` with one scenario."""
    room.counts[:] = 0
    room.cells[:] = 0
    room.born[:] = 0
    room.events[:] = 0.0
    care, months = shared.care, shared.rules.months
    _follow_month(room, shared, future, 0)
    settled = min(care.more.shape[1] - care.before, months)
    if (
        settled > 0
    ):  # what the duration of the initial families changes, before others fill the cells
        expect_months(room, care, settled, True)
    for t in range(1, months):
        _follow_month(room, shared, future, t)
    expect_months(room, care, months, False)
    first = room.counts.shape[0]
    for row in range(first):
        for t in range(months):
            values[t, row] = room.counts[row, t]
    costs = room.costs
    for line in range(care.affiliated.size):
        for t in range(months):
            factor = care.epidemic[line] if future.epidemic[t] else 1.0
            room.events[line, t] = max(room.events[line, t] * factor, 0.0)
        costs_of_line(room.events[line], care.costs, future.key, line, costs)
        for t in range(months):
            values[t, first + line] = costs[t] * future.prices[t]


def project_events(
    *,
    families: Families,
    law: LawInputs,
    assumptions: Assumptions,
    paths: Paths,
    seed: int,
    threads: int | None = None,
) -> Cube:
    """Draw every family of these scenarios.

    The cube does not depend on threads, nor on which other scenarios are asked for. Refuses inputs that do not
    fit (``core.projection.checking``) and weights other than one.
    """
    check_inputs(families=families, law=law, assumptions=assumptions)
    check_single(families=families)
    check_paths(paths=paths, law=law, groups=len(families.groups))
    numbers = [int(one) for one in paths.scenarios]
    check_key(seed=seed, scenarios=range(min(numbers), max(numbers) + 1))
    shared = prepared(families=families, law=law, assumptions=assumptions)
    measures = measures_of(law.lines)
    values = np.zeros((len(numbers), law.months, len(measures)), dtype=np.float32)
    _run(shared, [_future(paths, s, seed) for s in range(len(numbers))], values, threads)
    return Cube(
        first_month=law.first_month,
        scenarios=paths.scenarios.astype(np.int32),
        measures=measures,
        values=values,
        investment=paths.investment.astype(np.float32),
    )


def _run(shared: Prepared, futures: list[Future], values: np.ndarray, threads: int | None) -> None:
    """Give the scenarios to threads, each with its own room; none shares what it writes."""
    count = max(1, min(threads or cpu_count() or 1, len(futures)))
    rooms: SimpleQueue[Room] = SimpleQueue()
    words = room_for(months=shared.rules.months)
    for _ in range(count):
        rooms.put(room_of(shared=shared, measures=len(COUNTS), words=words))

    def one(s: int) -> None:
        room = rooms.get()
        try:
            _simulate(room, shared, futures[s], values[s])
            if room.born.max() > int(MOST):
                raise TooManyAlike(
                    f"more than {MOST} persons of one sex were born in the same month"
                )
        finally:
            rooms.put(room)

    with ThreadPoolExecutor(count) as pool:
        for _ in pool.map(one, range(len(futures))):
            pass


def _future(paths: Paths, s: int, seed: int) -> Future:
    return Future(
        key=(np.uint64(seed), np.uint64(paths.scenarios[s])),
        pay=limit_of(paths.pay[s]),
        in_time=limit_of(paths.pay_in_time[s]),
        defaulted=paths.defaulted[s].astype(np.int32),
        epidemic=paths.epidemic[s].astype(np.uint8),
        prices=paths.cost_index[s].astype(np.float64),
    )
