"""What to do with each entry: money moves only where reference, payer and sum agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ayni.core.collection.payers import payer_key, same_payer, says_who_paid
from ayni.core.collection.references import body_of, find_references
from ayni.core.collection.reversals import Outcomes, in_time, link_reversals
from ayni.core.collection.values import APPLIES, BankEntry, Decision, Kind, NoticeToPay, Receipt
from ayni.core.periods import month_of

#: ISO 20022 domain of the bank's own movements: charges, interest, taxes.
BANKS_OWN = "ACMT/"

_Together = tuple[date, str, str, tuple[int, ...]]


def decide(
    entries: Sequence[BankEntry],
    *,
    notices: Sequence[NoticeToPay],
    known_keys: frozenset[str],
    receipts: Mapping[str, Receipt],
) -> list[Decision]:
    """Decide on each entry as a careful clerk would; one decision an entry, in their order.

    ``known_keys`` are natural keys imported before; ``receipts`` is money recorded before, by bank
    reference, for reversals that come in a later file. What an entry pays counts for the
    next one in time (``in_time``), also where the bank prints the newest first.
    """
    linked = link_reversals(entries)
    desk = _Desk(notices, Outcomes(receipts), known_keys)
    order = in_time(linked)
    happened = [linked[place] for place in order]
    desk.count_together(happened)
    decisions = _mark_reversed(happened, [desk.judge(entry) for entry in happened])
    decided = dict(zip(order, decisions, strict=True))
    return [decided[place] for place in range(len(linked))]


def _mark_reversed(entries: Sequence[BankEntry], decisions: Sequence[Decision]) -> list[Decision]:
    """Name payments that the same file takes back, so that nobody thanks for them meanwhile."""
    undone: Counter[tuple[str, int]] = Counter()
    marked: list[Decision] = []
    for entry, decision in zip(reversed(entries), reversed(decisions), strict=True):
        key = (entry.bank_reference, entry.amount)
        if decision.kind == "reverse" and decision.reverses:
            undone[(decision.reverses, -entry.amount)] += 1
        elif decision.kind in APPLIES and undone[key]:
            undone[key] -= 1
            decision = replace(decision, kind="apply_then_reverse", reason="reversed_later")
        marked.append(decision)
    return marked[::-1]


@dataclass(slots=True)
class _Desk:
    """The state while a statement is gone through: what each notice still owes."""

    notices: Sequence[NoticeToPay]
    outcomes: Outcomes
    known: frozenset[str]
    seen: set[str] = field(default_factory=set)
    open: dict[int, int] = field(default_factory=dict)
    by_body: dict[str, NoticeToPay] = field(default_factory=dict)
    together: Counter[_Together] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for notice in self.notices:
            self.open[notice.id] = notice.due - notice.paid
            self.by_body[body_of(notice.number)] = notice
            self.by_body[body_of(notice.reference)] = notice

    def count_together(self, entries: Sequence[BankEntry]) -> None:
        """Sum what one payer pays in a day for the same notices: two halves are no part-payment."""
        keys: set[str] = set()
        for entry in entries:
            if entry.natural_key not in keys | self.known and entry.amount > 0:
                self.together[self._together(entry)] += entry.amount
            keys.add(entry.natural_key)

    def _together(self, entry: BankEntry) -> _Together:
        payer = payer_key(name=entry.payer, number=entry.payer_number)
        named = tuple(notice.id for notice in self._named(entry)[0])
        return entry.booked_on, payer, entry.currency, named

    def judge(self, entry: BankEntry) -> Decision:
        """Decide on one entry and take note of what it pays."""
        if entry.natural_key in self.known:
            return Decision("do_not_apply_again", "known_before")
        if entry.natural_key in self.seen:
            return Decision("do_not_apply_again", "printed_twice")
        self.seen.add(entry.natural_key)
        decision = self._judge_new(entry)
        for notice, amount in decision.shares:
            self.open[notice] -= amount
        if entry.amount > 0:
            self.together[self._together(entry)] -= entry.amount
            self.outcomes.record(entry, decision=decision)
        return decision

    def _judge_new(self, entry: BankEntry) -> Decision:
        if entry.bank_code.startswith(BANKS_OWN):
            return Decision("ignore", "banks_own")
        if entry.takes_back:
            return self.outcomes.undo(entry)
        if entry.amount <= 0:
            return self._judge_debit(entry)
        if entry.reversal:
            return self._review(entry, "debit_undone")
        return self._judge_credit(entry)

    def _judge_debit(self, entry: BankEntry) -> Decision:
        named, _ = self._named(entry)
        if named and entry.amount < 0:
            return self._review(entry, "debit_names_notice")
        return Decision("ignore", "money_out")

    def _judge_credit(self, entry: BankEntry) -> Decision:
        named, unknown = self._named(entry)
        reason = self._why_not(entry, named=named, unknown=unknown)
        if reason is None:
            return self._apply(entry, named=named)
        contradicts = reason in ("notice_of_another", "foreign_currency")
        return self._review(entry, reason, propose=not contradicts)

    def _named(self, entry: BankEntry) -> tuple[list[NoticeToPay], list[str]]:
        """Give the notices the text names, each once, and references that are of no notice."""
        found = find_references(entry.reference_text or "")
        known = [self.by_body[body_of(text)] for text in found if body_of(text) in self.by_body]
        unknown = [text for text in found if body_of(text) not in self.by_body]
        return list({notice.id: notice for notice in known}.values()), unknown

    def _why_not(
        self, entry: BankEntry, *, named: Sequence[NoticeToPay], unknown: Sequence[str]
    ) -> str | None:
        """Give the reason why a person must look, or None where the money may be applied."""
        if self._is_foreign(entry, named=named):
            return "foreign_currency"
        if unknown:
            return "notice_unknown"
        if not named:
            return self._why_unnamed(entry)
        if says_who_paid(entry) and not any(same_payer(entry, notice=n) for n in named):
            return "notice_of_another"
        total = sum(max(self.open[notice.id], 0) for notice in named)
        if total == 0:
            return "paid_before"
        return "split_does_not_fit" if len(named) > 1 and entry.amount != total else None

    def _is_foreign(self, entry: BankEntry, *, named: Sequence[NoticeToPay]) -> bool:
        where = named or self.notices
        right = [notice.currency == entry.currency for notice in where]
        return bool(right) and not (all(right) if named else any(right))

    def _why_unnamed(self, entry: BankEntry) -> str:
        if not self._of_payer(entry):
            return "payer_unknown"
        digits = sum(sign.isdigit() for sign in entry.reference_text or "")
        return "garbled_reference" if digits >= 4 else "no_reference"

    def _of_payer(self, entry: BankEntry) -> list[NoticeToPay]:
        return [notice for notice in self.notices if same_payer(entry, notice=notice)]

    def _apply(self, entry: BankEntry, *, named: Sequence[NoticeToPay]) -> Decision:
        owes = [(notice.id, max(self.open[notice.id], 0)) for notice in named]
        total = sum(amount for _, amount in owes)
        own = [notice for notice in named if same_payer(entry, notice=notice)]
        kind, reason = self._label(entry, total=total, notices=len(named))
        shares = tuple((notice, amount) for notice, amount in owes if amount)
        if entry.amount < total:
            shares = ((named[0].id, entry.amount),)
        return Decision(
            kind,
            reason,
            shares=shares,
            held=max(entry.amount - total, 0),
            association=(own or named)[0].association,
        )

    def _label(self, entry: BankEntry, *, total: int, notices: int) -> tuple[Kind, str]:
        if entry.amount > total:
            return "apply_with_excess", "more_than_due"
        if notices > 1:
            return "apply_split", "several_notices"
        if entry.amount == total:
            return "apply", "agrees"
        if self.together[self._together(entry)] == total:
            return "apply", "agrees_together"
        return "apply_partial", "less_than_due"

    def _review(self, entry: BankEntry, reason: str, *, propose: bool = False) -> Decision:
        """Leave it to a person; propose open notices on which payer and sum agree, likeliest first.

        The likeliest is of the month in which the money came, then the nearest, then the older.
        """
        own = self._of_payer(entry)
        agree = [
            notice
            for notice in own
            if propose
            and notice.currency == entry.currency
            and self.open[notice.id] == entry.amount
        ]
        booked = month_of(entry.booked_on)
        agree.sort(key=lambda notice: (abs(notice.month - booked), notice.month, notice.id))
        associations = {notice.association for notice in own}
        association = associations.pop() if len(associations) == 1 else None
        proposed = tuple(notice.id for notice in agree)
        return Decision("review", reason, proposed=proposed, association=association)
