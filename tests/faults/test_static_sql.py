"""No text from outside is ever part of the text of a query (X12); it travels as a parameter.

The rooms put queries together from pieces, so a rule follows the pieces: a parameter of type text that
reaches an f-string of SQL is a hole; whoever calls that function must fill it with a constant, or has the
hole himself. A hole filled in an entrance, where what people write arrives, by anything but a constant fails.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.tidy.tree import SRC

_SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|JOIN|COPY|TABLE|ANALYZE|ORDER BY)\b"
)
_ENTRANCES = ("web/", "api/", "cli/")
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(slots=True)
class Function:
    """A function: its text parameters, and which names of its body come from each."""

    where: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    order: list[str]
    origins: dict[str, set[str]] = field(default_factory=dict)

    def sources(self, expression: ast.AST) -> set[str]:
        """Give the text parameters that an expression is made of."""
        names = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
        return set().union(*(self.origins.get(name, set()) for name in names))


def functions(files: dict[str, ast.AST]) -> Iterator[Function]:
    """List every function, each local name followed back to the text parameters it is made of."""
    for where, tree in files.items():
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTION):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                one = Function(where, node, [a.arg for a in given])
                one.origins = {
                    a.arg: {a.arg}
                    for a in given
                    if a.annotation is not None and re.search(r"\bstr\b", ast.unparse(a.annotation))
                }
                _follow(one)
                yield one


def _follow(one: Function) -> None:
    for _ in range(3):
        for node in ast.walk(one.node):
            if isinstance(node, ast.Assign):
                pairs = [(target, node.value) for target in node.targets]
            elif isinstance(node, ast.For | ast.comprehension):
                pairs = [(node.target, node.iter)]
            elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
                pairs = [(node.target, node.value)]
            else:
                continue
            for target, made_of in pairs:
                for name in (n.id for n in ast.walk(target) if isinstance(n, ast.Name)):
                    one.origins.setdefault(name, set()).update(one.sources(made_of))


def pieces(node: ast.AST) -> Iterator[ast.AST]:
    """Give what is put into texts of SQL: by an f-string, by %, by +, by ``format``."""
    for one in ast.walk(node):
        if isinstance(one, ast.JoinedStr):
            written = "".join(str(v.value) for v in one.values if isinstance(v, ast.Constant))
            if _SQL.search(written):
                yield from (v.value for v in one.values if isinstance(v, ast.FormattedValue))
        elif isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod | ast.Add):
            if _written(one.left):
                yield one.right
            elif _written(one.right):
                yield one.left
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            formats = one.func.attr == "format" and _written(one.func.value)
            yield from (*one.args, *(k.value for k in one.keywords)) if formats else ()


def _written(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(_SQL.search(node.value))
    )


Hole = tuple[str, str]


def holes(found: list[Function]) -> set[Hole]:
    """Give (function, parameter) of every text parameter that becomes part of a query, near or far."""
    known = {
        (one.node.name, source)
        for one in found
        for piece in pieces(one.node)
        for source in one.sources(piece)
    }
    while True:
        more = {
            (one.node.name, source)
            for one in found
            for filled in fillings(one.node, known, found)
            for source in one.sources(filled)
        } - known
        if not more:
            return known
        known |= more


def fillings(node: ast.AST, known: set[Hole], found: list[Function]) -> Iterator[ast.expr]:
    """Give the expressions that a body hands to holes of other functions."""
    orders = {one.node.name: one.order for one in found}
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func).rpartition(".")[2]
        given = {k.arg: k.value for k in call.keywords if k.arg}
        given |= dict(zip(orders.get(name, ()), call.args, strict=False))
        yield from (value for arg, value in given.items() if (name, arg) in known)


def faults(files: dict[str, ast.AST]) -> list[str]:
    """List the holes that an entrance fills with anything but a constant."""
    found = list(functions(files))
    known = holes(found)
    return sorted(
        f"{where}:{filled.lineno} {ast.unparse(filled)}"
        for where, tree in files.items()
        if where.startswith(_ENTRANCES)
        for filled in (*fillings(tree, known, found), *pieces_of_queries(tree))
        if not constant(filled)
    )


def pieces_of_queries(tree: ast.AST) -> Iterator[ast.expr]:
    """An entrance that writes to the database itself: pieces within a call of ``execute`` and its like."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in ("execute", "executemany", "rows", "one", "value", "raw", "copy"):
                for argument in call.args[:1]:
                    yield from (p for p in pieces(argument) if isinstance(p, ast.expr))


def constant(node: ast.AST) -> bool:
    """Tell whether an expression is written in the source: a text, or a name in capitals."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(constant, node.elts))
    return isinstance(node, ast.Name | ast.Attribute) and bool(
        re.fullmatch(r"_?[A-Z][A-Z0-9_]*", ast.unparse(node).rpartition(".")[2])
    )


def source() -> dict[str, ast.AST]:
    return {
        path.relative_to(SRC).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(Path(SRC).rglob("*.py"))
    }


def test_no_entrance_writes_a_piece_of_a_query() -> None:
    assert faults(source()) == []


def test_the_rule_follows_pieces() -> None:
    found = holes(list(functions(source())))
    assert {("copy_frame", "table"), ("stage_frame", "name"), ("asking", "function")} <= found


_ROOM = """
def near(*, order: str, number: int) -> list:
    return rows(f"SELECT * FROM x WHERE a = %s ORDER BY {order}", (number,))
def far(*, asked: str) -> list:
    by = asked.lower()
    return near(order=by, number=1)
def by_percent(*, name: str) -> list:
    return rows("SELECT * FROM x WHERE a = '%s'" % name)
def by_sum(*, name: str) -> list:
    return rows("SELECT * FROM x WHERE a = " + name)
def by_format(*, name: str) -> list:
    return rows("SELECT * FROM x WHERE a = {}".format(name))
def innocent(*, name: str) -> list:
    return rows("SELECT * FROM x WHERE a = %s", (name,))
"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("near(order=request.GET['o'], number=1)", 1),
        ("far(asked=text)", 1),
        ("by_percent(name=text)", 1),
        ("by_sum(name=text)", 1),
        ("by_format(name=text)", 1),
        ("cursor.execute(f'SELECT * FROM x WHERE a = {text}')", 1),
        ("near(order='name', number=int(text))", 0),
        ("near(order=ORDER, number=1)", 0),
        ("innocent(name=text)", 0),
    ],
)
def test_each_hole_is_seen(page: str, expected: int) -> None:
    files = {"apps/x/queries.py": ast.parse(_ROOM), "web/page.py": ast.parse(page)}
    assert len(faults(files)) == expected
