"""The rules of an alliance's health: on time, late, ages of arrears, who stayed, limits reached."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.health import (
    Bill,
    Kept,
    MonthHealth,
    PaymentState,
    Punctuality,
    RosterState,
    TriggerKind,
    arrears_by_age,
    part,
    payments_in_time,
    rosters_in_time,
    triggers,
)
from ayni.core.scheme import Terms
from ayni.core.scheme.terms import AgreedValue

APRIL = 24315
DUE_ON = date(2026, 5, 15)
TODAY = date(2026, 6, 30)


def bill(
    *, month: int = APRIL, due_on: date = DUE_ON, in_time: int = 0, paid: int = 0, due: int = 1000
) -> Bill:
    return Bill(month, 10, due, due_on, in_time, paid, due_on if paid else None)


@pytest.mark.parametrize(
    ("one", "today", "state"),
    [
        (bill(in_time=1000, paid=1000), TODAY, PaymentState.ON_TIME),
        (bill(in_time=1000, paid=1000), date(2026, 5, 1), PaymentState.ON_TIME),
        (bill(in_time=999, paid=1000), TODAY, PaymentState.LATE),
        (bill(in_time=400, paid=400), TODAY, PaymentState.PART),
        (bill(in_time=400, paid=400), DUE_ON, PaymentState.NOT_DUE),
        (bill(), DUE_ON, PaymentState.NOT_DUE),
        (bill(), date(2026, 5, 16), PaymentState.UNPAID),
        # paid in time and taken back since
        (bill(in_time=1000, paid=0), TODAY, PaymentState.UNPAID),
    ],
)
def test_what_became_of_a_notice(one: Bill, today: date, state: PaymentState) -> None:
    assert one.state(today) is state


@pytest.mark.parametrize(
    ("today", "place"),
    [
        (date(2026, 5, 15), None),
        (date(2026, 5, 16), 0),
        (date(2026, 6, 14), 0),
        (date(2026, 6, 15), 1),
        (date(2026, 7, 14), 1),
        (date(2026, 7, 15), 2),
        (date(2026, 8, 13), 2),
        (date(2026, 8, 14), 3),
        (date(2030, 1, 1), 3),
    ],
)
def test_arrears_are_in_the_age_of_their_days(today: date, place: int | None) -> None:
    aged = arrears_by_age([bill(paid=300)], today=today)
    assert [(one.from_day, one.to_day) for one in aged] == [(1, 30), (31, 60), (61, 90), (91, None)]
    assert [one.amount for one in aged] == [700 if n == place else 0 for n in range(4)]
    assert [one.months for one in aged] == [int(n == place) for n in range(4)]


def test_paid_notices_are_in_no_age() -> None:
    assert sum(one.amount for one in arrears_by_age([bill(paid=1000)], today=TODAY)) == 0


def test_punctuality_judges_only_what_has_fallen_due() -> None:
    months = [
        MonthHealth(APRIL, RosterState.OWN, bill(in_time=1000, paid=1000)),
        MonthHealth(APRIL + 1, RosterState.CARRIED, bill(in_time=0, paid=1000)),
        MonthHealth(APRIL + 2, RosterState.OWN, bill(due_on=date(2026, 7, 15))),
    ]
    assert rosters_in_time(months) == Punctuality(2, 3)
    assert payments_in_time(months, today=TODAY) == Punctuality(1, 2)
    assert Punctuality(1, 2).share == 500_000
    assert payments_in_time([], today=TODAY).share is None


def test_parts_of_nothing_are_not_known() -> None:
    assert part(2, of=3) == 666_667
    assert part(0, of=3) == 0
    assert part(2, of=0) is None
    assert part(2, of=None) is None
    assert Kept(12, 0, 0).share is None
    assert Kept(12, 8, 6).share == 750_000


SCHEME = load_scheme("pe-modelo-colectivo")
TERMS = Terms(
    signed=date(2026, 3, 20),
    values=(
        AgreedValue(parameter="familias_minimas", value=20),
        AgreedValue(parameter="parte_minima_socios", value=250_000),
    ),
)


def test_limits_of_the_agreement_are_reached_below_and_not_at_them() -> None:
    at = triggers(SCHEME, terms=TERMS, day=TODAY, families=20, members=80)
    assert [(one.kind, one.limit, one.found, one.reached) for one in at[:2]] == [
        (TriggerKind.MINIMUM_FAMILIES, 20, 20, False),
        (TriggerKind.MINIMUM_SHARE, 250_000, 250_000, False),
    ]
    below = triggers(SCHEME, terms=TERMS, day=TODAY, families=19, members=80)
    assert [one.reached for one in below[:2]] == [True, True]


def test_what_is_not_known_is_neither_reached_nor_not() -> None:
    found = {
        one.kind: one for one in triggers(SCHEME, terms=TERMS, day=TODAY, families=20, members=None)
    }
    assert found[TriggerKind.MINIMUM_SHARE].reached is None
    assert found[TriggerKind.REVIEW_LOSS_RATIO].found is None
    assert found[TriggerKind.REVIEW_LOSS_RATIO].reached is None


def test_a_scheme_without_limits_has_none() -> None:
    none = load_scheme("pe-sis-independiente")
    assert (
        triggers(none, terms=Terms(signed=date(2026, 3, 20)), day=TODAY, families=1, members=1)
        == ()
    )
