"""FHIR R4: what an agreement is on the wire."""

from ayni.adapters.fhir.codes import UnknownCode
from ayni.adapters.fhir.contract import LegalPaper, NotAContract, contract_json, terms_from_contract

__all__ = ["LegalPaper", "NotAContract", "UnknownCode", "contract_json", "terms_from_contract"]
