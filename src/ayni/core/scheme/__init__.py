"""The scheme language: typed nodes over dated parameters, checked whole, written canonically."""

from __future__ import annotations

from ayni.core.scheme.canonical import (
    Canonical,
    DigestMismatch,
    Digests,
    canonical,
    join_texts,
    load_scheme_text,
    require_digests,
)
from ayni.core.scheme.model import Rules, Scheme, UnknownParameter
from ayni.core.scheme.nodes import Payer
from ayni.core.scheme.parameters import (
    DatedValue,
    Parameter,
    ParameterMissing,
    Reaches,
    Reference,
    Standing,
    weakest,
)
from ayni.core.scheme.problems import InvalidScheme, SchemeProblem
from ayni.core.scheme.rules import Event
from ayni.core.scheme.terms import (
    AgreedIncome,
    AgreedValue,
    Reading,
    SetBy,
    Terms,
    TermsRefused,
    check_terms,
    leavable,
    part_rule,
    read,
)
from ayni.core.scheme.units import figure_text, parse_figure
from ayni.core.scheme.words import standing_text

__all__ = [
    "AgreedIncome",
    "AgreedValue",
    "Canonical",
    "DatedValue",
    "DigestMismatch",
    "Digests",
    "Event",
    "InvalidScheme",
    "Parameter",
    "ParameterMissing",
    "Payer",
    "Reaches",
    "Reading",
    "Reference",
    "Rules",
    "Scheme",
    "SchemeProblem",
    "SetBy",
    "Standing",
    "Terms",
    "TermsRefused",
    "UnknownParameter",
    "canonical",
    "check_terms",
    "figure_text",
    "join_texts",
    "leavable",
    "load_scheme_text",
    "parse_figure",
    "part_rule",
    "read",
    "require_digests",
    "standing_text",
    "weakest",
]
