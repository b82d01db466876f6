"""Undo a payment the bank took back: reversal entries, negative allocations, nothing deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.collection import actions as collection
from ayni.apps.collection import queries as collections
from ayni.apps.collection.actions import Given
from ayni.apps.collection.queries import Disposition
from ayni.apps.ledger import actions as ledger
from ayni.apps.ledger import queries as ledgers
from ayni.core.actor import Actor
from ayni.core.ledger import reverse


@dataclass(frozen=True, slots=True)
class Undone:
    """A receipt taken back; ``dispositions`` pairs each part undone with the row that undoes it."""

    amount: int
    allocated: int
    held: int
    dispositions: list[tuple[int, int]]


def take_back(
    *, actor: Actor, reference: str, amount: int, currency: str, day: date, bank_entry: int
) -> Undone | None:
    """Undo the receipt of this sum that a bank reference names; nothing when none was received."""
    found = collections.receipt_of_reference(
        actor=actor, bank_reference=reference, amount=amount, currency=currency
    )
    if found is None:
        return None
    receipt, _, _ = found
    given = collections.dispositions_in_force(actor=actor, receipt=receipt)
    pairs = [(one.id, _undo(actor, one, day=day)) for one in given]
    _give_back(actor, given=given, pairs=dict(pairs))
    _reverse_receipt(actor, receipt=receipt, day=day, bank_entry=bank_entry, amount=amount)
    return Undone(
        amount=amount,
        allocated=sum(one.amount for one in given if one.kind == "allocated"),
        held=sum(one.amount for one in given if one.kind == "held"),
        dispositions=[pair for pair, one in zip(pairs, given, strict=True) if one.notice],
    )


def _undo(actor: Actor, one: Disposition, *, day: date) -> int:
    original = ledgers.entry(actor=actor, number=one.ledger_entry)
    posted = ledger.post(actor=actor, entries=[reverse(original, day=day)])
    return collection.give(
        actor=actor,
        given=Given(
            receipt=one.receipt,
            association=one.association,
            kind=one.kind,
            notice=one.notice,
            amount=-one.amount,
            day=day,
            ledger_entry=posted[0],
            undoes=one.id,
        ),
    )


def _give_back(actor: Actor, *, given: Sequence[Disposition], pairs: dict[int, int]) -> None:
    allocated = collections.allocations(actor=actor, dispositions=[one.id for one in given])
    undoing = pl.DataFrame(
        {"disposition": list(pairs), "undoing": list(pairs.values())},
        schema={"disposition": pl.Int64, "undoing": pl.Int64},
    )
    collection.allocate(
        actor=actor,
        allocations=allocated.join(undoing, on="disposition").with_columns(
            disposition=pl.col("undoing"), amount=-pl.col("amount")
        ),
    )


def _reverse_receipt(
    actor: Actor, *, receipt: int, day: date, bank_entry: int, amount: int
) -> None:
    original = ledgers.entry(
        actor=actor, number=collections.receipt_ledger_entry(actor=actor, receipt=receipt)
    )
    posted = ledger.post(actor=actor, entries=[reverse(original, day=day)])
    collection.reverse(
        actor=actor,
        receipt=receipt,
        bank_entry=bank_entry,
        amount=amount,
        ledger_entry=posted[0],
    )
