"""Benchmarks and tools are run by hand: what they name of the program is there, and takes what they give it."""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.tidy.tree import ROOT

FILES = sorted([*ROOT.glob("benchmarks/*.py"), *ROOT.glob("tools/**/*.py")])


def faults(source: str) -> list[str]:
    """List the names of ``ayni`` that a text uses and that are not there, and the arguments nobody takes."""
    tree = ast.parse(source)
    known = dict(_imported(tree))
    found = [f"{name}: not there" for name, value in known.items() if value is None]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = known.get(node.value.id)
            if isinstance(module, ModuleType) and not hasattr(module, node.attr):
                found.append(f"{node.value.id}.{node.attr}: not there")
        if isinstance(node, ast.Call):
            found += _untaken(node, _named(node.func, known=known))
    return found


def _imported(tree: ast.AST) -> Iterator[tuple[str, object]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ayni"):
            module = importlib.import_module(node.module or "")
            for one in node.names:
                value = getattr(module, one.name, None)
                if value is None:
                    with contextlib.suppress(ModuleNotFoundError):
                        value = importlib.import_module(f"{node.module}.{one.name}")
                yield one.asname or one.name, value


def _named(node: ast.expr, *, known: dict[str, object]) -> object:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(known.get(node.value.id), node.attr, None)
    return None


def _untaken(call: ast.Call, function: object) -> list[str]:
    if not inspect.isfunction(function):
        return []
    takes = inspect.signature(function).parameters
    if any(one.kind is one.VAR_KEYWORD for one in takes.values()):
        return []
    return [
        f"{function.__name__}({one.arg}=): not taken"
        for one in call.keywords
        if one.arg is not None and one.arg not in takes
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_run_by_hand_names_what_is_there(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_sabotage_is_seen() -> None:
    text = (
        "from ayni.core import periods\nfrom ayni.core.periods import last_dai\n"
        "from ayni.core.periods import last_day\nperiods.first_dey(3)\nlast_day(months=4)\n"
    )
    assert sorted(faults(text)) == [
        "last_dai: not there",
        "last_day(months=): not taken",
        "periods.first_dey: not there",
    ]
