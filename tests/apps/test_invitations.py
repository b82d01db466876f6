"""Invitations: once, until their day, for the dates of the office; what an ended office takes back."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access import invitations
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting, make_user
from ayni.apps.access.invitations import InvitationClosed, NameTaken
from ayni.apps.access.models import User
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance.party_refusals import EndedAlready
from ayni.apps.sql.frames import execute, rows
from ayni.core.actor import Role
from tests.apps.refused import noon, refused
from tests.apps.test_parties import DAY, KEEPER, TODAY, officer, seen, three

__all__ = ["three"]
EXPIRES = date(2026, 11, 30)
SECRET = "una-clave-larga-1"


def invite(association: int, number: int, role: Role = Role.REPRESENTATIVE) -> str:
    return party_actions.invite_officer(
        actor=KEEPER, association=association, seen=seen(association, "officers"),
        officer=number, role=role, today=TODAY, expires=EXPIRES,
    )  # fmt: skip


def take(word: str, name: str = "rosa", today: date = TODAY) -> int:
    return invitations.take_as_new(
        word=word, today=today, username=name, password=SECRET, display_name="Rosa Quispe"
    )[1]


def test_an_officer_becomes_a_user_for_the_dates_of_the_office(three):
    a = three[0]
    with acting(KEEPER):
        word = invite(a, officer(a, ends=date(2028, 5, 1)))
        kept = rows("SELECT encode(digest, 'escape') || name FROM access_invitation")[0][0]
        assert word not in kept
    found = invitations.invitation_of(word=word, today=TODAY)
    assert (found.association, found.role, found.name, found.starts, found.ends) == (
        a, Role.REPRESENTATIVE, "Rosa Quispe", DAY, date(2028, 5, 1),
    )  # fmt: skip
    user = take(word)
    assert User.objects.get(pk=user).check_password(SECRET)
    for day, count in (
        (date(2026, 11, 22), 0),
        (TODAY, 1),
        (date(2028, 4, 30), 1),
        (date(2028, 5, 1), 0),
    ):
        mandates = access.mandates(user=user, at=noon(day))
        assert [(one.role, one.association) for one in mandates] == [
            (Role.REPRESENTATIVE, a)
        ] * count
    with acting(KEEPER):
        sent = party_queries.officers(association=a)[0].sent
    assert [(one.role, one.used_on, one.open_on(TODAY)) for one in sent] == [
        (Role.REPRESENTATIVE, TODAY, False)
    ]


def test_a_link_opens_once_and_until_its_day(three):
    a = three[0]
    with acting(KEEPER):
        number = officer(a)
        word = invite(a, number)
    for closed in ("nada", word[:-1]):
        with pytest.raises(InvitationClosed):
            invitations.invitation_of(word=closed, today=TODAY)
    assert invitations.invitation_of(word=word, today=date(2026, 11, 29)).association == a
    with pytest.raises(InvitationClosed):
        invitations.invitation_of(word=word, today=EXPIRES)
    take(word)
    with pytest.raises(InvitationClosed):
        take(word, "otra")
    assert not User.objects.filter(username="otra").exists()
    with acting(KEEPER), refused("AY023"):
        execute("UPDATE access_invitation SET used_on = NULL")


def test_who_comes_second_at_the_same_moment_is_refused(three, monkeypatch):
    a = three[0]
    with acting(KEEPER):
        word = invite(a, officer(a))
    found = invitations.invitation_of(word=word, today=TODAY)
    take(word)
    monkeypatch.setattr(invitations, "invitation_of", lambda **asked: found)
    with pytest.raises(InvitationClosed):
        take(word, "otra")
    assert not User.objects.filter(username="otra").exists()


def test_a_name_that_somebody_has_is_refused_and_the_link_stays_open(three):
    a = three[0]
    with acting(KEEPER):
        word = invite(a, officer(a))
    make_user(username="Rosa", display_name="otra", password=SECRET)
    with pytest.raises(NameTaken):
        take(word, "rosa")
    assert invitations.invitation_of(word=word, today=TODAY).association == a


def test_one_person_acts_for_several(three):
    a, b, _ = three
    with acting(KEEPER):
        first, second = invite(a, officer(a)), invite(b, officer(b), Role.SECRETARY)
    user = take(first)
    invitations.take(word=second, today=TODAY, user=user)
    found = access.mandates(user=user, at=noon(TODAY))
    assert [(one.role, one.association) for one in found] == [
        (Role.REPRESENTATIVE, a),
        (Role.SECRETARY, b),
    ]
    assert len({one.id for one in found}) == 2


def test_an_ended_office_ends_the_mandate_and_takes_the_open_link_back(three):
    a = three[0]
    with acting(KEEPER):
        number = officer(a)
        used = invite(a, number)
    user = take(used)
    with acting(KEEPER):
        still = invite(a, number)
        party_actions.end_officer(
            actor=KEEPER, association=a, seen=seen(a, "officers"), officer=number,
            day=date(2026, 12, 1), today=TODAY,
        )  # fmt: skip
        with pytest.raises(EndedAlready):
            party_actions.invite_officer(
                actor=KEEPER, association=a, seen=seen(a, "officers"), officer=number,
                role=Role.SECRETARY, today=date(2026, 12, 1), expires=date(2026, 12, 8),
            )  # fmt: skip
    assert len(access.mandates(user=user, at=noon(date(2026, 11, 30)))) == 1
    assert access.mandates(user=user, at=noon(date(2026, 12, 1))) == []
    with pytest.raises(InvitationClosed):
        invitations.invitation_of(word=still, today=TODAY)


def test_a_mandate_that_had_not_begun_holds_on_no_day(three):
    a = three[0]
    with acting(KEEPER):
        number = officer(a, starts=date(2027, 1, 1))
        word = invite(a, number)
    user = take(word)
    with acting(KEEPER):
        sent = party_queries.officers(association=a)[0].sent
        invitations.end(numbers=[sent[0].id], ends=date(2026, 12, 1), today=TODAY)
    for day in (TODAY, date(2027, 1, 1), date(2027, 1, 2)):
        assert access.mandates(user=user, at=noon(day)) == []


def test_a_second_link_closes_the_first(three):
    a = three[0]
    with acting(KEEPER):
        number = officer(a)
        first = invite(a, number)
        second = invite(a, number)
    with pytest.raises(InvitationClosed):
        invitations.invitation_of(word=first, today=TODAY)
    assert invitations.invitation_of(word=second, today=TODAY).association == a
