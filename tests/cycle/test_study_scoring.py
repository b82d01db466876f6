"""What came is held against what was believed: month by month, once, and by those who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import rows, value
from ayni.apps.study import actions as writes
from ayni.apps.study.came import came, months_assessed
from ayni.apps.study.queries import Score
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.projection.experience import Reason
from ayni.cycle import studying
from ayni.cycle.demo_table import lay_table
from ayni.cycle.study_scoring import (
    NothingToScore,
    When,
    alerts_of,
    believed,
    score_all,
    score_study,
)
from ayni.cycle.studying import NotDone, Put
from tests.cycle.small_world import APRIL, AUGUST, DUE, JULY, JUNE, MAY, SYSTEM
from tests.cycle.study_texts import ACTUARY, AT, DAY, ask, keep, small_text, work

WHEN = When(DAY, AT)


def run_of(text: str | None = None) -> int:
    run = ask(keep(text))
    assert work() == run
    return run


def by_component(scores: list[Score], component: str) -> dict[int, Score]:
    return {one.month: one for one in scores if one.component == component}


def test_what_came_is_counted_from_the_records(programme):
    with acting(SYSTEM):
        months = months_assessed(actor=SYSTEM, adhesions=None)
        found = came(actor=SYSTEM, adhesions=None, months=months, others=False)
        paid = dict(
            rows(
                "SELECT month, count(*) FROM collection_line_balance WHERE paid = due AND due = %s"
                " GROUP BY month",
                (DUE,),
            )
        )
        persons = value(
            "SELECT count(*) FROM affiliation_span WHERE relation IN ('insured', 'spouse', 'partner', 'child')"
        )
        received = value("SELECT sum(amount) FROM collection_disposition WHERE kind = 'allocated'")
    assert months == [APRIL, MAY, JUNE, JULY]
    assert {one.families for one in found.values()} == {60}
    assert {one.persons for one in found.values()} == {persons}
    assert {month: one.units for month, one in found.items()} == {m: paid.get(m, 0) for m in months}
    with acting(SYSTEM):  # what was paid after July came too
        later = came(actor=SYSTEM, adhesions=None, months=[*months, AUGUST], others=False)
    assert sum(one.income for one in later.values()) == received


def test_months_are_scored_once_and_for_good(programme):
    run = run_of()
    scores = score_study(actor=ACTUARY, run=run, when=WHEN)
    assert {one.month for one in scores} == {APRIL, MAY, JUNE, JULY}
    assert len(scores) == 4 * 5
    families = by_component(scores, "families")[APRIL]
    assert (families.actual, families.low <= families.expected <= families.high) == (60.0, True)
    assert families.ratio == pytest.approx(60 / families.expected)
    assert families.alert == (not families.low <= 60 <= families.high)
    again = score_study(actor=ACTUARY, run=run, when=replace(WHEN, day=date(2027, 6, 1)))
    assert again == scores == studying.scores(actor=ACTUARY, run=run)


def test_the_cost_of_care_is_not_known_and_is_said_so(programme):
    cost = by_component(score_study(actor=ACTUARY, run=run_of(), when=WHEN), "cost")
    assert set(cost) == {APRIL, MAY, JUNE, JULY}
    for one in cost.values():
        assert one.expected > 0 and one.low <= one.middle <= one.high
        assert (one.actual, one.ratio, one.percentile, one.alert) == (None, None, None, False)


def test_once_it_is_known_it_rules(programme):
    run = run_of()
    scores = score_study(actor=ACTUARY, run=run, when=WHEN)
    cost = by_component(scores, "cost")[APRIL]
    known = replace(cost, actual=5.0, ratio=0.1, percentile=0.0, alert=True)
    with acting(SYSTEM):
        assert writes.keep_scores(actor=SYSTEM, run=run, scores=[known, cost], at=AT) == 1
    assert by_component(studying.scores(actor=ACTUARY, run=run), "cost")[APRIL] == known


def test_a_month_waits_until_its_payments_had_their_time(programme):
    terms = {
        "signed": "2026-03-01",
        "values": {"plazo_gracia": "30"},
        "reference_income": {"cafe": "1130.00"},
    }
    run = run_of(small_text(terms=terms))
    early = When(date(2026, 7, 3), AT)
    scores = score_study(actor=ACTUARY, run=run, when=early)
    assert set(by_component(scores, "families")) == {APRIL, MAY}
    # May is due in June, and a month of grace follows
    assert set(by_component(scores, "units")) == {APRIL}
    until = replace(WHEN, until=JUNE)
    assert max(one.month for one in score_study(actor=ACTUARY, run=run, when=until)) == JUNE


def test_the_state_is_no_part_of_what_comes_in(programme):
    """Only what associations pay is collected here: 45.20 a family, not 101.70 with the State's."""
    scores = score_study(actor=ACTUARY, run=run_of(), when=WHEN)
    assert all(one.expected < 60 * DUE * 1.2 for one in by_component(scores, "income").values())


