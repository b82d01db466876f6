"""The cohort kernel is the exact mean: a full tree of chances, and what must hold whatever the figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ayni.core.projection.chain import WindowTooWide, tree
from ayni.core.projection.checking import WrongShape
from ayni.core.projection.cohort import mean_measures, project_cohort
from ayni.core.projection.cube import joined, measures_of
from ayni.core.projection.demography import Expected, expected
from ayni.core.projection.inputs import Assumptions, Families, LawInputs, Paths
from ayni.core.projection.paths import draw_paths
from tests.core.projection import made
from tests.core.projection.tree import PLACE, Tree

F, M = made.F, made.M
INSURED, PARTNER, CHILD, OTHER = made.INSURED, made.PARTNER, made.CHILD, made.OTHER
MONTHS = 5
STAYED = ("stayed_12", "stayed_24", "stayed_36")


def paths_of(law: LawInputs, beliefs: Assumptions, scenarios: int = 2) -> Paths:
    return draw_paths(assumptions=beliefs, law=law, seed=11, scenarios=range(scenarios))


def deadly(months: int, groups: int = 1, **changes: object) -> Assumptions:
    """Rates so high that everything happens to a tiny family within a few months."""
    mortality = np.full((2, 111), 0.5)
    mortality[1, 2:] = 0.7
    mortality[:, 3] = 0.2
    fertility = np.zeros(111)
    fertility[20:50] = 3.0
    formation = np.zeros((2, 111))
    formation[:, 18:41] = 4.0
    formation[:, 41:] = 1.0
    return made.assumptions_of(
        months,
        groups,
        **{
            "mortality": mortality,
            "fertility": fertility,
            "formation": formation,
            "exit": 0.9,
            "entries": np.linspace(0.3, 0.9, months),
            "epidemic_starts": 0.5,
            **changes,
        },
    )


def tiny() -> Families:
    """A couple with a child, who leaves when three months old; two who came alone, one with a relative."""
    return made.families_of(
        ((M, 41 * 12 - 2, INSURED), (F, 37 * 12 + 8, PARTNER), (F, 1, CHILD)),
        ((M, 40 * 12 + 9, INSURED),),
        ((F, 30 * 12 + 1, INSURED), (M, 70 * 12, OTHER)),
        group=[0, 1, 1],
        groups=("a", "b"),
    )


CASES = {
    "monthly": ({}, {}),
    "after the answer": ({"lag": 0}, {}),
    "yearly": ({"decides": np.array([0, 0, 1, 0, 1], np.uint8)}, {"lapse_after": 2}),
    "lapse beyond the window": ({"width": 4, "window": made.bits(4, 1)}, {"lapse_after": 5}),
    "nothing paid is enough": (
        {"width": 2, "window": np.array([1, 0, 1, 0], np.uint8)},
        {"lapse_after": 1},
    ),
    "nothing paid is enough, after": (
        {"width": 3, "window": np.array([1, 0, 1, 0, 1, 0, 0, 1], np.uint8), "lag": 0},
        {"lapse_after": 2},
    ),
    "wider than lapse": (
        {"width": 5, "window": made.bits(5, 2)},
        {"lapse_after": 1, "paid_before": 5},
    ),
    "closed months and seasons": (
        {
            "enters": np.array([1, 0, 1, 1, 0], np.uint8),
            "in_season": np.array([1, 1, 0, 1, 1], np.uint8),
        },
        {"duration_before": 2},
    ),
}


def small_law(**changes: object) -> LawInputs:
    return made.law_of(MONTHS, child_limit=3, waiting=np.array([0, 3, 1], np.int32), **changes)


@pytest.mark.parametrize("case", CASES)
def test_every_measure_is_the_tree_of_chances(case: str) -> None:
    of_law, of_beliefs = CASES[case]
    law, beliefs = small_law(**of_law), deadly(MONTHS, 2, **of_beliefs)
    families = tiny()
    scenarios = 2 if case == "monthly" else 1
    paths = paths_of(law, beliefs, scenarios)
    paths.defaulted[:] = [[MONTHS, 4], [3, MONTHS]][:scenarios]
    found = mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
    wanted = np.array(
        [Tree(families, law, beliefs, paths, one).measures() for one in range(scenarios)]
    )
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)
    happened = wanted.sum(axis=(0, 1)) > 0
    for name in ("lapses", "returns"):  # nobody can be out within these months
        happened[PLACE[name]] |= case == "lapse beyond the window"
    for name in STAYED:  # for years there is the next test
        happened[PLACE[name]] = True
    assert happened.all(), "a measure that never happens shows nothing"


YEARS = 39
LONG_CASES = {
    "monthly": ({}, {}),
    "yearly, after the answer": ({"decides": made.yearly(YEARS, 4), "lag": 0}, {"lapse_after": 5}),
    "never back": ({}, {"lapse_after": 1, "return_": np.zeros(YEARS), "paid_before": 0b111}),
}


@pytest.mark.parametrize("case", LONG_CASES)
def test_who_stays_for_years_is_the_tree_of_chances(case: str) -> None:
    """Two who came alone, in five months of entry; half of them fall with their association."""
    of_law, of_beliefs = LONG_CASES[case]
    enters = np.isin(np.arange(YEARS), (1, 2, 13, 25)).astype(np.uint8)
    law = made.law_of(YEARS, enters=enters, **of_law)
    beliefs = deadly(
        YEARS,
        2,
        **{"mortality": np.full((2, 111), 0.15), "fertility": np.zeros(111), "exit": 0.1},
        **of_beliefs,
    )
    families = made.families_of(
        ((M, 40 * 12 + 9, INSURED),),
        ((F, 30 * 12 + 1, INSURED), (F, 16 * 12, CHILD)),
        group=[0, 1],
        groups=("a", "b"),
    )
    paths = paths_of(law, beliefs, 1)
    paths.defaulted[:] = [[YEARS, 27]]
    found = mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
    wanted = Tree(families, law, beliefs, paths, 0).measures()[None]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)
    months_of = ((12, 13, 14, 25, 37), (24, 25, 26, 37), (36, 37, 38))
    for name, months in zip(STAYED, months_of, strict=True):
        there = np.flatnonzero(found[0, :, PLACE[name]])
        assert there.tolist() == list(months), name


def lively(months: int = 60, **changes: object) -> tuple[Families, LawInputs, Assumptions, Paths]:
    """A study in which everything happens, of three groups."""
    groups = ("a", "b", "c")
    families = made.mixed(90, groups)
    law = made.law_of(months)
    beliefs = made.assumptions_of(
        months,
        3,
        **{"default": np.array([0.1, 0.0, 0.3]), "entries": np.full(months, 1.5), **changes},
    )
    return families, law, beliefs, paths_of(law, beliefs, 12)


def project(study: tuple[Families, LawInputs, Assumptions, Paths]) -> dict[str, np.ndarray]:
    families, law, beliefs, paths = study
    values = mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
    return {name: values[:, :, place] for place, name in enumerate(measures_of(law.lines))}


def test_the_identities_of_the_law_hold_in_the_mean() -> None:
    of = project(lively())
    assert (of["returns"].max(), of["lapses"].max(), of["ended"].max()) > (0, 0, 0)
    families, persons = of["families"], of["persons"]
    left = of["lapses"][:, :-1] + of["ended"][:, 1:]
    came = of["entries"][:, 1:] + of["returns"][:, 1:]
    np.testing.assert_allclose(families[:, 1:], families[:, :-1] - left + came, rtol=1e-9)
    moved = of["persons_in"] + of["births"] - of["deaths"] - of["aged_out"] - of["persons_out"]
    np.testing.assert_allclose(persons[:, 1:], persons[:, :-1] + moved[:, 1:], rtol=1e-9)
    assert all((one > -1e-9).all() for one in of.values())
    for after, name in zip((12, 24, 36), STAYED, strict=True):
        came = of["entries"][:, :-after]
        assert (of[name][:, after:] <= came * (1 + 1e-12)).all() and not of[name][:, :after].any()


def test_neither_threads_nor_blocks_nor_a_template_change_a_bit() -> None:
    families, law, beliefs, paths = lively()
    whole = project_cohort(families=families, law=law, assumptions=beliefs, paths=paths)
    blocks = [
        project_cohort(families=families, law=law, assumptions=beliefs, paths=_part(paths, own))
        for own in (slice(7, 12), slice(0, 1), slice(1, 7))
    ]
    assert joined(blocks).digest() == whole.digest()
    template = expected(families=families, law=law, assumptions=beliefs)
    for threads in (1, 3):
        again = mean_measures(
            families=families,
            law=law,
            assumptions=beliefs,
            paths=paths,
            template=template,
            threads=threads,
        )
        assert np.array_equal(again.astype(np.float32), whole.values)
    other = replace(beliefs, exit=beliefs.exit + 1e-4)
    changed = project_cohort(families=families, law=law, assumptions=other, paths=paths)
    assert changed.digest() != whole.digest()


def test_the_people_do_not_depend_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    families, law, beliefs, _ = lively()
    found = []
    for threads in (1, 3):
        monkeypatch.setattr("ayni.core.projection.demography.cpu_count", lambda own=threads: own)
        found.append(expected(families=families, law=law, assumptions=beliefs))
    for name in Expected.__dataclass_fields__:
        assert np.array_equal(getattr(found[0], name), getattr(found[1], name)), name


def _part(paths: Paths, own: slice) -> Paths:
    names = [name for name in Paths.__dataclass_fields__]
    return Paths(**{name: getattr(paths, name)[own] for name in names})


def test_a_weight_is_so_many_families() -> None:
    law, beliefs = made.law_of(30), made.assumptions_of(30)
    paths = paths_of(law, beliefs)
    three = made.families_of(made.NUCLEAR, made.NUCLEAR, made.NUCLEAR, made.SINGLE)
    one = made.families_of(made.NUCLEAR, made.SINGLE)
    one.weight[0] = 3.0
    several, weighted = (
        mean_measures(families=families, law=law, assumptions=beliefs, paths=paths)
        for families in (three, one)
    )
    np.testing.assert_allclose(weighted, several, rtol=1e-12)


def test_nothing_happens_where_nothing_can() -> None:
    families = made.mixed(20)
    law, beliefs = made.law_of(30), made.calm(30)
    paths = paths_of(law, beliefs)
    families.birth[:] = made.FIRST - 30 * 12 - 1  # nobody changes year of age group here
    families.role[families.role == CHILD] = OTHER
    beliefs = replace(beliefs, use=np.full((3, 2, 111), 1.2))
    of = project((families, law, beliefs, paths))
    persons = families.birth.size
    assert np.allclose(of["families"], 20, rtol=1e-13) and np.allclose(of["units"], 20)
    assert np.allclose(of["persons"], persons) and np.allclose(of["covered"], persons)
    np.testing.assert_allclose(of["cost:ambulatory"], persons * 0.1 * 4_000, rtol=1e-12)
    assert of["cost:hospital"][:, :3].max() == 0  # it opens in the third month after
    for name in ("returns", "lapses", "ended", "births", "deaths", "aged_out", "persons_out"):
        assert np.abs(of[name]).max() < 1e-10, name


def test_who_waits_longer_costs_no_more_and_who_pays_more_has_more_cover() -> None:
    families, law, beliefs, paths = lively()
    now = project((families, law, beliefs, paths))
    longer = replace(law, waiting=law.waiting + np.array([1, 6, 0], np.int32))
    later = project((families, longer, beliefs, paths))
    for line in law.lines:
        assert (later[f"cost:{line}"] <= now[f"cost:{line}"] * (1 + 1e-12)).all()
    assert later["cost:hospital"][:, :9].sum() < now["cost:hospital"][:, :9].sum()
    ready = replace(beliefs, pay_logit=beliefs.pay_logit + 0.5)
    more = project((families, law, ready, paths_of(law, ready, 12)))
    for name in ("units", "covered", "families", "persons"):
        assert (more[name] >= now[name] * (1 - 1e-12)).all()
    assert more["covered"].sum() > now["covered"].sum() * 1.01


def test_a_fallen_association_brings_nobody_any_more() -> None:
    families, law, beliefs, paths = lively(24)
    paths.defaulted[:] = [10, 10, 10]
    of = project((families, law, beliefs, paths))
    assert of["families"][:, 9].min() > 10
    for name, found in of.items():
        late = (
            found[:, 11:] if name in ("ended", "persons_out", "births", "deaths") else found[:, 10:]
        )
        if name in ("persons_in", "aged_out"):  # of the month itself, before the fall
            late = found[:, 11:]
        assert np.abs(late).max() < 1e-9, name
    np.testing.assert_allclose(
        of["ended"][:, 10], of["families"][:, 9] - of["lapses"][:, 9], rtol=1e-9
    )


def test_a_window_with_too_many_branches_is_refused() -> None:
    table = np.random.default_rng(1).integers(0, 2, 2**20).astype(np.uint8)
    law = made.law_of(12, width=20, window=table)
    with pytest.raises(WindowTooWide, match="windows that differ"):
        tree(law=law, assumptions=made.assumptions_of(12), start=1)


def test_paths_of_another_study_are_refused() -> None:
    families, law, beliefs, paths = lively(24)
    shorter = made.law_of(23)
    with pytest.raises(WrongShape):
        mean_measures(families=families, law=shorter, assumptions=beliefs, paths=paths)
    with pytest.raises(WrongShape, match="defaulted"):
        mean_measures(
            families=families,
            law=law,
            assumptions=beliefs,
            paths=replace(paths, defaulted=paths.defaulted[:, :2]),
        )
