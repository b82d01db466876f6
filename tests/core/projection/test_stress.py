"""Stresses laid on drawn futures: what they move, what stays to the bit, and the refusals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ayni.core.projection.inputs import Families, Paths
from ayni.core.projection.stress import (
    BadStress,
    Epidemic,
    LargestDefault,
    PriceCollapse,
    largest,
    stressed,
)

BELIEVED = SimpleNamespace(price_effect=0.5)


def _paths() -> Paths:
    pay_in_time = np.array([[0.5, 0.8, 1.0, 0.2]])
    return Paths(
        scenarios=np.array([3], dtype=np.int32),
        price=np.array([[0.1, -0.2, 0.3, 0.4]]),
        pay=1 - (1 - pay_in_time) * 0.75,
        pay_in_time=pay_in_time,
        epidemic=np.zeros((1, 4), dtype=np.uint8),
        cost_index=np.ones((1, 4)),
        investment=np.zeros((1, 4)),
        defaulted=np.array([[4, 2]], dtype=np.int32),
    )


def _stressed(stress: object) -> Paths:
    return stressed(assumptions=BELIEVED, paths=_paths(), stress=stress)  # type: ignore[arg-type]


def test_a_lower_price_lowers_paying_on_the_logit_and_grace_keeps_its_part() -> None:
    moved, before = _stressed(PriceCollapse(2.0, 1, 3)), _paths()
    assert moved.price.tolist() == [[0.1, -2.2, -1.7, -1.6]]
    odds = 4 * np.exp(-1)
    assert moved.pay_in_time[0, :2].tolist() == [0.5, pytest.approx(odds / (1 + odds))]
    assert moved.pay[0, 1] == pytest.approx(1 - (1 - odds / (1 + odds)) * 0.75)
    assert (moved.pay_in_time[0, 2], moved.pay[0, 2]) == (1.0, 1.0)
    assert moved.pay[0, 0] == before.pay[0, 0]
    assert moved.defaulted.tolist() == before.defaulted.tolist()


def test_an_epidemic_is_on_in_its_months() -> None:
    assert _stressed(Epidemic(1, 2)).epidemic.tolist() == [[0, 1, 1, 0]]


def test_an_association_ends_at_the_latest_in_its_month() -> None:
    assert _stressed(LargestDefault(0, 3)).defaulted.tolist() == [[3, 2]]
    assert _stressed(LargestDefault(1, 3)).defaulted.tolist() == [[4, 2]]


@pytest.mark.parametrize(
    "wrong",
    [
        PriceCollapse(0.0, 0, 1),
        PriceCollapse(float("nan"), 0, 1),
        PriceCollapse(2.0, 3, 2),
        Epidemic(-1, 2),
        Epidemic(0, 0),
        LargestDefault(2, 1),
        LargestDefault(0, 0),
        LargestDefault(0, 4),
    ],
)
def test_a_stress_outside_the_run_is_refused(wrong: object) -> None:
    with pytest.raises(BadStress):
        _stressed(wrong)


def test_the_largest_is_counted_by_the_families_a_point_stands_for() -> None:
    families = Families(
        identifier=np.arange(3),
        offset=np.arange(4),
        group=np.array([0, 0, 1], dtype=np.int32),
        weight=np.array([1.0, 1.0, 5.0]),
        birth=np.zeros(3, dtype=np.int32),
        sex=np.zeros(3, dtype=np.uint8),
        role=np.zeros(3, dtype=np.uint8),
        groups=("small", "large", "empty"),
    )
    assert largest(families) == 1
