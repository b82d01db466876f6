"""What the event kernel keeps exactly: people, others' draws, blocks, threads; and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.core.projection import checking, compiled
from ayni.core.projection.cube import COUNTS, Cube, joined
from ayni.core.projection.events import TooManyAlike, _simulate, project_events
from ayni.core.projection.inputs import AGES, Access, Assumptions, Families, LawInputs
from ayni.core.projection.paths import ImpossibleSeed, draw_paths
from ayni.core.projection.warming import warm
from tests.core.projection import made
from tests.samples import ROOT

MONTHS = 24


def project(
    families: Families,
    law: LawInputs,
    assumptions: Assumptions,
    scenarios: range = range(24),
    threads: int | None = None,
) -> Cube:
    paths = draw_paths(assumptions=assumptions, law=law, seed=41, scenarios=scenarios)
    return project_events(
        families=families, law=law, assumptions=assumptions, paths=paths, seed=41, threads=threads
    )


def lively(families: int = 40, months: int = MONTHS, **changes: Any) -> tuple[Any, Any, Any]:
    """Make a group in which everything happens."""
    beliefs = made.assumptions_of(months, 2, default=np.array([0.02, 0.2]), **changes)
    law = made.law_of(months, waiting=np.array([0, 3, 1], dtype=np.int32))
    return made.mixed(families, ("a", "b")), law, beliefs


def before(values: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros_like(values[:, :1]), values[:, :-1]], axis=1)


@pytest.mark.parametrize("calendar", ["monthly", "yearly"])
def test_families_and_persons_are_conserved_exactly(calendar: str) -> None:
    families, law, beliefs = lively(months=60)
    if calendar == "yearly":
        law = replace(law, decides=made.yearly(60), enters=made.yearly(60, 3), lag=0)
    cube = project(families, law, beliefs)
    n = {name: cube.of(name).astype(np.int64) for name in COUNTS}
    assert all(n[name].sum() > 0 for name in COUNTS)
    assert np.array_equal(
        n["families"],
        before(n["families"]) - before(n["lapses"]) - n["ended"] + n["entries"] + n["returns"],
    )
    gone = n["deaths"] + n["aged_out"] + n["persons_out"]
    assert np.array_equal(n["persons"], before(n["persons"]) + n["persons_in"] + n["births"] - gone)
    assert np.all(n["covered"] <= n["persons"])
    assert np.all(n["late_units"] <= n["units"])
    assert np.all(n["units"] <= n["families"])
    for after in (12, 24, 36):
        stayed = n[f"stayed_{after}"]
        assert np.all(stayed[:, after:] <= n["entries"][:, :-after])
        assert np.all(stayed <= n["families"]) and not stayed[:, :after].any()


def test_where_nothing_happens_nothing_changes() -> None:
    cube = project(made.mixed(20), made.law_of(child_limit=360), made.calm(), range(6))
    persons = 5 * (5 + 2 + 1 + 2)
    for name, value in (
        ("families", 20),
        ("units", 20),
        ("persons", persons),
        ("covered", persons),
        ("unit_dependants", persons - 20),
    ):
        assert np.all(cube.of(name) == value), name
    still = set(COUNTS) - {"families", "units", "persons", "covered", "unit_dependants"}
    assert np.all(cube.of("stayed_12")[:, 12] == 20)
    assert cube.of("stayed_12").sum() == cube.of("stayed_12")[:, 12].sum()
    still -= {"stayed_12"}
    for name in still - {"entries", "persons_in"}:
        assert not cube.of(name).any(), name
    assert np.all(cube.of("entries")[:, 0] == 20) and not cube.of("entries")[:, 1:].any()
    assert np.all(cube.of("persons_in")[:, 0] == persons)


def test_without_use_there_is_no_cost_and_with_it_the_mean_is_known() -> None:
    law = made.law_of(waiting=np.zeros(3, dtype=np.int32), child_limit=360)
    none = project(made.mixed(8), law, made.calm(use=np.zeros((3, 2, AGES))), range(2))
    assert not none.cost().any()
    use = np.full((3, 2, AGES), 6.0)
    cube = project(made.mixed(40), law, made.calm(use=use), range(60))
    severities = made.calm().severity
    for line, one in enumerate(severities):
        pareto = one.tail_from * one.tail_alpha / max(one.tail_alpha - 1, 1)
        mean = 100 * 0.5 * ((1 - one.tail) * one.mean + one.tail * pareto)
        found = cube.of(f"cost:{law.lines[line]}").astype(float)
        assert abs(found.mean() - mean) < 4 * found.std() / found.size**0.5


def test_the_season_the_window_and_the_waiting_close_the_cover() -> None:
    shut = (np.arange(MONTHS) % 12 >= 6).astype(np.uint8)
    waits = np.array([0, 9, 2], dtype=np.int32)
    law = made.law_of(in_season=shut, waiting=waits, child_limit=360)
    cube = project(made.mixed(40), law, made.calm(), range(4))
    closed = shut == 0
    assert not cube.of("covered")[:, closed].any()
    assert not cube.of("cost:ambulatory")[:, closed].any()
    assert np.all(cube.of("covered")[:, ~closed] == 100)
    assert not cube.of("cost:hospital")[:, :9].any() and cube.of("cost:hospital")[:, 9:].any()
    emergency = cube.of("cost:emergency")  # in arrears or out of season, it is attended
    assert not emergency[:, :2].any() and emergency[:, 2:6].any()
    nobody = replace(law, window=np.zeros(8, dtype=np.uint8))
    assert not project(made.mixed(8), nobody, made.calm(), range(2)).of("covered").any()


def test_lag_nought_sees_this_months_answer() -> None:
    """Nobody has paid before; all pay now: with lag 0 the month counts for itself."""
    law = made.law_of(width=1, window=made.bits(1, 1), lag=0, child_limit=360)
    beliefs = made.calm(paid_before=0)
    assert np.all(project(made.mixed(4), law, beliefs, range(2)).of("covered") == 10)
    late = project(made.mixed(4), replace(law, lag=1), beliefs, range(2)).of("covered")
    assert not late[:, 0].any() and np.all(late[:, 1:] == 10)


def test_who_never_pays_lapses_and_comes_back_only_where_a_period_begins() -> None:
    decides = made.yearly(MONTHS, 6)
    law = made.law_of(decides=decides)
    beliefs = made.calm(pay_logit=np.full(MONTHS, -60.0), paid_in_grace=0.0, return_=np.ones(24))
    cube = project(made.mixed(12), law, beliefs, range(3))
    lapses, returns = cube.of("lapses")[0], cube.of("returns")[0]
    assert np.flatnonzero(lapses).tolist() == [2, 20] and np.all(lapses[[2, 20]] == 12)
    assert np.flatnonzero(returns).tolist() == [6] and returns[6] == 12
    families = cube.of("families")[0]
    assert np.all(families[3:6] == 0) and np.all(families[6:21] == 12)
    assert np.all(cube.of("units")[0, 6:18] == 12)  # the answer stays for the period
    assert not cube.of("units")[0, 18:].any()


def test_grace_pays_late_and_counts_it() -> None:
    law, never = made.law_of(), np.full(MONTHS, -60.0)
    cube = project(made.mixed(12), law, made.calm(pay_logit=never, paid_in_grace=1.0), range(2))
    assert np.all(cube.of("late_units") == 12) and np.all(cube.of("units") == 12)


def test_an_association_that_stops_takes_its_families_with_it() -> None:
    families, law = made.mixed(20, ("a", "b")), made.law_of()
    beliefs = made.calm(MONTHS, 2, entries=np.full(MONTHS, 3.0))
    paths = draw_paths(assumptions=beliefs, law=law, seed=1, scenarios=range(40))
    stops = replace(paths, defaulted=np.tile(np.array([[24, 7]], dtype=np.int32), (40, 1)))

    def run(these: Any) -> Cube:
        return project_events(families=families, law=law, assumptions=beliefs, paths=these, seed=1)

    whole, cut = run(paths), run(stops)
    assert np.array_equal(whole.values[:, :7, : len(COUNTS)], cut.values[:, :7, : len(COUNTS)])
    assert np.all(cut.of("ended")[:, 7] >= 10)
    assert not np.delete(cut.of("ended"), 7, axis=1).any()
    came = cut.of("entries")[:, 7:].sum() / whole.of("entries")[:, 7:].sum()
    assert came == pytest.approx(0.5, abs=0.05)


def test_a_stay_of_exits_and_entries_is_a_poisson_crowd() -> None:
    """Immigration and death (M/G/infinity): the number present is Poisson, its mean the stay's integral."""
    months, rate, hazard = 120, 4.0, 0.6
    beliefs = made.calm(
        months,
        entries=np.full(months, rate),
        exit=hazard,
        participation=0.0,
        use=np.zeros((3, 2, AGES)),
    )
    cube = project(made.families_of(made.SINGLE), made.law_of(months), beliefs, range(600))
    stays = np.exp(-hazard / 12)
    for t in (12, 60, 119):
        mean = rate * (1 - stays**t) / (1 - stays)
        found = cube.of("families")[:, t].astype(float)
        assert abs(found.mean() - mean) < 4 * (mean / 600) ** 0.5
        assert abs(found.var() - mean) < 4 * (2 * mean**2 / 600) ** 0.5
    young = beliefs.mortality * 0 + 1.0
    dead = project(
        made.families_of(made.SINGLE),
        made.law_of(months),
        replace(beliefs, mortality=young),
        range(5),
    )
    assert np.array_equal(dead.of("families"), dead.of("entries"))  # all die the month after


