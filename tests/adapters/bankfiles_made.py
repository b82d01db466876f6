"""Made entries and statements for the tests of bank files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ayni.adapters.bankfiles import write_statement
from ayni.core.collection import BankEntry

START = date(2026, 4, 1)
ACCOUNT = "00219400123456789012"

ENTRY = BankEntry(
    natural_key="",
    account=ACCOUNT,
    number=0,
    amount=4520,
    currency="PEN",
    booked_on=START,
    value_on=START,
    payer="CAC BAJO MAYO",
    payer_number="20376936431",
    reference_text="PAGO AV-2026-04-00134",
    bank_reference="OP1",
    operation="",
    bank_code="PMNT/RCDT/DMCT",
)


def entry(number: int) -> BankEntry:
    """Make an entry with its own reference."""
    day = START + timedelta(days=number % 28)
    return replace(
        ENTRY, amount=4520 + number, booked_on=day, value_on=day, bank_reference=f"OP{number:06d}"
    )


def write(entries: Sequence[BankEntry], *, number: str = "EC-1", opening: int = 0) -> bytes:
    """Write April with these entries."""
    return write_statement(
        account=ACCOUNT,
        number=number,
        currency="PEN",
        starts=START,
        ends=date(2026, 4, 30),
        opening=opening,
        entries=entries,
    )


def statement(numbers: Iterable[int]) -> bytes:
    """Write a statement of entries with these numbers."""
    return write([entry(number) for number in numbers])
