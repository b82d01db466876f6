"""What lies on a negotiating table: rounds, clause by clause, and what each would cost whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from ayni.core.alliance.clauses import Clause, Difference, clauses, differences, terms_with
from ayni.core.alliance.life import State
from ayni.core.alliance.typed import read_values
from ayni.core.assessment import IncompleteFrame, compile_unpinned
from ayni.core.comparison import (
    EmptyGroup,
    Family,
    Price,
    TermsEffect,
    population,
    price_of,
    situations,
    terms_effect,
)
from ayni.core.periods import month_of
from ayni.core.scheme import ParameterMissing, Scheme, Terms, check_terms
from ayni.cycle.assessing import with_codes
from ayni.cycle.law import Law, law_of, scheme_of, terms_of
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES, UnknownNegotiation

#: The facts that a typical income stands for.
INCOMES = frozenset({"declared_income", "pay", "produce_sold"})
#: What keeps a month from being priced: a rule without a value then, a fact the families do not have, nobody.
UNPRICED = (ParameterMissing, IncompleteFrame, EmptyGroup)


@dataclass(frozen=True, slots=True)
class Round:
    """One proposal with its terms, what it changes and what that costs.

    ``changes`` and ``effect`` are against the round before; the first is compared with the agreement as it
    stands, or with the law alone. No effect: the month cannot be priced (``UNPRICED``).
    """

    proposal: Proposal
    terms: Terms
    changes: tuple[Difference, ...]
    effect: TermsEffect | None


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
    """A negotiation as its page shows it; ``base`` are the terms in force before it, if any.

    ``clauses`` are read by the law of the day it was opened, like every round that is proposed.
    """

    negotiation: Negotiation
    framework: Framework
    state: State
    scheme: Scheme
    clauses: tuple[Clause, ...]
    base: Terms | None
    base_price: Price | None
    rounds: tuple[Round, ...]
    comments: tuple[Comment, ...]
    real_families: bool
    may: May

    @property
    def last(self) -> Round | None:
        """Give the newest round."""
        return self.rounds[-1] if self.rounds else None


@dataclass(frozen=True, slots=True)
class _Laid:
    """What was read of a table before anything is worked out; no frame: the families cannot be told apart."""

    negotiation: Negotiation
    framework: Framework
    state: State
    proposals: list[Proposal]
    comments: list[Comment]
    scheme: Scheme
    base: Law | None
    clauses: tuple[Clause, ...]
    frame: pl.DataFrame | None
    real: bool

    @property
    def base_scheme(self) -> Scheme:
        """Give the text that stands before the first round."""
        return self.scheme if self.base is None else self.base.scheme

    @property
    def base_terms(self) -> Terms | None:
        """Give the terms that stand before the first round."""
        return None if self.base is None else self.base.terms


def table(*, actor: Actor, number: int, day: date) -> Table:
    """Give everything on a table; a draft is seen by its institution alone (else ``UnknownNegotiation``)."""
    laid = _laid(actor, number=number, day=day)
    starts = laid.proposals[-1].starts if laid.proposals else day
    return Table(
        negotiation=laid.negotiation,
        framework=laid.framework,
        state=laid.state,
        scheme=laid.scheme,
        clauses=laid.clauses,
        base=laid.base_terms,
        base_price=_base_price(laid, month=month_of(starts)),
        rounds=_rounds(laid),
        comments=tuple(laid.comments),
        real_families=laid.real,
        may=_may(actor, negotiation=laid.negotiation, state=laid.state, proposals=laid.proposals),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a set of terms would change and cost against the newest round, or what stands before any."""

    terms: Terms
    changes: tuple[Difference, ...]
    effect: TermsEffect | None


def preview(
    *,
    actor: Actor,
    number: int,
    typed: Mapping[str, str],
    starts: date,
    day: date,
    left: tuple[str, ...] = (),
) -> Preview:
    """Work out terms as somebody types them, by the law of the day the table was opened; nothing is written.

    ``left`` are the clauses left to each adhesion. Raises ``TermsNotRead`` with every fault of what was typed,
    ``TermsRefused`` for what cannot be left. Whoever sees the table may ask.
    """
    laid = _laid(actor, number=number, day=day)
    values = read_values(laid.clauses, typed=typed)
    terms = terms_with(laid.clauses, values=values, signed=day)
    terms = terms.model_copy(update={"left_to_adhesion": left})
    check_terms(laid.scheme, terms=terms.model_copy(update={"signed": laid.negotiation.opened_on}))
    before, text = laid.base_terms, laid.base_scheme
    if laid.proposals:
        before, text = terms_of(laid.proposals[-1].terms), laid.scheme
    effect = _effect(laid, before=before, text=text, after=terms, month=month_of(starts))
    return Preview(terms, differences(laid.clauses, before=before, after=terms), effect)


