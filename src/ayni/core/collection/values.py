"""What the rules of collection work on: bank entries, notices to pay, and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal[
    "apply",
    "apply_partial",
    "apply_split",
    "apply_with_excess",
    "apply_then_reverse",
    "reverse",
    "review",
    "ignore",
    "do_not_apply_again",
]

#: Kinds that give money to notices.
APPLIES: frozenset[Kind] = frozenset(
    ("apply", "apply_partial", "apply_split", "apply_with_excess", "apply_then_reverse")
)

#: ISO 20022 codes of a received transfer that goes back; some banks give them and no reversal mark.
RETURNS = frozenset(("PMNT/RCDT/RRTN", "PMNT/RCDT/RPCR"))

Shares = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One movement of a bank account, as the statement shows it.

    ``amount`` is signed minor units (plus is a credit). ``payer`` is the other party.
    ``operation`` is the bank's second number of the movement and ``bank_code`` its ISO 20022 code
    (``PMNT/RCDT/DMCT``), both empty where the bank gives none. ``batch_of`` is the bank reference
    of the line this payment is part of. ``natural_key`` tells it apart wherever it is read.
    """

    natural_key: str
    account: str
    number: int
    amount: int
    currency: str
    booked_on: date
    value_on: date
    payer: str | None
    payer_number: str | None
    reference_text: str | None
    bank_reference: str
    operation: str
    reversal: bool = False
    reversal_of: str | None = None
    bank_code: str = ""
    end_to_end: str = ""
    batch_of: str | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it takes back money received: marked as a reversal, or a return by its code."""
        return self.amount < 0 and (self.reversal or self.bank_code in RETURNS)


@dataclass(frozen=True, slots=True)
class NoticeToPay:
    """A notice as the rules see it: whose it is, what is due and has been paid (minor units)."""

    id: int
    association: int
    month: int
    number: str
    reference: str
    payer_name: str
    payer_number: str | None
    currency: str
    due: int
    paid: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money recorded before: what its bank reference brought and where it went (to undo it)."""

    bank_reference: str
    amount: int
    currency: str
    payer: str | None
    payer_number: str | None
    association: int | None
    shares: Shares
    held: int
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one entry.

    ``shares`` are (notice id, amount), negative for a reversal; ``held`` stays on the association's
    account; ``proposed`` are notices a person may choose, likeliest first;
    ``reverses`` is the bank reference undone.
    ``reason`` is a code of ``words.REASONS``.
    """

    kind: Kind
    reason: str
    shares: Shares = ()
    held: int = 0
    proposed: tuple[int, ...] = ()
    association: int | None = None
    reverses: str | None = None
