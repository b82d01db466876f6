"""Somebody with several mandates: the choice; a representative reads the portal as the secretary does."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.sql.frames import execute, value
from ayni.core.actor import Actor, Role
from tests.web.office_fixtures import Office, day, office, words
from tests.web.portal_fixtures import day as portal_day

__all__ = ["day", "office", "portal_day"]
STARTS = date(2026, 1, 1)
SYSTEM = Actor(name="prueba", role=Role.SYSTEM, institution=1, reason="prueba")


@pytest.fixture
def person(office: Office, db: None) -> tuple[Client, dict[str, int]]:
    """A secretary of one, representative of another, auditor of a second institution."""
    user = access.make_user(username="varios", display_name="Varios", password="clave-larga-123")
    with acting(Actor(name="x", role=Role.SYSTEM, institution=2, reason="prueba")):
        access.make_institution(
            number=2, code="dos", name="Otra Institución", country="cr",
            time_zone="America/Costa_Rica", currency="CRC",
        )  # fmt: skip
        access.give_mandate(user=user, role=Role.AUDITOR, starts=STARTS)
        third = _newest()
    with acting(SYSTEM):
        access.give_mandate(
            user=user, role=Role.SECRETARY, starts=STARTS, association=office.world.first
        )
        first = _newest()
        access.give_mandate(
            user=user, role=Role.REPRESENTATIVE, starts=STARTS, association=office.world.second
        )
        second = _newest()
    client = Client()
    client.force_login(User.objects.get(pk=user))
    return client, {"first": first, "second": second, "third": third}


def _newest() -> int:
    return int(value("SELECT max(id) FROM access_mandate"))


def choose(client: Client, number: int) -> str:
    answer = client.post("/actuar/", {"mandato": str(number)})
    assert answer.status_code == 302
    return client.get("/", follow=True).redirect_chain[-1][0]


def test_one_acts_under_the_chosen_mandate_alone(person, office) -> None:
    client, numbers = person
    assert choose(client, numbers["first"]) == "/asociacion/"
    assert "QUISPE" in words(client.get("/asociacion/familias/").content)
    assert client.get("/oficina/").status_code == 403
    assert choose(client, numbers["second"]) == "/asociacion/"
    told = words(client.get("/asociacion/familias/").content)
    assert "VARGAS" in told and "QUISPE" not in told
    assert "Actuar por…" in told and "Otra Institución" in told
    assert choose(client, numbers["third"]) == "/oficina/"
    assert client.get("/asociacion/").status_code == 403
    assert "QUISPE" not in words(client.get("/oficina/personas/?q=quispe").content)


def test_a_mandate_of_another_or_one_that_ended_cannot_be_chosen(person, office) -> None:
    client, numbers = person
    other = Client()
    head = User.objects.get(id=office.world.users["head"])
    other.force_login(head)
    for asked in (str(numbers["first"]), "", "0", "x"):
        assert other.post("/actuar/", {"mandato": asked}).status_code == 404
    choose(client, numbers["second"])
    with acting(SYSTEM):
        execute("UPDATE access_mandate SET ends = '2026-02-01' WHERE id = %s", (numbers["second"],))
    assert client.post("/actuar/", {"mandato": str(numbers["second"])}).status_code == 404
    assert client.get("/asociacion/").status_code == 403  # the first that is left: the auditor's
    assert Client().post("/actuar/", {"mandato": "1"}).status_code == 302
    assert Client().get("/actuar/").status_code == 405


def test_whoever_has_one_mandate_is_offered_no_choice(office, db) -> None:
    client = Client()
    head = User.objects.get(id=office.world.users["head"])
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Actuar por" not in words(client.get("/oficina/").content)


#: What a representative of `second` is answered; the secretary of it gets the same where the two are equal.
READS = (
    "/asociacion/", "/asociacion/nominas/", "/asociacion/avisos/", "/asociacion/familias/",
    "/asociacion/datos/", "/asociacion/nominas/plantilla/",
)  # fmt: skip


def test_a_representative_reads_and_sends_nothing(person, office) -> None:
    client, numbers = person
    choose(client, numbers["second"])
    for path in READS:
        assert client.get(path).status_code == 200, path
    assert "La nómina la sube la secretaría" in words(client.get("/asociacion/nominas/").content)
    roster, foreign = (
        value_of("SELECT min(id) FROM affiliation_roster WHERE association = %s", one)
        for one in (office.world.second, office.world.first)
    )
    assert client.get(f"/asociacion/nominas/{roster}/").status_code == 200
    assert client.get(f"/asociacion/nominas/{foreign}/").status_code == 404
    assert client.post("/asociacion/nominas/", {}).status_code == 403
    assert client.post(f"/asociacion/nominas/{roster}/aplicar/").status_code == 403
    for path in (
        "/oficina/",
        "/clinica/",
        f"/oficina/asociaciones/{office.world.second}/dirigentes/",
    ):
        assert client.get(path).status_code == 403, path


def value_of(query: str, number: int) -> int:
    with acting(SYSTEM):
        return int(value(query, (number,)))


def test_the_association_sees_its_register_and_no_other(person, office) -> None:
    client, numbers = person
    with acting(SYSTEM):
        for number, name in ((office.world.first, "Ana Uno"), (office.world.second, "Beto Dos")):
            execute(
                "INSERT INTO alliance_officer (institution, association, name, office, starts)"
                " VALUES (1, %s, %s, 'president', '2026-01-01')",
                (number, name),
            )
    choose(client, numbers["second"])
    told = words(client.get("/asociacion/datos/").content)
    assert "Beto Dos" in told and "Ana Uno" not in told
    assert "Estatutos" in told
