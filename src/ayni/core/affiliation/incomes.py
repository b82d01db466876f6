"""Reference incomes, as numbers or as text, in minor units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from ayni.core.affiliation.faults import Fault, doubt
from ayni.core.affiliation.sheets import Cell

LONGEST = 40
#: Minor units that nobody earns in a month: what an assessment can carry.
MOST = 10**12
CURRENCY = re.compile(r"^(?:S/\.?|PEN|CRC|SOLES|₡|\$)|(?:SOLES|NUEVOS SOLES|COLONES|PEN|/MES)$")
POINT_DECIMAL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,2})?")
COMMA_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,4},[0-9]{1,2}")
PLAIN = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
GROUPED = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}")
Read = tuple[int | None, Fault | None]


def read_income(cell: Cell, *, decimal: str | None) -> Read:
    """Céntimos and the fault. `decimal` is the decimal mark of a text file, if it has one."""
    if cell is None:
        return None, doubt("income_missing")
    if isinstance(cell, str):
        return _text(cell, decimal)
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return _positive(Decimal(cell))
    return None, doubt("income_unlikely")


def _positive(value: Decimal) -> Read:
    if value <= 0 or value * 100 > MOST:
        return None, doubt("income_unlikely")
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)), None


def _text(cell: str, decimal: str | None) -> Read:  # noqa: PLR0911 - a ladder of rules
    text = " ".join(cell.replace("\u00a0", " ").upper().split())
    if not any(c.isalnum() for c in text):
        return None, doubt("income_missing")
    if len(text) > LONGEST:
        return None, doubt("income_unlikely")
    number = CURRENCY.sub("", CURRENCY.sub("", text).strip()).replace(" ", "")
    grouped = GROUPED.fullmatch(number)
    if grouped and grouped[1] == (decimal or "."):
        likely = number.replace(grouped[1], "")
        return None, doubt("income_unlikely", likely + ".00")
    if COMMA_DECIMAL.fullmatch(number) or (grouped and grouped[1] == "."):
        return _positive(Decimal(number.replace(".", "").replace(",", ".")))
    if POINT_DECIMAL.fullmatch(number):
        return _positive(Decimal(number.replace(",", "")))
    plain = PLAIN.fullmatch(number)
    if plain:
        return _positive(Decimal(f"{plain[1]}.{plain[2] or 0}"))
    return None, doubt("income_unlikely")
