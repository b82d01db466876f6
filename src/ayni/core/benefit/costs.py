"""Values: a file of costs as read, what is held of a month, and whether that is all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

#: The line of a sum that is told for all care together.
WHOLE = ""


class NotACostFile(Exception):
    """The whole file is refused. ``code`` is a key of ``words.REASONS``; ``params`` fill its text."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Place:
    """An adhesion that costs may be told of, with the first month it stands in and the last (none: open)."""

    adhesion: int
    code: str
    first: int
    last: int | None

    def in_force(self, month: int) -> bool:
        """Tell whether it stands in a month."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file may name: places by folded code, lines by folded name, months that are over.

    A code may be an adhesion's, an agreement's or an
    association's; several places under one are told apart by the month, or not at all.
    """

    places: Mapping[str, tuple[Place, ...]]
    lines: Mapping[str, str]
    currency: str
    last_month: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row: which cell, what it says, what is wrong (``kind``), what would be right."""

    sheet: str
    row: int
    column: str
    value: str
    kind: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What care of an adhesion cost in a month on a line (``WHOLE``: all lines), in minor units."""

    row: int
    adhesion: int
    month: int
    line: str
    services: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class CostFile:
    """A file as read: its costs, or what is wrong with its rows. ``set_aside`` are its rows of totals."""

    costs: tuple[Cost, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[int, ...] = ()

    @property
    def amount(self) -> int:
        """Give the sum of all rows."""
        return sum(one.amount for one in self.costs)


@dataclass(frozen=True, slots=True)
class HeldCost:
    """A sum that holds: the newest that was told of an adhesion, a month and a line."""

    adhesion: int
    month: int
    line: str
    services: int | None
    amount: int
    telling: int


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What is told of some adhesions in a month; ``None`` for what is not told of every one of them.

    ``told`` is what is told so far, ``adhesions`` those of which anything is told, ``of`` how many there are,
    ``newest`` the newest telling behind it (nought: none).
    """

    month: int
    told: int
    adhesions: int
    of: int
    whole: int | None
    lines: Mapping[str, int]
    newest: int


def month_costs(
    held: Iterable[HeldCost],
    *,
    asked: Mapping[int, Collection[int]],
    lines: Collection[str],
) -> dict[int, MonthCost]:
    """Sum what holds, by month, for the adhesions ``asked`` of each month.

    A month is whole when of every adhesion either all care together is told, or each of ``lines``. A line is
    known when every adhesion tells it by itself. Nothing that is not told counts as nought.
    """
    found: dict[int, dict[int, dict[str, HeldCost]]] = {month: {} for month in asked}
    for one in held:
        if one.month in asked and one.adhesion in asked[one.month]:
            found[one.month].setdefault(one.adhesion, {})[one.line] = one
    return {
        month: _month(month, told, of=len(asked[month]), lines=lines)
        for month, told in found.items()
    }


def _month(
    month: int, told: Mapping[int, Mapping[str, HeldCost]], *, of: int, lines: Collection[str]
) -> MonthCost:
    every = [one for by_line in told.values() for one in by_line.values()]
    all_here = of > 0 and len(told) == of
    complete = [WHOLE in by_line or set(lines) <= set(by_line) for by_line in told.values()]
    total = sum(one.amount for one in every)
    named = sorted({one.line for one in every} - {WHOLE})
    return MonthCost(
        month=month,
        told=total,
        adhesions=len(told),
        of=of,
        whole=total if all_here and all(complete) else None,
        lines={
            line: sum(by_line[line].amount for by_line in told.values())
            for line in named
            if all_here and all(line in by_line for by_line in told.values())
        },
        newest=max((one.telling for one in every), default=0),
    )
