"""The facts of the families as they come in: whole numbers, none missing, none absurd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ayni.core.assessment.plan import HIGHEST_AMOUNT
from ayni.core.assessment.words import problem_text

AMOUNTS = ("declared_income", "pay", "produce_sold", "yearly_sales")
#: What each whole number of a family may be at most: money in minor units, quantities in thousandths.
CEILINGS = dict.fromkeys(AMOUNTS, HIGHEST_AMOUNT) | {
    "dependants": 100,
    "age": 130,
    "workers": 10**7,
    "units_delivered": 10**8,
}
_SEXES = ("F", "M")


@dataclass(frozen=True, slots=True)
class FactProblem:
    """A fact that cannot be used: row (from 0), family, column, code."""

    row: int
    family: int
    column: str
    code: str

    def text(self, language: str = "es") -> str:
        """Say the problem in plain words."""
        return problem_text(self.code, language=language, column=self.column)


class MissingColumn(LookupError):
    """A frame without a column that the scheme needs."""


class NotWholeMoney(TypeError):
    """A column of money or counts that is not whole numbers: a float is never money."""


class IncompleteFrame(ValueError):
    """Rows that cannot be assessed; ``problems`` lists them all."""

    def __init__(self, problems: list[FactProblem]) -> None:
        self.problems = tuple(problems)
        first = problems[0]
        super().__init__(
            f"{len(problems)} rows; first: row {first.row} {first.column}: {first.text()}"
        )


def find_problems(
    frame: pl.DataFrame, *, needs: frozenset[str], activities: tuple[tuple[str, ...], ...]
) -> list[FactProblem]:
    """Find every row that cannot be assessed, in row order; refuses missing or float columns."""
    _check_columns(frame, needs=needs)
    sound = {name for name in needs & CEILINGS.keys() if _sound(frame[name], most=CEILINGS[name])}
    said = activities if "activity" in frame.columns else ()
    checks = [one for one in _checks(needs, activities=said) if one[0] not in sound]
    if not checks:
        return []
    marks = [check.any().alias(str(place)) for place, (_, _, check) in enumerate(checks)]
    found = frame.lazy().select(marks).collect().row(0)
    problems = []
    for (column, code, check), wrong in zip(checks, found, strict=True):
        if wrong:
            problems += _rows(frame, check=check, column=column, code=code)
    return sorted(problems, key=lambda one: (one.row, one.column, one.code))


def _sound(values: pl.Series, *, most: int) -> bool:
    """Tell at once of a whole column that nothing is wrong in it, which is nearly always so."""
    if values.null_count():
        return False
    low, high = values.min(), values.max()
    return low is None or (int(low) >= 0 and int(high) <= most)  # type: ignore[arg-type]


def check_frame(
    frame: pl.DataFrame, *, needs: frozenset[str], activities: tuple[tuple[str, ...], ...]
) -> None:
    """Refuse a frame with rows that cannot be assessed."""
    problems = find_problems(frame, needs=needs, activities=activities)
    if problems:
        raise IncompleteFrame(problems)


def _check_columns(frame: pl.DataFrame, *, needs: frozenset[str]) -> None:
    missing = sorted({"family", "insured", *needs} - set(frame.columns))
    if missing:
        raise MissingColumn(f"missing {', '.join(missing)}; found {', '.join(frame.columns)}")
    for name in ("family", "insured", *CEILINGS):
        given = name in needs or name in ("family", "insured")
        if given and not (frame.schema[name].is_integer() or frame.schema[name] == pl.Null):
            raise NotWholeMoney(f"{name} is {frame.schema[name]}; whole minor units are expected")


def _checks(
    needs: frozenset[str], *, activities: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[str, str, pl.Expr]]:
    for name in sorted(needs):
        yield name, "missing", pl.col(name).is_null()
    for name, ceiling in CEILINGS.items():
        if name in needs:
            yield name, "negative", pl.col(name) < 0
            yield name, "too_large", pl.col(name) > ceiling
    if "sex" in needs:
        yield "sex", "unknown_sex", ~pl.col("sex").is_in(_SEXES)
    for codes in activities:
        known = pl.lit(False)
        for code in codes:
            known = known | (pl.col("activity") == code)
        yield "activity", "unknown_activity", ~known


def _rows(frame: pl.DataFrame, *, check: pl.Expr, column: str, code: str) -> list[FactProblem]:
    wrong = frame.with_row_index("row").filter(check).select("row", "family")
    return [FactProblem(row, family, column, code) for row, family in wrong.iter_rows()]
