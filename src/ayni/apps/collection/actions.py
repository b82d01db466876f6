"""Writes of the collection room: what the bank says, what was received, what it was given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.sql.frames import execute, read_frame, rows, stage_frame, value
from ayni.core.actor import Actor


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of a statement with what was decided about it."""

    natural_key: str
    amount: int
    currency: str
    booked_on: date
    value_on: date
    payer: str
    payer_number: str
    reference_text: str
    bank_reference: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement as its file tells it."""

    document: int
    account: str
    number: str
    currency: str
    starts: date | None
    ends: date | None
    opening: int
    closing: int


def known_statement(*, document: int, account: str, number: str) -> int | None:
    """Find a statement taken before from the same file."""
    found = rows(
        "SELECT id FROM collection_statement WHERE document = %s AND account = %s AND number = %s",
        (document, account, number),
    )
    return int(found[0][0]) if found else None


def record(
    *, actor: Actor, statement: NewStatement, taken: Sequence[BankLine], repeated: int
) -> dict[str, int]:
    """Write a statement and the lines that are new; gives their numbers by natural key.

    ``repeated`` counts lines already known from another file: they have no second effect.
    """
    number = int(
        value(
            "INSERT INTO collection_statement (institution, document, account, number, currency, starts,"
            " ends, opening, closing, entries, taken, repeated)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                statement.document,
                statement.account,
                statement.number,
                statement.currency,
                statement.starts,
                statement.ends,
                statement.opening,
                statement.closing,
                len(taken) + repeated,
                len(taken),
                repeated,
            ),
        )
    )
    return {
        line.natural_key: _write_line(actor=actor, statement=number, line=line) for line in taken
    }


def _write_line(*, actor: Actor, statement: int, line: BankLine) -> int:
    return int(
        value(
            "INSERT INTO collection_bank_entry (institution, statement, natural_key, amount, currency,"
            " booked_on, value_on, payer, payer_number, reference_text, bank_reference, decision, reason)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                statement,
                line.natural_key,
                line.amount,
                line.currency,
                line.booked_on,
                line.value_on,
                line.payer,
                line.payer_number,
                line.reference_text,
                line.bank_reference,
                line.decision,
                line.reason,
            ),
        )
    )


def receive(
    *, actor: Actor, bank_entry: int, association: int | None, line: BankLine, ledger_entry: int
) -> int:
    """Record money received; gives the receipt."""
    return int(
        value(
            "INSERT INTO collection_receipt (institution, association, bank_entry, amount, currency,"
            " value_on, ledger_entry) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                association,
                bank_entry,
                line.amount,
                line.currency,
                line.value_on,
                ledger_entry,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A part of a receipt given to something; ``undoes`` names the row it takes back."""

    receipt: int
    association: int
    kind: str
    notice: int | None
    amount: int
    day: date
    ledger_entry: int
    undoes: int | None = None


def give(*, actor: Actor, given: Given) -> int:
    """Record what part of a receipt was given to; gives the disposition."""
    return int(
        value(
            "INSERT INTO collection_disposition (institution, association, receipt, kind, notice, amount,"
            " undoes, day, ledger_entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                given.association,
                given.receipt,
                given.kind,
                given.notice,
                given.amount,
                given.undoes,
                given.day,
                given.ledger_entry,
            ),
        )
    )


_ALLOCATION = {
    "association": "int",
    "disposition": "bigint",
    "month": "int",
    "adhesion": "int",
    "family": "bigint",
    "part": "smallint",
    "amount": "bigint",
    "due": "bigint",
}


def allocate(*, actor: Actor, allocations: pl.DataFrame) -> int:
    """Write what each line takes (``_ALLOCATION`` columns) and move the lines' balances; gives the rows.

    A negative amount gives back. The database refuses a line that would take more than it owes.
    """
    if allocations.is_empty():
        return 0
    stage_frame(allocations.select(list(_ALLOCATION)), name="stage_allocation", types=_ALLOCATION)
    written = execute(
        "INSERT INTO collection_allocation (institution, association, disposition, month, adhesion, family,"
        " part, amount) SELECT %s, association, disposition, month, adhesion, family, part, amount"
        " FROM stage_allocation",
        (actor.institution,),
    )
    # What gives back finds its balance there; an upsert would check the negative row first.
    execute(
        "UPDATE collection_line_balance b SET paid = b.paid + g.amount"
        " FROM (SELECT month, adhesion, family, part, sum(amount) AS amount FROM stage_allocation"
        " WHERE amount < 0 GROUP BY 1, 2, 3, 4) g WHERE (b.month, b.adhesion, b.family, b.part)"
        " = (g.month, g.adhesion, g.family, g.part)"
    )
    execute(
        "INSERT INTO collection_line_balance AS b (institution, association, month, adhesion, family, part,"
        " due, paid) SELECT %s, association, month, adhesion, family, part, max(due), sum(amount)"
        " FROM stage_allocation WHERE amount > 0 GROUP BY 2, 3, 4, 5, 6 ORDER BY 3, 4, 5, 6"
        " ON CONFLICT (month, adhesion, family, part) DO UPDATE SET paid = b.paid + excluded.paid",
        (actor.institution,),
    )
    return written


def reverse(*, actor: Actor, receipt: int, bank_entry: int, amount: int, ledger_entry: int) -> None:
    """Record that the bank took a receipt back."""
    execute(
        "INSERT INTO collection_reversal (receipt, institution, association, bank_entry, amount,"
        " ledger_entry) SELECT id, %s, association, %s, %s, %s FROM collection_receipt WHERE id = %s",
        (actor.institution, bank_entry, amount, ledger_entry, receipt),
    )


_BALANCE = {
    "association": pl.Int32,
    "month": pl.Int32,
    "adhesion": pl.Int32,
    "family": pl.Int64,
    "part": pl.Int16,
    "due": pl.Int64,
    "paid": pl.Int64,
}


def balance_differences(*, actor: Actor) -> pl.DataFrame:
    """Give the rows in which the balances kept differ from the sums of allocations."""
    columns = ", ".join(_BALANCE)
    kept = read_frame(
        f"SELECT {columns} FROM collection_line_balance WHERE institution = %s AND paid <> 0",
        (actor.institution,),
        schema=_BALANCE,
    )
    summed = read_frame(
        "SELECT a.association, a.month, a.adhesion, a.family, a.part, l.due, sum(a.amount)::bigint"
        " FROM collection_allocation a JOIN assessment_line l USING (month, adhesion, family, part)"
        " WHERE a.institution = %s GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(a.amount) <> 0",
        (actor.institution,),
        schema=_BALANCE,
    )
    keys = list(_BALANCE)
    return pl.concat(
        [kept.join(summed, on=keys, how="anti"), summed.join(kept, on=keys, how="anti")]
    )


def rebuild(*, actor: Actor) -> int:
    """Write the balances anew from the allocations; gives how many rows differed."""
    different = balance_differences(actor=actor)
    if different.is_empty():
        return 0
    execute("DELETE FROM collection_line_balance WHERE institution = %s", (actor.institution,))
    execute(
        "INSERT INTO collection_line_balance (institution, association, month, adhesion, family, part, due,"
        " paid) SELECT a.institution, a.association, a.month, a.adhesion, a.family, a.part, l.due,"
        " sum(a.amount) FROM collection_allocation a JOIN assessment_line l"
        " USING (month, adhesion, family, part) WHERE a.institution = %s GROUP BY 1, 2, 3, 4, 5, 6, 7",
        (actor.institution,),
    )
    return different.height
