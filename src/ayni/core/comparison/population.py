"""The families of the example programme as a frame that any scheme can be computed on."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl

from ayni.core.comparison.families import Family, family_row
from ayni.core.example.families import draw_households
from ayni.core.example.programme import person_quota
from ayni.core.scheme import Scheme


def population(scheme: Scheme, *, families: int, like: Family, seed: int = 1) -> pl.DataFrame:
    """Draw families with ages, sex and dependants as in the example; income and activity are ``like``'s.

    Nobody has published how the families' incomes are distributed, so none is invented: all have the same.
    """
    drawn = _drawn(families, seed)
    fixed = {
        name: pl.lit(value, dtype=pl.String if name == "activity" else pl.Int64)
        for name, value in family_row(scheme, family=like).items()
        if name not in drawn.columns
    }
    return drawn.with_columns(**fixed)


@lru_cache(maxsize=4)
def _drawn(families: int, seed: int) -> pl.DataFrame:
    """Draw what differs from family to family: the same families under every scheme."""
    drawn = draw_households(
        families=families, persons=person_quota(families), rng=np.random.default_rng(seed)
    )
    numbers = pl.int_range(1, families + 1, dtype=pl.Int64, eager=True)
    return pl.DataFrame(
        {
            "dependants": drawn.children + (drawn.partner_age >= 0) + (drawn.parent >= 0),
            "age": drawn.head_age,
            "sex": np.where(drawn.head_male, "M", "F"),
        }
    ).with_columns(pl.col("dependants", "age").cast(pl.Int64), family=numbers, insured=numbers)
