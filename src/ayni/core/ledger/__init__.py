"""Double entry: positive whole amounts on a named side; what is wrong is undone by a reversal.

A small chart serves a fund that is collected for by associations. A general-ledger entry stands
for a notice or a payment; families are found in the sub-ledger (lines and allocations).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.money import CurrencyMismatch, minor_digits


class Account(StrEnum):
    """The accounts, by the code under which the database keeps them."""

    RECEIVABLE = "contributions_receivable"
    STATE_RECEIVABLE = "state_share_receivable"
    INCOME = "contribution_income"
    STATE_INCOME = "state_share_income"
    BANK = "bank"
    UNALLOCATED = "receipts_unallocated"
    HELD = "held_on_account"


#: On which side an account normally stands.
NORMAL_SIDE = {
    Account.RECEIVABLE: "debit",
    Account.STATE_RECEIVABLE: "debit",
    Account.BANK: "debit",
    Account.INCOME: "credit",
    Account.STATE_INCOME: "credit",
    Account.UNALLOCATED: "credit",
    Account.HELD: "credit",
}


class UnbalancedEntry(ValueError):
    """Debits that are not credits, or fewer than two postings."""


class NotAnAmount(ValueError):
    """An amount that is not positive, or on both sides."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry, in minor units; ``association`` names whose part it is."""

    account: Account
    debit: int = 0
    credit: int = 0
    association: int | None = None

    def __post_init__(self) -> None:
        if min(self.debit, self.credit) != 0 or max(self.debit, self.credit) <= 0:
            raise NotAnAmount(f"{self.account}: debit {self.debit}, credit {self.credit}")

    def reversed(self) -> Posting:
        """Give the posting on the other side."""
        return Posting(self.account, self.credit, self.debit, self.association)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, once: ``reference`` is never posted twice. Refuses to exist out of balance.

    All postings are in the entry's one currency; ``UnknownCurrency`` where money has none such.

    >>> Entry("x", "x:1", date(2026, 4, 1), "PEN", (Posting(Account.BANK, debit=5),))
    Traceback (most recent call last):
    ayni.core.ledger.UnbalancedEntry: x:1: 1 postings, debits 5, credits 0
    """

    kind: str
    reference: str
    day: date
    currency: str
    postings: tuple[Posting, ...]
    reverses: str | None = None

    def __post_init__(self) -> None:
        minor_digits(self.currency)
        debits = sum(posting.debit for posting in self.postings)
        credits = sum(posting.credit for posting in self.postings)
        if len(self.postings) < 2 or debits != credits:
            found = f"{len(self.postings)} postings, debits {debits}, credits {credits}"
            raise UnbalancedEntry(f"{self.reference}: {found}")


def reverse(entry: Entry, *, day: date) -> Entry:
    """Undo an entry: the same postings on the other side, under its own reference."""
    return Entry(
        kind=entry.kind,
        reference=f"{entry.reference}:reversal",
        day=day,
        currency=entry.currency,
        postings=tuple(posting.reversed() for posting in entry.postings),
        reverses=entry.reference,
    )


def transfer(
    *,
    kind: str,
    reference: str,
    day: date,
    currency: str,
    debit: tuple[Account, int | None],
    credit: tuple[Account, int | None],
    amount: int,
) -> Entry:
    """Move an amount from one account (credit) to another (debit)."""
    return Entry(
        kind,
        reference,
        day,
        currency,
        (
            Posting(debit[0], debit=amount, association=debit[1]),
            Posting(credit[0], credit=amount, association=credit[1]),
        ),
    )


def notice_entry(
    *, notice: str, day: date, currency: str, association: int, due: int, state_due: int
) -> Entry:
    """Record a notice: what the association owes, and the State's share beside it.

    >>> entry = notice_entry(notice="AV-1", day=date(2026, 4, 1), currency="PEN", association=7,
    ...                      due=4520, state_due=5650)
    >>> [(p.account.value, p.debit, p.credit) for p in entry.postings][:2]
    [('contributions_receivable', 4520, 0), ('contribution_income', 0, 4520)]
    """
    pairs = (
        (Account.RECEIVABLE, Account.INCOME, due),
        (Account.STATE_RECEIVABLE, Account.STATE_INCOME, state_due),
    )
    postings = tuple(
        posting
        for debit, credit, amount in pairs
        if amount
        for posting in (
            Posting(debit, debit=amount, association=association),
            Posting(credit, credit=amount, association=association),
        )
    )
    return Entry("notice", f"notice:{notice}", day, currency, postings)


def receipt_entry(
    *, receipt: str, day: date, currency: str, association: int | None, amount: int
) -> Entry:
    """Record money that came in, before anybody knows what for."""
    return transfer(
        kind="receipt",
        reference=f"receipt:{receipt}",
        day=day,
        currency=currency,
        debit=(Account.BANK, None),
        credit=(Account.UNALLOCATED, association),
        amount=amount,
    )


def allocation_entry(
    *,
    reference: str,
    day: date,
    currency: str,
    association: int,
    payer: int | None,
    amount: int,
    held: bool = False,
) -> Entry:
    """Give part of what came in to a notice of ``association``, or hold it on its account.

    ``payer`` is the association under which the receipt was recorded, if one was known.
    """
    target = Account.HELD if held else Account.RECEIVABLE
    side = {"credit": (target, association), "debit": (Account.UNALLOCATED, payer)}
    return transfer(
        kind="held" if held else "allocation",
        reference=reference,
        day=day,
        currency=currency,
        debit=side["debit"],
        credit=side["credit"],
        amount=amount,
    )


Owner = int | None


def balances(entries: Iterable[Entry]) -> dict[tuple[Account, Owner], int]:
    """Sum entries of one currency by account and association, debits less credits; zeros left out.

    Raises ``CurrencyMismatch`` where the entries are of several currencies.

    >>> day = date(2026, 4, 1)
    >>> notice = notice_entry(
    ...     notice="AV-1", day=day, currency="PEN", association=7, due=4520, state_due=0
    ... )
    >>> receipt = receipt_entry(receipt="1", day=day, currency="PEN", association=7, amount=5000)
    >>> paid, held = (
    ...     allocation_entry(
    ...         reference=f"receipt:1:{target}", day=day, currency="PEN", association=7, payer=7,
    ...         amount=amount, held=target == "held",
    ...     )
    ...     for target, amount in (("AV-1", 4520), ("held", 480))
    ... )
    >>> found = balances([notice, receipt, paid, held])
    >>> {account.value: amount for (account, _), amount in found.items()}
    {'contribution_income': -4520, 'bank': 5000, 'held_on_account': -480}
    """
    currencies: set[str] = set()
    sums: dict[tuple[Account, Owner], int] = {}
    for entry in entries:
        currencies.add(entry.currency)
        for posting in entry.postings:
            key = (posting.account, posting.association)
            sums[key] = sums.get(key, 0) + posting.debit - posting.credit
    if len(currencies) > 1:
        raise CurrencyMismatch(" + ".join(sorted(currencies)))
    return {key: amount for key, amount in sums.items() if amount}
