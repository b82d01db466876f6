"""Money does not depend on the order in which a bank prints its lines: newest first is common."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ayni.core.collection import (
    BankEntry,
    Decision,
    NoticeToPay,
    decide,
    in_time,
    link_reversals,
    payment_reference,
)

FIRST = date(2026, 4, 1)
NUMBER = "AV-2026-04-00001"
NOTICE = NoticeToPay(
    id=1,
    association=7,
    month=24315,
    number=NUMBER,
    reference=payment_reference(NUMBER),
    payer_name="Cooperativa Uno",
    payer_number="20000000001",
    currency="PEN",
    due=1000,
    paid=0,
)


def entry(key: str, *, day: int, amount: int, reversal: bool = False) -> BankEntry:
    return BankEntry(
        natural_key=key,
        account="1",
        number=1,
        amount=amount,
        currency="PEN",
        booked_on=FIRST + timedelta(day),
        value_on=FIRST + timedelta(day),
        payer="COOPERATIVA UNO",
        payer_number="20000000001",
        reference_text=NUMBER,
        bank_reference=key,
        operation="",
        reversal=reversal,
    )


#: Paid, taken back, paid in two parts, and once too often.
HAPPENED = [
    entry("whole", day=0, amount=1000),
    entry("back", day=2, amount=-1000, reversal=True),
    entry("part", day=4, amount=400),
    entry("rest", day=6, amount=650),
    entry("again", day=8, amount=10),
]
EXPECTED = {
    "whole": ("apply_then_reverse", ((1, 1000),), 0),
    "back": ("reverse", ((1, -1000),), 0),
    "part": ("apply_partial", ((1, 400),), 0),
    "rest": ("apply_with_excess", ((1, 600),), 50),
    "again": ("review", (), 0),
}


def decided(entries: list[BankEntry]) -> dict[str, tuple[str, tuple[tuple[int, int], ...], int]]:
    found: list[Decision] = decide(entries, notices=[NOTICE], known_keys=frozenset(), receipts={})
    return {
        one.natural_key: (decision.kind, decision.shares, decision.held)
        for one, decision in zip(entries, found, strict=True)
    }


def test_as_it_happened() -> None:
    assert decided(HAPPENED) == EXPECTED


def test_newest_first_is_decided_alike() -> None:
    assert decided(HAPPENED[::-1]) == EXPECTED


@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_days_is_decided_alike(seed: int) -> None:
    shuffled = HAPPENED[:]
    random.Random(seed).shuffle(shuffled)
    assert decided(shuffled) == EXPECTED


def test_the_reversal_is_linked_in_any_order_and_entries_keep_their_places() -> None:
    linked = link_reversals(HAPPENED[::-1])
    assert [one.natural_key for one in linked] == ["again", "rest", "part", "back", "whole"]
    assert [one.reversal_of for one in linked] == [None, None, None, "whole", None]


def test_a_reversal_does_not_undo_what_comes_on_a_later_day() -> None:
    late = [replace(HAPPENED[0], booked_on=FIRST + timedelta(9)), HAPPENED[1]]
    assert [one.reversal_of for one in link_reversals(late)] == [None, None]


def test_within_a_day_the_banks_order_stands_from_the_end_where_days_run_backwards() -> None:
    keys = ["a", "b", "c", "d"]
    days = [entry(key, day=day, amount=1) for key, day in zip(keys, (0, 0, 1, 1), strict=True)]
    assert [days[place].natural_key for place in in_time(days)] == keys
    backwards = days[::-1]
    assert [backwards[place].natural_key for place in in_time(backwards)] == keys
    assert in_time([]) == []


@pytest.mark.parametrize("code", ["PMNT/RCDT/RRTN", "PMNT/RCDT/RPCR"])
def test_a_return_by_its_code_takes_back_without_the_reversal_mark(code: str) -> None:
    unmarked = replace(HAPPENED[1], reversal=False, reference_text="DEVOLUCION", bank_code=code)
    assert decided([HAPPENED[0], unmarked, *HAPPENED[2:]]) == EXPECTED


def test_another_debit_without_the_mark_takes_nothing_back() -> None:
    unmarked = replace(HAPPENED[1], reversal=False, reference_text="PAGO A PROVEEDOR")
    found = decided([HAPPENED[0], replace(unmarked, bank_code="PMNT/ICDT/DMCT")])
    assert found == {"whole": ("apply", ((1, 1000),), 0), "back": ("ignore", (), 0)}
