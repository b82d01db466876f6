"""Reads of the collection room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.sql.frames import one, read_frame, rows
from ayni.core.actor import Actor, Scope
from ayni.core.collection import Receipt as ReceiptToUndo


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that still owes."""

    id: int
    association: int
    adhesion: int
    month: int
    number: str
    reference: str
    payer_name: str
    payer_number: str | None
    currency: str
    due: int
    paid: int


_PAID = (
    "(SELECT coalesce(sum(d.amount), 0)::bigint FROM collection_disposition d"
    " WHERE d.notice = n.id AND d.kind = 'allocated')"
)


def open_notices(*, actor: Actor) -> list[OpenNotice]:
    """List all notices with what was paid on them, oldest first (a paid one takes no more)."""
    found = rows(
        "SELECT n.id, n.association, n.adhesion, n.month, n.number, n.reference, a.name, a.tax_number,"
        f" n.currency, n.due, {_PAID} FROM assessment_notice n"
        " JOIN alliance_association a ON a.id = n.payer WHERE n.institution = %s ORDER BY n.month, n.id",
        (actor.institution,),
    )
    return [OpenNotice(*row) for row in found]


def paid_by_notice(*, actor: Actor, association: int | None = None) -> dict[int, int]:
    """Give what was paid on each notice the actor may see."""
    found = rows(
        "SELECT notice, sum(amount)::bigint FROM collection_disposition WHERE institution = %s"
        " AND kind = 'allocated' AND (%s::int IS NULL OR association = %s) GROUP BY notice",
        (actor.institution, association, association),
    )
    return dict(found)


def known_keys(*, actor: Actor, keys: Sequence[str]) -> set[str]:
    """Give which bank lines are known already."""
    found = rows(
        "SELECT natural_key FROM collection_bank_entry WHERE institution = %s AND natural_key = ANY(%s)",
        (actor.institution, list(keys)),
    )
    return {key for (key,) in found}


OPEN_LINE = {
    "month": pl.Int32,
    "adhesion": pl.Int32,
    "association": pl.Int32,
    "family": pl.Int64,
    "part": pl.Int16,
    "insured": pl.Int64,
    "scheme": pl.Int32,
    "position": pl.Int32,
    "due": pl.Int64,
    "open": pl.Int64,
}


def open_lines(*, actor: Actor, notices: Sequence[OpenNotice]) -> pl.DataFrame:
    """Give the lines of some notices with what each still owes."""
    return read_frame(
        "SELECT l.month, l.adhesion, l.association, l.family, l.part, l.insured, g.scheme, l.position,"
        " l.due, l.due - coalesce(b.paid, 0) FROM assessment_line l"
        # a notice may be named by several payments; its lines are given once
        " JOIN (SELECT DISTINCT * FROM unnest(%s::int[], %s::int[]) u(adhesion, month)) w"
        " ON w.adhesion = l.adhesion AND w.month = l.month"
        " JOIN alliance_adhesion h ON h.id = l.adhesion JOIN alliance_agreement g ON g.id = h.agreement"
        " LEFT JOIN collection_line_balance b ON b.month = l.month AND b.adhesion = l.adhesion"
        " AND b.family = l.family AND b.part = l.part WHERE l.institution = %s",
        ([n.adhesion for n in notices], [n.month for n in notices], actor.institution),
        schema=OPEN_LINE,
    )


_LAST_MONEY = {
    "month": pl.Int32,
    "adhesion": pl.Int32,
    "family": pl.Int64,
    "part": pl.Int16,
    "last_day": pl.Date,
}


