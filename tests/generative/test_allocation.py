"""Money given to lines: to the cent, never above what is open, in any order of rows (I5, I6)."""

from __future__ import annotations

import random
import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.collection import MoreThanOpen, NotPayable, allocate, allocate_many
from ayni.core.money import split_by_weight

SCHEMA = {
    "line": pl.Int64,
    "month": pl.Int32,
    "adhesion": pl.Int64,
    "family": pl.Int64,
    "part": pl.String,
    "position": pl.Int32,
    "due": pl.Int64,
    "open": pl.Int64,
}
Row = tuple[int, int, int, int, str, int, int, int]


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    keys = draw(
        st.lists(
            st.tuples(
                st.integers(24313, 24316),
                st.integers(1, 3),
                st.integers(1, 12),
                st.sampled_from(["base", "extra"]),
            ),
            min_size=1,
            max_size=40,
            unique=True,
        )
    )
    made: list[Row] = []
    for number, (month, adhesion, family, part) in enumerate(keys):
        due = draw(st.integers(0, 5000))
        still = draw(st.integers(0, due))
        made.append((number, month, adhesion, family, part, family * 7 % 5, due, still))
    return made


def by_hand(lines: list[Row], amount: int) -> dict[int, int]:
    """The rule written out slowly: the oracle."""
    given: dict[int, int] = {}
    for line in sorted(lines, key=lambda row: (row[1], row[5], row[3], row[2], row[4])):
        taken = min(line[7], amount)
        amount -= taken
        if taken:
            given[line[0]] = taken
    return given


@settings(max_examples=1000, deadline=None)
@given(rows(), st.data())
def test_one_sum_follows_the_rule_to_the_cent(lines: list[Row], data: st.DataObject) -> None:
    total = sum(line[7] for line in lines)
    amount = data.draw(st.integers(0, total))
    found = allocate(frame(lines), amount=amount)
    assert dict(zip(found["line"], found["amount"], strict=True)) == by_hand(lines, amount)
    assert found["amount"].sum() == amount
    assert (found["amount"] <= found["open"]).all()
    assert (found["amount"] > 0).all()
    assert (found["settled"] == (found["amount"] == found["open"])).all()
    assert (~found["settled"]).sum() <= 1
    shuffled = random.Random(amount).sample(lines, len(lines))
    assert allocate(frame(shuffled), amount=amount).equals(found)


@settings(max_examples=1000, deadline=None)
@given(rows(), st.data())
def test_many_sums_are_the_single_ones_group_by_group(
    lines: list[Row], data: st.DataObject
) -> None:
    amounts: list[tuple[int, int, int, int]] = []
    expected: dict[tuple[int, int], int] = {}
    for place, (adhesion, month) in enumerate(sorted({(line[2], line[1]) for line in lines})):
        group = [line for line in lines if (line[2], line[1]) == (adhesion, month)]
        left = sum(line[7] for line in group)
        for turn in range(data.draw(st.integers(0, 3))):
            part = data.draw(st.integers(0, left))
            left -= part
            disposition = turn * 100 + place
            amounts.append((adhesion, month, part, disposition))
            for line, taken in by_hand(group, part).items():
                expected[(line, disposition)] = taken
            given_now = by_hand(group, part)
            group = [(*line[:7], line[7] - given_now.get(line[0], 0)) for line in group]
    random.Random(len(amounts)).shuffle(amounts)
    money = pl.DataFrame(
        amounts,
        schema={
            "adhesion": pl.Int64,
            "month": pl.Int32,
            "amount": pl.Int64,
            "disposition": pl.Int64,
        },
        orient="row",
    )
    found = allocate_many(frame(lines), amounts=money)
    keys = zip(found["line"], found["disposition"], strict=True)
    assert dict(zip(keys, found["amount"], strict=True)) == expected
    per_line = found.group_by("line", "open").agg(
        pl.col("amount").sum(), settled=pl.col("settled").any()
    )
    assert (per_line["amount"] <= per_line["open"]).all()
    assert (per_line["settled"] == (per_line["amount"] == per_line["open"])).all()
    shuffled = random.Random(7).sample(lines, len(lines))
    assert allocate_many(frame(shuffled), amounts=money).equals(found)


ONE: list[Row] = [(1, 24315, 1, 1, "base", 1, 4520, 4520), (2, 24315, 1, 2, "base", 2, 4520, 20)]


def money(adhesion: int, amount: int, disposition: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "adhesion": [adhesion],
            "month": pl.Series([24315], dtype=pl.Int32),
            "amount": [amount],
            "disposition": [disposition],
        }
    )


