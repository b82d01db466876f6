"""Families without their names: pseudonyms by a key, and what may leave the institution.

Inside, a study knows a family by a pseudonym, its people by month of birth, sex and role. What goes out to
others is coarser, and goes out only where every family has enough others like it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from ayni.core.projection.inputs import Families, Whole

#: So many families at least look alike in everything that leaves.
ALIKE = 11
#: What somebody could recognise a family by.
QUASI_IDENTIFIERS = ("association", "age_band", "sex", "family_size")
#: First ages of the insured person and first sizes of the family of each band, and of each coarse one.
_AGES, _COARSE_AGES = (0, 30, 45, 60), (0, 45)
_SIZES, _COARSE_SIZES = (1, 2, 3, 4, 5, 6), (1, 3, 5)
_SIGN = (1 << 63) - 1


class TooFewAlike(ValueError):
    """Some families have too few like them: the extract would point at them. Says how many, of how many."""

    def __init__(self, *, families: int, of: int, alike: int) -> None:
        self.families, self.of, self.alike = families, of, alike
        super().__init__(f"{families} of {of} families have fewer than {alike} like them")


def pseudonyms(numbers: Iterable[int], *, key: bytes) -> dict[int, int]:
    """Give each number a pseudonym of 63 bits that nobody turns back without the key."""
    return {
        number: int.from_bytes(hmac.digest(key, f"family {number}".encode(), "sha256")[:8], "big")
        & _SIGN
        for number in set(numbers)
    }


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely families are told: with their association or without, in fine bands or in coarse ones."""

    association: bool = True
    coarse: bool = False


def outgoing(
    families: Families, *, month: int, grain: Grain | None = None, alike: int = ALIKE
) -> pl.DataFrame:
    """Give families as they may leave: pseudonym, association, age band, sex of the insured person, size.

    Raises ``TooFewAlike`` unless every combination of what a family could be recognised by is that of at least
    ``alike`` families.
    """
    frame = _told(families, month=month, grain=grain or Grain())
    names = [name for name in QUASI_IDENTIFIERS if name in frame.columns]
    counted = frame.group_by(names).len("alike")
    few = counted.filter(pl.col("alike") < alike)
    if few.height:
        raise TooFewAlike(families=int(few["alike"].sum()), of=frame.height, alike=alike)
    return frame.sort("pseudonym")


def _told(families: Families, *, month: int, grain: Grain) -> pl.DataFrame:
    heads = families.offset[:-1]
    ages = (month - families.birth[heads].astype(np.int64)) // 12
    sizes = np.diff(families.offset)
    frame = pl.DataFrame(
        {
            "pseudonym": [f"{one:016x}" for one in families.identifier.tolist()],
            "association": [families.groups[one] for one in families.group],
            "age_band": _banded(ages, firsts=_COARSE_AGES if grain.coarse else _AGES),
            "sex": np.where(families.sex[heads] == 1, "M", "F"),
            "family_size": _banded(sizes, firsts=_COARSE_SIZES if grain.coarse else _SIZES),
        }
    )
    return frame if grain.association else frame.drop("association")


def _banded(values: Whole, *, firsts: tuple[int, ...]) -> list[str]:
    """Tell each value by its band: ``30-44``, ``5``, ``60+``."""
    ends = [later - 1 for later in firsts[1:]]
    names = [
        str(first) if first == end else f"{first}-{end}"
        for first, end in zip(firsts, ends, strict=False)
    ]
    names.append(f"{firsts[-1]}+")
    places = np.searchsorted(np.array(firsts), values, side="right") - 1
    return [names[place] for place in places.tolist()]