def last_money(*, actor: Actor, lines: pl.DataFrame) -> pl.DataFrame:
    """Give the value date of the latest money on each of some lines that was not taken back."""
    return read_frame(
        "SELECT a.month, a.adhesion, a.family, a.part, max(d.day) FROM collection_allocation a"
        " JOIN (SELECT DISTINCT * FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::smallint[])"
        " u(month, adhesion, family, part)) w USING (month, adhesion, family, part)"
        " JOIN collection_disposition d ON d.id = a.disposition WHERE a.institution = %s AND a.amount > 0"
        " AND NOT EXISTS (SELECT 1 FROM collection_disposition x WHERE x.undoes = d.id)"
        " GROUP BY 1, 2, 3, 4",
        (
            *(lines[name].to_list() for name in ("month", "adhesion", "family", "part")),
            actor.institution,
        ),
        schema=_LAST_MONEY,
    )


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a part of a receipt was given to."""

    id: int
    receipt: int
    association: int
    kind: str
    notice: int | None
    amount: int
    day: date
    ledger_entry: int


def receipt_ledger_entry(*, actor: Actor, receipt: int) -> int:
    """Give the ledger entry of a receipt."""
    found = rows(
        "SELECT ledger_entry FROM collection_receipt WHERE institution = %s AND id = %s",
        (actor.institution, receipt),
    )
    return int(found[0][0])


def receipt_of_reference(
    *, actor: Actor, bank_reference: str, amount: int, currency: str
) -> tuple[int, int | None, int] | None:
    """Find the receipt that a bank reference names, if it was not taken back: id, association, amount.

    A bank may use a reference again: the sum and the currency tell which, among equal ones the last.
    """
    found = rows(
        "SELECT r.id, r.association, r.amount FROM collection_receipt r"
        " JOIN collection_bank_entry e ON e.id = r.bank_entry"
        " LEFT JOIN collection_reversal v ON v.receipt = r.id"
        " WHERE r.institution = %s AND e.bank_reference = %s AND r.amount = %s AND r.currency = %s"
        " AND v.receipt IS NULL ORDER BY r.id DESC LIMIT 1",
        (actor.institution, bank_reference, amount, currency),
    )
    return (int(found[0][0]), found[0][1], int(found[0][2])) if found else None


def dispositions_in_force(*, actor: Actor, receipt: int) -> list[Disposition]:
    """List what a receipt was given to and has not been taken back."""
    found = rows(
        "SELECT d.id, d.receipt, d.association, d.kind, d.notice, d.amount, d.day, d.ledger_entry"
        " FROM collection_disposition d WHERE d.institution = %s AND d.receipt = %s AND d.amount > 0"
        " AND NOT EXISTS (SELECT 1 FROM collection_disposition u WHERE u.undoes = d.id) ORDER BY d.id",
        (actor.institution, receipt),
    )
    return [Disposition(*row) for row in found]


ALLOCATED = {
    "association": pl.Int32,
    "disposition": pl.Int64,
    "month": pl.Int32,
    "adhesion": pl.Int32,
    "family": pl.Int64,
    "part": pl.Int16,
    "amount": pl.Int64,
    "due": pl.Int64,
    "insured": pl.Int64,
    "scheme": pl.Int32,
}


def allocations(*, actor: Actor, dispositions: Sequence[int]) -> pl.DataFrame:
    """Give the allocations of some dispositions, with their lines."""
    return read_frame(
        "SELECT a.association, a.disposition, a.month, a.adhesion, a.family, a.part, a.amount, l.due,"
        " l.insured, g.scheme FROM collection_allocation a"
        " JOIN assessment_line l USING (month, adhesion, family, part)"
        " JOIN alliance_adhesion h ON h.id = a.adhesion JOIN alliance_agreement g ON g.id = h.agreement"
        " WHERE a.institution = %s AND a.disposition = ANY(%s)",
        (actor.institution, list(dispositions)),
        schema=ALLOCATED,
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received and what of it is given."""

    id: int
    association: int | None
    payer: str
    amount: int
    currency: str
    value_on: date
    reference_text: str
    decision: str
    reason: str
    allocated: int
    held: int
    reversed: int

    @property
    def unallocated(self) -> int:
        """Give what nobody has been given yet."""
        return self.amount - self.reversed - self.allocated - self.held


