"""Adhesions' own terms within their agreement: the law each is billed by, set and carried into new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion, Version
from ayni.apps.assessment import queries as assessments
from ayni.core.actor import Actor, Role
from ayni.core.alliance.adhesions import still_own, within
from ayni.core.periods import month_of, month_text
from ayni.core.scheme import Terms
from ayni.cycle.law import Law, law_of, terms_of

#: Who writes an adhesion and what is its own: as whoever drafts agreements.
ADHERES = (Role.NEGOTIATOR, Role.AFFILIATION)


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


def set_own_terms(*, actor: Actor, adhesion: str, own: Terms, starts: date) -> None:
    """Write what the agreement leaves to an adhesion, from a day on.

    Raises ``NotLeftToAdhesion`` and ``TermsRefused`` for what does not fit the framework, ``AlreadyBilled``
    where a month from that day on is assessed.
    """
    actor.require(*ADHERES)
    with acting(actor.because(f"términos propios de {adhesion} desde {starts}")) as runner:
        found = alliances.adhesion_of(actor=runner, code=adhesion)
        write_own_terms(actor=runner, adhesion=found, own=own, starts=starts)


def write_own_terms(*, actor: Actor, adhesion: Adhesion, own: Terms, starts: date) -> None:
    """Write own terms within a transaction that runs."""
    version = alliances.version_on(actor=actor, agreement=adhesion.agreement, day=starts)
    law = law_of(actor=actor, version=version)
    within(law.scheme, framework=law.terms, own=own)
    billed = assessments.assessed_until(actor=actor, adhesion=adhesion.id)
    # a month is billed by what holds on its first day
    if billed is not None and month_of(starts) + (starts.day > 1) <= billed:
        raise AlreadyBilled(f"{adhesion.code}: {month_text(billed)}")
    _write(actor, adhesion=adhesion, version=version, own=own, starts=starts)
    # a version signed already that starts later takes them over too
    for later in agreements.versions(actor=actor, agreement=adhesion.agreement):
        if later.starts > starts:
            _carry(actor, adhesion=adhesion, version=later, own=own)


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


def _carry(actor: Actor, *, adhesion: Adhesion, version: Version, own: Terms) -> tuple[str, ...]:
    """Take own terms over into a version as far as it leaves them; gives the clauses that lapse."""
    law = law_of(actor=actor, version=version)
    kept, gone = still_own(law.scheme, framework=law.terms, own=own)
    if kept is not None:
        _write(actor, adhesion=adhesion, version=version, own=kept, starts=version.starts)
    return gone


def _write(actor: Actor, *, adhesion: Adhesion, version: Version, own: Terms, starts: date) -> None:
    tables.leave_to_adhesion(
        actor=actor,
        adhesion=adhesion.id,
        association=adhesion.association,
        version=version.id,
        terms=own.model_dump(mode="json"),
        day=starts,
    )
