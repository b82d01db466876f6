"""Values that the component templates take: what a page hands over, never how it looks.

Texts arrive ready for reading, in the reader's language; numbers as text too, already formatted
(`core.money` writes money). Only the month strip and the table carry a little structure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ayni.core.periods import first_day


class UnknownState(ValueError):
    """A state, tone or icon that the visual language has no sign for."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path above the title; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is signed in, as the header names him or her."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Action:
    """A link that looks like a button; ``kind`` is primary, secondary or quiet."""

    label: str
    url: str
    icon: str = ""
    kind: str = "secondary"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number worth a card; ``direction`` is rise or fall, ``tone`` good, warn or bad."""

    label: str
    number: str
    hint: str = ""
    trend: str = ""
    direction: str = ""
    tone: str = ""
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A control total: what, how many, and a word about it."""

    label: str
    number: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A term and what is said of it; ``badge`` is a state shown beside the value."""

    term: str
    value: str
    hint: str = ""
    badge: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a long run: waiting, running, done or failed; ``total`` is none while unknown."""

    name: str
    state: str
    done: int = 0
    total: int | None = None
    seconds: str = ""
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a row in a file; ``severity`` is error, doubt or notice."""

    row: int | None
    column: str
    value: str
    wrong: str
    right: str = ""
    sheet: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the why; ``state`` is met, unmet, unknown or note."""

    state: str
    title: str
    text: str = ""
    source: str = ""
    source_url: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``kind`` is text, number, money, badge or link."""

    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``badge`` is a state shown instead of the plain text."""

    text: str = ""
    url: str = ""
    badge: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table whose rows have one cell per column.

    Raises:
        ValueError: if a row is longer or shorter than the columns.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    footer: Sequence[Cell] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number}: {len(row)} cells, {len(self.columns)} columns")

    def pairs(self) -> list[list[tuple[Column, Cell]]]:
        """Give the rows with each cell beside its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    def footer_pairs(self) -> list[tuple[Column, Cell]]:
        """Give the footer's cells beside their columns; empty without a footer."""
        return list(zip(self.columns, self.footer, strict=True)) if self.footer else []


@dataclass(frozen=True, slots=True)
class StripCell:
    """One month of a strip."""

    month: int
    state: str
    url: str = ""

    @property
    def day(self) -> date:
        """Give the month's first day, for its name."""
        return first_day(self.month)


@dataclass(frozen=True, slots=True)
class StripYear:
    """Twelve months of one year, January first."""

    year: int
    cells: Sequence[StripCell]


def strip_years(
    states: Mapping[int, str], *, urls: Mapping[int, str] | None = None
) -> list[StripYear]:
    """Lay months out by year; a month without a state is ``none``.

    >>> [year.year for year in strip_years({24315: "paid", 24324: "unpaid"})]
    [2026, 2027]
    """
    if not states:
        return []
    linked = urls or {}
    years = range(min(states) // 12, max(states) // 12 + 1)
    return [StripYear(year, _year_cells(states, linked, year)) for year in years]


def _year_cells(states: Mapping[int, str], urls: Mapping[int, str], year: int) -> list[StripCell]:
    months = range(12 * year, 12 * year + 12)
    return [StripCell(m, states.get(m, "none"), urls.get(m, "")) for m in months]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the clinic is told. ``state`` is covered, not_covered, no_rule or doubt.

    ``until`` is the last day covered. ``todo`` are sentences for whoever stands at the desk, ``closed``
    say of each benefit still waiting when it opens.
    ``notice`` tells that a rule is a proposal and no law.
    """

    state: str
    name: str
    document: str
    reason: str
    asked_at: datetime
    until: date | None = None
    event: str = ""
    relation: str = ""
    facility: str = ""
    association: str = ""
    todo: Sequence[str] = ()
    strip: Sequence[StripYear] = ()
    notice: str = ""
    closed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of a pagination; a gap has no number."""

    number: int | None
    url: str = ""
    current: bool = False


def page_links(*, page: int, pages: int, address: str) -> list[PageLink]:
    """Give first, last and the page's neighbours, with gaps; ``address`` ends before the number.

    >>> [link.number for link in page_links(page=5, pages=9, address="?page=")]
    [1, None, 4, 5, 6, None, 9]
    """
    if not 1 <= page <= pages:
        raise ValueError(f"page {page} of {pages}")
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    links: list[PageLink] = []
    for number in wanted:
        before = links[-1].number if links else 0
        if before is not None and number > before + 1:
            links.append(PageLink(None))
        links.append(PageLink(number, f"{address}{number}", number == page))
    return links