def test_deaths_follow_the_table_to_the_year() -> None:
    quiet = made.calm(25, mortality=np.full((2, AGES), 0.3), use=np.zeros((3, 2, AGES)))
    cube = project(made.families_of(made.SINGLE), made.law_of(25), quiet, range(3000))
    for t in (0, 1, 12, 24):
        alive = 0.7 ** (t / 12)
        error = (alive * (1 - alive) / 3000) ** 0.5
        assert abs(cube.of("persons")[:, t].mean() - alive) <= 4 * error
    assert np.array_equal(cube.of("deaths"), cube.of("ended"))


def test_longer_waiting_never_costs_more_in_the_first_year() -> None:
    families, law, beliefs = lively(16)
    costs = []
    for months in (0, 2, 5, 11):
        waits = replace(law, waiting=np.array([0, months, 0], dtype=np.int32))
        costs.append(project(families, waits, beliefs).of("cost:hospital")[:, :12])
    for shorter, longer in pairwise(costs):
        assert np.all(longer <= shorter)
        assert longer.sum() < shorter.sum()


def test_one_more_family_moves_no_others_payments() -> None:
    _families, law, beliefs = lively(8, entries=np.zeros(MONTHS))
    kinds = (made.NUCLEAR, made.COUPLE, made.SINGLE, made.WIDOW)
    group = [0, 1, 0, 1]
    four = made.families_of(*kinds, group=group, identifier=[5, 9, 2, 7], groups=("a", "b"))
    more = made.families_of(
        made.COUPLE, *kinds, group=[1, *group], identifier=[3, 5, 9, 2, 7], groups=("a", "b")
    )
    alone = made.families_of(made.COUPLE, group=[1], identifier=[3], groups=("a", "b"))
    counts = [project(one, law, beliefs).values[:, :, : len(COUNTS)] for one in (four, alone, more)]
    assert np.array_equal(counts[0] + counts[1], counts[2])
    assert counts[1].any()


