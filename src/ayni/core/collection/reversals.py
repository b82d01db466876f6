"""Which entry a reversal undoes, and whether it may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ayni.core.collection.payers import bare, payer_key
from ayni.core.collection.values import BankEntry, Decision, Receipt


def link_reversals(entries: Sequence[BankEntry]) -> list[BankEntry]:
    """Fill ``reversal_of`` of reversals whose original happened before, and only one.

    The original has the other sign of the same sum, account and currency, and no other payer. Among
    several: the same end-to-end number decides, then the text that the reversal repeats.
    """
    taken = {entry.reversal_of for entry in entries if entry.reversal_of}
    found: dict[int, str] = {}
    before: list[BankEntry] = []
    for place in in_time(entries):
        entry = entries[place]
        if (entry.reversal or entry.takes_back) and entry.reversal_of is None:
            free = [other for other in before if other.bank_reference not in taken]
            original = _original(entry, before=free)
            if original:
                taken.add(original)
                found[place] = original
        before.append(entry)
    return [
        replace(entry, reversal_of=found[place]) if place in found else entry
        for place, entry in enumerate(entries)
    ]


def in_time(entries: Sequence[BankEntry]) -> list[int]:
    """Give the places of the entries as they happened, by day: many banks print the newest first.

    Within a day the bank's own order stands, from the end where the days run backwards.
    """
    days = [entry.booked_on for entry in entries]
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(days)]
    backwards = -1 if sum(steps) < 0 else 1
    return sorted(range(len(days)), key=lambda place: (days[place], backwards * place))


def _original(entry: BankEntry, *, before: Sequence[BankEntry]) -> str | None:
    alike = [other for other in before if other.bank_reference and _may_be_original(entry, other)]
    by_number = [o for o in alike if entry.end_to_end and o.end_to_end == entry.end_to_end]
    by_text = [o for o in alike if bare(o.reference_text) in bare(entry.reference_text)]
    for some in (by_number, by_text, alike):
        references = {other.bank_reference for other in some}
        if len(references) == 1:
            return references.pop()
    return None


def _may_be_original(entry: BankEntry, other: BankEntry) -> bool:
    return (
        not other.reversal
        and other.amount == -entry.amount
        and (other.account, other.currency) == (entry.account, entry.currency)
        and _compatible(entry, name=other.payer, number=other.payer_number)
    )


def _compatible(entry: BankEntry, *, name: str | None, number: str | None) -> bool:
    """Not two different payers: silence agrees with anybody."""
    if bare(entry.payer_number) and bare(number):
        return bare(entry.payer_number) == bare(number)
    if bare(entry.payer) and bare(name):
        return bare(entry.payer) == bare(name)
    return True


@dataclass(slots=True)
class Outcomes:
    """What became of money, by bank reference: from before (receipts) and from this file."""

    receipts: Mapping[str, Receipt]
    here: dict[str, list[Receipt]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)

    def record(self, entry: BankEntry, *, decision: Decision) -> None:
        """Keep where a credit went, so that a reversal later in the file finds it."""
        receipt = Receipt(
            bank_reference=entry.bank_reference,
            amount=entry.amount,
            currency=entry.currency,
            payer=entry.payer,
            payer_number=entry.payer_number,
            association=decision.association,
            shares=decision.shares,
            held=decision.held,
        )
        self.here.setdefault(entry.bank_reference, []).append(receipt)

    def undo(self, entry: BankEntry) -> Decision:
        """Decide on a reversal: undo all of one receipt, or leave it to a person."""
        reference = entry.reversal_of or self._guess(entry)
        known = self._known(reference)
        if reference is None or not known:
            return Decision("review", "reversal_unknown", reverses=entry.reversal_of)
        alike = [r for r in known if (r.amount, r.currency) == (-entry.amount, entry.currency)]
        alike = [r for r in alike if _compatible(entry, name=r.payer, number=r.payer_number)]
        if not alike:
            return Decision("review", "reversal_differs", reverses=reference)
        left = [receipt for receipt in alike if not receipt.reversed]
        if not left or reference in self.undone:
            return Decision("review", "reversed_before", reverses=reference)
        if len({payer_key(name=r.payer, number=r.payer_number) for r in left}) > 1:
            return Decision("review", "reversal_unknown", reverses=reference)
        return self._take_back(left[-1], reference=reference)

    def _take_back(self, receipt: Receipt, *, reference: str) -> Decision:
        here = self.here.get(reference, [])
        if receipt in here:
            here[here.index(receipt)] = replace(receipt, reversed=True)
        else:
            self.undone.add(reference)
        return Decision(
            "reverse",
            "reversal" if receipt.shares or receipt.held else "reversal_of_unapplied",
            shares=tuple((notice, -amount) for notice, amount in receipt.shares),
            held=-receipt.held,
            association=receipt.association,
            reverses=reference,
        )

    def _known(self, reference: str | None) -> list[Receipt]:
        if reference is None:
            return []
        before = self.receipts.get(reference)
        return self.here.get(reference) or ([before] if before else [])

    def _guess(self, entry: BankEntry) -> str | None:
        """Find the one receipt of before with this sum and payer that still stands."""
        payer = payer_key(name=entry.payer, number=entry.payer_number)
        alike = [
            reference
            for reference, receipt in self.receipts.items()
            if payer
            and not receipt.reversed
            and reference not in self.undone
            and (receipt.amount, receipt.currency) == (-entry.amount, entry.currency)
            and payer_key(name=receipt.payer, number=receipt.payer_number) == payer
        ]
        return alike[0] if len(alike) == 1 else None
