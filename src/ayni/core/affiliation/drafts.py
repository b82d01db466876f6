"""Persons while they are being judged: rows first, then families, then the whole file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ayni.core.affiliation.faults import SEVERITIES, Fault
from ayni.core.affiliation.roster import ACCEPTED, DOUBTFUL, REFUSED, RosterPerson, RowProblem
from ayni.core.affiliation.sheets import Cell, cell_text, column_letters
from ayni.core.affiliation.tables import Slot

STATUS = (ACCEPTED, DOUBTFUL, REFUSED)
LONGEST_VALUE = 200


@dataclass(slots=True, eq=False)
class Draft:
    """One person of one row."""

    sheet: str
    row: int
    cells: list[Cell] | tuple[Cell, ...]
    slot: Slot
    relation: str
    id_type: str
    id: str | None
    surname1: str | None
    surname2: str | None
    names: str | None
    birth_date: date | None
    sex: str | None
    worst: int = 0
    duplicate: bool = False

    def freeze(self) -> RosterPerson:
        """The person as read."""
        return RosterPerson(
            self.sheet,
            self.row,
            STATUS[self.worst],
            self.relation,
            self.id_type,
            self.id,
            self.surname1,
            self.surname2,
            self.names,
            self.birth_date,
            self.sex,
        )


@dataclass(slots=True, eq=False)
class DraftFamily:
    """Persons listed together, in the order of the file."""

    number: int | str | None
    members: list[Draft] = field(default_factory=list)
    committee: str | None = None
    activity: str | None = None
    income: int | None = None
    declared: int | None = None
    insured: Draft | None = None


class Problems:
    """Collects what is wrong, and raises the status of the person it is about."""

    def __init__(self) -> None:
        self.found: list[RowProblem] = []

    def add(self, draft: Draft, meaning: str, fault: Fault) -> None:
        """A fault of one cell of one person."""
        column = draft.slot.columns.get(meaning) or draft.slot.columns.get("full")
        draft.worst = max(draft.worst, SEVERITIES[fault.severity])
        index = None if column is None else column.index
        value = fault.value
        if value is None and index is not None and index < len(draft.cells):
            value = cell_text(draft.cells[index])
        self.found.append(
            RowProblem(
                draft.sheet,
                draft.row,
                None if column is None else column.header,
                None if index is None else f"{column_letters(index)}{draft.row}",
                None if value is None else value[:LONGEST_VALUE],
                fault.kind,
                fault.severity,
                fault.proposed,
            )
        )

    def add_hard(self, draft: Draft, index: int | None, fault: Fault) -> None:
        """A fault visible only in formatting or comments: of one cell, or of the row (None)."""
        draft.worst = max(draft.worst, SEVERITIES[fault.severity])
        header = next((c.header for c in draft.slot.columns.values() if c.index == index), None)
        cell = None if index is None else f"{column_letters(index)}{draft.row}"
        self.found.append(
            RowProblem(
                draft.sheet,
                draft.row,
                header,
                cell,
                fault.value,
                fault.kind,
                fault.severity,
                fault.proposed,
                hard=True,
            )
        )

    def add_row(
        self, sheet: str, row: int, index: int | None, value: str | None, fault: Fault
    ) -> None:
        """A fault of a row that is no person, or of a sheet."""
        cell = None if index is None else f"{column_letters(index)}{row}"
        self.found.append(
            RowProblem(sheet, row, None, cell, value, fault.kind, fault.severity, fault.proposed)
        )
