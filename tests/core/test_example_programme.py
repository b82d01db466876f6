"""The invented programme: sizes, families, names and numbers are right, and the same for a seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest
from stdnum.pe import ruc

from ayni.core.example import (
    ExampleRow,
    ProgrammeTooLarge,
    ProgrammeTooSmall,
    programme,
    roster,
    rosters,
)
from ayni.core.example.givennames import BY_SEX_AND_TIME
from ayni.core.example.identity import document_numbers
from ayni.core.example.places import HARVEST, REGION_SHARES
from ayni.core.example.surnames import ORIGINS, POOLS, UnknownRegion, surname_weights


def _families(rows: tuple[ExampleRow, ...]) -> dict[int, list[ExampleRow]]:
    found: dict[int, list[ExampleRow]] = defaultdict(list)
    for row in rows:
        found[row.family].append(row)
    return found


def _born(row: ExampleRow) -> date:
    assert isinstance(row.birth_date, date)
    return row.birth_date


def test_the_pilot_has_sixty_cooperatives_and_its_people():
    made = programme(families=42_000, seed=1)
    assert len(made.cooperatives) == 60
    assert sum(one.families for one in made.cooperatives) == 42_000
    assert made.persons == sum(one.persons for one in made.cooperatives) == 199_920
    assert made.cooperatives[0].families > 10 * made.cooperatives[-1].families
    assert len({one.name for one in made.cooperatives}) == 60
    assert all(one.name.endswith("(ejemplo)") for one in made.cooperatives)
    assert all("(ejemplo)" in one.facility.name for one in made.cooperatives)


def test_every_ruc_is_valid_and_used_once():
    numbers = [one.ruc for one in programme(families=42_000, seed=9).cooperatives]
    assert len(set(numbers)) == 60
    assert all(ruc.is_valid(number) and number.startswith("20") for number in numbers)


def test_regions_take_their_share_of_the_families():
    made = programme(families=42_000, seed=1)
    by_region: Counter[str] = Counter()
    for one in made.cooperatives:
        by_region[one.region] += one.families
    for region, share in REGION_SHARES.items():
        assert abs(by_region[region] - 42 * share) < 300


def test_few_families_make_few_cooperatives_but_three():
    assert [one.families for one in programme(families=3, seed=1).cooperatives] == [1, 1, 1]
    assert len(programme(families=100, seed=1).cooperatives) == 8
    with pytest.raises(ProgrammeTooSmall):
        programme(families=2, seed=1)
    with pytest.raises(ProgrammeTooLarge):
        programme(families=3_000_001, seed=1)


@pytest.mark.parametrize("families", [3, 4, 10, 500, 501, 1_234])
def test_every_roster_has_exactly_its_families_and_persons(families):
    made = programme(families=families, seed=5)
    for one in rosters(programme=made):
        assert len(one.rows) == one.cooperative.persons
        assert set(_families(one.rows)) == set(range(1, one.cooperative.families + 1))


def test_the_same_seed_draws_the_same_and_another_does_not():
    made = programme(families=900, seed=3)
    alone = roster(programme=made, cooperative=made.cooperatives[4])
    assert [one.rows for one in rosters(programme=made)][4] == alone.rows
    other = programme(families=900, seed=4)
    assert roster(programme=other, cooperative=other.cooperatives[4]).rows != alone.rows


def test_identity_numbers_have_eight_digits_and_never_repeat():
    made = programme(families=6_000, seed=2)
    numbers = [row.document for one in rosters(programme=made) for row in one.rows]
    assert len(set(numbers)) == len(numbers) == made.persons
    assert all(number and len(number) == 8 and number.isdigit() for number in numbers)
    assert sum(number.startswith("0") for number in numbers) > 500


def test_a_number_range_that_is_full_refuses_rather_than_repeats():
    import numpy as np

    with pytest.raises(OverflowError):
        document_numbers(places=np.array([16_000_000]), birth_years=np.array([2015]), seed=1)


def test_families_are_possible():
    made = programme(families=2_500, seed=8)
    for one in rosters(programme=made):
        for family in _families(one.rows).values():
            _check_family(family, as_of=made.as_of)


def _check_family(family: list[ExampleRow], *, as_of: date) -> None:
    head, *others = family
    assert head.relation == "insured"
    assert head.activity and head.income and head.income % 50 == 0
    assert 18 <= (as_of - _born(head)).days / 365.25 < 71
    partners = [row for row in others if row.relation in ("spouse", "partner")]
    children = [row for row in others if row.relation == "child"]
    assert len(partners) <= 1 and len(children) <= 6
    assert all(row.activity is None and row.income is None for row in others)
    _check_children(children, mother=_mother(head, partners), as_of=as_of)


def _mother(head: ExampleRow, partners: list[ExampleRow]) -> ExampleRow | None:
    return next((row for row in [head, *partners] if row.sex == "F"), None)


def _check_children(children: list[ExampleRow], *, mother: ExampleRow | None, as_of: date) -> None:
    births = sorted(_born(child) for child in children)
    assert all((as_of - born).days < 17 * 365.25 for born in births)
    assert all((late - early).days >= 270 for early, late in pairwise(births))
    if mother is not None:
        at_birth = [(born - _born(mother)).days / 365.25 for born in births]
        assert all(15 <= age <= 47 for age in at_birth)
    for child in children:
        newborn = (as_of - _born(child)).days < 365
        assert child.id_type == ("CUI" if newborn else "DNI")


def test_a_child_has_the_first_surname_of_father_and_of_mother():
    made = programme(families=600, seed=8)
    checked = 0
    for one in rosters(programme=made):
        for family in _families(one.rows).values():
            couple = [row for row in family if row.relation in ("insured", "spouse", "partner")]
            if len(couple) == 2:
                father, mother = sorted(couple, key=lambda row: row.sex, reverse=True)
                expected = (father.surname1, mother.surname1)
                children = [row for row in family if row.relation == "child"]
                assert all((row.surname1, row.surname2) == expected for row in children)
                checked += len(children)
    assert checked > 1_000


def test_shares_of_relations_are_those_asked_for():
    made = programme(families=6_000, seed=2)
    count = Counter(row.relation for one in rosters(programme=made) for row in one.rows)
    assert count["insured"] == 6_000
    assert abs((count["spouse"] + count["partner"]) / 6_000 - 0.85) < 0.02
    assert 0 < count["father"] + count["mother"] < 200


def test_there_are_many_names_and_every_region_has_its_own():
    assert len({name for pool in POOLS.values() for name in pool.split()}) >= 250
    assert len({name for names in BY_SEX_AND_TIME.values() for name in names.split()}) >= 250
    assert set(ORIGINS) == set(REGION_SHARES)
    for region in ORIGINS:
        names, weights = surname_weights(region)
        assert abs(sum(weights) - 1) < 1e-9 and len(names) == len(set(names))
    puno, weights = surname_weights("Puno")
    assert puno[weights.index(max(weights))] == "Condori"
    with pytest.raises(UnknownRegion):
        surname_weights("Lima")


def test_harvest_weights_are_percents_of_a_year():
    assert all(sum(weights) == 100 and len(weights) == 12 for weights in HARVEST.values())
    assert HARVEST["national"] == (0, 1, 6, 15, 21, 21, 16, 9, 6, 3, 1, 1)
    assert sum(HARVEST["national"][:7]) == 80
