"""Agreements and a table on the small programme of the offices; each file imports the fixtures it uses.

``plant`` writes a draft that was asked in with two rounds (``mesa``), and a draft nobody else sees (``draft``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from ayni.apps.access.actions import acting
from ayni.apps.alliance import life_queries
from ayni.apps.alliance.queries import agreements, version
from ayni.core.actor import Actor, Role
from ayni.cycle import negotiating as talks
from ayni.cycle.agreement_papers import print_version
from ayni.cycle.negotiating import NewDraft, Typed
from tests.conftest import DatabaseMaker
from tests.web import office_fixtures
from tests.web.office_fixtures import Office, SignedIn, enter, words
from tests.web.portal_world import SYSTEM, TODAY

__all__ = ["SignedIn", "day", "planted_office", "signed_in", "words"]
STARTS, ENDS = date(2027, 1, 1), date(2028, 1, 1)
WRITER = Actor(name="negotiator", role=Role.NEGOTIATOR, institution=1, reason="negociar")
HEAD = Actor(name="head", role=Role.HEAD, institution=1, reason="aprobar")


@dataclass(frozen=True, slots=True)
class Alliances:
    """What was planted: the offices' world, the standing agreement, a table with two rounds, a draft."""

    office: Office
    signed: int
    agreement: int
    mesa: int
    draft: int
    draft_table: int


def speaker(office: Office) -> Actor:
    """The representative of the first association."""
    return Actor(
        name="representative",
        role=Role.REPRESENTATIVE,
        institution=1,
        reason="negociar",
        associations=(office.world.first,),
    )


def drafted(office: Office, *, code: str) -> talks.Draft:
    """Write a draft with the first association."""
    new = NewDraft(
        association=office.world.first,
        code=code,
        scheme="pe-modelo-colectivo",
        expected_families=420,
    )
    return talks.draft(actor=WRITER, new=new, day=TODAY)


def round_of(seen: int, **values: str) -> Typed:
    """Type a proposal; ``income_cafe`` is the clause ``income.cafe``."""
    typed = {key.replace("income_", "income."): value for key, value in values.items()}
    return Typed(typed, STARTS, ENDS, "una ronda", seen)


def talked(office: Office, *, code: str, left: tuple[str, ...] = ()) -> talks.Draft:
    """A table with two rounds: 4.5 %, answered with 4.2 % of 1000.00; ``left`` is left to adhesions."""
    made = drafted(office, code=code)
    number = made.negotiation
    talks.ask_in(actor=WRITER, negotiation=number, day=TODAY)
    first = round_of(0, tasa_asegurado="4.5")
    talks.propose(actor=WRITER, negotiation=number, typed=first, day=TODAY)
    second = round_of(1, tasa_asegurado="4.2", income_cafe="1000", preaviso="2")
    second = replace(second, left=left)
    talks.propose(actor=speaker(office), negotiation=number, typed=second, day=TODAY)
    talks.say(
        actor=speaker(office),
        negotiation=number,
        proposal=2,
        term="tasa_asegurado",
        said="La cosecha fue mala.",
        day=TODAY,
    )
    return made


def signed(office: Office, *, code: str, left: tuple[str, ...] = ()) -> int:
    """Bring a table to its signature; gives the agreement."""
    made = talked(office, code=code, left=left)
    talks.consent(actor=speaker(office), negotiation=made.negotiation, proposal=2, day=TODAY)
    talks.consent(actor=HEAD, negotiation=made.negotiation, proposal=2, day=TODAY)
    talks.sign(actor=WRITER, negotiation=made.negotiation, day=TODAY)
    return made.agreement


def printed(office: Office, *, code: str, left: tuple[str, ...] = ()) -> int:
    """Bring a table to its signature and print its papers; gives the agreement."""
    number = signed(office, code=code, left=left)
    with acting(SYSTEM):
        found = version(actor=SYSTEM, agreement=number)
    assert found is not None
    print_version(actor=WRITER, version=found.id)
    return number


def plant(office: Office) -> Alliances:
    """Write the table and the draft."""
    mesa, draft = talked(office, code="MESA-2027"), drafted(office, code="BORRADOR-2027")
    with acting(SYSTEM):
        first = next(one.id for one in agreements(actor=SYSTEM) if one.code == "JNC-2026")
    return Alliances(
        office, first, mesa.agreement, mesa.negotiation, draft.agreement, draft.negotiation
    )


def seen(agreement: int) -> int:
    """Give the number of an agreement's last step."""
    with acting(SYSTEM):
        return life_queries.state_of(actor=SYSTEM, agreement=agreement).number


@pytest.fixture(scope="module")
def planted_office(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[Alliances]:
    """The world in a database of its own; each test's writes are rolled back."""
    with database_maker("alliances"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        with transaction.atomic():
            built = plant(office_fixtures.build())
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield built


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand still on the day of the tests."""
    monkeypatch.setattr("ayni.web.alliances.day.today", lambda *, actor: TODAY)


@pytest.fixture
def signed_in(planted_office: Alliances, db: None) -> SignedIn:
    """Gives a browser signed in as one of the users."""
    return lambda name: _entered(planted_office, name)


def _entered(found: Alliances, name: str) -> Client:
    return enter(found.office, name)
