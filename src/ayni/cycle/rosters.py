"""Roster: read, check against the registry, receive, let it take effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import DatabaseError

from ayni.adapters.spreadsheets import read_workbook_safely
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import actions as affiliation
from ayni.apps.affiliation import leaving
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.actions import Applied, Control, Problem, Received
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.assessment import queries as assessments
from ayni.apps.document import actions as document
from ayni.apps.document import queries as documents
from ayni.apps.sql.frames import be_patient, is_collision
from ayni.core.actor import Actor, Role
from ayni.core.affiliation import (
    Earning,
    Expected,
    Roster,
    RosterFamily,
    RosterPerson,
    read_roster,
)
from ayni.core.affiliation.limits import over_limit, relation_limits
from ayni.core.affiliation.movements import movements
from ayni.core.alliance.life import State
from ayni.core.matching import fold
from ayni.core.periods import first_day, last_day, month_text
from ayni.core.scheme import Terms
from ayni.cycle.entitling import refresh_cover, refresh_moved
from ayni.cycle.law import earnings_asked, law_of
from ayni.cycle.own_terms import law_for

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How the registry files a number: a CUI becomes the DNI's number.
_KIND = {"DNI": "DNI", "CUI": "DNI", "CE": "CE", "CR": "CR", "DIMEX": "DIMEX"}


class AgreementNotInForce(Exception):
    """A roster for a month in which the adhesion does not stand."""


class RosterAlreadyAssessed(Exception):
    """A roster for a month whose contributions are fixed already."""


class NobodyToTake(Exception):
    """A roster of which no family can be taken: in effect it would exclude everybody."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as somebody sends it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A roster read and looked up, not yet in effect."""

    roster: int
    new: bool
    adhesion: Adhesion
    month: int
    control: Control
    people: pl.DataFrame
    already_applied: bool
    replaces: int | None


def read_file(file: RosterFile, *, as_of: date, expected: Expected) -> Roster:
    """Read a file in a child process with limits, and find what is wrong with which row."""
    workbook = read_workbook_safely(name=file.name, content=file.content)
    return read_roster(workbook=workbook, as_of=as_of, expected=expected)


def expected_of(*, actor: Actor, adhesion: Adhesion, month: int) -> Expected:
    """Tell what a roster must say: the institution's country gives the documents, the law the earnings."""
    try:
        version = alliances.version_on(
            actor=actor, agreement=adhesion.agreement, day=first_day(month)
        )
    except UnknownAgreement:
        raise AgreementNotInForce(f"{adhesion.code}: {month_text(month)}") from None
    asked = earnings_asked(law_of(actor=actor, version=version).scheme)
    earning = Earning.REFERENCE
    if asked:
        earning = Earning.PAY if "pay" in asked else Earning.DECLARED
    return Expected(
        country=access.institution(actor=actor).country.upper(),
        earning=earning,
    )


def check(
    *, actor: Actor, code: str, month: int, file: RosterFile, roster: Roster | None = None
) -> Checked:
    """Receive a roster: keep the file, its control totals and problems; nobody is affiliated yet.

    The same file again finds what was received the first time. Refuses an unknown agreement, one not in
    force that month, and a month already assessed.
    """
    with acting(actor.because(f"nómina {code} {month_text(month)}")):
        adhesion = _standing(actor=actor, code=code, month=month)
        expected = expected_of(actor=actor, adhesion=adhesion, month=month)
    read = roster or read_file(file, as_of=last_day(month), expected=expected)
    people = roster_people(read)
    runner = actor.on_behalf(reason=f"nómina {code} {month_text(month)}")
    with acting(runner):
        doubts = _doubts(runner, adhesion=adhesion, month=month, people=people)
        taken = _without(people, doubts=doubts)
        received = _received(
            runner,
            adhesion=adhesion,
            month=month,
            file=file,
            roster=read,
            doubts=doubts,
            taken=taken,
        )
        number, new = affiliation.receive(actor=runner, adhesion=adhesion, file=received)
        replaced = affiliations.applied_for(actor=runner, adhesion=adhesion.id, month=month)
        return Checked(
            roster=number,
            new=new,
            adhesion=adhesion,
            month=month,
            control=received.control,
            people=taken,
            already_applied=affiliation.is_applied(roster=number),
            replaces=None if replaced == number else replaced,
        )


Doubts = dict[int, tuple[str, str | None]]


def _doubts(actor: Actor, *, adhesion: Adhesion, month: int, people: pl.DataFrame) -> Doubts:
    """Ask the registry, and the law of the agreement: position -> kind of doubt, what would be right."""
    day = first_day(month)
    version = alliances.version_on(actor=actor, agreement=adhesion.agreement, day=day)
    law = law_for(actor=actor, adhesion=adhesion, version=version, day=day)
    doubts = _too_early(actor, adhesion=adhesion, month=month, people=people, terms=law.terms)
    many = over_limit(people, limits=relation_limits(law.scheme))
    doubts |= {at: ("too_many_of_relation", str(limit)) for at, limit in many.items()}
    known = affiliations.registry_doubts(actor=actor, adhesion=adhesion, month=month, people=people)
    return doubts | {at: (kind, None) for at, kind in known.items()}


