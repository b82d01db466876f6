"""Exchanges of experience followed to families covered: practices against the library, live figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayni.adapters.exchangefiles import FiledExchange, load_origin
from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_actions as actions
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.exchange_queries import (
    Commitment,
    Exchange,
    NamedPerson,
    Noting,
    Participant,
    Practice,
    Reached,
)
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.entitlement.queries import Reach
from ayni.apps.study import exchanges as studies
from ayni.apps.study.exchanges import LinkedStudy, NamedStudy
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import (
    NewFollowUp,
    NewPractice,
    NewWithdrawal,
    Noted,
    State,
    check_place,
)
from ayni.core.scheme import ParameterMissing, Reading, UnknownParameter, read
from ayni.cycle.law import Law, law_of
from ayni.cycle.studying import READS

#: These are told at the head of the list: somebody waits for an answer.
WAITING = (State.DUE, State.OVERDUE)
#: Who lets an exchange name a study that is kept here: writes exchanges and reads studies.
LINKERS = tuple(one for one in actions.WRITERS if one in READS)


@dataclass(frozen=True, slots=True)
class Echo:
    """What an agreement says, under its own law, where a practice points."""

    practice: int
    agreement: str
    #: the parameter in the words of the agreement's scheme
    named: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Led:
    """An agreement that an exchange led to, with whom it reaches today."""

    agreement: Reached
    reach: Reach
    law: Law

    @property
    def is_model(self) -> bool:
        """Tell whether its scheme is a proposal and no law."""
        return self.law.scheme.rules.basis == "model"


@dataclass(frozen=True, slots=True)
class Chain:
    """Some exchanges, oldest first, with all that was learned, promised and reached."""

    day: date
    exchanges: tuple[Exchange, ...]
    participants: tuple[Participant, ...]
    practices: tuple[Practice, ...]
    commitments: tuple[Commitment, ...]
    led: tuple[Led, ...]
    echoes: tuple[Echo, ...]
    #: kept studies, by name for everybody who reads this; only ``READS`` opens one
    studies: tuple[LinkedStudy, ...]

    @property
    def invented(self) -> bool:
        """Tell whether some of those who adhere are of the invented example."""
        return any(one.agreement.examples for one in self.led)


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """One exchange, those it led to, the persons named in it (none for whoever may not read them).

    ``withdrawn`` is what was noted in it by mistake.
    """

    exchange: Exchange
    chain: Chain
    persons: tuple[NamedPerson, ...]
    withdrawn: tuple[Noting, ...]


@dataclass(frozen=True, slots=True)
class ExchangeList:
    """Every exchange, newest first, and the commitments whose day has come."""

    exchanges: tuple[Exchange, ...]
    participants: tuple[Participant, ...]
    waiting: tuple[Commitment, ...]


def exchange_list(*, actor: Actor, today: date) -> ExchangeList:
    """List the exchanges; commitments wait by their day."""
    with acting(actor):
        found = queries.exchanges(actor=actor)
        numbers = [one.id for one in found]
        promised = queries.commitments(actor=actor)
        there = queries.participants(actor=actor, numbers=numbers)
    waiting = [one for one in promised if one.state(today) in WAITING]
    return ExchangeList(
        tuple(found), tuple(there), tuple(sorted(waiting, key=lambda one: (one.due_on, one.id)))
    )


def exchange_page(*, actor: Actor, number: int, today: date) -> ExchangePage | None:
    """Give one exchange with what followed from it, or nothing when it is not there."""
    with acting(actor):
        numbers = queries.forward(actor=actor, exchange=number)
        found = _chain(actor, numbers=numbers, today=today)
        mine = next((one for one in found.exchanges if one.id == number), None)
        if mine is None:
            return None
        persons = queries.named_persons(actor=actor, exchange=number)
        gone = queries.withdrawn(actor=actor, exchange=number)
    return ExchangePage(mine, found, tuple(persons), tuple(gone))


def story(*, actor: Actor, number: int, today: date) -> Chain | None:
    """Give the whole chain an exchange stands in: what led to it and what it led to."""
    with acting(actor):
        numbers = queries.chain(actor=actor, exchange=number)
        found = _chain(actor, numbers=numbers, today=today)
    return found if any(one.id == number for one in found.exchanges) else None


def exchanges_of_agreement(*, actor: Actor, agreement: int) -> list[Exchange]:
    """List the exchanges behind an agreement, oldest first; for the agreement's own page."""
    with acting(actor):
        numbers = queries.backward(actor=actor, agreement=agreement)
        return list(reversed(queries.exchanges(actor=actor, numbers=numbers)))


def _chain(actor: Actor, *, numbers: Sequence[int], today: date) -> Chain:
    promised = queries.commitments(actor=actor, numbers=numbers)
    learned = queries.practices(actor=actor, numbers=numbers)
    led = _led(actor, commitments=promised, today=today)
    return Chain(
        day=today,
        exchanges=tuple(reversed(queries.exchanges(actor=actor, numbers=numbers))),
        participants=tuple(queries.participants(actor=actor, numbers=numbers)),
        practices=tuple(learned),
        commitments=tuple(promised),
        led=led,
        echoes=tuple(_echoes(learned, led=led, today=today)),
        studies=_studies(actor, numbers=numbers, commitments=promised),
    )


def _studies(
    actor: Actor, *, numbers: Sequence[int], commitments: Sequence[Commitment]
) -> tuple[LinkedStudy, ...]:
    """Name the kept studies; their names are shown to all who read this, as names written by hand are."""
    told = [u.id for one in commitments for u in one.follow_ups]
    runner = actor.on_behalf(reason="nombrar los estudios de un intercambio")
    with acting(runner):
        return tuple(studies.linked_studies(actor=runner, exchanges=numbers, follow_ups=told))


