"""The register of personal fields, as a paper shows it: each class with the fields that are in it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def personal_classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List the classes of ``personal_fields.yaml`` in its order, each with its fields, a name once."""
    text = files(__package__).joinpath("personal_fields.yaml").read_text("utf-8")
    register = yaml.safe_load(text)
    found: dict[str, dict[str, None]] = {code: {} for code in register["classes"]}
    for columns in register["personal"].values():
        for field, code in columns.items():
            found[code][field] = None
    return tuple((code, tuple(fields)) for code, fields in found.items())
