"""The scheme language: what loads, what it reads on a day, what is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    DigestMismatch,
    Digests,
    InvalidScheme,
    ParameterMissing,
    Standing,
    Terms,
    TermsRefused,
    UnknownParameter,
    canonical,
    check_terms,
    figure_text,
    load_scheme_text,
    parse_figure,
    read,
    require_digests,
)
from ayni.core.scheme.units import UnknownUnit, UnreadableFigure


def plain(code: str) -> dict:
    return json.loads(canonical(load_scheme(code)).text)


def problems_of(data: dict) -> set[str]:
    with pytest.raises(InvalidScheme) as refusal:
        load_scheme_text(json.dumps(data))
    return {one.code for one in refusal.value.problems}


def parameter_of(data: dict, name: str) -> dict:
    return next(one for one in data["parameters"] if one["name"] == name)


@pytest.mark.parametrize("code", list_schemes())
def test_text_loads_back_to_the_same_scheme_and_digests(code: str) -> None:
    scheme = load_scheme(code)
    text = canonical(scheme)
    again = load_scheme_text(text.text)
    assert again == scheme
    assert canonical(again).digests == text.digests


def test_digests_tell_rules_from_parameters() -> None:
    data = plain("pe-modelo-colectivo")
    before = canonical(load_scheme("pe-modelo-colectivo")).digests
    parameter_of(data, "tasa_asegurado")["values"][0]["value"] = 50_000
    after = canonical(load_scheme_text(json.dumps(data))).digests
    assert after.rules == before.rules
    assert after.parameters != before.parameters


def test_another_scheme_than_the_pinned_one_is_refused() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    pinned = canonical(scheme).digests
    require_digests(scheme, digests=pinned)
    with pytest.raises(DigestMismatch):
        require_digests(scheme, digests=Digests(pinned.rules, "0" * 64))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2008, 7, 1), 55_000),
        (date(2011, 8, 14), 60_000),
        (date(2011, 8, 15), 67_500),
        (date(2026, 4, 1), 113_000),
    ],
)
def test_a_parameter_is_read_on_its_day(day: date, value: int) -> None:
    scheme = load_scheme("pe-essalud-agrario-independiente")
    assert read(scheme, name="rmv", day=day, terms=None).number == value


def test_no_value_before_the_first_or_after_the_rule_ended() -> None:
    scheme = load_scheme("pe-essalud-agrario-independiente")
    with pytest.raises(ParameterMissing):
        read(scheme, name="rmv", day=date(1997, 8, 31), terms=None)
    with pytest.raises(ParameterMissing):
        read(load_scheme("cr-ccss-convenio"), name="base_minima", day=date(2022, 5, 1), terms=None)
    with pytest.raises(UnknownParameter):
        read(scheme, name="nada", day=date(2026, 1, 1), terms=None)


def test_the_repealed_law_is_shown() -> None:
    scheme = load_scheme("pe-essalud-agrario-independiente")
    before = read(scheme, name="estado_legal", day=date(2020, 12, 5), terms=None).value
    after = read(scheme, name="estado_legal", day=date(2020, 12, 6), terms=None).value
    assert before == "Ley 27360 vigente"
    assert str(after).startswith("Ley 27360 derogada")


def test_every_value_of_the_model_is_proposed() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    standings = {dated.standing for one in scheme.parameters for dated in one.values}
    assert standings == {Standing.PROPOSED}
    assert scheme.rules.basis == "model"


def test_reach_at_renewal_frozen_and_at_once() -> None:
    data = plain("cr-ccss-convenio")
    minimum = parameter_of(data, "base_minima")
    terms = Terms(signed=date(2024, 3, 1), renewed=date(2025, 3, 1))
    found = {}
    for reaches in ("frozen", "at_renewal", "at_once"):
        minimum["reaches"] = reaches
        scheme = load_scheme_text(json.dumps(data))
        found[reaches] = read(scheme, name="base_minima", day=date(2026, 2, 1), terms=terms).number
    assert found == {"frozen": 33_332_800, "at_renewal": 34_122_700, "at_once": 34_678_900}


def test_agreed_values_within_bounds_and_refused_beyond() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    signed = date(2026, 3, 1)
    check_terms(
        scheme,
        terms=Terms(
            signed=signed,
            values=(AgreedValue(parameter="tasa_asegurado", value=90_000),),
            reference_income=(AgreedIncome(activity="cafe", amount=56_500),),
            calendar="harvest",
        ),
    )
    refused = [
        Terms(signed=signed, values=(AgreedValue(parameter="tasa_asegurado", value=90_001),)),
        Terms(signed=signed, values=(AgreedValue(parameter="tasa_total", value=90_000),)),
        Terms(signed=signed, reference_income=(AgreedIncome(activity="cafe", amount=56_499),)),
        Terms(signed=signed, reference_income=(AgreedIncome(activity="oro", amount=90_000),)),
        Terms(signed=signed, values=(AgreedValue(parameter="ventana_meses", value=12),) * 2),
        Terms(signed=signed, renewed=date(2026, 2, 28)),
    ]
    for terms in refused:
        with pytest.raises(TermsRefused):
            check_terms(scheme, terms=terms)
    with pytest.raises(TermsRefused):
        check_terms(load_scheme("cr-ccss-convenio"), terms=Terms(signed=signed, calendar="harvest"))


def test_terms_survive_json() -> None:
    terms = Terms(signed=date(2026, 3, 1), values=(AgreedValue(parameter="x", value=1),))
    assert Terms.model_validate_json(terms.model_dump_json()) == terms


# --- refusals of a scheme ------------------------------------------------------------------


def test_missing_reference_does_not_load() -> None:
    data = plain("pe-modelo-colectivo")
    del parameter_of(data, "tasa_asegurado")["values"][0]["reference"]
    with pytest.raises(ValidationError, match="reference"):
        load_scheme_text(json.dumps(data))


def test_float_money_does_not_load() -> None:
    data = plain("pe-modelo-colectivo")
    parameter_of(data, "ingreso_referencia")["values"][0]["value"] = 55_000.5
    with pytest.raises(ValidationError):
        load_scheme_text(json.dumps(data))


def test_a_whole_float_does_not_load_either() -> None:
    data = plain("pe-modelo-colectivo")
    parameter_of(data, "ingreso_referencia")["values"][0]["value"] = 55_000.0
    with pytest.raises(ValidationError):
        load_scheme_text(json.dumps(data))


def test_dates_that_run_backwards_do_not_load() -> None:
    data = plain("pe-modelo-colectivo")
    parameter_of(data, "ingreso_referencia")["values"].reverse()
    with pytest.raises(ValidationError, match="after"):
        load_scheme_text(json.dumps(data))


def test_a_rate_above_one_does_not_load() -> None:
    data = plain("pe-modelo-colectivo")
    parameter_of(data, "tasa_asegurado")["values"][0]["value"] = 1_000_001
    with pytest.raises(ValidationError):
        load_scheme_text(json.dumps(data))


def test_unknown_words_do_not_load() -> None:
    data = plain("pe-modelo-colectivo")
    data["rules"]["contribution"]["formula"] = "base * 0.04"
    with pytest.raises(ValidationError, match="formula"):
        load_scheme_text(json.dumps(data))


def test_missing_rounding_is_an_error_and_not_a_default() -> None:
    data = plain("pe-modelo-colectivo")
    del data["rules"]["contribution"]["rounding"]
    with pytest.raises(ValidationError, match="rounding"):
        load_scheme_text(json.dumps(data))


def test_overlapping_bands() -> None:
    data = plain("cr-ccss-convenio")
    parameter_of(data, "limite_2")["values"][0]["value"] = 929_500
    assert problems_of(data) == {"overlapping_bands"}


def test_an_open_band_that_is_not_the_last() -> None:
    data = plain("cr-ccss-convenio")
    del data["rules"]["contribution"]["shares"][0]["price"]["bands"][1]["upto"]
    assert problems_of(data) == {"open_band"}


def test_negative_state_share() -> None:
    data = plain("cr-ccss-convenio")
    parameter_of(data, "tasa_total")["values"][0]["value"] = 106_899
    assert problems_of(data) == {"negative_share"}


def test_unknown_parameter_and_wrong_unit() -> None:
    data = plain("pe-modelo-colectivo")
    data["rules"]["contribution"]["shares"][0]["price"]["rate"] = "nada"
    assert problems_of(data) == {"unknown_parameter"}
    data["rules"]["contribution"]["shares"][0]["price"]["rate"] = "ingreso_referencia"
    assert problems_of(data) == {"wrong_unit"}


def test_an_optional_parameter_name_is_checked_too() -> None:
    data = plain("pe-modelo-colectivo")
    data["rules"]["insured_unit"]["lowest_age"] = "nada"
    assert problems_of(data) == {"unknown_parameter"}


def test_another_currency() -> None:
    data = plain("pe-modelo-colectivo")
    data["rules"]["currency"] = "CRC"
    assert problems_of(data) == {"other_currency"}


def test_repeated_and_reserved_labels() -> None:
    data = plain("cr-ccss-convenio")
    data["rules"]["contribution"]["shares"][2]["label"] = "estado_complemento"
    assert problems_of(data) == {"repeated"}
    data["rules"]["contribution"]["shares"][2]["label"] = "due"
    assert problems_of(data) == {"reserved"}


def test_an_emergency_is_never_suspended() -> None:
    data = plain("cr-ccss-convenio")
    data["rules"]["arrears"]["never_suspended"] = ["accident"]
    assert problems_of(data) == {"emergency_suspended"}


def test_no_qualifying_condition() -> None:
    data = plain("cr-ccss-convenio")
    del data["rules"]["entitlement"]["qualifying"]["within"]
    assert problems_of(data) == {"no_condition"}


def excepted(data: dict, *whens: dict) -> dict:
    """Put exceptions on the insured person's price of the model."""
    price = {"kind": "rate", "rate": "tasa_asegurado_minima"}
    data["rules"]["contribution"]["shares"] = [
        {
            "label": "aporte",
            "payer": "insured_person",
            "price": {
                "kind": "with_exceptions",
                "default": {"kind": "rate", "rate": "tasa_asegurado"},
                "exceptions": [
                    {"label": f"e{place}", "when": when, "then": price}
                    for place, when in enumerate(whens)
                ],
            },
        }
    ]
    return data


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"activities": ["cafe"]}, {"activities": ["cacao", "cafe"]}),
        ({"activities": ["cafe"]}, {"dependants": [0, 2]}),
        ({"months": ["2020-03", "2020-10"]}, {"months": ["2020-09", "2020-12"]}),
        ({"dependants": [0, 3]}, {"dependants": [2, 5]}),
    ],
)
def test_two_exceptions_that_can_meet_do_not_load(one: dict, other: dict) -> None:
    assert problems_of(excepted(plain("pe-modelo-colectivo"), one, other)) == {"two_exceptions"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"activities": ["cafe"]}, {"activities": ["cacao"]}),
        ({"months": ["2020-03", "2020-10"]}, {"months": ["2020-10", "2020-12"]}),
        ({"dependants": [0, 2]}, {"dependants": [2, 5], "activities": ["cafe"]}),
    ],
)
def test_exceptions_kept_apart_load(one: dict, other: dict) -> None:
    load_scheme_text(json.dumps(excepted(plain("pe-modelo-colectivo"), one, other)))


