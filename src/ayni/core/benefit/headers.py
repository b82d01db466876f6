"""Which row is the header of a table of costs, and what each column means, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.core.affiliation.sheets import Cell, Sheet, cell_text
from ayni.core.benefit.costs import NotACostFile
from ayni.core.matching import fold
from ayni.core.money import MINOR_DIGITS

HEADER_ROWS = 30
REQUIRED = ("adhesion", "month", "amount")
_SIGNS = re.compile(r"[^A-Z0-9$₡€/ ]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words of the column that says whose costs they are, from the closest on.
_CODES = (
    _words("ADHESION ADESAO"),
    _words("ASOCIACION ASSOCIATION ASSOCIACAO COOPERATIVA COOPERATIVE"),
    _words("CODIGO CODE"),
    _words("CONVENIO AGREEMENT ACUERDO"),
)
#: Words of a header by meaning; the first that a column's words hold decides, in this order.
_WORDS: Mapping[str, frozenset[str]] = {
    "amount": _words(
        "MONTO IMPORTE COSTO COSTOS COSTE AMOUNT COST COSTS VALOR CUSTO CUSTOS MONTANTE GASTO GASTOS"
    ),
    "services": _words(
        "ATENCIONES SERVICIOS SERVICES SERVICOS CANTIDAD QUANTITY COUNT QUANTIDADE ATENDIMENTOS NUMERO"
    ),
    "month": _words("MES MONTH PERIODO PERIOD"),
    "line": _words(
        "RENGLON PRESTACION PRESTACIONES LINE LINHA LINEA BENEFIT BENEFICIO RUBRO TIPO KIND"
    ),
    "currency": _words("MONEDA CURRENCY MOEDA DIVISA"),
    "adhesion": frozenset().union(*_CODES),
}
#: A column with such a word names and does not number: it is not read.
_NAMES = _words("NOMBRE NAME NOME DESCRIPCION DESCRIPTION DESCRICAO")
_SYMBOLS = {"S/": "PEN", "₡": "CRC", "R$": "BRL", "US$": "USD", "€": "EUR", "SOLES": "PEN"}


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row, its names from column A on, column by meaning, and the currency it says, if any."""

    row: int
    names: tuple[str, ...]
    columns: Mapping[str, int]
    currency: str | None


def find_header(sheet: Sheet) -> Header | None:
    """Find the first row that names adhesion, month and amount.

    Raises ``NotACostFile`` where one meaning is named twice, or a row names two of the three alone.
    """
    near: tuple[list[str], Sequence[Cell]] | None = None
    for number, cells in sheet.rows[:HEADER_ROWS]:
        found = _meanings(cells)
        if set(REQUIRED) <= set(found.values()):
            return _header(number, cells, found)
        has = [one for one in REQUIRED if one in found.values()]
        if len(has) == 2 and near is None:
            near = [one for one in REQUIRED if one not in has], cells
    if near is not None:
        names = ", ".join(_name(one) for one in near[1] if _name(one))
        raise NotACostFile("missing_columns", missing=" ".join(near[0]), found=names)
    return None


def _name(cell: Cell) -> str:
    return " ".join(cell_text(cell).split())[:80] if isinstance(cell, str) else ""


def _meanings(cells: Sequence[Cell]) -> dict[int, str]:
    found = {}
    for place, cell in enumerate(cells):
        words = _said(_name(cell))
        if words & _NAMES and not words & _CODES[2]:
            continue
        meaning = next((one for one, known in _WORDS.items() if words & known), None)
        if meaning is not None:
            found[place] = meaning
    return found


def _said(name: str) -> set[str]:
    return set(_SIGNS.sub(" ", fold(name)).split())


def _closest(names: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
    """Keep of several columns that say whose costs they are the closest one."""
    ranks = {
        place: next(rank for rank, known in enumerate(_CODES) if _said(names[place]) & known)
        for place, meaning in found.items()
        if meaning == "adhesion"
    }
    least = min(ranks.values())
    return {place: one for place, one in found.items() if ranks.get(place, least) == least}


def _header(number: int, cells: Sequence[Cell], found: Mapping[int, str]) -> Header:
    columns: dict[str, int] = {}
    names = [_name(one) for one in cells]
    while names and not names[-1]:
        names.pop()
    for place, meaning in _closest(names, found).items():
        if meaning in columns:
            first, second = names[columns[meaning]], names[place]
            raise NotACostFile("repeated_columns", first=first, second=second)
        columns[meaning] = place
    return Header(number, tuple(names), columns, _currency(names[columns["amount"]]))


def _currency(name: str) -> str | None:
    """Give the currency a header names."""
    words = _SIGNS.sub(" ", fold(name)).split()
    for word in words:
        if word in MINOR_DIGITS:
            return word
        if word in _SYMBOLS:
            return _SYMBOLS[word]
    return None
