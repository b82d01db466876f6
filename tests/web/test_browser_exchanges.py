"""Withdrawing and naming a study in a real browser: axe, the console, the width, and the walk of a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.apps.study.actions import NewStudy, keep_study
from ayni.core.alliance.exchanges import NewWithdrawal, Noted
from ayni.cycle import exchanges
from tests.cycle.test_exchanges import _practice, _promise, _told
from tests.web.browsing import LOOKS, MARKS, Site, aside, faults, site
from tests.web.portal_world import SYSTEM

__all__ = ["site"]
pytestmark = MARKS
DAY, AT = date(2026, 10, 20), datetime(2026, 10, 20, 12, tzinfo=UTC)
HERE = "/experiencias/"
#: Whose, where, what it must show, and with which answer.
SIGHTS = {
    "exchange-history": ("head", HERE + "{exchange}/", "Lo que se retiró", 200),
    "exchange-history-read": ("observer", HERE + "{exchange}/", "Estudio del café", 200),
    "exchange-told": ("negotiator", HERE + "{exchange}/historia/", "Estudio del café", 200),
    "exchange-study": ("head", HERE + "{exchange}/estudio/", "Estudio guardado aquí", 200),
    "exchange-follow-up-study": ("head", HERE + "compromisos/{led}/", "un estudio guardado", 200),
    "exchange-withdraw": ("head", HERE + "compromisos/{led}/retirar/", "deja de contarse", 200),
    "exchange-withdraw-practice": (
        "affiliation",
        HERE + "practicas/{standing}/retirar/",
        "Por qué se retira",
        200,
    ),
    "exchange-gone": ("head", HERE + "practicas/{gone}/retirar/", "ya se retiró", 409),
    "study-origin": ("head", "/estudios/{study}/", "De dónde viene este estudio", 200),
}


def _plant(exchange: int) -> dict[str, int]:
    """Note, withdraw and link on the exchange; gives the numbers that addresses need."""
    with acting(SYSTEM):
        new = NewStudy("CAFE-1", "Estudio del café", "code: CAFE-1", None, None)
        study = keep_study(actor=SYSTEM, new=new, at=AT)
        promised = [
            exchanges.actions.add_commitment(actor=SYSTEM, exchange=exchange, new=_promise())
            for _ in range(2)
        ]
    practices = [
        exchanges.learn(actor=SYSTEM, exchange=exchange, new=_practice()) for _ in range(2)
    ]
    exchanges.link_study(actor=SYSTEM, exchange=exchange, study=study, today=DAY)
    exchanges.follow_up(actor=SYSTEM, commitment=promised[0], new=_told(), study=study, today=DAY)
    for what, number in ((Noted.PRACTICE, practices[0]), (Noted.COMMITMENT, promised[1])):
        why = "Se anotó dos veces en la misma reunión, por dos personas"
        new_one = NewWithdrawal(what=what, number=number, why=why)
        exchanges.withdraw(actor=SYSTEM, new=new_one, today=DAY)
    return {"study": study, "led": promised[0], "gone": practices[0], "standing": practices[1]}


@pytest.fixture(scope="module")
def numbers(site: Site) -> Iterator[dict[str, int]]:
    """The exchange with something withdrawn and a study named."""
    exchange = site.office.exchange
    yield {"exchange": exchange} | aside(lambda: _plant(exchange))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_has_no_fault(site: Site, numbers: dict[str, int], name: str, look: str) -> None:
    user, address, shows, status = SIGHTS[name]
    with site.page(user, look=look) as (page, complaints):
        answer = page.goto(address.format(**numbers))
        assert answer is not None and answer.status == status
        expect(page.locator("main")).to_contain_text(shows)
        if folder := os.environ.get("AYNI_LOOK"):
            page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
        assert faults(page) == []
        assert [one for one in complaints if str(status) not in one or status == 200] == []


def test_somebody_withdraws_a_practice_from_its_exchange(
    site: Site, numbers: dict[str, int]
) -> None:
    made = aside(
        lambda: exchanges.learn(actor=SYSTEM, exchange=numbers["exchange"], new=_practice())
    )
    with site.page("affiliation", look="360-dark") as (page, complaints):
        page.goto(f"{HERE}{numbers['exchange']}/")
        page.locator(f'a[href="{HERE}practicas/{made}/retirar/"]').click()
        page.get_by_role("button", name="Retirar").click()  # the browser asks for the reason
        expect(page).to_have_url(site.base + f"{HERE}practicas/{made}/retirar/")
        page.get_by_label("Por qué se retira").fill("Era de otra visita")
        page.get_by_role("button", name="Retirar").click()
        expect(page.locator("main")).to_contain_text("Motivo: Era de otra visita")
        expect(page.locator(f'a[href="{HERE}practicas/{made}/retirar/"]')).to_have_count(0)
        assert faults(page) == []
        assert complaints == []
    with_row = "SELECT withdrawn_by FROM alliance_withdrawal WHERE practice = %s"

    def by() -> str:
        with acting(SYSTEM):
            return str(value(with_row, (made,)))

    assert aside(by) == "affiliation"
