"""One currency an entry, and never two in one sum; the worked examples of the ledger."""

from __future__ import annotations

import doctest
from datetime import date

import pytest

import ayni.core.ledger as ledger
from ayni.core.ledger import (
    Account,
    Entry,
    Posting,
    allocation_entry,
    balances,
    receipt_entry,
    reverse,
)
from ayni.core.money import CurrencyMismatch, UnknownCurrency

DAY = date(2026, 4, 30)
BOTH = (Posting(Account.BANK, debit=5), Posting(Account.UNALLOCATED, credit=5))


def entry(*, currency: str, reference: str = "x:1") -> Entry:
    return Entry("x", reference, DAY, currency, BOTH)


def test_the_worked_examples_of_the_docstrings() -> None:
    found = doctest.testmod(ledger)
    assert (found.failed, found.attempted > 0) == (0, True)


def test_an_unknown_currency_is_refused() -> None:
    assert entry(currency="CRC").currency == "CRC"
    with pytest.raises(UnknownCurrency):
        entry(currency="S/.")


def test_two_currencies_are_never_summed() -> None:
    soles, dollars = entry(currency="PEN"), entry(currency="USD", reference="x:2")
    assert balances([soles]) == {(Account.BANK, None): 5, (Account.UNALLOCATED, None): -5}
    with pytest.raises(CurrencyMismatch, match=r"PEN \+ USD"):
        balances([soles, dollars])


def test_money_received_waits_until_it_is_given_or_held() -> None:
    receipt = receipt_entry(receipt="3", day=DAY, currency="PEN", association=7, amount=5000)
    parts = [
        allocation_entry(
            reference=f"receipt:3:{target}",
            day=DAY,
            currency="PEN",
            association=9,
            payer=7,
            amount=amount,
            held=target == "held",
        )
        for target, amount in (("AV-1", 4520), ("held", 480))
    ]
    assert balances([receipt]) == {(Account.BANK, None): 5000, (Account.UNALLOCATED, 7): -5000}
    assert balances([receipt, *parts]) == {
        (Account.BANK, None): 5000,
        (Account.RECEIVABLE, 9): -4520,
        (Account.HELD, 9): -480,
    }
    undone = [reverse(one, day=DAY) for one in (receipt, *parts)]
    assert balances([receipt, *parts, *undone]) == {}
