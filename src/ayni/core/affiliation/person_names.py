"""Names as written to surnames and given names, with what is wrong in them."""

from __future__ import annotations

import re
import unicodedata

from ayni.core.affiliation.faults import SEVERITIES, Fault, doubt, note, refuse
from ayni.core.matching import (
    mend_digits_in_name,
    mend_letters,
    mend_mojibake,
    strip_invisible,
)

LONGEST = 100
LETTER = "A-Za-zÁÉÍÓÚÑÜáéíóúñü"
PLAIN = re.compile(rf"[{LETTER}]+(?:[ '-][{LETTER}]+)*")
MARKUP = frozenset('<>{}$;`\\"|=&#%^~[]*')
SIGNS = frozenset("=+-@＝＋－＠")
MARKS = frozenset(" '’´`-.·,")
PARTICLES = frozenset(
    ["DE", "DEL", "LA", "LAS", "LO", "LOS", "SAN", "SANTA", "SANTO", "DA", "DO", "DOS", "DI", "VON"]
)
COMPOUND = (("PONCE", "DE", "LEON"), ("LADRON", "DE", "GUEVARA"), ("MONTES", "DE", "OCA"))
MAX_WORDS = 12
GARBLED = re.compile(r"[a-zñ][ÃÂ]|[ÃÂ][a-z]{2}")
Part = tuple[str | None, Fault | None]
Parts = tuple[str | None, str | None, str | None, tuple[Fault, ...]]


def clean_part(text: str) -> Part:  # noqa: PLR0911 - a ladder of rules
    """One surname field or the given names: mended text, and the worst fault found.

    The text is None where the fault refuses the row. Names are kept in composed Unicode with
    single spaces; the capitals of the file are kept.
    """
    if PLAIN.fullmatch(text):
        return (text, None) if len(text) <= LONGEST else (None, refuse("name_too_long", text))
    if len(text) > LONGEST * 3:
        return None, refuse("name_too_long", text[:LONGEST] + "…")
    mojibake = mend_mojibake(text)
    if mojibake is not None:
        mended = " ".join(unicodedata.normalize("NFC", mojibake).split())
        return mended, doubt("name_mojibake", mended, text)
    seen, turned = strip_invisible(text)
    plain = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(plain) > LONGEST:
        return None, refuse("name_too_long", text)
    if plain[:1] in SIGNS:
        return _signed(plain, text)
    if GARBLED.search(plain):
        return None, doubt("name_mojibake", None, text)
    if MARKUP.intersection(plain):
        return None, refuse("name_markup", text)
    return _lettered(plain, text, turned=turned, unseen=seen != text)


def _signed(plain: str, text: str) -> Part:
    rest = plain[1:].strip()
    if plain[0] in "=＝" or not PLAIN.fullmatch(rest):
        return None, refuse("name_formula_injection", text)
    return rest, doubt("name_leading_sign", rest, text)


def _lettered(plain: str, text: str, *, turned: bool, unseen: bool) -> Part:  # noqa: PLR0911 - a ladder of rules
    latin = mend_letters(plain)
    if latin != plain:
        return latin, doubt("name_homoglyph", latin, text)
    if "?" in plain or "\ufffd" in plain:
        return plain.replace("\ufffd", "?"), doubt("name_lost_character", None, text)
    if any(character.isdigit() for character in plain):
        mended = mend_digits_in_name(plain)
        likely = None if any(c.isdigit() for c in mended) else mended
        return likely, doubt("name_digits", likely, text)
    if turned:
        return plain, doubt("name_invisible_characters", plain, text)
    if not all(character in MARKS or _latin(character) for character in plain):
        return None, doubt("name_strange_character", None, text)
    if unseen:
        return plain, note("name_invisible_characters", plain, text)
    return plain, None


def _latin(character: str) -> bool:
    return character.isalpha() and ord(character) < 0x250 and character not in "ºª"


def split_full_name(text: str, *, given_first: bool = False) -> Parts:
    """Surnames and names of one field: `A B, N`, `A/B/N`, or without any mark (a doubt).

    Returns first surname, second surname, given names, faults; the second surname is "" for who
    has one.
    """
    if text.count("/") == 2:
        first, second, names = (part.strip() for part in text.split("/"))
        return _assemble((first, second), names, ())
    if text.count(",") == 1:
        surnames, names = text.split(",")
        if given_first:
            surnames, names = names, surnames
        return _from_surnames(surnames, names, ())
    return _unmarked(text, given_first=given_first)


def _from_surnames(surnames: str, names: str, faults: tuple[Fault, ...]) -> Parts:
    split = split_surnames(surnames)
    if split is None:
        first, second = surnames, ""
        faults = (*faults, doubt("name_order_unclear", None, surnames.strip()))
    else:
        first, second = split
    return _assemble((first, second), names, faults)


def _assemble(surnames: tuple[str, str], names: str, faults: tuple[Fault, ...]) -> Parts:
    if not names.strip() or not (surnames[0].strip() or surnames[1].strip()):
        faults = (*faults, refuse("name_missing"))
    parts = [clean_part(part) if part else (part, None) for part in (*surnames, names)]
    found = tuple(fault for _, fault in parts if fault is not None)
    return parts[0][0], parts[1][0], parts[2][0], (*faults, *found)


def _unmarked(text: str, *, given_first: bool) -> Parts:
    """No mark between surnames and names: a guess, and a doubt."""
    value, fault = clean_part(text)
    if value is None:
        return None, None, None, (fault,) if fault else ()
    faults = (doubt("name_order_unclear", None, text), *((fault,) if fault else ()))
    words = value.split()
    if given_first:
        groups = _groups(words)
        cut = len(" ".join(groups[:-2]).split())
        names, surnames = " ".join(words[:cut]), " ".join(words[cut:])
    else:
        groups = _groups(words)
        cut = len(" ".join(groups[:2]).split())
        surnames, names = " ".join(words[:cut]), " ".join(words[cut:])
    first, second = split_surnames(surnames) or (surnames, "")
    return first or None, second, names or None, faults


def split_surnames(text: str) -> tuple[str, str] | None:
    """Both surnames of one field, particles kept with their word; None if there are three.

    >>> split_surnames("Ponce de León De la Cruz")
    ('Ponce de León', 'De la Cruz')
    """
    words = text.split()
    if len(words) == 2 and words[0].upper() not in PARTICLES:
        return words[0], words[1]
    if len(words) > MAX_WORDS:
        return None
    groups = _groups(words)
    if len(groups) == 3 and groups[1].split()[0].upper() in PARTICLES:
        groups = [f"{groups[0]} {groups[1]}", groups[2]]
    if len(groups) > 2:
        return None
    return (groups[0] if groups else "", groups[1] if len(groups) == 2 else "")


def _groups(words: list[str]) -> list[str]:
    """Words joined with the particles before them."""
    groups: list[str] = []
    pending: list[str] = []
    position = 0
    while position < len(words):
        compound = _compound(words[position : position + 3])
        pending.extend(words[position : position + compound])
        position += compound
        if compound > 1 or pending[-1].upper() not in PARTICLES:
            groups.append(" ".join(pending))
            pending = []
    if pending:
        groups.append(" ".join(pending))
    return groups


def _compound(words: list[str]) -> int:
    plain = tuple(
        "".join(c for c in unicodedata.normalize("NFD", w.upper()) if not unicodedata.combining(c))
        for w in words
    )
    return 3 if plain in COMPOUND else 1


def worst(faults: tuple[Fault, ...]) -> Fault | None:
    """The gravest fault."""
    return max(faults, key=lambda fault: SEVERITIES[fault.severity], default=None)
