"""Double entry: an entry balances or does not exist; a reversal undoes it to the cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.ledger import (
    NORMAL_SIDE,
    Account,
    Entry,
    NotAnAmount,
    Posting,
    UnbalancedEntry,
    allocation_entry,
    notice_entry,
    receipt_entry,
    reverse,
    transfer,
)

DAY = date(2026, 4, 20)


def balances(entries: Iterable[Entry]) -> Counter[tuple[Account, int | None]]:
    """Sum debits minus credits per account and association."""
    found: Counter[tuple[Account, int | None]] = Counter()
    for entry in entries:
        for posting in entry.postings:
            found[(posting.account, posting.association)] += posting.debit - posting.credit
    return found


@pytest.mark.parametrize(("debit", "credit"), [(0, 0), (5, 5), (-5, 0), (0, -5), (-5, 5), (5, -5)])
def test_a_posting_is_positive_and_on_one_side(debit: int, credit: int) -> None:
    with pytest.raises(NotAnAmount):
        Posting(Account.BANK, debit=debit, credit=credit)


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (Posting(Account.BANK, debit=5),),
        (Posting(Account.BANK, debit=5), Posting(Account.HELD, credit=4)),
        (Posting(Account.BANK, debit=5), Posting(Account.HELD, debit=5)),
    ],
)
def test_an_entry_out_of_balance_does_not_exist(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(UnbalancedEntry):
        Entry("x", "x:1", DAY, "PEN", postings)


def test_a_notice_posts_both_shares() -> None:
    entry = notice_entry(
        notice="AV-1", day=DAY, currency="PEN", association=7, due=4520, state_due=5650
    )
    assert (entry.kind, entry.reference, entry.currency) == ("notice", "notice:AV-1", "PEN")
    assert entry.postings == (
        Posting(Account.RECEIVABLE, debit=4520, association=7),
        Posting(Account.INCOME, credit=4520, association=7),
        Posting(Account.STATE_RECEIVABLE, debit=5650, association=7),
        Posting(Account.STATE_INCOME, credit=5650, association=7),
    )


def test_a_share_of_nothing_is_not_posted_and_a_notice_of_nothing_is_refused() -> None:
    only = notice_entry(
        notice="AV-1", day=DAY, currency="PEN", association=7, due=4520, state_due=0
    )
    assert {posting.account for posting in only.postings} == {Account.RECEIVABLE, Account.INCOME}
    with pytest.raises(UnbalancedEntry):
        notice_entry(notice="AV-1", day=DAY, currency="PEN", association=7, due=0, state_due=0)


def test_a_receipt_is_unallocated_until_somebody_knows_what_for() -> None:
    entry = receipt_entry(receipt="k1", day=DAY, currency="PEN", association=None, amount=99)
    assert entry.reference == "receipt:k1"
    assert entry.postings == (
        Posting(Account.BANK, debit=99),
        Posting(Account.UNALLOCATED, credit=99),
    )


@pytest.mark.parametrize(("held", "target"), [(False, Account.RECEIVABLE), (True, Account.HELD)])
def test_an_allocation_takes_from_the_payer_and_gives_to_the_association(
    held: bool, target: Account
) -> None:
    entry = allocation_entry(
        reference="a:1", day=DAY, currency="PEN", association=8, payer=7, amount=50, held=held
    )
    assert entry.kind == ("held" if held else "allocation")
    assert entry.postings == (
        Posting(Account.UNALLOCATED, debit=50, association=7),
        Posting(target, credit=50, association=8),
    )


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_moved(amount: int) -> None:
    with pytest.raises(NotAnAmount):
        receipt_entry(receipt="k", day=DAY, currency="PEN", association=1, amount=amount)
    with pytest.raises(NotAnAmount):
        transfer(
            kind="x",
            reference="x",
            day=DAY,
            currency="PEN",
            debit=(Account.BANK, None),
            credit=(Account.HELD, 1),
            amount=amount,
        )


def test_every_account_has_a_normal_side() -> None:
    assert set(NORMAL_SIDE) == set(Account)
    assert set(NORMAL_SIDE.values()) == {"debit", "credit"}


def test_a_payment_with_excess_leaves_nothing_unallocated() -> None:
    entries = [
        notice_entry(notice="AV-1", day=DAY, currency="PEN", association=7, due=90, state_due=40),
        receipt_entry(receipt="k", day=DAY, currency="PEN", association=7, amount=100),
        allocation_entry(reference="a", day=DAY, currency="PEN", association=7, payer=7, amount=90),
        allocation_entry(
            reference="h", day=DAY, currency="PEN", association=7, payer=7, amount=10, held=True
        ),
    ]
    assert +balances(entries) == {(Account.BANK, None): 100, (Account.STATE_RECEIVABLE, 7): 40}
    assert balances(entries)[(Account.HELD, 7)] == -10
    assert balances(entries)[(Account.UNALLOCATED, 7)] == 0
    assert balances(entries)[(Account.RECEIVABLE, 7)] == 0


def test_a_reversal_has_its_own_reference_and_names_what_it_undoes() -> None:
    entry = receipt_entry(receipt="k", day=DAY, currency="PEN", association=7, amount=100)
    undone = reverse(entry, day=date(2026, 4, 22))
    assert (undone.reference, undone.reverses) == ("receipt:k:reversal", "receipt:k")
    assert (undone.kind, undone.currency, undone.day) == ("receipt", "PEN", date(2026, 4, 22))


amounts = st.integers(1, 2**53)
sides = st.tuples(st.sampled_from(Account), st.none() | st.integers(1, 5))


@settings(max_examples=500)
@given(st.lists(st.tuples(sides, sides, amounts), min_size=1, max_size=10))
def test_entries_balance_and_their_reversals_leave_every_account_at_zero(
    moves: list[tuple[tuple[Account, int | None], tuple[Account, int | None], int]],
) -> None:
    entries = [
        transfer(
            kind="x",
            reference=f"x:{place}",
            day=DAY,
            currency="PEN",
            debit=debit,
            credit=credit,
            amount=amount,
        )
        for place, (debit, credit, amount) in enumerate(moves)
    ]
    assert sum(balances(entries).values()) == 0
    undone = [reverse(entry, day=DAY) for entry in entries]
    assert not any(balances([*entries, *undone]).values())
    for entry, again in zip(entries, undone, strict=True):
        assert again.postings != entry.postings
        assert reverse(again, day=DAY).postings == entry.postings
