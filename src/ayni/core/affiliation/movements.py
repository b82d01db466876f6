"""What a new roster changes, and which spans follow from what changed.

Frames throughout: a roster of the whole institution has 200,000 rows. A *state* frame holds ``person``,
``family``, ``insured``, ``relation``, ``activity``, ``declared_income`` and ``position``.
"""

from __future__ import annotations

from datetime import date

import polars as pl

STATE = {
    "person": pl.Int64,
    "family": pl.Int64,
    "insured": pl.Int64,
    "relation": pl.String,
    "activity": pl.String,
    "declared_income": pl.Int64,
    "position": pl.Int32,
}
#: What makes a change; the place in the file does not.
_COMPARED = ("family", "insured", "relation", "activity", "declared_income")


def movements(*, current: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Compare who is affiliated now with who a roster names: inclusions, exclusions, changes.

    Both are state frames, each person once. Gives state rows with ``kind``; an exclusion carries the
    state that ends. Whoever is in both and alike gives no row.
    """
    columns = list(STATE)
    here = current.select(columns)
    there = roster.select(columns)
    both = there.join(here, on="person", how="inner", suffix="_now")
    differs = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_now")) for c in _COMPARED)
    return pl.concat(
        [
            there.join(here, on="person", how="anti").with_columns(kind=pl.lit("inclusion")),
            here.join(there, on="person", how="anti").with_columns(kind=pl.lit("exclusion")),
            both.filter(differs).select(columns).with_columns(kind=pl.lit("change")),
        ]
    )


def spans(facts: pl.DataFrame) -> pl.DataFrame:
    """Derive affiliation spans from movements, whatever the order in which they arrive.

    ``facts`` holds state rows with ``number`` (the order of writing), ``scheme``, ``adhesion``, ``kind`` and
    ``day``. On one day the last written rules. A span ends where the person's next one begins or where an
    exclusion stands; one that would be empty is none.
    """
    last = (
        facts.sort("number")
        .unique(subset=["person", "scheme", "day"], keep="last")
        .sort("person", "scheme", "day")
        .with_columns(
            next_day=pl.col("day").shift(-1).over("person", "scheme", order_by="day"),
        )
    )
    return (
        last.filter(pl.col("kind") != "exclusion")
        .with_columns(starts=pl.col("day"), ends=pl.col("next_day"))
        .select("scheme", "adhesion", *STATE, "starts", "ends")
        .sort("person", "scheme", "starts")
    )


def affiliated_on(*, derived: pl.DataFrame, day: date) -> pl.DataFrame:
    """Give the spans that hold a day."""
    return derived.filter(
        (pl.col("starts") <= day) & (pl.col("ends").is_null() | (pl.col("ends") > day))
    )
