"""An association joins an agreement that stands: its own dates, who pays, and what is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor
from ayni.core.alliance.clauses import Clause
from ayni.core.alliance.health import TriggerKind, triggers
from ayni.core.alliance.life import State
from ayni.core.scheme import Terms
from ayni.cycle.law import Law, law_of
from ayni.cycle.own_terms import ADHERES, left_clauses, own_from, write_own_terms

_OVER = (State.ENDED, State.ABANDONED, State.DRAFT, State.NEGOTIATING)


class NotAParty(LookupError):
    """Who should adhere, or pay, is no party of this institution."""


class NoSuchFacility(LookupError):
    """No facility of that number here."""


class NotInForceThen(LookupError):
    """A day on which the agreement does not run: before it starts, after it ends, or not signed."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins which agreement, from when; ``payer`` none: itself. ``families`` is how many it expects.

    ``own`` are values of clauses as typed, by key; only what the agreement leaves to its adhesions.
    """

    agreement: int
    association: int
    starts: date
    payer: int | None = None
    facility: int | None = None
    families: int | None = None
    own: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The adhesion; ``fewest`` is the least number of families, where fewer are expected."""

    adhesion: int
    code: str
    fewest: int | None


@dataclass(frozen=True, slots=True)
class Framework:
    """What an association may join: the agreement, from when until when, what it leaves to its adhesions."""

    number: int
    code: str
    party: str
    starts: date
    ends: date | None
    law: Law
    left: tuple[Clause, ...]


def framework_of(*, actor: Actor, agreement: int) -> Framework:
    """Give an agreement as something to join, or refuse (``NotInForceThen``) what is not signed or is over."""
    with acting(actor):
        found = alliances.framework(actor=actor, number=agreement)
        version = alliances.version(actor=actor, agreement=agreement)
        standing = life_queries.state_of(actor=actor, agreement=agreement)
        if found is None or version is None or standing.state in _OVER:
            raise NotInForceThen(str(agreement))
        law = law_of(actor=actor, version=version)
    starts = standing.life.starts or version.starts
    ends = min((d for d in (standing.life.falls_on, version.ends) if d is not None), default=None)
    return Framework(agreement, found.code, found.party, starts, ends, law, left_clauses(law))


def join(*, actor: Actor, new: Joining) -> Joined:
    """Let an association join an agreement.

    Raises ``NotInForceThen`` for a day before the agreement starts or after it ends, ``AlreadyAdheres`` for
    who stands under it then, ``NotAParty``, ``TermsNotRead`` or ``NotLeftToAdhesion`` for terms that do not
    fit. Fewer families than the agreement asks are no refusal: the answer says so.
    """
    actor.require(*ADHERES)
    frame = framework_of(actor=actor, agreement=new.agreement)
    if new.starts < frame.starts or (frame.ends is not None and new.starts >= frame.ends):
        raise NotInForceThen(f"{frame.code}: {new.starts}")
    own = _own(frame, typed=new.own or {})
    with acting(actor.because(f"adhesión a {frame.code} desde {new.starts}")) as runner:
        code = _code(runner, frame=frame, association=_party(runner, number=new.association))
        _party(runner, number=new.payer or new.association)
        if (
            new.facility is not None
            and registry.facility(actor=runner, number=new.facility) is None
        ):
            raise NoSuchFacility(str(new.facility))
        adhesion = alliance.adhere(
            actor=runner,
            agreement=new.agreement,
            association=new.association,
            code=code,
            starts=new.starts,
            facility=new.facility,
            payer=new.payer,
        )
        if own is not None:
            found = alliances.adhesion_of(actor=runner, code=code)
            write_own_terms(actor=runner, adhesion=found, own=own, starts=new.starts)
    return Joined(adhesion, code, _fewest(frame, new=new))


def _own(frame: Framework, *, typed: Mapping[str, str]) -> Terms | None:
    """Read own terms as typed; nothing where none is."""
    return own_from(frame.law, typed=typed) if any(map(str.strip, typed.values())) else None


def _party(actor: Actor, *, number: int) -> alliances.Association:
    found = alliances.association(actor=actor, number=number)
    if found is None:
        raise NotAParty(str(number))
    return found


def _code(actor: Actor, *, frame: Framework, association: alliances.Association) -> str:
    """Name the adhesion after agreement and association; who left and comes back gets the next number."""
    taken = {one.code for one in alliances.adhesions(actor=actor)}
    first = f"{frame.code}-{association.code}"
    names = (first if n == 1 else f"{first}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _fewest(frame: Framework, *, new: Joining) -> int | None:
    if new.families is None:
        return None
    limits = triggers(
        frame.law.scheme,
        terms=frame.law.terms,
        day=new.starts,
        families=new.families,
        members=None,
    )
    reached = (
        one.limit for one in limits if one.kind is TriggerKind.MINIMUM_FAMILIES and one.reached
    )
    return next(reached, None)
