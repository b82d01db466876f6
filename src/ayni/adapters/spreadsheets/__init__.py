"""Spreadsheets: bytes to sheets of cells, and tables to .xlsx."""

from ayni.adapters.spreadsheets.reading import read_workbook
from ayni.adapters.spreadsheets.refusals import UnreadableFile
from ayni.adapters.spreadsheets.safely import read_workbook_safely
from ayni.adapters.spreadsheets.words import unreadable_text
from ayni.adapters.spreadsheets.writing import (
    ROSTER_HEADERS,
    Value,
    guarded_text,
    plain_text,
    write_roster,
    write_table,
)

__all__ = [
    "ROSTER_HEADERS",
    "UnreadableFile",
    "Value",
    "guarded_text",
    "plain_text",
    "read_workbook",
    "read_workbook_safely",
    "unreadable_text",
    "write_roster",
    "write_table",
]
