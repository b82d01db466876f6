"""One assumption moved at a time, to either side: what a tornado is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ayni.core.projection.inputs import AGES, Assumptions, Floats
from ayni.core.projection.levers import Levers

#: The first age of those whose use is moved apart from the others'.
OLD = 60


@dataclass(frozen=True, slots=True)
class Moved:
    """Assumptions and levers after a move."""

    assumptions: Assumptions
    levers: Levers


@dataclass(frozen=True, slots=True)
class Move:
    """A move to one side and to the other: ``side`` is -1 or 1. ``demography``: the people change too."""

    code: str
    change: Callable[[Moved, int], Moved]
    demography: bool = False


def _assumed(change: Callable[[Assumptions, int], Assumptions]) -> Callable[[Moved, int], Moved]:
    return lambda moved, side: replace(moved, assumptions=change(moved.assumptions, side))


def _with(found: Assumptions, name: str, value: Floats | float) -> Assumptions:
    changed: dict[str, Any] = {name: value}
    return replace(found, **changed)


def _times(name: str, part: float, *, most: float | None = None) -> Callable[[Moved, int], Moved]:
    """Multiply one assumption by 1 and a part more, or less; chances stay below ``most``."""

    def change(found: Assumptions, side: int) -> Assumptions:
        value = np.asarray(getattr(found, name), dtype=np.float64) * (1.0 + side * part)
        kept = value if most is None else np.minimum(value, most)
        return _with(found, name, kept if kept.ndim else float(kept))

    return _assumed(change)


def _plus(name: str, step: float) -> Callable[[Moved, int], Moved]:
    return _assumed(
        lambda found, side: replace(found, **{name: getattr(found, name) + side * step})
    )


def _excess(name: str, part: float) -> Callable[[Moved, int], Moved]:
    """Move what is above 1 of a factor."""

    def change(found: Assumptions, side: int) -> Assumptions:
        factor = np.asarray(getattr(found, name))
        moved = np.where(factor > 1.0, 1.0 + (factor - 1.0) * (1.0 + side * part), factor)
        return _with(found, name, moved)

    return _assumed(change)


def _cost(found: Assumptions, side: int) -> Assumptions:
    factor = 1.0 + side * 0.10
    severity = tuple(
        replace(one, mean=one.mean * factor, tail_from=one.tail_from * factor)
        for one in found.severity
    )
    return replace(found, severity=severity)


def _tail(found: Assumptions, side: int) -> Assumptions:
    severity = tuple(replace(one, tail=one.tail * (1.0 + side * 0.5)) for one in found.severity)
    return replace(found, severity=severity)


def _old(found: Assumptions, side: int) -> Assumptions:
    factor: Floats = np.where(np.arange(AGES) >= OLD, 1.0 + side * 0.10, 1.0)
    return replace(found, use=found.use * factor)


def _lapse(found: Assumptions, side: int) -> Assumptions:
    return replace(found, lapse_after=max(1, found.lapse_after + side))


def _administration(moved: Moved, side: int) -> Moved:
    factor = 1.0 + side * 0.10
    levers = replace(
        moved.levers,
        administration=moved.levers.administration * factor,
        administration_per_family=moved.levers.administration_per_family * factor,
    )
    return replace(moved, levers=levers)


MOVES: tuple[Move, ...] = (
    Move("use", _times("use", 0.10)),
    Move("cost", _assumed(_cost)),
    Move("inflation", _plus("inflation", 0.01)),
    Move("old", _assumed(_old)),
    Move("surge", _excess("use_by_duration", 0.25)),
    Move("tail", _assumed(_tail)),
    Move("paying", _plus("pay_logit", 0.4)),
    Move("price_effect", _times("price_effect", 0.5)),
    Move("grace", _times("paid_in_grace", 0.25, most=1.0)),
    Move("return", _times("return_", 0.25, most=1.0)),
    Move("lapse", _assumed(_lapse)),
    Move("exit", _times("exit", 0.25)),
    Move("participation", _times("participation", 0.10, most=1.0)),
    Move("entries", _times("entries", 0.25)),
    Move("mortality", _times("mortality", 0.10, most=1.0), demography=True),
    Move("fertility", _times("fertility", 0.10), demography=True),
    Move("formation", _times("formation", 0.25), demography=True),
    Move("epidemic_starts", _times("epidemic_starts", 0.5, most=1.0)),
    Move("epidemic_factor", _excess("epidemic_factor", 0.25)),
    Move("default", _times("default", 0.5)),
    Move("investment", _plus("investment", 0.01)),
    Move("administration", _administration),
)


def sides(
    moved: Moved, *, measure: Callable[[Moved, bool], float]
) -> Mapping[str, tuple[float, float]]:
    """Give what the measure becomes when each assumption is moved down and up, less what it is unmoved.

    ``measure`` takes what is moved and whether the people change; it must stand on the same futures each time.
    """
    base = measure(moved, False)
    return {
        one.code: (
            measure(one.change(moved, -1), one.demography) - base,
            measure(one.change(moved, 1), one.demography) - base,
        )
        for one in MOVES
    }
