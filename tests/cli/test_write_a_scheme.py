"""The tutorial of docs, done word by word: each file written, each command asked, each answer there."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ayni.cli import scheme as verb
from tests.samples import ROOT

PAGES = ("write-a-scheme.md", "write-a-scheme.en.md")
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
_MISTAKE, _RIGHT = "amount: aporte_estad}", "amount: aporte_estado}"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file it names (``+`` in front adds to it), its text."""

    language: str
    file: str
    text: str


def blocks(page: str = PAGES[0]) -> list[Block]:
    text = (ROOT / "docs" / "tutorials" / page).read_text(encoding="utf-8")
    found = _BLOCK.findall(text)
    return [Block(language, file.strip(), text) for language, file, text in found]


def asked(words: str, *, capsys: pytest.CaptureFixture[str]) -> str:
    parser = argparse.ArgumentParser()
    verb.register(parser.add_subparsers())
    run, *rest = shlex.split(words, comments=True)
    assert run == "./run"
    arguments = parser.parse_args(rest)
    arguments.run(arguments)
    told = capsys.readouterr()
    return told.out + told.err


def write(block: Block) -> None:
    adding, name = block.file.startswith("+"), block.file.removeprefix("+ ")
    path = Path(name)
    if adding and not path.exists():
        shutil.copytree("valle-verde", path.parts[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if adding else ""
    path.write_text(before + block.text, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_tutorial_works_word_by_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told, answers, commands = "", 0, 0
    for block in blocks(page):
        if block.file:
            write(block)
        elif block.language == "sh":
            commands += 1
            told = asked(block.text, capsys=capsys)
        else:
            answers += 1
            missing = [line for line in block.text.splitlines() if line not in told]
            assert missing == [], told
            if _MISTAKE in Path("valle-verde/scheme.yaml").read_text(encoding="utf-8"):
                corrected = Path("valle-verde/scheme.yaml").read_text(encoding="utf-8")
                Path("valle-verde/scheme.yaml").write_text(corrected.replace(_MISTAKE, _RIGHT))
    assert (commands, answers) == (6, 6)


def test_both_languages_write_the_same_files_and_ask_the_same() -> None:
    """A figure mended in one of them is mended in the other."""
    spanish, english = (blocks(page) for page in PAGES)
    assert [one.file for one in spanish] == [one.file for one in english]
    for one, other in zip(spanish, english, strict=True):
        if one.language == "yaml":
            words = (re.sub(r'"[^"]*"', '""', each.text) for each in (one, other))
            assert next(words) == next(words), one.file
        elif one.language == "sh":
            assert other.text.replace(" --language en", "") == one.text


def test_a_figure_without_its_norm_does_not_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page says of it is so."""
    monkeypatch.chdir(tmp_path)
    for block in blocks():
        if block.file.startswith("valle-verde/"):
            write(block)
    rate = Path("valle-verde/parameters/tasa.yaml")
    lines = [one for one in rate.read_text().splitlines() if "reference" not in one]
    rate.write_text("\n".join(lines))
    told = asked("./run scheme check valle-verde", capsys=capsys)
    assert "tasa.yaml" in told and "reference" in told
