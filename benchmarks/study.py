"""The reference job of a study: both kernels beside a copy of memory, a lever's answer, and lifelib.

    python -m benchmarks.study [--scenarios 1000] [--rounds 5] [--lifelib PYTHON]

The coffee programme of the library (42,000 families in 60 associations) over 360 months. Every round runs the
cohort kernel over all scenarios and the event kernel over a twentieth of them, with a copy of memory by as many
threads before each; figures are medians. A kernel is held against how many numbers such a copy moves: the event
kernel as if it read or wrote 8 bytes per person and month (bar: a sixth), the cohort kernel as if it read and
wrote 8 bytes per cell and month (bar: half). Cells are what is there to be worked on: families of one month of
entry times their counters of unpaid months, the first paid months of their windows, and the rows of the
template. The template itself, which all scenarios share, is timed apart and is not in the rate. All is timed by
the clock, with as many threads as there are processors: on a busy machine the ratio says little.

A lever is answered from the cube: another reserve, all paths anew (bar: 10 ms). Peak memory is the process's,
before the buffers of the copy (bar: 1 GB).

lifelib (BasicTerm_ME, 10,000 points) needs an environment of its own, which is nowhere in our requirements:

    python -m venv /tmp/lifelib && /tmp/lifelib/bin/pip install lifelib pandas openpyxl
    python -m benchmarks.study --lifelib /tmp/lifelib/bin/python

Ours beside it: families of one scenario, template included, per second.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import load_study
from ayni.core.projection.chain import tree
from ayni.core.projection.cohort import project_cohort
from ayni.core.projection.cohort_plan import LINES
from ayni.core.projection.cube import Cube
from ayni.core.projection.demography import Expected, expected
from ayni.core.projection.events import project_events
from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import fold
from ayni.core.projection.inputs import Paths
from ayni.core.projection.paths import draw_paths
from ayni.core.projection.study import Prepared
from benchmarks.ground import timed

MONTHS = 360
THREADS = os.cpu_count() or 1
COPIED = 1 << 24  # doubles a thread
EVENT_BAR, COHORT_BAR, LEVER_BAR, MEMORY_BAR = 1 / 6, 1 / 2, 0.010, 1 << 30
LIFELIB = """
import pathlib, statistics, tempfile, time
import lifelib, modelx
with tempfile.TemporaryDirectory() as folder:
    made = str(pathlib.Path(folder) / "basiclife")
    lifelib.create("basiclife", made)
    space = modelx.read_model(made + "/BasicTerm_ME").Projection
    points = len(space.model_point())
    times = []
    for _ in range(7):
        space.clear_all()
        began = time.perf_counter()
        space.result_pv()
        times.append(time.perf_counter() - began)
    print(points / statistics.median(times[1:]))
