"""A block of scenarios: what an executor carries out, here, in another process or on another machine.

No database and no Django: a block is made of packed inputs and a range of scenarios, and gives a cube.
Whoever computes it, whenever and however often, it is the same cube bit for bit.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from ayni.adapters.cubefiles import Manifest, digest_of, unpack, write_cube
from ayni.core import projection
from ayni.core.projection.cube import Cube

#: Scenarios of a block: small enough to lose one, large enough to be worth the journey.
BLOCK = 50


class UnknownKernel(ValueError):
    """A kernel that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all blocks of a run share: packed inputs with their digest, the kernel, the seed."""

    packed: bytes
    digest: str
    kernel: str
    seed: int

    def __post_init__(self) -> None:
        if self.kernel not in ("event", "cohort"):
            raise UnknownKernel(self.kernel)


def ranges_of(*, scenarios: int, block: int, there: Iterable[int] = ()) -> list[range]:
    """Cut scenarios into blocks, without those whose first scenario is ``there`` already."""
    done = set(there)
    firsts = (first for first in range(0, scenarios, block) if first not in done)
    return [range(first, min(first + block, scenarios)) for first in firsts]


def compute_block(job: Job, first: int, end: int) -> Cube:
    """Compute scenarios ``first`` to ``end``; positional, as executors carry it."""
    from ayni.core.projection.cohort import project_cohort
    from ayni.core.projection.events import project_events
    from ayni.core.projection.paths import draw_paths

    given = _inputs(job.digest, job.packed)
    paths = draw_paths(
        assumptions=given.assumptions, law=given.law, seed=job.seed, scenarios=range(first, end)
    )
    shared = {
        "families": given.families,
        "law": given.law,
        "assumptions": given.assumptions,
        "paths": paths,
    }
    if job.kernel == "cohort":
        return project_cohort(**shared)
    return project_events(**shared, seed=job.seed)


@lru_cache(maxsize=2)
def _inputs(digest: str, packed: bytes) -> Any:
    """Unpack inputs once per process."""
    del digest  # names them for the cache
    return unpack(packed)


def manifest_of(*, job: Job, cube: Cube, inputs: Any) -> Manifest:
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
        sources=dict(inputs.sources),
        code=code_digests(),
    )


def parts_of(inputs: Any) -> dict[str, str]:
    """Give the digests of families, law and assumptions, and those the study's files have."""
    own = {name: digest_of(getattr(inputs, name)) for name in ("families", "law", "assumptions")}
    return dict(inputs.digests) | own


@cache
def code_digests() -> dict[str, str]:
    """Give the program's version and the digest of the text of everything that computes."""
    found = hashlib.sha256()
    for path in sorted(Path(_file(projection)).parent.glob("*.py")):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return {"ayni": metadata.version("ayni"), "projection": found.hexdigest()}


def _file(module: ModuleType) -> str:
    return inspect.getfile(module)


def written(cube: Cube, *, job: Job, inputs: Any) -> tuple[bytes, Manifest]:
    """Write a cube as Parquet with its manifest."""
    manifest = manifest_of(job=job, cube=cube, inputs=inputs)
    return write_cube(cube, manifest=manifest), manifest
