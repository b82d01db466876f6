"""Adhesions within an agreement: joining, own terms billed and explained, a payer who is not the adherent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import AlreadyAdheres, association_number
from ayni.apps.alliance.life_actions import AdhesionOver, MovedOn
from ayni.apps.collection import queries as collections
from ayni.apps.sql.frames import execute, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.adhesions import NotLeftToAdhesion
from ayni.core.alliance.typed import TermsNotRead
from ayni.core.scheme import AgreedIncome, AgreedValue, Terms, TermsRefused
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle.agreement_life import ReasonNeeded
from ayni.cycle.alliance_health import health
from ayni.cycle.explaining import explain_line
from ayni.cycle.joining import Joining, NoSuchFacility, NotAParty, NotInForceThen, join
from ayni.cycle.negotiating import NewDraft, Typed
from ayni.cycle.own_terms import (
    AlreadyBilled,
    Change,
    SetLater,
    UnknownAdhesion,
    change_own_terms,
    own_sheet,
    set_own_terms,
)
from ayni.cycle.renewal_effect import renewal_effect
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import SYSTEM, entry, statement

DAY, STARTS = date(2026, 11, 26), date(2027, 1, 1)
JANUARY = 12 * 2027
WRITER = Actor(name="negociadora", role=Role.NEGOTIATOR, institution=1, reason="negociar")
HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="aprobar")
LEFT = ("income.cafe", "tasa_asegurado", "entry_months")
OWN_1, OWN_2 = "MARCO-2027-EJ-01", "MARCO-2027-EJ-02"


def number(code: str) -> int:
    """Give an association's number."""
    with acting(SYSTEM):
        return association_number(actor=SYSTEM, code=code)


@pytest.fixture
def framework(founded: Urls) -> int:
    """An agreement of the national body, in force from January 2027, that leaves three clauses; its number.

    4.2 % of a reference income of S/ 1,000.
    """
    body = number("JNC")
    draft = talks.draft(
        actor=WRITER, new=NewDraft(body, "MARCO-2027", "pe-modelo-colectivo", 420), day=DAY
    )
    values = {"tasa_asegurado": "4.2", "income.cafe": "1000"}
    typed = Typed(values, STARTS, date(2028, 1, 1), "", 0, LEFT)
    agree(draft.negotiation, typed, day=DAY)
    life.advance(actor=SYSTEM, today=STARTS)
    return draft.agreement


def agree(table: int, typed: Typed, *, day: date) -> None:
    """Bring a proposal to its signature."""
    speaker = Actor(
        name="presidenta",
        role=Role.REPRESENTATIVE,
        institution=1,
        reason="negociar",
        associations=(number("JNC"),),
    )
    with acting(SYSTEM):
        draft = talks.negotiations.proposals(actor=SYSTEM, negotiation=table) == []
    if draft and day == DAY:
        talks.ask_in(actor=WRITER, negotiation=table, day=day)
    talks.propose(actor=WRITER, negotiation=table, typed=typed, day=day)
    talks.consent(actor=speaker, negotiation=table, proposal=1, day=day)
    talks.consent(actor=HEAD, negotiation=table, proposal=1, day=day)
    talks.sign(actor=HEAD, negotiation=table, day=day)


def joining(agreement: int, code: str = "EJ-01", **given: object) -> Joining:
    """Ask for an association to join on the first day."""
    return replace(Joining(agreement, number(code), STARTS), **given)  # type: ignore[arg-type]


def lines(month: int) -> list[tuple[int, int]]:
    """Give what each family owes and paid."""
    return made.balances(month)


