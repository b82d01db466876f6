"""A split by naming the families that go: no gap, no double, all of it or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.documents import roster_form_xlsx
from ayni.adapters.spreadsheets.writing import ROSTER_HEADERS
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import actions as affiliation
from ayni.apps.affiliation.moving import RosterInTheWay
from ayni.apps.alliance import party_queries
from ayni.apps.alliance.actions import NewAssociation, association_number, make_association
from ayni.apps.alliance.party_actions import NewChange, UnknownParty
from ayni.apps.alliance.party_refusals import PartyMoved
from ayni.apps.sql.frames import rows
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.cycle.parties import AssessedAlready, NotTheFirst
from ayni.cycle.rosters import RosterFile
from ayni.cycle.splitting import (
    EverybodyNamed,
    NobodyNamed,
    NoRosterToRead,
    NotTheirs,
    committees,
    leaving,
    numbers_in,
    split_families,
)
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import APRIL, MAY, SYSTEM

KEEPER = Actor(name="afiliadora", role=Role.AFFILIATION, institution=1, reason="dividir")
JUNE_1 = date(2026, 6, 1)
JUNE = MAY + 1


@pytest.fixture
def first(founded: Urls) -> int:
    """An association of three families of two, April and May billed; a new one without anybody."""
    made.taken(made.families(1, 2, 3), month=APRIL)
    made.assessed(APRIL, MAY)
    with acting(SYSTEM):
        make_association(
            actor=SYSTEM,
            new=NewAssociation(
                code="NUEVA", name="Nueva", kind="cooperative", region="Junín", activity="cafe"
            ),
        )
        return association_number(actor=SYSTEM, code="EJ-01")


def new_one() -> int:
    """Give the number of the new association."""
    with acting(SYSTEM):
        return association_number(actor=SYSTEM, code="NUEVA")


def split(first: int, *numbers: str, day: date = JUNE_1, seen: int | None = None, **given: object):  # type: ignore[no-untyped-def]
    """Split off the families of some numbers."""
    with acting(KEEPER):
        token = party_queries.token(association=first, section="changes")
    change = NewChange(kind="split", day=day, why="asamblea", other=given.get("other", new_one()))  # type: ignore[arg-type]
    return split_families(
        actor=given.get("actor", KEEPER),  # type: ignore[arg-type]
        association=first,
        seen=token if seen is None else seen,
        new=change,
        file=None,
        numbers=tuple(numbers),
    )


def spans(association: int) -> list[tuple[object, ...]]:
    """List who stands or stood in an association, by family."""
    with acting(SYSTEM):
        return rows(
            "SELECT i.number, s.starts, s.ends FROM affiliation_span s JOIN registry_identifier i"
            " ON i.person = s.person WHERE s.association = %s ORDER BY i.number, s.starts",
            (association,),
        )


def test_the_named_families_go_whole_and_lose_no_day(first: int) -> None:
    # one by its insured person, one by its child
    done = split(first, "40000001", "70000003")
    assert (done.codes, done.families, done.persons) == (("JNC-2026-NUEVA",), 2, 4)
    april = date(2026, 4, 1)
    assert spans(new_one()) == [
        (number, JUNE_1, None) for number in ("40000001", "40000003", "70000001", "70000003")
    ]
    assert spans(first) == [
        ("40000001", april, JUNE_1),
        ("40000002", april, None),
        ("40000003", april, JUNE_1),
        ("70000001", april, JUNE_1),
        ("70000002", april, None),
        ("70000003", april, JUNE_1),
    ]
    with acting(SYSTEM):
        assert affiliation.span_differences(actor=SYSTEM).is_empty()
        (told,) = party_queries.changes(association=first)
    assert (told.kind, told.other, told.why) == ("split", new_one(), "asamblea")
    made.assessed(JUNE)
    made.assessed(JUNE, code="JNC-2026-NUEVA")
    assert [
        (made.notice_of(JUNE).families),
        made.notice_of(JUNE, code="JNC-2026-NUEVA").families,
    ] == [1, 2]
    assert [one for one in verify(actor=SYSTEM) if not one.green] == []


def test_who_would_go_is_seen_before_and_nothing_is_written(first: int) -> None:
    before = made.effects()
    seen = leaving(actor=KEEPER, association=first, day=JUNE_1, numbers=("70000002",))
    assert (seen.count, seen.persons, seen.stay, len(seen.insured)) == (1, 2, 2, 1)
    assert made.effects() == before


def test_what_cannot_be_split_leaves_everything_as_it_was(first: int) -> None:
    before = (made.effects(), spans(first))
    auditor = Actor(name="x", role=Role.AUDITOR, institution=1, reason="x")
    for numbers, given, refusal in (
        ((), {}, NobodyNamed),
        (("40000001", "40999999"), {}, NotTheirs),
        (("40000001", "40000002", "40000003"), {}, EverybodyNamed),
        (("40000001",), {"day": date(2026, 6, 2)}, NotTheFirst),
        (("40000001",), {"day": date(2026, 5, 1)}, AssessedAlready),
        (("40000001",), {"seen": 9_999}, PartyMoved),
        (("40000001",), {"other": 999_999}, UnknownParty),
        (("40000001",), {"actor": auditor}, NotAllowed),
    ):
        with pytest.raises(refusal):
            split(first, *numbers, **given)  # type: ignore[arg-type]
    with pytest.raises(NotTheirs) as told:
        split(first, "40000001", "40999999")
    assert told.value.numbers == ("40999999",)
    assert (made.effects(), spans(first)) == before


def test_a_roster_of_the_month_is_in_the_way(first: int) -> None:
    made.taken(made.families(1, 2, 3), month=JUNE)
    with pytest.raises(RosterInTheWay):
        split(first, "40000001")


def test_a_committee_of_the_newest_roster_names_its_families(first: int) -> None:
    with pytest.raises(NoRosterToRead):
        committees(actor=KEEPER, association=new_one(), day=JUNE_1)
    # the template has no such column: it is read, and has no committee
    assert committees(actor=KEEPER, association=first, day=JUNE_1) == {}
    # as a cooperative writes it; the fourth family is new, the fifth has a number that nobody can have
    written = [
        (*row, "San Juan" if row[0] in (1, 3) else "La Merced")
        for row in (*made.families(1, 2, 3, 4), made.head(5, number="4000"))
    ]
    content = roster_form_xlsx(
        association="Cooperativa",
        association_id="20100000001",
        month=JUNE,
        headers=(*ROSTER_HEADERS, "Comité"),
        rows=written,  # type: ignore[arg-type]
    )
    file = RosterFile(name="comites.xlsx", content=content)
    made.apply(actor=SYSTEM, checked=made.checked(file, month=JUNE))
    found = committees(actor=KEEPER, association=first, day=date(2026, 7, 1))
    assert found == {
        "La Merced": ("40000002", "40000004"),
        "San Juan": ("40000001", "40000003"),
    }
    done = split(first, *found["San Juan"], day=date(2026, 7, 1))
    assert (done.families, done.persons) == (2, 4)


def test_numbers_are_read_out_of_a_list() -> None:
    text = "DNI,Nombre\n40000001,QUISPE ROSA\n 1-0234-0567 ; 40000001\n\n"
    assert numbers_in(text) == ("40000001", "102340567")
    assert numbers_in("QUISPE, ROSA") == ()