def test_a_study_of_nobody_here_is_not_scored(programme):
    rules = small_text(code="otro", population={"kind": "rules", "families": 50})
    number = studying.write_study(actor=ACTUARY, text=rules, at=AT)
    run = ask(number)
    with pytest.raises(NotDone):
        score_study(actor=ACTUARY, run=run, when=WHEN)
    work()
    with pytest.raises(NothingToScore):
        score_study(actor=ACTUARY, run=run, when=WHEN)
    assert score_all(actor=SYSTEM, when=WHEN) == 0


def test_whoever_does_not_study_scores_nothing(programme):
    run = run_of()
    for role in (Role.COLLECTION, Role.AFFILIATION):
        with pytest.raises(NotAllowed):
            score_study(actor=replace(ACTUARY, role=role), run=run, when=WHEN)


def test_a_month_outside_its_fan_and_months_on_one_side_are_alerts(programme):
    run = run_of()
    fan = Score(APRIL, "families", 50.0, 60.0, 61.0, 70.0, 65.0, 1.07, 0.7, False)
    with acting(SYSTEM):
        months = range(APRIL, APRIL + 6)
        scores = [replace(fan, month=month) for month in months]
        outside = Score(APRIL, "units", 50.0, 60.0, 61.0, 70.0, 40.0, 0.66, 0.0, True)
        writes.keep_scores(actor=SYSTEM, run=run, scores=[*scores, outside], at=AT)
    found = believed(actor=ACTUARY, run=run)
    assert [(one.component, one.reason, one.first, one.last, one.side) for one in found.alerts] == [
        ("units", Reason.OUTSIDE, APRIL, APRIL, -1),
        ("families", Reason.ONE_SIDE, APRIL, APRIL + 5, 1),
    ]


def test_every_study_is_scored_and_shown_on_its_alliance(programme):
    run = run_of()
    assert alerts_of(actor=ACTUARY, association=1) == []
    assert score_all(actor=SYSTEM, when=WHEN) == 1
    with acting(SYSTEM):
        party = alliances.adhesions(actor=SYSTEM)[0].association
    (shown,) = alerts_of(actor=ACTUARY, association=party)
    assert (shown.run.id, len(shown.scores)) == (run, 20)
    assert alerts_of(actor=replace(ACTUARY, role=Role.COLLECTION), association=party) == []
    assert alerts_of(actor=Actor("a", Role.CLERK, 1, "x"), association=party) == []
    assert alerts_of(actor=replace(ACTUARY, institution=2), association=party) == []


def test_an_association_sees_the_score_of_what_it_was_shown(programme):
    run = run_of()
    score_all(actor=SYSTEM, when=WHEN)
    table = lay_table(actor=SYSTEM, families=60)
    with acting(SYSTEM):
        last = negotiations.proposals(actor=SYSTEM, negotiation=table)[-1]
        party = negotiations.negotiation(actor=SYSTEM, number=table).association
    speaker = Actor("representante", Role.REPRESENTATIVE, 1, "mirar", (party,))
    assert alerts_of(actor=speaker, association=party) == []
    put = Put(table, last.id, run, {}, {})
    studying.attach_to_proposal(actor=ACTUARY, put=put, at=AT + timedelta(days=1))
    assert [one.run.id for one in alerts_of(actor=speaker, association=party)] == [run]
    assert alerts_of(actor=replace(speaker, associations=(party + 1,)), association=party) == []
