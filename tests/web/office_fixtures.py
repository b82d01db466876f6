"""The small programme seen by the institution's officers; each file imports the fixtures it uses.

Beside what ``portal_world`` makes: money that names no notice, money in dollars, a payment larger than its
notice, a roster with a wrong row, and one user of each role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from ayni.adapters.bankfiles import write_statement
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.assessment import queries as assessments
from ayni.apps.sql.frames import rows, value
from ayni.core.actor import Role
from ayni.core.collection import BankEntry
from ayni.cycle.collecting import import_statement
from ayni.cycle.rosters import RosterFile, check
from tests.conftest import DatabaseMaker
from tests.web import portal_world
from tests.web.portal_fixtures import SignedIn, words
from tests.web.portal_world import FIRST, OCTOBER, ROSA, SYSTEM, TODAY, World, person, sheet

__all__ = ["Office", "SignedIn", "day", "enter", "office", "signed_in", "words"]
OFFICERS = {
    "affiliation": Role.AFFILIATION,
    "collection": Role.COLLECTION,
    "auditor": Role.AUDITOR,
    "negotiator": Role.NEGOTIATOR,
    "observer": Role.OBSERVER,
    "representative": Role.REPRESENTATIVE,
}
#: A date that nobody has: row 3 of the file is doubtful or refused.
WRONG = person(1, "hijo(a)", "70123456", "LUIS", birth=date(2015, 3, 1), sex="M", surname="")


@dataclass(frozen=True, slots=True)
class Office:
    """What was made: the world, and numbers that addresses need."""

    world: World
    rosa: int
    luis: int
    roster: int
    september: int
    exchange: int
    commitment: int


def build() -> Office:
    """Make the programme and what only officers see."""
    world = portal_world.build()
    with acting(SYSTEM):
        for name, role in OFFICERS.items():
            user = access.make_user(
                username=name, display_name=name, password="una-clave-de-prueba-1"
            )
            of = world.first if role is Role.REPRESENTATIVE else None
            access.give_mandate(user=user, role=role, starts=date(2026, 1, 1), association=of)
            world.users[name] = user
    _bank("X1", amount=4000, reference="aporte cooperativa")
    _bank("X2", amount=2500, reference="donativo", currency="USD")
    file = RosterFile(name="octubre.xlsx", content=sheet(ROSA, WRONG))
    checked = check(actor=SYSTEM, code=FIRST, month=OCTOBER, file=file)
    with acting(SYSTEM):
        notices = assessments.notices(actor=SYSTEM, association=world.first)
        return Office(
            world=world,
            rosa=_number("40123456"),
            luis=_number("70123456"),
            roster=checked.roster,
            september=notices[0].id,
            exchange=value("SELECT id FROM alliance_exchange WHERE code = 'SAN-JOSE-2007'"),
            commitment=value("SELECT min(id) FROM alliance_commitment"),
        )


def _bank(key: str, *, amount: int, reference: str, currency: str = "PEN") -> None:
    day = date(2026, 4, 15)  # before every payment, so that order by date would put it last
    entry = BankEntry(
        natural_key=key, account="00110001", number=1, amount=amount, currency=currency,
        booked_on=day, value_on=day, payer="ALGUIEN", payer_number=None, reference_text=reference,
        bank_reference=key, operation=key,
    )  # fmt: skip
    content = write_statement(
        account="00110001", number=key, currency=currency, starts=day, ends=day, opening=0,
        entries=[entry],
    )  # fmt: skip
    import_statement(actor=SYSTEM, name=f"{key}.xml", content=content)


def _number(document: str) -> int:
    found = rows("SELECT person FROM registry_identifier WHERE number = %s", (document,))
    return int(found[0][0])


@pytest.fixture(scope="module")
def office(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[Office]:
    """The programme in a database of its own; each test's writes are rolled back."""
    with database_maker("office"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        built = build()
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield built


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand still on the day of the tests."""
    for module in ("home", "associations", "person", "charts"):
        monkeypatch.setattr(f"ayni.web.backoffice.{module}.today", lambda *, actor: TODAY)


@pytest.fixture
def signed_in(office: Office, db: None) -> SignedIn:
    """Gives a browser signed in as one of the users; '' is nobody."""
    return lambda name: enter(office, name)


def enter(office: Office, name: str) -> Client:
    """Sign in without the door."""
    client = Client()
    if name:
        user = User.objects.get(id=office.world.users[name])
        client.force_login(user)
    return client
