"""Sharing in proportion (I5, I6): no cent lost, nobody pays more than owed, order never counts."""

from __future__ import annotations

import random
from fractions import Fraction
from time import perf_counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.collection import (
    MoreThanOpen,
    NotPayable,
    allocate_many_pro_rata,
    allocate_pro_rata,
)
from ayni.core.money import split_by_weight

SCHEMA = {
    "month": pl.Int32,
    "position": pl.Int32,
    "family": pl.Int64,
    "adhesion": pl.Int32,
    "part": pl.Int16,
    "open": pl.Int64,
}
Row = tuple[int, int, int, int, int, int]
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.integers(24315, 24318),
        st.integers(1, 9),
        st.integers(1, 60),
        st.integers(1, 2),
        st.integers(0, 1),
        st.one_of(st.sampled_from([0, 1, 4520]), st.integers(0, 10**12)),
    ),
    max_size=30,
    unique_by=lambda row: row[:5],
)


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def shares(given: pl.DataFrame) -> dict[tuple[int, ...], tuple[int, bool]]:
    return {tuple(row[:5]): (row[6], row[7]) for row in given.iter_rows()}


def test_a_worked_example() -> None:
    lines = frame([(24315, n, n, 1, 0, owes) for n, owes in ((1, 4520), (2, 4520), (3, 4521))])
    given_ = allocate_pro_rata(lines, amount=100)
    assert given_["amount"].to_list() == [33, 33, 34]
    assert given_["settled"].to_list() == [False, False, False]
    whole = allocate_pro_rata(lines, amount=13561)
    assert whole["amount"].to_list() == [4520, 4520, 4521]
    assert whole["settled"].all()


def test_nothing_gives_nothing_and_more_than_open_is_refused() -> None:
    lines = frame([(24315, 1, 1, 1, 0, 4520)])
    assert allocate_pro_rata(lines, amount=0).is_empty()
    with pytest.raises(MoreThanOpen):
        allocate_pro_rata(lines, amount=4521)
    with pytest.raises(NotPayable):
        allocate_pro_rata(lines, amount=-1)
    with pytest.raises(NotPayable):
        allocate_pro_rata(frame([(24315, 1, 1, 1, 0, -1)]), amount=0)
    with pytest.raises(MoreThanOpen):
        allocate_pro_rata(frame([]), amount=1)


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, share=st.integers(0, 1000), seed=st.integers(0, 99))
def test_conserved_fair_and_free_of_order(rows: list[Row], share: int, seed: int) -> None:
    total = sum(row[5] for row in rows)
    amount = total * share // 1000
    found = shares(allocate_pro_rata(frame(rows), amount=amount))
    assert sum(given_ for given_, _ in found.values()) == amount
    for *key, owes in rows:
        given_, settled = found.get(tuple(key), (0, False))
        assert 0 <= given_ <= owes
        assert settled == (0 < given_ == owes)
        assert not total or abs(given_ - Fraction(owes * amount, total)) < 1
    random.Random(seed).shuffle(rows)
    assert shares(allocate_pro_rata(frame(rows), amount=amount)) == found


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, share=st.integers(0, 1000))
def test_it_is_the_split_of_core_money(rows: list[Row], share: int) -> None:
    ordered = sorted(rows)
    total = sum(row[5] for row in ordered)
    if not total:
        return
    amount = total * share // 1000
    want = split_by_weight(amount, weights=[row[5] for row in ordered])
    found = shares(allocate_pro_rata(frame(rows), amount=amount))
    assert [found.get(row[:5], (0, False))[0] for row in ordered] == want


def test_sums_beyond_sixty_four_bits_in_between_are_exact() -> None:
    lines = frame([(24315, n, n, 1, 0, 2**62) for n in (1, 2, 3)])
    assert allocate_pro_rata(lines, amount=2**62).get_column("amount").to_list() == split_by_weight(
        2**62, weights=[2**62] * 3
    )


