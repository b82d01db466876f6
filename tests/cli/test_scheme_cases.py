"""Cases of latency, arrears, part payment and waiting: checked from files and explained."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from ayni.adapters.schemefiles import folder_of
from ayni.cli import scheme as verb
from ayni.cli import scheme_told
from ayni.core.scheme import Scheme
from ayni.core.scheme.cases import load_case_text
from tests.core.lawmade import NAME, figure, parameter, scheme_of

MODEL = "pe-modelo-colectivo"
ARREARS = """\
arrears:
  grace: gracia
  prescription: anos
  interest: {kind: simple_daily, monthly_rate: tasa_mora}
"""
CASES = """\
- id: N-01
  title: un mes tarde
  source: inventado
  evidence: rule
  kind: arrears
  amount: 1000.00
  due_day: 2026-03-15
  paid_on: 2026-04-14
  expect: {interest: 12.00, total: 1012.00}
- id: N-02
  title: un mes pagado a medias
  source: inventado
  evidence: rule
  kind: part_payment
  month: 2026-04
  owed: 45.20
  paid: 45.19
  expect: {months: 0}
"""


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    verb.register(parser.add_subparsers())
    arguments = parser.parse_args(["scheme", *words])
    return int(arguments.run(arguments))


def folder_in(tmp_path: Path) -> Path:
    """The model with arrears, and with cases of its own."""
    folder = Path(shutil.copytree(folder_of(MODEL), tmp_path / MODEL))
    file = folder / "scheme.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  grace: plazo_gracia\n", "").replace("arrears:\n", ARREARS), encoding="utf-8"
    )
    sample = (folder / "parameters" / "preaviso.yaml").read_text(encoding="utf-8")
    for name, unit, value in (
        ("gracia", "days", "5"),
        ("anos", "years", "4"),
        ("tasa_mora", "/1", "0.012"),
    ):
        made = sample.replace("unit: months", f"unit: {unit}").replace(
            "value: 3", f"value: {value}"
        )
        (folder / "parameters" / f"{name}.yaml").write_text(made, encoding="utf-8")
    (folder / "cases" / "nuevos.yaml").write_text(CASES, encoding="utf-8")
    return folder


def test_check_runs_the_new_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_in(tmp_path)
    assert run("check", str(folder)) == 0, capsys.readouterr().out
    out = capsys.readouterr().out
    assert "✓ N-01" in out
    assert "✓ N-02" in out


def test_check_is_red_when_a_new_case_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_in(tmp_path)
    file = folder / "parameters" / "tasa_mora.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("0.012", "0.010"), encoding="utf-8")
    assert run("check", str(folder), "--language", "en") == 1
    assert "interest: expected 12.0, found 10.00" in capsys.readouterr().out.replace(
        "12.00", "12.0"
    )


def test_a_grace_in_months_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_in(tmp_path)
    file = folder / "parameters" / "gracia.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("days", "months"), encoding="utf-8")
    lines = (folder / "scheme.yaml").read_text(encoding="utf-8").splitlines()
    assert run("check", str(folder)) == 1
    out = capsys.readouterr().out
    assert f"scheme.yaml:{lines.index('  grace: gracia') + 1}: gracia está en months" in out
    assert "un buen ejemplo: unit: days" in out


def test_a_case_of_an_unknown_kind_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_in(tmp_path)
    file = folder / "cases" / "nuevos.yaml"
    file.write_text(CASES.replace("kind: arrears", "kind: debts"), encoding="utf-8")
    assert run("check", str(folder)) == 1
    assert "nuevos.yaml:1:" in capsys.readouterr().out


# --- explained -----------------------------------------------------------------------------

BASE = {"id": "c1", "title": "un caso", "source": "inventado", "evidence": "rule"}
SCHEME = scheme_of(
    parameter("tasa_mora", "/1", ("2010-01-01", 12_000), ("2020-04-01", 10_000)),
    figure("ventana_salida", "months", 36),
    figure("ninguno", "months", 0),
    figure("dos", "months", 2),
    arrears={"interest": {"kind": "simple_daily", "monthly_rate": "tasa_mora"}},
    entitlement={
        "waiting": [{"benefit": "cirugia", "name": NAME, "months": "dos"}],
        "latency": {
            "window": "ventana_salida",
            "bands": [{"upto": 4, "gives": "ninguno"}, {"gives": "dos"}],
        },
    },
)
EXPLAINED = {
    "arrears": (
        {
            "amount": "1000.00",
            "due_day": "2020-03-15",
            "paid_on": "2020-04-14",
            "expect": {"total": "1011.07"},
        },
        ["  Interés: S/ 11.07", "  Total que se debe ese día: S/ 1,011.07"],
    ),
    "part_payment": (
        {"month": "2026-04", "owed": "45.20", "paid": "45.20", "expect": {"months": 1}},
        ["  Pagado: S/ 45.20", "  Meses acreditados (2026-04 / 2026-04): 1"],
    ),
    "latency": (
        {"contributed": 5, "day": "2026-09-01", "expect": 2},
        ["  Meses aportados en ellos: 5", "  Meses de cobertura después de salir: 2"],
    ),
    "waiting": (
        {
            "benefit": "cirugia",
            "affiliated_from": "2026-08-31",
            "day": "2026-09-01",
            "expect": {"open": False},
        },
        ["  Espera de: cirugía: 2", "  Se abre el: 2026-10-31"],
    ),
}


def told(scheme: Scheme, **words: object) -> tuple[dict, list[str]]:
    case = load_case_text(json.dumps(BASE | words))
    return scheme_told.told(scheme, case=case, language="es")


@pytest.mark.parametrize("kind", EXPLAINED)
def test_a_case_is_explained_with_its_parameters(kind: str) -> None:
    words, expected = EXPLAINED[kind]
    data, lines = told(SCHEME, kind=kind, **words)
    assert lines[0] == "c1: un caso"
    assert [line for line in lines if line in expected] == expected
    sourced = [one for one in data["steps"] if one["parameter"]]
    assert all(one["reference"]["title"] and one["standing"] == "proposed" for one in sourced)
    assert bool(sourced) is (kind != "part_payment")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("latency", {"contributed": 37, "day": "2026-09-01", "expect": 12}),
        ("waiting", EXPLAINED["waiting"][0] | {"benefit": "dental"}),
        ("arrears", EXPLAINED["arrears"][0] | {"due_day": "2009-01-01"}),
    ],
)
def test_what_a_scheme_does_not_compute_is_one_of_its_refusals(kind: str, words: dict) -> None:
    with pytest.raises(scheme_told.REFUSALS):
        told(SCHEME, kind=kind, **words)


def test_explain_tells_the_refusal_and_is_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "caso.json.yaml"
    case = BASE | {"kind": "latency", "contributed": 5, "day": "2026-09-01", "expect": 2}
    file.write_text(json.dumps(case), encoding="utf-8")
    assert run("explain", MODEL, "--case", str(file)) == 1
    assert "No se puede calcular: pe-modelo-colectivo" in capsys.readouterr().err
    case = BASE | {"kind": "part_payment"} | EXPLAINED["part_payment"][0]
    file.write_text(json.dumps(case), encoding="utf-8")
    assert run("explain", MODEL, "--case", str(file), "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["steps"][-1]["raw"] == 1