def test_each_adhesion_is_billed_by_its_own_terms_in_one_run(framework: int) -> None:
    one = join(actor=WRITER, new=joining(framework, own={"income.cafe": "900"}))
    join(actor=WRITER, new=joining(framework, "EJ-02", own={"tasa_asegurado": "5"}))
    join(actor=WRITER, new=joining(framework, "EJ-03"))
    assert (one.code, one.fewest) == (OWN_1, None)
    for place, code in enumerate(("EJ-01", "EJ-02", "EJ-03")):
        made.taken(made.families(4 + place), month=JANUARY, code=f"MARCO-2027-{code}")
    run = made.assess_month(
        actor=SYSTEM,
        month=JANUARY,
        issued_on=date(2027, 1, 31),
        codes=[f"MARCO-2027-EJ-0{n}" for n in (1, 2, 3)],
    )
    # 900.00 x 4.2 %; 1000.00 x 5 %; 1000.00 x 4.2 %
    assert [one.due for one in run.runs] == [3780, 5000, 4200]
    assert lines(JANUARY) == [(3780, 0), (5000, 0), (4200, 0)]
    assert [one for one in verify(actor=SYSTEM) if not one.green] == []


def test_the_explanation_uses_the_terms_of_the_familys_adhesion(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, own={"income.cafe": "900"}))
    made.taken(made.families(4), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, code=OWN_1)
    steps = explain_line(actor=SYSTEM, number="40000004", month=JANUARY)
    told = {(one.value, one.reference.title) for one in steps if one.reference}
    assert ("S/ 900.00", "Término propio de la adhesión, dentro del convenio") in told
    assert [one.raw for one in steps if one.node == "due"] == [3780]


def test_own_terms_change_on_their_day_and_a_billed_month_stays(framework: int) -> None:
    join(actor=WRITER, new=joining(framework))
    made.taken(made.families(4), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, code=OWN_1)
    own = Terms(signed=DAY, values=(AgreedValue(parameter="tasa_asegurado", value=50_000),))
    with pytest.raises(AlreadyBilled):
        set_own_terms(actor=WRITER, adhesion=OWN_1, own=own, starts=STARTS)
    set_own_terms(actor=WRITER, adhesion=OWN_1, own=own, starts=date(2027, 2, 1))
    made.assessed(JANUARY + 1, code=OWN_1)
    assert (lines(JANUARY), lines(JANUARY + 1)) == ([(4200, 0)], [(5000, 0)])


def change(
    agreement: int, adhesion: int, *, rate: int | None, starts: date, seen: int, why: str = "pacto"
) -> None:
    """Set the rate as an adhesion's own, or give it back."""
    values = () if rate is None else (AgreedValue(parameter="tasa_asegurado", value=rate),)
    new = Change(Terms(signed=DAY, values=values), starts, why, seen)
    change_own_terms(actor=WRITER, agreement=agreement, adhesion=adhesion, new=new)


def test_own_terms_are_set_anew_with_a_reason_and_given_back(framework: int) -> None:
    made_ = join(actor=WRITER, new=joining(framework, own={"tasa_asegurado": "4.4"}))
    sheet = own_sheet(actor=HEAD, agreement=framework, adhesion=made_.adhesion, day=DAY)
    assert {one.key for one in sheet.left} == set(LEFT)
    change(framework, made_.adhesion, rate=50_000, starts=STARTS, seen=sheet.seen, why="acta 12")
    made.taken(made.families(4), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, code=OWN_1)
    sheet = own_sheet(actor=HEAD, agreement=framework, adhesion=made_.adhesion, day=STARTS)
    assert [(one.why, one.author, one.starts) for one in sheet.history] == [
        ("acta 12", "negociadora", STARTS),
        ("", "negociadora", STARTS),
    ]
    february = date(2027, 2, 1)
    change(framework, made_.adhesion, rate=None, starts=february, seen=sheet.seen)
    made.assessed(JANUARY + 1, code=OWN_1)
    # what was set last for the same day holds; given back, the agreement's 4.2 % again
    assert (lines(JANUARY), lines(JANUARY + 1)) == ([(5000, 0)], [(4200, 0)])


