"""A whole negotiation between two sides, its refusals, and what the signed version then bills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import association_number
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.alliance.negotiation_actions import (
    CodeTaken,
    NotConsented,
    SamePerson,
    StillNegotiating,
    TableClosed,
)
from ayni.apps.sql.frames import execute
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.life import NoSuchStep, State, TermBeyondLaw
from ayni.core.alliance.typed import TermsNotRead
from ayni.core.scheme import Payer
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle.assessing import NothingToBill
from ayni.cycle.negotiating import NewDraft, Typed, UnknownNegotiation
from ayni.cycle.rosters import AgreementNotInForce
from ayni.cycle.table import table
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import SYSTEM

DAY = date(2026, 11, 26)
STARTS = date(2027, 1, 1)
WRITER = Actor(name="negociadora", role=Role.NEGOTIATOR, institution=1, reason="negociar")
HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="aprobar")
OBSERVER = Actor(name="asesora", role=Role.OBSERVER, institution=1, reason="observar")


@pytest.fixture
def speaker(founded: Urls) -> Actor:
    """The representative of a cooperative of the example."""
    with acting(SYSTEM):
        number = association_number(actor=SYSTEM, code="EJ-01")
    return Actor(
        name="presidente",
        role=Role.REPRESENTATIVE,
        institution=1,
        reason="negociar",
        associations=(number,),
    )


def drafted(speaker: Actor, *, code: str = "CACAO-2027", like: int | None = None) -> talks.Draft:
    """Draft an agreement with the cooperative for 420 families."""
    new = NewDraft(
        association=speaker.associations[0],
        code=code,
        scheme="pe-modelo-colectivo",
        expected_families=420,
        like=like,
    )
    return talks.draft(actor=WRITER, new=new, day=DAY)


def round_of(seen: int, *, ends: date | None = date(2028, 1, 1), **values: str) -> Typed:
    """Type a proposal; ``income_cafe`` is the clause ``income.cafe``."""
    typed = {key.replace("income_", "income."): value for key, value in values.items()}
    return Typed(typed, STARTS, ends, "una ronda", seen)


def at_the_table(speaker: Actor) -> int:
    """Open a negotiation with a first proposal of 4.5 %."""
    number = drafted(speaker).negotiation
    talks.ask_in(actor=WRITER, negotiation=number, day=DAY)
    talks.propose(
        actor=WRITER, negotiation=number, typed=round_of(0, tasa_asegurado="4.5"), day=DAY
    )
    return number


def signed(speaker: Actor) -> int:
    """Bring a negotiation to its signature; gives the agreement."""
    number = at_the_table(speaker)
    typed = round_of(1, tasa_asegurado="4.2", income_cafe="1000", preaviso="2")
    talks.propose(actor=speaker, negotiation=number, typed=typed, day=DAY)
    talks.consent(actor=speaker, negotiation=number, proposal=2, day=DAY)
    talks.consent(actor=HEAD, negotiation=number, proposal=2, day=DAY)
    talks.sign(actor=WRITER, negotiation=number, day=DAY)
    with acting(SYSTEM):
        found = negotiations.negotiation(actor=SYSTEM, number=number)
    assert found is not None
    return found.agreement


def state(agreement: int) -> life_queries.Standing:
    """Give where an agreement stands."""
    with acting(SYSTEM):
        return life_queries.state_of(actor=SYSTEM, agreement=agreement)


def test_two_rounds_shown_clause_by_clause_and_in_money(speaker: Actor) -> None:
    number = at_the_table(speaker)
    typed = round_of(1, tasa_asegurado="4.2", income_cafe="1000")
    talks.propose(actor=speaker, negotiation=number, typed=typed, day=DAY)
    shown = table(actor=speaker, number=number, day=DAY)
    first, second = shown.rounds
    assert [(one.clause.key, one.before, one.after) for one in first.changes] == [
        ("tasa_asegurado", 40_000, 45_000)
    ]
    assert [(one.clause.key, one.before, one.after) for one in second.changes] == [
        ("income.cafe", 113_000, 100_000),
        ("tasa_asegurado", 45_000, 42_000),
    ]
    # 1130.00 x 4.5 % = 50.85; 1000.00 x 4.2 % = 42.00; the State completes 9 %
    assert first.effect.after.typical == {Payer.INSURED_PERSON: 5085, Payer.STATE: 5085}
    assert second.effect.after.typical == {Payer.INSURED_PERSON: 4200, Payer.STATE: 4800}
    assert (second.effect.before.collected, second.effect.after.collected) == (
        420 * 5085,
        420 * 4200,
    )
    assert (second.effect.more, second.effect.less) == (0, 420)
    assert not shown.real_families
    assert (shown.may.consent, shown.may.propose, shown.may.sign) == (True, True, False)


def test_signed_by_two_it_comes_into_force_on_its_day_and_bills_its_own_price(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    assert state(agreement).state is State.SIGNED
    assert life.advance(actor=SYSTEM, today=date(2026, 12, 31)) == []
    begun = life.advance(actor=SYSTEM, today=date(2027, 1, 9))
    assert [(one.agreement, one.step.value, one.day) for one in begun] == [
        (agreement, "begin", STARTS)
    ]
    assert life.advance(actor=SYSTEM, today=date(2027, 1, 9)) == []
    january = 12 * 2027
    made.taken(made.families(4, 5), month=january, code="CACAO-2027")
    made.assessed(january, code="CACAO-2027")
    # declared incomes count for nothing: the reference income agreed is 1000.00, the rate 4.2 %
    assert made.balances(january) == [(4200, 0)] * 2


def test_nobody_approves_what_he_wrote_in_whatever_role(speaker: Actor) -> None:
    number = at_the_table(speaker)
    both = replace(HEAD, name=WRITER.name)
    with pytest.raises(SamePerson):
        talks.consent(actor=both, negotiation=number, proposal=1, day=DAY)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=DAY)
    with pytest.raises(SamePerson):
        talks.consent(
            actor=replace(HEAD, name=speaker.name), negotiation=number, proposal=1, day=DAY
        )
    with pytest.raises(NotConsented):
        talks.sign(actor=WRITER, negotiation=number, day=DAY)
    with pytest.raises(NotAllowed):
        talks.consent(actor=WRITER, negotiation=number, proposal=1, day=DAY)


def test_the_database_itself_refuses_the_author_as_approver(speaker: Actor) -> None:
    """By whatever way it is written: not only the cycle asks who wrote it."""
    number = at_the_table(speaker)
    with pytest.raises(Exception, match="two persons"), acting(WRITER):
        execute(
            "INSERT INTO alliance_consent (institution, association, proposal, side, author, given_on)"
            " SELECT institution, association, id, 'institution', 'negociadora', %s"
            " FROM alliance_proposal WHERE negotiation = %s",
            (DAY, number),
        )


def test_an_answer_to_an_older_round_is_refused_and_nothing_is_written(speaker: Actor) -> None:
    number = at_the_table(speaker)
    talks.propose(actor=speaker, negotiation=number, typed=round_of(1), day=DAY)
    with pytest.raises(MovedOn):
        talks.propose(
            actor=WRITER, negotiation=number, typed=round_of(1, tasa_asegurado="5"), day=DAY
        )
    with pytest.raises(MovedOn):
        talks.consent(actor=HEAD, negotiation=number, proposal=1, day=DAY)
    with acting(SYSTEM):
        assert len(negotiations.proposals(actor=SYSTEM, negotiation=number)) == 2


def test_terms_beyond_the_law_are_refused_and_nothing_is_written(speaker: Actor) -> None:
    number = drafted(speaker).negotiation
    with pytest.raises(TermsNotRead):
        talks.propose(
            actor=WRITER, negotiation=number, typed=round_of(0, tasa_asegurado="12"), day=DAY
        )
    with pytest.raises(TermBeyondLaw):
        talks.propose(
            actor=WRITER, negotiation=number, typed=round_of(0, ends=date(2028, 1, 2)), day=DAY
        )
    with acting(SYSTEM):
        assert negotiations.proposals(actor=SYSTEM, negotiation=number) == []


def test_a_draft_is_the_institutions_alone(speaker: Actor) -> None:
    number = drafted(speaker).negotiation
    for stranger in (speaker, OBSERVER):
        with pytest.raises(UnknownNegotiation):
            table(actor=stranger, number=number, day=DAY)
    with pytest.raises(UnknownNegotiation):
        talks.propose(actor=speaker, negotiation=number, typed=round_of(0), day=DAY)
    talks.ask_in(actor=WRITER, negotiation=number, day=DAY)
    assert table(actor=speaker, number=number, day=DAY).rounds == ()


def test_another_association_sees_no_table(speaker: Actor) -> None:
    number = at_the_table(speaker)
    with acting(SYSTEM):
        other = association_number(actor=SYSTEM, code="EJ-02")
    with pytest.raises(UnknownNegotiation):
        table(actor=replace(speaker, associations=(other,)), number=number, day=DAY)
    with pytest.raises(UnknownNegotiation):
        table(
            actor=Actor(name="otra", role=Role.HEAD, institution=2, reason="x"),
            number=number,
            day=DAY,
        )


def test_an_observer_reads_and_comments_and_changes_nothing(speaker: Actor) -> None:
    number = at_the_table(speaker)
    talks.say(
        actor=OBSERVER,
        negotiation=number,
        proposal=1,
        term="tasa_asegurado",
        said="En Costa Rica se congela un año.",
        day=DAY,
    )
    shown = table(actor=OBSERVER, number=number, day=DAY)
    assert [(one.side, one.author, one.term) for one in shown.comments] == [
        ("observer", "asesora", "tasa_asegurado")
    ]
    assert (shown.may.propose, shown.may.consent, shown.may.sign) == (False, False, False)
    for act in (
        lambda: talks.propose(actor=OBSERVER, negotiation=number, typed=round_of(1), day=DAY),
        lambda: talks.consent(actor=OBSERVER, negotiation=number, proposal=1, day=DAY),
        lambda: talks.sign(actor=OBSERVER, negotiation=number, day=DAY),
        lambda: talks.abandon(actor=OBSERVER, negotiation=number, day=DAY, why="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_secretary_comments_and_does_not_sign_for_her_association(speaker: Actor) -> None:
    number = at_the_table(speaker)
    secretary = replace(speaker, name="secretaria", role=Role.SECRETARY)
    talks.say(
        actor=secretary, negotiation=number, proposal=1, term=None, said="Consultaré.", day=DAY
    )
    with pytest.raises(NotAllowed):
        talks.consent(actor=secretary, negotiation=number, proposal=1, day=DAY)


def test_one_table_at_a_time_and_none_after_it_closed(speaker: Actor) -> None:
    number = at_the_table(speaker)
    with acting(SYSTEM):
        found = negotiations.negotiation(actor=SYSTEM, number=number)
    assert found is not None
    talks.abandon(actor=WRITER, negotiation=number, day=DAY, why="sin acuerdo")
    assert state(found.agreement).state is State.ABANDONED
    with pytest.raises(TableClosed):
        talks.propose(actor=speaker, negotiation=number, typed=round_of(1), day=DAY)
    agreement = _signed_of(speaker, code="OTRO")
    talks.reopen(
        actor=WRITER, agreement=agreement, purpose="amendment", expected_families=420, day=DAY
    )
    with pytest.raises(StillNegotiating):
        talks.reopen(
            actor=WRITER, agreement=agreement, purpose="renewal", expected_families=420, day=DAY
        )


def _signed_of(speaker: Actor, *, code: str) -> int:
    new = drafted(speaker, code=code)
    number = new.negotiation
    talks.ask_in(actor=WRITER, negotiation=number, day=DAY)
    talks.propose(actor=WRITER, negotiation=number, typed=round_of(0), day=DAY)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=DAY)
    talks.consent(actor=HEAD, negotiation=number, proposal=1, day=DAY)
    talks.sign(actor=HEAD, negotiation=number, day=DAY)
    return new.agreement


def test_a_code_is_taken_once(speaker: Actor) -> None:
    drafted(speaker)
    with pytest.raises(CodeTaken):
        drafted(speaker)


def test_an_agreement_is_the_starting_point_of_another(speaker: Actor) -> None:
    first = signed(speaker)
    found = drafted(speaker, code="COPIA", like=first)
    assert found.dropped == ()
    shown = table(actor=WRITER, number=found.negotiation, day=DAY)
    assert [(one.clause.key, one.after) for one in shown.rounds[0].changes] == [
        ("income.cafe", 100_000),
        ("tasa_asegurado", 42_000),
        ("preaviso", 2),
    ]


def test_an_amendment_takes_over_on_its_day_and_the_months_before_keep_their_price(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    number = talks.reopen(
        actor=WRITER, agreement=agreement, purpose="amendment", expected_families=420, day=STARTS
    )
    typed = replace(round_of(0, tasa_asegurado="5", preaviso="2"), starts=date(2027, 3, 1))
    talks.propose(actor=WRITER, negotiation=number, typed=typed, day=STARTS)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=STARTS)
    talks.consent(actor=HEAD, negotiation=number, proposal=1, day=STARTS)
    talks.sign(actor=HEAD, negotiation=number, day=STARTS)
    assert state(agreement).state is State.AMENDED
    january = 12 * 2027
    made.taken(made.families(4), month=january, code="CACAO-2027")
    made.assessed(january, january + 1, january + 2, code="CACAO-2027")
    assert [made.balances(january + n)[0][0] for n in range(3)] == [4200, 4200, 5650]


def test_notice_is_two_months_here_and_families_leave_on_the_day(speaker: Actor) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    january = 12 * 2027
    made.taken(made.families(4, 5), month=january, code="CACAO-2027")
    falls = life.give_notice(
        actor=speaker,
        agreement=agreement,
        seen=state(agreement).number,
        day=date(2027, 1, 31),
        why="La asamblea lo decidió.",
    )
    assert falls == date(2027, 3, 31)
    made.assessed(january + 2, code="CACAO-2027")  # March begins before the end
    with pytest.raises(NothingToBill):
        made.assessed(january + 3, code="CACAO-2027")
    with pytest.raises(AgreementNotInForce):
        made.taken(made.families(4), month=january + 3, code="CACAO-2027")
    # nobody looked for forty days
    taken = life.advance(actor=SYSTEM, today=date(2027, 5, 10))
    assert [(one.step.value, one.day, one.left) for one in taken] == [("end", falls, 2)]
    with acting(SYSTEM):
        assert alliances.adhesion_of(actor=SYSTEM, code="CACAO-2027").ends == falls
    assert made.affiliated(date(2027, 3, 30)) == 4
    assert made.affiliated(date(2027, 3, 31)) == 0
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []


def test_a_notice_withdrawn_changes_nothing(speaker: Actor) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    day = date(2027, 2, 1)
    life.give_notice(
        actor=HEAD, agreement=agreement, seen=state(agreement).number, day=day, why="Revisión."
    )
    life.withdraw_notice(
        actor=HEAD, agreement=agreement, seen=state(agreement).number, day=day, why="Acuerdo."
    )
    assert life.advance(actor=SYSTEM, today=date(2027, 12, 31)) == []
    expired = life.advance(actor=SYSTEM, today=date(2028, 1, 1))
    assert [(one.step.value, one.day) for one in expired] == [("expire", date(2028, 1, 1))]


def test_suspended_months_are_not_billed_and_resumed_ones_are(speaker: Actor) -> None:
    agreement = signed(speaker)
    life.advance(actor=SYSTEM, today=STARTS)
    january = 12 * 2027
    made.taken(made.families(4), month=january, code="CACAO-2027")
    life.suspend(
        actor=HEAD,
        agreement=agreement,
        seen=state(agreement).number,
        day=date(2027, 1, 20),
        why="Sin entrega de nóminas.",
    )
    with pytest.raises(NothingToBill):
        made.assessed(january + 1, code="CACAO-2027")
    made.assessed(january, code="CACAO-2027")
    life.resume(
        actor=HEAD,
        agreement=agreement,
        seen=state(agreement).number,
        day=date(2027, 2, 25),
        why="Regularizado.",
    )
    made.assessed(january + 2, code="CACAO-2027")
    assert made.balances(january + 1) == []


def test_steps_are_refused_from_the_wrong_place_by_the_wrong_person_or_too_late(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    seen = state(agreement).number
    act = {"agreement": agreement, "day": DAY, "why": "prueba"}
    with pytest.raises(NoSuchStep):
        life.suspend(actor=HEAD, seen=seen, **act)
    with pytest.raises(NotAllowed):
        life.suspend(actor=WRITER, seen=seen, **act)
    with pytest.raises(MovedOn):
        life.suspend(actor=HEAD, seen=seen - 1, **act)
    with pytest.raises(life.ReasonNeeded):
        life.suspend(actor=HEAD, seen=seen, agreement=agreement, day=DAY, why=" ")
    with acting(SYSTEM):
        other = association_number(actor=SYSTEM, code="EJ-02")
    life.advance(actor=SYSTEM, today=STARTS)
    with pytest.raises(NotAllowed):
        life.give_notice(
            actor=replace(speaker, associations=(other,)),
            seen=state(agreement).number,
            agreement=agreement,
            day=STARTS,
            why="ajeno",
        )


def test_one_association_leaves_and_the_agreement_runs_on(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=12 * 2026 + 3)
    life.leave(actor=HEAD, adhesion="JNC-2026-EJ-01", day=date(2026, 9, 1))
    assert life.advance(actor=SYSTEM, today=date(2026, 8, 31)) == []
    assert made.affiliated(date(2026, 8, 31)) == 4
    life.advance(actor=SYSTEM, today=date(2026, 10, 3))
    assert made.affiliated(date(2026, 8, 31)) == 4
    assert made.affiliated(date(2026, 9, 1)) == 0
    with acting(SYSTEM):
        one = next(a for a in alliances.agreements(actor=SYSTEM) if a.code == "JNC-2026")
    assert state(one.id).state is State.IN_FORCE
    with pytest.raises(Exception, match="adhesion"):
        life.leave(actor=HEAD, adhesion="JNC-2026-EJ-01", day=date(2026, 9, 1))
