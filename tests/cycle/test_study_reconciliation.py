"""From an earlier study to this one: the steps add up exactly, each of its own group; lost ones are refused."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ayni.adapters.cubefiles import write_cube
from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import (
    StudyFileError,
    load_study,
    load_study_bytes,
    load_study_file,
    study_yaml,
)
from ayni.core.projection import reconciling
from ayni.core.projection.reconciliation import STEPS, Point, Reconciliation
from ayni.core.projection.reconciling import Valued, reconcile
from ayni.core.projection.report import study_report
from ayni.core.projection.report_evaluated import balanced
from ayni.core.projection.report_facts import Facts
from ayni.core.projection.report_told import facts_of
from ayni.core.projection.report_worked import futures, project
from ayni.core.projection.reporting import Kind, Section, Table
from ayni.core.projection.study import StudyProblem, StudyRefused
from ayni.core.projection.study_text import BESIDE, Study
from ayni.cycle import studying
from ayni.cycle.study_alone import run_alone
from ayni.cycle.study_earlier import earlier_alone
from ayni.cycle.study_executors import Here
from ayni.cycle.study_given import varied
from ayni.cycle.study_papers import Wished, worked_out, write_report
from ayni.cycle.study_report import report_facts_of
from tests.cycle.study_texts import ACTUARY, ask, keep, small_text, work
from tests.cycle.test_study_report import SCHEME, SETTING, worked

MODEL = load_study("cafe-2027").study
SMALL: dict[str, Any] = {
    "population": {"kind": "rules", "families": 60},
    "months": 36,
    "scenarios": 6,
    "kernel": "cohort",
    "stress": [],
    "alternatives": [],
}


def study(shipped: str = "cafe-2027", /, **said: Any) -> Study:
    plain = load_study(shipped).study.model_dump(mode="json") | SMALL | said
    return Study.model_validate(plain, strict=False)


def valued(one: Study) -> Valued:
    loaded = load_study_bytes(study_yaml(one).encode(), name="estudio.yaml")
    ready = loaded.prepare(scheme=SCHEME)
    paths = futures(ready, scenarios=range(one.scenarios))
    return Valued(ready, SCHEME, project(ready, kernel=one.kernel, paths=paths))


@cache
def base() -> Valued:
    return valued(study())


@cache
def last_year() -> Valued:
    """Another group, a year before, under other terms and other tables: everything moves."""
    said = study(
        "asociacion-urbana",
        starts="2026-01",
        months=24,
        population={"kind": "rules", "families": 40},
        finance=MODEL.finance.model_dump(mode="json") | {"opening_reserve_months": "1"},
        instead=[
            {"kind": "cost_level", "field": "value", "value": "900", "why": "Del año anterior."}
        ],
    )
    return valued(said)


@cache
def way() -> Reconciliation:
    return reconcile(earlier=last_year(), now=base())


def own(one: Valued) -> Point:
    from ayni.core.projection.finance import evaluate
    from ayni.core.projection.folding import fold

    run, levers = fold(one.cube), one.prepared.levers
    reserve = float(evaluate(run, levers=levers).reserve[-1].mean())
    return Point(round(balanced(run, levers=levers)), round(reserve))


# --- the identity ------------------------------------------------------------------------------


def test_the_steps_lead_from_one_result_to_the_other_and_add_up_exactly() -> None:
    found = way()
    assert tuple(one.code for one in found.steps) == STEPS
    assert (found.start, found.end) == (own(last_year()), own(base()))
    changes = found.changes()
    assert sum(one.even for one in changes) == found.end.even - found.start.even
    assert sum(one.reserve for one in changes) == found.end.reserve - found.start.reserve
    moved = {step.code for step, one in zip(found.steps, changes, strict=True) if one.even}
    assert moved >= {"months", "population", "people", "joining", "paying", "care", "law"}
    assert any(
        one.reserve
        for step, one in zip(found.steps, changes, strict=True)
        if step.code == "finance"
    )


def test_when_all_is_replaced_it_is_this_study() -> None:
    """The last means are those of this study itself, prepared from its own file, on the same futures."""
    again = base()
    paths = futures(again.prepared, scenarios=range(reconciling.STEP_SCENARIOS))
    cube = project(again.prepared, kernel="cohort", paths=paths)
    assert way().steps[-2].after == own(replace(again, cube=cube))


def test_every_field_of_a_study_goes_with_a_step_or_moves_no_figure() -> None:
    placed = {one for fields in reconciling._FIELDS.values() for one in fields}
    rest = {"format", "code", "name", "summary", "scenarios", "seed", "kernel", "stress"}
    tables = {"assumptions", "instead"}
    assert placed | rest | tables | set(BESIDE) == set(Study.model_fields)


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ({"months": 48}, "months"),
        ({"population": {"kind": "rules", "families": 50}}, "population"),
        ({"starts": "2026-06"}, "population"),
        ({"table": ("mortality", "pe-mortalidad-2005-2010")}, "people"),
        ({"table": ("participation", "pe-participacion-completa")}, "joining"),
        ({"table": ("payment", "pe-pago-urbano")}, "paying"),
        ({"table": ("use_by_duration", "pe-uso-obligatorio")}, "care"),
        ({"table": ("default", "pe-sin-quiebra")}, "shared"),
        ({"instead": [{"kind": "investment", "field": "mean", "value": "0.09", "why": "x"}]}, "money"),
        ({"rate": "0.02", "income": "600"}, "law"),
        ({"state_pays": "0.5"}, "finance"),
        ({"seed": 11}, "population"),
        ({"scenarios": 9}, "futures"),
    ],
)  # fmt: skip
def test_what_one_thing_moved_stands_in_its_own_step(said: dict[str, Any], step: str) -> None:
    found = reconcile(earlier=valued(_changed(said)), now=base())
    moved = {
        one.code
        for one, change in zip(found.steps, found.changes(), strict=True)
        if change != Point(0, 0)
    }
    assert moved - {"futures", "own"} == {step} - {"futures"}
    assert "futures" in moved


def _changed(said: dict[str, Any]) -> Study:
    given = dict(said)
    plain = study().model_dump(mode="json")
    if "table" in given:
        kind, code = given.pop("table")
        given["assumptions"] = plain["assumptions"] | {kind: code}
    if "rate" in given:
        values = plain["terms"]["values"] | {"tasa_asegurado": given.pop("rate")}
        incomes = {"cafe": given.pop("income")}
        given["terms"] = plain["terms"] | {"values": values, "reference_income": incomes}
    if "state_pays" in given:
        given["finance"] = plain["finance"] | {"state_pays": given.pop("state_pays")}
    return study(**given)


def test_a_study_held_against_itself_moves_nothing_but_the_futures_and_back() -> None:
    found = reconcile(earlier=base(), now=base())
    changes = [one for one in found.changes() if one != Point(0, 0)]
    assert len(changes) == 2
    assert Point(
        changes[0].even + changes[1].even, changes[0].reserve + changes[1].reserve
    ) == Point(0, 0)


def test_other_benefit_lines_come_with_the_care() -> None:
    ready = base().prepared
    lines = ready.tables.benefit_lines
    kept = lines.values[0].model_copy(update={"part_of_cost": 1.0})
    only = kept.line
    tables = replace(
        ready.tables,
        benefit_lines=lines.model_copy(update={"values": (kept,)}),
        use_by_duration=_only(ready.tables.use_by_duration, only),
        epidemics=_only(ready.tables.epidemics, only),
    )
    from ayni.core.projection.study import prepare

    before = prepare(
        ready.study.model_copy(update={"instead": ()}),
        scheme=SCHEME,
        tables=tables.all(),
        families=ready.families,
    )
    cube = project(before, kernel="cohort", paths=futures(before, scenarios=range(6)))
    found = reconcile(earlier=Valued(before, SCHEME, cube), now=base())
    changes = dict(zip(STEPS, found.changes(), strict=True))
    assert changes["care"].even and changes["shared"] == Point(0, 0)


def _only(table: Any, line: str) -> Any:
    return table.model_copy(update={"values": tuple(x for x in table.values if x.line == line)})


# --- where no way leads ------------------------------------------------------------------------


def test_another_country_and_another_currency_are_refused() -> None:
    other = replace(base(), scheme=load_scheme("cr-ccss-convenio"))
    with pytest.raises(StudyRefused) as refusal:
        reconcile(earlier=other, now=base())
    (problem,) = refusal.value.problems
    assert (problem.code, problem.found, problem.expected) == (
        "previous_alien",
        "CR, CRC",
        "PE, PEN",
    )
    assert "otro país u otra moneda" in problem.text("es")


def test_a_step_that_cannot_be_prepared_is_named() -> None:
    short = base().prepared.tables.entries
    cut = short.model_copy(update={"values": (short.values[0].model_copy(update={"months": 24}),)})
    early = valued(study(months=24))
    tables = replace(early.prepared.tables, entries=cut)
    earlier = replace(early, prepared=replace(early.prepared, tables=tables))
    with pytest.raises(StudyRefused) as refusal:
        reconcile(earlier=earlier, now=base())
    (problem,) = refusal.value.problems
    assert (problem.code, problem.found) == ("previous_no_step", "months")
    assert {problem.text(one) for one in ("es", "en", "pt")}.__len__() == 3


# --- of a file ---------------------------------------------------------------------------------

EARLIER = "estudio-2026.yaml"


def planted(folder: Path, *, previous: str = EARLIER) -> Path:
    """Write an earlier study with its cube beside it, and this one that names it."""
    (folder / EARLIER).write_text(study_yaml(study(code="estudio-2026", starts="2026-01")))
    ran = run_alone(load_study_file(folder / EARLIER), folder=folder, blocks=Here(), months=24)
    kept = folder / "estudio-2026"
    kept.mkdir()
    (kept / "cube.parquet").write_bytes(write_cube(ran.cube, manifest=ran.manifest))
    now = folder / "estudio-2027.yaml"
    now.write_text(study_yaml(study(code="estudio-2027", previous=previous)))
    return now


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(StudyFileError) as refusal:
        earlier_alone(load_study_file(path), folder=path.parent)
    lines = path.read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("previous"))
    for one in refusal.value.faults:
        assert one.line == line
        assert len({one.text(language) for language in ("es", "en", "pt")}) == 3
    return [(one.code, one.expected) for one in refusal.value.faults]


def test_the_report_of_a_file_leads_from_the_earlier_one(tmp_path: Path) -> None:
    now = planted(tmp_path)
    loaded = load_study_file(now)
    earlier = earlier_alone(loaded, folder=tmp_path)
    assert earlier is not None and earlier.prepared.study.months == 24  # as it was run
    given: dict[str, Any] = {
        "prepared": loaded.prepare(scheme=SCHEME),
        "scheme": SCHEME,
        "setting": SETTING,
        "wished": Wished("cohort", 6, proof=0),
        "earlier": earlier,
    }
    first = write_report(folder=tmp_path / "a", **given)
    again = write_report(folder=tmp_path / "b", **given)
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in again]
    page = first[1].read_text()
    assert "Conciliación con el estudio anterior" in page and "(estudio-2026)" in page
    with pytest.raises(StudyRefused, match="earlier study is not here"):
        write_report(folder=tmp_path / "c", **(given | {"earlier": None}))
    assert not (tmp_path / "c").exists()


def test_an_earlier_study_that_is_missing_is_refused_with_its_line(tmp_path: Path) -> None:
    now = planted(tmp_path)
    assert earlier_alone(load_study("cafe-2027"), folder=tmp_path) is None
    cube = tmp_path / "estudio-2026" / "cube.parquet"
    whole = cube.read_bytes()
    cube.write_bytes(whole[:-200])
    assert [code for code, _ in faults(now)] == ["previous_unread"]
    cube.unlink()
    assert faults(now) == [("previous_lost", "ayni study run estudio-2026.yaml --out estudio-2026")]
    (tmp_path / EARLIER).unlink()
    assert faults(now) == [("previous_lost", EARLIER)]
    now.write_text(study_yaml(study(previous="ab" * 32)))
    assert [code for code, _ in faults(now)] == ["previous_lost"]


def test_an_earlier_study_that_is_not_the_one_of_its_cube_is_refused(tmp_path: Path) -> None:
    now = planted(tmp_path)
    text = (tmp_path / EARLIER).read_text()
    (tmp_path / EARLIER).write_text(
        text.replace("opening_reserve_months: 3", "opening_reserve_months: 4")
    )
    assert faults(now) == [("previous_differs", "levers, study")]
    (tmp_path / EARLIER).write_text(text.replace("months: 36", "months: treinta"))
    with pytest.raises(StudyFileError, match=r"estudio-2026\.yaml:\d+: months"):
        earlier_alone(load_study_file(now), folder=tmp_path)


@pytest.mark.parametrize(
    "bad", ["../estudio.yaml", "/etc/passwd", "estudio.yml", "ab" * 31, "a//b.yaml"]
)
def test_a_name_that_leads_elsewhere_is_refused(bad: str) -> None:
    text = study_yaml(study()) + f"previous: {bad}\n"
    with pytest.raises(StudyFileError) as refusal:
        load_study_bytes(text.encode(), name="estudio.yaml")
    (fault,) = refusal.value.faults
    assert (fault.code, fault.line) == ("string_pattern_mismatch", text.count("\n"))


# --- in the report -----------------------------------------------------------------------------


@cache
def facts() -> Facts:
    return facts_of(replace(worked(), reconciliation=way()), setting=SETTING)


def section(given: Facts, language: str = "es") -> Section | None:
    parts = study_report(facts=given, language=language).sections
    return next((one for one in parts if one.code == "reconciliation"), None)


def test_the_section_tells_every_step_and_the_whole() -> None:
    part = section(facts())
    assert part is not None
    (table,) = (one for one in part.blocks if isinstance(one, Table))
    assert [row[0].text for row in table.rows] == [
        "Estudio anterior, su resultado",
        "Promedios sobre los futuros de este estudio",
        "Cuántos meses",
        "La población y la fecha",
        "Hipótesis: las personas",
        "Hipótesis: ingresar y quedarse",
        "Hipótesis: pagar",
        "Hipótesis: la atención y su costo",
        "Hipótesis: lo que golpea a todos",
        "Hipótesis: el dinero",
        "La ley y los términos",
        "El dinero que el estudio supone",
        "Motor y futuros propios de este estudio",
        "Este estudio, y toda la diferencia",
    ]
    for change in (2, 4):
        cells = [row[change] for row in table.rows]
        assert cells[0].value is None and cells[-1].kind in (Kind.MONEY, Kind.MILLIONS)
        assert sum(one.value or 0 for one in cells[1:-1]) == cells[-1].value
    assert table.rows[-1][1].value == way().end.even == own(base()).even
    assert table.strong == (0, 13)
    english = section(facts(), "en")
    assert english is not None and english.title == "Reconciliation with the earlier study"


def test_what_cannot_be_reconciled_says_why_and_who_names_none_says_nothing() -> None:
    assert section(facts_of(worked(), setting=SETTING)) is None
    lost = StudyProblem("previous_lost", ("previous",), "ab", "cd")
    part = section(facts_of(replace(worked(), reconciliation=lost), setting=SETTING))
    assert part is not None
    (said,) = part.blocks
    assert "no se pudo conciliar con él. previous: no está el estudio anterior (ab)" in said.text


# --- of a stored run ---------------------------------------------------------------------------


def test_a_stored_study_names_a_kept_run_by_its_digest(programme: object) -> None:
    first = ask(keep(small_text(code="primero")))
    assert work() == first
    inputs = studying.opened(actor=ACTUARY, run=first).run.input
    assert inputs is not None
    second = ask(keep(small_text(code="segundo", previous=inputs)))
    assert work() == second
    found = report_facts_of(actor=ACTUARY, run=second).reconciliation
    assert found is not None and found.earlier.code == "primero"
    assert sum(one.even for one in found.changes()) == found.end.even - found.start.even == 0
    moved = [one.code for one, c in zip(found.steps, found.changes(), strict=True) if c.even]
    assert set(moved) <= {"futures", "own"}
    for lost in ("ab" * 32, "estudio-2026.yaml"):
        with pytest.raises(StudyFileError) as refusal:
            keep(small_text(code="tercero", previous=lost))
        assert [one.code for one in refusal.value.faults] == ["previous_lost"]
        assert refusal.value.faults[0].line > 1


def test_a_run_of_another_institution_is_no_earlier_study(programme: object) -> None:
    other = replace(ACTUARY, institution=2)
    run = ask(keep())
    assert work() == run
    inputs = studying.opened(actor=ACTUARY, run=run).run.input
    assert not isinstance(studying.earlier_kept(actor=ACTUARY, inputs=str(inputs)), StudyProblem)
    found = studying.earlier_kept(actor=other, inputs=str(inputs))
    assert isinstance(found, StudyProblem) and found.code == "previous_lost"


def test_the_work_on_a_study_takes_its_earlier_one_along() -> None:
    loaded = load_study_bytes(study_yaml(study(previous="ab" * 32)).encode(), name="estudio.yaml")
    ready = loaded.prepare(scheme=SCHEME)
    wished = Wished("cohort", 6, proof=0)
    lost = worked_out(ready, scheme=SCHEME, wished=wished).reconciliation
    assert isinstance(lost, StudyProblem)
    there = worked_out(ready, scheme=SCHEME, wished=wished, earlier=last_year()).reconciliation
    assert isinstance(there, Reconciliation)
    bare = varied(ready.study, changes={}, previous=None)
    none = worked_out(replace(ready, study=bare), scheme=SCHEME, wished=wished, earlier=last_year())
    assert none.reconciliation is None
