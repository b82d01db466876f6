"""No door sends mail: accounts have no address, and an installation has no post."""

from __future__ import annotations

import pytest
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access.models import User
from tests import network
from tests.web.test_matrix import routes

pytestmark = pytest.mark.django_db

DOORS = {
    "/cuenta/password/reset/": {"email": "alguien@example.org"},
    "/cuenta/email/": {"email": "alguien@example.org", "action_add": ""},
    "/cuenta/confirm-email/": {},
}


@pytest.fixture
def client_of_somebody(urls: object) -> Client:
    number = access.make_user(username="alguien", display_name="Alguien", password="clave-larga-1")
    client = Client()
    client.force_login(User.objects.get(pk=number))
    return client


@pytest.mark.parametrize("path", DOORS)
def test_a_door_that_would_send_mail_is_not_there(path: str, client_of_somebody: Client) -> None:
    for client in (client_of_somebody, Client()):
        assert client.get(path).status_code == 404
        assert client.post(path, DOORS[path]).status_code == 404
    assert network.spoken_to == []


def test_no_route_is_left_of_them() -> None:
    names = [name for name, _, _ in routes()]
    assert [one for one in names if "email" in one or "reset" in one] == []
    assert any(one.startswith("account_login ") for one in names)


def test_the_page_that_asks_the_password_again_offers_none(client_of_somebody: Client) -> None:
    page = client_of_somebody.get("/cuenta/reauthenticate/").content.decode()
    assert 'name="password"' in page
    assert "/password/reset/" not in page and "olvidado" not in page
