"""The rule text of a scheme, article by article, each beside the parameters that it names.

``regulation.md`` is read as a little Markdown: a title, articles under headings of level 2 or deeper,
paragraphs, quotes and lists, with ``**strong**``, ```code``` and links. An article names its parameters in
a sentence of its own: ``Parámetro: `rmv`.`` or ``Parámetros: `tasa_1` a `tasa_5`, `rmv`.``
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ayni.adapters.schemefiles.faults import FileFault, SchemeFileError
from ayni.adapters.schemefiles.folder import read_regulation
from ayni.adapters.schemefiles.words import example_of
from ayni.core.scheme import Parameter, Scheme
from ayni.core.scheme.parameters import on_the_web

FILE = "regulation.md"
_HEADING = re.compile(r"(#+)\s+(.*\S)\s*")
_NAMES = re.compile(r"Parámetros?:((?:`\w+`|,|;|\s|\b(?:al?|y)\b)+)\.?")
_NAME = re.compile(r"`(\w+)`(?:\s+al?\s+`(\w+)`)?")
_NUMBERED = re.compile(r"((?:.*\D)?)(\d+)")
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|<(?P<bare>https?://[^>\s]+)>"
    r"|\[(?P<text>[^\]]+)\]\((?P<href>[^)\s]+)\)"
)
_MARKER = re.compile(r"[-*]\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: ``plain``, ``strong``, ``code`` or ``link``; only a link has an address."""

    text: str
    kind: str = "plain"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A ``paragraph``, a ``quote`` or a ``list``; only a list has more than one line."""

    kind: str
    lines: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter's name, and the line on which an article names it."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """A heading, what stands under it, and the parameters it names, each once."""

    title: str
    line: int
    blocks: tuple[Block, ...]
    named: tuple[Named, ...]

    @property
    def text(self) -> str:
        """Give the words, a block in a line; a link keeps its address."""
        return "\n".join(_words(block) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Regulation:
    """The rule text: its title, what stands before the first article, and the articles in order."""

    title: str
    preface: Article
    articles: tuple[Article, ...]

    @property
    def named(self) -> tuple[Named, ...]:
        """Give every parameter named, the first place first."""
        return tuple(one for part in (self.preface, *self.articles) for one in part.named)


@dataclass(slots=True)
class _Part:
    title: str
    line: int
    paragraphs: list[tuple[int, str]] = field(default_factory=list)


def load_regulation(path: Path, *, scheme: Scheme) -> Regulation:
    """Read the rule text of a scheme's folder; an article that names no parameter of the scheme is refused."""
    found = parse_regulation(read_regulation(path))
    known = {one.name for one in scheme.parameters}
    faults = [_unknown(one) for one in found.named if one.name not in known]
    if faults:
        raise SchemeFileError(faults)
    return found


def parse_regulation(text: str) -> Regulation:
    """Read the rule text into articles."""
    title, parts = "", [_Part("", 1)]
    paragraph: list[str] = []
    for line, written in enumerate([*text.splitlines(), ""], 1):
        heading = _HEADING.fullmatch(written)
        if heading or not written.strip():
            if paragraph:
                start = line - len(paragraph)
                parts[-1].paragraphs.append((start, "\n".join(paragraph)))
            paragraph = []
            if heading and len(heading[1]) == 1 and not title:
                title = heading[2]
            elif heading:
                parts.append(_Part(heading[2], line))
        else:
            paragraph.append(written)
    preface, *articles = [_article(part) for part in parts]
    return Regulation(title, preface, tuple(articles))


def parameters_of(article: Article, *, scheme: Scheme) -> tuple[Parameter, ...]:
    """Give the parameters that an article names."""
    return tuple(scheme.parameter(one.name) for one in article.named)


def unnamed(regulation: Regulation, *, scheme: Scheme) -> tuple[Parameter, ...]:
    """Give the parameters that no article names."""
    named = {one.name for one in regulation.named}
    return tuple(one for one in scheme.parameters if one.name not in named)


def _unknown(named: Named) -> FileFault:
    code = "unknown_in_article"
    return FileFault(FILE, named.line, named.name, code, named.name, "", example_of(code))


def _article(part: _Part) -> Article:
    named: dict[str, Named] = {}
    blocks: list[Block] = []
    for start, text in part.paragraphs:
        for one in _named(text, start=start):
            named.setdefault(one.name, one)
        rest = _NAMES.sub("", text).strip()
        if rest:
            blocks.append(_block(rest))
    return Article(part.title, part.line, tuple(blocks), tuple(named.values()))


def _named(text: str, *, start: int) -> Iterator[Named]:
    for sentence in _NAMES.finditer(text):
        for pair in _NAME.finditer(text, sentence.start(1), sentence.end(1)):
            line = start + text.count("\n", 0, pair.start())
            yield from (Named(name, line) for name in _range(pair[1], pair[2]))


def _range(first: str, last: str | None) -> list[str]:
    """Give the names from ``tasa_1`` to ``tasa_5``; ends of different stems stay the two they are."""
    if last is None:
        return [first]
    low, high = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if low is None or high is None or low[1] != high[1] or not int(low[2]) < int(high[2]) <= 99:
        return [first, last]
    return [f"{low[1]}{number}" for number in range(int(low[2]), int(high[2]) + 1)]


def _block(text: str) -> Block:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if all(line.startswith(">") for line in lines):
        return Block("quote", (_runs(" ".join(line[1:].strip() for line in lines)),))
    if _MARKER.match(lines[0]):
        items: list[str] = []
        for line in lines:
            marker = _MARKER.match(line)
            if marker:
                items.append(line[marker.end() :])
            else:
                items[-1] += " " + line
        return Block("list", tuple(_runs(item) for item in items))
    return Block("paragraph", (_runs(" ".join(lines)),))


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    place = 0
    for found in _INLINE.finditer(text):
        if found.start() > place:
            runs.append(Run(text[place : found.start()]))
        runs.append(_run(found))
        place = found.end()
    if place < len(text):
        runs.append(Run(text[place:]))
    return tuple(runs)


def _run(found: re.Match[str]) -> Run:
    if found["strong"]:
        return Run(found["strong"], "strong")
    if found["code"]:
        return Run(found["code"], "code")
    href = found["bare"] or found["href"]
    text = found["text"] or _bare(href)
    return Run(text, "link", href) if on_the_web(href) else Run(text)


def _words(block: Block) -> str:
    lines = ["".join(_written(run) for run in line) for line in block.lines]
    mark = {"quote": "> ", "list": "- "}.get(block.kind, "")
    return "\n".join(mark + line for line in lines)


def _written(run: Run) -> str:
    if run.kind != "link":
        return run.text
    return f"<{run.href}>" if run.text == _bare(run.href) else f"[{run.text}]({run.href})"


def _bare(href: str) -> str:
    """Write an address as people read it."""
    return href.removeprefix("https://").removeprefix("http://")
