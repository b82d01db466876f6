"""Roster intake: xlsx to affiliation spans, on two cores.

`python -m benchmarks.intake [--persons 50000,1000000]` prints persons per second at each size and their ratio
(bars: 5,000 persons/s; the rate at 1,000,000 at least 0.8 of the rate at 50,000).
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from ayni.core.example import programme
from benchmarks.files import pool, take_in, write_files
from benchmarks.ground import ACTOR, ground, timed


def main() -> None:
    """Measure each size on a fresh installation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", default="50000,200000")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(_rate(asked.one))
        return
    sizes = [int(size) for size in asked.persons.split(",")]
    rates = []
    for size in sizes:
        rates.append(_in_a_process(size))
        print(f"intake of {size:,} persons: {rates[-1]:,.0f} persons/s (bar 5,000)", flush=True)
    print(f"rate at {sizes[-1]:,} / rate at {sizes[0]:,}: {rates[-1] / rates[0]:.2f} (bar 0.80)")


def _in_a_process(persons: int) -> float:
    """Measure one size in a process of its own: Django knows one database for life."""
    words = [sys.executable, "-m", "benchmarks.intake", "--one", str(persons)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def _rate(persons: int) -> float:
    made = programme(families=round(persons / 4.76), seed=11)
    with ground() as folder, pool() as executor:
        from ayni.cycle.founding import found_programme

        codes = found_programme(actor=ACTOR, programme=made)
        write_files(executor, made=made, folder=folder / "rosters")
        taken = 0

        def work() -> None:
            nonlocal taken
            taken = take_in(executor, made=made, codes=codes, folder=folder / "rosters")

        seconds = timed(work)
        if taken != made.persons:
            raise AssertionError(f"{taken} of {made.persons} persons were taken")
        return taken / seconds


if __name__ == "__main__":
    main()
