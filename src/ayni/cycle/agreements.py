"""Agreements as their pages show them: the list, one of them whole, and what the actor may do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.agreement_queries import Head, OpenTable, TableHead, VersionPaper
from ayni.apps.alliance.life_queries import Happened, Standing
from ayni.apps.alliance.negotiation_queries import Negotiation, Obligation
from ayni.apps.alliance.queries import Adhesion, Version
from ayni.core.actor import Actor, Role, Scope
from ayni.core.alliance.clauses import Clause, Difference, clauses, differences
from ayni.core.alliance.life import Due, State, Step, next_due, steps_from
from ayni.core.matching import fold
from ayni.core.scheme import Scheme, Terms
from ayni.cycle.agreement_life import DECIDES
from ayni.cycle.law import law_of
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES


class UnknownAgreementPage(LookupError):
    """No agreement of that number is the actor's to see."""


@dataclass(frozen=True, slots=True)
class Line:
    """An agreement of the list, with its families today and its open table."""

    head: Head
    families: int
    table: OpenTable | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed version with its law, and what it changed against the one before, or against the law."""

    version: Version
    scheme: Scheme
    terms: Terms
    clauses: tuple[Clause, ...]
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class LifeMay:
    """What the actor may do with an agreement now: steps of its life, and what stands beside it."""

    steps: tuple[Step, ...]
    leave: bool
    copy: bool
    oblige: bool


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything of an agreement; ``adhesions`` is one page of them."""

    head: Head
    standing: Standing
    due: Due | None
    happened: tuple[Happened, ...]
    signed: tuple[Signed, ...]
    adhesions: tuple[Adhesion, ...]
    adhesion_count: int
    families: Mapping[int, int]
    families_in_all: int
    tables: tuple[Negotiation, ...]
    obligations: tuple[Obligation, ...]
    papers: tuple[VersionPaper, ...]
    may: LifeMay


def agreement_heads(*, actor: Actor) -> list[Head]:
    """List the agreements the actor may see, one line each."""
    with acting(actor):
        return agreements.heads(actor=actor)


def agreement_lines(*, actor: Actor, heads: Sequence[Head], day: date) -> list[Line]:
    """Give the lines of some agreements: two questions, however many there are."""
    numbers = [one.id for one in heads]
    with acting(actor):
        families = affiliations.families_of_agreements(actor=actor, agreements=numbers, day=day)
        tables = agreements.open_tables(actor=actor, agreements=numbers)
    return [
        Line(
            one,
            families.get(one.id, 0),
            None
            if one.state is State.DRAFT and actor.scope is not Scope.INSTITUTION
            else tables.get(one.id),
        )
        for one in heads
    ]


def tables(*, actor: Actor) -> list[TableHead]:
    """List the negotiations the actor may see, open ones first."""
    with acting(actor):
        return agreements.table_heads(actor=actor)


def parties(*, actor: Actor, text: str, limit: int = 30) -> list[tuple[int, str, str, str]]:
    """Find who may sign an agreement, by a part of the code, name or region."""
    key = fold(text)
    with acting(actor):
        found = agreements.parties(actor=actor)
    if not key:
        return [] if text else found[:limit]
    return [one for one in found if key in fold(" ".join(one[1:]))][:limit]


def party_name(*, actor: Actor, number: int) -> str | None:
    """Give the name of a party, or nothing when there is none here of that number."""
    with acting(actor):
        found = alliances.association(actor=actor, number=number)
    return None if found is None else found.name


def agreement_page(
    *, actor: Actor, number: int, day: date, start: int = 0, size: int = 50
) -> AgreementPage:
    """Give everything of an agreement, or refuse (``UnknownAgreementPage``) what is not the actor's to see."""
    with acting(actor):
        found = agreements.heads(actor=actor, number=number)
        if not found:
            raise UnknownAgreementPage(str(number))
        standing = life_queries.state_of(actor=actor, agreement=number)
        happened = life_queries.happened(actor=actor, agreement=number)
        versions = agreements.versions(actor=actor, agreement=number)
        count, adhesions = agreements.adhesions_page(
            actor=actor, agreement=number, start=start, size=size
        )
        families = affiliations.families_of_adhesions(
            actor=actor, adhesions=[one.id for one in adhesions], day=day
        )
        in_all = affiliations.families_of_agreements(actor=actor, agreements=[number], day=day)
        tables = negotiations.negotiations(actor=actor, agreement=number)
        obligations = negotiations.obligations(actor=actor, agreement=number)
        papers = agreements.version_papers(actor=actor, agreement=number)
    return AgreementPage(
        head=found[0],
        standing=standing,
        due=next_due(standing.life),
        happened=tuple(happened),
        signed=tuple(_signed(actor, versions)),
        adhesions=tuple(adhesions),
        adhesion_count=count,
        families=families,
        families_in_all=in_all.get(number, 0),
        tables=tuple(tables),
        obligations=tuple(obligations),
        papers=tuple(papers),
        may=_may(actor, head=found[0], standing=standing, tables=tables),
    )


def _signed(actor: Actor, versions: Sequence[Version]) -> list[Signed]:
    found: list[Signed] = []
    before: Terms | None = None
    for version in versions:
        law = law_of(actor=actor, version=version)
        known = clauses(law.scheme, day=version.signed_on)
        changes = differences(known, before=before, after=law.terms)
        found.append(Signed(version, law.scheme, law.terms, known, changes))
        before = law.terms
    return found


def _may(actor: Actor, *, head: Head, standing: Standing, tables: Sequence[Negotiation]) -> LifeMay:
    party = head.association in actor.associations and actor.role in SPEAKS
    head_ = actor.role in DECIDES
    writer = actor.role in WRITES
    free = all(one.closed_on is not None for one in tables)
    allowed = {
        Step.AMEND: writer and free,
        Step.RENEW: writer and free,
        Step.SUSPEND: head_,
        Step.RESUME: head_,
        Step.GIVE_NOTICE: head_ or party,
        Step.WITHDRAW_NOTICE: head_ or party,
    }
    steps = tuple(one for one in steps_from(standing.state) if allowed.get(one, False))
    signed = standing.life.starts is not None
    running = standing.state not in (State.ENDED, State.ABANDONED)
    return LifeMay(
        steps=steps,
        leave=signed and running and actor.role in (Role.AFFILIATION, Role.NEGOTIATOR, Role.HEAD),
        copy=signed and writer,
        oblige=actor.role in (*WRITES, *APPROVES) and standing.state is not State.ABANDONED,
    )
