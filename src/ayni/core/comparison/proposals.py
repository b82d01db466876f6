"""What a change of terms does in money: to a typical family, to the whole group, to each payer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ayni.core.assessment import compile_unpinned
from ayni.core.assessment.compiled import SHARE_COLUMNS
from ayni.core.scheme import Payer, Scheme, Terms

_SHARES = tuple(SHARE_COLUMNS.values())


class EmptyGroup(ValueError):
    """A group without families: nothing can be typical of it."""


@dataclass(frozen=True, slots=True)
class Price:
    """A month under some terms, in minor units: per payer for the typical family and for the group.

    ``typical`` is the family in the middle: half of the group owes less or the same. ``collected`` is what the
    association hands over, all shares but the State's.
    """

    families: int
    typical: Mapping[Payer, int]
    group: Mapping[Payer, int]
    typical_collected: int
    collected: int

    def share(self, payer: Payer) -> int:
        """Give what a payer bears for the group."""
        return self.group.get(payer, 0)


@dataclass(frozen=True, slots=True)
class TermsEffect:
    """Two prices side by side, and how many families owe more or less."""

    before: Price
    after: Price
    more: int
    less: int


def price_of(
    scheme: Scheme, *, terms: Terms | None, frame: pl.DataFrame, month: int
) -> tuple[Price, pl.Series]:
    """Price a group's month under terms; gives also what a family of each situation owes, in the frame's order.

    ``frame`` holds one row per situation: the facts that a compiled contribution reads, and ``families``, how
    many are in it (``situations`` makes it).
    """
    if frame.is_empty() or not frame["families"].sum():
        raise EmptyGroup(scheme.code)
    numbered = frame.with_columns(
        family=pl.int_range(pl.len(), dtype=pl.Int64),
        insured=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    lines = compile_unpinned(scheme, month=month, terms=terms).lines(numbered)
    lines = lines.with_columns(families=frame["families"].cast(pl.Int64))
    ranked = lines.sort("due").with_columns(reached=pl.col("families").cum_sum())
    half = (int(lines["families"].sum()) + 1) // 2
    middle = ranked.filter(pl.col("reached") >= half)
    payers = [share.payer for share in scheme.rules.contribution.shares]
    sums = {name: int((lines[name] * lines["families"]).sum()) for name in (*_SHARES, "due")}
    price = Price(
        families=int(lines["families"].sum()),
        typical={payer: int(middle[SHARE_COLUMNS[payer]][0]) for payer in payers},
        group={payer: sums[SHARE_COLUMNS[payer]] for payer in payers},
        typical_collected=int(middle["due"][0]),
        collected=sums["due"],
    )
    return price, lines["due"]


def situations(scheme: Scheme, *, families: pl.DataFrame, month: int) -> pl.DataFrame:
    """Fold families (one a row, or ``families`` of them) into the situations that the scheme tells apart."""
    needs = sorted(compile_unpinned(scheme, month=month).needs)
    counted = families if "families" in families.columns else families.with_columns(families=1)
    count = pl.col("families").cast(pl.Int64).sum()
    if not needs:
        return counted.select(count)
    return counted.group_by(needs, maintain_order=True).agg(count)


def terms_effect(
    scheme: Scheme,
    *,
    before: Terms | None,
    after: Terms | None,
    frame: pl.DataFrame,
    month: int,
    after_scheme: Scheme | None = None,
) -> TermsEffect:
    """Price the same families under two sets of terms (and, at a renewal, under two texts of the law)."""
    was, owed = price_of(scheme, terms=before, frame=frame, month=month)
    now, owes = price_of(after_scheme or scheme, terms=after, frame=frame, month=month)
    rise, families = owes - owed, frame["families"]
    return TermsEffect(
        was, now, int(families.filter(rise > 0).sum()), int(families.filter(rise < 0).sum())
    )
