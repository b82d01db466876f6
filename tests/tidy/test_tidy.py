"""What import contracts cannot show, looked for in the whole tree; each rule with its sabotage."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from ayni.cli.main import VERBS, verbs
from ayni.cli.words import LANGUAGES, WORDS
from tests.samples import ROOT
from tests.tidy import rules
from tests.tidy.rules import Fault
from tests.tidy.tree import SRC, module_of, python_files, text_files

TreeRule = Callable[[ast.AST], Iterator[Fault]]
TextRule = Callable[[str], Iterator[Fault]]

STOREYS_WITHOUT_CLOCK = ("src/ayni/core", "src/ayni/adapters", "src/ayni/apps", "src/ayni/cycle")
#: Likeness of names, projections and invented populations are no money: they may use floats.
ROOMS_WITH_FLOATS = {"matching", "projection", "example"}


@cache
def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def told(path: Path, faults: Iterable[Fault]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}: {what}" for line, what in faults]


def without(paths: Iterable[Path], *parts: str) -> list[Path]:
    return [
        path for path in paths if not any(part in str(path.relative_to(ROOT)) for part in parts)
    ]


def in_money(path: Path) -> bool:
    return path.relative_to(SRC / "core").parts[0] not in ROOMS_WITH_FLOATS


PROGRAM = python_files("src")
WRITTEN = python_files("src", "tests", "benchmarks", "tools")
TREE_RULES: dict[str, tuple[TreeRule, list[Path], str]] = {
    "signals": (rules.signals, list(PROGRAM), "from django.db.models.signals import post_save"),
    "dispatch": (rules.signals, list(PROGRAM), "from django.dispatch import receiver"),
    "clock": (
        rules.clock,
        list(python_files(*STOREYS_WITHOUT_CLOCK)),
        "from datetime import date\nday = date.today()",
    ),
    "clock of django": (
        rules.clock,
        list(python_files(*STOREYS_WITHOUT_CLOCK)),
        "from django.utils import timezone\nmoment = timezone.now()",
    ),
    "floats": (
        rules.floats,
        [path for path in python_files("src/ayni/core") if in_money(path)],
        "half = cents * 0.5",
    ),
    "division": (
        rules.floats,
        [path for path in python_files("src/ayni/core") if in_money(path)],
        "half = cents / 2",
    ),
    "function wall": (rules.function_wall, list(WRITTEN), "def f():\n" + "    x = 1\n" * 70),
    "xml": (
        rules.bare_xml,
        without(PROGRAM, "src/ayni/adapters/"),
        "import xml.etree.ElementTree as et",
    ),
    "pickle": (rules.unsafe_reading, list(WRITTEN), "import pickle"),
    "yaml": (rules.unsafe_reading, list(WRITTEN), "import yaml\nyaml.load(text)"),
    "eval": (rules.unsafe_reading, list(WRITTEN), "eval(text)"),
    "session setting": (
        rules.session_setting,
        list(PROGRAM),
        "cursor.execute(\"SET ayni.institution = '1'\")",
    ),
    "session config": (
        rules.session_setting,
        list(PROGRAM),
        "cursor.execute(\"SELECT set_config('ayni.user', %s, false)\")",
    ),
    "formatted sql": (
        rules.formatted_sql,
        without(PROGRAM, "src/ayni/apps/"),
        'cursor.execute(f"SELECT * FROM {table}")',
    ),
}


@pytest.mark.parametrize("name", TREE_RULES)
def test_tree_keeps(name: str) -> None:
    rule, paths, _ = TREE_RULES[name]
    assert paths, "the rule looks at nothing"
    assert [line for path in paths for line in told(path, rule(parsed(path)))] == []


@pytest.mark.parametrize("name", TREE_RULES)
def test_sabotage_is_seen(name: str) -> None:
    rule, _, sabotage = TREE_RULES[name]
    assert list(rule(ast.parse(sabotage))) != []


@pytest.mark.parametrize(
    ("rule", "innocent"),
    [
        (rules.session_setting, "run(\"SET LOCAL lock_timeout = '3s'\")"),
        (rules.session_setting, "run(\"SELECT set_config('a.b', %s, true)\")"),
        (rules.session_setting, 'run("UPDATE t SET a = 1")'),
        (rules.formatted_sql, 'say(f"{n} rows")'),
        (rules.clock, "span.start"),
        (rules.floats, "half = cents // 2"),
        (rules.unsafe_reading, "yaml.safe_load(text)"),
        (rules.bare_xml, "from defusedxml import ElementTree"),
    ],
)
def test_innocent_code_is_left_alone(rule: TreeRule, innocent: str) -> None:
    assert list(rule(ast.parse(innocent))) == []


def test_files_stay_under_the_wall() -> None:
    assert [
        line for path in WRITTEN for line in told(path, rules.file_wall(path.read_text()))
    ] == []
    assert list(rules.file_wall("\n" * 501)) == [(501, "501 lines")]


def test_no_drawers() -> None:
    assert [line for path in WRITTEN for line in told(path, rules.drawer_name(path.name))] == []
    assert [
        line for path in WRITTEN for line in told(path, rules.drawer_name(path.parent.name))
    ] == []
    assert list(rules.drawer_name("utils.py")) == [(1, "forbidden name utils.py")]


def test_sql_files_set_nothing_for_a_session() -> None:
    files = [path for path in text_files() if path.suffix == ".sql"]
    assert [
        line
        for path in files
        for line in told(path, rules.session_setting_in_sql(path.read_text()))
    ] == []
    assert list(rules.session_setting_in_sql("SELECT 1; SET role = 'x';")) != []


def test_locks_name_no_address() -> None:
    locks = [*ROOT.glob("requirements*"), ROOT / "package-lock.json", ROOT / "package.json"]
    assert len(locks) >= 6
    assert [line for path in locks for line in told(path, rules.addresses(path.read_text()))] == []
    assert list(rules.addresses('"resolved": "https://example.org/a.tgz"')) != []
    assert list(rules.addresses("--extra-index-url x")) != []


def test_nothing_names_one_machine() -> None:
    assert [
        line
        for path in text_files()
        for line in told(path, rules.machine_path(path.read_text(encoding="utf-8")))
    ] == []
    assert list(rules.machine_path("open('/" + "root/.cache/x')")) != []
    assert list(rules.machine_path("see ../work/notes and https://example.org/work/x")) == []


def room_order() -> dict[str, int]:
    """Rooms of ``apps`` by height, from the import contract: 0 is the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    for contract in contracts["contracts"]:
        if contract.get("containers") == ["ayni.apps"]:
            return {
                room.strip(): height
                for height, layer in enumerate(contract["layers"])
                for room in layer.split("|")
            }
    raise LookupError("the contract of the rooms is gone")


