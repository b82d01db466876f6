"""An agreement as plain JSON and as a FHIR Contract: read back to the same terms, or refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fhir.resources.R4B.contract import Contract
from hypothesis import given, settings

from ayni.adapters.fhir import (
    LegalPaper,
    NotAContract,
    UnknownCode,
    contract_json,
    terms_from_contract,
)
from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.clauses import Value
from ayni.core.alliance.plain_terms import (
    NotAnAgreement,
    agreement_json,
    terms_digest,
    terms_from_json,
)
from tests.adapters.agreements_made import SIGNED, paper, terms_of
from tests.adapters.test_agreement_document import CCSS, MODEL, SET

VALUES: dict[str, Value] = {
    "income.cafe": 100_001,
    "tasa_asegurado": 42_003,
    "preaviso": 2,
    "calendar": "harvest",
    "entry_months": (4, 5),
}


@settings(max_examples=50, deadline=None)
@given(values=SET)
def test_both_forms_are_read_back_to_equal_terms(values: Mapping[str, Value]) -> None:
    terms = terms_of(MODEL, values)
    made = paper(MODEL, terms=terms, name="Cooperativa")
    assert terms_from_json(agreement_json(made)) == terms
    found = terms_from_contract(contract_json(made), scheme=made.scheme, day=SIGNED)
    assert found == terms


def test_a_scheme_that_leaves_nothing_open_has_no_terms() -> None:
    made = paper(CCSS, terms=terms_of(CCSS, {}))
    assert json.loads(agreement_json(made))["clauses"] == []
    text = contract_json(made)
    assert terms_from_contract(text, scheme=made.scheme, day=SIGNED) == made.terms
    assert "term" not in json.loads(text)


def test_the_contract_names_sides_law_span_values_and_papers() -> None:
    digest = bytes(range(32))
    made = paper(MODEL, terms=terms_of(MODEL, VALUES), name="Cooperativa Alto Huallaga")
    papers = [LegalPaper("text_es", "application/pdf", digest)]
    text = contract_json(made, papers=papers)
    found: dict[str, Any] = json.loads(text)
    assert Contract.model_validate_json(text).status == "executed"
    assert found["applies"] == {"start": "2027-01-01", "end": "2027-12-31"}
    assert found["authority"] == [{"reference": "#institution"}]
    assert found["subject"] == [{"reference": "#association"}]
    assert found["contained"][1]["name"] == "Cooperativa Alto Huallaga"
    rules, parameters = made.digests.rules, made.digests.parameters
    assert found["instantiatesUri"] == f"urn:ayni:scheme:{MODEL}:{rules}:{parameters}"
    encoded = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert found["contained"][2]["masterIdentifier"]["value"] == f"ni:///sha-256;{encoded}"
    assert found["legal"] == [{"contentReference": {"reference": "#paper-1"}}]
    terms = {one["identifier"]["value"]: one for one in found["term"]}
    rate = terms["tasa_asegurado"]["offer"]["answer"][0]["valueQuantity"]
    assert (rate["value"], rate["code"]) == (4.2003, "%")
    income = terms["income.cafe"]["offer"]["answer"][0]["valueQuantity"]
    assert (income["value"], income["code"]) == (1000.01, "PEN")
    assert [one["valueInteger"] for one in terms["entry_months"]["offer"]["answer"]] == [4, 5]
    assert terms["preaviso"]["type"]["coding"][0]["code"] == "agreement"
    assert terms["meses_reserva"]["type"]["coding"][0]["code"] == "law"


def test_the_plain_form_says_units_and_bounds() -> None:
    made = paper(MODEL, terms=terms_of(MODEL, VALUES))
    found = json.loads(agreement_json(made))
    by_key = {one["key"]: one for one in found["clauses"]}
    assert by_key["income.cafe"]["value"] == {"minor": 100_001, "currency": "PEN"}
    assert by_key["income.cafe"]["law"] == {"minor": 113_000, "currency": "PEN"}
    assert by_key["tasa_asegurado"]["value"] == {"ppm": 42_003}
    assert by_key["tasa_asegurado"]["highest"] == {"ppm": 90_000}
    assert by_key["preaviso"]["value"] == {"count": 2, "unit": "months"}
    assert by_key["calendar"]["value"] == {"calendar": "harvest"}
    assert by_key["entry_months"]["value"] == {"calendar_months": [4, 5]}
    assert (found["terms_sha256"], found["ends"]) == (terms_digest(made.terms), "2028-01-01")


def _status(data: dict[str, Any]) -> None:
    data["status"] = "nonsense"


def _no_subject_system(data: dict[str, Any]) -> None:
    data["subject"] = "the cooperative"


def _other_value(data: dict[str, Any]) -> None:
    data["term"][0]["offer"]["answer"][0]["valueQuantity"]["value"] = 1000.02


def _other_clause(data: dict[str, Any]) -> None:
    data["term"][0]["identifier"]["value"] = "income.oro"


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (_status, UnknownCode),  # the library itself takes it
        (_no_subject_system, NotAContract),
        (_other_value, NotAContract),
        (_other_clause, NotAContract),
    ],
)
def test_a_spoilt_contract_is_refused(
    spoil: Callable[[dict[str, Any]], None], refusal: type[Exception]
) -> None:
    made = paper(MODEL, terms=terms_of(MODEL, VALUES))
    data = json.loads(contract_json(made))
    spoil(data)
    with pytest.raises(refusal):
        terms_from_contract(json.dumps(data), scheme=load_scheme(MODEL), day=SIGNED)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "clauses": []}'])
def test_what_is_no_agreement_is_refused(text: str) -> None:
    with pytest.raises(NotAnAgreement):
        terms_from_json(text)


def test_a_value_changed_in_the_plain_form_is_refused() -> None:
    data = json.loads(agreement_json(paper(MODEL, terms=terms_of(MODEL, VALUES))))
    data["clauses"][0]["value"]["minor"] = 100_002
    with pytest.raises(NotAnAgreement, match="digest"):
        terms_from_json(json.dumps(data))
