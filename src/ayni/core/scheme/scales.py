"""Scales: bands that stay open in the middle, overlap on some day, or carry a label twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from ayni.core.scheme.model import Scheme
from ayni.core.scheme.parameters import Node, ParameterMissing
from ayni.core.scheme.prices import AgeBand, Band, ByAge, ByFamilySize, Marginal, Notch, SizeBand
from ayni.core.scheme.prices import Slice as IncomeSlice
from ayni.core.scheme.problems import Path, SchemeProblem, problem, repeated
from ayni.core.scheme.rules import Latency, LatencyBand

_Band = Band | IncomeSlice | AgeBand | SizeBand | LatencyBand


def scale_problems(scheme: Scheme, *, node: Node, path: Path) -> Iterator[SchemeProblem]:
    """Find what is wrong with the bands of a scale; nodes that are none have nothing wrong."""
    bands, field = _bands(node)
    if not bands:
        return
    where = (*path, field)
    labels = [band.label for band in bands if not isinstance(band, LatencyBand)]
    yield from repeated(labels, path=where, field="label")
    uppers = [_upper(band) for band in bands]
    if uppers[-1] is not None or None in uppers[:-1]:
        yield problem("open_band", where)
        return
    yield from _overlaps(scheme, uppers=[one for one in uppers if one is not None], where=where)


def _bands(node: Node) -> tuple[Sequence[_Band], str]:
    match node:
        case Notch() | ByAge() | ByFamilySize() | Latency():
            return node.bands, "bands"
        case Marginal():
            return node.slices, "slices"
        case _:
            return (), ""


def _upper(band: _Band) -> str | int | None:
    return band.below if isinstance(band, AgeBand) else band.upto


def _overlaps(
    scheme: Scheme, *, uppers: Sequence[str | int], where: Path
) -> Iterator[SchemeProblem]:
    names = [one for one in uppers if isinstance(one, str)]
    if not names:
        yield from _descending([one for one in uppers if isinstance(one, int)], where=where, day="")
        return
    for day in change_days(scheme, names=names):
        yield from _descending(numbers(scheme, names=names, day=day), where=where, day=day)


def _descending(limits: Sequence[int], *, where: Path, day: date | str) -> Iterator[SchemeProblem]:
    for place, (lower, upper) in enumerate(pairwise(limits)):
        if lower >= upper:
            here = (*where, place + 1)
            yield problem("overlapping_bands", here, day=day or "…", low=lower, high=upper)


def change_days(scheme: Scheme, *, names: Sequence[str]) -> list[date]:
    """List the days on which any of the parameters changes."""
    found = [scheme.parameter(name) for name in names]
    return sorted({dated.start for one in found for dated in one.values})


def numbers(scheme: Scheme, *, names: Sequence[str], day: date) -> list[int]:
    """Read the parameters in force on a day; none at all where one is not in force yet."""
    try:
        values = [scheme.parameter(name).on(day).value for name in names]
    except ParameterMissing:
        return []
    return [value for value in values if isinstance(value, int)]
