"""Families without their names: pseudonyms by a key, and what may leave the institution.

Inside, a study knows a family by a pseudonym, its people by month of birth, sex and role. What goes out to
others is coarser, and goes out only where every family has enough others like it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import numpy as np
import polars as pl

from ayni.core.projection.inputs import AGES, Families, Whole

#: So many families at least look alike in everything that leaves.
ALIKE = 11
#: What somebody could recognise a family by.
QUASI_IDENTIFIERS = ("association", "age_band", "sex", "family_size")
#: First ages of the bands in which the age of an insured person is told.
_BANDS = (0, 30, 45, 60)
#: A family of this size or more is told as of this size.
_LARGEST = 6
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


def outgoing(
    families: Families, *, month: int, with_association: bool = True, alike: int = ALIKE
) -> pl.DataFrame:
    """Give families as they may leave: pseudonym, association, age band, sex of the insured person, size.

    Raises ``TooFewAlike`` unless every combination of what a family could be recognised by is that of at least
    ``alike`` families.
    """
    frame = _told(families, month=month, with_association=with_association)
    names = [name for name in QUASI_IDENTIFIERS if name in frame.columns]
    counted = frame.group_by(names).len("alike")
    few = counted.filter(pl.col("alike") < alike)
    if few.height:
        raise TooFewAlike(families=int(few["alike"].sum()), of=frame.height, alike=alike)
    return frame.sort("pseudonym")


def _told(families: Families, *, month: int, with_association: bool) -> pl.DataFrame:
    heads = families.offset[:-1]
    sizes: Whole = np.minimum(np.diff(families.offset), _LARGEST)
    ages = np.minimum((month - families.birth[heads]) // 12, AGES)
    place = np.searchsorted(np.array(_BANDS), ages, side="right") - 1
    association = [families.groups[one] for one in families.group] if with_association else None
    frame = pl.DataFrame(
        {
            "pseudonym": [f"{one:016x}" for one in families.identifier.tolist()],
            "association": association,
            "age_band": [_band(one) for one in place.tolist()],
            "sex": np.where(families.sex[heads] == 1, "M", "F"),
            "family_size": [f"{one}+" if one == _LARGEST else str(one) for one in sizes.tolist()],
        }
    )
    return frame if with_association else frame.drop("association")


def _band(place: int) -> str:
    if place + 1 == len(_BANDS):
        return f"{_BANDS[place]}+"
    return f"{_BANDS[place]}-{_BANDS[place + 1] - 1}"
