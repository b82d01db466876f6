"""Nobody in two affiliations of a scheme at once, whatever the concurrency (I4, F10)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from tests.planting import Planted, planted

__all__ = ["planted"]

THREADS = 8
_ACT = (
    "SELECT set_config('ayni.institution', '1', true), set_config('ayni.scope', 'institution', true),"
    " set_config('ayni.actor', 'prueba', true), set_config('ayni.role', 'system', true),"
    " set_config('ayni.reason', 'prueba', true)"
)
_SPAN = """
INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured, relation,
    starts, position)
SELECT 1, h.association, h.id, 1, %(person)s, %(person)s, %(person)s, 'insured', '2026-04-01', 0
FROM alliance_adhesion h ORDER BY h.id OFFSET %(place)s %% 3 LIMIT 1
"""


def _people(url: str, *, first: int, count: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(_ACT)
        connection.execute(
            "INSERT INTO registry_person (id, institution, canonical)"
            " SELECT n, 1, n FROM generate_series(%s, %s) n",
            (first, first + count - 1),
        )


def _affiliate(url: str, place: int, persons: range, ready: Barrier) -> tuple[int, int]:
    """Affiliate everybody to one of three associations; gives how many went in and were refused."""
    taken = refused = 0
    with psycopg.connect(url, autocommit=True) as connection:
        ready.wait(30)
        for person in persons:
            try:
                with connection.transaction():
                    connection.execute(_ACT)
                    connection.execute(_SPAN, {"person": person, "place": place})
                taken += 1
            except (psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected):
                refused += 1
    return taken, refused


def _race(planted: Planted, *, first: int, count: int) -> tuple[int, int, int]:
    _people(planted.urls.app, first=first, count=count)
    ready, persons = Barrier(THREADS), range(first, first + count)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(
            pool.map(lambda n: _affiliate(planted.urls.app, n, persons, ready), range(THREADS))
        )
    with psycopg.connect(planted.urls.app) as connection:
        connection.execute(_ACT)
        spans = connection.execute(
            "SELECT count(*) FROM affiliation_span WHERE person >= %s AND person < %s",
            (first, first + count),
        ).fetchone()[0]
    return spans, sum(one for one, _ in found), sum(no for _, no in found)


def test_8_threads_and_100_persons_give_100_affiliations(planted):
    assert _race(planted, first=500_000, count=100) == (100, 100, 700)


@pytest.mark.full
def test_8_threads_and_1000_persons_give_1000_affiliations(planted):
    assert _race(planted, first=600_000, count=1000) == (1000, 1000, 7000)


def test_after_leaving_one_may_enter_another(planted):
    _people(planted.urls.app, first=700_000, count=1)
    with psycopg.connect(planted.urls.app) as connection:
        connection.execute(_ACT)
        connection.execute(_SPAN, {"person": 700_000, "place": 0})
        connection.execute("UPDATE affiliation_span SET ends = '2026-05-01' WHERE person = 700000")
        connection.execute(
            "INSERT INTO affiliation_span SELECT institution, association, adhesion, scheme, person, family,"
            " insured, relation, '2026-05-01', NULL, position FROM affiliation_span WHERE person = 700000"
        )
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(
                "UPDATE affiliation_span SET starts = '2026-04-30' WHERE person = 700000 AND ends IS NULL"
            )
        connection.rollback()
