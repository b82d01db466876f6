"""Results to the centimo and to the day: owed, paid, credited, taken back; who is covered until when."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.collection import queries as collections
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.core.entitlement import Advice, Event, GivenBy, MonthState, Verdict, tell
from ayni.cycle.contribution_cycle import answer
from ayni.cycle.eligibility import Eligibility
from ayni.cycle.entitling import rebuild_cover
from ayni.cycle.explaining import NobodyKnown, explain_line
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import APRIL, DUE, JULY, JUNE, MAY, SYSTEM, entry, statement

CLERK = Actor(name="admisión", role=Role.CLERK, institution=1, reason="atención", facility=1)
ROSA, LUIS = "40000001", "70000001"


@pytest.fixture
def billed(founded: Urls) -> None:
    """Three families of the first adhesion owe April, May and June."""
    made.taken(made.families(1, 2, 3), month=APRIL)
    made.assessed(APRIL, MAY, JUNE)


def asked(number: str, day: date, *, event: Event = Event.ILLNESS) -> Eligibility:
    """Ask as a clerk does."""
    return answer(actor=CLERK, number=number, day=day, event=event, route="prueba")


def covered(number: str, day: date) -> bool:
    """Tell whether a clerk hears yes."""
    found = asked(number, day).answer
    assert found is not None
    return found.verdict is Verdict.COVERED


def pay(amount: int, month: int, day: date, reference: str) -> None:
    """Pay on the month's notice."""
    made.paid(amount, month=month, day=day, bank_reference=reference)


def green() -> bool:
    """Tell whether every invariant holds."""
    return [one for one in verify(actor=SYSTEM) if not one.green] == []


def test_a_family_owes_forty_five_soles_and_twenty(billed: None) -> None:
    assert made.balances(APRIL) == [(DUE, 0)] * 3 == [(4520, 0)] * 3
    notice = made.notice_of(APRIL)
    assert (notice.due, notice.families, notice.persons) == (13_560, 3, 6)
    assert (notice.state_due, notice.currency) == (3 * 5650, "PEN")
    assert made.ledger("contributions_receivable") == 3 * 13_560
    assert made.ledger("state_share_receivable") == 9 * 5650
    assert made.ledger("contribution_income") == -3 * 13_560
    assert green()


def test_the_working_shown_gives_the_line(billed: None) -> None:
    steps = explain_line(actor=SYSTEM, number=ROSA, month=APRIL)

    told = {step.label: step.value for step in steps}
    assert told["Ingreso de referencia de la actividad"] == "S/ 1,130.00"
    assert (told["Tasa"], told["Aporte: Estado"]) == ("4 %", "S/ 56.50")
    assert (steps[-1].label, steps[-1].value) == ("Total por pagar", "S/ 45.20")
    with pytest.raises(NobodyKnown):
        explain_line(actor=SYSTEM, number="49999999", month=APRIL)


def test_a_part_pays_whole_families_in_roster_order(billed: None) -> None:
    pay(2 * DUE, APRIL, date(2026, 5, 8), "B1")

    assert made.balances(APRIL) == [(DUE, DUE), (DUE, DUE), (DUE, 0)]
    assert made.credited() == [
        ("40000001", APRIL, date(2026, 5, 8)),
        ("40000002", APRIL, date(2026, 5, 8)),
    ]
    assert made.ledger("contributions_receivable") == 9 * DUE - 2 * DUE
    assert green()


def test_a_part_of_a_family_credits_nothing_until_it_is_whole(billed: None) -> None:
    pay(DUE + 1, APRIL, date(2026, 5, 8), "B1")

    assert made.balances(APRIL) == [(DUE, DUE), (DUE, 1), (DUE, 0)]
    assert [number for number, _, _ in made.credited()] == ["40000001"]

    pay(DUE - 1, APRIL, date(2026, 5, 20), "B2")

    assert made.balances(APRIL) == [(DUE, DUE), (DUE, DUE), (DUE, 0)]
    assert made.credited()[1] == ("40000002", APRIL, date(2026, 5, 20))
    assert green()


def test_a_line_counts_from_the_last_of_its_money_in_whatever_order_files_come(
    billed: None,
) -> None:
    pay(DUE - 1, APRIL, date(2026, 5, 20), "B1")
    pay(1, APRIL, date(2026, 5, 8), "B2")

    assert made.credited() == [("40000001", APRIL, date(2026, 5, 20))]

    made.taken_back(1, day=date(2026, 5, 22), of="B2")
    pay(1, APRIL, date(2026, 5, 9), "B3")

    assert made.credited() == [("40000001", APRIL, date(2026, 5, 20))]
    assert green()


