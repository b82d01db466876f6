"""Estimates as people read them: money in whole units or millions, parts as per cents."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ayni.core.money import SYMBOLS, minor_digits
from ayni.web.backoffice import texts

MINUS = "\u2212"


def money(minor: float, currency: str) -> str:
    """Write an amount with its cents: what one family pays."""
    return _signed(minor, texts.amount(round(abs(minor)), currency))


def large(minor: float, currency: str) -> str:
    """Write a sum in thousands or millions of the currency."""
    symbol, one = SYMBOLS.get(currency, currency), 10 ** minor_digits(currency)
    whole = abs(minor) / one
    if whole >= 1_000_000:
        said = _("%(unit)s %(sum)s millones")
        digits = 2 if whole < 10_000_000 else 1 if whole < 1_000_000_000 else 0
        written = said % {"unit": symbol, "sum": f"{whole / 1_000_000:,.{digits}f}"}
    elif whole >= 10_000:
        written = _("%(unit)s %(sum)s mil") % {"unit": symbol, "sum": f"{whole / 1_000:,.1f}"}
    else:
        written = f"{symbol} {whole:,.0f}"
    return _signed(minor if round(whole) else 0, written.replace(" ", "\u00a0"))


def share(part: float) -> str:
    """Write a part of one as a per cent: small ones with a decimal, the smallest as less than a thousandth."""
    hundred = 100 * part
    if 0 < hundred < 0.1:
        return "< 0.1\u00a0%"
    digits = 1 if abs(hundred) < 10 and hundred != round(hundred) else 0
    return _signed(hundred, f"{abs(hundred):,.{digits}f}\u00a0%")


def ratio(value: float) -> str:
    """Write a ratio with two decimals."""
    return _signed(value, f"{abs(value):,.2f}")


def _signed(value: float, written: str) -> str:
    shown = any(one in "123456789" for one in written)
    return f"{MINUS}{written}" if value < 0 and shown else written
