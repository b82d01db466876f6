"""What care cost held against what was believed: whole months alone, by line, and anew where told anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import value
from ayni.apps.study.queries import Score
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.periods import month_text
from ayni.core.projection.experience import Reason
from ayni.cycle import studying
from ayni.cycle.care_costs import benefit_lines, take
from ayni.cycle.demo_table import lay_table
from ayni.cycle.study_scoring import When, alerts_of, believed, score_study, told_in_part
from ayni.cycle.studying import Put
from tests.cycle.small_world import APRIL, JULY, MAY, SYSTEM
from tests.cycle.study_texts import ACTUARY, AT, DAY, ask, keep, work
from tests.web.cost_fixtures import KEEPER, file_of

WHEN = When(DAY, AT)
LINES = tuple(benefit_lines())


@pytest.fixture
def run(programme: object) -> int:
    number = ask(keep())
    assert work() == number
    return number


def codes() -> list[str]:
    with acting(SYSTEM):
        return [one.code for one in alliances.adhesions(actor=SYSTEM)]


def tell(*rows: str) -> None:
    take(actor=KEEPER, file=file_of(*rows), day=DAY, at=AT)


def tell_all(month: int, *, units: int, lines: tuple[str, ...] = LINES) -> None:
    """Tell a month of every adhesion, each line so many units of the currency."""
    tell(*(f"{code};{month_text(month)};{line};;{units},00" for code in codes() for line in lines))


def scored(run: int) -> dict[tuple[int, str], Score]:
    found = score_study(actor=ACTUARY, run=run, when=WHEN)
    return {(one.month, one.component): one for one in found}


def test_a_month_told_whole_is_scored_with_its_lines(run: int) -> None:
    many = len(codes())
    tell_all(APRIL, units=100)
    found = scored(run)
    cost = found[APRIL, "cost"]
    assert cost.actual == many * 5 * 100_00
    assert cost.ratio == pytest.approx(cost.actual / cost.expected)
    assert cost.alert == (not cost.low <= cost.actual <= cost.high)
    for line in LINES:
        assert found[APRIL, f"cost:{line}"].actual == many * 100_00
    # the lines' beliefs are parts of the whole's
    expected = sum(found[APRIL, f"cost:{line}"].expected for line in LINES)
    assert expected == pytest.approx(cost.expected, rel=1e-5)
    # of the other months nothing is told: not known, and never nought
    assert found[MAY, "cost"].actual is None and (MAY, "cost:hospital") not in found


def test_a_month_told_in_part_is_not_scored_and_says_so(run: int) -> None:
    first, *others = codes()
    tell(f"{first};{month_text(APRIL)};;;100,00")
    found = scored(run)
    assert (found[APRIL, "cost"].actual, found[APRIL, "cost"].alert) == (None, False)
    partial = told_in_part(actor=ACTUARY, found=believed(actor=ACTUARY, run=run)).partial
    assert set(partial) == {APRIL}
    assert (partial[APRIL].told, partial[APRIL].adhesions, partial[APRIL].of) == (
        100_00,
        1,
        1 + len(others),
    )
    with pytest.raises(NotAllowed):
        told_in_part(
            actor=replace(ACTUARY, role=Role.AFFILIATION),
            found=believed(actor=ACTUARY, run=run),
        )


def test_lines_missing_leave_the_whole_unknown_and_what_is_told_known(run: int) -> None:
    tell_all(APRIL, units=10, lines=("hospital", "delivery"))
    found = scored(run)
    assert found[APRIL, "cost"].actual is None
    assert found[APRIL, "cost:hospital"].actual == len(codes()) * 10_00
    assert found[APRIL, "cost:consultation"].actual is None


def test_all_care_together_is_scored_without_lines(run: int) -> None:
    tell(*(f"{code};{month_text(MAY)};;;50,00" for code in codes()))
    found = scored(run)
    assert found[MAY, "cost"].actual == len(codes()) * 50_00
    assert found[MAY, "cost:hospital"].actual is None


def test_what_is_told_anew_is_scored_anew_and_the_earlier_score_stays(run: int) -> None:
    tell_all(APRIL, units=100)
    before = scored(run)[APRIL, "cost"]
    assert scored(run)[APRIL, "cost"] == before  # a second time adds nothing
    tell(f"{codes()[0]};{month_text(APRIL)};hospital;;150,00")
    after = scored(run)[APRIL, "cost"]
    assert after.actual == before.actual + 50_00 and after.revision > before.revision
    assert believed(actor=ACTUARY, run=run).scores.count(after) == 1
    with acting(SYSTEM):
        kept = value(
            "SELECT count(*) FROM study_score WHERE run = %s AND month = %s AND known"
            " AND component = 'cost' AND revision > 0",
            (run, APRIL),
        )
    assert kept == 2


def test_a_correction_that_leaves_a_month_in_part_makes_it_unknown_again(run: int) -> None:
    tell(*(f"{code};{month_text(APRIL)};;;50,00" for code in codes()))
    assert scored(run)[APRIL, "cost"].actual is not None
    tell(f"{codes()[0]};{month_text(APRIL)};hospital;;1,00")
    assert scored(run)[APRIL, "cost"].actual is None


def test_cost_outside_its_fan_is_an_alert_whole_and_by_line(run: int) -> None:
    for month in range(APRIL, JULY + 1):
        tell_all(month, units=1_000_000)
    scored(run)
    found = believed(actor=ACTUARY, run=run).alerts
    outside = {(one.component, one.first) for one in found if one.reason is Reason.OUTSIDE}
    assert {("cost", APRIL), ("cost:hospital", APRIL)} <= outside


def test_the_alliance_sees_no_line_and_a_party_no_cost_that_is_others_too(run: int) -> None:
    tell_all(APRIL, units=1_000_000)
    scored(run)
    table = lay_table(actor=SYSTEM, families=60)
    with acting(SYSTEM):
        last = negotiations.proposals(actor=SYSTEM, negotiation=table)[-1]
        party = negotiations.negotiation(actor=SYSTEM, number=table).association
    put = Put(table, last.id, run, {}, {})
    studying.attach_to_proposal(actor=ACTUARY, put=put, at=AT)
    (ours,) = alerts_of(actor=ACTUARY, association=party)
    shown = {one.component for one in ours.scores}
    assert "cost" in shown and not any(one.startswith("cost:") for one in shown)
    assert {one.component for one in ours.alerts} & {"cost"}
    speaker = Actor("representante", Role.REPRESENTATIVE, 1, "mirar", (party,))
    (theirs,) = alerts_of(actor=speaker, association=party)
    assert not any(one.component.startswith("cost") for one in (*theirs.scores, *theirs.alerts))
