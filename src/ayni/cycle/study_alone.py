"""A study's file run where there is no database: prepared, computed in blocks, summed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ayni.adapters.cubefiles import Manifest, digest_of, pack
from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import LoadedStudy, read_people
from ayni.core.projection.cube import Cube, joined
from ayni.core.projection.given import Given
from ayni.core.projection.inputs import Families
from ayni.core.projection.law import protects_others
from ayni.core.projection.population import from_frame
from ayni.core.projection.study import Prepared
from ayni.core.projection.study_text import PointsPopulation
from ayni.core.scheme import Scheme
from ayni.cycle.study_blocks import BLOCK, Job, manifest_of, ranges_of
from ayni.cycle.study_executors import Blocks
from ayni.cycle.study_given import given_of, varied


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """What came of a run: what it was computed from, its cube, and the manifest that says so."""

    scheme: Scheme
    prepared: Prepared
    given: Given
    cube: Cube
    manifest: Manifest


def run_alone(
    loaded: LoadedStudy,
    *,
    folder: Path,
    blocks: Blocks,
    block: int = BLOCK,
    told: Callable[[int, int], None] = lambda done, of: None,
    **fixed: Any,
) -> Ran:
    """Run a study's file; ``folder`` is where its points lie, ``fixed`` what is asked otherwise than it says.

    Raises ``StudyFileError`` (a study of a roster needs the database), ``CannotProject``.
    """
    ready = ready_alone(loaded, folder=folder, **fixed)
    study, given = ready.prepared.study, given_of(ready.prepared, scheme=ready.scheme)
    job = Job(pack(given), digest_of(given), study.kernel, study.seed)
    done, cubes = 0, []
    told(0, study.scenarios)
    for cube in blocks.results(job, ranges_of(scenarios=study.scenarios, block=block)):
        cubes.append(cube)
        done += int(cube.scenarios.size)
        told(done, study.scenarios)
    whole = joined(cubes)
    manifest = manifest_of(job=job, cube=whole, inputs=given)
    return Ran(ready.scheme, ready.prepared, given, whole, manifest)


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A study's file prepared, with its scheme."""

    scheme: Scheme
    prepared: Prepared


def ready_alone(loaded: LoadedStudy, *, folder: Path, **fixed: Any) -> Ready:
    """Prepare a study's file; raises what ``run_alone`` does."""
    study = varied(loaded.study, changes={}, **fixed)
    scheme = load_scheme(study.scheme)
    families = None
    if isinstance(study.population, PointsPopulation):
        families = points(study.population, folder=folder, scheme=scheme)
    said = replace(loaded, study=study)
    return Ready(scheme, said.prepare(scheme=scheme, families=families))


def points(population: PointsPopulation, *, folder: Path, scheme: Scheme) -> Families:
    """Read the people of a study's file of points."""
    return from_frame(read_people(folder / population.file), others=protects_others(scheme))
