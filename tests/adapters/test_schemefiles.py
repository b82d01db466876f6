"""Scheme files: OpenFisca reads the same values; faults name file and line with an example."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ayni.adapters.schemefiles import (
    SchemeFileError,
    UnknownScheme,
    folder_of,
    list_schemes,
    load_case_file,
    load_cases,
    load_folder,
    load_scheme,
    read_regulation,
)
from ayni.core.entitlement.cases import run_case
from ayni.core.scheme import Scheme, Standing, figure_text
from ayni.core.scheme.units import UnitKind

MODEL = "pe-modelo-colectivo"


def copied(tmp_path: Path, code: str = MODEL) -> Path:
    return Path(shutil.copytree(folder_of(code), tmp_path / code))


def edit(path: Path, old: str, new: str) -> int:
    """Change a file once; give the line where the change starts."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults_of(folder: Path) -> list:
    with pytest.raises(SchemeFileError) as refusal:
        load_folder(folder)
    return list(refusal.value.faults)


#: Codes that must be there; the library grows beyond them.
WANTED = {
    *("cr-ccss-convenio", "cr-ccss-independiente", "cr-ccss-independiente-ivm"),
    *("cr-icafe-recolectores", "ec-iess-campesino", "ke-shif"),
    *("pe-essalud-agrario-dependiente", "pe-essalud-agrario-independiente"),
    *("pe-essalud-regular", "pe-modelo-colectivo", "pe-sis-independiente"),
    *("ar-corresponsabilidad-gremial", "br-segurado-especial", "co-afiliacion-colectiva"),
    *("in-yeshasvini", "ph-group-enrollment", "rw-cbhi", "uy-monotributo"),
}


def test_every_folder_is_shipped_and_the_wanted_ones_are_there() -> None:
    folders = {one.name for one in folder_of(MODEL).parent.iterdir() if one.is_dir()}
    assert set(list_schemes()) == folders >= WANTED
    assert list(list_schemes()) == sorted(folders)
    with pytest.raises(UnknownScheme):
        load_scheme("xx-nada")


@pytest.mark.parametrize("code", list_schemes())
def test_a_scheme_is_named_after_its_folder(code: str) -> None:
    rules = load_scheme(code).rules
    assert rules.code == code
    assert rules.country == code[:2].upper()
    assert (rules.basis == "model") is (code == MODEL)


@pytest.mark.parametrize("code", list_schemes())
def test_every_case_passes(code: str) -> None:
    cases = load_cases(folder_of(code))
    outcomes = [run_case(load_scheme(code), case=one.case) for one in cases]
    assert [one for one in outcomes if not one.passed] == []
    assert len({one.id for one in outcomes}) == len(outcomes) >= 8


@pytest.mark.parametrize("code", list_schemes())
def test_openfisca_gives_the_same_value_on_the_same_day(code: str) -> None:
    parameters = pytest.importorskip("openfisca_core.parameters")
    node = parameters.load_parameter_file(str(folder_of(code) / "parameters"), "law")
    scheme = load_scheme(code)
    days = days_asked(scheme)
    for day in days:
        for one in scheme.parameters:
            ours = next((v.value for v in reversed(one.values) if v.start <= day), None)
            theirs = openfisca_value(node, name=one.name, day=day)
            assert same(ours, theirs, unit=one.unit, kind=one.kind), (one.name, day)
    assert len(days) >= 3


def days_asked(scheme: Scheme) -> list[date]:
    """The first, the last and a middle day of everything in force, of all parameters together."""
    starts = {dated.start for one in scheme.parameters for dated in one.values}
    steps = (timedelta(days=-1), timedelta(days=0), timedelta(days=45))
    return sorted({start + step for start in starts for step in steps})


def openfisca_value(node: Any, *, name: str, day: date) -> object:
    """Their value; ``None`` where they say that the parameter ended."""
    from openfisca_core.errors import ParameterNotFoundError

    try:
        return getattr(node(day.isoformat()), name)
    except ParameterNotFoundError:
        return None


def same(ours: object, theirs: object, *, unit: str, kind: UnitKind) -> bool:
    if ours is None or kind is UnitKind.TEXT:
        return ours == theirs
    if kind is UnitKind.FLAG:
        return bool(ours) is theirs
    if isinstance(ours, tuple):
        return list(ours) == theirs
    assert isinstance(ours, int)
    return Decimal(figure_text(ours, unit=unit)) == Decimal(str(theirs))


