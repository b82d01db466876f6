"""Months of entry: no new family in the others, told when it may come; who is in stays, changes and leaves."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor
from ayni.core.periods import month_number
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle.rosters import NobodyToTake
from tests.cycle import made
from tests.cycle.small_world import SYSTEM
from tests.cycle.test_negotiation import DAY, HEAD, STARTS, WRITER, drafted, round_of, speaker

__all__ = ["speaker"]
CODE = "CACAO-2027"
JANUARY = month_number(year=2027, month=1)


@pytest.fixture
def windows(speaker: Actor) -> Actor:
    """An agreement of 2027 whose families come in in January and in April to June."""
    number = drafted(speaker).negotiation
    talks.ask_in(actor=WRITER, negotiation=number, day=DAY)
    typed = round_of(0, entry_months="1, 4, 5, 6")
    talks.propose(actor=WRITER, negotiation=number, typed=typed, day=DAY)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=DAY)
    talks.consent(actor=HEAD, negotiation=number, proposal=1, day=DAY)
    talks.sign(actor=WRITER, negotiation=number, day=DAY)
    life.advance(actor=SYSTEM, today=STARTS)
    made.taken(made.families(4, 5), month=JANUARY, code=CODE)
    return speaker


def told(roster: int) -> list[tuple[int, str, str | None]]:
    with acting(SYSTEM):
        found = affiliations.problems(actor=SYSTEM, roster=roster)
    return [(one.row, one.kind, one.proposed) for one in found if one.kind.startswith("outside")]


def test_a_new_family_waits_for_the_next_month_of_entry(windows: Actor) -> None:
    rows = made.families(4, 6)
    found = made.taken(rows, month=JANUARY + 1, code=CODE)
    assert [(kind, month) for _, kind, month in told(found.roster)] == [
        ("outside_entry_months", "2027-04")
    ] * 2
    assert (found.control.accepted, found.control.doubtful) == (2, 2)
    # the family that was left out of the roster has gone all the same
    assert {number for number, _, ends in made.spans(code=CODE) if ends is None} == {
        "40000004",
        "70000004",
    }


def test_a_child_of_a_family_that_is_in_comes_in_any_month(windows: Actor) -> None:
    rows = [*made.families(4, 5), made.child(5, number="70000077")]
    found = made.taken(rows, month=JANUARY + 1, code=CODE)
    assert told(found.roster) == []
    assert made.affiliated(date(2027, 2, 1)) == 5


def test_in_a_month_of_entry_it_comes_in(windows: Actor) -> None:
    found = made.taken(made.families(4, 5, 6), month=JANUARY + 3, code=CODE)
    assert told(found.roster) == []
    assert made.affiliated(date(2027, 4, 1)) == 6


def test_a_file_of_new_families_only_is_refused(windows: Actor) -> None:
    with pytest.raises(NobodyToTake):
        made.taken(made.families(6), month=JANUARY + 1, code=CODE)
    assert made.affiliated(date(2027, 2, 1)) == 4


def test_without_months_of_entry_every_month_is_one(founded: Urls) -> None:
    found = made.taken(made.families(1), month=month_number(year=2026, month=5))
    assert told(found.roster) == []