def test_three_hundred_thousand_lines_are_quick() -> None:
    lines = frame([(24315 + n % 6, n, n, 1, 0, 4520) for n in range(300_000)])
    start = perf_counter()
    given_ = allocate_pro_rata(lines, amount=300_000 * 2000 + 7)
    assert perf_counter() - start < 3.0  # 0.1 s alone; the machine is shared
    assert int(given_["amount"].sum()) == 300_000 * 2000 + 7


MONEY = {"adhesion": pl.Int32, "month": pl.Int32, "amount": pl.Int64, "disposition": pl.Int64}


def money(rows: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MONEY, orient="row")


def by_hand(
    rows: list[Row], sums: list[tuple[int, int, int, int]]
) -> dict[tuple[int, ...], tuple[int, bool]]:
    """The oracle: sum after sum, each split by what its own group still owes, with no frame at all."""
    owes = {row[:5]: row[5] for row in rows}
    found: dict[tuple[int, ...], tuple[int, bool]] = {}
    for adhesion, month, amount, number in sorted(sums, key=lambda one: one[3]):
        mine = sorted(key for key in owes if (key[3], key[0]) == (adhesion, month))
        weights = [owes[key] for key in mine]
        split = split_by_weight(amount, weights=weights) if sum(weights) else []
        for key, given_ in zip(mine, split, strict=False):
            owes[key] -= given_
            if given_:
                found[*key, number] = (given_, owes[key] == 0)
    return found


@settings(max_examples=200, deadline=None)
@given(rows=ROWS, parts=st.lists(st.integers(0, 600), max_size=4), seed=st.integers(0, 99))
def test_many_sums_are_shared_one_after_the_other_in_their_own_month(
    rows: list[Row], parts: list[int], seed: int
) -> None:
    groups = sorted({(row[3], row[0]) for row in rows})
    sums: list[tuple[int, int, int, int]] = []
    for adhesion, month in groups:
        left = sum(row[5] for row in rows if (row[3], row[0]) == (adhesion, month))
        for part in parts:
            amount = left * part // 1000
            left -= amount
            # numbers count down: the order of payment is not that of the list
            sums.append((adhesion, month, amount, 100 - len(sums)))
    want = by_hand(rows, sums)
    shuffled = list(sums)
    random.Random(seed).shuffle(shuffled)
    found = allocate_many_pro_rata(frame(rows), amounts=money(shuffled))
    columns = ["month", "position", "family", "adhesion", "part", "disposition"]
    got = {
        tuple(one[:6]): (one[6], one[7])
        for one in found.select(*columns, "amount", "settled").iter_rows()
    }
    assert got == want


def test_two_sums_of_one_month_and_none() -> None:
    lines = frame([(24315, n, n, 1, 0, 100) for n in (1, 2, 3)])
    found = allocate_many_pro_rata(lines, amounts=money([(1, 24315, 200, 8), (1, 24315, 100, 7)]))
    given_ = found.sort("disposition", "position").select("disposition", "amount", "settled").rows()
    # 34 + 33 + 33, then what each still owes
    assert given_ == [
        *((7, 34, False), (7, 33, False), (7, 33, False)),
        *((8, 66, True), (8, 67, True), (8, 67, True)),
    ]
    assert allocate_many_pro_rata(lines, amounts=money([])).is_empty()


def test_money_without_lines_twice_or_too_much_is_refused() -> None:
    lines = frame([(24315, 1, 1, 1, 0, 100)])
    with pytest.raises(NotPayable):
        allocate_many_pro_rata(lines, amounts=money([(2, 24315, 1, 1)]))
    with pytest.raises(NotPayable):
        allocate_many_pro_rata(lines, amounts=money([(1, 24315, 1, 1), (1, 24315, 1, 1)]))
    with pytest.raises(MoreThanOpen):
        allocate_many_pro_rata(lines, amounts=money([(1, 24315, 60, 1), (1, 24315, 41, 2)]))