def test_foreign_keys_point_down() -> None:
    order = room_order()
    found = [
        line
        for path in sorted(SRC.glob("apps/*/schema/*.sql"))
        for line in told(
            path,
            rules.upward_references(
                path.read_text(), room=path.relative_to(SRC / "apps").parts[0], order=order
            ),
        )
    ]
    assert found == []
    sabotage = "person bigint REFERENCES collection_payment (id)"
    assert list(rules.upward_references(sabotage, room="registry", order=order)) != []


def rooms() -> set[str]:
    return {
        path.name
        for storey in ("core", "apps")
        for path in (SRC / storey).iterdir()
        if path.is_dir() and any(path.glob("*.py"))
    }


def test_every_room_is_in_the_glossary() -> None:
    words = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    assert [room for room in sorted(rooms()) if not re.search(rf"\b{room}", words)] == []


def test_every_verb_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert [verb for verb in verbs() if f"ayni {verb}" not in page] == []


def test_every_module_that_registers_is_a_verb() -> None:
    folder = SRC / "cli"
    found = {
        path.stem
        for path in folder.glob("*.py")
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "register"
            for node in ast.iter_child_nodes(parsed(path))
        )
    }
    assert found <= set(VERBS.values())
    assert set(verbs()) == {verb for verb, module in VERBS.items() if module in found}


def test_the_command_line_speaks_three_languages() -> None:
    assert [code for code, said in WORDS.items() if set(said) != set(LANGUAGES)] == []
    fields = re.compile(r"\{(\w+)")
    unequal = [
        code
        for code, said in WORDS.items()
        if len({frozenset(fields.findall(t)) for t in said.values()}) > 1
    ]
    assert unequal == []
    assert [verb for verb in VERBS if f"verb_{verb}" not in WORDS] == []


#: Loaded by Django or by Python itself, by place or name.
_LOADED_BY_NAME = re.compile(
    r"^ayni\.(config\.(settings|urls|wsgi)|.*\.(models|apps|__main__|templatetags\..+|migrations\..+))$"
)


def unused_modules(files: dict[str, ast.AST]) -> list[str]:
    """Modules that no other module imports or names in a string."""
    used: set[str] = set()
    for module, tree in files.items():
        named = {name for _, name in rules.imported(tree)}
        named |= {text for _, text, _ in rules.strings(tree) if text.startswith("ayni.")}
        for name in named:
            parts = name.split(".")
            used |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)} - {module}
    return sorted(name for name in files if name not in used)


def test_no_module_is_dead() -> None:
    verb_modules = {f"ayni.cli.{module}" for module in VERBS.values()}
    files = {module_of(path): parsed(path) for path in PROGRAM}
    dead = [
        name
        for name in unused_modules(files)
        if name not in verb_modules and not _LOADED_BY_NAME.match(name)
    ]
    # A package whose modules are used one by one needs no import of itself.
    dead = [name for name in dead if not any(other.startswith(name + ".") for other in files)]
    assert dead == []


def test_dead_module_is_seen() -> None:
    files = {"ayni.a": ast.parse("import ayni.b"), "ayni.b": ast.parse(""), "ayni.c": ast.parse("")}
    assert unused_modules(files) == ["ayni.a", "ayni.c"]
