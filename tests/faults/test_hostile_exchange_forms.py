"""The 200 questions that mean harm, written into every field of the exchanges' forms (X12).

A form answers that it is wrong, or writes down the words as words: nothing breaks, and what is shown again is
escaped.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.sql.frames import value
from ayni.apps.study.actions import NewStudy, keep_study
from ayni.core.actor import Role
from tests.faults.exchange_places import FORMS, fields
from tests.faults.test_hostile_questions import PAYLOADS
from tests.planting import Planted, planted, system

__all__ = ["planted"]
SCRIPTS = ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "{{ 7 }}{% now %}"]
#: What is put into an address or a field by its number: written for this test, so that braces are its own.
NUMBERED = {
    ("nuevo/", "sigue_a"),
    ("{exchange}/estudio/", "estudio"),
    ("compromisos/{commitment}/retirar/", "visto"),
}
_STUDY = NewStudy("hostil", SCRIPTS[0], "code: hostil", None, None)
FIELDS = [(where, name) for where, given in FORMS.items() for name in given]


@pytest.fixture(scope="module")
def writer(planted: Planted) -> tuple[Client, dict[str, int]]:
    """The head, signed in, and the numbers that addresses need."""
    with acting(system(1)):
        access.mark(name="demo", content={})
        user = access.make_user(username="head", display_name="head", password="clave-larga-1")
        access.give_mandate(user=user, role=Role.HEAD, starts=date(2026, 1, 1))
        numbers = {
            "exchange": int(value("SELECT min(id) FROM alliance_exchange")),
            "commitment": int(value("SELECT max(id) FROM alliance_commitment")),
            "practice": int(value("SELECT min(id) FROM alliance_practice")),
            "study": keep_study(actor=system(1), new=_STUDY, at=datetime(2026, 3, 1, tzinfo=UTC)),
        }
        followed = "SELECT count(*) FROM alliance_follow_up WHERE commitment = %s"
        numbers["followed"] = int(value(followed, (numbers["commitment"],)))
    client = Client()
    client.force_login(User.objects.get(pk=user))
    return client, numbers


def _sent(
    writer: tuple[Client, dict[str, int]], where: str, given: dict[str, str]
) -> tuple[int, str]:
    """Send a form and look at the page it leads to; whatever it wrote is rolled back."""
    client, numbers = writer
    filled = {
        name: text.format(**numbers) if (where, name) in NUMBERED else text
        for name, text in given.items()
    }
    with transaction.atomic():
        answer = client.post("/experiencias/" + where.format(**numbers), filled)
        shown = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        transaction.set_rollback(True)
    assert shown.status_code in (200, 409, 422)
    return answer.status_code, shown.content.decode()


def test_every_field_is_here() -> None:
    assert {where: set(given) for where, given in FORMS.items()} == fields()


@pytest.mark.parametrize("where", FORMS)
def test_a_good_form_is_taken(writer, where) -> None:
    assert _sent(writer, where, FORMS[where])[0] == 302


@pytest.mark.parametrize(("where", "name"), FIELDS)
def test_no_field_breaks(writer, where, name) -> None:
    step = FIELDS.index((where, name)) % 20
    for text in [*PAYLOADS[step::20], *SCRIPTS, "x" * 5_000, "\0", ""]:
        given = FORMS[where] | {
            name: text.replace("{", "{{").replace("}", "}}") if (where, name) in NUMBERED else text
        }
        status, page = _sent(writer, where, given)
        assert status in (302, 409, 422), f"{text[:60]!r}: {status}"
        assert "<script>alert" not in page and "<img src=x" not in page
