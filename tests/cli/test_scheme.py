"""``ayni scheme`` on files alone."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from ayni.adapters.schemefiles import folder_of, list_schemes, load_cases
from ayni.cli import scheme as verb

MODEL = "pe-modelo-colectivo"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    verb.register(parser.add_subparsers())
    arguments = parser.parse_args(["scheme", *words])
    return int(arguments.run(arguments))


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in listed] == list(list_schemes())
    assert next(one for one in listed if one["code"] == MODEL)["standing"] == "proposed"
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
    assert [one["name"] for one in checked["schemes"]] == list(list_schemes())
    assert run("check") == 0
    told = capsys.readouterr().out
    for code in list_schemes():
        cases = len(load_cases(folder_of(code)))
        assert f"{code}: {cases} de {cases} casos pasan" in told


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


def test_explain_refuses_an_activity_that_the_scheme_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (folder_of("uy-monotributo") / "cases" / "aportes.yaml").read_text(encoding="utf-8")
    file = tmp_path / "caso.yaml"
    file.write_text(source.replace("activity: social_ano_2", "activity: social_ano_9"), "utf-8")
    assert run("explain", "uy-monotributo", "--case", str(file)) == 1
    assert "el esquema no conoce esta actividad" in capsys.readouterr().err


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


FAMILY = """\
activities: [cafe, agricultura]
income: {PEN: 1130.00, CRC: 373092}
dependants: 4
harvest: [4, 5, 6]
"""


def family_file(folder: Path, text: str = FAMILY) -> str:
    path = folder / "familia.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_compare_in_words_and_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", MODEL, "cr-ccss-convenio", "--family", family_file(tmp_path)]
    words += ["--months", "2010-01, 2026-04", "--population", "100"]
    assert run(*words) == 0
    out = capsys.readouterr().out
    assert f"{MODEL}  2026-04  debe S/ 45.20, 4 % de su ingreso" in out
    assert "cr-ccss-convenio  2010-01  sin regla vigente ese mes" in out
    assert "si paga solo en cosecha: 10" in out
    assert "debe S/ 4,520.00" in out
    assert run(*words, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["due"] for one in found["family"]][1::2] == [4_520, 1_615_500]
    assert found["family"][2]["absent"] == "no_rule"
    assert found["population"][-1]["families"] == 100


def test_compare_refuses_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = family_file(tmp_path, "income: {PEN: mil}\n")
    assert run("compare", MODEL, "--family", wrong, "--months", "2026-04") == 1
    assert "PEN" in capsys.readouterr().err
    assert run("compare", MODEL, "--months", "2026-13") == 1
    assert "2026-13" in capsys.readouterr().err
    assert run("compare", MODEL, "xx-nada", "--months", "2026-04") == 1
    assert "xx-nada" in capsys.readouterr().err


def test_diff_of_a_changed_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "nuevo"
    shutil.copytree(folder_of("cr-ccss-convenio"), new)
    rate = new / "parameters" / "tasa_categoria_2.yaml"
    rate.write_text(rate.read_text().replace("value: 0.0433", "value: 0.0450"))
    words = ["diff", "cr-ccss-convenio", str(new), "--month", "2026-04", "--families", "200"]
    words += ["--family", family_file(tmp_path)]
    assert run(*words) == 0
    out = capsys.readouterr().out
    assert "cambia: tasa_categoria_2 (2018-10-01): 4.33 % → 4.5 %" in out
    assert "De 200 familias, 200 pagan más y 0 pagan menos." in out
    assert "₡ 16,155.00 → ₡ 16,789.00" in out
    assert run(*words, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["effect"]["more"] == 200
    assert [one["where"] for one in found["changes"]] == ["tasa_categoria_2"]


def test_diff_of_two_moneys_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", MODEL, "cr-ccss-convenio", "--month", "2026-04", "--families", "50") == 1
    assert "CRC" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_compare_and_diff_speak_three_languages(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compare", MODEL, "--months", "2026-04", "--language", language) == 0
    assert run("diff", MODEL, MODEL, "--month", "2026-04", "--language", language) == 0
    assert "{" not in capsys.readouterr().out


def silent_about_children(folder: Path) -> str:
    """Copy a scheme whose rule text no longer names the age of children."""
    path = folder / "cr-ccss-convenio"
    shutil.copytree(folder_of("cr-ccss-convenio"), path)
    text = (path / "regulation.md").read_text(encoding="utf-8")
    (path / "regulation.md").write_text(
        text.replace(" Parámetro: `edad_limite_hijo`.", ""), encoding="utf-8"
    )
    return str(path)


def test_show_puts_parameters_below_the_article_that_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", silent_about_children(tmp_path)) == 0
    out = capsys.readouterr().out
    scale = out[out.index("## Escala") : out.index("## Estado")]
    assert "Los límites se comparan sin redondear" in scale
    assert "Parámetros:" not in scale
    for name in ("salario_minimo (CRC)", "limite_3 (times)", "tasa_categoria_5 (/1)"):
        assert name in scale
    rest = out[out.index("## Parámetros que ningún artículo nombra") :]
    assert "edad_limite_hijo (years)" in rest and "base_minima" not in rest
    assert run("show", "cr-ccss-convenio", "--json") == 0
    articles = json.loads(capsys.readouterr().out)["articles"]
    assert articles[2]["title"] == "Base"
    assert articles[2]["parameters"] == ["base_minima"]


def test_check_tells_the_parameters_that_no_article_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = silent_about_children(tmp_path)
    assert run("check", folder) == 0
    told = "Ningún artículo nombra estos parámetros: edad_limite_hijo"
    assert told in capsys.readouterr().out
    assert run("check", folder, "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["schemes"]
    assert found["unnamed"] == ["edad_limite_hijo"]


def test_check_refuses_an_article_that_names_an_unknown_parameter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(folder_of(MODEL), tmp_path / "xx"))
    file = folder / "regulation.md"
    text = file.read_text(encoding="utf-8").replace("`tasa_total`", "`tasa_totl`")
    file.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "tasa_totl" in one)
    assert run("check", str(folder), "--language", "en") == 1
    out = capsys.readouterr().out
    assert f"regulation.md:{line}: the article names the parameter tasa_totl" in out
    assert "Parámetros: `rmv`" in out
