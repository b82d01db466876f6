"""What happens to a signed agreement: notice, suspension, its end; and what falls due by itself on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import leaving
from ayni.apps.alliance import life_actions, life_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.life_actions import MovedOn, NewStep
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.life import Due, State, Step, due_steps, next_due, termination_day
from ayni.core.scheme import read
from ayni.cycle.after_agreement import tell_associations
from ayni.cycle.entitling import refresh_cover
from ayni.cycle.law import law_of

#: Who may suspend, resume and give notice for the institution.
DECIDES = (Role.HEAD,)


class ReasonNeeded(ValueError):
    """A step that the other side must be able to read the reason of."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that came by itself: of which agreement, on which day, how many insured persons left by it."""

    agreement: int
    step: Step
    day: date
    left: int


class NotAllAdvanced(Exception):
    """Some agreements could not take the step that was due; every other did. The causes hang on it."""


def advance(*, actor: Actor, today: date) -> list[Taken]:
    """Carry out every scheduled step whose day has come, oldest first, each with its own day.

    Each agreement is one transaction. Days on which nobody ran this are caught up in order; a second run,
    and one beside it, find nothing. Adhesions that left are closed likewise. One that fails holds up no
    other: the failures are raised together at the end as ``NotAllAdvanced``.
    """
    actor.require(Role.SYSTEM)
    with acting(actor):
        standing = life_queries.states(actor=actor)
        over = leaving.adhesions_over(actor=actor, today=today)
    due = [
        (step.day, agreement, step)
        for agreement, known in standing.items()
        for step, _ in due_steps(known.life, today=today)
    ]
    work: list[Callable[[], Taken | None]] = [
        partial(_carry_out, actor, agreement=agreement, due=step)
        for _, agreement, step in sorted(due, key=lambda one: (one[0], one[1]))
    ]
    work += [partial(_let_go, actor, adhesion=adhesion, day=ends) for adhesion, ends in over]
    return _done(work)


def _done(work: Sequence[Callable[[], Taken | None]]) -> list[Taken]:
    taken: list[Taken] = []
    failed: list[Exception] = []
    for job in work:
        try:
            found = job()
        except Exception as error:
            failed.append(error)
            continue
        taken += [] if found is None else [found]
    if failed:
        causes = ExceptionGroup("steps", failed)
        raise NotAllAdvanced(f"{len(failed)} of {len(work)}: {failed[0]}") from causes
    return taken


def _carry_out(actor: Actor, *, agreement: int, due: Due) -> Taken | None:
    """Take a step in a transaction of its own; nothing when somebody beside us changed what was due."""
    try:
        with acting(actor.because(f"convenio {agreement}: {due.step} el {due.day}")) as runner:
            now = life_queries.state_of(actor=runner, agreement=agreement)
            if next_due(now.life) != due:
                return None
            new = NewStep(due.step, due.day, seen=now.number)
            state = life_actions.take(actor=runner, agreement=agreement, new=new)
            left: list[tuple[int, int]] = []
            if state is State.ENDED:
                left = _close(runner, agreement=agreement, day=due.day)
            return Taken(agreement, due.step, due.day, len(left))
    except MovedOn:
        return None


def _let_go(actor: Actor, *, adhesion: int, day: date) -> None:
    with acting(actor.because(f"adhesión {adhesion} terminada el {day}")) as runner:
        left = leaving.end_affiliations(actor=runner, adhesions=[adhesion], day=day, step=None)
        refresh_cover(actor=runner, touched=left)


def _close(actor: Actor, *, agreement: int, day: date) -> list[tuple[int, int]]:
    """End version, adhesions and the affiliation of every family under them."""
    life_actions.end_version(actor=actor, agreement=agreement, day=day)
    life_actions.end_adhesions(actor=actor, agreement=agreement, day=day)
    adhesions = [one.id for one in alliances.adhesions(actor=actor, agreement=agreement)]
    number = life_queries.newest_event(actor=actor, agreement=agreement)
    left = leaving.end_affiliations(actor=actor, adhesions=adhesions, day=day, step=number)
    refresh_cover(actor=actor, touched=left)
    return left


def give_notice(*, actor: Actor, agreement: int, seen: int, day: date, why: str) -> date:
    """Announce the end of an agreement, by either side; gives the first day without it.

    The termination period is the agreement's own where it set one, else the law's. What its families keep is
    put into the outbox, a message for each association, in the same transaction.
    """
    runner = _deciding(actor, agreement=agreement, why=why)
    with acting(runner):
        version = alliances.version_on(actor=runner, agreement=agreement, day=day)
        law = law_of(actor=runner, version=version)
        name = law.scheme.rules.negotiation.termination_period
        months = 0 if name is None else read(law.scheme, name=name, day=day, terms=law.terms).number
        falls_on = termination_day(given_on=day, months=months, ends=version.ends)
        new = NewStep(Step.GIVE_NOTICE, day, seen=seen, why=why, falls_on=falls_on)
        life_actions.take(actor=runner, agreement=agreement, new=new)
        tell_associations(actor=runner, agreement=agreement, today=day)
    return falls_on


def withdraw_notice(*, actor: Actor, agreement: int, seen: int, day: date, why: str) -> None:
    """Take a notice back before its day; the agreement runs on as it was."""
    _plain(actor, agreement=agreement, step=Step.WITHDRAW_NOTICE, seen=seen, day=day, why=why)


def suspend(*, actor: Actor, agreement: int, seen: int, day: date, why: str) -> None:
    """Suspend: months that begin meanwhile are not assessed; months paid go on giving cover."""
    actor.require(*DECIDES)
    _plain(actor, agreement=agreement, step=Step.SUSPEND, seen=seen, day=day, why=why)


def resume(*, actor: Actor, agreement: int, seen: int, day: date, why: str) -> None:
    """Let a suspended agreement run again."""
    actor.require(*DECIDES)
    _plain(actor, agreement=agreement, step=Step.RESUME, seen=seen, day=day, why=why)


def _plain(actor: Actor, *, agreement: int, step: Step, seen: int, day: date, why: str) -> None:
    runner = _deciding(actor, agreement=agreement, why=why)
    with acting(runner):
        new = NewStep(step, day, seen=seen, why=why)
        life_actions.take(actor=runner, agreement=agreement, new=new)


def _deciding(actor: Actor, *, agreement: int, why: str) -> Actor:
    """Give the run that writes for whoever may decide on the agreement: its institution or its own party."""
    if not why.strip():
        raise ReasonNeeded(f"agreement {agreement}")
    actor.require(*DECIDES, Role.REPRESENTATIVE)
    if actor.role is Role.REPRESENTATIVE:
        with acting(actor):
            found = alliances.framework(actor=actor, number=agreement)
        if found is None or found.association not in actor.associations:
            raise NotAllowed("not a party of this agreement")
    return actor.on_behalf(reason=why[:200])


def leave(*, actor: Actor, adhesion: str, day: date) -> None:
    """Let one association leave an agreement: its adhesion ends on a day, the agreement runs on."""
    actor.require(Role.AFFILIATION, Role.NEGOTIATOR, Role.HEAD)
    with acting(actor.because(f"adhesión {adhesion} deja el convenio el {day}")) as runner:
        found = alliances.adhesion_of(actor=runner, code=adhesion)
        life_actions.end_adhesion(actor=runner, adhesion=found.id, day=day)
