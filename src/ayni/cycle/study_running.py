"""A run of a study, from waiting to its result: inputs once, blocks one by one, the digest of the whole.

Each block is committed when it is done. A worker that is killed leaves them, and the next takes the run up
where they end: the cube is the same, bit for bit. There is no queue beside the runs themselves (ADR 14).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ayni.adapters.cubefiles import digest_of, pack, write_cube
from ayni.apps.access.actions import acting
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.queries import Run, RunState
from ayni.core.actor import Actor
from ayni.core.projection.cube import Cube
from ayni.core.projection.given import Given
from ayni.cycle.study_blocks import Job, manifest_of, parts_of, ranges_of, unpacked
from ayni.cycle.study_executors import Blocks
from ayni.cycle.study_given import figures_of
from ayni.cycle.study_preparing import prepared
from ayni.cycle.studying import stored_cube

Clock = Callable[[], datetime]
#: Told of a run on its way: scenarios done, of how many.
Told = Callable[[int, int], None]


class RunFailed(RuntimeError):
    """A run came to an end without a result; its state says why."""

    def __init__(self, *, run: int, why: str) -> None:
        self.run = run
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Worker:
    """Who works: for whom, by which clock, with which executor, telling whom how far it is."""

    actor: Actor
    clock: Clock
    blocks: Blocks
    told: Told = lambda done, of: None


def waiting(*, actor: Actor) -> bool:
    """Tell whether a run waits to be worked on, or was left by its worker."""
    with acting(actor):
        return queries.waiting(actor=actor)


def work_once(*, worker: Worker, run: int | None = None) -> int | None:
    """Work on one run (that one, or the oldest) until it ends; gives its number, or none if nothing waits.

    A run that somebody else works on is left alone. What goes wrong is written as its state and raised as
    ``RunFailed``; the blocks that are there stay.
    """
    runner = worker.actor.because("correr un estudio")
    with acting(runner):
        number = writes.take_run(actor=runner, run=run)
    if number is None:
        return None
    try:
        _work(worker, runner, number)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        with acting(runner):
            writes.tell_state(
                actor=runner, run=number, state=RunState.FAILED, ended=worker.clock(), why=why
            )
        raise RunFailed(run=number, why=why) from error
    finally:
        writes.let_go(run=number)
    return number


def _work(worker: Worker, runner: Actor, number: int) -> None:
    with acting(runner):
        found = _standing(runner, number)
        there = queries.firsts(actor=runner, run=number)
        done = sum(there.values())
        began = worker.clock()
        writes.tell_state(actor=runner, run=number, state=RunState.RUNNING, done=done, began=began)
    job, inputs = _job(runner, found)
    worker.told(done, found.scenarios)
    ranges = ranges_of(scenarios=found.scenarios, block=found.block, there=there)
    for cube in worker.blocks.results(job, ranges):
        done += int(cube.scenarios.size)
        if not _kept(runner, found, job=job, inputs=inputs, cube=cube, done=done):
            return
        worker.told(done, found.scenarios)
    _finish(worker, runner, found, job=job, inputs=inputs)


def _standing(actor: Actor, number: int) -> Run:
    found = queries.run(actor=actor, number=number)
    if found is None:
        raise LookupError(f"run {number}")
    return found


def _job(actor: Actor, run: Run) -> tuple[Job, Given]:
    """Give what the blocks are computed from: as it was written down, or prepared now and written down."""
    with acting(actor):
        packed = queries.input_of(actor=actor, run=run.id)
        study = queries.study(actor=actor, number=run.study)
    if packed is None:
        if study is None:
            raise LookupError(f"study {run.study}")
        inputs = prepared(actor=actor, study=study, run=run)
        packed = pack(inputs)
        manifest = {"parts": parts_of(inputs)}
        with acting(actor):
            writes.keep_input(
                actor=actor,
                run=run.id,
                digest=bytes.fromhex(digest_of(inputs)),
                content=packed,
                manifest=manifest,
            )
    inputs = unpacked(packed)
    return Job(packed, digest_of(inputs), run.kernel, run.seed), inputs


def _kept(actor: Actor, run: Run, *, job: Job, inputs: Given, cube: Cube, done: int) -> bool:
    """Commit a block; False when the run was cancelled meanwhile."""
    manifest = manifest_of(job=job, cube=cube, inputs=inputs)
    content = write_cube(cube, manifest=manifest)
    with acting(actor):
        going = writes.tell_state(actor=actor, run=run.id, state=RunState.RUNNING, done=done)
        if going:
            writes.keep_block(
                actor=actor,
                run=run.id,
                first=int(cube.scenarios[0]),
                scenarios=int(cube.scenarios.size),
                digest=bytes.fromhex(manifest.cube),
                content=content,
            )
    return going


def _finish(worker: Worker, actor: Actor, run: Run, *, job: Job, inputs: Given) -> None:
    with acting(actor):
        cube = stored_cube(actor=actor, run=run.id)
        manifest = manifest_of(job=job, cube=cube, inputs=inputs)
        at = worker.clock()
        writes.keep_result(
            actor=actor,
            run=run.id,
            cube=bytes.fromhex(manifest.cube),
            manifest=manifest.data(),
            at=at,
        )
        writes.keep_outcome(actor=actor, run=run.id, levers={}, figures=figures_of(cube, inputs))
        writes.tell_state(
            actor=actor, run=run.id, state=RunState.DONE, done=run.scenarios, ended=at
        )
