"""A study run for its report: what it must say, what is refused, the same bytes twice; of a file, of a run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import list_studies, load_study
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.projection.assumption_tables import KINDS
from ayni.core.projection.conclusions import Verdict
from ayni.core.projection.finance import evaluate
from ayni.core.projection.indicators import by_year
from ayni.core.projection.levers import StopLoss, scaled
from ayni.core.projection.present import break_even
from ayni.core.projection.report import UnknownLanguage
from ayni.core.projection.report_assumed import assumed
from ayni.core.projection.report_assumed_words import KINDS_OF, VALUES
from ayni.core.projection.report_evaluated import balancing, evaluated, run_of
from ayni.core.projection.report_facts import AssumptionWithoutReason, Facts, UnfinishedRun
from ayni.core.projection.report_told import Setting, facts_of
from ayni.core.projection.report_worked import OtherStudy, Worked, first_of, futures, project
from ayni.core.projection.study import Prepared
from ayni.core.scheme import Scheme, Standing
from ayni.cycle import studying
from ayni.cycle.study_papers import Wished, papers_of, setting_of, worked_out, write_report
from ayni.cycle.study_report import report_facts_of, report_html, report_pdf
from ayni.cycle.studying import NotDone, UnknownRun
from tests.cycle.study_texts import ACTUARY, ask, keep, work

SETTING = Setting(
    "EsSalud", "Junta Nacional del Café", date(2026, 11, 26), "Ayni", "ayni study", "ab"
)
SCHEME: Scheme = load_scheme("pe-modelo-colectivo")


@cache
def small() -> Prepared:
    """The coffee programme with few families, in three years; its stresses lie within them."""
    base = load_study("cafe-2027").study
    people = base.population.model_copy(update={"families": 300})
    study = base.model_copy(update={"population": people, "months": 36, "scenarios": 12})
    return replace(load_study("cafe-2027"), study=study).prepare(scheme=SCHEME)


@cache
def worked() -> Worked:
    return worked_out(small(), scheme=SCHEME, wished=Wished("cohort", proof=4))


@cache
def facts() -> Facts:
    return facts_of(worked(), setting=SETTING)


def test_the_base_is_what_the_levers_make_of_the_run() -> None:
    run = run_of(worked().cube, income=small().income)
    outcome = evaluate(run.folded, levers=small().levers)
    years = worked().base.years
    assert [one.label for one in years] == ["2027", "2028", "2029"]
    np.testing.assert_allclose(
        [one.income for one in years], by_year(outcome.income).mean(axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(
        [one.spending for one in years], by_year(outcome.cost).mean(axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(
        [one.reserve for one in years], outcome.reserve[11::12].mean(axis=1), rtol=1e-12
    )
    np.testing.assert_allclose(years[1].percentiles[2], np.median(outcome.reserve[23]), rtol=1e-12)
    even = break_even(run.folded, levers=small().levers).per_unit.mean()
    assert worked().base.indicators["break_even"] == pytest.approx(float(even), rel=1e-12)


def test_the_alternatives_do_what_they_say_on_the_same_futures() -> None:
    found = dict(worked().alternatives)
    assert list(found) == ["double", "even", "safe"]
    base = worked().base.indicators
    assert found["double"].indicators["charged"] == pytest.approx(2 * _figure(base, "charged"))
    assert abs(_figure(found["even"].indicators, "reserve_ratio_last")) < 0.05
    assert _figure(found["safe"].indicators, "ruin_60") <= 0.05
    assert _figure(base, "ruin_60") == 1.0
    for one in found.values():
        assert one.indicators["coverage"] == base["coverage"]
        assert one.years[0].covered == worked().base.years[0].covered


def _figure(indicators: Mapping[str, float | None], code: str) -> float:
    value = indicators[code]
    assert value is not None
    return value


def test_the_stresses_stand_on_the_same_futures_and_go_the_way_they_must() -> None:
    base = worked().stress_base
    found = {stress.kind: one for stress, one in worked().stresses}
    assert set(found) == {"crop_price", "epidemic", "largest_default"}
    assert _five(found["crop_price"], "income") < 0.97 * _five(base, "income")
    assert _five(found["epidemic"], "spending") > 1.02 * _five(base, "spending")
    assert _five(found["largest_default"], "income") < _five(base, "income")
    assert found["largest_default"].years[0] == base.years[0]  # it comes in the third year
    assert found["epidemic"].years[0] == base.years[0]


def test_a_run_shorter_than_its_study_tells_the_stresses_that_begin_after_it() -> None:
    loaded = load_study("cafe-2027")
    people = loaded.study.population.model_copy(update={"families": 60})
    short = loaded.study.model_copy(update={"population": people, "months": 24, "scenarios": 4})
    prepared = replace(loaded, study=short).prepare(scheme=SCHEME)
    found = worked_out(prepared, scheme=SCHEME, wished=Wished("cohort", proof=2))
    begun = {one.code for one in short.stress if one.from_month < 24}
    assert {stress.code for stress, _ in found.stresses} == begun
    beyond = facts_of(found, setting=SETTING).beyond
    assert beyond == tuple(one.name.es for one in short.stress if one.code not in begun)
    assert beyond and begun
    assert facts().beyond == ()


def _five(one: Any, name: str) -> float:
    return float(sum(getattr(year, name) for year in one.years))


def test_the_stresses_have_a_base_of_their_own() -> None:
    run = run_of(first_of(worked().cube, count=200), income=small().income)
    assert worked().stress_base == evaluated(run, levers=small().levers)
    assert worked().stress_scenarios == 12


def test_the_moves_go_the_way_they_must() -> None:
    moves = worked().moves
    base = _figure(worked().base.indicators, "break_even")
    assert len(moves) == 22
    for code in ("use", "cost", "inflation", "old", "surge", "fertility", "administration"):
        assert moves[code][0] < 0 < moves[code][1], code
    assert moves["paying"][0] > 0 > moves["paying"][1]
    # administration is loaded on what is charged, so a tenth more of care is nearly a tenth more in all
    assert moves["cost"][1] == pytest.approx(0.1 * base, rel=0.08)


def test_the_proof_is_the_other_kernel_on_the_same_futures() -> None:
    found = worked()
    assert found.proof_scenarios == 4
    events = project(small(), kernel="events", paths=futures(small(), scenarios=range(4)))
    assert found.proof_digest == events.digest()
    proofs = {code: (cohort, event) for code, cohort, event in found.proofs}
    assert set(proofs) == {"units", "covered", "cost", "break_even"}
    for cohort, event in proofs.values():
        assert event == pytest.approx(cohort, rel=0.1)
    assert proofs["units"][1] == pytest.approx(float(events.of("units").sum()) / 4)


def test_the_report_says_the_assumptions_with_source_standing_and_reason() -> None:
    found = {one.name: one for one in facts().assumptions}
    assert len(facts().assumptions) == len(small().sources) == 20
    paying = found["Pago en familias cafetaleras, por mes"]
    assert paying.theme == "Pagar" and paying.standing is Standing.PROPOSED
    assert paying.value.startswith("Paga a tiempo entre 58 % (enero) y 88 % (junio)")
    assert "no hay datos públicos" in paying.reason and paying.date == "2026-11-26"
    abroad = found["Costo por edad y sexo, UPC adicional de Colombia 2024"]
    assert "Tabla de otro país: La curva de EsSalud" in abroad.reason
    assert "1,017.00 por persona y año, a precios de 2020" in " ".join(
        one.value for one in facts().assumptions
    )


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("code", list_studies())
def test_no_assumption_of_any_study_is_left_untold(code: str, language: str) -> None:
    loaded = load_study(code)
    found = loaded.prepare(scheme=load_scheme(loaded.study.scheme))
    told = assumed(found, language=language)
    assert len(told) == len(found.sources)
    assert {one.source for one in told} == {f"{one.title}. {one.href}" for one in found.sources}
    assert all(one.value and "{" not in one.value and one.reason for one in told)


def test_every_kind_of_table_has_its_place_and_its_words() -> None:
    placed = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(placed) == sorted(KINDS) and set(placed) <= set(VALUES)


def test_the_report_says_the_law_as_it_was_sampled() -> None:
    law = facts().law
    assert ("Gracia", "1 mes") in law.compiled
    assert ("Hijos protegidos hasta", "18 años") in law.compiled
    assert ("Meses de ingreso", "marzo, abril, mayo, junio, julio") in law.compiled
    assert dict(law.terms)["Tasa del asegurado"] == "4 %"
    assert law.contributions[0][:2] == ("Asegurado", 4_520.0)
    assert (law.rules, law.parameters) == (
        small().digests.rules,
        small().digests.parameters,
    )


def test_the_coffee_programme_at_four_percent_does_not_pay_for_itself() -> None:
    """domain.md section 4: at 4 % of the minimum wage, a tenth of the cost or little more."""
    report = papers_of(worked(), setting=SETTING).report
    assert worked().conclusion.verdict is Verdict.NOT
    own = _figure(worked().base.indicators, "charged")
    insured = 4_520 / (4_520 + facts().law.contributions[1][1])  # the State pays the rest
    assert 0.03 < insured * own / _figure(worked().base.indicators, "break_even") < 0.12
    assert report.cover.verdict == "No sostenible así"
    assert any("Por persona protegida y año entran" in one for one in report.cover.found)


def test_the_paper_and_the_page_say_the_figures_of_the_study() -> None:
    papers = papers_of(worked(), setting=SETTING)
    pages = PdfReader(BytesIO(papers.pdf)).pages
    text = re.sub(r"\s+", "", " ".join(one.extract_text() for one in pages))
    page = re.sub(r"\s+", "", papers.html)
    for row in (row for one in papers.report.tables() for row in one.rows):
        for cell in row:
            if cell.value is not None:
                assert re.sub(r"\s+", "", cell.text) in text
                assert re.sub(r"\s+", "", cell.text) in page
    for digest in (worked().cube.digest(), worked().proof_digest, small().digests.study):
        assert digest in text and digest in page


def test_a_file_is_run_and_written_and_the_same_again(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "prepared": small(),
        "scheme": SCHEME,
        "setting": SETTING,
        "wished": Wished("cohort", 6, proof=0),
        "languages": ("es", "en", "pt"),
    }
    first = write_report(folder=tmp_path / "a", **given)
    assert [path.name for path in first] == [
        f"cafe-2027-{language}.{ending}"
        for language in ("es", "en", "pt")
        for ending in ("pdf", "html")
    ]
    again = write_report(folder=tmp_path / "b", **given)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert "Actuarial study" in first[3].read_text() and "Estudo atuarial" in first[5].read_text()


def test_no_database_and_no_settings_are_asked_for() -> None:
    code = "import sys, ayni.cycle.study_papers; sys.exit('django' in sys.modules)"
    bare = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    src = str(Path(__file__).parents[2] / "src")
    ended = subprocess.run(
        [sys.executable, "-c", code], env=bare | {"PYTHONPATH": src}, check=False
    )
    assert ended.returncode == 0


def test_what_was_run_before_is_not_run_again(tmp_path: Path) -> None:
    cube = first_of(worked().cube, count=6)
    given: dict[str, Any] = {"prepared": small(), "scheme": SCHEME, "setting": SETTING}
    wished = Wished("cohort", 6, proof=0)
    handed = write_report(folder=tmp_path / "a", cube=cube, wished=wished, **given)
    ran = write_report(folder=tmp_path / "b", wished=wished, **given)
    assert handed[0].read_bytes() == ran[0].read_bytes()


def test_an_assumption_without_its_reason_keeps_the_report_from_being_written(
    tmp_path: Path,
) -> None:
    mute = tuple(
        replace(one, note=None) if one.kind == "payment" else one for one in small().sources
    )
    with pytest.raises(
        AssumptionWithoutReason, match="Pago en familias cafetaleras, por mes: sin razón escrita"
    ):
        write_report(
            prepared=replace(small(), sources=mute),
            scheme=SCHEME,
            setting=SETTING,
            folder=tmp_path,
            cube=first_of(worked().cube, count=2),
            wished=Wished("cohort", proof=0),
        )
    assert not list(tmp_path.iterdir())


def test_no_future_other_months_and_other_futures_are_refused() -> None:
    cube = worked().cube
    other = replace(cube, investment=cube.investment + np.float32(0.001))
    short = replace(cube, values=cube.values[:, :24], investment=cube.investment[:, :24])
    for wrong, refusal, said in (
        (first_of(cube, count=0), UnfinishedRun, "no future was run"),
        (short, OtherStudy, "other months"),
        (other, OtherStudy, "other futures"),
    ):
        with pytest.raises(refusal, match=said):
            worked_out(small(), scheme=SCHEME, wished=Wished("cohort"), cube=wrong)


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises((UnknownLanguage, ValueError, KeyError)):
        papers_of(worked(), setting=SETTING, language="qu")


def test_what_balances_balances() -> None:
    run = run_of(worked().cube, income=small().income)
    factors = balancing(run, levers=small().levers)
    assert set(factors) == {"even", "safe"} and factors["safe"] > 1


def test_with_a_stop_loss_the_fund_balances_at_what_is_said_to_balance() -> None:
    levers = replace(small().levers, stop_loss=StopLoss(from_ratio=1.2, ceded=0.8, price=0.05))
    run = run_of(worked().cube, income=small().income)
    base = evaluated(run, levers=levers).indicators
    factor = balancing(run, levers=levers)["even"]
    held = evaluated(run, levers=scaled(levers, by=factor)).indicators
    assert _figure(base, "break_even") == pytest.approx(_figure(held, "charged"), rel=1e-3)
    assert abs(_figure(held, "reserve_ratio_last")) < 0.05


def test_the_setting_names_the_program() -> None:
    found = setting_of(institution="a", party="b", prepared=date(2026, 1, 2), command="c")
    assert re.fullmatch(r"Ayni; numba [\d.]+, numpy [\d.]+", found.version)
    assert re.fullmatch(r"[0-9a-f]{64}", found.code)


@pytest.mark.parametrize("kernel", ["cohort", "events"])
def test_a_stored_run_is_told_and_printed(programme: object, kernel: str) -> None:
    run = ask(keep(), kernel=kernel)
    with pytest.raises(NotDone):
        report_pdf(actor=ACTUARY, run=run)
    assert work() == run
    told = report_facts_of(actor=ACTUARY, run=run)
    assert told.subject.code == "programa-pequeno" and told.subject.party
    assert told.subject.kernel == {"cohort": "cohort", "events": "event"}[kernel]
    assert not told.subject.example and told.data.checks
    assert told.reproduction.command == "ayni study report programa-pequeno"
    html = report_html(actor=ACTUARY, run=run, language="en")
    opened = studying.opened(actor=ACTUARY, run=run)
    assert opened.cube.digest() in html and "Actuarial study" in html
    content = report_pdf(actor=ACTUARY, run=run)
    assert content == report_pdf(actor=ACTUARY, run=run)
    assert content.startswith(b"%PDF")


def test_a_run_of_nobody_s_and_another_role_are_refused(programme: object) -> None:
    with pytest.raises(UnknownRun):
        report_html(actor=ACTUARY, run=99_999)
    clerk = Actor(name="caja", role=Role.COLLECTION, institution=1, reason="leer")
    with pytest.raises(NotAllowed):
        report_html(actor=clerk, run=1)
