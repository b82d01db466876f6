"""Identity documents of Peru and Costa Rica: form and check characters.

The algorithms were checked against python-stdnum. A DNI has eight digits and an optional ninth
check character, a digit or a letter; its eighth digit is not a check digit.
"""

from __future__ import annotations

DNI_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
DNI_DIGITS = "65432110987"
DNI_LETTERS = "KJIHGFEDCBA"
RUC_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
RUC_STARTS = ("10", "15", "17", "20")
RUNS = ("12345678", "87654321", "01234567", "123456789", "987654321", "012345678")


def dni_check_characters(dni: str) -> str:
    """The two check characters, digit then letter, that may follow the eight digits of `dni`."""
    if len(dni) != 8 or not _digits(dni):
        raise ValueError("a DNI has eight digits")
    total = sum(int(d) * w for d, w in zip(dni, DNI_WEIGHTS, strict=True)) % 11
    return DNI_DIGITS[total] + DNI_LETTERS[total]


def ruc_check_digit(first_ten: str) -> str:
    """The eleventh digit of a Peruvian RUC."""
    if len(first_ten) != 10 or not _digits(first_ten):
        raise ValueError("the check digit of a RUC is computed from ten digits")
    total = sum(int(d) * w for d, w in zip(first_ten, RUC_WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def is_placeholder(number: str) -> bool:
    """Is this a number people type when they have none (11111111, 12345678)?"""
    return number == number[:1] * len(number) or number in RUNS


def normalise_cedula(text: str) -> str | None:
    """The nine digits of a Costa Rican cédula; omitted inner zeros are padded.

    >>> normalise_cedula("1-613-584")
    '106130584'
    """
    parts = text.strip().split("-")
    if len(parts) == 3 and all(_digits(part) for part in parts):
        province, volume, entry = (part.lstrip("0") for part in parts)
        if len(province) == 1 and len(volume) <= 4 and len(entry) <= 4:
            return province + volume.zfill(4) + entry.zfill(4)
        return None
    digits = text.strip()
    if len(digits) == 10 and digits.startswith("0"):
        digits = digits[1:]
    return digits if len(digits) == 9 and _digits(digits) and digits[0] != "0" else None


def check_identifier(*, id_type: str, number: str) -> str | None:
    """What is wrong with `number` as a document of `id_type`; None when nothing is.

    Types: DNI and CUI (Peru, eight digits, or nine characters with the check character), CE
    (carné de extranjería), RUC, CR (cédula), DIMEX. Returns one of `unknown_type`,
    `characters`, `length`, `placeholder`, `check`.
    """
    check = _CHECKS.get(id_type)
    return "unknown_type" if check is None else check(number)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check_dni(number: str) -> str | None:
    head, tail = number[:8], number[8:]
    if not _digits(head) or (not tail.isalnum() and tail):
        return "characters"
    if len(head) != 8 or len(tail) > 1:
        return "length"
    if is_placeholder(head):
        return "placeholder"
    return "check" if tail and tail.upper() not in dni_check_characters(head) else None


def _check_ce(number: str) -> str | None:
    if not (number.isascii() and number.isalnum()):
        return "characters"
    if not 9 <= len(number) <= 12:
        return "length"
    return "placeholder" if is_placeholder(number) else None


def _check_ruc(number: str) -> str | None:
    if not _digits(number):
        return "characters"
    if len(number) != 11:
        return "length"
    right = number.startswith(RUC_STARTS) and ruc_check_digit(number[:10]) == number[10]
    return None if right else "check"


def _check_cr(number: str) -> str | None:
    if not _digits(number.replace("-", "")):
        return "characters"
    digits = normalise_cedula(number)
    if digits is None:
        return "length"
    return "placeholder" if is_placeholder(digits) or digits[1:] == "00000000" else None


def _check_dimex(number: str) -> str | None:
    if not _digits(number):
        return "characters"
    return None if len(number) in (11, 12) and number[0] == "1" else "length"


_CHECKS = {
    "DNI": _check_dni,
    "CUI": _check_dni,
    "CE": _check_ce,
    "RUC": _check_ruc,
    "CR": _check_cr,
    "DIMEX": _check_dimex,
}
