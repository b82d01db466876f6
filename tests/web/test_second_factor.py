"""Outside a demo nobody works without a second factor; in a demo nobody is asked for one."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_somebody(urls: object) -> Client:
    """A signed-in user of an installation that carries no mark."""
    number = access.make_user(
        username="alguien", display_name="Alguien", password="una-clave-de-prueba-1"
    )
    client = Client()
    client.force_login(User.objects.get(pk=number))
    return client


def test_without_a_second_factor_one_is_sent_to_set_it_up(client_of_somebody: Client) -> None:
    answer = client_of_somebody.get("/oficina/")
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/2fa/totp/activate/")


def test_the_way_to_it_is_open(client_of_somebody: Client) -> None:
    assert client_of_somebody.get("/cuenta/logout/").status_code == 200


def test_with_a_second_factor_the_request_goes_on(client_of_somebody: Client) -> None:
    user = User.objects.get(username="alguien")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    # nobody gave this user a mandate: the page itself refuses, the second factor does not
    assert client_of_somebody.get("/oficina/").status_code == 403


def test_a_demo_waives_it(client_of_somebody: Client) -> None:
    access.mark(name="demo", content={"programme": "prueba"})
    assert client_of_somebody.get("/oficina/").status_code == 403
