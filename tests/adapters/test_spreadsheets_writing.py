"""What we write is text where it was text, and never runs."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.adapters.spreadsheets import (
    ROSTER_HEADERS,
    guarded_text,
    plain_text,
    read_workbook,
    write_roster,
    write_table,
)

PAYLOADS = [
    "=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", " =1",
    '=HYPERLINK("http://127.0.0.1/")', "'=1", "http://127.0.0.1/", "{=1}", "00123",
]  # fmt: skip


def test_a_roster_comes_back_as_it_was_written() -> None:
    row = (1, "Titular", "DNI", "00123456", "Núñez", None, "Rosa", date(1980, 2, 3), "F", "café",
           Decimal("1356.5"))  # fmt: skip
    (sheet,) = read_workbook(name="x", content=write_roster(rows=[row])).sheets
    assert [list(cells) for _, cells in sheet.rows] == [list(ROSTER_HEADERS), list(row)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_written_is_a_formula(payload: str) -> None:
    for content in (
        write_table(title="t", headers=[payload], rows=[[payload]]),
        write_roster(rows=[[payload]]),
    ):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert not [c for row in sheet.iter_rows() for c in row if c.hyperlink]
        assert isinstance(sheet["A2"].value, str)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_guarded_text_begins_harmlessly_and_is_restored(payload: str) -> None:
    guarded = guarded_text(payload)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert plain_text(guarded) == payload


@given(st.text(max_size=40))
def test_any_text_is_restored(text: str) -> None:
    assert plain_text(guarded_text(text)) == text


def test_a_cell_cannot_hold_just_anything() -> None:
    with pytest.raises(TypeError):
        write_table(title="t", headers=["a"], rows=[[object()]])  # type: ignore[list-item]


def test_titles_that_a_sheet_may_not_have_are_mended() -> None:
    content = write_table(title="a/b:[x]" + "y" * 40, headers=["a"], rows=[])
    assert len(read_workbook(name="x", content=content).sheets[0].name) == 31
