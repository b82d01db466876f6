"""Read a statement, record what came in, give it to lines, credit the months that are paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ayni.adapters.bankfiles import Statement, read_statement
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.collection import actions as collection
from ayni.apps.collection import queries as collections
from ayni.apps.collection.actions import BankLine, Given, NewStatement
from ayni.apps.document import actions as document
from ayni.apps.ledger import actions as ledger
from ayni.core.actor import Actor, Role
from ayni.core.collection import (
    APPLIES,
    BankEntry,
    Decision,
    NoticeToPay,
    decide,
    in_time,
)
from ayni.core.ledger import Entry, allocation_entry, receipt_entry
from ayni.cycle import part_payments
from ayni.cycle.entitling import credit_settled, refresh_cover, withdraw
from ayni.cycle.reversing import take_back


@dataclass(frozen=True, slots=True)
class Imported:
    """What a statement file did. Money in minor units of the institution's currency."""

    name: str
    statements: int
    entries: int
    taken: int
    repeated: int
    received: int
    allocated: int
    held: int
    reversed: int
    months_credited: int
    decisions: dict[str, int] = field(default_factory=dict)

    @property
    def unallocated(self) -> int:
        """Give what came in and is nobody's yet."""
        return self.received - self.reversed - self.allocated - self.held


@dataclass(frozen=True, slots=True)
class _Paid:
    """A receipt about to be given to notices."""

    receipt: int
    entry: BankEntry
    decision: Decision


def import_statement(*, actor: Actor, name: str, content: bytes) -> Imported:
    """Take a bank file, all of it or nothing. The same lines in any file have one effect."""
    actor.require(Role.COLLECTION)
    read = read_statement(name=name, content=content)
    runner = actor.because(f"estado de cuenta {name}")
    with acting(runner):
        kept = document.keep(
            actor=runner,
            association=None,
            kind="statement",
            name=name,
            media_type="application/xml",
            content=content,
        )
        return _take(runner, name=name, document=kept, statements=read.statements)


def _take(actor: Actor, *, name: str, document: int, statements: Sequence[Statement]) -> Imported:
    entries = [entry for statement in statements for entry in statement.entries]
    keys = [entry.natural_key for entry in entries]
    known = frozenset(collections.known_keys(actor=actor, keys=keys))
    decisions = decide(
        entries,
        notices=_notices(actor),
        known_keys=known,
        receipts=collections.receipts_to_undo(actor=actor),
    )
    decided = dict(zip(map(id, entries), decisions, strict=True))
    numbers: dict[str, int] = {}
    for statement in statements:
        numbers |= _record(actor, document=document, statement=statement, decided=decided)
    taken = [e for e in entries if decided[id(e)].kind != "do_not_apply_again"]
    work = _Work(actor, currency=access.institution(actor=actor).currency)
    for entry in (taken[place] for place in in_time(taken)):
        work.take(entry, decision=decided[id(entry)], bank_entry=numbers[entry.natural_key])
    work.finish()
    counted: dict[str, int] = {}
    for decision in decisions:
        counted[decision.kind] = counted.get(decision.kind, 0) + 1
    return Imported(
        name=name,
        statements=len(statements),
        entries=len(entries),
        taken=len(taken),
        repeated=len(entries) - len(taken),
        received=work.received,
        allocated=work.allocated,
        held=work.held,
        reversed=work.reversed,
        months_credited=work.credited,
        decisions=dict(sorted(counted.items())),
    )


def _notices(actor: Actor) -> list[NoticeToPay]:
    return [
        NoticeToPay(
            id=n.id,
            association=n.association,
            month=n.month,
            number=n.number,
            reference=n.reference,
            payer_name=n.payer_name,
            payer_number=n.payer_number,
            currency=n.currency,
            due=n.due,
            paid=n.paid,
        )
        for n in collections.open_notices(actor=actor)
    ]


