"""A scheme: its rules and its dated parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ayni.core.scheme.nodes import TextName, Texts
from ayni.core.scheme.parameters import Node, Parameter, Standing, weakest
from ayni.core.scheme.prices import Contribution
from ayni.core.scheme.rules import (
    Activity,
    Arrears,
    Calendar,
    Entitlement,
    InsuredUnit,
    Negotiation,
)


class UnknownParameter(LookupError):
    """A parameter name that the scheme does not have."""


class Rules(Node):
    """Everything of ``scheme.yaml``: who is insured, what is owed, when one is covered."""

    format: Literal[1]
    code: Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    regime: Annotated[str, Field(min_length=1)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    basis: Literal["law", "model"]
    legal_status: TextName
    name: Texts
    summary: Texts
    activities: tuple[Activity, ...]
    insured_unit: InsuredUnit
    contribution: Contribution
    calendar: Calendar
    entitlement: Entitlement
    arrears: Arrears
    negotiation: Negotiation


class Scheme(Node):
    """Rules beside their parameters; built by ``load_scheme_text`` only, which checks the whole."""

    rules: Rules
    parameters: tuple[Parameter, ...]

    @property
    def code(self) -> str:
        """Give the scheme's code."""
        return self.rules.code

    @property
    def currency(self) -> str:
        """Give the currency of every amount."""
        return self.rules.currency

    @property
    def standing(self) -> Standing:
        """Give the weakest standing among all values: what the scheme as a whole rests on."""
        return weakest([dated.standing for one in self.parameters for dated in one.values])

    def parameter(self, name: str) -> Parameter:
        """Give the parameter by name, or refuse."""
        for one in self.parameters:
            if one.name == name:
                return one
        raise UnknownParameter(f"{self.code} has no parameter {name!r}")
