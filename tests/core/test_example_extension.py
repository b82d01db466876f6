"""The alliances beside coffee: small, invented, scaled, and no person of a country twice."""

from __future__ import annotations

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.example import (
    costa_rican_alliance,
    pay_roster,
    peruvian_alliances,
    programme,
    roster,
    rosters,
)
from ayni.core.example.bank import ACCOUNTS
from ayni.core.matching import check_identifier
from ayni.core.scheme import check_terms

SMALL = programme(families=60, seed=3)


def test_they_are_as_large_as_the_programme_says() -> None:
    whole = programme(families=42_000, seed=3)
    every = (*peruvian_alliances(whole), costa_rican_alliance(whole))
    assert [(one.party.code, one.party.families) for one in every] == [
        ("CAC-01", 420),
        ("EMP-01", 300),
        ("MER-01", 250),
        ("UPA-01", 800),
    ]
    assert {one.party.families for one in peruvian_alliances(SMALL)} == {6}
    assert [one.size.workers for one in every if one.size] == [300]


def test_they_are_marked_as_examples_and_their_terms_stand() -> None:
    for one in (*peruvian_alliances(SMALL), costa_rican_alliance(SMALL)):
        assert one.party.name.endswith("(ejemplo)")
        assert one.party.facility.name.endswith("(ejemplo)")
        check_terms(load_scheme(one.scheme), terms=one.terms)


def test_no_peruvian_number_is_given_twice() -> None:
    drawn = [row for one in rosters(programme=SMALL) for row in one.rows]
    for one in peruvian_alliances(SMALL):
        drawn += roster(programme=one.programme, cooperative=one.party).rows
    numbers = [row.document for row in drawn]
    assert len(set(numbers)) == len(numbers) > 280


def test_a_costa_rican_has_a_cedula() -> None:
    union = costa_rican_alliance(SMALL)
    found = roster(programme=union.programme, cooperative=union.party).rows
    assert {row.id_type for row in found} == {"CR"}
    assert len({row.document for row in found}) == len(found)
    wrong = [check_identifier(id_type="CR", number=row.document or "") for row in found]
    assert set(wrong) == {None}


def test_pay_differs_by_month_and_the_workers_do_not() -> None:
    farm = peruvian_alliances(SMALL)[1]
    drawn = roster(programme=farm.programme, cooperative=farm.party)
    april, again, may = (
        pay_roster(drawn, seed=SMALL.seed, month=month) for month in (24315, 24315, 24316)
    )
    assert april == again
    assert [row.document for row in april.rows] == [row.document for row in may.rows]
    assert [row.income for row in april.rows] != [row.income for row in may.rows]
    paid = [row.income for row in april.rows if row.income is not None]
    assert len(paid) == 6
    assert all(one >= 60_000 and one % 100 == 0 for one in paid)


def test_only_insured_persons_earn() -> None:
    farm = peruvian_alliances(SMALL)[1]
    drawn = roster(programme=farm.programme, cooperative=farm.party)
    with pytest.raises(KeyError):
        farm.programme.cooperative("EJ-01")
    assert {row.relation for row in drawn.rows if row.income is not None} == {"insured"}


def test_the_account_in_colones_is_an_iban_whose_digits_are_right() -> None:
    account = ACCOUNTS["CRC"]
    turned = account[4:] + account[:4]
    assert len(account) == 22
    assert int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
