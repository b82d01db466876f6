"""Codes of FHIR that the library takes unseen: checked against the values its own fields name."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class UnknownCode(ValueError):
    """A code that the standard does not know at its place."""


def check_codes(resource: BaseModel, *, place: str = "") -> None:
    """Refuse a resource in which a coded field, at any depth, holds a word that its value set does not."""
    for name, field in type(resource).model_fields.items():
        value = getattr(resource, name, None)
        extra = field.json_schema_extra
        known = extra.get("enum_values") if isinstance(extra, dict) else None
        for one in value if isinstance(value, list) else [value]:
            _check(one, known=known, place=f"{place or type(resource).__name__}.{name}")


def _check(value: Any, *, known: Any, place: str) -> None:
    if isinstance(value, BaseModel):
        check_codes(value, place=place)
    elif value is not None and known and value not in known:
        raise UnknownCode(f"{place}: {value!r} is none of {', '.join(map(str, known))}")
