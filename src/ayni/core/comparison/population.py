"""The families of the example programme as a frame that any scheme can be computed on."""

from __future__ import annotations

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
    drawn = draw_households(
        families=families, persons=person_quota(families), rng=np.random.default_rng(seed)
    )
    dependants = drawn.children + (drawn.partner_age >= 0) + (drawn.parent >= 0)
    fixed = family_row(scheme, family=like)
    varied = {
        "dependants": dependants,
        "age": drawn.head_age,
        "sex": np.where(drawn.head_male, "M", "F"),
    }
    numbers = pl.int_range(1, families + 1, dtype=pl.Int64, eager=True)
    columns = {
        name: pl.lit(value, dtype=pl.String if name == "activity" else pl.Int64)
        for name, value in fixed.items()
        if name not in varied
    }
    frame = pl.DataFrame({name: pl.Series(values) for name, values in varied.items()}).with_columns(
        pl.col("dependants", "age").cast(pl.Int64), family=numbers, insured=numbers
    )
    return frame.with_columns(**columns)
