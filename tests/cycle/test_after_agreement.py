"""What families keep when their agreement ends: latency by months, the record, the way on by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import rows
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.comparison import Family, alone, is_individual
from ayni.core.entitlement.after_agreement import kept_after, latency_on
from ayni.cycle import agreement_life as life
from ayni.cycle.after_agreement import NoEndAhead, after_agreement, tell_associations
from tests.cycle import made
from tests.cycle.small_world import APRIL, DUE, MAY, SYSTEM

HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="mirar")
REGULAR = load_scheme("pe-essalud-regular")
MODEL = load_scheme("pe-modelo-colectivo")
GIVEN = date(2026, 6, 30)
FALLS = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("paid", "months", "last_day"),
    [
        (4, 0, date(2026, 9, 29)),
        (5, 2, date(2026, 11, 29)),
        (30, 12, date(2027, 9, 29)),
        (36, 12, date(2027, 9, 29)),
    ],
)
def test_cover_after_leaving_follows_the_months_of_the_window(
    paid: int, months: int, last_day: date
) -> None:
    september = APRIL + 5
    frame = pl.DataFrame(
        {"person": [7] * paid, "month": [september - n for n in range(paid)]},
        schema={"person": pl.Int64, "month": pl.Int32},
    )
    found = kept_after(
        latency_on(REGULAR, ended=FALLS, terms=None), ended=FALLS, persons=[7], months=frame
    )
    assert found.rows() == [(7, paid, paid, months, last_day)]


def test_months_before_the_window_stay_in_the_record_and_give_no_latency() -> None:
    """September 2026 is the window's last month: October 2023 counts, September 2023 does not."""
    frame = pl.DataFrame(
        {"person": [7] * 6, "month": [APRIL + 5 - n for n in (36, 35, 3, 2, 1, 0)]},
        schema={"person": pl.Int64, "month": pl.Int32},
    )
    latency = latency_on(REGULAR, ended=FALLS, terms=None)
    found = kept_after(latency, ended=FALLS, persons=[7, 9], months=frame)
    assert found.rows() == [
        (7, 6, 5, 2, date(2026, 11, 29)),
        (9, 0, 0, 0, date(2026, 9, 29)),
    ]


def test_a_scheme_without_latency_keeps_nobody_covered() -> None:
    latency = latency_on(MODEL, ended=FALLS, terms=None)
    assert latency.window is None
    found = kept_after(
        latency,
        ended=FALLS,
        persons=[7],
        months=pl.DataFrame({"person": [7], "month": [APRIL]}),
    )
    assert found.rows() == [(7, 1, 0, 0, date(2026, 9, 29))]


def test_the_way_on_alone_has_its_price_for_this_family() -> None:
    library = [load_scheme(code) for code in ("pe-sis-independiente", "cr-ccss-independiente")]
    found = alone(library, like=MODEL, family=Family(income={}, dependants=1), month=APRIL)
    assert [(one.code, one.due) for one in found] == [("pe-sis-independiente", 7800)]
    assert not is_individual(REGULAR)
    assert not is_individual(MODEL)


@pytest.fixture
def ending(founded: Urls) -> int:
    """Two families of two, one month paid, and a notice that falls on the last of September."""
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL, MAY)
    made.paid(2 * DUE, month=APRIL, day=date(2026, 5, 10), bank_reference="A")
    with acting(SYSTEM):
        number = alliances.agreements(actor=SYSTEM)[0].id
        seen = life_queries.state_of(actor=SYSTEM, agreement=number).number
    assert (
        life.give_notice(
            actor=HEAD, agreement=number, seen=seen, day=GIVEN, why="Fin del programa."
        )
        == FALLS
    )
    return number


def test_all_families_of_an_agreement_are_worked_out_at_notice(ending: int) -> None:
    found = after_agreement(actor=HEAD, agreement=ending, today=GIVEN)
    assert (found.ended, found.window, found.without_cover) == (FALLS, None, 2)
    assert [(one.latency, one.last_day, one.families, one.persons) for one in found.groups] == [
        (0, date(2026, 9, 29), 2, 4)
    ]
    assert found.families.select("credited", "dependants").rows() == [(1, 1), (1, 1)]
    sis = [one for one in found.ways_on if one.alone.code == "pe-sis-independiente"]
    assert [(one.dependants, one.families, one.alone.due) for one in sis] == [(1, 2, 7800)]
    # the same when it is looked at after the end
    life.advance(actor=SYSTEM, today=date(2026, 10, 2))
    later = after_agreement(actor=HEAD, agreement=ending, today=date(2026, 10, 2))
    assert later.groups == found.groups


def test_each_association_is_told_once(ending: int) -> None:
    assert tell_associations(actor=HEAD, agreement=ending, today=GIVEN) == 0  # the notice told it
    with acting(SYSTEM):
        kept = rows("SELECT kind, body ->> 'families', sent_at FROM message_outbox")
    assert kept == [("after_agreement", "2", None)]


def test_without_an_end_or_for_others_nothing_is_worked_out(founded: Urls) -> None:
    with acting(SYSTEM):
        number = alliances.agreements(actor=SYSTEM)[0].id
    with pytest.raises(NoEndAhead):
        after_agreement(actor=HEAD, agreement=number, today=GIVEN)
    with pytest.raises(NotAllowed):
        after_agreement(actor=replace(HEAD, role=Role.CLERK), agreement=number, today=GIVEN)
    with pytest.raises(NoEndAhead):
        tell_associations(actor=HEAD, agreement=9_999, today=GIVEN)
