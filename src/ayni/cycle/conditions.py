"""Who studies, who cannot work: recorded with its evidence, ended, taken back. Each is a new fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import actions as affiliation
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.affiliation.queries import ConditionFact
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor, Role
from ayni.core.affiliation.conditions import (
    Claim,
    ConditionBackward,
    ConditionUnknown,
    require_claim,
)
from ayni.core.scheme import Scheme
from ayni.core.scheme.rules import DependantRule
from ayni.cycle.law import scheme_of

#: Who records: those who answer for affiliation.
MAY_RECORD = (Role.AFFILIATION, Role.HEAD)


def dependant_rule(scheme: Scheme, *, relation: str) -> DependantRule | None:
    """Give the rule of a scheme about a relation; an insured person has none."""
    rules = scheme.rules.insured_unit.dependants
    return next((one for one in rules if one.relation == relation), None)


def record_condition(*, actor: Actor, person: int, claim: Claim, day: date) -> int:
    """Record a condition of a dependant, proved as the rule of the agreement asks; gives its number.

    ``day`` chooses the affiliation whose law is asked. Raises one of ``ConditionRefused``.
    """
    actor.require(*MAY_RECORD)
    runner = actor.because("registrar una condición de un derechohabiente")
    with acting(runner):
        affiliation.lock_person(person=person)
        rule = _rule(runner, person=person, day=day)
        facts = affiliations.conditions_of(actor=runner, persons=[person]).get(person, [])
        standing = [one for one in facts if one.stands and one.condition is claim.condition]
        spans = [_claim(one).span for one in standing]
        require_claim(rule, claim=claim, standing=spans)
        return affiliation.add_condition(actor=runner, person=person, claim=claim)


def end_condition(*, actor: Actor, person: int, fact: int, ends: date) -> int:
    """End a condition before a day: a new fact takes the place of the one that stands."""
    actor.require(*MAY_RECORD)
    runner = actor.because("terminar una condición de un derechohabiente")
    with acting(runner):
        affiliation.lock_person(person=person)
        found = _standing(runner, person=person, fact=fact)
        if ends <= found.starts or (found.ends is not None and ends >= found.ends):
            raise ConditionBackward(f"{ends} does not end {found.starts} to {found.ends}")
        claim = replace(_claim(found), ends=ends)
        return affiliation.add_condition(actor=runner, person=person, claim=claim, replaces=fact)


def withdraw_condition(*, actor: Actor, person: int, fact: int) -> int:
    """Take back a condition that was recorded by mistake: it never stood, and the record of it stays."""
    actor.require(*MAY_RECORD)
    runner = actor.because("anular una condición registrada por error")
    with acting(runner):
        affiliation.lock_person(person=person)
        claim = _claim(_standing(runner, person=person, fact=fact))
        return affiliation.add_condition(
            actor=runner, person=person, claim=claim, replaces=fact, withdrawn=True
        )


def _rule(actor: Actor, *, person: int, day: date) -> DependantRule | None:
    found = registry.person(actor=actor, number=person)
    known = (
        entitlements.known(actor=actor, number=found.number, day=day)
        if found is not None and found.number is not None
        else None
    )
    if known is None or known.person != person:
        return None
    scheme = scheme_of(actor=actor, rules=known.rules, parameters=known.parameters)
    return dependant_rule(scheme, relation=known.relation)


def _standing(actor: Actor, *, person: int, fact: int) -> ConditionFact:
    facts = affiliations.conditions_of(actor=actor, persons=[person]).get(person, [])
    found = next((one for one in facts if one.id == fact and one.stands), None)
    if found is None:
        raise ConditionUnknown(str(fact))
    return found


def _claim(fact: ConditionFact) -> Claim:
    return Claim(fact.condition, fact.starts, fact.ends, fact.evidence, fact.document)
