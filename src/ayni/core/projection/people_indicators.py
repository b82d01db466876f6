"""The indicators of people, read off the cube: who pays, who is covered, who stays. No lever moves them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ayni.core.projection.cube import Cube
from ayni.core.projection.inputs import Floats


class NobodyThere(ValueError):
    """A part of nobody: no family on the roster, or none affiliated."""


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Of the months due, the part paid in time, and with grace, by due month ``[t]``; and density, ``[s]``.

    A family owes each month in which it is affiliated. The cube knows a month's payment in time and in
    grace; what comes later still (after 3, 6, 12 months) it does not know.
    """

    in_time: Floats
    with_grace: Floats
    density: Floats


def collection(cube: Cube) -> Collection:
    """Give what was paid of what was due. Density: months paid over months affiliated."""
    due, paid, late = (_wide(cube, measure=name) for name in ("families", "units", "late_units"))
    return Collection(
        in_time=_part((paid - late).sum(axis=0), due.sum(axis=0)),
        with_grace=_part(paid.sum(axis=0), due.sum(axis=0)),
        density=_part(paid.sum(axis=1), due.sum(axis=1)),
    )


def participation(cube: Cube, *, eligible: int) -> Floats:
    """Give affiliated families over those of the roster, ``[s, t]``; in the first month, at enrolment."""
    if eligible < 1:
        raise NobodyThere("no family is eligible")
    part: Floats = _wide(cube, measure="families") / eligible
    return part


def coverage(cube: Cube) -> Floats:
    """Give who has qualified over all protected persons, ``[s, t]``; no number where there is nobody."""
    return _part(_wide(cube, measure="covered"), _wide(cube, measure="persons"))


def persons_per_family(cube: Cube) -> Floats:
    """Give protected persons over affiliated families, ``[s, t]``."""
    return _part(_wide(cube, measure="persons"), _wide(cube, measure="families"))


def dependency(cube: Cube) -> Floats:
    """Give dependants over who contributes: one in each affiliated family, ``[s, t]``."""
    return persons_per_family(cube) - 1.0


def persistency(cube: Cube) -> Floats:
    """Give the part of families still there, ``[s, t]``, from the first month, by the leaving of each month.

    The cube does not tell entry cohorts apart: this is what a family would keep that left as all do in each
    month, whenever they came in. A return is a new stay.
    """
    families, lapses, ended = (
        _wide(cube, measure=name) for name in ("families", "lapses", "ended")
    )
    if (families[:, 0] <= 0).any():
        raise NobodyThere("nobody is affiliated in the first month")
    left = (lapses[:, :-1] + ended[:, 1:]) / np.maximum(families[:, :-1], 1.0)
    stay = np.ones_like(families)
    stay[:, 1:] = np.cumprod(1.0 - np.minimum(left, 1.0), axis=1)
    return stay


def _wide(cube: Cube, *, measure: str) -> Floats:
    return cube.of(measure).astype(np.float64)


def _part(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return found
