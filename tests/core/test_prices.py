"""Each price of the language: what it gives, what it refuses, what it says in three languages."""

from __future__ import annotations

import json

import polars as pl
import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import IncompleteFrame, compile_contribution, explain
from ayni.core.money import Overflow
from ayni.core.periods import parse_month
from ayni.core.scheme import InvalidScheme, Scheme, canonical, load_scheme_text

TEMPLATE = json.loads(canonical(load_scheme("pe-modelo-colectivo")).text)
MONTH = parse_month("2026-04")
FIGURES = {
    "cuota": ("PEN", 1_000),
    "cuota_dos": ("PEN", 2_500),
    "cuota_tres": ("PEN", 4_000),
    "tope_uno": ("PEN", 100_000),
    "tope_dos": ("PEN", 300_000),
    "tasa_uno": ("/1", 10_000),
    "tasa_dos": ("/1", 25_000),
    "edad_uno": ("years", 18),
    "edad_dos": ("years", 60),
    "cien": ("workers", 100),
    "veces": ("times", 1_700 * 10**6),
    "uit": ("PEN", 550_000),
}
BY_AGE = {
    "kind": "by_age",
    "bands": [
        {"label": "ninos", "below": "edad_uno", "amount": "cuota"},
        {"label": "adultos", "below": "edad_dos", "amount": "cuota_dos", "women": "cuota_tres"},
        {"label": "mayores", "amount": "cuota_tres"},
    ],
}
BY_SIZE = {
    "kind": "by_family_size",
    "bands": [
        {"label": "dos", "upto": 2, "amount": "cuota"},
        {"label": "tres", "upto": 3, "amount": "cuota_dos"},
        {"label": "mas", "amount": "cuota_tres"},
    ],
}
MARGINAL = {
    "kind": "marginal",
    "slices": [
        {"label": "primero", "upto": "tope_uno", "rate": "tasa_uno"},
        {"label": "segundo", "upto": "tope_dos", "rate": "tasa_dos"},
        {"label": "resto", "rate": "tasa_uno"},
    ],
}
PER_DEPENDANT = {"kind": "per_dependant", "amount": "cuota", "first": 3, "most": 4}
PER_UNIT = {"kind": "per_unit", "amount": "cuota", "unit": "quintal"}
SIZE_OF_EMPLOYER = {
    "kind": "by_employer_size",
    "workers_from": "cien",
    "sales_above": "veces",
    "sales_unit": "uit",
    "large": {"kind": "rate", "rate": "tasa_dos"},
    "other": {"kind": "flat", "amount": "cuota"},
}
EVERY = {
    "by_age": BY_AGE,
    "by_family_size": BY_SIZE,
    "marginal": MARGINAL,
    "per_dependant": PER_DEPENDANT,
    "per_unit": PER_UNIT,
    "by_employer_size": SIZE_OF_EMPLOYER,
}
FAMILY = {
    "pay": 400_000,
    "produce_sold": 1_000_000,
    "dependants": 3,
    "age": 30,
    "sex": "M",
    "units_delivered": 12_345,
    "workers": 5,
    "yearly_sales": 0,
}


def scheme_of(price: dict, *, base: str = "pay", **figures: int) -> Scheme:
    """One share of the insured person at this price; some figures changed."""
    data = json.loads(json.dumps(TEMPLATE))
    data["rules"]["contribution"]["base"] = {"kind": base}
    data["rules"]["contribution"]["shares"] = [
        {"label": "cuota_familia", "payer": "insured_person", "price": price}
    ]
    for name, (unit, value) in FIGURES.items():
        dated = {
            "start": "2000-01-01",
            "value": figures.get(name, value),
            "reference": {"title": "inventado", "href": "#"},
            "standing": "proposed",
        }
        data["parameters"].append(
            {
                "name": name,
                "description": "inventado",
                "unit": unit,
                "reaches": "at_once",
                "values": [dated],
            }
        )
    return load_scheme_text(json.dumps(data))


def due(scheme: Scheme, **facts: object) -> int:
    frame = pl.DataFrame([{"family": 1, "insured": 1} | FAMILY | facts])
    compiled = compile_contribution(
        scheme, month=MONTH, terms=None, digests=canonical(scheme).digests
    )
    return int(compiled.lines(frame)["due"][0])


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        (17, "F", 1_000),
        (18, "M", 2_500),
        (18, "F", 4_000),
        (59, "M", 2_500),
        (60, "F", 4_000),
        (60, "M", 4_000),
    ],
)
def test_by_age_and_sex(age: int, sex: str, expected: int) -> None:
    assert due(scheme_of(BY_AGE), age=age, sex=sex) == expected


@pytest.mark.parametrize(
    ("dependants", "expected"), [(0, 1_000), (1, 1_000), (2, 2_500), (3, 4_000), (9, 4_000)]
)
def test_by_family_size_counts_the_insured_person(dependants: int, expected: int) -> None:
    assert due(scheme_of(BY_SIZE), dependants=dependants) == expected


@pytest.mark.parametrize(
    ("dependants", "charged"), [(0, 0), (2, 0), (3, 1), (5, 3), (6, 4), (20, 4)]
)
def test_per_dependant_from_the_third_for_four_at_most(dependants: int, charged: int) -> None:
    assert due(scheme_of(PER_DEPENDANT), dependants=dependants) == charged * 1_000


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        (0, 0),
        (100_000, 1_000),
        (100_001, 1_000),
        (100_020, 1_001),
        (300_000, 6_000),
        (400_000, 7_000),
    ],
)
def test_marginal_scale_pays_slice_by_slice_and_is_rounded_once(pay: int, expected: int) -> None:
    assert due(scheme_of(MARGINAL), pay=pay) == expected


