"""Files from outside are read in a process with limits."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from ayni.adapters.spreadsheets import UnreadableFile, read_workbook, read_workbook_safely
from ayni.adapters.spreadsheets.frames import dump_refusal, dump_workbook, load
from ayni.adapters.spreadsheets.safely import _POOL
from ayni.core.affiliation.sheets import Cell, CellError, Sheet, Workbook
from tests.samples import SAMPLES

TEXT = b"DNI;Nombre\n08253395;Rosa\n"
BIG = b"DNI;Nombre\n" + b"08253395;Rosa Maria Quispe Mamani\n" * 1_200_000


def test_the_same_workbook_comes_back() -> None:
    assert read_workbook_safely(name="a.csv", content=TEXT) == read_workbook(
        name="a.csv", content=TEXT
    )


def test_refusals_come_back_too() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook_safely(name="a.xlsx", content=b"%PDF-1.4")
    assert refusal.value.code == "pdf"


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook_safely(name="a.csv", content=BIG, memory=200_000_000)
    assert refusal.value.code == "too_large"
    assert read_workbook_safely(name="a.csv", content=TEXT, memory=200_000_000).sheets


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook_safely(name="a.csv", content=BIG, seconds=0.3)
    assert refusal.value.code == "too_slow"
    assert time.perf_counter() - start < 5
    assert read_workbook_safely(name="a.csv", content=TEXT).sheets


def test_a_process_is_used_again() -> None:
    read_workbook_safely(name="a.csv", content=TEXT, memory=900_000_000)
    first = [process for process in _POOL._idle if process.memory == 900_000_000]
    read_workbook_safely(name="a.csv", content=TEXT, memory=900_000_000)
    assert [p for p in _POOL._idle if p.memory == 900_000_000] == first
    assert first[0].files == 2


def test_every_kind_of_cell_survives_the_way_between_processes() -> None:
    cells: list[Cell] = [
        "Ñ\u202e\ud800",
        5,
        True,
        None,
        Decimal("1.50"),
        date(1980, 2, 3),
        CellError("#N/A"),
    ]
    sheet = Sheet(
        name="N", rows=[(3, cells)], hidden=True, hidden_rows=frozenset([3]),
        comments={(3, 1): "ojo"}, struck=frozenset([(3, 2)]), row_limit=9, cells_beyond=1,
    )  # fmt: skip
    workbook = Workbook(name="x", form="xlsx", sheets=(sheet,), system_1904=True, charset="utf-8")
    found = load(dump_workbook(workbook))
    assert found == workbook
    assert isinstance(found, Workbook)
    assert [type(c) for c in found.sheets[0].rows[0][1]] == [type(c) for c in cells]
    assert load(dump_refusal("cut", {"a": "b"})) == ("cut", {"a": "b"})


@pytest.mark.skipif(not SAMPLES.exists(), reason="no shared samples: set AYNI_SAMPLES")
def test_hostile_files_take_no_time() -> None:
    for path in sorted((SAMPLES / "hostile").glob("HA*")):
        if path.suffix == ".json":
            continue
        start = time.perf_counter()
        try:
            read_workbook_safely(name=path.name, content=path.read_bytes(), memory=300_000_000)
        except UnreadableFile as refusal:
            assert refusal.code not in ("too_large", "too_slow", "unreadable"), path.name
        assert time.perf_counter() - start < 5, path.name
