"""Assumption tables: the shipped ones by their code, or a file of one's own."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from ayni.adapters.marked import MarkedFile, UnreadableYaml, read_marked, read_marked_bytes
from ayni.adapters.studyfiles.faults import StudyFault, StudyFileError, shape_faults, unreadable
from ayni.core.projection.assumption_tables import AnyTable, load_table_text


class UnknownTable(LookupError):
    """A code that no table has."""


def list_assumptions() -> tuple[str, ...]:
    """List the codes of the tables shipped with the package, in alphabetical order."""
    return tuple(sorted(one.stem for one in _shipped().glob("*.yaml")))


@cache
def load_table(code: str) -> AnyTable:
    """Load a shipped table by its code."""
    if code not in list_assumptions():
        raise UnknownTable(code)
    return load_table_file(_shipped() / f"{code}.yaml")


def load_table_file(path: Path) -> AnyTable:
    """Load a table from a file named as its code is; raises ``StudyFileError`` with every fault found."""
    try:
        marked = read_marked(path)
    except UnreadableYaml as error:
        raise unreadable(error, file=path.name) from None
    table = _table(marked)
    if table.code != path.stem:
        line = marked.line_of(("code",))
        raise StudyFileError(
            [StudyFault(path.name, line, "code", "other_name", table.code, path.stem)]
        )
    return table


def load_table_bytes(raw: bytes, *, name: str) -> AnyTable:
    """Load a table from what was uploaded."""
    try:
        return _table(read_marked_bytes(raw, name=name))
    except UnreadableYaml as error:
        raise unreadable(error, file=name) from None


def _table(marked: MarkedFile) -> AnyTable:
    try:
        return load_table_text(json.dumps(marked.data))
    except ValidationError as error:
        raise StudyFileError(shape_faults(error, marked=marked)) from None


def _shipped() -> Path:
    return Path(str(files("ayni"))) / "studies" / "assumptions"
