"""The database of the tests and of the verbs: the right role, migrated as the owner."""

from __future__ import annotations

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections

from ayni.cli.database import RoleTooStrong, pending_migrations, refuse_strong_role, strength
from ayni.cli.postgres import Urls


@pytest.mark.django_db
def test_tests_work_as_the_app() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        role, name = cursor.fetchone()
    assert role == "ayni_app"
    assert name.startswith("ayni_test_")
    refuse_strong_role()


@pytest.mark.django_db(databases=["default", "owner"])
def test_owner_is_too_strong_for_the_app() -> None:
    assert strength(connections["owner"]) == "owns_tables"
    with pytest.raises(RoleTooStrong):
        refuse_strong_role("owner")


def test_every_migration_ran(fresh_database: Urls) -> None:
    assert pending_migrations("owner") == []


def test_fresh_database_keeps_commits_and_is_alone(fresh_database: Urls, urls: Urls) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE only_here AS SELECT 1 AS number")
    with psycopg.connect(fresh_database.owner) as other:
        assert other.execute("SELECT number FROM only_here").fetchone() == (1,)
    with psycopg.connect(urls.owner) as main, pytest.raises(psycopg.errors.UndefinedTable):
        main.execute("SELECT 1 FROM only_here")


def test_app_cannot_make_tables(app_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("CREATE TABLE mine (number int)")


@pytest.mark.django_db
def test_app_cannot_make_tables_through_django() -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (number int)")