#: Two files that name the same person at the same moment: the later one looks again.
TRIES = 4
#: A file may wait this long (seconds) for another that registers the same person; a page never does.
PATIENCE = 120


def take(*, actor: Actor, code: str, month: int, file: RosterFile) -> tuple[Checked, Applied]:
    """Check a roster and let it take effect at once, both or neither."""
    runner = actor.on_behalf(reason=f"nómina {code} {month_text(month)}")
    with acting(runner):
        adhesion = _standing(actor=runner, code=code, month=month)
        expected = expected_of(actor=runner, adhesion=adhesion, month=month)
    read = read_file(file, as_of=last_day(month), expected=expected)
    for attempt in range(TRIES):
        try:
            with acting(runner):
                be_patient(seconds=PATIENCE)
                checked = check(actor=runner, code=code, month=month, file=file, roster=read)
                return checked, apply(actor=runner, checked=checked)
        except DatabaseError as error:
            if attempt == TRIES - 1 or not is_collision(error):
                raise
    raise AssertionError("unreachable")


def apply(*, actor: Actor, checked: Checked) -> Applied:
    """Let a checked roster take effect; a second time changes nothing.

    Refuses ``AgreementNotInForce`` when the agreement ended before that month since the roster was checked.
    Where it ended within the month, whoever comes in leaves on that day.
    """
    actor.require(Role.AFFILIATION, Role.SECRETARY)
    if checked.people.is_empty():
        raise NobodyToTake(checked.adhesion.code)
    reason = f"nómina {checked.adhesion.code} {month_text(checked.month)} confirmada"
    runner = actor.on_behalf(reason=reason)
    with acting(runner):
        adhesion = _standing(actor=runner, code=checked.adhesion.code, month=checked.month)
        applied = affiliation.apply(
            actor=runner,
            adhesion=checked.adhesion,
            roster=checked.roster,
            month=checked.month,
            people=checked.people,
        )
        refresh_moved(actor=runner, scheme=checked.adhesion.scheme, roster=checked.roster)
        _let_go(runner, adhesion=adhesion)
        return applied


def _let_go(actor: Actor, *, adhesion: Adhesion) -> None:
    """Let nobody stay under an adhesion whose end was carried out before the roster came."""
    if adhesion.ends is None:
        return
    now = life_queries.state_of(actor=actor, agreement=adhesion.agreement)
    if now.state is State.ENDED or leaving.was_ended(adhesion=adhesion.id, day=adhesion.ends):
        left = leaving.end_affiliations(
            actor=actor, adhesions=[adhesion.id], day=adhesion.ends, step=None
        )
        refresh_cover(actor=actor, touched=left)


def reopen(*, actor: Actor, roster: int) -> Checked:
    """Read a received roster again from its kept file (what a person confirms on a later page)."""
    with acting(actor):
        found = affiliations.roster(actor=actor, number=roster)
        kept = documents.file(actor=actor, document=found.document) if found else None
        if found is None or kept is None:
            raise LookupError("no such roster")
        code = next(a.code for a in alliances.adhesions(actor=actor) if a.id == found.adhesion)
    file = RosterFile(name=found.name, content=kept.content)
    return check(actor=actor, code=code, month=found.month, file=file)


@dataclass(frozen=True, slots=True)
class Differences:
    """What a roster would change, in numbers."""

    included: int
    excluded: int
    changed: int


def differences(*, actor: Actor, checked: Checked) -> Differences:
    """Tell what a checked roster would change if it took effect (nothing is written).

    People the registry does not know count as inclusions.
    """
    runner = actor.on_behalf(reason="comparar nómina")
    with acting(runner):
        current, wanted = affiliations.compared(
            actor=runner,
            adhesion=checked.adhesion,
            day=first_day(checked.month),
            people=checked.people,
        )
    moved = movements(current=current, roster=wanted)
    number = dict(moved.group_by("kind").len().iter_rows())
    return Differences(
        included=number.get("inclusion", 0),
        excluded=number.get("exclusion", 0),
        changed=number.get("change", 0),
    )


def _standing(*, actor: Actor, code: str, month: int) -> Adhesion:
    adhesion = alliances.adhesion_of(actor=actor, code=code)
    day = first_day(month)
    if not alliances.standing_on(actor=actor, day=day, codes=[adhesion.code]):
        raise AgreementNotInForce(f"{code}: {month_text(month)}")
    _refuse_assessed(actor, adhesion=adhesion, month=month)
    return adhesion


