"""Rosters received: who is named, in which family, and what is wrong with which row."""

from ayni.core.affiliation.changes import Changed, RosterChanges, compare
from ayni.core.affiliation.document_form import refusal_document, roster_document
from ayni.core.affiliation.expected import USUAL, Earning, Expected
from ayni.core.affiliation.reading import read_roster
from ayni.core.affiliation.roster import (
    Control,
    IgnoredRow,
    NotARoster,
    Roster,
    RosterFamily,
    RosterPerson,
    RowProblem,
    SheetLayout,
    Statuses,
)
from ayni.core.affiliation.words import problem_place, problem_text, refusal_text

__all__ = [
    "USUAL",
    "Changed",
    "Control",
    "Earning",
    "Expected",
    "IgnoredRow",
    "NotARoster",
    "Roster",
    "RosterChanges",
    "RosterFamily",
    "RosterPerson",
    "RowProblem",
    "SheetLayout",
    "Statuses",
    "compare",
    "problem_place",
    "problem_text",
    "read_roster",
    "refusal_document",
    "refusal_text",
    "roster_document",
]
