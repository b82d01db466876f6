"""A block of scenarios: what an executor carries out, here, in another process or on another machine.

No database and no Django: a block is made of packed inputs and a range of scenarios, and gives a cube.
Whoever computes it, whenever and however often, it is the same cube bit for bit.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from ayni.adapters.cubefiles import DamagedInputs, Manifest, digest_of, unpack
from ayni.core import projection
from ayni.core.projection.cube import Cube
from ayni.core.projection.given import Given

if TYPE_CHECKING:
    from ayni.core.projection.demography import Expected
    from ayni.core.projection.inputs import Paths

#: Scenarios of a block: small enough to lose one, large enough to be worth the journey.
BLOCK = 50


class UnknownKernel(ValueError):
    """A kernel that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all blocks of a run share: packed inputs with their digest, the kernel, the seed.

    ``threads`` that draw families where a block is computed; none: all cores. They change no bit.
    """

    packed: bytes
    digest: str
    kernel: str
    seed: int
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.kernel not in _KERNELS:
            raise UnknownKernel(self.kernel)


def ranges_of(*, scenarios: int, block: int, there: Iterable[int] = ()) -> list[range]:
    """Cut scenarios into blocks, without those whose first scenario is ``there`` already."""
    done = set(there)
    firsts = (first for first in range(0, scenarios, block) if first not in done)
    return [range(first, min(first + block, scenarios)) for first in firsts]


def compute_block(job: Job, first: int, end: int) -> Cube:
    """Compute scenarios ``first`` to ``end``; positional, as executors carry it."""
    from ayni.core.projection.paths import draw_paths

    given = _inputs(job.digest, job.packed)
    paths = draw_paths(
        assumptions=given.assumptions, law=given.law, seed=job.seed, scenarios=range(first, end)
    )
    return _KERNELS[job.kernel](job, given, paths)


def _events(job: Job, given: Given, paths: Paths) -> Cube:
    from ayni.core.projection.events import project_events

    return project_events(
        families=given.families,
        law=given.law,
        assumptions=given.assumptions,
        paths=paths,
        seed=job.seed,
        threads=job.threads,
    )


def _cohort(job: Job, given: Given, paths: Paths) -> Cube:
    from ayni.core.projection.cohort import project_cohort

    return project_cohort(
        families=given.families,
        law=given.law,
        assumptions=given.assumptions,
        paths=paths,
        template=_template(job.digest, job.packed),
    )


#: Each loads what it has compiled when it is first asked.
_KERNELS: dict[str, Callable[[Job, Given, Paths], Cube]] = {"events": _events, "cohort": _cohort}


@lru_cache(maxsize=2)
def _inputs(digest: str, packed: bytes) -> Given:
    """Unpack inputs once per process."""
    del digest  # names them for the cache
    return unpacked(packed)


@lru_cache(maxsize=2)
def _template(digest: str, packed: bytes) -> Expected:
    """Compute what all blocks of the cohort kernel share once per process."""
    from ayni.core.projection.demography import expected

    given = _inputs(digest, packed)
    return expected(families=given.families, law=given.law, assumptions=given.assumptions)


def unpacked(packed: bytes) -> Given:
    """Open packed inputs; refuses (``DamagedInputs``) what is none."""
    found = unpack(packed)
    if not isinstance(found, Given):
        raise DamagedInputs("no inputs of a run")
    return found


def manifest_of(*, job: Job, cube: Cube, inputs: Given) -> Manifest:
    """Say what a cube was computed from, and by what."""
    scenarios, months = cube.investment.shape
    return Manifest(
        cube=cube.digest(),
        inputs=job.digest,
        kernel=job.kernel,
        seed=job.seed,
        scenarios=int(scenarios),
        months=int(months),
        parts=parts_of(inputs),
        code=code_digests(),
    )


def parts_of(inputs: Given) -> dict[str, str]:
    """Give the digests of what a run is computed from, part by part."""
    arrays = {
        name: digest_of(getattr(inputs, name))
        for name in ("families", "law", "assumptions", "levers")
    }
    return arrays | inputs.text_digests()


@cache
def code_digests() -> dict[str, str]:
    """Give the digest of the text of everything that computes, and the versions of what compiles it."""
    found = hashlib.sha256()
    for path in sorted(Path(_file(projection)).parent.glob("*.py")):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    versions = {name: metadata.version(name) for name in ("numba", "numpy")}
    return {"projection": found.hexdigest()} | versions


def _file(module: ModuleType) -> str:
    return inspect.getfile(module)
