"""What a renewal would change, and for whom: the version in force beside today's law, for real families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Version
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.adhesions import still_own, within
from ayni.core.alliance.clauses import Value, carried_over, clauses, terms_with
from ayni.core.assessment import compile_unpinned
from ayni.core.comparison import TermsEffect, terms_effect
from ayni.core.periods import month_of
from ayni.core.scheme import Scheme, Terms, check_terms, leavable
from ayni.cycle.law import Law, law_of, terms_of
from ayni.cycle.table import affiliated_situations


class NothingToRenew(LookupError):
    """An agreement that is not signed, or under which nobody is affiliated."""


@dataclass(frozen=True, slots=True)
class RenewalEffect:
    """One association at the renewal: what each payer bears before and after, who owes more or less.

    Both by its own terms; ``lapsed`` are the keys of those that the renewed terms no longer take.
    """

    association: int
    effect: TermsEffect
    lapsed: tuple[str, ...] = ()

    @property
    def same(self) -> int:
        """Count the families that owe the same."""
        return self.effect.before.families - self.effect.more - self.effect.less


@dataclass(frozen=True, slots=True)
class Renewal:
    """The effect by association, and the clauses in force that today's law of the scheme no longer takes."""

    scheme: str
    starts: date
    effects: tuple[RenewalEffect, ...]
    dropped: tuple[str, ...]


def renewal_effect(
    *,
    actor: Actor,
    agreement: int,
    starts: date,
    today: date,
    values: Mapping[str, Value] | None = None,
) -> Renewal:
    """Price the first month of a renewal for everybody affiliated today.

    ``values`` are a proposal's clauses; without them the clauses in force go on as far as today's law takes
    them. Before is the version in force, as if it ran on. Raises ``NothingToRenew``.
    """
    actor.require(
        *(Role.HEAD, Role.NEGOTIATOR, Role.AFFILIATION, Role.COLLECTION, Role.AUDITOR),
        Role.REPRESENTATIVE,
    )
    runner = actor.on_behalf(reason="calcular el efecto de renovar")
    with acting(runner):
        framework = alliances.framework(actor=runner, number=agreement)
        version = alliances.version(actor=runner, agreement=agreement)
        if framework is None or version is None:
            raise NothingToRenew(f"agreement {agreement} is not signed")
        if actor.role is Role.REPRESENTATIVE and framework.association not in actor.associations:
            raise NotAllowed("not a party of this agreement")
        law = law_of(actor=runner, version=version)
        own = _own_terms(runner, law=law, version=version, starts=starts)
    text = load_scheme(framework.scheme_code)
    terms, dropped = _renewed(law, text=text, starts=starts, values=values)
    day = min(today, starts - timedelta(days=1))
    families = _families(runner, agreement=agreement, law=law, text=text, starts=starts, day=day)
    if families.is_empty():
        raise NothingToRenew(f"nobody is affiliated under agreement {agreement}")
    effects = [
        _effect(
            association,
            mine,
            law=law,
            text=text,
            terms=terms,
            own=own.get(association),
            month=month_of(starts),
        )
        for (association,), mine in sorted(
            families.partition_by("association", as_dict=True).items()
        )
    ]
    return Renewal(text.code, starts, tuple(effects), tuple(dropped))


def _own_terms(actor: Actor, *, law: Law, version: Version, starts: date) -> dict[int, Terms]:
    """Give the own terms of each association on the last day before the renewal."""
    if not law.terms.left_to_adhesion:
        return {}
    day = starts - timedelta(days=1)
    held = negotiations.adhesion_terms(actor=actor, version=version.id, day=day)
    every = alliances.adhesions(actor=actor, agreement=version.agreement)
    return {one.association: terms_of(held[one.id]) for one in every if one.id in held}


def _effect(
    association: int,
    families: pl.DataFrame,
    *,
    law: Law,
    text: Scheme,
    terms: Terms,
    own: Terms | None,
    month: int,
) -> RenewalEffect:
    before, after = law.terms, terms
    lapsed: tuple[str, ...] = ()
    if own is not None:
        before = within(law.scheme, framework=before, own=own)
        kept, lapsed = still_own(text, framework=terms, own=own)
        after = terms if kept is None else within(text, framework=terms, own=kept)
    needs = _needs(law.scheme, text=text, month=month)
    frame = families.group_by(needs or ["association"], maintain_order=True).agg(
        pl.col("families").sum()
    )
    effect = terms_effect(
        law.scheme, before=before, after=after, frame=frame, month=month, after_scheme=text
    )
    return RenewalEffect(association, effect, lapsed)


def _renewed(
    law: Law, *, text: Scheme, starts: date, values: Mapping[str, Value] | None
) -> tuple[Terms, list[str]]:
    known = clauses(text, day=starts)
    kept, dropped = carried_over(known, terms=law.terms)
    asked = dict(kept if values is None else values)
    terms = terms_with(known, values=asked, signed=law.terms.signed, renewed=starts)
    # what is left to adhesions goes on as far as today's law lets it be left
    left = [key for key in law.terms.left_to_adhesion if key in leavable(text)]
    terms = terms.model_copy(update={"left_to_adhesion": tuple(left)})
    check_terms(text, terms=terms)
    return terms, dropped


def _needs(scheme: Scheme, *, text: Scheme, month: int) -> list[str]:
    both = (compile_unpinned(one, month=month).needs for one in (scheme, text))
    return sorted(set().union(*both))


def _families(
    actor: Actor, *, agreement: int, law: Law, text: Scheme, starts: date, day: date
) -> pl.DataFrame:
    needs = _needs(law.scheme, text=text, month=month_of(starts))
    facts = [name for name in affiliations.FACTS if name in needs]
    with acting(actor):
        return affiliated_situations(actor, agreement=agreement, scheme=text, facts=facts, day=day)
