"""Parties: the tree with its families; what a merger or a split does to adhesions and families."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import moving
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import party_actions, party_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.party_actions import NewChange, NewEvidence, UnknownParty
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.assessment import queries as assessments
from ayni.apps.document import actions as documents
from ayni.core.actor import Actor
from ayni.core.alliance.papers import media_type_of
from ayni.core.alliance.tree import Tree, tree_of


class NotTheFirst(ValueError):
    """A merger or split within a month: rosters and assessments go by months."""


class NotYet(ValueError):
    """A renaming of a day that has not come: the register shows the name in force."""


class AssessedAlready(Exception):
    """The contributions of that month, or of a later one, are fixed already."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file as somebody sends it."""

    name: str
    content: bytes


def tree_on(*, actor: Actor, day: date) -> Tree:
    """Give the tree of associations as it stood on a day, with the families of each (three queries)."""
    with acting(actor):
        families = moving.families_by_association(actor=actor, day=day)
        bodies = party_queries.bodies_on(actor=actor, day=day)
    return tree_of(replace(one, families=families.get(one.number, 0)) for one in bodies)


def keep_paper(*, actor: Actor, association: int, file: PaperFile) -> int:
    """Keep a file as a paper of an association, or refuse what is none; within ``acting``."""
    media_type = media_type_of(file.content)
    return documents.keep(
        actor=actor,
        association=association,
        kind="evidence",
        name=file.name,
        media_type=media_type,
        content=file.content,
    )


def show_evidence(
    *, actor: Actor, association: int, seen: int, new: NewEvidence, file: PaperFile, today: date
) -> int:
    """Record a paper of legal standing with its file, both or neither."""
    with acting(actor.because("registrar un papel de la asociación")):
        _known(actor=actor, association=association)
        document = keep_paper(actor=actor, association=association, file=file)
        return party_actions.add_evidence(
            actor=actor,
            association=association,
            seen=seen,
            new=replace(new, document=document),
            today=today,
        )


def rename(
    *, actor: Actor, association: int, seen: int, new: NewChange, file: PaperFile | None
) -> None:
    """Record a new name from a day on, with its reason and paper."""
    with acting(actor.because(f"cambio de nombre: {new.why}")):
        _record(actor=actor, association=association, seen=seen, new=new, file=file)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger did: adhesions that ended, persons who went over."""

    adhesions: int
    persons: int


def merge(
    *, actor: Actor, association: int, seen: int, new: NewChange, file: PaperFile | None
) -> Merged:
    """Merge a party into another from a first of a month on, in one transaction.

    Its adhesions end that day, those of the successor begin or go on, the families go over without a gap,
    and who belonged to it belongs to the successor. What it owes stays on its own notices.

    Raises:
        NotTheFirst: if the day is no first of a month.
        AssessedAlready: if that month is assessed for one of the two.
    """
    if new.day.day != 1:
        raise NotTheFirst(str(new.day))
    into = _other(new)
    with acting(actor.because(f"fusión: {new.why}")):
        _known(actor=actor, association=into)
        change = _record(actor=actor, association=association, seen=seen, new=new, file=file)
        persons = 0
        standing = standing_adhesions(actor=actor, association=association, day=new.day)
        for leaves in standing:
            enters = _adhesion(actor=actor, association=into, like=leaves, day=new.day)
            refuse_assessed(actor=actor, adhesions=(leaves, enters), day=new.day)
            persons += moving.move(
                actor=actor, leaves=leaves, enters=enters, day=new.day, change=change
            )
            party_actions.end_adhesion(adhesion=leaves.id, day=new.day)
        _rehome(actor=actor, association=association, into=into, day=new.day)
    return Merged(len(standing), persons)


@dataclass(frozen=True, slots=True)
class Split:
    """What a split made: the change of party that was recorded, and the new one's adhesions."""

    change: int
    adhesions: tuple[Adhesion, ...]


