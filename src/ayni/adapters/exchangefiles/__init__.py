"""Exchange files: YAML into exchanges with their practices and commitments, each fact with its source."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from ayni.core.alliance.exchanges import (
    NewCommitment,
    NewExchange,
    NewFollowUp,
    NewParticipant,
    NewPractice,
)
from ayni.core.scheme.parameters import Node

__all__ = [
    "ExchangeFileError",
    "FiledCommitment",
    "FiledExchange",
    "load_origin",
    "parse_exchanges",
]

Code = Annotated[str, Field(max_length=80)]


class ExchangeFileError(ValueError):
    """An exchange file that does not load."""


class FiledCommitment(NewCommitment):
    """A commitment with what became of it."""

    follow_ups: tuple[NewFollowUp, ...] = ()


class FiledExchange(NewExchange):
    """An exchange with everything the file says of it; ``follows`` is another's code."""

    code: Annotated[Code, Field(min_length=1)]
    follows: Code = ""
    participants: tuple[NewParticipant, ...] = ()
    practices: tuple[NewPractice, ...] = ()
    commitments: tuple[FiledCommitment, ...] = ()

    def plain(self) -> NewExchange:
        """Give the exchange alone."""
        fields = {name: getattr(self, name) for name in NewExchange.model_fields}
        return NewExchange(**fields)


class _File(Node):
    exchanges: tuple[FiledExchange, ...]


def parse_exchanges(text: str) -> tuple[FiledExchange, ...]:
    """Read a file's text; an exchange that follows another stands after it. Raises ``ExchangeFileError``."""
    try:
        # strict models take days and kinds as text only from JSON
        plain = json.dumps(yaml.safe_load(text), default=str)
        found = _File.model_validate_json(plain).exchanges
    except (yaml.YAMLError, ValidationError) as error:
        raise ExchangeFileError(str(error)) from None
    seen: set[str] = set()
    for one in found:
        if one.code in seen or (one.follows and one.follows not in seen):
            raise ExchangeFileError(f"{one.code}: written twice, or follows one not yet written")
        seen.add(one.code)
    return found


def load_origin() -> tuple[FiledExchange, ...]:
    """Load the chain that the example tells."""
    return parse_exchanges(files(__package__).joinpath("origin.yaml").read_text("utf-8"))