def test_the_last_line_gets_a_part() -> None:
    found = allocate(frame(ONE), amount=4530)
    assert found.select("line", "amount", "settled").rows() == [(1, 4520, True), (2, 10, False)]
    assert found.columns == [*SCHEMA, "amount", "settled"]


def test_the_oldest_month_comes_first_then_the_roster_order() -> None:
    some: list[Row] = [
        (1, 24316, 1, 9, "base", 1, 10, 10),
        (2, 24315, 1, 8, "base", 3, 10, 10),
        (3, 24315, 1, 9, "base", 2, 10, 10),
        (4, 24315, 1, 7, "base", 3, 10, 10),
    ]
    assert allocate(frame(some), amount=35)["line"].to_list() == [3, 4, 2, 1]


def test_more_than_is_open_is_refused() -> None:
    assert allocate(frame(ONE), amount=4540)["settled"].all()
    with pytest.raises(MoreThanOpen):
        allocate(frame(ONE), amount=4541)
    with pytest.raises(MoreThanOpen):
        allocate_many(frame(ONE), amounts=money(1, 4541))
    halves = pl.concat([money(1, 4000), money(1, 541, 2)])
    with pytest.raises(MoreThanOpen):
        allocate_many(frame(ONE), amounts=halves)


def test_what_is_not_payable_is_refused() -> None:
    with pytest.raises(NotPayable):
        allocate(frame(ONE), amount=-1)
    with pytest.raises(NotPayable):
        allocate(frame([(1, 24315, 1, 1, "base", 1, 10, -1)]), amount=0)
    with pytest.raises(NotPayable):
        allocate_many(frame(ONE), amounts=money(1, -1))
    with pytest.raises(NotPayable):
        allocate_many(frame(ONE), amounts=money(2, 1))
    with pytest.raises(NotPayable):
        allocate_many(frame(ONE), amounts=pl.concat([money(1, 1), money(1, 1)]))


def test_nothing_to_give_gives_no_line() -> None:
    assert allocate(frame(ONE), amount=0).is_empty()
    assert allocate(frame([]), amount=0).is_empty()
    assert allocate_many(frame(ONE), amounts=money(1, 5).clear()).is_empty()


def test_three_hundred_thousand_lines_take_less_than_a_second() -> None:
    """The aim is 0.3 s on a quiet machine; here a loose wall against something quadratic."""
    size = 300_000
    lines = pl.DataFrame(
        {
            "line": pl.int_range(size, eager=True),
            "month": pl.Series([24315], dtype=pl.Int32).extend_constant(24315, size - 1),
            "adhesion": pl.int_range(size, eager=True) % 100,
            "family": pl.int_range(size, eager=True) // 100,
            "part": pl.Series(["base"]).extend_constant("base", size - 1),
            "position": (pl.int_range(size, eager=True) // 100).cast(pl.Int32),
            "due": pl.Series([4520]).extend_constant(4520, size - 1),
            "open": pl.Series([4520]).extend_constant(4520, size - 1),
        }
    )
    start = time.perf_counter()
    assert allocate(lines, amount=4520 * size - 1)["amount"].sum() == 4520 * size - 1
    one = time.perf_counter() - start
    amounts = pl.DataFrame(
        {
            "adhesion": pl.int_range(100, eager=True),
            "month": pl.Series([24315], dtype=pl.Int32).extend_constant(24315, 99),
            "amount": pl.Series([4520 * 3000 - 1]).extend_constant(4520 * 3000 - 1, 99),
            "disposition": pl.int_range(100, eager=True),
        }
    )
    start = time.perf_counter()
    assert len(allocate_many(lines, amounts=amounts)) == size
    many = time.perf_counter() - start
    print(f"allocate {one:.3f} s, allocate_many {many:.3f} s")
    assert max(one, many) < 1.5


@settings(max_examples=2000, deadline=None)
@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(lambda some: sum(some) > 0),
)
def test_a_split_by_largest_remainder_loses_no_cent(total: int, weights: list[int]) -> None:
    parts = split_by_weight(total, weights=weights)
    whole = sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole, "more than one cent from its share"
    remainders = [abs(total) * weight % whole for weight in weights]
    if len(set(remainders)) == len(remainders):  # without ties, order does not count
        places = sorted(range(len(weights)), key=lambda place: (weights[place], place))
        again = split_by_weight(total, weights=[weights[place] for place in places])
        assert again == [parts[place] for place in places]


def test_a_split_without_weights_is_refused() -> None:
    for weights in ([0, 0], [2, -1]):
        with pytest.raises(ValueError, match="weights"):
            split_by_weight(10, weights=weights)