def clauses_at(*, actor: Actor, number: int) -> tuple[Clause, ...]:
    """Give the clauses on a table, to read what is typed into one of them."""
    with acting(actor):
        found, _, _ = _found(actor, number=number)
    scheme = scheme_of(actor=actor, rules=found.rules, parameters=found.parameters)
    return clauses(scheme, day=found.opened_on)


def _found(actor: Actor, *, number: int) -> tuple[Negotiation, Framework, State]:
    found = negotiations.negotiation(actor=actor, number=number)
    if found is None:
        raise UnknownNegotiation(str(number))
    framework = alliances.framework(actor=actor, number=found.agreement)
    state = life_queries.state_of(actor=actor, agreement=found.agreement).state
    outsider = actor.scope is not Scope.INSTITUTION
    if framework is None or (outsider and state is State.DRAFT):
        raise UnknownNegotiation(str(number))
    return found, framework, state


def _laid(actor: Actor, *, number: int, day: date) -> _Laid:
    with acting(actor):
        found, framework, state = _found(actor, number=number)
        proposals = negotiations.proposals(actor=actor, negotiation=number)
        said = negotiations.comments(actor=actor, negotiation=number)
        before = alliances.version(actor=actor, agreement=found.agreement)
    scheme = scheme_of(actor=actor, rules=found.rules, parameters=found.parameters)
    # What was in force before; once this table is signed, that is the version before its own.
    closed = before is None or found.outcome == "signed"
    base = None if closed or before is None else law_of(actor=actor, version=before)
    try:
        frame, real = group_frame(
            actor=actor, framework=framework, scheme=scheme, negotiation=found, day=day
        )
    except UNPRICED:
        frame, real = None, False
    return _Laid(
        negotiation=found,
        framework=framework,
        state=state,
        proposals=proposals,
        comments=said,
        scheme=scheme,
        base=base,
        clauses=clauses(scheme, day=found.opened_on),
        frame=frame,
        real=real,
    )


def _rounds(laid: _Laid) -> tuple[Round, ...]:
    found: list[Round] = []
    before, text = laid.base_terms, laid.base_scheme
    for proposal in laid.proposals:
        terms, month = terms_of(proposal.terms), month_of(proposal.starts)
        effect = _effect(laid, before=before, text=text, after=terms, month=month)
        changes = differences(laid.clauses, before=before, after=terms)
        found.append(Round(proposal, terms, changes, effect))
        before, text = terms, laid.scheme
    return tuple(found)


def _effect(
    laid: _Laid, *, before: Terms | None, text: Scheme, after: Terms, month: int
) -> TermsEffect | None:
    if laid.frame is None:
        return None
    try:
        return terms_effect(
            text,
            before=before,
            after=after,
            frame=laid.frame,
            month=month,
            after_scheme=laid.scheme,
        )
    except UNPRICED:
        return None


def _base_price(laid: _Laid, *, month: int) -> Price | None:
    if laid.frame is None:
        return None
    try:
        price, _ = price_of(laid.base_scheme, terms=laid.base_terms, frame=laid.frame, month=month)
    except UNPRICED:
        return None
    return price


def needs_income(scheme: Scheme, *, day: date) -> bool:
    """Tell whether a scheme's price looks at what a family declares, is paid or sells."""
    try:
        return bool(INCOMES & compile_unpinned(scheme, month=month_of(day)).needs)
    except ParameterMissing:
        return False


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
    if needs <= set(facts):
        with acting(runner):
            real = affiliated_situations(
                runner, agreement=framework.id, scheme=scheme, facts=facts, day=day
            )
        if real.height:
            return situations(scheme, families=real, month=month), True
    like = Family(activities=_activity(framework), income={})
    drawn = population(scheme, families=negotiation.expected_families, like=like)
    if negotiation.typical_income is not None:
        given = pl.lit(negotiation.typical_income, dtype=pl.Int64)
        drawn = drawn.with_columns(given.alias(name) for name in INCOMES)
    return situations(scheme, families=drawn, month=month), False


def affiliated_situations(
    actor: Actor, *, agreement: int, scheme: Scheme, facts: Sequence[str], day: date
) -> pl.DataFrame:
    """Count an agreement's affiliated families by situation, their activities named as the scheme does."""
    adhesions = [one.id for one in alliances.adhesions(actor=actor, agreement=agreement)]
    found = affiliations.situation_counts(actor=actor, adhesions=adhesions, day=day, facts=facts)
    return with_codes(actor, scheme=scheme, families=found)


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
