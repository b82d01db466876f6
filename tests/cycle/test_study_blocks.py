"""A run is the same bit for bit, however it is cut, by whoever it is computed, and wherever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ayni.adapters.cubefiles import DamagedInputs, digest_of, pack
from ayni.core.projection.cube import Cube, joined
from ayni.core.projection.given import Given
from ayni.core.projection.levers import Levers, Prices
from ayni.core.scheme import Payer
from ayni.cycle import study_executors
from ayni.cycle.study_blocks import Job, UnknownKernel, compute_block, parts_of, ranges_of, unpacked
from ayni.cycle.study_executors import (
    Blocks,
    Cluster,
    ClusterMissing,
    ClusterUnreachable,
    Here,
    Processes,
    executor_of,
)
from tests.core.projection.made import assumptions_of, law_of, mixed

MONTHS, SCENARIOS = 24, 12


def given_of(families: int = 40) -> Given:
    """Make small inputs with every part in them."""
    levers = Levers(Prices({Payer.INSURED_PERSON: np.full(MONTHS, 4_520.0)}), administration=0.05)
    texts = {"study": "{}", "terms": "", "rules": "{}", "parameters": "{}"}
    return Given(
        families=mixed(families, ("one", "two")),
        law=law_of(MONTHS),
        assumptions=assumptions_of(MONTHS, 2),
        levers=levers,
        income=np.full(MONTHS, 113_000.0),
        known_until=24315,
        texts=texts,
    )


def job_of(kernel: str, given: Given | None = None) -> Job:
    found = given or given_of()
    return Job(pack(found), digest_of(found), kernel, 2026)


def whole(job: Job, executor: Blocks | None = None, block: int = 4) -> Cube:
    here = executor or Here()
    found = list(here.results(job, ranges_of(scenarios=SCENARIOS, block=block)))
    assert sorted(int(one.scenarios[0]) for one in found) == list(range(0, SCENARIOS, block))
    return joined(found)


KERNELS = pytest.mark.parametrize("kernel", ["events", "cohort"])


def test_scenarios_are_cut_into_blocks_and_none_is_done_twice():
    assert ranges_of(scenarios=10, block=4) == [range(0, 4), range(4, 8), range(8, 10)]
    assert ranges_of(scenarios=10, block=4, there=[4]) == [range(0, 4), range(8, 10)]
    assert ranges_of(scenarios=8, block=4, there=[0, 4]) == []


@KERNELS
def test_it_is_the_same_however_it_is_cut(kernel):
    job = job_of(kernel)
    digests = {whole(job, block=block).digest() for block in (1, 5, SCENARIOS)}
    assert len(digests) == 1
    assert whole(job).values.any()


@KERNELS
def test_other_processes_give_the_same(kernel):
    job = job_of(kernel)
    assert whole(job, Processes(2)).digest() == whole(job).digest()


_ELSEWHERE = """
import sys
from pathlib import Path
from ayni.cycle.study_blocks import Job, compute_block
packed = Path(sys.argv[1]).read_bytes()
print(compute_block(Job(packed, sys.argv[2], sys.argv[3], 2026), 0, 6).digest())
"""


@KERNELS
def test_row_i17_the_same_inputs_give_the_same_bits_in_two_runs_and_two_time_zones(
    kernel, tmp_path: Path
):
    job = job_of(kernel)
    held = tmp_path / "inputs"
    held.write_bytes(job.packed)
    told = {
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE, str(held), job.digest, kernel],
            env=os.environ | {"TZ": zone, "PYTHONPATH": "src", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("America/Lima", "1"), ("Pacific/Kiritimati", "2"))
    }
    assert told == {compute_block(job, 0, 6).digest() + "\n"}


@KERNELS
def test_another_seed_or_another_input_is_another_result(kernel):
    job, other = job_of(kernel), job_of(kernel, given_of(41))
    assert job.digest != other.digest
    reseeded = Job(job.packed, job.digest, kernel, 2027)
    assert len({whole(one).digest() for one in (job, other, reseeded)}) == 3


def test_each_part_has_its_digest():
    given = given_of()
    parts = parts_of(given)
    assert set(parts) == {"families", "law", "assumptions", "levers", *given.texts}
    assert parts["families"] == digest_of(mixed(40, ("one", "two")))
    assert parts["terms"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_kernel_nobody_wrote_and_inputs_that_are_none_are_refused():
    with pytest.raises(UnknownKernel):
        job_of("event")
    with pytest.raises(DamagedInputs):
        unpacked(pack(law_of(12)))


def test_without_dask_the_message_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissing, match="pip install"):
        next(Cluster("tcp://127.0.0.1:1").results(job_of("cohort"), [range(1)]))


def test_nobody_at_the_address_is_told(monkeypatch):
    cluster = Cluster("tcp://127.0.0.1:9", patience="300ms")
    with pytest.raises(ClusterUnreachable):
        next(cluster.results(job_of("cohort"), [range(1)]))


def test_who_computes_is_chosen_by_what_was_asked():
    assert executor_of() == Here()
    assert executor_of(processes=2) == Processes(2)
    assert executor_of(scheduler="tcp://127.0.0.1:8786") == Cluster("tcp://127.0.0.1:8786")


@pytest.fixture
def cluster():
    """A scheduler and two workers, each a process; gives the address and the workers' process numbers."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as made:
        yield made.scheduler_address, [one.pid for one in made.workers.values()]


@pytest.mark.timeout(180)
def test_two_workers_of_whom_one_is_killed_give_the_same_digest(cluster):
    address, pids = cluster
    job = job_of("cohort", given_of(200))
    alone = joined([compute_block(job, first, first + 2) for first in range(0, 80, 2)])
    found, killed = [], False
    for cube in Cluster(address).results(job, ranges_of(scenarios=80, block=2)):
        found.append(cube)
        if not killed and len(found) == 3:
            os.kill(pids[0], signal.SIGKILL)
            killed = True
    assert killed and len(found) == 40
    assert joined(found).digest() == alone.digest()
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_only_the_executors_speak_to_dask():
    root = Path(study_executors.__file__).parents[1]
    speaking = [
        path.name
        for path in root.rglob("*.py")
        if "import distributed" in path.read_text() or "import dask" in path.read_text()
    ]
    assert speaking == ["study_executors.py"]
