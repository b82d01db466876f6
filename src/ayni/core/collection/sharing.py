"""A sum shared among lines in proportion to what each still owes, where the scheme says so.

Largest remainder: every share is within one minor unit of the exact one, no cent is lost, and the
order in which the lines come never counts (ties go to the line that would be paid first).
"""

from __future__ import annotations

import polars as pl

from ayni.core.collection.allocating import ORDER, MoreThanOpen, NotPayable


def allocate_pro_rata(lines: pl.DataFrame, *, amount: int) -> pl.DataFrame:
    """Give ``amount`` (minor units) to all lines at once, each its part.

    Columns in and out are those of ``allocate``: only lines that get money come back, in the order
    of payment, with ``amount`` i64 and ``settled`` bool. Products are taken in 128 bits.

    Raises ``MoreThanOpen`` over the sum open and ``NotPayable`` for negative or empty figures.
    """
    open_ = lines["open"]
    if amount < 0 or open_.null_count() or (len(open_) and bool((open_ < 0).any())):
        raise NotPayable(f"amount {amount}: nothing negative or empty can be shared")
    total = int(open_.cast(pl.Int128).sum())
    if amount > total:
        raise MoreThanOpen(f"{amount} is more than the {total} still open")
    ranked = lines.sort(ORDER).with_row_index("_rank")
    if amount == 0:
        return _given(ranked.with_columns(amount=pl.lit(0, dtype=pl.Int64)))
    exact = pl.col("open").cast(pl.Int128) * pl.lit(amount, dtype=pl.Int128)
    parted = ranked.with_columns(
        amount=(exact // total).cast(pl.Int64), _remainder=(exact % total).cast(pl.Int128)
    )
    return _given(_with_remainders(parted, left=amount - int(parted["amount"].sum())))


def allocate_many_pro_rata(lines: pl.DataFrame, *, amounts: pl.DataFrame) -> pl.DataFrame:
    """Do the same for many sums, each within its own (adhesion, month), as ``allocate_many`` does.

    Several dispositions of one group pay one after the other, by id: each is shared by what is open then.
    Raises as ``allocate_pro_rata``, and ``NotPayable`` for money whose group has no line.
    """
    group = ["adhesion", "month"]
    if amounts["disposition"].is_duplicated().any():
        raise NotPayable("a disposition appears twice")
    held = {key: mine for key, mine in lines.partition_by(group, as_dict=True).items()}
    given: list[pl.DataFrame] = []
    for adhesion, month, amount, number in (
        amounts.sort("disposition").select(*group, "amount", "disposition").iter_rows()
    ):
        mine = held.get((adhesion, month))
        if mine is None:
            raise NotPayable(f"adhesion {adhesion}, month {month}: money for a group without lines")
        shared = allocate_pro_rata(mine, amount=amount)
        given.append(shared.with_columns(disposition=pl.lit(number, dtype=pl.Int64)))
        held[adhesion, month] = _less(mine, given=shared)
    if not given:
        empty = lines.clear().with_columns(
            amount=pl.lit(0, dtype=pl.Int64), settled=pl.lit(False), disposition=pl.lit(0, pl.Int64)
        )
        return empty
    return pl.concat(given).sort([*ORDER, "disposition"])


def _less(lines: pl.DataFrame, *, given: pl.DataFrame) -> pl.DataFrame:
    """Take what was given from what the lines owe."""
    paid = given.select(*ORDER, _paid=pl.col("amount"))
    left = pl.col("open") - pl.col("_paid").fill_null(0)
    return lines.join(paid, on=list(ORDER), how="left").with_columns(open=left).drop("_paid")


def _with_remainders(parted: pl.DataFrame, *, left: int) -> pl.DataFrame:
    """Give the cents left over to the largest remainders, one each."""
    by_remainder = parted.sort(["_remainder", "_rank"], descending=[True, False])
    more = (pl.int_range(pl.len(), dtype=pl.Int64) < left).cast(pl.Int64)
    return by_remainder.with_columns(amount=pl.col("amount") + more).drop("_remainder")


def _given(ranked: pl.DataFrame) -> pl.DataFrame:
    settled = ranked.with_columns(settled=pl.col("amount") == pl.col("open"))
    return settled.filter(pl.col("amount") > 0).sort("_rank").drop("_rank")
