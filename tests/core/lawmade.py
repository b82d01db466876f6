"""A scheme made of the model's text with other calendars, entitlement, arrears and figures."""

from __future__ import annotations

import json

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.scheme import InvalidScheme, Scheme, canonical, load_scheme_text

TEMPLATE = json.loads(canonical(load_scheme("pe-modelo-colectivo")).text)
NAME = {"es": "cirugía", "en": "surgery", "pt": "cirurgia"}


def parameter(name: str, unit: str, *values: tuple[str, int | None]) -> dict:
    """A parameter with dated values."""
    reference = {"title": f"Ley de {name}", "href": "#"}
    return {
        "name": name,
        "description": "inventado",
        "unit": unit,
        "reaches": "at_once",
        "values": [
            {"start": start, "value": value, "reference": reference, "standing": "proposed"}
            for start, value in values
        ],
    }


def figure(name: str, unit: str, value: int) -> dict:
    return parameter(name, unit, ("1990-01-01", value))


def data_of(*parameters: dict, **rooms: dict) -> dict:
    """The model's text, some rooms of its rules changed (``None`` removes a word), figures added."""
    data = json.loads(json.dumps(TEMPLATE))
    for room, words in rooms.items():
        data["rules"][room] |= words
        data["rules"][room] = {k: v for k, v in data["rules"][room].items() if v is not None}
    if data["rules"]["calendar"]["kind"] != "monthly":
        terms = data["rules"]["negotiation"]["terms"]
        data["rules"]["negotiation"]["terms"] = [t for t in terms if t["kind"] != "part_payment"]
    names = {one["name"] for one in parameters}
    data["parameters"] = [one for one in data["parameters"] if one["name"] not in names]
    data["parameters"] += parameters
    return data


def scheme_of(*parameters: dict, **rooms: dict) -> Scheme:
    return load_scheme_text(json.dumps(data_of(*parameters, **rooms)))


def codes(*parameters: dict, **rooms: dict) -> list[str]:
    """The faults for which such a scheme does not load; each must speak three languages."""
    with pytest.raises(InvalidScheme) as refusal:
        scheme_of(*parameters, **rooms)
    for one in refusal.value.problems:
        said = {one.text(language) for language in ("es", "en", "pt")}
        assert len(said) == 3
        assert not any("{" in text for text in said)
    return [one.code for one in refusal.value.problems]
