"""What lies on a negotiating table: rounds, clause by clause, and what each would cost whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.negotiation_actions import Side
from ayni.apps.alliance.negotiation_queries import Comment, Negotiation, Proposal
from ayni.apps.alliance.queries import Framework
from ayni.core.actor import Actor, Role, Scope
from ayni.core.alliance.clauses import Clause, Difference, clauses, differences
from ayni.core.alliance.life import State
from ayni.core.assessment import compile_unpinned
from ayni.core.comparison import (
    Family,
    Price,
    TermsEffect,
    population,
    price_of,
    situations,
    terms_effect,
)
from ayni.core.periods import month_of
from ayni.core.scheme import Scheme, Terms
from ayni.cycle.assessing import with_codes
from ayni.cycle.law import Law, law_of, scheme_of, terms_of
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES, UnknownNegotiation


@dataclass(frozen=True, slots=True)
class Round:
    """One proposal with its terms, what it changes and what that costs.

    ``changes`` and ``effect`` are against the round before; the first is compared with the agreement as it
    stands, or with the law alone.
    """

    proposal: Proposal
    terms: Terms
    changes: tuple[Difference, ...]
    effect: TermsEffect


@dataclass(frozen=True, slots=True)
class May:
    """What the actor may do at this table now."""

    ask_in: bool
    propose: bool
    comment: bool
    consent: bool
    sign: bool
    abandon: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A negotiation as its page shows it; ``base`` are the terms in force before it, if any."""

    negotiation: Negotiation
    framework: Framework
    state: State
    scheme: Scheme
    clauses: tuple[Clause, ...]
    base: Terms | None
    base_price: Price
    rounds: tuple[Round, ...]
    comments: tuple[Comment, ...]
    real_families: bool
    may: May

    @property
    def last(self) -> Round | None:
        """Give the newest round."""
        return self.rounds[-1] if self.rounds else None


def table(*, actor: Actor, number: int, day: date) -> Table:
    """Give everything on a table; a draft is seen by its institution alone (else ``UnknownNegotiation``)."""
    with acting(actor):
        found = negotiations.negotiation(actor=actor, number=number)
        if found is None:
            raise UnknownNegotiation(str(number))
        framework = alliances.framework(actor=actor, number=found.agreement)
        if framework is None:
            raise UnknownNegotiation(str(number))
        state = life_queries.state_of(actor=actor, agreement=found.agreement).state
        if state is State.DRAFT and actor.scope is not Scope.INSTITUTION:
            raise UnknownNegotiation(str(number))
        proposals = negotiations.proposals(actor=actor, negotiation=number)
        said = negotiations.comments(actor=actor, negotiation=number)
        before = alliances.version(actor=actor, agreement=found.agreement)
    scheme = scheme_of(actor=actor, rules=found.rules, parameters=found.parameters)
    # What was in force before; once this table is signed, that is the version before its own.
    base = (
        None if before is None or found.outcome == "signed" else law_of(actor=actor, version=before)
    )
    frame, real = group_frame(
        actor=actor, framework=framework, scheme=scheme, negotiation=found, day=day
    )
    known = clauses(scheme, day=found.opened_on)
    rounds = _rounds(proposals, scheme=scheme, known=known, base=base, frame=frame)
    starts = proposals[-1].starts if proposals else day
    base_price, _ = price_of(
        scheme if base is None else base.scheme,
        terms=None if base is None else base.terms,
        frame=frame,
        month=month_of(starts),
    )
    return Table(
        negotiation=found,
        framework=framework,
        state=state,
        scheme=scheme,
        clauses=known,
        base=None if base is None else base.terms,
        base_price=base_price,
        rounds=rounds,
        comments=tuple(said),
        real_families=real,
        may=_may(actor, negotiation=found, state=state, proposals=proposals),
    )


def _rounds(
    proposals: Sequence[Proposal],
    *,
    scheme: Scheme,
    known: tuple[Clause, ...],
    base: Law | None,
    frame: pl.DataFrame,
) -> tuple[Round, ...]:
    found: list[Round] = []
    before = None if base is None else base.terms
    text = scheme if base is None else base.scheme
    for proposal in proposals:
        terms, month = terms_of(proposal.terms), month_of(proposal.starts)
        effect = terms_effect(
            text, before=before, after=terms, frame=frame, month=month, after_scheme=scheme
        )
        changes = differences(known, before=before, after=terms)
        found.append(Round(proposal, terms, changes, effect))
        before, text = terms, scheme
    return tuple(found)


def group_frame(
    *,
    actor: Actor,
    framework: Framework,
    scheme: Scheme,
    negotiation: Negotiation,
    day: date,
) -> tuple[pl.DataFrame, bool]:
    """Give the families whose price is asked, and whether they are real.

    Those affiliated under the agreement; before there are any, as many like ones as the group expects to bring,
    with the activity of the party. An association is told of the whole group in sums only.
    """
    runner = actor.on_behalf(reason="calcular lo que cuesta una propuesta")
    month = month_of(day)
    needs = compile_unpinned(scheme, month=month).needs
    facts = [name for name in affiliations.FACTS if name in needs]
    with acting(runner):
        adhesions = [one.id for one in alliances.adhesions(actor=runner, agreement=framework.id)]
        real = affiliations.situation_counts(
            actor=runner, adhesions=adhesions, day=day, facts=facts
        )
        if real.height and needs <= set(facts):
            named = with_codes(runner, scheme=scheme, families=real)
            return situations(scheme, families=named, month=month), True
    like = Family(activities=_activity(framework), income={})
    drawn = population(scheme, families=negotiation.expected_families, like=like)
    if negotiation.typical_income is not None:
        given = pl.lit(negotiation.typical_income, dtype=pl.Int64)
        names = ("declared_income", "pay", "produce_sold")
        drawn = drawn.with_columns(given.alias(name) for name in names)
    return situations(scheme, families=drawn, month=month), False


def _activity(framework: Framework) -> tuple[str, ...]:
    return (framework.activity,) if framework.activity else ()


def _may(
    actor: Actor, *, negotiation: Negotiation, state: State, proposals: Sequence[Proposal]
) -> May:
    open_ = negotiation.closed_on is None
    last = proposals[-1] if proposals else None
    at_table = open_ and state is not State.DRAFT
    writer, head = actor.role in WRITES, actor.role in APPROVES
    speaker = actor.role in SPEAKS
    side = Side.ASSOCIATION if actor.scope is Scope.ASSOCIATION else Side.INSTITUTION
    wrote = any(one.author == actor.name for one in proposals)
    consents = dict(last.consents) if last else {}
    return May(
        ask_in=open_ and writer and state is State.DRAFT,
        propose=open_ and (writer or (speaker and at_table)),
        comment=open_
        and last is not None
        and (writer or head or actor.role in (*SPEAKS, Role.SECRETARY, Role.OBSERVER)),
        consent=at_table
        and last is not None
        and side not in consents
        and ((head and not wrote) or speaker),
        sign=at_table and (writer or head) and len(consents) == 2,
        abandon=open_ and (writer or head),
    )
