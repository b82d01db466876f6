"""``ayni synth`` writes files that the readers take, and a truth that agrees with them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import fastexcel
import pytest

from ayni.adapters.bankfiles import read_statement
from ayni.adapters.spreadsheets import read_workbook
from ayni.cli.main import main
from ayni.core.affiliation import read_roster
from ayni.core.collection import check_reference


def _synth(out: Path, *more: str) -> dict[str, object]:
    assert main(["synth", "--families", "240", "--seed", "11", "--out", str(out), *more]) == 0
    return json.loads((out / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("synth") / "with space"
    return out, _synth(out, "--errors")


def test_all_files_named_in_the_truth_are_there_and_no_other(made):
    out, truth = made
    named = [one["file"] for one in (*truth["rosters"], *truth["statements"])]
    found = [str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()]
    assert sorted([*named, "truth.json"]) == sorted(found)
    assert len(truth["rosters"]) == len(truth["cooperatives"]) == 20


def test_every_roster_holds_its_persons_under_its_header(made):
    out, truth = made
    forms = 0
    for one in truth["rosters"]:
        sheet = fastexcel.read_excel(out / one["file"]).load_sheet(
            one["sheet"], header_row=one["header_row"] - 1, dtypes="string"
        )
        table = sheet.to_polars()
        assert table.columns[:4] == [
            "N° Familia",
            "Parentesco",
            "Tipo de documento",
            "N° de documento",
        ]
        assert table.height == one["control"]["persons"]
        assert table["N° Familia"].n_unique() == one["control"]["families"]
        assert (table["Parentesco"] == "Titular").sum() == one["control"]["families"]
        forms += "Comité" in table.columns
    assert forms == 6


def test_problems_stand_in_the_cells_the_truth_names(made):
    out, truth = made
    kinds = set()
    for one in truth["rosters"]:
        rows = fastexcel.read_excel(out / one["file"]).load_sheet(
            one["sheet"], header_row=one["header_row"] - 1, dtypes="string"
        )
        for problem in one["problems"]:
            cell = rows.to_polars()[problem["column"]][problem["row"] - one["header_row"] - 1]
            assert cell == problem["value"]
            kinds.add(problem["kind"])
        control = one["control"]
        assert control["accepted"] + control["doubtful"] + control["refused"] == control["persons"]
    assert kinds


def test_intake_finds_exactly_the_problems_of_the_truth(made):
    out, truth = made
    for one in truth["rosters"]:
        path = out / one["file"]
        book = read_workbook(name=path.name, content=path.read_bytes())
        read = read_roster(workbook=book, as_of=date.fromisoformat(truth["as_of"]))
        found = {(x.sheet, x.row, str(x.severity), x.proposed) for x in read.problems}
        # who is listed by another cooperative is known to the registry, not to the file
        assert found == {
            (x["sheet"], x["row"], x["severity"], x["proposed"])
            for x in one["problems"]
            if x["also_in"] is None
        }
        assert read.control.persons == one["control"]["persons"]


def test_statements_are_read_back_with_their_balances_and_entries(made):
    out, truth = made
    read = 0
    for one in truth["statements"]:
        path = out / one["file"]
        (statement,) = read_statement(content=path.read_bytes(), name=path.name).statements
        assert statement.opening == one["opening_cents"]
        assert statement.closing == one["closing_cents"]
        assert (statement.number, statement.currency) == (one["statement"], one["currency"])
        assert len(statement.entries) == one["entries"]
        read += len(statement.entries)
    assert read == len(truth["payments"]) > 80
    assert {one["currency"] for one in truth["statements"]} == {"PEN", "USD"}


def test_every_notice_has_a_reference_with_right_check_digits(made):
    _, truth = made
    references = [one["reference"] for one in truth["notices"]]
    assert len(set(references)) == len(references) == 6 * 20
    assert all(check_reference(reference) for reference in references)


def test_one_cooperative_stops_and_one_never_pays(made):
    _, truth = made
    months = [one["month"] for one in truth["payments"] if one["cooperative"] == truth["explained"]]
    assert sorted(months) == ["2026-04", "2026-05", "2026-06", "2026-07"]
    assert truth["uncovered"] not in {one["cooperative"] for one in truth["payments"]}


def test_the_same_seed_writes_the_same_truth_without_errors_none(made, tmp_path):
    _, truth = made
    again = _synth(tmp_path / "again", "--errors")
    assert again == truth
    clean = _synth(tmp_path / "clean", "--json")
    assert all(one["problems"] == [] for one in clean["rosters"])
    assert clean["payments"] == truth["payments"]


def test_birth_dates_are_real_dates(made):
    out, truth = made
    one = truth["rosters"][0]
    table = fastexcel.read_excel(out / one["file"]).load_sheet(one["sheet"]).to_polars()
    born = table["Fecha de nacimiento"].drop_nulls().to_list()
    assert all(isinstance(day, date) for day in born) or one["problems"]


@pytest.mark.parametrize("families", ["2", "-1", "3000001"])
def test_impossible_numbers_of_families_are_refused(families, tmp_path, capsys):
    out = tmp_path / "none"
    assert main(["synth", f"--families={families}", "--out", str(out)]) == 1
    assert families.lstrip("-") in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_holds_something_is_refused_untouched(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["synth", "--families", "10", "--out", str(tmp_path)]) == 1
    assert "no es una carpeta vacía" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_negative_seed_is_refused(tmp_path, capsys):
    assert main(["synth", "--families=10", "--seed=-1", "--out", str(tmp_path / "x")]) == 1
    assert "semilla" in capsys.readouterr().err
