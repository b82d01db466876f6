"""The example's disputes: one decided, one waiting, and a second run that finds them."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance.actions import association_number
from ayni.cli.postgres import Urls
from ayni.core.complaint.disputes import About, Standing, State
from ayni.cycle import disputes
from ayni.cycle.alliance_health import health
from ayni.cycle.demo_disputes import lay_disputes
from tests.cycle import made
from tests.cycle.small_world import APRIL, SYSTEM


def test_one_is_decided_one_waits_and_a_second_run_adds_none(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL)
    assert lay_disputes(actor=SYSTEM, code="EJ-01") == 2
    assert lay_disputes(actor=SYSTEM, code="EJ-01") == 0
    count, found = disputes.dispute_list(actor=SYSTEM)
    assert count == 2
    assert [(one.kind, one.state, one.seen, one.since) for one in found] == [
        (About.NOTICE, State.OPEN, 1, date(2026, 11, 10)),
        (About.ROSTER, State.PARTLY_ACCEPTED, 3, date(2026, 5, 29)),
    ]
    with acting(SYSTEM):
        number = association_number(actor=SYSTEM, code="EJ-01")
    for day, late in ((date(2026, 12, 3), 0), (date(2026, 12, 4), 1)):
        shown = health(actor=SYSTEM, association=number, today=day).disputes
        assert shown == Standing(1, late, date(2026, 11, 3))


def test_where_nothing_was_billed_nothing_is_disputed(founded: Urls) -> None:
    assert lay_disputes(actor=SYSTEM, code="EJ-01") == 0
    assert disputes.dispute_list(actor=SYSTEM) == (0, [])
