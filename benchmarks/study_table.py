"""What a lever costs at the table: everything of a run worked out anew, and the searches a report makes.

    python -m benchmarks.study_table [--scenarios 1000] [--months 360] [--repeats 50]

The bar is 10 ms for all indicators after a lever. Beside it stands a copy of the folded cube in memory,
measured in the same run: the machine's own pace. Figures are processor time (one thread works): the
median, and the least of the repeats, which is what a quiet machine gives.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from ayni.core.projection.cube import COST, Cube, measures_of
from ayni.core.projection.finance import Levers, Outcome, Prices, evaluate
from ayni.core.projection.folding import Folded, fold
from ayni.core.projection.indicators import (
    contribution_for_ruin,
    cost_by_line,
    loss_ratio,
    pay_as_you_go,
    reserve_ratio,
    scaled_premium,
    spread,
    tail,
    yearly_fan,
)
from ayni.core.projection.present import (
    break_even,
    general_average_premium,
    present,
    shortened,
)
from ayni.core.projection.sensitivity import tornado
from ayni.core.scheme import Payer

LINES = ("consultation", "hospital", "delivery", "emergency", "catastrophic")
BAR = 10.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--months", type=int, default=360)
    parser.add_argument("--repeats", type=int, default=50)
    asked = parser.parse_args()
    cube = made(scenarios=asked.scenarios, months=asked.months)
    run, held = fold(cube), levers(months=asked.months)
    income = np.full(asked.months, 120.0)
    works: dict[str, Callable[[], object]] = {
        "copy of the folded cube": lambda: [
            one.copy() for one in (run.units, run.cost, run.growth)
        ],
        "fold, once a run": lambda: fold(cube),
        "evaluate: reserve, ruin": lambda: evaluate(run, levers=held),
        "all indicators": lambda: everything(run, levers=held, income=income),
        "contribution for a ruin": lambda: contribution_for_ruin(
            run, levers=held, probability=0.05, by=60
        ),
        "tornado": lambda: tornado(run, levers=held),
    }
    print(f"{asked.scenarios} futures, {asked.months} months, {len(LINES)} lines")
    for name, work in works.items():
        work()
        spent = [timed(work) for _ in range(asked.repeats)]
        print(f"{name:28}{statistics.median(spent):9.2f} ms   least {min(spent):8.2f}")
    print(f"the bar for all indicators is {BAR:g} ms")


def everything(run: Folded, *, levers: Levers, income: np.ndarray) -> tuple[object, ...]:
    """Work out what the page and the report show of a run, from its folded cube."""
    found: Outcome = evaluate(run, levers=levers)
    value = present(run, levers=levers, outcome=found)
    first, cut = shortened(run, levers=levers, months=60)
    return (
        found.fan(),
        yearly_fan(found, measure="income"),
        yearly_fan(found, measure="cost"),
        found.ruins(),
        found.ruin_by_month(),
        spread(break_even(run, levers=levers, value=value).per_unit),
        general_average_premium(run, levers=levers, value=value, income=income),
        reserve_ratio(found),
        loss_ratio(found),
        loss_ratio(found, cash=True),
        pay_as_you_go(run, outcome=found, income=income),
        cost_by_line(run, levers=levers),
        tail(found),
        scaled_premium(first, levers=cut, years=5, ratio=0.25),
    )


def made(*, scenarios: int, months: int) -> Cube:
    """Make a cube of the size of a study's; its figures mean nothing."""
    rng = np.random.default_rng(1)
    names = measures_of(LINES)
    values = rng.normal(100, 10, size=(scenarios, months, len(names))).astype(np.float32)
    values[:, :, names.index("late_units")] = 5
    for line in LINES:
        values[:, :, names.index(COST + line)] *= 2
    returns = np.full((scenarios, months), 0.003, np.float32)
    return Cube(24000, np.arange(scenarios, dtype=np.int32), names, values, returns)


def levers(*, months: int) -> Levers:
    """Give levers of which each kernel has something to do."""
    prices = Prices(
        {Payer.INSURED_PERSON: np.full(months, 4.0), Payer.STATE: np.full(months, 5.0)},
        {Payer.STATE: np.full(months, 0.1)},
    )
    return Levers(
        prices,
        opening_reserve=3000.0,
        administration=0.05,
        administration_per_family=0.5,
        allowance=0.01,
        penalty=0.1,
    )


def timed(work: Callable[[], object]) -> float:
    """Time one piece of work, in milliseconds of the processor."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