def test_a_change_of_own_terms_that_cannot_be_leaves_nothing_behind(framework: int) -> None:
    one = join(actor=WRITER, new=joining(framework, own={"tasa_asegurado": "4.4"})).adhesion
    sheet = own_sheet(actor=HEAD, agreement=framework, adhesion=one, day=STARTS)
    march = date(2027, 3, 1)
    before = made.effects()
    with pytest.raises(ReasonNeeded):
        change(framework, one, rate=50_000, starts=march, seen=sheet.seen, why=" ")
    with pytest.raises(MovedOn):
        change(framework, one, rate=50_000, starts=march, seen=sheet.seen + 1)
    with pytest.raises(AdhesionOver):
        change(framework, one, rate=50_000, starts=DAY, seen=sheet.seen)
    with pytest.raises(UnknownAdhesion):
        change(framework, 999_999, rate=50_000, starts=march, seen=0)
    with pytest.raises(TermsRefused):
        change(framework, one, rate=500_000, starts=march, seen=sheet.seen)
    other = Actor(name="ajena", role=Role.HEAD, institution=1, reason="fijar")
    with pytest.raises(NotAllowed):
        change_own_terms(
            actor=other,
            agreement=framework,
            adhesion=one,
            new=Change(Terms(signed=DAY), march, "pacto", sheet.seen),
        )
    assert made.effects() == before
    change(framework, one, rate=50_000, starts=march, seen=sheet.seen)
    newest = own_sheet(actor=HEAD, agreement=framework, adhesion=one, day=march).seen
    with pytest.raises(SetLater):
        change(framework, one, rate=45_000, starts=date(2027, 2, 1), seen=newest)


def test_a_version_signed_ahead_takes_the_last_own_terms_over(framework: int) -> None:
    one = join(actor=WRITER, new=joining(framework, own={"tasa_asegurado": "4.4"})).adhesion
    table = talks.reopen(
        actor=WRITER, agreement=framework, purpose="amendment", expected_families=420, day=STARTS
    )
    values = {"tasa_asegurado": "4.2", "income.cafe": "1100"}
    agree(table, Typed(values, date(2027, 3, 1), date(2028, 1, 1), "", 0, LEFT), day=STARTS)
    for rate in (50_000, 46_000):
        seen = own_sheet(actor=HEAD, agreement=framework, adhesion=one, day=STARTS).seen
        change(framework, one, rate=rate, starts=date(2027, 2, 1), seen=seen)
    made.taken(made.families(4), month=JANUARY, code=OWN_1)
    made.assessed(*range(JANUARY, JANUARY + 3), code=OWN_1)
    # 4.4 % and 4.6 % of 1,000; from March 4.6 % of 1,100
    assert [lines(JANUARY + n) for n in range(3)] == [[(4400, 0)], [(4600, 0)], [(5060, 0)]]


def test_a_renewal_is_priced_by_each_adhesions_own_terms(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, own={"tasa_asegurado": "5"}))
    join(actor=WRITER, new=joining(framework, "EJ-02"))
    for place, code in enumerate((OWN_1, OWN_2)):
        made.taken(made.families(4 + place), month=JANUARY, code=code)
    renewed = date(2028, 1, 1)
    found = renewal_effect(
        actor=HEAD, agreement=framework, starts=renewed, today=date(2027, 6, 1),
        values={"income.cafe": 120_000, "tasa_asegurado": 42_000},
    )  # fmt: skip
    priced = {
        one.association: (one.effect.before.collected, one.effect.after.collected, one.lapsed)
        for one in found.effects
    }
    # 5 % of 1,000 and of 1,200, its own; 4.2 % for whoever set nothing
    assert priced == {number("EJ-01"): (5000, 6000, ()), number("EJ-02"): (4200, 5040, ())}


def test_the_health_of_an_alliance_says_what_is_its_own(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, own={"tasa_asegurado": "5"}))
    join(actor=WRITER, new=joining(framework, "EJ-02"))
    june = date(2027, 6, 1)

    def own(code: str) -> list[tuple[str, object]]:
        found = health(actor=HEAD, association=number(code), today=june).adhesions
        kept = [one for one in found if one.adhesion.agreement == framework]
        return [(clause.key, value) for clause, value in kept[0].own]

    assert (own("EJ-01"), own("EJ-02")) == ([("tasa_asegurado", 50_000)], [])


