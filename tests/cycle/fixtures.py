"""Fixtures over the databases of ``small_world``; the conftest of each folder that uses them imports them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from ayni.cli.postgres import Urls
from tests.conftest import _drop
from tests.cycle import small_world


def shared(name: str, *, server: Urls, worker: str) -> str:
    """Copy a template for this worker, once; tests that use the copy roll back."""
    full = f"ayni_test_{worker}_{name}"
    if full not in _COPIED:
        small_world.ready(f"ayni_{name}", server=server)
        small_world.copy(full, parent=f"ayni_{name}", server=server)
        _COPIED.add(full)
    return full


_COPIED: set[str] = set()


def _rolled_back(
    name: str, *, urls: Urls, server: Urls, worker: str, blocker: object
) -> Iterator[Urls]:
    with blocker.unblock():  # type: ignore[attr-defined]
        full = shared(name, server=server, worker=worker)
        with small_world.standing_in(full, server=server, main=urls) as there, transaction.atomic():
            yield there
            transaction.set_rollback(True)


def _of_its_own(
    name: str, *, urls: Urls, server: Urls, worker: str, blocker: object
) -> Iterator[Urls]:
    full = f"ayni_test_{worker}_own"
    with blocker.unblock():  # type: ignore[attr-defined]
        small_world.ready(f"ayni_{name}", server=server)
        small_world.copy(full, parent=f"ayni_{name}", server=server)
        try:
            with small_world.standing_in(full, server=server, main=urls) as there:
                yield there
        finally:
            _drop(server.admin, full)


@pytest.fixture
def founded(urls: Urls, _server: Urls, worker: str, django_db_blocker: object) -> Iterator[Urls]:
    """The agreement and its adhesions, nobody affiliated; rolled back after the test."""
    yield from _rolled_back(
        "founded", urls=urls, server=_server, worker=worker, blocker=django_db_blocker
    )


@pytest.fixture
def programme(urls: Urls, _server: Urls, worker: str, django_db_blocker: object) -> Iterator[Urls]:
    """The programme four months old; rolled back after the test."""
    yield from _rolled_back(
        "programme", urls=urls, server=_server, worker=worker, blocker=django_db_blocker
    )


@pytest.fixture
def own_founded(
    urls: Urls, _server: Urls, worker: str, django_db_blocker: object
) -> Iterator[Urls]:
    """The agreement and its adhesions in a database of the test's own, where commits stay."""
    yield from _of_its_own(
        "founded", urls=urls, server=_server, worker=worker, blocker=django_db_blocker
    )


@pytest.fixture
def own_programme(
    urls: Urls, _server: Urls, worker: str, django_db_blocker: object
) -> Iterator[Urls]:
    """The programme in a database of the test's own, where commits stay."""
    yield from _of_its_own(
        "programme", urls=urls, server=_server, worker=worker, blocker=django_db_blocker
    )
