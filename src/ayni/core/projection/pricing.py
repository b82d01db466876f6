"""Prices of a study: what each payer owes for a family's month, sampled from the compiled contribution.

A price is the mean over the study's families by situation, in every month with its own law, and may grow with
the number of dependants by the same amount each. After the last value the law knows, an assumed growth of the
reference income goes on in steps, as an agreement is revised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from ayni.core.assessment import compile_unpinned, period_of
from ayni.core.assessment.compiled import SHARE_COLUMNS, CompiledContribution
from ayni.core.periods import first_day, month_of, parse_month
from ayni.core.projection.inputs import Floats
from ayni.core.projection.law import CannotProject
from ayni.core.projection.levers import Prices
from ayni.core.scheme import ParameterMissing, Scheme, Terms
from ayni.core.scheme.rules import Periodic

#: So many dependants more than any family has are tried: two points always lie on a line.
LEAST_DEPENDANTS = 3
_ADULTS = range(18, 101)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Indexation:
    """Growth a year of the reference income after the last known value, taken over every ``every`` months."""

    growth: float
    every: int = 12


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Prices by payer, and the mean base of a family a month that they rest on (nothing: a capitation)."""

    prices: Prices
    income: Floats
    known_until: int  # the month from which on growth is assumed


@dataclass(frozen=True, slots=True)
class _Point:
    """What the law of one month asks of the mean family: its base, and by column the price and the slope."""

    base: float
    fixed: dict[str, float]
    slope: dict[str, float]


