"""What cannot be projected is refused by name, and what can be passes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ayni.core.projection import checking
from ayni.core.projection.inputs import AGES, Severity
from ayni.core.projection.tables import hazard_sum, monthly_chance, monthly_survival, survivors
from tests.core.projection import made

FAMILIES = made.mixed(8)
LAW = made.law_of()
BELIEFS = made.assumptions_of()


def check(families: Any = FAMILIES, law: Any = LAW, assumptions: Any = BELIEFS) -> None:
    checking.check_inputs(families=families, law=law, assumptions=assumptions)


def test_good_inputs_pass() -> None:
    check()
    check(assumptions=made.calm())


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"entries": np.full(24, np.nan)}, checking.NotANumber),
        ({"exit": float("inf")}, checking.NotANumber),
        ({"entries": np.full(23, 1.0)}, checking.WrongShape),
        ({"use": np.zeros((2, 2, AGES))}, checking.WrongShape),
        ({"use_by_duration": np.ones((3, 0))}, checking.WrongShape),
        ({"severity": BELIEFS.severity[:2]}, checking.WrongShape),
        ({"default": np.zeros(2)}, checking.WrongShape),
        ({"mortality": np.full((2, AGES), -0.01)}, checking.OutOfRange),
        ({"return_": np.full(24, 1.01)}, checking.OutOfRange),
        ({"lapse_after": 0}, checking.OutOfRange),
        ({"price_persistence": 1.0}, checking.OutOfRange),
        ({"paid_before": 8}, checking.OutOfRange),
        ({"partner_gap": np.array([300, 40])}, checking.OutOfRange),
        ({"severity": (Severity("weibull", 1.0, 1.0),) * 3}, checking.OutOfRange),
        ({"severity": (Severity("gamma", 1.0, 1.0, 0.1, 5.0, 2.0),) * 3}, checking.OutOfRange),
        ({"severity": (Severity("gamma", float("nan"), 1.0),) * 3}, checking.NotANumber),
    ],
)
def test_wrong_assumptions_are_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    name = next(iter(changes))
    with pytest.raises(refusal, match=name):
        check(assumptions=replace(BELIEFS, **changes))


@pytest.mark.parametrize(
    ("changes", "refusal", "said"),
    [
        ({"window": made.bits(2, 1)}, checking.WrongShape, "window"),
        ({"lag": 2}, checking.OutOfRange, "lag"),
        ({"waiting": np.zeros(2, dtype=np.int32)}, checking.WrongShape, "waiting"),
        ({"cash": 0.9 * np.eye(24)}, checking.OutOfRange, "cash"),
        ({"lines": ("a", "b", "a")}, checking.WrongShape, "lines"),
        ({"child_limit": 72}, checking.ImpossibleFamily, "limit"),
    ],
)
def test_wrong_law_is_refused(changes: dict[str, Any], refusal: type[Exception], said: str) -> None:
    with pytest.raises(refusal, match=said):
        check(law=made.law_of(**changes))


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (((made.COUPLE[1],),), "insured"),
        (((*made.SINGLE, *made.SINGLE),), "INSURED"),
        (((*made.COUPLE, made.COUPLE[1]),), "PARTNER"),
    ],
)
def test_impossible_families_are_refused(kinds: Any, said: str) -> None:
    with pytest.raises(checking.ImpossibleFamily, match=said):
        check(made.families_of(*kinds))


def test_two_families_with_one_identifier_are_refused() -> None:
    with pytest.raises(checking.ImpossibleFamily, match="identifier"):
        check(made.families_of(made.SINGLE, made.SINGLE, identifier=[4, 4]))


def test_a_weight_is_refused_by_the_event_kernel_alone() -> None:
    heavy = replace(FAMILIES, weight=np.where(FAMILIES.identifier == 3, 2.0, 1.0))
    check(heavy)
    with pytest.raises(checking.WeightNotOne, match="family 3"):
        checking.check_single(families=heavy)


def test_twelve_months_of_survival_make_a_year() -> None:
    q = np.array([[0.1, 0.5], [0.0, 1.0]])
    assert np.allclose(monthly_survival(mortality=q) ** 12, 1 - q)
    alive = survivors(mortality=q, months=37)
    assert np.allclose(alive[0, [0, 12, 24, 36]], [1.0, 0.9, 0.45, 0.225])  # the last age holds on
    assert np.allclose(alive[1, [0, 12, 13]], [1.0, 1.0, 0.0])


def test_a_rate_a_year_is_a_chance_a_month() -> None:
    chance = monthly_chance(rate=np.array([0.0, 1.2]))
    assert np.allclose(chance, [0.0, 1 - np.exp(-0.1)])
    assert np.allclose(hazard_sum(chance=chance, months=14)[[11, 12, 13]], [0.0, 0.1, 0.2])
