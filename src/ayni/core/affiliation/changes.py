"""What differs between two rosters of one association."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.core.affiliation.roster import Roster, RosterFamily, RosterPerson
from ayni.core.matching import fold

Key = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A person in both rosters, with the names of what differs: relation, surnames, names,
    birth_date, sex, insured (another insured person), activity, reference_income, id."""

    before: RosterPerson
    after: RosterPerson
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """`unidentified` are persons of the current roster without a number: whether they are new
    cannot be told, so they are neither included nor excluded."""

    inclusions: tuple[RosterPerson, ...]
    exclusions: tuple[RosterPerson, ...]
    changes: tuple[Changed, ...]
    unidentified: tuple[RosterPerson, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    person: RosterPerson
    family: RosterFamily


def compare(*, previous: Roster, current: Roster) -> RosterChanges:
    """Inclusions, exclusions and changes, keyed on the identity document.

    Family numbers are no identity: a roster that is only renumbered has no changes. A person who
    left one number and came with another, same name and birth, is one change of `id`. Of a number
    that stands twice in a roster the first row counts.
    """
    before, _ = _by_number(previous)
    after, unidentified = _by_number(current)
    gone = {key: before[key] for key in before.keys() - after.keys()}
    come = {key: after[key] for key in after.keys() - before.keys()}
    changes = [
        Changed(old.person, after[key].person, fields)
        for key, old in before.items()
        if key in after and (fields := _fields(old, after[key]))
    ]
    changes.extend(_renumbered(gone, come))
    return RosterChanges(
        inclusions=tuple(after[key].person for key in after if key in come),
        exclusions=tuple(before[key].person for key in before if key in gone),
        changes=tuple(changes),
        unidentified=tuple(unidentified),
    )


def _by_number(roster: Roster) -> tuple[dict[Key, _Listed], list[RosterPerson]]:
    listed: dict[Key, _Listed] = {}
    unidentified = []
    for family in roster.families:
        for person in family.persons:
            key = _key(person)
            if key is None:
                unidentified.append(person)
            else:
                listed.setdefault(key, _Listed(person, family))
    return listed, unidentified


def _key(person: RosterPerson | None) -> Key | None:
    """DNI and CUI are one series of numbers."""
    if person is None or person.id is None:
        return None
    return (person.id_type == "CE", person.id)


def _fields(old: _Listed, new: _Listed) -> tuple[str, ...]:
    a, b = old.person, new.person
    names = [
        name
        for name, one, other in (
            ("relation", a.relation, b.relation),
            ("surnames", a.surnames, b.surnames),
            ("names", a.names or "", b.names or ""),
            ("birth_date", a.birth_date, b.birth_date),
            ("sex", a.sex, b.sex),
            ("insured", _key(old.family.insured), _key(new.family.insured)),
        )
        if one != other and not (isinstance(one, str) and fold(one) == fold(str(other)))
    ]
    if b.relation == "insured":
        if fold(old.family.activity or "") != fold(new.family.activity or ""):
            names.append("activity")
        if old.family.reference_income != new.family.reference_income:
            names.append("reference_income")
    return tuple(names)


def _renumbered(gone: dict[Key, _Listed], come: dict[Key, _Listed]) -> list[Changed]:
    """Who left and came back the same but for the number; taken out of both dictionaries."""
    by_name: dict[tuple[object, ...], list[Key]] = {}
    for key, listed in gone.items():
        by_name.setdefault(_likeness(listed.person), []).append(key)
    found = []
    for key, listed in list(come.items()):
        keys = by_name.get(_likeness(listed.person), [])
        if len(keys) == 1 and listed.person.birth_date is not None:
            old = gone.pop(keys.pop())
            del come[key]
            found.append(Changed(old.person, listed.person, ("id", *_fields(old, listed))))
    return found


def _likeness(person: RosterPerson) -> tuple[object, ...]:
    return (fold(person.surnames), fold(person.names or ""), person.birth_date)
