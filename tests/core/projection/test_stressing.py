"""Stresses and moves: each changes what it says, on the same chance, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from ayni.core.projection.cohort import project_cohort
from ayni.core.projection.inputs import AGES, Paths
from ayni.core.projection.levers import Levers, Prices
from ayni.core.projection.moving import MOVES, Move, Moved, sides
from ayni.core.projection.paths import draw_paths
from ayni.core.projection.report_move_words import MOVE_WORDS
from ayni.core.projection.stressing import StressBeyond, forced
from ayni.core.projection.study_text import Stress
from ayni.core.scheme.nodes import Texts
from tests.core.projection.made import assumptions_of, law_of, mixed

MONTHS = 24
LAW = law_of(MONTHS)
FAMILIES = replace(
    mixed(9, ("a", "b", "c")), group=np.array([0, 1, 1, 1, 1, 2, 2, 0, 2], dtype=np.int32)
)
ASSUMED = replace(assumptions_of(MONTHS, groups=3), default=np.array([0.05, 0.02, 0.1]))
PATHS = draw_paths(assumptions=ASSUMED, law=LAW, seed=7, scenarios=range(40))
LEVERS = Levers(Prices({}), administration=0.1, administration_per_family=200.0)


def force(kind: str, *, first: int, months: int, value: float = 0.0, paths: Paths = PATHS) -> Paths:
    stress = Stress(
        code="prueba",
        name=Texts(es="a", en="b", pt="c"),
        kind=kind,  # type: ignore[arg-type]
        from_month=first,
        months=months,
        value=value,
    )
    return forced(paths, stress=stress, families=FAMILIES, assumptions=ASSUMED)


def changed(found: Paths) -> set[str]:
    return {
        one.name
        for one in fields(Paths)
        if not np.array_equal(getattr(found, one.name), getattr(PATHS, one.name))
    }


def test_a_price_that_falls_lowers_who_pays_in_its_months_alone() -> None:
    found = force("crop_price", first=6, months=12, value=-2.0)
    assert changed(found) == {"price", "pay", "pay_in_time"}
    np.testing.assert_allclose(found.price[:, 6:18], PATHS.price[:, 6:18] - 2.0)
    assert (found.pay[:, 6:18] < PATHS.pay[:, 6:18]).all()
    for name in ("price", "pay", "pay_in_time"):
        left, right = getattr(found, name), getattr(PATHS, name)
        np.testing.assert_array_equal(left[:, :6], right[:, :6])
        np.testing.assert_array_equal(left[:, 18:], right[:, 18:])


def test_an_epidemic_is_on_in_its_months() -> None:
    found = force("epidemic", first=3, months=6)
    assert changed(found) == {"epidemic"}
    assert (found.epidemic[:, 3:9] == 1).all()


def test_the_association_with_most_families_stops() -> None:
    found = force("largest_default", first=12, months=1)
    assert changed(found) == {"defaulted"}
    np.testing.assert_array_equal(found.defaulted[:, 1], np.minimum(PATHS.defaulted[:, 1], 12))
    np.testing.assert_array_equal(found.defaulted[:, [0, 2]], PATHS.defaulted[:, [0, 2]])


def test_medical_prices_keep_what_they_gained() -> None:
    found = force("medical_inflation", first=2, months=12, value=0.10)
    assert changed(found) == {"cost_index"}
    gained = found.cost_index / PATHS.cost_index
    np.testing.assert_allclose(gained[:, 1], 1.0)
    np.testing.assert_allclose(gained[:, 7], 1.10**0.5)
    np.testing.assert_allclose(gained[:, 13:], 1.10)


def test_a_return_a_year_less_is_a_year_less() -> None:
    found = force("investment", first=0, months=12, value=-0.03)
    assert changed(found) == {"investment"}
    yearly = (1 + found.investment[:, :12]) ** 12 - (1 + PATHS.investment[:, :12]) ** 12
    np.testing.assert_allclose(yearly, -0.03, rtol=1e-9)


def test_a_stress_after_the_study_is_refused_and_one_past_its_end_is_cut() -> None:
    with pytest.raises(StressBeyond, match="prueba from month 24; the study has 24"):
        force("epidemic", first=MONTHS, months=3)
    assert (force("epidemic", first=20, months=99).epidemic[:, 20:] == 1).all()


MOVED = Moved(ASSUMED, LEVERS)


@pytest.mark.parametrize("one", MOVES, ids=lambda one: one.code)
def test_a_move_changes_one_thing_and_the_other_side_is_its_opposite(one: Move) -> None:
    low, high = one.change(MOVED, -1), one.change(MOVED, 1)
    names = [
        field.name
        for field in fields(ASSUMED)
        if not _same(getattr(low.assumptions, field.name), getattr(high.assumptions, field.name))
    ]
    if one.code == "administration":
        assert names == []
        assert (low.levers.administration, high.levers.administration) == pytest.approx(
            (0.09, 0.11)
        )
        assert high.levers.administration_per_family == pytest.approx(220.0)
    else:
        assert len(names) == 1, names
        assert low.levers == high.levers == LEVERS
    assert one.demography == (names in (["mortality"], ["fertility"], ["formation"]))


def _same(one: object, other: object) -> bool:
    return bool(np.array_equal(one, other)) if isinstance(one, np.ndarray) else one == other


def test_every_move_has_its_words_and_no_words_stand_alone() -> None:
    assert {one.code for one in MOVES} == set(MOVE_WORDS)
    assert len(MOVES) >= 20
    for names, told in MOVE_WORDS.values():
        assert len(names) == len(told) == 3
        assert all(all(pair) and pair[0] != pair[1] for pair in told)


def test_chances_stay_chances() -> None:
    sure = replace(ASSUMED, participation=0.97, mortality=np.full((2, AGES), 0.95))
    for one in MOVES:
        for side in (-1, 1):
            found = one.change(Moved(sure, LEVERS), side).assumptions
            assert 0 <= found.participation <= 1
            assert found.mortality.max() <= 1
            assert found.lapse_after >= 1


def test_the_sides_are_what_the_measure_says_less_the_base() -> None:
    """The mean cost of care on the same futures: a tenth more of use or of cost is a tenth more."""

    def cost(moved: Moved, _people: bool) -> float:
        paths = draw_paths(assumptions=moved.assumptions, law=LAW, seed=7, scenarios=range(4))
        cube = project_cohort(
            families=FAMILIES, law=LAW, assumptions=moved.assumptions, paths=paths
        )
        return float(cube.cost().sum(axis=1).mean())

    found = sides(MOVED, measure=cost)
    base = cost(MOVED, False)
    assert set(found) == {one.code for one in MOVES}
    for code in ("use", "cost"):
        assert found[code] == pytest.approx((-0.1 * base, 0.1 * base), rel=1e-5)
    assert found["administration"] == (0.0, 0.0)
    assert found["old"][1] > 0 > found["old"][0]
    assert abs(found["old"][1]) < abs(found["use"][1])
    assert found["inflation"][1] > 0 > found["inflation"][0]
