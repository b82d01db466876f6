"""Adhesions' own terms within their agreement: the law each is billed by, set and carried into new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ayni.apps.access.actions import acting
from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.life_actions import AdhesionOver, MovedOn
from ayni.apps.alliance.negotiation_queries import OwnTerms
from ayni.apps.alliance.queries import Adhesion, Version
from ayni.apps.assessment import queries as assessments
from ayni.core.actor import Actor, Role
from ayni.core.alliance.adhesions import own_keys, still_own, within
from ayni.core.alliance.clauses import ENTRY, Clause, Value, clauses, set_value, terms_with
from ayni.core.alliance.typed import read_values
from ayni.core.periods import month_of, month_text
from ayni.core.scheme import Terms
from ayni.cycle.agreement_life import ReasonNeeded
from ayni.cycle.law import Law, law_of, terms_of

#: Who writes an adhesion and what is its own: as whoever drafts agreements.
ADHERES = (Role.NEGOTIATOR, Role.AFFILIATION)


class UnknownAdhesion(LookupError):
    """No adhesion of that number under the agreement is the actor's to see."""


class SetLater(Exception):
    """Own terms from a day before others that are set already under the same version."""


class AlreadyBilled(Exception):
    """Own terms from a month on that is assessed already: what was billed stays as it was."""


def laws_of(
    *, actor: Actor, law: Law, version: Version, adhesions: Sequence[Adhesion], day: date
) -> list[tuple[Law, list[Adhesion]]]:
    """Group adhesions of one agreement by the terms that hold for them on a day, in their order.

    Where the agreement leaves nothing to its adhesions, nothing is looked up: one group with its own terms.
    """
    if not law.terms.left_to_adhesion:
        return [(law, list(adhesions))]
    own = negotiations.adhesion_terms(actor=actor, version=version.id, day=day)
    groups: dict[Terms, list[Adhesion]] = {}
    for one in adhesions:
        groups.setdefault(_merged(law, own.get(one.id)), []).append(one)
    return [(replace(law, terms=terms), under) for terms, under in groups.items()]


def law_for(*, actor: Actor, adhesion: Adhesion, version: Version, day: date) -> Law:
    """Give the law of one adhesion on a day: the version's, with what is the adhesion's own."""
    law = law_of(actor=actor, version=version)
    ((found, _),) = laws_of(actor=actor, law=law, version=version, adhesions=[adhesion], day=day)
    return found


def _merged(law: Law, own: Mapping[str, object] | None) -> Terms:
    if own is None:
        return law.terms
    return within(law.scheme, framework=law.terms, own=terms_of(own))


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One adhesion's own terms: the law in force, what is left to it, what holds, all that was ever set."""

    adhesion: Adhesion
    law: Law
    left: tuple[Clause, ...]
    own: Terms | None
    history: tuple[OwnTerms, ...]

    @property
    def seen(self) -> int:
        """Give the number of the newest row: what a change says it was made upon."""
        return self.history[0].id if self.history else 0


def own_sheet(*, actor: Actor, agreement: int, adhesion: int, day: date) -> OwnSheet:
    """Give the sheet of an adhesion on a day (before it runs: on its first; after: its last), to both sides.

    Raises ``UnknownAdhesion`` for what is not the actor's to see.
    """
    with acting(actor):
        found = agreements.adhesion(actor=actor, agreement=agreement, number=adhesion)
        if found is None:
            raise UnknownAdhesion(f"{agreement} {adhesion}")
        on = max(day, found.starts)
        if found.ends is not None and on >= found.ends:
            on = found.ends - timedelta(days=1)
        version = _holding(actor, agreement=agreement, day=on)
        law = law_of(actor=actor, version=version)
        own = negotiations.adhesion_terms(actor=actor, version=version.id, day=on)
        history = negotiations.own_terms_of(actor=actor, adhesion=found.id)
    kept = terms_of(own[found.id]) if found.id in own else None
    return OwnSheet(found, law, left_clauses(law), kept, tuple(history))


def _holding(actor: Actor, *, agreement: int, day: date) -> Version:
    """Give the version in force on a day, or the newest where none is."""
    try:
        return alliances.version_on(actor=actor, agreement=agreement, day=day)
    except UnknownAgreement:
        newest = alliances.version(actor=actor, agreement=agreement)
        if newest is None:
            raise UnknownAdhesion(str(agreement)) from None
        return newest


def own_values(own: Terms, *, law: Law) -> list[tuple[Clause, Value]]:
    """Give what own terms set, clause by clause in the scheme's order."""
    known = clauses(law.scheme, day=law.terms.renewed or law.terms.signed)
    keys = own_keys(own)
    return [(one, set_value(one, terms=own)) for one in known if one.key in keys]


def left_clauses(law: Law) -> tuple[Clause, ...]:
    """List the clauses that an agreement leaves to its adhesions."""
    known = clauses(law.scheme, day=law.terms.renewed or law.terms.signed)
    return tuple(one for one in known if one.key in law.terms.left_to_adhesion)


def own_from(law: Law, *, typed: Mapping[str, str]) -> Terms:
    """Read own terms as typed, by clause; one left empty is the agreement's.

    Raises ``TermsNotRead`` with every fault.
    """
    said = {key: text for key, text in typed.items() if text.strip()}
    known = clauses(law.scheme, day=law.terms.renewed or law.terms.signed)
    values = read_values(tuple(one for one in known if one.key in said), typed=said)
    # what equals the law's value is an own term too: the agreement may have set another
    kept = tuple(replace(one, law=None) for one in known)
    own = terms_with(kept, values=values, signed=law.terms.signed, renewed=law.terms.renewed)
    months = values.get(ENTRY)
    return own.model_copy(update={"entry_months": months}) if isinstance(months, tuple) else own


