"""An association's health through the real cycle: sums, who stayed, who may look, at how many questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import association_number
from ayni.apps.alliance.health_queries import Members
from ayni.apps.alliance.negotiation_actions import Side
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.health import (
    CareCost,
    PaymentState,
    Punctuality,
    RosterState,
    TriggerKind,
)
from ayni.core.alliance.life import State
from ayni.cycle.alliance_health import NotACount, UnknownAssociation, declare, health
from ayni.cycle.care_costs import benefit_lines, take
from tests.apps.refused import noon
from tests.cycle import made
from tests.cycle.small_world import APRIL, DUE, JUNE, MAY, SYSTEM
from tests.web.cost_fixtures import KEEPER, file_of

HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="mirar")
TODAY = date(2026, 8, 1)


@pytest.fixture
def first(founded: Urls) -> int:
    """Two families in April, three in May, one left in June; April paid late, May in time, June not."""
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL)
    made.taken(made.families(1, 2, 3), month=MAY)
    made.assessed(MAY)
    made.assessed(JUNE)
    made.paid(2 * DUE, month=APRIL, day=date(2026, 7, 2), bank_reference="A")
    made.paid(3 * DUE, month=MAY, day=date(2026, 6, 1), bank_reference="M")
    made.taken(made.families(1, 3), month=JUNE + 1)
    with acting(SYSTEM):
        return association_number(actor=SYSTEM, code="EJ-01")


def speaker(association: int) -> Actor:
    return Actor(
        name="presidente",
        role=Role.REPRESENTATIVE,
        institution=1,
        reason="mirar",
        associations=(association,),
    )


def test_months_are_told_with_their_roster_and_their_money(first: int) -> None:
    found = health(actor=HEAD, association=first, today=TODAY)
    assert [(one.month, one.roster, one.bill.state(TODAY)) for one in found.months] == [
        (APRIL, RosterState.OWN, PaymentState.LATE),
        (MAY, RosterState.OWN, PaymentState.ON_TIME),
        (JUNE, RosterState.CARRIED, PaymentState.UNPAID),
    ]
    assert (found.rosters, found.payments) == (Punctuality(2, 3), Punctuality(1, 3))
    assert (found.due, found.paid, found.owed) == (8 * DUE, 5 * DUE, 3 * DUE)
    # June fell due on 15 July or on its day of issue, whichever is later
    assert [one.amount for one in found.arrears] == [3 * DUE, 0, 0, 0]


def test_money_taken_back_was_not_paid_in_time(first: int) -> None:
    made.taken_back(3 * DUE, day=date(2026, 7, 20), of="M")
    found = health(actor=HEAD, association=first, today=TODAY)
    assert found.months[1].bill.state(TODAY) is PaymentState.UNPAID
    assert found.owed == 6 * DUE


def test_who_stayed_is_counted_by_family(first: int) -> None:
    found = health(actor=HEAD, association=first, today=TODAY)
    assert (found.families, found.persons) == (2, 4)
    # 2026-07-01 two, 2026-05-01 three, 2026-02-01 and 2025-08-01 none
    assert [(one.months_ago, one.families, one.still) for one in found.kept] == [
        (1, 2, 2),
        (3, 3, 2),
        (6, 0, 0),
        (12, 0, 0),
    ]


def test_members_declared_make_coverage_and_the_least_share_known(first: int) -> None:
    assert health(actor=HEAD, association=first, today=TODAY).coverage is None
    counted = Members(8, date(2026, 7, 15), "padrón de socios")
    declare(actor=speaker(first), association=first, declared=counted, today=TODAY)
    found = health(actor=HEAD, association=first, today=TODAY)
    assert (found.members, found.coverage) == (counted, 250_000)
    limits = {one.kind: one for one in found.adhesions[0].triggers}
    assert limits[TriggerKind.MINIMUM_SHARE].found == 250_000
    assert limits[TriggerKind.MINIMUM_FAMILIES].reached is True
    declare(actor=HEAD, association=first, declared=replace(counted, members=10), today=TODAY)
    assert health(actor=HEAD, association=first, today=TODAY).coverage == 200_000
    assert health(actor=HEAD, association=first, today=date(2026, 7, 14)).members is None


def test_what_is_no_count_or_not_his_to_count_is_refused(first: int) -> None:
    good = Members(8, TODAY, "padrón")
    for bad in (replace(good, members=0), replace(good, counted_on=date(2026, 8, 2))):
        with pytest.raises(NotACount):
            declare(actor=HEAD, association=first, declared=bad, today=TODAY)
    auditor = replace(HEAD, role=Role.AUDITOR)
    with pytest.raises(NotAllowed):
        declare(actor=auditor, association=first, declared=good, today=TODAY)
    with pytest.raises(UnknownAssociation):
        declare(actor=speaker(first + 1), association=first, declared=good, today=TODAY)
    assert health(actor=HEAD, association=first, today=TODAY).members is None


def test_both_sides_see_the_same_and_nobody_else_anything(first: int) -> None:
    with acting(SYSTEM):
        agreement = alliances.agreements(actor=SYSTEM)[0].id
        tables.oblige(
            actor=SYSTEM, agreement=agreement, association=first, side=Side.INSTITUTION,
            what="Carné a cada familia", due_on=date(2026, 6, 1),
        )  # fmt: skip
    ours = health(actor=HEAD, association=first, today=TODAY)
    assert health(actor=speaker(first), association=first, today=TODAY) == ours
    assert [(one.what, one.overdue(TODAY)) for one in ours.obligations] == [
        ("Carné a cada familia", True)
    ]
    assert [(one.adhesion.code, one.state) for one in ours.adhesions] == [
        ("JNC-2026-EJ-01", State.IN_FORCE)
    ]
    for other in (
        speaker(first + 1),
        replace(HEAD, role=Role.OBSERVER),
        replace(HEAD, role=Role.CLERK),
        replace(HEAD, institution=2),
    ):
        with pytest.raises((UnknownAssociation, LookupError)):
            health(actor=other, association=first, today=TODAY)
    with pytest.raises(UnknownAssociation):
        health(actor=HEAD, association=9_999_999, today=TODAY)


def test_the_questions_to_the_database_are_as_many_for_a_year_as_for_none(first: int) -> None:
    health(actor=HEAD, association=first, today=TODAY)  # the law is read once per process

    def questions(association: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            health(actor=HEAD, association=association, today=TODAY)
        return sum("alliance_" in one["sql"] or "span" in one["sql"] for one in asked)

    assert (questions(first), questions(first + 1)) == (7, 7)


# What care cost ------------------------------------------------------------------------------------


def told(*rows: str) -> None:
    take(actor=KEEPER, file=file_of(*rows), day=TODAY, at=noon(TODAY))


def test_cost_stands_beside_the_contributions_of_the_months_that_are_told(first: int) -> None:
    before = health(actor=HEAD, association=first, today=TODAY)
    assert (before.care, before.care.ratio) == (CareCost(0, 3, 0, 0, 0), None)
    assert {one.cost for one in before.months} == {None}
    told("EJ-01;2026-04;;;100,00", *(f"EJ-01;2026-05;{line};;10,00" for line in benefit_lines()))
    found = health(actor=HEAD, association=first, today=TODAY)
    assert [one.cost for one in found.months] == [100_00, 50_00, None]
    assert found.care == CareCost(2, 3, 150_00, 5 * DUE, 5 * DUE)
    assert found.care.ratio == 663_717  # 15,000 over 22,600
    assert health(actor=speaker(first), association=first, today=TODAY) == found
    (limit,) = [
        one for one in found.adhesions[0].triggers if one.kind is TriggerKind.REVIEW_LOSS_RATIO
    ]
    assert (limit.found, limit.reached) == (663_717, False)


def test_a_month_told_in_part_is_no_part_of_the_ratio(first: int) -> None:
    told("EJ-01;2026-04;hospital;;100,00")
    found = health(actor=HEAD, association=first, today=TODAY)
    assert (found.care.months, found.care.ratio, found.months[0].cost) == (0, None, None)


def test_what_others_cost_is_no_business_of_an_association(first: int) -> None:
    told("EJ-02;2026-04;;;999,00", "EJ-01;2026-04;;;500,00")
    assert health(actor=speaker(first), association=first, today=TODAY).care.cost == 500_00
    (limit,) = [
        one
        for one in health(actor=HEAD, association=first, today=TODAY).adhesions[0].triggers
        if one.kind is TriggerKind.REVIEW_LOSS_RATIO
    ]
    assert limit.reached is True
    with pytest.raises(UnknownAssociation):
        health(actor=speaker(first + 1), association=first, today=TODAY)


def test_cost_asks_the_database_once_more_however_many_months(first: int) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            health(actor=HEAD, association=first, today=TODAY)
        return sum("benefit_" in one["sql"] for one in asked)

    assert questions() == 1
    told("EJ-01;2026-04;;;100,00", "EJ-01;2026-05;;;100,00")
    assert questions() == 1
