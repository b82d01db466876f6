"""The plan of a computation: named columns in order, each knowing its sources and its label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from ayni.core.money import PPM
from ayni.core.scheme import Reading

#: Above this an amount is a wrong unit; twice its product with one million still fits 63 bits.
HIGHEST_AMOUNT = 10**12


class Shown(StrEnum):
    """How a column's whole numbers are written for people."""

    MONEY = "money"
    RATIO = "ratio"
    CHOICE = "choice"
    COUNT = "count"
    #: Thousandths of a unit of produce.
    QUANTITY = "quantity"
    #: The ordinal of a day.
    DAY = "day"
    #: A product not yet divided: it stands between two steps and tells people nothing.
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Column:
    """One intermediate node of the computation, kept under its own name.

    ``sources`` are the parameters it rests on; with ``chooser`` (a column of positions) only the
    one at that position was used. ``under`` lists (chooser, position) needed for it to matter.
    """

    name: str
    expr: pl.Expr
    shown: Shown
    label: str
    subject: str = ""
    sources: tuple[Reading, ...] = ()
    chooser: str | None = None
    texts: tuple[str, ...] = ()
    under: tuple[tuple[str, int], ...] = ()

    @property
    def payer(self) -> bool:
        """Tell whether ``subject`` is who pays (elsewhere it is a name the scheme gives)."""
        return self.label in ("share", "payer_total")


@dataclass(frozen=True, slots=True)
class Priced:
    """The columns of a price: its rate, its fixed amount, its undivided product (money times ppm).

    ``highest`` is the highest rate it can have, in ppm; a price that is an amount has none.
    """

    rate: str
    fixed: str | None = None
    product: str | None = None
    highest: int = 0


@dataclass(slots=True)
class Plan:
    """Collects columns while a scheme is compiled, and the facts of a family that they need."""

    columns: list[Column] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    activities: list[tuple[str, ...]] = field(default_factory=list)
    _under: tuple[tuple[str, int], ...] = ()

    def add(
        self,
        name: str,
        expr: pl.Expr,
        *,
        shown: Shown,
        label: str,
        subject: str = "",
        sources: tuple[Reading, ...] = (),
        chooser: str | None = None,
        texts: tuple[str, ...] = (),
    ) -> str:
        """Add a column and give its name."""
        whole = expr.cast(pl.Int64).alias(name)
        self.columns.append(
            Column(name, whole, shown, label, subject, sources, chooser, texts, self._under)
        )
        return name

    def fact(self, name: str) -> pl.Expr:
        """Give a fact of the family, and remember that it is needed."""
        self.needs.add(name)
        return pl.col(name)

    @contextmanager
    def under(self, chooser: str, place: int) -> Iterator[None]:
        """Mark what is added inside as mattering only where the chooser gives this place."""
        before = self._under
        self._under = (*before, (chooser, place))
        yield
        self._under = before


def layers(columns: Sequence[Column], *, wanted: Sequence[str]) -> tuple[tuple[pl.Expr, ...], ...]:
    """Put the columns that the wanted ones rest on into layers, each computed from those before it.

    Twenty columns one after the other cost Polars more in planning than their arithmetic.
    """
    roots = {one.name: set(one.expr.meta.root_names()) for one in columns}
    needed, asked = set[str](), list(wanted)
    while asked:
        name = asked.pop()
        if name in roots and name not in needed:
            needed.add(name)
            asked += roots[name]
    found: list[tuple[pl.Expr, ...]] = []
    rest, done = [one for one in columns if one.name in needed], set[str]()
    while rest:
        now = [one for one in rest if roots[one.name] & needed <= done]
        found.append(tuple(one.expr for one in now))
        done |= {one.name for one in now}
        rest = [one for one in rest if one.name not in done]
    return tuple(found)


def choose(chooser: str, options: list[pl.Expr]) -> pl.Expr:
    """Take the option at the position that the chooser column gives."""
    return pick([pl.col(chooser) == place for place in range(len(options) - 1)], options)


def pick(conditions: list[pl.Expr], options: list[pl.Expr]) -> pl.Expr:
    """Take the option of the first condition that holds; the last option is for when none does.

    The same as ``choose`` by ``first_true``, without the column of positions between: the batch, which
    shows no working, is spared it.
    """
    *others, last = options
    chosen = last
    for condition, option in reversed(list(zip(conditions, others, strict=True))):
        chosen = pl.when(condition).then(option).otherwise(chosen)
    return chosen


def first_true(conditions: list[pl.Expr]) -> pl.Expr:
    """Give the position of the first condition that holds; after the last, when none does."""
    places = [pl.lit(place, dtype=pl.Int64) for place in range(len(conditions) + 1)]
    return pick(conditions, places)


def rounded_part(*, base: pl.Expr, priced: Priced, step: int) -> pl.Expr:
    """Take the price of a base: products added, one division, half up, whole steps.

    Nothing here is negative: facts below zero and shares that would be are refused before, so that half up
    is what flooring gives once half a step is added (a step in ppm is even).
    """
    total = base * pl.col(priced.rate)
    if priced.fixed is not None:
        total = total + pl.col(priced.fixed) * PPM
    if priced.product is not None:
        total = total + pl.col(priced.product)
    divisor = PPM * step
    steps = (total + divisor // 2) // divisor
    return steps if step == 1 else steps * step
