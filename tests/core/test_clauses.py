"""Clauses of an agreement: bounds, values as typed, differences, what is carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.clauses import (
    Clause,
    carried_over,
    clauses,
    differences,
    terms_with,
    value_of,
)
from ayni.core.alliance.typed import TermProblem, TermsNotRead, read_value, read_values, typed_text
from ayni.core.scheme import AgreedIncome, AgreedValue, Terms, TermsRefused, check_terms

DAY = date(2026, 11, 26)
MODEL = load_scheme("pe-modelo-colectivo")
CLAUSES = clauses(MODEL, day=DAY)
BY_KEY = {one.key: one for one in CLAUSES}


def test_the_clauses_are_the_schemes_negotiable_terms() -> None:
    assert [one.key for one in CLAUSES] == [
        *("income.cafe", "income.cacao", "income.pesca_artesanal", "income.mercado"),
        *("income.taxi", "tasa_asegurado", "ventana_meses", "meses_consecutivos"),
        *("meses_no_consecutivos", "plazo_gracia", "familias_minimas", "parte_minima_socios"),
        *("asignacion_administracion", "meses_reserva", "siniestralidad_revision", "preaviso"),
        *("calendar", "entry_months", "part_payment"),
    ]
    coffee = BY_KEY["income.cafe"]
    assert (coffee.law, coffee.lowest, coffee.highest) == (113_000, 56_500, 339_000)
    assert coffee.name.en == "Reference income: coffee"
    assert BY_KEY["preaviso"].law == 3
    assert clauses(load_scheme("cr-ccss-convenio"), day=DAY) == () or all(
        one.key != "tasa_asegurado" for one in clauses(load_scheme("cr-ccss-convenio"), day=DAY)
    )


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("tasa_asegurado", "4.5", 45_000),
        ("tasa_asegurado", "4,5 %", 45_000),
        ("tasa_asegurado", "4.3333", 43_333),
        ("tasa_asegurado", "9", 90_000),
        ("income.cafe", "1130", 113_000),
        ("income.cafe", "1 130,50", 113_050),
        ("income.cafe", "1.130,50", 113_050),
        ("income.cafe", "1,130.50", 113_050),
        ("income.cafe", "565", 56_500),
        ("income.cafe", "3390.00", 339_000),
        ("preaviso", "1", 1),
        ("calendar", "harvest", "harvest"),
        ("entry_months", "6, 4 5", (4, 5, 6)),
    ],
)
def test_what_people_type_is_read(key: str, typed: str, value: object) -> None:
    assert read_value(BY_KEY[key], text=typed) == value


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("tasa_asegurado", "9.0001", "above"),
        ("tasa_asegurado", "abc", "not_a_figure"),
        ("tasa_asegurado", "-4", "not_a_figure"),
        ("tasa_asegurado", "4.33333", "too_many_decimals"),
        ("income.cafe", "564.99", "below"),
        ("income.cafe", "1.130", "ambiguous"),
        ("income.cafe", "1,130", "ambiguous"),
        ("income.cafe", "1130.505", "too_many_decimals"),
        ("income.cafe", "1130.5055", "too_many_decimals"),
        ("preaviso", "0", "below"),
        ("preaviso", "1.5", "too_many_decimals"),
        ("preaviso", "٣", "not_a_figure"),
        ("calendar", "weekly", "unknown_choice"),
        ("entry_months", "13", "not_a_figure"),
        ("entry_months", " ", "too_few_months"),
    ],
)
def test_what_cannot_be_taken_is_said_with_what_would_be_right(
    key: str, typed: str, code: str
) -> None:
    found = read_value(BY_KEY[key], text=typed)
    assert isinstance(found, TermProblem)
    assert (found.key, found.code) == (key, code)
    for language in ("es", "en", "pt"):
        assert found.text(language)
        assert "{" not in found.text(language)


def test_all_faults_are_told_at_once_and_nothing_is_taken() -> None:
    typed = {"tasa_asegurado": "40", "income.cafe": "x", "oro": "1", "preaviso": "3"}
    with pytest.raises(TermsNotRead) as refused:
        read_values(CLAUSES, typed=typed)
    assert [(one.key, one.code) for one in refused.value.problems] == [
        ("oro", "unknown_clause"),
        ("income.cafe", "not_a_figure"),
        ("tasa_asegurado", "above"),
    ]


def test_every_value_survives_being_written_and_typed_again() -> None:
    for clause in CLAUSES:
        for value in (clause.law, clause.lowest, clause.highest):
            if clause.kind == "entry" and isinstance(value, int):
                continue
            if value is not None:
                assert read_value(clause, text=typed_text(clause, value=value)) == value


def test_terms_hold_only_what_differs_from_the_law() -> None:
    values = read_values(
        CLAUSES, typed={"tasa_asegurado": "4", "income.cacao": "900", "entry_months": "4,5"}
    )
    terms = terms_with(CLAUSES, values=values, signed=DAY)
    assert terms == Terms(
        signed=DAY,
        reference_income=(AgreedIncome(activity="cacao", amount=90_000),),
        entry_months=(4, 5),
    )
    check_terms(MODEL, terms=terms)
    assert value_of(BY_KEY["tasa_asegurado"], terms=terms) == 40_000
    assert (terms.may_enter(24315), terms.may_enter(24317)) == (True, False)  # April and June 2026


def test_months_of_entry_out_of_order_or_not_negotiable_are_refused() -> None:
    for months in ((5, 4), (4, 4)):
        with pytest.raises(TermsRefused):
            check_terms(MODEL, terms=Terms(signed=DAY, entry_months=months))
    with pytest.raises(TermsRefused):
        check_terms(load_scheme("cr-ccss-convenio"), terms=Terms(signed=DAY, entry_months=(4,)))


def test_differences_are_told_clause_by_clause() -> None:
    after = Terms(signed=DAY, values=(AgreedValue(parameter="tasa_asegurado", value=45_000),))
    found = differences(CLAUSES, before=None, after=after)
    assert [(one.clause.key, one.before, one.after) for one in found] == [
        ("tasa_asegurado", 40_000, 45_000)
    ]
    assert differences(CLAUSES, before=after, after=after) == ()


def test_an_agreement_copied_keeps_what_fits_and_names_what_does_not() -> None:
    terms = Terms(
        signed=date(2025, 1, 1),
        values=(
            AgreedValue(parameter="tasa_asegurado", value=45_000),
            AgreedValue(parameter="tarifa_de_otro", value=1),
        ),
        reference_income=(AgreedIncome(activity="cafe", amount=30_000),),
        calendar="harvest",
    )
    kept, dropped = carried_over(CLAUSES, terms=terms)
    assert kept == {"tasa_asegurado": 45_000, "calendar": "harvest"}
    assert dropped == ["tarifa_de_otro", "income.cafe"]


def test_a_clause_without_a_value_of_the_law_must_be_typed() -> None:
    bare = [_without_law(one) for one in CLAUSES if one.key == "income.cafe"]
    with pytest.raises(TermsNotRead) as refused:
        read_values(tuple(bare), typed={})
    assert refused.value.problems[0].code == "missing"
    assert "565" in refused.value.problems[0].text("es")


def _without_law(clause: Clause) -> Clause:
    return replace(clause, law=None)
