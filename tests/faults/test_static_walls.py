"""Attacks that a look at the source shuts out: expansion of requests, fetching of addresses, reading of code
(X12, X14, X15), and texts that make a pattern run for ever (X16)."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import ayni
from tests.tidy.tree import SRC

_MANAGERS = {
    "filter",
    "exclude",
    "get",
    "annotate",
    "alias",
    "aggregate",
    "order_by",
    "values",
    "Q",
}
_REQUEST = {"GET", "POST", "META", "COOKIES", "headers", "cleaned_data", "query_params"}
_FETCHERS = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib"}
_FETCHERS |= {"smtplib", "telnetlib", "xmlrpc", "websockets"}
_READERS = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "cloudpickle"}
_READERS |= {"joblib", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.Loader"}
_RUNNERS = {"eval", "exec", "compile", "__import__"}
#: Readers of other libraries that run what they read when asked so.
_RUNNING_READERS = {"read_pickle", "to_pickle", "unpickle", "PickleSerializer"}

Fault = tuple[int, str]


def _name(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def expanded(tree: ast.AST) -> Iterator[Fault]:
    """A call that takes ``**`` of something a request holds, or that writes SQL past the parameters."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = _name(node.func).rpartition(".")[2]
        if called in ("raw", "extra", "RawSQL"):
            yield node.lineno, called
        for word in node.keywords:
            if word.arg is None and called in _MANAGERS and "objects" in ast.unparse(node.func):
                yield node.lineno, "** into a query"
            if word.arg is None and any(
                isinstance(inner, ast.Attribute) and inner.attr in _REQUEST
                for inner in ast.walk(word.value)
            ):
                yield node.lineno, "** of a request"


def fetching(tree: ast.AST) -> Iterator[Fault]:
    """An import of something that goes to an address."""
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in names:
            if any(name == one or name.startswith(one + ".") for one in _FETCHERS):
                yield node.lineno, name


def _lets_pickle(word: ast.keyword) -> bool:
    """Only a plain ``False`` shuts the door; anything else may open it."""
    shut = isinstance(word.value, ast.Constant) and word.value.value is False
    return word.arg == "allow_pickle" and not shut


def running(tree: ast.AST) -> Iterator[Fault]:
    """Code or objects read from text: pickle, marshal, eval, yaml with a loader that builds objects."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            names = [a.name for a in node.names] + [module]
            yield from ((node.lineno, n) for n in names if n.partition(".")[0] in _READERS)
            whole = [f"{module}.{a.name}" for a in node.names]
            yield from ((node.lineno, n) for n in whole if n in _READERS)
        if isinstance(node, ast.Attribute) and node.attr in _RUNNING_READERS:
            yield node.lineno, node.attr
        if isinstance(node, ast.Constant) and str(node.value).endswith("PickleSerializer"):
            yield node.lineno, "PickleSerializer"
        if isinstance(node, ast.Call):
            called = _name(node.func)
            yield from ((node.lineno, k.arg) for k in node.keywords if _lets_pickle(k))
            if called in _RUNNERS or called in ("yaml.load", "yaml.unsafe_load", "yaml.full_load"):
                safe = any(
                    isinstance(k.value, ast.Name) and "Safe" in k.value.id for k in node.keywords
                )
                if not safe:
                    yield node.lineno, called


def _faults(rule) -> list[str]:
    found = []
    for path in sorted(SRC.rglob("*.py")):
        for line, what in rule(ast.parse(path.read_text("utf-8"))):
            found.append(f"{path.relative_to(SRC)}:{line} {what}")
    return found


def test_nothing_a_request_holds_is_expanded():
    assert _faults(expanded) == []


def test_no_address_is_fetched():
    """The launcher of the demo asks its own server on loopback whether it is up; nothing else asks anything."""
    assert [one for one in _faults(fetching) if not one.startswith("cli/")] == []


def test_nothing_read_is_run():
    assert [f for f in _faults(running) if not _own_loader(f)] == []


def _own_loader(fault: str) -> bool:
    """The scheme files' loader is a SafeLoader by another name (it keeps lines)."""
    path = SRC / fault.partition(":")[0]
    return fault.endswith("yaml.load") and "SafeLoader" in Path(path).read_text("utf-8")


