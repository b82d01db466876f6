"""By which law a round is read, and what an amendment and an end change of cover and of late rosters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.sql.frames import rows
from ayni.core.actor import Actor
from ayni.core.alliance.life import TermBeyondLaw
from ayni.core.alliance.typed import TermsNotRead
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle.rosters import AgreementNotInForce, apply
from ayni.cycle.table import table
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import SYSTEM
from tests.cycle.test_negotiation import (
    DAY,
    HEAD,
    STARTS,
    WRITER,
    drafted,
    round_of,
    signed,
    state,
)
from tests.cycle.test_negotiation import speaker as speaker


def test_a_round_without_an_end_is_refused_where_the_law_has_a_longest_duration(
    speaker: Actor,
) -> None:
    number = drafted(speaker).negotiation
    for ends in (None, STARTS, date(2028, 1, 2)):
        with pytest.raises(TermBeyondLaw):
            talks.propose(actor=WRITER, negotiation=number, typed=round_of(0, ends=ends), day=DAY)
    with acting(SYSTEM):
        assert negotiations.proposals(actor=SYSTEM, negotiation=number) == []
    talks.propose(actor=WRITER, negotiation=number, typed=round_of(0), day=DAY)


def test_a_copy_lasts_as_long_as_the_law_lets_it(speaker: Actor) -> None:
    found = drafted(speaker, code="COPIA", like=signed(speaker))
    (first,) = table(actor=WRITER, number=found.negotiation, day=DAY).rounds
    assert (first.proposal.starts, first.proposal.ends) == (DAY, date(2027, 11, 26))


def test_a_round_is_read_by_the_law_of_the_day_the_table_was_opened(speaker: Actor) -> None:
    """On a day before the law has any value, the table's clauses hold, and so does what is proposed."""
    number = drafted(speaker).negotiation
    old = date(1995, 1, 1)
    talks.propose(actor=WRITER, negotiation=number, typed=round_of(0, preaviso="2"), day=old)
    shown = table(actor=WRITER, number=number, day=DAY)
    assert [(one.clause.key, one.after) for one in shown.rounds[0].changes] == [("preaviso", 2)]
    with pytest.raises(TermsNotRead):
        typed = round_of(1, tasa_asegurado="12")
        talks.propose(actor=WRITER, negotiation=number, typed=typed, day=old)


def amended(speaker: Actor, agreement: int, *, starts: date, day: date, **values: str) -> None:
    """Sign an amendment of some clauses."""
    number = talks.reopen(
        actor=WRITER, agreement=agreement, purpose="amendment", expected_families=2, day=day
    )
    typed = replace(round_of(0, preaviso="2", **values), starts=starts)
    talks.propose(actor=WRITER, negotiation=number, typed=typed, day=day)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=day)
    talks.consent(actor=HEAD, negotiation=number, proposal=1, day=day)
    talks.sign(actor=HEAD, negotiation=number, day=day)


def test_an_amendment_of_the_window_derives_the_cover_of_its_families_anew(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    january = 12 * 2027
    made.taken(made.families(4), month=january, code="CACAO-2027")
    months = (january, january + 1, january + 2)
    made.assessed(*months, code="CACAO-2027")
    for month in months:
        day = date(2027, month - january + 1, 20)
        made.paid(4200, month=month, day=day, code="CACAO-2027", bank_reference=f"B{month}")
    april = date(2027, 4, 1)
    assert cover() == [(april, date(2028, 2, 1))]  # three months within twelve
    amended(speaker, agreement, starts=april, day=date(2027, 3, 25), ventana_meses="6")
    assert cover() == [(april, date(2027, 8, 1))]
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []


def cover() -> list[tuple[object, ...]]:
    """Give every span of cover that is kept."""
    with acting(SYSTEM):
        return rows("SELECT starts, ends FROM entitlement_cover ORDER BY 1, 2")


def test_a_roster_that_comes_after_the_end_was_carried_out_leaves_nobody_affiliated(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    january = 12 * 2027
    made.taken(made.families(4), month=january, code="CACAO-2027")
    march = made.checked(made.file(made.families(4, 5)), month=january + 2, code="CACAO-2027")
    april = made.checked(made.file(made.families(4, 6)), month=january + 3, code="CACAO-2027")
    falls = life.give_notice(
        actor=speaker,
        agreement=agreement,
        seen=state(agreement).number,
        day=date(2027, 1, 20),
        why="La asamblea lo decidió.",
    )
    life.advance(actor=SYSTEM, today=date(2027, 5, 10))
    assert falls == date(2027, 3, 20)
    with pytest.raises(AgreementNotInForce):
        apply(actor=SYSTEM, checked=april)
    apply(actor=SYSTEM, checked=march)
    assert [made.affiliated(date(2027, 3, day)) for day in (19, 20)] == [4, 0]
    assert life.advance(actor=SYSTEM, today=date(2027, 5, 10)) == []
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []
