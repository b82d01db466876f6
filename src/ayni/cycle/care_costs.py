"""What care cost, told by the institution: a file read, shown, confirmed; what holds, and of whom it is all.

A file counts whole or not at all. What is told again corrects: both stay, the newer holds. Nobody is named in
it, and no diagnosis; an association sees sums of its own by its alliance's health alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from ayni.adapters.spreadsheets import read_workbook_safely
from ayni.adapters.studyfiles import list_assumptions, load_table
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.benefit import actions as writes
from ayni.apps.benefit import queries
from ayni.apps.benefit.queries import Received, Telling, ToldMonth
from ayni.apps.document import actions as document
from ayni.apps.document import queries as documents
from ayni.core.actor import Actor, Role
from ayni.core.benefit import (
    WHOLE,
    Cost,
    CostFile,
    Expected,
    HeldCost,
    Place,
    Problem,
    read_costs,
)
from ayni.core.matching import fold
from ayni.core.periods import month_of
from ayni.core.projection.assumption_care import BenefitLines
from ayni.core.scheme.nodes import Texts

#: Who tells what care cost: whoever keeps the money, and the actuary. Head and auditor read.
TELLS = (Role.COLLECTION, Role.NEGOTIATOR)
READS = (*TELLS, Role.HEAD, Role.AUDITOR)
_KIND = "care_cost"


class UnknownCostFile(LookupError):
    """No file of costs of that number is the actor's to see."""


class CostsRefused(ValueError):
    """Rows of a file are wrong: none of it counts. ``problems`` say which and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} rows")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as somebody sends it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change: the sum that held before (none: nothing was told), and the one told now."""

    cost: Cost
    before: int | None

    @property
    def kind(self) -> str:
        """Name it: ``new``, ``same`` or ``correction``."""
        if self.before is None:
            return "new"
        return "same" if self.before == self.cost.amount else "correction"


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What a file would change of a month: of how many adhesions, the sum that holds now and the one after."""

    month: int
    adhesions: int
    new: int
    corrections: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A file received with what it tells; ``changes`` against what holds today, and by month."""

    received: Received
    read: CostFile
    changes: tuple[Change, ...]
    months: tuple[MonthChange, ...]
    adhesions: dict[int, Adhesion]
    currency: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: ``new`` is false where it had been told before."""

    file: int
    new: bool
    rows: int
    amount: int
    months: tuple[int, ...]
    corrections: int
    currency: str


@lru_cache(maxsize=1)
def benefit_lines() -> dict[str, Texts]:
    """Name the benefit lines that studies use, by code."""
    tables = [
        table for table in map(load_table, list_assumptions()) if isinstance(table, BenefitLines)
    ]
    return {one.line: one.name for table in tables for one in table.values}


def receive(*, actor: Actor, file: SentFile, day: date, at: datetime) -> tuple[int, bool]:
    """Read a file and keep it; gives its number and whether it is new. Nothing counts until it is confirmed.

    Raises ``UnreadableFile``, ``NotACostFile``, ``CostsRefused``; then nothing is kept.
    """
    actor.require(*TELLS)
    runner = actor.on_behalf(reason="recibir costos de la atención")
    _, read = _read(runner, file=file, day=day)
    if read.problems:
        raise CostsRefused(read.problems)
    with acting(runner):
        return _received(runner, file=file, at=at)


def shown(*, actor: Actor, file: int, day: date) -> Shown:
    """Show a file that was received and what it would change; raises ``UnknownCostFile``, ``CostsRefused``."""
    actor.require(*READS)
    runner = actor.on_behalf(reason="revisar costos de la atención")
    received, sent = _kept(runner, file=file)
    currency, read = _read(runner, file=sent, day=day)
    if read.problems:
        raise CostsRefused(read.problems)
    with acting(runner):
        held = _held(runner, costs=read.costs)
        every = sorted({one.month for one in read.costs})
        months = queries.held(actor=runner, months=every)
        adhesions = {one.id: one for one in alliances.adhesions(actor=runner)}
    changes = _changes(read.costs, held=held)
    return Shown(received, read, changes, _by_month(changes, held=months), adhesions, currency)


def confirm(*, actor: Actor, file: int, day: date, at: datetime) -> Taken:
    """Let a file count; a second time changes nothing. Raises ``UnknownCostFile``, ``CostsRefused``."""
    actor.require(*TELLS)
    runner = actor.on_behalf(reason="contar costos de la atención")
    _, sent = _kept(runner, file=file)
    currency, read = _read(runner, file=sent, day=day)
    if read.problems:
        raise CostsRefused(read.problems)
    with acting(runner):
        return _told(runner, file=file, read=read, currency=currency, at=at)


def take(*, actor: Actor, file: SentFile, day: date, at: datetime) -> Taken:
    """Receive a file and let it count at once, both or neither; raises what ``receive`` does."""
    actor.require(*TELLS)
    runner = actor.on_behalf(reason="contar costos de la atención")
    currency, read = _read(runner, file=file, day=day)
    if read.problems:
        raise CostsRefused(read.problems)
    with acting(runner):
        number, _ = _received(runner, file=file, at=at)
        return _told(runner, file=number, read=read, currency=currency, at=at)


def months_told(*, actor: Actor) -> list[ToldMonth]:
    """List the months of which anything is told, newest first."""
    actor.require(*READS)
    with acting(actor):
        return queries.months(actor=actor)


def files_received(*, actor: Actor) -> list[Received]:
    """List the newest files, told and waiting."""
    actor.require(*READS)
    with acting(actor):
        return queries.files(actor=actor)


def month_told(*, actor: Actor, month: int) -> tuple[list[Telling], dict[int, Adhesion]]:
    """List everything told of a month, what no longer holds too, and the adhesions by number."""
    actor.require(*READS)
    with acting(actor):
        found = queries.tellings(actor=actor, month=month)
        return found, {one.id: one for one in alliances.adhesions(actor=actor)}


def _read(actor: Actor, *, file: SentFile, day: date) -> tuple[str, CostFile]:
    """Read a file in a child process with limits; gives the institution's currency too."""
    with acting(actor):
        expected = _expected(actor, day=day)
    workbook = read_workbook_safely(name=file.name, content=file.content)
    return expected.currency, read_costs(workbook=workbook, expected=expected)


