"""What lies on the example's negotiating table."""

from __future__ import annotations

from datetime import date

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.core.actor import Actor, Role
from ayni.core.periods import months_later
from ayni.core.scheme import Payer, read
from ayni.cycle import demo_table, founding
from ayni.cycle.demo_table import lay_table
from ayni.cycle.table import table
from tests.cycle.small_world import SYSTEM

DAY = date(2026, 11, 26)
WRITER = Actor(name="negociacion", role=Role.NEGOTIATOR, institution=1, reason="negociar")


def test_the_renewal_stands_in_its_third_round_and_a_draft_waits(founded):
    number = lay_table(actor=SYSTEM, families=42_000)
    assert number is not None
    shown = table(actor=WRITER, number=number, day=DAY)
    assert [one.proposal.side for one in shown.rounds] == [
        "institution",
        "association",
        "institution",
    ]
    assert [len(one.changes) for one in shown.rounds] == [2, 3, 3]
    last = shown.rounds[-1].effect
    # 1130.00 x 4.3 % = 48.59
    assert last is not None and last.after.typical[Payer.INSURED_PERSON] == 4859
    assert [one.side for one in shown.comments] == ["association", "observer"]
    with acting(SYSTEM):
        assert len(negotiations.negotiations(actor=SYSTEM)) == 2


def test_a_second_time_nothing_is_laid(founded):
    lay_table(actor=SYSTEM, families=42_000)
    assert lay_table(actor=SYSTEM, families=42_000) is None


def test_the_coffee_agreement_lasts_as_long_as_its_law_allows_and_its_renewal_begins_where_it_ends() -> (
    None
):
    model = load_scheme(founding.SCHEME)
    longest = read(model, name="duracion_maxima", day=founding.SIGNED, terms=None).number
    assert months_later(founding.STARTS, months=longest) == founding.ENDS == demo_table.STARTS
