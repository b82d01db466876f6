"""How fast the event kernel draws families, beside a copy of memory measured in the same run.

    python -m benchmarks.projection [--families 42000] [--scenarios 8] [--repeats 5] [--threads 2]

The reference job: an open group of 42,000 families, about 200,000 persons, thirty years by month, three
benefit lines; its rates are invented for timing. Kernel and copy are measured in turns, and medians are
printed. The bound is what NumPy copies in one thread, read and write counted, at eight bytes a person and
month. On a machine that is busy with other things the processor's seconds tell more than the clock's: both
ratios are printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.core.projection import made  # noqa: E402

from ayni.core.projection.cube import Cube  # noqa: E402
from ayni.core.projection.events import project_events  # noqa: E402
from ayni.core.projection.inputs import (  # noqa: E402
    Assumptions,
    Families,
    LawInputs,
    PersonRole,
    Severity,
)
from ayni.core.projection.paths import draw_paths  # noqa: E402

BYTES = 8


def main() -> None:
    """Measure, and print one line a measure."""
    asked = _arguments()
    families = group_of(asked.families)
    law, beliefs = made.law_of(asked.months), beliefs_of(asked.months, asked.families)
    project(families, law, beliefs, 1, 1)
    copies, clocks, spent = [], [], []
    for _ in range(asked.repeats):
        copies.append(copied_bytes_a_second())
        begun, used = time.perf_counter(), time.process_time()
        cube = project(families, law, beliefs, asked.scenarios, asked.threads)
        clocks.append((time.perf_counter() - begun) / asked.scenarios)
        spent.append((time.process_time() - used) / asked.scenarios)
    persons = float(cube.of("persons").sum(dtype=np.float64)) / asked.scenarios
    clock, processor = statistics.median(clocks), statistics.median(spent)
    copy_clock, copy_processor = (statistics.median(one) for one in zip(*copies, strict=True))
    shared = processor / asked.threads
    print(f"persons {families.birth.size}, threads {asked.threads}")
    print(f"seconds a scenario, clock and processor  {clock:.4f} {processor:.4f}")
    print(f"person-months a second, clock            {persons / clock / 1e6:.0f} M")
    print(
        f"copy, clock and processor                {copy_clock / 1e9:.1f} {copy_processor / 1e9:.1f} GB/s"
    )
    print(f"part of the copy bound, by the clock     {persons * BYTES / clock / copy_clock:.3f}")
    print(
        f"part of the copy bound, by the processor {persons * BYTES / shared / copy_processor:.3f}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="the event kernel beside a copy of memory")
    for name, value in (
        ("families", 42_000),
        ("months", 360),
        ("scenarios", 8),
        ("repeats", 5),
        ("threads", 2),
    ):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def project(
    families: Families, law: LawInputs, beliefs: Assumptions, scenarios: int, threads: int
) -> Cube:
    """Run the kernel once."""
    paths = draw_paths(assumptions=beliefs, law=law, seed=5, scenarios=range(scenarios))
    return project_events(
        families=families, law=law, assumptions=beliefs, paths=paths, seed=5, threads=threads
    )


def copied_bytes_a_second() -> tuple[float, float]:
    """Copy a quarter of a gigabyte a few times; give the medians by clock and processor, both ways counted."""
    source, target = np.ones(1 << 25), np.zeros(1 << 25)
    found = []
    for _ in range(5):
        begun, used = time.perf_counter(), time.thread_time()
        np.copyto(target, source)
        found.append((time.perf_counter() - begun, time.thread_time() - used))
    clock, processor = (statistics.median(one) for one in zip(*found, strict=True))
    return 2 * source.nbytes / clock, 2 * source.nbytes / processor


def group_of(count: int) -> Families:
    """Make families of 1 to 12 persons, 4.77 in the mean: couple, children, old relatives."""
    rng = np.random.default_rng(1)
    size = np.clip(rng.poisson(3.77, count) + 1, 1, 12)
    offset = np.concatenate([[0], np.cumsum(size)])
    persons = int(offset[-1])
    place = np.arange(persons) - np.repeat(offset[:-1], size)
    role = np.select([place == 0, place == 1, place < 5], list(PersonRole)[:3], PersonRole.OTHER)
    insured = np.repeat(rng.integers(20 * 12, 65 * 12, count), size)
    age = np.select(
        [place == 0, place == 1, place < 5],
        [insured, insured - 30, rng.integers(0, 18 * 12 - 1, persons)],
        rng.integers(18 * 12, 80 * 12, persons),
    )
    sex = rng.integers(0, 2, persons)
    sex[place == 1] = 1 - sex[offset[:-1][size > 1]]
    return Families(
        identifier=np.arange(count) + 1,
        offset=offset,
        group=np.zeros(count, dtype=np.int32),
        weight=np.ones(count),
        birth=(made.FIRST - age).astype(np.int32),
        sex=sex.astype(np.uint8),
        role=role.astype(np.uint8),
    )


def beliefs_of(months: int, families: int) -> Assumptions:
    """Make rates under which the group keeps its size."""
    base = made.assumptions_of(months)
    surge = np.concatenate([np.linspace(1.4, 1.0, 36)[None, :]] * 3)
    return replace(
        base,
        mortality=base.mortality * 0.3,
        fertility=base.fertility * 0.4,
        participation=1.0,
        entries=np.full(months, families / 525),
        pay_logit=1.9 + 0.6 * np.sin(np.arange(months) * np.pi / 6),
        return_=np.full(months, 0.12),
        exit=0.01,
        use=base.use * np.array([0.8, 0.1, 0.3])[:, None, None],
        use_by_duration=surge,
        severity=(*base.severity[:2], Severity("gamma", 20_000.0, 0.8)),
    )


if __name__ == "__main__":
    main()
