"""Example payments as statements: by month and currency, balances that run on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from ayni.core.example import ExampleNotice, payments, programme, statements
from ayni.core.periods import parse_month

MONTHS = range(parse_month("2026-04"), parse_month("2026-08"))
MADE = programme(families=600, seed=4)
NOTICES = [
    ExampleNotice(cooperative=one.code, month=month, reference=f"RF{month}{one.index}", due=45_200)
    for month in MONTHS
    for one in MADE.cooperatives
]
PAID = payments(programme=MADE, notices=NOTICES, months=MONTHS)


def test_each_statement_has_one_month_and_one_currency():
    made = statements(payments=PAID)
    assert [one.number for one in made] == [
        "EJ-2026-05-PEN",
        "EJ-2026-06-PEN",
        "EJ-2026-07-PEN",
        "EJ-2026-07-USD",
        "EJ-2026-08-PEN",
    ]
    assert sum(len(one.entries) for one in made) == len(PAID)
    assert made[0].starts == date(2026, 5, 1) and made[0].ends == date(2026, 5, 31)
    for one in made:
        assert {entry.currency for entry in one.entries} == {one.currency}
        assert all(one.starts <= entry.value_on <= one.ends for entry in one.entries)


def test_balances_run_on_from_month_to_month():
    soles = [one for one in statements(payments=PAID, opening=1_000) if one.currency == "PEN"]
    assert soles[0].opening == 1_000
    for before, after in pairwise(soles):
        assert after.opening == before.closing
    whole = sum(one.amount for one in PAID if one.currency == "PEN")
    assert soles[-1].closing == 1_000 + whole


def test_a_reversal_names_what_it_undoes():
    entries = [entry for one in statements(payments=PAID) for entry in one.entries]
    (back,) = (entry for entry in entries if entry.reversal)
    assert back.amount < 0 and back.reversal_of in {entry.bank_reference for entry in entries}


def test_a_currency_without_an_account_is_refused():
    with pytest.raises(KeyError):
        statements(payments=[replace(PAID[0], currency="EUR")])
