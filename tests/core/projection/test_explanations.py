"""The explanation pages of the study, run block by block: what a page says it prints, it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from tests.samples import ROOT

FOLDER = ROOT / "docs" / "explanation"
PAGES = tuple(
    path for path in sorted(FOLDER.glob("study-*.md")) if "```python" in path.read_text("utf-8")
)
_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.M | re.S)


def told_and_said(page: str) -> list[tuple[str, str]]:
    """Run a page's Python from top to bottom; give what each printed beside what the page says."""
    names: dict[str, object] = {}
    pairs, told = [], ""
    for language, text in _BLOCK.findall(page):
        if language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, "page", "exec"), names)
            told += out.getvalue()
        else:
            pairs.append((told, text))
            told = ""
    assert told == "", "a page prints what it does not show"
    return pairs


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_its_blocks_print(page: Path) -> None:
    pairs = told_and_said(page.read_text(encoding="utf-8"))
    assert pairs
    for told, said in pairs:
        assert told == said


def test_there_is_a_page_for_each_published_set() -> None:
    assert {path.stem for path in PAGES} >= {
        "study-ccss-backtest",
        "study-costa-rica-2027",
        "study-essalud-measures",
    }


def test_a_page_that_says_something_else_is_seen() -> None:
    ((told, said),) = told_and_said("```python\nprint(2)\n```\n\n```text\n3\n```\n")
    assert (told, said) == ("2\n", "3\n")
    with pytest.raises(AssertionError, match="does not show"):
        told_and_said("```python\nprint(2)\n```\n")