def test_threads_and_blocks_change_nothing() -> None:
    families, law, beliefs = lively()
    digest = project(families, law, beliefs, threads=1).digest()
    assert project(families, law, beliefs, threads=2).digest() == digest
    for size in (1, 3, 8):
        blocks = [
            project(families, law, beliefs, range(k, min(k + size, 24))) for k in range(0, 24, size)
        ]
        assert joined(blocks[::-1]).digest() == digest
    assert project(families, law, beliefs, range(1, 25)).digest() != digest


@pytest.mark.parametrize("zone", ["America/Lima", "Asia/Tokyo"])
def test_another_process_in_another_zone_gives_the_same_bits(zone: str) -> None:
    ask = (
        "from tests.core.projection.test_events import lively, project\n"
        "print(project(*lively(), scenarios=range(5, 8)).digest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env=os.environ
        | {"TZ": zone, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.strip() == project(*lively(), scenarios=range(5, 8)).digest()


def test_another_seed_is_another_future() -> None:
    families, law, beliefs = lively()
    paths = draw_paths(assumptions=beliefs, law=law, seed=41, scenarios=range(3))
    found = {
        project_events(
            families=families, law=law, assumptions=beliefs, paths=paths, seed=seed
        ).digest()
        for seed in (1, 2)
    }
    assert len(found) == 2


def test_what_does_not_fit_is_refused() -> None:
    families, law, beliefs = lively(4)
    paths = draw_paths(assumptions=beliefs, law=law, seed=1, scenarios=range(2))
    given: dict[str, Any] = {"families": families, "law": law, "assumptions": beliefs}
    heavy = replace(families, weight=families.weight * 2)
    with pytest.raises(checking.WeightNotOne):
        project_events(**(given | {"families": heavy}), paths=paths, seed=1)
    with pytest.raises(checking.WrongShape, match="pay"):
        project_events(**given, paths=replace(paths, pay=paths.pay[:, :5]), seed=1)
    with pytest.raises(checking.WrongShape, match="defaulted"):
        project_events(**given, paths=replace(paths, defaulted=paths.defaulted[:, :1]), seed=1)
    with pytest.raises(checking.NotANumber, match="exit"):
        project_events(
            **(given | {"assumptions": replace(beliefs, exit=float("nan"))}), paths=paths, seed=1
        )
    with pytest.raises(ImpossibleSeed):
        project_events(**given, paths=paths, seed=2**32)


def test_more_persons_of_one_month_than_a_cell_counts_are_refused() -> None:
    law, beliefs = made.law_of(1), made.calm(1)
    paths = draw_paths(assumptions=beliefs, law=law, seed=1, scenarios=range(1))

    def persons(count: int) -> float:
        one = made.families_of(made.SINGLE)
        many = replace(
            one,
            identifier=np.arange(count),
            offset=np.arange(count + 1),
            group=np.zeros(count, dtype=np.int32),
            weight=np.ones(count),
            birth=np.repeat(one.birth, count),
            sex=np.repeat(one.sex, count),
            role=np.repeat(one.role, count),
        )
        cube = project_events(families=many, law=law, assumptions=beliefs, paths=paths, seed=1)
        return float(cube.of("covered")[0, 0])

    assert persons(2**16 - 1) == 2**16 - 1
    with pytest.raises(TooManyAlike):
        persons(2**16)


def test_warm_compiles_for_every_study() -> None:
    """After warming, a study with other lines and lengths compiles nothing more."""
    warm()
    known = len(_simulate.signatures)
    law = made.law_of(5, access=np.full(3, Access.ENTITLED, dtype=np.uint8))
    project(made.mixed(3), law, made.calm(5), range(1))
    assert len(_simulate.signatures) == known == 1


def test_kernels_are_kept_apart_for_each_state_of_their_sources(tmp_path: Path) -> None:
    """A change in a kernel's file moves all kernels; one in a file without any does not."""
    for path in Path(compiled.__file__).parent.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = compiled.digest_of(folder=tmp_path)
    (tmp_path / "tables.py").write_text("# other words")
    assert (
        compiled.digest_of(folder=tmp_path) == before == compiled.KEPT.name.removeprefix("kernels-")
    )
    with (tmp_path / "event_lives.py").open("a") as file:
        file.write("# one more line\n")
    assert compiled.digest_of(folder=tmp_path) != before