def _expected(actor: Actor, *, day: date) -> Expected:
    places: dict[str, set[Place]] = defaultdict(set)
    for one in alliances.adhesions(actor=actor):
        last = None if one.ends is None else month_of(one.ends - timedelta(days=1))
        place = Place(one.id, one.code, month_of(one.starts), last)
        for code in (one.agreement_code, one.association_code):
            places[fold(code)].add(place)
    own = {fold(place.code): (place,) for found in places.values() for place in found}
    every = {code: tuple(sorted(found, key=lambda one: one.code)) for code, found in places.items()}
    lines = {
        fold(name): code
        for code, names in benefit_lines().items()
        for name in (code, names.es, names.in_language("en"), names.in_language("pt"))
    }
    currency = access.institution(actor=actor).currency
    return Expected(every | own, lines, currency, month_of(day) - 1)


def _received(actor: Actor, *, file: SentFile, at: datetime) -> tuple[int, bool]:
    kept = document.keep(
        actor=actor,
        association=None,
        kind=_KIND,
        name=file.name,
        media_type="application/octet-stream",
        content=file.content,
    )
    return writes.receive(actor=actor, document=kept, name=file.name, at=at)


def _kept(actor: Actor, *, file: int) -> tuple[Received, SentFile]:
    with acting(actor):
        received = queries.file(actor=actor, number=file)
        kept = documents.file(actor=actor, document=received.document) if received else None
    if received is None or kept is None:
        raise UnknownCostFile(str(file))
    return received, SentFile(received.name, kept.content)


def _held(actor: Actor, *, costs: Sequence[Cost]) -> list[HeldCost]:
    return queries.held(
        actor=actor,
        adhesions=sorted({one.adhesion for one in costs}),
        months=sorted({one.month for one in costs}),
    )


_Sums = dict[tuple[int, int], dict[str, int]]


def _sums(held: Sequence[HeldCost]) -> _Sums:
    """Give the sums that hold, by adhesion and month, by line."""
    found: _Sums = defaultdict(dict)
    for one in held:
        found[one.adhesion, one.month][one.line] = one.amount
    return found


def _changes(costs: Sequence[Cost], *, held: Sequence[HeldCost]) -> tuple[Change, ...]:
    """Set what is told now beside what holds; all care together takes the place of the lines."""
    known = _sums(held)
    found = []
    for cost in costs:
        lines = known.get((cost.adhesion, cost.month), {})
        whole = sum(lines.values()) if cost.line == WHOLE and lines else None
        found.append(Change(cost, lines.get(cost.line, whole)))
    return tuple(found)


def _by_month(changes: Sequence[Change], *, held: Sequence[HeldCost]) -> tuple[MonthChange, ...]:
    """Sum what a file would change, month by month, as it would stand after."""
    before, after = _sums(held), _sums(held)
    for cost in (one.cost for one in changes):
        lines = after[cost.adhesion, cost.month]
        if cost.line == WHOLE or WHOLE in lines:
            lines.clear()
        lines[cost.line] = cost.amount
    found = []
    for month in sorted({one.cost.month for one in changes}):
        of = [one for one in changes if one.cost.month == month]
        found.append(
            MonthChange(
                month=month,
                adhesions=len({one.cost.adhesion for one in of}),
                new=sum(one.kind == "new" for one in of),
                corrections=sum(one.kind == "correction" for one in of),
                before=_total(before, month=month),
                after=_total(after, month=month),
            )
        )
    return tuple(found)


def _total(sums: _Sums, *, month: int) -> int:
    return sum(sum(lines.values()) for (_, one), lines in sums.items() if one == month)


def _told(actor: Actor, *, file: int, read: CostFile, currency: str, at: datetime) -> Taken:
    changes = _changes(read.costs, held=_held(actor, costs=read.costs))
    associations = {one.id: one.association for one in alliances.adhesions(actor=actor)}
    telling = writes.tell(
        actor=actor, file=file, costs=read.costs, associations=associations, at=at
    )
    return Taken(
        file=file,
        new=telling is not None,
        rows=len(read.costs),
        amount=read.amount,
        months=tuple(sorted({one.month for one in read.costs})),
        corrections=0 if telling is None else sum(one.kind == "correction" for one in changes),
        currency=currency,
    )
