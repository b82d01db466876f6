"""The faults of study and assumption files: file, line, what was found and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
from ayni.adapters.marked_words import UNREADABLE
from ayni.core.projection.study import StudyProblem
from ayni.core.projection.words import problem_text

_MISSING = ("missing", "missing_source", "union_tag_not_found")
#: Pydantic's own names for what is told under another one here.
_TOLD_AS = {"greater_than": "not_above_nothing"}


@dataclass(frozen=True, slots=True)
class StudyFault:
    """One fault: where, and a code of ``core.projection.words`` or of ``marked_words`` with its particulars."""

    file: str
    line: int
    place: str
    code: str
    found: str = ""
    expected: str = ""

    def text(self, language: str = "es") -> str:
        """Say the fault in one line for people."""
        if self.code in UNREADABLE:
            return f"{self.file}:{self.line}: {UNREADABLE[self.code][language].format(found=self.found)}"
        said = problem_text(
            self.code,
            language=language,
            place=self.place,
            found=self.found,
            expected=self.expected,
        )
        return f"{self.file}:{self.line}: {said}"


class StudyFileError(ValueError):
    """Files that do not load; ``faults`` has every fault found."""

    def __init__(self, faults: Iterable[StudyFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))


def unreadable(error: UnreadableYaml, *, file: str) -> StudyFileError:
    """Turn an unreadable file into its fault."""
    return StudyFileError([StudyFault(file, error.line, "", error.code, error.found)])


def shape_faults(error: ValidationError, *, marked: MarkedFile) -> list[StudyFault]:
    """Turn pydantic's errors into faults of the file they lie in, by line."""
    found = [_shape_fault(one, marked=marked) for one in first_causes(error)]
    return sorted(found, key=lambda one: one.line)


def located(problems: Iterable[StudyProblem], *, marked: MarkedFile) -> list[StudyFault]:
    """Put a study's problems at their lines."""
    return [
        _at(marked, place=one.place, code=one.code, found=one.found, expected=one.expected)
        for one in problems
    ]


def _shape_fault(error: ErrorDetails, *, marked: MarkedFile) -> StudyFault:
    context = error.get("ctx") or {}
    place = (*error["loc"], *context.get("place", ()))
    code = _TOLD_AS.get(error["type"], error["type"])
    last = next((part for part in reversed(place) if isinstance(part, str)), "")
    if code == "literal_error" and last == "unit":
        code = "wrong_unit"
    if code == "missing" and last == "source":
        code = "missing_source"
    if code == "union_tag_invalid":
        place = (*place, "kind")
    found = str(context.get("found", "" if code in _MISSING else _given(error)))
    return _at(marked, place=place, code=code, found=found, expected=_expected(error))


def _at(marked: MarkedFile, *, place: Place, code: str, found: str, expected: str) -> StudyFault:
    kept = known_place(place, marked=marked)
    shown = kept
    if code in _MISSING and place and place[-1] not in kept:
        shown = (*kept, place[-1])
    return StudyFault(
        marked.path.name, marked.line_of(kept), place_text(shown), code, found[:80], expected
    )


def _given(error: ErrorDetails) -> str:
    given = (error.get("ctx") or {}).get("tag", error["input"])
    if isinstance(given, dict):
        return ", ".join(str(name) for name in given)
    return str(given)


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx") or {}
    for name in ("expected", "expected_tags", "pattern", "min_length", "max_length", "ge", "le"):
        if name in context:
            return str(context[name])
    return "" if "place" in context else error["msg"]
