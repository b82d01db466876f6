"""Families of a study, and the check of its people."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.periods import parse_month
from ayni.core.projection.assuming import age_structure, standard_people
from ayni.core.projection.data_check import (
    Finding,
    actual_expected,
    data_check,
    lowest_age_of,
    sizes_against,
)
from ayni.core.projection.inputs import PersonRole
from ayni.core.projection.institution import NoSuchPeople, institution
from ayni.core.projection.population import (
    NoFamilies,
    UnusableRoster,
    by_rules,
    dependants_of,
    frame_of,
    from_frame,
    heads_of,
    shares_by_rule,
)

FIRST = parse_month("2027-01")
DRAWN = by_rules(families=2_000, persons=9_520, before=FIRST, seed=1, shares={"a": 3, "b": 1})


def test_families_by_rules_are_the_examples_without_the_parents() -> None:
    with_parents = by_rules(families=2_000, persons=9_520, before=FIRST, seed=1, others=True)
    assert with_parents.birth.size == 9_520
    parents = int((with_parents.role == PersonRole.OTHER).sum())
    assert DRAWN.birth.size == 9_520 - parents
    assert 0 < parents < 60
    assert DRAWN.identifier.tolist() == list(range(1, 2_001))
    assert (DRAWN.role[heads_of(DRAWN)] == PersonRole.INSURED).all()
    assert (dependants_of(DRAWN) >= 0).all()


def test_their_ages_are_those_of_the_eve() -> None:
    age = (FIRST - 1 - DRAWN.birth) // 12
    heads, children = DRAWN.role == PersonRole.INSURED, DRAWN.role == PersonRole.CHILD
    assert age[heads].min() >= 18
    assert age[heads].max() <= 70
    assert set(age[children].tolist()) == set(range(17))
    later = by_rules(families=2_000, persons=9_520, before=FIRST + 120, seed=1)
    assert np.abs((later.birth - DRAWN.birth) - 120).max() <= 1


def test_associations_have_their_parts_and_nobody_is_lost() -> None:
    assert DRAWN.groups == ("a", "b")
    assert np.bincount(DRAWN.group).tolist() == [1_500, 500]
    odd = by_rules(families=7, persons=30, before=FIRST, seed=1, shares=shares_by_rule(3))
    assert np.bincount(odd.group).tolist() == [3, 2, 2]
    assert sum(shares_by_rule(60).values()) == pytest.approx(1)


def test_the_same_seed_gives_the_same_families_and_another_others() -> None:
    again = by_rules(families=2_000, persons=9_520, before=FIRST, seed=1)
    other = by_rules(families=2_000, persons=9_520, before=FIRST, seed=2)
    assert np.array_equal(again.birth, DRAWN.birth)
    assert other.birth.tolist() != DRAWN.birth.tolist()


def test_nobody_is_refused() -> None:
    with pytest.raises(NoFamilies):
        by_rules(families=0, persons=0, before=FIRST, seed=1)
    with pytest.raises(NoFamilies):
        by_rules(families=5, persons=4, before=FIRST, seed=1)


LIVELY = np.stack([0.985 ** np.arange(111)] * 2)


def test_an_institution_stands_for_its_persons_of_each_age() -> None:
    found = institution(
        persons=12_000_000,
        persons_per_family=2.6,
        structure=LIVELY,
        before=FIRST,
        seed=5,
        types=2_000,
    )
    assert found.count == 2_000
    assert np.repeat(found.weight, np.diff(found.offset)).sum() == pytest.approx(12_000_000)
    assert found.weight.min() > 0
    structure = age_structure(found, month=FIRST)
    for first, after in ((0, 5), (10, 18), (18, 25), (65, 75), (75, 111)):
        due = LIVELY[:, first:after].sum(axis=1) / LIVELY.sum()
        assert structure[:, first:after].sum(axis=1) == pytest.approx(due, rel=1e-5)
    assert (found.role[heads_of(found)] == PersonRole.INSURED).all()
    assert found.identifier.tolist() == list(range(1, 2_001))


def test_ages_that_no_families_have_are_refused() -> None:
    only_children = np.zeros((2, 111))
    only_children[:, 3] = 1
    with pytest.raises(NoSuchPeople):
        institution(
            persons=1_000,
            persons_per_family=2.6,
            structure=only_children,
            before=FIRST,
            seed=5,
            types=400,
        )


def test_families_go_to_a_frame_and_come_back() -> None:
    again = from_frame(frame_of(DRAWN))
    for name in ("identifier", "offset", "group", "weight", "birth", "sex", "role"):
        assert np.array_equal(getattr(again, name), getattr(DRAWN, name)), name
    assert again.groups == DRAWN.groups


def people(*rows: tuple[int, int, date | None, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=["family", "person", "birth", "sex", "relation"], orient="row"
    ).cast({"birth": pl.Date})


ANA, LUIS, EVA = (
    (9, 1, date(1985, 4, 30), "F", "insured"),
    (9, 2, date(2012, 1, 1), "M", "child"),
    (9, 3, date(1984, 2, 29), "M", "spouse"),
)
OLD = (9, 4, date(1950, 6, 1), "F", "mother")
ROSA = (4, 5, date(1999, 12, 31), "F", "insured")


def test_a_roster_is_put_in_order_with_the_insured_person_first() -> None:
    found = from_frame(people(LUIS, OLD, ANA, EVA, ROSA))
    assert found.identifier.tolist() == [4, 9]
    assert found.offset.tolist() == [0, 1, 4]
    assert found.role.tolist() == [0, 0, 2, 1]
    assert found.birth.tolist() == [12 * 1999 + 11, 12 * 1985 + 3, 12 * 2012, 12 * 1984 + 1]
    assert found.weight.tolist() == [1, 1]
    with_mother = from_frame(people(LUIS, OLD, ANA, EVA, ROSA), others=True)
    assert sorted(with_mother.role.tolist()) == [0, 0, 1, 2, 3]


def test_one_family_more_changes_no_other() -> None:
    one, more = from_frame(people(ANA, LUIS)), from_frame(people(ANA, LUIS, ROSA))
    assert more.identifier.tolist()[1] == one.identifier.tolist()[0]
    assert more.birth[1:].tolist() == one.birth.tolist()


@pytest.mark.parametrize(
    "wrong",
    [
        people(LUIS),
        people(ANA, (9, 8, date(1980, 1, 1), "F", "insured")),
        people((1, 1, None, "F", "insured")),
        people((1, 1, date(1980, 1, 1), "X", "insured")),
        people(ANA).drop("sex"),
    ],
)
def test_people_that_make_no_families_are_refused(wrong: pl.DataFrame) -> None:
    with pytest.raises(UnusableRoster):
        from_frame(wrong)


def test_an_empty_roster_is_refused() -> None:
    with pytest.raises(NoFamilies):
        from_frame(people(ANA).head(0))


# --- the check -------------------------------------------------------------------------------


def check(frame: pl.DataFrame, *, lowest_age: int = 18) -> dict[str, tuple[int, tuple[int, ...]]]:
    found = data_check(frame, month=FIRST, child_limit=18 * 12, lowest_age=lowest_age)
    for one in found.findings:
        said = {one.text(language) for language in ("es", "en", "pt")}
        assert len(said) == 3
        assert all(str(one.count) in text for text in said)
    return {one.code: (one.count, one.rows) for one in found.findings}


def test_people_in_order_have_no_finding() -> None:
    assert check(people(ANA, LUIS, EVA, ROSA)) == {}


def test_each_fault_is_found_in_its_row() -> None:
    frame = people(
        ANA,
        (9, 1, date(1985, 4, 30), "F", "spouse"),  # the same person again
        EVA,  # a second partner
        (9, 6, None, "M", "child"),
        (9, 7, date(2009, 1, 1), "Z", "child"),  # 17, of no sex
        (9, 8, date(2008, 12, 31), "M", "child"),  # 18 on the eve
        (9, 9, date(1880, 1, 1), "M", "father"),
        (4, 10, date(2010, 1, 1), "F", "insured"),  # 16
        (5, 11, date(2027, 2, 1), "F", "child"),  # not born, and without an insured person
        (6, 12, date(1980, 1, 1), "F", "insured"),
        (6, 13, date(1980, 1, 1), "M", "insured"),
    )
    assert check(frame) == {
        "repeated_person": (1, (1,)),
        "several_partners": (1, (0,)),
        "no_birth": (1, (3,)),
        "unknown_sex": (1, (4,)),
        "child_over_limit": (1, (5,)),
        "very_old": (1, (6,)),
        "other_relation": (1, (6,)),
        "insured_too_young": (1, (7,)),
        "not_born": (1, (8,)),
        "no_insured": (1, (8,)),
        "several_insured": (1, (9,)),
    }
    refused = data_check(frame, month=FIRST, child_limit=216).refused
    assert {one.code for one in refused} == {
        "repeated_person", "no_birth", "unknown_sex", "not_born", "no_insured", "several_insured",
    }  # fmt: skip


def test_a_child_of_the_limit_less_a_day_is_protected() -> None:
    assert check(people(ANA, (9, 2, date(2009, 1, 1), "M", "child"))) == {}
    # the eve is 2026-12-31: born on that day 18 years before, the birthday has come
    assert "child_over_limit" in check(people(ANA, (9, 2, date(2008, 12, 31), "M", "child")))


def test_a_large_family_and_an_odd_ratio_of_sexes() -> None:
    many = [(9, n, date(2015, 1, 1), "M", "child") for n in range(2, 17)]
    assert check(people(ANA, *many)) == {"large_family": (1, (0,))}
    assert check(people(ANA, *many[:-1])) == {}
    crowd = [(n, n, date(1980, 1, 1), "M", "insured") for n in range(10, 210)]
    found = data_check(people(ANA, *crowd), month=FIRST, child_limit=216)
    assert found.findings == (Finding("sex_ratio", 201, ()),)
    assert found.men_per_100_women == pytest.approx(20_000)
    assert check(people(ANA, *crowd[:100])) == {}  # too few people to ask


def test_only_some_rows_are_shown() -> None:
    frame = people(*((n, n, None, "F", "insured") for n in range(1, 9)))
    assert check(frame)["no_birth"] == (8, (0, 1, 2, 3, 4))


def test_the_figures_of_the_people() -> None:
    found = data_check(people(ANA, LUIS, EVA, ROSA), month=FIRST, child_limit=216)
    assert (found.families, found.persons, found.persons_per_family) == (2, 4, 2.0)
    assert (found.men_per_100_women, found.sizes) == (100.0, ((1, 1), (3, 1)))


def test_the_lowest_age_is_the_schemes() -> None:
    assert lowest_age_of(load_scheme("pe-modelo-colectivo"), month=FIRST) == 18
    assert lowest_age_of(load_scheme("cr-ccss-convenio"), month=FIRST) == 0


def test_actual_is_set_against_the_expected_of_as_many_persons() -> None:
    table = actual_expected(DRAWN, month=FIRST, expected=standard_people(4.76))
    assert sum(one.actual for one in table) == pytest.approx(DRAWN.birth.size)
    assert sum(one.expected for one in table) == pytest.approx(DRAWN.birth.size)
    for one in table:
        if one.expected > 200:
            assert one.ratio == pytest.approx(1, abs=0.12)
    older = by_rules(families=2_000, persons=4_400, before=FIRST, seed=1)
    ratios = {
        (one.sex, one.ages): one.ratio
        for one in actual_expected(older, month=FIRST, expected=standard_people(4.76))
    }
    assert ratios["M", (5, 14)] is not None and ratios["M", (5, 14)] < 0.5
    nobody = actual_expected(DRAWN, month=FIRST, expected=np.eye(2, 111))
    assert nobody[-1].ratio is None


def test_sizes_are_set_against_those_assumed() -> None:
    one = from_frame(people(ANA, LUIS, ROSA))  # a family of two and one of one
    table = sizes_against(one, expected=DRAWN)
    assert sum(row.actual for row in table) == pytest.approx(2)
    assert sum(row.expected for row in table) == pytest.approx(2)
    assert [(row.persons, row.actual) for row in table[:3]] == [(1, 1), (2, 1), (3, 0)]
    assert table[-1].persons == int(np.diff(DRAWN.offset).max())
    itself = sizes_against(DRAWN, expected=DRAWN)
    assert all(row.actual == pytest.approx(row.expected) for row in itself)


def test_a_structure_counts_weights() -> None:
    frame = people(ANA, LUIS, ROSA).with_columns(
        weight=pl.Series([1.0, 1.0, 2.0]), association=pl.lit("x")
    )
    structure = age_structure(from_frame(frame), month=FIRST)
    assert structure[0, 41] == pytest.approx(0.25)  # Ana
    assert structure[0, 27] == pytest.approx(0.5)  # Rosa, twice
    assert structure[1, 14] == pytest.approx(0.25)  # Luis
