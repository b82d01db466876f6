"""A part payment shared by the rule the agreement chose, from the bank to the months that count."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.cli.postgres import Urls
from ayni.core.alliance.typed import TermsNotRead
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle.joining import Joining, join
from ayni.cycle.negotiating import NewDraft, Typed
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import SYSTEM
from tests.cycle.test_adhesions import DAY, JANUARY, STARTS, WRITER, agree, number

CODE = "REPARTO-27-EJ-01"
ENDS = date(2028, 1, 1)


@pytest.fixture
def shared(founded: Urls) -> int:
    """An agreement under which a part payment is shared in proportion; two families from January."""
    draft = talks.draft(
        actor=WRITER,
        new=NewDraft(number("JNC"), "REPARTO-27", "pe-modelo-colectivo", 420),
        day=DAY,
    )
    typed = Typed({"part_payment": "pro_rata"}, STARTS, ENDS, "", 0)
    agree(draft.negotiation, typed, day=DAY)
    life.advance(actor=SYSTEM, today=STARTS)
    join(actor=WRITER, new=Joining(draft.agreement, number("EJ-01"), STARTS))
    made.taken(made.families(4, 5), month=JANUARY, code=CODE)
    made.assessed(JANUARY, code=CODE)
    return draft.agreement


def pay(amount: int, day: date, bank_reference: str, *, month: int = JANUARY) -> None:
    """Pay on a month's notice."""
    made.paid(amount, month=month, day=day, bank_reference=bank_reference, code=CODE)


def months() -> list[tuple[str, date]]:
    """Give whose January counts, and from when."""
    return [(who, since) for who, month, since in made.credited() if month == JANUARY]


def green() -> bool:
    """Tell whether every invariant holds."""
    return all(one.green for one in verify(actor=SYSTEM))


def test_each_family_takes_its_part_and_nobody_has_the_month_until_all_is_paid(shared: int) -> None:
    pay(5001, date(2027, 2, 5), "B1")
    assert made.balances(JANUARY) == [(4520, 2501), (4520, 2500)]
    assert months() == [] and green()
    pay(4039, date(2027, 2, 20), "B2")
    assert made.balances(JANUARY) == [(4520, 4520), (4520, 4520)]
    # the month counts from the day of the last money
    assert months() == [("40000004", date(2027, 2, 20)), ("40000005", date(2027, 2, 20))]
    assert green()


def test_what_the_bank_takes_back_is_taken_from_whom_it_was_given(shared: int) -> None:
    pay(5001, date(2027, 2, 5), "B1")
    pay(4039, date(2027, 2, 20), "B2")
    made.taken_back(5001, day=date(2027, 2, 25), of="B1", code=CODE)
    assert made.balances(JANUARY) == [(4520, 2019), (4520, 2020)]
    assert months() == [] and green()


def test_a_month_is_shared_by_the_version_that_billed_it(shared: int) -> None:
    table = talks.reopen(
        actor=WRITER, agreement=shared, purpose="amendment", expected_families=420, day=STARTS
    )
    agree(table, Typed({}, date(2027, 2, 1), ENDS, "", 0), day=STARTS)
    made.assessed(JANUARY + 1, code=CODE)
    pay(4520, date(2027, 3, 5), "B1")
    pay(4520, date(2027, 3, 5), "B2", month=JANUARY + 1)
    assert made.balances(JANUARY) == [(4520, 2260), (4520, 2260)]
    assert made.balances(JANUARY + 1) == [(4520, 4520), (4520, 0)]
    assert months() == [] and green()


def test_a_rule_that_is_no_option_is_not_taken_at_the_table(shared: int) -> None:
    table = talks.reopen(
        actor=WRITER, agreement=shared, purpose="amendment", expected_families=420, day=STARTS
    )
    typed = Typed({"part_payment": "all_or_nothing"}, date(2027, 2, 1), ENDS, "", 0)
    with pytest.raises(TermsNotRead):
        talks.propose(actor=WRITER, negotiation=table, typed=typed, day=STARTS)
