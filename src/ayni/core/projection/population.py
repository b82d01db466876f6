"""Families of a study: by rules, from a roster, or from weighted model points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.core.example.families import (
    CHILD,
    FATHER,
    INSURED,
    RELATIONS,
    People,
    draw_households,
    draw_people,
)
from ayni.core.periods import last_day, month_of
from ayni.core.projection.inputs import (
    Families,
    Flags,
    Floats,
    PersonRole,
    Small,
    Whole,
)

#: How a roster calls its people, and what they are in a projection.
ROLES = {
    "insured": PersonRole.INSURED,
    "spouse": PersonRole.PARTNER,
    "partner": PersonRole.PARTNER,
    "child": PersonRole.CHILD,
}
#: What a frame of people has: one row per person; ``birth`` a date, ``sex`` F or M.
FRAME = {
    "family": pl.Int64,
    "person": pl.Int64,
    "birth": pl.Date,
    "sex": pl.String,
    "relation": pl.String,
    "association": pl.String,
    "weight": pl.Float64,
}
_SEXES = {"F": 0, "M": 1}


class UnusableRoster(ValueError):
    """People that make no families: the data check says which rows."""


class NoFamilies(ValueError):
    """A study of nobody."""


def by_rules(
    *,
    families: int,
    persons: int,
    before: int,
    seed: int,
    shares: Mapping[str, float] | None = None,
    others: bool = False,
) -> Families:
    """Draw families as the example's are drawn, as they stand on the eve of month ``before``.

    ``shares`` says which part of the families each association has; ``others`` keeps the parents of insured
    persons, whom most schemes do not protect. Identifiers run from 1.
    """
    if families < 1 or persons < families:
        raise NoFamilies(f"{families} families of {persons} persons")
    rng = np.random.default_rng(seed)
    people = draw_people(draw_households(families=families, persons=persons, rng=rng), rng=rng)
    kept = people if others else _without_parents(people)
    groups, group = _grouped(families, shares=shares or {"": 1.0})
    return Families(
        identifier=np.arange(1, families + 1, dtype=np.int64),
        offset=np.searchsorted(kept.family, np.arange(families + 1)).astype(np.int64),
        group=group,
        weight=np.ones(families),
        birth=_birth_months(kept.age_days, before=before),
        sex=kept.male.astype(np.uint8),
        role=_roles(kept.relation),
        groups=groups,
    )


def from_frame(frame: pl.DataFrame, *, others: bool = False) -> Families:
    """Build families from people, one row each (``FRAME``; ``association`` and ``weight`` may be absent).

    The order is that of families by number, the insured person first, then as written. Refuses families without
    exactly one insured person, unknown sexes and missing births: ``data_check`` tells of them beforehand.
    """
    people = _ordered(frame, others=others)
    if people.is_empty():
        raise NoFamilies("the frame has no person")
    heads = people.filter(pl.col("role") == int(PersonRole.INSURED))
    if heads["family"].n_unique() != heads.height or heads.height != people["family"].n_unique():
        raise UnusableRoster("a family has no insured person, or more than one")
    names = tuple(heads["association"].unique(maintain_order=True).sort().to_list())
    places = {name: place for place, name in enumerate(names)}
    sizes = people.group_by("family", maintain_order=True).len()["len"].to_numpy()
    return Families(
        identifier=heads["family"].to_numpy().astype(np.int64),
        offset=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        group=np.array([places[one] for one in heads["association"].to_list()], dtype=np.int32),
        weight=heads["weight"].to_numpy().astype(np.float64),
        birth=np.array([month_of(one) for one in people["birth"].to_list()], dtype=np.int32),
        sex=np.array([_SEXES[one] for one in people["sex"].to_list()], dtype=np.uint8),
        role=people["role"].to_numpy().astype(np.uint8),
        groups=names,
    )


def frame_of(families: Families) -> pl.DataFrame:
    """Write families as a frame of people; a birth is the last day of its month."""
    sizes = np.diff(families.offset)
    family = np.repeat(np.arange(families.count), sizes)
    words = {0: "insured", 1: "partner", 2: "child", 3: "other"}
    return pl.DataFrame(
        {
            "family": families.identifier[family],
            "person": np.arange(1, family.size + 1),
            "birth": [last_day(int(month)) for month in families.birth],
            "sex": np.where(families.sex == 1, "M", "F"),
            "relation": [words[int(role)] for role in families.role],
            "association": [families.groups[place] for place in families.group[family]],
            "weight": families.weight[family],
        },
        schema_overrides=FRAME,
    )


def dependants_of(families: Families) -> Whole:
    """Count the dependants of each family."""
    found: Whole = np.diff(families.offset) - 1
    return found


def heads_of(families: Families) -> Whole:
    """Give the place of each family's insured person among the persons."""
    return families.offset[:-1]


