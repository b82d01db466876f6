"""Money as whole minor units; rounding and splitting written out.

Never a float. Rates are parts per million. A computation multiplies first and divides once, half up and
symmetric for negatives (SQL truncates and Polars floors, so neither is left to choose).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: ISO 4217: digits after the decimal sign.
MINOR_DIGITS = {
    "PEN": 2, "CRC": 2, "USD": 2, "EUR": 2, "BRL": 2, "COP": 2, "ARS": 2, "UYU": 2, "PHP": 2,
    "RWF": 0, "INR": 2, "KES": 2, "BOB": 2, "CLP": 0, "PYG": 0,
}  # fmt: skip

SYMBOLS = {"PEN": "S/", "CRC": "₡", "USD": "US$", "EUR": "€", "BRL": "R$"}

PPM = 1_000_000
LIMIT = 2**63


class UnknownCurrency(ValueError):
    """A currency code we hold no ISO 4217 digits for."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies in one sum."""


class Overflow(ArithmeticError):
    """A product that does not fit 63 bits: a wrong unit, not a large fund."""


def minor_digits(currency: str) -> int:
    """Give the number of decimals of the currency, or refuse."""
    try:
        return MINOR_DIGITS[currency]
    except KeyError:
        raise UnknownCurrency(
            f"{currency!r}: known are {', '.join(sorted(MINOR_DIGITS))}"
        ) from None


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Whole minor units of one currency.

    >>> str(Money(4520, "PEN"))
    'S/ 45.20'
    """

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} + {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return money_text(self.amount, currency=self.currency)


def money_text(amount: int, *, currency: str) -> str:
    """Write minor units for people: symbol, thousands with a comma, decimals with a point.

    >>> money_text(-1154134, currency="PEN")
    '-S/ 11,541.34'
    """
    digits = minor_digits(currency)
    whole, rest = divmod(abs(amount), 10**digits)
    sign = "-" if amount < 0 else ""
    decimals = f".{rest:0{digits}d}" if digits else ""
    return f"{sign}{SYMBOLS.get(currency, currency)} {whole:,}{decimals}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide once, halves away from zero.

    >>> divide_half_up(5, 2), divide_half_up(-5, 2), divide_half_up(4, 3)
    (3, -3, 1)
    """
    if denominator <= 0:
        raise ZeroDivisionError("the denominator of a rounding is positive")
    if not -LIMIT < numerator < LIMIT:
        raise Overflow(str(numerator))
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -quotient if numerator < 0 else quotient


def apply_rate(amount: int, *, ppm: int, step: int = 1) -> int:
    """Take parts per million of an amount, rounded half up to whole steps of minor units.

    >>> apply_rate(113_000, ppm=40_000)
    4520
    """
    return step * divide_half_up(amount * ppm, PPM * step)


def split_by_weight(total: int, *, weights: Sequence[int]) -> list[int]:
    """Split money already fixed: largest remainder, ties to the earlier, no cent lost.

    >>> split_by_weight(100, weights=[1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights are not negative and at least one is positive")
    if total < 0:
        return [-part for part in split_by_weight(-total, weights=weights)]
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
