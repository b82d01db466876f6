"""A study held against what came, by hand; the alerts; and the refusals."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.core.periods.words import month_words
from ayni.core.projection.experience import (
    Alert,
    Component,
    MonthBeyond,
    NoFigure,
    Reason,
    alerts,
    futures,
    overall,
    score,
)
from ayni.core.projection.finance import evaluate
from ayni.core.projection.money_words import ALERTS, COMPONENTS, LANGUAGES, alert_text
from tests.core.projection.small_cubes import cube, levers

FIRST = 24000
#: 101 futures of 0, 1, … 100 every month: its fan is 5 to 95, its middle 50.
BELIEVED = np.repeat(np.arange(101.0)[:, None], 24, axis=1)


def _scores(*actual: float, since: int = 0) -> tuple[object, ...]:
    came = {FIRST + since + t: value for t, value in enumerate(actual)}
    return score(Component.COST, actual=came, futures=BELIEVED, first_month=FIRST)


def test_a_month_is_held_against_its_futures() -> None:
    below, within, above = _scores(4, 60, 96)
    assert (within.expected, within.low, within.middle, within.high) == (50, 5, 50, 95)
    assert (within.ratio, within.percentile, within.inside) == (1.2, 60.5 / 101, True)
    assert (below.inside, below.side, above.inside, above.side) == (False, -1, False, 1)
    assert _scores(5)[0].inside
    assert _scores(95)[0].inside
    assert overall(_scores(40, 70)) == 1.1


def test_where_nothing_was_expected_there_is_no_ratio() -> None:
    (found,) = score(
        Component.COST, actual={FIRST: 3.0}, futures=np.zeros((5, 1)), first_month=FIRST
    )
    assert (found.ratio, found.percentile, found.inside) == (None, 1.0, False)
    with pytest.raises(NoFigure):
        overall([found])
    with pytest.raises(NoFigure):
        overall([])


def test_a_month_outside_the_fan_is_an_alert() -> None:
    assert alerts(_scores(50, 4, 50)) == (
        Alert(Component.COST, Reason.OUTSIDE, FIRST + 1, FIRST + 1, -1),
    )


def test_months_outside_that_follow_one_another_on_one_side_are_one_alert() -> None:
    outside = [
        (one.first - FIRST, one.last - FIRST, one.side)
        for one in alerts(_scores(4, 3, 99, 98, 50, 2))
        if one.reason is Reason.OUTSIDE
    ]
    assert outside == [(0, 1, -1), (2, 3, 1), (5, 5, -1)]


def test_an_alert_of_a_month_and_one_of_several_are_told_apart() -> None:
    one, several = (
        Alert(Component.COST, Reason.OUTSIDE, FIRST, FIRST + more, 1) for more in (0, 2)
    )
    month, later = (month_words(FIRST + more, language="es") for more in (0, 2))
    futures = "más que en casi todos los futuros del estudio."
    assert alert_text(one, language="es") == f"Gasto, {month}: vino {futures}"
    told = alert_text(several, language="es")
    assert told == f"Gasto, de {month} a {later}: cada mes vino {futures}"


def test_six_months_on_one_side_are_an_alert_and_five_are_none() -> None:
    assert alerts(_scores(*[60] * 5, 40, *[60] * 5)) == ()
    assert alerts(_scores(40, *[60] * 7, 50, *[40] * 6)) == (
        Alert(Component.COST, Reason.ONE_SIDE, FIRST + 1, FIRST + 7, 1),
        Alert(Component.COST, Reason.ONE_SIDE, FIRST + 9, FIRST + 14, -1),
    )


def test_a_month_that_is_not_known_ends_a_run() -> None:
    assert alerts((*_scores(*[60] * 5), *_scores(*[60] * 5, since=6))) == ()


def test_components_do_not_mix_and_order_does_not_matter() -> None:
    other = score(
        Component.INCOME,
        actual={FIRST + t: 60.0 for t in range(6)},
        futures=BELIEVED,
        first_month=FIRST,
    )
    mixed = [*_scores(*[40] * 5), *other][::-1]
    assert alerts(mixed) == (Alert(Component.INCOME, Reason.ONE_SIDE, FIRST, FIRST + 5, 1),)


def test_each_component_is_read_where_it_stands() -> None:
    run = cube(scenarios=2, months=2, units=3, families=[[4, 5], [6, 7]], persons=9, cost=8)
    found = evaluate(run, levers=levers(months=2, administration=0.1))
    read = {one: futures(one, cube=run, outcome=found).tolist() for one in Component}
    assert read == {
        Component.FAMILIES: [[4, 5], [6, 7]],
        Component.PERSONS: [[9, 9], [9, 9]],
        Component.UNITS: [[3, 3], [3, 3]],
        Component.INCOME: [[30, 30], [30, 30]],
        Component.COST: [[11, 11], [11, 11]],
    }


def test_what_cannot_be_held_against_a_study_is_refused() -> None:
    with pytest.raises(MonthBeyond, match="the study has 24"):
        _scores(50, since=24)
    with pytest.raises(MonthBeyond):
        _scores(50, since=-1)
    for wrong in (float("nan"), float("inf")):
        with pytest.raises(NoFigure):
            _scores(wrong)
    for wrong in (np.zeros((0, 3)), np.full((2, 2), np.nan)):
        with pytest.raises(NoFigure):
            score(Component.COST, actual={FIRST: 1.0}, futures=wrong, first_month=FIRST)


def test_alerts_are_told_in_three_languages() -> None:
    outside, run = alerts(_scores(4, *[40] * 5))
    assert alert_text(outside, language="es") == (
        "Gasto, enero de 2000: vino menos que en casi todos los futuros del estudio."
    )
    assert alert_text(run, language="es") == (
        "Gasto, de enero de 2000 a junio de 2000: cada mes por debajo de lo que el estudio tenía por la mitad."
    )
    for language in LANGUAGES:
        assert "{" not in alert_text(run, language=language)
    assert set(COMPONENTS) == set(Component)
    assert set(ALERTS) == {(reason, side) for reason in Reason for side in (-1, 1)}
    with pytest.raises(ValueError, match="de"):
        alert_text(run, language="de")
