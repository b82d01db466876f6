"""The tidy rules, each a function from a syntax tree (or a text) to (line, what is wrong)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

Fault = tuple[int, str]

_SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
_CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "fromtimestamp"}
_PARSERS = ("xml", "lxml")
_UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
_UNSAFE_YAML = {"yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load"}
_FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "manager"}
_SESSION_SETTING = re.compile(
    r"(?:^|;)\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)(?:SESSION\s+)?[a-z_.]+\s*(?:=|\bTO\b)",
    re.I,
)
_SESSION_CONFIG = re.compile(r"set_config\s*\([^()]*,\s*false\s*\)", re.I)
_SQL = re.compile(
    r"\s*(?:SELECT\b.+\bFROM\b|INSERT\s+INTO\b|UPDATE\b.+\bSET\b|DELETE\s+FROM\b|COPY\b.+\b(?:FROM|TO)\b"
    r"|(?:CREATE|ALTER|DROP|TRUNCATE)\s+(?:TABLE|INDEX|ROLE|DATABASE|FUNCTION)\b)",
    re.I | re.S,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FUNCTION_WALL, FILE_WALL = 70, 500


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module with its line; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def _is_or_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def signals(tree: ast.AST) -> Iterator[Fault]:
    """What happens on a write is written where the write is."""
    for line, name in imported(tree):
        if _is_or_in(name, _SIGNALS):
            yield line, f"signal receiver: {name}"


def clock(tree: ast.AST) -> Iterator[Fault]:
    """Time is a parameter below the entrances."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in _CLOCKS or (owner == "time" and node.attr == "time"):
            yield node.lineno, f"reads the clock: {ast.unparse(node)}"


def floats(tree: ast.AST) -> Iterator[Fault]:
    """Money is integers of minor units; a true division makes a float of two integers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"float literal {node.value}"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "float"
        elif isinstance(node, ast.Attribute) and node.attr in ("Float64", "Float32"):
            yield node.lineno, f"float column {node.attr}"
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
            yield node.lineno, "true division"


def function_wall(tree: ast.AST) -> Iterator[Fault]:
    """A function is read on one screen."""
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_WALL:
                yield node.lineno, f"{node.name} has {length} lines"


def file_wall(text: str) -> Iterator[Fault]:
    """A file has one subject."""
    length = text.count("\n")
    if length > FILE_WALL:
        yield length, f"{length} lines"


def drawer_name(name: str) -> Iterator[Fault]:
    """A drawer is not a room."""
    if name.removesuffix(".py") in _FORBIDDEN_NAMES:
        yield 1, f"forbidden name {name}"


def bare_xml(tree: ast.AST) -> Iterator[Fault]:
    """XML from outside goes through defusedxml, in an adapter."""
    for line, name in imported(tree):
        if _is_or_in(name, _PARSERS):
            yield line, f"parser that follows entities: {name}"


def unsafe_reading(tree: ast.AST) -> Iterator[Fault]:
    """Nothing that reads data may run it."""
    for line, name in imported(tree):
        if name.split(".")[0] in _UNSAFE_MODULES:
            yield line, f"unsafe format: {name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in ("eval", "exec"):
            yield node.lineno, called.id
        elif isinstance(called, ast.Attribute) and ast.unparse(called) in _UNSAFE_YAML:
            yield node.lineno, ast.unparse(called)


def strings(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Every string, with whether something is formatted into it; docstrings are left out."""
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            parts = [p.value if isinstance(p, ast.Constant) else "§" for p in node.values]
            yield node.lineno, "".join(map(str, parts)), "§" in parts
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield node.lineno, node.value, False


def session_setting_in_sql(text: str) -> Iterator[Fault]:
    """A setting that outlives its transaction reaches the next user of a pooled connection."""
    for pattern in (_SESSION_SETTING, _SESSION_CONFIG):
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield line, f"setting of a whole session: {found.group().strip()}"


def session_setting(tree: ast.AST) -> Iterator[Fault]:
    """The same rule, in the strings of a program."""
    for line, text, _ in strings(tree):
        yield from ((line, what) for _, what in session_setting_in_sql(text))


def formatted_sql(tree: ast.AST) -> Iterator[Fault]:
    """Only the rooms, which own the names of their tables, build SQL from pieces."""
    for line, text, formatted in strings(tree):
        if formatted and _SQL.match(text):
            yield line, f"SQL built from pieces: {text[:50]!r}"


_ADDRESS = re.compile(r'https?://|--(?:extra-)?index-url|--find-links|"resolved"')


def addresses(text: str) -> Iterator[Fault]:
    """A lock file names what by digest, never from where."""
    for number, line in enumerate(text.splitlines(), 1):
        if _ADDRESS.search(line):
            yield number, f"address: {line.strip()[:60]}"


_MACHINE_PATH = re.compile(
    r"(?:^|[^.\w~}])/(?:" + "|".join(("work", "root", "farm", "home/[a-z]")) + r")/"
)


def machine_path(text: str) -> Iterator[Fault]:
    """What is committed works on every machine."""
    for number, line in enumerate(text.splitlines(), 1):
        if _MACHINE_PATH.search(line):
            yield number, f"path of one machine: {line.strip()[:60]}"


def upward_references(sql: str, *, room: str, order: dict[str, int]) -> Iterator[Fault]:
    """A foreign key points down the order of the rooms, or stays within its room."""
    for number, line in enumerate(sql.splitlines(), 1):
        for target in re.findall(r"\bREFERENCES\s+([a-z]+)_", line, re.I):
            if target in order and order[target] < order[room]:
                yield number, f"{room} points up to {target}"
