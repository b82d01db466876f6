"""The faults of a scheme as values, and walking its nodes to find them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo

from ayni.core.scheme.nodes import Ref
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.units import UnitKind
from ayni.core.scheme.words import problem_text

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SchemeProblem:
    """One fault of a scheme: its code, where (path in rules or parameters), and the particulars."""

    code: str
    path: Path
    details: tuple[tuple[str, str], ...] = ()

    def text(self, language: str = "es") -> str:
        """Say the problem in plain words."""
        return problem_text(self.code, language=language, details=dict(self.details))


class InvalidScheme(ValueError):
    """A scheme with faults; ``problems`` has them all."""

    def __init__(self, problems: list[SchemeProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.path}: {one.text()}" for one in problems))


def walk(node: Node, *, path: Path) -> Iterator[tuple[Path, Node]]:
    """Yield every node below (and the node), each with its path."""
    yield path, node
    for name in type(node).model_fields:
        value = getattr(node, name)
        parts = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for place, part in parts:
            if isinstance(part, Node):
                yield from walk(part, path=(*path, name) if place is None else (*path, name, place))


def references(node: Node) -> Iterator[tuple[str, str, UnitKind]]:
    """Yield the fields of the node that name a parameter: field, name, kind asked for."""
    for name, field in type(node).model_fields.items():
        value = getattr(node, name)
        if isinstance(value, str):
            yield from ((name, value, mark.kind) for mark in _marks(field))


def _marks(field: FieldInfo) -> list[Ref]:
    """Find the marks of ``Annotated[str, Ref]`` and of ``Annotated[str, Ref] | None``."""
    parts = [field.metadata, *(getattr(part, "__metadata__", ()) for part in _parts(field))]
    return [mark for part in parts for mark in part if isinstance(mark, Ref)]


def _parts(field: FieldInfo) -> tuple[object, ...]:
    return get_args(field.annotation)


def repeated(
    names: Sequence[str], *, path: Path, field: str | None = None
) -> Iterator[SchemeProblem]:
    """Find what a list names a second time; ``field`` is where an entry of the list has its name."""
    for place, name in enumerate(names):
        if names.index(name) != place:
            where = (*path, place) if field is None else (*path, place, field)
            yield problem("repeated", where, name=name)


def problem(code: str, path: Path, **details: object) -> SchemeProblem:
    """Build a problem from loose particulars."""
    return SchemeProblem(code, path, tuple((key, str(value)) for key, value in details.items()))