@pytest.mark.parametrize("code", list_schemes())
def test_the_rule_text_names_its_parameters(code: str) -> None:
    text = read_regulation(folder_of(code))
    names = {one.name for one in load_scheme(code).parameters}
    named = set(re.findall(r"`([a-z0-9_]+)`", text))
    assert named <= names
    ranges = {"limite_", "tasa_categoria_"}
    unnamed = {n for n in names - named if not n.startswith(tuple(ranges))}
    assert unnamed <= {"estado_legal", "edad_limite_hijo"}


def test_the_model_says_that_it_is_no_law() -> None:
    assert "No es ley" in read_regulation(folder_of(MODEL))
    assert load_scheme(MODEL).standing is Standing.PROPOSED


# --- faults --------------------------------------------------------------------------------


def test_a_value_without_reference_names_file_line_and_example(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    file = folder / "parameters" / "tasa_asegurado.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"    reference:\n      .*\n      .*\n", "", text), encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.code) == ("tasa_asegurado.yaml", 6, "missing")
    assert fault.place == "values.2008-01-01.reference"
    assert "title" in fault.example
    assert "falta" in fault.text("es")
    assert fault.text("es").startswith("tasa_asegurado.yaml:6:")


def test_a_value_nobody_knows_cannot_be_verified(tmp_path: Path) -> None:
    """Unless what was read is that the rule ended; and what ended has no value."""
    folder = copied(tmp_path)
    file = folder / "parameters" / "tasa_asegurado.yaml"
    edit(file, "value: 0.04", "value: null")
    edit(file, "standing: proposed", "standing: verified")
    (fault,) = faults_of(folder)
    line = file.read_text(encoding="utf-8").splitlines().index("      standing: verified") + 1
    assert (fault.code, fault.line) == ("unknown_yet_verified", line)
    assert "ended: true" in fault.example and "background" in fault.example
    edit(file, "standing: verified", "standing: verified\n      ended: true")
    value = load_folder(folder).parameter("tasa_asegurado").values[0]
    assert (value.value, value.ended, value.standing) == (None, True, Standing.VERIFIED)
    edit(file, "value: null", "value: 0.04")
    (fault,) = faults_of(folder)
    assert fault.code == "ended_with_value"
    for language in ("es", "en", "pt"):
        assert "{" not in fault.text(language)


def test_no_shipped_value_is_unknown_and_verified() -> None:
    nothing = [
        (code, one.name, dated)
        for code in list_schemes()
        for one in load_scheme(code).parameters
        for dated in one.values
        if dated.value is None
    ]
    assert len(nothing) > 50
    claimed = [at for at in nothing if at[2].standing is Standing.VERIFIED and not at[2].ended]
    assert claimed == []
    assert {at[0] for at in nothing if at[2].ended} == {"in-yeshasvini", "ph-group-enrollment"}


def test_a_missing_standing_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder / "parameters" / "tasa_asegurado.yaml", "      standing: proposed", "      note: x")
    (fault,) = faults_of(folder)
    assert (fault.code, fault.line) == ("missing", 11)
    assert "standing" in fault.place


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("value: 1130.00", "value: 1130.001", "unreadable_figure"),
        ("value: 1130.00", "value: 1.13e3", "unreadable_figure"),
        ("value: 1130.00", "value: .nan", "unreadable_figure"),
        ("value: 1130.00", "value: -1130.00", "unreadable_figure"),
        ("unit: PEN", "unit: soles", "unknown_unit"),
        ("standing: proposed", "standing: sure", "enum"),
        ("reaches: at_renewal", "reaches: never", "enum"),
        ("description: ", "descripcion: ", "extra_forbidden"),
        ("value: 1130.00", "value: !!python/object:os.system x", "unknown_tag"),
        ("value: 1130.00", "value: [1", "not_yaml"),
        ("  2025-01-01:", "  2022-05-01:", "repeated_key"),
        ("  2025-01-01:", "  2007-01-01:", "value_error"),
        ("  2025-01-01:", "  2025-13-01:", "date_parsing"),
    ],
)
def test_a_fault_in_a_parameter_file(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = copied(tmp_path)
    line = edit(folder / "parameters" / "ingreso_referencia.yaml", old, new)
    faults = faults_of(folder)
    assert {fault.file for fault in faults} == {"ingreso_referencia.yaml"}
    assert code in {fault.code for fault in faults}
    if code not in ("value_error", "not_yaml"):
        assert line in {fault.line for fault in faults}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rate: tasa_asegurado}", "rate: tasa_que_no_hay}", "unknown_parameter"),
        ("rate: tasa_asegurado}", "rate: ingreso_referencia}", "wrong_unit"),
        ("{kind: rate, rate: tasa_asegurado}", "{kind: formula, rate: x}", "union_tag_invalid"),
        ("{kind: rate, rate: tasa_asegurado}", "{rate: tasa_asegurado}", "union_tag_not_found"),
        ("step: 1,", "step: 1.5,", "int_type"),
        ("step: 1,", "", "missing"),
        ("mode: half_up", "mode: bankers", "literal_error"),
        ("relation: spouse,", "relation: spouse, age: 3,", "extra_forbidden"),
        ("never_suspended: [emergency]", "never_suspended: [accident]", "emergency_suspended"),
        ("activity: cacao, amount", "activity: oro, amount", "unknown_activity"),
        ("currency: PEN", "currency: &m PEN\nregime: *m", "repeated_key"),
        ("regime: pe-modelo-colectivo\ncurrency: PEN", "regime: &m PEN\ncurrency: *m", "alias"),
    ],
)
def test_a_fault_in_the_rules(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = copied(tmp_path)
    line = edit(folder / "scheme.yaml", old, new)
    faults = faults_of(folder)
    assert {fault.file for fault in faults} == {"scheme.yaml"}
    assert code in {fault.code for fault in faults}
    assert min(abs(fault.line - line) for fault in faults) <= 2
    for language in ("es", "en", "pt"):
        assert all("{" not in fault.text(language) for fault in faults)


def test_overlapping_bands_name_the_band_and_the_line(tmp_path: Path) -> None:
    folder = copied(tmp_path, "cr-ccss-convenio")
    edit(folder / "parameters" / "limite_2.yaml", "value: 2", "value: 0.9295")
    (fault,) = faults_of(folder)
    text = (folder / "scheme.yaml").read_text(encoding="utf-8")
    assert fault.code == "overlapping_bands"
    assert text.splitlines()[fault.line - 1].strip().startswith("- {label: categoria_2")


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder / "parameters" / "preaviso.yaml", "unit: months", "unit: moons")
    edit(folder / "parameters" / "tasa_total.yaml", "0.09", "0.0900001")
    assert {fault.file for fault in faults_of(folder)} == {"preaviso.yaml", "tasa_total.yaml"}


