"""The alternatives of a study's file on its run: exact, on the same futures, in the report, in a stored run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import sqrt

import numpy as np
import pytest

from ayni.adapters.studyfiles import load_study_bytes, study_yaml
from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import fold
from ayni.core.projection.laying import Alternated, alternated
from ayni.core.projection.report_facts import Facts, UnfinishedRun
from ayni.core.projection.report_told import facts_of
from ayni.core.projection.reporting import Entries, Figure, Pairs, Points, Section, Table
from ayni.core.projection.study import Prepared
from ayni.core.projection.study_text import Review, Study
from ayni.core.scheme import Standing
from ayni.cycle import study_beside, studying
from ayni.cycle.study_alone import run_alone
from ayni.cycle.study_executors import Here
from ayni.cycle.study_given import alternatives_of, varied
from ayni.cycle.study_papers import Wished, papers_of, worked_out
from ayni.cycle.study_report import report_facts_of
from ayni.cycle.study_table import alternatives, laid, move
from tests.cycle.study_texts import ACTUARY, ask, keep, small_text, work
from tests.cycle.test_study_report import SCHEME, SETTING, small, worked

REVIEW = Review.model_validate(
    {
        "by": "N. N.",
        "institution": "Una universidad",
        "date": "2026-11-20",
        "opinion": "Los métodos son los usuales.",
        "remarks": ["Falta la nómina.", "Y el precio."],
    },
    strict=False,
)


@cache
def found() -> dict[str, Alternated]:
    made = alternated(small(), scheme=SCHEME, run=fold(worked().cube))
    return {one.asked.alternative.code: one for one in made}


def prepared(study: Study) -> Prepared:
    loaded = load_study_bytes(study_yaml(study).encode(), name="estudio.yaml")
    return loaded.prepare(scheme=SCHEME)


# --- what they come to -------------------------------------------------------------------------


def test_an_alternative_is_the_study_written_with_other_terms_on_the_same_cube() -> None:
    """A file that says 2,260 itself, prepared anew, gives the same money on the base's cube."""
    study = small().study
    assert study.terms is not None
    terms = study.terms.model_copy(update={"reference_income": {"cafe": "2260"}})
    again = prepared(study.model_copy(update={"terms": terms, "alternatives": ()}))
    outcome = evaluate(fold(worked().cube), levers=again.levers)
    np.testing.assert_array_equal(found()["dos_sueldos"].outcome.reserve, outcome.reserve)
    base = evaluate(fold(worked().cube), levers=small().levers)
    assert (outcome.due > 1.9 * base.due).all()


def test_an_alternative_of_the_money_is_the_study_with_other_money() -> None:
    study = small().study
    finance = study.finance.model_copy(update={"state_pays": 0.5})
    again = prepared(study.model_copy(update={"finance": finance, "alternatives": ()}))
    outcome = evaluate(fold(worked().cube), levers=again.levers)
    mine = found()["estado_a_medias"].outcome
    # the study would begin with less, too: its reserve is months of what is due
    np.testing.assert_array_equal(mine.income, outcome.income)
    np.testing.assert_array_equal(mine.cost, outcome.cost)


def test_the_difference_to_the_base_is_told_with_its_standard_error() -> None:
    base = evaluate(fold(worked().cube), levers=small().levers)
    for one in found().values():
        apart = one.outcome.reserve[-1] - base.reserve[-1]
        assert one.difference.reserve.mean == pytest.approx(apart.mean(), rel=1e-12)
        error = apart.std(ddof=1) / sqrt(apart.size)
        assert one.difference.reserve.error == pytest.approx(error, rel=1e-12)
        assert one.difference.months == 36
    assert found()["dos_sueldos"].difference.better == 1.0
    assert found()["estado_a_medias"].difference.better == 0.0
    # on futures of its own each would be some times less sure
    assert found()["dos_sueldos"].difference.reserve.error < base.reserve[-1].std() / sqrt(12)


def test_a_study_without_alternatives_has_none() -> None:
    bare = replace(small(), study=small().study.model_copy(update={"alternatives": ()}))
    assert alternated(bare, scheme=SCHEME, run=fold(worked().cube)) == ()


# --- the key of a run --------------------------------------------------------------------------


