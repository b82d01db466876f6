"""Sums and counts as people write them, with a comma or a point; what may be read in two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ayni.core.affiliation.sheets import Cell
from ayni.core.money import MINOR_DIGITS, minor_digits

LONGEST = 40
#: Minor units that no month of care of one adhesion costs; far below 63 bits, sums included.
MOST = 10**15
#: Services that nobody gives in a month.
MOST_SERVICES = 10**8
_AROUND = re.compile(
    r"^(?P<before>S/\.?|R\$|US\$|[₡€$]|[A-Z]{3})|(?P<after>[₡€]|SOLES|COLONES|[A-Z]{3})$"
)
_SIGNS = {"S/": "PEN", "S/.": "PEN", "SOLES": "PEN", "₡": "CRC", "COLONES": "CRC", "R$": "BRL"}
_SIGNS |= {"US$": "USD", "€": "EUR", "$": ""} | {code: code for code in MINOR_DIGITS}
_PLAIN = re.compile(r"[0-9]{1,15}")
_ONE_MARK = re.compile(r"([0-9]{1,15})([.,])([0-9]{1,15})")
_GROUPS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
_BOTH = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})+(?!\1)[.,]([0-9]{1,15})")
_COUNT = re.compile(r"[0-9]{1,3}(?:[., ][0-9]{3})*|[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell is no figure: a key of ``words.KINDS``, and what would be right where it can be said."""

    kind: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The decimal mark that a column's own figures settle; none where they settle nothing, or both."""

    sign: str | None


def bare(cell: str) -> tuple[str, str]:
    """Take currency, spaces and apostrophes between thousands off a sum; gives it with the currency said.

    A lone ``$`` says none: several countries write it.
    """
    text, said = "".join(cell.replace("\u00a0", "").replace("\u202f", "").split()).upper(), ""
    for _ in range(2):
        found = _AROUND.search(text)
        sign = found[0] if found else ""
        if sign in _SIGNS:
            text = text.removeprefix(sign) if text.startswith(sign) else text.removesuffix(sign)
            said = said or _SIGNS[sign]
    return re.sub(r"(?<=[0-9])['’](?=[0-9]{3})", "", text), said


def mark_of(cells: Iterable[Cell], *, digits: int) -> Mark:
    """Find the decimal mark of a column, from those of its texts that can be read in one way only."""
    found = {_settled(bare(one)[0], digits=digits) for one in cells if isinstance(one, str)}
    found.discard(None)
    return Mark(next(iter(found)) if len(found) == 1 else None)


def _settled(text: str, *, digits: int) -> str | None:
    """Give the decimal mark a text shows without doubt."""
    if digits == 0:
        return None
    both = _BOTH.fullmatch(text)
    if both:
        return "," if both[1] == "." else "."
    groups = _GROUPS.fullmatch(text)
    if groups:
        return "," if groups[1] == "." else "."
    one = _ONE_MARK.fullmatch(text)
    return one[2] if one and len(one[3]) != 3 else None


def read_amount(cell: Cell, *, mark: Mark, currency: str) -> int | Wrong:
    """Give minor units, or why it is no sum: missing, in another currency, too fine, of two readings."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Wrong("amount_missing")
    digits = minor_digits(currency)
    if isinstance(cell, str):
        text, said = bare(cell) if len(cell) <= LONGEST else ("", "")
        if said not in ("", currency):
            return Wrong("currency_other", currency)
        return _text(text, mark=mark, digits=digits)
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _minor(Decimal(cell), digits=digits, stored=True)
    return _unlikely()


def _unlikely() -> Wrong:
    return Wrong("amount_unlikely")


def _text(text: str, *, mark: Mark, digits: int) -> int | Wrong:
    if text.startswith(("-", "−", "(")) and any(one.isdigit() for one in text):
        return Wrong("amount_negative")
    if not text.isascii():
        return _unlikely()
    both, one = _BOTH.fullmatch(text), _ONE_MARK.fullmatch(text)
    if both:
        whole = text[: -len(both[2]) - 1].replace(both[1], "")
        return _minor(Decimal(f"{whole}.{both[2]}"), digits=digits)
    if _PLAIN.fullmatch(text) or _GROUPS.fullmatch(text):
        return _minor(Decimal(re.sub("[.,]", "", text)), digits=digits)
    return _one_mark(one, mark=mark, digits=digits) if one else _unlikely()


def _one_mark(found: re.Match[str], *, mark: Mark, digits: int) -> int | Wrong:
    """Read a sum with one mark: the decimals', or before three figures perhaps that of the thousands."""
    before, sign, after = found[1], found[2], found[3]
    decimal, grouped = Decimal(f"{before}.{after}"), Decimal(before + after)
    may_group = len(after) == 3 and len(before) <= 3 and before != "0"
    if not may_group:
        return _minor(decimal, digits=digits)
    if digits == 0 or mark.sign not in (None, sign):
        return _minor(grouped, digits=digits)
    if mark.sign == sign or digits >= 3:
        return _minor(decimal, digits=digits)
    return Wrong("amount_ambiguous", f"{grouped}.{'0' * digits}")


def _minor(value: Decimal, *, digits: int, stored: bool = False) -> int | Wrong:
    """Turn units into minor units. A number that a spreadsheet computed may be off by a millionth."""
    if not value.is_finite() or value.adjusted() > 20:
        return _unlikely()
    exact = value.scaleb(digits)
    rounded = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    if rounded < 0:
        return Wrong("amount_negative")
    if rounded > MOST:
        return _unlikely()
    if abs(exact - rounded) > (Decimal("0.000001") if stored else 0):
        return Wrong("amount_too_fine", f"{Decimal(rounded).scaleb(-digits):f}")
    return rounded


def read_count(cell: Cell) -> int | Wrong | None:
    """Give a number of services, nothing where none is written, or why it is none."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str):
        text = " ".join(cell.replace("\u00a0", " ").split())
        if not text.isascii() or not _COUNT.fullmatch(text):
            return Wrong("services_unlikely")
        cell = int(re.sub("[., ]", "", text))
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return Wrong("services_unlikely")
    if cell != int(cell) or not 0 <= cell <= MOST_SERVICES:
        return Wrong("services_unlikely")
    return int(cell)
