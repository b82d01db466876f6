"""Study and assumption files: the shipped ones load, a wrong one is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import (
    StudyFault,
    StudyFileError,
    list_assumptions,
    list_studies,
    load_study,
    load_study_bytes,
    load_study_file,
    load_table,
    load_table_bytes,
    load_table_file,
    read_people,
    study_yaml,
)
from ayni.adapters.studyfiles.assumptionfile import UnknownTable
from ayni.adapters.studyfiles.studyfile import UnknownStudy
from ayni.core.projection.assuming import age_structure, level_in, mean_of, standard_people
from ayni.core.projection.assumption_tables import KINDS, digest_of
from ayni.core.projection.study import Prepared, prices_of
from ayni.core.projection.study_text import Study
from ayni.core.scheme import Payer, Standing, TermsRefused
from tests.samples import ROOT

STUDIES = ROOT / "src" / "ayni" / "studies"
TABLES = STUDIES / "assumptions"
MODEL = load_scheme("pe-modelo-colectivo")


def text_of(code: str) -> str:
    folder = STUDIES if code in list_studies() else TABLES
    return (folder / f"{code}.yaml").read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def told(faults: tuple[StudyFault, ...]) -> tuple[StudyFault, ...]:
    """Every fault speaks three languages, fills its sentence and says where."""
    for fault in faults:
        said = {fault.text(language) for language in ("es", "en", "pt")}
        assert len(said) >= 2  # «falta» is the same word in two of them
        assert all(text.startswith(f"{fault.file}:{fault.line}: ") for text in said)
        assert not any(
            f"{{{word}}}" in text for text in said for word in ("place", "found", "expected")
        )
    return faults


def table_faults(text: str, *, name: str = "pe-algo.yaml") -> tuple[StudyFault, ...]:
    with pytest.raises(StudyFileError) as refusal:
        load_table_bytes(text.encode(), name=name)
    return told(refusal.value.faults)


def study_faults(text: str) -> tuple[StudyFault, ...]:
    with pytest.raises(StudyFileError) as refusal:
        load_study_bytes(text.encode(), name="estudio.yaml").prepare(scheme=MODEL)
    return told(refusal.value.faults)


# --- what is shipped -----------------------------------------------------------------------


def test_every_shipped_table_loads_and_says_where_it_comes_from() -> None:
    kinds = set()
    for code in list_assumptions():
        table = load_table(code)
        kinds.add(table.kind)
        assert table.code == code
        assert table.source.title and table.source.href
        assert date(2000, 1, 1) < table.date <= date(2026, 11, 26)
        if table.source.title.startswith("Propuesta"):
            assert table.standing is Standing.PROPOSED, code
    assert kinds == set(KINDS)


@pytest.mark.parametrize(
    "code", ["asociacion-urbana", "cafe-2027", "cooperativa-420", "institucion-peru"]
)
def test_every_shipped_study_is_prepared(code: str) -> None:
    loaded = load_study(code)
    prepared = loaded.prepare(scheme=load_scheme(loaded.study.scheme))
    months, lines = loaded.study.months, len(prepared.law.lines)
    assert loaded.study.code == code
    assert prepared.assumptions.use.shape == (lines, 2, 111)
    assert prepared.assumptions.pay_logit.shape == prepared.law.decides.shape == (months,)
    assert prepared.law.cash.shape == (months, months)
    assert {one.kind for one in prepared.sources} >= {*KINDS} - {"harvest_payment"}
    assert prepared.levers.cash is prepared.law.cash
    for array in (prepared.assumptions.use, prepared.assumptions.mortality, prepared.income):
        assert np.isfinite(array).all() and (array >= 0).all()


def test_the_list_of_studies_is_that_of_the_issue() -> None:
    assert list_studies() == (
        "asociacion-urbana",
        "cafe-2027",
        "cooperativa-420",
        "institucion-peru",
    )
    with pytest.raises(UnknownStudy, match="cafe-2027"):
        load_study("cafe-2028")
    with pytest.raises(UnknownTable):
        load_table("pe-nada")


def test_the_sizes_of_the_examples() -> None:
    def people(code: str) -> tuple[float, float]:
        families = load_study(code).prepare(scheme=MODEL).families
        persons = np.repeat(families.weight, np.diff(families.offset)).sum()
        return float(families.weight.sum()), float(persons)

    families, persons = people("cafe-2027")
    assert families == 42_000
    assert persons == pytest.approx(
        200_000, rel=0.01
    )  # without the parents, whom the scheme leaves out
    assert people("cooperativa-420")[0] == 420
    assert people("institucion-peru")[1] == pytest.approx(12_000_000)


def test_the_reference_names_every_field_and_every_kind_with_its_unit() -> None:
    reference = (ROOT / "docs" / "reference" / "study-files.md").read_text(encoding="utf-8")
    tables = {load_table(code).kind: load_table(code) for code in list_assumptions()}
    names = {*Study.model_fields, *KINDS, *(table.unit for table in tables.values())}
    for table in tables.values():
        names |= set(type(table).model_fields)
    missing = {name for name in names if f"`{name}" not in reference}
    assert missing == set()


# --- digests ---------------------------------------------------------------------------------


def test_how_a_file_is_laid_out_does_not_change_its_digest() -> None:
    text = text_of("pe-fecundidad-rural")
    before = digest_of(load_table_bytes(text.encode(), name="x.yaml"))
    laid_out = (
        text.replace("value: 1.20", "value:   1.2").replace("format: 1\n", "") + "format: 1\n"
    )
    assert digest_of(load_table_bytes(laid_out.encode(), name="y.yaml")) == before
    other = text.replace("value: 1.20", "value: 1.21")
    assert digest_of(load_table_bytes(other.encode(), name="x.yaml")) != before


def test_a_study_is_written_and_read_back_the_same() -> None:
    for code in list_studies():
        study = load_study(code).study
        again = load_study_bytes(study_yaml(study).encode(), name="otra.yaml").study
        stored = Study.model_validate_json(study.model_dump_json())
        assert again == study == stored
        assert digest_of(again) == digest_of(study) == digest_of(stored)


def test_idle_noughts_of_a_term_do_not_change_the_digest() -> None:
    text = text_of("cafe-2027")
    one, other = (
        load_study_bytes(text.replace("0.04, p", f"{rate}, p").encode(), name="x.yaml").study
        for rate in ("0.0400", "0.05")
    )
    assert digest_of(one) == digest_of(load_study("cafe-2027").study)
    assert digest_of(other) != digest_of(one)


# --- tables that are wrong -------------------------------------------------------------------

BAND = "  - {ages: 5-9, women: 0.001831, men: 0.002375}\n"
#: What is put for what in the mortality table, the code of the refusal, and the text of its line.
WRONG = [
    (BAND, BAND.replace("0.001831", "-0.001831"), "negative", "-0.001831"),
    (BAND, BAND.replace("0.001831", "1.831"), "above_one", "1.831"),
    (BAND, BAND.replace("0.001831", ".nan"), "not_a_number", ".nan"),
    (BAND, BAND.replace("0.001831", ".inf"), "not_a_number", ".inf"),
    (BAND, BAND.replace("0.001831", "null"), "not_a_number", "null"),
    (BAND, BAND.replace("0.001831", "true"), "not_a_number", "true"),
    (BAND, BAND.replace("5-9", "cinco"), "bad_ages", "cinco"),
    (BAND, BAND.replace("5-9", "9-5"), "bad_ages", "9-5"),
    (BAND, "", "gap_in_ages", "10-14"),
    (BAND, BAND.replace("5-9", "4-9"), "overlap_in_ages", "4-9"),
    (BAND, BAND + BAND, "repeated_age", "second"),
    ("covers: 0-99", "covers: 0-104", "ages_not_covered", "95-99"),
    ("unit: probability over the band", "unit: per mille", "wrong_unit", "unit"),
    ("country: PE", "country: Peru", "string_pattern_mismatch", "country"),
    ("standing: secondary", "standing: cierto", "enum", "standing"),
    ("kind: mortality", "kind: mortandad", "union_tag_invalid", "kind"),
    ("date: 2022-07-11", "date: ayer", "date_parsing", "date:"),
    ("covers:", "cubre:", "extra_forbidden", "cubre"),
]


@pytest.mark.parametrize(("good", "bad", "code", "where"), WRONG)
def test_a_wrong_table_is_refused_with_its_line(good: str, bad: str, code: str, where: str) -> None:
    text = text_of("pe-mortalidad-2015-2020")
    assert text.count(good) == 1
    wrong = text.replace(good, bad)
    line = line_of(wrong, "5-9") + 1 if where == "second" else line_of(wrong, where)
    found = [(fault.code, fault.line) for fault in table_faults(wrong)]
    assert (code, line) in found


def test_a_table_without_source_is_refused() -> None:
    lines = text_of("pe-quiebra-de-asociaciones").splitlines()
    start = lines.index("source:")
    faults = table_faults("\n".join(lines[:start] + lines[start + 3 :]))
    assert [(fault.code, fault.place) for fault in faults] == [("missing_source", "source")]
    assert "falta la fuente" in faults[0].text("es")


def test_a_table_without_its_reason_is_refused() -> None:
    text = text_of("pe-sin-quiebra")
    wrong = text[: text.index("note:")] + "value: 0\n"
    assert [(fault.code, fault.place) for fault in table_faults(wrong)] == [("missing", "note")]
    blank = text[: text.index("note:")] + "note: '  '\nvalue: 0\n"
    found = [(fault.code, fault.line) for fault in table_faults(blank)]
    assert found == [("string_pattern_mismatch", line_of(blank, "note:"))]


def test_a_repeated_word_an_alias_and_no_yaml_are_refused() -> None:
    text = text_of("pe-quiebra-de-asociaciones")
    assert table_faults(text + "value: 0.02\n")[0].code == "repeated_key"
    assert table_faults(text.replace("value: 0.01", "value: &x 0.01\nb: *x"))[0].code == "alias"
    assert table_faults("a: [")[0].code == "not_yaml"
    with pytest.raises(StudyFileError) as refusal:
        load_table_bytes(b"\xff\xfe", name="x.yaml")
    assert told(refusal.value.faults)[0].code == "not_utf8"


@pytest.mark.parametrize(
    ("table", "good", "bad", "code"),
    [
        ("pe-prestaciones", "part_of_cost: 0.04", "part_of_cost: 0.05", "parts_not_whole"),
        ("pe-prestaciones", "line: hospital", "line: consultation", "repeated_line"),
        ("pe-prestaciones", "    frequency: 0.06\n", "", "frequency_or_fertility"),
        ("pe-prestaciones", "lognormal\n    variation: 1.5", "gamma\n    variation: 1.5", "tail_of_gamma"),
        ("pe-pago-cafe", "[0.58,", "[1,", "no_logit"),
        ("pe-pago-cafe", "[0.58, ", "[", "too_short"),
        ("pe-precio-del-cafe", "value: 0.95", "value: 1", "not_stationary"),
        ("pe-tamano-familia-cafe", "value: 4.76", "value: 0", "not_above_nothing"),
        ("pe-epidemias", "ends: 0.20", "ends: 20 %", "not_a_number"),
        ("pe-costo-essalud-2020", "unit: PEN a person a year", "unit: USD a person a year", "wrong_unit"),
        ("pe-ingresos", "{months: 60, value: 0.06}", "{months: 0, value: 0.06}", "greater_than_equal"),
    ],
)  # fmt: skip
def test_each_kind_has_its_own_refusals(table: str, good: str, bad: str, code: str) -> None:
    text = text_of(table)
    assert good in text
    assert code in {fault.code for fault in table_faults(text.replace(good, bad))}


def test_a_table_is_named_as_its_file(tmp_path: Path) -> None:
    other = tmp_path / "pe-otra.yaml"
    other.write_text(text_of("pe-sin-quiebra"), encoding="utf-8")
    with pytest.raises(StudyFileError) as refusal:
        load_table_file(other)
    (fault,) = told(refusal.value.faults)
    assert (fault.code, fault.line, fault.found) == ("other_name", 2, "pe-sin-quiebra")
    with pytest.raises(StudyFileError, match=r"no-hay.yaml is missing"):
        load_table_file(tmp_path / "no-hay.yaml")


# --- studies that are wrong ------------------------------------------------------------------

CHOSEN = """  cost_by_age:
    code: co-costo-por-edad-2024
    used_for_another_country: >-
      La curva de EsSalud por edad y sexo no se pudo leer; la de Colombia es la mejor que publica un
      regulador. Se usan sus razones y no sus montos.
