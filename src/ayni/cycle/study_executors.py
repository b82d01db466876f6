"""Who computes the blocks of a run: this process, other ones, or the workers of a cluster.

All do the same by one small interface, and give the same cubes: a block hangs on its inputs and its
scenarios and on nothing else. A worker that dies costs its blocks' time and nothing more.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ayni.core.projection.cube import Cube
from ayni.cycle.study_blocks import Job, compute_block


class ClusterMissing(RuntimeError):
    """Blocks should go to a cluster, and what speaks to one is not installed."""


class ClusterUnreachable(ConnectionError):
    """Nobody answers at the address of the scheduler."""


class ClusterGaveUp(RuntimeError):
    """The cluster lost a block again and again: its workers die of it."""


class Blocks(Protocol):
    """Computes blocks and gives them as they are done, in whatever order."""

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        """Give a cube for each range; whoever stops asking stops the work."""


@dataclass(frozen=True, slots=True)
class Here:
    """This process, block after block: the kernels spread each over its cores by threads of their own."""

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        """Give a cube for each range."""
        for one in ranges:
            yield compute_block(job, one.start, one.stop)


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine."""

    count: int = 0

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        """Give a cube for each range."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.count or _cores(), mp_context=context) as pool:
            alone = replace(job, threads=1)
            waiting = [pool.submit(compute_block, alone, one.start, one.stop) for one in ranges]
            try:
                for done in as_completed(waiting):
                    yield done.result()
            finally:
                for one in waiting:
                    one.cancel()


def _cores() -> int:
    return max(1, len(os.sched_getaffinity(0)))


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a Dask cluster, which have this program too; ``address`` is its scheduler's.

    The inputs travel once and can be made again when whoever held them is gone. Raises ``ClusterMissing``,
    ``ClusterUnreachable``, ``ClusterGaveUp``.
    """

    address: str
    patience: str = "10s"

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        """Give a cube for each range; a block whose worker died is computed by another."""
        distributed = _distributed()
        try:
            client = distributed.Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterUnreachable(self.address) from error
        with client:
            held = client.submit(
                _same, job, key=f"ayni-inputs-{job.digest}-{job.kernel}-{job.seed}"
            )
            waiting = [
                client.submit(compute_block, held, one.start, one.stop, pure=False)
                for one in ranges
            ]
            try:
                for done in distributed.as_completed(waiting, loop=client.loop):
                    yield done.result()
            except distributed.KilledWorker as error:
                raise ClusterGaveUp(str(error)) from error
            finally:
                client.cancel(waiting)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ClusterMissing("pip install distributed") from error
    return distributed


def _same(job: Job) -> Job:
    """Hold the job on a worker; the scheduler can ask another for it."""
    return job


def executor_of(*, scheduler: str | None = None, processes: int = 0) -> Blocks:
    """Choose who computes: a cluster by its address, so many processes, else this one."""
    if scheduler is not None:
        return Cluster(scheduler)
    return Processes(processes) if processes else Here()
