"""An agreement as FHIR R4 ``Contract``: one term for each clause, with its value and what it is measured in."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fhir.resources.R4B.contract import Contract
from pydantic import ValidationError

from ayni.adapters.fhir.codes import check_codes
from ayni.core.alliance.agreement_text import Paper, Party
from ayni.core.alliance.clauses import Clause, ClauseKind, Value, clauses, set_value, value_of
from ayni.core.alliance.plain_terms import terms_digest, terms_of_values
from ayni.core.scheme import Scheme, Terms, figure_text
from ayni.core.scheme.units import UnitKind, parse_whole

#: Our own names: no address of the web stands behind them.
CLAUSE = "urn:ayni:clause"
SET_BY = "urn:ayni:set-by"
DATES = "urn:ayni:agreement-date"
TERMS = "urn:ayni:terms-sha256"
UCUM = "http://unitsofmeasure.org"
ISO_4217 = "urn:iso:std:iso:4217"
_UNITS = {
    "months": "mo",
    "days": "d",
    "years": "a",
    "families": "{families}",
    "persons": "{persons}",
    "workers": "{workers}",
}


class NotAContract(ValueError):
    """A text that is no FHIR Contract of ours."""


@dataclass(frozen=True, slots=True)
class LegalPaper:
    """A paper kept with the agreement: what it is, its media type, its SHA-256."""

    title: str
    media_type: str
    digest: bytes


def contract_json(paper: Paper, *, papers: Sequence[LegalPaper] = (), language: str = "es") -> str:
    """Write the agreement as JSON of a Contract; what the library or the value sets refuse is not written."""
    contract = Contract.model_validate(_contract(paper, papers=papers, language=language))
    check_codes(contract)
    return contract.model_dump_json(indent=1) + "\n"


def _contract(paper: Paper, *, papers: Sequence[LegalPaper], language: str) -> dict[str, Any]:
    terms, scheme = paper.terms, paper.scheme
    signed = paper.draft is None
    known = clauses(scheme, day=paper.priced_on)
    period = {"start": paper.starts.isoformat()}
    if paper.ends is not None:  # FHIR counts the last day in
        period["end"] = (paper.ends - timedelta(days=1)).isoformat()
    documents = [_document(one, number=place) for place, one in enumerate(papers, start=1)]
    stage = str(paper.version) if paper.draft is None else f"proposal-{paper.draft.number}"
    return {
        "resourceType": "Contract",
        "language": language,
        "contained": [
            _organization("institution", paper.institution),
            _organization("association", paper.association),
            *documents,
        ],
        "identifier": [
            {"system": "urn:ayni:agreement", "value": paper.code},
            {"system": TERMS, "value": terms_digest(terms)},
            *_dates(terms),
        ],
        "version": stage,
        "status": "executed" if signed else "negotiable",
        "instantiatesUri": (
            f"urn:ayni:scheme:{scheme.code}:{paper.digests.rules}:{paper.digests.parameters}"
        ),
        **({"issued": terms.signed.isoformat()} if signed else {}),
        "applies": period,
        "subject": [{"reference": "#association"}],
        "authority": [{"reference": "#institution"}],
        "title": scheme.rules.name.in_language(language),
        "type": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/contract-type",
                    "code": "healthinsurance",
                    "display": "Health Insurance",
                }
            ]
        },
        "term": [_term(one, terms=terms, language=language) for one in known],
        **(
            {"legal": [{"contentReference": {"reference": f"#{one['id']}"}} for one in documents]}
            if documents
            else {}
        ),
    }


def _dates(terms: Terms) -> Iterator[dict[str, str]]:
    yield {"system": f"{DATES}:signed", "value": terms.signed.isoformat()}
    if terms.renewed is not None:
        yield {"system": f"{DATES}:renewed", "value": terms.renewed.isoformat()}


def _organization(name: str, party: Party) -> dict[str, Any]:
    number = [{"system": "urn:ayni:tax-number", "value": party.number}] if party.number else []
    return {
        "resourceType": "Organization",
        "id": name,
        "name": party.name,
        **({"identifier": number} if number else {}),
    }


def _document(one: LegalPaper, *, number: int) -> dict[str, Any]:
    """Refer to a kept paper by RFC 6920: an R4 attachment's own hash is a SHA-1."""
    encoded = base64.urlsafe_b64encode(one.digest).decode().rstrip("=")
    attachment = {"contentType": one.media_type, "title": one.title}
    return {
        "resourceType": "DocumentReference",
        "id": f"paper-{number}",
        "masterIdentifier": {
            "system": "urn:ietf:rfc:3986",
            "value": f"ni:///sha-256;{encoded}",
        },
        "status": "current",
        "content": [{"attachment": attachment}],
    }