def test_per_unit_delivered_is_divided_once() -> None:
    assert due(scheme_of(PER_UNIT), units_delivered=12_345) == 12_345
    assert due(scheme_of(PER_UNIT, cuota=1_003), units_delivered=500) == 502  # 501.5, half up


@pytest.mark.parametrize(
    ("workers", "sales", "expected"),
    [
        (100, 0, 10_000),
        (99, 0, 1_000),
        (0, 550_000 * 1_700, 1_000),
        (0, 550_000 * 1_700 + 1, 10_000),
    ],
)
def test_a_large_employer_by_workers_or_by_sales(workers: int, sales: int, expected: int) -> None:
    found = due(scheme_of(SIZE_OF_EMPLOYER), workers=workers, yearly_sales=sales)
    assert found == expected


def test_produce_sold_and_no_base() -> None:
    rate = {"kind": "rate", "rate": "tasa_uno"}
    assert due(scheme_of(rate, base="produce_sold")) == 10_000
    assert due(scheme_of(rate, base="none")) == 0


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("kind", EVERY)
def test_every_price_explains_itself(kind: str, language: str) -> None:
    steps = explain(
        scheme_of(EVERY[kind]), month=MONTH, terms=None, family_row=FAMILY, language=language
    )
    assert all(step.label and step.value and "{" not in step.label for step in steps)
    used = {step.parameter for step in steps if step.parameter}
    assert used and used <= set(FIGURES)


@pytest.mark.parametrize("kind", EVERY)
def test_a_price_survives_its_canonical_text(kind: str) -> None:
    scheme = scheme_of(EVERY[kind])
    assert load_scheme_text(canonical(scheme).text) == scheme


# --- refusals ------------------------------------------------------------------------------


def faults(price: dict, **figures: int) -> list[str]:
    with pytest.raises(InvalidScheme) as refusal:
        scheme_of(price, **figures)
    return [problem.code for problem in refusal.value.problems]


def without(price: dict, *, field: str, place: int, key: str) -> dict:
    made = json.loads(json.dumps(price))
    del made[field][place][key]
    return made


def test_ages_that_do_not_ascend() -> None:
    assert faults(BY_AGE, edad_dos=18) == ["overlapping_bands"]


def test_an_age_band_left_open_in_the_middle() -> None:
    assert faults(without(BY_AGE, field="bands", place=0, key="below")) == ["open_band"]


def test_slices_that_do_not_ascend_or_stay_open() -> None:
    assert faults(MARGINAL, tope_dos=100_000) == ["overlapping_bands"]
    assert faults(without(MARGINAL, field="slices", place=1, key="upto")) == ["open_band"]


def test_sizes_that_do_not_ascend() -> None:
    made = json.loads(json.dumps(BY_SIZE))
    made["bands"][1]["upto"] = 2
    assert faults(made) == ["overlapping_bands"]


def test_a_label_twice_in_a_scale() -> None:
    made = json.loads(json.dumps(BY_SIZE))
    made["bands"][1]["label"] = "dos"
    assert faults(made) == ["repeated"]


def test_units_of_another_kind() -> None:
    assert faults(
        BY_AGE | {"bands": [BY_AGE["bands"][0] | {"below": "cuota"}, BY_AGE["bands"][2]]}
    ) == ["wrong_unit"]
    assert faults(SIZE_OF_EMPLOYER | {"workers_from": "uit"}) == ["wrong_unit"]


def test_an_amount_a_piece_too_large_to_be_exact() -> None:
    with pytest.raises(Overflow):
        due(scheme_of(PER_UNIT, cuota=10**7 + 1))
    with pytest.raises(Overflow):
        due(scheme_of(PER_DEPENDANT, cuota=10**10 + 1))


def test_words_that_a_price_does_not_have() -> None:
    for price in (
        PER_UNIT | {"unit": "sack"},
        PER_DEPENDANT | {"first": 0},
        SIZE_OF_EMPLOYER | {"large": MARGINAL},
    ):
        with pytest.raises(ValidationError):
            scheme_of(price)


@pytest.mark.parametrize(
    ("price", "facts", "code"),
    [
        (BY_AGE, {"age": None}, "missing"),
        (BY_AGE, {"age": 131}, "too_large"),
        (BY_AGE, {"sex": "X"}, "unknown_sex"),
        (BY_SIZE, {"dependants": -1}, "negative"),
        (PER_DEPENDANT, {"dependants": 101}, "too_large"),
        (PER_UNIT, {"units_delivered": 10**8 + 1}, "too_large"),
        (SIZE_OF_EMPLOYER, {"workers": -5}, "negative"),
    ],
)
def test_facts_that_cannot_be(price: dict, facts: dict, code: str) -> None:
    with pytest.raises(IncompleteFrame) as refusal:
        due(scheme_of(price), **facts)
    assert code in [problem.code for problem in refusal.value.problems]


def test_a_total_is_completed_after_rates_only() -> None:
    data = json.loads(canonical(scheme_of(BY_AGE)).text)
    data["rules"]["contribution"]["shares"].append(
        {
            "label": "resto",
            "payer": "state",
            "price": {"kind": "completes", "total": "tasa_total"},
        }
    )
    with pytest.raises(InvalidScheme) as refusal:
        load_scheme_text(json.dumps(data))
    assert [problem.code for problem in refusal.value.problems] == ["nothing_to_complete"]
