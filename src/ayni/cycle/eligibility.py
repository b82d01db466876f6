"""Is this person covered today, and why? The answer at the clinic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.entitlement.queries import Known
from ayni.core.actor import Actor
from ayni.core.affiliation.conditions import Condition
from ayni.core.entitlement import (
    Answer,
    Event,
    PaidMonth,
    PersonFacts,
    PersonRole,
    answer,
)
from ayni.core.periods import Span
from ayni.core.scheme import Scheme
from ayni.cycle.law import scheme_of, terms_of


@dataclass(frozen=True, slots=True)
class Eligibility:
    """An answer with the person it is about; nobody known by that number has neither."""

    number: str
    day: date
    event: Event
    known: Known | None
    scheme: Scheme | None
    answer: Answer | None
    benefit: str | None = None


def ask(
    *,
    actor: Actor,
    number: str,
    day: date,
    event: Event,
    route: str,
    benefit: str | None = None,
) -> Eligibility:
    """Answer for the person of a number on a day; the question is logged, answered or not.

    A ``benefit`` that the person's scheme does not name is refused (``UnknownBenefit``).
    """
    known = entitlements.asked(actor=actor, number=number, day=day, route=route)
    if known is None:
        return Eligibility(number, day, event, None, None, None, benefit)
    scheme = scheme_of(actor=actor, rules=known.rules, parameters=known.parameters)
    found = answer_of(actor=actor, known=known, day=day, event=event, benefit=benefit)
    return Eligibility(number, day, event, known, scheme, found, benefit)


def answer_of(
    *, actor: Actor, known: Known, day: date, event: Event, benefit: str | None = None
) -> Answer:
    """Put what is known of a person to the law that was pinned."""
    scheme = scheme_of(actor=actor, rules=known.rules, parameters=known.parameters)
    facts = facts_of(known)
    if scheme.rules.entitlement.latency is not None:
        alone = _left_alone(actor, known=known, facts=facts, day=day)
        facts = replace(facts, left_alone=alone)
    return answer(
        facts=facts,
        scheme=scheme,
        event=event,
        day=day,
        terms=terms_of(known.terms),
        benefit=benefit,
    )


def _left_alone(actor: Actor, *, known: Known, facts: PersonFacts, day: date) -> bool:
    """Tell whether a dependant left while the insured person stayed; asked only of who left."""
    ended = None if facts.affiliated_on(day) else facts.left_before(day)
    if facts.role is PersonRole.INSURED_PERSON or ended is None:
        return False
    with acting(actor):
        return not affiliations.left_with(
            actor=actor, insured=known.insured, scheme=known.scheme, day=ended
        )


def facts_of(known: Known) -> PersonFacts:
    """Put what the database knows in the words of the rule."""
    head = known.relation == "insured"
    return PersonFacts(
        role=PersonRole.INSURED_PERSON if head else PersonRole.DEPENDANT,
        affiliation=tuple(Span(start, end) for start, end in known.spans),
        paid=tuple(PaidMonth(month, counts_from) for month, counts_from in known.paid),
        owed=tuple(known.assessed),
        relation=None if head else known.relation,
        birth=known.birth_date,
        incapacitated=Condition.INCAPACITATED in known.conditions,
        student=Condition.STUDENT in known.conditions,
    )
