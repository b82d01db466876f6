"""Words of relation and of sex, as people write them."""

from __future__ import annotations

import re
from collections.abc import Collection

from ayni.core.affiliation.faults import Fault, doubt
from ayni.core.matching import fold

LONGEST = 40
WORDS = {
    "insured": (
        "TITULAR", "SOCIO", "SOCIA", "ASEGURADO", "ASEGURADA", "JEFE DE FAMILIA", "JEFA DE FAMILIA",
        "JEFE", "JEFA", "PRODUCTOR", "PRODUCTORA", "ASOCIADO", "ASOCIADA", "INSURED",
    ),
    "spouse": (
        "CONYUGE", "CONYUGUE", "ESPOSA", "ESPOSO", "MUJER", "MARIDO", "SENORA", "CASADA",
        "CASADO", "SPOUSE", "WIFE", "HUSBAND", "ESPOSA O", "ESPOSO A",
    ),
    "partner": (
        "CONVIVIENTE", "CONV", "CONVIV", "PAREJA", "CONCUBINA", "CONCUBINO", "COMPANERA",
        "COMPANERO", "PARTNER",
    ),
    "child": (
        "HIJO", "HIJA", "HIJO A", "HIJA O", "HIJOS", "HIJO MENOR", "HIJA MENOR", "HIJO MAYOR",
        "HIJA MAYOR", "HIJASTRO", "HIJASTRA", "CHILD", "SON", "DAUGHTER", "FILHO", "FILHA",
        "HIJO MENOR DE EDAD", "HIJA MENOR DE EDAD", "HIJO DISCAPACITADO", "HIJA DISCAPACITADA",
    ),
    "father": ("PADRE", "PAPA", "FATHER", "PAI"),
    "mother": ("MADRE", "MAMA", "MOTHER", "MAE"),
    "other": (
        "AHIJADO", "AHIJADA", "PEON", "PRIMO", "PRIMA", "SOBRINO", "SOBRINA", "TIO", "TIA",
        "ABUELO", "ABUELA", "NIETO", "NIETA", "HERMANO", "HERMANA", "CUNADO", "CUNADA", "SUEGRO",
        "SUEGRA", "YERNO", "NUERA", "EMPLEADO", "EMPLEADA", "TRABAJADOR", "TRABAJADORA",
        "JORNALERO",
        "AMIGO", "AMIGA", "VECINO", "VECINA", "PADRINO", "MADRINA", "OTRO", "OTRA", "OTROS",
    ),
}  # fmt: skip
LETTERS = {
    "T": "insured", "C": "spouse", "E": "spouse", "V": "partner", "H": "child", "P": "father",
    "M": "mother",
}  # fmt: skip
MINORS = ("MENOR", "MENOR A CARGO", "MENOR DE EDAD", "NINO", "NINA", "BEBE")
RELATION = {word: relation for relation, words in WORDS.items() for word in words}
SIGNS = re.compile(r"[^A-Z0-9Ñ]+")
OF_WHOM = re.compile(r" (?:DEL|DE LA|DE EL) (?:SOCI[OA]|TITULAR|ASEGURAD[OA]|JEF[EA])$")
MALE = frozenset(["M", "MASCULINO", "MASC", "HOMBRE", "VARON", "MALE", "H", "MACHO"])
FEMALE = frozenset(["F", "FEMENINO", "FEM", "MUJER", "FEMALE", "FEMENINA", "DAMA"])
Read = tuple[str, Fault | None]


#: Whom an employer lists as the insured person.
WORKERS = frozenset(
    ["TRABAJADOR", "TRABAJADORA", "TRABAJADOR A", "EMPLEADO", "EMPLEADA", "OBRERO", "OBRERA", "JORNALERO",
     "JORNALERA", "WORKER", "EMPLOYEE"]
)  # fmt: skip


def read_relation(  # noqa: PLR0911 - a ladder of rules
    text: str, *, letters: Collection[str] = (), workers: bool = False
) -> Read:
    """The relation a word says, and the fault.

    `letters` are the one-letter words of the column: C is a spouse only where V is used as well,
    because alone it may mean conviviente. `workers`: the list is an employer's, whose workers are
    the insured persons.
    """
    if len(text) > LONGEST:
        return "unknown", doubt("relation_unreadable")
    word = SIGNS.sub(" ", fold(text)).strip()
    if not word:
        return "unknown", doubt("relation_missing")
    word = OF_WHOM.sub("", word)
    if workers and word in WORKERS:
        return "insured", None
    known = RELATION.get(word)
    if known == "other":
        return "other", doubt("relation_outside_family")
    if known is not None:
        return known, None
    if word in MINORS:
        return "unknown", doubt("relation_unclear", "child")
    if word in LETTERS:
        return _letter(word, letters)
    likely = _nearest(word)
    if likely is None:
        return "unknown", doubt("relation_unreadable")
    return likely, doubt("relation_misspelt", likely)


def _letter(letter: str, letters: Collection[str]) -> Read:
    relation = LETTERS[letter]
    if letter in "CE" and "V" not in letters:
        return "unknown", doubt("relation_unclear", relation)
    return relation, None


def _sound(word: str) -> str:
    """Spelling as it sounds: b and v, s, z and c, h, m before b are not told apart."""
    for letters, one in (("V", "B"), ("Z", "S"), ("MB", "NB"), ("H", ""), ("LL", "Y"), ("QU", "K")):
        word = word.replace(letters, one)
    return word


def _nearest(word: str) -> str | None:
    """The relation whose word is one slip away; None if none is, or two relations are."""
    if len(word) < 3:
        return None
    sound = _sound(word)
    exact = {r for known, r in RELATION.items() if _sound(known) == sound}
    near = exact or {
        r for known, r in RELATION.items() if len(known) > 3 and _one_slip(_sound(known), sound)
    }
    near = near or {r for known, r in RELATION.items() if len(known) > 3 and _one_slip(known, word)}
    near.discard("other")
    return near.pop() if len(near) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """At most one letter put in, left out, changed, or two neighbours exchanged?"""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def sex_words(*, header: str, values: Collection[str]) -> dict[str, str]:
    """Which word means which sex in a column.

    Where H stands for hombre (the header says so, or H is used and F is not) M is mujer. Where H
    and F are both used, M is not in the dictionary: nobody can tell.
    """
    words = dict.fromkeys(MALE, "M") | dict.fromkeys(FEMALE, "F")
    used = {SIGNS.sub("", fold(value)) for value in values if len(value) < 20}
    head = SIGNS.sub(" ", fold(header)).split()
    pair = "H" in head and "M" in head and "F" not in head
    if pair or ("H" in used and "F" not in used):
        words["M"] = "F"
        if "F" in used and pair:
            del words["M"]
    elif {"H", "F"} <= used:
        del words["M"]
    return words


def read_sex(text: str, *, words: dict[str, str]) -> tuple[str | None, Fault | None]:
    """M, F or None, and the fault."""
    if len(text) > LONGEST:
        return None, doubt("sex_unreadable")
    word = SIGNS.sub("", fold(text))
    if not word:
        return None, doubt("sex_unreadable" if text.strip(" -._") else "sex_missing")
    sex = words.get(word)
    return (sex, None) if sex else (None, doubt("sex_unreadable"))