def test_an_amendment_keeps_what_it_still_leaves_and_tells_what_lapses(framework: int) -> None:
    own = {"income.cafe": "900", "tasa_asegurado": "5"}
    join(actor=WRITER, new=joining(framework, own=own))
    table = talks.reopen(
        actor=WRITER, agreement=framework, purpose="amendment", expected_families=420, day=STARTS
    )
    values = {"tasa_asegurado": "4.4", "income.cafe": "1000"}
    typed = Typed(values, date(2027, 2, 1), date(2028, 1, 1), "", 0, ("income.cafe",))
    agree(table, typed, day=STARTS)
    made.taken(made.families(4), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, JANUARY + 1, code=OWN_1)
    # 900.00 x 5 % in January; from February the rate is the agreement's again: 900.00 x 4.4 %
    assert (lines(JANUARY), lines(JANUARY + 1)) == ([(4500, 0)], [(3960, 0)])
    with acting(SYSTEM):
        why = value(
            "SELECT why FROM alliance_agreement_event WHERE agreement = %s AND event = 'amend'",
            (framework,),
        )
    assert why == "términos propios que dejan de regir: MARCO-2027-EJ-01: tasa_asegurado"


def test_its_own_months_of_entry_decide_on_its_roster(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, own={"entry_months": "3, 4, 5, 6"}))
    join(actor=WRITER, new=joining(framework, "EJ-02"))
    doubts = made.checked(made.file(made.families(4)), month=JANUARY, code=OWN_1).control
    free = made.checked(made.file(made.families(5)), month=JANUARY, code=OWN_2).control
    assert (doubts.doubtful, free.doubtful) == (2, 0)


@pytest.mark.parametrize(
    ("own", "refusal"),
    [
        ({"plazo_gracia": "10"}, NotLeftToAdhesion),
        ({"income.cacao": "900"}, NotLeftToAdhesion),
        ({"tasa_asegurado": "12"}, TermsNotRead),
        ({"nada": "1"}, TermsNotRead),
    ],
)
def test_own_terms_that_do_not_fit_leave_nothing_behind(
    framework: int, own: dict[str, str], refusal: type[Exception]
) -> None:
    before = made.effects()
    with pytest.raises(refusal):
        join(actor=WRITER, new=joining(framework, own=own))
    assert made.effects() == before


def test_who_joins_when_and_under_whom_is_checked(framework: int) -> None:
    with pytest.raises(NotInForceThen):
        join(actor=WRITER, new=joining(framework, starts=date(2026, 12, 31)))
    with pytest.raises(NotInForceThen):
        join(actor=WRITER, new=joining(framework, starts=date(2028, 1, 1)))
    with pytest.raises(NotInForceThen):
        join(actor=WRITER, new=joining(999_999))
    with pytest.raises(NotAParty):
        join(actor=WRITER, new=joining(framework, association=999_999))
    with pytest.raises(NotAParty):
        join(actor=WRITER, new=joining(framework, payer=999_999))
    with pytest.raises(NoSuchFacility):
        join(actor=WRITER, new=joining(framework, facility=999_999))
    with pytest.raises(NotAllowed):
        join(actor=HEAD, new=joining(framework))
    join(actor=WRITER, new=joining(framework))
    with pytest.raises(AlreadyAdheres):
        join(actor=WRITER, new=joining(framework, starts=date(2027, 5, 1)))


def test_few_families_are_warned_of_and_no_refusal(framework: int) -> None:
    few = join(actor=WRITER, new=joining(framework, families=3))
    many = join(actor=WRITER, new=joining(framework, "EJ-02", families=100_000))
    assert few.fewest is not None and few.fewest > 3
    assert many.fewest is None


