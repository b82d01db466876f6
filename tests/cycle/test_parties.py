"""A merger moves families without a gap, a split waits for two rosters; the tree counts families."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import actions as affiliation
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.moving import RosterInTheWay
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import NewAssociation, make_association
from ayni.apps.alliance.party_actions import NewChange, NewEvidence, UnknownParty
from ayni.apps.alliance.party_refusals import PartyMoved, RegisteredAlready
from ayni.apps.sql.frames import rows, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.papers import LIMIT, WrongFile
from ayni.cycle import parties
from ayni.cycle.assessing import assess_month
from ayni.cycle.parties import AssessedAlready, NotTheFirst, PaperFile
from ayni.cycle.verification import verify
from tests.cycle.small_world import AUGUST, FIRST, SECOND, SYSTEM

AUGUST_1 = date(2026, 8, 1)
KEEPER = Actor(name="ana", role=Role.AFFILIATION, institution=1, reason="prueba")
PDF = PaperFile("acta.pdf", b"%PDF-1.7 acta")


def numbers() -> dict[str, int]:
    with acting(KEEPER):
        return {one.code: one.association for one in alliances.adhesions(actor=KEEPER)}


def seen(association: int) -> int:
    return party_queries.token(association=association, section="changes")


def change(kind: str, other: int | None, day: date = AUGUST_1) -> NewChange:
    return NewChange(kind=kind, day=day, why="asamblea del 3 de julio", other=other)


def merge(first: int, second: int | None, day: date = AUGUST_1) -> parties.Merged:
    with acting(KEEPER):
        token = seen(first)
    return parties.merge(
        actor=KEEPER, association=first, seen=token, new=change("merger", second, day), file=PDF
    )


def covered_days(association: int) -> list[tuple]:
    return rows(
        "SELECT person, family, starts, ends FROM affiliation_span WHERE association = %s"
        " ORDER BY person",
        (association,),
    )


def test_a_merger_moves_the_families_without_a_gap(own_programme):
    found = numbers()
    first, second = found[FIRST], found[SECOND]
    with acting(KEEPER):
        before, there = covered_days(first), covered_days(second)
        centre = party_queries.memberships(association=first)[0].parent
        child = make_association(
            actor=KEEPER,
            new=NewAssociation(
                code="COM", name="Comité", kind="committee", region="Junín", activity="cafe",
                parent=first,
            ),
        )  # fmt: skip
    done = merge(first, second)
    persons = len([one for one in before if one[3] is None])
    assert (done.adhesions, done.persons) == (1, persons)
    with acting(KEEPER):
        left, entered = covered_days(first), covered_days(second)
        moved = {(p, f): (s, e) for p, f, s, e in entered}
        assert all((p, f) in moved for p, f, _, e in before if e is None)
        assert {moved[p, f] for p, f, _, e in before if e is None} == {(AUGUST_1, None)}
        assert {e for p, f, _, e in left if moved.get((p, f))} == {AUGUST_1}
        assert len(entered) == len(there) + persons
        adhesions = {one.code: one for one in alliances.adhesions(actor=KEEPER)}
        assert (adhesions[FIRST].ends, adhesions[SECOND].ends) == (AUGUST_1, None)
        assert affiliation.span_differences(actor=KEEPER).is_empty()
        assert party_queries.memberships(association=child)[0].parent == second
        assert [(one.parent, one.ends) for one in party_queries.memberships(association=first)] == [
            (centre, AUGUST_1)
        ]
        told = party_queries.changes(association=second)[0]
        assert (told.kind, told.association, told.other, told.day) == (
            "merger", first, second, AUGUST_1,
        )  # fmt: skip
        assert told.document is not None
        families = affiliations.counts(actor=KEEPER, day=AUGUST_1, association=first)
        assert families == (0, 0)
    assess_month(
        actor=Actor(name="s", role=Role.SYSTEM, institution=1, reason="x"), month=AUGUST,
        issued_on=date(2026, 8, 31), codes=[SECOND],
    )  # fmt: skip
    with acting(KEEPER):
        lines = value(
            "SELECT count(*) FROM assessment_line WHERE association = %s AND month = %s",
            (second, AUGUST),
        )
        assert lines == affiliations.counts(actor=KEEPER, day=AUGUST_1, association=second)[0]
    assert [one.name for one in verify(actor=SYSTEM) if one.broken] == []
    with pytest.raises(RegisteredAlready):
        merge(first, second, date(2026, 9, 1))


def test_a_merger_that_cannot_be_leaves_everything_as_it_was(own_programme):
    found = numbers()
    first, second = found[FIRST], found[SECOND]
    with acting(KEEPER):
        before = (covered_days(first), party_queries.changes(association=first))
    for day, other, refusal in (
        (date(2026, 8, 2), second, NotTheFirst),
        (date(2026, 7, 1), second, AssessedAlready),
        (date(2026, 4, 1), second, AssessedAlready),
        (AUGUST_1, 999_999, UnknownParty),
        (AUGUST_1, None, UnknownParty),
    ):
        with pytest.raises(refusal):
            merge(first, other, day)
    auditor = Actor(name="x", role=Role.AUDITOR, institution=1, reason="x")
    with pytest.raises(NotAllowed):
        parties.merge(
            actor=auditor, association=first, seen=0, new=change("merger", second), file=None
        )
    with acting(KEEPER):
        assert (covered_days(first), party_queries.changes(association=first)) == before
        assert {one.ends for one in alliances.adhesions(actor=KEEPER)} == {None}


def test_a_roster_in_the_way_refuses_the_move(own_programme):
    found = numbers()
    with acting(KEEPER), pytest.raises(RosterInTheWay):
        adhesions = {one.code: one for one in alliances.adhesions(actor=KEEPER)}
        parties.moving.move(
            actor=KEEPER, leaves=adhesions[FIRST], enters=adhesions[SECOND],
            day=date(2026, 4, 1), change=1,
        )  # fmt: skip
    assert found


def test_a_child_that_takes_over_its_parent_takes_its_place(own_programme):
    first = numbers()[FIRST]
    with acting(KEEPER):
        centre = party_queries.memberships(association=first)[0].parent
        child = make_association(
            actor=KEEPER,
            new=NewAssociation(
                code="HIJA", name="Hija", kind="cooperative", region="Junín", activity="cafe",
                parent=first,
            ),
        )  # fmt: skip
    merge(first, child)
    with acting(KEEPER):
        assert party_queries.memberships(association=child)[0].parent == centre
        joined = [one for one in alliances.adhesions(actor=KEEPER) if one.association == child]
    assert [(one.code, one.starts) for one in joined] == [("JNC-2026-HIJA", AUGUST_1)]


def test_a_split_gives_the_new_one_its_adhesion_and_moves_nobody(own_programme):
    first = numbers()[FIRST]
    with acting(KEEPER):
        before = covered_days(first)
        new = make_association(
            actor=KEEPER,
            new=NewAssociation(
                code="NUEVA", name="Nueva", kind="cooperative", region="Junín", activity="cafe"
            ),
        )
        token = seen(first)
    made = parties.split(
        actor=KEEPER, association=first, seen=token, new=change("split", new), file=None
    )
    assert [one.code for one in made.adhesions] == ["JNC-2026-NUEVA"]
    with acting(KEEPER):
        assert covered_days(first) == before
        parents = [party_queries.memberships(association=one)[0].parent for one in (first, new)]
        assert parents[0] == parents[1]
    for day, refusal in ((date(2026, 8, 2), NotTheFirst), (AUGUST_1, PartyMoved)):
        with pytest.raises(refusal):
            parties.split(
                actor=KEEPER,
                association=first,
                seen=token,
                new=change("split", new, day),
                file=None,
            )


def test_the_tree_of_a_day_counts_families(own_programme):
    found = numbers()
    tree = parties.tree_on(actor=KEEPER, day=AUGUST_1)
    roots = tree.members(None)
    assert [(one.body.code, one.children, one.families) for one in roots] == [("JNC", 5, 60)]
    merge(found[FIRST], found[SECOND])
    after = parties.tree_on(actor=KEEPER, day=AUGUST_1).members(None)
    assert [(one.children, one.families) for one in after] == [(4, 60)]
    before = parties.tree_on(actor=KEEPER, day=date(2026, 7, 31)).members(None)
    assert [(one.children, one.families) for one in before] == [(5, 60)]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [(b"", "empty"), (b"MZ\x90", "type"), (b"%PDF-" + b"0" * LIMIT, "large")],
)
def test_a_file_that_is_no_paper_is_refused(founded, content, wrong):
    first = numbers()[FIRST]
    new = NewEvidence("statutes", 0, date(2026, 1, 1), None, None, None)
    with pytest.raises(WrongFile) as refusal:
        parties.show_evidence(
            actor=KEEPER, association=first, seen=0, new=new, file=PaperFile("a.pdf", content),
            today=AUGUST_1,
        )  # fmt: skip
    assert refusal.value.wrong == wrong


def test_a_paper_is_shown_and_a_new_name_is_told(founded):
    first = numbers()[FIRST]
    new = NewEvidence("statutes", 0, date(2026, 1, 1), None, None, None)
    parties.show_evidence(
        actor=KEEPER, association=first, seen=0, new=new, file=PDF, today=AUGUST_1
    )
    with acting(KEEPER):
        token = seen(first)
    parties.rename(
        actor=KEEPER, association=first, seen=token, file=None,
        new=NewChange(kind="rename", day=AUGUST_1, why="asamblea", name="Cooperativa Nueva"),
    )  # fmt: skip
    with acting(KEEPER):
        assert [one.name for one in party_queries.evidence(association=first)] == ["acta.pdf"]
        party = alliances.association(actor=KEEPER, number=first)
    assert party is not None and party.name == "Cooperativa Nueva"
    with pytest.raises(UnknownParty):
        parties.show_evidence(
            actor=KEEPER, association=999_999, seen=0, new=new, file=PDF, today=AUGUST_1
        )
    assert party_actions.KEEPERS == (Role.AFFILIATION, Role.HEAD)
