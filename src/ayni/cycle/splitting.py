"""A party splits: the families that are named go over to the new one on a day, and lose none of their cover."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import moving
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import party_actions
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.party_actions import NewChange, UnknownParty
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.document import queries as documents
from ayni.core.actor import Actor
from ayni.core.affiliation import Roster
from ayni.core.periods import last_day
from ayni.cycle.parties import NotTheFirst, PaperFile, refuse_assessed, split, standing_adhesions
from ayni.cycle.rosters import RosterFile, expected_of, read_file

#: As many numbers as a party has; a longer list is somebody's mistake.
MOST_NUMBERS = 200_000
_SIGNS = re.compile(r"[.\-/]")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-/]{3,19}")


class NobodyNamed(ValueError):
    """A list without a number, or of which none is of the party."""


class NotTheirs(LookupError):
    """Numbers of nobody who stands in the party that day; ``numbers`` lists them all."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        self.numbers = numbers
        super().__init__(", ".join(numbers[:20]))


class EverybodyNamed(ValueError):
    """All families of the party: that is a merger or a new name, not a split."""


class NoRosterToRead(LookupError):
    """No roster took effect, or its file is gone: no committee is known."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who would go: families by adhesion, their insured persons, how many persons, how many families stay."""

    day: date
    families: Mapping[int, tuple[int, ...]]
    insured: tuple[int, ...]
    persons: int
    stay: int

    @property
    def count(self) -> int:
        """Count the families that go."""
        return sum(len(one) for one in self.families.values())


@dataclass(frozen=True, slots=True)
class SplitDone:
    """What a split did: the new adhesions by code, families and persons who went over."""

    codes: tuple[str, ...]
    families: int
    persons: int


def numbers_in(text: str) -> tuple[str, ...]:
    """Read identity numbers out of a list: one a line, or apart by commas; whatever stands around is left out.

    >>> numbers_in("40123456; QUISPE\\n40-123457")
    ('40123456', '40123457')
    """
    written = (one for one in _NUMBER.findall(text) if any(sign.isdigit() for sign in one))
    bare = (_SIGNS.sub("", one).upper() for one in written)
    return tuple(dict.fromkeys(islice(bare, MOST_NUMBERS)))


def committees(*, actor: Actor, association: int, day: date) -> dict[str, tuple[str, ...]]:
    """Give the committees (blocks, localities) of the newest rosters, each with its families' numbers.

    A roster is read again from its kept file. A family stands in one committee by its own row. Raises
    ``NoRosterToRead``.
    """
    actor.require(*party_actions.KEEPERS)
    runner = actor.on_behalf(reason="leer los comités de la última nómina")
    found: dict[str, list[str]] = {}
    with acting(runner):
        standing = standing_adhesions(actor=runner, association=association, day=day)
    read = [_newest(runner, adhesion=one) for one in standing]
    for roster in read:
        for family in roster.families if roster else ():
            head = family.insured
            if family.committee and head is not None and head.id:
                found.setdefault(family.committee.strip(), []).append(head.id)
    if not any(read):
        raise NoRosterToRead(str(association))
    written = [number for mine in found.values() for number in mine]
    with acting(runner):  # a row that was refused brought nobody in
        known = {
            one.number
            for one in moving.holders(
                actor=runner, association=association, day=day, numbers=written
            )
        }
    kept = {name: tuple(one for one in found[name] if one in known) for name in sorted(found)}
    return {name: mine for name, mine in kept.items() if mine}


def _newest(actor: Actor, *, adhesion: Adhesion) -> Roster | None:
    with acting(actor):
        number = moving.newest_roster(adhesion=adhesion.id)
        kept = None if number is None else affiliations.roster(actor=actor, number=number)
        file = None if kept is None else documents.file(actor=actor, document=kept.document)
        if kept is None or file is None:
            return None
        expected = expected_of(actor=actor, adhesion=adhesion, month=kept.month)
    sent = RosterFile(name=kept.name, content=file.content)
    return read_file(sent, as_of=last_day(kept.month), expected=expected)


def leaving(*, actor: Actor, association: int, day: date, numbers: tuple[str, ...]) -> Leaving:
    """Find whose families would go on a day, by the number of anybody in them; nothing is written.

    Raises ``NotTheFirst``, ``UnknownParty``, ``NobodyNamed``, ``NotTheirs`` and ``EverybodyNamed``.
    """
    actor.require(*party_actions.KEEPERS)
    if day.day != 1:
        raise NotTheFirst(str(day))
    if not numbers:
        raise NobodyNamed(str(association))
    with acting(actor):
        if alliances.association(actor=actor, number=association) is None:
            raise UnknownParty(str(association))
        named = moving.holders(actor=actor, association=association, day=day, numbers=numbers)
        standing = moving.standing_families(actor=actor, association=association, day=day)
    known = {one.number for one in named}
    unknown = tuple(one for one in numbers if one not in known)
    if unknown:
        raise NotTheirs(unknown)
    go = {one.family: one.adhesion for one in named}
    if len(go) == len(standing):
        raise EverybodyNamed(str(association))
    families: dict[int, list[int]] = {}
    for family in sorted(go):
        families.setdefault(go[family], []).append(family)
    return Leaving(
        day=day,
        families={one: tuple(mine) for one, mine in sorted(families.items())},
        insured=tuple(standing[family][2] for family in sorted(go)),
        persons=sum(standing[family][1] for family in go),
        stay=len(standing) - len(go),
    )


def split_families(
    *,
    actor: Actor,
    association: int,
    seen: int,
    new: NewChange,
    file: PaperFile | None,
    numbers: tuple[str, ...],
) -> SplitDone:
    """Record a split and move the named families the same day, in one transaction: all of it or nothing.

    Each family leaves one adhesion and enters the other's on the same day. Raises as ``leaving`` and ``split``,
    and ``AssessedAlready`` or ``RosterInTheWay`` where that month is fixed.
    """
    with acting(actor.because(f"división: {new.why}")) as runner:
        go = leaving(actor=runner, association=association, day=new.day, numbers=numbers)
        made = split(actor=runner, association=association, seen=seen, new=new, file=file)
        persons = 0
        for leaves in standing_adhesions(actor=runner, association=association, day=new.day):
            if leaves.id not in go.families:
                continue
            enters = _entered(runner, made.adhesions, like=leaves)
            refuse_assessed(actor=runner, adhesions=(leaves, enters), day=new.day)
            persons += moving.move(
                actor=runner,
                leaves=leaves,
                enters=enters,
                day=new.day,
                change=made.change,
                families=go.families[leaves.id],
            )
    return SplitDone(tuple(one.code for one in made.adhesions), go.count, persons)


def _entered(actor: Actor, made: tuple[Adhesion, ...], *, like: Adhesion) -> Adhesion:
    return next(one for one in made if one.agreement == like.agreement)
