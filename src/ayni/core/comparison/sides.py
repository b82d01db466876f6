"""One family, or many, under several schemes: what is owed, by whom, and how long until cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.core.assessment import CompiledContribution, compile_unpinned
from ayni.core.assessment.compiled import SHARE_COLUMNS
from ayni.core.assessment.facts import find_problems
from ayni.core.comparison.families import Family, family_row
from ayni.core.entitlement.window import WindowRule, compile_window, qualifying_on
from ayni.core.money import PPM, divide_half_up
from ayni.core.periods import first_day
from ayni.core.scheme import ParameterMissing, Payer, Scheme, Standing
from ayni.core.scheme.parameters import weakest
from ayni.core.scheme.rules import Periodic


@dataclass(frozen=True, slots=True)
class Side:
    """A scheme's answer for one family and one month.

    ``absent`` says why there is none: ``no_rule`` (the law has no value that month) or the fact that the
    scheme needs and the family's file does not say. Amounts are minor units; ``of_income`` is ppm;
    ``before_cover`` counts the months paid in a row before an illness is covered, none where the month of
    the event itself counts; ``harvest_cover`` the months of a year covered when only the harvest months
    are paid, year after year; ``None`` is not known.
    """

    code: str
    month: int
    currency: str
    absent: str | None = None
    due: int | None = None
    shares: tuple[tuple[Payer, int], ...] = ()
    income: int | None = None
    of_income: int | None = None
    before_cover: int | None = None
    harvest_cover: int | None = None
    standing: Standing = Standing.VERIFIED


def compare(schemes: Sequence[Scheme], *, family: Family, months: Sequence[int]) -> list[Side]:
    """Put one family under every scheme in every month, scheme by scheme."""
    return [_side(scheme, family=family, month=month) for scheme in schemes for month in months]


def _side(scheme: Scheme, *, family: Family, month: int) -> Side:
    nothing = Side(scheme.code, month, scheme.currency)
    row = family_row(scheme, family=family)
    try:
        compiled = compile_unpinned(scheme, month=month)
    except ParameterMissing:
        return _absent(nothing, "no_rule")
    frame = _frame([row])
    for fact in sorted(compiled.needs):
        if row[fact] is None:
            return _absent(nothing, fact)
    problems = find_problems(frame, needs=compiled.needs, activities=compiled.activities)
    if problems:
        return _absent(nothing, problems[0].column)
    line = compiled.lines(frame).row(0, named=True)
    income = row["declared_income"]
    shares = tuple((payer, int(line[column])) for payer, column in SHARE_COLUMNS.items())
    return Side(
        code=scheme.code,
        month=month,
        currency=scheme.currency,
        due=int(line["due"]),
        shares=tuple((payer, amount) for payer, amount in shares if amount),
        income=income if isinstance(income, int) else None,
        of_income=_part(int(line["due"]), whole=income),
        before_cover=months_before_cover(scheme, day=first_day(month)),
        harvest_cover=_harvest_cover(scheme, day=first_day(month), months=family.harvest),
        standing=_standing(compiled),
    )


def _absent(side: Side, why: str) -> Side:
    return Side(side.code, side.month, side.currency, absent=why)


def _frame(rows: list[dict[str, int | str | None]]) -> pl.DataFrame:
    texts = ("activity", "sex")
    schema = {name: pl.String if name in texts else pl.Int64 for name in rows[0]}
    numbers = pl.int_range(1, len(rows) + 1, dtype=pl.Int64, eager=True)
    return pl.DataFrame(rows, schema=schema).with_columns(family=numbers, insured=numbers)


def _part(due: int, *, whole: object) -> int | None:
    if not isinstance(whole, int) or whole <= 0:
        return None
    return divide_half_up(due * PPM, whole)


def _standing(compiled: CompiledContribution) -> Standing:
    """Give the weakest standing among the values that this month's contribution rests on."""
    return weakest([one.standing for column in compiled.columns for one in column.sources])


def months_before_cover(scheme: Scheme, *, day: date) -> int | None:
    """Count the months, paid in a row from the first, before an illness is covered; none: not known."""
    rule = _qualifying(scheme, day=day)
    if rule is None:
        return None
    needed = next((n for n in range(1, rule.width + 1) if rule.covered((1 << n) - 1)), None)
    # Where the month of the event counts, the last month paid is already covered.
    return None if needed is None else needed - 1 + rule.lag


def _harvest_cover(scheme: Scheme, *, day: date, months: Sequence[int]) -> int | None:
    rule = _qualifying(scheme, day=day)
    # A period is paid as a whole: which of its months the harvest's money buys is not asked here.
    if rule is None or not months or isinstance(scheme.rules.calendar, Periodic):
        return None
    return sum(rule.covered(_window(rule, paid=set(months), month=month)) for month in range(1, 13))


def _qualifying(scheme: Scheme, *, day: date) -> WindowRule | None:
    """Compile the condition of a day; a scheme of which it is not known is compared without it."""
    try:
        return compile_window(qualifying_on(scheme, day=day))
    except ParameterMissing:
        return None


def _window(rule: WindowRule, *, paid: set[int], month: int) -> int:
    """Set the bits of a year that repeats: calendar month ``month`` asks about those of its window."""
    bits = 0
    for place in range(rule.width):
        if (month - 1 - rule.lag - place) % 12 + 1 in paid:
            bits |= 1 << place
    return bits


@dataclass(frozen=True, slots=True)
class Total:
    """A scheme's answer for many families in a month: what each payer bears, and the usual family.

    ``refused`` families lack a fact or have an activity that the scheme does not know.
    """

    code: str
    month: int
    currency: str
    families: int
    refused: int
    due: int
    shares: tuple[tuple[Payer, int], ...]
    lowest: int
    median: int
    highest: int


def totals(scheme: Scheme, *, frame: pl.DataFrame, month: int) -> Total:
    """Sum a scheme over a frame of families (``population``); raises ``ParameterMissing``."""
    compiled = compile_unpinned(scheme, month=month)
    problems = find_problems(frame, needs=compiled.needs, activities=compiled.activities)
    refused = {one.row for one in problems}
    kept = frame.with_row_index("row").filter(~pl.col("row").is_in(list(refused))).drop("row")
    lines = compiled.lines(kept)
    due = lines["due"].sort()
    shares = tuple((payer, int(lines[column].sum())) for payer, column in SHARE_COLUMNS.items())
    return Total(
        code=scheme.code,
        month=month,
        currency=scheme.currency,
        families=kept.height,
        refused=len(refused),
        due=int(due.sum()),
        shares=tuple((payer, amount) for payer, amount in shares if amount),
        lowest=_at(due, 0),
        median=_at(due, kept.height // 2),
        highest=_at(due, -1),
    )


def _at(values: pl.Series, place: int) -> int:
    """Give the value at a place of a sorted column; of none, nothing is owed."""
    return int(values[place]) if values.len() else 0