def _record(
    actor: Actor, *, document: int, statement: Statement, decided: dict[int, Decision]
) -> dict[str, int]:
    if collection.known_statement(
        document=document, account=statement.account, number=statement.number
    ):
        return {}
    new = [e for e in statement.entries if decided[id(e)].kind != "do_not_apply_again"]
    return collection.record(
        actor=actor,
        statement=NewStatement(
            document=document,
            account=statement.account,
            number=statement.number,
            currency=statement.currency,
            starts=statement.starts,
            ends=statement.ends,
            opening=statement.opening,
            closing=statement.closing,
        ),
        taken=[_line(entry, decision=decided[id(entry)]) for entry in new],
        repeated=len(statement.entries) - len(new),
    )


def _line(entry: BankEntry, *, decision: Decision) -> BankLine:
    return BankLine(
        natural_key=entry.natural_key,
        amount=entry.amount,
        currency=entry.currency,
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        payer=entry.payer or "",
        payer_number=entry.payer_number or "",
        reference_text=entry.reference_text or "",
        bank_reference=entry.bank_reference or "",
        decision=decision.kind,
        reason=decision.reason,
    )


class _Work:
    """Takes lines in order; gives payments out together, up to the next reversal."""

    def __init__(self, actor: Actor, *, currency: str) -> None:
        self.actor = actor
        self.currency = currency
        self.pending: list[_Paid] = []
        self.touched: set[tuple[int, int]] = set()
        self.received = self.allocated = self.held = self.reversed = self.credited = 0

    def take(self, entry: BankEntry, *, decision: Decision, bank_entry: int) -> None:
        """Take one line of the bank."""
        if decision.kind == "reverse":
            self.flush()
            self._reverse(entry, decision=decision, bank_entry=bank_entry)
        elif entry.amount > 0 and decision.kind != "ignore":
            receipt = self._receive(entry, decision=decision, bank_entry=bank_entry)
            if decision.kind in APPLIES:
                self.pending.append(_Paid(receipt, entry, decision))

    def finish(self) -> None:
        """Give out what waits, then derive cover for whoever was touched."""
        self.flush()
        refresh_cover(actor=self.actor, touched=self.touched)

    def flush(self) -> None:
        """Give the waiting receipts to their notices in one pass."""
        if self.pending:
            given = _Giving(self.actor, currency=self.currency, paid=self.pending).give()
            self.allocated += given.allocated
            self.held += given.held
            self.credited += given.credited
            self.touched |= given.touched
        self.pending = []

    def _receive(self, entry: BankEntry, *, decision: Decision, bank_entry: int) -> int:
        posted = ledger.post(
            actor=self.actor,
            entries=[
                receipt_entry(
                    receipt=str(bank_entry),
                    day=entry.value_on,
                    currency=entry.currency,
                    association=decision.association,
                    amount=entry.amount,
                )
            ],
        )
        if entry.currency == self.currency:
            self.received += entry.amount
        return collection.receive(
            actor=self.actor,
            bank_entry=bank_entry,
            association=decision.association,
            line=_line(entry, decision=decision),
            ledger_entry=posted[0],
        )

    def _reverse(self, entry: BankEntry, *, decision: Decision, bank_entry: int) -> None:
        undone = take_back(
            actor=self.actor,
            reference=decision.reverses or "",
            amount=-entry.amount,
            currency=entry.currency,
            day=entry.value_on,
            bank_entry=bank_entry,
        )
        if undone is None:  # the bank took back what never was a contribution
            return
        self.reversed += undone.amount
        self.allocated -= undone.allocated
        self.held -= undone.held
        self.touched |= withdraw(actor=self.actor, undone=undone.dispositions)


