"""Studies as pages, commands and the report ask for them: written, run, opened, put beside a proposal.

A study is the institution's: its actuary (the negotiator's role) writes and runs, head and auditor read. An
association and an observer see what a proposal of theirs shows, and nothing else; a clinic sees nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from ayni.adapters.cubefiles import DamagedCube, DamagedInputs, Manifest, read_cube
from ayni.adapters.studyfiles import StudyFileError, load_study_bytes, located, read_study
from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.actions import ForeignSubject, NewAttachment, NewRun, NewStudy
from ayni.apps.study.queries import Attached, Run, RunState, Score, Study
from ayni.core.actor import Actor, Role
from ayni.core.projection.assumption_tables import digest_of
from ayni.core.projection.cube import Cube, joined
from ayni.core.projection.folding import Folded, fold
from ayni.core.projection.reconciling import Valued
from ayni.core.projection.study import Prepared, StudyProblem
from ayni.core.projection.study_text import Study as StudyText
from ayni.core.scheme import Scheme, Terms
from ayni.cycle.negotiating import UnknownNegotiation
from ayni.cycle.study_blocks import BLOCK, unpacked
from ayni.cycle.study_given import OtherProgram, Reopened, reopened

#: Who writes and runs studies, and who reads them besides.
WRITES = (Role.NEGOTIATOR,)
READS = (*WRITES, Role.HEAD, Role.AUDITOR)
#: Cubes kept in this process.
_KEPT = 3


class UnknownStudy(LookupError):
    """No study of that number is the actor's to see."""


class UnknownRun(LookupError):
    """No run of that number is the actor's to see."""


class NotDone(LookupError):
    """The run has not ended, or has failed: there is nothing to open."""