def test_what_is_over_is_held_and_nothing_is_lost(billed: None) -> None:
    done = made.paid(3 * DUE + 777, month=APRIL, day=date(2026, 5, 8), bank_reference="B1")

    assert (done.allocated, done.held, done.unallocated) == (3 * DUE, 777, 0)
    assert made.ledger("held_on_account") == -777
    with acting(SYSTEM):
        (receipt,) = collections.receipts(actor=SYSTEM)
    assert (receipt.amount, receipt.allocated, receipt.held) == (3 * DUE + 777, 3 * DUE, 777)
    assert green()


def test_a_notice_paid_before_takes_no_more(billed: None) -> None:
    pay(3 * DUE, APRIL, date(2026, 5, 8), "B1")

    again = made.paid(3 * DUE, month=APRIL, day=date(2026, 5, 9), bank_reference="B2")

    assert (again.decisions, again.allocated, again.unallocated) == ({"review": 1}, 0, 3 * DUE)
    assert made.balances(APRIL) == [(DUE, DUE)] * 3
    assert green()


def test_one_payment_for_two_months_pays_both(billed: None) -> None:
    text = f"{made.notice_of(APRIL).reference} {made.notice_of(MAY).reference}"

    done = made.paid(6 * DUE, month=APRIL, day=date(2026, 6, 8), bank_reference="B1", text=text)

    assert (done.decisions, done.months_credited) == ({"apply_split": 1}, 6)
    assert made.balances(APRIL) == made.balances(MAY) == [(DUE, DUE)] * 3
    assert green()


def test_a_reversal_withdraws_months_and_cover_at_the_desk_too(billed: None) -> None:
    for month, reference in ((APRIL, "B1"), (MAY, "B2"), (JUNE, "B3")):
        pay(3 * DUE, month, date(2026, month - APRIL + 5, 8), reference)
    assert covered(ROSA, date(2026, 8, 1))

    done = made.taken_back(3 * DUE, day=date(2026, 7, 20), of="B2")

    assert (done.reversed, done.allocated) == (3 * DUE, -3 * DUE)
    assert made.balances(MAY) == [(DUE, 0)] * 3
    assert {month for _, month, _ in made.credited()} == {APRIL, JUNE}
    assert not covered(ROSA, date(2026, 8, 1))
    assert made.ledger("bank") == 6 * DUE
    assert green()

    pay(3 * DUE, MAY, date(2026, 7, 25), "B4")

    assert ("40000001", MAY, date(2026, 7, 25)) in made.credited()
    assert covered(ROSA, date(2026, 8, 1))
    assert not covered(ROSA, date(2026, 7, 24))
    assert green()


def test_taking_back_the_first_part_withdraws_what_the_second_completed(billed: None) -> None:
    pay(20, APRIL, date(2026, 5, 8), "B1")
    pay(3 * DUE - 20, APRIL, date(2026, 5, 9), "B2")
    assert len(made.credited()) == 3

    made.taken_back(20, day=date(2026, 5, 12), of="B1")

    assert made.balances(APRIL) == [(DUE, DUE - 20), (DUE, DUE), (DUE, DUE)]
    assert [number for number, _, _ in made.credited()] == ["40000002", "40000003"]
    assert green()

    pay(20, APRIL, date(2026, 5, 30), "B3")

    assert made.credited()[0] == ("40000001", APRIL, date(2026, 5, 30))
    assert green()


def test_a_second_reversal_of_one_payment_undoes_nothing(billed: None) -> None:
    pay(3 * DUE, APRIL, date(2026, 5, 8), "B1")
    made.taken_back(3 * DUE, day=date(2026, 5, 10), of="B1")
    before = made.ledger("bank")
    again = entry(
        amount=-3 * DUE, day=date(2026, 5, 11), text="EXTORNO", bank_reference="B1-Y",
        reversal_of="B1", payer=made.payer("JNC-2026-EJ-01"),
    )  # fmt: skip

    done = statement([again], number="S-AGAIN")

    assert (done.decisions, done.reversed) == ({"review": 1}, 0)
    assert made.ledger("bank") == before == 0
    assert green()


def test_a_reference_used_twice_takes_back_the_payment_of_that_sum(billed: None) -> None:
    pay(DUE, APRIL, date(2026, 5, 8), "B1")
    pay(2 * DUE, APRIL, date(2026, 5, 9), "B1")

    done = made.taken_back(2 * DUE, day=date(2026, 5, 12), of="B1")

    assert (done.decisions, done.reversed) == ({"reverse": 1}, 2 * DUE)
    assert made.ledger("bank") == DUE
    assert made.balances(APRIL) == [(DUE, DUE), (DUE, 0), (DUE, 0)]
    assert green()