def _refuse_assessed(actor: Actor, *, adhesion: Adhesion, month: int) -> None:
    until = assessments.assessed_until(actor=actor, adhesion=adhesion.id)
    if until is not None and until >= month:
        raise RosterAlreadyAssessed(f"{adhesion.code}: {month_text(until)}")


def roster_people(roster: Roster) -> pl.DataFrame:
    """Give the persons that can be taken: accepted, in a family whose insured person is accepted."""
    taken = [row for row in _rows(roster)]
    names = [*affiliation.ROSTER]
    schema = {name: _POLARS[kind] for name, kind in affiliation.ROSTER.items()}
    columns = list(zip(*taken, strict=True)) if taken else [()] * len(names)
    return pl.DataFrame(dict(zip(names, columns, strict=True)), schema=schema)


_POLARS = {"int": pl.Int32, "bigint": pl.Int64, "text": pl.String, "date": pl.Date}


def _rows(roster: Roster) -> Iterator[tuple[object, ...]]:
    position = 0
    for number, family in enumerate(roster.families):
        for person in family.persons:
            position += 1
            if _stands(family) and person.status == "accepted":
                yield _row(person, family=family, number=number, position=position)


def _stands(family: RosterFamily) -> bool:
    return family.insured is not None and family.insured.status == "accepted"


def _row(
    person: RosterPerson, *, family: RosterFamily, number: int, position: int
) -> tuple[object, ...]:
    head = person is family.insured
    return (
        position,
        _KIND[person.id_type or "DNI"],
        person.id,
        person.surname1 or "",
        person.surname2 or "",
        person.names or "",
        person.birth_date,
        person.sex,
        fold(f"{person.surname1 or ''} {person.surname2 or ''} {person.names or ''}"),
        number,
        "insured" if head else person.relation,
        family.activity if head else None,
        family.reference_income if head else None,
    )


#: A family that is new in a month in which the agreement lets none in.
OUTSIDE_ENTRY = "outside_entry_months"


def _too_early(
    actor: Actor, *, adhesion: Adhesion, month: int, people: pl.DataFrame, terms: Terms
) -> Doubts:
    """Find the families whose insured person is not affiliated here, in a month in which none may come in.

    Those who are go on and may change. The next month of entry is what would be right.
    """
    if terms.may_enter(month):
        return {}
    later = next(one for one in range(month + 1, month + 13) if terms.may_enter(one))
    _, wanted = affiliations.compared(
        actor=actor, adhesion=adhesion, day=first_day(month), people=people
    )
    new = wanted.filter(pl.col("family") < 0)["position"].to_list()
    return dict.fromkeys(new, (OUTSIDE_ENTRY, month_text(later)))


def _without(people: pl.DataFrame, *, doubts: Doubts) -> pl.DataFrame:
    """Leave out who is doubtful, and the family of an insured person who is."""
    if not doubts:
        return people
    doubted = pl.col("position").is_in(list(doubts))
    fallen = people.filter(doubted & (pl.col("relation") == "insured"))["family_no"].to_list()
    return people.filter(~doubted & ~pl.col("family_no").is_in(fallen))


def _received(
    actor: Actor,
    *,
    adhesion: Adhesion,
    month: int,
    file: RosterFile,
    roster: Roster,
    doubts: Doubts,
    taken: pl.DataFrame,
) -> Received:
    kept = document.keep(
        actor=actor,
        association=adhesion.association,
        kind="roster",
        name=file.name,
        media_type=SPREADSHEET,
        content=file.content,
    )
    fallen = roster.control.if_family_falls
    counted = Control(
        rows=roster.control.persons,
        accepted=taken.height,
        refused=fallen.refused - roster.control.duplicate,
        doubtful=roster.control.persons - taken.height - fallen.refused,
        duplicate=roster.control.duplicate,
        families=int(taken["family_no"].n_unique()),
    )
    return Received(
        document=kept,
        name=file.name,
        month=month,
        as_of=roster.as_of,
        layout={s.sheet: {"header_row": s.header_row} for s in roster.layouts},
        control=counted,
        problems=[*_problems(roster), *_registry_problems(roster, doubts=doubts)],
    )


def _problems(roster: Roster) -> Iterator[Problem]:
    for found in roster.problems:
        yield Problem(
            sheet=found.sheet,
            row=found.row,
            column=found.column or "",
            cell=found.cell or "",
            value=found.value,
            kind=found.kind,
            severity=found.severity,
            proposed=found.proposed,
        )


def _registry_problems(roster: Roster, *, doubts: Doubts) -> Iterator[Problem]:
    if not doubts:
        return
    persons = [person for family in roster.families for person in family.persons]
    for position, (kind, proposed) in sorted(doubts.items()):
        person = persons[position - 1]
        yield Problem(
            sheet=person.sheet,
            row=person.row,
            column="",
            cell="",
            value=person.id,
            kind=kind,
            severity="doubt",
            proposed=proposed,
        )