"""
WRONG_STUDY = [
    (CHOSEN, "  cost_by_age: co-costo-por-edad-2024\n", "another_country", "cost_by_age"),
    ("  entries: pe-ingresos\n", "", "missing_table", "assumptions:"),
    ("  entries: pe-ingresos", "  entries: pe-egresos", "unknown_table", "entries"),
    ("  entries: pe-ingresos", "  entries: pe-epidemias", "wrong_kind", "entries"),
    ("  entries: pe-ingresos", "  entradas: pe-ingresos", "literal_error", "entradas"),
    ("months: 120\n", "months: 361\n", "short_table", "entries"),
    ("activity: cafe", "activity: mineria", "unknown_activity", "activity"),
    ("tasa_asegurado: 0.04", "tasa_asegurada: 0.04", "unknown_parameter", "tasa_asegurada"),
    ("tasa_asegurado: 0.04", "tasa_asegurado: 4 %", "unreadable_figure", "tasa_asegurado"),
    ("tasa_asegurado: 0.04", "tasa_asegurado: 0.10", "terms_refused", "terms"),
    ("{cafe: 1130.00}", "{cafe: 1130.005}", "unreadable_figure", "cafe: 1130.005"),
    ("kernel: events", "kernel: rápido", "literal_error", "kernel"),
    ("kind: rules, families: 42000", "kind: institution, persons: 100", "weights_need_cohort", "kernel"),
    ("kind: rules, families: 42000", "kind: roster", "families_needed", "population"),
    ("{count: 60}", "{}", "named_or_counted", "associations"),
    ("starts: 2027-01", "starts: enero", "string_pattern_mismatch", "starts"),
    ("penalty: 0", "penalty: -1", "negative", "penalty"),
    ("seed: 2027\n", "", "missing", "format: 1"),
    ("seed: 2027\n", "seed: 2027\nbefore: {paid_months: 3}\n", "paid_before_affiliated", "before"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "code", "where"), WRONG_STUDY)
def test_a_wrong_study_is_refused_with_its_line(good: str, bad: str, code: str, where: str) -> None:
    text = text_of("cafe-2027")
    assert text.count(good) == 1
    wrong = text.replace(good, bad)
    found = [(fault.code, fault.line) for fault in study_faults(wrong)]
    assert (code, line_of(wrong, where)) in found


def test_every_problem_of_a_study_is_told_at_once() -> None:
    text = text_of("cafe-2027").replace(CHOSEN, "  cost_by_age: co-costo-por-edad-2024\n")
    wrong = text.replace("  default: pe-quiebra-de-asociaciones\n", "")
    assert [fault.code for fault in study_faults(wrong)] == ["another_country", "missing_table"]


def test_lines_of_another_table_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "assumptions"
    own.mkdir()
    text = text_of("pe-epidemias").replace("hospital", "clinica")
    (own / "pe-epidemias.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "cafe-2027.yaml"
    file.write_text(text_of("cafe-2027"), encoding="utf-8")
    with pytest.raises(StudyFileError) as refusal:
        load_study_file(file).prepare(scheme=MODEL)
    (fault,) = told(refusal.value.faults)
    assert (fault.code, fault.found) == ("other_lines", "clinica, hospital")


def test_a_harvest_calendar_needs_its_own_table_of_payment() -> None:
    text = text_of("asociacion-urbana").replace("calendar: monthly", "calendar: harvest")
    (fault,) = study_faults(text)
    assert (fault.code, fault.found) == ("missing_table", "harvest_payment")
    assert fault.line == line_of(text, "assumptions:")


def test_terms_of_a_proposal_stand_in_for_the_studys() -> None:
    loaded = load_study("cooperativa-420")
    own = loaded.prepare(scheme=MODEL)
    assert own.terms is not None
    monthly = own.terms.model_copy(update={"calendar": "monthly"})
    other = loaded.prepare(scheme=MODEL, terms=monthly)
    assert (int(own.law.decides.sum()), int(other.law.decides.sum())) == (10, 120)
    with pytest.raises(TermsRefused):
        loaded.prepare(scheme=MODEL, terms=monthly.model_copy(update={"entry_months": (2, 1)}))


# --- one figure otherwise --------------------------------------------------------------------

INSTEAD = "instead:\n  - {{kind: {}, field: {}, value: {}, why: la cooperativa lo pide}}\nfinance:"


def with_instead(kind: str, field: str, value: str) -> str:
    return text_of("cafe-2027").replace("finance:", INSTEAD.format(kind, field, value))


def prepared(text: str) -> Prepared:
    return load_study_bytes(text.encode(), name="x.yaml").prepare(scheme=MODEL)


def test_a_figure_set_otherwise_is_used_said_and_a_proposal() -> None:
    found = prepared(with_instead("participation", "value", "0.6"))
    assert found.assumptions.participation == 0.6
    (source,) = [one for one in found.sources if one.kind == "participation"]
    assert source.instead == ("value = 0.6: la cooperativa lo pide",)
    assert source.standing is Standing.PROPOSED
    assert prepared(with_instead("leaving", "lapse_after", "3")).assumptions.lapse_after == 3


@pytest.mark.parametrize(
    ("kind", "field", "value", "code"),
    [
        ("participation", "value", "1.6", "above_one"),
        ("participation", "valor", "0.6", "no_such_figure"),
        ("payment", "values", "0.6", "no_such_figure"),
        ("leaving", "lapse_after", "3.5", "int_type"),
    ],
)
def test_a_wrong_figure_set_otherwise_is_refused(
    kind: str, field: str, value: str, code: str
) -> None:
    text = with_instead(kind, field, value)
    (fault,) = study_faults(text)
    assert (fault.code, fault.line) == (code, line_of(text, "instead:") + 1)


# --- people from a file ----------------------------------------------------------------------

HEADER = "family,birth,sex,relation,association,weight\n"
PEOPLE = (
    HEADER
    + "1,1980-05-03,F,insured,Uno,10\n1,2015-01-31,M,child,Uno,10\n2,1990-12-01,M,insured,Dos,3.5\n"
)


def points(tmp_path: Path, people: str) -> Prepared:
    text = text_of("institucion-peru").replace(
        "{kind: institution, persons: 12000000}", "{kind: points, file: familias.csv}"
    )
    (tmp_path / "familias.csv").write_text(people, encoding="utf-8")
    (tmp_path / "estudio.yaml").write_text(text, encoding="utf-8")
    return load_study_file(tmp_path / "estudio.yaml").prepare(scheme=MODEL)


def test_model_points_come_from_a_csv_beside_the_study(tmp_path: Path) -> None:
    families = points(tmp_path, PEOPLE).families
    assert families.identifier.tolist() == [1, 2]
    assert families.weight.tolist() == [10, 3.5]
    assert families.offset.tolist() == [0, 2, 3]
    assert families.groups == ("Dos", "Uno")
    assert families.group.tolist() == [1, 0]
    assert families.birth.tolist() == [12 * 1980 + 4, 12 * 2015, 12 * 1990 + 11]


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE.replace("family,", "familia,"),
        PEOPLE.replace("association", "nombre"),
        PEOPLE.replace("1980-05-03", "03/05/1980"),
        PEOPLE.replace("M,insured", "M,child"),
        PEOPLE.replace("M,insured", "X,insured"),
        HEADER,
        "",
    ],
)
def test_a_wrong_file_of_people_is_refused(tmp_path: Path, people: str) -> None:
    with pytest.raises(StudyFileError) as refusal:
        points(tmp_path, people)
    assert {fault.code for fault in told(refusal.value.faults)} == {"unusable_people"}


def test_an_uploaded_study_reads_no_file_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points(tmp_path, PEOPLE)
    monkeypatch.chdir(tmp_path)
    text = (tmp_path / "estudio.yaml").read_text(encoding="utf-8")
    assert [fault.code for fault in study_faults(text)] == ["families_needed"]
    outside = text.replace("familias.csv", "../familias.csv")
    assert [fault.code for fault in study_faults(outside)] == ["string_pattern_mismatch"]


def test_no_file_of_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError) as refusal:
        read_people(tmp_path / "no-hay.csv")
    assert told(refusal.value.faults)[0].code == "no_file"


# --- the coffee programme beside what is published -------------------------------------------


def test_the_coffee_programmes_cost_and_contribution_are_those_of_the_facts() -> None:
    """EsSalud spent S/ 1,017 an insured and year in 2020; 4 % of the wage is S/ 93.8 a person: about 9 %."""
    found = load_study("cafe-2027").prepare(scheme=MODEL)
    structure = age_structure(found.families, month=found.study.first_month)
    events = (found.assumptions.use * structure).sum(axis=(1, 2))
    means = np.array([mean_of(one) for one in found.assumptions.severity])
    level = level_in(found.tables, month=found.study.first_month)
    # brought back from the prices of the study's first month to those of mid-2020
    cost = float(events @ means) / 100 * found.tables.cost_level.value * 100 / level
    assert cost == pytest.approx(1017, rel=0.01)
    in_2020 = found.study.model_copy(update={"starts": "2020-01", "terms": None})
    sampled = prices_of(in_2020, scheme=MODEL, terms=None, families=found.families)
    paid = sampled.prices.by_payer[Payer.INSURED_PERSON][0] * 12 / 100 / 4.76
    assert paid == pytest.approx(93.8, abs=0.05)
    assert paid / cost == pytest.approx(0.092, abs=0.002)


def test_the_cost_of_older_people_is_higher() -> None:
    """The level is the mean of families by rule: another population does not reproduce it."""
    found = load_study("cafe-2027").prepare(scheme=MODEL)
    use = found.assumptions.use[0]
    standard = standard_people(4.76)
    assert float((use * standard).sum()) == pytest.approx(2.5)
    older = np.zeros((2, 111))
    older[:, 60:80] = standard[:, 60:80]
    assert float((use * older).sum() / older.sum()) > 5
