"""Reads of the study room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ayni.apps.sql.frames import one, rows
from ayni.core.actor import Actor


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Study:
    """A study as it was written, with the codes of what it is about."""

    id: int
    code: str
    name: str
    agreement: int | None
    agreement_code: str | None
    negotiation: int | None
    text: str
    digest: bytes
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what was asked, how far it is (``done`` scenarios of ``scenarios``), what it gave.

    ``input`` and ``cube`` are digests, as hexadecimal text; none while they are not known.
    """

    id: int
    study: int
    kernel: str
    seed: int
    scenarios: int
    months: int
    block: int
    changes: Mapping[str, Any]
    asked_by: str
    asked_at: datetime
    state: RunState
    done: int
    began_at: datetime | None
    ended_at: datetime | None
    why: str
    input: str | None
    cube: str | None

    @property
    def seconds(self) -> float | None:
        """Give how long it took, where it has ended."""
        if self.began_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.began_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Block:
    """Scenarios ``first`` to ``first + scenarios`` of a run, as Parquet, with the digest of their cube."""

    first: int
    scenarios: int
    digest: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Score:
    """A component of a month: the fan (5th, 50th, 95th percentile) and mean of what was expected, what came.

    ``actual`` is none where it is not known here; then there is no ratio, no percentile and no alert.
    ``revision`` numbers what came where it may be told anew, as what care cost; the newest score rules.
    """

    month: int
    component: str
    low: float
    middle: float
    expected: float
    high: float
    actual: float | None
    ratio: float | None
    percentile: float | None
    alert: bool
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Attached:
    """What a proposal (by its number at the table) shows of a study."""

    proposal: int
    run: int
    levers: Mapping[str, Any]
    figures: Mapping[str, Any]
    attached_by: str
    attached_at: datetime


_STUDY = (
    "SELECT s.id, s.code, s.name, s.agreement, g.code, s.negotiation, s.text, s.digest, s.written_by,"
    " s.written_at FROM study_study s LEFT JOIN alliance_agreement g ON g.id = s.agreement"
    " WHERE s.institution = %s"
)


def studies(*, actor: Actor, agreement: int | None = None) -> list[Study]:
    """List the institution's studies (of one agreement), newest first."""
    found = rows(
        _STUDY + " AND (%s::int IS NULL OR s.agreement = %s) ORDER BY s.id DESC LIMIT 500",
        (actor.institution, agreement, agreement),
    )
    return [_study(row) for row in found]


def study(*, actor: Actor, number: int) -> Study | None:
    """Give one study, or nothing when it is not the actor's to see."""
    found = one(_STUDY + " AND s.id = %s", (actor.institution, number))
    return None if found is None else _study(found)


def study_coded(*, actor: Actor, code: str) -> Study | None:
    """Give the study of a code, or nothing."""
    found = one(_STUDY + " AND s.code = %s", (actor.institution, code))
    return None if found is None else _study(found)


def _study(row: tuple[Any, ...]) -> Study:
    values: list[Any] = [*row[:7], bytes(row[7]), *row[8:]]
    return Study(*values)


_RUN = (
    "SELECT r.id, r.study, r.kernel, r.seed, r.scenarios, r.months, r.block, r.changes, r.asked_by,"
    " r.asked_at, t.state, t.done, t.began_at, t.ended_at, t.why, encode(i.input, 'hex'),"
    " encode(z.cube, 'hex') FROM study_run r JOIN study_run_state t ON t.run = r.id"
    " LEFT JOIN study_run_input i ON i.run = r.id LEFT JOIN study_result z ON z.run = r.id"
    " WHERE r.institution = %s"
)


def run(*, actor: Actor, number: int) -> Run | None:
    """Give one run, or nothing when it is not the actor's to see."""
    found = one(_RUN + " AND r.id = %s", (actor.institution, number))
    return None if found is None else _run(found)


def runs(*, actor: Actor, study: int | None = None) -> list[Run]:
    """List the runs (of one study), newest first."""
    found = rows(
        _RUN + " AND (%s::int IS NULL OR r.study = %s) ORDER BY r.id DESC LIMIT 2000",
        (actor.institution, study, study),
    )
    return [_run(row) for row in found]


