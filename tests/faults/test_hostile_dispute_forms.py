"""The 200 questions that mean harm, written into every field of the disputes' forms (X12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.core.actor import Actor, Role
from ayni.cycle import disputes
from ayni.cycle.disputes import Opened
from ayni.web.disputes.forms import DisputeForm
from tests.faults.test_hostile_exchange_forms import SCRIPTS
from tests.faults.test_hostile_questions import PAYLOADS
from tests.planting import Planted, planted, system

__all__ = ["planted"]
#: The forms by the end of their address, each with a good value for every field.
NEW, SAY, CLOSE = "nueva", "mensaje", "cerrar"
FIELDS = [
    *((NEW, name) for name in ("sobre", "disputa", "pide", "hasta", "monto")),
    *((SAY, name) for name in ("texto", "visto")),
    *((CLOSE, name) for name in ("texto", "visto", "resultado")),
]


@pytest.fixture(scope="module")
def forms(planted: Planted) -> tuple[Client, dict[str, tuple[str, dict[str, str]]]]:
    """The head, signed in, with each form's address and what it takes."""
    mine, day = planted.associations[1][0], date.today()
    speaker = Actor("habla", Role.SECRETARY, 1, "prueba", associations=(mine,))
    opening = disputes.opening(actor=speaker, association=mine, today=day)
    about = opening.subjects[0].key
    number = disputes.open_dispute(
        actor=speaker, association=mine, new=Opened(about, "No es así", "Que se mire"), today=day
    )
    assert set(DisputeForm(opening=opening).fields) == {name for of, name in FIELDS if of == NEW}
    with acting(system(1)):
        access.mark(name="demo", content={})
        user = access.make_user(username="head", display_name="head", password="clave-larga-1")
        access.give_mandate(user=user, role=Role.HEAD, starts=date(2026, 1, 1))
    client = Client()
    client.force_login(User.objects.get(pk=user))
    page = f"/convenios/controversias/{number}/"
    due = (day + timedelta(days=9)).isoformat()
    good = {"sobre": about, "disputa": "a", "pide": "b", "hasta": due, "monto": "3.50"}
    return client, {
        NEW: (f"/asociaciones/{mine}/controversias/nueva/", good),
        SAY: (f"{page}mensaje/", {"texto": "a", "visto": "0"}),
        CLOSE: (f"{page}cerrar/", {"texto": "a", "visto": "0", "resultado": "accept"}),
    }


def _sent(client: Client, address: str, given: dict[str, str]) -> tuple[int, str]:
    with transaction.atomic():
        answer = client.post(address, given)
        shown = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        transaction.set_rollback(True)
    return answer.status_code, shown.content.decode()


@pytest.mark.parametrize("which", [NEW, SAY, CLOSE])
def test_a_good_form_is_taken(forms, which) -> None:
    client, known = forms
    assert _sent(client, *known[which])[0] == 302


@pytest.mark.parametrize(("which", "name"), FIELDS)
def test_no_field_breaks(forms, which, name) -> None:
    client, known = forms
    address, good = known[which]
    step = FIELDS.index((which, name)) % 20
    for text in [*PAYLOADS[step::20], *SCRIPTS, "x" * 5_000, "\0", ""]:
        status, page = _sent(client, address, good | {name: text})
        assert status in (302, 409, 422), f"{text[:60]!r}: {status}"
        assert "<script>alert" not in page and "<img src=x" not in page
