"""The health of one association's alliance: what a yearly meeting of both sides looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import health_queries as affiliations
from ayni.apps.alliance import health_queries, life_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.health_queries import Members
from ayni.apps.alliance.negotiation_queries import Obligation
from ayni.apps.alliance.queries import Adhesion, Association
from ayni.apps.benefit import queries as benefits
from ayni.apps.collection import health_queries as collections
from ayni.apps.complaint import queries as complaints
from ayni.core.actor import Actor, Role, Scope
from ayni.core.alliance.clauses import Clause, Value
from ayni.core.alliance.health import (
    AgedArrears,
    Bill,
    CareCost,
    Kept,
    MonthHealth,
    Punctuality,
    RosterState,
    Trigger,
    arrears_by_age,
    care_cost,
    part,
    payments_in_time,
    rosters_in_time,
    triggers,
)
from ayni.core.alliance.life import State
from ayni.core.benefit import HeldCost, month_costs
from ayni.core.complaint.disputes import Standing, standing
from ayni.core.periods import months_later
from ayni.cycle.care_costs import benefit_lines
from ayni.cycle.law import Law, law_of, terms_of
from ayni.cycle.own_terms import own_values

#: Families of so many months ago, looked for today.
MONTHS_AGO = (0, 1, 3, 6, 12)
#: Months told, the newest ones, over which an agreement's limit on cost is held.
MONTHS_OF_RATIO = 12
#: Who may say how many members an association has.
COUNTS = (Role.AFFILIATION, Role.NEGOTIATOR, Role.HEAD, Role.REPRESENTATIVE, Role.SECRETARY)


class UnknownAssociation(LookupError):
    """No association of that number is the actor's to see."""


class NotACount(ValueError):
    """A number of members that nobody has, or counted on a day that has not come."""