def test_an_exception_says_when_and_forwards() -> None:
    data = plain("pe-modelo-colectivo")
    assert problems_of(excepted(data, {})) == {"empty_condition"}
    assert problems_of(excepted(data, {"dependants": [3, 3]})) == {"backward_bounds"}
    assert problems_of(excepted(data, {"activities": ["oro"]})) == {"unknown_activity"}


def test_every_problem_speaks_three_languages() -> None:
    data = excepted(plain("pe-modelo-colectivo"), {"activities": ["cafe"]}, {"dependants": [0, 2]})
    with pytest.raises(InvalidScheme) as refusal:
        load_scheme_text(json.dumps(data))
    said = {refusal.value.problems[0].text(language) for language in ("es", "en", "pt")}
    assert len(said) == 3
    assert all("e0" in text and "e1" in text for text in said)


# --- figures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("1130.00", "PEN", 113_000),
        (345, "PEN", 34_500),
        ("373092.30", "CRC", 37_309_230),
        ("0.0433", "/1", 43_300),
        ("0.9295", "times", 929_500),
        (12, "months", 12),
        (True, "flag", 1),
        (None, "PEN", None),
        ([0, 1, 6, 15, 21, 21, 16, 9, 6, 3, 1, 1], "month-weights", None),
    ],
)
def test_figures_are_read_exactly(written: object, unit: str, value: int | None) -> None:
    found = parse_figure(written, unit=unit)
    assert found == (tuple(written) if isinstance(written, list) else value)
    if isinstance(found, int) and unit != "flag":
        assert parse_figure(figure_text(found, unit=unit), unit=unit) == found


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        (1130.0, "PEN"),
        ("1130.001", "PEN"),
        ("1.13e3", "PEN"),
        ("1,130.00", "PEN"),
        ("-5", "PEN"),
        ("nan", "PEN"),
        (True, "PEN"),
        (1, "flag"),
        ("0.12345678", "/1"),
        ("1.5", "months"),
        ([1] * 12, "month-weights"),
        ("", "text"),
    ],
)
def test_figures_that_are_not_exact_are_refused(written: object, unit: str) -> None:
    with pytest.raises(UnreadableFigure):
        parse_figure(written, unit=unit)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        parse_figure("1", unit="bushels")