def _term(clause: Clause, *, terms: Terms, language: str) -> dict[str, Any]:
    value = value_of(clause, terms=terms)
    set_by = "law" if set_value(clause, terms=terms) is None else "agreement"
    return {
        "identifier": {"system": CLAUSE, "value": clause.key},
        "type": {"coding": [{"system": SET_BY, "code": set_by}]},
        "text": clause.name.in_language(language),
        # a clause whose value the law leaves open is offered without an answer
        "offer": {"answer": _answers(clause, value=value)}
        if value is not None
        else {"text": clause.name.in_language(language)},
    }


def _answers(clause: Clause, *, value: Value) -> list[dict[str, Any]]:
    if isinstance(value, tuple):
        return [{"valueInteger": month} for month in value]
    if isinstance(value, str):
        system = f"urn:ayni:{clause.kind.value.replace('_', '-')}"
        return [{"valueCoding": {"system": system, "code": value}}]
    if value is None:
        return []
    return [{"valueQuantity": _quantity(clause, value=value)}]


def _quantity(clause: Clause, *, value: int) -> dict[str, Any]:
    kind = clause.unit_kind
    if kind is UnitKind.MONEY:
        amount = Decimal(figure_text(value, unit=clause.unit))
        return {"value": amount, "unit": clause.unit, "system": ISO_4217, "code": clause.unit}
    if kind is UnitKind.RATIO:
        return {"value": Decimal(value).scaleb(-4), "unit": "%", "system": UCUM, "code": "%"}
    unit = _UNITS.get(clause.unit, "1")
    amount = Decimal(value).scaleb(-6) if kind is UnitKind.MULTIPLE else Decimal(value)
    return {"value": amount, "unit": clause.unit, "system": UCUM, "code": unit}


def terms_from_contract(text: str, *, scheme: Scheme, day: date) -> Terms:
    """Read back what an agreement set from its Contract, under the scheme and the day its clauses are of.

    Refuses ``NotAContract``, and terms that are not those of the digest the contract names.
    """
    try:
        contract = Contract.model_validate_json(text)
    except ValidationError as error:
        raise NotAContract(str(error)) from error
    check_codes(contract)
    named = {one.system: one.value for one in contract.identifier or []}
    known = {one.key: one for one in clauses(scheme, day=day)}
    values: dict[str, Value] = {}
    terms: Sequence[Any] = contract.term or []
    for term in terms:
        if term.type.coding[0].code == "agreement":
            key = str(term.identifier.value)
            if key not in known:
                raise NotAContract(f"{scheme.code} has no clause {key!r}")
            values[key] = _answered(known[key], answers=term.offer.answer)
    signed, renewed = named.get(f"{DATES}:signed"), named.get(f"{DATES}:renewed")
    if signed is None:
        raise NotAContract("no day of signature")
    found = terms_of_values(
        values,
        signed=date.fromisoformat(signed),
        renewed=None if renewed is None else date.fromisoformat(renewed),
    )
    if terms_digest(found) != named.get(TERMS):
        raise NotAContract("the terms are not those of their digest")
    return found


def _answered(clause: Clause, *, answers: Sequence[Any]) -> Value:
    if clause.kind is ClauseKind.ENTRY:
        return tuple(int(one.valueInteger) for one in answers)
    if clause.kind.chosen:
        return str(answers[0].valueCoding.code)
    amount = Decimal(str(answers[0].valueQuantity.value))
    kind = clause.unit_kind
    if kind is UnitKind.MONEY:
        return parse_whole(f"{amount:f}", unit=clause.unit)
    return int(amount.scaleb({UnitKind.RATIO: 4, UnitKind.MULTIPLE: 6}.get(kind, 0)))