def test_who_left_comes_back_under_another_number(framework: int) -> None:
    join(actor=WRITER, new=joining(framework))
    life.leave(actor=WRITER, adhesion=OWN_1, day=date(2027, 3, 1))
    back = join(actor=WRITER, new=joining(framework, starts=date(2027, 6, 1)))
    assert back.code == f"{OWN_1}-2"


def portal(code: str) -> Actor:
    """The secretary of an association."""
    return Actor(
        name=f"secretaria-{code}",
        role=Role.SECRETARY,
        institution=1,
        reason="ver",
        associations=(number(code),),
    )


def pay(amount: int, *, who: str, bank_reference: str, text: str) -> None:
    """Let the bank show a payment by somebody."""
    one = entry(
        amount=amount, day=date(2027, 2, 5), text=text, bank_reference=bank_reference, payer=who
    )
    statement([one], number=f"S-{bank_reference}")


def name(code: str) -> str:
    """Give an association's name."""
    with acting(SYSTEM):
        found = alliances.association(actor=SYSTEM, number=number(code))
    assert found is not None
    return found.name


def test_a_body_pays_for_its_cooperative_from_notice_to_ledger(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, payer=number("JNC")))
    made.taken(made.families(4, 5), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, code=OWN_1)
    notice = made.notice_of(JANUARY, code=OWN_1)
    assert (notice.payer, notice.association) == (number("JNC"), number("EJ-01"))
    # the cooperative itself is not who the notice was sent to
    pay(8400, who=name("EJ-01"), bank_reference="B1", text=notice.reference)
    assert lines(JANUARY) == [(4200, 0)] * 2
    pay(5000, who=name("JNC"), bank_reference="B2", text=notice.reference)
    assert sum(paid for _, paid in lines(JANUARY)) == 5000
    to_pay = _to_pay("JNC")
    assert [(one.association_name, one.due, one.paid, one.open) for one in to_pay] == [
        (name("EJ-01"), 8400, 5000, 3400)
    ]
    with acting(portal("EJ-01")) as reader:
        assert collections.paid_by_notice(actor=reader) == {notice.id: 5000}
    pay(3400, who=name("JNC"), bank_reference="B3", text=notice.reference)
    assert lines(JANUARY) == [(4200, 4200)] * 2
    assert made.ledger("contributions_receivable") == 0
    assert [one for one in verify(actor=SYSTEM) if not one.green] == []


def _to_pay(code: str) -> list[collections.ToPay]:
    with acting(portal(code)) as reader:
        return collections.to_pay(actor=reader)


def test_the_payer_sees_sums_and_no_person_of_who_it_pays_for(framework: int) -> None:
    join(actor=WRITER, new=joining(framework, payer=number("JNC")))
    made.taken(made.families(4, 5), month=JANUARY, code=OWN_1)
    made.assessed(JANUARY, code=OWN_1)
    assert len(_to_pay("JNC")) == 1
    assert (_to_pay("EJ-01"), _to_pay("EJ-02")) == ([], [])
    with acting(portal("JNC")):
        for table in (
            *("assessment_line", "assessment_notice", "affiliation_span", "affiliation_roster"),
            *("collection_line_balance", "collection_receipt", "document_file"),
        ):
            assert value(f"SELECT count(*) FROM {table}") == 0, table
    other = replace(portal("JNC"), institution=2)
    with acting(other):
        assert collections.to_pay(actor=other) == []


def test_the_database_refuses_a_payer_of_another_institution(framework: int) -> None:
    foreign = Actor(name="otra", role=Role.SYSTEM, institution=2, reason="otra")
    with pytest.raises(IntegrityError, match="a_party"), acting(foreign):
        execute(
            "INSERT INTO alliance_adhesion (institution, agreement, association, payer, code, starts)"
            " VALUES (2, %s, %s, %s, 'X', '2027-01-01')",
            (framework, number("EJ-01"), number("JNC")),
        )


def test_incomes_of_terms_are_the_adhesions_own() -> None:
    own = AgreedIncome(activity="cafe", amount=90_000)
    assert own.model_dump() == {"activity": "cafe", "amount": 90_000}
