"""Which row is the header, and what each column means, by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ayni.core.affiliation.sheets import Cell, Sheet
from ayni.core.matching import fold

HEADER_ROWS = 60
MAX_HEADER = 80
CORE = frozenset(["id", "full", "surn", "s1", "nm", "birth", "rel", "sex"])
SIGNS = str.maketrans(dict.fromkeys("º°ª.:_/()-,;*#\n\t\xa0", " "))
NUMBERED_CHILD = re.compile(r"(?:HIJO|HIJA|DEPENDIENTE|DERECHOHABIENTE)([0-9]{1,2})")
ROLES = {
    "TITULAR": "T",
    "SOCIO": "T",
    "ASEGURADO": "T",
    "CONYUGE": "Y",
    "ESPOSA": "Y",
    "ESPOSO": "Y",
    "CONVIVIENTE": "Y",
    "PAREJA": "Y",
    "PADRE": "P",
    "MADRE": "M",
}
CHILD_WORDS = ("HIJO", "HIJA", "DEPENDIENTE")
ORDER = frozenset(["N", "NRO", "NUM", "NUMERO", "NO", "ITEM", "ORDEN", "CORRELATIVO", "N ORDEN"])


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: place from 0, header as written, meaning, whose (T, Y, H1) if said."""

    index: int
    header: str
    meaning: str
    role: str | None


def _starts(*stems: str) -> Callable[[list[str]], bool]:
    return lambda words: any(word.startswith(stems) for word in words)


def _is(*texts: str) -> Callable[[list[str]], bool]:
    return lambda words: " ".join(words) in texts


def _has(*needed: str) -> Callable[[list[str]], bool]:
    return lambda words: set(words) & set(needed) != set()


def _birth(words: list[str]) -> bool:
    stems = ("NAC", "FNAC", "FECNAC", "NASC", "BIRTH", "DOB", "CUMPLE")
    return any(w.startswith(stems) and not w.startswith(("NACIONAL", "NASCIONAL")) for w in words)


def _identity_type(words: list[str]) -> bool:
    return _has("TIPO", "TIPODOC", "TYPE")(words) and _starts("DOC", "IDENT", "TIPODOC")(words)


def _full_name(words: list[str]) -> bool:
    both = _starts("APELLIDO", "AP", "SURNAME")(words) and _starts("NOMBRE", "NOM", "NAME")(words)
    return both or _is("NOMBRE COMPLETO", "APENOM", "FULL NAME", "NOME COMPLETO")(words)


def _first_surname(words: list[str]) -> bool:
    return _starts("PATERN")(words) or _is(
        "PRIMER APELLIDO", "APELLIDO 1", "APELLIDO1", "1ER APELLIDO", "1 APELLIDO"
    )(words)


def _second_surname(words: list[str]) -> bool:
    return _starts("MATERN")(words) or _is(
        "SEGUNDO APELLIDO", "APELLIDO 2", "APELLIDO2", "2DO APELLIDO", "2 APELLIDO"
    )(words)


#: The first that applies gives the meaning; narrower words stand before wider ones.
MEANINGS: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("birth", _birth),
    ("idt", _identity_type),
    ("dep", _has("DEPENDIENTES", "DERECHOHABIENTES", "BENEFICIARIOS")),
    ("rel", _starts("PARENT", "VINCUL", "CONDICION", "RELACION", "RELATION")),
    ("rel", _is("TIPO", "TIPO DE AFILIADO", "TIPO AFILIADO", "CALIDAD")),
    ("s1", _first_surname),
    ("s2", _second_surname),
    ("full", _full_name),
    ("fam", _starts("FAM", "NUCLEO", "HOGAR", "CODFAM", "NROFAM", "NFAM")),
    ("id", _starts("DNI", "DOC", "LIBRETA", "CEDULA", "IDENTI", "CUI", "CPF")),
    ("id", _is("CE", "ID")),
    ("surn", _starts("APELLIDO", "SURNAME", "SOBRENOME")),
    ("nm", _starts("NOMBRE", "NOMBRES", "NAME", "NOME")),
    ("sex", _starts("SEXO", "GENERO", "SEX", "GENDER")),
    ("sex", _is("S", "H M", "M F")),
    ("act", _starts("ACTIVIDAD", "RUBRO", "CULTIVO", "GIRO", "OCUPACION", "PRODUCTO")),
    ("inc", _starts("INGRESO", "MONTO", "SUELDO", "REMUNERACION", "RMV", "RENTA")),
    ("inc", _is("ING REF", "ING", "ING MENSUAL", "BASE IMPONIBLE")),
    ("base", _is("BASE")),
    ("comm", _starts("COMITE", "SECTOR", "ZONA", "CASERIO", "LOCALIDAD", "ANEXO", "COMUNIDAD")),
    ("tel", _starts("TEL", "CEL", "MOVIL")),
    ("ha", _starts("HECTAREA")),
    ("ha", _is("HA", "HAS")),
    ("obs", _starts("OBS", "NOTA", "COMENTARIO")),
    ("ord", lambda words: " ".join(words) in ORDER),
)


def header_words(text: str) -> list[str]:
    """The words of a header, folded, without signs."""
    return fold(text.translate(SIGNS)).split()


def column_of(index: int, header: str) -> Column | None:
    """What the header means, and of whom; None if it says nothing we know."""
    role, words = _role(header_words(header))
    for meaning, applies in MEANINGS:
        if words and applies(words):
            return Column(index, header, meaning, role)
    return None


def _role(words: list[str]) -> tuple[str | None, list[str]]:
    """The role a header names and the words that are left."""
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1 :]
        child = NUMBERED_CHILD.fullmatch(word)
        if child:
            return f"H{int(child.group(1))}", rest
        if word in CHILD_WORDS and place + 1 < len(words) and words[place + 1].isdigit():
            return f"H{int(words[place + 1])}", words[:place] + words[place + 2 :]
        if word in ROLES and rest:
            return ROLES[word], [w for w in rest if w not in ("DEL", "DE", "LA")]
    return None, words


def find_header(sheet: Sheet) -> tuple[int, tuple[Column, ...]] | None:
    """Position in `sheet.rows` of the header, and its columns; None if no row looks like one."""
    best: tuple[int, tuple[Column, ...]] | None = None
    most = 1
    for position, (_, cells) in enumerate(sheet.rows[:HEADER_ROWS]):
        columns = _columns(cells)
        count = len({column.meaning for column in columns} & CORE)
        if count > most:
            best, most = (position, columns), count
    return best


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    found = (
        column_of(index, cell)
        for index, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) <= MAX_HEADER
    )
    return tuple(column for column in found if column is not None)
