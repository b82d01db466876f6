"""The explanation pages of the study, run block by block: what a page says it prints, it prints."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
from pathlib import Path

import pytest

from tests.samples import ROOT

FOLDER = ROOT / "docs" / "explanation"
PAGES = tuple(
    path for path in sorted(FOLDER.glob("study-*.md")) if "```python" in path.read_text("utf-8")
)
#: What stands in the script where a page shows what was printed.
_MARK = 'print("\\f")\n'
_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.M | re.S)


def told_and_said(page: str, *, folder: Path) -> list[tuple[str, str]]:
    """Run a page's Python from top to bottom; give what each part printed beside what the page says."""
    blocks = _BLOCK.findall(page)
    script = folder / "page.py"
    script.write_text("".join(_MARK if kind == "text" else text for kind, text in blocks))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(script))
    *told, rest = out.getvalue().split("\f\n")
    assert rest == "", "a page prints what it does not show"
    return list(zip(told, (text for kind, text in blocks if kind == "text"), strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_its_blocks_print(page: Path, tmp_path: Path) -> None:
    pairs = told_and_said(page.read_text(encoding="utf-8"), folder=tmp_path)
    assert pairs
    for told, said in pairs:
        assert told == said


def test_there_is_a_page_for_each_published_set() -> None:
    assert {path.stem for path in PAGES} >= {
        "study-ccss-backtest",
        "study-coffee-programme",
        "study-costa-rica-2027",
        "study-essalud-measures",
    }


def test_a_page_that_says_something_else_is_seen(tmp_path: Path) -> None:
    ((told, said),) = told_and_said(
        "```python\nprint(2)\n```\n\n```text\n3\n```\n", folder=tmp_path
    )
    assert (told, said) == ("2\n", "3\n")
    with pytest.raises(AssertionError, match="does not show"):
        told_and_said("```python\nprint(2)\n```\n", folder=tmp_path)
