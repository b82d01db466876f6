"""Natural keys: by what one movement is known again in another file.

1. With a bank reference: (account, reference, operation, amount). The amount is in the key because
   banks reuse a reference for the charge on a payment; a line printed twice has one key.
2. Without a reference but with an operation number: (account, day, operation, amount).
3. Otherwise, and for payments of one batch that share its reference: (account, reference, day,
   amount, payer, text, and which of the alike ones of that day in this file it is). So the order of
   lines does not count, an overlapping file brings nothing twice, and two true payments alike stay
   two. It holds while a file has whole days: halves of one day in two files cannot be told apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ayni.core.collection import BankEntry

Content = tuple[str, ...]


def with_natural_keys(entries: Sequence[BankEntry]) -> list[BankEntry]:
    """Give every entry of one file its natural key.

    An empty ``bank_reference`` and ``operation`` mean that the bank gave none.
    """
    shared = _shared_in_batches(entries)
    alike: Counter[Content] = Counter()
    keyed: list[BankEntry] = []
    for entry in entries:
        parts = _own_numbers(entry) if _reference(entry) not in shared else None
        if parts is None:
            content = _content(entry)
            alike[content] += 1
            parts = (*content, str(alike[content]))
        keyed.append(replace(entry, natural_key=_digest(parts)))
    return keyed


def _shared_in_batches(entries: Sequence[BankEntry]) -> set[Content]:
    """Find references that several payments of one batch carry, or that are the batch's own."""
    batched = [entry for entry in entries if entry.batch_of]
    times = Counter(_reference(entry) for entry in _once_each_batch_line(batched))
    return {reference for reference, number in times.items() if number > 1} | {
        _reference(entry) for entry in batched if _is_batchs_own(entry)
    }


def _once_each_batch_line(batched: Sequence[BankEntry]) -> list[BankEntry]:
    """Leave out a batch printed again: its payments are the same ones, not alike ones."""
    places: Counter[Content] = Counter()
    first: list[BankEntry] = []
    previous: str | None = None
    number = 0
    for entry in batched:
        if entry.batch_of != previous or entry.number != number + 1:
            places[(entry.account, entry.batch_of or "")] += 1
        previous, number = entry.batch_of, entry.number
        if places[(entry.account, entry.batch_of or "")] == 1:
            first.append(entry)
    return first


def _is_batchs_own(entry: BankEntry) -> bool:
    return entry.bank_reference == entry.batch_of and not entry.operation


def _reference(entry: BankEntry) -> Content:
    return (entry.account, entry.bank_reference, entry.operation)


def _own_numbers(entry: BankEntry) -> Content | None:
    amount = str(entry.amount)
    if entry.bank_reference:
        return ("reference", *_reference(entry), amount)
    if entry.operation:
        return ("operation", entry.account, entry.booked_on.isoformat(), entry.operation, amount)
    return None


def _content(entry: BankEntry) -> Content:
    return (
        "content",
        entry.account,
        entry.bank_reference,
        entry.booked_on.isoformat(),
        str(entry.amount),
        entry.payer or "",
        entry.payer_number or "",
        entry.reference_text or "",
    )


def _digest(parts: Content) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
