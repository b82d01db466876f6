"""The compiled contribution equals exact fractions, on schemes drawn from the whole vocabulary."""

from __future__ import annotations

import json
import os

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import compile_contribution
from ayni.core.periods import parse_month
from ayni.core.scheme import Scheme, canonical, load_scheme_text
from tests.core.test_prices import EVERY, scheme_of
from tests.generative.oracle import Oracle
from tests.generative.schemes import FAMILIES, MONTHS, NOTHING, TEMPLATE, schemes

TEXTS = ("activity", "sex")
SCHEMA = {name: pl.String if name in TEXTS else pl.Int64 for name in NOTHING}
FULL = bool(os.environ.get("AYNI_FULL"))
#: Schemes and families a scheme: 20,000 triples in the quick profile at the least, counted by the test.
SCHEMES, A_SCHEME = (2_000, 40) if FULL else (500, 40)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def computed(scheme: Scheme, *, month: str, families: list[dict]) -> list[dict]:
    frame = (
        pl.DataFrame(families, schema=SCHEMA)
        .with_row_index("family")
        .with_columns(pl.col("family").cast(pl.Int64), pl.lit(1, dtype=pl.Int64).alias("insured"))
    )
    compiled = compile_contribution(
        scheme, month=parse_month(month), terms=None, digests=canonical(scheme).digests
    )
    return compiled.lines(frame).drop("family", "insured").to_dicts()


@settings(max_examples=SCHEMES, deadline=None, suppress_health_check=SLOW)
@given(
    data=schemes(),
    month=st.sampled_from(MONTHS),
    families=st.lists(FAMILIES, min_size=A_SCHEME, max_size=A_SCHEME),
)
def test_compiled_lines_equal_the_fractions(data: dict, month: str, families: list[dict]) -> None:
    scheme = load_scheme_text(json.dumps(data))
    oracle = Oracle(data, month=month)
    assert computed(scheme, month=month, families=families) == [
        oracle.line(family) for family in families
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(data=schemes())
def test_drawn_schemes_survive_their_canonical_text(data: dict) -> None:
    scheme = load_scheme_text(json.dumps(data))
    text = canonical(scheme)
    again = load_scheme_text(text.text)
    assert again == scheme
    assert canonical(again) == text


@pytest.mark.parametrize("month", ["2024-01", "2025-06", "2026-04"])
def test_around_every_limit_of_the_costa_rican_scale(month: str) -> None:
    scheme = load_scheme("cr-ccss-convenio")
    oracle = Oracle(TEMPLATE, month=month)
    unit = int(oracle.number("salario_minimo"))
    limits = [unit * int(oracle.number(f"limite_{n}")) // 1_000_000 for n in (1, 2, 3, 4)]
    families = [
        NOTHING | {"declared_income": limit + off} for limit in limits for off in range(-3, 4)
    ]
    found = computed(scheme, month=month, families=families)
    assert found == [oracle.line(family) for family in families]
    assert len({line["rate_ppm"] for line in found}) == 5


@pytest.mark.parametrize("sabotage", ["rate", "limit", "step"])
def test_a_mutated_rule_is_caught(sabotage: str) -> None:
    data = json.loads(json.dumps(TEMPLATE))
    by_name = {one["name"]: one for one in data["parameters"]}
    if sabotage == "rate":
        by_name["tasa_categoria_2"]["values"][-1]["value"] += 1
    elif sabotage == "limit":
        by_name["limite_2"]["values"][-1]["value"] -= 1
    else:
        data["rules"]["contribution"]["rounding"]["step"] = 1
    oracle = Oracle(TEMPLATE, month="2025-06")
    limit = 2 * int(oracle.number("salario_minimo"))
    families = [NOTHING | {"declared_income": income} for income in range(limit - 300, limit, 7)]
    found = computed(load_scheme_text(json.dumps(data)), month="2025-06", families=families)
    assert found != [oracle.line(family) for family in families]


#: A price -> where a small mistake is put: a word of the price, or a figure; and what it becomes.
MISTAKES: list[tuple[str, str, int]] = [
    ("by_age", "edad_uno", 19),
    ("by_age", "cuota_tres", 4_001),
    ("by_family_size", "upto", 3),
    ("by_family_size", "cuota_dos", 2_499),
    ("marginal", "tope_uno", 100_100),
    ("marginal", "tasa_dos", 25_010),
    ("per_dependant", "first", 2),
    ("per_dependant", "most", 5),
    ("per_unit", "cuota", 1_001),
    ("by_employer_size", "cien", 101),
    ("by_employer_size", "veces", 1_701 * 10**6),
    ("by_employer_size", "tasa_dos", 25_010),
]
#: Families at the edges of every price of tests/core/test_prices.py.
EDGES = [
    NOTHING
    | {
        "activity": "cafe",
        "pay": pay,
        "dependants": dependants,
        "age": age,
        "sex": sex,
        "workers": workers,
        "yearly_sales": sales,
        "units_delivered": 12_345,
    }
    for pay in (99_999, 100_050, 300_000, 400_000)
    for dependants in (1, 2, 3, 6, 7)
    for age, sex in ((17, "F"), (18, "F"), (18, "M"), (60, "M"))
    for workers, sales in ((99, 0), (100, 0), (0, 550_000 * 1_700), (0, 550_000 * 1_700 + 1))
]


@pytest.mark.parametrize(("kind", "place", "value"), MISTAKES)
def test_a_small_mistake_in_any_price_is_caught(kind: str, place: str, value: int) -> None:
    right = json.loads(canonical(scheme_of(EVERY[kind])).text)
    oracle = Oracle(right, month="2026-04")
    expected = [oracle.line(family) for family in EDGES]
    assert computed(scheme_of(EVERY[kind]), month="2026-04", families=EDGES) == expected

    price = json.loads(json.dumps(EVERY[kind]))
    if place == "upto":
        price["bands"][0]["upto"], price["bands"][1]["upto"] = value, value + 1
    elif place in price:
        price[place] = value
    wrong = scheme_of(price, **({} if place == "upto" or place in price else {place: value}))
    assert computed(wrong, month="2026-04", families=EDGES) != expected
