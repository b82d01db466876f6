"""Parties in the database: tree, numbers, offices, stale edits; what it refuses (as the app's role)."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance.actions import NewAssociation
from ayni.apps.alliance.party_actions import (
    NewChange,
    NewEvidence,
    NewOfficer,
    SameName,
    UnknownOffice,
    UnknownParty,
)
from ayni.apps.alliance.party_refusals import (
    BelongsAlready,
    EndedAlready,
    NumberOfAnother,
    PartyMoved,
    RegisteredAlready,
    StandsAboveItself,
    WrongDay,
    told,
)
from ayni.apps.document import actions as documents
from ayni.apps.sql.frames import execute, rows, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.identities import WrongNumber
from ayni.core.alliance.isic import UnknownClass
from ayni.core.alliance.legal_standing import UnknownPaper, WrongPaper
from tests.apps.refused import refused

DAY = date(2026, 5, 1)
TODAY = date(2026, 11, 23)
KEEPER = Actor(name="ana", role=Role.AFFILIATION, institution=1, reason="prueba")


@pytest.fixture
def three(db: None) -> tuple[int, int, int]:
    """Three associations of one institution, none belonging to another."""
    with acting(KEEPER):
        access.make_institution(
            number=1, code="uno", name="Uno", country="pe", time_zone="America/Lima",
            currency="PEN",
        )  # fmt: skip
        made = tuple(_made(code) for code in ("A", "B", "C"))
    return made  # type: ignore[return-value]


def _made(code: str, **more: object) -> int:
    new = NewAssociation(
        code=code, name=f"Asociación {code}", kind="central", region="Junín", activity="cafe",
        **more,
    )  # type: ignore[arg-type]  # fmt: skip
    return alliance.make_association(actor=KEEPER, new=new)


def seen(association: int, section: str) -> int:
    return party_queries.token(association=association, section=section)


def join(association: int, parent: int | None, day: date = DAY) -> None:
    party_actions.join(
        actor=KEEPER, association=association, seen=seen(association, "changes"), parent=parent,
        day=day,
    )  # fmt: skip


# The tree --------------------------------------------------------------------------------------


def test_a_new_centre_ends_the_old_one_on_its_day(three):
    a, b, c = three
    with acting(KEEPER):
        join(a, b)
        join(a, c, date(2026, 8, 1))
        found = party_queries.memberships(association=a)
        days = {
            day: {one.number: one.parent for one in party_queries.bodies_on(actor=KEEPER, day=day)}
            for day in (date(2026, 4, 30), DAY, date(2026, 7, 31), date(2026, 8, 1))
        }
    assert [(one.parent, one.starts, one.ends) for one in found] == [
        (c, date(2026, 8, 1), None),
        (b, DAY, date(2026, 8, 1)),
    ]
    assert [one[a] for one in days.values()] == [None, b, b, c]


def test_a_parent_given_at_birth_holds_since_before_the_register(three):
    with acting(KEEPER):
        child = _made("D", parent=three[0])
        found = party_queries.memberships(association=child)
        assert party_queries.members_on(association=three[0], day=DAY) == [child]
    assert [(one.parent, one.starts, one.ends) for one in found] == [(three[0], None, None)]


def test_nobody_stands_above_himself(three):
    a, b, c = three
    with acting(KEEPER):
        join(b, a)
        join(c, b)
        with pytest.raises(StandsAboveItself):
            join(a, c)
        with pytest.raises(StandsAboveItself):
            join(a, a)
        join(b, None, date(2026, 9, 1))
        with pytest.raises(StandsAboveItself):
            join(a, c, date(2026, 8, 31))
        join(a, c, date(2026, 9, 1))  # the step b under a no longer holds on any of these days
        assert party_queries.memberships(association=a)[0].parent == c


def test_two_centres_on_one_day_are_refused(three):
    a, b, c = three
    insert = (
        "INSERT INTO alliance_membership (institution, association, parent, starts)"
        " VALUES (1, %s, %s, %s)"
    )
    with acting(KEEPER):
        join(a, b)
        with pytest.raises(BelongsAlready), told():
            execute(insert, (a, c, date(2027, 1, 1)))
        with pytest.raises(WrongDay):
            join(a, c, DAY)
        with refused("AY021"):
            execute(insert, (c, 999_999, DAY))


def test_what_has_ended_stays_ended(three):
    a, b, _ = three
    with acting(KEEPER):
        join(a, b)
        join(a, None, date(2026, 6, 1))
        with refused("AY022"):
            execute(
                "UPDATE alliance_membership SET ends = '2027-01-01' WHERE association = %s", (a,)
            )


@pytest.mark.parametrize("what", ["cycle", "parent"])
def test_two_at_once_make_neither_a_cycle_nor_two_centres(fresh_database, what):
    """Both have begun before either commits: the second waits, looks again and is refused."""
    with acting(KEEPER):
        access.make_institution(
            number=1, code="uno", name="Uno", country="pe", time_zone="America/Lima",
            currency="PEN",
        )  # fmt: skip
        a, b, c = (_made(code) for code in "ABC")
    pairs = {"cycle": [(a, b), (b, a)], "parent": [(a, b), (a, c)]}[what]
    both = threading.Barrier(2)
    outcome: list[str] = []

    def write(child: int, parent: int) -> None:
        try:
            with acting(KEEPER):
                both.wait(10)
                with told():
                    execute(
                        "INSERT INTO alliance_membership (institution, association, parent, starts)"
                        " VALUES (1, %s, %s, %s)",
                        (child, parent, DAY),
                    )
                outcome.append("written")
        except (StandsAboveItself, BelongsAlready) as refusal:
            outcome.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    named = {"cycle": "StandsAboveItself", "parent": "BelongsAlready"}[what]
    assert sorted(outcome) == sorted([named, "written"])
    with acting(KEEPER):
        assert value("SELECT count(*) FROM alliance_membership") == 1


# Numbers, seat, activities ---------------------------------------------------------------------


def enter(association: int, text: str, day: date = DAY) -> str:
    return party_actions.enter_number(
        actor=KEEPER, association=association, seen=seen(association, "identity"), country="pe",
        kind="RUC", text=text, day=day,
    )  # fmt: skip


def test_one_number_of_a_kind_stands_and_nobody_elses(three):
    a, b, _ = three
    with acting(KEEPER):
        assert enter(a, "20 131257750") == "20131257750"
        enter(a, "20100070970", date(2026, 8, 1))
        found = party_queries.numbers(association=a)
        with pytest.raises(NumberOfAnother):
            enter(b, "20100070970")
        enter(b, "20131257750")  # the first one's no longer
    assert [(one.number, one.starts, one.ends) for one in found] == [
        ("20100070970", date(2026, 8, 1), None),
        ("20131257750", DAY, date(2026, 8, 1)),
    ]


def test_a_wrong_number_is_refused_with_a_good_one(three):
    with acting(KEEPER), pytest.raises(WrongNumber) as refusal:
        enter(three[0], "20131257751")
    assert (refusal.value.wrong, refusal.value.example) == ("check", "20131257750")


def test_a_tax_number_given_at_birth_is_checked_and_kept(three):
    with acting(KEEPER):
        made = _made("D", tax_number="20131257750", since=DAY)
        found = party_queries.numbers(association=made)
        assert [(one.kind, one.number, one.starts) for one in found] == [
            ("RUC", "20131257750", DAY)
        ]
        with pytest.raises(WrongNumber):
            _made("E", tax_number="20131257751")


def test_seat_and_activities_by_their_days(three):
    a = three[0]
    with acting(KEEPER):
        for district, code, day in (("Satipo", "120601", DAY), ("Pangoa", "", TODAY)):
            party_actions.set_seat(
                actor=KEEPER, association=a, seen=seen(a, "identity"), district=district,
                code=code, day=day,
            )  # fmt: skip
        kept = party_queries.seat(association=a)
        assert kept is not None and (kept.district, kept.code) == ("Pangoa", None)
        for code in ("0127 Cultivo de plantas", "0128"):
            party_actions.add_activity(
                actor=KEEPER, association=a, seen=seen(a, "identity"), text=code, day=DAY
            )
        party_actions.end_activity(
            actor=KEEPER, association=a, seen=seen(a, "identity"), code="0128", day=TODAY
        )
        assert party_queries.activities(association=a) == [("0127", DAY)]
        for text, refusal in (("9999", UnknownClass), ("0127", RegisteredAlready)):
            with pytest.raises(refusal):
                party_actions.add_activity(
                    actor=KEEPER, association=a, seen=seen(a, "identity"), text=text, day=DAY
                )
        with pytest.raises(UnknownOffice):
            party_actions.end_activity(
                actor=KEEPER, association=a, seen=seen(a, "identity"), code="0128", day=TODAY
            )


# Papers ----------------------------------------------------------------------------------------


def paper(association: int, **more: object) -> int:
    document = documents.keep(
        actor=KEEPER, association=association, kind="evidence", name="estatutos.pdf",
        media_type="application/pdf", content=b"%PDF-1.7",
    )  # fmt: skip
    asked = {"paper": "statutes", "issued": DAY, "expires": None, "amount": None, "currency": "PEN"}
    return party_actions.add_evidence(
        actor=KEEPER, association=association, seen=seen(association, "standing"),
        new=NewEvidence(**{**asked, "document": document, **more}), today=TODAY,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_paper_is_kept_with_its_days_and_sum(three):
    with acting(KEEPER):
        paper(three[0], paper="equity", amount=30_000_00, expires=date(2027, 5, 1))
        paper(three[0])
        found = party_queries.evidence(association=three[0])
    assert [(one.paper, one.amount, one.currency, one.expires, one.name) for one in found] == [
        ("statutes", None, None, None, "estatutos.pdf"),
        ("equity", 3_000_000, "PEN", date(2027, 5, 1), "estatutos.pdf"),
    ]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"issued": date(2026, 11, 24)}, "future"),
        ({"expires": DAY}, "order"),
        ({"paper": "reserve"}, "amount_missing"),
        ({"amount": 5}, "amount_unasked"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(three, asked, wrong):
    with acting(KEEPER), pytest.raises(WrongPaper) as refusal:
        paper(three[0], **asked)
    assert refusal.value.wrong == wrong
    with acting(KEEPER), pytest.raises(UnknownPaper):
        paper(three[0], paper="carta")


# Officers --------------------------------------------------------------------------------------


def officer(association: int, **more: object) -> int:
    asked = {"name": "Rosa Quispe", "office": "president", "starts": DAY, **more}
    return party_actions.add_officer(
        actor=KEEPER, association=association, seen=seen(association, "officers"),
        new=NewOfficer(**asked),  # type: ignore[arg-type]
    )  # fmt: skip


def test_an_office_ends_earlier_and_never_later(three):
    a = three[0]
    with acting(KEEPER):
        number = officer(a, ends=date(2028, 5, 1), phone="999 111 222")
        party_actions.end_officer(
            actor=KEEPER, association=a, seen=seen(a, "officers"), officer=number,
            day=date(2026, 12, 1), today=TODAY,
        )  # fmt: skip
        found = party_queries.officers(association=a)
        assert [(one.name, one.phone, one.ends) for one in found] == [
            ("Rosa Quispe", "999 111 222", date(2026, 12, 1))
        ]
        assert (found[0].in_office(date(2026, 11, 30)), found[0].in_office(date(2026, 12, 1))) == (
            True,
            False,
        )
        for day, refusal in ((date(2027, 1, 1), EndedAlready), (DAY, UnknownOffice)):
            with pytest.raises(refusal):
                party_actions.end_officer(
                    actor=KEEPER, association=a, seen=seen(a, "officers"), officer=number,
                    day=day, today=TODAY,
                )  # fmt: skip
        with pytest.raises(WrongDay):
            officer(a, ends=DAY)


# Changes, stale edits, who may -----------------------------------------------------------------


def rename(association: int, name: str, day: date) -> int:
    return party_actions.record_change(
        actor=KEEPER, association=association, seen=seen(association, "changes"),
        new=NewChange(kind="rename", day=day, why="asamblea", name=name),
    )  # fmt: skip


def test_a_name_is_the_newest_by_day_and_the_old_one_is_still_told(three):
    a = three[0]
    with acting(KEEPER):
        rename(a, "Central Nueva", date(2026, 8, 1))
        rename(a, "Central del Medio", date(2026, 6, 1))  # learnt later, of an earlier day
        assert value("SELECT name FROM alliance_association WHERE id = %s", (a,)) == "Central Nueva"
        told_names = [
            party_queries.name_on(association=a, day=day) for day in (DAY, date(2026, 8, 1))
        ]
        assert told_names == ["Asociación A", "Central Nueva"]
        with pytest.raises(SameName):
            rename(a, "Central Nueva", TODAY)
        with refused("42501"):  # the owner is refused by the wall: test_walls
            execute("SELECT set_config('ayni.renaming', 'on', true)")
            rows("UPDATE alliance_association SET region = 'x' WHERE id = %s RETURNING id", (a,))
    bodies = {}
    with acting(KEEPER):
        for day in (DAY, TODAY):
            found = party_queries.bodies_on(actor=KEEPER, day=day)
            bodies[day] = {one.number: one.name for one in found}[a]
    assert list(bodies.values()) == ["Asociación A", "Central Nueva"]


def test_a_stale_edit_is_refused_and_told_what_changed(three):
    a = three[0]
    with acting(KEEPER):
        old = seen(a, "identity")
    with acting(Actor(name="luis", role=Role.HEAD, institution=1, reason="corregir el RUC")):
        enter(a, "20131257750")
    with acting(KEEPER), pytest.raises(PartyMoved) as refusal:
        party_actions.enter_number(
            actor=KEEPER, association=a, seen=old, country="pe", kind="RUC", text="20100070970",
            day=DAY,
        )  # fmt: skip
    assert [(one.actor, one.reason) for one in refusal.value.edits] == [("luis", "corregir el RUC")]
    with acting(KEEPER):
        assert [one.number for one in party_queries.numbers(association=a)] == ["20131257750"]
        old = seen(a, "officers")
        number = officer(a)
        with pytest.raises(PartyMoved):
            party_actions.end_officer(
                actor=KEEPER, association=a, seen=old, officer=number, day=TODAY, today=TODAY
            )


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.COLLECTION, Role.SECRETARY, Role.REPRESENTATIVE]
)
def test_others_keep_no_register(three, role):
    places = {"associations": (three[0],)} if role in (Role.SECRETARY, Role.REPRESENTATIVE) else {}
    other = Actor(name="x", role=role, institution=1, reason="prueba", **places)
    with acting(other), pytest.raises(NotAllowed):
        party_actions.join(actor=other, association=three[0], seen=0, parent=None, day=DAY)


def test_an_association_reads_its_own_and_writes_nothing(three):
    a, b, _ = three
    with acting(KEEPER):
        officer(a)
        officer(b, name="Otra Persona")
        join(a, b)
    own = Actor(
        name="x", role=Role.REPRESENTATIVE, institution=1, reason="prueba", associations=(a,)
    )
    with acting(own):
        assert [one.name for one in party_queries.officers(association=a)] == ["Rosa Quispe"]
        assert party_queries.officers(association=b) == []
        with refused("42501"):
            execute(
                "INSERT INTO alliance_officer (institution, association, name, office, starts)"
                " VALUES (1, %s, 'Yo', 'president', '2026-01-01')",
                (a,),
            )


def test_a_party_of_nobody_is_refused(three):
    with acting(KEEPER), pytest.raises(UnknownParty):
        party_actions.join(actor=KEEPER, association=999_999, seen=0, parent=None, day=DAY)
