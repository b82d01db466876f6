"""`ayni roster check` for another country's documents and for an employer's list."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import pytest

from ayni.adapters.spreadsheets import write_roster
from ayni.cli.roster import register


def _checked(
    path: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[list[str], list[str]]:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    arguments = parser.parse_args(["roster", "check", str(path), "--json", *options])
    assert arguments.run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    people = [family["insured"]["status"] for family in told["families"] if family["insured"]]
    return people, [problem["kind"] for problem in told["problems"]]


def _file(folder: Path, relation: str, number: str, earned: int | None) -> Path:
    path = folder / "n.xlsx"
    row = (
        1, relation, "", number, "MORA", "ROJAS", "ANA", date(1980, 5, 1), "F", None, earned,
    )  # fmt: skip
    path.write_bytes(write_roster(rows=[row]))
    return path


def test_a_cedula_is_read_where_the_country_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, "titular", "106130584", 450_000)
    assert _checked(path, capsys, "--country", "CR") == (["accepted"], [])
    people, kinds = _checked(path, capsys)
    assert (people, kinds) == (["refused"], ["id_too_long"])


def test_a_worker_needs_his_pay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paid = _file(tmp_path, "trabajador", "40123456", 1500)
    assert _checked(paid, capsys, "--earning", "pay") == (["accepted"], [])
    unpaid = _file(tmp_path, "trabajador", "40123456", None)
    assert _checked(unpaid, capsys, "--earning", "pay") == (["doubtful"], ["pay_missing"])
