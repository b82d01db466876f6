"""``ayni cost``: a file told once, refused row by row, listed by month; a score of what is told in part."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
import time_machine

from ayni.cli import cost, study
from ayni.cli.cost import CostsNotTaken
from ayni.cli.cost_words import COST_WORDS
from ayni.cli.main import _parser
from ayni.cli.statement import NoSuchFile
from tests.cycle.fixtures import programme
from tests.cycle.small_world import FIRST
from tests.cycle.study_texts import ask, keep, work
from tests.web.cost_fixtures import file_of

__all__ = ["programme"]
NOW = "2026-11-26T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    for verb in (cost, study):
        monkeypatch.setattr(verb, "database", contextlib.nullcontext)
    monkeypatch.setenv("AYNI_LANG", "es")


def ayni(*words: str) -> int:
    arguments = _parser(words[0]).parse_args(list(words))
    with time_machine.travel(NOW, tick=False):
        return int(arguments.run(arguments))


def written(folder: Path, *rows: str) -> str:
    path = folder / "costos.csv"
    path.write_bytes(file_of(*rows).content)
    return str(path)


def test_a_file_is_told_once_and_listed(programme, tmp_path, capsys):
    file = written(tmp_path, f"{FIRST};2026-04;;3;1.310,50")
    assert ayni("cost", "list") == 0
    assert capsys.readouterr().out == "Todavía no se contó ningún costo.\n"
    assert ayni("cost", "import", file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["rows"], told["amount"], told["months"]) == (
        True, 1, 131_050, ["2026-04"],
    )  # fmt: skip
    assert ayni("cost", "import", file) == 0
    assert "No se contó dos veces." in capsys.readouterr().out
    ayni("cost", "list", "--json")
    (month,) = json.loads(capsys.readouterr().out)
    assert (month["month"], month["amount"], month["adhesions"]) == ("2026-04", 131_050, 1)
    ayni("cost", "list")
    assert "S/ 1,310.50" in capsys.readouterr().out


def test_a_wrong_row_is_told_and_nothing_is_taken(programme, tmp_path, capsys):
    file = written(tmp_path, f"{FIRST};2026-04;;3;10,00", "NADIE\x1b[2J;2026-04;;;-1")
    assert ayni("cost", "import", file) == 1
    said = capsys.readouterr().out
    assert "fila 3, Adhesión: Nadie tiene aquí ese código." in said and "\x1b" not in said
    assert "Filas con error: 2. No se contó nada." in said
    assert ayni("cost", "import", file, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in told["problems"]] == ["adhesion_unknown", "amount_negative"]
    ayni("cost", "list", "--json")
    assert json.loads(capsys.readouterr().out) == []


def test_what_is_no_file_of_costs_is_refused_in_a_sentence(programme, tmp_path):
    path = tmp_path / "otro.csv"
    path.write_bytes(b"a;b\n1;2\n")
    with pytest.raises(CostsNotTaken, match="no se contó: No se encontró una fila"):
        ayni("cost", "import", str(path))
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CostsNotTaken, match="PDF"):
        ayni("cost", "import", str(path))
    with pytest.raises(NoSuchFile):
        ayni("cost", "import", str(tmp_path / "nada.csv"))


def test_the_score_tells_what_is_told_in_part(programme, tmp_path, capsys):
    run = ask(keep())
    assert work() == run
    ayni("cost", "import", written(tmp_path, f"{FIRST};2026-04;;3;10,00"))
    capsys.readouterr()
    assert ayni("study", "score", "programa-pequeno", "--json") == 0
    told = {(one["month"], one["component"]): one for one in json.loads(capsys.readouterr().out)}
    april = told["2026-04", "cost"]
    assert (april["actual"], april["in_part"]) == (None, {"told": 1000, "adhesions": 1, "of": 5})
    assert "in_part" not in told["2026-05", "cost"]
    ayni("study", "score", "programa-pequeno")
    assert "contado en parte (1 de 5 adhesiones)" in capsys.readouterr().out


def test_everything_is_said_in_three_languages():
    assert all(set(words) == {"es", "en", "pt"} for words in COST_WORDS.values())