def shares_by_rule(count: int) -> dict[str, float]:
    """Give the parts of so many associations, a few large and many small, as in the example programme."""
    weights = [1 / (rank + 2) ** 0.75 for rank in range(count)]
    whole = sum(weights)
    return {f"{place + 1:02d}": weight / whole for place, weight in enumerate(weights)}


def _without_parents(people: People) -> People:
    kept = people.relation < FATHER
    return People(
        family=people.family[kept],
        relation=people.relation[kept],
        male=people.male[kept],
        age_days=people.age_days[kept],
    )


def _roles(relation: Whole) -> Flags:
    role = np.full(relation.shape, int(PersonRole.PARTNER), dtype=np.uint8)
    role[relation == INSURED] = PersonRole.INSURED
    role[relation == CHILD] = PersonRole.CHILD
    role[relation > CHILD] = PersonRole.OTHER
    return role


def _birth_months(age_days: Whole, *, before: int) -> Small:
    """Turn days of age on the eve of a month into months of birth."""
    eve = np.datetime64(last_day(before - 1))
    born = (eve - age_days.astype("timedelta64[D]")).astype("datetime64[M]")
    # numpy counts months from 1970; core.periods from the year 0
    found: Small = (born.astype(np.int64) + 12 * 1970).astype(np.int32)
    return found


def _grouped(families: int, *, shares: Mapping[str, float]) -> tuple[tuple[str, ...], Small]:
    """Give each association its block of families, by largest remainder: none loses what it is due."""
    parts = np.array(list(shares.values()), dtype=np.float64)
    exact: Floats = parts / parts.sum() * families
    counts = np.floor(exact).astype(np.int64)
    lack = families - int(counts.sum())
    counts[np.argsort(-(exact - counts), kind="stable")[:lack]] += 1
    group: npt.NDArray[np.int32] = np.repeat(np.arange(parts.size), counts).astype(np.int32)
    return tuple(shares), group


def _ordered(frame: pl.DataFrame, *, others: bool) -> pl.DataFrame:
    """Check and complete a frame, and put it in order."""
    lacking = sorted({"family", "birth", "sex", "relation"} - set(frame.columns))
    if lacking:
        raise UnusableRoster(f"no column {', '.join(lacking)}")
    fill: Sequence[pl.Expr] = [
        pl.lit(value).alias(name)
        for name, value in (("association", ""), ("weight", 1.0))
        if name not in frame.columns
    ]
    if frame["birth"].null_count() or not set(frame["sex"].to_list()) <= _SEXES.keys():
        raise UnusableRoster("a person without birth, or of a sex that is neither F nor M")
    role = pl.col("relation").replace_strict(
        {name: int(one) for name, one in ROLES.items()}, default=int(PersonRole.OTHER)
    )
    people = frame.with_columns(*fill, role=role).with_row_index("row")
    if not others:
        people = people.filter(pl.col("role") != int(PersonRole.OTHER))
    return people.sort("family", pl.col("role") != int(PersonRole.INSURED), "row")


__all__ = [
    "FRAME",
    "RELATIONS",
    "NoFamilies",
    "UnusableRoster",
    "by_rules",
    "dependants_of",
    "frame_of",
    "from_frame",
    "heads_of",
    "shares_by_rule",
]
