"""The indicators of people, read off the cube: who pays, who is covered, who stays. No lever moves them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ayni.core.projection.cube import AFTER, Cube
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


@dataclass(frozen=True, slots=True)
class Stay:
    """The part of a cohort still affiliated after some months: of all futures together, and 5, 50, 95 %.

    A future in which nobody came in has no part and is not among them.
    """

    mean: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class EntryCohort:
    """Families that came in together: the first roster, or who came later in a year of the study.

    ``first_month`` is where the year begins, ``families`` a mean over the futures, ``stays`` those after
    12, 24 and 36 months; none: the run ends before, and it is not known.
    """

    roster: bool
    first_month: int
    families: float
    stays: tuple[Stay | None, ...]

    @property
    def known(self) -> bool:
        """Tell whether the run says anything of who stays."""
        return any(one is not None for one in self.stays)


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


def persistency(cube: Cube) -> tuple[EntryCohort, ...]:
    """Give who stays by cohort of entry: the first roster, then who came in later, by year of the study.

    Years in which nobody comes in have no cohort. Raises ``UnknownMeasure`` for a cube of before, that does
    not tell cohorts apart, and ``NobodyThere``.
    """
    months = cube.values.shape[1]
    spans = [range(1), range(1, min(12, months))]
    spans += [range(first, min(first + 12, months)) for first in range(12, months, 12)]
    found = tuple(one for one in (_cohort(cube, span) for span in spans) if one is not None)
    if not found:
        raise NobodyThere("nobody comes in in any month")
    return found


def first_roster(cube: Cube) -> EntryCohort | None:
    """Give who stays of the first roster alone; none where nobody came in. Raises ``UnknownMeasure``."""
    return _cohort(cube, range(1))


def _cohort(cube: Cube, span: range) -> EntryCohort | None:
    """Give the cohort of these months of entry; none where nobody comes in in any scenario."""
    entries = cube.of("entries")[:, span.start : span.stop].astype(np.float64)
    if not entries.any():
        return None
    return EntryCohort(
        roster=span.start == 0,
        first_month=cube.first_month + span.start // 12 * 12,
        families=float(entries.sum(axis=1).mean()),
        stays=tuple(_stay(cube, span, entries, after) for after in AFTER),
    )


def _stay(cube: Cube, span: range, entries: Floats, after: int) -> Stay | None:
    """Give sums over sums, over all futures and in each; none where the run ends before the last of them."""
    stayed = cube.of(f"stayed_{after}")
    last = span.start + int(np.flatnonzero(entries.any(axis=0))[-1])
    if last + after >= stayed.shape[1]:
        return None
    came = entries.sum(axis=1)
    stays = stayed[:, span.start + after : last + 1 + after].sum(axis=1, dtype=np.float64)
    there = came > 0
    low, middle, high = np.quantile(stays[there] / came[there], (0.05, 0.5, 0.95))
    return Stay(float(stays.sum() / came.sum()), float(low), float(middle), float(high))


def _wide(cube: Cube, *, measure: str) -> Floats:
    return cube.of(measure).astype(np.float64)


def _part(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return found
