"""docs/reference/schemes says what the files say: it is written from them."""

from __future__ import annotations

import pytest
from tools.schemepages.pages import FOLDER, pages

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.core.scheme.told import value_text

WRITTEN = pages()


def test_there_is_a_page_for_each_scheme_and_no_other() -> None:
    assert {file.name for file in FOLDER.glob("*.md")} == set(WRITTEN)
    assert set(WRITTEN) == {"README.md", *(f"{code}.md" for code in list_schemes())}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_as_the_files_say(name: str) -> None:
    found = (FOLDER / name).read_text(encoding="utf-8")
    assert found == WRITTEN[name], "write it anew: .venv/bin/python -m tools.schemepages"


@pytest.mark.parametrize("code", list_schemes())
def test_every_value_and_its_norm_are_on_the_page(code: str) -> None:
    page = WRITTEN[f"{code}.md"]
    for parameter in load_scheme(code).parameters:
        for dated in parameter.values:
            assert f"| {dated.start} | " in page
            assert dated.reference.title.replace("|", "\\|") in page
            if isinstance(dated.value, int):
                told = value_text(dated.value, unit=parameter.unit, language="es")
                assert f"| {dated.start} | {told} | " in page
    assert "NO PASA" not in page
