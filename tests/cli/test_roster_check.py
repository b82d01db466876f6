"""`ayni roster check` against the truth beside every sample."""

from __future__ import annotations

import argparse
import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ayni.cli.roster import register
from tests.samples import SAMPLES

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no shared samples: set AYNI_SAMPLES")

EXACT = ("A01", "A02", "A07", "A09", "A11", "A12", "A14")
#: A seven-digit number typed as text: whether a zero was lost or another digit left out cannot be
#: told from the file, and where we propose the one the truth may have the other.
UNDECIDABLE = {"A04": 3, "A15": 1}
FIELDS = (
    "status",
    "relation",
    "id_type",
    "id",
    "surname1",
    "surname2",
    "names",
    "birth_date",
    "sex",
)
Document = dict[str, Any]


def samples(folder: str) -> list[Path]:
    found = sorted((SAMPLES / folder).glob("*.truth.json")) if SAMPLES.exists() else []
    return [Path(str(p).removesuffix(".truth.json")) for p in found if "movements" not in p.name]


def run(path: Path, *options: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    arguments = parser.parse_args(["roster", "check", str(path), *options])
    return int(arguments.run(arguments))


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Document, Document]:
    truth = json.loads(Path(f"{path}.truth.json").read_text())
    status = run(path, "--json", "--as-of", truth.get("as_of", "2026-03-15"))
    return status, truth, json.loads(capsys.readouterr().out)


def name(value: str | None) -> str | None:
    if value is None:
        return None
    return " ".join(unicodedata.normalize("NFC", value).upper().split())


def persons(document: Document) -> Iterator[tuple[tuple[Any, ...], Document]]:
    for family in document["families"]:
        members = [family["insured"], *family["dependants"]]
        for place, person in enumerate(members):
            if person is not None:
                yield (family["family"], person["sheet"], person["row"], place), person


def values(person: Document) -> tuple[Any, ...]:
    return tuple(
        name(person[f]) if f in ("surname1", "surname2", "names") else person[f] for f in FIELDS
    )


def grave(document: Document) -> Counter[tuple[Any, ...]]:
    return Counter(
        (p["sheet"], p["row"], p["column"], p["severity"], json.dumps(p["proposed"]))
        for p in document["problems"]
        if p["severity"] != "note"
    )


def about(document: Document) -> list[tuple[Any, ...]]:
    return [
        (f["family"], name(f["committee"]), name(f["activity"]), f["reference_income"])
        for f in document["families"]
    ]


@pytest.mark.parametrize("path", [p for p in samples("rosters") if p.name[:3] in EXACT],
                         ids=lambda p: p.name[:3])  # fmt: skip
def test_the_files_that_must_be_read_exactly(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, truth, ours = check(path, capsys)
    assert status == 0
    assert {k: values(p) for k, p in persons(ours)} == {k: values(p) for k, p in persons(truth)}
    assert about(ours) == about(truth)
    assert grave(ours) == grave(truth)
    assert {k: ours["control"][k] for k in truth["control"]} == truth["control"]
    for part in ("layout", "ignored_rows", "encoding", "verdict", "as_of", "kind"):
        assert ours[part] == truth[part], part


@pytest.mark.parametrize(
    "path",
    [p for folder in ("rosters", "sequence", "hostile") for p in samples(folder)],
    ids=lambda p: p.name[:22],
)
def test_no_sample_is_read_wrong_in_silence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whom we accept, the truth accepts with the same values; the rest is refused or doubtful."""
    truth = json.loads(Path(f"{path}.truth.json").read_text())
    if path.suffix == ".zip":
        pytest.skip("unpacked and read in a test of its own")
    status, truth, ours = check(path, capsys)
    assert ours["verdict"] in truth["verdict"]
    if ours["verdict"] == "refuse":
        assert status == 1
        assert ours["reason"]
        return
    right = dict(persons(truth))
    read = dict(persons(ours))
    silent = [
        k for k, p in read.items() if p["status"] == "accepted" and values(p) != values(right[k])
    ]
    differing = [k for k, p in read.items() if values(p) != values(right[k])]
    missed, extra = grave(truth) - grave(ours), grave(ours) - grave(truth)
    with capsys.disabled():
        print(
            f"\n{path.name[:30]:<32}{len(read):>6} persons, silent {len(silent)}, differing "
            f"{len(differing)}, problems missed {missed.total()}, extra {extra.total()}"
        )
    assert silent == []
    assert read.keys() == right.keys()
    allowed = UNDECIDABLE.get(path.name[:3], 0)
    assert (len(differing), missed.total(), extra.total()) == (allowed, allowed, allowed)


def test_a_sheet_cut_at_the_last_row_of_its_format_is_flagged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = SAMPLES / "hostile" / "HA11-limite-65536.xls.zip"
    with zipfile.ZipFile(packed) as archive:
        path = Path(archive.extract(archive.namelist()[0], tmp_path))
    assert run(path, "--json", "--as-of", "2026-03-15") == 0
    ours = json.loads(capsys.readouterr().out)
    assert ours["control"]["persons"] == 65535
    assert ours["control"]["families"] == 14595
    found = {(p["row"], p["kind"], p["severity"], p["proposed"]) for p in ours["problems"]}
    assert (65536, "cut_at_format_limit", "doubt", None) in found
    assert (65535, "declared_dependants_differ", "doubt", "1") in found


def test_the_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    path = SAMPLES / "rosters" / "A13-cabeceras-otras.xlsx"
    assert run(path, "--as-of", "2026-03-15") == 0
    shown = capsys.readouterr().out
    assert "fila 25, columna «PARENT.» (F25): El parentesco está mal escrito. Dice «ija»." in shown
    assert "Lo probable: «hijo(a)»" in shown
    assert shown.count("rechazadas") == 1


def test_nothing_in_a_name_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run(SAMPLES / "hostile" / "HA03-nombres-hostiles.xlsx", "--as-of", "2026-03-15")
    assert "\u202e" not in capsys.readouterr().out


def test_refusals_say_why_in_three_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = SAMPLES / "hostile" / "HA10-con-clave.xlsx"
    for language, word in (("es", "contraseña"), ("en", "password"), ("pt", "senha")):
        assert run(path, "--language", language) == 1
        assert word in capsys.readouterr().err
    assert run(tmp_path / "no.xlsx") == 1
    assert "no.xlsx" in capsys.readouterr().err
