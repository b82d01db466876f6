"""Writes of the study room. Facts are only added; how far a run is, is told anew while it goes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from ayni.apps.sql.frames import execute, one, rows, value
from ayni.apps.study.queries import RunState, Score
from ayni.core.actor import Actor

#: Advisory locks of runs have this number before theirs; it is ours, of no meaning.
_WORK = 4_179_205


class StudyCodeTaken(ValueError):
    """Another text of the institution has that code."""


class ForeignSubject(ValueError):
    """What a study is about, or a proposal that should show it, is not there for the institution."""


class AlreadyAttached(ValueError):
    """The proposal shows a study already; it stays as it was put."""


class BlockDiffers(RuntimeError):
    """A block computed again is not the same block: something that moves results was not written down."""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A study's text, with its code and name as the text says them, and what it is about."""

    code: str
    name: str
    text: str
    agreement: int | None
    negotiation: int | None


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to be done: which kernel, how many scenarios and months, in blocks of how many."""

    study: int
    kernel: str
    seed: int
    scenarios: int
    months: int
    block: int
    changes: Mapping[str, Any]


def keep_study(*, actor: Actor, new: NewStudy, at: datetime) -> int:
    """Keep a study's text, or find the same one kept before; refuses another text under its code."""
    digest = hashlib.sha256(new.text.encode()).digest()
    known = one(
        "SELECT id, digest FROM study_study WHERE institution = %s AND code = %s",
        (actor.institution, new.code),
    )
    if known is not None:
        if bytes(known[1]) != digest:
            raise StudyCodeTaken(new.code)
        return int(known[0])
    return _written(
        "INSERT INTO study_study (institution, code, name, agreement, negotiation, text, digest,"
        " written_by, written_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (
            actor.institution,
            new.code,
            new.name,
            new.agreement,
            new.negotiation,
            new.text,
            digest,
            actor.name,
            at,
        ),
    )


def ask_run(*, actor: Actor, new: NewRun, at: datetime) -> int:
    """Write down a run that waits to be worked on; gives its number."""
    run = int(
        value(
            "INSERT INTO study_run (institution, study, kernel, seed, scenarios, months, block, changes,"
            " asked_by, asked_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                new.study,
                new.kernel,
                new.seed,
                new.scenarios,
                new.months,
                new.block,
                _json(new.changes),
                actor.name,
                at,
            ),
        )
    )
    execute(
        "INSERT INTO study_run_state (run, institution, state) VALUES (%s, %s, 'queued')",
        (run, actor.institution),
    )
    return run


def take_run(*, actor: Actor, run: int | None = None) -> int | None:
    """Take a run that nobody works on and give its number: a waiting one, or one whose worker is gone.

    Whoever has it holds an advisory lock of his session until ``let_go``; a worker that is killed loses it
    with its connection, and the run is taken up where its blocks end.
    """
    found = rows(
        "SELECT run FROM study_run_state WHERE institution = %s AND state IN ('queued', 'running')"
        " AND (%s::int IS NULL OR run = %s) ORDER BY run FOR UPDATE SKIP LOCKED",
        (actor.institution, run, run),
    )
    for (number,) in found:  # one at a time: what is tried is held
        if value("SELECT pg_try_advisory_lock(%s, %s)", (_WORK, number)):
            return int(number)
    return None


def let_go(*, run: int) -> None:
    """Leave a run to others."""
    value("SELECT pg_advisory_unlock(%s, %s)", (_WORK, run))


def tell_state(
    *,
    actor: Actor,
    run: int,
    state: RunState,
    done: int | None = None,
    began: datetime | None = None,
    ended: datetime | None = None,
    why: str = "",
) -> bool:
    """Tell how far a run is; one that was cancelled or is done stays so, and gives False."""
    return bool(
        execute(
            "UPDATE study_run_state SET state = %s, done = coalesce(%s, done),"
            " began_at = coalesce(began_at, %s), ended_at = %s, why = %s"
            " WHERE institution = %s AND run = %s AND state NOT IN ('cancelled', 'done')",
            (state.value, done, began, ended, why[:2000], actor.institution, run),
        )
    )


