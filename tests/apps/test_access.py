"""Who somebody is: users, mandates, institutions, and the marks and stages that everybody may see."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from ayni.apps.access import actions as access
from ayni.apps.access import queries
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.access.queries import Mandate, Stage, UnknownUser
from ayni.apps.sql.frames import execute, rows
from ayni.cli.main import main
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle.accounts import give_password
from tests.apps.refused import noon
from tests.cycle.small_world import SYSTEM

DAY = date(2026, 4, 1)


def user(name: str = "Maria") -> int:
    return access.make_user(username=name, display_name="María Ñ", password="una-clave-larga-1")


def test_a_user_is_found_whatever_the_capitals(founded: Urls) -> None:
    number = user()
    found = User.objects.get_by_natural_key("MARIA")
    assert (found.pk, str(found), found.get_full_name()) == (number, "Maria", "María Ñ")
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("mari")


def test_a_second_making_gives_the_same_user_a_new_password(founded: Urls) -> None:
    number = user()
    again = access.make_user(username="Maria", display_name="otra", password="otra-clave-larga-1")
    assert again == number
    found = User.objects.get(pk=number)
    assert found.display_name == "María Ñ"
    assert found.check_password("otra-clave-larga-1")
    assert not found.check_password("una-clave-larga-1")


def test_mandates_are_those_of_the_day_and_of_the_user(founded: Urls) -> None:
    number, other = user(), user("otra")
    with acting(SYSTEM):
        access.give_mandate(user=number, role=Role.AUDITOR, starts=DAY)
        access.give_mandate(user=number, role=Role.HEAD, starts=date(2026, 4, 2))
        access.give_mandate(user=other, role=Role.COLLECTION, starts=DAY)
        execute('UPDATE access_mandate SET ends = %s WHERE "user" = %s', (date(2026, 5, 1), number))
    auditor, head = Mandate(Role.AUDITOR, 1, None, None), Mandate(Role.HEAD, 1, None, None)
    for day, expected in (
        (date(2026, 3, 31), []),
        (DAY, [auditor]),
        (date(2026, 4, 30), [auditor, head]),
        (date(2026, 5, 1), []),
    ):
        assert queries.mandates(user=number, at=noon(day)) == expected
    assert queries.mandates(user=0, at=noon(DAY)) == []


def test_an_actor_is_the_first_mandate_and_those_of_its_role_beside_it() -> None:
    assert queries.actor_of(name="x", found=[], reason="leer") is None
    found = [
        Mandate(Role.SECRETARY, 1, 7, None),
        Mandate(Role.SECRETARY, 1, 9, None),
        Mandate(Role.SECRETARY, 2, 8, None),
        Mandate(Role.CLERK, 1, None, 3),
    ]
    assert queries.actor_of(name="x", found=found, reason="leer") == Actor(
        name="x", role=Role.SECRETARY, institution=1, reason="leer", associations=(7, 9)
    )
    clerk = queries.actor_of(name="x", found=found[3:], reason="leer")
    assert clerk is not None
    assert (clerk.role, clerk.associations, clerk.facility) == (Role.CLERK, (), 3)


def test_a_key_gives_its_actor_and_no_other_key_does(founded: Urls) -> None:
    with acting(SYSTEM):
        token = access.make_token(name="hospital", role=Role.CLERK, facility=None, starts=DAY)
    holder = queries.token_actor(token=token, at=noon(DAY), reason="consulta")
    assert holder == Actor(name="hospital", role=Role.CLERK, institution=1, reason="consulta")
    assert queries.token_actor(token=token, at=noon(date(2026, 3, 31)), reason="consulta") is None
    assert queries.token_actor(token=token + "x", at=noon(DAY), reason="consulta") is None


def test_an_actor_sees_his_institution_and_its_time(founded: Urls) -> None:
    with acting(SYSTEM):
        mine = queries.institution(actor=SYSTEM)
    assert (mine.id, mine.country, mine.currency, mine.time_zone) == (
        1,
        "pe",
        "PEN",
        "America/Lima",
    )
    queries._zones.pop(1, None)
    assert queries.time_zone(actor=SYSTEM) == "America/Lima"
    with transaction.atomic():
        execute("SELECT set_config('ayni.institution', '', true)")
        assert queries.time_zone(actor=SYSTEM) == "America/Lima", "asked once"
    assert queries.institutions() == [1]


def test_an_institution_that_is_not_here_is_refused(founded: Urls) -> None:
    nobody = Actor(name="x", role=Role.SYSTEM, institution=99, reason="prueba")
    with acting(nobody), pytest.raises(LookupError):
        queries.institution(actor=nobody)


def test_the_mark_of_the_demo_is_made_once(founded: Urls) -> None:
    assert queries.demo_mark() is None
    access.mark(name="demo", content={"families": 60})
    access.mark(name="demo", content={"families": 1})
    assert queries.demo_mark() == {"families": 60}


def test_stages_come_in_order_and_the_last_word_of_each_stands(founded: Urls) -> None:
    access.report(job="j", stage="b", position=2, state="running", done=1, total=9)
    access.report(job="j", stage="a", position=1, state="done", done=5, total=5, seconds=1.5)
    access.report(job="j", stage="b", position=2, state="done", done=9, total=9, note="listo")
    access.report(job="other", stage="a", position=1, state="running")
    assert queries.progress(job="j") == [
        Stage("a", "done", 5, 5, 1.5, ""),
        Stage("b", "done", 9, 9, 0.0, "listo"),
    ]
    assert queries.progress(job="nothing") == []


# --- names as people type them, passwords that were forgotten ------------------------------------


@pytest.mark.parametrize("typed", ["José", "jose", "JOSE", "JOSÉ", "jose\u0301", " José "])
def test_a_name_is_found_whatever_its_accents_and_capitals(founded: Urls, typed: str) -> None:
    number = user("José")
    assert User.objects.get_by_natural_key(typed).pk == number
    assert user(typed) == number
    signed_in = authenticate(None, username=typed, password="una-clave-larga-1")
    assert signed_in is not None and signed_in.pk == number
    assert authenticate(None, username=typed, password="otra-clave-larga-1") is None


@pytest.mark.parametrize("typed", ["josé2", "jos", "", "jo%", "jose_"])
def test_another_name_is_another_user(founded: Urls, typed: str) -> None:
    user("José")
    assert queries.user_named(typed) is None
    assert authenticate(None, username=typed, password="una-clave-larga-1") is None


def test_two_users_of_one_folded_name_cannot_be(founded: Urls) -> None:
    user("José")
    with pytest.raises(IntegrityError, match="access_user_folded"), transaction.atomic():
        User.objects.create(username="JOSE", display_name="otro")


def test_a_forgotten_password_is_given_anew_and_the_journal_says_so(founded: Urls) -> None:
    number = user("José")

    password = give_password(actor=SYSTEM, username="jose")

    assert len(password.split("-")) == 8
    found = User.objects.get(pk=number)
    assert found.check_password(password) and not found.check_password("una-clave-larga-1")
    assert give_password(actor=SYSTEM, username="jose") != password
    with acting(SYSTEM):
        told = rows(
            "SELECT e.actor, e.reason FROM audit_change c JOIN audit_entry e ON e.id = c.entry"
            " WHERE c.about = 'access_user' AND c.verb = 'update'"
        )
    assert told[0] == ("prueba", "dar una contraseña nueva")


def test_nobody_of_that_name_gets_no_password(founded: Urls) -> None:
    user("José")
    with pytest.raises(UnknownUser):
        give_password(actor=SYSTEM, username="josefa")
    assert authenticate(None, username="José", password="una-clave-larga-1") is not None


@pytest.mark.parametrize("role", [Role.HEAD, Role.AFFILIATION, Role.AUDITOR])
def test_no_officer_gives_a_password(founded: Urls, role: Role) -> None:
    user("José")
    officer = Actor(name="x", role=role, institution=1, reason="x")
    with pytest.raises(NotAllowed):
        give_password(actor=officer, username="José")


def test_the_command_shows_the_password_once(
    founded: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = user("José")
    monkeypatch.setattr("ayni.cli.user.database", nullcontext)
    assert main(["user", "password", "JOSE", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["user"] == "JOSE"
    assert User.objects.get(pk=number).check_password(told["password"])
    assert main(["user", "password", "josé"]) == 0
    said = capsys.readouterr().out
    assert told["password"] not in said and "No se muestra otra vez" in said


def test_the_command_refuses_a_name_that_nobody_has(
    founded: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ayni.cli.user.database", nullcontext)
    assert main(["user", "password", "nadie"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "Nadie entra con el nombre nadie" in said.err
