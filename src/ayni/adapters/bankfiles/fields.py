"""Single values of a camt message: amounts, days, signs. Whole numbers only, or a refusal."""

from __future__ import annotations

import re
from datetime import date

from ayni.adapters.bankfiles.safexml import Node
from ayni.core.money import UnknownCurrency, minor_digits

_AMOUNT = re.compile(r"(\d{1,13})(?:\.(\d{0,5}))?", re.ASCII)
_SIGNS = {"CRDT": 1, "DBIT": -1}


def amount_of(node: Node, path: str, *, currency: str) -> int:
    """Read an amount in the account's currency as minor units, without sign."""
    found = node.one(path)
    if found is None:
        raise node.refuse("missing", field="Amt", found="")
    stated = found.attribute("Ccy") or currency
    if stated != currency:
        raise node.refuse("currency_mixed", found=stated, expected=currency)
    return minor_units(node, found.content, currency=currency)


def signed_amount(node: Node, path: str, *, currency: str) -> int:
    """Read an amount with its credit or debit sign beside it."""
    return sign_of(node) * amount_of(node, path, currency=currency)


def minor_units(node: Node, text: str, *, currency: str) -> int:
    """Read decimal text as minor units; more decimals than the currency has must be zeros."""
    try:
        digits = minor_digits(currency)
    except UnknownCurrency:
        raise node.refuse("unknown_currency", found=currency) from None
    match = _AMOUNT.fullmatch(text)
    decimals = (match[2] or "") if match else ""
    if match is None or decimals[digits:].strip("0"):
        raise node.refuse("missing", field="Amt", found=text)
    return int(match[1] + decimals[:digits].ljust(digits, "0"))


def sign_of(node: Node) -> int:
    """Read CRDT as +1 and DBIT as -1."""
    text = node.text("CdtDbtInd")
    if text not in _SIGNS:
        raise node.refuse("missing", field="CdtDbtInd", found=text)
    return _SIGNS[text]


def day_of(node: Node, *paths: str) -> date | None:
    """Read a day (from a day or a time of day) at the first path that has one."""
    for path in paths:
        text = node.text(f"{path}/Dt", f"{path}/DtTm")
        if text:
            return day(node, text, field=path)
    return None


def day(node: Node, text: str, *, field: str) -> date:
    """Read YYYY-MM-DD, whatever time of day comes after."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise node.refuse("missing", field=field, found=text) from None


def count_of(node: Node, text: str, *, field: str) -> int:
    """Read a whole number."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise node.refuse("missing", field=field, found=text)
    return int(text)
