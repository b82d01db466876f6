"""``ayni verify``: green after four months of a programme, red after every planted fault."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from django.db import connection, transaction

from ayni.apps.sql.invariants import CHECKS
from ayni.cli.postgres import Urls
from ayni.cycle.verification import verify
from tests.conftest import _point
from tests.cycle import small_world
from tests.cycle.fixtures import shared
from tests.cycle.plants import PLANTS, Plant
from tests.cycle.small_world import SYSTEM


def red() -> set[str]:
    """Name the checks that something breaks."""
    return {found.name for found in verify(actor=SYSTEM) if not found.green}


@pytest.fixture
def superuser(urls: Urls, _server: Urls, worker: str, django_db_blocker: object) -> Iterator[str]:
    """Django as the superuser over the programme, triggers asleep; gives the app's role to take on."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        there = shared("programme", server=_server, worker=worker)
        with small_world.standing_in(there, server=_server, main=urls):
            _point("default", _server.of_database(there).admin)
            with transaction.atomic():
                yield urlparse(urls.app).username or ""
                transaction.set_rollback(True)


def test_a_programme_of_four_months_is_green_in_every_check(programme: Urls) -> None:
    found = verify(actor=SYSTEM)

    assert [(one.name, one.broken) for one in found if not one.green] == []
    assert len(found) == len({one.name for one in found}) == len(CHECKS) + 6


def test_every_check_has_a_planted_fault(programme: Urls) -> None:
    asked = {one.name for one in verify(actor=SYSTEM)}

    assert asked == set().union(*(plant.reddens for plant in PLANTS))


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name.replace(" ", "_"))
def test_a_planted_fault_turns_its_checks_red_and_no_other(superuser: str, plant: Plant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(plant.statement)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f'SET LOCAL ROLE "{superuser}"')

    assert red() == plant.reddens


def test_without_a_fault_the_planting_itself_breaks_nothing(superuser: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{superuser}"')

    assert red() == set()
