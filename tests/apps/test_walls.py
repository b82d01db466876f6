"""Facts are only added (I3), entries balance (I1), a change has an actor and a reason."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from tests.planting import Planted, planted

__all__ = ["planted"]

#: Caches that one command rebuilds, and rows that are no fact: these may be rewritten, and nothing else.
REWRITTEN = {
    "access_progress": "how far a job has come",
    "affiliation_span": "derived from movements",
    "collection_line_balance": "derived from allocations",
    "entitlement_bitmap": "derived from records",
    "entitlement_cover": "derived from records",
    "entitlement_latency": "derived from records and spans",
    "study_run_state": "how far a run is",
    "message_outbox": "the time of sending is written once",
    # ends (a mandate, a version, an adhesion is ended), revocation, merges: one column each
    "access_course_sandbox": "closed_on",
    "access_invitation": "used_on, revoked_on",
    "access_mandate": "ends",
    "access_token": "revoked_at",
    "alliance_activity": "ends",
    "alliance_adhesion": "ends",
    "alliance_agreement_version": "ends",
    "alliance_identity": "ends",
    "alliance_membership": "ends",
    "alliance_officer": "ends",
    "alliance_seat": "ends",
    "registry_person": "canonical",
}
_OURS = """
SELECT c.relname, c.relispartition FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND split_part(c.relname, '_', 1) IN ('audit', 'document', 'message', 'access', 'ledger', 'registry',
    'alliance', 'affiliation', 'assessment', 'collection', 'entitlement', 'benefit', 'study')
AND c.relname NOT LIKE 'access\\_user%' ORDER BY 1
"""


@pytest.fixture(params=["app", "owner"])
def role(request, planted: Planted):
    """The tables' owner is not above the walls."""
    url = planted.urls.app if request.param == "app" else planted.urls.owner
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def app(planted: Planted):
    with psycopg.connect(planted.urls.app) as connection:
        _act(connection)
        yield connection
        connection.rollback()


def _act(connection: psycopg.Connection) -> None:
    connection.execute(
        "SELECT set_config('ayni.institution', '1', true), set_config('ayni.scope', 'institution', true),"
        " set_config('ayni.actor', 'prueba', true), set_config('ayni.role', 'system', true),"
        " set_config('ayni.reason', 'prueba', true)"
    )


def facts(connection: psycopg.Connection) -> list[str]:
    """List the tables of facts from the catalogue: all but those named above."""
    return [name for name, _ in connection.execute(_OURS) if name not in REWRITTEN]


def unwalled(connection: psycopg.Connection) -> list[str]:
    """List the tables of facts that somebody could still change, by trying each."""
    return [
        f"{verb} {name}" for name in facts(connection) for verb in _open_verbs(connection, name)
    ]


def _open_verbs(connection: psycopg.Connection, name: str) -> list[str]:
    column = connection.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND attidentity = '' AND attgenerated = '' AND NOT attisdropped ORDER BY attnum LIMIT 1",
        (name,),
    ).fetchone()[0]
    tries = {
        "UPDATE": f"UPDATE {name} SET {column} = {column}",
        "DELETE": f"DELETE FROM {name}",
        "TRUNCATE": f"TRUNCATE {name} CASCADE",
    }
    opened = [verb for verb, statement in tries.items() if not _refused(connection, statement)]
    walled = connection.execute(_WALLED, (name,)).fetchone()[0]
    # a wall before each row shows itself only where there is a row
    return [] if walled and opened == ["UPDATE", "DELETE"] and _empty(connection, name) else opened


_WALLED = """
SELECT EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
    WHERE t.tgrelid = %s::regclass AND t.tgenabled = 'O' AND t.tgtype & 27 = 27
    AND f.proname IN ('audit_refuse_change', 'audit_refuse_but_erasure'))
"""


def _empty(connection: psycopg.Connection, name: str) -> bool:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
    return connection.execute(query).fetchone()[0] == 0


def _refused(connection: psycopg.Connection, statement: str) -> bool:
    try:
        with connection.transaction():
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.errors.RaiseException as problem:
        return problem.sqlstate == "AY002"
    except psycopg.Error as problem:
        return problem.sqlstate == "AY002"
    return False


def test_facts_refuse_update_delete_and_truncate(role):
    _act(role)
    assert len(facts(role)) >= 24
    assert unwalled(role) == []


def test_a_table_without_its_wall_turns_the_check_red(planted):
    with psycopg.connect(planted.urls.owner) as owner:
        _act(owner)
        owner.execute("DROP TRIGGER wall ON ledger_posting")
        assert unwalled(owner) == ["UPDATE ledger_posting", "DELETE ledger_posting"]
        owner.rollback()


