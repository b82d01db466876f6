"""The rows of one table to families."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.core.affiliation.drafts import Draft, DraftFamily, Problems
from ayni.core.affiliation.expected import USUAL, Earning, Expected
from ayni.core.affiliation.faults import Fault, doubt, note
from ayni.core.affiliation.incomes import read_income
from ayni.core.affiliation.rows import SlotReader
from ayni.core.affiliation.sheets import Cell, Workbook, cell_text
from ayni.core.affiliation.tables import Table


class TableReader:
    """The families of one table."""

    def __init__(
        self,
        table: Table,
        workbook: Workbook,
        as_of: date,
        problems: Problems,
        *,
        several: bool,
        expected: Expected = USUAL,
    ) -> None:
        self._earning = expected.earning
        self._table, self._problems, self._workbook = table, problems, workbook
        self._committee = table.sheet.name if several else None
        self._readers = [
            SlotReader(
                table=table,
                slot=slot,
                typed=workbook.typed,
                system_1904=workbook.system_1904,
                as_of=as_of,
                problems=problems,
                expected=expected,
            )
            for slot in table.slots
        ]
        first = table.slots[0]
        self._slot = first
        self._at = {m: first.at(m) for m in ("fam", "comm", "act", "inc", "dep", "rel")}
        sheet = table.sheet
        self._marked: dict[int, list[int]] = {}
        for row, column in (*sheet.comments, *sheet.struck):
            self._marked.setdefault(row, []).append(column)

    def families(self) -> list[DraftFamily]:
        """All families, in the order of their first row."""
        families = self._by_person() if self._table.one_row_per == "person" else self._by_family()
        for family in families:
            self._about(family)
        return families

    def _by_family(self) -> list[DraftFamily]:
        index = self._at["fam"]
        families = []
        for place, (number, cells) in enumerate(self._table.rows, start=1):
            drafts = [reader.read(number, cells) for reader in self._readers]
            key = _number(cells[index]) if index >= 0 else place
            members = [draft for draft in drafts if draft is not None]
            families.append(DraftFamily(key, members))
            self._mark(number, members)
        return families

    def _by_person(self) -> list[DraftFamily]:
        index, committee = self._at["fam"], self._at["comm"]
        read = self._readers[0].read
        homes = _Homes(self._problems, numbered=index >= 0)
        place: Cell = None
        marked = bool(self._marked or self._table.sheet.hidden_rows)
        for number, cells in self._table.rows:
            draft = read(number, cells)
            if draft is None:
                continue
            if marked:
                self._mark(number, [draft])
            if committee >= 0 and cells[committee] is not None:
                place = cells[committee]
            homes.put(draft, _number(cells[index]) if index >= 0 else None, place)
        return homes.families

    def _about(self, family: DraftFamily) -> None:
        """Committee, activity, income and declared count, from the insured person's row."""
        first = next((d for d in family.members if d.relation == "insured"), family.members[0])
        cells, at = first.cells, self._at
        family.committee = _text(cells, at["comm"]) or self._committee
        if at["comm"] >= 0 and family.committee is None:
            family.committee = ""
        family.activity = _text(cells, at["act"])
        if at["dep"] >= 0:
            declared = cells[at["dep"]]
            family.declared = declared if isinstance(declared, int) else None
        if at["inc"] >= 0 or self._earning is not Earning.REFERENCE:
            # without the column nobody's earnings are told
            cell = cells[at["inc"]] if at["inc"] >= 0 else None
            family.income, fault = read_income(cell, decimal=self._workbook.decimal)
            if fault is not None and first.relation == "insured":
                self._problems.add(first, "inc", self._named(fault))

    def _named(self, fault: Fault) -> Fault:
        """Call it pay where an employer tells it."""
        if self._earning is not Earning.PAY:
            return fault
        return fault._replace(kind=fault.kind.replace("income_", "pay_"))

    def _mark(self, number: int, drafts: Sequence[Draft]) -> None:
        """Hidden rows, comments and struck-out cells of a row with persons."""
        sheet = self._table.sheet
        if number in sheet.hidden_rows and drafts:
            self._problems.add_hard(drafts[0], None, note("hidden_row"))
        for column in self._marked.get(number, ()):
            draft = self._owner(drafts, column)
            if draft is None:
                continue
            text = sheet.comments.get((number, column))
            if text:
                fault = doubt("comment_bears_on_the_person", None, text)
                self._problems.add_hard(draft, column, fault)
            if (number, column) in sheet.struck:
                shown = cell_text(draft.cells[column])
                self._problems.add_hard(draft, column, doubt("struck_out", None, shown))

    def _owner(self, drafts: Sequence[Draft], column: int) -> Draft | None:
        for draft in drafts:
            if any(c.index == column for c in draft.slot.columns.values()):
                return draft
        return drafts[0] if drafts else None


class _Homes:
    """Puts persons into families by family number, within their committee.

    Where numbers are merged over a family's rows, a row without one goes on with the family
    before it, unless it is another insured person. A number that comes again later with an
    insured person of its own is another family, and a doubt.
    """

    def __init__(self, problems: Problems, *, numbered: bool) -> None:
        self._problems, self._numbered = problems, numbered
        self._known: dict[tuple[Cell, int | str], DraftFamily] = {}
        self._current: DraftFamily | None = None
        self._key: tuple[Cell, int | str] | None = None
        self.families: list[DraftFamily] = []

    def put(self, draft: Draft, number: int | str | None, place: Cell) -> None:
        """Add one person."""
        if number is None:
            if self._current is None or draft.relation == "insured":
                self._begin(None if self._numbered else len(self.families) + 1)
        elif self._key is None or self._key != (place, number):
            self._key = (place, number)
            self._come_to(draft, number)
        if self._current is not None:
            self._current.members.append(draft)

    def _come_to(self, draft: Draft, number: int | str) -> None:
        home = None if self._key is None else self._known.get(self._key)
        if home is not None and draft.relation == "insured" and _has_insured(home):
            self._problems.add(draft, "fam", doubt("family_number_repeated"))
            home = None
        if home is None:
            self._begin(number)
        else:
            self._current = home

    def _begin(self, number: int | str | None) -> None:
        self._current = DraftFamily(number)
        self.families.append(self._current)
        if number is not None and self._key is not None:
            self._known[self._key] = self._current
        elif number is None:
            self._key = None


def _has_insured(family: DraftFamily) -> bool:
    return any(member.relation == "insured" for member in family.members)


def _number(cell: Cell) -> int | str | None:
    """A family number: whole numbers as such, whether typed as number or text."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = cell_text(cell).strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return text or None


def _text(cells: Sequence[Cell], index: int) -> str | None:
    if index < 0:
        return None
    return " ".join(cell_text(cells[index]).split()) or None
