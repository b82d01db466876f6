"""Arrears: grace, interest over dated rates, surcharge, prescription, instalments; and refusals."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import ImpossibleDebt, NoInstalments, instalments, owed_on
from ayni.core.entitlement.cases import run_case
from ayni.core.money import Overflow
from ayni.core.scheme import AgreedValue, ParameterMissing, Scheme, Terms
from ayni.core.scheme.cases import load_case_text
from tests.core.lawmade import codes, figure, parameter, scheme_of

#: Peru's TIM: 1.2 % a month until 2020-03-31, 1.0 % from 2020-04-01, 0.9 % from 2021-04-01.
TIM = parameter("tim", "/1", ("2010-03-01", 12_000), ("2020-04-01", 10_000), ("2021-04-01", 9_000))
INTEREST = {"interest": {"kind": "simple_daily", "monthly_rate": "tim"}}
GRACE = figure("gracia", "days", 5)
SURCHARGE = figure("recargo", "/1", 50_000)
PRESCRIPTION = figure("anos", "years", 4)
PLAN = figure("cuotas", "months", 12)
DUE = date(2020, 3, 15)


def plain(**words: object) -> Scheme:
    return scheme_of(TIM, GRACE, SURCHARGE, PRESCRIPTION, PLAN, arrears=INTEREST | words)


@pytest.mark.parametrize(
    ("day", "interest"),
    [
        (date(2020, 3, 1), 0),
        (date(2020, 3, 15), 0),
        (date(2020, 3, 16), 40),  # 100,000 x 1.2 % / 30
        (date(2020, 3, 31), 640),  # sixteen days
        (date(2020, 4, 1), 673),  # 640 + 33.33
        (date(2020, 4, 3), 740),  # 640 + 100
        (date(2021, 3, 31), 640 + 12_167),  # 365 days at 33.333: 12,166.67 half up
        (date(2021, 4, 1), 12_837),  # 640 + 12,166.67 + 30 = 12,836.67: divided once
    ],
)
def test_interest_from_the_day_after_the_due_day(day: date, interest: int) -> None:
    found = owed_on(plain(), amount=100_000, due_day=DUE, day=day)
    assert (found.interest, found.surcharge, found.total) == (interest, 0, 100_000 + interest)


def test_rates_are_added_exactly_and_divided_once() -> None:
    # Each stretch alone would be rounded down: 0.4 + 0.33 is 0.73, which is 1.
    scheme = plain()
    found = owed_on(scheme, amount=1_000, due_day=date(2020, 3, 30), day=date(2020, 4, 1))
    assert found.interest == 1


def test_interest_keeps_the_payable_step() -> None:
    scheme = scheme_of(
        TIM, arrears=INTEREST, contribution={"rounding": {"step": 100, "mode": "half_up"}}
    )
    days = {day: owed_on(scheme, amount=100_000, due_day=DUE, day=date(2020, 3, day)).interest
            for day in (16, 17, 28)}  # fmt: skip
    assert days == {16: 0, 17: 100, 28: 500}  # 40, 80 and 520 to whole hundreds


def test_grace_keeps_everything_away_and_then_forgives_nothing() -> None:
    scheme = plain(grace="gracia", surcharge="recargo")
    last = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2020, 3, 20))
    assert (last.interest, last.surcharge, last.total) == (0, 0, 100_000)
    after = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2020, 3, 21))
    assert (after.interest, after.surcharge, after.total) == (240, 5_000, 105_240)


def test_a_surcharge_is_taken_once_and_alone_where_there_is_no_interest() -> None:
    scheme = plain(interest=None, surcharge="recargo")
    for day in (date(2020, 3, 16), date(2023, 1, 1)):
        found = owed_on(scheme, amount=45_21, due_day=DUE, day=day)
        assert (found.interest, found.surcharge) == (0, 226)


def test_a_surcharge_is_that_of_the_first_day_after_grace() -> None:
    raised = parameter("recargo", "/1", ("2010-01-01", 50_000), ("2020-03-22", 90_000))
    scheme = scheme_of(raised, GRACE, arrears={"surcharge": "recargo", "grace": "gracia"})
    found = [
        owed_on(scheme, amount=100_000, due_day=due, day=date(2021, 1, 1)).surcharge
        for due in (DUE, date(2020, 3, 16))
    ]
    assert found == [5_000, 9_000]


def test_nothing_is_owed_once_prescribed() -> None:
    scheme = plain(prescription="anos", surcharge="recargo")
    before = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2024, 3, 15))
    assert not before.prescribed
    assert before.total > 105_000
    after = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2024, 3, 16))
    assert (after.prescribed, after.interest, after.surcharge, after.total) == (True, 0, 0, 0)


def test_a_debt_of_the_twenty_ninth_of_february_prescribes_on_the_last_of_february() -> None:
    scheme = scheme_of(TIM, figure("anos", "years", 3), arrears=INTEREST | {"prescription": "anos"})
    leap = date(2020, 2, 29)
    found = [
        owed_on(scheme, amount=1_000, due_day=leap, day=day).prescribed
        for day in (date(2023, 2, 28), date(2023, 3, 1))
    ]
    assert found == [False, True]


def test_a_scheme_without_arrears_charges_nothing_for_them() -> None:
    found = owed_on(load_scheme("pe-modelo-colectivo"), amount=4520, due_day=DUE, day=date.max)
    assert found.total == 4520


def test_a_frozen_rate_is_that_of_the_signature() -> None:
    frozen = TIM | {"reaches": "frozen"}
    scheme = scheme_of(frozen, arrears=INTEREST)
    terms = Terms(signed=date(2019, 1, 1))
    found = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2020, 4, 14), terms=terms)
    assert found.interest == 1_200
    assert [one.node for one in found.steps() if one.node.endswith("rate")] == ["interest.0.rate"]


def test_the_agreements_own_rate_says_so() -> None:
    terms = Terms(signed=date(2019, 1, 1), values=(AgreedValue(parameter="tim", value=30_000),))
    found = owed_on(plain(), amount=100_000, due_day=DUE, day=date(2020, 4, 14), terms=terms)
    assert found.interest == 3_000
    (rate,) = [one for one in found.steps("en") if one.parameter == "tim"]
    assert rate.reference is not None
    assert rate.reference.title == "Signed agreement"


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_step_names_its_parameter_its_day_and_its_norm(language: str) -> None:
    scheme = plain(grace="gracia", surcharge="recargo", prescription="anos")
    found = owed_on(scheme, amount=100_000, due_day=DUE, day=date(2021, 4, 30))
    steps = found.steps(language)
    rates = [one for one in steps if one.parameter == "tim"]
    assert [(one.parameter_value, str(one.date)) for one in rates] == [
        ("1.2 %", "2010-03-01"),
        ("1 %", "2020-04-01"),
        ("0.9 %", "2021-04-01"),
    ]
    days = [one.raw for one in steps if one.node.endswith(".days")]
    assert days == [16, 365, 30]
    used = {one.parameter for one in steps if one.parameter}
    assert used == {"tim", "gracia", "recargo", "anos"}
    assert all(one.reference and one.standing for one in steps if one.parameter)
    assert all(one.label and one.value and "{" not in one.label for one in steps)
    assert steps[-1].raw == found.total


def test_the_words_are_of_three_languages() -> None:
    found = owed_on(plain(), amount=100_000, due_day=DUE, day=date(2020, 4, 14))
    said = {tuple(one.label for one in found.steps(language)) for language in ("es", "en", "pt")}
    assert len(said) == 3


# --- instalments ---------------------------------------------------------------------------


def test_instalments_lose_nothing_and_fall_due_month_by_month() -> None:
    scheme = plain(instalments="cuotas")
    plan = instalments(scheme, amount=1_000, count=3, first_due=date(2026, 1, 31))
    assert [(one.amount, str(one.due_day)) for one in plan] == [
        (334, "2026-01-31"),
        (333, "2026-02-28"),
        (333, "2026-03-31"),
    ]
    assert len(instalments(scheme, amount=1_000, count=12, first_due=DUE)) == 12


def test_instalments_that_the_scheme_does_not_allow() -> None:
    scheme = plain(instalments="cuotas")
    for count in (0, 13):
        with pytest.raises(NoInstalments):
            instalments(scheme, amount=1_000, count=count, first_due=DUE)
    with pytest.raises(NoInstalments):
        instalments(plain(), amount=1_000, count=2, first_due=DUE)
    for amount in (-1, 11, 10**12 + 1):
        with pytest.raises(ImpossibleDebt):
            instalments(scheme, amount=amount, count=12, first_due=DUE)


# --- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [-1, 10**12 + 1])
def test_amounts_that_cannot_be_owed(amount: int) -> None:
    with pytest.raises(ImpossibleDebt):
        owed_on(plain(), amount=amount, due_day=DUE, day=DUE)


def test_days_before_the_rate_had_a_value_or_after_it_ended() -> None:
    with pytest.raises(ParameterMissing):
        owed_on(plain(), amount=1_000, due_day=date(2009, 1, 1), day=date(2011, 1, 1))
    ended = parameter("tim", "/1", ("2010-03-01", 12_000), ("2020-04-01", None))
    scheme = scheme_of(ended, arrears=INTEREST)
    assert owed_on(scheme, amount=1_000, due_day=DUE, day=date(2020, 3, 31)).interest == 6
    with pytest.raises(ParameterMissing):
        owed_on(scheme, amount=1_000, due_day=DUE, day=date(2020, 4, 1))


def test_an_interest_too_large_to_be_exact_is_refused_and_never_wraps() -> None:
    with pytest.raises(Overflow):
        owed_on(plain(), amount=10**12, due_day=DUE, day=date(2024, 3, 15))


def test_words_and_units_that_arrears_do_not_have() -> None:
    assert codes(TIM, arrears={"interest": INTEREST["interest"] | {"monthly_rate": "x"}}) == [
        "unknown_parameter"
    ]
    wrong = {"kind": "simple_daily", "monthly_rate": "ingreso_referencia"}
    assert codes(arrears={"interest": wrong}) == ["wrong_unit"]
    with pytest.raises(ValidationError):
        scheme_of(TIM, arrears={"interest": {"kind": "compound", "monthly_rate": "tim"}})


@pytest.mark.parametrize(
    ("word", "wrong", "code"),
    [
        ("grace", figure("cuenta", "months", 1), "other_count"),
        ("prescription", figure("cuenta", "months", 48), "other_count"),
        ("prescription", figure("cuenta", "years", 0), "out_of_range"),
        ("instalments", figure("cuenta", "months", 0), "out_of_range"),
        ("grace", figure("cuenta", "days", 3_661), "out_of_range"),
    ],
)
def test_counts_of_another_unit_or_out_of_range(word: str, wrong: dict, code: str) -> None:
    assert codes(wrong, arrears={word: "cuenta"}) == [code]


def test_interest_beside_a_surcharge_loads() -> None:
    assert plain(surcharge="recargo").rules.arrears.surcharge == "recargo"


# --- cases ---------------------------------------------------------------------------------

CASE = (
    '{"kind": "arrears", "id": "a1", "title": "tarde", "source": "inventado", "evidence": "rule",'
    ' "amount": "1000.00", "due_day": "2020-03-15", "paid_on": "2020-04-01", "expect": EXPECT}'
)


@pytest.mark.parametrize(
    ("expect", "different"),
    [
        ('{"interest": "6.73", "surcharge": "0", "total": "1006.73", "prescribed": false}', []),
        ('{"interest": "6.74", "total": "1006.73"}', ["interest"]),
        ('{"surcharge": "0.01", "total": "1006.72", "prescribed": true}',
         ["surcharge", "total", "prescribed"]),
    ],
)  # fmt: skip
def test_a_case_of_arrears(expect: str, different: list[str]) -> None:
    outcome = run_case(plain(), case=load_case_text(CASE.replace("EXPECT", expect)))
    assert [one.what for one in outcome.differences] == different
    assert outcome.passed is (not different)


def test_a_case_that_cannot_be_computed_is_told_and_one_without_amount_does_not_load() -> None:
    early = CASE.replace("EXPECT", '{"interest": 0}').replace('"2020-03-15"', '"2001-03-15"')
    (difference,) = run_case(plain(), case=load_case_text(early)).differences
    assert difference.found.startswith("ParameterMissing")
    with pytest.raises(ValidationError, match="amount"):
        load_case_text(CASE.replace('"amount": "1000.00",', "").replace("EXPECT", "{}"))
