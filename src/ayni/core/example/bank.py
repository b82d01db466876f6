"""Example payments as a bank would state them: one statement a month and currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ayni.core.collection import BankEntry
from ayni.core.example.payments import ExamplePayment
from ayni.core.periods import first_day, last_day, month_text

#: Invented accounts of the institutions, one a currency.
ACCOUNTS = {
    "PEN": "EJEMPLO0000000000001",
    "USD": "EJEMPLO0000000000002",
    "CRC": "CR93099900000000000001",  # an IBAN of no bank, whose check digits are right
}


@dataclass(frozen=True, slots=True)
class ExampleStatement:
    """One account over one month; ``opening`` in minor units, ``ends`` is the last day, in."""

    account: str
    number: str
    currency: str
    month: int
    starts: date
    ends: date
    opening: int
    entries: tuple[BankEntry, ...]

    @property
    def closing(self) -> int:
        """Give the balance after the last entry."""
        return self.opening + sum(entry.amount for entry in self.entries)


def statements(*, payments: Iterable[ExamplePayment], opening: int = 0) -> list[ExampleStatement]:
    """Sort payments into statements by month and currency; each account's balance runs on.

    ``opening`` is the balance of every account before its first statement here. KeyError for a
    currency in which the example has no account.
    """
    grouped: dict[tuple[int, str], list[ExamplePayment]] = {}
    for payment in payments:
        grouped.setdefault((payment.statement_month, payment.currency), []).append(payment)
    balances = dict.fromkeys(ACCOUNTS, opening)
    made = []
    for month, currency in sorted(grouped):
        statement = _statement(
            month, currency, payments=grouped[month, currency], opening=balances[currency]
        )
        balances[currency] = statement.closing
        made.append(statement)
    return made


def _statement(
    month: int, currency: str, *, payments: list[ExamplePayment], opening: int
) -> ExampleStatement:
    ordered = sorted(payments, key=lambda one: (one.value_date, one.bank_reference))
    return ExampleStatement(
        account=ACCOUNTS[currency],
        number=f"EJ-{month_text(month)}-{currency}",
        currency=currency,
        month=month,
        starts=first_day(month),
        ends=last_day(month),
        opening=opening,
        entries=tuple(_entry(one, number=place) for place, one in enumerate(ordered, start=1)),
    )


def _entry(payment: ExamplePayment, *, number: int) -> BankEntry:
    """Show the payment as the statement would; the reader gives the natural key."""
    return BankEntry(
        natural_key="",
        account=ACCOUNTS[payment.currency],
        number=number,
        amount=payment.amount,
        currency=payment.currency,
        booked_on=payment.value_date,
        value_on=payment.value_date,
        payer=payment.payer,
        payer_number=payment.payer_id,
        reference_text=payment.text,
        bank_reference=payment.bank_reference,
        operation="",
        reversal=payment.reversal_of is not None,
        reversal_of=payment.reversal_of,
    )
