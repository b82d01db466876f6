"""Which lines a sum pays: whole families in roster order, oldest month first.

Vectorised: a line takes the part of the money that falls on its own stretch of the running sum.
"""

from __future__ import annotations

import polars as pl

#: The order in which lines are paid; the last columns settle ties: input order never counts.
ORDER = ("month", "position", "family", "adhesion", "part")


class MoreThanOpen(ValueError):
    """More money than the lines still owe; the excess is held by the caller, never pressed in."""


class NotPayable(ValueError):
    """What cannot be paid: a negative or empty amount, or money for a group without lines."""


def allocate(lines: pl.DataFrame, *, amount: int) -> pl.DataFrame:
    """Give ``amount`` (minor units) to lines, in order; the last line may get a part.

    ``lines``: month i32, adhesion, family i64, part, position i32, open i64 (at least); other
    columns are kept. Returns only lines that get money, in order, with ``amount`` i64 and
    ``settled`` bool.

    Raises ``MoreThanOpen`` over the sum open and ``NotPayable`` for negative figures.
    """
    _refuse_negative(lines, column="open")
    if amount < 0:
        raise NotPayable(f"amount {amount}")
    total = int(lines["open"].sum())
    if amount > total:
        raise MoreThanOpen(f"{amount} is more than the {total} still open")
    return _overlaps(
        lines.sort(ORDER).with_columns(_ends=pl.col("open").cum_sum()),
        starts=pl.lit(0, dtype=pl.Int64),
        ends=pl.lit(amount, dtype=pl.Int64),
    ).drop("_ends")


def allocate_many(lines: pl.DataFrame, *, amounts: pl.DataFrame) -> pl.DataFrame:
    """Do the same for many sums in one pass, each within its own (adhesion, month).

    ``amounts``: adhesion, month, amount i64, disposition (an id, each once). Several dispositions
    of one group pay one after the other, by id. Returns one row per line and disposition with
    ``amount``, ``settled`` and ``disposition``, in the order of payment. Raises as ``allocate``,
    and ``NotPayable`` for money whose group has no line.
    """
    _refuse_negative(lines, column="open")
    _refuse_negative(amounts, column="amount")
    group = ["adhesion", "month"]
    _refuse_beyond_groups(lines, amounts=amounts, group=group)
    ranked = lines.sort(ORDER).with_columns(_ends=pl.col("open").cum_sum().over(group))
    money = amounts.sort("disposition").select(
        *group, "disposition", "amount", _money_ends=pl.col("amount").cum_sum().over(group)
    )
    money = money.with_columns(_money_starts=pl.col("_money_ends") - pl.col("amount"))
    paired = ranked.join(money.drop("amount"), on=group, how="inner")
    given = _overlaps(paired, starts=pl.col("_money_starts"), ends=pl.col("_money_ends"))
    return given.sort([*ORDER, "disposition"]).drop("_ends", "_money_starts", "_money_ends")


def _overlaps(paired: pl.DataFrame, *, starts: pl.Expr, ends: pl.Expr) -> pl.DataFrame:
    """Keep rows where the line's stretch and the money's stretch share something."""
    line_starts = pl.col("_ends") - pl.col("open")
    shared = pl.min_horizontal(pl.col("_ends"), ends) - pl.max_horizontal(line_starts, starts)
    given = paired.with_columns(amount=shared.cast(pl.Int64), settled=pl.col("_ends") <= ends)
    return given.filter(pl.col("amount") > 0)


def _refuse_negative(frame: pl.DataFrame, *, column: str) -> None:
    values = frame[column]
    if values.null_count() or (len(values) and bool((values < 0).any())):
        raise NotPayable(f"{column} must not be negative or empty")


def _refuse_beyond_groups(lines: pl.DataFrame, *, amounts: pl.DataFrame, group: list[str]) -> None:
    if amounts["disposition"].is_duplicated().any():
        raise NotPayable("a disposition appears twice")
    given = amounts.group_by(group).agg(pl.col("amount").sum())
    open_ = lines.group_by(group).agg(pl.col("open").sum())
    wrong = given.join(open_, on=group, how="left").filter(
        (pl.col("amount") > pl.col("open")) | pl.col("open").is_null()
    )
    for adhesion, month, amount, still_open in wrong.head(1).iter_rows():
        where = f"adhesion {adhesion}, month {month}"
        if still_open is None:
            raise NotPayable(f"{where}: money for a group without lines")
        raise MoreThanOpen(f"{where}: {amount} is more than the {still_open} still open")
