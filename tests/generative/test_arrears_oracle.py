"""Interest over several rates and part payments equal a plain reading, day by day and month by month."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.assessment import arrears as engine
from ayni.core.assessment import owed_on, part_payment
from ayni.core.periods import parse_month
from ayni.core.scheme import Scheme
from tests.core.lawmade import figure, parameter, scheme_of

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 900).map(lambda days: FIRST + timedelta(days=days))
RATES = st.dictionaries(DAYS, st.integers(0, 50_000), max_size=4)
JULY = parse_month("2026-07")


def half_up(exact: Fraction, step: int) -> int:
    return math.floor(exact / step + Fraction(1, 2)) * step


def late(rates: dict[str, int], *, step: int, surcharge: int, grace: int) -> Scheme:
    return scheme_of(
        parameter("tasa_mora", "/1", *sorted(rates.items())),
        figure("recargo", "/1", surcharge),
        figure("gracia", "days", grace),
        arrears={
            "interest": {"kind": "simple_daily", "monthly_rate": "tasa_mora"},
            "surcharge": "recargo",
            "grace": "gracia",
        },
        contribution={"rounding": {"step": step, "mode": "half_up"}},
    )


def plainly(rates: dict[str, int], *, amount: int, due: date, day: date, step: int) -> int:
    """Walk the late days one by one, each with the last rate that starts on or before it."""
    exact, walked = Fraction(0), due + timedelta(days=1)
    while walked <= day:
        rate = rates[max(start for start in rates if start <= walked.isoformat())]
        exact += Fraction(amount * rate, 1_000_000 * 30)
        walked += timedelta(days=1)
    return half_up(exact, step)


@settings(max_examples=300, deadline=None)
@given(
    later=RATES,
    first=st.integers(0, 50_000),
    amount=st.one_of(st.integers(0, 300), st.integers(0, 10**7)),
    due=DAYS,
    wait=st.integers(-5, 700),
    step=st.sampled_from([1, 10, 100]),
    surcharge=st.integers(0, 200_000),
    grace=st.integers(0, 40),
)
def test_interest_equals_walking_day_by_day(
    later: dict[date, int],
    first: int,
    amount: int,
    due: date,
    wait: int,
    step: int,
    surcharge: int,
    grace: int,
) -> None:
    rates = {"2019-01-01": first} | {day.isoformat(): rate for day, rate in later.items()}
    scheme = late(rates, step=step, surcharge=surcharge, grace=grace)
    day = due + timedelta(days=wait)
    found = owed_on(scheme, amount=amount, due_day=due, day=day)
    if wait <= grace:
        assert (found.interest, found.surcharge, found.total) == (0, 0, amount)
        return
    interest = plainly(rates, amount=amount, due=due, day=day, step=step)
    once = half_up(Fraction(amount * surcharge, 1_000_000), step)
    assert (found.interest, found.surcharge) == (interest, once)
    assert found.total == amount + interest + once
    told = [one.raw for one in found.steps() if one.node.endswith(".days")]
    assert sum(told) == wait


@pytest.mark.parametrize("sabotage", ["thirty_one", "floored", "a_day_early", "rate"])
def test_a_sabotaged_interest_is_caught(sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {"2019-01-01": 12_000, "2020-04-01": 10_000}
    due, day = date(2020, 3, 20), date(2020, 4, 9)
    amounts = range(900, 1_100)
    honest = [plainly(rates, amount=one, due=due, day=day, step=1) for one in amounts]

    def computed(*, due: date = due, rates: dict[str, int] = rates) -> list[int]:
        scheme = late(rates, step=1, surcharge=0, grace=0)
        return [owed_on(scheme, amount=one, due_day=due, day=day).interest for one in amounts]

    assert computed() == honest
    match sabotage:
        case "thirty_one":
            monkeypatch.setattr(engine, "DAYS_OF_A_MONTH", 31)
            assert computed() != honest
        case "floored":
            monkeypatch.setattr(
                engine, "_rounded", lambda exact, *, divisor, step: exact // divisor
            )
            assert computed() != honest
        case "a_day_early":
            assert computed(due=due - timedelta(days=1)) != honest
        case "rate":
            assert computed(rates=rates | {"2020-04-01": 10_500}) != honest


# --- part payments -------------------------------------------------------------------------


def periodic(kind: str, rule: str, *, share: int, months: int) -> Scheme:
    words: dict = {
        **dict.fromkeys(("months_in_order", "harvest", "due_day")),
        "kind": kind,
        "first_month": 7,
        "part_payment": rule,
    }
    if rule == "part_cover":
        words["part_cover"] = {"share": "parte", "months": "primeros"}
    return scheme_of(
        figure("parte", "/1", share), figure("primeros", "months", months), calendar=words
    )


def months_plainly(rule: str, *, paid: int, owed: int, length: int, share: int, months: int) -> int:
    if paid >= owed:
        return length
    if rule == "oldest_month_first":
        return max(n for n in range(length) if Fraction(owed * n, length) <= paid)
    if rule == "part_cover" and Fraction(paid, owed) >= Fraction(share, 1_000_000):
        return months
    return 0


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(["quarterly", "yearly"]),
    rule=st.sampled_from(["all_or_nothing", "oldest_month_first", "part_cover"]),
    share=st.integers(0, 1_000_000),
    months=st.integers(1, 3),
    owed=st.one_of(st.integers(0, 60), st.integers(0, 10**12)),
    parts=st.lists(st.integers(0, 1_200_000), min_size=1, max_size=8),
)
def test_months_bought_never_exceed_what_is_paid(
    kind: str, rule: str, share: int, months: int, owed: int, parts: list[int]
) -> None:
    scheme = periodic(kind, rule, share=share, months=months)
    length = 3 if kind == "quarterly" else 12
    before = 0
    for paid in sorted(owed * part // 1_000_000 for part in parts):
        found = part_payment(scheme, month=JULY + 1, owed=owed, paid=paid).months
        assert found == tuple(range(JULY, JULY + len(found)))
        assert len(found) == months_plainly(
            rule, paid=paid, owed=owed, length=length, share=share, months=months
        )
        assert len(found) >= before  # more money never buys fewer months
        if rule == "oldest_month_first" and len(found) < length:
            assert len(found) * owed <= paid * length < (len(found) + 1) * owed
        before = len(found)
    assert len(part_payment(scheme, month=JULY, owed=owed, paid=owed).months) == length


def test_the_plain_reading_knows_the_law_of_rwanda() -> None:
    scheme = periodic("yearly", "part_cover", share=750_000, months=6)
    found = [
        len(part_payment(scheme, month=JULY, owed=3_000, paid=paid).months)
        for paid in (0, 2_249, 2_250, 2_999, 3_000)
    ]
    assert found == [0, 0, 6, 6, 12]


def test_a_mutated_share_is_caught() -> None:
    honest = periodic("yearly", "part_cover", share=750_000, months=6)
    mutated = periodic("yearly", "part_cover", share=750_001, months=6)
    bought = [
        part_payment(one, month=JULY, owed=3_000_000, paid=2_250_000).months
        for one in (honest, mutated)
    ]
    assert [len(one) for one in bought] == [6, 0]
