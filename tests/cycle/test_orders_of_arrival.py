"""The order in which facts arrive does not matter; what was known at a position never changes (5, 6)."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.apps.access.actions import acting
from ayni.apps.affiliation.actions import derive_spans
from ayni.apps.alliance import queries as alliances
from ayni.apps.audit import queries as audits
from ayni.apps.entitlement.actions import bitmaps, months_in_force
from ayni.cli.postgres import Urls
from ayni.core.affiliation.movements import STATE, affiliated_on, spans
from ayni.core.entitlement import QualifyingFigures, compile_window, cover_spans
from ayni.core.periods import first_day, last_day
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import APRIL, DUE, FIRST, SECOND, SYSTEM, seal_all

FULL = bool(os.environ.get("AYNI_FULL"))
LAW = settings(
    max_examples=500 if FULL else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
RULE = compile_window(QualifyingFigures(12, 3, 4))
_FACTS = {
    "number": pl.Int64, "scheme": pl.Int32, "adhesion": pl.Int32, "kind": pl.String, "day": pl.Date,
} | STATE  # fmt: skip
_KINDS = st.sampled_from(["inclusion", "exclusion", "change"])
_MOVES = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 2), _KINDS, st.integers(0, 8)), max_size=25
)
_CREDITS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(APRIL, APRIL + 20), st.integers(-10, 400)), max_size=40
)


def _facts(moves: list[tuple[int, int, str, int]]) -> pl.DataFrame:
    rows = [
        (number, 1, adhesion, kind, first_day(APRIL + month), person, person, person, "insured",
         "café", None, 1)
        for number, (person, adhesion, kind, month) in enumerate(moves)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_FACTS, orient="row")


@LAW
@given(moves=_MOVES, seed=st.integers(0, 2**20))
def test_spans_do_not_depend_on_the_order_of_arrival(
    moves: list[tuple[int, int, str, int]], seed: int
) -> None:
    facts = _facts(moves)

    assert spans(facts).equals(spans(facts.sample(fraction=1.0, shuffle=True, seed=seed)))


@LAW
@given(moves=_MOVES)
def test_spans_never_overlap_and_hold_what_the_last_word_of_each_day_says(
    moves: list[tuple[int, int, str, int]],
) -> None:
    derived = spans(_facts(moves))

    for month in range(APRIL, APRIL + 10):
        day = first_day(month)
        last = {
            (person): kind
            for person, _, kind, moved in sorted(
                moves, key=lambda move: move[3]
            )  # a stable sort: within a day the later one stands
            if APRIL + moved <= month
        }
        here = affiliated_on(derived=derived, day=day)["person"].to_list()
        assert sorted(here) == sorted(p for p, kind in last.items() if kind != "exclusion")


def _credits(found: list[tuple[int, int, int]]) -> pl.DataFrame:
    rows = [
        (person, month, last_day(month) + timedelta(days=late)) for person, month, late in found
    ]
    return pl.DataFrame(
        rows,
        schema={"person": pl.Int64, "month": pl.Int32, "counts_from": pl.Date},
        orient="row",
    )


@LAW
@given(found=_CREDITS, seed=st.integers(0, 2**20))
def test_cover_and_bitmaps_do_not_depend_on_the_order_of_arrival(
    found: list[tuple[int, int, int]], seed: int
) -> None:
    credits = _credits(found)
    shuffled = credits.sample(fraction=1.0, shuffle=True, seed=seed)
    until = APRIL + 40

    assert cover_spans(credits, rule=RULE, until_month=until).equals(
        cover_spans(shuffled, rule=RULE, until_month=until)
    )
    keys = ["person", "block"]
    assert bitmaps(credits).sort(keys).equals(bitmaps(shuffled).sort(keys))


@LAW
@given(found=_CREDITS)
def test_a_bitmap_holds_exactly_its_months(found: list[tuple[int, int, int]]) -> None:
    unfolded = {
        (person, 48 * block + bit)
        for person, block, bits in bitmaps(_credits(found)).iter_rows()
        for bit in range(48)
        if bits >> bit & 1
    }

    assert unfolded == {(person, month) for person, month, _ in found}


@LAW
@given(found=_CREDITS)
def test_nobody_is_covered_on_a_day_that_the_rule_does_not_cover(
    found: list[tuple[int, int, int]],
) -> None:
    credits = _credits(found)
    kept = cover_spans(credits, rule=RULE, until_month=APRIL + 40)
    for month in range(APRIL, APRIL + 40, 3):
        for day in (first_day(month), last_day(month)):
            for person in {row[0] for row in found}:
                counted = {
                    m for p, m, counts in credits.iter_rows() if p == person and counts <= day
                }
                bits = sum(1 << k for k in range(12) if month - 1 - k in counted)
                inside = kept.filter(
                    (pl.col("person") == person) & (pl.col("start") <= day) & (pl.col("end") > day)
                )
                assert RULE.covered(bits) == (inside.height == 1)


def _answers(position: int) -> tuple[list[tuple], list[tuple]]:
    with acting(SYSTEM):
        (scheme,) = alliances.schemes(actor=SYSTEM)
        derived = derive_spans(actor=SYSTEM, known_at=position)
        months = months_in_force(actor=SYSTEM, scheme=scheme, known_at=position)
    return derived.rows(), sorted(months.rows())


def test_what_was_known_at_a_position_never_changes(own_founded: Urls) -> None:
    """Corrections of every kind, one after the other; every earlier position answers as it did."""
    dice = random.Random(20261123)
    kept: dict[int, tuple[list[tuple], list[tuple]]] = {}
    paid: list[str] = []
    for turn in range(40 if FULL else 10):
        _correct(dice, turn=turn, paid=paid)
        seal_all()
        with acting(SYSTEM):
            position = audits.last_position(actor=SYSTEM)
        for earlier, told in kept.items():
            assert _answers(earlier) == told, (turn, earlier)
        kept[position] = _answers(position)
    assert len({str(told) for told in kept.values()}) > len(kept) // 2
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []


def _correct(dice: random.Random, *, turn: int, paid: list[str]) -> None:
    """A new month: a roster, perhaps another in its place, the bill, a payment, sometimes taken back."""
    month = APRIL + turn
    for _ in range(dice.choice([1, 2])):
        chosen = dice.sample(range(1, 9), dice.choice([2, 4, 6]))
        made.taken([row for n in sorted(chosen) for row in made.families(n)], month=month)
    made.assessed(month)
    notice = made.notice_of(month)
    made.paid(
        min(notice.due, dice.randrange(DUE, 7 * DUE)),
        month=month,
        day=last_day(month) + timedelta(days=dice.randrange(1, 20)),
        bank_reference=f"B{turn}",
    )
    if paid and dice.random() < 0.5:
        back = paid.pop(dice.randrange(len(paid)))
        amount = made.received(back)
        made.taken_back(amount, day=last_day(month) + timedelta(days=25), of=back)
    paid.append(f"B{turn}")


def test_receipts_are_conserved_under_random_statements(own_founded: Urls) -> None:
    """Two associations, three months, payments of any sum to any notice in any order, some taken back (I5)."""
    dice = random.Random(5)
    for code, numbers in ((FIRST, range(1, 6)), (SECOND, range(6, 9))):
        made.taken([row for n in numbers for row in made.families(n)], month=APRIL, code=code)
        made.assessed(APRIL, APRIL + 1, APRIL + 2, code=code)
    sent: list[tuple[str, int, str]] = []
    received = back = 0
    for turn in range(120 if FULL else 25):
        code = dice.choice([FIRST, SECOND])
        if sent and dice.random() < 0.25:
            reference, amount, payer = sent.pop(dice.randrange(len(sent)))
            back += amount
            made.taken_back(amount, day=date(2026, 9, 1), of=reference, code=payer)
        else:
            amount = dice.randrange(1, 6 * DUE)
            received += amount
            done = made.paid(
                amount,
                month=APRIL + dice.randrange(3),
                day=date(2026, 8, 1),
                bank_reference=f"R{turn}",
                code=code,
            )
            assert done.received == amount == done.allocated + done.held + done.unallocated
            sent.append((f"R{turn}", amount, code))
        owed = [line for month in range(APRIL, APRIL + 3) for line in made.balances(month)]
        assert all(0 <= paid <= due for due, paid in owed)
        assert made.ledger("bank") == received - back
        assert sum(paid for _, paid in owed) == (
            made.ledger("bank")
            + made.ledger("receipts_unallocated")
            + made.ledger("held_on_account")
        )
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []
