"""Reads of the ledger: trial balance and control accounts."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor
from ayni.core.ledger import Account, Entry, Posting


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's sums in one currency."""

    account: str
    currency: str
    debit: int
    credit: int


def trial_balance(*, actor: Actor) -> list[Balance]:
    """Sum every account; debits and credits agree per currency."""
    found = rows(
        "SELECT a.code, e.currency, sum(p.debit)::bigint, sum(p.credit)::bigint FROM ledger_posting p"
        " JOIN ledger_entry e ON e.id = p.ledger_entry JOIN ledger_account a ON a.id = p.account"
        " WHERE p.institution = %s GROUP BY 1, 2 ORDER BY 2, 1",
        (actor.institution,),
    )
    return [Balance(*row) for row in found]


def entry(*, actor: Actor, number: int) -> Entry:
    """Give an entry as it was posted, or refuse."""
    head = one(
        "SELECT kind, reference, day, currency FROM ledger_entry WHERE institution = %s AND id = %s",
        (actor.institution, number),
    )
    if head is None:
        raise LookupError(f"no ledger entry {number}")
    postings = rows(
        "SELECT a.code, p.debit, p.credit, p.association FROM ledger_posting p"
        " JOIN ledger_account a ON a.id = p.account WHERE p.ledger_entry = %s ORDER BY p.id",
        (number,),
    )
    return Entry(
        kind=head[0],
        reference=head[1],
        day=head[2],
        currency=head[3],
        postings=tuple(
            Posting(Account(code), debit, credit, association)
            for code, debit, credit, association in postings
        ),
    )
