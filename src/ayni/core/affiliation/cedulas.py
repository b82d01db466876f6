"""Identity documents of Costa Rica as they stand in cells: the cédula of nine digits, the DIMEX."""

from __future__ import annotations

import re
from decimal import Decimal

from ayni.core.affiliation.documents import LONGEST, Read
from ayni.core.affiliation.faults import doubt, note, refuse
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError
from ayni.core.matching import check_identifier, fold, normalise_cedula, strip_invisible

PREFIX = re.compile(r"^(?:CEDULA|CED\.?|DIMEX)[ :.N°º]{0,4}(?=[0-9])")
GAPS = str.maketrans(dict.fromkeys(" .\u00a0\u2009\u202f'’´`", None))
TYPES = {
    "CEDULA": "CR", "CED": "CR", "CR": "CR", "DIMEX": "DIMEX", "RESIDENCIA": "DIMEX",
    "RESIDENTE": "DIMEX",
}  # fmt: skip
DIGITS = 9
DIMEX_DIGITS = (11, 12)


def read_type(text: str) -> str | None:
    """The document type a column says: CR, DIMEX; None if it says something else."""
    words = fold(text.replace(".", "").replace("/", " ")).split()
    return next((TYPES[word] for word in words if word in TYPES), None)


def read_cedula(cell: Cell, *, id_type: str | None) -> Read:
    """Type, number and fault. A cédula has nine digits, the first of them never zero; a DIMEX eleven or
    twelve. Hyphens with inner zeros left out (1-613-584) have one evident meaning."""
    kind = id_type or "CR"
    if cell is None:
        return kind, None, refuse("id_missing")
    if isinstance(cell, CellError):
        code = "formula_without_value" if cell.code == NO_VALUE else "cell_error"
        return kind, None, refuse(code)
    if isinstance(cell, bool) or not isinstance(cell, (int, str)):
        lost = isinstance(cell, Decimal)
        return kind, None, refuse("id_scientific_digits_lost" if lost else "id_not_a_number")
    return _text(str(cell), id_type)


def _text(cell: str, id_type: str | None) -> Read:
    kind = id_type or "CR"
    if len(cell) > LONGEST:
        return kind, None, refuse("id_not_a_number")
    seen, _ = strip_invisible(cell)
    text = PREFIX.sub("", seen.strip().upper().replace("É", "E").replace("–", "-"))
    compact = text.translate(GAPS)
    if not any(c.isalnum() for c in compact):
        return kind, None, refuse("id_missing")
    digits = compact.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return kind, None, refuse("id_not_a_number")
    if id_type != "CR" and len(digits) in DIMEX_DIGITS:
        return _dimex(digits)
    return _cedula(compact, kind, changed=compact != cell)


def _dimex(digits: str) -> Read:
    wrong = check_identifier(id_type="DIMEX", number=digits)
    return "DIMEX", None if wrong else digits, refuse("cedula_wrong") if wrong else None


def _cedula(text: str, kind: str, *, changed: bool) -> Read:
    number = normalise_cedula(text)
    if kind == "DIMEX" or number is None:
        short = len(text.replace("-", "")) < DIGITS
        return kind, None, doubt("cedula_too_short") if short else refuse("cedula_wrong")
    if check_identifier(id_type="CR", number=number) is not None:
        return kind, None, refuse("id_placeholder")
    return kind, number, note("id_formatting", number) if changed or text != number else None
