"""What of a dependant lifts the limit of age: studying, or being unable to work; and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ayni.core.periods import Span
from ayni.core.scheme.rules import DependantRule


class Condition(StrEnum):
    """What is recorded of a dependant, with its evidence."""

    STUDENT = "student"
    INCAPACITATED = "incapacitated"


class ConditionRefused(ValueError):
    """A condition that cannot be recorded as it is claimed."""


class NotADependant(ConditionRefused):
    """Somebody whom no rule about dependants protects: an insured person, or nobody's dependant."""


class ConditionNotInScheme(ConditionRefused):
    """The rule about this relation does not look at the condition."""


class EvidenceMissing(ConditionRefused):
    """A condition without what proves it, or with a document that the rule does not name."""


class ConditionBackward(ConditionRefused):
    """An end on or before the beginning."""


class ConditionOverlaps(ConditionRefused):
    """The same condition stands already on some of these days."""


class ConditionUnknown(ConditionRefused):
    """No such condition of this person stands any more: it was replaced or withdrawn."""


LONGEST_EVIDENCE = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """A condition as it is to be recorded: from a day, until before a day or open, and what was shown.

    ``document`` is the SHA-256 of the file shown, if there is one.
    """

    condition: Condition
    starts: date
    ends: date | None
    evidence: str
    document: bytes | None = None

    @property
    def span(self) -> Span:
        """Give the days on which it stands."""
        return Span(self.starts, self.ends)


def conditions_asked(rule: DependantRule) -> tuple[Condition, ...]:
    """Name the conditions that the rule looks at: without an age limit it looks at none."""
    if rule.below_age is None:
        return ()
    student = (Condition.STUDENT,) if rule.student_below_age is not None else ()
    incapacity = (Condition.INCAPACITATED,) if rule.incapacitated_at_any_age else ()
    return (*student, *incapacity)


def evidence_named(rule: DependantRule, *, condition: Condition) -> tuple[str, ...]:
    """Name the documents that prove a condition; none: the rule names none, and any will do."""
    student = condition is Condition.STUDENT
    return rule.student_evidence if student else rule.incapacity_evidence


def require_claim(rule: DependantRule | None, *, claim: Claim, standing: list[Span]) -> None:
    """Refuse a claim that the rule does not look at, unproved, backward, or standing already.

    ``standing`` are the days on which the same condition of the person stands.
    """
    if rule is None:
        raise NotADependant
    if claim.condition not in conditions_asked(rule):
        raise ConditionNotInScheme(claim.condition.value)
    require_evidence(rule, claim=claim)
    if claim.ends is not None and claim.ends <= claim.starts:
        raise ConditionBackward(f"{claim.ends} is not after {claim.starts}")
    if any(span.overlaps(claim.span) for span in standing):
        raise ConditionOverlaps(claim.condition.value)


def require_evidence(rule: DependantRule, *, claim: Claim) -> None:
    """Refuse a claim without a document, or with one that the rule does not name."""
    named = evidence_named(rule, condition=claim.condition)
    told = claim.evidence.strip()
    if not told or len(told) > LONGEST_EVIDENCE or (named and told not in named):
        raise EvidenceMissing(", ".join(named))
