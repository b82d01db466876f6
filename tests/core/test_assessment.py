"""Contributions: exact lines, their working, and what is refused."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import (
    LINE_COLUMNS,
    CompiledContribution,
    IncompleteFrame,
    MissingColumn,
    NegativeShare,
    NotWholeMoney,
    compile_contribution,
    compile_unpinned,
    explain,
    find_problems,
)
from ayni.core.money import Overflow
from ayni.core.periods import parse_month
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    DigestMismatch,
    Digests,
    ParameterMissing,
    Payer,
    Scheme,
    Standing,
    Terms,
    TermsRefused,
    canonical,
    load_scheme_text,
)
from ayni.core.scheme.told import ratio_text


def compiled(scheme: Scheme, month: str, terms: Terms | None = None) -> CompiledContribution:
    return compile_contribution(
        scheme, month=parse_month(month), terms=terms, digests=canonical(scheme).digests
    )


def families(**columns: list) -> pl.DataFrame:
    count = len(next(iter(columns.values())))
    return pl.DataFrame(
        {"family": list(range(1, count + 1)), "insured": list(range(101, 101 + count)), **columns}
    )


def changed(code: str, change) -> Scheme:
    data = json.loads(canonical(load_scheme(code)).text)
    change(data)
    return load_scheme_text(json.dumps(data))


def test_the_model_in_2026() -> None:
    lines = compiled(load_scheme("pe-modelo-colectivo"), "2026-04").lines(
        families(activity=["cafe", "cacao"])
    )
    assert lines.columns == LINE_COLUMNS
    assert set(lines.dtypes) == {pl.Int64}
    assert lines.row(0) == (1, 101, 113_000, 40_000, 4_520, 0, 0, 0, 5_650, 4_520)
    assert lines.row(1) == (2, 102, 113_000, 40_000, 4_520, 0, 0, 0, 5_650, 4_520)


def test_a_year_of_42_000_families_w31() -> None:
    scheme = load_scheme("pe-essalud-agrario-independiente")
    frame = pl.DataFrame({"family": range(42_000), "insured": range(42_000)})
    for year, total in ((2008, 1_108_800_000), (2025, 2_278_080_000)):
        due = sum(
            compiled(scheme, f"{year}-{month:02d}").lines(frame)["due"].sum()
            for month in range(1, 13)
        )
        assert due == total


def test_agreed_income_and_rate() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    terms = Terms(
        signed=date(2026, 3, 1),
        values=(AgreedValue(parameter="tasa_asegurado", value=50_000),),
        reference_income=(AgreedIncome(activity="cafe", amount=90_000),),
    )
    lines = compiled(scheme, "2026-04", terms).lines(families(activity=["cafe", "taxi"]))
    assert lines["base"].to_list() == [90_000, 113_000]
    assert lines["due"].to_list() == [4_500, 5_650]
    assert lines["state_share"].to_list() == [3_600, 4_520]


def test_each_share_is_rounded_by_itself_half_up() -> None:
    scheme = load_scheme("cr-ccss-convenio")
    frame = families(declared_income=[73_421_711, 73_421_710, 50_000_000])
    lines = compiled(scheme, "2025-06").lines(frame)
    assert lines["rate_ppm"].to_list() == [62_400, 43_300, 43_300]
    assert lines["insured_share"].to_list() == [4_581_500, 3_179_200, 2_165_000]
    assert lines["state_share"].to_list() == [
        4_229_100 + 183_600,
        5_631_400 + 183_600,
        3_835_000 + 125_000,
    ]


def test_halves_go_up() -> None:
    def change(data: dict) -> None:
        rate = next(one for one in data["parameters"] if one["name"] == "tasa_asegurado")
        rate["values"][0]["value"] = 500_000
        total = next(one for one in data["parameters"] if one["name"] == "tasa_total")
        total["values"][0]["value"] = 500_000
        data["rules"]["contribution"]["base"] = {"kind": "declared_income"}

    scheme = changed("pe-modelo-colectivo", change)
    lines = compiled(scheme, "2026-04").lines(families(declared_income=[1, 2, 3, 0]))
    assert lines["due"].to_list() == [1, 1, 2, 0]


def test_lines_are_the_working_without_the_steps() -> None:
    scheme = load_scheme("cr-ccss-convenio")
    frame = families(declared_income=[20_000_000, 100_000_000, 900_000_000])
    one = compiled(scheme, "2025-06")
    working = one.working(frame)
    assert working.select(LINE_COLUMNS).equals(one.lines(frame))
    assert working["cuota_asegurado.rate.band"].to_list() == [0, 2, 4]
    assert [column.name for column in one.columns] == working.columns[3:]


def test_every_payer_has_its_column() -> None:
    def change(data: dict) -> None:
        data["rules"]["contribution"]["shares"] = [
            {
                "label": f"parte_{payer.value}",
                "payer": payer.value,
                "price": {"kind": "flat", "amount": "ingreso_referencia_minimo"},
            }
            for payer in Payer
        ]

    scheme = changed("pe-modelo-colectivo", change)
    row = compiled(scheme, "2026-04").lines(families(activity=["cafe"])).row(0, named=True)
    assert [row[name] for name in LINE_COLUMNS[4:9]] == [56_500] * 5
    assert row["due"] == 4 * 56_500
    assert row["rate_ppm"] == 0


def test_categorical_activity_and_any_order_give_the_same() -> None:
    one = compiled(load_scheme("pe-modelo-colectivo"), "2026-04")
    frame = families(activity=["cafe", "taxi", "cacao"])
    expected = one.lines(frame)
    assert one.lines(frame.cast({"activity": pl.Categorical})).equals(expected)
    assert one.lines(frame.reverse()).reverse().equals(expected)


# --- exceptions ----------------------------------------------------------------------------


def with_exceptions(data: dict) -> None:
    data["rules"]["contribution"]["base"] = {
        "kind": "with_exceptions",
        "default": {"kind": "declared_income"},
        "exceptions": [
            {
                "label": "alivio",
                "when": {"months": ["2026-03", "2026-05"], "activities": ["cafe"]},
                "then": {"kind": "parameter", "amount": "ingreso_referencia_minimo"},
            },
            {
                "label": "numerosa",
                "when": {"dependants": [5, 99], "activities": ["cacao"]},
                "then": {
                    "kind": "at_most",
                    "of": {"kind": "declared_income"},
                    "maximum": "ingreso_referencia",
                },
            },
        ],
    }


def test_exceptions_apply_where_their_facts_hold() -> None:
    scheme = changed("pe-modelo-colectivo", with_exceptions)
    frame = families(
        declared_income=[200_000] * 4,
        activity=["cafe", "cacao", "cacao", "taxi"],
        dependants=[9, 5, 4, 9],
    )
    bases = compiled(scheme, "2026-04").lines(frame)["base"].to_list()
    assert bases == [56_500, 113_000, 200_000, 200_000]
    later = compiled(scheme, "2026-05").lines(frame)["base"].to_list()
    assert later == [200_000, 113_000, 200_000, 200_000]


def test_an_explanation_leaves_out_the_cases_that_do_not_apply() -> None:
    scheme = changed("pe-modelo-colectivo", with_exceptions)
    row = {"declared_income": 200_000, "activity": "cafe", "dependants": 0}
    steps = explain(scheme, month=parse_month("2026-04"), terms=None, family_row=row)
    nodes = [step.node for step in steps]
    assert "base.alivio" in nodes
    assert not any(node.startswith(("base.numerosa", "base.default")) for node in nodes)


# --- explanation ---------------------------------------------------------------------------


def test_explanation_names_parameter_value_date_and_source() -> None:
    scheme = load_scheme("cr-ccss-convenio")
    steps = explain(
        scheme,
        month=parse_month("2026-01"),
        terms=None,
        family_row={"declared_income": 20_000_000},
        language="es",
    )
    by_node = {step.node: step for step in steps}
    base = by_node["base.minimum"]
    assert (base.parameter, base.parameter_value) == ("base_minima", "₡ 346,789.00")
    assert base.date == date(2026, 1, 1)
    assert base.reference is not None
    assert base.reference.title == "Decreto 45303-MTSS"
    assert base.standing is Standing.SECONDARY
    assert by_node["cuota_asegurado.rate.band"].value == "categoria_1"
    assert by_node["cuota_asegurado.rate"].parameter == "tasa_categoria_1"
    assert by_node["cuota_asegurado"].value == "₡ 10,022.00"
    assert by_node["due"].raw == 1_002_200


def test_explanation_says_that_the_agreement_set_it() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    terms = Terms(
        signed=date(2026, 3, 1),
        reference_income=(AgreedIncome(activity="cafe", amount=90_000),),
    )
    for activity, title in (("cafe", "Signed agreement"), ("taxi", None)):
        steps = explain(
            scheme,
            month=parse_month("2026-04"),
            terms=terms,
            family_row={"activity": activity},
            language="en",
        )
        base = next(step for step in steps if step.node == "base")
        assert base.reference is not None
        assert (base.reference.title == "Signed agreement") is (title is not None)
        assert base.standing is Standing.PROPOSED


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_step_has_words(language: str) -> None:
    for code, activity in (("pe-modelo-colectivo", "cafe"), ("cr-ccss-convenio", "agricultura")):
        steps = explain(
            load_scheme(code),
            month=parse_month("2026-04"),
            terms=None,
            family_row={"declared_income": 50_000_000, "activity": activity},
            language=language,
        )
        assert all(step.label and step.value and "{" not in step.label for step in steps)


def test_ratios_are_written_exactly() -> None:
    assert [ratio_text(ppm) for ppm in (0, 2_500, 43_300, 120_000, 1_000_000, 1)] == [
        "0 %",
        "0.25 %",
        "4.33 %",
        "12 %",
        "100 %",
        "0.0001 %",
    ]


# --- refusals ------------------------------------------------------------------------------


def test_rows_that_cannot_be_assessed_are_all_named() -> None:
    one = compiled(load_scheme("pe-modelo-colectivo"), "2026-04")
    frame = families(activity=["cafe", None, "oro", "taxi"])
    with pytest.raises(IncompleteFrame) as refusal:
        one.lines(frame)
    found = [(p.row, p.family, p.column, p.code) for p in refusal.value.problems]
    assert found == [(1, 2, "activity", "missing"), (2, 3, "activity", "unknown_activity")]
    assert find_problems(frame, needs=one.needs, activities=one.activities) == list(
        refusal.value.problems
    )


def test_a_missing_or_absurd_income_is_refused() -> None:
    one = compiled(load_scheme("cr-ccss-convenio"), "2025-06")
    for value, code in ((None, "missing"), (-1, "negative"), (10**12 + 1, "too_large")):
        frame = families(declared_income=pl.Series([5, value], dtype=pl.Int64))
        with pytest.raises(IncompleteFrame) as refusal:
            one.lines(frame)
        assert [problem.code for problem in refusal.value.problems] == [code]


def test_float_money_is_refused() -> None:
    one = compiled(load_scheme("cr-ccss-convenio"), "2025-06")
    with pytest.raises(NotWholeMoney):
        one.lines(families(declared_income=[500_000.0]))


def test_a_missing_column_is_refused() -> None:
    one = compiled(load_scheme("cr-ccss-convenio"), "2025-06")
    with pytest.raises(MissingColumn, match="declared_income"):
        one.lines(families(activity=["cafe"]))


def test_the_largest_amount_does_not_wrap() -> None:
    def change(data: dict) -> None:
        data["rules"]["contribution"]["base"] = {"kind": "declared_income"}
        for name in ("tasa_asegurado", "tasa_total"):
            found = next(one for one in data["parameters"] if one["name"] == name)
            found["values"][0]["value"] = 1_000_000

    lines = compiled(changed("pe-modelo-colectivo", change), "2026-04").lines(
        families(declared_income=[10**12])
    )
    assert lines["due"].to_list() == [10**12]


def test_a_band_limit_beyond_63_bits_is_refused() -> None:
    def change(data: dict) -> None:
        for name, value in (("salario_minimo", 10**12), ("limite_4", 10**8)):
            found = next(one for one in data["parameters"] if one["name"] == name)
            for dated in found["values"]:
                dated["value"] = value

    with pytest.raises(Overflow):
        compiled(changed("cr-ccss-convenio", change), "2025-06")


def test_a_month_without_a_rule_is_an_error() -> None:
    with pytest.raises(ParameterMissing):
        compiled(load_scheme("cr-ccss-convenio"), "2022-06")
    with pytest.raises(ParameterMissing):
        compiled(load_scheme("pe-modelo-colectivo"), "2007-12")


def test_other_digests_and_terms_out_of_bounds_are_refused() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    with pytest.raises(DigestMismatch):
        compile_contribution(
            scheme, month=parse_month("2026-04"), terms=None, digests=Digests("a", "b")
        )
    terms = Terms(
        signed=date(2026, 3, 1), reference_income=(AgreedIncome(activity="cafe", amount=1),)
    )
    with pytest.raises(TermsRefused):
        compiled(scheme, "2026-04", terms)


def test_an_agreed_rate_above_the_total_leaves_no_negative_state_share() -> None:
    def change(data: dict) -> None:
        total = next(one for one in data["parameters"] if one["name"] == "tasa_total")
        total["values"][0]["value"] = 80_000

    terms = Terms(
        signed=date(2026, 3, 1),
        values=(AgreedValue(parameter="tasa_asegurado", value=80_001),),
    )
    with pytest.raises(NegativeShare):
        compiled(changed("pe-modelo-colectivo", change), "2026-04", terms)


def test_an_activity_the_scheme_does_not_know_is_refused_where_only_exceptions_look_at_it() -> None:
    """The default's price is for those whom the scheme names, not for whomever it does not know."""
    scheme = load_scheme("rw-cbhi")
    family = {"family": 1, "insured": 1, "dependants": 4}
    known = pl.DataFrame([family | {"activity": "nivel_3"}])
    assert compile_unpinned(scheme, month=parse_month("2024-01")).lines(known).height == 1
    unknown = pl.DataFrame([family | {"activity": "nivel_33"}])
    with pytest.raises(IncompleteFrame) as refusal:
        compile_unpinned(scheme, month=parse_month("2024-01")).lines(unknown)
    (problem,) = refusal.value.problems
    assert (problem.column, problem.code) == ("activity", "unknown_activity")
    assert problem.text("en") == "the scheme does not know this activity"


def test_an_activity_said_is_checked_where_no_price_looks_at_it() -> None:
    scheme = load_scheme("cr-ccss-convenio")
    compiled_one = compile_unpinned(scheme, month=parse_month("2026-04"))
    family = {"family": 1, "insured": 1, "declared_income": 37_309_200}
    unsaid = compiled_one.lines(pl.DataFrame([family]))
    said = compiled_one.lines(pl.DataFrame([family | {"activity": "agricultura"}]))
    assert unsaid["due"].to_list() == said["due"].to_list() == [1_615_500]
    with pytest.raises(IncompleteFrame, match="no conoce esta actividad"):
        compiled_one.lines(pl.DataFrame([family | {"activity": "mineria"}]))


def test_a_scheme_that_names_no_activity_refuses_none() -> None:
    scheme = load_scheme("ke-shif")
    assert scheme.rules.activities == ()
    family = {"family": 1, "insured": 1, "pay": 3_500_000, "activity": "mineria"}
    compiled_one = compile_unpinned(scheme, month=parse_month("2026-04"))
    assert compiled_one.lines(pl.DataFrame([family]))["due"].to_list() == [96_250]