def test_another_alternative_changes_no_input_and_no_cube_of_a_run(tmp_path) -> None:
    study = varied(small().study, changes={}, months=12, scenarios=2, kernel="cohort", stress=())
    moved = study.alternatives[0].model_copy(update={"moves": {"income.cafe": "1700"}})
    other = study.model_copy(update={"alternatives": (moved,), "review": REVIEW})
    runs = [
        run_alone(
            load_study_bytes(study_yaml(one).encode(), name="estudio.yaml"),
            folder=tmp_path,
            blocks=Here(),
        )
        for one in (study, other, study.model_copy(update={"seed": 7}))
    ]
    assert runs[0].manifest.data() == runs[1].manifest.data()
    assert runs[0].manifest.inputs != runs[2].manifest.inputs
    assert runs[0].prepared.digests.study != runs[1].prepared.digests.study
    said = [
        alternatives_of(one.prepared, scheme=one.scheme, run=fold(one.cube)) for one in runs[:2]
    ]
    assert [one["moves"] for one in said[1]] == [{"income.cafe": "1700"}]
    assert [one["code"] for one in said[0]] == ["dos_sueldos", "estado_a_medias"]
    base = evaluate(fold(runs[0].cube), levers=runs[0].prepared.levers)
    assert said[0][0]["figures"]["charged"] > 1.9 * base.due.sum() / fold(runs[0].cube).units.sum()
    assert set(said[0][0]["difference"]) == {
        "months", "reserve", "income", "cost", "ruin", "better", "equal",
    }  # fmt: skip


# --- the report --------------------------------------------------------------------------------


@cache
def facts() -> Facts:
    return facts_of(worked(), setting=SETTING)


def section(code: str, given: Facts | None = None, language: str = "es") -> Section | None:
    from ayni.core.projection.report import study_report

    report = study_report(facts=given or facts(), language=language)
    return next((one for one in report.sections if one.code == code), None)


def test_the_report_tells_each_with_its_reason_its_table_and_its_picture() -> None:
    results = section("results")
    assert results is not None
    entries = next(one for one in results.blocks if isinstance(one, Entries))
    first = entries.entries[0]
    assert (first.name, first.standing, first.firm) == ("Dos sueldos", "propuesta", False)
    assert first.value == "Ingreso de referencia: café — de S/ 1,130.00 a S/ 2,260.00"
    assert first.reason.startswith("El ingreso de referencia de un sueldo mínimo es un piso")
    tables = {one.caption: one for one in results.blocks if isinstance(one, Table)}
    beside = tables["Base y alternativas escritas, lado a lado"]
    assert beside.head == ("Indicador", "Base", "Dos sueldos", "Estado a medias")
    charged = [cell.value for cell in beside.rows[0][1:]]
    double = dict(worked().alternatives)["double"].indicators["charged"]
    assert charged == [one.indicators["charged"] for one in (facts().base, *results_of())]
    assert charged[1] == pytest.approx(double, rel=1e-3)
    picture = next(
        one
        for one in results.blocks
        if isinstance(one, Figure) and one.code == "written_reserve_ratio"
    )
    assert [one.name for one in picture.series] == ["Base", "Dos sueldos", "Estado a medias"]


def results_of() -> list[object]:
    return [one.result for one in facts().written]


def test_the_report_tells_the_difference_and_whether_it_is_clear() -> None:
    results = section("results")
    assert results is not None
    table = next(
        one
        for one in results.blocks
        if isinstance(one, Table) and one.caption.startswith("Cuánto se apartan de la base")
    )
    assert table.rows[0][0].text == "Reserva al final"
    reserve = found()["dos_sueldos"].difference.reserve
    cell = table.rows[0][1]
    assert cell.value == reserve.mean
    assert cell.text == f"+{reserve.mean / 1e8:,.2f} ± {reserve.error / 1e8:,.2f}"
    assert table.rows[-1][1].text == "100.0 %"
    one = facts().written[0]
    doubtful = replace(one.difference, reserve=replace(reserve, error=abs(reserve.mean)))
    unclear = replace(facts(), written=(replace(one, difference=doubtful),))
    told = section("results", unclear)
    assert told is not None
    assert any("(no clara)" in cell.text for cell in _cells(told))
    assert not any("(no clara)" in cell.text for cell in _cells(results))


