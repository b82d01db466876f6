"""A study's file: its text and the tables it names, every fault with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import ValidationError

from ayni.adapters.marked import (
    MarkedFile,
    UnreadableYaml,
    read_marked,
    read_marked_bytes,
)
from ayni.adapters.studyfiles.assumptionfile import list_assumptions, load_table, load_table_file
from ayni.adapters.studyfiles.faults import (
    StudyFault,
    StudyFileError,
    located,
    shape_faults,
    unreadable,
)
from ayni.adapters.studyfiles.points import read_people
from ayni.core.projection.assumption_tables import AnyTable, Kind
from ayni.core.projection.inputs import Families
from ayni.core.projection.law import protects_others
from ayni.core.projection.population import NoFamilies, UnusableRoster, from_frame
from ayni.core.projection.study import Prepared, StudyProblem, StudyRefused, prepare
from ayni.core.projection.study_text import PointsPopulation, Study
from ayni.core.scheme import Scheme, Terms


class UnknownStudy(LookupError):
    """A code that no shipped study has."""


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study with its tables, the file to point at, and its folder: one that was uploaded has none."""

    study: Study
    tables: Mapping[Kind, AnyTable]
    marked: MarkedFile
    folder: Path | None = None

    def prepare(
        self, *, scheme: Scheme, families: Families | None = None, terms: Terms | None = None
    ) -> Prepared:
        """Prepare the study; what is wrong between its parts is told with the line: ``StudyFileError``.

        A study of a file of points reads it beside its own file; one that was uploaded is handed its families.
        """
        if families is None:
            families = self._points(scheme)
        try:
            return prepare(
                self.study, scheme=scheme, tables=self.tables, families=families, terms=terms
            )
        except StudyRefused as error:
            raise StudyFileError(located(error.problems, marked=self.marked)) from None

    def _points(self, scheme: Scheme) -> Families | None:
        population = self.study.population
        if self.folder is None or not isinstance(population, PointsPopulation):
            return None
        people = read_people(self.folder / population.file)
        try:
            return from_frame(people, others=protects_others(scheme))
        except (UnusableRoster, NoFamilies) as error:
            problem = StudyProblem("unusable_people", ("population", "file"), str(error))
            raise StudyFileError(located([problem], marked=self.marked)) from None


def list_studies() -> tuple[str, ...]:
    """List the codes of the example studies shipped with the package, in alphabetical order."""
    return tuple(sorted(one.stem for one in _shipped().glob("*.yaml")))


@cache
def load_study(code: str) -> LoadedStudy:
    """Load a shipped example study by its code."""
    if code not in list_studies():
        raise UnknownStudy(f"{code!r}; there are {', '.join(list_studies())}")
    return load_study_file(_shipped() / f"{code}.yaml")


def load_study_file(path: Path) -> LoadedStudy:
    """Load a study; tables of one's own, in a folder ``assumptions`` beside it, come first."""
    try:
        marked = read_marked(path)
    except UnreadableYaml as error:
        raise unreadable(error, file=path.name) from None
    return _loaded(marked, folder=path.parent)


def load_study_bytes(raw: bytes, *, name: str) -> LoadedStudy:
    """Load a study from what was uploaded or stored; its tables are shipped ones."""
    try:
        marked = read_marked_bytes(raw, name=name)
    except UnreadableYaml as error:
        raise unreadable(error, file=name) from None
    return _loaded(marked, folder=None)


def read_study(raw: bytes, *, name: str) -> Study:
    """Read what a study's file says, without its tables; raises ``StudyFileError``."""
    try:
        return _study(read_marked_bytes(raw, name=name))
    except UnreadableYaml as error:
        raise unreadable(error, file=name) from None


def study_yaml(study: Study) -> str:
    """Write a study as a file that ``load_study_file`` reads."""
    plain = study.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)


def _study(marked: MarkedFile) -> Study:
    try:
        return Study.model_validate_json(json.dumps(marked.data))
    except ValidationError as error:
        raise StudyFileError(shape_faults(error, marked=marked)) from None


def _loaded(marked: MarkedFile, *, folder: Path | None) -> LoadedStudy:
    study = _study(marked)
    own = None if folder is None else folder / "assumptions"
    return LoadedStudy(study, _tables(study, marked=marked, own=own), marked, folder)


def _tables(study: Study, *, marked: MarkedFile, own: Path | None) -> dict[Kind, AnyTable]:
    found: dict[Kind, AnyTable] = {}
    problems: list[StudyProblem] = []
    faults: list[StudyFault] = []
    for kind in study.assumptions:
        code = str(study.chosen(kind))
        place = ("assumptions", kind)
        try:
            table = _table(code, own=own)
        except StudyFileError as error:
            faults += error.faults
            continue
        if table is None:
            known = ", ".join(list_assumptions())
            problems.append(StudyProblem("unknown_table", place, code, known))
        elif table.kind != kind:
            problems.append(StudyProblem("wrong_kind", place, table.kind, kind))
        else:
            found[kind] = table
    faults += located(problems, marked=marked)
    if faults:
        raise StudyFileError(faults)
    return found


def _table(code: str, *, own: Path | None) -> AnyTable | None:
    """Find a table by its code: one's own first, then the shipped one."""
    if own is not None and (own / f"{code}.yaml").is_file():
        return load_table_file(own / f"{code}.yaml")
    return load_table(code) if code in list_assumptions() else None


def _shipped() -> Path:
    return Path(str(files("ayni"))) / "studies"