"""


@dataclass(slots=True)
class Times:
    """Seconds of each round."""

    seconds: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        """Do the work once more."""
        self.seconds.append(timed(work))

    def rate(self, work: float) -> float:
        """Give how much of this work is done in a second, by the median."""
        return work / statistics.median(self.seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenarios", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lifelib", metavar="PYTHON")
    asked = parser.parse_args()
    job = reference()
    expected(families=job.families, law=job.law, assumptions=job.assumptions)
    seconds = statistics.median(timed(lambda: template_of(job)) for _ in range(3))
    template = template_of(job)
    print(f"template of {job.families.count:,} families, {MONTHS} months: {seconds:.2f} s")
    cube = kernels(job, template, scenarios=asked.scenarios, rounds=asked.rounds)
    lever(job, cube)
    if asked.lifelib:
        beside_lifelib(job, asked.lifelib, template=seconds)


def reference() -> Prepared:
    """Prepare the coffee programme for thirty years."""
    loaded = load_study("cafe-2027")
    longer = replace(loaded, study=loaded.study.model_copy(update={"months": MONTHS}))
    return longer.prepare(scheme=load_scheme(longer.study.scheme))


def template_of(job: Prepared) -> Expected:
    """Compute what all scenarios share."""
    return expected(families=job.families, law=job.law, assumptions=job.assumptions)


def futures(job: Prepared, scenarios: int) -> Paths:
    """Draw the common futures."""
    return draw_paths(
        assumptions=job.assumptions, law=job.law, seed=2027, scenarios=range(scenarios)
    )


def kernels(job: Prepared, template: Expected, *, scenarios: int, rounds: int) -> Cube:
    """Run both kernels in turns with the copy, print their rates; give the cohort's cube."""
    few = max(2 * THREADS, scenarios // 20)
    all_paths, few_paths = futures(job, scenarios), futures(job, few)

    def cohort() -> Cube:
        return project_cohort(
            families=job.families,
            law=job.law,
            assumptions=job.assumptions,
            paths=all_paths,
            template=template,
        )

    def events() -> Cube:
        return project_events(
            families=job.families,
            law=job.law,
            assumptions=job.assumptions,
            paths=few_paths,
            seed=2027,
        )

    cube, drawn = cohort(), events()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    copied, mean, draws, copy = Times(), Times(), Times(), copier()
    for _ in range(rounds):
        copied.take(copy)
        mean.take(cohort)
        copied.take(copy)
        draws.take(events)
    moved = copied.rate(2 * 8 * COPIED * THREADS)
    print(f"copy by {THREADS} threads, read and written: {moved / 1e9:.1f} GB/s")
    months = float(drawn.of("persons").sum(dtype=float)) / few
    show("event kernel", few, draws, months)
    held = draws.rate(months * few * 8) / moved
    print(f"  of the copy, at 8 B per person-month: {held:.3f} (bar {EVENT_BAR:.3f})")
    show("cohort kernel", scenarios, mean, months)
    steps = mean.rate(cells(job) * scenarios)
    held = steps * 16 / moved
    print(
        f"  {steps / 1e9:.2f} G cell-steps/s; of the copy, at 16 B each: {held:.2f} (bar {COHORT_BAR})"
    )
    print(f"peak memory: {peak / 1e6:,.0f} MB (bar {MEMORY_BAR / 1e6:,.0f})")
    agree(cube, drawn, few)
    return cube


def show(name: str, scenarios: int, times: Times, months: float) -> None:
    """Print a kernel's speed."""
    seconds = times.seconds
    middle = statistics.median(seconds)
    rate = scenarios / middle
    print(
        f"{name}, {scenarios:,} scenarios: {middle:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}); "
        f"{rate:,.0f} scenarios/s, {rate * months / 1e6:,.0f} M person-months/s"
    )


def copier() -> Callable[[], None]:
    """Make a copy of memory by as many threads as the kernels have."""
    pairs = [(np.ones(COPIED), np.zeros(COPIED)) for _ in range(THREADS)]
    pool = ThreadPoolExecutor(THREADS)

    def copy() -> None:
        list(pool.map(lambda pair: np.copyto(pair[1], pair[0]), pairs))

    return copy


def cells(job: Prepared) -> int:
    """Count the numbers that the cohort kernel works on in one scenario."""
    law, beliefs = job.law, job.assumptions
    comes = (law.enters == 1) & (beliefs.entries > 0)
    comes[0] = True
    columns = np.cumsum(comes)
    counters = np.minimum(np.arange(law.months) + 1, max(beliefs.lapse_after, law.width) + 2)
    rows = counters + law.width + LINES + len(law.lines)
    nodes = tree(law=law, assumptions=beliefs, start=1).out.size
    return int((columns * rows).sum()) + nodes * law.months


def agree(cube: Cube, drawn: Cube, few: int) -> None:
    """Print how far the kernels are from each other on the same futures."""
    print("cohort over event kernel on the same futures:", end="")
    for name in ("units", "persons"):
        ratio = cube.of(name)[:few].mean(dtype=float) / drawn.of(name).mean(dtype=float)
        print(f" {name} {ratio:.4f}", end="")
    print(f" cost {cube.cost()[:few].mean() / drawn.cost().mean():.4f}")


def lever(job: Prepared, cube: Cube) -> None:
    """Print how long the answer to a moved lever takes."""
    levers, folded = job.levers, fold(cube)
    evaluate(folded, levers=levers)
    times = []
    for turn in range(30):
        moved = replace(levers, opening_reserve=levers.opening_reserve + turn)
        times.append(timed(lambda moved=moved: evaluate(folded, levers=moved)))
    middle = statistics.median(times)
    count = cube.scenarios.size
    print(
        f"a lever, {count:,} scenarios x {MONTHS} months: {middle * 1e3:.2f} ms (bar {LEVER_BAR * 1e3:.0f})"
    )


def beside_lifelib(job: Prepared, python: str, *, template: float) -> None:
    """Print lifelib's points a second and ours."""
    ran = subprocess.run([python, "-c", LIFELIB], capture_output=True, text=True, check=True)
    theirs = float(ran.stdout.split()[-1])
    one, known = futures(job, 1), template_of(job)
    seconds = statistics.median(
        timed(
            lambda: project_cohort(
                families=job.families,
                law=job.law,
                assumptions=job.assumptions,
                paths=one,
                template=known,
            )
        )
        for _ in range(5)
    )
    ours = job.families.count / (seconds + template)
    print(
        f"lifelib BasicTerm_ME: {theirs:,.0f} points/s; ours: {ours:,.0f} families/s of one future"
        f" ({ours / theirs:.2f} times), {ours * job.families.birth.size / job.families.count:,.0f} persons/s"
    )


if __name__ == "__main__":
    main()
