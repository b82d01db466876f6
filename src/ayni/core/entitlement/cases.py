"""Running any case of a scheme: a situation, and the differences from what was expected."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.core.assessment.cases import Difference, case_terms, run_contribution, run_parameter
from ayni.core.entitlement.answers import Answer
from ayni.core.entitlement.facts import PaidMonth, PersonFacts, PersonRole
from ayni.core.entitlement.verdict import answer
from ayni.core.periods import Span, last_day, parse_month
from ayni.core.scheme import Scheme
from ayni.core.scheme.cases import (
    CasePaid,
    CasePerson,
    ContributionCase,
    EntitlementCase,
    ParameterCase,
)


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case that was run; it passed when nothing differs."""

    id: str
    title: str
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Tell whether the scheme gave what the case expects."""
        return not self.differences


def run_case(
    scheme: Scheme, *, case: ContributionCase | EntitlementCase | ParameterCase
) -> CaseOutcome:
    """Run one case. A scheme that refuses to compute it is a difference, told by its refusal."""
    try:
        differences = _differences(scheme, case=case)
    except (ValueError, LookupError, TypeError, ArithmeticError) as refusal:
        said = f"{type(refusal).__name__}: {refusal}"
        differences = [Difference("case", "an answer", said)]
    return CaseOutcome(case.id, case.title, tuple(differences))


def case_answer(scheme: Scheme, *, case: EntitlementCase) -> Answer:
    """Give the whole answer to an entitlement case."""
    facts = PersonFacts(
        role=PersonRole(case.person.role),
        affiliation=_affiliation(case.person),
        paid=tuple(_paid(one) for one in case.paid),
        relation=case.person.relation,
        birth=case.person.birth,
        incapacitated=case.person.incapacitated,
    )
    terms = case_terms(scheme, terms=case.terms)
    return answer(facts=facts, scheme=scheme, event=case.event, day=case.day, terms=terms)


def _differences(
    scheme: Scheme, *, case: ContributionCase | EntitlementCase | ParameterCase
) -> list[Difference]:
    if isinstance(case, ContributionCase):
        return run_contribution(scheme, case=case)
    if isinstance(case, ParameterCase):
        return run_parameter(scheme, case=case)
    return _compare(case, found=case_answer(scheme, case=case))


def _compare(case: EntitlementCase, *, found: Answer) -> list[Difference]:
    expected = case.expect
    given_by = None if found.given_by is None else found.given_by.value
    pairs: list[tuple[str, object, object]] = [
        ("verdict", expected.verdict, found.verdict.value),
        ("given_by", expected.given_by, given_by),
        ("covered_until", expected.covered_until, found.covered_until),
        ("attend", expected.attend, found.attend),
    ]
    return [
        Difference(what, str(wanted), str(got))
        for what, wanted, got in pairs
        if wanted is not None and wanted != got
    ]


def _affiliation(person: CasePerson) -> tuple[Span, ...]:
    if person.affiliated_from is None:
        return ()
    return (Span(person.affiliated_from, person.affiliated_to),)


def _paid(one: str | CasePaid) -> PaidMonth:
    if isinstance(one, CasePaid):
        return PaidMonth(parse_month(one.month), one.counts_from)
    month = parse_month(one)
    return PaidMonth(month, last_day(month))
