"""A whole institution as weighted family types, whose people have the ages of a stable population.

Types are families by rules and families of older people, whom the rules leave out. Their weights are those
nearest to equal ones (by exponential tilting) under which women and men of each band of ages are as many as
they should be.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ayni.core.projection.inputs import AGES, Families, Floats, PersonRole
from ayni.core.projection.population import by_rules

#: Beginnings of the bands of ages to which weights are fitted.
BANDS = (0, 5, 10, 18, 25, 35, 45, 55, 65, 75)
OLDER = 0.25
_FROM, _TO = 60, 95
_STEPS, _NEAR = 100, 1e-9


class NoSuchPeople(ValueError):
    """Ages that no mixture of the family types has."""


def institution(
    *,
    persons: int,
    persons_per_family: float,
    structure: Floats,
    before: int,
    seed: int,
    types: int,
) -> Families:
    """Give ``types`` weighted family types that stand for ``persons`` people in all.

    ``structure[sex, age]`` is the part of people that each should be; ``persons_per_family`` is the mean of the
    types by rules, before they are weighted. Raises ``NoSuchPeople``.
    """
    older = round(OLDER * types)
    young = by_rules(
        families=types - older,
        persons=round((types - older) * persons_per_family),
        before=before,
        seed=seed,
    )
    drawn = _with_older(young, count=older, before=before, seed=seed)
    counts = _counts(drawn, before=before)
    target = _banded(structure / structure.sum()).ravel() * persons
    weight = tilted(counts, target=target)
    return replace(drawn, weight=weight)


def _with_older(young: Families, *, count: int, before: int, seed: int) -> Families:
    """Add families of one or two people from sixty on; the older, the more often alone."""
    rng = np.random.default_rng([seed, 1])
    age = rng.integers(12 * _FROM, 12 * _TO, count)
    male = rng.random(count) < 0.5
    paired = rng.random(count) < np.clip(1.5 - age / (12 * 75), 0.1, 0.7)
    sizes = 1 + paired.astype(np.int64)
    offset = np.concatenate([[0], np.cumsum(sizes)])
    birth = np.empty(int(sizes.sum()), dtype=np.int32)
    sex = np.empty(birth.size, dtype=np.uint8)
    role = np.full(birth.size, int(PersonRole.PARTNER), dtype=np.uint8)
    heads, partners = offset[:-1], offset[:-1][paired] + 1
    birth[heads], sex[heads], role[heads] = before - 1 - age, male, PersonRole.INSURED
    gap = np.where(male[paired], -36, 36)
    birth[partners] = before - 1 - np.minimum(age[paired] + gap, 12 * _TO)
    sex[partners] = ~male[paired]
    total = young.count + count
    return Families(
        identifier=np.arange(1, total + 1, dtype=np.int64),
        offset=np.concatenate([young.offset, young.offset[-1] + offset[1:]]),
        group=np.zeros(total, dtype=np.int32),
        weight=np.ones(total),
        birth=np.concatenate([young.birth, birth]),
        sex=np.concatenate([young.sex, sex]),
        role=np.concatenate([young.role, role]),
        groups=("",),
    )


def _counts(families: Families, *, before: int) -> Floats:
    """Count the people of each sex and band in each family, ``[family, cell]``."""
    age = np.clip((before - 1 - families.birth) // 12, 0, AGES - 1)
    band = np.searchsorted(BANDS, age, side="right") - 1
    cell = families.sex.astype(np.int64) * len(BANDS) + band
    family = np.repeat(np.arange(families.count), np.diff(families.offset))
    found = np.zeros((families.count, 2 * len(BANDS)))
    np.add.at(found, (family, cell), 1.0)
    return found


def _banded(structure: Floats) -> Floats:
    found: Floats = np.add.reduceat(structure, np.array(BANDS), axis=1)
    return found


def tilted(counts: Floats, *, target: Floats) -> npt.NDArray[np.float64]:
    """Solve for weights ``exp(counts @ tilt)`` that meet the target, by Newton's steps, none too long."""
    base = float(target.sum() / counts.sum())
    tilt = np.zeros(target.size)
    for _ in range(_STEPS):
        weight: npt.NDArray[np.float64] = base * np.exp(counts @ tilt)
        short = target - weight @ counts
        if np.abs(short).max() <= _NEAR * target.sum():
            return weight
        slope = (counts * weight[:, None]).T @ counts
        step = np.linalg.lstsq(slope, short, rcond=None)[0]
        tilt += step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
    raise NoSuchPeople("no weights of the family types give these ages")
