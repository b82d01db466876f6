"""Rows of a table to persons. Every cell that says the same is read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.core.affiliation import cedulas
from ayni.core.affiliation.birth_dates import BirthDates, month_first_column
from ayni.core.affiliation.documents import read_document, read_type
from ayni.core.affiliation.drafts import Draft, Problems
from ayni.core.affiliation.expected import USUAL, Earning, Expected
from ayni.core.affiliation.faults import Fault, doubt, refuse
from ayni.core.affiliation.headers import header_words
from ayni.core.affiliation.person_names import (
    Part,
    Parts,
    clean_part,
    split_full_name,
    split_surnames,
)
from ayni.core.affiliation.relations import read_relation, read_sex, sex_words
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError, cell_text
from ayni.core.affiliation.tables import Slot, Table

ROLE_RELATIONS = {"T": "insured", "Y": "spouse", "P": "father", "M": "mother"}
MEANINGS = ("id", "idt", "full", "surn", "s1", "s2", "nm", "birth", "rel", "sex")
NEWBORN_YEARS = 2
WITHOUT_NUMBER = frozenset(["id_missing", "id_not_a_number"])
FULL, TWO, THREE = ("full", "full", "full"), ("surn", "surn", "nm"), ("s1", "s2", "nm")
EMPTY: Part = ("", None)
Named = tuple[str | None, str | None, str | None, tuple[tuple[str, Fault], ...]]


class SlotReader:
    """Reads the persons of one slot of one table."""

    def __init__(
        self, *, table: Table, slot: Slot, typed: bool, system_1904: bool, as_of: date,
        problems: Problems, expected: Expected = USUAL,
    ) -> None:  # fmt: skip
        self._cedulas = expected.country == "CR"
        self._workers = expected.earning is Earning.PAY
        self._slot, self._typed, self._problems = slot, typed, problems
        self._sheet = table.sheet.name
        self._as_of = as_of
        self._newborn = _years_before(as_of, NEWBORN_YEARS)
        texts = _texts(table, slot.at("birth"))
        self._dates = BirthDates(
            as_of=as_of, system_1904=system_1904, month_first=month_first_column(texts)
        )
        relations = _texts(table, slot.at("rel"))
        self._letters = {text.strip().upper() for text in relations if len(text.strip()) == 1}
        sex = slot.columns.get("sex")
        self._sex_words = sex_words(
            header=sex.header if sex else "", values=set(_texts(table, slot.at("sex")))
        )
        full = slot.columns.get("full")
        words = header_words(full.header) if full else []
        self._given_first = bool(words) and words[0].startswith("NOM") and len(words) > 1
        self._at = {m: slot.at(m) for m in
                    MEANINGS}  # fmt: skip
        self._parts: dict[str, Part] = {}
        self._surnames: dict[str, tuple[str, str] | None] = {}
        self._days: dict[Cell, tuple[date | None, Fault | None]] = {}
        self._relations: dict[Cell, tuple[str, Fault | None]] = {}
        self._sexes: dict[Cell, tuple[str | None, Fault | None]] = {}
        self._types: dict[Cell, str | None] = {}

    def read(self, number: int, cells: Sequence[Cell]) -> Draft | None:
        """The person of this row; None if the slot is empty there."""
        at = self._at
        if self._slot.role not in (None, "T") and not self._present(cells):
            return None
        relation, relation_fault = self._relation(cells)
        id_type, id_, id_fault = self._document(cells)
        first, second, names, name_faults = self._names(cells)
        cell = cells[at["birth"]]
        found = self._days.get(cell)
        if found is None:
            found = self._days[cell] = self._dates.read(cell)
        birth, birth_fault = found
        sex, sex_fault = self._sex(cells)
        draft = Draft(
            self._sheet, number, cells if isinstance(cells, (list, tuple)) else tuple(cells),
            self._slot, relation, id_type, id_, first, second, names, birth, sex,
        )  # fmt: skip
        if id_fault or birth_fault or relation_fault or sex_fault or name_faults:
            if id_fault and id_fault.kind in WITHOUT_NUMBER:
                id_fault = self._newborn_fault(id_fault, relation, birth)
            faults = (("rel", relation_fault), ("id", id_fault), ("birth", birth_fault),
                      ("sex", sex_fault))  # fmt: skip
            for meaning, fault in faults:
                if fault is not None:
                    self._problems.add(draft, meaning, fault)
            for meaning, fault in name_faults:
                self._problems.add(draft, meaning, fault)
        return draft

    def _present(self, cells: Sequence[Cell]) -> bool:
        places = (self._at[m] for m in ("id", "full", "surn", "s1", "nm", "birth"))
        return any(i >= 0 and cell_text(cells[i]).strip(" -_.") for i in places)

    def _newborn_fault(self, fault: Fault, relation: str, birth: date | None) -> Fault:
        young = birth is not None and birth > self._newborn
        return doubt("id_missing_newborn") if young and relation == "child" else fault

    def _relation(self, cells: Sequence[Cell]) -> tuple[str, Fault | None]:
        index = self._at["rel"]
        if index < 0:
            return ROLE_RELATIONS.get(self._slot.role or "", "child"), None
        cell = cells[index]
        found = self._relations.get(cell)
        if found is None:
            if isinstance(cell, CellError):
                found = ("unknown", _error(cell))
            else:
                found = read_relation(cell_text(cell), letters=self._letters, workers=self._workers)
            self._relations[cell] = found
        return found

    def _document(self, cells: Sequence[Cell]) -> tuple[str, str | None, Fault | None]:
        index = self._at["id"]
        if index < 0:
            return "CR" if self._cedulas else "DNI", None, refuse("id_missing")
        type_index = self._at["idt"]
        said: str | None = None
        unclear = False
        if type_index >= 0:
            cell = cells[type_index]
            if cell not in self._types:
                self._types[cell] = self._type(cell_text(cell)[:40])
            said = self._types[cell]
            unclear = said is None and bool(cell_text(cell).strip(" -."))
        id_type, id_, fault = self._number(cells[index], said)
        if unclear and (fault is None or fault.severity == "note"):
            fault = doubt("id_type_unclear", None, cell_text(cells[type_index]))
        return id_type, id_, fault

    def _type(self, text: str) -> str | None:
        return cedulas.read_type(text) if self._cedulas else read_type(text)

    def _number(self, cell: Cell, said: str | None) -> tuple[str, str | None, Fault | None]:
        if self._cedulas:
            return cedulas.read_cedula(cell, id_type=said)
        return read_document(cell, id_type=said, typed=self._typed)

    def _sex(self, cells: Sequence[Cell]) -> tuple[str | None, Fault | None]:
        index = self._at["sex"]
        if index < 0:
            return None, None
        cell = cells[index]
        found = self._sexes.get(cell)
        if found is None:
            if isinstance(cell, CellError):
                found = (None, doubt("sex_unreadable"))
            else:
                found = read_sex(cell_text(cell), words=self._sex_words)
            self._sexes[cell] = found
        return found

    def _names(self, cells: Sequence[Cell]) -> Named:
        at = self._at
        if at["full"] >= 0:
            return self._full(cells[at["full"]])
        if at["surn"] >= 0:
            return self._two_columns(cells[at["surn"]], cells[at["nm"]])
        second = cells[at["s2"]] if at["s2"] >= 0 else None
        return self._three_columns(cells[at["s1"]], second, cells[at["nm"]])

    def _full(self, cell: Cell) -> Named:
        if not isinstance(cell, str) or not cell.strip(" -._"):
            return None, None, None, (("full", _not_text(cell)),)
        surnames, comma, names = cell.partition(",")
        if comma and not self._given_first and "," not in names:
            first, second = self._split(surnames) or ("", "")
            names = names.strip(" ")
            if first and names:
                return self._clean((first, second, names), FULL)
        return _all_in("full", split_full_name(cell, given_first=self._given_first))

    def _split(self, surnames: str) -> tuple[str, str] | None:
        if surnames not in self._surnames:
            self._surnames[surnames] = split_surnames(surnames)
        return self._surnames[surnames]

    def _two_columns(self, surnames: Cell, names: Cell) -> Named:
        if isinstance(surnames, str) and isinstance(names, str):
            split = self._split(surnames)
            if split is not None and split[0]:
                return self._clean((*split, names), TWO)
            one, two, given, faults = self._clean((surnames, "", names), TWO)
            unclear = doubt("name_order_unclear", None, surnames)
            return one, two, given, (*faults, ("surn", unclear))
        meaning = "nm" if isinstance(surnames, str) else "surn"
        return None, None, None, ((meaning, _not_text(surnames, names)),)

    def _three_columns(self, first: Cell, second: Cell, names: Cell) -> Named:
        if isinstance(names, str) and isinstance(second, (str, type(None))):
            if isinstance(first, str):
                return self._clean((first, second or "", names), THREE)
            if first is None and second:
                one, two, given, faults = self._clean((second, "", names), ("s2", "s2", "nm"))
                return one, two, given, (*faults, ("s1", doubt("name_first_surname_missing")))
        meaning = "nm" if isinstance(first, str) else "s1"
        return None, None, None, ((meaning, _not_text(first, second, names)),)

    def _clean(self, texts: tuple[str, str, str], meanings: tuple[str, str, str]) -> Named:
        first, second, names = texts
        parts = self._parts
        one = parts.get(first) or self._part(first)
        two = (parts.get(second) or self._part(second)) if second else EMPTY
        given = parts.get(names) or self._part(names)
        if one[1] is None and two[1] is None and given[1] is None:
            if one[0] and given[0]:
                return one[0], two[0], given[0], ()
            missing = meanings[0] if given[0] else meanings[2]
            return one[0], two[0], given[0], ((missing, refuse("name_missing")),)
        faults = tuple(
            (meaning, part[1])
            for meaning, part in zip(meanings, (one, two, given), strict=True)
            if part[1] is not None
        )
        return one[0], two[0], given[0], faults

    def _part(self, text: str) -> Part:
        part = self._parts[text] = clean_part(text)
        return part


def _all_in(meaning: str, parts: Parts) -> Named:
    first, second, names, faults = parts
    return first, second, names, tuple((meaning, fault) for fault in faults)


def _texts(table: Table, index: int) -> list[str]:
    if index < 0:
        return []
    found = (cells[index] for _, cells in table.rows)
    return [cell for cell in found if isinstance(cell, str)]


def _error(cell: CellError) -> Fault:
    return refuse("formula_without_value" if cell.code == NO_VALUE else "cell_error")


def _not_text(*cells: Cell) -> Fault:
    for cell in cells:
        if isinstance(cell, CellError):
            return _error(cell)
    if any(cell is not None and not isinstance(cell, str) for cell in cells):
        return refuse("name_not_text")
    return refuse("name_missing")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
