"""How the example cooperatives pay: by harvest, with one that stops and one that never does."""

from __future__ import annotations

from collections import Counter

import pytest

from ayni.core.example import (
    Behaviour,
    ExampleNotice,
    behaviour_of,
    explained_cooperative,
    payments,
    programme,
    uncovered_cooperative,
)
from ayni.core.periods import parse_month

MONTHS = range(parse_month("2026-04"), parse_month("2026-10"))
MADE = programme(families=42_000, seed=7)
NOTICES = [
    ExampleNotice(
        cooperative=one.code,
        month=month,
        reference=f"RF{month}{one.index}",
        due=4520 * one.families,
    )
    for month in MONTHS
    for one in MADE.cooperatives
]
PAID = payments(programme=MADE, notices=NOTICES, months=MONTHS)


def _of(code: str) -> dict[int, int]:
    sums: Counter[int] = Counter()
    for one in PAID:
        if one.cooperative == code:
            sums[one.month] += one.amount
    return dict(sums)


def test_one_cooperative_pays_four_months_and_stops():
    one = explained_cooperative(MADE)
    assert behaviour_of(MADE, one) is Behaviour.STOPS
    assert _of(one.code) == {month: 4520 * one.families for month in MONTHS[:4]}


def test_one_cooperative_never_pays():
    one = uncovered_cooperative(MADE)
    assert behaviour_of(MADE, one) is Behaviour.NEVER
    assert _of(one.code) == {}


def test_harvest_payers_pay_whole_in_june_and_a_part_in_september():
    due = {(one.cooperative, one.month): one.due for one in NOTICES}
    tight = [one for one in MADE.cooperatives if behaviour_of(MADE, one) is Behaviour.HARVEST]
    assert len(tight) == 14
    june, september = MONTHS[2], MONTHS[5]
    share = {"north": 70, "centre": 40, "south": 70}
    for one in tight:
        paid = _of(one.code)
        assert paid[june] == due[one.code, june]
        assert paid[september] * 100 == due[one.code, september] * share[one.zone]


def test_payments_fall_in_the_month_after_on_working_days_and_are_named_once():
    assert {one.statement_month - one.month for one in PAID} == {1}
    assert all(one.value_date.weekday() < 5 for one in PAID)
    assert len({one.bank_reference for one in PAID}) == len(PAID)
    assert [one.value_date for one in PAID] == sorted(one.value_date for one in PAID)


def test_one_payment_of_each_trouble():
    kinds = Counter(one.kind for one in PAID)
    assert {kind: kinds[kind] for kind in ("no_reference", "dollars", "reversal")} == {
        "no_reference": 1,
        "dollars": 1,
        "reversal": 1,
    }
    lost = next(one for one in PAID if one.kind == "no_reference")
    assert lost.reference is None and lost.notice not in lost.text and lost.expected == "review"
    dollars = next(one for one in PAID if one.kind == "dollars")
    due = next(one.due for one in NOTICES if one.reference == dollars.notice)
    assert dollars.currency == "USD" and dollars.expected == "review"
    assert abs(dollars.amount * 370 - due * 100) <= 185


def test_the_reversed_payment_is_paid_again():
    back = next(one for one in PAID if one.kind == "reversal")
    first, _, again = sorted(
        (one for one in PAID if one.notice == back.notice), key=lambda one: one.bank_reference
    )
    assert back.reversal_of == first.bank_reference and back.amount == -first.amount
    assert first.expected == "apply_then_reverse" and again.expected == "apply"
    assert first.value_date < back.value_date < again.value_date
    assert again.amount == first.amount


def test_what_is_partial_says_so():
    due = {one.reference: one.due for one in NOTICES}
    for one in PAID:
        if one.expected == "apply":
            assert one.amount == due[one.notice]
        if one.expected == "apply_partial":
            assert 0 < one.amount < due[one.notice]


def test_month_by_month_is_the_same_as_all_at_once():
    parts = [
        one for month in MONTHS for one in payments(programme=MADE, notices=NOTICES, months=[month])
    ]
    assert sorted(parts, key=lambda one: (one.value_date, one.bank_reference)) == PAID


def test_nothing_due_is_nothing_paid_and_an_unknown_payer_is_refused():
    month = MONTHS[0]
    nothing = ExampleNotice(cooperative="EJ-01", month=month, reference="RF00", due=0)
    assert payments(programme=MADE, notices=[nothing], months=[month]) == []
    stranger = ExampleNotice(cooperative="EJ-99", month=month, reference="RF00", due=1)
    with pytest.raises(KeyError):
        payments(programme=MADE, notices=[stranger], months=[month])
