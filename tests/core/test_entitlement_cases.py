"""Cases run one by one: what agrees, what differs, and a refusal, which is a difference and no crash."""

from __future__ import annotations

import json

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment.cases import Difference
from ayni.core.entitlement import Verdict
from ayni.core.entitlement.cases import case_answer, run_case
from ayni.core.scheme.cases import ContributionCase, EntitlementCase, ParameterCase

MODEL = load_scheme("pe-modelo-colectivo")
_SAID = {"id": "X-1", "title": "prueba", "source": "prueba", "evidence": "rule"}
_AFFILIATED = {"role": "insured_person", "affiliated_from": "2024-03-01"}


def entitlement(**changes: object) -> EntitlementCase:
    asked = {
        **_SAID,
        "kind": "entitlement",
        "event": "illness",
        "day": "2024-09-10",
        "person": _AFFILIATED,
        "paid": ["2024-06", "2024-07", "2024-08"],
        "expect": {"verdict": "covered", "given_by": "consecutive"},
    }
    return EntitlementCase.model_validate_json(json.dumps({**asked, **changes}))


def test_a_case_that_agrees_passes() -> None:
    found = run_case(MODEL, case=entitlement())
    assert (found.id, found.title, found.passed, found.differences) == ("X-1", "prueba", True, ())


def test_each_thing_expected_is_compared() -> None:
    expect = {
        "verdict": "not_covered",
        "given_by": "within",
        "covered_until": "2024-01-01",
        "attend": False,
    }
    assert run_case(MODEL, case=entitlement(expect=expect)).differences == (
        Difference("verdict", "not_covered", "covered"),
        Difference("given_by", "within", "consecutive"),
        Difference("covered_until", "2024-01-01", "2025-06-30"),
        Difference("attend", "False", "True"),
    )


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"person": {"role": "insured_person"}}, Verdict.NOT_COVERED),
        ({"paid": []}, Verdict.NOT_COVERED),
        # the third month was paid on the day of the event: it does not count for it
        (
            {"paid": ["2024-06", "2024-07", {"month": "2024-08", "counts_from": "2024-09-11"}]},
            Verdict.NOT_COVERED,
        ),
        (
            {"paid": ["2024-06", "2024-07", {"month": "2024-08", "counts_from": "2024-09-10"}]},
            Verdict.COVERED,
        ),
    ],
)
def test_the_situation_is_read_whole(changes: dict[str, object], verdict: Verdict) -> None:
    assert case_answer(MODEL, case=entitlement(**changes)).verdict is verdict


def test_the_agreement_of_a_case_counts() -> None:
    terms = {"signed": "2024-01-01", "values": [{"parameter": "ventana_meses", "value": 6}]}
    assert len(case_answer(MODEL, case=entitlement(terms=terms)).strip) == 6


def test_a_refusal_is_told_as_a_difference() -> None:
    found = run_case(MODEL, case=entitlement(day="2007-01-01"))
    assert not found.passed
    (told,) = found.differences
    assert (told.what, told.expected) == ("case", "an answer")
    assert told.found.startswith("ParameterMissing: ")


def test_the_other_kinds_of_case_are_run_too() -> None:
    month = {
        "kind": "contribution",
        "month": "2026-04",
        "family": {"activity": "cafe"},
        "expect": {"nowhere": "1"},
    }
    contribution = ContributionCase.model_validate_json(json.dumps(_SAID | month))
    found = run_case(MODEL, case=contribution).differences[0].found
    assert found.startswith("UnknownColumn: 'nowhere'")
    value = {"kind": "parameter", "parameter": "ventana_meses", "day": "2026-04-01", "expect": "13"}
    parameter = ParameterCase.model_validate_json(json.dumps(_SAID | value))
    assert run_case(MODEL, case=parameter).differences == (Difference("ventana_meses", "13", "12"),)