def sample_prices(
    scheme: Scheme,
    *,
    terms: Terms | None,
    first_month: int,
    months: int,
    frame: pl.DataFrame,
    indexation: Indexation,
) -> Sampled:
    """Sample the prices of ``months`` months.

    ``frame`` has a row per family (or situation) with its facts and a ``weight``. Where a quarter or a year is
    owed at once, a month has its part. Raises what the compiled contribution raises, and ``CannotProject``
    where the price is not the same amount for each dependant or follows the insured person's age.
    """
    points = _points(
        scheme, terms=terms, months=range(first_month, first_month + months), frame=frame
    )
    known = max(month for month, _ in points)
    at = np.array([month for month, _ in points])
    places = np.searchsorted(at, np.arange(first_month, first_month + months), side="right") - 1
    steps = np.maximum(np.arange(first_month, first_month + months) - known, 0)
    index = (1 + indexation.growth) ** (steps // indexation.every * indexation.every / 12)
    by_payer, by_dependant = {}, {}
    for payer, column in SHARE_COLUMNS.items():
        fixed = np.array([point.fixed[column] for _, point in points])[places] * index
        slope = np.array([point.slope[column] for _, point in points])[places] * index
        if fixed.any() or slope.any():
            by_payer[payer] = fixed
        if slope.any():
            by_dependant[payer] = slope
    income = np.array([point.base for _, point in points])[places] * index
    return Sampled(Prices(by_payer, by_dependant), income, known)


def _points(
    scheme: Scheme, *, terms: Terms | None, months: range, frame: pl.DataFrame
) -> list[tuple[int, _Point]]:
    """Sample where the law may change, and keep the months where it does."""
    found: list[tuple[int, _Point]] = []
    for month in _changes(scheme, months=months):
        try:
            point = _sampled(scheme, terms=terms, month=month, frame=frame)
        except ParameterMissing as error:
            raise _refused(scheme, code="no_value", article=str(error)) from None
        if not found or found[-1][1] != point:
            found.append((month, point))
    return found


def _changes(scheme: Scheme, *, months: range) -> list[int]:
    """List the months in which a dated value, or an exception by months, may first be felt."""
    felt = {months.start}
    for parameter in scheme.parameters:
        for value in parameter.values:
            month = month_of(value.start)
            # the law is read on a month's first day
            felt.add(month if value.start == first_day(month) else month + 1)
    written = scheme.rules.contribution.model_dump_json()
    felt.update(parse_month(text) for text in _MONTH.findall(written))
    inside = {month for month in felt if month in months}
    if isinstance(scheme.rules.calendar, Periodic):
        # a new value is felt when the next period begins
        inside.update(month for month in months if month % 3 == 0)
    return sorted(inside)


def _sampled(scheme: Scheme, *, terms: Terms | None, month: int, frame: pl.DataFrame) -> _Point:
    period = period_of(scheme, month=month, terms=terms)
    whole = isinstance(scheme.rules.calendar, Periodic)
    compiled = compile_unpinned(scheme, month=period.first if whole else month, terms=terms)
    situations = _situations(frame, needs=compiled.needs)
    _refuse_ages(compiled, situations=situations)
    lines = _lines(compiled, situations=situations, most=_most(frame))
    parts = period.count if whole else 1
    fixed: dict[str, float] = {}
    slope: dict[str, float] = {}
    for column in SHARE_COLUMNS.values():
        table = lines[column].to_numpy().reshape(situations.height, -1)
        each = table[:, 1] - table[:, 0]
        straight = table[:, :1] + each[:, None] * np.arange(table.shape[1])
        if (straight != table).any():
            raise _refused(scheme, code="not_affine")
        fixed[column] = _mean(table[:, 0], weights=situations["weight"]) / parts
        slope[column] = _mean(each, weights=situations["weight_of_dependants"]) / parts
    base = lines["base"].to_numpy().reshape(situations.height, -1)[:, 0]
    return _Point(_mean(base, weights=situations["weight"]) / parts, fixed, slope)


def _mean(values: np.ndarray, *, weights: pl.Series) -> float:
    # Where nobody has dependants their price is the situations' plain mean: it is multiplied by none.
    given = weights.to_numpy()
    return float(np.average(values, weights=given if given.sum() > 0 else None))


def _most(frame: pl.DataFrame) -> int:
    """Give the most dependants that are tried: some more than any family has, for it may grow."""
    found = frame["dependants"].max() if "dependants" in frame.columns else 0
    return LEAST_DEPENDANTS + (found if isinstance(found, int) else 0)


def _situations(frame: pl.DataFrame, *, needs: frozenset[str]) -> pl.DataFrame:
    """Put families together whose price differs by nothing but the number of dependants."""
    if frame.is_empty():
        raise ValueError("prices of no family")
    keys = sorted(needs - {"dependants"} & set(frame.columns))
    dependants = pl.col("dependants") if "dependants" in frame.columns else pl.lit(0)
    weighted = frame.with_columns(weight_of_dependants=pl.col("weight") * dependants)
    sums = (pl.col("weight").sum(), pl.col("weight_of_dependants").sum())
    if not keys:
        return weighted.select(*sums)
    return weighted.group_by(keys, maintain_order=True).agg(*sums).sort(keys)


def _lines(compiled: CompiledContribution, *, situations: pl.DataFrame, most: int) -> pl.DataFrame:
    """Compute a line for every situation with none, one, two… dependants."""
    counts = pl.DataFrame({"dependants": range(most + 1)}, schema={"dependants": pl.Int64})
    facts = situations.drop("weight", "weight_of_dependants")
    crossed = facts.join(counts, how="cross") if facts.columns else counts
    numbers = pl.int_range(1, crossed.height + 1, dtype=pl.Int64, eager=True)
    return compiled.lines(crossed.with_columns(family=numbers, insured=numbers))


def _refuse_ages(compiled: CompiledContribution, *, situations: pl.DataFrame) -> None:
    """Refuse a price that follows the age of the insured person: families grow older."""
    if "age" not in compiled.needs:
        return
    ages = pl.DataFrame({"age": list(_ADULTS)}, schema={"age": pl.Int64})
    others = situations.drop("weight", "weight_of_dependants", "age").head(1)
    crossed = ages if not others.columns else others.join(ages, how="cross")
    numbers = pl.int_range(1, crossed.height + 1, dtype=pl.Int64, eager=True)
    filled = crossed.with_columns(
        family=numbers, insured=numbers, dependants=pl.lit(0, dtype=pl.Int64)
    )
    lines = compiled.lines(filled).select(SHARE_COLUMNS.values())
    if lines.n_unique() > 1:
        raise _refused(compiled.scheme, code="price_by_age")


def _refused(scheme: Scheme, *, code: str, article: str = "scheme.yaml") -> CannotProject:
    first = scheme.rules.contribution.shares[0]
    rule = f"contribution.shares.{first.label}"
    return CannotProject(scheme.code, rule=rule, article=article, code=code)
