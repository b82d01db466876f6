"""A case explained, as JSON and as lines: its steps where it has steps, its answer where it has one."""

from __future__ import annotations

from ayni.cli import scheme_shown as shown
from ayni.core.assessment import (
    ImpossibleDebt,
    ImpossiblePayment,
    IncompleteFrame,
    NoRetention,
    Step,
    explain,
)
from ayni.core.assessment.cases import case_bought, case_owed, case_row, case_terms
from ayni.core.entitlement import ImpossibleMonths, NoLatency, UnknownBenefit
from ayni.core.entitlement.cases import case_answer, case_latency, case_opening, run_case
from ayni.core.money import Overflow
from ayni.core.periods import parse_month
from ayni.core.scheme import ParameterMissing, Scheme, TermsRefused
from ayni.core.scheme.cases import (
    AnyCase,
    ArrearsCase,
    ContributionCase,
    EntitlementCase,
    LatencyCase,
    PartPaymentCase,
    WaitingCase,
)

#: What a scheme says when it will not compute a case.
REFUSALS = (
    IncompleteFrame,
    ParameterMissing,
    TermsRefused,
    ImpossibleDebt,
    ImpossiblePayment,
    NoRetention,
    ImpossibleMonths,
    NoLatency,
    UnknownBenefit,
    Overflow,
)
Told = tuple[dict[str, object], list[str]]


def told(scheme: Scheme, *, case: AnyCase, language: str) -> Told:
    """Explain one case; raises one of ``REFUSALS`` where the scheme does not compute it."""
    data, lines = _body(scheme, case=case, language=language)
    head: dict[str, object] = {"case": case.id, "title": case.title}
    return head | data, [f"{case.id}: {case.title}", *lines]


def _body(scheme: Scheme, *, case: AnyCase, language: str) -> Told:
    if isinstance(case, EntitlementCase):
        found = case_answer(scheme, case=case)
        return shown.answer_json(found, language), shown.answer_lines(found, language)
    steps = _steps(scheme, case=case, language=language)
    if steps:
        return {"steps": [shown.step_json(one) for one in steps]}, shown.step_lines(steps, language)
    outcome = run_case(scheme, case=case)
    return shown.outcome_json(outcome), shown.outcome_lines(outcome, language)


def _steps(scheme: Scheme, *, case: AnyCase, language: str) -> list[Step]:
    match case:
        case ContributionCase():
            return explain(
                scheme,
                month=parse_month(case.month),
                terms=case_terms(scheme, terms=case.terms),
                family_row=case_row(scheme, case=case),
                language=language,
            )
        case ArrearsCase():
            return case_owed(scheme, case=case).steps(language)
        case PartPaymentCase():
            return case_bought(scheme, case=case).steps(language)
        case LatencyCase():
            return case_latency(scheme, case=case).steps(language)
        case WaitingCase():
            return case_opening(scheme, case=case).steps(language)
        case _:
            return []
