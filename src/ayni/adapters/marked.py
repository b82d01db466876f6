"""YAML read with its line numbers, and without any figure passing through a float.

Plain figures with decimals and dates stay text as written. Aliases, unknown tags and repeated keys
are refused: a scheme is read by people, and says each thing once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
Place = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_TAG = "tag:yaml.org,2002:"
_KEPT_AS_TEXT = {f"{_TAG}{name}" for name in ("str", "float", "timestamp", "int")}
#: A scheme is some hundred lines; a file far above that is not one.
LARGEST_FILE = 2_000_000


class UnreadableYaml(ValueError):
    """A file that is not YAML as we read it: a code of ``marked_words`` and the line."""

    def __init__(self, code: str, *, line: int, found: str) -> None:
        self.code = code
        self.line = line
        self.found = found
        super().__init__(f"line {line}: {code}: {found}")


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A file's plain content, and the line (from 1) of each place in it."""

    path: Path
    data: Plain
    lines: dict[Place, int]

    def line_of(self, place: Place) -> int:
        """Give the line of the place, or of the nearest place above it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1


@dataclass(slots=True)
class _Reader:
    lines: dict[Place, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def read(self, node: yaml.Node, *, place: Place) -> Plain:
        if id(node) in self.seen:
            raise _unreadable("alias", node, found=str(node.value)[:40])
        self.seen.add(id(node))
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place=place)
        if isinstance(node, yaml.SequenceNode):
            parts = enumerate(node.value)
            return [self.read(part, place=(*place, number)) for number, part in parts]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, *, place: Place) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise _unreadable("repeated_key", key, found=name)
            self.lines[(*place, name)] = key.start_mark.line + 1
            found[name] = self.read(value, place=(*place, name))
        return found


def read_marked(path: Path) -> MarkedFile:
    """Read one YAML file; raises ``UnreadableYaml`` with the line."""
    return _marked(_text_of(path), path=path)


def read_marked_bytes(raw: bytes, *, name: str) -> MarkedFile:
    """Read YAML that stands in no file of ours; raises ``UnreadableYaml`` with the line."""
    return _marked(_decoded(raw, name=name), path=Path(name))


def _marked(text: str, *, path: Path) -> MarkedFile:
    reader = _Reader()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = None if root is None else reader.read(root, place=())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise UnreadableYaml("not_yaml", line=line, found=error.problem or "?") from None
    except yaml.YAMLError as error:
        raise UnreadableYaml("not_yaml", line=1, found=str(error)[:80]) from None
    except RecursionError:
        raise UnreadableYaml("too_deep", line=1, found=path.name) from None
    return MarkedFile(path, data, reader.lines)


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise UnreadableYaml("no_file", line=1, found=path.name)
    return _decoded(path.read_bytes(), name=path.name)


def _decoded(raw: bytes, *, name: str) -> str:
    if len(raw) > LARGEST_FILE:
        raise UnreadableYaml("too_large", line=1, found=f"{len(raw)} bytes")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableYaml("not_utf8", line=line, found=name) from None


def _scalar(node: yaml.Node) -> Plain:
    text = str(node.value)
    if node.tag == f"{_TAG}null":
        return None
    if node.tag == f"{_TAG}bool":
        return text.lower() in ("true", "yes", "on")
    if node.tag == f"{_TAG}int" and _INTEGER.fullmatch(text):
        return int(text)
    if node.tag in _KEPT_AS_TEXT:
        return text
    raise _unreadable("unknown_tag", node, found=node.tag)


def _unreadable(code: str, node: yaml.Node, *, found: str) -> UnreadableYaml:
    return UnreadableYaml(code, line=node.start_mark.line + 1, found=found)


def first_causes(error: ValidationError) -> list[ErrorDetails]:
    """Leave out the lists that are too short only because an entry of theirs is wrong."""
    found = error.errors()
    below = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or one["loc"] not in below]


def known_place(place: Place, *, marked: MarkedFile) -> Place:
    """Keep the parts of pydantic's path that the file has: it names union tags besides."""
    kept: Place = ()
    for part in place:
        if (*kept, part) in marked.lines:
            kept = (*kept, part)
    return kept


def place_text(place: Place) -> str:
    """Write a place for people: ``contribution.shares[0].price``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")