def receipts(*, actor: Actor, association: int | None = None, limit: int = 200) -> list[Receipt]:
    """List receipts the actor may see, newest first."""
    given = (
        "coalesce((SELECT sum(d.amount) FROM collection_disposition d"
        " WHERE d.receipt = r.id AND d.kind = '{}'), 0)::bigint"
    )
    found = rows(
        "SELECT r.id, r.association, coalesce(e.payer, ''), r.amount, r.currency, r.value_on,"
        " coalesce(e.reference_text, ''), coalesce(e.decision, ''), coalesce(e.reason, ''),"
        f" {given.format('allocated')}, {given.format('held')},"
        " coalesce((SELECT v.amount FROM collection_reversal v WHERE v.receipt = r.id), 0)::bigint"
        " FROM collection_receipt r LEFT JOIN collection_bank_entry e ON e.id = r.bank_entry"
        " WHERE r.institution = %s AND (%s::int IS NULL OR r.association = %s)"
        " ORDER BY r.value_on DESC, r.id DESC LIMIT %s",
        (actor.institution, association, association, limit),
    )
    return [Receipt(*row) for row in found]


def receipts_to_undo(*, actor: Actor) -> dict[str, ReceiptToUndo]:
    """Give the receipts a bank may take back, by bank reference, with where their money went."""
    found = rows(
        "SELECT e.bank_reference, r.amount, r.currency, e.payer, e.payer_number, r.association,"
        " v.receipt IS NOT NULL,"
        " coalesce(array_agg(d.notice ORDER BY d.id) FILTER (WHERE d.kind = 'allocated'), '{}'),"
        " coalesce(array_agg(d.amount ORDER BY d.id) FILTER (WHERE d.kind = 'allocated'), '{}'),"
        " coalesce(sum(d.amount) FILTER (WHERE d.kind = 'held'), 0)::bigint"
        " FROM collection_receipt r JOIN collection_bank_entry e ON e.id = r.bank_entry"
        " LEFT JOIN collection_reversal v ON v.receipt = r.id"
        " LEFT JOIN collection_disposition d ON d.receipt = r.id AND d.amount > 0"
        " WHERE r.institution = %s AND e.bank_reference <> ''"
        " GROUP BY r.id, e.id, v.receipt ORDER BY r.id",
        (actor.institution,),
    )
    return {
        row[0]: ReceiptToUndo(
            bank_reference=row[0],
            amount=row[1],
            currency=row[2],
            payer=row[3],
            payer_number=row[4],
            association=row[5],
            reversed=row[6],
            shares=tuple(zip(row[7], row[8], strict=True)),
            held=row[9],
        )
        for row in found
    }


@dataclass(frozen=True, slots=True)
class ToPay:
    """A notice of another association that the actor's association pays: sums, no person."""

    id: int
    association: int
    association_name: str
    month: int
    number: str
    reference: str
    families: int
    persons: int
    due: int
    paid: int
    currency: str
    issued_on: date
    due_on: date
    has_pdf: bool

    @property
    def open(self) -> int:
        """Give what is still owed."""
        return self.due - self.paid


def to_pay(*, actor: Actor) -> list[ToPay]:
    """List the notices of others whose payer the actor's association is, newest month first."""
    if actor.scope is not Scope.ASSOCIATION:
        return []
    return [ToPay(*row) for row in rows("SELECT * FROM collection_to_pay()")]


def paper_to_pay(*, actor: Actor, notice: int) -> tuple[str, str, bytes] | None:
    """Give name, media type and content of the PDF of a notice that the actor's association pays."""
    if actor.scope is not Scope.ASSOCIATION:
        return None
    found = one("SELECT * FROM collection_paper_to_pay(%s)", (notice,))
    return None if found is None else (found[0], found[1], bytes(found[2]))
