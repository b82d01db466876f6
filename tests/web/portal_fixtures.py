"""Fixtures of the portal's and the clinic's tests; each file imports those it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from ayni.apps.access.models import User
from tests.conftest import DatabaseMaker
from tests.web import portal_world
from tests.web.portal_world import TODAY, World

SignedIn = Callable[[str], Client]


@pytest.fixture(scope="module")
def world(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[World]:
    """The small programme in a database of its own; each test's writes are rolled back."""
    with database_maker("portal"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        built = portal_world.build()
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield built


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand still on the day of the tests."""
    monkeypatch.setattr("ayni.web.association.place.today_in", lambda *, zone: TODAY)
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 15, tzinfo=UTC)
    monkeypatch.setattr("ayni.web.clinic.consult.moment", lambda *, zone: now)


@pytest.fixture
def signed_in(world: World, db: None) -> SignedIn:
    """Gives a browser signed in as one of the world's users; '' is nobody."""

    def enter(name: str) -> Client:
        client = Client()
        if name:
            user = User.objects.get(id=world.users[name])
            client.force_login(user)
        return client

    return enter


def words(content: bytes) -> str:
    """Give what a reader reads."""
    text = re.sub(r"<(script|style).*?</\1>", " ", content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
