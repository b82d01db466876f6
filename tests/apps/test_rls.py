"""Row-level security, as the application's role, over every table and partition of the catalogue (A3)."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from tests.planting import Planted, planted

__all__ = ["planted"]

_TENANT_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
    EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid),
    array_agg(a.attname::text), c.relkind, c.relispartition
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('institution', 'association')
    AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') GROUP BY c.oid ORDER BY c.relname
"""
#: Tables that say of their rows who may see them by something else than a column of their own.
_BY_ENTRY = {"audit_change", "audit_seal"}
#: What an association reads of its institution on purpose: the law, places of care, its own log line.
_OPEN = {
    "access_institution",
    "alliance_agreement",
    "alliance_agreement_event",
    "alliance_agreement_version",
    "alliance_commitment",
    "alliance_exchange",
    "alliance_exchange_fact",
    "alliance_exchange_participant",
    "alliance_follow_up",
    "alliance_practice",
    "alliance_scheme",
    "alliance_scheme_text",
    "alliance_withdrawal",
    "registry_facility",
    "registry_family",
    "registry_person",
}


def tenant_tables(connection: psycopg.Connection) -> list[tuple]:
    """List tables and partitions that name an institution or association, with their guards."""
    return connection.execute(_TENANT_TABLES).fetchall()


def unguarded(connection: psycopg.Connection) -> list[str]:
    """List tenant tables whose rows are not under forced row security with a policy."""
    return [
        name
        for name, on, forced, policy, _, kind, _ in tenant_tables(connection)
        if kind not in "rp" or not (on and forced and policy)
    ]


def _as(connection: psycopg.Connection, *, institution: str, scope: str, associations: str) -> None:
    connection.execute(
        "SELECT set_config('ayni.institution', %s, true), set_config('ayni.scope', %s, true),"
        " set_config('ayni.associations', %s, true)",
        (institution, scope, associations),
    )


def _count(connection: psycopg.Connection, table: str, where: str = "true") -> int | None:
    """Count what is seen; a table without a grant shows nothing at all."""
    try:
        with connection.transaction():
            query = sql.SQL("SELECT count(*) FROM {} WHERE {}")
            found = connection.execute(query.format(sql.Identifier(table), sql.SQL(where)))
            return int(found.fetchone()[0])
    except psycopg.errors.InsufficientPrivilege:
        return None


@pytest.fixture
def app(planted: Planted):
    with psycopg.connect(planted.urls.app) as connection:
        yield connection
        connection.rollback()


def test_every_tenant_table_and_partition_is_forced(app):
    found = tenant_tables(app)
    names = {row[0] for row in found}
    assert len(found) >= 30
    assert {"assessment_line", "document_file", "registry_identifier"} <= names
    assert [name for name, *_, partition in found if partition], "no partition was planted"
    assert unguarded(app) == []


def test_tables_without_a_tenant_column_are_known(app):
    rows = app.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " AND n.nspname = 'public' WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS"
        " (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'institution')"
    )
    ours = {
        name for (name,) in rows if not name.startswith(("django_", "auth_", "account_", "mfa_"))
    }
    assert ours - {"access_user_groups", "access_user_user_permissions"} == {
        "access_mark",
        "access_progress",
        "access_user",
        "alliance_transition",
        "complaint_transition",
        *_BY_ENTRY,
    }
    for name in _BY_ENTRY:
        guards = app.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", (name,)
        ).fetchone()
        assert guards == (True, True), name


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE forgotten (institution int)",
        "CREATE TABLE forgotten (association int); ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY;"
        " CREATE POLICY p ON forgotten USING (true)",
        "CREATE TABLE forgotten (institution int); ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY;"
        " ALTER TABLE forgotten FORCE ROW LEVEL SECURITY",
        "CREATE VIEW forgotten AS SELECT institution, number FROM registry_identifier",
        "ALTER TABLE assessment_line_24315 NO FORCE ROW LEVEL SECURITY;"
        " ALTER TABLE assessment_line_24315 RENAME TO forgotten",
    ],
)
def test_a_forgotten_table_turns_the_check_red(planted, made):
    with psycopg.connect(planted.urls.owner) as owner:
        for statement in made.split(";"):
            owner.execute(statement)
        assert unguarded(owner) == ["forgotten"]
        owner.rollback()


def test_the_app_owns_nothing_and_is_nobody_special(app):
    assert app.execute(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone() == (False, False, False, False)
    owned = app.execute(
        "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles"
        " WHERE rolname = current_user) AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    member = app.execute(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
        " JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = current_user"
    ).fetchall()
    assert (owned, member) == ([], [])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (a int)")


def test_with_no_tenant_set_nothing_is_seen(app):
    seen = {name: _count(app, name) for name, *_ in tenant_tables(app)}
    assert {name: n for name, n in seen.items() if n} == {}
    assert sum(n is not None for n in seen.values()) >= 28
    assert [_count(app, name) for name in _BY_ENTRY] == [0, 0]


def test_of_another_institution_nothing_is_seen(app):
    for mine in ("1", "2"):
        _as(app, institution=mine, scope="institution", associations="")
        own = 0
        for name, _, _, _, columns, _, _ in tenant_tables(app):
            if "institution" in columns:
                assert not _count(app, name, f"institution <> {mine}"), name
                own += bool(_count(app, name))
        assert own >= 24


def test_of_another_association_nothing_is_seen(app, planted):
    first, second = planted.associations[1][:2]
    _as(app, institution="1", scope="association", associations=str(first))
    own = set()
    for name, _, _, _, columns, _, _ in tenant_tables(app):
        seen = _count(app, name)
        if "association" in columns and name not in _OPEN:
            assert not _count(app, name, f"association IS DISTINCT FROM {first}"), name
            own |= {name} if seen else set()
        elif name not in _OPEN | {"registry_person_fact", "registry_identifier"}:
            assert not seen or name.startswith("entitlement_"), name
    assert {"affiliation_span", "assessment_line", "affiliation_roster", "document_file"} <= own
    for table in ("registry_person_fact", "registry_identifier", "entitlement_cover"):
        assert _count(app, table) is not None
        foreign = (
            "person NOT IN (SELECT person FROM affiliation_span) AND person NOT IN"
            " (SELECT insured FROM affiliation_span)"
        )
        assert not _count(app, table, foreign), table
    _as(app, institution="1", scope="association", associations=str(second))
    assert not _count(app, "affiliation_span", f"association = {first}")


def test_one_association_sees_its_people_and_no_others(app, planted):
    seen = []
    for association in planted.associations[1]:
        _as(app, institution="1", scope="association", associations=str(association))
        found = app.execute("SELECT number FROM registry_identifier").fetchall()
        assert found
        seen.append({number for (number,) in found})
    assert seen[0].isdisjoint(seen[1] | seen[2])
    _as(app, institution="1", scope="institution", associations="")
    assert len(set.union(*seen)) == _count(app, "registry_identifier")


def test_a_partition_asked_by_its_own_name_shows_nothing_more(app, planted):
    _as(app, institution="1", scope="association", associations=str(planted.associations[1][0]))
    partitions = [name for name, *_, partition in tenant_tables(app) if partition]
    assert partitions
    for name in partitions:
        assert _count(app, name) is None  # no grant at all
