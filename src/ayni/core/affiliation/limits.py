"""How many dependants of a relation a scheme protects, asked of a whole roster."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ayni.core.scheme import Scheme


def relation_limits(scheme: Scheme) -> dict[str, int]:
    """Give the relations of which a scheme protects only so many in a family."""
    rules = scheme.rules.insured_unit.dependants
    return {one.relation: one.at_most for one in rules if one.at_most is not None}


def over_limit(people: pl.DataFrame, *, limits: Mapping[str, int]) -> dict[int, int]:
    """Find who stands in a family with more of a relation than the scheme protects: position -> limit.

    All of them are named: which of them is protected is settled by evidence, not by the order of the rows.
    """
    if not limits:
        return {}
    relations, most = list(limits), list(limits.values())
    limit = pl.col("relation").replace_strict(relations, most, default=None, return_dtype=pl.Int64)
    count = pl.len().over("family_no", "relation")
    found = people.with_columns(limit=limit, count=count).filter(pl.col("count") > pl.col("limit"))
    return dict(found.select("position", "limit").iter_rows())
