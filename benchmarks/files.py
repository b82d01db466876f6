"""Roster files for benchmarks, written before the clock starts, and their intake by two processes."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from ayni.cli.database import setup_django
from ayni.cli.synth_roster import write_one_roster
from ayni.core.example import ExampleProgramme
from benchmarks.ground import ACTOR, APRIL

WORKERS = 2


def pool() -> ProcessPoolExecutor:
    """Give two fresh processes that know Django."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(WORKERS, mp_context=context, initializer=_begin)


def _begin() -> None:
    os.environ["AYNI_POOL"] = "0"
    setup_django()


def write_files(executor: ProcessPoolExecutor, *, made: ExampleProgramme, folder: Path) -> None:
    """Write the roster of every cooperative."""
    folder.mkdir(parents=True, exist_ok=True)
    one = partial(write_one_roster, programme=made, errors=False, folder=folder)
    for _ in executor.map(one, made.cooperatives):
        pass


def take_in(
    executor: ProcessPoolExecutor, *, made: ExampleProgramme, codes: dict[str, str], folder: Path
) -> int:
    """Affiliate everybody from the files, the largest first; gives the persons taken."""
    order = sorted(made.cooperatives, key=lambda one: -one.families)
    jobs = [(codes[one.code], folder / f"{one.code}.xlsx") for one in order]
    return sum(executor.map(_take, jobs))


def _take(job: tuple[str, Path]) -> int:
    from ayni.cycle.contribution_cycle import affiliate
    from ayni.cycle.rosters import RosterFile

    code, path = job
    file = RosterFile(name=path.name, content=path.read_bytes())
    checked, _ = affiliate(actor=ACTOR, code=code, month=APRIL, file=file)
    return checked.control.accepted
