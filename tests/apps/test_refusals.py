"""What the rooms refuse, each beside what they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest

from ayni.apps.access import actions as access
from ayni.apps.access import queries as accesses
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import (
    AlreadyAdheres,
    NewAgreement,
    NewAssociation,
    UnknownAgreement,
)
from ayni.apps.assessment import actions as assessment
from ayni.apps.audit import actions as audit
from ayni.apps.audit import queries as audits
from ayni.apps.collection import queries as collections
from ayni.apps.ledger import actions as ledger
from ayni.apps.ledger import queries as ledgers
from ayni.apps.sql.frames import execute, one, rows, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.ledger import Account, Entry, Posting, UnbalancedEntry, receipt_entry, reverse
from ayni.cycle.assessing import assess_month
from tests.apps.refused import noon, refused
from tests.cycle import made
from tests.cycle.small_world import APRIL, AUGUST, DUE, FIRST, SECOND, SYSTEM, seal_all

DAY = date(2026, 4, 1)
CLERK = Actor(name="c", role=Role.CLERK, institution=1, reason="x", facility=1)


def _receipt(number: str = "1", *, amount: int = 100) -> Entry:
    return receipt_entry(receipt=number, day=DAY, currency="PEN", association=None, amount=amount)


# --- ledger


def test_an_entry_is_posted_and_read_back(founded: Urls) -> None:
    with acting(SYSTEM):
        (number,) = ledger.post(actor=SYSTEM, entries=[_receipt()])

        assert ledgers.entry(actor=SYSTEM, number=number) == _receipt()
        assert ledger.post(actor=SYSTEM, entries=[]) == []


def test_a_reference_posted_twice_is_refused(founded: Urls) -> None:
    with acting(SYSTEM):
        ledger.post(actor=SYSTEM, entries=[_receipt()])
        with refused("ledger_entry_institution_reference_key"):
            ledger.post(actor=SYSTEM, entries=[_receipt(amount=200)])


def test_a_second_reversal_is_refused(founded: Urls) -> None:
    with acting(SYSTEM):
        ledger.post(actor=SYSTEM, entries=[_receipt()])
        back = reverse(_receipt(), day=DAY)
        ledger.post(actor=SYSTEM, entries=[back])
        again = Entry(back.kind, "otra", DAY, "PEN", back.postings, reverses=back.reverses)
        with refused("ledger_entry_reverses_key"):
            ledger.post(actor=SYSTEM, entries=[again])


def test_an_unbalanced_entry_cannot_be_made_nor_written(founded: Urls) -> None:
    with pytest.raises(UnbalancedEntry):
        Entry("x", "x:1", DAY, "PEN", (Posting(Account.BANK, debit=5),))
    with acting(SYSTEM):
        (number,) = ledger.post(actor=SYSTEM, entries=[_receipt()])
        with refused("AY004"), acting(SYSTEM):
            execute(
                "INSERT INTO ledger_entry (institution, kind, reference, day, currency)"
                " VALUES (1, 'x', 'x:1', '2026-04-01', 'PEN')"
            )
            execute(
                "INSERT INTO ledger_posting (institution, ledger_entry, account, debit, credit)"
                " SELECT 1, max(e.id), p.account, p.debit + 1, p.credit FROM ledger_entry e,"
                " ledger_posting p WHERE p.ledger_entry = %s AND p.debit > 0 GROUP BY 3, 4, 5",
                (number,),
            )


def test_a_posting_to_a_sealed_entry_is_refused(programme: Urls) -> None:
    with acting(SYSTEM), refused("AY003"):
        execute(
            "INSERT INTO ledger_posting (institution, ledger_entry, account, debit)"
            " SELECT 1, min(ledger_entry), min(account), 1 FROM ledger_posting"
        )


# --- collection

_GIVE = (
    "INSERT INTO collection_disposition (institution, association, receipt, kind, notice, amount, day,"
    " ledger_entry) SELECT d.institution, d.association, d.receipt, %s, CASE WHEN %s = 'allocated' THEN"
    " d.notice END, %s, d.day, %s FROM collection_disposition d WHERE d.kind = 'allocated' AND NOT EXISTS"
    " (SELECT 1 FROM collection_disposition u WHERE u.undoes = d.id) ORDER BY d.id LIMIT 1"
)


def _new_entry() -> int:
    return ledger.post(actor=SYSTEM, entries=[_receipt("nueva")])[0]


def test_a_receipt_that_gives_more_than_was_received_is_refused(programme: Urls) -> None:
    with acting(SYSTEM), refused("AY007"), acting(SYSTEM):
        execute(_GIVE, ("held", "held", 1, _new_entry()))


def test_a_disposition_without_its_allocations_is_refused(founded: Urls) -> None:
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL)
    made.paid(2 * DUE, month=APRIL, day=date(2026, 5, 8), bank_reference="B1")
    made.taken_back(2 * DUE, day=date(2026, 5, 9), of="B1")
    made.paid(DUE, month=APRIL, day=date(2026, 5, 10), bank_reference="B2")
    # the receipt has a céntimo to give once it is larger than what was given of it
    with acting(SYSTEM), refused("AY007"), acting(SYSTEM):
        execute(_GIVE, ("allocated", "allocated", 1, _new_entry()))


def test_an_allocation_to_a_sealed_disposition_is_refused(programme: Urls) -> None:
    with acting(SYSTEM):
        found = one(
            "SELECT a.association, a.disposition, l.month, l.adhesion, l.family FROM collection_allocation a"
            " JOIN assessment_line l ON l.association = a.association AND NOT EXISTS (SELECT 1 FROM"
            " collection_allocation x WHERE (x.disposition, x.month, x.family)"
            " = (a.disposition, l.month, l.family)) LIMIT 1"
        )
        assert found is not None
        with refused("AY003"):
            execute(
                "INSERT INTO collection_allocation (institution, association, disposition, month, adhesion,"
                " family, part, amount) VALUES (1, %s, %s, %s, %s, %s, 0, 1)",
                found,
            )


def test_a_line_that_would_take_more_than_it_owes_is_refused(programme: Urls) -> None:
    with acting(SYSTEM), refused("paid_within_due"):
        execute("UPDATE collection_line_balance SET paid = due + 1 WHERE paid = due")


def test_a_bank_line_has_one_row(programme: Urls) -> None:
    with acting(SYSTEM), refused("collection_bank_entry_institution_natural_key_key"):
        execute(
            "INSERT INTO collection_bank_entry (institution, statement, natural_key, amount, currency,"
            " booked_on, value_on, payer, payer_number, reference_text, bank_reference, decision, reason)"
            " SELECT institution, statement, natural_key, amount, currency, booked_on, value_on, payer,"
            " payer_number, reference_text, bank_reference, decision, reason FROM collection_bank_entry"
            " LIMIT 1"
        )


def test_unallocated_money_stays_in_sight(programme: Urls) -> None:
    with acting(SYSTEM):
        waiting = [one for one in collections.receipts(actor=SYSTEM) if one.unallocated]

    assert sorted((one.currency, one.reason) for one in waiting) == [
        ("PEN", "garbled_reference"),
        ("USD", "foreign_currency"),
    ]


# --- assessment


@pytest.mark.parametrize("told", ["families", "persons", "due", "state_due", "association"])
def test_a_notice_that_is_not_its_run_is_refused(programme: Urls, told: str) -> None:
    issue = assessment.issue

    def issue_wrong(*, actor: Actor, notices: list[assessment.NewNotice]) -> list[int]:
        wrong = replace(notices[0].run, **{told: getattr(notices[0].run, told) + 1})
        return issue(actor=actor, notices=[replace(notices[0], run=wrong), *notices[1:]])

    with patch.object(assessment, "issue", issue_wrong), refused("notice_is_its_run"):
        assess_month(actor=SYSTEM, month=AUGUST, issued_on=date(2026, 8, 31))


def test_runs_are_the_sum_of_their_lines_and_nothing_else(programme: Urls) -> None:
    with acting(SYSTEM), refused("42501"):
        execute("INSERT INTO assessment_run SELECT * FROM assessment_run LIMIT 1")
    with acting(SYSTEM), refused("AY006"):
        execute(
            "INSERT INTO assessment_line SELECT institution, association, month, adhesion, family, part + 1,"
            " run, insured, position, base, rate_ppm, insured_share, association_share, employer_share,"
            " buyer_share, state_share, due FROM assessment_line LIMIT 1"
        )


def test_a_month_has_one_run_per_adhesion(programme: Urls) -> None:
    with acting(SYSTEM), refused("23505"):
        rows(
            "SELECT assessment_month_sum((SELECT min(month) FROM assessment_run), min(version),"
            " array_agg(DISTINCT adhesion), array_agg(DISTINCT persons)) FROM assessment_run"
        )


def test_a_month_built_apart_is_summed_once_before_it_is_closed(founded: Urls) -> None:
    with acting(SYSTEM):
        table = value("SELECT assessment_month_open(24400)")
        with refused("AY005"):
            value("SELECT assessment_month_close(24400)")
        rows("SELECT * FROM assessment_month_sum(24400, 1, '{}', '{}')")
        with refused("42501"):
            execute(f"INSERT INTO {table} SELECT * FROM assessment_line")


def test_an_association_opens_no_month(founded: Urls) -> None:
    secretary = Actor(name="s", role=Role.SECRETARY, institution=1, reason="x", associations=(1,))
    with acting(secretary), refused("AY005"):
        value("SELECT assessment_month_open(24400)")
    with acting(SYSTEM):
        assert value("SELECT assessment_month_open(24400)") == "assessment_line_24400"
        with refused("AY005"):
            value("SELECT assessment_month_open(12)")


# --- affiliation, registry


def test_two_affiliations_at_once_are_refused(programme: Urls) -> None:
    with acting(SYSTEM), refused("one_affiliation"):
        execute(
            "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family,"
            " insured, relation, starts, position) SELECT institution, association, adhesion, scheme, person,"
            " family, insured, relation, starts + 31, position FROM affiliation_span LIMIT 1"
        )


def test_a_person_is_merged_and_never_renumbered_or_removed(programme: Urls) -> None:
    with acting(SYSTEM):
        assert execute("UPDATE registry_person SET canonical = 2 WHERE id = 1") == 1
        for statement in (
            "UPDATE registry_person SET id = -1 WHERE id = 1",
            "DELETE FROM registry_person WHERE id = 1",
        ):
            with refused("42501"):
                execute(statement)


def test_values_that_change_are_new_facts(founded: Urls) -> None:
    made.taken(made.families(1), month=APRIL)
    again = made.head(1)
    mended = (*again[:5], "MAMANI FLORES", *again[6:])

    made.taken([mended, made.child(1)], month=APRIL)

    with acting(SYSTEM):
        found = rows(
            "SELECT f.number, f.surname2 FROM registry_person_fact f JOIN registry_identifier i"
            " ON i.person = f.person WHERE i.number = '40000001' ORDER BY 1"
        )
        assert found == [(1, "MAMANI"), (2, "MAMANI FLORES")]
        assert value("SELECT count(*) FROM registry_person") == 2


# --- alliance


def test_a_second_signature_finds_the_first(founded: Urls) -> None:
    with acting(SYSTEM):
        (first,) = alliances.agreements(actor=SYSTEM)
        signed = NewAgreement(
            code="JNC-2026", association=1, scheme=first.scheme, rules=first.version.rules,
            parameters=first.version.parameters, terms={}, signed_on=DAY, starts=DAY,
        )  # fmt: skip
        before = made.effects()

        assert alliance.sign(actor=SYSTEM, new=signed) == first.id
        adhesion = alliances.adhesion_of(actor=SYSTEM, code=FIRST)
        assert adhesion.id == alliance.adhere(
            actor=SYSTEM, agreement=first.id, association=1, code=FIRST, starts=DAY
        )
        assert made.effects() == before


def test_one_association_joins_an_agreement_once_at_a_time(founded: Urls) -> None:
    with acting(SYSTEM):
        found = alliances.adhesion_of(actor=SYSTEM, code=FIRST)
        with pytest.raises(AlreadyAdheres):
            alliance.adhere(
                actor=SYSTEM, agreement=found.agreement, association=found.association,
                code="OTRA", starts=date(2026, 6, 1),
            )  # fmt: skip


def test_what_is_unknown_is_said_to_be(founded: Urls) -> None:
    with acting(SYSTEM):
        known = alliance.association_number(actor=SYSTEM, code="EJ-01")
        again = alliance.make_association(
            actor=SYSTEM,
            new=NewAssociation("EJ-01", "otro nombre", "cooperative", "Junín", "cafe"),
        )
        assert again == known
        with pytest.raises(UnknownAgreement, match="EJ-99"):
            alliance.association_number(actor=SYSTEM, code="EJ-99")
        with pytest.raises(UnknownAgreement):
            alliances.adhesion_of(actor=SYSTEM, code="EJ-99")
        agreement = alliances.agreements(actor=SYSTEM)[0].id
        with pytest.raises(LookupError):
            alliances.version_on(actor=SYSTEM, agreement=agreement, day=date(2026, 3, 31))


def test_a_law_under_another_digest_is_refused(founded: Urls) -> None:
    with acting(SYSTEM):
        digest = alliance.pin_text(actor=SYSTEM, part="rules", text="x")
        assert alliances.pinned_text(actor=SYSTEM, digest=digest) == "x"
        with refused("alliance_scheme_text_check"):
            execute(
                "INSERT INTO alliance_scheme_text (digest, institution, part, text)"
                " VALUES (sha256('y'), 1, 'rules', 'x')"
            )


# --- access, audit


def test_a_secretary_has_an_association_and_a_clerk_a_facility(founded: Urls) -> None:
    with acting(SYSTEM):
        user = access.make_user(username="u", display_name="U", password="una-clave-larga-1")
        assert access.make_user(username="u", display_name="V", password="otra-clave-2") == user
        access.give_mandate(user=user, role=Role.SECRETARY, starts=DAY, association=1)
        for role in (Role.SECRETARY, Role.CLERK):
            with refused("23514"):
                access.give_mandate(user=user, role=role, starts=DAY)


def test_a_key_of_a_programme_works_from_its_day_and_is_not_kept(founded: Urls) -> None:
    with acting(SYSTEM):
        token = access.make_token(name="clínica", role=Role.CLERK, facility=1, starts=DAY)
        kept = value("SELECT encode(digest, 'escape') FROM access_token")

    assert token not in kept
    actor = accesses.token_actor(token=token, at=noon(DAY), reason="x")
    assert actor is not None and (actor.role, actor.institution) == (Role.CLERK, 1)
    assert accesses.token_actor(token=token, at=noon(date(2026, 3, 31)), reason="x") is None
    assert accesses.token_actor(token=token + "x", at=noon(DAY), reason="x") is None


def test_a_mark_stays(founded: Urls) -> None:
    with acting(SYSTEM):
        access.mark(name="demo", content={"programme": "A"})
        access.mark(name="demo", content={"programme": "B"})

    assert accesses.demo_mark() == {"programme": "A"}


def test_the_chain_is_for_auditors(programme: Urls) -> None:
    auditor = Actor(name="a", role=Role.AUDITOR, institution=1, reason="x")
    with acting(auditor):
        assert [link.position for link in audits.chain(actor=auditor)] == list(range(1, 21))
    with acting(CLERK), pytest.raises(NotAllowed):
        audits.chain(actor=CLERK)


def test_sealing_again_seals_nothing(own_programme: Urls) -> None:
    assert audit.seal() == 0
    made.taken(made.families(1), month=APRIL + 4, code=SECOND)
    assert seal_all() == 2
    assert audit.seal() == 0


def test_every_read_leaves_a_line(founded: Urls) -> None:
    with acting(SYSTEM):
        audit.log_read(actor=SYSTEM, person=None, route="prueba")
        audit.log_reads(actor=SYSTEM, persons=[1, 2], route="lista")
        (line,) = audits.readings(actor=SYSTEM, person=2)
    assert (line.actor, line.purpose, line.route) == ("prueba", "prueba", "lista")
