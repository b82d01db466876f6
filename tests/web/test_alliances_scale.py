"""The list and the page of an agreement at 10,000 associations: as many queries as with three."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import execute
from tests.web.alliance_fixtures import Alliances, SignedIn, day, planted_office, signed_in
from tests.web.portal_world import SYSTEM

__all__ = ["day", "planted_office", "signed_in"]
pytestmark = pytest.mark.django_db
ASSOCIATIONS, AGREEMENTS = 10_000, 400
#: Pinned: session, user, mandates, institution and the page's own questions.
LIST, PAGE = 27, 37


def grow(agreement: int) -> None:
    """Plant associations that adhere to an agreement, and agreements with a life of one step."""
    with acting(SYSTEM):
        execute(
            "INSERT INTO alliance_association (institution, kind, code, name, region, activity, example)"
            " SELECT 1, 'cooperative', 'G-' || n, 'Cooperativa ' || n, 'Junín', 'cafe', true"
            " FROM generate_series(1, %s) n",
            (ASSOCIATIONS,),
        )
        execute(
            "INSERT INTO alliance_adhesion (institution, agreement, association, payer, code, starts)"
            " SELECT 1, %s, id, id, 'A-' || code, '2026-05-01' FROM alliance_association"
            " WHERE code LIKE 'G-%%'",
            (agreement,),
        )
        execute(
            "INSERT INTO alliance_agreement (institution, association, code, scheme)"
            " SELECT 1, id, 'V-' || code, (SELECT min(id) FROM alliance_scheme)"
            " FROM alliance_association WHERE code LIKE 'G-%%' ORDER BY id LIMIT %s",
            (AGREEMENTS,),
        )
        execute(
            "INSERT INTO alliance_agreement_event (institution, agreement, number, event, state, effective)"
            " SELECT 1, id, 1, 'draft', 'draft', '2026-05-01' FROM alliance_agreement"
            " WHERE code LIKE 'V-%%'"
        )


def asked(signed_in: SignedIn, address: str) -> tuple[int, float]:
    """Count the questions of a page and measure its time."""
    browser = signed_in("negotiator")
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        began = time.perf_counter()
        answer = browser.get(address)
        took = time.perf_counter() - began
    assert answer.status_code == 200
    return len(found), took


def test_queries_do_not_grow_with_associations(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.signed
    addresses = ("/convenios/?orden=parte", f"/convenios/{number}/")
    before = [asked(signed_in, one)[0] for one in addresses]
    grow(number)
    after = [asked(signed_in, one) for one in addresses]
    print({one: f"{took:.3f} s" for one, (_count, took) in zip(addresses, after, strict=True)})
    assert [count for count, _took in after] == before == [LIST, PAGE]
    page = signed_in("negotiator").get(f"/convenios/{number}/?pagina=200").content.decode()
    assert "10,003" in page and page.count("Anotar salida") == 50
    assert signed_in("negotiator").get("/convenios/?pagina=9").content.decode().count("V-G-") < 50