def keep_input(
    *, actor: Actor, run: int, digest: bytes, content: bytes, manifest: Mapping[str, Any]
) -> None:
    """Keep what a run is computed from; the same inputs are kept once."""
    known = one(
        "SELECT 1 FROM study_input WHERE institution = %s AND digest = %s",
        (actor.institution, digest),
    )
    if known is None:
        execute(
            "INSERT INTO study_input (institution, digest, content, manifest)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (actor.institution, digest, content, _json(manifest)),
        )
    execute(
        "INSERT INTO study_run_input (run, institution, input) VALUES (%s, %s, %s)",
        (run, actor.institution, digest),
    )


def keep_block(
    *, actor: Actor, run: int, first: int, scenarios: int, digest: bytes, content: bytes
) -> None:
    """Keep a block of scenarios; the same block again changes nothing, another one is ``BlockDiffers``."""
    known = one("SELECT digest FROM study_block WHERE run = %s AND first = %s", (run, first))
    if known is not None:
        if bytes(known[0]) != digest:
            raise BlockDiffers(f"run {run}, from scenario {first}")
        return
    execute(
        "INSERT INTO study_block (institution, run, first, scenarios, digest, content)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (actor.institution, run, first, scenarios, digest, content),
    )


def keep_result(
    *, actor: Actor, run: int, cube: bytes, manifest: Mapping[str, Any], at: datetime
) -> None:
    """Write what a run gave, once."""
    execute(
        "INSERT INTO study_result (run, institution, cube, manifest, ended_at)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (run, actor.institution, cube, _json(manifest), at),
    )


def keep_outcome(
    *, actor: Actor, run: int, levers: Mapping[str, Any], figures: Mapping[str, Any]
) -> bytes:
    """Keep the figures of a run under levers, once; gives the digest of the levers."""
    digest = hashlib.sha256(_json(levers).encode()).digest()
    execute(
        "INSERT INTO study_outcome (institution, run, digest, levers, figures)"
        " SELECT %s, %s, %s, %s, %s WHERE NOT EXISTS"
        " (SELECT 1 FROM study_outcome WHERE run = %s AND digest = %s)",
        (actor.institution, run, digest, _json(levers), _json(figures), run, digest),
    )
    return digest


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """What a proposal is to show: figures of a run under levers."""

    proposal: int
    association: int
    run: int
    levers: Mapping[str, Any]
    figures: Mapping[str, Any]


def attach(*, actor: Actor, new: NewAttachment, at: datetime) -> None:
    """Put figures of a run beside a proposal, for everybody at its table; once (``AlreadyAttached``)."""
    known = one("SELECT 1 FROM study_proposal WHERE proposal = %s", (new.proposal,))
    if known is not None:
        raise AlreadyAttached(f"proposal {new.proposal}")
    _written(
        "INSERT INTO study_proposal (proposal, institution, association, run, levers, figures,"
        " attached_by, attached_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING proposal",
        (
            new.proposal,
            actor.institution,
            new.association,
            new.run,
            _json(new.levers),
            _json(new.figures),
            actor.name,
            at,
        ),
    )


def keep_scores(*, actor: Actor, run: int, scores: Sequence[Score], at: datetime) -> int:
    """Write how a month stood against a run; what was scored before stays. Gives how many were new.

    A later revision of what came rules from then on.
    """
    written = 0
    for score in scores:
        written += execute(
            "INSERT INTO study_score (institution, run, month, component, revision, low, middle, expected,"
            " high, actual, ratio, percentile, alert, scored_at)"
            " SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s"
            " WHERE NOT EXISTS (SELECT 1 FROM study_score WHERE run = %s AND month = %s"
            " AND component = %s AND revision = %s AND (known OR %s))",
            (
                actor.institution,
                run,
                score.month,
                score.component,
                score.revision,
                score.low,
                score.middle,
                score.expected,
                score.high,
                score.actual,
                score.ratio,
                score.percentile,
                score.alert,
                at,
                run,
                score.month,
                score.component,
                score.revision,
                score.actual is None,
            ),
        )
    return written


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), sort_keys=True, allow_nan=False)


def _written(statement: str, params: tuple[object, ...]) -> int:
    try:
        with transaction.atomic():
            return int(value(statement, params))
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) in ("AY014", "23503"):
            raise ForeignSubject(str(error).splitlines()[0]) from error
        raise
