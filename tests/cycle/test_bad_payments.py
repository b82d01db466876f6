"""Bad statements and payments: refused whole, kept in sight, or without a second effect."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.bankfiles import UnreadableStatement
from ayni.apps.access.actions import acting
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.collection import queries as collections
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle.assessing import assess_month
from ayni.cycle.collecting import import_statement
from tests.cycle import made
from tests.cycle.small_world import (
    APRIL,
    DUE,
    FIRST,
    MAY,
    SECOND,
    SYSTEM,
    entry,
    statement,
    statement_bytes,
)

MAY_8 = date(2026, 5, 8)


@pytest.fixture
def billed(founded: Urls) -> None:
    """Three families of the first adhesion owe April."""
    made.taken(made.families(1, 2, 3), month=APRIL)
    made.assessed(APRIL)


def test_a_month_assessed_twice_has_no_second_effect(billed: None) -> None:
    before = made.effects()

    (again,) = made.assessed(APRIL)

    assert (again.lines, again.due, again.before) == (0, 0, 1)
    assert made.effects() == before
    (other,) = made.assessed(MAY)
    assert (other.lines, other.due, other.before) == (3, 3 * DUE, 0)


def test_assessing_an_unknown_agreement_is_refused(billed: None) -> None:
    before = made.effects()

    with pytest.raises(UnknownAgreement):
        made.assessed(MAY, code="JNC-2026-EJ-99")

    assert made.effects() == before


def test_a_month_outside_the_agreement_is_not_assessed(billed: None) -> None:
    before = made.effects()

    done = assess_month(actor=SYSTEM, month=APRIL - 1, issued_on=date(2026, 3, 31))

    assert (done.lines, done.before) == (0, 0)
    assert made.effects() == before


def test_a_statement_twice_has_one_effect_in_any_file(billed: None) -> None:
    first = made.paid(3 * DUE, month=APRIL, day=MAY_8, bank_reference="B1")
    before = made.effects()

    same = made.paid(3 * DUE, month=APRIL, day=MAY_8, bank_reference="B1")

    assert (first.taken, first.allocated, first.months_credited) == (1, 3 * DUE, 3)
    assert (same.taken, same.repeated, same.received, same.allocated) == (0, 1, 0, 0)
    assert made.effects() == before


def test_lines_of_an_earlier_file_are_repeated_and_new_ones_taken(billed: None) -> None:
    made.paid(DUE, month=APRIL, day=MAY_8, bank_reference="B1")
    text = made.notice_of(APRIL).reference
    old = entry(amount=DUE, day=MAY_8, text=text, bank_reference="B1", payer=_payer())
    new = entry(amount=2 * DUE, day=MAY_8, text=text, bank_reference="B2", payer=_payer())

    done = statement([old, new], number="S-LATER")

    assert (done.entries, done.taken, done.repeated, done.allocated) == (2, 1, 1, 2 * DUE)
    assert made.balances(APRIL) == [(DUE, DUE)] * 3


def test_two_true_payments_alike_are_both_taken(billed: None) -> None:
    text = made.notice_of(APRIL).reference
    twins = [
        entry(amount=DUE, day=MAY_8, text=text, bank_reference=number, payer=_payer())
        for number in ("B1", "B2")
    ]

    done = statement(twins, number="S-TWINS")

    assert (done.taken, done.allocated) == (2, 2 * DUE)


@pytest.mark.parametrize("part", [1, 5, 9, 13, 17, 19])
def test_a_statement_cut_anywhere_is_refused_whole(billed: None, part: int) -> None:
    text = made.notice_of(APRIL).reference
    lines = [
        entry(amount=DUE, day=MAY_8, text=text, bank_reference=f"B{n}", payer=_payer())
        for n in range(3)
    ]
    content = statement_bytes(lines, number="S-CUT")
    before = made.effects()

    with pytest.raises(UnreadableStatement) as refusal:
        import_statement(actor=SYSTEM, name="S.xml", content=content[: len(content) * part // 20])

    assert refusal.value.words("es")
    assert made.effects() == before
    assert import_statement(actor=SYSTEM, name="S.xml", content=content).allocated == 3 * DUE


def test_a_statement_with_a_line_cut_out_does_not_close_and_is_refused(billed: None) -> None:
    text = made.notice_of(APRIL).reference
    lines = [
        entry(amount=DUE, day=MAY_8, text=text, bank_reference=f"B{n}", payer=_payer())
        for n in range(3)
    ]
    whole = statement_bytes(lines, number="S-HOLE").decode()
    start = whole.index("<Ntry>", whole.index("<Ntry>") + 1)
    end = whole.index("</Ntry>", start) + len("</Ntry>")
    before = made.effects()

    with pytest.raises(UnreadableStatement):
        import_statement(actor=SYSTEM, name="S.xml", content=(whole[:start] + whole[end:]).encode())

    assert made.effects() == before


def test_another_currency_is_kept_unallocated_in_sight(billed: None) -> None:
    done = made.paid(3 * DUE, month=APRIL, day=MAY_8, bank_reference="B1", currency="USD")

    assert (done.taken, done.decisions, done.allocated) == (1, {"review": 1}, 0)
    assert made.balances(APRIL) == [(DUE, 0)] * 3
    with acting(SYSTEM):
        (receipt,) = collections.receipts(actor=SYSTEM)
    assert (receipt.currency, receipt.amount, receipt.unallocated) == ("USD", 3 * DUE, 3 * DUE)
    assert receipt.reason == "foreign_currency"
    assert made.ledger("bank", currency="USD") == 3 * DUE
    assert made.ledger("receipts_unallocated", currency="USD") == -3 * DUE
    assert made.ledger("bank") == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("APORTES ABRIL", "no_reference"),
        ("APORTES 99999", "garbled_reference"),
        ("RF84AV20260499999", "notice_unknown"),
    ],
)
def test_without_a_reference_it_is_kept_unallocated_in_sight(
    billed: None, text: str, reason: str
) -> None:
    done = made.paid(3 * DUE, month=APRIL, day=MAY_8, bank_reference="B1", text=text)

    assert (done.received, done.allocated, done.unallocated) == (3 * DUE, 0, 3 * DUE)
    with acting(SYSTEM):
        (receipt,) = collections.receipts(actor=SYSTEM)
    assert (receipt.reason, receipt.decision) == (reason, "review")
    assert (receipt.amount, receipt.unallocated, receipt.allocated) == (3 * DUE, 3 * DUE, 0)
    assert made.ledger("receipts_unallocated") == -3 * DUE
    assert made.credited() == []


def test_the_notice_of_another_association_is_not_paid(billed: None) -> None:
    made.taken(made.families(4), month=APRIL, code=SECOND)
    made.assessed(APRIL, code=SECOND)
    foreign = made.notice_of(APRIL, code=SECOND).reference

    done = made.paid(DUE, month=APRIL, day=MAY_8, bank_reference="B1", text=foreign)

    assert (done.decisions, done.allocated) == ({"review": 1}, 0)


def test_a_secretary_imports_no_statement(billed: None) -> None:
    secretary = Actor(name="s", role=Role.SECRETARY, institution=1, reason="x", associations=(1,))
    content = statement_bytes(
        [entry(amount=DUE, day=MAY_8, text="x", bank_reference="B1")], number="S"
    )

    with pytest.raises(NotAllowed):
        import_statement(actor=secretary, name="S.xml", content=content)
    with pytest.raises(NotAllowed):
        assess_month(actor=secretary, month=MAY, issued_on=date(2026, 5, 31))


def _payer() -> str:
    return made.payer(FIRST)
