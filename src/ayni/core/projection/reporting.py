"""The study's report as a frozen value: sections of sentences, tables and figures, all numbers decided.

Nothing here knows a page: the PDF and the HTML print the same value, so they cannot disagree. A cell has the
number and the way it is written; a figure cannot be made without the table of what it draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.money import SYMBOLS, minor_digits


class NotANumber(ValueError):
    """A figure that is not finite: a report says why there is none, and prints no such thing."""


class UnequalTable(ValueError):
    """A row that has more or fewer cells than the head."""


class FigureWithoutTable(ValueError):
    """A figure that draws what its table does not hold."""


class Kind(StrEnum):
    """What a cell is, and so how it is written and where it stands in its column."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    MILLIONS = "millions"
    SHARE = "share"
    RATIO = "ratio"


class FigureKind(StrEnum):
    """The pictures of a study."""

    FAN = "fan"
    TORNADO = "tornado"
    BARS = "bars"
    LINES = "lines"
    PYRAMID = "pyramid"


class Tone(StrEnum):
    """How a sentence stands: in the text, first of its section, above a part, as a conclusion, small."""

    PLAIN = "plain"
    LEAD = "lead"
    TITLE = "title"
    WARNING = "warning"
    GOOD = "good"
    BAD = "bad"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or text; ``value`` is the number (minor units for money, 1 for 100 %), None for a text."""

    kind: Kind
    text: str
    value: float | None = None


NONE = Cell(Kind.TEXT, "–")


def said(text: str) -> Cell:
    """Make a cell of text."""
    return Cell(Kind.TEXT, text)


def count(value: float) -> Cell:
    """Write a whole number: ``42,000``."""
    return Cell(Kind.COUNT, _signed(round(_finite(value)), ",d"), value)


def money(value: float, *, currency: str) -> Cell:
    """Write minor units with symbol and decimals: ``S/ 45.20``."""
    digits = minor_digits(currency)
    symbol = SYMBOLS.get(currency, currency)
    return Cell(
        Kind.MONEY, _signed(_finite(value) / 10**digits, f",.{digits}f", f"{symbol} "), value
    )


def millions(value: float, *, currency: str) -> Cell:
    """Write minor units as millions of whole ones, without the symbol: ``22.78``."""
    scaled = _finite(value) / 10 ** (minor_digits(currency) + 6)
    return Cell(Kind.MILLIONS, _signed(scaled, ",.2f"), value)


def share(value: float, *, digits: int = 1) -> Cell:
    """Write a part of one as a percentage: ``9.2 %``."""
    return Cell(Kind.SHARE, _signed(100 * _finite(value), f",.{digits}f") + " %", value)


def ratio(value: float, *, digits: int = 2) -> Cell:
    """Write a ratio: ``1.46``."""
    return Cell(Kind.RATIO, _signed(_finite(value), f",.{digits}f"), value)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise NotANumber(str(value))
    return float(value)


def _signed(value: float, form: str, before: str = "") -> str:
    """Write a number with a true minus sign, and nought without one."""
    written = format(abs(value), form)
    minus = value < 0 and any(one in "123456789" for one in written)
    return f"{'−' if minus else ''}{before}{written}"


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Points:
    """A list; ``numbered`` where its order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with what they name; ``code`` marks digests and commands, which are read letter by letter."""

    title: str
    rows: tuple[tuple[str, str], ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An assumption: its name, its value, where it is from, and why it was chosen."""

    name: str
    value: str
    origin: str
    standing: str
    reason: str
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Entries:
    """Assumptions under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of cells; ``strong`` are the rows that stand out, counted from 0."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: tuple[int, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.head):
                raise UnequalTable(f"{self.caption}: {len(row)} cells under {len(self.head)} heads")


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one colour of bars, of a figure."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture's data, and the table that says the same; ``unit`` writes the axis in words.

    ``scale`` divides the values for the axis. ``reference`` is a line at one value, with what it is.
    """

    code: str
    kind: FigureKind
    title: str
    summary: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table
    unit: str = ""
    scale: float = 1.0
    reference: tuple[float, str] | None = None

    def __post_init__(self) -> None:
        rows = {row[0].text: {cell.value for cell in row} for row in self.table.rows}
        for one in self.series:
            for label, value in zip(self.labels, one.values, strict=True):
                if value is not None and value not in rows.get(label, ()):
                    raise FigureWithoutTable(f"{self.code}: {one.name}, {label}: {value}")


Block = Say | Points | Pairs | Entries | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says: whose study, of what, how it stands, and what it found."""

    kind: str
    title: str
    institution: str
    purpose: str
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    verdict: str
    tone: Tone
    found: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]  # name, figure, what it says


@dataclass(frozen=True, slots=True)
class StudyReport:
    """The whole report in one language, ready for any page."""

    language: str
    code: str
    prepared: date
    cover: Cover
    sections: tuple[Section, ...]
    words: tuple[tuple[str, str], ...]  # of the frame: contents, page, of, table, figure

    def figures(self) -> tuple[Figure, ...]:
        """Give every picture, in the order of the report."""
        return tuple(
            one for part in self.sections for one in part.blocks if isinstance(one, Figure)
        )

    def tables(self) -> tuple[Table, ...]:
        """Give every table, those beside a picture too."""
        found = (one for part in self.sections for one in part.blocks)
        return tuple(
            one.table if isinstance(one, Figure) else one
            for one in found
            if isinstance(one, (Figure, Table))
        )
