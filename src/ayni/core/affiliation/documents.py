"""Identity documents as they stand in cells."""

from __future__ import annotations

import re
from decimal import Decimal

from ayni.core.affiliation.faults import Fault, doubt, note, refuse
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError
from ayni.core.matching import (
    dni_check_characters,
    fold,
    is_placeholder,
    letters_to_digits,
    ruc_check_digit,
    strip_invisible,
)

LONGEST = 60
PREFIX = re.compile(r"(D\.?N\.?I\.?|C\.?U\.?I\.?|C\.?E\.?(?=[\W\d]))[ :.\-]{0,3}(?:N[°º.]{0,2} ?)?")
SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]{1,15}))?[Ee]\+?([0-9]{1,2})")
CHECKED = re.compile(r"([0-9]{8})[ .\-]{0,3}([0-9A-Za-z])")
GAPS = str.maketrans(dict.fromkeys(" .\u00a0\u2009\u202f-–'’´`", None))
TYPES = {
    "DNI": "DNI", "LE": "DNI", "LIBRETA": "DNI", "CUI": "CUI", "PARTIDA": "CUI", "CE": "CE",
    "CARNET": "CE", "CARNE": "CE", "EXTRANJERIA": "CE", "RN": "DNI",
}  # fmt: skip
Read = tuple[str, str | None, Fault | None]


def read_type(text: str) -> str | None:
    """The document type a column says: DNI, CUI, CE; None if it says something else."""
    folded = fold(text.replace(".", "").replace("/", " "))
    return next((TYPES[word] for word in folded.split() if word in TYPES), None)


def read_document(cell: Cell, *, id_type: str | None, typed: bool) -> Read:  # noqa: PLR0911 - a ladder of rules
    """Type, number and fault. `id_type` is what a type column says; `typed`: the file keeps
    numbers apart from text. The number is None where it cannot be known."""
    kind = id_type or "DNI"
    if isinstance(cell, str):
        if len(cell) == 8 and cell.isascii() and cell.isdigit() and kind != "CE":
            if is_placeholder(cell):
                return kind, None, refuse("id_placeholder")
            return kind, cell, None
        return _text(cell, id_type, typed=typed)
    if cell is None:
        return kind, None, refuse("id_missing")
    if isinstance(cell, CellError):
        code = "formula_without_value" if cell.code == NO_VALUE else "cell_error"
        return kind, None, refuse(code)
    if isinstance(cell, bool) or not isinstance(cell, int):
        whole = isinstance(cell, Decimal)
        return kind, None, refuse("id_not_a_number" if not whole else "id_scientific_digits_lost")
    return _number(cell, id_type)


def _number(cell: int, id_type: str | None) -> Read:
    digits = str(cell)
    if id_type == "CE":
        return _foreign(digits)
    if len(digits) in (6, 7):
        padded = digits.zfill(8)
        return id_type or "DNI", padded, note("id_lost_leading_zero", padded)
    return _digits(digits, id_type, changed=False, typed=True)


def _text(cell: str, id_type: str | None, *, typed: bool) -> Read:  # noqa: PLR0911 - a ladder of rules
    kind = id_type or "DNI"
    if len(cell) > LONGEST:
        return kind, None, refuse("id_not_a_number")
    seen, _ = strip_invisible(cell)
    text = seen.replace("\u00a0", " ").strip(" \t\r\n'’´`")
    prefix = PREFIX.match(text.upper())
    if prefix and any(c.isdigit() for c in text[prefix.end() :]):
        said = prefix[1].replace(".", "")
        id_type = "CE" if said == "CE" else (id_type if id_type == "CUI" else said)
        text = text[prefix.end() :].strip()
    if not any(c.isalnum() for c in text):
        return kind, None, refuse("id_missing")
    scientific = SCIENTIFIC.fullmatch(text)
    if scientific:
        return _scientific(scientific, kind)
    compact = text.translate(GAPS)
    if id_type == "CE":
        return _foreign(compact)
    checked = CHECKED.fullmatch(text)
    if checked:
        return _checked(checked, id_type, joined=len(text) == 9)
    if compact.isascii() and compact.isdigit():
        return _digits(compact, id_type, changed=compact != cell, typed=typed)
    return _lettered(compact, kind)


def _scientific(match: re.Match[str], kind: str) -> Read:
    digits = match[1] + (match[2] or "")
    if len(digits) == int(match[3]) + 1 == 8:
        return kind, digits, doubt("id_scientific", digits)
    return kind, None, refuse("id_scientific_digits_lost")


def _foreign(number: str) -> Read:
    if number.isascii() and number.isalnum() and any(c.isdigit() for c in number):
        if is_placeholder(number):
            return "CE", None, refuse("id_placeholder")
        if 9 <= len(number) <= 12:
            return "CE", number.upper(), None
        if len(number) < 9:
            return "CE", number.zfill(9), doubt("id_too_short", number.zfill(9))
        return "CE", None, refuse("id_too_long")
    return "CE", None, refuse("id_not_a_number")


def _checked(match: re.Match[str], id_type: str | None, *, joined: bool) -> Read:
    """Eight digits and one character more: a check character, or a foreigner's card."""
    number, check = match[1], match[2].upper()
    kind = id_type or "DNI"
    if is_placeholder(number):
        return kind, None, refuse("id_placeholder")
    if check in dni_check_characters(number):
        if joined and id_type is None and number.startswith("00"):
            whole = number + check
            return "CE", whole, doubt("id_type_unclear", whole)
        return kind, number, note("id_check_char", number)
    if not joined or check.isalpha():
        return kind, number, doubt("id_check_char_wrong")
    return _nine(number + check, id_type)


def _nine(digits: str, id_type: str | None) -> Read:
    if id_type is None and digits.startswith("00"):
        return "CE", digits, doubt("id_type_unclear", digits)
    return id_type or "DNI", None, refuse("id_too_long")


def _digits(digits: str, id_type: str | None, *, changed: bool, typed: bool) -> Read:
    kind = id_type or "DNI"
    if is_placeholder(digits):
        return kind, None, refuse("id_placeholder")
    if len(digits) == 8:
        return kind, digits, (note("id_formatting", digits) if changed else None)
    if len(digits) == 9:
        match = CHECKED.fullmatch(digits)
        return _checked(match, id_type, joined=True) if match else _nine(digits, id_type)
    if len(digits) < 8:
        # A cell that is text has lost no zero: a digit was left out, and nobody knows which.
        likely = digits.zfill(8) if not typed and len(digits) >= 5 else None
        return kind, likely, doubt("id_too_short", likely)
    if len(digits) == 11 and digits[:2] == "10" and ruc_check_digit(digits[:10]) == digits[10]:
        return kind, digits[2:10], doubt("id_is_a_ruc", digits[2:10])
    return kind, None, refuse("id_too_long")


def _lettered(compact: str, kind: str) -> Read:
    digits = letters_to_digits(compact)
    known = sum(c.isdigit() for c in compact)
    if len(digits) == 8 and digits.isascii() and digits.isdigit() and known >= 5:
        return kind, digits, doubt("id_homoglyph", digits)
    return kind, None, refuse("id_not_a_number")