def _run(row: tuple[Any, ...]) -> Run:
    values: list[Any] = [*row[:7], _read(row[7]), *row[8:10], RunState(row[10]), *row[11:]]
    return Run(*values)


def waiting(*, actor: Actor) -> bool:
    """Tell whether a run waits, or was left by its worker."""
    return bool(
        one(
            "SELECT 1 FROM study_run_state WHERE institution = %s AND state IN ('queued', 'running')"
            " LIMIT 1",
            (actor.institution,),
        )
    )


def input_of(*, actor: Actor, run: int) -> bytes | None:
    """Give what a run is computed from, packed, if it was written down."""
    found = one(
        "SELECT i.content FROM study_run_input r JOIN study_input i ON i.institution = r.institution"
        " AND i.digest = r.input WHERE r.institution = %s AND r.run = %s",
        (actor.institution, run),
    )
    return None if found is None else bytes(found[0])


def manifest_of(*, actor: Actor, run: int) -> Mapping[str, Any] | None:
    """Give the manifest of a run that is done."""
    found = one(
        "SELECT manifest FROM study_result WHERE institution = %s AND run = %s",
        (actor.institution, run),
    )
    return None if found is None else _read(found[0])


def firsts(*, actor: Actor, run: int) -> dict[int, int]:
    """Give the blocks that are there: their first scenario and how many."""
    found = rows(
        "SELECT first, scenarios FROM study_block WHERE institution = %s AND run = %s",
        (actor.institution, run),
    )
    return dict(found)


def blocks(*, actor: Actor, run: int) -> list[Block]:
    """Give the blocks of a run in order."""
    found = rows(
        "SELECT first, scenarios, digest, content FROM study_block WHERE institution = %s AND run = %s"
        " ORDER BY first",
        (actor.institution, run),
    )
    return [
        Block(first, many, bytes(digest), bytes(content)) for first, many, digest, content in found
    ]


def results(*, actor: Actor) -> dict[int, str]:
    """Give the cube digests of all runs that are done."""
    found = rows(
        "SELECT run, encode(cube, 'hex') FROM study_result WHERE institution = %s ORDER BY run",
        (actor.institution,),
    )
    return dict(found)


def outcomes(*, actor: Actor, runs: list[int]) -> dict[int, Mapping[str, Any]]:
    """Give the first figures written of each run: those under its own levers."""
    found = rows(
        "SELECT DISTINCT ON (run) run, figures FROM study_outcome WHERE institution = %s"
        " AND run = ANY(%s) ORDER BY run, entry",
        (actor.institution, runs),
    )
    return {number: _read(figures) for number, figures in found}


def attached(*, actor: Actor, negotiation: int) -> list[Attached]:
    """List what the proposals of a negotiation show, to whoever sees them."""
    found = rows(
        "SELECT p.number, a.run, a.levers, a.figures, a.attached_by, a.attached_at FROM study_proposal a"
        " JOIN alliance_proposal p ON p.id = a.proposal WHERE a.institution = %s AND p.negotiation = %s"
        " ORDER BY p.number",
        (actor.institution, negotiation),
    )
    return [Attached(n, run, _read(lev), _read(fig), by, at) for n, run, lev, fig, by, at in found]


def scores(*, actor: Actor, run: int) -> list[Score]:
    """List how the months stood against a run, by month and component."""
    found = rows(
        "SELECT DISTINCT ON (month, component) month, component, low, middle, expected, high, actual, ratio,"
        " percentile, alert, revision FROM study_score WHERE institution = %s AND run = %s"
        " ORDER BY month, component, entry DESC, known DESC",
        (actor.institution, run),
    )
    return [Score(*row) for row in found]


def runs_shown_to(*, actor: Actor, association: int) -> set[int]:
    """Give the runs that proposals to an association show, as the actor may see them."""
    found = rows(
        "SELECT DISTINCT run FROM study_proposal WHERE institution = %s AND association = %s",
        (actor.institution, association),
    )
    return {number for (number,) in found}


def _read(kept: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(kept) if isinstance(kept, str) else kept
    return found
