"""A roster as read: families, persons, and what is wrong with which row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOTE, DOUBT, REFUSE = "note", "doubt", "refuse"
ACCEPTED, DOUBTFUL, REFUSED = "accepted", "doubtful", "refused"


class NotARoster(Exception):
    """The whole file is refused. `code` is a key of `words.REASONS`; `params` fill its text."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row. `cell` is its address (`C6`); `proposed` is a likely answer.

    Severities: `note` (read with its one evident meaning, worth seeing), `doubt` (somebody must
    look), `refuse` (this row cannot be taken as it is). `hard`: visible only in the formatting.
    """

    sheet: str
    row: int
    column: str | None
    cell: str | None
    value: str | None
    kind: str
    severity: str
    proposed: str | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A person as a careful clerk would enter them. None means: cannot be known from the file."""

    sheet: str
    row: int
    status: str
    relation: str
    id_type: str | None
    id: str | None
    surname1: str | None
    surname2: str | None
    names: str | None
    birth_date: date | None
    sex: str | None

    @property
    def surnames(self) -> str:
        """Both surnames, as written in one field."""
        return f"{self.surname1 or ''} {self.surname2 or ''}".strip()


@dataclass(frozen=True, slots=True)
class RosterFamily:
    """Persons listed together. `reference_income` is monthly, in minor units (céntimos);
    `committee` is empty where the file has the column and leaves it blank."""

    family: int | str | None
    committee: str | None
    insured: RosterPerson | None
    dependants: tuple[RosterPerson, ...]
    activity: str | None
    reference_income: int | None

    @property
    def persons(self) -> tuple[RosterPerson, ...]:
        """Insured person first, then dependants."""
        return self.dependants if self.insured is None else (self.insured, *self.dependants)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Where the table of a sheet lies; `columns`: letter, header, meaning (`H1.birth`)."""

    sheet: str
    header_row: int
    one_row_per: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is not a person: total, repeated header, signature block."""

    sheet: str
    row: int
    what: str


@dataclass(frozen=True, slots=True)
class Statuses:
    """Persons by status; they add up to the persons of the file."""

    accepted: int
    refused: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Control:
    """Control totals. accepted + refused + doubtful = persons; `duplicate` are those refused
    because the same person stands in the file twice. `if_family_falls` counts again with every
    person of a family refused when its insured person is refused or missing."""

    rows: int
    families: int
    persons: int
    accepted: int
    refused: int
    doubtful: int
    duplicate: int
    if_family_falls: Statuses


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything one file says about who is affiliated."""

    name: str
    form: str
    as_of: date
    layouts: tuple[SheetLayout, ...]
    families: tuple[RosterFamily, ...]
    problems: tuple[RowProblem, ...]
    ignored_rows: tuple[IgnoredRow, ...]
    other_sheets: tuple[str, ...]
    control: Control
    charset: str | None = None
    separator: str | None = None
    decimal: str | None = None
    system_1904: bool = False
