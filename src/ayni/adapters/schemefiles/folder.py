"""A scheme's folder: ``scheme.yaml``, ``parameters/``, ``cases/``, ``regulation.md``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from ayni.adapters.marked import MarkedFile, Place, Plain, UnreadableYaml, first_causes, read_marked
from ayni.adapters.schemefiles.faults import (
    FileFault,
    SchemeFileError,
    scheme_fault,
    shape_fault,
    shape_faults,
    yaml_fault,
)
from ayni.adapters.schemefiles.parameterfile import parameter_faults, parameter_place, to_model
from ayni.adapters.schemefiles.words import example_of
from ayni.core.scheme import InvalidScheme, Scheme, load_scheme_text
from ayni.core.scheme.cases import AnyCase, load_case_text


class UnknownScheme(LookupError):
    """A code that no shipped scheme has."""


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case with the file and line it stands in."""

    case: AnyCase
    file: str
    line: int


def list_schemes() -> tuple[str, ...]:
    """List the codes of the schemes shipped with the package, in alphabetical order."""
    folders = _shipped().iterdir()
    return tuple(sorted(one.name for one in folders if (one / "scheme.yaml").is_file()))


@cache
def load_scheme(code: str) -> Scheme:
    """Load a shipped scheme by its code."""
    return load_folder(folder_of(code))


def folder_of(code: str) -> Path:
    """Give the folder of a shipped scheme, or refuse."""
    if code not in list_schemes():
        raise UnknownScheme(f"{code!r}; there are {', '.join(list_schemes())}")
    return _shipped() / code


def load_folder(path: Path) -> Scheme:
    """Load and check the scheme in a folder; raises ``SchemeFileError`` with every fault found."""
    marked, parameters = _read_all(path)
    faults = [fault for one in parameters for fault in parameter_faults(one)]
    if faults:
        raise SchemeFileError(faults)
    models = [to_model(one) for one in parameters]
    text = json.dumps({"rules": marked.data, "parameters": models})
    try:
        return load_scheme_text(text)
    except ValidationError as error:
        raise SchemeFileError(_located(error, marked=marked, parameters=parameters)) from None
    except InvalidScheme as error:
        raise SchemeFileError(_between(error, marked=marked, parameters=parameters)) from None


def load_cases(path: Path) -> list[LoadedCase]:
    """Load the cases of a scheme's folder, file by file; raises ``SchemeFileError``."""
    found: list[LoadedCase] = []
    faults: list[FileFault] = []
    for file in sorted((path / "cases").glob("*.yaml")):
        cases, wrong = _cases_of(file)
        found += cases
        faults += wrong
    if faults:
        raise SchemeFileError(faults)
    return found


def load_case_file(path: Path) -> list[LoadedCase]:
    """Load the cases of one file; raises ``SchemeFileError``."""
    cases, faults = _cases_of(path)
    if faults:
        raise SchemeFileError(faults)
    return cases


def read_plain(path: Path) -> Plain:
    """Read any YAML file as schemes are read: no figure through a float; raises ``SchemeFileError``."""
    try:
        return read_marked(path).data
    except UnreadableYaml as error:
        raise SchemeFileError([yaml_fault(error, path=path)]) from None


def read_regulation(path: Path) -> str:
    """Read the rule text of a scheme's folder."""
    file = path / "regulation.md"
    if not file.is_file():
        raise SchemeFileError(
            [yaml_fault(UnreadableYaml("no_file", line=1, found=file.name), path=file)]
        )
    return file.read_text(encoding="utf-8")


def _shipped() -> Path:
    return Path(str(files("ayni"))) / "schemes"


def _read_all(path: Path) -> tuple[MarkedFile, list[MarkedFile]]:
    faults: list[FileFault] = []
    read: list[MarkedFile] = []
    for file in [path / "scheme.yaml", *sorted((path / "parameters").glob("*.yaml"))]:
        try:
            read.append(read_marked(file))
        except UnreadableYaml as error:
            faults.append(yaml_fault(error, path=file))
    if not faults and len(read) == 1:
        faults.append(
            FileFault("parameters", 1, "", "no_parameters", "", "", example_of("no_file"))
        )
    if faults:
        raise SchemeFileError(faults)
    return read[0], read[1:]


def _located(
    error: ValidationError, *, marked: MarkedFile, parameters: list[MarkedFile]
) -> list[FileFault]:
    """Put each of pydantic's errors in the file and at the place it belongs to."""
    faults = []
    for one in first_causes(error):
        head, *rest = one["loc"]
        if head == "parameters" and rest and isinstance(rest[0], int):
            file = parameters[rest[0]]
            place = parameter_place(tuple(rest[1:]), marked=file)
            faults.append(shape_fault(one, marked=file, place=place))
        else:
            faults.append(shape_fault(one, marked=marked, place=tuple(rest)))
    return faults


def _between(
    error: InvalidScheme, *, marked: MarkedFile, parameters: list[MarkedFile]
) -> list[FileFault]:
    by_name = {one.path.stem: one for one in parameters}
    faults = []
    for one in error.problems:
        head, *rest = one.path
        file, place = marked, tuple(rest)
        if head == "parameters":
            file, place = by_name[str(rest[0])], tuple(rest[1:])
        faults.append(scheme_fault(one, marked=file, place=place))
    return faults


def _cases_of(file: Path) -> tuple[list[LoadedCase], list[FileFault]]:
    try:
        marked = read_marked(file)
    except UnreadableYaml as error:
        return [], [yaml_fault(error, path=file)]
    listed: list[Plain] = marked.data if isinstance(marked.data, list) else [marked.data]
    cases: list[LoadedCase] = []
    faults: list[FileFault] = []
    for number, one in enumerate(listed):
        place: Place = (number,) if isinstance(marked.data, list) else ()
        try:
            case = load_case_text(json.dumps(one))
        except ValidationError as error:
            faults += _case_faults(error, marked=marked, place=place)
        else:
            cases.append(LoadedCase(case, file.name, marked.line_of(place)))
    return cases, faults


def _case_faults(error: ValidationError, *, marked: MarkedFile, place: Place) -> list[FileFault]:
    if not place:
        return shape_faults(error, marked=marked)
    return [
        shape_fault(one, marked=marked, place=(*place, *one["loc"])) for one in first_causes(error)
    ]
