"""A pooled connection never carries a tenant into the next request (A4)."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from ayni.apps.access.actions import acting, asking
from ayni.apps.sql.frames import execute, rows, value
from ayni.core.actor import Actor, Role
from tests.planting import Planted, numbers_of, planted, system

__all__ = ["planted"]

_SEEN = (
    "SELECT DISTINCT institution, association FROM affiliation_span"
    " UNION SELECT DISTINCT institution, NULL::int FROM registry_identifier"
)


class Broken(Exception):
    """A request that fails on its way."""


@pytest.fixture
def two_connections(planted: Planted):
    """Django's own pool, of two connections, in this process."""
    connections["default"].close()
    options = connections.settings["default"]["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": 2, "timeout": 30}
    yield planted
    connections["default"].close()
    connections["default"].close_pool()
    del options["pool"]


def _request(planted: Planted, numbers: dict[int, str], rng: random.Random) -> str:
    """Do one request of some kind and say what it saw that it should not."""
    institution = rng.choice((1, 2))
    association = rng.choice(planted.associations[institution])
    secretary = Actor(
        name="s",
        role=Role.SECRETARY,
        institution=institution,
        reason="x",
        associations=(association,),
    )
    clerk = Actor(name="c", role=Role.CLERK, institution=institution, reason="x", facility=1)
    kind = rng.choice(("nobody", "office", "secretary", "clerk", "fails", "nested"))
    try:
        if kind == "nobody":
            return f"nobody saw {rows(_SEEN)}" if rows(_SEEN) else ""
        if kind == "clerk":
            asked = {"function": "entitlement_asked", "params": ("2026-11-23", "prueba")}
            other = asking(actor=clerk, text=numbers[3 - institution], **asked)
            mine = asking(actor=clerk, text=numbers[institution], **asked)
            return "" if other is None and mine is not None else f"clerk saw {other}, {mine}"
        with acting(system(institution) if kind in ("office", "nested") else secretary):
            seen = rows(_SEEN)
            if kind == "nested":
                with acting(secretary):
                    seen = rows(_SEEN)
            if kind == "fails":
                raise Broken
        wrong = {row for row in seen if row[0] != institution}
        if kind in ("secretary", "nested"):
            wrong |= {row for row in seen if row[1] not in (None, association)}
        return f"{kind} saw {wrong}" if wrong or not seen else ""
    except Broken:
        return ""
    finally:
        connection.close()


def _serve(planted: Planted, *, requests: int) -> list[str]:
    numbers = {one: numbers_of(one)[0] for one in (1, 2)}
    connection.close()

    def work(seed: int) -> list[str]:
        rng = random.Random(seed)
        found = [_request(planted, numbers, rng) for _ in range(requests // 4)]
        return [one for one in found if one]

    with ThreadPoolExecutor(4) as pool:
        return [one for found in pool.map(work, range(4)) for one in found]


def test_500_mixed_requests_carry_nobody(two_connections):
    assert _serve(two_connections, requests=500) == []


@pytest.mark.full
def test_10_000_mixed_requests_carry_nobody(two_connections):
    assert _serve(two_connections, requests=10_000) == []


def test_a_setting_without_local_would_be_seen(two_connections):
    """The sabotage: a tenant set for the session, as `SET` without LOCAL does."""
    connection.close()
    held = [connections.create_connection("default") for _ in range(2)]
    for one in held:
        with one.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('ayni.institution', '1', false),"
                " set_config('ayni.scope', 'institution', false)"
            )
    for one in held:
        one.close()
    assert _serve(two_connections, requests=60) != []
    connections["default"].close_pool()


@pytest.mark.parametrize("fails", [False, True])
def test_after_acting_the_connection_names_nobody(planted, fails):
    names = ("institution", "scope", "associations", "actor", "role", "reason", "entry")
    query = "SELECT " + ", ".join(f"coalesce(current_setting('ayni.{n}', true), '')" for n in names)
    try:
        with acting(system(1)):
            assert value("SELECT current_setting('ayni.institution')") == "1"
            if fails:
                execute("SELECT 1 / 0")
    except Exception:
        assert fails
    assert rows(query) == [("",) * len(names)]
    assert rows(_SEEN) == []
