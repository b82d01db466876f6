"""A course of two participants in a database of its own; what a test writes is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine

from ayni.apps.access import queries as accesses
from ayni.core.actor import Actor, Role
from ayni.cycle import course
from tests.conftest import DatabaseMaker

__all__ = ["Course", "held", "then"]
TODAY = date(2026, 11, 26)
ROOT = Actor(name="prueba (ayni course)", role=Role.SYSTEM, institution=1, reason="prueba")


@dataclass(frozen=True, slots=True)
class Course:
    """The course: the passwords by user."""

    passwords: dict[str, str]


@pytest.fixture(scope="module")
def held(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[Course]:
    """Hold a course; each test's writes are rolled back."""
    with database_maker("course"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        cards = course.start(actor=ROOT, participants=2, families=60, day=TODAY)
        accesses._zones.clear()
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield Course({one.username: one.password for one in cards})
    accesses._zones.clear()


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    """Stand on the day of the course."""
    with time_machine.travel(datetime(2026, 11, 26, 15, tzinfo=UTC), tick=False):
        yield
