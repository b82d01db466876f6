"""Schemes side by side: one family under several, a population under two, what a change of law does."""

from ayni.core.comparison.alone import Alone, alone, is_individual
from ayni.core.comparison.changes import Change, Effect, OtherCurrency, changes, effect
from ayni.core.comparison.families import Family, UnreadableFamily, family_row, read_family
from ayni.core.comparison.population import population
from ayni.core.comparison.proposals import (
    EmptyGroup,
    Price,
    TermsEffect,
    price_of,
    situations,
    terms_effect,
)
from ayni.core.comparison.scale import scale_points
from ayni.core.comparison.sides import Side, Total, compare, months_before_cover, totals

__all__ = [
    "Alone",
    "Change",
    "Effect",
    "EmptyGroup",
    "Family",
    "OtherCurrency",
    "Price",
    "Side",
    "TermsEffect",
    "Total",
    "UnreadableFamily",
    "alone",
    "changes",
    "compare",
    "effect",
    "family_row",
    "is_individual",
    "months_before_cover",
    "population",
    "price_of",
    "read_family",
    "scale_points",
    "situations",
    "terms_effect",
    "totals",
]