@pytest.mark.parametrize(
    "rule, text",
    [
        (expanded, "Person.objects.filter(**request.GET.dict())"),
        (expanded, "find(**dict(request.POST))"),
        (expanded, "User.objects.get(**form.cleaned_data)"),
        (expanded, "User.objects.raw(text)"),
        (expanded, "User.objects.exclude(**found)"),
        (fetching, "import requests"),
        (fetching, "from urllib.request import urlopen"),
        (fetching, "from urllib import request"),
        (running, "import pickle"),
        (running, "from marshal import loads"),
        (running, "yaml.load(text)"),
        (running, "from yaml import load"),
        (running, "frame = polars.read_pickle(path)"),
        (running, "numpy.load(path, allow_pickle=True)"),
        (running, "S = 'django.contrib.sessions.serializers.PickleSerializer'"),
        (running, "eval(text)"),
    ],
)
def test_each_rule_sees_its_fault(rule, text):
    assert list(rule(ast.parse(text)))


Asked = tuple[re.Pattern, set[str]]


def _patterns() -> dict[str, Asked]:
    """Every compiled pattern that a module of ours holds, and every literal handed to ``re``."""
    found = {}
    for one in pkgutil.walk_packages(ayni.__path__, "ayni."):
        if one.name.endswith(("__main__", ".wsgi", ".migrations")) or ".migrations." in one.name:
            continue
        module = importlib.import_module(one.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found[f"{one.name}.{name}"] = (value, _used(name))
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func).startswith("re.") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    verb = _name(node.func).rpartition(".")[2]
                    if verb != "compile":  # a compiled one has a name, seen above
                        kind = verb if verb in ("match", "fullmatch") else "search"
                        found[f"{path.name}:{node.lineno}"] = (re.compile(first.value), {kind})
    return found


@functools.cache
def _source() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SRC.rglob("*.py")))


def _used(name: str) -> set[str]:
    """Tell how a compiled pattern is asked anywhere (finding, splitting and replacing are searches)."""
    verbs = set(re.findall(rf"\b{re.escape(name)}\.([a-z]+)\(", _source()))
    return {verb if verb in ("match", "fullmatch") else "search" for verb in verbs} or {"search"}


SIZES = (5_000, 20_000, 100_000)
#: What is repeated, and what comes after it.
HOSTILE = {
    "digits": ("1", ""),
    "digits, then a sign": ("1", "!"),
    "spaces": (" ", ""),
    "spaces, then a sign": (" ", "!"),
    "letters": ("A", "!"),
    "points": ("1.", "x"),
    "commas": ("1,000", "x"),
    "hyphens": ("-", "1"),
    "words": ("ab ", "!"),
    "words, doubled spaces": ("a  ", "!"),
    "days": ("01/01/", "x"),
    "references": ("RF18", "!"),
    "newlines": ("\n", "x"),
    "tags": ("<", ""),
    "tags open": ("<a ", ""),
    "brackets": ("(", ")"),
    "accents": ("Ñá", "!"),
    "quotes": ('"', "x"),
    "slashes": ("/", "x"),
}
LIMIT = 0.05


def _runs_on(pattern: re.Pattern, uses: set[str], part: str, after: str) -> bool:
    """Tell whether a text of up to 100 kB takes more than 50 ms (smaller ones first: they tell sooner)."""
    for size in SIZES:
        text = part * (size // len(part)) + after
        asked = text.encode() if isinstance(pattern.pattern, bytes) else text
        for use in (getattr(pattern, verb) for verb in sorted(uses)):
            # twice: the machine may have been busy
            if _seconds(use, asked) > LIMIT and _seconds(use, asked) > LIMIT:
                return True
    return False


def _seconds(use, asked) -> float:
    began = time.thread_time()
    use(asked)
    return time.thread_time() - began


def slow(patterns: dict[str, Asked]) -> list[str]:
    """List the patterns that take more than 50 ms on some hostile text of 100 kB."""
    return [
        f"{name} on {kind}: {pattern.pattern!r}"
        for name, (pattern, uses) in patterns.items()
        for kind, (part, after) in HOSTILE.items()
        if _runs_on(pattern, uses, part, after)
    ]


def test_every_pattern_ends_soon():
    found = _patterns()
    assert len(found) >= 20
    assert slow(found) == []


def test_a_pattern_that_runs_on_turns_it_red():
    assert slow({"sabotage": (re.compile(r"\s+$"), {"search"})}) != []
