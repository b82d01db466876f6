"""People of a study's families in a CSV: one row each, weighted or not; no names and no documents."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ayni.adapters.studyfiles.faults import StudyFault, StudyFileError
from ayni.core.projection.population import FRAME

#: A whole country's people in one file is some hundred megabytes; a file of points is far below.
LARGEST_FILE = 100_000_000
_NEEDED = ("family", "birth", "sex", "relation")


def read_people(path: Path) -> pl.DataFrame:
    """Read people from a CSV: ``family, birth, sex, relation``, and perhaps ``association`` and ``weight``.

    Dates are YYYY-MM-DD. Other columns are refused: what a study does not need is not read.
    """
    if not path.is_file():
        raise StudyFileError([StudyFault(path.name, 1, "", "no_file", path.name)])
    if path.stat().st_size > LARGEST_FILE:
        size = f"{path.stat().st_size} bytes"
        raise StudyFileError([StudyFault(path.name, 1, "", "too_large", size)])
    named = _header(path)
    types = {name: kind for name, kind in FRAME.items() if name in named}
    try:
        return pl.read_csv(path, schema_overrides=types, try_parse_dates=False)
    except pl.exceptions.PolarsError as error:
        raise _unusable(path, said=str(error).splitlines()[0]) from None


def _header(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            named = [one.strip() for one in file.readline().split(",")]
    except UnicodeDecodeError:
        raise StudyFileError([StudyFault(path.name, 1, "", "not_utf8")]) from None
    missing = [name for name in _NEEDED if name not in named]
    strange = [name for name in named if name not in FRAME]
    if missing or strange or len(set(named)) != len(named):
        raise _unusable(path, said=f"{', '.join(named)}; {', '.join(FRAME)}")
    return named


def _unusable(path: Path, *, said: str) -> StudyFileError:
    return StudyFileError([StudyFault(path.name, 1, "", "unusable_people", said[:200])])
