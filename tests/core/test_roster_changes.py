"""Two rosters of one association, compared."""

from __future__ import annotations

from datetime import date

from ayni.core.affiliation import Roster, compare, read_roster
from ayni.core.affiliation.sheets import Cell
from tests.core.test_roster_reading import CHILD, INSURED, PARTNER, altered, book


def roster(*rows: tuple[Cell, ...]) -> Roster:
    return read_roster(workbook=book(*rows), as_of=date(2026, 3, 15))


BEFORE = roster(INSURED, PARTNER, CHILD)


def test_nothing_changes_when_only_numbers_of_families_and_order_do() -> None:
    after = roster(*(altered(row, fam=9) for row in (INSURED, CHILD, PARTNER)))
    changes = compare(previous=BEFORE, current=after)
    assert (changes.inclusions, changes.exclusions, changes.changes) == ((), (), ())


def test_inclusion_exclusion_and_change() -> None:
    born = altered(CHILD, id="91631276", nm="Rosa", birth=date(2026, 1, 2))
    after = roster(altered(INSURED, inc=1130), altered(CHILD, nm="Luis Ángel"), born)
    changes = compare(previous=BEFORE, current=after)
    assert [p.id for p in changes.inclusions] == ["91631276"]
    assert [p.id for p in changes.exclusions] == ["42846384"]
    assert [(c.after.id, c.fields) for c in changes.changes] == [
        ("40986745", ("reference_income",)),
        ("76772345", ("names",)),
    ]


def test_a_corrected_number_is_a_change_and_not_a_new_person() -> None:
    changes = compare(
        previous=BEFORE, current=roster(INSURED, PARTNER, altered(CHILD, id="76772344"))
    )
    assert (changes.inclusions, changes.exclusions) == ((), ())
    assert [(c.before.id, c.after.id, c.fields) for c in changes.changes] == [
        ("76772345", "76772344", ("id",))
    ]


def test_who_has_no_number_is_neither_included_nor_excluded() -> None:
    changes = compare(previous=BEFORE, current=roster(INSURED, PARTNER, CHILD, altered(
        CHILD, id=None, nm="Rosa", birth=date(2025, 6, 1))))  # fmt: skip
    assert [p.names for p in changes.unidentified] == ["Rosa"]
    assert changes.inclusions == ()


def test_another_insured_person_is_a_change_of_the_whole_family() -> None:
    after = roster(
        altered(PARTNER, rel="Titular"), altered(INSURED, rel="Cónyuge", act=None), CHILD
    )
    fields = {c.after.id: c.fields for c in compare(previous=BEFORE, current=after).changes}
    assert fields["76772345"] == ("insured",)
    assert "relation" in fields["40986745"]
