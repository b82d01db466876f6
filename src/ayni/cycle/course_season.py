"""The season of a sandbox: a small invented programme, some months lived, and then month by month.

What the bank shows follows the harvest of each zone, as in the example; who stops paying stops in the
middle of the season.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ayni.adapters.bankfiles import example_file
from ayni.adapters.spreadsheets import write_roster
from ayni.apps.access import courses
from ayni.apps.access.actions import acting
from ayni.apps.access.courses import Sandbox
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.core.actor import Actor
from ayni.core.example import (
    ExampleNotice,
    ExampleProgramme,
    ExampleStatement,
    payments,
    programme,
    roster,
    sheet_rows,
    statements,
)
from ayni.core.periods import last_day, month_number, month_text
from ayni.cycle.contribution_cycle import affiliate, bill, collect
from ayni.cycle.founding import AGREEMENT, found_programme
from ayni.cycle.rosters import RosterFile

FIRST_MONTH = month_number(year=2026, month=4)
#: Months lived when the course begins, months after which the season counts as lived, and the most.
LIVED, SEASON, LONGEST = 3, 6, 12
EARNINGS = "Ingreso de referencia"


class NotASandbox(Exception):
    """Months are passed in the sandbox of a course and nowhere else."""


class SeasonOver(Exception):
    """The year of the example is over: a reset begins it again."""


@dataclass(frozen=True, slots=True)
class PassedMonth:
    """What a month brought: due and received (less what the bank took back) in minor units."""

    month: int
    families: int
    due: int
    received: int


def found_season(*, actor: Actor, sandbox: Sandbox, code: str, name: str) -> None:
    """Found a sandbox's programme, affiliate its families and live its first months."""
    drawn = drawn_programme(seed=sandbox.seed, families=sandbox.families)
    codes = found_programme(actor=actor, programme=drawn, code=code, name=name)
    for one in drawn.cooperatives:
        rows = sheet_rows(roster(programme=drawn, cooperative=one, errors=False))
        file = RosterFile(f"{one.code}.xlsx", write_roster(rows=rows, earnings=EARNINGS))
        affiliate(actor=actor, code=codes[one.code], month=FIRST_MONTH, file=file)
    for month in range(FIRST_MONTH, FIRST_MONTH + LIVED):
        _live(actor, drawn=drawn, month=month)


def drawn_programme(*, seed: int, families: int) -> ExampleProgramme:
    """Draw a sandbox's programme; the same again for the same seed."""
    return programme(families=families, seed=seed)


def pass_month(*, actor: Actor) -> PassedMonth:
    """Assess the next month of the actor's sandbox, and read the statement that pays it.

    Whoever of the participant presses, the run is the sandbox's own. Raises ``NotASandbox``, ``SeasonOver``.
    """
    runner = actor.on_behalf(reason="pasar un mes de la temporada")
    with acting(runner):
        seat = courses.seat(actor=runner)
        if seat is None:
            raise NotASandbox
        month = next_month(actor=runner)
        if month is None:
            raise SeasonOver
        return _live(
            runner, drawn=drawn_programme(seed=seat.seed, families=seat.families), month=month
        )


def next_month(*, actor: Actor) -> int | None:
    """Give the month that passes next, or none when the season is over; needs ``acting``."""
    lived = lived_months(actor=actor)
    following = max(lived, default=FIRST_MONTH - 1) + 1
    return following if following < FIRST_MONTH + LONGEST else None


def lived_months(*, actor: Actor) -> set[int]:
    """Give the assessed months of the programme the sandbox was founded with; needs ``acting``."""
    with acting(actor):
        wanted = {
            one.id
            for one in alliances.adhesions(actor=actor)
            if one.code.startswith(f"{AGREEMENT}-")
        }
        return {one.month for one in assessments.notices(actor=actor) if one.adhesion in wanted}


def _live(actor: Actor, *, drawn: ExampleProgramme, month: int) -> PassedMonth:
    codes = [f"{AGREEMENT}-{one.code}" for one in drawn.cooperatives]
    bill(actor=actor, month=month, issued_on=last_day(month), codes=codes)
    with acting(actor):
        names = {one.id: one.code for one in alliances.associations(actor=actor)}
        known = {one.code for one in drawn.cooperatives}
        notices = [
            one
            for one in assessments.notices(actor=actor, month=month)
            if names[one.association] in known
        ]
    due = [
        ExampleNotice(names[one.association], one.month, one.reference, one.due, one.currency)
        for one in notices
    ]
    paid = payments(programme=drawn, notices=due, months={month})
    received = _collect(actor, statements(payments=paid), month=month)
    return PassedMonth(
        month=month,
        families=sum(one.families for one in notices),
        due=sum(one.due for one in notices),
        received=received,
    )


def _collect(actor: Actor, shown: Iterable[ExampleStatement], *, month: int) -> int:
    received = 0
    for one in shown:
        content = example_file(one)
        name = f"{one.number}-{month_text(month)}.xml"
        done = collect(actor=actor, name=name, content=content)
        received += done.received - done.reversed
    return received