def _led(actor: Actor, *, commitments: Sequence[Commitment], today: date) -> tuple[Led, ...]:
    """Follow commitments to agreements; sums of the whole institution are shown to all who read this."""
    wanted = {u.agreement for one in commitments for u in one.follow_ups if u.agreement is not None}
    if not wanted:
        return ()
    runner = actor.on_behalf(reason="contar a quiénes alcanza un convenio")
    with acting(runner):
        found = queries.agreements_reached(actor=runner, numbers=sorted(wanted), day=today)
        reach = entitlements.reach_of_agreements(actor=runner, agreements=sorted(wanted), day=today)
        laws = [law_of(actor=runner, version=one.version) for one in found]
    return tuple(
        Led(one, reach.get(one.id, Reach()), law) for one, law in zip(found, laws, strict=True)
    )


def _echoes(practices: Sequence[Practice], *, led: Sequence[Led], today: date) -> list[Echo]:
    """Read in each agreement the parameter of the same name as a practice's; where there is none, nothing."""
    found = []
    for practice in practices:
        for one in led:
            reading = _reading(one, name=practice.parameter, day=today)
            if reading is not None:
                named = one.law.scheme.parameter(practice.parameter).description
                found.append(Echo(practice.id, one.agreement.code, named, reading))
    return found


def _reading(led: Led, *, name: str, day: date) -> Reading | None:
    if not name:
        return None
    try:
        return read(
            led.law.scheme,
            name=name,
            day=max(day, led.agreement.version.starts),
            terms=led.law.terms,
        )
    except (UnknownParameter, ParameterMissing):
        return None


def learn(*, actor: Actor, exchange: int, new: NewPractice) -> int:
    """Add a practice to an exchange; its scheme, parameter and term must be in the library."""
    _check_practice(new)
    with acting(actor):
        return actions.add_practice(actor=actor, exchange=exchange, new=new)


def _check_practice(new: NewPractice) -> None:
    check_place(load_scheme(new.scheme), parameter=new.parameter, term=new.term)


def follow_up(
    *, actor: Actor, commitment: int, new: NewFollowUp, study: int | None = None, today: date
) -> int:
    """Add what became of a commitment; a scheme it names must be in the library.

    ``study`` is one that is kept here: the follow-up takes its name and the key is linked. Raises
    ``NotAllowed`` for whoever reads no studies, ``ForeignSubject`` for one that is not there.
    """
    if new.scheme:
        load_scheme(new.scheme)
    with acting(actor):
        if study is None:
            return actions.add_follow_up(actor=actor, commitment=commitment, new=new)
        actor.require(*LINKERS)
        named = studies.named_study(actor=actor, number=study)
        told = NewFollowUp.model_validate(new.model_dump() | {"study": named.name})
        made = actions.add_follow_up(actor=actor, commitment=commitment, new=told)
        studies.link_follow_up(actor=actor, study=study, follow_up=made, day=today)
        return made


def link_study(*, actor: Actor, exchange: int, study: int, today: date) -> int:
    """Let an exchange name a study that is kept here.

    Raises ``NotAllowed``, ``UnknownExchange``, ``ForeignSubject``, ``AlreadyLinked``.
    """
    actor.require(*LINKERS)
    with acting(actor):
        actions.require_exchange(actor=actor, number=exchange)
        return studies.link_exchange(actor=actor, study=study, exchange=exchange, day=today)


def kept_studies(*, actor: Actor) -> list[NamedStudy]:
    """List the studies that the actor may link; none for whoever reads no studies."""
    if actor.role not in LINKERS:
        return []
    with acting(actor):
        return studies.named_studies(actor=actor)


def exchanges_of_study(*, actor: Actor, study: int) -> list[Exchange]:
    """List the exchanges behind a study, oldest first; for the study's own page."""
    with acting(actor):
        named = studies.exchanges_naming(actor=actor, study=study)
        numbers = queries.before(actor=actor, numbers=named) if named else []
        return list(reversed(queries.exchanges(actor=actor, numbers=numbers)))


def noting(*, actor: Actor, what: Noted, number: int) -> Noting | None:
    """Give a practice or a commitment as it was noted, withdrawn or not; nothing when it is not there."""
    with acting(actor):
        return queries.noted(actor=actor, what=what, number=number)


def withdraw(*, actor: Actor, new: NewWithdrawal, today: date) -> int:
    """Withdraw what was noted by mistake; gives the number of its exchange (see ``exchange_actions``)."""
    with acting(actor):
        return actions.withdraw(actor=actor, new=new, day=today)


def found_exchanges(*, actor: Actor) -> int:
    """Write down the chain of the example; gives how many exchanges were new. A second call adds none.

    Needs ``acting`` around it: the founding of the example is one entry of the journal.
    """
    known = {one.code: one.id for one in queries.exchanges(actor=actor)}
    new = [one for one in load_origin() if one.code not in known]
    for one in new:
        known[one.code] = _found(actor, filed=one, known=known)
    return len(new)


def _found(actor: Actor, *, filed: FiledExchange, known: dict[str, int]) -> int:
    number = actions.record_exchange(
        actor=actor,
        new=filed.plain(),
        follows=known[filed.follows] if filed.follows else None,
        code=filed.code,
    )
    for participant in filed.participants:
        actions.add_participant(actor=actor, exchange=number, new=participant)
    for practice in filed.practices:
        _check_practice(practice)
        actions.add_practice(actor=actor, exchange=number, new=practice)
    for promised in filed.commitments:
        made = actions.add_commitment(actor=actor, exchange=number, new=promised)
        for told in promised.follow_ups:
            actions.add_follow_up(actor=actor, commitment=made, new=told)
    return number