def test_a_reversal_of_an_unknown_payment_undoes_nothing(billed: None) -> None:
    done = made.taken_back(3 * DUE, day=date(2026, 5, 10), of="NADIE")

    assert (done.decisions, done.reversed) == ({"review": 1}, 0)
    assert green()


def test_three_months_in_a_row_cover_until_the_window_closes(billed: None) -> None:
    for month, reference in ((APRIL, "B1"), (MAY, "B2"), (JUNE, "B3")):
        pay(3 * DUE, month, date(2026, month - APRIL + 5, 8), reference)

    found = asked(LUIS, date(2026, 7, 8))

    assert found.answer is not None
    assert (found.answer.verdict, found.answer.given_by) == (Verdict.COVERED, GivenBy.CONSECUTIVE)
    assert found.answer.paid_months == 3
    # April to June lie within the twelve months before April 2027, and no longer before May 2027
    assert found.answer.covered_until == date(2027, 4, 30)
    assert covered(LUIS, date(2027, 4, 30))
    assert not covered(LUIS, date(2027, 5, 1))
    assert tell(found.answer).headline


def test_a_payment_after_the_event_does_not_cover_it(billed: None) -> None:
    pay(3 * DUE, APRIL, date(2026, 5, 8), "B1")
    pay(3 * DUE, MAY, date(2026, 6, 8), "B2")
    pay(3 * DUE, JUNE, date(2026, 7, 15), "B3")

    before = asked(ROSA, date(2026, 7, 14)).answer

    assert before is not None
    assert before.verdict is Verdict.NOT_COVERED
    assert before.advice is Advice.PAY_MONTHS
    assert before.strip[-1].state is MonthState.LATE
    assert [reason.code for reason in before.reasons] == ["too_few_months", "paid_late"]
    assert covered(ROSA, date(2026, 7, 15))


def test_an_accident_is_covered_and_an_emergency_attended_without_a_month(billed: None) -> None:
    day = date(2026, 4, 2)

    accident = asked(ROSA, day, event=Event.ACCIDENT).answer
    illness = asked(ROSA, day).answer

    assert accident is not None and illness is not None
    assert (accident.verdict, accident.given_by) == (Verdict.COVERED, GivenBy.IMMEDIATE)
    assert (illness.verdict, illness.attend) == (Verdict.NOT_COVERED, False)


def test_nobody_of_that_number_is_said_to_be_unknown_and_the_question_is_logged(
    billed: None,
) -> None:
    before = made.effects()["audit_read"]

    found = asked("49999999", date(2026, 7, 1))

    assert (found.known, found.answer) == (None, None)
    assert made.effects()["audit_read"] == before + 1


def test_a_roster_after_months_moves_spans_and_the_next_bill(billed: None) -> None:
    older = [made.head(1), *made.families(2)]

    made.taken([*older, *made.families(4)], month=JULY)
    made.assessed(JULY)

    july = date(2026, 7, 1)
    assert made.spans() == [
        ("40000001", date(2026, 4, 1), None),
        ("40000002", date(2026, 4, 1), None),
        ("40000003", date(2026, 4, 1), july),
        ("40000004", july, None),
        ("70000001", date(2026, 4, 1), july),
        ("70000002", date(2026, 4, 1), None),
        ("70000003", date(2026, 4, 1), july),
        ("70000004", july, None),
    ]
    assert (made.notice_of(JULY).families, made.notice_of(JULY).persons) == (3, 5)
    assert made.notice_of(JUNE).families == 3
    assert green()


def test_a_replacement_moves_spans_back_and_forth_without_a_trace_in_them(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=APRIL)
    for written in (made.families(1), made.families(1, 2, 3), made.families(2)):
        made.taken(written, month=MAY)
        assert green()

    may = date(2026, 5, 1)
    assert made.spans() == [
        ("40000001", date(2026, 4, 1), may),
        ("40000002", date(2026, 4, 1), may),
        ("40000002", may, None),
        ("70000001", date(2026, 4, 1), may),
        ("70000002", date(2026, 4, 1), may),
        ("70000002", may, None),
    ]


def test_cover_derived_anew_changes_nothing(billed: None) -> None:
    for month, reference in ((APRIL, "B1"), (MAY, "B2"), (JUNE, "B3")):
        pay(2 * DUE, month, date(2026, month - APRIL + 5, 8), reference)

    with acting(SYSTEM):
        assert alliances.schemes(actor=SYSTEM)
        assert rebuild_cover(actor=SYSTEM) == 0