@dataclass(frozen=True, slots=True)
class _GivenOut:
    allocated: int
    held: int
    credited: int
    touched: set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a receipt on its way: to a notice, or held."""

    paid: _Paid
    notice: collections.OpenNotice | None
    association: int
    amount: int


class _Giving:
    """Gives several receipts to several notices in one pass."""

    def __init__(self, actor: Actor, *, currency: str, paid: Sequence[_Paid]) -> None:
        self.actor = actor
        self.currency = currency
        notices = {n.id: n for n in collections.open_notices(actor=actor)}
        self.parts = [part for one in paid for part in _parts(one, notices=notices)]

    def give(self) -> _GivenOut:
        """Write dispositions, allocations, balances and credited months."""
        posted = ledger.post(actor=self.actor, entries=[self._entry(p) for p in self.parts])
        numbers = [
            collection.give(actor=self.actor, given=_given(part, ledger_entry=number))
            for part, number in zip(self.parts, posted, strict=True)
        ]
        amounts = _amounts(self.parts, dispositions=numbers)
        lines = collections.open_lines(
            actor=self.actor, notices=[p.notice for p in self.parts if p.notice is not None]
        )
        allocated = part_payments.allocated(actor=self.actor, lines=lines, amounts=amounts)
        collection.allocate(actor=self.actor, allocations=allocated)
        settled = _settled(self.actor, allocated=allocated, amounts=amounts)
        credited, touched = credit_settled(actor=self.actor, settled=settled)
        return _GivenOut(
            allocated=sum(p.amount for p in self.parts if p.notice is not None),
            held=sum(p.amount for p in self.parts if p.notice is None),
            credited=credited,
            touched=touched,
        )

    def _entry(self, part: _Part) -> Entry:
        target = part.notice.number if part.notice else "held"
        return allocation_entry(
            reference=f"receipt:{part.paid.receipt}:{target}",
            day=part.paid.entry.value_on,
            currency=self.currency,
            association=part.association,
            payer=part.paid.decision.association,
            amount=part.amount,
            held=part.notice is None,
        )


def _parts(one: _Paid, *, notices: dict[int, collections.OpenNotice]) -> list[_Part]:
    found = [
        _Part(one, notices[notice], notices[notice].association, amount)
        for notice, amount in one.decision.shares
    ]
    if one.decision.held:
        owner = one.decision.association or found[0].association
        found.append(_Part(one, None, owner, one.decision.held))
    return found


def _given(part: _Part, *, ledger_entry: int) -> Given:
    return Given(
        receipt=part.paid.receipt,
        association=part.association,
        kind="held" if part.notice is None else "allocated",
        notice=part.notice.id if part.notice else None,
        amount=part.amount,
        day=part.paid.entry.value_on,
        ledger_entry=ledger_entry,
    )


def _settled(actor: Actor, *, allocated: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """Give the lines now paid in full, with the day on which the last of their money came.

    Files come in any order: what completes a line may have come to the bank before another part of it.
    """
    settled = allocated.filter(pl.col("settled")).join(
        amounts.select("disposition", "counts_from"), on="disposition", how="inner"
    )
    in_parts = settled.filter(pl.col("amount") < pl.col("due"))
    if in_parts.is_empty():
        return settled
    last = collections.last_money(actor=actor, lines=in_parts)
    return settled.join(last, on=["month", "adhesion", "family", "part"], how="left").with_columns(
        counts_from=pl.max_horizontal("counts_from", "last_day")
    )


_AMOUNTS = {
    "adhesion": pl.Int32,
    "month": pl.Int32,
    "amount": pl.Int64,
    "disposition": pl.Int64,
    "counts_from": pl.Date,
}


def _amounts(parts: Sequence[_Part], *, dispositions: Sequence[int]) -> pl.DataFrame:
    found: list[tuple[int, int, int, int, date]] = [
        (part.notice.adhesion, part.notice.month, part.amount, number, part.paid.entry.value_on)
        for part, number in zip(parts, dispositions, strict=True)
        if part.notice is not None
    ]
    return pl.DataFrame(found, schema=_AMOUNTS, orient="row")
