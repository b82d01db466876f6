"""The library of schemes: what no single case can show, and what each scheme refuses to say."""

from __future__ import annotations

import shutil
import tomllib
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from ayni.adapters.schemefiles import folder_of, list_schemes, load_folder, load_scheme
from ayni.core.assessment import IncompleteFrame, compile_contribution
from ayni.core.entitlement.answers import Verdict
from ayni.core.entitlement.facts import PersonFacts, PersonRole
from ayni.core.entitlement.verdict import answer
from ayni.core.periods import Span, parse_month
from ayni.core.scheme import (
    AgreedIncome,
    Event,
    ParameterMissing,
    Scheme,
    Standing,
    Terms,
    TermsRefused,
    canonical,
)
from tests.samples import ROOT

MODEL = "pe-modelo-colectivo"
LAWS = tuple(code for code in list_schemes() if load_scheme(code).rules.basis == "law")


def lines(
    scheme: Scheme, *, month: str, terms: Terms | None = None, **facts: list[int | str]
) -> pl.DataFrame:
    """Assess some families; each fact is a list, one entry per family, money in minor units."""
    count = max([len(values) for values in facts.values()], default=1)
    numbers = list(range(1, count + 1))
    compiled = compile_contribution(
        scheme, month=parse_month(month), terms=terms, digests=canonical(scheme).digests
    )
    return compiled.lines(pl.DataFrame({"family": numbers, "insured": numbers, **facts}))


def due(scheme: Scheme, *, month: str, terms: Terms | None = None, **facts: int | str) -> int:
    found = lines(scheme, month=month, terms=terms, **{name: [v] for name, v in facts.items()})
    return int(found["due"][0])


# --- what the library holds together -------------------------------------------------------


@pytest.mark.parametrize("code", LAWS)
def test_a_law_links_to_where_it_was_read_or_says_why_not(code: str) -> None:
    """What is verified has its page; what has none, or is ours because a rule needs a figure, has a note."""
    values = [dated for one in load_scheme(code).parameters for dated in one.values]
    bare = [v for v in values if not v.reference.href.startswith("http")]
    assert [v for v in bare if v.standing is Standing.VERIFIED] == []
    ours = [v for v in values if v.standing is Standing.PROPOSED]
    assert [v for v in (*bare, *ours) if v.value is not None and not v.note] == []


def test_a_figure_of_two_schemes_is_one_figure() -> None:
    shared = ("rmv", "tim", "salario_minimo", *(f"limite_{n}" for n in range(1, 5)))
    found = defaultdict(list)
    for code in list_schemes():
        for one in load_scheme(code).parameters:
            if one.name in shared:
                history = tuple((dated.start, dated.value) for dated in one.values)
                found[code[:2], one.name].append(history)
    assert {name for _, name in found} == set(shared)
    assert all(len(histories) >= 2 for histories in found.values())
    assert [key for key, histories in found.items() if len(set(histories)) > 1] == []


def test_the_agrarian_minimum_base_is_the_minimum_wage_from_memory() -> None:
    wage = load_scheme("pe-essalud-regular").parameter("rmv").values
    base = load_scheme("pe-essalud-agrario-dependiente").parameter("base_minima").values
    assert [(v.start, v.value) for v in base] == [(v.start, v.value) for v in wage]
    assert {v.standing for v in base} == {Standing.BACKGROUND}


def test_the_peasants_scheme_rests_on_memory_alone() -> None:
    values = [v for one in load_scheme("ec-iess-campesino").parameters for v in one.values]
    assert {value.standing for value in values} == {Standing.BACKGROUND}


def test_every_file_of_a_scheme_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["ayni"]
    shipped = [one for one in folder_of(MODEL).parent.rglob("*") if one.is_file()]
    assert {one.suffix for one in shipped} == {".yaml", ".md"}
    assert {f"**/*{one.suffix}" for one in shipped} <= set(patterns)


# --- cases of the domain notes that need more than one line ----------------------------------


@pytest.mark.parametrize(
    ("paid", "cover"), [(4, 0), (5, 2), (9, 2), (10, 4), (19, 6), (20, 8), (30, 12), (36, 12)]
)
def test_w22_the_latency_table_holds_as_data(paid: int, cover: int) -> None:
    scheme = load_scheme("pe-essalud-regular")
    latency = scheme.rules.entitlement.latency
    assert latency is not None
    band = next(one for one in latency.bands if one.upto is None or paid <= one.upto)
    assert scheme.parameter(band.gives).on(date(2025, 1, 19)).value == cover
    assert scheme.parameter(latency.window).on(date(2025, 1, 19)).value == 36


