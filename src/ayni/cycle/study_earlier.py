"""The earlier study that a study names: its file with the cube that was kept beside it, or a kept run.

A file ``estudio-2026.yaml`` has its cube in the folder ``estudio-2026``, as ``ayni study run --out`` leaves it.
"""

from __future__ import annotations

from pathlib import Path

from ayni.adapters.cubefiles import DamagedCube, Manifest, digest_of, read_cube
from ayni.adapters.studyfiles import LoadedStudy, StudyFileError, load_study_file, located
from ayni.core.projection.cube import Cube
from ayni.core.projection.reconciling import Valued
from ayni.core.projection.study import StudyProblem
from ayni.cycle.study_alone import ready_alone
from ayni.cycle.study_blocks import parts_of
from ayni.cycle.study_given import given_of

_PLACE = ("previous",)
#: Where the digests of kept runs are told.
_KEPT = "ayni study show CODE --json; ayni study report --kept"


def earlier_alone(loaded: LoadedStudy, *, folder: Path) -> Valued | None:
    """Open the earlier study that a file names; ``StudyFileError`` where it is missing or another."""
    if loaded.study.previous is None:
        return None
    name = loaded.study.previous_file
    if name is None:
        raise _refused(loaded, "previous_lost", loaded.study.previous[:12], _KEPT)
    path = folder / name
    if not path.is_file():
        raise _refused(loaded, "previous_lost", name, name)
    kept = path.with_suffix("") / "cube.parquet"
    if not kept.is_file():
        command = f"ayni study run {name} --out {Path(name).with_suffix('')}"
        raise _refused(loaded, "previous_lost", name, command)
    try:
        cube, manifest = read_cube(kept.read_bytes())
    except DamagedCube as error:
        raise _refused(loaded, "previous_unread", name, str(error)) from None
    return _same(loaded, name, path=path, cube=cube, manifest=manifest)


def _same(loaded: LoadedStudy, name: str, *, path: Path, cube: Cube, manifest: Manifest) -> Valued:
    """Prepare the earlier study as it was run; what it is made of today must be what its cube came from."""
    ready = ready_alone(
        load_study_file(path),
        folder=path.parent,
        kernel=manifest.kernel,
        seed=manifest.seed,
        scenarios=manifest.scenarios,
        months=manifest.months,
    )
    given = given_of(ready.prepared, scheme=ready.scheme)
    if digest_of(given) != manifest.inputs:
        parts = parts_of(given)
        names = {*parts, *manifest.parts}
        changed = sorted(one for one in names if parts.get(one) != manifest.parts.get(one))
        raise _refused(loaded, "previous_differs", name, ", ".join(changed))
    return Valued(ready.prepared, ready.scheme, cube)


def _refused(loaded: LoadedStudy, code: str, found: str, expected: str) -> StudyFileError:
    problem = StudyProblem(code, _PLACE, found, expected)
    return StudyFileError(located([problem], marked=loaded.marked))