@dataclass(frozen=True, slots=True)
class AdhesionHealth:
    """One adhesion: under which agreement, where that stands, the limits it puts, what is its own today."""

    adhesion: Adhesion
    state: State
    version: int
    ends: date | None
    triggers: tuple[Trigger, ...]
    own: tuple[tuple[Clause, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """Everything the page shows."""

    association: Association
    institution: str
    currency: str
    today: date
    adhesions: tuple[AdhesionHealth, ...]
    months: tuple[MonthHealth, ...]
    rosters: Punctuality
    payments: Punctuality
    arrears: tuple[AgedArrears, ...]
    families: int
    persons: int
    members: Members | None
    coverage: int | None
    kept: tuple[Kept, ...]
    obligations: tuple[Obligation, ...]
    disputes: Standing
    care: CareCost

    @property
    def due(self) -> int:
        """Give what was billed."""
        return sum(one.bill.due for one in self.months)

    @property
    def paid(self) -> int:
        """Give what was paid of it."""
        return sum(one.bill.paid for one in self.months)

    @property
    def owed(self) -> int:
        """Give what is past its day and not paid."""
        return sum(one.amount for one in self.arrears)


def health(*, actor: Actor, association: int, today: date) -> Health:
    """Give an association's health, to the institution or to the association itself; both see the same.

    Raises ``UnknownAssociation`` for whoever has no business with it.
    """
    runner = _runner(actor, association=association)
    with acting(runner):
        institution = access.institution(actor=runner)
        found = alliances.association(actor=runner, number=association)
        if found is None:
            raise UnknownAssociation(str(association))
        members = health_queries.members_of(actor=runner, association=association, day=today)
        billed = collections.billed_months(actor=runner, association=association, today=today)
        held = benefits.held(actor=runner, association=association)
        costed = _costed(billed, held=held)
        kept = affiliations.families_kept(
            actor=runner,
            association=association,
            days=[months_later(today, months=-ago) for ago in MONTHS_AGO],
            today=today,
        )
        obligations = negotiations.obligations(actor=runner, association=association)
        disputed = complaints.waiting(actor=runner, association=association, today=today)
        families = kept[0][1]
        adhesions = _adhesions(
            runner,
            association=association,
            today=today,
            families=families,
            members=members,
            months=costed,
        )
    months = tuple(one for _, one in costed)
    return Health(
        association=found,
        institution=institution.name,
        currency=institution.currency,
        today=today,
        adhesions=tuple(adhesions),
        months=months,
        rosters=rosters_in_time(months),
        payments=payments_in_time(months, today=today),
        arrears=arrears_by_age([one.bill for one in months], today=today),
        families=families,
        persons=kept[0][3],
        members=members,
        coverage=part(families, of=members.members if members else None),
        kept=tuple(
            Kept(ago, then, still)
            for ago, (_, then, still, _) in zip(MONTHS_AGO, kept, strict=True)
            if ago
        ),
        obligations=tuple(obligations),
        disputes=standing(disputed, today=today),
        care=care_cost(months),
    )


def declare(*, actor: Actor, association: int, declared: Members, today: date) -> None:
    """Write how many members an association has; refuses what is no count (``NotACount``)."""
    actor.require(*COUNTS)
    if not 1 <= declared.members <= 10_000_000 or declared.counted_on > today:
        raise NotACount(f"{declared.members} on {declared.counted_on}")
    runner = _runner(actor, association=association)
    with acting(runner.because("contar los socios")):
        if alliances.association(actor=runner, number=association) is None:
            raise UnknownAssociation(str(association))
        health_queries.declare_members(actor=runner, association=association, declared=declared)


def _runner(actor: Actor, *, association: int) -> Actor:
    """Give the run that reads sums for both sides alike, once it is known that the actor has part in it."""
    outside = actor.scope is Scope.ASSOCIATION and association not in actor.associations
    if outside or actor.scope in (Scope.CLINIC, Scope.OBSERVER):
        raise UnknownAssociation(str(association))
    return actor.on_behalf(reason="ver la salud de la alianza")


def _adhesions(
    actor: Actor,
    *,
    association: int,
    today: date,
    families: int,
    members: Members | None,
    months: Sequence[tuple[int, MonthHealth]],
) -> list[AdhesionHealth]:
    found = [one for one in alliances.adhesions(actor=actor) if one.association == association]
    agreements = sorted({one.agreement for one in found})
    versions = health_queries.versions_holding(actor=actor, agreements=agreements, day=today)
    states = life_queries.states(actor=actor)
    return [
        _adhesion(
            actor,
            adhesion=one,
            version=versions[one.agreement],
            state=states[one.agreement].state,
            today=today,
            families=families,
            members=members,
            loss_ratio=_loss_ratio(months, adhesion=one.id),
        )
        for one in found
        if one.agreement in versions
    ]


def _adhesion(
    actor: Actor,
    *,
    adhesion: Adhesion,
    version: alliances.Version,
    state: State,
    today: date,
    families: int,
    members: Members | None,
    loss_ratio: int | None,
) -> AdhesionHealth:
    law = law_of(actor=actor, version=version)
    limits = triggers(
        law.scheme,
        terms=law.terms,
        day=max(today, version.starts),
        families=families,
        members=members.members if members else None,
        loss_ratio=loss_ratio,
    )
    ends = [day for day in (adhesion.ends, version.ends) if day is not None]
    return AdhesionHealth(
        adhesion,
        state,
        version.number,
        min(ends, default=None),
        limits,
        _own(actor, adhesion=adhesion, version=version, law=law, today=today),
    )


def _own(
    actor: Actor, *, adhesion: Adhesion, version: alliances.Version, law: Law, today: date
) -> tuple[tuple[Clause, Value], ...]:
    """Give the terms that are the adhesion's own; nothing is looked up where nothing is left to it."""
    if not law.terms.left_to_adhesion:
        return ()
    day = max(today, version.starts)
    held = negotiations.adhesion_terms(actor=actor, version=version.id, day=day).get(adhesion.id)
    return () if held is None else tuple(own_values(terms_of(held), law=law))


def _loss_ratio(months: Sequence[tuple[int, MonthHealth]], *, adhesion: int) -> int | None:
    """Give the newest year's cost of care over contributions of an adhesion, of its months that are told."""
    own = [one for number, one in months if number == adhesion and one.cost is not None]
    return care_cost(own[-MONTHS_OF_RATIO:]).ratio


def _costed(
    billed: Sequence[collections.BilledMonth], *, held: Sequence[HeldCost]
) -> list[tuple[int, MonthHealth]]:
    """Put what care cost beside each billed month, with its adhesion, where all of it is told."""
    known: dict[tuple[int, int], int | None] = {}
    for adhesion in {one.adhesion for one in billed}:
        asked = {one.month: (adhesion,) for one in billed if one.adhesion == adhesion}
        told = month_costs(held, asked=asked, lines=tuple(benefit_lines()))
        known |= {(adhesion, month): one.whole for month, one in told.items()}
    return [(one.adhesion, _month(one, cost=known[one.adhesion, one.month])) for one in billed]


def _month(one: collections.BilledMonth, *, cost: int | None) -> MonthHealth:
    return MonthHealth(
        month=one.month,
        roster=RosterState.OWN if one.own_roster else RosterState.CARRIED,
        bill=Bill(
            month=one.month,
            families=one.families,
            due=one.due,
            due_on=one.due_on,
            in_time=one.in_time,
            paid=one.paid,
            last_paid=one.last_paid,
        ),
        cost=cost,
    )