def test_w12_a_raise_of_the_board_waits_for_the_renewal(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of("cr-ccss-convenio"), tmp_path / "cr"))
    file = folder / "parameters" / "tasa_categoria_1.yaml"
    raised = file.read_text(encoding="utf-8")
    later = raised[raised.index("  2018-10-01:") :].replace("2018-10-01", "2025-07-01")
    file.write_text(raised + later.replace("0.0289", "0.0300"), encoding="utf-8")
    scheme, signed = load_folder(folder), date(2025, 3, 1)
    pinned = Terms(signed=signed)
    for month in ("2025-03", "2025-07", "2025-12", "2026-02"):
        assert due(scheme, month=month, terms=pinned, declared_income=200_000_00) == 9861_00
    renewed = Terms(signed=signed, renewed=date(2026, 3, 1))
    assert due(scheme, month="2026-03", terms=renewed, declared_income=200_000_00) == 10404_00
    assert due(scheme, month="2025-07", declared_income=200_000_00) == 10237_00


@pytest.mark.parametrize(("year", "whole"), [(2008, 11_088_000_00), (2025, 22_780_800_00)])
def test_w31_a_year_of_42_000_families(year: int, whole: int) -> None:
    scheme = load_scheme("pe-essalud-agrario-independiente")
    months = [due(scheme, month=f"{year}-{month:02}") for month in range(1, 13)]
    assert 42_000 * sum(months) == whole


def test_w37_the_minimum_of_kenya_is_one_of_the_contribution_to_the_cent() -> None:
    pays = [*range(10_850_00, 10_960_00), 0, 1, 8_000_00, 35_000_00, 999_999_99]
    found = lines(load_scheme("ke-shif"), month="2025-03", pay=pays)["due"].to_list()
    asked = [max(300_00, int(Fraction(pay * 275, 10_000) + Fraction(1, 2))) for pay in pays]
    assert found == asked


def test_another_sector_is_an_activity_and_its_agreed_income() -> None:
    incomes = {"cafe": 1130_00, "cacao": 980_00, "pesca_artesanal": 1050_00, "taxi": 1800_00}
    agreed = [
        AgreedIncome(activity=code, amount=amount)
        for code, amount in incomes.items()
        if code != "cafe"
    ]
    terms = Terms(signed=date(2026, 3, 1), reference_income=tuple(agreed))
    found = lines(load_scheme(MODEL), month="2026-04", terms=terms, activity=list(incomes))
    assert found["base"].to_list() == list(incomes.values())
    assert found["due"].to_list() == [45_20, 39_20, 42_00, 72_00]


# --- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "month", "facts"),
    [
        ("pe-essalud-regular", "1997-08", {"pay": 500_00}),
        ("pe-essalud-agrario-independiente", "2000-12", {}),
        ("pe-sis-independiente", "2021-03", {"dependants": 1}),
        ("cr-ccss-independiente", "2019-12", {"declared_income": 500_000_00}),
        ("cr-ccss-independiente", "2020-03", {"declared_income": 500_000_00}),
        ("cr-ccss-independiente", "2020-09", {"declared_income": 500_000_00}),
        ("cr-ccss-independiente", "2022-06", {"declared_income": 500_000_00}),
        ("cr-ccss-independiente-ivm", "2029-01", {"declared_income": 500_000_00}),
        ("ec-iess-campesino", "2025-01", {}),
        ("ke-shif", "2024-09", {"pay": 35_000_00}),
    ],
)
def test_a_month_without_a_known_figure_is_refused(
    code: str, month: str, facts: dict[str, int]
) -> None:
    with pytest.raises(ParameterMissing):
        due(load_scheme(code), month=month, **facts)


@pytest.mark.parametrize("code", ["cr-ccss-independiente-ivm", "ec-iess-campesino", "ke-shif"])
def test_a_right_whose_rule_was_not_found_is_not_answered(
    code: str,
) -> None:
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON, affiliation=(Span(date(2024, 10, 1), None),), paid=()
    )
    asked = {"facts": facts, "scheme": load_scheme(code), "day": date(2026, 11, 24)}
    with pytest.raises(ParameterMissing):
        answer(event=Event.ILLNESS, **asked)
    found = answer(event=Event.EMERGENCY, **asked)
    assert (found.verdict, found.attend) == (Verdict.NO_RULE, True)


def test_an_employer_of_unknown_size_is_refused() -> None:
    scheme = load_scheme("pe-essalud-agrario-dependiente")
    frame = {"pay": [1500_00, 1500_00], "workers": [120, None], "yearly_sales": [0, 0]}
    with pytest.raises(IncompleteFrame) as refusal:
        lines(scheme, month="2024-06", **frame)
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column, problem.code) == (1, "workers", "missing")


def test_an_activity_without_a_rule_and_an_income_out_of_bounds_are_refused() -> None:
    scheme = load_scheme(MODEL)
    with pytest.raises(IncompleteFrame):
        due(scheme, month="2026-04", activity="mineria")
    for amount in (564_99, 3390_01):
        income = AgreedIncome(activity="pesca_artesanal", amount=amount)
        terms = Terms(signed=date(2026, 3, 1), reference_income=(income,))
        with pytest.raises(TermsRefused):
            due(scheme, month="2026-04", terms=terms, activity="pesca_artesanal")
