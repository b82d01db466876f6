"""The figures of a table, worked by hand on small cubes."""

from __future__ import annotations

import json

import pytest

from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import fold
from ayni.core.projection.key_figures import KeyFigures, key_figures
from ayni.core.projection.levers import StopLoss
from ayni.core.scheme import Payer
from tests.core.projection.small_cubes import cube, levers


def _found(*, months: int = 24, state: float = 30.0, **moved: object) -> KeyFigures:
    """Two futures: 100 families pay; care costs 3,000 a month in one and 5,000 in the other."""
    run = fold(cube(scenarios=2, months=months, units=100, families=100, cost=[[3000.0], [5000.0]]))
    laid = levers(months=months, insured=10.0, state=state, **moved)
    return key_figures(run, levers=laid, outcome=evaluate(run, levers=laid))


def test_who_puts_in_what_in_the_first_year():
    first = _found().first
    assert first.by_payer == {Payer.INSURED_PERSON: 12_000.0, Payer.STATE: 36_000.0}
    assert (first.contributions, first.care, first.other) == (48_000.0, 48_000.0, 0.0)
    assert (first.lacks, first.besides, first.units) == (0.0, 0.0, 1_200.0)


def test_what_a_stop_loss_pays_comes_in_besides():
    # care 36,000 and 60,000 over 48,000 due: 12,000 past it in one future of two, half of it paid
    first = _found(stop_loss=StopLoss(1.0, 0.5)).first
    assert (first.besides, first.lacks) == (3_000.0, -3_000.0)


def test_what_the_state_does_not_pay_lacks():
    first = _found(state_pays=0.5).first
    assert first.by_payer[Payer.STATE] == 18_000.0
    assert first.lacks == 18_000.0


def test_ruin_break_even_and_reserve():
    found = _found(opening_reserve=500.0)
    assert [(one.months, one.probability) for one in found.ruins] == [(12, 0.5), (24, 0.5)]
    assert found.ruin_by(60).months == 24
    assert found.charged == 40.0
    # 30 and 50 a unit balance the two futures; the reserve takes 500 of 2,400 units
    assert found.break_even == pytest.approx(40.0 - 500 / 2400, abs=1e-9)
    assert found.reserve_last == 500.0
    assert found.lowest == pytest.approx(-23_500.0 + 0.05 * 24_000.0)


def test_they_are_kept_as_plain_figures():
    kept = json.loads(json.dumps(_found().as_json(currency="PEN")))
    assert kept["by_payer"] == {"insured_person": 12_000.0, "state": 36_000.0}
    assert (kept["ruin_60"], kept["months"], kept["currency"]) == (0.5, 24, "PEN")


def test_where_nobody_pays_nothing_balances():
    run = fold(cube(scenarios=1, months=12, cost=10.0))
    laid = levers()
    found = key_figures(run, levers=laid, outcome=evaluate(run, levers=laid))
    assert (found.break_even, found.break_even_error, found.charged) == (None, None, 0.0)


def test_a_study_shorter_than_a_year_has_its_months_for_a_year():
    assert _found(months=6).fifth.units == 600.0