def test_what_may_be_rewritten_exists(app):
    assert set(REWRITTEN) <= {name for name, _ in app.execute(_OURS)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alliance_adhesion SET starts = starts",
        "UPDATE alliance_agreement_version SET terms = terms",
        "UPDATE access_mandate SET role = 'head'",
        "UPDATE access_invitation SET digest = digest",
        "UPDATE alliance_membership SET parent = parent",
        "UPDATE alliance_identity SET number = number",
        "UPDATE alliance_officer SET name = name",
        "UPDATE alliance_association SET name = name",
        "DELETE FROM alliance_membership",
        "DELETE FROM alliance_officer",
        "UPDATE access_token SET role = 'auditor'",
        "UPDATE registry_person SET institution = 2",
        "UPDATE access_institution SET code = code",
        "DELETE FROM registry_person",
        "DELETE FROM access_mandate",
        "DELETE FROM alliance_adhesion",
    ],
)
def test_of_a_row_that_ends_only_its_end_is_written(app, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def _entry(connection: psycopg.Connection, *, reference: str, sides: list[tuple[int, int]]) -> int:
    number = connection.execute(
        "INSERT INTO ledger_entry (institution, kind, reference, day, currency)"
        " VALUES (1, 'prueba', %s, '2026-05-01', 'PEN') RETURNING id",
        (reference,),
    ).fetchone()[0]
    for debit, credit in sides:
        _post(connection, number, debit=debit, credit=credit)
    return int(number)


def _post(connection: psycopg.Connection, entry: int, *, debit: int, credit: int) -> None:
    connection.execute(
        "INSERT INTO ledger_posting (institution, ledger_entry, account, debit, credit)"
        " SELECT 1, %s, min(id), %s, %s FROM ledger_account WHERE institution = 1",
        (entry, debit, credit),
    )


BALANCED = [(500, 0), (0, 500)]


def test_a_balanced_entry_is_taken(app):
    _entry(app, reference="I1-good", sides=BALANCED)
    app.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "sides", [[], [(500, 0)], [(500, 0), (0, 499)], [(500, 0), (500, 0)], [(1, 0), (0, 1), (0, 1)]]
)
def test_an_unbalanced_entry_is_refused(app, sides):
    _entry(app, reference="I1-bad", sides=sides)
    with pytest.raises(psycopg.DatabaseError) as refused:
        app.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused.value.sqlstate == "AY004"


def test_an_unbalanced_entry_is_refused_at_commit(planted):
    with psycopg.connect(planted.urls.app) as connection:
        _act(connection)
        _entry(connection, reference="I1-commit", sides=[(500, 0), (0, 400)])
        with pytest.raises(psycopg.DatabaseError) as refused:
            connection.commit()
        assert refused.value.sqlstate == "AY004"


def _many_tries(app, *, tries: int) -> int:
    refused = 0
    for n in range(tries):
        try:
            with app.transaction():
                debit, credit = 1 + n, 2 + 2 * n
                _entry(app, reference=f"I1-{n}", sides=[(debit, 0), (0, credit)])
                app.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.DatabaseError as problem:
            refused += problem.sqlstate == "AY004"
    return refused


def test_100_tries_100_refusals(app):
    assert _many_tries(app, tries=100) == 100


@pytest.mark.full
def test_1000_tries_1000_refusals(app):
    assert _many_tries(app, tries=1000) == 1000


@pytest.mark.parametrize("debit, credit", [(-1, 0), (0, -1), (0, 0), (1, 1)])
def test_a_posting_has_one_side_above_zero(app, debit, credit):
    entry = _entry(app, reference="I1-side", sides=BALANCED)
    with pytest.raises(psycopg.errors.CheckViolation):
        _post(app, entry, debit=debit, credit=credit)


@pytest.mark.parametrize("within", [False, True])
def test_a_late_posting_is_refused(app, within):
    """An entry of an earlier transaction takes no more postings, not even a pair, nor in a savepoint."""
    old = app.execute("SELECT max(id) FROM ledger_entry").fetchone()[0]
    if within:
        app.execute("SAVEPOINT inner_one")
    with pytest.raises(psycopg.DatabaseError) as refused:
        _post(app, old, debit=5, credit=0)
    assert refused.value.sqlstate == "AY003"


def test_savepoints_of_the_same_transaction_may_post(app):
    entry = _entry(app, reference="I1-savepoint", sides=[])
    with app.transaction():
        _post(app, entry, debit=5, credit=0)
    with app.transaction():
        _post(app, entry, debit=0, credit=5)
    app.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_cannot_claim_another_transaction(app):
    """A forged number is refused or put right: the seal is always the transaction that made the entry."""
    try:
        kept = app.execute(
            "INSERT INTO ledger_entry (institution, kind, reference, day, currency, xact)"
            " VALUES (1, 'prueba', 'forged', '2026-05-01', 'PEN', '3')"
            " RETURNING xact = pg_current_xact_id()"
        ).fetchone()
    except psycopg.DatabaseError as problem:
        kept = (problem.sqlstate in ("AY003", "23514"),)
    assert kept == (True,)


@pytest.mark.parametrize("missing", ["actor", "reason"])
def test_a_change_without_actor_or_reason_is_refused(app, missing):
    app.execute(sql.SQL("SELECT set_config({}, '', true)").format(f"ayni.{missing}"))
    with pytest.raises(psycopg.DatabaseError) as refused:
        app.execute("INSERT INTO registry_family (id, institution) VALUES (-1, 1)")
    assert refused.value.sqlstate == "AY001"


def test_a_change_with_both_is_taken_and_told(app):
    app.execute(
        "INSERT INTO ledger_account (institution, code, normal_side) VALUES (1, 'x', 'debit')"
    )
    told = app.execute(
        "SELECT e.actor, e.reason, c.about, c.verb, c.rows FROM audit_entry e"
        " JOIN audit_change c ON c.entry = e.id WHERE e.id = current_setting('ayni.entry')::bigint"
    ).fetchall()
    assert told == [("prueba", "prueba", "ledger_account", "insert", 1)]


@pytest.mark.parametrize("table", ["audit_entry", "audit_change", "audit_seal"])
def test_the_app_cannot_write_the_journal_itself(app, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(sql.SQL("INSERT INTO {} DEFAULT VALUES").format(sql.Identifier(table)))
