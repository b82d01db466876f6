"""Prices of a study: the compiled contribution's own, month by month."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import IncompleteFrame, compile_unpinned
from ayni.core.assessment.compiled import SHARE_COLUMNS
from ayni.core.comparison.families import read_family
from ayni.core.comparison.population import population
from ayni.core.periods import parse_month
from ayni.core.projection.law import CannotProject
from ayni.core.projection.pricing import Indexation, Sampled, sample_prices
from ayni.core.scheme import AgreedIncome, AgreedValue, Payer, Scheme, Terms
from tests.core.lawmade import parameter, scheme_of
from tests.core.projection.test_law_inputs import PROJECTED

MODEL = load_scheme("pe-modelo-colectivo")
FLAT = Indexation(0.0)
FAMILY = read_family(
    {
        "income": {"PEN": "1450.00", "CRC": "420000.00", "INR": "9000", "KES": "20000", "RWF": "1"},
        "workers": 120,
    }
)
#: Their price does not rise by the same for each dependant.
CURVED = {"pe-sis-independiente", "in-yeshasvini"}


def families(scheme: Scheme, count: int = 60) -> pl.DataFrame:
    """The example's families in the scheme's first activity."""
    own = [one.code for one in scheme.rules.activities][:1]
    like = FAMILY.model_copy(update={"activities": tuple(own)})
    drawn = population(scheme, families=count, like=like)
    return drawn.with_columns(weight=pl.lit(1.0), units_delivered=pl.lit(0))


def sampled(
    scheme: Scheme,
    *,
    starts: str = "2024-07",
    months: int = 12,
    terms: Terms | None = None,
    frame: pl.DataFrame | None = None,
    indexation: Indexation = FLAT,
) -> Sampled:
    return sample_prices(
        scheme,
        terms=terms,
        first_month=parse_month(starts),
        months=months,
        frame=families(scheme) if frame is None else frame,
        indexation=indexation,
    )


def mean_line(scheme: Scheme, *, month: str, frame: pl.DataFrame) -> dict[Payer, float]:
    lines = compile_unpinned(scheme, month=parse_month(month)).lines(frame)
    return {
        payer: float(lines[column].mean())  # type: ignore[arg-type]
        for payer, column in SHARE_COLUMNS.items()
        if lines[column].sum()
    }


@pytest.mark.parametrize("code", [code for code in PROJECTED if code not in CURVED])
def test_a_sampled_price_is_what_the_families_are_billed(code: str) -> None:
    scheme = load_scheme(code)
    frame = families(scheme)
    found = sampled(scheme, frame=frame)
    for month, place in (("2024-07", 0), ("2024-12", 5), ("2025-01", 6), ("2025-06", 11)):
        expected = mean_line(scheme, month=month, frame=frame)
        assert {p: v[place] for p, v in found.prices.by_payer.items()} == pytest.approx(expected)
    assert found.prices.by_dependant == {}


@pytest.mark.parametrize("code", sorted(CURVED))
def test_a_price_that_is_no_straight_line_of_the_dependants_is_refused(code: str) -> None:
    with pytest.raises(CannotProject) as refusal:
        sampled(load_scheme(code))
    assert refusal.value.code == "not_affine"
    assert "dependiente" in refusal.value.text("es")


def test_a_price_per_dependant_is_its_own_and_a_years_is_spread_over_its_months() -> None:
    scheme = load_scheme("rw-cbhi")  # 3,000 francs a person and year
    frame = families(scheme).with_columns(activity=pl.lit("nivel_3"))
    found = sampled(scheme, frame=frame)
    own, each = (
        table[Payer.INSURED_PERSON][0]
        for table in (found.prices.by_payer, found.prices.by_dependant)
    )
    whole = mean_line(scheme, month="2024-07", frame=frame)[Payer.INSURED_PERSON]
    assert 12 * (own + each * frame["dependants"].mean()) == pytest.approx(whole)
    assert own == each == 250


def test_a_price_by_age_is_refused_for_families_grow_older() -> None:
    with pytest.raises(CannotProject) as refusal:
        sampled(load_scheme("co-afiliacion-colectiva"), starts="2024-01")
    assert refusal.value.code == "price_by_age"


def test_a_tariff_that_ends_within_the_study_is_refused() -> None:
    with pytest.raises(CannotProject) as refusal:
        sampled(load_scheme("co-afiliacion-colectiva"), starts="2025-01")
    assert refusal.value.code == "no_value"
    assert "no value on 2025-01-01" in refusal.value.article


def test_dated_values_are_felt_from_their_own_month() -> None:
    found = sampled(MODEL, starts="2024-11", months=4)
    assert found.prices.by_payer[Payer.INSURED_PERSON].tolist() == [4100, 4100, 4520, 4520]
    assert found.income.tolist() == [102500, 102500, 113000, 113000]
    assert found.known_until == parse_month("2025-01")


def test_a_value_from_the_middle_of_a_month_is_felt_the_month_after() -> None:
    found = sampled(MODEL, starts="2011-07", months=4)  # 675 from 2011-08-15
    assert found.prices.by_payer[Payer.INSURED_PERSON].tolist() == [2400, 2400, 2700, 2700]


def test_the_terms_set_the_price_and_the_state_completes_it() -> None:
    terms = Terms(
        signed=date(2024, 6, 1),
        values=(AgreedValue(parameter="tasa_asegurado", value=60_000),),
        reference_income=(AgreedIncome(activity="cafe", amount=120_000),),
    )
    found = sampled(MODEL, terms=terms)
    assert {payer: set(price) for payer, price in found.prices.by_payer.items()} == {
        Payer.INSURED_PERSON: {7200.0},
        Payer.STATE: {3600.0},
    }


def test_growth_goes_on_in_steps_after_the_last_known_value() -> None:
    found = sampled(MODEL, starts="2024-11", months=30, indexation=Indexation(0.10, every=12))
    price = found.prices.by_payer[Payer.INSURED_PERSON]
    assert price[2:14].tolist() == [4520] * 12
    assert np.allclose(price[14:26], 4520 * 1.1)
    assert np.allclose(price[26:], 4520 * 1.1**2)
    half = sampled(MODEL, starts="2025-01", months=7, indexation=Indexation(0.10, every=6))
    assert half.prices.by_payer[Payer.STATE][[5, 6]] == pytest.approx([5650, 5650 * 1.1**0.5])


def test_families_count_by_their_weight() -> None:
    frame = pl.DataFrame(
        {"activity": ["cafe"] * 2, "dependants": [0, 3], "weight": [3.0, 1.0], "age": [40, 40]}
    )
    scheme = load_scheme("rw-cbhi")
    frame = frame.with_columns(activity=pl.Series(["nivel_3", "nivel_4"]))
    one, two = (
        sampled(scheme, frame=frame[place : place + 1]).prices.by_payer[Payer.INSURED_PERSON][0]
        for place in (0, 1)
    )
    both = sampled(scheme, frame=frame)
    assert both.prices.by_payer[Payer.INSURED_PERSON][0] == pytest.approx((3 * one + two) / 4)
    # only the second has dependants: their price is its own
    assert both.prices.by_dependant[Payer.INSURED_PERSON][0] == pytest.approx(two)


def test_an_unknown_activity_is_refused_as_at_billing() -> None:
    frame = families(MODEL).with_columns(activity=pl.lit("minería"))
    with pytest.raises(IncompleteFrame):
        sampled(MODEL, frame=frame)


def test_an_exception_by_months_is_felt() -> None:
    scheme = scheme_of(
        parameter("tasa_asegurado", "/1", ("2008-01-01", 40_000)),
        parameter("tasa_alta", "/1", ("2008-01-01", 50_000)),
        contribution={
            "shares": [
                {
                    "label": "aporte_asegurado",
                    "payer": "insured_person",
                    "price": {
                        "kind": "with_exceptions",
                        "default": {"kind": "rate", "rate": "tasa_asegurado"},
                        "exceptions": [
                            {
                                "label": "alivio",
                                "when": {"months": ["2025-03", "2025-05"]},
                                "then": {"kind": "rate", "rate": "tasa_alta"},
                            }
                        ],
                    },
                }
            ]
        },
    )
    found = sampled(scheme, starts="2025-02", months=4)
    assert found.prices.by_payer[Payer.INSURED_PERSON].tolist() == [4520, 5650, 5650, 4520]