def test_an_empty_folder_and_binary_files(tmp_path: Path) -> None:
    assert [fault.code for fault in faults_of(tmp_path)] == ["no_file"]
    folder = copied(tmp_path)
    (folder / "scheme.yaml").write_bytes(b"\xff\xfe\x00")
    assert [fault.code for fault in faults_of(folder)] == ["not_utf8"]
    shutil.rmtree(folder / "parameters")
    shutil.copy(folder_of(MODEL) / "scheme.yaml", folder / "scheme.yaml")
    assert [fault.code for fault in faults_of(folder)] == ["no_parameters"]
    (folder / "scheme.yaml").write_text("[" * 5000, encoding="utf-8")
    assert [fault.code for fault in faults_of(folder)] in (["too_deep"], ["not_yaml"])


def test_a_case_with_an_unknown_word(tmp_path: Path) -> None:
    file = tmp_path / "caso.yaml"
    source = (folder_of(MODEL) / "cases" / "aportes.yaml").read_text(encoding="utf-8")
    file.write_text(source.replace("evidence: rule", "evidence: rumour", 1), encoding="utf-8")
    with pytest.raises(SchemeFileError) as refusal:
        load_case_file(file)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.line) == ("caso.yaml", 5)


def test_dates_are_dates(tmp_path: Path) -> None:
    scheme = load_folder(copied(tmp_path))
    assert scheme.parameter("ingreso_referencia").values[-1].start == date(2025, 1, 1)
    assert scheme == load_scheme(MODEL)
