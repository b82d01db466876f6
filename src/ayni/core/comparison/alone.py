"""Schemes that a family can join by itself, with their price for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.core.comparison.families import Family
from ayni.core.comparison.sides import Side, compare
from ayni.core.scheme import Payer, Scheme


@dataclass(frozen=True, slots=True)
class Alone:
    """One scheme by itself: what the family would pay a month, after how many paid months it is covered.

    ``due`` is none where the law has no value that month or asks a fact that is not known (``absent`` says).
    """

    code: str
    due: int | None
    months_before_cover: int | None
    absent: str | None


def is_individual(scheme: Scheme) -> bool:
    """Tell whether a family joins by itself: nothing is negotiated, and nobody but it (and the State) pays."""
    payers = {share.payer for share in scheme.rules.contribution.shares}
    own = Payer.INSURED_PERSON in payers and payers <= {Payer.INSURED_PERSON, Payer.STATE}
    return own and not scheme.rules.negotiation.terms


def alone(
    library: Sequence[Scheme], *, like: Scheme, family: Family, month: int
) -> tuple[Alone, ...]:
    """List the individual schemes of a scheme's country with their price for one family."""
    own = [
        one
        for one in library
        if one.rules.country == like.rules.country and one.code != like.code and is_individual(one)
    ]
    return tuple(_alone(side) for side in compare(own, family=family, months=[month]))


def _alone(side: Side) -> Alone:
    own = dict(side.shares).get(Payer.INSURED_PERSON, 0) if side.due is not None else None
    return Alone(side.code, own, side.before_cover, side.absent)
