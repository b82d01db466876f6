"""What was noted in an exchange by mistake is withdrawn: by whom, upon what, and where it is told no more."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_actions as actions
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.exchange_actions import AlreadyWithdrawn, UnknownExchange
from ayni.apps.alliance.exchange_queries import Withdrawal
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.sql.frames import execute, one, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.exchanges import NewWithdrawal, Noted
from ayni.cycle import exchanges
from tests.cycle.test_exchanges import (
    DAY,
    HEAD,
    OBSERVER,
    _agreement,
    _number,
    _practice,
    _promise,
    _told,
)

WHY = "Se anotó dos veces"
STRANGER = Actor(name="otra", role=Role.HEAD, institution=2, reason="prueba")


def _new(what: Noted, number: int, *, seen: int = 0) -> NewWithdrawal:
    return NewWithdrawal(what=what, number=number, why=WHY, seen=seen)


def _withdraw(what: Noted, number: int, *, seen: int = 0, actor: Actor = HEAD) -> int:
    return exchanges.withdraw(actor=actor, new=_new(what, number, seen=seen), today=DAY)


def _made(number: int) -> tuple[int, int]:
    """Note a practice and a commitment that nobody has followed up."""
    practice = exchanges.learn(actor=HEAD, exchange=number, new=_practice())
    with acting(HEAD):
        return practice, actions.add_commitment(actor=HEAD, exchange=number, new=_promise())


def _facts() -> tuple[int, int, int]:
    with acting(HEAD):
        return tuple(
            int(value(f"SELECT count(*) FROM alliance_{table}"))
            for table in ("practice", "commitment", "follow_up")
        )


def test_what_is_withdrawn_is_told_in_the_history_alone(founded):
    number = _number("LIMA-2005")
    before = exchanges.exchange_page(actor=HEAD, number=number, today=DAY)
    practice, commitment = _made(number)
    facts = _facts()
    assert [one.id for one in exchanges.exchange_list(actor=HEAD, today=DAY).waiting].count(
        commitment
    )
    assert _withdraw(Noted.PRACTICE, practice) == number
    assert _withdraw(Noted.COMMITMENT, commitment) == number
    page = exchanges.exchange_page(actor=HEAD, number=number, today=DAY)
    assert page.chain == before.chain
    assert exchanges.story(actor=HEAD, number=number, today=DAY).practices == before.chain.practices
    waiting = exchanges.exchange_list(actor=HEAD, today=DAY).waiting
    assert commitment not in [one.id for one in waiting]
    told = [(one.what, one.id, one.whose, one.followed, one.withdrawal) for one in page.withdrawn]
    gone = Withdrawal(DAY, "direccion", WHY)
    assert told == [
        (Noted.PRACTICE, practice, "Acta de la visita", 0, gone),
        (Noted.COMMITMENT, commitment, "EsSalud", 0, gone),
    ]
    assert _facts() == facts
    assert exchanges.exchange_page(actor=OBSERVER, number=number, today=DAY).withdrawn == (
        page.withdrawn
    )


def test_a_commitment_that_led_somewhere_leads_nowhere_once_withdrawn(founded):
    last = _number("EJEMPLO-2026")
    with acting(HEAD):
        leading = one(
            "SELECT u.commitment, (SELECT count(*) FROM alliance_follow_up n"
            " WHERE n.commitment = u.commitment) FROM alliance_follow_up u WHERE u.agreement = %s",
            (_agreement(),),
        )
    assert exchanges.exchanges_of_agreement(actor=HEAD, agreement=_agreement())
    _withdraw(Noted.COMMITMENT, leading[0], seen=leading[1])
    assert exchanges.exchanges_of_agreement(actor=HEAD, agreement=_agreement()) == []
    page = exchanges.exchange_page(actor=HEAD, number=last, today=DAY)
    assert page.chain.led == ()
    assert [one.followed for one in page.withdrawn] == [leading[1]]


def test_a_step_that_was_withdrawn_is_no_step_of_the_chain(founded):
    first, last = _number("LIMA-2005"), _number("EJEMPLO-2026")
    with acting(HEAD):
        made = actions.add_commitment(actor=HEAD, exchange=last, new=_promise())
    exchanges.follow_up(actor=HEAD, commitment=made, new=_told(exchange="LIMA-2005"), today=DAY)
    with acting(HEAD):
        assert first in queries.forward(actor=HEAD, exchange=last)
    _withdraw(Noted.COMMITMENT, made, seen=1)
    with acting(HEAD):
        assert queries.forward(actor=HEAD, exchange=last) == [last]


def test_nothing_is_withdrawn_twice(founded):
    practice, commitment = _made(_number("LIMA-2005"))
    for what, number in ((Noted.PRACTICE, practice), (Noted.COMMITMENT, commitment)):
        _withdraw(what, number)
        with pytest.raises(AlreadyWithdrawn):
            _withdraw(what, number)
        with pytest.raises(AlreadyWithdrawn):  # a page older still
            _withdraw(what, number, seen=3)
    with acting(HEAD):
        assert value("SELECT count(*) FROM alliance_withdrawal") == 2


def test_what_became_of_it_is_told_no_more(founded):
    _practice_made, commitment = _made(_number("LIMA-2005"))
    _withdraw(Noted.COMMITMENT, commitment)
    facts = _facts()
    with pytest.raises(AlreadyWithdrawn):
        exchanges.follow_up(actor=HEAD, commitment=commitment, new=_told(), today=DAY)
    assert _facts() == facts
    with acting(HEAD):
        assert queries.commitment(actor=HEAD, number=commitment) is None


def test_a_page_older_than_a_follow_up_withdraws_nothing(founded):
    _practice_made, commitment = _made(_number("LIMA-2005"))
    exchanges.follow_up(actor=HEAD, commitment=commitment, new=_told(), today=DAY)
    with pytest.raises(MovedOn):
        _withdraw(Noted.COMMITMENT, commitment, seen=0)
    with pytest.raises(MovedOn):
        _withdraw(Noted.COMMITMENT, commitment, seen=2)
    _withdraw(Noted.COMMITMENT, commitment, seen=1)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COLLECTION, Role.AUDITOR, Role.SECRETARY])
def test_whoever_only_reads_withdraws_nothing(founded, role):
    practice, commitment = _made(_number("LIMA-2005"))
    given = {"associations": (1,)} if role is Role.SECRETARY else {}
    actor = Actor(name="otra", role=role, institution=1, reason="prueba", **given)
    for what, number in ((Noted.PRACTICE, practice), (Noted.COMMITMENT, commitment)):
        with pytest.raises(NotAllowed):
            _withdraw(what, number, actor=actor)


def test_what_is_not_there_or_of_another_institution_is_not_withdrawn(founded):
    practice, commitment = _made(_number("LIMA-2005"))
    for what, number in ((Noted.PRACTICE, practice), (Noted.COMMITMENT, commitment)):
        assert exchanges.noting(actor=STRANGER, what=what, number=number) is None
        for actor, which in ((STRANGER, number), (HEAD, 999_999)):
            with pytest.raises(UnknownExchange):
                _withdraw(what, which, actor=actor)
    with acting(HEAD):
        assert value("SELECT count(*) FROM alliance_withdrawal") == 0


def _insert(columns: str, values: str) -> None:
    execute(
        f"INSERT INTO alliance_withdrawal (institution, {columns}, why, withdrawn_by, withdrawn_on)"
        f" VALUES (1, {values}, 'Error', 'x', '2026-07-15')"
    )


def test_the_database_refuses_by_itself(founded):
    """The walls hold for whoever goes past the actions."""
    practice, commitment = _made(_number("LIMA-2005"))
    exchanges.follow_up(actor=HEAD, commitment=commitment, new=_told(), today=DAY)
    secretary = Actor(
        name="otra", role=Role.SECRETARY, institution=1, reason="prueba", associations=(1,)
    )
    for actor, columns, values, words in (
        (HEAD, "commitment, seen", f"{commitment}, 0", "1 follow-ups, and 0 were seen"),
        (HEAD, "practice, commitment, seen", f"{practice}, {commitment}, 1", "check"),
        (HEAD, "practice, seen", f"{practice}, 1", "check"),
        (HEAD, "seen", "0", "check"),
        (secretary, "practice, seen", f"{practice}, 0", "only the institution withdraws"),
        (STRANGER, "practice, seen", f"{practice}, 0", "row-level security"),
    ):
        with pytest.raises(DatabaseError, match=words), acting(actor):
            _insert(columns, values)
    _withdraw(Noted.COMMITMENT, commitment, seen=1)
    with pytest.raises(DatabaseError, match="the commitment was withdrawn"), acting(HEAD):
        execute(
            "INSERT INTO alliance_follow_up (institution, commitment, number, outcome, on_day, said,"
            " source_title, source_url, standing) SELECT institution, commitment, 2, outcome, on_day, said,"
            " source_title, source_url, standing FROM alliance_follow_up WHERE commitment = %s",
            (commitment,),
        )
    for statement in (
        "UPDATE alliance_withdrawal SET why = 'x'",
        "DELETE FROM alliance_withdrawal",
    ):
        with pytest.raises(DatabaseError), acting(HEAD):
            execute(statement)
