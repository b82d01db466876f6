"""Letters that look like other letters, and characters nobody sees.

Each function returns the mended text; whether mending is a doubt is the caller's rule.
"""

from __future__ import annotations

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХУаеѕіјорсхуԁһ", "ABESIJKMHOPCTXYaesijopcxydh", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικ", "ABEZHIKMNOPTYXoavik", strict=True))
LETTERS = str.maketrans(_CYRILLIC | _GREEK)
DIGITS = str.maketrans("OoQDlIi|SBZz", "000011115822")
NAME_DIGITS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"}
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u034f"))
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def mend_letters(text: str) -> str:
    """Cyrillic and Greek letters that look Latin, as the Latin letters they look like."""
    return text.translate(LETTERS)


def letters_to_digits(text: str) -> str:
    """Letters that look like digits, as digits (`1O24789l` -> `10247891`)."""
    return text.translate(DIGITS)


def mend_digits_in_name(text: str) -> str:
    """Digits typed for letters, as letters (`3dwin` -> `Edwin`); others are left."""
    mended = []
    for position, character in enumerate(text):
        letter = NAME_DIGITS.get(character, character)
        start = position == 0 or not text[position - 1].isalnum()
        capital = start or (text.isupper() and letter != character)
        mended.append(letter.upper() if capital and letter != character else letter)
    return "".join(mended)


def strip_invisible(text: str) -> tuple[str, bool]:
    """`text` without characters nobody sees, and whether one of them turned the direction."""
    plain = text.translate(UNSEEN)
    ordered = plain.translate(DIRECTION)
    return ordered, ordered != plain


def mend_mojibake(text: str) -> str | None:
    """`text` if it was UTF-8 read as Windows-1252, mended; None when it was not.

    >>> mend_mojibake("SÃ¡nchez")
    'Sánchez'
    """
    if "Ã" not in text and "Â" not in text:
        return None
    try:
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
