"""The guide of the course, done step by step as it is written, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.samples import ROOT
from tests.web.course_fixtures import Course, held, then
from tests.web.paper_browser import Reader

__all__ = ["held", "then"]
PAGES = {"es": "curso.md", "en": "course.md"}
_STEP = re.compile(r"^\d+\. (.+)$", re.M)
_WORDS = {
    "es": {
        "sign_in": r"Entre como `(.+?)`\.",
        "open": r"Abra `(.+?)`\.",
        "press": r"Pulse «(.+?)»\.",
        "choose": r"Elija «(.+?)»\.",
        "write": r"Escriba `(.+?)` en «(.+?)»\.",
        "read": r"Se lee «(.+?)»\.",
    },
    "en": {
        "sign_in": r"Sign in as `(.+?)`\.",
        "open": r"Open `(.+?)`\.",
        "press": r"Press «(.+?)»\.",
        "choose": r"Choose «(.+?)»\.",
        "write": r"Write `(.+?)` in «(.+?)»\.",
        "read": r"You read «(.+?)»\.",
    },
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, with which words."""

    do: str
    words: tuple[str, ...]


def steps(language: str) -> list[Step]:
    text = (ROOT / "docs" / "tutorials" / PAGES[language]).read_text("utf-8")
    return [step(told, language=language) for told in _STEP.findall(text)]


def step(told: str, *, language: str) -> Step:
    for do, pattern in _WORDS[language].items():
        if found := re.match(pattern, told):
            return Step(do, found.groups())
    raise AssertionError(f"no step a person could follow: {told}")


def follow(found: list[Step], *, course: Course, language: str) -> None:
    reader = Reader(language=language)
    for number, one in enumerate(found, 1):
        if one.do == "sign_in":
            reader = Reader(language=language)
            reader.sign_in(one.words[0], course.passwords[one.words[0]])
        elif one.do == "read":
            assert one.words[0] in reader.seen, f"step {number}: {one.words[0]}\n{reader.seen}"
        else:
            getattr(reader, one.do)(*one.words)


@pytest.mark.parametrize("language", PAGES)
def test_the_guide_works_step_by_step(held: Course, db: None, language: str) -> None:
    follow(steps(language), course=held, language=language)


@pytest.mark.parametrize("language", PAGES)
def test_a_step_left_out_is_noticed(held: Course, db: None, language: str) -> None:
    """Without the third month the fourth exercise is not done, and the facilitator does not read 4 of 4."""
    found = steps(language)
    last = max(place for place, one in enumerate(found) if one.words[0] in _MONTH)
    with pytest.raises(AssertionError):
        follow(found[:last] + found[last + 1 :], course=held, language=language)


_MONTH = ("Pasar un mes", "Let a month pass")


def test_both_languages_walk_the_same_way() -> None:
    spanish, english = steps("es"), steps("en")
    assert [one.do for one in spanish] == [one.do for one in english]
    assert [one.words[0] for one in spanish if one.do in ("sign_in", "open")] == [
        one.words[0] for one in english if one.do in ("sign_in", "open")
    ]
