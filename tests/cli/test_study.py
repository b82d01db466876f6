"""``ayni study``: from a file without a database, or kept in it; its refusals."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine

from ayni.adapters.cubefiles import read_cube
from ayni.cli import main, serve, study, study_kept, study_report, study_run, warming
from ayni.cli.main import _parser
from ayni.cli.postgres import Urls
from tests.cycle.fixtures import programme
from tests.cycle.study_texts import SMALL, ask, keep, small_text, work
from tests.samples import ROOT

__all__ = ["programme"]
NOW = "2026-11-26T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    for verb in (study, study_run, study_report):
        monkeypatch.setattr(verb, "database", contextlib.nullcontext)
    monkeypatch.setenv("AYNI_LANG", "es")


def ayni(*words: str) -> int:
    arguments = _parser("study").parse_args(["study", *words])
    return int(arguments.run(arguments))


@pytest.fixture
def small_file(tmp_path: Path) -> str:
    """A study of thirty families by rules."""
    path = tmp_path / "treinta.yaml"
    rules = {"kind": "rules", "families": 30}
    path.write_text(small_text(code="treinta", population=rules), encoding="utf-8")
    return str(path)


def test_a_file_runs_where_there_is_no_database(small_file, tmp_path):
    out = tmp_path / "salida"
    done = subprocess.run(
        [sys.executable, "-m", "ayni.cli", "study", "run", small_file, "--json", "--out", str(out)],
        env=os.environ
        | {"PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    cube, manifest = read_cube((out / "cube.parquet").read_bytes())
    assert cube.values.shape[:2] == (12, 24)
    assert told["manifest"]["cube"] == manifest.cube == cube.digest()
    assert json.loads((out / "manifest.json").read_text()) == told["manifest"]
    assert told["figures"]["currency"] == "PEN" and told["study"] == "treinta"
    roster = told["figures"]["persistency"][0]
    assert roster["entered"] == "first_roster"
    assert roster["families"] == pytest.approx(cube.of("entries")[:, 0].mean())
    stayed = cube.of("stayed_12")[:, 12].sum() / cube.of("entries")[:, 0].sum()
    assert roster["after"]["12"]["mean"] == pytest.approx(stayed, rel=1e-6)
    assert roster["after"]["24"] is None and roster["after"]["36"] is None  # of 24 months


def test_the_figures_are_told_and_the_same_again(small_file, capsys):
    assert ayni("run", small_file) == 0
    first = capsys.readouterr().out
    assert "12 futuros de 24 meses con el motor cohort" in first
    assert "aporte de equilibrio: S/ " in first and "insolvencia en 12 meses: " in first
    assert "de la nómina inicial, afiliadas a los 24 meses: no se sabe aquí" in first
    known = first.split("de la nómina inicial, afiliadas a los 12 meses: ")[1]
    assert 0 < float(known.split("%")[0]) <= 100
    assert ayni("run", small_file) == 0
    assert capsys.readouterr().out.splitlines()[1:] == first.splitlines()[1:]


def test_the_alternatives_of_the_file_are_told_beside_its_figures(small_file, capsys):
    ayni("run", small_file, "--json")
    told = json.loads(capsys.readouterr().out)
    double, half = told["alternatives"]
    assert (double["code"], double["moves"]) == ("dos_sueldos", {"income.cafe": "2260"})
    assert double["figures"]["charged"] == pytest.approx(2 * told["figures"]["charged"], rel=1e-3)
    assert half["difference"]["reserve"]["mean"] < 0 < double["difference"]["reserve"]["mean"]
    assert half["difference"]["reserve"]["error"] > 0
    ayni("run", small_file)
    said = capsys.readouterr().out
    assert "Dos sueldos: income.cafe 2260\n" in said
    assert said.count("reserva al final frente a la base (media): ") == 2
    text = Path(small_file).read_text(encoding="utf-8")
    Path(small_file).write_text(text.replace("income.cafe: '2260'", "plazo_gracia: 60"))
    with pytest.raises(study_run.Faulty, match="plazo_gracia cambia lo que las familias hacen"):
        ayni("run", small_file)


def test_what_is_asked_stands_before_the_file(small_file, capsys):
    ayni("run", small_file, "--json", "--kernel", "events", "--seed", "3", "--scenarios", "2")
    manifest = json.loads(capsys.readouterr().out)["manifest"]
    assert (manifest["kernel"], manifest["seed"], manifest["scenarios"]) == ("events", 3, 2)


@pytest.mark.parametrize(
    "change",
    [
        ("scenarios: 12", "scenarios: 0"),
        ("kernel: cohort", "kernel: bola"),
        ("scheme: pe-modelo-colectivo", "scheme: pe-modelo-colectivo\nfutura: 1"),
        ("kind: rules\n  families: 30", "kind: roster"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(small_file, change):
    path = Path(small_file)
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(study_run.Faulty, match=r"treinta.yaml:\d+: "):
        ayni("run", small_file)


def test_what_cannot_be_asked_is_refused(small_file):
    with pytest.raises(study_run.Faulty, match="months: 3"):
        ayni("run", small_file, "--months", "3")
    with pytest.raises(study_run.NoSuchFile, match="cafe-2027"):
        ayni("run", "nada.yaml")
    with pytest.raises(study_run.NobodyThere, match=r"127\.0\.0\.1:9"):
        ayni("run", small_file, "--scheduler", "tcp://127.0.0.1:9")


def test_a_cluster_needs_its_package(small_file, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(study_run.NoCluster, match="pip install distributed"):
        ayni("run", small_file, "--scheduler", "tcp://127.0.0.1:9")


def test_a_study_is_kept_listed_shown_and_scored(programme: Urls, tmp_path, capsys):
    path = tmp_path / f"{SMALL['code']}.yaml"
    path.write_text(small_text(), encoding="utf-8")
    words = ("run", str(path), "--keep", "--agreement", "JNC-2026", "--json")
    assert ayni(*words) == 0
    told = json.loads(capsys.readouterr().out)
    assert ayni("list", "--json") == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["study"], listed["agreement"], listed["state"]) == (
        "programa-pequeno",
        "JNC-2026",
        "done",
    )
    assert listed["figures"] == told["figures"]
    assert ayni("show", "programa-pequeno", "--json") == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert (run["cube"], run["state"]) == (told["manifest"]["cube"], "done")
    with time_machine.travel(NOW, tick=False):
        assert ayni("score", "programa-pequeno", "--month", "2026-05", "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert {one["month"] for one in scores} == {"2026-04", "2026-05"}
    families = [one["actual"] for one in scores if one["component"] == "families"]
    assert families == [60.0, 60.0]
    with time_machine.travel(NOW, tick=False):
        ayni("score", "programa-pequeno")
    assert "no se sabe aquí" in capsys.readouterr().out
    assert ayni("list") == ayni("show", "programa-pequeno") == 0
    assert "programa-pequeno" in capsys.readouterr().out


def test_another_text_and_an_agreement_nobody_has_are_refused(programme: Urls, tmp_path):
    path = tmp_path / "x.yaml"
    keep()
    path.write_text(small_text(seed=99), encoding="utf-8")
    with pytest.raises(study_run.CodeTaken, match="programa-pequeno"):
        ayni("run", str(path), "--keep")
    from ayni.cli.assess import NoSuchAgreement

    with pytest.raises(NoSuchAgreement):
        ayni("run", str(path), "--keep", "--agreement", "NADIE-1")


def test_a_run_that_fails_is_no_success(programme: Urls, tmp_path, capsys):
    path = tmp_path / "x.yaml"
    path.write_text(small_text(starts="1999-01"), encoding="utf-8")
    with pytest.raises(study_run.NotDone, match="NoRoster"):
        ayni("run", str(path), "--keep", "--agreement", "JNC-2026")
    ask(keep(small_text(code="otro", starts="1999-01")))
    assert ayni("work", "--json") == 1
    assert next(iter(json.loads(capsys.readouterr().out)["failed"].values())).startswith("NoRoster")


def test_what_waits_is_worked_on(programme: Urls, capsys, monkeypatch):
    monkeypatch.setattr(serve.connection, "close", lambda: None)
    run = ask(keep())
    assert serve.studies_wait(done=False)
    with time_machine.travel(NOW, tick=False):
        assert ayni("work", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"done": [run], "failed": {}}
    assert not serve.studies_wait(done=False) and serve.studies_wait(done=True)
    assert ayni("work") == 0
    assert "Ninguna corrida esperaba" in capsys.readouterr().out


def test_sixty_families_do_not_leave(programme: Urls, tmp_path):
    ask(keep())
    work()
    out = tmp_path / "familias.csv"
    with pytest.raises(study.TooFew, match="menos de 11 iguales"):
        ayni("extract", "programa-pequeno", "--out", str(out))
    assert not out.exists()


def test_families_that_are_alike_leave_without_a_name(programme: Urls, tmp_path, monkeypatch):
    from ayni.core.projection import extracts

    monkeypatch.setattr(extracts.outgoing, "__kwdefaults__", {"grain": None, "alike": 1})
    ask(keep())
    work()
    out = tmp_path / "familias.csv"
    assert ayni("extract", "programa-pequeno", "--out", str(out), "--without-association") == 0
    lines = out.read_text().splitlines()
    assert lines[0] == "pseudonym,age_band,sex,family_size" and len(lines) == 61


def test_a_study_nobody_has_and_one_without_a_run_are_refused(programme: Urls):
    for job in (("show", "nada"), ("score", "nada"), ("extract", "nada", "--out", "x")):
        with pytest.raises(study_kept.NoSuchStudy, match="nada"):
            ayni(*job)
    keep()
    with pytest.raises(study_kept.NoRunDone, match="programa-pequeno"):
        ayni("score", "programa-pequeno")


def test_a_study_of_nobody_here_has_no_score(programme: Urls, tmp_path):
    path = tmp_path / "x.yaml"
    rules = {"kind": "rules", "families": 30}
    path.write_text(small_text(code="treinta", population=rules), encoding="utf-8")
    ayni("run", str(path), "--keep")
    with pytest.raises(study.NothingCame, match="treinta"):
        ayni("score", "treinta")


def test_kernels_are_kept_where_one_may_write(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path))
    warming.choose_place()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "numba")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/own")
    warming.choose_place()
    assert os.environ["NUMBA_CACHE_DIR"] == "/own"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path / "file"))  # nothing can be made below a file
    warming.choose_place()
    assert os.environ["NUMBA_CACHE_DIR"].startswith(("/tmp", os.environ.get("TMPDIR", "/tmp")))


def test_what_was_compiled_is_not_compiled_again(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    done: list[list[str]] = []

    class Process:
        def __init__(self, words: list[str]) -> None:
            done.append(words)

        def wait(self) -> int:
            return len(done) == 99

    monkeypatch.setattr(warming.subprocess, "Popen", Process)
    begun = warming.begin_warming()
    assert begun is not None and begun.finish()
    assert [words[-1] for words in done] == ["events", "cohort"]
    assert warming.begin_warming() is None
    monkeypatch.setattr(Process, "wait", lambda self: 1)
    (tmp_path / "warm.stamp").write_text("another text of the kernels")
    again = warming.begin_warming()
    assert again is not None and not again.finish() and warming.begin_warming() is not None


def test_a_report_without_a_reason_is_not_written(small_file, tmp_path, monkeypatch):
    from ayni.core.projection.report_facts import AssumptionWithoutReason

    def lacks(_arguments: object) -> list[Path]:
        raise AssumptionWithoutReason("mortality")

    monkeypatch.setattr(study_report, "_alone", lacks)
    with pytest.raises(study_report.NoReason, match="mortality"):
        ayni("report", small_file, "--out", str(tmp_path))


def test_a_report_leads_from_the_study_before(small_file, tmp_path, capsys):
    text = Path(small_file).read_text(encoding="utf-8")
    now = tmp_path / "este.yaml"
    now.write_text(text.replace("code: treinta", "code: este") + "previous: treinta.yaml\n")
    few = ("--scenarios", "4", "--out", str(tmp_path / "informe"))
    with pytest.raises(study_run.Faulty, match=r"ayni study run treinta.yaml --out treinta"):
        ayni("report", str(now), *few)
    ayni("run", small_file, "--out", str(tmp_path / "treinta"))
    assert ayni("report", str(now), *few) == 0
    page = (tmp_path / "informe" / "este-es.html").read_text(encoding="utf-8")
    assert "Conciliación con el estudio anterior" in page
    now.write_text(now.read_text().replace("treinta.yaml", "ninguno.yaml"))
    with pytest.raises(study_run.Faulty, match=r"no está el estudio anterior \(ninguno.yaml\)"):
        ayni("report", str(now), *few)


def test_the_report_of_a_file_and_of_what_is_kept(programme: Urls, small_file, tmp_path, capsys):
    out = tmp_path / "informe"
    assert ayni("report", small_file, "--scenarios", "4", "--out", str(out), "--json") == 0
    assert [Path(one).name for one in json.loads(capsys.readouterr().out)["files"]] == [
        "treinta-es.pdf",
        "treinta-es.html",
    ]
    assert (out / "treinta-es.pdf").read_bytes().startswith(b"%PDF")
    ask(keep())
    work()
    assert ayni("report", "programa-pequeno", "--language", "en", "--out", str(out)) == 0
    assert (out / "programa-pequeno-en.pdf").read_bytes().startswith(b"%PDF")
    assert "<html" in (out / "programa-pequeno-en.html").read_text(encoding="utf-8")
    with pytest.raises(study_kept.NoSuchStudy):
        ayni("report", "treinta-y-uno", "--out", str(out))


def test_the_verb_is_there():
    assert main.VERBS["study"] == "study"
