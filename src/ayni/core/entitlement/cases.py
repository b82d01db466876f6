"""Running any case of a scheme: a situation, and the differences from what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ayni.core.assessment.calendars import part_payment
from ayni.core.assessment.cases import (
    Difference,
    case_terms,
    run_arrears,
    run_contribution,
    run_parameter,
    run_part_payment,
)
from ayni.core.collection import shares_by_rule
from ayni.core.entitlement.answers import Answer
from ayni.core.entitlement.facts import PaidMonth, PersonFacts, PersonRole
from ayni.core.entitlement.latency import LatencyGiven, latency_of
from ayni.core.entitlement.verdict import answer
from ayni.core.entitlement.waiting import Opening, opening
from ayni.core.periods import Span, last_day, parse_month
from ayni.core.scheme import Scheme, Terms, figure_text
from ayni.core.scheme.cases import (
    AnyCase,
    ArrearsCase,
    CasePaid,
    CasePart,
    CasePerson,
    ContributionCase,
    EntitlementCase,
    LatencyCase,
    ParameterCase,
    PartPaymentCase,
    SharedPaymentCase,
    WaitingCase,
)
from ayni.core.scheme.units import parse_whole


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


def run_case(scheme: Scheme, *, case: AnyCase) -> CaseOutcome:
    """Run one case. A scheme that refuses to compute it is a difference, told by its refusal."""
    try:
        differences = _differences(scheme, case=case)
    except (ValueError, LookupError, TypeError, ArithmeticError) as refusal:
        said = f"{type(refusal).__name__}: {refusal}"
        differences = [Difference("case", "an answer", said)]
    return CaseOutcome(case.id, case.title, tuple(differences))


def case_answer(scheme: Scheme, *, case: EntitlementCase) -> Answer:
    """Give the whole answer to an entitlement case."""
    terms = case_terms(scheme, terms=case.terms)
    facts = PersonFacts(
        role=PersonRole(case.person.role),
        affiliation=_affiliation(case.person),
        paid=tuple(month for one in case.paid for month in _paid(one, scheme=scheme, terms=terms)),
        relation=case.person.relation,
        birth=case.person.birth,
        incapacitated=case.person.incapacitated,
        student=case.person.student,
    )
    return answer(
        facts=facts,
        scheme=scheme,
        event=case.event,
        day=case.day,
        terms=terms,
        benefit=case.benefit,
    )


def case_latency(scheme: Scheme, *, case: LatencyCase) -> LatencyGiven:
    """Give the months of cover of a latency case."""
    terms = case_terms(scheme, terms=case.terms)
    return latency_of(scheme, contributed=case.contributed, day=case.day, terms=terms)


def case_opening(scheme: Scheme, *, case: WaitingCase) -> Opening:
    """Tell when the benefit of a waiting case opens."""
    return opening(
        scheme,
        benefit=case.benefit,
        affiliated_from=case.affiliated_from,
        day=case.day,
        terms=case_terms(scheme, terms=case.terms),
    )


def _differences(scheme: Scheme, *, case: AnyCase) -> list[Difference]:
    match case:
        case ContributionCase():
            return run_contribution(scheme, case=case)
        case ParameterCase():
            return run_parameter(scheme, case=case)
        case ArrearsCase():
            return run_arrears(scheme, case=case)
        case PartPaymentCase():
            return run_part_payment(scheme, case=case)
        case SharedPaymentCase():
            return _unlike([("shares", *_shares(scheme, case=case))])
        case _:
            return _compared(scheme, case=case)


def _shares(scheme: Scheme, *, case: SharedPaymentCase) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what each family was expected to take, and what it takes."""
    unit = scheme.currency
    owed = [parse_whole(one, unit=unit) for one in case.owed]
    paid = parse_whole(case.paid, unit=unit)
    terms = case_terms(scheme, terms=case.terms)
    found = shares_by_rule(scheme, terms=terms, owed=owed, paid=paid)
    wanted = [parse_whole(one, unit=unit) for one in case.expect]
    return (
        tuple(figure_text(one, unit=unit) for one in wanted),
        tuple(figure_text(one, unit=unit) for one in found),
    )


def _compared(
    scheme: Scheme, *, case: EntitlementCase | LatencyCase | WaitingCase
) -> list[Difference]:
    match case:
        case LatencyCase():
            months = case_latency(scheme, case=case).months
            return _unlike([("months", case.expect, months)])
        case WaitingCase():
            found, wanted = case_opening(scheme, case=case), case.expect
            return _unlike(
                [("open", wanted.open, found.open), ("opens_on", wanted.opens_on, found.opens_on)]
            )
        case _:
            return _compare(case, found=case_answer(scheme, case=case))


def _compare(case: EntitlementCase, *, found: Answer) -> list[Difference]:
    expected = case.expect
    given_by = None if found.given_by is None else found.given_by.value
    opens: dict[str | None, date] = {one.benefit: one.opens_on for one in found.closed}
    return _unlike(
        [
            ("verdict", expected.verdict, found.verdict.value),
            ("given_by", expected.given_by, given_by),
            ("covered_until", expected.covered_until, found.covered_until),
            ("attend", expected.attend, found.attend),
            ("reason", expected.reason, found.reasons[0].code),
            ("opens_on", expected.opens_on, opens.get(case.benefit)),
            ("closed", expected.closed, tuple(opens)),
        ]
    )


def _unlike(pairs: Sequence[tuple[str, object, object]]) -> list[Difference]:
    """Keep what differs; what the case does not say is not compared."""
    return [
        Difference(what, str(wanted), str(got))
        for what, wanted, got in pairs
        if wanted is not None and wanted != got
    ]


def _affiliation(person: CasePerson) -> tuple[Span, ...]:
    if person.affiliated_from is None:
        return ()
    return (Span(person.affiliated_from, person.affiliated_to),)


def _paid(
    one: str | CasePaid | CasePart, *, scheme: Scheme, terms: Terms | None
) -> Iterator[PaidMonth]:
    if isinstance(one, str):
        yield PaidMonth(parse_month(one), last_day(parse_month(one)))
    elif isinstance(one, CasePaid):
        yield PaidMonth(parse_month(one.month), one.counts_from)
    else:
        bought = part_payment(
            scheme,
            month=parse_month(one.month),
            owed=parse_whole(one.owed, unit=scheme.currency),
            paid=parse_whole(one.paid, unit=scheme.currency),
            terms=terms,
        )
        yield from (PaidMonth(month, one.counts_from) for month in bought.months)
