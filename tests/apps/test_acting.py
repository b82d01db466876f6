"""``acting``: who acts is known to the database for one transaction, given back, and never carried on."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from ayni.apps.access.actions import NobodyActs, acting, asking, current
from ayni.apps.ledger import queries as ledgers
from ayni.apps.registry.actions import make_facility
from ayni.apps.sql.frames import execute, one, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, ReasonMissing, Role
from tests.apps.refused import refused
from tests.cycle.small_world import SYSTEM

OTHER = Actor(name="otra", role=Role.SECRETARY, institution=1, reason="otra", associations=(7, 9))
_NAMES = ("institution", "scope", "associations", "actor", "role", "reason", "entry")
_UNBALANCED = (
    "INSERT INTO ledger_entry (institution, kind, reference, day, currency)"
    " VALUES (1, 'x', 'x:1', '2026-04-01', 'PEN')"
)


def told() -> tuple[str, ...]:
    """Give what the database knows of who acts."""
    asked = ", ".join(f"coalesce(current_setting('ayni.{name}', true), '')" for name in _NAMES)
    return one(f"SELECT {asked}") or ()


def test_the_database_knows_who_acts_how_far_and_why(founded: Urls) -> None:
    with acting(OTHER):
        assert told() == ("1", "association", "7,9", "otra", "secretary", "otra", "")
        assert current() == OTHER


def test_inner_acting_gives_back_the_outer_one(founded: Urls) -> None:
    with acting(SYSTEM):
        outer = told()
        with acting(OTHER):
            assert told()[3] == "otra"
        assert told() == outer
        assert current() == SYSTEM


def test_a_failed_inner_acting_gives_back_too_and_undoes_its_work(founded: Urls) -> None:
    with acting(SYSTEM):
        outer = told()
        with pytest.raises(RuntimeError), acting(SYSTEM.because("otro motivo")):
            make_facility(actor=SYSTEM, code="C-9", name="Posta", region="Junín")
            raise RuntimeError
        assert told() == outer
        assert current() == SYSTEM
        assert value("SELECT count(*) FROM registry_facility WHERE code = 'C-9'") == 0


def test_every_reason_has_its_own_entry_in_the_journal(founded: Urls) -> None:
    with acting(SYSTEM):
        make_facility(actor=SYSTEM, code="C-1", name="Posta", region="Junín")
        with acting(SYSTEM.because("otro motivo")):
            make_facility(actor=SYSTEM, code="C-2", name="Posta", region="Junín")
        make_facility(actor=SYSTEM, code="C-3", name="Posta", region="Junín")
        found = [
            value(
                "SELECT e.reason FROM registry_facility f JOIN audit_entry e ON e.id = f.entry"
                " WHERE f.code = %s",
                (code,),
            )
            for code in ("C-1", "C-2", "C-3")
        ]

    assert found == ["prueba", "otro motivo", "prueba"]


def test_what_waits_for_the_commit_is_checked_before_handing_back(founded: Urls) -> None:
    with acting(SYSTEM), refused("AY004"), acting(SYSTEM):
        execute(_UNBALANCED)


def test_what_waits_for_the_commit_is_checked_by_the_outermost_commit(own_founded: Urls) -> None:
    with refused("AY004"), acting(SYSTEM):
        execute(_UNBALANCED)

    with acting(SYSTEM):
        assert ledgers.trial_balance(actor=SYSTEM) == []


def test_nothing_is_left_after_the_transaction(own_founded: Urls) -> None:
    with acting(SYSTEM):
        make_facility(actor=SYSTEM, code="C-1", name="Posta", region="Junín")
    held = connection.connection

    assert told() == ("",) * 7
    assert value("SELECT count(*) FROM registry_facility") == 0
    assert connection.connection is held
    with pytest.raises(RuntimeError), acting(SYSTEM):
        raise RuntimeError
    assert told() == ("",) * 7


def test_a_single_question_leaves_nothing_behind(own_founded: Urls) -> None:
    found = asking(
        actor=SYSTEM, function="entitlement_asked", text="49999999", params=("2026-07-01", "prueba")
    )

    assert found is None
    assert told() == ("",) * 7
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM audit_read WHERE actor = 'prueba'") == 1


def test_nobody_acts_outside(founded: Urls) -> None:
    with pytest.raises(NobodyActs):
        current()


def test_a_change_without_acting_is_refused(own_founded: Urls) -> None:
    # the policy of the table has the first word: without an institution no row may be written
    with refused("42501"):
        execute(
            "INSERT INTO ledger_account (institution, code, normal_side) VALUES (1, 'x', 'debit')"
        )
    with refused("AY001"), transaction.atomic():
        execute("SELECT set_config('ayni.institution', '1', true)")
        execute("SELECT set_config('ayni.scope', 'institution', true)")
        execute(
            "INSERT INTO ledger_account (institution, code, normal_side) VALUES (1, 'x', 'debit')"
        )


def test_without_acting_nothing_is_seen(own_founded: Urls) -> None:
    with psycopg.connect(own_founded.app) as plain:
        for table in ("alliance_association", "registry_facility", "audit_entry", "ledger_account"):
            assert plain.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_there_is_no_actor_without_a_reason_nor_a_secretary_without_an_association() -> None:
    with pytest.raises(ReasonMissing):
        SYSTEM.because("  ")
    with pytest.raises(NotAllowed):
        Actor(name="s", role=Role.SECRETARY, institution=1, reason="x")
