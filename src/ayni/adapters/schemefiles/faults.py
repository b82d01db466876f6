"""The faults of scheme files: file, line, what was expected, and a good example."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ayni.adapters.marked import (
    MarkedFile,
    Place,
    UnreadableYaml,
    first_causes,
    known_place,
    place_text,
)
from ayni.adapters.schemefiles.words import example_of, fault_text
from ayni.core.scheme import SchemeProblem


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault: where, a code of ``words.PROBLEMS`` or of the scheme's own, its particulars."""

    file: str
    line: int
    place: str
    code: str
    found: str
    expected: str
    example: str
    problem: SchemeProblem | None = None

    def text(self, language: str = "es") -> str:
        """Say the fault in one line for people."""
        if self.problem is not None:
            said = self.problem.text(language)
        else:
            said = fault_text(
                self.code,
                language=language,
                place=self.place,
                found=self.found,
                expected=self.expected,
            )
        return f"{self.file}:{self.line}: {said}"


class SchemeFileError(ValueError):
    """Scheme files that do not load; ``faults`` has every fault found."""

    def __init__(self, faults: list[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text("en") for fault in faults))


def yaml_fault(error: UnreadableYaml, *, path: Path) -> FileFault:
    """Turn an unreadable file into a fault."""
    return FileFault(path.name, error.line, "", error.code, error.found, "", example_of(error.code))


def shape_faults(error: ValidationError, *, marked: MarkedFile) -> list[FileFault]:
    """Turn pydantic's errors into faults of the file they lie in."""
    return [shape_fault(one, marked=marked, place=one["loc"]) for one in first_causes(error)]


def shape_fault(error: ErrorDetails, *, marked: MarkedFile, place: Place) -> FileFault:
    """Turn one of pydantic's errors, at a place of its file, into a fault."""
    kept = known_place(place, marked=marked)
    last = next((part for part in reversed(place) if isinstance(part, str)), "")
    missing = error["type"] in ("missing", "union_tag_not_found")
    shown = (*kept, last) if missing and last not in kept else kept
    return FileFault(
        file=marked.path.name,
        line=marked.line_of(kept),
        place=place_text(shown),
        code=error["type"],
        found="" if missing else _found(error),
        expected=_expected(error),
        example=example_of(last),
    )


def scheme_fault(problem: SchemeProblem, *, marked: MarkedFile, place: Place) -> FileFault:
    """Turn a fault between nodes into a fault of the file it lies in."""
    kept = known_place(place, marked=marked)
    return FileFault(
        file=marked.path.name,
        line=marked.line_of(kept),
        place=place_text(kept),
        code=problem.code,
        found="",
        expected="",
        example=example_of(problem.code),
        problem=problem,
    )


def _found(error: ErrorDetails) -> str:
    given = (error.get("ctx") or {}).get("tag", error["input"])
    if isinstance(given, dict):
        return ", ".join(str(name) for name in given)[:60]
    return str(given)[:60]


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx") or {}
    for name in ("expected", "expected_tags", "pattern", "min_length", "ge", "le", "error"):
        if name in context:
            return str(context[name])
    return error["msg"]