class NoLongerRead(NotDone):
    """The run was made by a program whose inputs this one does not read: run the study anew."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A study with its newest run, its newest run that is ``done``, and the figures of that one."""

    study: Study
    newest: Run | None
    done: Run | None
    figures: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One study with all its runs, newest first."""

    study: Study
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run of a study is: ``done`` of ``scenarios``; ``why`` says why it failed."""

    run: int
    study: int
    state: RunState
    done: int
    scenarios: int
    why: str

    @property
    def ended(self) -> bool:
        """Tell whether nothing more comes."""
        return self.state in (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run to be asked for; ``changes`` are what moves of behaviour, beside the study's text."""

    kernel: str
    seed: int
    scenarios: int
    months: int
    changes: Mapping[str, Any]
    block: int = BLOCK


def studies(*, actor: Actor, agreement: int | None = None) -> list[Listed]:
    """List the institution's studies (of one agreement), newest first."""
    actor.require(*READS)
    with acting(actor):
        found = queries.studies(actor=actor, agreement=agreement)
        runs = queries.runs(actor=actor)
        newest = {run.study: run for run in reversed(runs)}
        done = {run.study: run for run in reversed(runs) if run.state is RunState.DONE}
        figures = queries.outcomes(actor=actor, runs=[run.id for run in done.values()])
    return [_listed(one, newest.get(one.id), done.get(one.id), figures) for one in found]


def _listed(
    study: Study, newest: Run | None, done: Run | None, figures: Mapping[int, Mapping[str, Any]]
) -> Listed:
    return Listed(study, newest, done, None if done is None else figures.get(done.id))


def listed_runs(*, actor: Actor) -> list[tuple[Study, Run]]:
    """List the studies that have a run that is done, with the newest such run of each."""
    return [(one.study, one.done) for one in studies(actor=actor) if one.done is not None]


def study(*, actor: Actor, number: int) -> Shown:
    """Give one study with its runs; raises ``UnknownStudy``."""
    actor.require(*READS)
    with acting(actor):
        found = queries.study(actor=actor, number=number)
        if found is None:
            raise UnknownStudy(str(number))
        return Shown(found, tuple(queries.runs(actor=actor, study=number)))


def study_coded(*, actor: Actor, code: str) -> Shown:
    """Give the study of a code with its runs; raises ``UnknownStudy``."""
    actor.require(*READS)
    with acting(actor):
        found = queries.study_coded(actor=actor, code=code)
    if found is None:
        raise UnknownStudy(code)
    return study(actor=actor, number=found.id)


def add_study(*, actor: Actor, new: NewStudy, at: datetime, reason: str) -> int:
    """Keep a study's text; the same text again is the same study. Gives its number.

    Raises ``StudyCodeTaken`` for another text under its code, ``ForeignSubject``. The text was read before
    (``write_study`` does both).
    """
    actor.require(*WRITES)
    with acting(actor.because(reason)) as runner:
        return writes.keep_study(actor=runner, new=new, at=at)


def write_study(
    *,
    actor: Actor,
    text: str,
    at: datetime,
    negotiation: int | None = None,
    agreement: int | None = None,
    reason: str = "escribir un estudio",
) -> int:
    """Read a study's text and keep it under the code and name it says; gives its number.

    Raises ``StudyFileError`` with every fault and its line, and what ``add_study`` raises.
    """
    actor.require(*WRITES)
    value = study_text(text)
    _check_previous(actor, value, text=text)
    if negotiation is not None:
        with acting(actor):
            table = negotiations.negotiation(actor=actor, number=negotiation)
        if table is None:
            raise ForeignSubject(f"negotiation {negotiation}")
        agreement = table.agreement
    new = NewStudy(value.code, value.name.es, text, agreement, negotiation)
    return add_study(actor=actor, new=new, at=at, reason=reason)


def _check_previous(actor: Actor, value: StudyText, *, text: str) -> None:
    """Refuse a text that names an earlier study which is not kept here, at its line."""
    if value.previous is None:
        return
    found = earlier_kept(actor=actor, inputs=value.previous)
    if isinstance(found, StudyProblem):
        marked = load_study_bytes(text.encode(), name="estudio.yaml").marked
        raise StudyFileError(located([found], marked=marked))


def earlier_kept(*, actor: Actor, inputs: str) -> Valued | StudyProblem:
    """Open the kept run of some inputs, or say what is wrong: no such one, or no longer read.

    Inputs name one study under one law and terms; a cube's digest may be that of several.
    """
    actor.require(*READS)
    with acting(actor):
        runs = queries.runs(actor=actor)
    run = next((one for one in runs if one.input == inputs and one.state is RunState.DONE), None)
    if run is None:
        return StudyProblem(
            "previous_lost", ("previous",), inputs[:24], "ayni study show CODE --json"
        )
    try:
        found = opened(actor=actor, run=run.id)
    except (NoLongerRead, DamagedCube) as error:
        return StudyProblem("previous_unread", ("previous",), inputs[:24], str(error))
    return Valued(found.prepared, found.scheme, found.cube)


def study_of(study: Study) -> StudyText:
    """Give what a stored study's text says."""
    return study_text(study.text)


@lru_cache(maxsize=64)
def study_text(text: str) -> StudyText:
    """Read a study's text; raises ``StudyFileError``."""
    return load_study_bytes(text.encode(), name="estudio.yaml").study


def start_run(*, actor: Actor, study: int, wanted: Wanted, at: datetime) -> int:
    """Ask for a run; it waits until ``study_running.work_once`` takes it. Gives its number."""
    actor.require(*WRITES)
    with acting(actor.because("pedir una corrida de un estudio")) as runner:
        if queries.study(actor=runner, number=study) is None:
            raise UnknownStudy(str(study))
        new = NewRun(
            study=study,
            kernel=wanted.kernel,
            seed=wanted.seed,
            scenarios=wanted.scenarios,
            months=wanted.months,
            block=wanted.block,
            changes=wanted.changes,
        )
        return writes.ask_run(actor=runner, new=new, at=at)


def run_progress(*, actor: Actor, run: int) -> Progress:
    """Tell how far a run is; raises ``UnknownRun``."""
    actor.require(*READS)
    with acting(actor):
        found = _run(actor, number=run)
    return Progress(found.id, found.study, found.state, found.done, found.scenarios, found.why)


def study_of_run(*, actor: Actor, run: int) -> int:
    """Give the number of the study a run is of; raises ``UnknownRun``."""
    return run_progress(actor=actor, run=run).study


def cancel(*, actor: Actor, run: int, at: datetime) -> bool:
    """Stop a run; its worker leaves it after the block it is at. False when it had ended before."""
    actor.require(*WRITES)
    with acting(actor.because("dejar una corrida de un estudio")) as runner:
        found = _run(runner, number=run)
        if found.state not in (RunState.QUEUED, RunState.RUNNING):
            return False
        return writes.tell_state(
            actor=runner, run=run, state=RunState.CANCELLED, ended=at, began=None
        )


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A run that is done, open: what it was computed from as it stood, and its result folded for the money.

    Equal by the run and its cube's digest, so that what is worked out of one is kept by it: row security was
    asked when it was opened.
    """

    study: Study
    run: Run
    scheme: Scheme
    terms: Terms | None
    prepared: Prepared
    cube: Cube
    folded: Folded

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opened) and self._mark() == other._mark()

    def __hash__(self) -> int:
        return hash(self._mark())

    def _mark(self) -> tuple[int, str | None]:
        return self.run.id, self.run.cube


def opened(*, actor: Actor, run: int) -> Opened:
    """Open a run that is done; what is behind it stays in the process. Raises ``UnknownRun``, ``NotDone``."""
    actor.require(*READS)
    with acting(actor):
        found = _done(actor, number=run)
        about = queries.study(actor=actor, number=found.study)
    if about is None:
        raise UnknownRun(str(run))
    key = _key(actor, found)
    behind = _reopened(key)
    ready = _with_beside(behind.prepared, text=about.text)
    return Opened(about, found, behind.scheme, behind.terms, ready, _cube(key), _folded(key))


def _with_beside(ready: Prepared, *, text: str) -> Prepared:
    """Lay what the study's text says of its result on what the run was computed from: that leaves it out."""
    try:
        whole = ready.study.beside(_said(text))
    except StudyFileError as error:
        raise NoLongerRead(str(error)) from error
    return replace(ready, study=whole, digests=replace(ready.digests, study=digest_of(whole)))


@lru_cache(maxsize=64)
def _said(text: str) -> StudyText:
    return read_study(text.encode(), name="estudio.yaml")


def manifest_of(*, actor: Actor, run: int) -> Manifest:
    """Give the manifest of a run that is done; raises ``UnknownRun``, ``NotDone``."""
    actor.require(*READS)
    with acting(actor):
        _done(actor, number=run)
        kept = queries.manifest_of(actor=actor, run=run)
    if kept is None:
        raise NotDone(str(run))
    return Manifest(**kept)


def cube_of(*, actor: Actor, run: int) -> Cube:
    """Give the cube of a run that is done; kept in the process. Raises ``UnknownRun``, ``NotDone``."""
    actor.require(*READS)
    with acting(actor):
        found = _done(actor, number=run)
    return _cube(_key(actor, found))


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A run to be read, known in the caches by what it took and gave: row security was asked before."""

    actor: Actor
    run: int
    digests: tuple[str | None, str | None]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.digests == other.digests

    def __hash__(self) -> int:
        return hash(self.digests)


def _key(actor: Actor, run: Run) -> _Key:
    return _Key(actor.because("abrir una corrida de un estudio"), run.id, (run.input, run.cube))


@lru_cache(maxsize=_KEPT)
def _cube(key: _Key) -> Cube:
    """Read a cube from its blocks; refuses (``DamagedCube``) what does not give the digest of the run."""
    with acting(key.actor):
        cube = stored_cube(actor=key.actor, run=key.run)
    if cube.digest() != key.digests[1]:
        raise DamagedCube(f"the blocks of run {key.run} are not its cube")
    return cube


def stored_cube(*, actor: Actor, run: int) -> Cube:
    """Join the blocks of a run as they are stored (in the actor's transaction); none is ``NotDone``."""
    kept = queries.blocks(actor=actor, run=run)
    if not kept:
        raise NotDone(f"run {run} has no block")
    return joined([read_cube(one.content)[0] for one in kept])


@lru_cache(maxsize=_KEPT)
def _folded(key: _Key) -> Folded:
    return fold(_cube(key))


@lru_cache(maxsize=_KEPT)
def _reopened(key: _Key) -> Reopened:
    with acting(key.actor):
        packed = queries.input_of(actor=key.actor, run=key.run)
    if packed is None:
        raise NotDone(str(key.run))
    try:
        return reopened(unpacked(packed))
    except (OtherProgram, DamagedInputs) as error:
        raise NoLongerRead(f"run {key.run}: {error}") from error


@dataclass(frozen=True, slots=True)
class Put:
    """Figures of a run under levers, to be shown beside a proposal (its number in the database)."""

    negotiation: int
    proposal: int
    run: int
    levers: Mapping[str, Any]
    figures: Mapping[str, Any]


def attach_to_proposal(*, actor: Actor, put: Put, at: datetime) -> None:
    """Put figures of a run beside a proposal; works within another transaction, as that of ``propose``.

    Raises ``UnknownNegotiation``, ``ForeignSubject``, ``NotDone``, ``AlreadyAttached``.
    """
    actor.require(*WRITES)
    with acting(actor.because("poner un estudio en la mesa")) as runner:
        table = negotiations.negotiation(actor=runner, number=put.negotiation)
        if table is None:
            raise UnknownNegotiation(str(put.negotiation))
        rounds = negotiations.proposals(actor=runner, negotiation=put.negotiation)
        if put.proposal not in {one.id for one in rounds}:
            raise ForeignSubject(f"proposal {put.proposal}")
        _done(runner, number=put.run)
        new = NewAttachment(put.proposal, table.association, put.run, put.levers, put.figures)
        writes.attach(actor=runner, new=new, at=at)


def figures_of_proposals(*, actor: Actor, negotiation: int) -> dict[int, Attached]:
    """Give what the proposals of a negotiation show, by their number at the table, to all who sit at it."""
    with acting(actor):  # row security: the institution, the party, its observers; no clinic
        return {one.proposal: one for one in queries.attached(actor=actor, negotiation=negotiation)}


def scores(*, actor: Actor, run: int) -> list[Score]:
    """List how the months that came stood against a run, by month and component."""
    actor.require(*READS)
    with acting(actor):
        _run(actor, number=run)
        return queries.scores(actor=actor, run=run)


def keep_figures(
    *, actor: Actor, run: int, levers: Mapping[str, Any], figures: Mapping[str, Any]
) -> None:
    """Keep the figures of a run under levers, so that lists show them without opening the run."""
    actor.require(*WRITES)
    with acting(actor.because("guardar las cifras de una corrida")) as runner:
        _done(runner, number=run)
        writes.keep_outcome(actor=runner, run=run, levers=levers, figures=figures)


def _run(actor: Actor, *, number: int) -> Run:
    found = queries.run(actor=actor, number=number)
    if found is None:
        raise UnknownRun(str(number))
    return found


def _done(actor: Actor, *, number: int) -> Run:
    found = _run(actor, number=number)
    if found.state is not RunState.DONE or found.cube is None:
        raise NotDone(f"run {number} is {found.state}")
    return found
