"""The terms of an agreement as plain JSON, and back: money in minor units, ratios in parts per million."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from ayni.core.alliance.agreement_text import Paper
from ayni.core.alliance.clauses import (
    CALENDAR,
    ENTRY,
    PART,
    Clause,
    ClauseKind,
    Value,
    clauses,
    set_value,
    value_of,
)
from ayni.core.scheme import Terms
from ayni.core.scheme.units import UnitKind

FORMAT = 1
_INCOME = "income."


class NotAnAgreement(ValueError):
    """A JSON text that is not an agreement of this format."""


def terms_digest(terms: Terms) -> str:
    """Digest terms: SHA-256 of their JSON with sorted keys and no spaces, in hexadecimal."""
    plain = terms.model_dump(mode="json")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def agreement_json(paper: Paper) -> str:
    """Write an agreement as JSON with stable keys (``docs/reference/agreement-json.md``)."""
    return json.dumps(agreement_plain(paper), ensure_ascii=False, indent=1) + "\n"


def agreement_plain(paper: Paper) -> dict[str, Any]:
    """Give an agreement as plain values."""
    terms, scheme = paper.terms, paper.scheme
    known = clauses(scheme, day=paper.priced_on)
    draft = paper.draft
    return {
        "format": FORMAT,
        "code": paper.code,
        "version": paper.version,
        "proposal": None if draft is None else draft.number,
        "institution": {"name": paper.institution.name},
        "association": {
            "name": paper.association.name,
            "kind": paper.association.kind,
            "number": paper.association.number or None,
        },
        "scheme": {
            "code": scheme.code,
            "basis": scheme.rules.basis,
            "rules_sha256": paper.digests.rules,
            "parameters_sha256": paper.digests.parameters,
        },
        "currency": scheme.currency,
        "signed": terms.signed.isoformat() if draft is None else None,
        "priced_on": paper.priced_on.isoformat(),
        "first_signed": terms.signed.isoformat(),
        "renewed": None if terms.renewed is None else terms.renewed.isoformat(),
        "starts": paper.starts.isoformat(),
        "ends": None if paper.ends is None else paper.ends.isoformat(),
        "terms_sha256": terms_digest(terms),
        "clauses": [_clause(one, terms=terms) for one in known],
        "left_to_adhesions": list(terms.left_to_adhesion),
    }


def _clause(clause: Clause, *, terms: Terms) -> dict[str, Any]:
    return {
        "key": clause.key,
        "name": {code: clause.name.in_language(code) for code in ("es", "en", "pt")},
        "value": plain_value(clause, value=value_of(clause, terms=terms)),
        "set_by": "law" if set_value(clause, terms=terms) is None else "agreement",
        "law": plain_value(clause, value=clause.law),
        "lowest": _bound(clause, clause.lowest),
        "highest": _bound(clause, clause.highest),
        "standing": clause.standing.value,
    }


def plain_value(clause: Clause, *, value: Value) -> dict[str, Any] | None:
    """Write a clause's value with what it is measured in; nothing where the law has none.

    ``{"minor": 100000, "currency": "PEN"}``, ``{"ppm": 42000}``, ``{"count": 3, "unit": "months"}``,
    ``{"calendar": "harvest"}``, ``{"part_payment": "pro_rata"}`` or ``{"calendar_months": [4, 5]}``.
    """
    if value is None:
        return None
    if clause.kind.chosen:
        return {clause.kind.value: value}
    if isinstance(value, tuple):
        return {"calendar_months": list(value)}
    if clause.unit_kind is UnitKind.MONEY:
        return {"minor": value, "currency": clause.unit}
    if clause.unit_kind in (UnitKind.RATIO, UnitKind.MULTIPLE):
        return {"ppm": value}
    return {"count": value, "unit": clause.unit}


def _bound(clause: Clause, bound: int | None) -> dict[str, Any] | None:
    if clause.kind is ClauseKind.ENTRY:
        return None if bound is None else {"count": bound, "unit": "months"}
    return plain_value(clause, value=bound)


def terms_from_json(text: str) -> Terms:
    """Read back the terms of an agreement's JSON; refuses ``NotAnAgreement``, and a digest that differs."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise NotAnAgreement(f"format {data['format']!r}; {FORMAT} is expected")
        values = {
            one["key"]: _read(one["value"])
            for one in data["clauses"]
            if one["set_by"] == "agreement"
        }
        found = terms_of_values(
            values,
            signed=date.fromisoformat(data["first_signed"]),
            renewed=None if data["renewed"] is None else date.fromisoformat(data["renewed"]),
        )
        left = tuple(data.get("left_to_adhesions", ()))
        found = found.model_copy(update={"left_to_adhesion": left})
        wanted = data["terms_sha256"]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise NotAnAgreement(str(error)) from error
    if terms_digest(found) != wanted:
        raise NotAnAgreement("the terms are not those of their digest")
    return found


def _read(plain: Mapping[str, Any]) -> Value:
    for key in ("minor", "ppm", "count", "calendar", "part_payment"):
        if key in plain:
            found: Value = plain[key]
            return found
    return tuple(plain["calendar_months"])


def terms_of_values(values: Mapping[str, Value], *, signed: date, renewed: date | None) -> Terms:
    """Build terms from what an agreement set, clause by clause, in the order given."""
    figures = [key for key in values if key not in (CALENDAR, ENTRY, PART)]
    return Terms.model_validate(
        {
            "signed": signed,
            "renewed": renewed,
            "values": tuple(
                {"parameter": key, "value": values[key]}
                for key in figures
                if not key.startswith(_INCOME)
            ),
            "reference_income": tuple(
                {"activity": key.removeprefix(_INCOME), "amount": values[key]}
                for key in figures
                if key.startswith(_INCOME)
            ),
            "calendar": values.get(CALENDAR, "monthly"),
            "entry_months": values.get(ENTRY, ()),
            "part_payment": values.get(PART),
        }
    )