def split(
    *, actor: Actor, association: int, seen: int, new: NewChange, file: PaperFile | None
) -> Split:
    """Record that a party split off another, which joins its agreements from a first of a month on.

    Families do not move by themselves: ``splitting.split_families`` names who goes, or two rosters of that
    month say who stays and who goes.
    """
    if new.day.day != 1:
        raise NotTheFirst(str(new.day))
    other = _other(new)
    with acting(actor.because(f"división: {new.why}")):
        _known(actor=actor, association=other)
        change = _record(actor=actor, association=association, seen=seen, new=new, file=file)
        made = tuple(
            _adhesion(actor=actor, association=other, like=one, day=new.day)
            for one in standing_adhesions(actor=actor, association=association, day=new.day)
        )
        centre = _centre(association=association, day=new.day)
        if centre is not None and _centre(association=other, day=new.day) is None:
            party_actions.place(actor=actor, association=other, parent=centre, day=new.day)
    return Split(change, made)


def _other(new: NewChange) -> int:
    if new.other is None:
        raise UnknownParty("none")
    return new.other


def _known(*, actor: Actor, association: int) -> None:
    actor.require(*party_actions.KEEPERS)
    if alliances.association(actor=actor, number=association) is None:
        raise UnknownParty(str(association))


def _record(
    *, actor: Actor, association: int, seen: int, new: NewChange, file: PaperFile | None
) -> int:
    _known(actor=actor, association=association)
    if file is not None:
        document = keep_paper(actor=actor, association=association, file=file)
        new = replace(new, document=document)
    return party_actions.record_change(actor=actor, association=association, seen=seen, new=new)


def standing_adhesions(*, actor: Actor, association: int, day: date) -> list[Adhesion]:
    """List an association's adhesions that stand on a day."""
    return [
        one
        for one in alliances.adhesions(actor=actor)
        if one.association == association and one.in_force(day)
    ]


def _adhesion(*, actor: Actor, association: int, like: Adhesion, day: date) -> Adhesion:
    """Give an association's adhesion to the same agreement on a day, or let it join that day."""
    every = alliances.adhesions(actor=actor)
    for one in every:
        if one.association == association and one.agreement == like.agreement and one.in_force(day):
            return one
    party = alliances.association(actor=actor, number=association)
    if party is None:
        raise UnknownParty(str(association))
    taken = {one.code for one in every}
    codes = (f"{like.agreement_code}-{party.code}{end}" for end in ("", *_again()))
    code = next(one for one in codes if one not in taken)
    alliance.adhere(
        actor=actor,
        agreement=like.agreement,
        association=association,
        code=code,
        starts=day,
        facility=like.facility,
    )
    return alliances.adhesion_of(actor=actor, code=code)


def _again() -> list[str]:
    """Give the endings of the second and later adhesions of one association."""
    return [f"-{number}" for number in range(2, 100)]


def refuse_assessed(*, actor: Actor, adhesions: tuple[Adhesion, ...], day: date) -> None:
    """Refuse a move in a month whose contributions are fixed (``AssessedAlready``)."""
    month = 12 * day.year + day.month - 1
    for one in adhesions:
        until = assessments.assessed_until(actor=actor, adhesion=one.id)
        if until is not None and until >= month:
            raise AssessedAlready(one.code)


def _centre(*, association: int, day: date) -> int | None:
    for one in party_queries.memberships(association=association):
        if (one.starts is None or one.starts <= day) and (one.ends is None or day < one.ends):
            return one.parent
    return None


def _rehome(*, actor: Actor, association: int, into: int, day: date) -> None:
    """Who belonged to the merged one belongs to the successor; if that is one of them, it takes its place."""
    centre = _centre(association=association, day=day)
    members = party_queries.members_on(association=association, day=day)
    party_actions.place(actor=actor, association=association, parent=None, day=day)
    if into in members:
        party_actions.place(actor=actor, association=into, parent=centre, day=day)
    for one in members:
        if one != into:
            party_actions.place(actor=actor, association=one, parent=into, day=day)
