"""Invariants 1 to 9 under generated histories, and as pure properties; each beside what turns it red."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ayni.cli.postgres import Urls
from tests.conftest import _aim, _drop
from tests.cycle import small_world
from tests.cycle.histories import History, World

FULL = bool(os.environ.get("AYNI_FULL"))
#: A failure in the quick profile is told as it was found; the full one looks for a smaller one.
QUICK = settings(
    max_examples=300 if FULL else 12,
    stateful_step_count=40 if FULL else 20,
    deadline=None,
    derandomize=not FULL,
    database=None,
    phases=[Phase.generate, Phase.shrink] if FULL else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def begin(
    urls: Urls, _server: Urls, worker: str, django_db_blocker: object
) -> Iterator[Callable[[], World]]:
    """Gives a founded programme in a database of its own, anew at each call."""
    name = f"ayni_test_{worker}_history"

    def anew() -> World:
        small_world.copy(name, parent="ayni_founded", server=_server)
        there = _server.of_database(name)
        _aim(there)
        return World(there, there.admin)

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        small_world.ready("ayni_founded", server=_server)
        try:
            yield anew
        finally:
            small_world.close()
            _aim(urls)
            _drop(_server.admin, name)


@pytest.mark.timeout(4 * 3600 if FULL else 240)
def test_the_nine_hold_after_every_step_of_any_history(begin: Callable[[], World]) -> None:
    class Lived(History):
        pass

    Lived.begin = staticmethod(begin)
    run_state_machine_as_test(Lived, settings=QUICK)
