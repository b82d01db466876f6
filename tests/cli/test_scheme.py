"""``ayni scheme`` on files alone."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from ayni.adapters.schemefiles import folder_of
from ayni.cli import scheme as verb

MODEL = "pe-modelo-colectivo"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    verb.register(parser.add_subparsers())
    arguments = parser.parse_args(["scheme", *words])
    return int(arguments.run(arguments))


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    listed = {one["code"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed[MODEL]["standing"] == "proposed"
    assert run("list", "--language", "en") == 0
    assert "proposed model, not law" in capsys.readouterr().out


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", MODEL) == 0
    out = capsys.readouterr().out
    assert "ingreso_referencia (PEN)" in out
    assert "2025-01-01  1130.00  [propuesta de modelo, no es ley]" in out
    assert "# Modelo de seguro colectivo (propuesta)" in out
    assert run("show", MODEL, "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) >= {"rules", "parameters", "rules_digest"}


def test_an_unknown_scheme_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "xx-nada") == 1
    assert MODEL in capsys.readouterr().err


def test_check_is_green_on_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--json") == 0
    checked = json.loads(capsys.readouterr().out)
    assert checked["ok"] is True
    assert all(len(one["cases"]) >= 10 for one in checked["schemes"])
    assert run("check") == 0
    assert "pe-modelo-colectivo: 18 de 18 casos pasan" in capsys.readouterr().out


def test_check_is_red_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(folder_of(MODEL), tmp_path / "xx"))
    file = folder / "parameters" / "tasa_asegurado.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("0.04", "4 %"), encoding="utf-8")
    assert run("check", str(folder)) == 1
    out = capsys.readouterr().out
    assert "tasa_asegurado.yaml:7:" in out
    assert "un buen ejemplo" in out
    assert run("check", str(folder), "--json") == 1
    (found,) = json.loads(capsys.readouterr().out)["schemes"]
    assert (found["ok"], found["faults"][0]["line"]) == (False, 7)


def test_check_is_red_when_a_case_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(folder_of(MODEL), tmp_path / "xx"))
    file = folder / "parameters" / "tasa_asegurado.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("0.04", "0.041"), encoding="utf-8")
    assert run("check", str(folder), "--language", "en") == 1
    out = capsys.readouterr().out
    assert "due: expected 45.20, found 46.33" in out
    assert "✗ M-01" in out


def test_explain_a_contribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", MODEL, "--case", "aportes.yaml#M-01", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    rate = next(step for step in told["steps"] if step["node"] == "aporte_asegurado.rate")
    assert (rate["parameter"], rate["parameter_value"]) == ("tasa_asegurado", "4 %")
    assert (rate["date"], rate["standing"]) == ("2008-01-01", "proposed")
    assert rate["reference"]["title"].startswith("Modelo colectivo, artículo 4")
    assert told["steps"][-1]["value"] == "S/ 45.20"


def test_explain_an_answer_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mis casos.yaml"
    shutil.copy(folder_of(MODEL) / "cases" / "derecho.yaml", file)
    assert run("explain", MODEL, "--case", f"{file}#W-13") == 0
    out = capsys.readouterr().out
    assert "CUBIERTO" in out
    assert "Cubierto hasta el 2025-04-30" in out
    assert "2024-03 · ■ ■ ■ · · · · · · · · 2025-02" in out


def test_explain_refuses_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", MODEL, "--case", "nada.yaml") == 1
    assert "nada.yaml" in capsys.readouterr().out
    assert run("explain", MODEL, "--case", "aportes.yaml#M-99") == 1
    assert "M-99" in capsys.readouterr().err


def test_needs_neither_django_nor_a_database() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ayni.cli import scheme;"
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