def _cells(part: Section) -> list[object]:
    tables = (one for one in part.blocks if isinstance(one, Table))
    return [cell for table in tables for row in table.rows for cell in row]  # type: ignore[misc]


def test_without_alternatives_the_report_has_no_word_of_them() -> None:
    bare = section("results", replace(facts(), written=()))
    assert bare is not None and not any(isinstance(one, Entries) for one in bare.blocks)
    with pytest.raises(UnfinishedRun, match="Dos sueldos"):
        one = facts().written[0]
        replace(facts(), written=(replace(one, result=replace(one.result, years=())),))


def test_a_review_is_printed_in_its_own_section_and_its_absence_is_a_limit() -> None:
    assert facts().review is None and section("review") is None
    said = "Ningún otro actuario ha revisado este estudio."
    assert said in _limits(facts())
    reviewed = replace(small(), study=small().study.model_copy(update={"review": REVIEW}))
    given = facts_of(replace(worked(), prepared=reviewed), setting=SETTING)
    assert said not in _limits(given) and len(_limits(given)) == len(_limits(facts())) - 1
    part = section("review", given)
    assert part is not None
    pairs = next(one for one in part.blocks if isinstance(one, Pairs))
    assert [text for _, text in pairs.rows] == [
        "N. N.",
        "Una universidad",
        "20 de noviembre de 2026",
    ]
    points = next(one for one in part.blocks if isinstance(one, Points))
    assert points.items == REVIEW.remarks
    english = section("review", given, "en")
    assert english is not None and english.title == "Review by a second actuary"
    assert any(getattr(one, "text", "") == REVIEW.opinion for one in english.blocks)


def _limits(given: Facts) -> tuple[str, ...]:
    part = section("limits", given)
    assert part is not None
    return next(one.items for one in part.blocks if isinstance(one, Points))


def test_the_same_alternatives_give_the_same_bytes() -> None:
    again = worked_out(small(), scheme=SCHEME, wished=Wished("cohort", proof=4))
    first, second = (papers_of(one, setting=SETTING) for one in (worked(), again))
    assert first.pdf == second.pdf and first.html == second.html
    assert "Dos sueldos" in first.html


# --- a stored run ------------------------------------------------------------------------------


def test_a_stored_run_has_the_alternatives_of_its_studys_text(programme: object) -> None:
    run = ask(keep())
    assert work() == run
    opened = studying.opened(actor=ACTUARY, run=run)
    assert [one.code for one in opened.prepared.study.alternatives] == [
        "dos_sueldos",
        "estado_a_medias",
    ]
    table = laid(actor=ACTUARY, run=run)
    for one in alternatives(table):
        slid = move(table, values=one.asked.values)
        np.testing.assert_array_equal(slid.outcome.reserve, one.moved.outcome.reserve)
        assert one.difference.months == 24
    keys = [one.key for one in study_beside.options(actor=ACTUARY, table=table)]
    assert keys == ["estudio", "alternativa-dos_sueldos", "alternativa-estado_a_medias"]
    written = report_facts_of(actor=ACTUARY, run=run).written
    assert [one.standing for one in written] == [Standing.PROPOSED] * 2
    # another text of the same families: the same inputs but for its code, and none of the alternatives
    bare = ask(keep(small_text(code="sin-otras", alternatives=[])))
    assert work() == bare
    plain = studying.opened(actor=ACTUARY, run=bare)
    assert plain.prepared.study.alternatives == () and plain.run.cube == opened.run.cube
    assert alternatives(laid(actor=ACTUARY, run=bare)) == ()


def test_a_run_that_no_longer_allows_an_alternative_is_refused_before_it_is_computed(
    programme: object,
) -> None:
    from ayni.cycle.study_running import RunFailed

    model = [one.model_dump(mode="json") for one in small().study.alternatives]
    model[0]["moves"] = {"plazo_gracia": "60"}
    run = ask(keep(small_text(code="con-gracia", alternatives=model)))
    with pytest.raises(RunFailed, match=r"alternatives\[0\].moves.plazo_gracia"):
        work(run)