@dataclass(frozen=True, slots=True)
class Change:
    """Own terms from a day on, why, and upon which newest row it was decided."""

    own: Terms
    starts: date
    why: str
    seen: int


def change_own_terms(*, actor: Actor, agreement: int, adhesion: int, new: Change) -> None:
    """Set an adhesion's own terms anew from a day on; empty ones give it back to the agreement's.

    Raises ``ReasonNeeded``, ``MovedOn`` where somebody set them meanwhile, ``AdhesionOver`` for a day on which
    the adhesion does not stand, ``SetLater`` where others begin after that day, and as ``set_own_terms``.
    """
    actor.require(*ADHERES)
    why = new.why.strip()
    if not why:
        raise ReasonNeeded(str(adhesion))
    with acting(actor.because(f"términos propios desde {new.starts}: {why}")) as runner:
        found = agreements.adhesion(actor=runner, agreement=agreement, number=adhesion)
        if found is None:
            raise UnknownAdhesion(f"{agreement} {adhesion}")
        negotiations.lock_own_terms(adhesion=found.id)
        history = negotiations.own_terms_of(actor=runner, adhesion=found.id)
        if new.seen != (history[0].id if history else 0):
            raise MovedOn(found.code)
        write_own_terms(actor=runner, adhesion=found, own=new.own, starts=new.starts, why=why)


def set_own_terms(*, actor: Actor, adhesion: str, own: Terms, starts: date) -> None:
    """Write what the agreement leaves to an adhesion, from a day on.

    Raises ``NotLeftToAdhesion`` and ``TermsRefused`` for what does not fit the framework, ``AlreadyBilled``
    where a month from that day on is assessed.
    """
    actor.require(*ADHERES)
    with acting(actor.because(f"términos propios de {adhesion} desde {starts}")) as runner:
        found = alliances.adhesion_of(actor=runner, code=adhesion)
        write_own_terms(actor=runner, adhesion=found, own=own, starts=starts)


def write_own_terms(
    *, actor: Actor, adhesion: Adhesion, own: Terms, starts: date, why: str = ""
) -> None:
    """Write own terms within a transaction that runs."""
    if not adhesion.in_force(starts):
        raise AdhesionOver(f"{adhesion.code}: {starts}")
    version = alliances.version_on(actor=actor, agreement=adhesion.agreement, day=starts)
    law = law_of(actor=actor, version=version)
    within(law.scheme, framework=law.terms, own=own)
    billed = assessments.assessed_until(actor=actor, adhesion=adhesion.id)
    # a month is billed by what holds on its first day
    if billed is not None and month_of(starts) + (starts.day > 1) <= billed:
        raise AlreadyBilled(f"{adhesion.code}: {month_text(billed)}")
    _refuse_later(actor, adhesion=adhesion, version=version, starts=starts)
    _write(actor, adhesion=adhesion, version=version, own=own, starts=starts, why=why)
    # a version signed already that starts later takes them over too
    for later in agreements.versions(actor=actor, agreement=adhesion.agreement):
        if later.starts > starts:
            _carry(actor, adhesion=adhesion, version=later, own=own, why=why)


def _refuse_later(actor: Actor, *, adhesion: Adhesion, version: Version, starts: date) -> None:
    """Refuse a day before others that are set already: it would be unclear how long each holds."""
    for one in negotiations.own_terms_of(actor=actor, adhesion=adhesion.id):
        if one.version == version.id and one.starts > starts:
            raise SetLater(f"{adhesion.code}: {one.starts}")


def carry_own_terms(*, actor: Actor, before: Version, after: Version) -> tuple[str, ...]:
    """Carry the adhesions' own terms into a new version; gives what lapses, as ``code: clauses``.

    A clause lapses where the new version no longer leaves it to them or no longer allows the value: both
    sides consented to that.
    """
    own = negotiations.adhesion_terms(actor=actor, version=before.id, day=after.starts)
    if not own:
        return ()
    lapsed: list[str] = []
    for one in alliances.adhesions(actor=actor, agreement=after.agreement):
        if one.id not in own or not (one.ends is None or after.starts < one.ends):
            continue
        gone = _carry(actor, adhesion=one, version=after, own=terms_of(own[one.id]))
        if gone:
            lapsed.append(f"{one.code}: {', '.join(gone)}")
    return tuple(lapsed)


def _carry(
    actor: Actor, *, adhesion: Adhesion, version: Version, own: Terms, why: str = ""
) -> tuple[str, ...]:
    """Take own terms over into a version as far as it leaves them; gives the clauses that lapse."""
    law = law_of(actor=actor, version=version)
    kept, gone = still_own(law.scheme, framework=law.terms, own=own)
    known = negotiations.adhesion_terms(actor=actor, version=version.id, day=version.starts)
    if kept is not None or adhesion.id in known:  # what was carried before is taken back
        bare = Terms(signed=law.terms.signed, renewed=law.terms.renewed)
        _write(
            actor,
            adhesion=adhesion,
            version=version,
            own=bare if kept is None else kept,
            starts=version.starts,
            why=why,
        )
    return gone


def _write(
    actor: Actor,
    *,
    adhesion: Adhesion,
    version: Version,
    own: Terms,
    starts: date,
    why: str = "",
) -> None:
    tables.leave_to_adhesion(
        actor=actor,
        adhesion=adhesion.id,
        association=adhesion.association,
        version=version.id,
        terms=own.model_dump(mode="json"),
        day=starts,
        why=why,
    )
