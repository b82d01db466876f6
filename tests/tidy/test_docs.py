"""The documents say what is there: options, variables, tests and links, each with its sabotage.

That every verb and every room is named at all stands in test_tidy.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ayni.cli.main import VERBS
from tests.samples import ROOT
from tests.tidy.tree import SRC, python_files, text_files

DOCS = ROOT / "docs"
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.M)
_FENCE = re.compile(r"^```.*?^```", re.M | re.S)
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_VARIABLE = re.compile(r"\b(AYNI_[A-Z_]+|DATABASE_URL)\b")
_COMMAND = re.compile(r"\./run +([a-z]+)")


def written(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def documents() -> tuple[Path, ...]:
    return tuple(path for path in text_files() if path.suffix == ".md" and SRC not in path.parents)


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Long options of a verb and of what stands below it; those hidden from help too."""
    for action in parser._actions:
        yield from (one for one in action.option_strings if one.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield name
                yield from options(below)


@cache
def grammar(verb: str) -> frozenset[str]:
    parser = argparse.ArgumentParser()
    importlib.import_module(f"ayni.cli.{VERBS[verb]}").register(parser.add_subparsers())
    return frozenset(options(parser)) - {"--help"}


def sections(text: str) -> dict[str, str]:
    """The reference by verb: a verb may have several headings."""
    found: dict[str, str] = {}
    for part in re.split(r"^## `ayni ", text, flags=re.M)[1:]:
        verb = re.split(r"[ `]", part, maxsplit=1)[0]
        found[verb] = found.get(verb, "") + part
    return found


def missing_in_reference(text: str) -> list[str]:
    told = sections(text)
    return sorted(
        f"{verb} {one}"
        for verb in VERBS
        for one in grammar(verb)
        if not re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", told.get(verb, ""))
    )


def strange_options(text: str) -> list[str]:
    """Options that the reference gives to a verb which does not have them."""
    return sorted(
        f"{verb} {one}"
        for verb, part in sections(text).items()
        for one in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", part))
        if one not in grammar(verb)
    )


def test_reference_names_every_verb_and_option() -> None:
    text = written(DOCS / "reference" / "cli.md")
    assert set(sections(text)) == set(VERBS)
    assert missing_in_reference(text) == []
    assert strange_options(text) == []


def test_a_missing_or_strange_option_is_noticed() -> None:
    text = written(DOCS / "reference" / "cli.md")
    assert missing_in_reference(text.replace("--no-demo", "")) == ["serve --no-demo"]
    assert strange_options(text + "\n## `ayni verify`\n`--loud`\n") == ["verify --loud"]


def anchors(text: str) -> set[str]:
    """Headings as addresses, as the usual viewers make them."""
    plain = (re.sub(r"[^\w\- ]", "", found.lower()) for found in _HEADING.findall(text))
    return {one.strip().replace(" ", "-") for one in plain}


def broken_links(path: Path, text: str) -> list[str]:
    found = []
    for target in _LINK.findall(_FENCE.sub("", text)):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (path.parent / place).resolve() if place else path
        wanted = anchor and file.suffix == ".md" and file.exists()
        if not file.exists() or (wanted and anchor not in anchors(written(file))):
            found.append(f"{path.relative_to(ROOT)}: {target}")
    return found


def test_local_links_lead_somewhere() -> None:
    assert len(documents()) > 20
    found = [link for path in documents() for link in broken_links(path, written(path))]
    # The pictures are taken by a command at the end of a release; their names are checked below.
    assert [link for link in found if "docs/screenshots/" not in link] == []


def test_a_broken_link_is_noticed() -> None:
    path = ROOT / "README.md"
    assert broken_links(path, "[a](docs/nowhere.md)") == ["README.md: docs/nowhere.md"]
    assert broken_links(path, "[a](ARCHITECTURE.md#nowhere)") != []
    assert broken_links(path, "[a](ARCHITECTURE.md)") == []


def test_every_picture_has_words() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", written(ROOT / "README.md"))
    assert len(pictures) >= 4
    assert [place for words, place in pictures if len(words) < 20] == []


def variables_read(*folders: str) -> set[str]:
    """Environment variables that Python files of these folders, or the scripts, name."""
    named: set[str] = set()
    for path in python_files(*folders):
        for node in ast.walk(ast.parse(written(path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= {node.value} if _VARIABLE.fullmatch(node.value) else set()
    for script in ("run", "test", "tools/prepare.sh", ".ci/run"):
        named |= set(re.findall(r"\$\{?(AYNI_[A-Z_]+|DATABASE_URL)", written(ROOT / script)))
    return named


def test_every_environment_variable_is_documented() -> None:
    told = set(_VARIABLE.findall(written(DOCS / "how-to" / "install.md")))
    named = variables_read("src")
    assert {"DATABASE_URL", "AYNI_HOME", "AYNI_WORKERS"} <= named
    assert sorted(named - told) == []
    assert sorted(told - named - variables_read("tests")) == []


def absent_tests(text: str) -> list[str]:
    """Tests that a document names and the tree does not have."""
    found = []
    for place, name in _TEST.findall(text):
        path = ROOT / place
        if not path.exists() or (name and f"def {name}(" not in written(path)):
            found.append(f"{place}::{name}")
    return found


def test_status_names_only_tests_that_exist() -> None:
    text = written(DOCS / "status.md")
    assert len(_TEST.findall(text)) > 20
    assert absent_tests(text) == []
    assert absent_tests("`tests/tidy/test_docs.py::test_nothing`") != []
    assert absent_tests("`tests/tidy/test_nowhere.py`") != []


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_documents_are_verbs(path: Path) -> None:
    assert sorted(set(_COMMAND.findall(written(path))) - set(VERBS)) == []


def test_decisions_are_under_a_page_and_listed() -> None:
    listed = written(DOCS / "adr" / "README.md")
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [path.name for path in decisions if path.name not in listed] == []
    assert [path.name for path in decisions if written(path).count("\n") > 45] == []
    titles = [written(path).splitlines()[0] for path in decisions]
    assert [t for n, t in enumerate(titles, 1) if not t.startswith(f"# {n}. ")] == []
